"""The course of a case under 环发〔2015〕169号 and under 暂停“两高”项目节能审查."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from dashboard.cases.case import Act, Case, CaseEvent, FrozenEvidence, Move, Person
from dashboard.cases.deadlines import deadlines_of
from dashboard.cases.machine import confirm, do, possible_acts, replay, withdraw
from dashboard.cases.refusal import Refused
from etl.model.restriction import CaseState, Instrument, Role
from tests.small_case import (
    ANNE,
    BOB,
    CARL,
    DORA,
    REGION,
    START,
    Weekdays,
    act_of,
    instruments,
    new_case,
    weekdays,
)

EIA, ENERGY = "eia_169", "two_high_review"
BASIS = {EIA: "环发〔2015〕169号", ENERGY: "中发〔2021〕36号"}
PLAYERS = {"open_lead": (ANNE,), "verify": (ANNE, BOB), "notify": (BOB,), "reply": (REGION,)}
PLAYERS |= {"propose": (ANNE, BOB), "deliberate": (CARL,), "decide": (CARL, DORA), "issue": (CARL,)}
PLAYERS |= {"check": (ANNE,), "lift": (CARL, DORA), "extend": (CARL, DORA), "escalate": (DORA, CARL)}
PLAYERS |= {"return_check": (DORA, CARL), "recheck": (BOB,)}
PLAYERS |= {"confirm_end": (CARL,), "close": (ANNE, BOB)}
TO_FORCE = ("open_lead", "verify", "notify", "reply", "propose", "deliberate", "decide", "issue")


class Course:
    """A case and the day on which it goes on."""

    def __init__(self, name: str, day: date = START) -> None:
        self.instrument: Instrument = instruments()[name]
        self.case: Case = new_case(self.instrument)
        self.day = day

    def act(self, name: str, by: Person, chosen: str | None = None, **contents: str) -> Act:
        rule = self.instrument.act(name)
        assert rule is not None
        return act_of(rule, by, self.day, BASIS[self.instrument.id], chosen, **contents)

    def go(self, *names: str, chosen: str | None = None, **contents: str) -> "Course":
        for name in names:
            first, *second = PLAYERS[name]
            _, self.case = do(self.case, self.act(name, first, chosen, **contents), self.instrument, weekdays)
            for person in second:
                _, self.case = confirm(self.case, person, self.day, self.instrument, weekdays)
        return self

    def try_(self, name: str, by: Person, chosen: str | None = None, **contents: str) -> str:
        with pytest.raises(Refused) as caught:
            do(self.case, self.act(name, by, chosen, **contents), self.instrument, weekdays)
        return caught.value.code


def in_force(name: str = EIA, **contents: str) -> Course:
    course = Course(name).go(*TO_FORCE[:4]).go("propose", **contents).go("deliberate")
    return course.go("decide", **contents).go("issue")


def test_a_restriction_comes_into_force_by_two_proposers_and_two_deciders():
    course = in_force()
    assert course.case.state is CaseState.IN_FORCE
    assert course.case.people["propose"] == {"anne", "bob"}
    assert course.case.people["decide"] == {"carl", "dora"}


def test_a_term_of_three_months_ends_on_the_corresponding_day():
    # 169号: term of 3 to 12 months; 民法典 第二百零二条: a term in months ends on the corresponding day
    assert in_force().case.expiry == date(2026, 6, 2)


def test_the_term_begins_with_the_issue_and_not_with_the_decision():
    # 169号: in force from the date of issue
    course = Course(EIA).go(*TO_FORCE[:7])
    course.day = date(2026, 3, 9)
    assert course.go("issue").case.expiry == date(2026, 6, 9)


@pytest.mark.parametrize("months", ["2", "13", "0", "-3", "3.5", "三"])
def test_a_term_outside_three_to_twelve_months_is_refused(months):
    course = Course(EIA).go(*TO_FORCE[:4])
    assert course.try_("propose", ANNE, term_months=months) == "contents"


def test_nothing_is_checked_lifted_or_extended_before_the_term_is_over():
    course = in_force()
    course.day = date(2026, 6, 2)  # the last day still belongs to the term
    assert course.try_("check", ANNE) == "term_expired"
    assert course.try_("lift", CARL) == "state"
    assert course.try_("extend", CARL) == "state"


def test_at_expiry_the_restriction_goes_on_until_someone_decides():
    course = in_force()
    course.day = date(2027, 6, 2)
    assert course.case.state is CaseState.IN_FORCE
    due = {each.id: each for each in deadlines_of(course.case, course.instrument, weekdays)}
    assert due["check_due"].due == date(2026, 7, 2)  # 169号: on-site check within one month after expiry
    assert due["check_due"].is_overdue(date(2026, 7, 3))
    assert not due["check_due"].is_overdue(date(2026, 7, 2))  # its last day is in time


def test_a_passed_check_lets_two_deciders_lift():
    course = in_force()
    course.day = date(2026, 6, 3)
    assert course.go("check", chosen="passed").go("lift").case.state is CaseState.LIFTED
    assert course.try_("remind", ANNE) == "case_ended"


def test_a_failed_check_extends_once_by_at_most_six_months_and_then_escalates():
    course = in_force()
    course.day = date(2026, 6, 3)
    course.go("check", chosen="failed")
    assert course.try_("lift", CARL) == "check_passed"
    assert course.try_("escalate", CARL) == "already_extended"
    assert course.try_("extend", CARL, term_months="7") == "contents"
    course.go("extend", term_months="6")
    assert course.case.state is CaseState.EXTENDED
    assert course.case.expiry == date(2026, 12, 3)
    course.day = date(2026, 12, 4)
    course.go("check", chosen="failed")
    assert course.try_("extend", CARL) == "not_yet_extended"
    assert course.try_("escalate", CARL, recheck_by="2027-W09-1") == "contents"  # the same Monday, misspelled
    course.go("escalate", recheck_by="2027-03-01")
    assert course.case.state is CaseState.ESCALATED
    assert deadlines_of(course.case, course.instrument, weekdays)[-1].id == "recheck_by"
    assert course.go("check", chosen="passed").go("lift").case.state is CaseState.LIFTED


@pytest.mark.parametrize(
    ("first", "second", "onward"), [("passed", "failed", "extend"), ("failed", "passed", "lift")]
)
def test_deciders_who_do_not_accept_a_check_return_it_once_to_somebody_else(first, second, onward):
    course = in_force()
    course.day = date(2026, 6, 3)
    course.go("check", chosen=first)
    assert course.try_("recheck", BOB) == "check_returned"
    course.go("return_check")
    assert course.case.state is CaseState.CHECKED  # it binds on meanwhile
    for name in ("lift", "extend"):  # nothing is decided on a check that is not accepted
        assert course.try_(name, CARL) in {"check_passed", "check_failed"}
    assert course.try_("recheck", ANNE) == "took_part"
    due = {each.id: each.due for each in deadlines_of(course.case, course.instrument, weekdays)}
    assert due["recheck_due"] == date(2026, 7, 3)
    course.go("recheck", chosen=second)
    assert course.try_("return_check", CARL) == "not_yet_returned"
    course.go(onward)
    assert course.case.state is (CaseState.LIFTED if onward == "lift" else CaseState.EXTENDED)


def test_the_check_after_an_extension_can_be_returned_as_the_first_could():
    course = in_force()
    course.day = date(2026, 6, 3)
    course.go("check", chosen="failed").go("return_check").go("recheck", chosen="failed").go("extend")
    course.day = date(2027, 1, 4)
    course.go("check", chosen="passed").go("return_check").go("recheck", chosen="passed").go("lift")
    assert course.case.state is CaseState.LIFTED


def test_a_reply_on_the_day_of_the_notice_meets_its_deadline():
    course = Course(EIA).go(*TO_FORCE[:4])
    due = {each.id: each for each in deadlines_of(course.case, course.instrument, weekdays)}
    assert due["reply_due"].met_on == START


def test_the_proposal_waits_for_the_reply_or_ten_working_days():
    course = Course(EIA).go(*TO_FORCE[:3])
    assert course.try_("propose", ANNE) == "reply_heard"
    course.day = START + timedelta(days=14)  # the tenth working day after Monday 2 March is Monday 16 March
    assert course.try_("propose", ANNE) == "reply_heard"
    course.day = START + timedelta(days=15)
    assert course.go("propose").case.state is CaseState.PROPOSED


def test_who_proposed_neither_deliberates_nor_decides():
    both = Person("anne", frozenset({Role.REVIEWER, Role.DECIDER}))
    course = Course(EIA).go(*TO_FORCE[:5])
    assert course.try_("deliberate", both) == "took_part"
    course.go("deliberate")
    assert course.try_("decide", both) == "took_part"


def test_a_draft_counts_only_when_another_person_confirms_it():
    course = Course(EIA).go("open_lead")
    _, drafted = do(course.case, course.act("verify", ANNE), course.instrument, weekdays)
    assert drafted.state is CaseState.LEAD
    with pytest.raises(Refused, match="same_person"):
        confirm(drafted, ANNE, course.day, course.instrument, weekdays)
    with pytest.raises(Refused, match="role"):
        confirm(drafted, CARL, course.day, course.instrument, weekdays)
    with pytest.raises(Refused, match="pending"):
        do(drafted, course.act("verify", BOB), course.instrument, weekdays)
    for person in (CARL, REGION):  # neither its author nor somebody who might have confirmed it
        with pytest.raises(Refused, match="role"):
            withdraw(drafted, person, course.day, course.instrument)
    _, back = withdraw(drafted, BOB, course.day, course.instrument)
    assert back.state is CaseState.LEAD
    assert back.pending is None


def test_silence_counts_only_once_the_days_off_of_the_term_are_declared():
    """The Spring Festival of a year without a notice lies somewhere: nobody is silent by a guess."""
    course = Course(EIA, date(2026, 12, 24)).go("open_lead", "verify", "notify")
    unknown = Weekdays(2027)
    (reply,) = [
        each for each in deadlines_of(course.case, course.instrument, unknown) if each.id == "reply_due"
    ]
    assert reply.unknown_from == date(2027, 1, 1)
    assert not reply.is_overdue(date(2027, 3, 1))
    late = replace(course.act("propose", ANNE), on=date(2027, 3, 1))
    with pytest.raises(Refused) as caught:
        do(course.case, late, course.instrument, unknown)
    assert (caught.value.code, caught.value.facts["year"]) == ("calendar_unknown", 2027)
    do(course.case, late, course.instrument, weekdays)  # declared since
    heard = course.go("reply").case
    do(heard, late, course.instrument, unknown)  # who has spoken needs no end of a term


def test_a_term_in_months_needs_no_calendar():
    course = in_force(term_months="12")
    found = {each.id: each for each in deadlines_of(course.case, course.instrument, Weekdays(2027))}
    assert {each.unknown_from for each in found.values() if each.id != "reply_due"} == {None}


def test_a_draft_of_its_superiors_keeps_no_region_from_replying():
    course = Course(EIA).go("open_lead", "verify", "notify")
    _, course.case = do(course.case, course.act("close", ANNE), course.instrument, weekdays)

    _, heard = do(course.case, course.act("reply", REGION), course.instrument, weekdays)

    assert heard.pending == course.case.pending
    assert (heard.state, heard.people["reply"]) == (CaseState.NOTIFIED, {REGION.id})
    assert [act.by for act in heard.counted("reply")] == [REGION]
    _, closed = confirm(heard, BOB, course.day, course.instrument, weekdays)
    assert (closed.state, closed.people["close"]) == (CaseState.CLOSED, {"anne", "bob"})
    assert course.try_("remind", ANNE) == "pending"


def test_the_draft_regulation_is_no_basis():
    course = Course(EIA)
    act = replace(course.act("open_lead", ANNE), basis="辽宁省促进制造业高质量发展暂行规定（草案）")
    with pytest.raises(Refused, match="no_basis"):
        do(course.case, act, course.instrument, weekdays)


def test_a_basis_that_has_ended_founds_nothing_any_more():
    course = Course(ENERGY)
    act = replace(course.act("open_lead", ANNE), basis="发改办环资〔2021〕629号")
    with pytest.raises(Refused, match="basis_not_in_force"):
        do(course.case, act, course.instrument, weekdays)


def test_the_energy_instrument_asks_for_a_founding_flag():
    course = Course(ENERGY)
    course.case = new_case(course.instrument, FrozenEvidence("build", {"flag": "warning"}))
    course.go(*TO_FORCE[:4])
    assert course.try_("propose", ANNE) == "founding_flag"


def test_the_energy_instrument_ends_by_its_terms_when_a_person_confirms_it():
    course = in_force(ENERGY, end_date="2026-12-31")
    course.day = date(2026, 12, 31)
    assert course.try_("confirm_end", CARL) == "end_reached"
    for name in ("check", "lift", "extend", "escalate"):
        assert course.instrument.act(name) is None
    course.day = date(2027, 1, 1)
    assert course.go("confirm_end").case.state is CaseState.ENDED_BY_TERMS


def test_a_replay_of_the_kept_events_gives_the_same_case():
    course = in_force()
    assert replay(new_case(course.instrument), course.case.events, course.instrument) == course.case


def test_an_event_of_a_day_before_the_last_one_is_refused():
    course = Course(EIA).go("open_lead")
    course.day = START - timedelta(days=1)
    assert course.try_("verify", ANNE) == "before_last_event"


def test_every_refusal_of_a_table_says_why():
    course = Course(EIA).go("open_lead")
    may = possible_acts(course.case, ANNE, course.day, course.instrument, weekdays)
    assert [name for name, refused in may.items() if refused is None] == [
        "verify",
        "remind",
        "summon",
        "close",
    ]
    assert may["propose"] is not None
    assert may["propose"].code == "state"


def test_an_end_that_has_passed_since_the_draft_is_refused_at_the_confirmation():
    course = Course(ENERGY).go(*TO_FORCE[:4])
    act = course.act("propose", ANNE, end_date="2026-03-10")
    event, course.case = do(course.case, act, course.instrument, weekdays)
    assert event == CaseEvent(Move.DRAFTED, act)
    with pytest.raises(Refused, match="not_after"):
        confirm(course.case, BOB, date(2026, 3, 10), course.instrument, weekdays)
