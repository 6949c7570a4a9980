"""The rows of the lists behind every count of titles, so that a number can name the titles it counts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from etl.derive.title_counted import CountedTitle, counted_titles
from etl.derive.title_course import TitleHistory
from etl.derive.titles import MONTHS_IN_YEAR, Month
from etl.model.tables import CELL
from etl.model.title import Title
from etl.model.title_rules import TitleRules
from etl.store.write import WarehouseWriter

_Recognition = tuple[str, str, date]


def write_counted_titles(
    writer: WarehouseWriter,
    rules: TitleRules,
    titles: Iterable[Title],
    *,
    histories: Iterable[TitleHistory],
    months: range,
) -> None:
    """Write the table ``title_counted``.

    Args:
        writer: of the warehouse.
        rules: what counts as expiring or pending in a month.
        titles: the rows of the register, with their places.
        histories: see :func:`etl.derive.title_course.histories_of`.
        months: the months that are stated.
    """
    places = {(title.firm, title.tier, title.recognised): title.place for title in _register_last(titles)}
    of_month = {month: rules.of_month(month) for month in months}
    counted = (
        each
        for history in histories
        for each in counted_titles(
            history,
            months,
            expiring_months=lambda month: of_month[month].expiring_within_months,
            pending_months=lambda month: of_month[month].pending_up_to_months,
        )
    )
    writer.insert_rows("title_counted", _rows(counted, places))


def _register_last(titles: Iterable[Title]) -> list[Title]:
    """Several rows may state one title: the last of the register counts, as in its course."""
    return sorted(titles, key=lambda title: (not title.is_listed, title.known_from))


def _rows(
    counted: Iterable[CountedTitle], places: Mapping[_Recognition, tuple[object, ...]]
) -> Iterator[dict[str, object]]:
    for each in counted:
        _source, *cell = places[each.firm, each.tier, each.recognised]
        yield {
            "measure": each.measure.value,
            "tier": each.tier,
            "firm": each.firm,
            "region": each.region,
            "since": _first_day(each.first),
            "until": _first_day(each.stop),
            **dict(zip(CELL, cell, strict=True)),
        }


def _first_day(month: Month) -> date:
    return date(month // MONTHS_IN_YEAR, month % MONTHS_IN_YEAR + 1, 1)
