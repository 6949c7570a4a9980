"""Declarations that two people changed: laid over the catalogue, from a day on; the past stays as it was."""

from datetime import date
from decimal import Decimal

import pytest

from etl.errors import BuildError
from etl.model.period import Period
from etl.model.target import Comparator, Target, is_in_force
from etl.pipeline.build import build
from etl.store.read import open_warehouse
from tests.conftest import TINY

PATH = "energy_intensity_cumulative_reduction"
TARGET = """
- region: "900100"
  indicator: energy_intensity_cumulative_reduction
  base: 2020
  end: 2025
  comparator: at_least
  value: 20
  unit: percent
  nature: binding
  document: 东海市调整方案
  issued: "2022-05-01"
  effective: {effective}
  people: [an.ning, bai.he]
"""
ADOPTION = """
- version: yi_gap10
  periods: ["2023"]
  region: "900000"
  document: 乙发改〔2023〕9号
  date: "2024-01-10"
  people: [an.ning, bai.he]
"""
UNIT = """code,name_zh,name_en,level,kind,parent,aliases,label_lon,label_lat,valid_from,valid_to,note
YI-ZONE,乙省开发区,Zone of Yi,unit,zone,900000,,,,2024-01-10,,乙发改〔2023〕9号
"""


def declared(folder, kind, name, text):
    path = folder / kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def judged(builds):
    warehouse = open_warehouse(builds)
    try:
        found = {}
        for row in warehouse.assessments():
            told = (row.kind, row.result, row.reason, row.target_value, row.required, row.rule)
            found.setdefault((row.indicator, row.region, row.period), []).append(told)
        return found
    finally:
        warehouse.close()


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    builds = tmp_path_factory.mktemp("before")
    build_id = build(TINY, builds).build_id
    return builds, build_id, judged(builds)


def test_a_changed_target_judges_from_its_day_on_and_leaves_what_was_judged_before(before, tmp_path):
    changes = declared(
        tmp_path / "d", "targets", "2022-06-01-0001.yaml", TARGET.format(effective="2022-06-01")
    )
    build(TINY, tmp_path / "b", declared=changes)
    now, then = judged(tmp_path / "b"), before[2]
    assert now.keys() == then.keys()
    touched = {key for key in now if now[key] != then[key]}
    assert touched
    assert all(region == "900100" for _, region, _ in touched)
    assert all(Period.parse(period).last_day >= date(2022, 6, 1) for _, _, period in touched)
    assert [told[3] for told in now[PATH, "900100", "2021/2022"]] == [20]


def test_a_build_of_a_day_before_the_change_is_the_same_build(before, tmp_path):
    changes = declared(
        tmp_path / "d", "targets", "2024-06-01-0001.yaml", TARGET.format(effective="2022-06-01")
    )
    early = build(TINY, tmp_path / "one", as_of=date(2024, 5, 31)).build_id
    again = build(TINY, tmp_path / "two", as_of=date(2024, 5, 31), declared=changes).build_id
    assert again == early
    assert build(TINY, tmp_path / "two", declared=changes).build_id != before[1]


def test_an_adopted_version_judges_the_periods_that_it_names_and_no_other(before, tmp_path):
    changes = declared(tmp_path / "d", "adoptions", "2024-01-10-0002.yaml", ADOPTION)
    build(TINY, tmp_path / "b", declared=changes)
    now, then = judged(tmp_path / "b"), before[2]
    assert {
        period for key in now.keys() | then.keys() if now.get(key) != then.get(key) for period in [key[2]]
    } <= {"2023"}


def test_a_new_unit_stands_among_the_regions_and_changes_no_verdict(before, tmp_path):
    changes = declared(tmp_path / "d", "regions", "2024-01-10-0003.csv", UNIT)
    summary = build(TINY, tmp_path / "b", declared=changes)
    rows = (tmp_path / "b" / summary.build_id / "catalog" / "regions.csv").read_text("utf-8")
    assert "YI-ZONE" in rows
    assert "YI-ZONE" not in (TINY / "catalog" / "regions.csv").read_text("utf-8")
    assert judged(tmp_path / "b") == before[2]


@pytest.mark.parametrize("name", ["notes.txt", "targets/target.yaml", "units/2024-01-10-0001.yaml"])
def test_what_is_no_changed_declaration_is_named_and_nothing_is_built(tmp_path, name):
    folder, _, file = name.rpartition("/")
    changes = declared(tmp_path / "d", folder, file, "x")
    with pytest.raises(BuildError):
        build(TINY, tmp_path / "b", declared=changes)
    assert not (tmp_path / "b" / "current").exists()


def target(effective=None, value="10"):
    return Target(
        region="900100",
        indicator="gdp",
        end=2025,
        comparator=Comparator.AT_LEAST,
        value=Decimal(value),
        unit="percent",
        nature="binding",
        document="d",
        effective=effective,
    )


@pytest.mark.parametrize(
    ("period", "holds"),
    [
        ("2023", (True, False)),
        ("2024M05", (True, False)),
        ("2024M06", (False, True)),
        ("2024", (False, True)),
    ],
)
def test_a_period_that_ends_on_or_after_the_day_is_judged_by_what_came_later(period, holds):
    old, new = target(), target(date(2024, 6, 30))
    asked = Period.parse(period)
    assert tuple(is_in_force(one, (old, new), asked) for one in (old, new)) == holds
