"""Published figures: at their decimals, every whole the sum of its parts, rates from published levels."""

from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

import numpy as np
from msgspec import Struct, field

from etl.demo.chance import stream
from etl.demo.declared import Declared, Province
from etl.demo.economy import STOCKS, Axis, Matrix, axis_of
from etl.demo.geography import Geography, Numbers
from etl.demo.makes import (
    ChangeMake,
    GrowthMake,
    ModelMake,
    PeakYearMake,
    PerMake,
    RatioMake,
    ScoreMake,
    SeriesRow,
    ShareMake,
    SumMake,
    TitlesMake,
)
from etl.demo.quantities import build_shares
from etl.model.period import Period, PeriodKind
from etl.model.vocabulary import Status

_INTENSITY_DECIMALS = 4  # both yearly intensities are rounded before dividing (communiqués, methods 1.1)
_LARGEST_REVISION_PCT = 0.4
_PLAN_YEARS = 5
_HALF_IN_TENTHS = 5  # below half of the target there are no points
_SETTLED = {Status.PRELIMINARY: Status.REVISED, Status.REVISED: Status.FINAL, Status.FINAL: Status.FINAL}
_STAGE = {Status.PRELIMINARY: 2, Status.REVISED: 1, Status.FINAL: 0}

CountTitles = Callable[[TitlesMake, Period], Numbers]


def rounded(values: Numbers, decimals: int) -> Numbers:
    """Half away from zero, as the bureaux round."""
    scale = 10.0**decimals
    return np.asarray(np.sign(values) * np.floor(np.abs(values) * scale + 0.5 + 1e-9) / scale)


class Figures(Struct):
    """Figures of all regions (:attr:`Geography.regions`) by series, period, edition; NaN for none.

    Attributes:
        quantities: counties × months.
        count_titles: the register's answer for series of titles.
    """

    declared: Declared
    geography: Geography
    quantities: Mapping[str, Matrix]
    count_titles: CountTitles
    _known: dict[tuple[str, str, Status], Numbers] = field(default_factory=dict)
    _shares: dict[str, Numbers] = field(default_factory=dict)
    _revisions: dict[str, Numbers] = field(default_factory=dict)

    @property
    def axis(self) -> Axis:
        """The months of the model."""
        return axis_of(self.declared.province)

    def of(self, series: str, period: Period, edition: Status = Status.FINAL) -> Numbers:
        """Figures of a series for a period, as that edition states them."""
        row = self.declared.series[series]
        stated = edition if row.revised and period.kind is PeriodKind.YEAR else Status.FINAL
        key = (series, str(period), stated)
        if key not in self._known:
            self._known[key] = self._make(row, period, stated)
        return self._known[key]

    def _make(self, row: SeriesRow, period: Period, edition: Status) -> Numbers:
        match row.make:
            case SumMake(of=parts):
                made = _total([self.of(part, period, edition) for part in parts])
            case RatioMake(of=above, per=below, scale=scale):
                made = _divided(self.of(above, period, edition), self.of(below, period, edition)) * scale
            case GrowthMake() as make:
                made = self._growth(make, period, edition)
            case ChangeMake() as make:
                made = make.sign * self._change(make, period, edition)
            case ShareMake() as make:
                made = self._share(row.series, make, period)
            case ScoreMake() as make:
                made = self._score(make, period, edition)
            case PerMake() | ModelMake():
                made = self._summed(row, period, edition)
            case _:
                made = self._counted(row.make, period)
        return rounded(made, row.decimals)

    def _counted(self, make: TitlesMake | PeakYearMake, period: Period) -> Numbers:
        """What is counted or determined, not measured."""
        match make:
            case TitlesMake():
                return self.geography.whole(self.count_titles(make, period))
            case PeakYearMake():
                return self._peak_years()
            case _:
                assert_never(make)

    def _summed(self, row: SeriesRow, period: Period, edition: Status) -> Numbers:
        """A quantity of the counties at its decimals, and the sums of it."""
        months = self.axis.columns(period.end_year, period.start_month, period.end_month)
        matrix = self.quantities[row.series]
        is_stock = row.make.kind == "stock" or row.series in STOCKS
        counties = matrix[:, months.stop - 1] if is_stock else matrix[:, months].sum(axis=1)
        counties = counties * self._revision(row.revised, period.end_year, edition)
        scale = 10.0**row.decimals
        residual = self.declared.province.residual_pct / 100 if row.residual else 0.0
        return np.asarray(self.geography.whole(np.floor(counties * scale + 0.5), residual) / scale)

    def _revision(self, family: str | None, year: int, edition: Status) -> Numbers:
        """What an edition's figures are of the final ones."""
        province = self.declared.province
        if family is None or year < province.returns_from or edition is Status.FINAL:
            return np.ones(len(self.geography.counties))
        if family not in self._revisions:
            size = (len(self.geography.counties), len(self.axis.years), 2)
            drawn = stream(province.seed, f"revision of {family}").normal(0, province.revision_pct, size)
            limit = _LARGEST_REVISION_PCT / 2
            self._revisions[family] = 1 + np.cumsum(np.clip(drawn, -limit, limit), axis=2) / 100
        return np.asarray(self._revisions[family][:, year - self.axis.first_year, _STAGE[edition] - 1])

    def _growth(self, make: GrowthMake, period: Period, edition: Status) -> Numbers:
        first, before_edition = _before(period, edition)
        if period.kind is PeriodKind.SPAN:
            edition = self.edition_in_use(period.end_year)
        now = self.of(make.of, _year_of(period), edition)
        before = self.of(make.of, first, before_edition)
        if make.kind == "increment":
            return now - before
        growth = (_divided(now, before) - 1) * 100
        return growth + 100 if make.kind == "index" else growth

    def _change(self, make: ChangeMake, period: Period, edition: Status) -> Numbers:
        """Change of the ratio in per cent; over a span, chained from its years: 1 − Π(1 + change)."""
        if period.kind is PeriodKind.SPAN:
            left = np.ones(len(self.geography.regions))
            for year in range(period.start_year, period.end_year + 1):
                left *= 1 + self._change(make, Period.of_year(year), self.edition_in_use(year)) / 100
            return (1 - left) * 100
        since = max((year for year in make.per_since if year <= period.end_year), default=None)
        per = make.per if since is None else make.per_since[since]
        ratios = []
        for when, stated in ((period, edition), (period.previous_year(), _SETTLED[edition])):
            above = _total([self.of(name, when, stated) for name in make.of])
            ratios.append(rounded(_divided(above, self.of(per, when, stated)), _INTENSITY_DECIMALS))
        return np.asarray((_divided(ratios[0], ratios[1]) - 1) * 100)

    def edition_in_use(self, year: int) -> Status:
        """The newest edition of a year's figures that has been published."""
        age = self.declared.province.last_month.end_year - year
        return (Status.PRELIMINARY, Status.PRELIMINARY, Status.REVISED)[age] if age < 3 else Status.FINAL  # noqa: PLR2004

    def _share(self, name: str, make: ShareMake, period: Period) -> Numbers:
        if name not in self._shares:
            self._shares[name] = build_shares(self.declared.province, self.geography, name, make, self.axis)
        counties = self._shares[name][:, period.end_year - self.axis.first_year]
        weights = self.of(make.weight, Period.of_year(period.end_year))[1 + len(self.geography.cities) : -1]
        above = self.geography.whole(counties * weights)
        below = self.geography.whole(weights)
        means = above / below
        means[0] = (counties * weights).sum() / weights.sum()
        return np.asarray(means)

    def _score(self, make: ScoreMake, period: Period, edition: Status) -> Numbers:
        """Points for measures plus points for completion; none for years without a target."""
        change = self.of(make.change, period, edition)
        targets = yearly_targets(self.declared.province, self.geography, period.end_year)
        points = points_of(_divided(-change, targets))
        return np.asarray(self.of(make.measures, period, edition) + points)

    def _peak_years(self) -> Numbers:
        years = np.full(len(self.geography.regions), np.nan)
        for at, city in enumerate(self.geography.cities, start=1):
            years[at] = self.declared.province.cities[city].peak_year or np.nan
        return years


