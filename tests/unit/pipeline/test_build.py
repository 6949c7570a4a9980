"""A build: the same from the same inputs, whole or not at all."""

import hashlib
import json
from datetime import date

import pytest

from etl.errors import ProblemsFound
from etl.pipeline.build import build
from etl.store.read import POINTER, WAREHOUSE, current_build_id, open_warehouse
from tests.conftest import TINY
from tests.delivery import replace_in
from tests.exported import exported_rows, exports_of

YEARBOOK = "yearbook/gdp_2020_2022.csv"
COMMUNIQUE = "communique/energy_2021_2023.csv"


def test_two_builds_of_the_same_inputs_have_one_id_and_the_same_bytes(tiny_build, tmp_path):
    again = build(TINY, tmp_path)

    assert again.build_id == tiny_build.build_id
    assert exports_of(tmp_path / again.build_id) == exports_of(tiny_build.folder)


def hashes_of(files):
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_the_manifest_of_a_build_names_it_and_hashes_what_is_read_of_it(tiny_build):
    manifest = json.loads((tiny_build.folder / "manifest.json").read_bytes())

    assert manifest["build_id"] == tiny_build.build_id
    assert manifest["sha256"] == hashes_of(
        {name: (tiny_build.folder / name).read_bytes() for name in ("slices.bin", WAREHOUSE)}
    )


def test_the_manifest_of_its_exports_names_the_build_and_hashes_every_export(tiny_build):
    exports = {path.name: path.read_bytes() for path in tiny_build.exports.iterdir()}
    manifest = json.loads(exports.pop("manifest.json"))

    assert manifest["build_id"] == tiny_build.build_id
    assert manifest["sha256"] == hashes_of(exports)


def test_a_build_made_again_is_kept_and_says_so(tmp_path):
    first, second = build(TINY, tmp_path), build(TINY, tmp_path)

    assert (first.is_new, first.previous) == (True, None)
    assert (second.is_new, second.previous) == (False, first.build_id)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([POINTER, first.build_id])


@pytest.mark.parametrize("changed", [YEARBOOK, "targets", "as_of"])
def test_another_figure_declaration_or_day_is_another_build(tiny_build, tiny_copy, tmp_path, changed):
    as_of = date(2030, 1, 1) if changed == "as_of" else None
    if changed == "targets":
        targets = tiny_copy / "catalog" / "targets.yaml"
        targets.write_text(targets.read_text("utf-8").replace("value: 15", "value: 16"), "utf-8")
    elif as_of is None:
        replace_in(tiny_copy, YEARBOOK, ",690,340", ",691,340")

    assert build(tiny_copy, tmp_path / "builds", as_of).build_id != tiny_build.build_id


def test_as_of_a_day_leaves_out_what_was_published_later(tmp_path):
    summary = build(TINY, tmp_path, date(2022, 12, 31))

    folder = tmp_path / summary.build_id
    changes = {
        row["period"]
        for row in exported_rows(folder, "values")
        if row["indicator"] == "energy_intensity_change"
    }
    assert changes == {"2021"}
    assert all(row["known_from"] <= "2022-12-31" for row in exported_rows(folder, "observations"))
    # the communiqué's file is of 2023, some of its rows of 2022; the yearbook came later altogether
    assert {row["source"] for row in exported_rows(folder, "files")} == {"communique", "firms"}


def test_rows_in_are_rows_kept_plus_rows_rejected_plus_rows_left_out(tiny_build):
    counts = {row.source: row[2:] for row in tiny_build.warehouse.stage_counts()}

    assert counts == {"communique": (15, 15, 0, 0), "firms": (2, 2, 0, 0), "yearbook": (26, 26, 0, 0)}


def test_a_build_carries_the_declarations_that_it_was_made_with(tiny_build):
    assert (tiny_build.folder / "catalog" / "deployment.yaml").read_bytes() == (
        TINY / "catalog" / "deployment.yaml"
    ).read_bytes()


