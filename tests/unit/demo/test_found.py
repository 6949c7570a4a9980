"""Every fault that was planted into the demonstration is found where it stands, and named for what it is."""

from collections import defaultdict

import pytest
import yaml

from etl.model.sheet import cell_name


@pytest.fixture(scope="module")
def planted(demo_build):
    return yaml.safe_load((demo_build.data_dir / "planted.yaml").read_text(encoding="utf-8"))


def test_every_fault_that_only_a_comparison_finds_is_challenged_at_its_region_and_period(demo_build, planted):
    found = defaultdict(set)
    for row in demo_build.warehouse.challenges():
        found[row.kind].add((row.region, row.period))
    missed = []
    challenged = [fault for fault in planted if fault["found_by"]]
    for fault in challenged:
        regions = {fault["region"], *(region for _, region, _ in fault["also"])}
        if (
            fault["kind"] == "identical_ratios"
        ):  # a city's figure spread over all of its counties is told once
            regions = {f"{fault['region'][:4]}00"}
        periods = {fault["period"], *(period for *_, period in fault["also"])}
        places = {(region, period) for region in regions for period in periods}
        if not any(places & found[kind] for kind in fault["found_by"]):
            missed.append(fault)

    assert len(challenged) >= 60
    assert missed == []


def test_every_fault_that_no_figure_can_have_is_rejected_at_its_cell(demo_build, planted):
    rejected = {
        (row.cell.file, cell_name(row.cell.row, row.cell.column)): (row.code, row.found)
        for row in demo_build.warehouse.rejected()
    }
    expected = {
        (fault["file"], cell_name(fault["row"], fault["column"])): (fault["rejected_as"], fault["planted"])
        for fault in planted
        if fault["rejected_as"]
    }

    assert len(expected) >= 10
    assert rejected == expected


def test_what_is_rejected_is_no_figure_and_no_period_of_the_build(demo_build, planted):
    future = [fault for fault in planted if fault["rejected_as"] == "period_not_begun"]

    assert future
    for fault in future:
        (_, region, year), *_ = fault["also"]
        assert demo_build.warehouse.observations([fault["series"]], [region], [year]) == []


def test_monthly_returns_come_as_workbooks_and_are_read_like_the_plain_ones(demo_build):
    files = [file.path for file in demo_build.warehouse.files()]
    books = [path for path in files if path.endswith(".xlsx")]

    assert {path.split("/")[0] for path in books} == {"demo_industry", "demo_sectors"}
    assert len(books) >= 128  # two returns of 64 months
    (tiexi, *_) = demo_build.warehouse.observations(["industrial_va"], ["210303"], ["2026M01-10"])
    assert (tiexi.value is not None, tiexi.cell.file) == (True, "demo_industry/2026M01-10.xlsx")
