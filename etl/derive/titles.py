"""Stocks and flows of titles out of the register and its events (methods §3).

    stock(region, tier, date) = titles with recognised ≤ date < valid_to (after extensions), not
    revoked by date,
                                registered in region on date
    stock_t = stock_{t−1} + recognised + moved_in + recoded_in + restored
                          − expired − revoked − moved_out − recoded_out − merged

The stock is what is known in this build, for past months too. What is due — expiring soon, review
pending — is stated as it stood at the end of each month: a review published late counts from its publication.
"""

import calendar
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from etl.derive.title_course import Due, Spell, TitleHistory
from etl.model.title import OUTFLOWS, TitleFlow, TitleMeasure

MONTHS_IN_YEAR = 12
Month = int
"""A month as a number: year × 12 + month − 1."""


class Cell(Struct, frozen=True):
    """One cell of the stock: a region, a tier, and an industry (None for all of them)."""

    region: str
    tier: str
    industry: str | None = None


class MonthOfCell(Struct):
    """One month of one cell; ``closing`` is the stock at the end of its last day."""

    opening: int
    flows: dict[TitleFlow, int]
    closing: int
    gross: int = 0
    review_pending: int = 0
    expiring: int = 0

    def identity_holds(self) -> bool:
        """Whether opening plus inflows minus outflows is the closing stock."""
        net = sum(-count if flow in OUTFLOWS else count for flow, count in self.flows.items())
        return self.opening + net == self.closing


WithinOf = Callable[[str], Sequence[str]]
"""Regions that a firm of one region counts for: itself, its superiors, the scopes that include it."""

OfMonth = Callable[[Month], int]
"""A number of months by the rule that was in force in a month."""


def count_titles(
    histories: Sequence[TitleHistory],
    months: range,
    *,
    within: WithinOf,
    by_industry: Callable[[str], bool],
    expiring_months: OfMonth,
    pending_months: OfMonth,
) -> dict[Cell, dict[Month, MonthOfCell]]:
    """Every cell with its months, flows and stocks.

    Args:
        histories: see :func:`etl.derive.title_course.histories_of`.
        months: the months to state, in order.
        within: regions that a firm counts for.
        by_industry: whether cells of a region are also told apart by industry.
        expiring_months: how soon an end counts as expiring, by month: the rule of the month says.
        pending_months: how long after its end a title without a published review counts as pending, by month.

    Returns:
        cells that were ever occupied, with every month of ``months``.
    """
    flows: dict[Cell, dict[Month, dict[TitleFlow, int]]] = {}
    extra: dict[str, dict[Cell, dict[Month, int]]] = {"gross": {}, "review_pending": {}, "expiring": {}}
    for history in histories:
        for spell in history.spells:
            _add_spell(flows, spell, within, by_industry)
        _add_gross(extra["gross"], history, within, by_industry)
        for due in history.due:
            _add_due(
                extra,
                due,
                history.industry,
                within=within,
                by_industry=by_industry,
                months=months,
                expiring_months=expiring_months,
                pending_months=pending_months,
            )
    return {
        cell: _months_of(cell, of_cell, extra, months)
        for cell, of_cell in sorted(flows.items(), key=lambda each: _order(each[0]))
    }


def _order(cell: Cell) -> tuple[str, str, str]:
    return cell.tier, cell.region, cell.industry or ""


def _cells(
    regions: Iterable[str], tier: str, industry: str | None, by_industry: Callable[[str], bool]
) -> Iterator[Cell]:
    for region in regions:
        yield Cell(region, tier)
        if industry and by_industry(region):
            yield Cell(region, tier, industry)


def _add_spell(
    flows: dict[Cell, dict[Month, dict[TitleFlow, int]]],
    spell: Spell,
    within: WithinOf,
    by_industry: Callable[[str], bool],
) -> None:
    """The two flows of a spell; a move within a superior region is no flow of that region."""
    own = within(spell.region)
    ends = (
        (spell.start, spell.entered, spell.moved_from),
        (spell.end, spell.left, spell.moved_to),
    )
    for day, flow, other in ends:
        shared = set(within(other)) if other is not None else set()
        for cell in _cells((r for r in own if r not in shared), spell.tier, spell.industry, by_industry):
            of_month = flows.setdefault(cell, {}).setdefault(month_of(day), {})
            of_month[flow] = of_month.get(flow, 0) + 1


