"""``python -m etl template`` and ``check --file`` as a person types them, with their exit codes."""

import sys

import openpyxl
import pytest

from etl.__main__ import main
from tests.conftest import SHIPPED


@pytest.fixture
def here(capsys, monkeypatch):
    """Run a command in this process: exit code, what it prints, what it says is wrong."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["etl", *map(str, arguments), "--data", str(SHIPPED)])
        code = main()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_a_template_is_written_filled_in_and_checked(here, tmp_path):
    path = tmp_path / "能耗与工业_沈阳.xlsx"

    wrote = here(
        "template", "city_energy_return", "--period", "2024M01-05", "--region", "210100", "--out", path
    )
    checked = here("check", "--file", path)

    assert (wrote[0], wrote[2], checked[0], checked[2]) == (0, "", 0, "")
    assert "14 regions, 70 figures" in wrote[1]
    assert "70 rows in = 70 kept + 0 rejected" in checked[1]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_moved_heading_of_a_filled_in_template_is_named_in_either_language(here, tmp_path, lang):
    path = tmp_path / "能耗与工业_沈阳.xlsx"
    here("template", "city_energy_return", "--period", "2024M01-05", "--out", path)
    book = openpyxl.load_workbook(path)
    book["数据"]["F3"] = "用电量（万千瓦时）"
    book.save(path)

    code, out, error = here("check", "--file", path, "--lang", lang)

    assert (code, out) == (1, "")
    assert "A3:G4" in error
    assert "全社会用电量" in error
    assert ("表式有变" in error) == (lang == "zh")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("city_energy_return",), "is for one period. Give it, such as --period 2024M01-05"),
        (("ceads_city", "--period", "2020"), "not filled in by hand"),
        (("no_such_source",), "Unknown format 'no_such_source'. Use one of targets,"),
        (("targets", "--region", "210100"), "Targets have no --period and no --region"),
        (("city_energy_return", "--period", "2024M01-05", "--region", "999999"), "Unknown region '999999'"),
    ],
)
def test_what_cannot_be_written_is_told_with_the_exit_code_of_wrong_usage(here, tmp_path, arguments, said):
    code, _, error = here("template", *arguments, "--out", tmp_path / "f.xlsx")

    assert (code, said in error) == (2, True)


def test_a_file_that_is_there_is_never_overwritten(here, tmp_path):
    path = tmp_path / "f.xlsx"
    path.write_bytes(b"kept")

    code, _, error = here("template", "targets", "--out", path)

    assert (code, path.read_bytes()) == (2, b"kept")
    assert "Give --out a new file" in error
