"""The stock of a tier month by month: valid titles beside those ever recognised."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from dashboard.format import format_number, format_period
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.tiers.shared_rows import TierScene, measured
from etl.catalog.catalog import Catalog
from etl.model.period import MONTHS_IN_YEAR, Period
from etl.model.title import TitleMeasure
from etl.store.rows import TitleFlowRow

_FEWEST: Final = 2
"""One month is no course."""


class CoursePoint(Struct, frozen=True):
    """A value at the end of its month, in years; ``value`` None is a gap."""

    at: float
    value: float | None
    told: str


class CourseLine(Struct, frozen=True):
    """One line, and the words at its end."""

    label: str
    points: tuple[CoursePoint, ...]
    is_main: bool


class CourseView(Struct, frozen=True):
    """Lines over one time axis.

    Attributes:
        ticks: years on the axis.
        lines: quiet ones first.
    """

    words: ChartWords
    ticks: tuple[int, ...]
    lines: tuple[CourseLine, ...]


def build_stock_view(catalog: Catalog, scene: TierScene, lang: str) -> CourseView | None:
    """Valid and recognised titles of the region looked at; None where too few months are known."""
    rows = scene.flows.get(scene.tier.id, {})
    months = sorted(rows)
    if len(months) < _FEWEST:
        return None
    say_word = words(lang)
    first, last = months[0], months[-1]
    title = say_word(
        "gradient.stock.title",
        region=scene.region.name[lang],
        tier=scene.tier.name[lang],
        first=format_period(first, lang),
        last=format_period(last, lang),
        start=format_number(rows[first].closing),
        end=format_number(rows[last].closing),
        gross=format_number(rows[last].gross),
    )
    indicator = measured(catalog, scene.tier.id, TitleMeasure.VALID)
    source = sources_line(catalog, catalog.sources_of(indicator.id) if indicator else (), lang)
    return CourseView(
        ChartWords(lang, title, axis=say_word("gradient.stock.axis"), source=source),
        tuple(dict.fromkeys(month.end_year for month in months)),
        (_line(rows, "gross", lang), _line(rows, "closing", lang)),
    )


def end_of(period: Period) -> float:
    """The end of a period in years: 2023 for the whole year, 2022.42 for May 2023."""
    return period.end_year - (MONTHS_IN_YEAR - period.end_month) / MONTHS_IN_YEAR


def _line(rows: Mapping[Period, TitleFlowRow], measure: str, lang: str) -> CourseLine:
    name = words(lang)("gradient.valid" if measure == "closing" else "gradient.gross")
    points: list[CoursePoint] = []
    for month in sorted(rows):
        if points and end_of(month) - points[-1].at > 1.5 / MONTHS_IN_YEAR:
            points.append(CoursePoint(end_of(month) - 1 / MONTHS_IN_YEAR, None, ""))  # hidden months: a gap
        count = getattr(rows[month], measure)
        told = f"{format_period(month, lang)} {name} {format_number(count)}"
        points.append(CoursePoint(end_of(month), None if count is None else float(count), told))
    return CourseLine(
        f"{name} {format_number(points[-1].value)}", tuple(points), is_main=measure == "closing"
    )
