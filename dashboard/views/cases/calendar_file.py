"""Open deadlines as a calendar file (RFC 5545) for the calendars of offices."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from dashboard.text import Lang, words
from dashboard.views.cases.case_file import deadline_name
from dashboard.views.cases.lists import DueLine
from dashboard.views.cases.wording import due_day, state_name
from etl.catalog.catalog import Catalog

_LINE_END: Final = "\r\n"
_LONGEST_OCTETS: Final = 75  # RFC 5545, 3.1: longer lines are folded


class CalendarEntry(Struct, frozen=True):
    """A whole day on which something is due.

    Attributes:
        id: stays the same while the deadline does.
        stamp: when what it tells was last changed, as the chain writes times.
    """

    id: str
    stamp: str
    due: date
    summary: str
    description: str


def calendar_file(entries: Iterable[CalendarEntry], host: str) -> bytes:
    """A calendar with one whole-day event per deadline.

    The identity of an event stays while its deadline does, so that a calendar that reads the file again moves
    what it has and doubles nothing.

    Args:
        entries: the deadlines.
        host: part of the identity of each event.
    """
    told = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//liaoning//deadlines//EN", "CALSCALE:GREGORIAN"]
    for entry in entries:
        told += _event(entry, host)
    told.append("END:VCALENDAR")
    return "".join(_folded(line) + _LINE_END for line in told).encode()


def case_entries(catalog: Catalog, lines: Iterable[DueLine], lang: Lang) -> Iterator[CalendarEntry]:
    """The deadlines of cases as entries of a calendar."""
    say = words(lang)
    for line in lines:
        file, deadline = line.file, line.deadline
        yield CalendarEntry(
            id=f"{file.number}-{deadline.id}",
            stamp=file.entries[-1].at,
            due=deadline.due,
            summary=say(
                "case_calendar.summary",
                number=file.number,
                region=catalog.region(file.case.region).name[lang],
                name=deadline_name(file.instrument, deadline, lang),
            ),
            description=say(
                "case_calendar.described",
                instrument=file.instrument.name[lang],
                state=state_name(file.case.state, lang),
                day=due_day(deadline.due, deadline.unknown_from, lang),
            ),
        )


def _event(entry: CalendarEntry, host: str) -> Iterable[str]:
    stamp = entry.stamp[:19].replace("-", "").replace(":", "") + "Z"
    return (
        "BEGIN:VEVENT",
        f"UID:{entry.id}@{host}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{entry.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(entry.summary)}",
        f"DESCRIPTION:{_escaped(entry.description)}",
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
