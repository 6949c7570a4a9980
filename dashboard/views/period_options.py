"""Periods to choose from, grouped as offices speak of them: years, halves, quarters, months to date."""

from collections.abc import Callable, Iterable
from typing import Final

from dashboard.format import format_period
from dashboard.text import words
from dashboard.views.links import Link
from etl.model.period import Period, PeriodKind

_ORDER: Final = (
    PeriodKind.YEAR,
    PeriodKind.HALF,
    PeriodKind.THREE_QUARTERS,
    PeriodKind.QUARTER,
    PeriodKind.CUMULATIVE,
    PeriodKind.MONTH,
    PeriodKind.SPAN,
)
_FEW: Final = 6
"""So few periods need no headings."""


def period_links(
    periods: Iterable[Period], address_of: Callable[[Period], str], lang: str
) -> tuple[Link, ...]:
    """One option per period, those of one kind together and the latest first.

    Args:
        periods: those with data, in any order.
        address_of: where choosing one leads.
        lang: language of the words.
    """
    ordered = sorted(set(periods), key=lambda period: (_ORDER.index(period.kind), _latest_first(period)))
    is_grouped = len(ordered) > _FEW and len({period.kind for period in ordered}) > 1
    return tuple(
        Link(
            format_period(period, lang),
            address_of(period),
            words(lang)(f"periods.{period.kind}") if is_grouped else "",
        )
        for period in ordered
    )


def _latest_first(period: Period) -> tuple[int, ...]:
    return tuple(-part for part in period.sort_key())
