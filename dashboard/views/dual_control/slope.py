"""From one period to the next: which cities' reduction grew and which shrank."""

from msgspec import Struct

from dashboard.format import format_change, format_period, format_signed, points
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.dual_control.shared_rows import DualScene, Standing
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import doubt_of, short_name
from etl.model.vocabulary import Result
from etl.store.rows import AssessmentRow


class Slope(Struct, frozen=True):
    """One region between two periods, in per cent; negative is a fall.

    ``doubts`` are the marks of open challenges on the two figures.
    """

    name: str
    before: float
    after: float
    result_before: Result
    result_after: Result
    is_main: bool = False
    doubts: tuple[str, str] = ("", "")


class SlopeView(Struct, frozen=True):
    """The slopes.

    Attributes:
        periods: words of both periods.
        target: what is required of the home region in the later period, with its words; None without one.
    """

    words: ChartWords
    periods: tuple[str, str]
    slopes: tuple[Slope, ...]
    target: tuple[float, str] | None


def build_slopes(scene: DualScene, before: DualScene | None, selection: Selection) -> SlopeView | None:
    """The change between two periods; None where fewer than two cities have both.

    Args:
        scene: the later period.
        before: the earlier one.
        selection: what the address says.
    """
    if before is None or scene.period is None or before.period is None:
        return None
    lang = selection.lang
    earlier = {city.region.code: city for city in before.cities}
    slopes = [
        slope
        for city in scene.cities
        if (slope := _slope(city, earlier[city.region.code], scene.focus, lang))
    ]
    if len(slopes) < 2:  # noqa: PLR2004 - one line is no comparison
        return None
    slopes.sort(key=lambda one: one.after - one.before)
    periods = (format_period(before.period, lang), format_period(scene.period, lang))
    better = sum(one.after < one.before for one in slopes)
    worse = sum(one.after > one.before for one in slopes)
    title = words(lang)("dual.slope.title", before=periods[0], after=periods[1], better=better, worse=worse)
    return SlopeView(
        ChartWords(
            lang=lang,
            title=title,
            axis=words(lang)("dual.slope.axis"),
            source=sources_line(scene.catalog, scene.sources, lang),
            table=_table(title, periods, slopes, lang),
        ),
        periods,
        tuple(slopes),
        _target(scene, lang),
    )


def _slope(city: Standing, earlier: Standing, focus: Standing, lang: str) -> Slope | None:
    now, then = city.rate, earlier.rate
    if now is None or then is None or now.value is None or then.value is None:
        return None
    return Slope(
        name=short_name(city.region, lang),
        before=then.value,
        after=now.value,
        result_before=_result(earlier.level),
        result_after=_result(city.level),
        is_main=city.region == focus.region,
        doubts=(doubt_of(then, lang), doubt_of(now, lang)),
    )


def _result(row: AssessmentRow | None) -> Result:
    return Result(row.result) if row else Result.UNASSESSED


def _target(scene: DualScene, lang: str) -> tuple[float, str] | None:
    row = scene.home.level
    if row is None or row.required is None:
        return None
    home = short_name(scene.home.region, lang)
    shown = f"{format_signed(-row.required, 2)}%"
    return -row.required, words(lang)("dual.slope.target", home=home, target=shown)


def _table(title: str, periods: tuple[str, str], slopes: list[Slope], lang: str) -> TableView:
    say = words(lang)
    columns = (
        Column(say("dual.table.region")),
        Column(periods[0], is_numeric=True),
        Column(say("dual.table.level")),
        Column(periods[1], is_numeric=True),
        Column(say("dual.table.level")),
        Column(say("dual.slope.change"), is_numeric=True),
    )
    rows = tuple(
        (
            Cell(one.name),
            Cell(f"{format_signed(one.before, 2)}%{one.doubts[0]}"),
            Cell("", result=one.result_before),
            Cell(f"{format_signed(one.after, 2)}%{one.doubts[1]}"),
            Cell("", result=one.result_after),
            Cell(format_change(one.after - one.before, lang, decimals=2, unit=points(lang))),
        )
        for one in slopes
    )
    return TableView(title, columns, rows, lang)
