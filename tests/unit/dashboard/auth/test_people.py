"""Users come and go; nothing about them happens without a name behind it."""

import pytest

from dashboard.auth.people import (
    all_users,
    change_password,
    disable_user,
    enable_user,
    find_user,
    reset_password,
)
from dashboard.auth.sessions import sign_in, user_of_session
from dashboard.operational import chain
from dashboard.operational.errors import ActError
from tests.unit.dashboard.auth.conftest import PASSWORD


def acting(office, function, *arguments, **options):
    with office.acting() as act:
        return function(act, *arguments, **options)


def reason_of(office, function, *arguments, **options):
    with pytest.raises(ActError) as told:
        acting(office, function, *arguments, **options)
    assert told.value.say("zh") != told.value.say("en")
    return told.value.reason


def test_a_new_user_has_no_role_and_must_choose_a_password(add):
    user = add("li.na", department="省工信厅")
    assert (user.roles, user.must_change_password, user.is_active, user.department) == (
        (),
        True,
        True,
        "省工信厅",
    )


@pytest.mark.parametrize("name", ["Li.Na", "li na", "1li", "l", "li/na", "李娜", "x" * 41, "service:x"])
def test_a_name_that_could_be_taken_for_another_is_refused(add, name):
    with pytest.raises(ActError) as told:
        add(name)
    assert told.value.reason == "bad_name"


def test_a_name_is_never_given_twice_even_after_its_user_left(office, add):
    add("li.na")
    acting(office, disable_user, actor="zhao", name="li.na", reason="调离")
    with pytest.raises(ActError) as told:
        add("li.na")
    assert told.value.reason == "name_taken"


def test_the_chain_says_who_added_and_disabled_whom_and_holds_no_password(office, add):
    add("li.na")
    acting(office, disable_user, actor="zhao", name="li.na", reason="调离")
    with office.reading() as connection:
        disabled, added = chain.events(connection, subject="user:li.na")
        lines = b"".join(chain.lines(connection)).decode()
    assert (added.kind, added.actor) == ("user_added", "console:root")
    assert (disabled.kind, disabled.actor, disabled.facts["reason"]) == ("user_disabled", "zhao", "调离")
    assert PASSWORD not in lines
    assert "argon2" not in lines


def test_a_disabled_user_is_out_at_once_and_can_be_let_in_again(office, add, passwords, lifetime):
    add("li.na")
    token = sign_in(office, passwords, lifetime, name="li.na", password=PASSWORD, address="10.0.0.1")
    acting(office, disable_user, actor="zhao", name="li.na", reason="调离")
    assert user_of_session(office, lifetime, token) is None
    with pytest.raises(ActError):
        sign_in(office, passwords, lifetime, name="li.na", password=PASSWORD, address="10.0.0.1")
    acting(office, enable_user, actor="zhao", name="li.na", reason="返岗")
    assert user_of_session(office, lifetime, token) is None  # what ended stays ended
    assert sign_in(office, passwords, lifetime, name="li.na", password=PASSWORD, address="10.0.0.1")


def test_nobody_disables_enables_or_resets_themselves(office, add, passwords):
    add("li.na")
    assert reason_of(office, disable_user, actor="li.na", name="li.na", reason="x") == "own_account"
    assert reason_of(office, enable_user, actor="li.na", name="li.na", reason="x") == "own_account"
    reset = {"actor": "li.na", "name": "li.na", "password": "x"}
    assert reason_of(office, reset_password, passwords, **reset) == "own_account"


def test_what_is_done_already_is_said(office, add):
    add("li.na")
    assert reason_of(office, enable_user, actor="zhao", name="li.na", reason="x") == "active_already"
    acting(office, disable_user, actor="zhao", name="li.na", reason="x")
    assert reason_of(office, disable_user, actor="zhao", name="li.na", reason="x") == "disabled_already"
    assert reason_of(office, disable_user, actor="zhao", name="nobody", reason="x") == "unknown_user"


@pytest.mark.parametrize(
    ("present", "wanted", "reason"),
    [
        ("wrong", "another-mulberry-12", "wrong_password"),
        (PASSWORD, "short", "password_short"),
        (PASSWORD, PASSWORD, "same_password"),
        (PASSWORD, "li.na.li.na.2026", "password_common"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it_and_to_a_good_one(  # noqa: PLR0917  fixtures, by name
    office, add, passwords, present, wanted, reason
):
    add("li.na")
    changed = {"name": "li.na", "present": present, "wanted": wanted}
    assert reason_of(office, change_password, passwords, **changed) == reason


def test_a_changed_password_counts_at_once_and_ends_other_sessions(office, add, passwords, lifetime):
    add("li.na")
    first, second = (
        sign_in(office, passwords, lifetime, name="li.na", password=PASSWORD, address="10.0.0.1")
        for _ in range(2)
    )
    from dashboard.auth.sessions import hash_of  # noqa: PLC0415

    wanted = "another-mulberry-12"
    changed = {"name": "li.na", "present": PASSWORD, "wanted": wanted, "keep_session": hash_of(first)}
    acting(office, change_password, passwords, **changed)
    assert user_of_session(office, lifetime, first).must_change_password is False
    assert user_of_session(office, lifetime, second) is None
    assert sign_in(office, passwords, lifetime, name="li.na", password=wanted, address="10.0.0.1")


def test_a_reset_password_must_be_changed_and_ends_every_session(office, add, passwords, lifetime):
    add("li.na")
    token = sign_in(office, passwords, lifetime, name="li.na", password=PASSWORD, address="10.0.0.1")
    acting(office, reset_password, passwords, actor="zhao", name="li.na", password="buku-talo-48")
    assert user_of_session(office, lifetime, token) is None
    with office.reading() as connection:
        assert find_user(connection, "li.na").must_change_password
        assert [user.name for user in all_users(connection)] == ["li.na"]
