"""Open deadlines as a calendar file (RFC 5545) for the calendars of offices."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from dashboard.text import Lang, words
from dashboard.views.cases.file import deadline_name
from dashboard.views.cases.lists import DueLine
from dashboard.views.cases.wording import state_name
from etl.catalog.catalog import Catalog

_LINE_END: Final = "\r\n"
_LONGEST_OCTETS: Final = 75  # RFC 5545, 3.1: longer lines are folded


def calendar_file(catalog: Catalog, lines: Sequence[DueLine], host: str, lang: Lang) -> bytes:
    """A calendar with one whole-day event per deadline.

    The identity of an event stays while its deadline does, so that a calendar that reads the file again moves
    what it has and doubles nothing.

    Args:
        catalog: names of regions.
        lines: the deadlines.
        host: part of the identity of each event.
        lang: language of the words.
    """
    told = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//liaoning//deadlines//EN", "CALSCALE:GREGORIAN"]
    for line in lines:
        told += _event(catalog, line, host, lang)
    told.append("END:VCALENDAR")
    return "".join(_folded(line) + _LINE_END for line in told).encode()


def _event(catalog: Catalog, line: DueLine, host: str, lang: Lang) -> Iterable[str]:
    file, deadline = line.file, line.deadline
    say = words(lang)
    summary = say(
        "case_calendar.summary",
        number=file.number,
        region=catalog.region(file.case.region).name[lang],
        name=deadline_name(file.instrument, deadline, lang),
    )
    described = say(
        "case_calendar.described",
        instrument=file.instrument.name[lang],
        state=state_name(file.case.state, lang),
    )
    stamp = file.entries[-1].at[:19].replace("-", "").replace(":", "") + "Z"
    return (
        "BEGIN:VEVENT",
        f"UID:{file.number}-{deadline.id}@{host}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{deadline.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{deadline.due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(described)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _escaped(text: str) -> str:
    """Text as a value: RFC 5545, 3.3.11."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, none cut within a character."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _LONGEST_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + width
    return _LINE_END.join([*pieces, piece])
