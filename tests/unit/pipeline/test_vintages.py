"""What was known on a day comes out again byte for byte; a revision is kept, told and measured."""

import json
from datetime import date
from pathlib import Path

import pytest

from etl.errors import ProblemsFound
from etl.pipeline.build import build
from etl.store.difference import ChangeKind, compare_builds
from etl.store.read import current_build_id, open_warehouse
from tests.delivery import take_hash
from tests.exported import exports_of
from tests.unit.pipeline.test_command_line import etl, here  # noqa: F401  here is a fixture

FEBRUARY, MARCH = date(2024, 2, 29), date(2024, 3, 31)
META = """source: yearbook
publisher: 虚构
published: "{day}"
licence: invented figures
citation: 虚构数据
sha256: -
"""
REVISED = "900100,东海市,2022,702,340"
EDITION = f"代码,地区,年份,生产总值（亿元）,第二产业（亿元）\n{REVISED}\n900200,西山市,2022,460,104\n"


def add_edition(data_dir: Path, name="gdp_2022_revised", day="2024-03-15", text=EDITION) -> None:
    """A later edition of the yearbook, as a file of its own beside the first."""
    path = data_dir / "raw" / "yearbook" / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    path.with_name(f"{path.name}.meta.yaml").write_text(META.format(day=day), encoding="utf-8")
    take_hash(path)


def test_the_as_of_build_of_february_reproduces_february_byte_for_byte(tiny_copy, tmp_path):
    builds = tmp_path / "builds"
    in_february = etl("build", "--data", tiny_copy, "--build-dir", builds)
    february = builds / current_build_id(builds)
    add_edition(tiny_copy)
    now = etl("build", "--data", tiny_copy, "--build-dir", builds)
    march = builds / current_build_id(builds)

    again = etl("build", "--data", tiny_copy, "--build-dir", builds, "--as-of", FEBRUARY)

    reproduced = builds / current_build_id(builds)
    assert [done.returncode for done in (in_february, now, again)] == [0, 0, 0]
    assert exports_of(reproduced) == exports_of(february)
    assert exports_of(march) != exports_of(february)
    manifests = [json.loads(exports_of(f, manifest=True)["manifest.json"]) for f in (february, reproduced)]
    assert manifests[0]["sha256"] == manifests[1]["sha256"]


def test_a_file_that_came_later_leaves_no_trace_in_an_as_of_build(tiny_copy, tmp_path):
    before = build(tiny_copy, tmp_path / "builds", FEBRUARY)
    add_edition(tiny_copy)

    after = build(tiny_copy, tmp_path / "builds", FEBRUARY)

    assert after.build_id == before.build_id
    assert not after.is_new


def test_an_earlier_name_in_the_folder_does_not_shift_what_was_known(tiny_copy, tmp_path):
    before = build(tiny_copy, tmp_path / "one", FEBRUARY)
    add_edition(tiny_copy, name="gdp_1999_later_edition")  # sorts before the file of 2023

    after = build(tiny_copy, tmp_path / "two", FEBRUARY)

    folders = [tmp_path / "one" / before.build_id, tmp_path / "two" / after.build_id]
    assert exports_of(folders[0], manifest=True) == exports_of(folders[1], manifest=True)


def test_a_row_added_later_to_a_file_of_dated_rows_leaves_no_trace_either(tiny_copy, tmp_path):
    before = build(tiny_copy, tmp_path / "one", FEBRUARY)
    path = tiny_copy / "raw" / "communique" / "energy_2021_2023.csv"
    path.write_text(path.read_text("utf-8") + "乙省,2023,能耗强度变化,%,-4.0,2024-07-20,\n", "utf-8")
    meta = path.with_name(f"{path.name}.meta.yaml")
    meta.write_text(meta.read_text("utf-8").replace("2023-07-20", "2024-07-20"), "utf-8")
    take_hash(path)

    after = build(tiny_copy, tmp_path / "two", FEBRUARY)

    assert after.build_id == before.build_id
    folders = [tmp_path / "one" / before.build_id, tmp_path / "two" / after.build_id]
    assert exports_of(folders[0], manifest=True) == exports_of(folders[1], manifest=True)


