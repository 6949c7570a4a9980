"""Workbook intake against python-calamine alone, one million cells, CPU time of all processes."""

import random
import resource
import subprocess
import sys

import pytest
import xlsxwriter

from etl.extract.limited import WorkbookReader
from etl.extract.workbook import read_workbook

ROWS, COLUMNS = 10_000, 100
REPEATS = 3
ALONE = """
import sys
from python_calamine import CalamineWorkbook
workbook = CalamineWorkbook.from_path(sys.argv[1])
[workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names]
"""
CITIES = ("沈阳市", "大连市", "鞍山市", "抚顺市")


def write_million(path, share_of_texts):
    chance = random.Random(1)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row in range(ROWS):
        for column in range(COLUMNS):
            if column < COLUMNS * share_of_texts:
                sheet.write_string(row, column, chance.choice(CITIES) + str(row % 97))
            else:
                sheet.write_number(row, column, round(chance.random() * 1000, 2))
    book.close()
    return path


def cpu_seconds():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def cost(task):
    """The least CPU time of some runs: other work on the machine only ever adds."""
    measured = []
    for _ in range(REPEATS):
        before = cpu_seconds()
        task()
        measured.append(cpu_seconds() - before)
    return min(measured)


@pytest.mark.bench
@pytest.mark.parametrize("share_of_texts", [0, 0.25])
def test_intake_of_a_million_cells_costs_at_most_half_as_much_again_as_the_reader_alone(
    tmp_path, capsys, share_of_texts
):
    path = write_million(tmp_path / "million.xlsx", share_of_texts)

    def take_in():
        with WorkbookReader() as workbooks:
            (sheet,) = read_workbook(path, path.name, workbooks)
        assert sheet.cells.shape == (ROWS, COLUMNS)

    alone = cost(lambda: subprocess.run([sys.executable, "-c", ALONE, str(path)], check=True))
    ours = cost(take_in)
    with capsys.disabled():
        sys.stdout.write(
            f"\n1 M cells, {share_of_texts:.0%} texts: python-calamine {alone:.2f} s, intake {ours:.2f} s, "
            f"ratio {ours / alone:.2f}\n"
        )
    assert ours <= 1.5 * alone
