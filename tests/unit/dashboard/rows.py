"""Rows as the build answers them, with everything settled that a test does not look at."""

import json
from typing import Any

from dashboard.selection import Selection
from dashboard.views.choice import choose, choose_scope, scope_of
from dashboard.views.shared_rows import Scene, build_scene
from etl.catalog.catalog import Catalog
from etl.store.rows import AssessmentRow, ChallengeRow, CoverageRow, ValueRow


def value(indicator: str, region: str, period: str, figure: float | None, **more: Any) -> ValueRow:
    given = {
        "status": "final" if figure is not None else "missing",
        "reason": None,
        "basis": "published",
        "nature": "official",
        "bound": "exact",
    }
    return ValueRow(indicator, region, period, figure, **(given | more))


def values(indicator: str, period: str, figures: dict[str, float], **more: Any) -> list[ValueRow]:
    return [value(indicator, region, period, figure, **more) for region, figure in figures.items()]


def assessment(indicator: str, region: str, period: str, result: str, **more: Any) -> AssessmentRow:
    given = dict.fromkeys(AssessmentRow._fields) | {"kind": "target", "facts": "{}"}
    named = {"indicator": indicator, "region": region, "period": period, "result": result}
    return AssessmentRow(**(given | named | more))


def challenge(kind: str, subject: str, region: str, period: str | None, **facts: Any) -> ChallengeRow:
    return ChallengeRow("c1", kind, "note", subject, region, period, json.dumps(facts))


def coverage(indicator: str, period: str, level: str, regions: int) -> CoverageRow:
    return CoverageRow(indicator, period, level, regions)


def scene_of(
    catalog: Catalog,
    rows: list[ValueRow],
    selection: Selection,
    assessments: list[AssessmentRow] | None = None,
    sources: dict[str, tuple[str, ...]] | None = None,
) -> Scene:
    """The scene of an indicator page."""
    indicator = catalog.indicators[selection.indicator or ""]
    scope = choose_scope(catalog, indicator, rows, selection)
    choice = choose(catalog, scope, rows, assessments or [], selection)
    return build_scene(catalog, choice, rows, assessments or [], sources or {})


def overview_scene(catalog: Catalog, rows: list[ValueRow], selection: Selection) -> Scene:
    """The scene of the start page."""
    indicator = catalog.indicators[selection.indicator] if selection.indicator else None
    scope = scope_of(catalog, selection.parent or catalog.home.code, indicator)
    return build_scene(catalog, choose(catalog, scope, rows, [], selection), rows, [], {})