@pytest.mark.parametrize("text", ["", EDITION.replace("702", "many")])
def test_a_damaged_file_of_later_does_not_stand_in_the_way_of_a_past_day(tiny_copy, tmp_path, text):
    before = build(tiny_copy, tmp_path / "builds", FEBRUARY)
    add_edition(tiny_copy, text=text or EDITION)
    path = tiny_copy / "raw" / "yearbook" / "gdp_2022_revised.csv"
    path.write_text(text, "utf-8")

    with pytest.raises(ProblemsFound):
        build(tiny_copy, tmp_path / "builds")
    assert build(tiny_copy, tmp_path / "builds", FEBRUARY).build_id == before.build_id


LATER_DECLARED = """
- {region: "900100", indicator: gdp, end: 2022, comparator: at_least, value: 1, unit: hundred_million_yuan,
   nature: binding, document: 后来的文件, issued: "2024-03-10"}
- {region: "900100", indicator: energy_intensity_change, end: 2022, comparator: at_least, value: -9,
   unit: percent, nature: binding, document: 后来的年度目标, issued: "2024-03-10"}
"""


def test_a_target_and_a_rule_of_march_do_not_judge_in_the_as_of_build_of_february(tiny_copy, tmp_path):
    before = build(tiny_copy, tmp_path / "one", FEBRUARY)
    declared = tiny_copy / "catalog" / "targets.yaml"
    declared.write_text(declared.read_text("utf-8") + LATER_DECLARED, "utf-8")
    rule = tiny_copy / "catalog" / "rules" / "barometer" / "yi_gap10.yaml"
    later = rule.read_text("utf-8").replace("id: yi_gap10", 'id: yi_march\nissued: "2024-03-10"')
    rule.with_name("yi_march.yaml").write_text(later.replace('"2021", "2022"', '"2020"'), "utf-8")

    in_february = build(tiny_copy, tmp_path / "two", FEBRUARY)
    in_march = build(tiny_copy, tmp_path / "two", MARCH)

    first = exports_of(tmp_path / "one" / before.build_id)
    assert exports_of(tmp_path / "two" / in_february.build_id) == first
    with_it = exports_of(tmp_path / "two" / in_march.build_id)
    assert "后来的年度目标".encode() in with_it["assessments.csv"]
    assert with_it["assessments.csv"] != first["assessments.csv"]


def test_a_build_of_a_past_day_says_which_declarations_have_no_date(tiny_copy, tmp_path):
    made = build(tiny_copy, tmp_path / "builds", FEBRUARY)

    manifest = json.loads((tmp_path / "builds" / made.build_id / "manifest.json").read_text("utf-8"))
    assert "target 900100 energy_intensity_cumulative_reduction 2025: 东海市节能方案" in made.undated
    assert manifest["undated_counted_as_known"] == list(made.undated)
    assert manifest["as_of"] == "2024-02-29"


@pytest.fixture
def revised(tiny_copy, tmp_path):
    add_edition(tiny_copy)
    add_edition(tiny_copy, "gdp_2022_final", "2025-03-15", EDITION.replace("702", "705"))
    add_edition(tiny_copy, "gdp_2022_checked", "2026-03-15", EDITION.replace("702", "704"))
    build(tiny_copy, tmp_path / "builds")
    warehouse = open_warehouse(tmp_path / "builds")
    yield warehouse
    warehouse.close()


