"""What takes two people is never done by one, and never twice."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dashboard.operational import chain, proposals
from dashboard.operational.errors import ActError


def proposed(office, actor="li.na"):
    with office.acting() as act:
        return proposals.propose(act, "grant", actor=actor, subject="user:wang", facts={"role": "viewer"})


def decide(office, proposal, decision, actor, **options):
    with office.acting() as act:
        return decision(act, proposal.id, actor=actor, **options)


def kinds(office):
    with office.reading() as connection:
        return [event.kind for event in chain.events(connection)]


def test_a_second_person_accepts(office):
    accepted = decide(office, proposed(office), proposals.accept, "zhao", reason="核对无误")
    assert (accepted.state, accepted.decided_by, accepted.facts) == ("accepted", "zhao", {"role": "viewer"})
    assert kinds(office) == ["grant_accepted", "grant_proposed", "chain_begun"]


@pytest.mark.parametrize("decision", [proposals.accept, proposals.refuse])
def test_nobody_decides_what_they_proposed(office, decision):
    proposal = proposed(office)
    with pytest.raises(ActError) as told:
        decide(office, proposal, decision, "li.na", reason="ok")
    assert told.value.reason == "own_proposal"
    assert "another person" in told.value.say("en")
    with office.reading() as connection:
        assert proposals.find(connection, proposal.id).state == "open"


def test_the_database_itself_refuses_one_person_as_both(office):
    proposal = proposed(office)
    with pytest.raises(IntegrityError), office.acting() as act:
        act.connection.execute(
            text("UPDATE proposals SET state = 'accepted', decided_by = 'li.na' WHERE id = :id"),
            {"id": proposal.id},
        )


def test_a_refusal_needs_a_reason(office):
    with pytest.raises(ActError) as told:
        decide(office, proposed(office), proposals.refuse, "zhao", reason="  ")
    assert told.value.reason == "no_reason"


def test_only_who_proposed_takes_it_back(office):
    proposal = proposed(office)
    with pytest.raises(ActError, match=r"li\.na"):
        decide(office, proposal, proposals.withdraw, "zhao")
    assert decide(office, proposal, proposals.withdraw, "li.na").state == "withdrawn"


def test_of_many_who_accept_at_once_one_wins_and_the_others_are_told(office):
    proposal = proposed(office)
    told = []
    barrier = threading.Barrier(6)

    def try_it(name):
        barrier.wait()
        try:
            decide(office, proposal, proposals.accept, name)
            told.append("won")
        except ActError as error:
            told.append(error.facts.get("who"))

    threads = [threading.Thread(target=try_it, args=(f"person{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with office.reading() as connection:
        winner = proposals.find(connection, proposal.id).decided_by
    assert told.count("won") == 1
    assert told.count(winner) == 5
    assert kinds(office).count("grant_accepted") == 1


def test_what_is_decided_stays_decided(office):
    proposal = proposed(office)
    decide(office, proposal, proposals.accept, "zhao")
    for decision, actor in (
        (proposals.refuse, "qian"),
        (proposals.withdraw, "li.na"),
        (proposals.accept, "sun"),
    ):
        with pytest.raises(ActError, match="zhao"):
            decide(office, proposal, decision, actor, reason="late")


def test_what_waits_is_listed_oldest_first(office):
    first, second = proposed(office), proposed(office)
    decided = proposed(office)
    decide(office, decided, proposals.accept, "zhao")
    with office.reading() as connection:
        assert [one.id for one in proposals.waiting(connection, "grant")] == [first.id, second.id]
        assert proposals.waiting(connection, "other") == []


def test_a_number_that_nothing_has_is_said(office):
    with office.reading() as connection, pytest.raises(ActError) as told:
        proposals.find(connection, 99)
    assert told.value.reason == "unknown_proposal"
