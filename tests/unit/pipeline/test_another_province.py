"""Another province is another directory: three published layouts read by one declaration each."""

import shutil
from pathlib import Path

import pytest

from etl.catalog.load import load_catalog
from etl.errors import ProblemsFound
from etl.pipeline.build import build
from etl.pipeline.check import check_one_file
from etl.store.read import open_warehouse
from tests import likenesses
from tests.delivery import take_hash

HENAN = Path(__file__).parents[2] / "deployments" / "henan_like"
META = "source: {source}\npublisher: '-'\npublished: '{published}'\nlicence: '-'\ncitation: '-'\nsha256: ''\n"
FILES = {
    "2-9  各市生产总值(2017).xlsx": (likenesses.yearbook_2017, "henan_yearbook_2_9", "2018-10"),
    "2-9  各市生产总值(2021).xlsx": (likenesses.yearbook_2021, "henan_yearbook_2_9", "2022-10"),
    "20_Major_GDP.xlsx": (likenesses.major_cities, "nbs_major_cities", "2018-08"),
}


@pytest.fixture(scope="module")
def henan(tmp_path_factory) -> Path:
    """The deployment with a file in the likeness of each published one."""
    data_dir = Path(shutil.copytree(HENAN, tmp_path_factory.mktemp("henan") / "data"))
    for name, (likeness, source, published) in FILES.items():
        path = data_dir / "raw" / source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        likenesses.write(path, *likeness())
        meta = META.format(source=source, published=published)
        path.with_name(f"{name}.meta.yaml").write_text(meta, encoding="utf-8")
        take_hash(path)
    return data_dir


@pytest.fixture(scope="module")
def figures(henan, tmp_path_factory):
    """Every figure in use by series, region, period; and the counts per source."""
    builds = tmp_path_factory.mktemp("builds")
    build(henan, builds)
    warehouse = open_warehouse(builds)
    found = {
        (row.series, row.region, row.period): row.value
        for row in warehouse.observations()
        if row.vintage == 1
    }
    yield found, warehouse.stage_counts()
    warehouse.close()


COUNTED = {
    "2-9  各市生产总值(2017).xlsx": "150 rows in = 140 kept + 0 rejected + 10 left out (省辖市, 省直管县)",
    "2-9  各市生产总值(2021).xlsx": "90 rows in = 90 kept + 0 rejected",
    "20_Major_GDP.xlsx": "720 rows in = 720 kept + 0 rejected",
}


@pytest.mark.parametrize("name", FILES)
def test_each_file_alone_is_counted_to_the_cell(henan, name):
    source = FILES[name][1]

    (line,) = check_one_file(henan, henan / "raw" / source / name, None)

    assert line.endswith(COUNTED[name])


def test_figures_stand_at_their_region_year_and_series(figures):
    found, _ = figures

    assert found["gdp_nominal", "410100", "2017"] == sum(likenesses.sectors(0)[1:4])
    assert found["va_secondary", "419001", "2017"] == likenesses.sectors(17)[2]
    assert found["gdp_per_capita", "411729", "2017"] == likenesses.sectors(109)[4]
    assert found["va_tertiary", "419001", "2021"] == likenesses.sectors(217)[3]
    assert found["gdp_nominal", "210100", "2017"] == 1000.5 + 50 + 2017
    assert found["gdp_nominal", "650100", "1999"] == 1000.5 + 350 + 1999


def test_the_newest_empty_year_is_a_gap_with_its_reason(figures):
    found, _ = figures

    assert found["gdp_nominal", "110000", "2018"] is None


def test_sectors_add_up_to_their_total_in_every_region(figures):
    found, _ = figures
    totals = {
        (region, period): value
        for (series, region, period), value in found.items()
        if series == "gdp_nominal" and ("va_primary", region, period) in found
    }

    assert len(totals) == 28 + 18
    for (region, period), total in totals.items():
        parts = [found[f"va_{sector}", region, period] for sector in ("primary", "secondary", "tertiary")]
        assert total == pytest.approx(sum(parts))


def test_section_headings_are_counted_apart_in_the_build(figures):
    _, counts = figures

    assert {count.source: count.rows_left_out for count in counts} == {
        "henan_yearbook_2_9": 10,
        "nbs_major_cities": 0,
    }


def test_a_format_of_one_era_does_not_read_the_other(henan, tmp_path):
    wrong = likenesses.write(tmp_path / "2-9  各市生产总值(2021).xlsx", *likenesses.yearbook_2017())

    with pytest.raises(ProblemsFound, match="expected a heading of the regions"):
        list(check_one_file(henan, wrong, None))


def test_the_newest_format_whose_pattern_fits_holds(henan):
    formats = load_catalog(henan).formats["henan_yearbook_2_9"]

    assert [each.first_period for each in formats] == ["2017", "2021"]


def test_a_sector_typed_ten_times_too_large_is_challenged_where_it_stands(henan, tmp_path):
    data_dir = Path(shutil.copytree(henan, tmp_path / "data"))
    path = data_dir / "raw" / "henan_yearbook_2_9" / "2-9  各市生产总值(2021).xlsx"
    rows, merged = likenesses.yearbook_2021()
    name, english, total, primary, secondary, *rest = rows[11]
    likenesses.write(
        path, (*rows[:11], (name, english, total, primary, 10 * secondary, *rest), *rows[12:]), merged
    )
    take_hash(path)

    build(data_dir, tmp_path / "builds")
    warehouse = open_warehouse(tmp_path / "builds")
    found = {(c.severity, c.subject, c.region, c.period) for c in warehouse.challenges()}
    warehouse.close()

    assert ("challenge", "gdp_nominal", "410100", "2021") in found