def test_the_last_three_vintages_are_told_by_value_with_file_and_cell(revised):
    (row,) = revised.revisions(["gdp_nominal"], ["900100"], ["2022"])

    assert [(v.value, str(v.known_from), v.in_use) for v in row.vintages] == [
        (704.0, "2026-03-15", True),
        (705.0, "2025-03-15", False),
        (702.0, "2024-03-15", False),
    ]
    assert row.vintages[1].cell == ("yearbook/gdp_2022_final.csv", "gdp_2022_final", 2, 4)


def test_a_figure_published_again_unchanged_is_no_revision(revised):
    assert revised.revisions(["gdp_nominal"], ["900200"]) == []


def test_the_median_revision_of_a_series_is_measured_between_successive_editions(revised):
    # 690 → 702 → 705 → 704 亿元: steps of 12, 3 and 1; the median is 3, of 702 that is 0.427 %
    (row,) = revised.revision_sizes(["gdp_nominal"])

    assert (row.revisions, row.median_absolute) == (3, pytest.approx(3.0))
    assert row.median_relative == pytest.approx(3 / 702)


def test_the_revisions_of_a_computed_figure_are_those_of_its_inputs_from_first_to_last_edition(revised):
    # 340 / 690 = 49.275 % in the first edition, 340 / 704 = 48.295 % in the last: 0.980 points, once
    (row,) = revised.revision_sizes(["secondary_share"])

    assert (row.revisions, row.median_absolute) == (1, pytest.approx(340 / 690 * 100 - 340 / 704 * 100))


def test_explain_tells_the_vintages_and_how_the_figure_was_revised(here, revised, tiny_copy, tmp_path):  # noqa: F811
    done = here("explain", "900100", "gdp", "2022", "--data", tiny_copy, "--build-dir", tmp_path / "builds")

    assert "gdp_2022_checked.csv, sheet gdp_2022_checked, cell D2: 704" in done.stdout
    assert "and 1 older vintage(s)" in done.stdout
    assert "revised: 705 (2025-03-15) → 704 (2026-03-15), -0.14 %" in done.stdout
    assert "690" not in done.stdout


def test_a_difference_says_what_was_revised_what_is_new_and_what_to_do(here, tiny_copy, tmp_path):  # noqa: F811
    builds = tmp_path / "builds"
    before = build(tiny_copy, builds).build_id
    add_edition(tiny_copy)
    after = build(tiny_copy, builds).build_id

    done = here("diff", before, after, "--data", tiny_copy, "--build-dir", builds)

    assert f"{before} → {after}; made with other: source files" in done.stdout
    assert "(yearbook): 0 new, 0 gone, 2 changed" in done.stdout
    cell = "yearbook/gdp_2022_revised.csv!gdp_2022_revised!D2"
    assert f"gdp_nominal 900100 2022: 690 → 702 (revised, the edition before is kept; {cell})" in done.stdout
    assert "va_secondary 900200 2022: — → 104" in done.stdout
    assert done.stdout.rstrip().endswith("Action: check the changed figures against the new publication.")


def test_a_figure_that_is_gone_and_one_that_was_exchanged_call_for_the_publisher(tiny_copy, tmp_path):
    builds, path = tmp_path / "builds", tiny_copy / "raw" / "yearbook" / "gdp_2020_2022.csv"
    before = build(tiny_copy, builds).build_id
    text = path.read_text("utf-8").replace("900100,东海市,2022,690,340\n", "").replace("1150,450", "1151,450")
    path.write_text(text, "utf-8")
    take_hash(path)
    after = build(tiny_copy, builds).build_id

    old, new = open_warehouse(builds, before), open_warehouse(builds, after)
    (yearbook,) = compare_builds(old, new).sources
    for warehouse in (old, new):
        warehouse.close()

    assert yearbook.gone == [("gdp_nominal", "900100", "2022"), ("va_secondary", "900100", "2022")]
    assert [(c.key, c.was, c.now, c.kind) for c in yearbook.changed] == [
        (("gdp_nominal", "900000", "2022"), 1150.0, 1151.0, ChangeKind.REPLACED)
    ]
