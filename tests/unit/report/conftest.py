"""A report of the shipped figures, and one of a handful of rows written out."""

from datetime import date

import pytest

from dashboard.queries import BuildQueries
from dashboard.report.basis import Basis, ReportRows, read_rows
from dashboard.report.compose import compose_report
from etl.model.period import Period
from etl.store.rows import BuildRow, FileRow

BUILD = BuildRow("0123456789abcdef", "liaoning", None, "a" * 64, "b" * 64, "c" * 64, "real")
FILE = FileRow(1, "nbs_province_revised", "x.csv", "d" * 64, "2024-03", date(2024, 3, 31), True)


@pytest.fixture(scope="session")
def rows():
    """No rows at all: a test replaces what it is about."""
    return ReportRows(BUILD, (), (), (), (), (), (), (), (FILE,))


@pytest.fixture(scope="session")
def basis_of(shipped_catalog):
    def make(rows, period="2023", lang="zh"):
        return Basis(rows, shipped_catalog, Period.parse(period), lang)

    return make


@pytest.fixture(scope="session")
def real_rows(real_build):
    queries = BuildQueries(real_build.build_dir)
    return read_rows(queries, queries.catalog)


@pytest.fixture(scope="session")
def reports(real_rows, basis_of):
    """The report of 2023 in both languages."""
    return {lang: compose_report(basis_of(real_rows, "2023", lang)) for lang in ("zh", "en")}
