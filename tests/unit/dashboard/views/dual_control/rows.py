"""A small scene of dual control: three cities judged in 2024, one of them silent, and the province."""

import json
from typing import Any

from dashboard.selection import Selection
from dashboard.views.dual_control.shared_rows import DualScene, build_scene, subjects_of
from etl.catalog.catalog import Catalog
from etl.store.rows import AssessmentRow, ValueRow
from tests.unit.dashboard.rows import assessment, value

RATE = "energy_intensity_change"
TOTAL = "energy_consumption_growth"
PLAN = "energy_intensity_cumulative_reduction"
PROVINCE, SHENYANG, DALIAN, ANSHAN = "210000", "210100", "210200", "210300"
DOCUMENT = "辽政发〔2022〕16号"
BEHIND = {"headroom": {"to": [{"level": "level_3", "at": -3.198, "ten_thousand_tce": -13.37}]},
          "fragility": {"state": "fragile", "distance": 0.13, "revision": 0.065, "multiples": 1.97,
                        "revision_of": "energy_intensity_change_published"},
          "annual_target_derived": True, "subject": "intensity"}  # fmt: skip
PACE = {"best_pace": 4.12, "best_pace_year": 2016}


def level(region: str, period: str, result: str, figure: float, gap: float, **more: Any) -> AssessmentRow:
    """The level of the intensity in a period, with a target of −3.198 %."""
    given = {"kind": "barometer", "rule": "ndrc_gap10", "value": figure, "required": 3.198, "gap": gap}
    facts = more.pop("facts", {"annual_target_derived": True})
    return assessment(RATE, region, period, result, facts=json.dumps(facts), **(given | more))


def plan(region: str, period: str, result: str, figure: float, gap: float, **more: Any) -> AssessmentRow:
    """The cumulative reduction against a target of 15 % in 2021–2025."""
    given = {
        "kind": "path", "value": figure, "required": figure - gap, "gap": gap, "target_value": 15.0,
        "target_unit": "percent", "target_comparator": "at_least", "target_origin": "own",
        "target_base": 2020, "target_end": 2025, "target_nature": "binding", "target_region": region,
        "target_document": DOCUMENT, "progress": 0.764, "progress_due": 0.8, "pace_needed": 3.759,
    }  # fmt: skip
    return assessment(PLAN, region, period, result, facts=json.dumps(PACE), **(given | more))


VALUES: list[ValueRow] = [
    value(RATE, PROVINCE, "2024", -2.85),
    value(RATE, SHENYANG, "2024", -2.75),
    value(RATE, SHENYANG, "2023", -3.47),
    value(RATE, SHENYANG, "2021", -3.1),
    value(RATE, DALIAN, "2024", -5.54),
    value(RATE, DALIAN, "2023", -3.0),
    value(TOTAL, SHENYANG, "2024", 0.88),
    value(PLAN, SHENYANG, "2021/2023", 9.18),
    value(PLAN, SHENYANG, "2021/2024", 11.68),
    value(PLAN, DALIAN, "2021/2024", 19.89),
]
ASSESSMENTS: list[AssessmentRow] = [
    level(PROVINCE, "2024", "level_2", -2.85, -0.23),
    level(SHENYANG, "2024", "level_1", -2.75, -0.448, facts=BEHIND),
    level(SHENYANG, "2023", "level_3", -3.47, 0.27),
    level(DALIAN, "2024", "level_3", -5.54, 2.34),
    level(DALIAN, "2023", "level_2", -3.0, -0.2),
    plan(SHENYANG, "2021/2023", "not_met", 9.18, -0.11),
    plan(SHENYANG, "2021/2024", "not_met", 11.68, -0.51),
    plan(DALIAN, "2021/2024", "met", 19.89, 7.7, pace_needed=0.0),
]


def scene_of(
    catalog: Catalog,
    selection: Selection,
    values: list[ValueRow] | None = None,
    assessments: list[AssessmentRow] | None = None,
) -> DualScene:
    """The scene of a selection over these rows."""
    subjects = subjects_of(catalog)
    assert subjects is not None
    rows = VALUES if values is None else values
    judged = ASSESSMENTS if assessments is None else assessments
    return build_scene(catalog, subjects, rows, judged, selection)
