"""Challenges put, answered and closed: methods §4, on both databases."""

import json
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from dashboard.auth.person import Grant, Person
from dashboard.auth.rights import Role
from dashboard.flags_after_answers import Course, Courses, digest_of
from dashboard.operational import proposals
from dashboard.operational.chain import events_of
from dashboard.operational.errors import ActError
from dashboard.upkeep import challenges
from dashboard.upkeep.challenge_addressees import addressee_of, may_answer, may_close
from dashboard.upkeep.china_day import day_of
from etl.model.due_return import DueReturn
from etl.model.vocabulary import ChallengeStatus
from etl.store.rows import ChallengeRow

ROW = ChallengeRow(
    "0123456789ab", "jump", "challenge", "gdp_nominal", "210100", "2023", '{"value": 9.0, "before": 1.0}'
)
TODAY = date(2026, 3, 2)  # the clock of the tests
DUE = date(2026, 3, 16)
OPEN, UNANSWERED, EXPLAINED, UPHELD = ChallengeStatus


def course(office, row=ROW, day=TODAY):
    with office.reading() as connection:
        return challenges.course_of(connection, row, day)


def do(office, what, **named):
    with office.acting() as act:
        return what(act, row=named.pop("row", ROW), **named)


def put(office):
    do(office, challenges.put, actor="an.ning", due=DUE, reason="数值偏离历年")


def answer(office, kind="explanation", figure="", by="fang.ke", row=ROW):
    do(office, challenges.answer, actor=by, kind=kind, text="口径调整", figure=figure, row=row)


def propose(office, by="an.ning", outcome=EXPLAINED, row=ROW):
    return do(office, challenges.propose_closing, actor=by, outcome=outcome, reason="材料属实", row=row).id


def refused(office, what, **named):
    with pytest.raises(ActError) as caught:
        do(office, what, **named)
    return caught.value.reason


@pytest.mark.parametrize("outcome", [EXPLAINED, UPHELD])
def test_the_region_answers_and_two_people_of_the_superior_body_close(office, outcome):
    put(office)
    answer(office)
    number = propose(office, outcome=outcome)
    assert course(office).status is OPEN
    do(office, challenges.accept_closing, actor="bai.he", identifier=number)
    found = course(office)
    assert (found.status, found.closed_by, found.reason) == (outcome, ("an.ning", "bai.he"), "材料属实")
    with office.reading() as connection:
        kinds = [event.kind for event in events_of(connection, *challenges.KINDS)]
    assert kinds == [
        "challenge_put",
        "challenge_answered",
        "challenge_close_proposed",
        "challenge_close_accepted",
    ]


def test_one_person_alone_closes_nothing(small_office):
    answer(small_office)
    number = propose(small_office)
    assert (
        refused(small_office, challenges.accept_closing, actor="an.ning", identifier=number) == "own_proposal"
    )
    assert course(small_office).status is OPEN


def test_who_answered_has_no_part_in_the_closing(small_office):
    answer(small_office, by="an.ning")
    own = {"actor": "an.ning", "outcome": EXPLAINED, "reason": "x"}
    assert refused(small_office, challenges.propose_closing, **own) == "own_answer"
    number = propose(small_office, by="bai.he")
    assert (
        refused(small_office, challenges.accept_closing, actor="an.ning", identifier=number) == "own_answer"
    )


def test_the_second_person_may_keep_it_open(small_office):
    answer(small_office)
    number = propose(small_office)
    with small_office.acting() as act:
        proposals.refuse(act, number, actor="bai.he", reason="材料不足")
    assert course(small_office).status is OPEN
    assert course(small_office).waiting is None
    assert propose(small_office, outcome=UPHELD) != number


def test_nobody_closes_before_whom_it_is_put_to_was_heard(small_office, clock):
    put(small_office)
    early = {"actor": "an.ning", "outcome": UPHELD, "reason": "x"}
    assert refused(small_office, challenges.propose_closing, **early) == "not_heard"
    clock.moment += timedelta(days=15)  # past the term
    assert propose(small_office, outcome=UPHELD)


def test_silence_counts_from_the_day_after_the_term(small_office):
    put(small_office)
    assert course(small_office, day=DUE).status is OPEN
    assert course(small_office, day=DUE + timedelta(days=1)).status is UNANSWERED


def test_silence_in_a_provisional_term_counts_only_when_it_is_over_by_any_calendar(small_office):
    """Spring Festival closes offices for eight days: no term of ten working days can end 14 days later."""
    do(small_office, challenges.put, actor="an.ning", due=DUE, reason="数值偏离历年", is_provisional=True)
    assert course(small_office, day=DUE + timedelta(days=14)).status is OPEN
    assert course(small_office, day=DUE + timedelta(days=15)).status is UNANSWERED
    assert course(small_office).due == DUE.isoformat()


