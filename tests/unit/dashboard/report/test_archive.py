"""The archive: a run is what decided its bytes, a build is pinned, a file is genuine or not."""

import json
import zipfile

import pytest
import time_machine
from msgspec.structs import replace
from typer.testing import CliRunner

from dashboard.__main__ import app
from dashboard.report.archive import FOLDER, PINS
from dashboard.report.command import archived, make_again, run, verify
from etl.errors import UsageError
from etl.settings import Settings


@pytest.fixture
def settings(real_build, tmp_path):
    return Settings(build_dir=real_build.build_dir, office_dir=tmp_path / "office")


def only_run(settings):
    return next((settings.office / FOLDER).iterdir())


def test_a_run_is_kept_with_its_files_and_its_build_is_pinned(settings, tmp_path, real_build):
    paths = run(settings, period="2023", formats="pdf", out=tmp_path / "out")
    folder = only_run(settings)
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert (told["kind"], told["region"], told["period"]) == ("bulletin", "210000", "2023")
    assert told["build_id"] == real_build.build_id
    assert (folder / paths[0].name).read_bytes() == paths[0].read_bytes()
    assert (real_build.build_dir / PINS / real_build.build_id).exists()


def test_the_same_request_is_the_same_run_on_any_day(settings, tmp_path):
    run(settings, period="2023", formats="xlsx", out=tmp_path / "a")
    first = only_run(settings)
    run(settings, period="2023", formats="docx", out=tmp_path / "b")
    assert only_run(settings) == first
    assert sorted(path.name for path in first.iterdir()) == [
        "210000_2023_zh.docx",
        "210000_2023_zh.xlsx",
        "figures.json",
        "made.json",
        "run.json",
    ]


def test_an_archived_run_is_made_again_with_identical_bytes(settings, tmp_path):
    run(settings, period="2023", formats="pdf,xlsx", out=tmp_path, kind="sheet", region="210100")
    _, same = make_again(settings, only_run(settings).name)
    assert same == {"210100_2023_sheet_zh.pdf": True, "210100_2023_sheet_zh.xlsx": True}


def test_made_again_on_another_day_and_in_another_zone_the_bytes_are_the_same(settings, tmp_path):
    made = {}
    for day in ("2026-11-28 09:00 +0000", "2029-02-28 23:59 +1200"):
        with time_machine.travel(day, tick=True):
            paths = run(settings, period="2023", out=tmp_path / day[:4], kind="letter")
            made[day] = {path.name: path.read_bytes() for path in paths}
    first, second = made.values()
    assert first == second
    assert len(first) == 3


def test_a_genuine_file_is_told_from_an_altered_one(settings, tmp_path):
    (path,) = run(settings, period="2023", formats="xlsx", out=tmp_path, kind="letter")
    assert "Genuine" in verify(settings, path)
    assert "a draft without a number" in verify(settings, path)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(UsageError, match="printed these bytes"):
        verify(settings, path)


def test_an_altered_description_of_a_run_is_found(settings, tmp_path):
    run(settings, period="2023", formats="xlsx", out=tmp_path)
    description = only_run(settings) / "run.json"
    description.write_text(
        description.read_text(encoding="utf-8").replace("210000", "210100"), encoding="utf-8"
    )
    with pytest.raises(UsageError, match="altered"):
        archived(settings)


def test_another_mark_or_watermark_is_another_run(settings, tmp_path):
    marked = replace(settings, report_mark="内部")
    watermarked = replace(settings, report_watermark="征求意见")
    for one in (settings, marked, watermarked):
        run(one, period="2023", formats="docx", out=tmp_path, kind="letter")
        text = zipfile.ZipFile(tmp_path / "210000_2023_letter_zh.docx")
        pages = "".join(text.read(name).decode() for name in text.namelist() if name.endswith(".xml"))
        assert ("内部" in pages) is (one is marked)
        assert ("征求意见" in pages) is (one is watermarked)
    assert len(archived(settings)) == 3


def test_the_command_lists_checks_and_makes_again(real_build, tmp_path, monkeypatch):
    monkeypatch.setenv("LIAONING_OFFICE_DIR", str(tmp_path / "office"))
    where = ["--build-dir", str(real_build.build_dir)]
    made = CliRunner().invoke(
        app, ["report", "--period", "2023", "--format", "xlsx", "--out", str(tmp_path), *where]
    )
    assert made.exit_code == 0, made.output
    listed = CliRunner().invoke(app, ["report", "list", *where])
    assert "bulletin  2023  210000  zh  draft" in listed.output
    file = tmp_path / "210000_2023_zh.xlsx"
    assert "Genuine" in CliRunner().invoke(app, ["report", "verify", str(file), *where]).output
    again = CliRunner().invoke(app, ["report", "again", listed.output.split()[0], *where])
    assert "identical" in again.output
    file.write_bytes(b"x")
    refused = CliRunner().invoke(app, ["report", "verify", str(file), *where])
    assert refused.exit_code == 2
    assert "Traceback" not in refused.output


def test_a_report_without_period_or_folder_is_refused(real_build):
    result = CliRunner().invoke(app, ["report", "--build-dir", str(real_build.build_dir)])
    assert result.exit_code == 2
    assert "--period" in result.output


def test_all_regions_tell_their_progress(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "dashboard.report.command.regions_of", lambda *_, **__: ("210100", "210200", "210112")
    )
    told = []
    paths = run(
        settings,
        period="2023",
        formats="xlsx",
        out=tmp_path,
        kind="sheet",
        all_regions=True,
        progress=told.append,
    )
    assert [line.split()[0] for line in told] == ["1/3", "2/3", "3/3"]
    assert len(paths) == 3
