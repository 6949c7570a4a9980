"""Which titles a count of titles counts, month by month: the rows of the lists behind each number."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from etl.derive.title_course import TitleHistory
from etl.derive.titles import Month, OfMonth, month_of, months_due
from etl.model.title import TitleMeasure


class CountedTitle(Struct, frozen=True):
    """One title in one count of its region, over an unbroken run of months.

    Attributes:
        measure: the count.
        region: that it counts for, with the superiors of the region.
        recognised: day of the recognition whose row it is.
        first, stop: first month that counts it, and the first one after that does not.
    """

    measure: TitleMeasure
    firm: str
    tier: str
    region: str
    recognised: date
    first: Month
    stop: Month


def counted_titles(
    history: TitleHistory, months: range, *, expiring_months: OfMonth, pending_months: OfMonth
) -> Iterator[CountedTitle]:
    """The counts that the titles of one firm and tier are in; see :func:`etl.derive.titles.count_titles`.

    Args:
        history: everything that happened to them.
        months: the months that are stated.
        expiring_months: how soon an end counts as expiring, by month.
        pending_months: how long after its end a title without a published review counts as pending, by month.
    """
    for measure, region, day, first, stop in _runs(history, months, expiring_months, pending_months):
        if first < stop:
            recognised = max((at for _, at in history.recognitions if at <= day), default=day)
            firm = history.spells[0].firm
            yield CountedTitle(measure, firm, history.tier, region, recognised, first, stop)


_Run = tuple[TitleMeasure, str, date, Month, Month]
"""Measure, region, a day on which the title was held, first month, first month after."""


def _runs(
    history: TitleHistory, months: range, expiring_months: OfMonth, pending_months: OfMonth
) -> Iterator[_Run]:
    for spell in history.spells:
        yield (
            TitleMeasure.VALID, spell.region, spell.start,
            max(month_of(spell.start), months.start), min(month_of(spell.end), months.stop),
        )  # fmt: skip
    for region, day in history.recognitions:
        yield TitleMeasure.GROSS, region, day, max(month_of(day), months.start), months.stop
    for due in history.due:
        spans = months_due(due, months, expiring_months=expiring_months, pending_months=pending_months)
        for measure, span in _unbroken(spans):
            yield measure, due.region, due.valid_to, span.start, span.stop


def _unbroken(spans: Mapping[TitleMeasure, list[Month]]) -> Iterator[tuple[TitleMeasure, range]]:
    """Months in a row as one run; a rule that changes its terms may break one."""
    for measure, months in spans.items():
        first = 0
        for at in range(1, len(months) + 1):
            if at == len(months) or months[at] != months[at - 1] + 1:
                yield measure, range(months[first], months[at - 1] + 1)
                first = at