def test_a_challenge_that_was_never_put_is_open_however_old(small_office):
    answer(small_office)
    assert course(small_office, day=date(2030, 1, 1)).status is OPEN


def test_an_answer_in_time_ends_the_term_and_a_late_one_is_no_shelter(small_office, clock):
    put(small_office)
    clock.moment += timedelta(days=15)
    answer(small_office)
    late = course(small_office, day=day_of(clock.moment))
    assert (late.status, late.replies[0].is_late) == (UNANSWERED, True)


def test_a_correction_names_the_figure_and_changes_none(small_office):
    assert refused(
        small_office, challenges.answer, actor="fang.ke", kind="correction", text="笔误", figure=" "
    ) == "no_figure"  # fmt: skip
    answer(small_office, kind="correction", figure="7.91%")
    found = course(small_office)
    assert (found.status, found.replies[0].figure) == (OPEN, "7.91%")


def test_figures_that_changed_are_challenged_anew(small_office):
    answer(small_office)
    do(small_office, challenges.accept_closing, actor="bai.he", identifier=propose(small_office))
    changed = ROW._replace(facts='{"value": 99.0, "before": 1.0}')
    assert course(small_office).status is EXPLAINED
    assert course(small_office, row=changed) == Course()


def test_a_closing_about_figures_that_changed_meanwhile_is_not_carried_out(small_office):
    answer(small_office)
    number = propose(small_office)
    changed = ROW._replace(facts='{"value": 99.0, "before": 1.0}')
    told = refused(small_office, challenges.accept_closing, actor="bai.he", identifier=number, row=changed)
    assert told == "figures_changed"


def test_another_day_is_no_other_figure():
    then, now = (
        ROW._replace(facts=json.dumps({"value": 1.0, "day": day})) for day in ("2026-01-01", "2026-02-01")
    )
    assert digest_of(then) == digest_of(now)


def test_a_note_is_neither_put_nor_answered(small_office):
    note = ROW._replace(severity="note")
    assert refused(small_office, challenges.put, actor="a", due=DUE, reason="x", row=note) == "only_a_note"


def test_rows_carry_what_was_done_about_them(small_office):
    answer(small_office)
    with small_office.reading() as connection:
        events = events_of(connection, *challenges.KINDS)
    other = ROW._replace(challenge_id="ba9876543210")
    own, others = challenges.courses(events, [ROW, other], TODAY).on([ROW, other])
    assert Course.of(own.course).replies[0].text == "口径调整"
    assert others == other
    assert Courses().on([ROW]) == [ROW]


# ── whom it is put to ──


def officer(region, *sources, role=Role.DATA_OFFICER):
    return Person("x", "X", (Grant(role, region, frozenset(sources)),))


def within(region, other):
    return region == other or (other == "210000" and region.startswith("21"))


@pytest.fixture(scope="module")
def owing(shipped_catalog):
    """The shipped declarations with a return of the cities."""
    due = DueReturn.read(
        {
            "id": "city_gdp",
            "name": {"zh": "市报", "en": "Return"},
            "source": "gdp_city_published",
            "series": ["gdp_nominal"],
            "owed_by": "city",
            "within_year": [""],
            "first": "2019",
            "due_days": 60,
        }
    )
    return replace(shipped_catalog, returns={"city_gdp": due})


def test_a_research_inventory_answers_for_its_own_gaps_and_no_city_does(owing):
    row = ROW._replace(subject="co2_total_ceads", facts='{"source": "ceads_city"}')
    to = addressee_of(owing, row)
    assert (to.kind, to.sources) == ("publisher", ("ceads_city",))
    assert not may_answer(officer("210100"), to, within)
    assert may_answer(officer("", "ceads_city"), to, within)
    assert may_answer(officer("", role=Role.REVIEWER), to, within)
    assert not may_answer(officer("210100", role=Role.REVIEWER), to, within)


def test_what_a_return_makes_a_city_owe_is_put_to_that_city(owing):
    to = addressee_of(owing, ROW._replace(facts='{"source": "gdp_city_published"}'))
    assert to.kind == "region"
    assert may_answer(officer("210100"), to, within)
    assert not may_answer(officer("210200"), to, within)
    assert not may_answer(officer("210100", "population_city"), to, within)
    assert not may_answer(officer(""), to, within)


def test_the_same_series_from_a_source_that_no_return_carries_is_its_publishers(owing):
    to = addressee_of(owing, ROW._replace(region="210000", facts='{"source": "nbs_province_revised"}'))
    assert (to.kind, to.sources) == ("publisher", ("nbs_province_revised",))


def test_no_region_closes_what_is_put_to_itself():
    assert may_close(officer("", role=Role.REVIEWER), "210100", within)
    assert not may_close(officer("210100", role=Role.REVIEWER), "210100", within)
    assert not may_close(officer("", role=Role.DATA_OFFICER), "210100", within)
