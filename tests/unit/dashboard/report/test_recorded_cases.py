"""A report tells cases as the store holds them at the cut-off, and the head that proves them."""

from datetime import date

import pytest

from dashboard.flags_after_answers import RecordedAnswers
from dashboard.operational import chain
from dashboard.report.case_record import CaseRecord, read_case_record
from dashboard.report.recorded_cases import published_record, take_record, with_answers, write_record
from dashboard.upkeep import challenges
from etl.errors import UsageError
from etl.model.vocabulary import ChallengeStatus
from etl.store.rows import ChallengeRow
from tests.offices import clock, databases, small_office
from tests.small_case import CARL, DORA, weekdays
from tests.unit.dashboard.cases.test_case_store import go, kept, to_deliberated

ROW = ChallengeRow("0123456789ab", "jump", "challenge", "gdp_nominal", "210100", "2023", '{"value": 9.0}')
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


def test_what_goes_round_holds_published_decisions_alone_and_only_of_regions_it_may_speak_of(small_office):
    cases = kept(small_office)
    file = to_deliberated(cases)
    assert take_record(small_office, weekdays).cases, "an undecided case is on record"
    assert published_record(small_office, weekdays, lambda _: True).cases == ()
    file = go(cases, file, "decide", CARL, DORA)
    go(cases, file, "issue", CARL)
    shown = published_record(small_office, weekdays, lambda _: True)
    assert [line.number for line in shown.cases] == ["2026-0001"]
    assert shown.is_published_only
    assert CaseRecord.from_json(shown.to_json()) == shown
    assert published_record(small_office, weekdays, lambda region: region != "210100").cases == ()


def test_where_nothing_happened_the_record_is_kept_and_empty(small_office):
    record = take_record(small_office, weekdays)
    assert record.is_kept
    assert record.cases == ()


def test_a_record_keeps_where_challenges_stand_and_no_more_of_who_said_what(small_office):
    with small_office.acting() as act:
        challenges.put(act, row=ROW, actor="an.ning", due=date(2026, 3, 16), reason="数值偏离历年")
    with small_office.acting() as act:
        challenges.answer(act, row=ROW, actor="fang.ke", kind="explanation", text="口径调整", figure="")
    with small_office.acting() as act:
        closing = challenges.propose_closing(
            act, row=ROW, actor="an.ning", outcome=ChallengeStatus.EXPLAINED, reason="材料属实"
        )
    with small_office.acting() as act:
        challenges.accept_closing(act, row=ROW, actor="bai.he", identifier=closing.id)
    record = with_answers(take_record(small_office, weekdays), small_office, [ROW])
    assert record.answers == ((ROW.challenge_id, "explained"),)
    assert CaseRecord.from_json(record.to_json()) == record
    found = RecordedAnswers(record.answers).about("", list)
    assert found.statuses == {ROW.challenge_id: ChallengeStatus.EXPLAINED}


def test_a_record_without_answers_is_written_as_it_always_was():
    assert "answers" not in CaseRecord("2026-03-02T09:00:00+00:00", "1-ab").to_json()
