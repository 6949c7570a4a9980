"""A report of the shipped figures, and one of a handful of rows written out."""

from datetime import date
from functools import cache

import pytest

from dashboard.build_queries import BuildQueries
from dashboard.report.basis import Basis
from dashboard.report.compose import compose_report
from dashboard.report.rows import ReportRows, read_rows
from dashboard.report.workings import read_places, with_workings
from etl.model.period import Period
from etl.store.rows import BuildRow, FileRow

BUILD = BuildRow("0123456789abcdef", "liaoning", None, "a" * 64, "b" * 64, "c" * 64, "real")
FILE = FileRow(1, "nbs_province_revised", "x.csv", "d" * 64, "2024-03", date(2024, 3, 31), True)


@pytest.fixture(scope="session")
def rows():
    """No rows at all: a test replaces what it is about."""
    return ReportRows(BUILD, files=(FILE,))


@pytest.fixture(scope="session")
def basis_of(shipped_catalog):
    def make(rows, period="2023", lang="zh"):
        return Basis(rows, shipped_catalog, Period.parse(period), lang)

    return make


@pytest.fixture(scope="session")
def queries(real_build):
    return BuildQueries(real_build.build_dir)


@pytest.fixture(scope="session")
def rows_of(queries):
    """The rows of a report's period, read once."""

    @cache
    def read(period):
        return read_rows(queries, queries.catalog, Period.parse(period))

    return read


@pytest.fixture(scope="session")
def real_rows(rows_of):
    return rows_of("2023")


@pytest.fixture(scope="session")
def reports(queries, real_rows, basis_of):
    """The report of 2023 in both languages, with the list of its workings."""
    found = {}
    for lang in ("zh", "en"):
        basis = basis_of(real_rows, "2023", lang)
        document = compose_report(basis)
        found[lang] = with_workings(document, basis, read_places(queries, basis, document))
    return found


@pytest.fixture(autouse=True)
def _office(tmp_path, monkeypatch):
    """Archived runs go to a folder of the test, never to the deployment's own."""
    monkeypatch.setenv("LIAONING_OFFICE_DIR", str(tmp_path / "office"))
