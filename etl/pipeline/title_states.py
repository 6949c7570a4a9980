"""Every title as it stands at the end of the last month, with the name, batch and cell of its list."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from etl.derive.title_course import TitleHistory
from etl.derive.title_state import StandingTitle, state_at
from etl.derive.titles import month_of
from etl.model.day import read_day
from etl.model.title import EVENT_REGISTER, TITLE_REGISTER, TitleEventKind
from etl.model.title_rules import TitleRules
from etl.store.write import WarehouseWriter

_PLACE = ("source", "file_id", "sheet_no", "row_no", "column_no")
Hidden = Collection[tuple[str, str, int]]


class _Listed(Struct, frozen=True):
    """What the list says of a title beside its dates."""

    name: str
    batch: str | None
    place: tuple[object, ...]


def write_title_states(
    writer: WarehouseWriter,
    rules: TitleRules,
    rows: Sequence[tuple[Any, ...]],
    *,
    histories: Iterable[TitleHistory],
    month: int,
    hidden: Hidden,
) -> None:
    """Write the table ``title_state``.

    Args:
        writer: of the warehouse.
        rules: tiers, and what counts as expiring or pending in the month.
        rows: rows of the registers: register, region, fields, day known, place.
        histories: see :func:`etl.derive.title_course.histories_of`.
        month: the last month that is stated, as a number.
        hidden: region, tier and month of the stocks that are too small to be shown.
    """
    rule = rules.of_month(month)
    listed = dict(_listed(rows, rules))
    newest = {firm: entry.name for (firm, _, _), entry in listed.items()} | dict(_renamed(rows, month))
    standing = (
        state_at(
            history,
            month,
            expiring_months=rule.expiring_within_months,
            pending_months=rule.pending_up_to_months,
        )
        for history in histories
    )
    known = [title for title in standing if title is not None]
    writer.insert_rows("title_state", [_row(t, listed, newest, hidden, month) for t in known])


def _row(
    title: StandingTitle,
    listed: Mapping[tuple[str, str, str], _Listed],
    names: Mapping[str, str],
    hidden: Hidden,
    month: int,
) -> dict[str, object]:
    entry = listed.get((title.firm, title.tier, title.recognised.isoformat()))
    place = entry.place if entry else (None,) * len(_PLACE)
    return {
        "tier": title.tier,
        "firm": title.firm,
        "name": names.get(title.firm, title.firm),
        "region": title.region,
        "industry": title.industry,
        "batch": entry.batch if entry else None,
        "recognised": title.recognised,
        "valid_to": title.valid_to,
        "state": title.state.value,
        "since": title.since,
        "is_withheld": (title.region, title.tier, month) in hidden,
        **dict(zip(_PLACE, place, strict=True)),
    }


def _listed(
    rows: Iterable[tuple[Any, ...]], rules: TitleRules
) -> Iterator[tuple[tuple[str, str, str], _Listed]]:
    for register, _, text, _, *place in rows:
        fields: Mapping[str, str] = json.loads(text)
        tier = rules.tier_named(fields.get("tier", "")) if register == TITLE_REGISTER else None
        if tier is not None:
            key = (fields.get("credit_code", ""), tier, fields.get("recognised", ""))
            yield key, _Listed(fields.get("firm", ""), fields.get("batch") or None, tuple(place))


def _renamed(rows: Iterable[tuple[Any, ...]], month: int) -> Iterator[tuple[str, str]]:
    """The last name of each firm that reported a new one by the end of a month."""
    named = [
        fields
        for register, _, text, known, *_ in rows
        if register == EVENT_REGISTER
        and (fields := json.loads(text)).get("event") == TitleEventKind.RENAMED.value
        and fields.get("detail")
        and month_of(read_day(fields.get("published") or str(known))) <= month
    ]
    for fields in sorted(named, key=lambda each: str(each.get("date", ""))):
        yield fields.get("credit_code", ""), fields["detail"]
