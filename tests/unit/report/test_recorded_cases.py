"""A report tells cases as the store holds them at the cut-off, and the head that proves them."""

import pytest

from dashboard.office import chain
from dashboard.report.case_record import read_case_record
from dashboard.report.recorded_cases import take_record, write_record
from etl.errors import UsageError
from tests.offices import clock, databases, small_office
from tests.small_case import CARL, DORA, weekdays
from tests.unit.dashboard.cases.test_kept import go, kept, to_deliberated

__all__ = ["clock", "databases", "small_office"]


def test_a_restriction_in_force_is_recorded_with_document_and_next_deadline(small_office, tmp_path):
    cases = kept(small_office)
    file = go(cases, to_deliberated(cases), "decide", CARL, DORA)
    go(cases, file, "issue", CARL)
    record = write_record(small_office, weekdays, tmp_path / "cases.json")
    (line,) = record.cases
    assert (line.number, line.region, line.document) == ("2026-0001", "210100", "辽环函〔2026〕1号")
    assert (line.state["zh"], line.since, line.is_restriction) == ("限批中", "2026-03-02", True)
    assert line.deadline == "2026-06-02"  # three months from the day of issue (民法典 202条)
    with small_office.reading() as connection:
        assert record.head == str(chain.head(connection))
    assert read_case_record(tmp_path / "cases.json") == record


def test_a_record_is_never_written_over(small_office, tmp_path):
    out = tmp_path / "cases.json"
    out.write_text("{}")
    with pytest.raises(UsageError, match="exists"):
        write_record(small_office, weekdays, out)


def test_where_nothing_happened_the_record_is_kept_and_empty(small_office):
    record = take_record(small_office, weekdays)
    assert record.is_kept
    assert record.cases == ()
