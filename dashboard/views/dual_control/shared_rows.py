"""The rows that the panels of 能耗双控 share: a period, the cities, what each reached and was asked."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct, field

from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.views.choice import Scope, scope_of
from dashboard.views.shared_rows import best_assessments
from dashboard.views.value_words import Doubts
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.judged import Judged, read_judged
from etl.model.period import MONTHS_IN_YEAR, Period, PeriodKind
from etl.model.region import Region
from etl.model.vocabulary import Bound, Result
from etl.store.rows import AssessmentRow, ValueRow

_BESIDE: Final = frozenset({"stretch", "interim"})  # targets beside the one of the plan
_SPANS: Final = frozenset({"target", "path"})


class Subjects(Struct, frozen=True):
    """What dual control judges: the yearly rates of intensity and total, and the plan of the intensity."""

    intensity: Indicator
    total: Indicator
    plan: Indicator

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return self.intensity.id, self.total.id, self.plan.id


class Standing(Struct, frozen=True):
    """How one region stands in the period.

    Attributes:
        rate: the yearly change of the intensity; negative is a reduction.
        level: what the intensity was judged to be.
        total, total_level: the same of the growth of the total.
        plan: the cumulative reduction against the plan's target or path, by the end of the period.
        judged: what stands beside ``level``, ``total_judged`` beside ``total_level``, ``plan_judged`` beside
            ``plan``.
    """

    region: Region
    rate: ValueRow | None
    level: AssessmentRow | None
    total: ValueRow | None
    total_level: AssessmentRow | None
    plan: AssessmentRow | None
    judged: Judged = field(default_factory=Judged)
    total_judged: Judged = field(default_factory=Judged)
    plan_judged: Judged = field(default_factory=Judged)

    @property
    def has_figures(self) -> bool:
        """Whether anything is known of the period or the plan."""
        rows = (self.rate, self.total)
        known = any(row is not None and row.value is not None for row in rows)
        return known or (self.plan is not None and self.plan.value is not None)

    @property
    def result(self) -> Result:
        """The level of the intensity."""
        return Result(self.level.result) if self.level else Result.UNASSESSED


class DualScene(Struct, frozen=True, dict=True):
    """What the page speaks of.

    Attributes:
        period: the period; None where nothing is known of any region.
        periods: periods with a rate or a level, latest first.
        since: the earlier period it is compared with, where one is known.
        cities: every city below the home region.
        home: the home region itself.
        focus: the region looked at closely.
        plan_covers: whether the plan of the period has a figure by then; else an earlier plan is shown.
        values, assessments: those of the subjects, of any period.
        sources: ids of the sources that sent files with what is judged.
    """

    catalog: Catalog
    subjects: Subjects
    scope: Scope
    period: Period | None
    periods: tuple[Period, ...]
    since: Period | None
    cities: tuple[Standing, ...]
    home: Standing
    focus: Standing
    plan_covers: bool
    values: Sequence[ValueRow]
    assessments: Sequence[AssessmentRow]
    sources: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether any city has a level of the intensity in the period."""
        return any(city.result is not Result.UNASSESSED for city in self.cities)

    @property
    def everyone(self) -> tuple[Standing, ...]:
        """The home region, then the cities."""
        return self.home, *self.cities

    @cached_property
    def _doubts(self) -> Doubts:
        return Doubts(self.values)

    def doubt(self, row: ValueRow | AssessmentRow, lang: str) -> str:
        """The mark of an open challenge on a value, or on the value that was judged."""
        return self._doubts.mark(row.indicator, row.region, row.period, lang)

    def bound_of(self, row: AssessmentRow | None) -> Bound:
        """Whether the value that was judged is exact or was quoted as a bound."""
        place = (row.indicator, row.region, row.period) if row else None
        found = (value for value in self.values if (value.indicator, value.region, value.period) == place)
        return next((Bound(value.bound) for value in found), Bound.EXACT)


def subjects_of(catalog: Catalog) -> Subjects | None:
    """What is judged here; None where a deployment declares no barometer of both quantities."""
    by_quantity: dict[str, tuple[Indicator, str | None]] = {}
    for indicator in catalog.indicators.values():
        assessed = indicator.assessment
        if assessed is not None and assessed.kind == "barometer":
            by_quantity.setdefault(assessed.quantity, (indicator, assessed.five_year_target))
    if not {"intensity", "total"} <= set(by_quantity):
        return None
    intensity, plan = by_quantity["intensity"]
    if plan is None:
        return None
    return Subjects(intensity, by_quantity["total"][0], catalog.indicators[plan])


def build_scene(
    catalog: Catalog,
    subjects: Subjects,
    values: Sequence[ValueRow],
    assessments: Sequence[AssessmentRow],
    selection: Selection,
    *,
    used: Collection[str] = (),
) -> DualScene:
    """The scene of a selection.

    Args:
        catalog: the declarations.
        subjects: what is judged.
        values: values of the subjects, of any region and period.
        assessments: their assessments.
        selection: what the address says.
        used: ids of the sources that files came from.

    Raises:
        AddressError: the address names a region that is none of these (404).
    """
    scope = scope_of(catalog, catalog.home.code, subjects.intensity)
    periods = _periods(catalog, subjects, scope, values, assessments)
    period = selection.period or _first(periods)
    maker = _Maker(subjects, values, assessments, period)
    cities = tuple(maker.standing(region) for region in scope.regions)
    home = maker.standing(catalog.home)
    return DualScene(
        catalog=catalog,
        subjects=subjects,
        scope=scope,
        period=period,
        periods=tuple(sorted(periods, reverse=True)),
        since=selection.since or _before(period, periods),
        cities=cities,
        home=home,
        focus=_focus(cities, home, selection.region, by_plan=maker.plan_covers),
        plan_covers=maker.plan_covers,
        values=values,
        assessments=assessments,
        sources=tuple(
            dict.fromkeys(
                source for name in subjects.ids for source in catalog.sources_of(name) if source in used
            )
        ),
    )


