"""The course of an indicator in every region of a scope: gaps stay gaps, breaks and targets are marked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from dashboard.format import format_number, format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.choice import Choice
from dashboard.views.value_words import short_name, show_value, unit_sign
from etl.catalog.breaks import break_years, breaks_of
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import MONTHS_IN_YEAR, Period, PeriodKind
from etl.model.region import Region
from etl.store.rows import ValueRow

_MOST_LABELLED: Final = 16


class TrendPoint(Struct, frozen=True):
    """A value at the end of its period, in years; ``value`` None is a gap."""

    at: float
    value: float | None
    told: str


class TrendLine(Struct, frozen=True):
    """One region's course.

    Attributes:
        label: what stands at its end; empty for none.
        is_main: whether it is the one looked at.
    """

    code: str
    name: str
    label: str
    points: tuple[TrendPoint, ...]
    is_main: bool

    @property
    def last(self) -> TrendPoint:
        """The last value that there is."""
        return next(point for point in reversed(self.points) if point.value is not None)


class TrendTarget(Struct, frozen=True):
    """A target from its first to its last year, with its document."""

    first: float
    last: float
    value: float
    label: str


class TrendView(Struct, frozen=True):
    """The courses of a scope.

    Attributes:
        is_joined: whether the points follow each other year by year, so that a line may join them.
        ticks: years on the axis and their words.
        breaks: first years of a new statistical basis.
        notes: what a reader must know.
    """

    lang: str
    title: str
    unit: str
    lines: tuple[TrendLine, ...]
    targets: tuple[TrendTarget, ...]
    breaks: tuple[tuple[float, str], ...]
    ticks: tuple[int, ...]
    is_joined: bool
    zero_baseline: bool
    notes: tuple[str, ...]


def build_trend_view(
    catalog: Catalog, choice: Choice, values: Sequence[ValueRow], selection: Selection
) -> TrendView:
    """The courses of the regions of a scope, in periods of the same kind as the one chosen.

    Args:
        catalog: the declarations.
        choice: regions, indicator, period.
        values: values of the indicator, of any region and period.
        selection: its region is the one looked at; else the home region, their parent, or the first.
    """
    lang, indicator = selection.lang, choice.indicator
    kind = choice.period.kind if choice.period else PeriodKind.YEAR
    series = _series(values, indicator, kind)
    regions = _regions(catalog, choice, series)
    main = _main(catalog, choice, regions, selection)
    years = sorted({period for one in series.values() for period in one if regions})
    shown = [period for period in years if any(period in series[region.code] for region in regions)]
    maker = _LineMaker(catalog, shown, _usual_end(series[region.code] for region in regions), indicator, lang)
    lines = tuple(
        maker.line(
            region,
            series[region.code],
            is_main=region == main,
            is_labelled=region == main or len(regions) <= _MOST_LABELLED,
        )
        for region in regions
    )
    return TrendView(
        lang=lang,
        title=_title(catalog, choice, main, series, lang),
        unit=unit_sign(catalog, indicator, lang),
        lines=lines,
        targets=_targets(catalog, indicator, main, lang),
        breaks=() if main is None else _breaks(catalog, indicator, main, shown, lang),
        ticks=tuple(dict.fromkeys(period.end_year for period in shown)),
        is_joined=kind is PeriodKind.YEAR,
        zero_baseline=indicator.display.zero_baseline,
        notes=_notes(catalog, indicator, regions, shown, lang),
    )


def _series(
    values: Iterable[ValueRow], indicator: Indicator, kind: PeriodKind
) -> dict[str, dict[Period, ValueRow]]:
    found: dict[str, dict[Period, ValueRow]] = {}
    for row in values:
        period = Period.parse(row.period)
        if row.indicator == indicator.id and row.value is not None and period.kind is kind:
            found.setdefault(row.region, {})[period] = row
    return found


def _regions(catalog: Catalog, choice: Choice, series: Mapping[str, object]) -> list[Region]:
    """Regions of the scope with a course; a rate of their parent can stand among them, its amount cannot."""
    found = [region for region in choice.scope.regions if region.code in series]
    parent = choice.scope.parent
    if parent.code in series and choice.indicator.unit.startswith("percent"):
        found.append(parent)
    return found or ([catalog.home] if catalog.home.code in series else [])


def _main(catalog: Catalog, choice: Choice, regions: Sequence[Region], selection: Selection) -> Region | None:
    wanted = (selection.region, catalog.home.code, choice.scope.parent.code)
    codes = {region.code: region for region in regions}
    return next((codes[code] for code in wanted if code in codes), regions[0] if regions else None)


def _end(period: Period) -> float:
    """The end of a period in years: 2023 for the whole year, 2022.42 for January to May 2023."""
    return period.end_year - (MONTHS_IN_YEAR - period.end_month) / MONTHS_IN_YEAR


def _usual_end(series: Iterable[Mapping[Period, ValueRow]]) -> Period | None:
    """The last period of most regions; a line that ends elsewhere says where."""
    ends = Counter(max(rows) for rows in series)
    return max(ends, key=lambda period: (ends[period], period), default=None)


class _LineMaker(Struct, frozen=True):
    """Makes lines over the same periods."""

    catalog: Catalog
    shown: Sequence[Period]
    usual_end: Period | None
    indicator: Indicator
    lang: str

    def line(
        self, region: Region, rows: Mapping[Period, ValueRow], *, is_main: bool, is_labelled: bool
    ) -> TrendLine:
        """One region's course; its label says where it ends if that is not where most end."""
        name, last = short_name(region, self.lang), max(rows)
        is_usual = last == self.usual_end
        label = name if is_usual else words(self.lang)("trend.until", name=name, year=last.end_year)
        values = [self._point(region, period, rows.get(period)) for period in _with_holes(self.shown)]
        breaks = _breaks(self.catalog, self.indicator, region, self.shown, self.lang)
        cuts = [TrendPoint(at, None, "") for at, _ in breaks]
        points = tuple(sorted([*values, *cuts], key=lambda point: point.at))  # no line runs across a break
        return TrendLine(region.code, region.name[self.lang], label if is_labelled else "", points, is_main)

    def _point(self, region: Region, period: Period, row: ValueRow | None) -> TrendPoint:
        if row is None:
            return TrendPoint(_end(period), None, "")
        name, at = region.name[self.lang], format_period(period, self.lang)
        number = show_value(self.catalog, self.indicator, row, self.lang)
        return TrendPoint(_end(period), row.value, f"{name} {at} {number.text}{number.remark}")