def _add_gross(
    counts: dict[Cell, dict[Month, int]],
    history: TitleHistory,
    within: WithinOf,
    by_industry: Callable[[str], bool],
) -> None:
    """Recognitions ever, in the region of the recognition: the official 累计认定 deducts nothing."""
    for region, day in history.recognitions:
        for cell in _cells(within(region), history.tier, history.industry, by_industry):
            by_month = counts.setdefault(cell, {})
            by_month[month_of(day)] = by_month.get(month_of(day), 0) + 1


def _add_due(
    counts: Mapping[str, dict[Cell, dict[Month, int]]],
    due: Due,
    industry: str | None,
    *,
    within: WithinOf,
    by_industry: Callable[[str], bool],
    months: range,
    expiring_months: OfMonth,
    pending_months: OfMonth,
) -> None:
    spans = months_due(due, months, expiring_months=expiring_months, pending_months=pending_months)
    for measure, span in spans.items():
        for month in span:
            for cell in _cells(within(due.region), due.tier, industry, by_industry):
                by_month = counts[measure].setdefault(cell, {})
                by_month[month] = by_month.get(month, 0) + 1


def months_due(
    due: Due, months: range, *, expiring_months: OfMonth, pending_months: OfMonth
) -> dict[TitleMeasure, list[Month]]:
    """The months at whose end a title was expiring soon, or over without a published review.

    Args:
        due: an end, and between which days it was what one knew.
        months: the months that are stated.
        expiring_months: how soon an end counts as expiring, by month.
        pending_months: how long after its end a title counts as pending, by month.
    """
    end = month_of(due.valid_to)
    since, until = month_of(due.known_from), month_of(due.known_to) if due.known_to else months.stop
    known = range(max(since, months.start), min(until, months.stop))
    return {
        TitleMeasure.EXPIRING: [m for m in known if 0 < end - m <= expiring_months(m)],
        TitleMeasure.REVIEW_PENDING: [m for m in known if 0 <= m - end < pending_months(m)],
    }


def _months_of(
    cell: Cell,
    flows: Mapping[Month, Mapping[TitleFlow, int]],
    extra: Mapping[str, Mapping[Cell, Mapping[Month, int]]],
    months: range,
) -> dict[Month, MonthOfCell]:
    gross_by_month = extra["gross"].get(cell, {})
    stock = sum(_net(of_month) for month, of_month in flows.items() if month < months.start)
    gross = sum(count for month, count in gross_by_month.items() if month < months.start)
    found: dict[Month, MonthOfCell] = {}
    for month in months:
        of_month = dict(flows.get(month, {}))
        opening, stock = stock, stock + _net(of_month)
        gross += gross_by_month.get(month, 0)
        pending, expiring = (
            extra[name].get(cell, {}).get(month, 0) for name in ("review_pending", "expiring")
        )
        found[month] = MonthOfCell(opening, of_month, stock, gross, pending, expiring)
    return found


def _net(flows: Mapping[TitleFlow, int]) -> int:
    return sum(-count if flow in OUTFLOWS else count for flow, count in flows.items())


def suppress_small(counts: Mapping[str, int], limit: int) -> frozenset[str]:
    """Which parts of a published whole must not be shown, so that no cell of 1 … ``limit`` can be told.

    A single hidden part could be had by subtracting the others from the whole; then the next smallest
    is hidden too.

    Args:
        counts: firms by part (such as the counties of a city).
        limit: cells of 1 … so many firms are hidden.
    """
    hidden = {name for name, count in counts.items() if 1 <= count <= limit}
    others = sorted((count, name) for name, count in counts.items() if name not in hidden and count > 0)
    if len(hidden) == 1 and others:
        hidden.add(others[0][1])
    return frozenset(hidden)


def month_of(day: date) -> Month:
    """The month of a day as a number."""
    return day.year * MONTHS_IN_YEAR + day.month - 1


def years_after(day: date, years: int) -> date:
    """The corresponding day some years on; the last of February where there is none (民法典 202条)."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
