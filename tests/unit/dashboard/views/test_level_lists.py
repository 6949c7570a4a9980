"""Lists per level: worst first, empty levels said, unassessed by reason."""

from dashboard.selection import Selection
from dashboard.views.level_lists import build_level_lists_view
from etl.model.period import Period
from tests.unit.dashboard.rows import assessment, scene_of, values

NAME = "energy_intensity_change"
SELECTION = Selection("indicator", indicator=NAME)


def held(region, period, level):
    return assessment(NAME, region, period, f"level_{level}", kind="barometer_published")


def view_of(catalog, rows, assessments, period):
    selection = SELECTION.to(parent="100000", period=period)
    return build_level_lists_view(
        catalog, scene_of(catalog, rows, selection, assessments), assessments, selection
    )


def test_every_level_of_the_barometer_is_listed_worst_first(shipped_catalog):
    rows = [held("210000", "2020Q1-3", 1), held("330000", "2020Q1-3", 1), held("110000", "2020Q1-3", 3)]
    view = view_of(shipped_catalog, [], rows, Period.parse("2020Q1-3"))
    assert [(each.verdict.result, len(each.members)) for each in view.lists] == [
        ("level_1", 2),
        ("level_2", 0),
        ("level_3", 1),
        ("unassessed", 28),
    ]
    assert view.lists[-1].verdict.reason == "no_data"


def test_counts_are_compared_with_the_same_period_a_year_earlier(shipped_catalog):
    rows = [held("210000", "2021H1", 2), held("330000", "2021H1", 1), held("210000", "2020H1", 1)]
    view = view_of(shipped_catalog, [], rows, Period.parse("2021H1"))
    assert [each.change for each in view.lists] == [
        "较2020年上半年 持平",
        "较2020年上半年 ↑1",
        "较2020年上半年 持平",
        "",
    ]


def test_reasons_are_kept_apart(shipped_catalog):
    figures = values(NAME, "2020", {"210000": 3.96, "110000": -9.18})
    rows = [
        assessment(NAME, "210000", "2020", "unassessed", kind="barometer", reason="no_rule_in_force"),
        assessment(NAME, "110000", "2020", "level_3", kind="barometer"),
    ]
    view = view_of(shipped_catalog, figures, rows, Period.parse("2020"))
    reasons = {each.verdict.reason: len(each.members) for each in view.lists if each.verdict.reason}
    assert reasons == {"no_data": 29, "no_rule_in_force": 1}
