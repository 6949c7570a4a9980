"""累计 and 当月 through a whole build, and down to the cells in the working of a month."""

import pytest

from etl.pipeline.build import build
from etl.store.read import open_warehouse
from tests.delivery import take_hash
from tests.unit.pipeline.test_command_line import here  # noqa: F401  a fixture

FORMAT = """
source: communique
file: output_*.csv
reader: csv
layout:
  kind: long
  region: {heading: 地区, by: name}
  period: {heading: 时期}
  series: {heading: 指标, words: {工业增加值: industrial_va, 工业增加值同比: industrial_va_growth_published}}
  unit: {heading: 单位}
  value: 数值
  published: 发布
"""
SERIES = """
- {id: industrial_va, name: {zh: 工业增加值, en: Value added}, unit: hundred_million_yuan, kind: level}
- {id: industrial_va_growth_published, name: {zh: 同比, en: Growth}, unit: percent, kind: rate}
"""
INDICATOR = """
id: {id}
name: {{zh: 工业增加值, en: Industrial value added}}
definition: {{zh: 见公式, en: See formula}}
unit: {unit}
direction: no_judgement
formula: {formula}
{more}
levels: [province, city]
topic: industry
"""
ROWS = """地区,时期,指标,单位,数值,发布
东海市,2023M01-02,工业增加值,亿元,60,2023-03-18
东海市,2023M01-03,工业增加值,亿元,96.5,2023-04-17
东海市,2023M01-04,工业增加值,亿元,130,2023-05-17
东海市,2023M01-03,工业增加值,亿元,97.5,2023-06-17
东海市,2023M01-12,工业增加值,亿元,402,2024-01-17
东海市,2023,工业增加值,亿元,410,2024-10-01
东海市,2022M01-02,工业增加值,亿元,50,2022-03-18
东海市,2022M01-12,工业增加值,亿元,380,2023-01-17
东海市,2023M01-02,工业增加值同比,%,4.5,2023-03-18
东海市,2023M01-05,工业增加值,亿元,166,2023-06-17
东海市,2023M01-04,工业增加值,亿元,131,2023-07-17
东海市,2023M01-05,工业增加值,亿元,165,2023-07-17
"""
INDICATORS = {
    "va_month": ("{kind: month_of_cumulative, cumulative: industrial_va}", "hundred_million_yuan", ""),
    "va_year": (
        "{kind: year_of_months, months: industrial_va}", "hundred_million_yuan", "published: industrial_va",
    ),
    "va_nominal_growth": ("{kind: growth_of_level, level: industrial_va}", "percent", ""),
    "va_growth": ("{kind: series, series: industrial_va_growth_published}", "percent", ""),
}  # fmt: skip


@pytest.fixture
def monthly(tiny_copy, tmp_path):
    catalog = tiny_copy / "catalog"
    (catalog / "formats" / "communique" / "2022.yaml").write_text(FORMAT, "utf-8")
    with (catalog / "series.yaml").open("a", encoding="utf-8") as stream:
        stream.write(SERIES)
    for name, (formula, unit, more) in INDICATORS.items():
        text = INDICATOR.format(id=name, formula=formula, unit=unit, more=more)
        (catalog / "indicators" / f"{name}.yaml").write_text(text, "utf-8")
    path = tiny_copy / "raw" / "communique" / "output_2023.csv"
    path.write_text(ROWS, "utf-8")
    first = path.with_name("energy_2021_2023.csv.meta.yaml")
    path.with_name(f"{path.name}.meta.yaml").write_text(first.read_text("utf-8"), "utf-8")
    take_hash(path)
    build(tiny_copy, tmp_path / "builds")
    return tiny_copy, tmp_path / "builds"


def values_of(builds, indicator):
    warehouse = open_warehouse(builds)
    rows = warehouse.values([indicator], ["900100"])
    warehouse.close()
    return {row.period: row.reason or (row.value, row.basis) for row in rows}


def test_months_come_from_one_family_of_vintages_and_january_february_stays_merged(monthly):
    found = values_of(monthly[1], "va_month")

    # 1–3月 was revised to 97.5 in June and 1–2月 was not: March would be a month plus the revision. 1–4月 and
    # 1–5月 were revised on one day in July: May is 165 − 131, April has nothing of July to start from
    assert found == {
        "2022M01-02": (50.0, "computed"),
        "2022M12": "input_missing",
        "2023M01-02": (60.0, "computed"),
        "2023M03": "vintages_differ",
        "2023M04": "vintages_differ",
        "2023M05": (34.0, "computed"),
        "2023M12": "input_missing",
    }


def test_the_annual_figure_replaces_the_months_where_both_exist(monthly):
    found = {period: value for period, value in values_of(monthly[1], "va_year").items() if len(period) == 4}

    assert found == {"2022": (380.0, "computed"), "2023": (410.0, "published")}


def test_growth_of_the_level_and_the_published_rate_at_comparable_prices_stand_apart(monthly):
    assert values_of(monthly[1], "va_nominal_growth")["2023M01-02"] == (pytest.approx(20.0), "computed")
    assert values_of(monthly[1], "va_growth") == {"2023M01-02": (4.5, "published")}


def test_a_year_that_its_months_do_not_make_is_noted(monthly):
    warehouse = open_warehouse(monthly[1])
    (found,) = [row for row in warehouse.challenges(["industrial_va"]) if row.kind == "months_against_year"]
    warehouse.close()

    assert (found.region, found.period, found.severity) == ("900100", "2023", "note")  # 8 of 410: 1.95 %


def test_the_working_of_a_month_names_both_cells(here, monthly):  # noqa: F811
    data, builds = monthly

    done = here("explain", "900100", "va_month", "2023M05", "--data", data, "--build-dir", builds)

    assert "formula: Value added[1–N] − Value added[1–(N−1)]" in done.stdout
    assert "with numbers: = 165 − 131" in done.stdout
    assert "cell E13: 165" in done.stdout
    assert "cell E12: 131" in done.stdout
    assert "revised: 166 (2023-06-17) → 165 (2023-07-17), -0.60 %" in done.stdout
