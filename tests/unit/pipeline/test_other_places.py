"""Other places as deployments of their own, no line of code: published targets give the published levels."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from etl.assess.barometer_assessments import what_if
from etl.catalog.load import load_catalog
from etl.model.assessment import IndicatorValue
from etl.model.period import Period
from etl.model.vocabulary import Basis, Bound, Nature, Status
from etl.pipeline.build import build
from etl.store.read import open_warehouse
from tests.conftest import SHIPPED, Built

DEPLOYMENTS = Path(__file__).parents[2] / "deployments"
TABLES = Path(__file__).parents[2] / "data" / "methods"
INTENSITY = "energy_intensity_change"
GUANGDONG, ANHUI, JIANGSU, PINGXIANG = "440000", "340000", "320000", "360300"


def built(name, folder) -> Iterator[Built]:
    data_dir = DEPLOYMENTS / name
    summary = build(data_dir, folder)
    warehouse = open_warehouse(folder)
    yield Built(data_dir, folder, summary.build_id, load_catalog(data_dir), warehouse)
    warehouse.close()


@pytest.fixture(scope="module")
def public_targets(tmp_path_factory):
    yield from built("public_targets", tmp_path_factory.mktemp("public_targets"))


@pytest.fixture(scope="module")
def provinces(tmp_path_factory):
    yield from built("provinces", tmp_path_factory.mktemp("provinces"))


def table(name):
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", ["public_targets", "provinces"])
def test_a_deployment_judges_by_the_shipped_rules_unchanged(name):
    for path in (DEPLOYMENTS / name / "catalog" / "rules" / "barometer").glob("*.yaml"):
        shipped = SHIPPED / "catalog" / "rules" / "barometer" / path.name
        assert path.read_text(encoding="utf-8") == shipped.read_text(encoding="utf-8")


# ── published targets ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("place", "case", "standing"),
    [
        ((INTENSITY, ANHUI, "2020Q1-3"), "安徽全省2020Q1-3", "in_force"),
        ((INTENSITY, JIANGSU, "2021H1"), "江苏全省2021H1", "in_force"),
        ((INTENSITY, JIANGSU, "2019Q1-3"), "江苏全省2019Q1-3", "adopted"),
        ((INTENSITY, PINGXIANG, "2017"), "萍乡2017：降低", "adopted"),
        (("energy_increment", PINGXIANG, "2017"), "萍乡2017：增量", "adopted"),
    ],
)
def test_the_level_is_the_one_that_the_bulletins_state(public_targets, place, case, standing):
    (published,) = (row for row in table("barometer_numeric_tests") if row["case"].startswith(case))

    indicator, region, period = place
    (row,) = public_targets.warehouse.assessments([indicator], [region], [period])
    facts = json.loads(row.facts)

    assert row.result == f"level_{published['level_published']}"
    assert row.rule == published["rule_version"].lower()
    assert row.required == float(published["target_pct(reduction + / growth limit)"])
    assert (facts["standing"], facts["annual_target_derived"]) == (standing, False)


def test_an_adopted_rule_names_its_act_wherever_it_judges(public_targets):
    (row,) = public_targets.warehouse.assessments([INTENSITY], [PINGXIANG], ["2017"])

    assert json.loads(row.facts)["adoption"] == "回溯比对用示例文件1号"


def test_no_level_is_given_for_periods_that_no_act_names(public_targets):
    rows = public_targets.warehouse.assessments([INTENSITY], [JIANGSU])

    assert {row.period: row.reason for row in rows if row.result == "unassessed"} == {
        "2017": "no_data", "2020Q1-3": "no_data", "2021Q1": "no_data"
    }  # fmt: skip


def test_the_two_dated_rules_say_their_own_of_the_same_figures(public_targets):
    catalog = public_targets.catalog
    period = Period.parse("2020Q1-3")
    kept = (Status.FINAL, None, Basis.PUBLISHED, Nature.OFFICIAL, Bound.EXACT)
    rise = IndicatorValue(INTENSITY, ANHUI, period, 2.27, *kept)

    said = what_if(catalog, catalog.indicators[INTENSITY], catalog.regions[ANHUI], period, rise)

    # +2.27 where +2.17 was allowed: a small miss by the rule of 2020, a rise by that of 2021
    assert {each.version: each.result.value for each in said} == {
        "ndrc_gap10": "level_2",
        "ndrc_sign": "level_1",
    }


def test_pingxiang_is_told_how_far_it_was_from_turning(public_targets):
    (row,) = public_targets.warehouse.assessments([INTENSITY], [PINGXIANG], ["2017"])
    turn = json.loads(row.facts)["turn"]

    # 6.07 against 2: amber beyond a fall of 2
    assert (turn["down_to"], Decimal(str(turn["down_at"])), turn["down_by"]) == (
        "level_2", Decimal("-2.0"), pytest.approx(4.07)
    )  # fmt: skip
    assert json.loads(row.facts)["fragility"]["state"] == "unknown"


# ── published lights ───────────────────────────────────────────────────────────────────────────────────
def levels(provinces, period, parent):
    names = {code: region.name.zh.removesuffix("市") for code, region in provinces.catalog.regions.items()}
    return {
        names[row.region]: row
        for row in provinces.warehouse.assessments([INTENSITY], periods=[period])
        if provinces.catalog.regions[row.region].parent == parent
    }


def test_thirty_provinces_have_their_rates_of_2020_and_no_rule_for_the_whole_year(provinces):
    rows = [
        row for row in provinces.warehouse.assessments([INTENSITY], periods=["2020"]) if row.value is not None
    ]

    assert len(rows) == 30
    assert {row.reason for row in rows} == {"no_rule_in_force"}


@pytest.mark.parametrize(("period", "red"), [("2020Q1-3", None), ("2021H1", 9)])
def test_the_lights_of_the_provinces_are_held_as_published(provinces, period, red):
    held = levels(provinces, period, "100000")
    judged = {name: row for name, row in held.items() if row.reason is None}

    assert len(judged) == 30
    assert {row.kind for row in judged.values()} == {"barometer_published"}
    # 西藏 had no data and gets no light, never a green one
    assert [row.reason for name, row in held.items() if name == "西藏自治区"] == ["no_data"]
    if red is not None:
        assert sum(row.result == "level_1" for row in judged.values()) == red


@pytest.mark.parametrize(
    ("name", "period", "parent"),
    [
        ("guangdong_barometer_2021H1_cities", "2021H1", GUANGDONG),
        ("anhui_barometer_2020Q1-3_cities", "2020Q1-3", ANHUI),
    ],
)
def test_lights_of_cities_are_held_and_never_computed_from_figures_that_are_not_public(
    provinces, name, period, parent
):
    held = levels(provinces, period, parent)

    assert {city: (row.kind, row.result, row.value) for city, row in held.items()} == {
        row["city"]: ("barometer_published", f"level_{row['intensity_level']}", None) for row in table(name)
    }


def test_in_guangdong_exactly_the_cities_at_level_1_had_their_reviews_suspended(provinces):
    suspended = {
        row["city"]
        for row in table("guangdong_barometer_2021H1_cities")
        if row["suspend_lianggao_energy_review_2021"] == "是"
    }
    at_level_1 = {
        city for city, row in levels(provinces, "2021H1", GUANGDONG).items() if row.result == "level_1"
    }
    flagged = {
        provinces.catalog.regions[flag.region].name.zh.removesuffix("市")
        for flag in provinces.warehouse.flags()
        if flag.indicator == INTENSITY and provinces.catalog.regions[flag.region].parent == GUANGDONG
    }

    assert at_level_1 == suspended
    assert flagged == suspended


def test_a_published_light_without_a_public_target_only_warns(provinces):
    assert {flag.strength for flag in provinces.warehouse.flags()} == {"warning"}


def test_the_red_of_autumn_2020_that_was_green_in_summer_2021_is_over(provinces):
    both = {
        row.region: row.result for row in provinces.warehouse.assessments([INTENSITY], periods=["2021H1"])
    }
    flags = [
        f for f in provinces.warehouse.flags() if f.indicator == INTENSITY and f.first_period == "2020Q1-3"
    ]
    of_provinces = [f for f in flags if provinces.catalog.regions[f.region].parent == "100000"]

    assert of_provinces
    for flag in of_provinces:
        expected = ("2021H1", None) if both[flag.region] == "level_1" else ("2020Q1-3", "2021H1")
        assert (flag.period, flag.ended_in) == expected