def _with_holes(shown: Sequence[Period]) -> list[Period]:
    """The periods in order, with the years in between that nobody has: a line must not bridge them."""
    if not shown or shown[0].kind is not PeriodKind.YEAR:
        return list(shown)
    return [Period.of_year(year) for year in range(shown[0].start_year, shown[-1].end_year + 1)]


def _title(
    catalog: Catalog,
    choice: Choice,
    main: Region | None,
    series: Mapping[str, Mapping[Period, ValueRow]],
    lang: str,
) -> str:
    """A sentence on the region looked at: from its first to its last value on the same statistical basis."""
    indicator = choice.indicator
    if main is None:
        return words(lang)("trend.none", indicator=indicator.name[lang])
    rows = series[main.code]
    last = max(rows)
    breaks = break_years(catalog, indicator.id, main.code)
    basis = max((year for year in breaks if year <= last.end_year), default=0)
    same = (period for period, row in rows.items() if row.note == rows[last].note)  # of one scope
    first = min(period for period in same if period.end_year >= basis)
    facts = {
        "name": main.name[lang],
        "indicator": indicator.name[lang],
        "first": format_period(first, lang),
        "last": format_period(last, lang),
        "start": show_value(catalog, indicator, rows[first], lang).with_scope,
        "end": show_value(catalog, indicator, rows[last], lang).with_scope,
    }
    return words(lang)("trend.one" if first == last else "trend.title", **facts)


def _targets(
    catalog: Catalog, indicator: Indicator, main: Region | None, lang: str
) -> tuple[TrendTarget, ...]:
    if main is None:
        return ()
    unit = indicator.unit
    found = catalog.targets_for(main.code, indicator.id)
    return tuple(
        TrendTarget(
            first=float(target.base if target.base is not None else target.end - 1),
            last=float(target.end),
            value=float(target.value),
            label=words(lang)(
                "trend.target", value=format_number(target.value, 1), document=target.cited(lang)
            ),
        )
        for target, _ in found
        if target.unit == unit
    )


def _breaks(
    catalog: Catalog, indicator: Indicator, region: Region, shown: Sequence[Period], lang: str
) -> tuple[tuple[float, str], ...]:
    """Where the course of a region breaks, within the periods shown."""
    return tuple(
        (year - 0.5, words(lang)("trend.break", year=year))
        for year in break_years(catalog, indicator.id, region.code)
        if shown and shown[0].end_year < year <= shown[-1].end_year
    )


def _notes(
    catalog: Catalog, indicator: Indicator, regions: Sequence[Region], shown: Sequence[Period], lang: str
) -> tuple[str, ...]:
    say_word = words(lang)
    is_joined = not shown or shown[0].kind is PeriodKind.YEAR
    notes = [say_word("trend.gaps" if is_joined else "trend.not_joined")]
    years = {period.end_year for period in shown}
    broken = [
        each
        for each in breaks_of(catalog, indicator.id)
        if years
        and min(years) < each.first_year <= max(years)
        and any(each.holds_for(region.code) for region in regions)
    ]
    if broken:
        said = say_word("list.semicolon").join(
            say_word("trend.break_of", year=each.first_year, reason=each.reason[lang]) for each in broken
        )
        notes.append(say_word("trend.break_note", breaks=said))
    if len(regions) > 1:
        notes.append(say_word("trend.unlabelled"))
    return tuple(notes)
