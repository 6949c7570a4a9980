"""Rows of the registers as titles and events; a row that cannot be read is handed back with its reason."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from etl.derive.titles import years_after
from etl.model.day import read_day
from etl.model.title import (
    EVENT_REGISTER,
    LIST_REGISTER,
    TITLE_REGISTER,
    Title,
    TitleEvent,
    TitleEventKind,
)
from etl.model.title_rules import TitleRules

# A move is written as two rows, one at each end; the one at the destination is the event.
_WRITTEN = {"moved_in": TitleEventKind.MOVED, **{kind.value: kind for kind in TitleEventKind}}
MOVED_OUT = "moved_out"


class RegisterRow(Struct, frozen=True):
    """One row of a register as staged.

    Attributes:
        fields: JSON object of texts.
        known_from: day from which its file counts as known.
        place: where the row stands, handed back with what cannot be read.
    """

    register: str
    region: str | None
    fields: str
    known_from: date
    place: tuple[object, ...] = ()


class Unreadable(Struct, frozen=True):
    """A row that was not taken into the register: the code of the reason and the text that was found."""

    row: RegisterRow
    code: str
    found: str


class TitleRegister(Struct):
    """The register of titles as read."""

    titles: list[Title] = field(default_factory=list)
    events: list[TitleEvent] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


class _Refused(Exception):  # noqa: N818 - caught three lines below, never seen outside
    def __init__(self, code: str, found: str) -> None:
        self.code, self.found = code, found
        super().__init__(code)


def read_register(
    rows: Iterable[RegisterRow],
    rules: TitleRules,
    firm_of: Callable[[RegisterRow], str | None] = lambda _: None,
) -> TitleRegister:
    """Titles and events of the registers; every row is in one of the three lists.

    Args:
        rows: rows of the registers ``enterprise_title``, ``enterprise_event`` and ``title_list``.
        rules: tiers with their words, and the term of a title whose row gives no end, by its day.
        firm_of: the firm that people confirmed a row of ``title_list`` to be; None where nobody did.
    """
    register, events = TitleRegister(), list[tuple[RegisterRow, TitleEvent]]()
    listed: dict[tuple[object, ...], Title] = {}
    for row in rows:
        try:
            if row.register == TITLE_REGISTER:
                register.titles.append(_listed_once(_title(row, rules), listed))
            elif row.register == EVENT_REGISTER:
                events.append((row, _event(row, rules)))
            elif row.register == LIST_REGISTER:
                register.titles.append(_listed_once(_listed_title(row, rules, firm_of(row)), listed))
        except _Refused as refused:
            register.unreadable.append(Unreadable(row, refused.code, refused.found))
    held = {firm_and_tier for title in register.titles for firm_and_tier in _held_by(title)}
    for row, event in events:
        if (event.firm, event.tier) not in held:
            register.unreadable.append(Unreadable(row, "event_without_title", event.firm))
    concerning = [event for _, event in events if (event.firm, event.tier) in held]
    register.events = _without_double_moves(concerning)
    return register


def _listed_once(title: Title, listed: dict[tuple[object, ...], Title]) -> Title:
    """The title, unless another row of the same day of publication says otherwise of it.

    A list that is sent again, and a later one with another end or region, state the same title once more;
    see :func:`etl.derive.title_course.histories_of`.
    """
    key = (title.firm, title.tier, title.recognised, title.known_from, title.is_listed)
    if listed.setdefault(key, title) != title:
        raise _Refused("title_twice", title.firm)
    return title


def _held_by(title: Title) -> tuple[tuple[str, str | None], ...]:
    """What an event must name to concern a title: its tier, or none for all of the firm."""
    return (title.firm, title.tier), (title.firm, None)


def _title(row: RegisterRow, rules: TitleRules) -> Title:
    fields: Mapping[str, str] = json.loads(row.fields)
    tier = rules.tier_named(fields.get("tier", ""))
    if tier is None:
        raise _Refused("unknown_tier", fields.get("tier", ""))
    recognised = _day(fields.get("recognised", ""))
    valid_to = fields.get("valid_to", "")
    return Title(
        firm=_firm(fields),
        tier=tier,
        region=_region(row),
        industry=fields.get("industry") or None,
        recognised=recognised,
        valid_to=_day(valid_to)
        if valid_to
        else years_after(recognised, rules.tier_on(tier, recognised).years),
        known_from=_known(fields, row),
        place=row.place,
    )


def _listed_title(row: RegisterRow, rules: TitleRules, firm: str | None) -> Title:
    """A title of a list that names firms without their code: only a confirmed match makes it one."""
    fields: dict[str, str] = json.loads(row.fields)
    if firm is None:
        raise _Refused("name_not_confirmed", fields.get("firm", ""))
    named = replace(row, fields=json.dumps({**fields, "credit_code": firm}))
    return replace(_title(named, rules), is_listed=True)


def _event(row: RegisterRow, rules: TitleRules) -> TitleEvent:
    fields: Mapping[str, str] = json.loads(row.fields)
    word, written = fields.get("tier", ""), fields.get("event", "")
    tier = rules.tier_named(word)
    if word and tier is None:
        raise _Refused("unknown_tier", word)
    kind = TitleEventKind.MOVED if written == MOVED_OUT else _WRITTEN.get(written)
    if kind is None:
        raise _Refused("unknown_event", written)
    detail = fields.get("detail", "")
    goes = kind in (TitleEventKind.MOVED, TitleEventKind.RECODED)
    return TitleEvent(
        firm=_firm(fields),
        tier=tier,
        kind=kind,
        effective=_day(fields.get("date", "")),
        valid_to=_day(detail) if kind is TitleEventKind.EXTENDED else None,
        region=None if not goes or written == MOVED_OUT else _region(row),
        known_from=_known(fields, row),
    )


def _without_double_moves(events: list[TitleEvent]) -> list[TitleEvent]:
    """A move within the place is written at both ends; alone, the row of the region left is a move away."""
    arrivals = {(e.firm, e.tier, e.effective) for e in events if e.kind is TitleEventKind.MOVED and e.region}
    return [
        event
        for event in events
        if event.kind is not TitleEventKind.MOVED
        or event.region is not None
        or (event.firm, event.tier, event.effective) not in arrivals
    ]


def _firm(fields: Mapping[str, str]) -> str:
    firm = fields.get("credit_code", "")
    if not firm:
        raise _Refused("no_credit_code", firm)
    return firm


def _region(row: RegisterRow) -> str:
    if row.region is None:
        raise _Refused("unknown_region", "")
    return row.region


def _known(fields: Mapping[str, str], row: RegisterRow) -> date:
    """The row's own day of publication, where it carries one; else that of its file."""
    published = fields.get("published", "")
    return _day(published) if published else row.known_from


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise _Refused("not_a_date", text) from error
