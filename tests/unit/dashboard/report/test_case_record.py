"""The record of cases that a report is handed: the same text for the same record, refused when damaged."""

import pytest
from msgspec.structs import replace

from dashboard.report.case_record import CaseLine, CaseRecord, read_case_record
from etl.errors import UsageError

LINE = CaseLine(
    "2026-001",
    "210500",
    {"zh": "暂停“两高”项目节能审查", "en": "suspension of energy reviews"},
    {"zh": "告知", "en": "notified"},
    "2026-10-08",
    "2026-10-22",
)
RECORD = CaseRecord("2026-11-19T18:00:00+08:00", "12-" + "a" * 64, (LINE,))


def test_a_record_reads_back_as_it_was_written():
    assert CaseRecord.from_json(RECORD.to_json()) == RECORD
    assert RECORD.to_json() == RECORD.to_json()


def test_the_cases_of_one_region_are_found():
    assert RECORD.of_region("210500") == (LINE,)
    assert RECORD.of_region("210100") == ()


def test_without_a_record_nobody_keeps_cases():
    assert not CaseRecord().is_kept
    assert RECORD.is_kept


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"format": 2}',
        '{"format": 1, "cut_off": "yesterday", "head": "", "cases": []}',
        '{"format": 1, "cut_off": "", "head": ""}',
        '{"format": 1, "cut_off": "", "head": "", "cases": [{"verdict": "red"}]}',
    ],
)
def test_a_damaged_record_is_refused_with_the_file_named(tmp_path, text):
    path = tmp_path / "cases.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"cases\.json"):
        read_case_record(path)


def test_a_deadline_that_rests_on_days_off_not_declared_stays_marked():
    provisional = replace(LINE, deadline="2027-01-15", deadline_unknown_from="2027-01-01")
    record = replace(RECORD, cases=(provisional,))
    assert CaseRecord.from_json(record.to_json()) == record
    assert "deadline_unknown_from" not in RECORD.to_json()  # a record of before is written as it always was
