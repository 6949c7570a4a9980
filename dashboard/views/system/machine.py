"""The machine as 系统 shows it: the chain, readings of what is restricted, builds, settings."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.auth.reads import ReadRow
from dashboard.format import DASH, format_date
from dashboard.operational.chain import Head
from dashboard.operational.event import Event
from dashboard.queries import KnownBuild
from dashboard.text import Lang, words
from dashboard.upkeep.builds_kept import Held, Hold
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.system.people import ACTS, sheet_of, tongue
from dashboard.views.system.words import event_name, moment_text, time_text
from dashboard.views.table import Cell, Column, TableView
from etl.settings import PREFIX, Secret, Settings

_EVENTS = ("number", "at", "who", "what", "whom", "hash")
_BUILDS = ("build", "made", "day", "as_of", "inputs", "held")
_SHORT = 12


class ChainView(Struct, frozen=True):
    """The chain: its head in sentences, what can be done, the last events."""

    lang: Lang
    told: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    events: OfferedTable


def build_chain(head: Head, events: Sequence[Event], attachments: int, lang: Lang) -> ChainView:
    """The chain as it stands.

    Args:
        head: its end.
        events: the latest, the last first.
        attachments: how many files belong to events.
        lang: language.
    """
    say = words(lang)
    table = TableView(
        say("system.chain.caption", count=len(events)),
        tuple(Column(say(f"system.chain.{name}")) for name in _EVENTS),
        tuple(_event_row(event, lang) for event in events),
        lang,
    )
    told = (
        say("system.chain.length", count=f"{head.sequence:,}", files=f"{attachments:,}"),
        say("system.chain.head", head=head, signer=head.signer or DASH),
        say("system.chain.rule"),
    )
    links = (
        (say("system.act.verify"), f"{ACTS}/chain{tongue(lang)}"),
        (say("system.act.export"), f"{ACTS}/chain.zip"),
    )
    return ChainView(lang, told, links, OfferedTable(lang, table, sheet_of(table)))


def _event_row(event: Event, lang: Lang) -> tuple[Cell, ...]:
    return (
        Cell(f"{event.sequence:,}"),
        Cell(time_text(event.at)),
        Cell(event.actor),
        Cell(event_name(event.kind, lang), note=event.kind),
        Cell(event.subject),
        Cell(event.hash[:_SHORT]),
    )


def build_reads(rows: Sequence[ReadRow], lang: Lang, csv_address: str) -> OfferedTable:
    """Who read what is restricted, the latest first."""
    say = words(lang)
    columns = ("at", "actor", "what", "scope")
    cells = tuple((Cell(time_text(row.at)), Cell(row.actor), Cell(row.what), Cell(row.scope)) for row in rows)
    caption = say("system.reads.caption", count=len(rows))
    table = TableView(
        caption, tuple(Column(say(f"system.reads.{name}")) for name in columns), cells, lang, csv_address
    )
    if not rows:
        return OfferedTable(lang, None, sheet_of(table), say("system.reads.none"))
    return OfferedTable(lang, table, sheet_of(table))


def build_builds(
    builds: Sequence[KnownBuild], held: Held, lang: Lang, *, manages: bool, csv_address: str
) -> OfferedTable:
    """The builds in the folder: when made, from what, held by what or removable."""
    say = words(lang)
    columns = (*_BUILDS, *(("act",) if manages else ()))
    table = TableView(
        say("system.builds.caption", count=len(builds)),
        tuple(Column(say(f"system.builds.{name}")) for name in columns),
        tuple(_build_row(build, held, lang, manages=manages) for build in builds),
        lang,
        csv_address,
        notes=(say("system.builds.note"),),
    )
    return OfferedTable(lang, table, sheet_of(table))


def _build_row(build: KnownBuild, held: Held, lang: Lang, *, manages: bool) -> tuple[Cell, ...]:
    say, row = words(lang), build.row
    unreadable = say("system.builds.unreadable")
    act = Cell(say("system.act.build"), f"{ACTS}/build/{build.build_id}{tongue(lang)}")
    return (
        Cell(build.build_id[:_SHORT]),
        Cell(moment_text(build.made)),
        Cell(format_date(build.day, lang) if build.day else DASH),
        Cell(str(row.as_of) if row and row.as_of else say("system.builds.all_known") if row else DASH),
        Cell(
            row.inputs_sha256[:_SHORT] if row else unreadable, note=row.catalog_sha256[:_SHORT] if row else ""
        ),
        Cell(
            hold_text(held, build.build_id, lang) or say("system.builds.removable"),
            note=hold_note(held, build.build_id, lang),
        ),
        *((act,) if manages else ()),
    )


def hold_text(held: Held, build_id: str, lang: Lang) -> str:
    """Why a build stays; empty where it may be removed."""
    say = words(lang)
    return say("list.semicolon").join(say(f"system.hold.{hold.value}") for hold in held.holds(build_id))


def hold_note(held: Held, build_id: str, lang: Lang) -> str:
    """Which cases hold it, and who keeps it by hand, with the reason."""
    say, parts = words(lang), []
    if build_id in held.cases:
        parts.append(say("list.comma").join(held.cases[build_id]))
    if Hold.BY_HAND in held.holds(build_id):
        pin = held.pins[build_id]
        parts.append(say("system.hold.note", who=pin.by, at=time_text(pin.at), reason=pin.reason))
    return say("list.semicolon").join(parts)


def build_settings(settings: Settings, lang: Lang) -> OfferedTable:
    """Every setting with its value; of a secret only whether it is set."""
    say = words(lang)
    columns = ("name", "value", "what")
    rows = tuple(
        (
            Cell(f"{PREFIX}{name.upper()}"),
            Cell(_value(getattr(settings, name), lang)),
            Cell(say(f"system.setting.{name}")),
        )
        for name in Settings.__struct_fields__
    )
    table = TableView(
        say("system.settings.caption"),
        tuple(Column(say(f"system.settings.{name}")) for name in columns),
        rows,
        lang,
        notes=(say("system.settings.note"),),
    )
    return OfferedTable(lang, table, sheet_of(table))


def _value(value: object, lang: Lang) -> str:
    say = words(lang)
    if isinstance(value, Secret):
        return say("system.settings.secret" if value.reveal() else "system.settings.unset")
    if isinstance(value, bool):
        return say(f"system.settings.{'yes' if value else 'no'}")
    return say("system.settings.unset") if value in {None, ""} else str(value)
