"""Panels of 能耗双控 that read more than the scene: deductions, scores, counties, a rule tried."""

from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.views.dual_control.assessed import (
    AssessedView,
    Deducted,
    amount_ids,
    assessed_indicator,
    build_assessed,
    deducted_series,
)
from dashboard.views.dual_control.counties import CountiesView, build_counties, county_indicators
from dashboard.views.dual_control.score import ScoreView, build_scores, score_indicator
from dashboard.views.dual_control.shared_rows import DualScene
from dashboard.views.dual_control.trial import Rates, TrialView, build_trial
from etl.assess.targets import Values
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel
from etl.store.rows import ValueRow, as_indicator_value


def assessed(queries: Queries, scene: DualScene, selection: Selection) -> AssessedView | None:
    """Raw amounts against those as assessed."""
    after = assessed_indicator(scene.catalog, scene.subjects.intensity)
    if after is None or scene.period is None:
        return None
    both = [str(scene.period), str(scene.period.previous_year())]
    focus = [scene.focus.region.code]
    deducted = Deducted(
        queries.observations(deducted_series(scene), focus, both),
        queries.values(amount_ids(scene.catalog), focus, both),
    )
    rates = queries.values([after.id], scene.scope.codes, [str(scene.period)])
    return build_assessed(scene, rates, deducted, selection)


def scores(queries: Queries, scene: DualScene, selection: Selection) -> ScoreView | None:
    """Scores of the responsibility assessment."""
    indicator = score_indicator(scene.catalog)
    if indicator is None:
        return None
    codes = [each.region.code for each in scene.everyone]
    return build_scores(scene, queries.assessments([indicator.id], codes), selection)


def counties(queries: Queries, scene: DualScene, selection: Selection) -> CountiesView | None:
    """The counties of the city in focus."""
    below = scene.catalog.children(scene.focus.region.code, RegionLevel.COUNTY)
    if not below or scene.period is None:
        return None
    names = [one.id for one in county_indicators(scene.catalog, scene.subjects.intensity.topic)]
    year = str(Period.of_year(scene.period.end_year))
    rows = queries.values(names, [county.code for county in below], [str(scene.period), year])
    own = {
        (row.indicator, row.region): row
        for row in sorted(rows, key=lambda row: row.period == str(scene.period))
    }
    return build_counties(scene, tuple(own.values()), selection)


def trial(queries: Queries, scene: DualScene, selection: Selection) -> TrialView | None:
    """A rule tried on the last five years."""
    return build_trial(scene, [_rates(queries, scene, one) for one in _judged(scene)], selection)


def _judged(scene: DualScene) -> tuple[Indicator, Indicator]:
    return scene.subjects.intensity, scene.subjects.total


def _rates(queries: Queries, scene: DualScene, indicator: Indicator) -> Rates:
    after = assessed_indicator(scene.catalog, indicator)
    codes = set(scene.scope.codes)
    raw = [row for row in scene.values if row.indicator == indicator.id and row.region in codes]
    assessed_rows = queries.values([after.id], list(codes)) if after else []
    return Rates(indicator, _by_key(raw), _by_key(assessed_rows))


def _by_key(rows: list[ValueRow]) -> Values:
    return {(row.region, Period.parse(row.period)): as_indicator_value(row) for row in rows}
