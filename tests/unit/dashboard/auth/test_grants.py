"""Roles are given by two people, neither of whom is the one who gets them."""

import pytest

from dashboard.auth.grants import accept_grant, end_grant, found_admin, propose_grant
from dashboard.auth.people import all_users, disable_user
from dashboard.auth.person import Grant
from dashboard.auth.rights import Role
from dashboard.auth.rights_export import rights_csv
from dashboard.operational import proposals
from dashboard.operational.errors import ActError


def acting(office, function, *arguments, **options):
    with office.acting() as act:
        return function(act, *arguments, **options)


def reason_of(office, function, *arguments, **options):
    with pytest.raises(ActError) as told:
        acting(office, function, *arguments, **options)
    return told.value.reason


@pytest.fixture
def founded(office, add):
    """Two administrators, and one who holds nothing."""
    for name in ("admin.a", "admin.b", "li.na"):
        add(name)
    for name in ("admin.a", "admin.b"):
        acting(office, found_admin, actor="console:root", name=name)
    return office


OFFICER = Grant(Role.DATA_OFFICER, "210100")


def given(office, grant, name="li.na"):
    proposal = acting(office, propose_grant, actor="admin.a", name=name, grant=grant)
    return acting(office, accept_grant, proposal.id, actor="admin.b")


def test_a_role_holds_only_after_the_second_person(founded):
    proposal = acting(founded, propose_grant, actor="admin.a", name="li.na", grant=OFFICER)
    with founded.reading() as connection:
        assert all(user.grants == () for user in all_users(connection) if user.name == "li.na")
    assert acting(founded, accept_grant, proposal.id, actor="admin.b").grants == (OFFICER,)


def test_one_person_never_gives_a_role(founded):
    proposal = acting(founded, propose_grant, actor="admin.a", name="li.na", grant=OFFICER)
    assert reason_of(founded, accept_grant, proposal.id, actor="admin.a") == "own_proposal"


def test_nobody_takes_part_in_what_they_get(founded):
    own = Grant(Role.VIEWER)
    assert reason_of(founded, propose_grant, actor="admin.a", name="admin.a", grant=own) == "own_grant"
    proposal = acting(founded, propose_grant, actor="admin.a", name="admin.b", grant=own)
    assert reason_of(founded, accept_grant, proposal.id, actor="admin.b") == "own_grant"


def test_another_kind_of_proposal_is_no_grant(founded):
    other = acting(founded, proposals.propose, "target", actor="admin.a", subject="user:li.na", facts={})
    assert reason_of(founded, accept_grant, other.id, actor="admin.b") == "unknown_proposal"


def test_what_no_longer_fits_is_not_given(founded):
    admin = acting(founded, propose_grant, actor="admin.a", name="li.na", grant=Grant(Role.ADMIN))
    given(founded, Grant(Role.DECIDER))
    assert reason_of(founded, accept_grant, admin.id, actor="admin.b") == "clashing_roles"
    with founded.reading() as connection:  # the refusal undid the acceptance too
        assert proposals.find(connection, admin.id).state == "open"


def test_what_is_held_already_or_by_somebody_disabled_is_refused(founded):
    given(founded, OFFICER)
    assert reason_of(founded, propose_grant, actor="admin.a", name="li.na", grant=OFFICER) == "held_already"
    acting(founded, disable_user, actor="admin.a", name="li.na", reason="调离")
    viewer = Grant(Role.VIEWER)
    assert (
        reason_of(founded, propose_grant, actor="admin.a", name="li.na", grant=viewer) == "disabled_already"
    )


def test_the_console_names_the_first_two_administrators_and_no_third(founded):
    assert reason_of(founded, found_admin, actor="console:root", name="li.na") == "founded_already"


def test_two_administrators_always_remain(founded):
    ended = {"actor": "admin.a", "name": "admin.b", "grant": Grant(Role.ADMIN), "reason": "调离"}
    assert reason_of(founded, end_grant, **ended) == "last_admins"
    given(founded, Grant(Role.ADMIN))
    acting(founded, end_grant, **ended)


def test_one_person_takes_a_role_away_with_a_reason(founded):
    given(founded, OFFICER)
    given(founded, Grant(Role.DATA_OFFICER, "210200", frozenset({"b", "a"})))
    ended = {"actor": "admin.a", "name": "li.na", "grant": OFFICER}
    assert reason_of(founded, end_grant, **ended, reason=" ") == "no_reason"
    acting(founded, end_grant, **ended, reason="调离")
    with founded.reading() as connection:
        (user,) = (user for user in all_users(connection) if user.name == "li.na")
    assert user.grants == (Grant(Role.DATA_OFFICER, "210200", frozenset({"a", "b"})),)
    assert reason_of(founded, end_grant, **ended, reason="x") == "not_held"


def test_the_rights_of_everybody_are_exported_line_by_line(founded):
    given(founded, OFFICER)
    with founded.reading() as connection:
        lines = rights_csv(all_users(connection)).splitlines()
    assert lines[0] == "user,display_name,department,state,role,region,sources,right"
    assert "li.na,Li.Na,,active,data_officer,210100,,upload" in lines
    assert not any(line.startswith("li.na") and line.endswith(",decide") for line in lines)