def yearly_targets(province: Province, geography: Geography, year: int) -> Numbers:
    """Each region's equal yearly share of its plan's target in per cent; NaN for a year without one."""
    name = {2021 <= year <= 2025: "target_2025", 2026 <= year <= 2030: "target_2030"}.get(True)  # noqa: PLR2004
    home = getattr(province.home_target, name) if name else None
    own = [getattr(province.cities[city], name) if name else None for city in geography.cities]
    by_place = [home, *(home if target is None else target for target in own)]
    by_place += [home] * (len(geography.regions) - len(by_place))
    targets = np.array([np.nan if target is None else target for target in by_place], dtype=float)
    return np.asarray((1 - (1 - targets / 100) ** (1 / _PLAN_YEARS)) * 100)


def points_of(completion: Numbers) -> Numbers:
    """Points by 国发〔2007〕36号: 40 at the target, 4 less per tenth short, 3 more per tenth beyond."""
    tenths = np.floor(completion * 10 + 1e-9)
    short = np.where(tenths >= _HALF_IN_TENTHS, tenths * 4, 0.0)
    beyond = 40 + np.minimum(9, 3 * np.maximum(0, tenths - 10))
    points = np.where(completion >= 1, beyond, short)
    return np.asarray(np.where(np.isnan(completion), np.nan, points))


def _total(parts: Sequence[Numbers]) -> Numbers:
    return np.asarray(np.sum(np.stack(parts), axis=0))


def _divided(above: Numbers, below: Numbers) -> Numbers:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)


def _year_of(period: Period) -> Period:
    return Period.of_year(period.end_year) if period.kind is PeriodKind.SPAN else period


def _before(period: Period, edition: Status) -> tuple[Period, Status]:
    """What a rate compares with: the year before, a year more settled; of a span, the year before it."""
    if period.kind is PeriodKind.SPAN:
        return Period.of_year(period.start_year - 1), Status.FINAL
    return period.previous_year(), _SETTLED[edition]
