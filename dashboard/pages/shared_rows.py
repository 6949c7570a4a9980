"""Selection → the rows that the panels of 总览 and 指标 share. Asks ``queries``; decides nothing itself."""

from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.views.choice import Choice, choose, choose_scope, indicator_of, scope_of
from dashboard.views.level_lists import LevelListsView, build_level_lists_view
from dashboard.views.shared_rows import Scene, build_scene, read_series
from etl.model.period import Period


def read_overview(queries: Queries, selection: Selection) -> Scene:
    """What 总览 shows: regions below the one of the address; the indicator by coverage if none is named."""
    catalog = queries.catalog
    indicator = indicator_of(catalog, selection.indicator) if selection.indicator else None
    scope = scope_of(catalog, selection.parent or catalog.home.code, indicator)
    names = [indicator.id] if indicator else None
    codes = None if indicator else [*scope.codes, *(unit.code for unit in scope.units), scope.parent.code]
    values = queries.values(names, codes)
    assessments = queries.assessments(names, codes)
    choice = choose(catalog, scope, values, assessments, selection)
    return build_scene(catalog, choice, values, assessments, read_source_ids(queries, choice))


def read_indicator(queries: Queries, selection: Selection) -> Scene:
    """What 指标 shows of one indicator."""
    catalog = queries.catalog
    indicator = indicator_of(catalog, selection.indicator or "")
    values = queries.values([indicator.id])
    assessments = queries.assessments([indicator.id])
    scope = choose_scope(catalog, indicator, values, selection)
    choice = choose(catalog, scope, values, assessments, selection)
    return build_scene(catalog, choice, values, assessments, read_source_ids(queries, choice))


def read_source_ids(queries: Queries, choice: Choice) -> dict[str, tuple[str, ...]]:
    """Which sources each region's figure of the chosen period comes from."""
    if choice.period is None:
        return {}
    series, periods = read_series(queries.catalog, choice.indicator, choice.period)
    units = (unit.code for unit in choice.scope.units)
    codes = [*choice.scope.codes, *units, choice.scope.parent.code]
    found: dict[str, dict[str, None]] = {}
    for row in queries.observations(sorted(series), codes, sorted(periods)):
        found.setdefault(row.region, {})[row.source] = None
    return {code: tuple(sources) for code, sources in found.items()}


def read_levels(
    queries: Queries, scene: Scene, selection: Selection, since: Period | None = None
) -> LevelListsView | None:
    """The lists per level, where any region has a verdict in the period.

    Args:
        queries: the build.
        scene: regions, indicator and period.
        selection: what the address says.
        since: the period that the counts are compared with; None for the same one a year earlier.
    """
    if not scene.is_judged:
        return None
    assessments = queries.assessments([scene.choice.indicator.id])
    return build_level_lists_view(queries.catalog, scene, assessments, selection, since)