def furthest_behind(cities: Iterable[Standing], *, by_plan: bool) -> tuple[Standing, ...]:
    """Cities with a gap, the furthest behind first.

    Args:
        cities: the cities.
        by_plan: whether the gap of the plan counts, or that of the period.
    """
    gaps = [(gap, city) for city in cities if (gap := gap_of(city, by_plan=by_plan)) is not None]
    return tuple(city for gap, city in sorted(gaps, key=lambda pair: (pair[0], pair[1].region.code)))


def gap_of(city: Standing, *, by_plan: bool) -> float | None:
    """How far ahead (+) of what is required or behind (−), in percentage points; none without a verdict."""
    row = city.plan if by_plan else city.level
    return row.ahead if row is not None and row.result != Result.UNASSESSED else None


# ── periods ────────────────────────────────────────────────────────────────────────────────────────────
def _periods(
    catalog: Catalog,
    subjects: Subjects,
    scope: Scope,
    values: Sequence[ValueRow],
    assessments: Sequence[AssessmentRow],
) -> Counter[Period]:
    """Periods in which a city, or at least the home region, has a rate or a level, with how many of them."""
    yearly = {subjects.intensity.id, subjects.total.id}
    codes = {*scope.codes, catalog.home.code}
    known = {
        (row.period, row.region)
        for row in values
        if row.indicator in yearly and row.value is not None and row.region in codes
    } | {
        (row.period, row.region)
        for row in assessments
        if row.indicator in yearly and row.result != Result.UNASSESSED and row.region in codes
    }
    return Counter(Period.parse(period) for period, _ in known)


def _first(periods: Counter[Period]) -> Period | None:
    """The latest of the best covered periods; where only the home region is known, its latest full year."""
    most = max(periods.values(), default=0)
    if most > 1:
        return max(period for period, count in periods.items() if 2 * count > most)
    years = [period for period in periods if period.kind is PeriodKind.YEAR]
    return max(years or periods, default=None)


def _before(period: Period | None, periods: Mapping[Period, int]) -> Period | None:
    """The same period a year earlier, where anything is known of it."""
    if period is None or period.kind is PeriodKind.SPAN:
        return None
    earlier = period.previous_year()
    return earlier if earlier in periods else None


# ── standings ──────────────────────────────────────────────────────────────────────────────────────────
class _Maker:
    """Makes standings of one period from rows sorted once."""

    def __init__(
        self,
        subjects: Subjects,
        values: Sequence[ValueRow],
        assessments: Sequence[AssessmentRow],
        period: Period | None,
    ) -> None:
        at = str(period) if period else ""
        self._subjects = subjects
        self._values = {(row.indicator, row.region): row for row in values if row.period == at}
        self._levels = {
            one: best_assessments(row for row in assessments if row.indicator == one and row.period == at)
            for one in (subjects.intensity.id, subjects.total.id)
        }
        spans = [row for row in assessments if row.indicator == subjects.plan.id and _is_main(row)]
        current = _plan_rows(spans, period, must_cover=True)
        self.plan_covers = bool(current)
        self._plans = current or _plan_rows(spans, period, must_cover=False)

    def standing(self, region: Region) -> Standing:
        """How a region stands."""
        intensity, total = self._subjects.intensity.id, self._subjects.total.id
        level = self._levels[intensity].get(region.code)
        total_level = self._levels[total].get(region.code)
        plan = self._plans.get(region.code)
        return Standing(
            region=region,
            rate=self._values.get((intensity, region.code)),
            level=level,
            total=self._values.get((total, region.code)),
            total_level=total_level,
            plan=plan,
            judged=_read(level),
            total_judged=_read(total_level),
            plan_judged=_read(plan),
        )


def _read(row: AssessmentRow | None) -> Judged:
    return read_judged(row.facts) if row is not None else Judged()


def _is_main(row: AssessmentRow) -> bool:
    return row.kind in _SPANS and row.value is not None and row.target_nature not in _BESIDE


def _plan_rows(
    spans: Sequence[AssessmentRow], period: Period | None, *, must_cover: bool
) -> dict[str, AssessmentRow]:
    """The latest span by the end of the period, by region; all regions of the same span."""
    if period is None:
        return {}
    ends = period.end_year if period.end_month == MONTHS_IN_YEAR else period.end_year - 1
    found = [
        (Period.parse(row.period), row)
        for row in spans
        if not must_cover or ((row.target_base or 0) < period.end_year <= (row.target_end or 0))
    ]
    fitting = [(span, row) for span, row in found if span.end_year <= ends]
    if not fitting:
        return {}
    last = max((span.end_year, span.years) for span, _ in fitting)
    rows: dict[str, AssessmentRow] = {}
    for span, row in sorted(fitting, key=lambda pair: -(pair[1].target_end or 0)):
        if (span.end_year, span.years) == last:
            rows.setdefault(row.region, row)
    return rows


def _focus(cities: Sequence[Standing], home: Standing, code: str | None, *, by_plan: bool) -> Standing:
    """The region of the address, else the city furthest behind, else the home region, where none is."""
    if code is not None:
        for each in (home, *cities):
            if each.region.code == code:
                return each
        raise AddressError("unknown_place", found=code, status=NOT_FOUND)
    behind = furthest_behind(cities, by_plan=by_plan)
    return behind[0] if behind and (gap_of(behind[0], by_plan=by_plan) or 0) < 0 else home