def test_another_province_is_another_folder_and_no_code(tiny_build):
    home = tiny_build.catalog.home
    levels = {
        (row.region, row.period): (row.result, row.target_origin)
        for row in tiny_build.warehouse.assessments(["energy_intensity_change"])
        if row.kind == "barometer"
    }

    assert home.name.zh == "乙省"
    assert levels["900100", "2021"] == ("level_1", "own")  # a rise
    assert levels["900200", "2021"] == ("level_3", "inherited")  # −3.5 % against 3.08 % a year
    assert levels["900200", "2022"] == ("unassessed", "inherited")  # not published


def test_the_city_in_the_red_and_behind_is_flagged_and_the_neighbour_province_is_not(tiny_build):
    flags = {(row.region, row.cause, row.period): row.strength for row in tiny_build.warehouse.flags()}

    # the red of 2021 lasts into 2022: one flag while it lasts, named by its last period
    assert flags == {
        ("900100", "worst_level", "2022"): "founding",
        ("900100", "behind_path", "2021/2022"): "warning",
        ("900000", "behind_path", "2021/2022"): "warning",
        ("900000", "target_not_met", "2022"): "warning",
    }


def test_every_unit_reaches_the_value_as_the_office_typed_it(tiny_build):
    rows = tiny_build.warehouse.observations(["gdp_nominal"], ["900000"], ["2020"], all_vintages=True)

    # the yearbook's 1000 亿元 is in use, the flash estimate of 10005000 万元 is kept beside it
    assert [(row.vintage, row.value, row.source) for row in rows] == [
        (1, 1000.0, "yearbook"),
        (2, 1000.5, "communique"),
    ]


def test_a_fault_leaves_the_current_build_as_it_was(tiny_copy, tmp_path):
    builds = tmp_path / "builds"
    good = build(tiny_copy, builds)
    before = {path: path.read_bytes() for path in builds.rglob("*") if path.is_file()}
    replace_in(tiny_copy, YEARBOOK, ",690,340", ",约690,340")

    with pytest.raises(ProblemsFound):
        build(tiny_copy, builds)

    assert current_build_id(builds) == good.build_id
    assert {path: path.read_bytes() for path in builds.rglob("*") if path.is_file()} == before


def test_a_crash_in_the_middle_leaves_no_scratch_folder_and_no_pointer(tmp_path, monkeypatch):
    def crash(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("etl.pipeline.warehouse.write_slices", crash)

    with pytest.raises(KeyboardInterrupt):
        build(TINY, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_accepted_rejects_are_listed_and_the_rest_is_built(tiny_copy, tmp_path):
    replace_in(tiny_copy, YEARBOOK, ",690,340", ",约690,340")
    meta = tiny_copy / "raw" / f"{YEARBOOK}.meta.yaml"
    meta.write_text(meta.read_text("utf-8") + "accepted_rejects: 1\n", "utf-8")

    summary = build(tiny_copy, tmp_path / "builds")

    count = next(count for count in summary.counts if count.source == "yearbook")
    assert (count.rows_in, count.rows_kept, count.rows_rejected) == (26, 25, 1)
    (reject,) = exported_rows(tmp_path / "builds" / summary.build_id, "rejected")
    assert reject["cell"] == f"{YEARBOOK}!gdp_2020_2022!D14"
    assert (reject["code"], reject["found"]) == ("not_a_number", "约690")


def test_a_reader_of_the_old_build_is_not_disturbed_by_a_new_one(tiny_copy, tmp_path):
    builds = tmp_path / "builds"
    build(tiny_copy, builds)
    old = open_warehouse(builds)
    replace_in(tiny_copy, YEARBOOK, ",690,340", ",700,340")

    build(tiny_copy, builds)
    new = open_warehouse(builds)

    assert old.values(["gdp"], ["900100"], ["2022"])[0].value == 690.0
    assert new.values(["gdp"], ["900100"], ["2022"])[0].value == 700.0
    assert (builds / old.build_id / WAREHOUSE).exists()
    for warehouse in (old, new):
        warehouse.close()
