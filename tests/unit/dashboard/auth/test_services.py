"""A program's token does little, for one region, until a day; two people give it."""

import pytest

from dashboard.auth.reads import note_read, reads
from dashboard.auth.services import (
    accept_service,
    all_services,
    end_service,
    propose_service,
    service_of_token,
)
from dashboard.operational import chain
from dashboard.operational.errors import ActError


def acting(office, function, *arguments, **options):
    with office.acting() as act:
        return function(act, *arguments, **options)


def proposed(office, **changes):
    wanted = {
        "actor": "admin.a",
        "name": "approval",
        "scopes": frozenset({"project_check"}),
        "region": "210100",
        "days": 90,
    }
    return acting(office, propose_service, **{**wanted, **changes})


def test_a_second_person_makes_the_account_and_the_token_is_told_once(office):
    token = acting(office, accept_service, proposed(office).id, actor="admin.b")
    account = service_of_token(office, token)
    assert (account.name, account.scopes, account.region) == ("approval", {"project_check"}, "210100")
    assert account.person.scope.key == "regions:210100"
    with office.reading() as connection:
        assert token not in b"".join(chain.lines(connection)).decode()
        assert [one.name for one in all_services(connection)] == ["approval"]


def test_one_person_never_makes_an_account(office):
    proposal = proposed(office)
    with pytest.raises(ActError, match="another person"):
        acting(office, accept_service, proposal.id, actor="admin.a")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"scopes": frozenset({"decide"})}, "unknown_scope"),
        ({"scopes": frozenset()}, "unknown_scope"),
        ({"days": 0}, "service_too_long"),
        ({"days": 400}, "service_too_long"),
    ],
)
def test_what_a_program_cannot_be_given_is_refused(office, changes, reason):
    with pytest.raises(ActError) as told:
        proposed(office, **changes)
    assert told.value.reason == reason


def test_two_accounts_never_have_one_name(office):
    first, second = proposed(office), proposed(office)
    acting(office, accept_service, first.id, actor="admin.b")
    with pytest.raises(ActError) as told:
        acting(office, accept_service, second.id, actor="admin.b")
    assert told.value.reason == "name_taken"


def test_a_token_ends_on_its_day_or_when_it_is_ended(office, clock):
    token = acting(office, accept_service, proposed(office).id, actor="admin.b")
    clock.move(days=89)
    assert service_of_token(office, token)
    clock.move(days=2)
    assert service_of_token(office, token) is None
    other = acting(office, accept_service, proposed(office, name="other").id, actor="admin.b")
    acting(office, end_service, actor="admin.a", name="other", reason="不再使用")
    assert service_of_token(office, other) is None


@pytest.mark.parametrize("token", ["", "lnp_", "lnp_nothing", "Bearer x"])
def test_a_token_that_nobody_was_given_is_nobody(office, token):
    assert service_of_token(office, token) is None


def test_who_read_what_is_restricted_is_kept(office):
    note_read(office, actor="li.na", what="case:1", scope="regions:210100")
    note_read(office, actor="wang", what="case:2", scope="all")
    with office.reading() as connection:
        assert [(row.actor, row.what) for row in reads(connection)] == [
            ("wang", "case:2"),
            ("li.na", "case:1"),
        ]
        assert [row.what for row in reads(connection, actor="li.na")] == ["case:1"]
