"""A build of 0.55 million figures against the plainest thing that reads the same files (design §10)."""

import csv
import shutil
import sys

import pytest

from tests.benchmarks.deployment import SMALL, Invented
from tests.benchmarks.measure import run, side_by_side

BARE_TABLE = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("CREATE TABLE figures AS SELECT * FROM read_csv(?, nullstr = '…')", [sys.argv[2]])
connection.close()
"""
BARE_CELLS = """
import sys
from pathlib import Path
from python_calamine import CalamineWorkbook
for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    workbook = CalamineWorkbook.from_path(path)
    [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names]
"""
INTAKE = """
import sys
from pathlib import Path
from etl.extract.limited import WorkbookReader
from etl.extract.workbook import read_workbook
with WorkbookReader() as workbooks:
    for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
        read_workbook(path, path.name, workbooks)
"""

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def bytecode(tmp_path_factory):
    return tmp_path_factory.mktemp("bytecode")


def a_deployment(folder, layout, size=SMALL):
    """The folder of the deployment and that of its files."""
    (first, *_) = Invented(size).write(folder, layout)
    return folder, first.parent


def say(capsys, what, product, yardstick, name):
    ratio = product.seconds / yardstick.seconds
    with capsys.disabled():
        sys.stdout.write(f"\n{what}: product {product}, {name} {yardstick}, ratio {ratio:.2f}\n")
    return ratio


def a_build(data, folder, bytecode):
    """Build from nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    return run(["-m", "etl", "build", "--data", str(data), "--build-dir", str(folder)], bytecode)


def a_bare_table(path, files, bytecode):
    path.unlink(missing_ok=True)
    return run(["-c", BARE_TABLE, str(path), str(files)], bytecode)


def challenges_of(builds):
    """Kind, subject, region and period of every challenge of the current build."""
    exports = builds / (builds / "current").read_text().strip() / "exports"
    with (exports / "challenges.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["kind"], row["subject"], row["region"], row["period"]) for row in csv.DictReader(stream)}


@pytest.mark.parametrize(("layout", "pattern"), [("long", "all.csv"), ("months", "*.csv")])
def test_a_build_costs_at_most_two_and_a_half_bare_tables_of_the_same_files(
    tmp_path, bytecode, capsys, layout, pattern
):
    data, files = a_deployment(tmp_path / "data", layout)
    builds = tmp_path / "builds"

    product, yardstick = side_by_side(
        lambda: a_build(data, builds, bytecode),
        lambda: a_bare_table(tmp_path / "bare.duckdb", files / pattern, bytecode),
    )

    ratio = say(capsys, f"{SMALL.rows:,} figures, CSV {layout}", product, yardstick, "bare table")
    places = Invented().places
    slipped = places[SMALL.provinces + SMALL.cities].code
    assert ("unit_slip", "output", slipped, "2022M01-06") in challenges_of(builds)
    assert ("parts_against_whole", "output", places[0].code, "2024M01-07") in challenges_of(builds)
    assert ratio <= 2.5
    assert product.peak_mib <= 400


def test_a_build_from_monthly_workbooks_takes_in_the_cells_for_half_as_much_again_as_the_reader_alone(
    tmp_path, bytecode, capsys
):
    data, files = a_deployment(tmp_path / "data", "workbooks")

    build, intake, yardstick = side_by_side(
        lambda: a_build(data, tmp_path / "builds", bytecode),
        lambda: run(["-c", INTAKE, str(files)], bytecode),
        lambda: run(["-c", BARE_CELLS, str(files)], bytecode),
    )

    say(
        capsys,
        f"{SMALL.rows:,} figures, {SMALL.months} workbooks, build",
        build,
        yardstick,
        "python-calamine",
    )
    ratio = say(capsys, f"{SMALL.rows:,} figures, workbooks, intake", intake, yardstick, "python-calamine")
    assert ratio <= 1.5
    assert build.peak_mib <= 400
