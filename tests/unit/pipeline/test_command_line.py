"""The real commands: what they print, how they refuse, and with which exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.pipeline.build import build
from etl.store.read import current_build_id
from tests.conftest import SHIPPED, TINY
from tests.delivery import replace_in

ROOT = Path(__file__).parents[3]
YEARBOOK = "yearbook/gdp_2020_2022.csv"
COMMUNIQUE = "communique/energy_2021_2023.csv"


def etl(*arguments, **environment):
    """Run ``python -m etl`` as a person would; no traceback and no box may ever show."""
    done = subprocess.run(
        [sys.executable, "-m", "etl", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    assert "╭" not in done.stderr + done.stdout
    return done


@pytest.fixture
def here(capsys, monkeypatch):
    """Run a command in this process, which spares the start of another; its errors must not come through."""

    def run(*arguments, **environment):
        monkeypatch.setattr(sys, "argv", ["etl", *map(str, arguments)])
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = main()
        printed = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, printed.out, printed.err)

    return run


BUILD_AND_TELL = """
import sys
from etl.__main__ import main
code = main()
idle = {"pandas", "pyarrow", "pydantic", "openpyxl", "xlsxwriter", "sqlalchemy", "rich.console"}
print(*sorted(idle & sys.modules.keys()))
sys.exit(code)
"""


def test_build_counts_rows_and_names_the_build_and_waits_for_nothing_that_it_does_not_need(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", BUILD_AND_TELL, "build", "--data", str(TINY), "--build-dir", str(tmp_path)],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == ""
    assert "26 in = 26 kept + 0 rejected" in done.stdout
    assert f"build {current_build_id(tmp_path)} published" in done.stdout


RENAMED = (
    YEARBOOK,
    "第二产业（亿元）",
    "二产（亿元）",
    ("row 2", "expected heading '第二产业（亿元）'", "found E2 '二产（亿元）'", "add a format file"),
)
WRONG_UNIT = (
    COMMUNIQUE,
    "能耗强度变化,%,1.00",
    "能耗强度变化,亿元,1.00",
    ("D3", "found unit '亿元'", "percent", "Check unit and figure"),
)
UNKNOWN_REGION = (
    COMMUNIQUE,
    "西山市,2021,能耗",
    "西海市,2021,能耗",
    ("A4", "found '西海市'", "expected the code or name of a known region", "Correct it"),
)
AMBIGUOUS_REGION = (
    COMMUNIQUE,
    "西山市,2021,能耗",
    "城中区,2021,能耗",
    ("A4", "found '城中区'", "expected the code or name of a known region"),
)
TEXT_IN_NUMBER = (
    YEARBOOK,
    '"1,100"',
    "约1100",
    ("D10", "found '约1100'", "expected a number", "['-']", "it is not guessed"),
)


@pytest.mark.parametrize(
    "broken",
    [RENAMED, WRONG_UNIT, UNKNOWN_REGION, AMBIGUOUS_REGION, TEXT_IN_NUMBER],
    ids=["renamed heading", "wrong unit", "unknown region", "ambiguous region", "text in a number cell"],
)
def test_a_broken_file_is_named_with_place_finding_expectation_and_action(tiny_copy, tmp_path, broken):
    file, old, new, says = broken
    builds = tmp_path / "builds"
    good = build(tiny_copy, builds)
    pointer = (builds / "current").read_bytes()
    replace_in(tiny_copy, file, old, new)

    done = etl("build", "--data", tiny_copy, "--build-dir", builds)

    assert (done.returncode, done.stdout) == (1, "")
    for fact in (file, f"sheet {Path(file).stem}", *says):
        assert fact in done.stderr
    assert "nothing was published, the current build stays" in done.stderr
    assert (builds / "current").read_bytes() == pointer
    assert sorted(path.name for path in builds.iterdir()) == sorted(["current", good.build_id])


def test_a_file_changed_since_it_was_received_is_refused(here, tiny_copy, tmp_path):
    path = tiny_copy / "raw" / YEARBOOK
    path.write_bytes(path.read_bytes() + b"\n")

    done = here("build", "--data", tiny_copy, "--build-dir", tmp_path / "builds")

    assert done.returncode == 1
    assert f"Source file {YEARBOOK}: its bytes have changed since it was received" in done.stderr
    assert "Restore the file as received" in done.stderr


@pytest.mark.parametrize("command", ["build", "check"])
def test_what_is_wrong_in_a_file_edited_in_place_is_named_to_the_cell_beside_its_hash(
    here, tiny_copy, tmp_path, command
):
    path = tiny_copy / "raw" / YEARBOOK
    path.write_text(
        path.read_text("utf-8").replace("900203,青石区,2020,190,50", "900203,青石区,2020,约190,50"), "utf-8"
    )
    where = ["--build-dir", tmp_path / "builds"] if command == "build" else []

    done = here(command, "--data", tiny_copy, *where)

    assert done.returncode == 1
    assert "its bytes have changed since it was received" in done.stderr
    assert YEARBOOK in done.stderr
    assert "found '约190'; expected a number" in done.stderr


def test_a_file_without_its_meta_is_refused(here, tiny_copy, tmp_path):
    (tiny_copy / "raw" / f"{YEARBOOK}.meta.yaml").unlink()

    done = here("build", "--data", tiny_copy, "--build-dir", tmp_path / "builds")

    assert done.returncode == 1
    assert "no gdp_2020_2022.csv.meta.yaml beside it. Write who published it" in done.stderr


def test_everything_that_is_wrong_is_named_at_once_in_either_language(here, tiny_copy, tmp_path):
    for file, old, new, _ in (RENAMED, WRONG_UNIT):
        replace_in(tiny_copy, file, old, new)

    done = here("build", "--data", tiny_copy, "--build-dir", tmp_path / "builds", "--lang", "zh")

    assert done.returncode == 1
    assert "表式有变" in done.stderr
    assert "应为 energy_intensity_change_published 的单位 percent" in done.stderr
    assert "共发现 2 处问题；未发布新版本" in done.stderr


def test_a_wrong_declaration_is_named_with_file_and_place(here, tiny_copy, tmp_path):
    path = tiny_copy / "catalog" / "indicators" / "gdp.yaml"
    path.write_text(path.read_text("utf-8").replace("higher_is_better", "up"), "utf-8")

    done = here("check", "--data", tiny_copy)

    assert done.returncode == 1
    assert "gdp.yaml, direction: found 'up'; expected" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", "--as-of", "2025-13-01"], "'2025-13-01'"),
        (["build", "--nonsense"], "--nonsense"),
        (["build", "--lang", "fr"], "'fr' is not one of 'zh', 'en'"),
        (["build", "--data", "no/such/folder"], "No folder no/such/folder. Give --data DIR"),
        (["check", "--file", "no/such.csv"], "No file no/such.csv. Check the path"),
        (["explain", "210000"], "Missing argument 'indicator'"),
        (["explain", "210000", "gdp", "20x0"], "Not a period: found '20x0'; expected 2023, 2023H1"),
        (["nonsense"], "No such command 'nonsense'"),
        ([], "Missing command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_one_readable_paragraph_and_exit_code_2(here, arguments, says):
    done = here(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_setting_that_does_not_fit_is_named(here):
    done = here("check", LIAONING_PORT="eighty")

    assert done.returncode == 2
    assert "Setting port is 'eighty'" in done.stderr


def test_a_build_folder_that_cannot_be_written_is_named(here, tmp_path):
    (tmp_path / "builds").write_text("a file", "utf-8")

    done = here("build", "--data", TINY, "--build-dir", tmp_path / "builds")

    assert done.returncode == 1
    assert f"{tmp_path / 'builds'}: " in done.stderr
    assert "Check the path and its permissions." in done.stderr


def test_check_says_what_it_read_and_writes_nothing(here, tiny_copy):
    before = sorted(tiny_copy.rglob("*"))

    done = here("check", "--data", tiny_copy)

    assert done.returncode == 0
    assert done.stdout == "7 indicators, 3 targets, 3 files, 43 rows: no problem found.\n"
    assert sorted(tiny_copy.rglob("*")) == before


def test_check_reads_one_file_alone_and_finds_its_source(here, tmp_path):
    sent = tmp_path / "gdp_2023.csv"
    sent.write_text("代码,地区,年份,生产总值（亿元）,第二产业（亿元）\n900100,东海市,2023,700,-\n", "utf-8")

    done = here("check", "--data", TINY, "--file", sent)

    assert (done.returncode, done.stdout) == (
        0,
        "gdp_2023.csv, sheet gdp_2023, as yearbook: 2 rows in = 2 kept + 0 rejected\n",
    )


def test_check_refuses_one_file_with_the_same_words_as_a_build(here, tmp_path):
    sent = tmp_path / "gdp_2023.csv"
    sent.write_text("代码,地区,年份,生产总值（亿元）,第二产业（亿元）\n900100,西山市,2023,700,-\n", "utf-8")

    done = here("check", "--data", TINY, "--file", sent)

    assert done.returncode == 1
    assert "gdp_2023.csv, sheet gdp_2023, B2: found region name '西山市'" in done.stderr


def test_diff_tells_new_gone_and_changed_figures_by_source_with_an_action(here, tiny_copy, tmp_path):
    builds = tmp_path / "builds"
    here("build", "--data", tiny_copy, "--build-dir", builds)
    before = current_build_id(builds)
    replace_in(tiny_copy, YEARBOOK, "900200,西山市,2022,460,-", "900200,西山市,2019,380,110")
    replace_in(tiny_copy, COMMUNIQUE, "乙省,2021,能耗强度变化,%,-1.5,", "乙省,2021,能耗强度变化,%,-1.6,")
    here("build", "--data", tiny_copy, "--build-dir", builds)

    after = current_build_id(builds)
    done = here("diff", before, after, "--build-dir", builds)

    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"{before} → {after}; made with other: source files",
        "Energy communiqués of Yi (communique): 0 new, 0 gone, 1 changed",
        "  energy_intensity_change_published 900000 2021: -1.5 → -1.6 "
        "(replaced, the figure of before is not kept; communique/energy_2021_2023.csv!energy_2021_2023!E2)",
        "  Action: restore the file of before and add the new edition as a file of its own, "
        "so that both are kept.",
        "Statistical yearbook of Yi (yearbook): 2 new, 2 gone, 0 changed",
        "  gone: gdp_nominal 900200 2022",
        "  gone: va_secondary 900200 2022",
        "  new: gdp_nominal 900200 2019",
        "  new: va_secondary 900200 2019",
        "  Action: ask the publisher why figures are gone, before the build is used.",
    ]


def test_diff_speaks_chinese_too(here, tiny_build):
    done = here(
        "diff", tiny_build.build_id, tiny_build.build_id, "--build-dir", tiny_build.build_dir, "--lang", "zh"
    )

    assert done.stdout.splitlines()[-1] == "采用的数值没有差别。处理：无。"


def test_diff_of_a_build_with_itself_finds_nothing(here, tiny_build):
    done = here("diff", tiny_build.build_id, tiny_build.build_id, "--build-dir", tiny_build.build_dir)

    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"{tiny_build.build_id} → {tiny_build.build_id}; made with other: nothing",
        "No figure in use differs. Action: none.",
    ]


def test_diff_of_an_unknown_build_names_those_that_are_there(here, tiny_build):
    done = here("diff", "0" * 16, tiny_build.build_id, "--build-dir", tiny_build.build_dir)

    assert done.returncode == 1
    assert f"No build {'0' * 16}" in done.stderr
    assert f"Builds there: {tiny_build.build_id}" in done.stderr


@pytest.fixture
def explain(here):
    def run(built, *arguments):
        return here("explain", *arguments, "--data", built.data_dir, "--build-dir", built.build_dir)

    return run


def test_explain_shows_the_rise_of_2020_down_to_the_cell_with_no_rule_in_force(explain, real_build):
    done = explain(real_build, "210000", "energy_intensity_change", "2020")

    assert done.returncode == 0
    assert "value: +3.96 % (published, not stated to be final, official, exact)" in done.stdout
    assert (
        "nbs_2020_communique/energy_province_2020.csv, sheet energy_province_2020, cell F17: 3.96 %"
        in done.stdout
    )
    assert "not assessed: no rule in force; rule: none" in done.stdout
    what_if = [line for line in done.stdout.splitlines() if "level 1" in line]
    assert what_if
    assert all(line.startswith("what-if (decides nothing): ") for line in what_if)


def test_explain_speaks_chinese(explain, real_build):
    done = explain(real_build, "210000", "energy_intensity_change", "2020", "--lang", "zh")

    assert "数值：+3.96%（公布值，未注明是否最终，官方数据，精确值）" in done.stdout
    assert "假设推演（不作结论）" in done.stdout


def test_explain_puts_the_numbers_into_the_formula(explain, tiny_build):
    done = explain(tiny_build, "900100", "energy_intensity_cumulative_reduction", "2021/2022")

    assert "formula: (1 − Π(1 + Change of energy intensity/100)) × 100" in done.stdout
    assert "with numbers: = (1 − (1 + 1/100) × (1 + -2/100)) × 100" in done.stdout
    assert (
        f"{COMMUNIQUE}, sheet energy_2021_2023, cell E3: 1 %; not stated to be final; known from 2022-07-15"
        in done.stdout
    )
    assert "required 6.294, gap −5.274" in done.stdout
    assert "progress 6.31 %, due 40.00 % (logarithmic)" in done.stdout


def test_explain_of_a_gap_gives_its_reason(explain, tiny_build):
    done = explain(tiny_build, "900200", "secondary_share", "2022")

    assert "value: — an input is missing" in done.stdout
    assert f"{YEARBOOK}, sheet gdp_2020_2022, cell E15: —" in done.stdout


def test_explain_of_a_figure_that_nobody_collects_says_so(explain, tiny_build):
    done = explain(tiny_build, "900203", "gdp_growth", "2022")

    assert (done.returncode, "value: — not collected" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("region", "indicator", "says"),
    [("999999", "gdp", "Unknown region '999999'"), ("900000", "nonsense", "Unknown indicator 'nonsense'")],
)
def test_explain_of_an_unknown_name_is_wrong_usage(explain, tiny_build, region, indicator, says):
    done = explain(tiny_build, region, indicator, "2022")

    assert (done.returncode, says in done.stderr) == (2, True)


def test_without_a_build_every_reader_says_how_to_make_one(here, tmp_path):
    done = here("explain", "210000", "gdp", "2023", "--data", SHIPPED, "--build-dir", tmp_path)

    assert done.returncode == 1
    assert done.stderr == f"No build in {tmp_path}. Run: python -m etl build\n"


def test_explain_leads_a_factor_to_the_declaration_and_document_it_stands_in(explain, real_build):
    done = explain(real_build, "210100", "grid_emission_factor", "2022")

    # 生态环境部公告2024年第33号: 辽宁 0.5626
    document = "Liaoning Province: 0.5626 kg CO2/kWh; 生态环境部公告2024年第33号"
    assert f"[in use] {document}; catalog/factors/grid.csv, row 20; known from 2024" in done.stdout


def test_explain_shows_which_of_two_publications_a_share_was_taken_from(explain, real_build):
    done = explain(real_build, "210000", "secondary_share", "2021")

    assert "= 10875.2 / 27584.1 × 100" in done.stdout
    assert "[not in use] GDP of the province 2004–2023, revised" in done.stdout
    used = "[in use] Liaoning Province, statistical communiqué for 2021, reprint"
    assert f"{used}; official_text/official_figures.csv, sheet official_figures, cell F52" in done.stdout


def test_explain_tells_the_rank_with_ties_and_band_and_the_peers_with_their_distance(explain, real_build):
    done = explain(real_build, "210100", "gdp_growth", "2023")

    # 2023: 沈阳 and 丹东 grew by 6.1 %, no city by more
    assert "rank 1 of 14 regions of its level\n  shared with 1 other region(s)" in done.stdout
    assert "no band: this indicator has no history of revisions" in done.stdout
    peers = done.stdout.partition("structural nearest neighbours (2023;")[2].splitlines()[1:]
    assert peers[0].startswith("  1. Dalian City: distance ")
    distances = [float(line.partition("distance ")[2].partition(",")[0]) for line in peers]
    assert distances == sorted(distances)


def test_explain_of_an_early_year_names_no_later_peers(explain, real_build):
    done = explain(real_build, "210100", "gdp_growth", "2003")

    assert "structural nearest neighbours" not in done.stdout


def test_reassess_tells_what_a_changed_figure_would_turn_and_stores_nothing(here, tiny_build):
    done = here(
        "reassess", "900100", "--set", "energy_intensity_change_published@2022=3",
        "--data", tiny_build.data_dir, "--build-dir", tiny_build.build_dir,
    )  # fmt: skip

    assert done.returncode == 0
    assert "verdicts change" in done.stdout
    assert "(-2 %) → " in done.stdout
    assert done.stdout.endswith("a figure counts once a file brings it and a build takes it in.\n")
