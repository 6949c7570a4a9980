"""What lies on disk: reproducible, complete, apart from the real data, every fault where it is said to be."""

import csv
import hashlib
from collections import Counter
from datetime import date, timedelta

import pytest
import python_calamine
import yaml

from etl.catalog.check import check_catalog
from etl.demo.workbook import FIRST_BODY_ROW
from etl.demo.write import ensure_demo
from etl.errors import UsageError
from etl.model.vocabulary import Nature

NOTES_BEGIN = ("注：", "    2.")
ENCODINGS = {"demo_energy": "gb18030", "demo_supervision": "utf-8-sig"}


def hashes(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def cells(folder, path):
    """The cells of a file from A1 on, as texts."""
    if path.endswith(".xlsx"):
        sheet = python_calamine.CalamineWorkbook.from_path(str(folder / "raw" / path)).get_sheet_by_index(0)
        return [[str(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    source = path.split("/")[0]
    content = (folder / "raw" / path).read_text(encoding=ENCODINGS.get(source, "utf-8"))
    return list(csv.reader(content.splitlines()))


def test_another_version_is_made_anew_with_the_same_bytes_and_real_data_untouched(
    written, tmp_path, real_data
):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "generated.yaml").write_text("version: older\n", encoding="utf-8")
    (folder / "left_over.csv").write_text("old", encoding="utf-8")
    real = hashes(real_data / "catalog") | hashes(real_data / "raw")

    assert ensure_demo(real_data, folder)

    assert hashes(folder) == hashes(written.folder)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert hashes(real_data / "catalog") | hashes(real_data / "raw") == real


def test_a_demonstration_of_this_version_is_not_made_again(written, real_data):
    before = (written.folder / "generated.yaml").stat().st_mtime_ns

    assert not ensure_demo(real_data, written.folder)
    assert (written.folder / "generated.yaml").stat().st_mtime_ns == before


def test_a_folder_that_holds_other_data_is_left_alone(tmp_path, real_data):
    folder = tmp_path / "data"
    (folder / "catalog").mkdir(parents=True)
    (folder / "catalog" / "deployment.yaml").write_text("id: somewhere\n", encoding="utf-8")

    with pytest.raises(UsageError, match="no demonstration made"):
        ensure_demo(real_data, folder)
    assert (folder / "catalog" / "deployment.yaml").read_text(encoding="utf-8") == "id: somewhere\n"


def test_its_catalogue_holds_together_and_bears_the_watermark(written):
    check_catalog(written.catalog)

    assert written.catalog.deployment.nature == "demonstration"


def test_every_source_that_delivers_figures_is_a_demonstration(written):
    delivering = {written.catalog.sources[name].nature for name in written.catalog.formats}

    assert delivering == {Nature.DEMONSTRATION}


def test_no_real_target_source_or_figure_is_taken_over(written, real_catalog, real_data):
    assert not set(written.catalog.formats) & set(real_catalog.formats)
    assert not {target.document for target in written.catalog.targets} & {
        target.document for target in real_catalog.targets
    }
    real_files = set(hashes(real_data / "raw").values())
    assert not real_files & set(hashes(written.folder / "raw").values())


def test_series_indicators_and_rules_are_those_of_the_real_catalogue(written, real_catalog):
    assert written.catalog.series == real_catalog.series
    assert written.catalog.indicators == real_catalog.indicators
    assert written.catalog.barometer_rules == real_catalog.barometer_rules


def test_the_rule_of_2020_is_adopted_by_a_dated_act_of_two_people(written):
    (act,) = written.catalog.adoptions

    assert act.version == "ndrc_gap10"
    assert len(set(act.people)) == 2
    adopted = {str(period) for period in act.periods}
    assert {"2021Q1", "2021H1", "2022Q1-3", "2025Q1-3", "2025", "2026Q1-3"} <= adopted
    assert not {"2022M05", "2026M01-10", "2026"} & adopted  # a barometer is quarterly; the year is not over


def test_at_least_sixty_faults_of_twelve_kinds_are_planted(written):
    kinds = Counter(fault["kind"] for fault in written.manifest())

    assert sum(kinds.values()) >= 60
    assert len(kinds) >= 12
    assert min(kinds.values()) >= 3


def test_the_manifest_names_the_very_cell_of_every_fault(written):
    present = [fault for fault in written.manifest() if fault["row"] and fault["kind"] != "late_return"]
    for fault in present:
        found = cells(written.folder, fault["file"])[fault["row"] - 1][fault["column"] - 1]
        assert found == fault["planted"] != fault["true"]


def test_a_missing_return_is_in_no_file(written):
    missing = [fault for fault in written.manifest() if fault["kind"] == "missing_return"]
    assert missing
    for fault in missing:
        rows = cells(written.folder, fault["file"])
        assert len(rows) > 100
        assert fault["region"] not in {row[0] for row in rows}


def test_a_late_return_lies_in_a_file_of_its_own_published_weeks_later(written):
    late = [fault for fault in written.manifest() if fault["kind"] == "late_return"]
    assert late
    for fault in late:
        meta = (written.folder / "raw" / f"{fault['file']}.meta.yaml").read_text(encoding="utf-8")
        published = date.fromisoformat(yaml.safe_load(meta)["published"])
        assert published - date.fromisoformat(fault["true"]) > timedelta(days=60)
        rows = cells(written.folder, fault["file"])
        name = rows[fault["row"] - 1][0].replace(" ", "")
        assert name == fault["region_name"]
        assert (
            len([row for row in rows[FIRST_BODY_ROW:] if row[0] and not row[0].startswith(NOTES_BEGIN)]) == 1
        )


def test_every_file_of_the_inbox_is_one_fault_with_its_code(written):
    refused = written.manifest("inbox/planted.yaml")

    assert len({one["code"] for one in refused}) >= 8
    assert len({one["kind"] for one in refused}) == len(refused) >= 20
    lying = {path.name for path in (written.folder / "inbox").iterdir()} - {"planted.yaml"}
    assert lying == {one["file"] for one in refused}
