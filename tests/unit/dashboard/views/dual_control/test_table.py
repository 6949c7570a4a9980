"""The table of dual control: every number leads to its working, gaps stay gaps."""

from msgspec.structs import replace

from dashboard.selection import Selection
from dashboard.views.dual_control.paths import build_paths
from dashboard.views.dual_control.table import RAW, build_table
from tests.unit.dashboard.rows import value
from tests.unit.dashboard.views.dual_control.rows import (
    DALIAN,
    PLAN,
    PROVINCE,
    RATE,
    SHENYANG,
    VALUES,
    level,
    plan,
    scene_of,
)

PAGE = Selection("dual_control")
KEYS = ("region", *RAW)


def table_of(catalog, selection=PAGE, **rows):
    return build_table(
        scene_of(catalog, selection, **rows), selection, "/export/b/dual-table.csv?at=/dual-control"
    )


def cells(table, name):
    row = next(row for row in table.table.rows if row[0].text == name)
    return dict(zip(KEYS, row, strict=True))


def test_the_numbers_of_a_city_stand_with_gap_progress_pace_headroom_and_robustness(shipped_catalog):
    city = cells(table_of(shipped_catalog), "沈阳市")
    texts = {key: cell.text for key, cell in city.items()}
    assert texts | {"level": "", "total_level": ""} == {
        "region": "沈阳市", "level": "", "rate": "−2.75%", "required": "−3.20%", "gap": "−0.45",
        "plan": "11.68%", "plan_target": "15%", "plan_gap": "−0.51", "progress": "76.4%", "pace": "3.76%",
        "headroom": "−13.4", "robust": "脆弱", "total_level": "",
    }  # fmt: skip
    assert city["level"].result == "level_1"
    assert city["pace"].note == "历年最好4.12%（2016年）"


def test_every_number_leads_to_its_working(shipped_catalog):
    city = cells(table_of(shipped_catalog), "沈阳市")
    rate, plan = (
        "energy_intensity_change,210100,2024",
        "energy_intensity_cumulative_reduction,210100,2021/2024",
    )
    for key in ("level", "rate", "required", "gap", "headroom", "robust"):
        assert city[key].address == f"/dual-control?why={rate}", key
    for key in ("plan", "plan_gap", "progress", "pace"):
        assert city[key].address == f"/dual-control?why={plan}", key


def test_the_furthest_behind_stand_first_below_the_province_and_a_heading_turns_the_order(shipped_catalog):
    names = [row[0].text for row in table_of(shipped_catalog).table.rows]
    assert names == ["辽宁省", "沈阳市", "大连市"]
    turned = table_of(shipped_catalog, PAGE.to(sort="-gap")).table
    assert [row[0].text for row in turned.rows] == ["辽宁省", "大连市", "沈阳市"]
    assert next(column for column in turned.columns if column.order).address == "/dual-control?sort=gap"


def test_silent_cities_are_named_below_and_stand_in_the_download_without_a_number(shipped_catalog):
    table = table_of(shipped_catalog)
    assert table.table.notes[0].startswith("未采集（12个）：鞍山、抚顺")
    row = next(row for row in table.sheet.rows if row[0] == "210300")
    assert row[2:-1] == (None,) * len(RAW)
    assert row[-1] == "无数据，未评价"


def test_what_the_reader_may_not_see_is_called_so_in_the_download_and_no_gap(shipped_catalog):
    table = table_of(replace(shipped_catalog, outside=frozenset({"210300"})))
    told = {row[0]: row[-1] for row in table.sheet.rows}
    assert (told["210300"], told["210400"]) == ("不在您的权限范围内", "无数据，未评价")


def test_the_download_holds_full_precision(shipped_catalog):
    row = next(row for row in table_of(shipped_catalog).sheet.rows if row[0] == "210100")
    assert dict(zip(RAW, row[2:-1], strict=True))["gap"] == -0.448


def test_an_inherited_target_says_so_and_an_unknown_one_is_none(shipped_catalog):
    rows = [value(RATE, code, "2024", -2.0) for code in ("210000", "210300", "210400")]
    city = cells(table_of(shipped_catalog, values=rows, assessments=[]), "鞍山市")
    assert (city["plan_target"].text, city["plan_target"].note) == ("14.5%", "沿用上级目标")


def test_a_derived_target_is_marked_and_without_a_verdict_there_is_no_gap(shipped_catalog):
    judged = [
        level(PROVINCE, "2024", "unassessed", 3.96, -7.16, reason="no_rule_in_force"),
        level(SHENYANG, "2024", "level_1", -2.75, -0.448),
    ]
    table = table_of(shipped_catalog, values=VALUES, assessments=judged)
    assert cells(table, "沈阳市")["required"].note == "推得"
    assert cells(table, "辽宁省")["gap"].text == "—"


def test_a_reduction_told_as_at_least_stays_at_least(shipped_catalog):
    # 大连 told the press 20 % 以上 for 2016–2020, against 15 %
    rows = [value(PLAN, DALIAN, "2021/2024", 20.0, bound="at_least"), value(RATE, DALIAN, "2024", -5.0)]
    judged = [plan(DALIAN, "2021/2024", "met", 20.0, 5.0, progress=1.373, pace_needed=0.0)]
    city = cells(table_of(shipped_catalog, values=rows, assessments=judged), "大连市")
    assert [city[key].text for key in ("plan", "plan_gap", "progress")] == ["≥20.00%", "≥+5.00", "≥137.3%"]
    card = build_paths(scene_of(shipped_catalog, PAGE, values=rows, assessments=judged), PAGE).cards[0]
    assert card.reached == "≤−20.00%，超前≥5.00个百分点"


def test_a_challenged_figure_bears_its_mark_in_table_and_path(shipped_catalog):
    rows = [
        row._replace(is_challenged=(row.region, row.period) in {(SHENYANG, "2024"), (SHENYANG, "2021/2024")})
        for row in VALUES
    ]
    city = cells(table_of(shipped_catalog, values=rows), "沈阳市")

    assert (city["rate"].note, city["plan"].note) == ("（？有质疑）", "（？有质疑）")
    cards = build_paths(scene_of(shipped_catalog, PAGE, values=rows), PAGE).cards
    assert ["（？有质疑）" in card.reached for card in cards if card.name == "沈阳"] == [True]
    assert not any("有质疑" in card.reached for card in cards if card.name != "沈阳")


def test_the_download_holds_the_target_with_the_sign_that_is_shown(shipped_catalog):
    row = next(row for row in table_of(shipped_catalog).sheet.rows if row[0] == "210100")
    told = dict(zip(RAW, row[2:], strict=False))
    assert (round(told["required"], 2), round(told["gap"], 2)) == (-3.2, -0.45)
