"""What the page 数据 asks of a build: coverage by year, arrivals of a return, how much was revised."""

import shutil

import pytest

from etl.pipeline.build import build
from etl.store.read import open_warehouse
from tests.conftest import TINY
from tests.unit.pipeline.test_vintages import add_edition

DONGHAI = "900100"
REGIONS = ("900100", "900200", "900101", "900102", "900201", "900203")


@pytest.fixture(scope="module")
def revised(tmp_path_factory):
    folder = tmp_path_factory.mktemp("revised")
    data = shutil.copytree(TINY, folder / "data")
    add_edition(data)
    build(data, folder / "builds")
    warehouse = open_warehouse(folder / "builds")
    yield warehouse
    warehouse.close()


def test_coverage_counts_regions_by_level_and_year(revised):
    rows = {(r.series, r.level, r.year): (r.with_row, r.with_value) for r in revised.year_coverage(REGIONS)}

    assert rows["gdp_nominal", "city", 2022] == (2, 2)
    assert rows["gdp_nominal", "county", 2020] == (4, 4)
    assert ("gdp_nominal", "county", 2022) not in rows


def test_coverage_of_one_source_leaves_the_others_out(revised):
    assert {row.series for row in revised.year_coverage(REGIONS, "yearbook")} == {
        "gdp_nominal",
        "va_secondary",
    }


def test_an_arrival_is_the_first_day_and_counts_the_series(revised):
    found = {(r.region, r.period): r for r in revised.arrivals("yearbook", ["gdp_nominal", "va_secondary"])}

    arrival = found[DONGHAI, "2022"]
    assert str(arrival.first_known) < "2024-03-15"  # the edition of March 2024 is not the first
    assert arrival.series == 2
    assert revised.arrivals("communique", ["va_secondary"]) == []


def test_revised_figures_are_counted_by_source_and_series(revised):
    # 900100 2022: 690 → 702; the file gives 900200 again unchanged
    assert [row for row in revised.revision_counts() if row.series == "gdp_nominal"] == [
        ("yearbook", "gdp_nominal", 1)
    ]
    assert len(revised.revisions(["gdp_nominal"], sources=["yearbook"])) == 1
    assert revised.revisions(["gdp_nominal"], sources=["communique"]) == []
