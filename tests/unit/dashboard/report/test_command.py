"""The command: files by name, the same bytes twice, one readable error with exit code 2."""

import shutil
import signal
from datetime import date

import pytest
from typer.testing import CliRunner

from dashboard.__main__ import app
from dashboard.build_queries import BuildQueries
from dashboard.builds import build_as_of, run_build
from dashboard.report.command import archive_of, read_formats, run
from dashboard.report.request import Kind, Request, make_documents
from dashboard.report.stopping import stopped_by_signal
from etl.errors import Stopped
from etl.model.period import Period
from etl.pipeline.build import build
from etl.settings import Settings
from etl.store.read import current_build_id
from tests.conftest import TINY


@pytest.fixture
def settings(real_build, tmp_path):
    return Settings(build_dir=real_build.build_dir, office_dir=tmp_path / "office")


def test_three_files_are_written_and_named_after_region_period_and_language(settings, tmp_path):
    paths = run(settings, period="2023", out=tmp_path / "new", lang="zh")
    assert [path.name for path in paths] == [
        "210000_2023_zh.docx",
        "210000_2023_zh.pdf",
        "210000_2023_zh.xlsx",
    ]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [path.name for path in paths]


def test_two_runs_are_identical_byte_for_byte(settings, tmp_path):
    first, second = (
        run(settings, period="2023M01-05", out=tmp_path / name, lang="en") for name in ("a", "b")
    )
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--period", "20x3"], "20x3"),
        (["--period", "2021/2025"], "2021/2025"),
        (["--period", "2023", "--format", "odt"], "odt"),
        (["--period", "2023", "--format", ","], ","),
        (["--period", "2023", "--lang", "fr"], "fr"),
        (["--period", "2023", "--kind", "poem"], "poem"),
        (["--period", "2023", "--kind", "sheet", "--region", "110000"], "110000"),
        (["--period", "2023", "--mark", "x" * 41], "--mark"),
        (["--period", "2023", "--as-of", "2023-13-01"], "2023-13-01"),
    ],
)
def test_a_wrong_option_is_one_readable_error_with_exit_code_2(real_build, tmp_path, options, named):
    out = tmp_path / "out"
    result = CliRunner().invoke(
        app, ["report", *options, "--out", str(out), "--build-dir", str(real_build.build_dir)]
    )
    assert result.exit_code == 2
    assert named in result.output
    assert "Traceback" not in result.output
    assert not out.exists()


def test_without_a_build_the_error_says_what_to_run(tmp_path):
    result = CliRunner().invoke(
        app, ["report", "--period", "2023", "--out", str(tmp_path), "--build-dir", str(tmp_path / "none")]
    )
    assert result.exit_code == 1
    assert "python -m etl build" in result.output


def test_the_command_prints_the_paths(real_build, tmp_path):
    result = CliRunner().invoke(
        app,
        [
            "report",
            "--period",
            "2023",
            "--format",
            "xlsx",
            "--out",
            str(tmp_path),
            "--build-dir",
            str(real_build.build_dir),
        ],
    )
    assert result.exit_code == 0
    assert "210000_2023_zh.xlsx" in result.output


def test_formats_are_taken_once_each_in_any_case():
    assert read_formats("PDF, docx,pdf") == ("pdf", "docx")


def test_a_report_as_of_a_day_knows_nothing_that_came_later_and_the_build_stays_current(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(TINY, data)
    settings = Settings(data_dir=data, build_dir=tmp_path / "builds", office_dir=tmp_path / "office")
    current = run_build(settings)
    then = build_as_of(settings, date(2022, 6, 1))
    assert then != current
    assert current_build_id(settings.builds) == current
    queries = BuildQueries(settings.builds, then)
    assert queries.build().as_of == date(2022, 6, 1)
    # energy_2021_2023.csv tells when each row was published: GDP of 2020 on 2021-03-31
    known = {(row.series, row.period) for row in queries.observations()}
    assert ("gdp_nominal", "2020") in known
    assert max(row.known_from for row in queries.observations()) <= date(2022, 6, 1)
    assert build_as_of(settings, date(2022, 6, 1)) == then
    assert not list(settings.builds.glob(".as-of-*"))


def test_a_batch_that_is_stopped_keeps_whole_documents_and_says_how_many(real_build, tmp_path):
    settings = Settings(
        data_dir=real_build.data_dir, build_dir=real_build.build_dir, office_dir=tmp_path / "o"
    )
    made = []
    with pytest.raises(Stopped, match=r"1 of 114 made; they stay in .*out") as stopped:
        run(
            settings,
            period="2023",
            kind="sheet",
            all_regions=True,
            formats="xlsx,docx",
            out=tmp_path / "out",
            progress=made.append,
            is_stopped=lambda: bool(made),
        )
    assert stopped.value.exit_code == 130
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["210100_2023_sheet_zh.docx", "210100_2023_sheet_zh.xlsx"]
    assert len(archive_of(settings).runs()) == 1


@pytest.fixture
def control_c_interrupts():
    """As at a terminal; what is started in the background may be deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("control_c_interrupts")
def test_control_c_is_noted_and_told_once_and_breaks_nothing_off():
    told = []
    with stopped_by_signal(lambda: told.append("stopping")) as is_stopped:
        assert not is_stopped()
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        assert is_stopped()
    assert told == ["stopping"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_rebuild_from_the_same_inputs_in_another_folder_gives_the_same_figures(
    tiny_build, tiny_copy, tmp_path
):
    build(tiny_copy, tmp_path / "again")
    figures = []
    for builds in (tiny_build.build_dir, tmp_path / "again"):
        queries = BuildQueries(builds)
        request = Request(Kind.BULLETIN, queries.catalog.home.code, Period.parse("2022"), "zh")
        (document,) = make_documents(queries, (request,))
        figures.append([(figure.text, figure.traces) for _, figure in document.figures()])
    assert figures[0]
    assert figures[0] == figures[1]
