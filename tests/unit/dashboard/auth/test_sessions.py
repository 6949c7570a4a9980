"""Signing in tells nothing about names, a session ends, a token is never stored."""

import statistics
import time

import pytest
from sqlalchemy import select

from dashboard.auth.passwords import Passwords
from dashboard.auth.people import disable_user, user_by_identity
from dashboard.auth.sessions import (
    TRIES,
    Lifetime,
    end_session,
    hash_of,
    open_sessions,
    sign_in,
    sign_out,
    start_session,
    user_of_session,
)
from dashboard.operational import chain
from dashboard.operational.errors import ActError
from dashboard.operational.tables import SESSIONS, USERS
from tests.unit.dashboard.auth.conftest import PASSWORD


@pytest.fixture
def enter(office, passwords, lifetime):
    def try_it(name="li.na", password=PASSWORD):
        return sign_in(office, passwords, lifetime, name=name, password=password, address="10.0.0.1")

    return try_it


def refused(enter, *arguments):
    with pytest.raises(ActError) as told:
        enter(*arguments)
    return told.value


def test_the_right_password_starts_a_session(office, add, enter, lifetime):
    add("li.na")
    assert user_of_session(office, lifetime, enter()).name == "li.na"


def test_every_signing_in_has_a_token_of_its_own_that_the_store_does_not_hold(office, add, enter):
    add("li.na")
    tokens = {enter() for _ in range(3)}
    with office.reading() as connection:
        stored = set(connection.execute(select(SESSIONS.c.token_hash)).scalars())
        lines = b"".join(chain.lines(connection)).decode()
    assert stored == {hash_of(token) for token in tokens}
    assert not any(token in lines for token in tokens)


def test_what_was_wrong_is_not_said(office, add, enter):
    add("li.na")
    add("gone")
    add("identity.only", password=None)
    with office.acting() as act:
        disable_user(act, actor="zhao", name="gone", reason="x")
    told = [
        refused(enter, *tried)
        for tried in (("li.na", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD), ("identity.only", ""))
    ]
    assert {(error.reason, error.status, error.say("zh")) for error in told} == {
        ("sign_in_failed", 401, "用户名或密码不对，或该账号不能登录。")
    }


def test_an_unknown_name_takes_as_long_as_a_known_one(office, add, lifetime):
    real = Passwords()
    add("li.na")
    with office.acting() as act:
        act.connection.execute(USERS.update().values(password_hash=real.kept("x")))

    def cost(name):
        began = time.process_time()
        with pytest.raises(ActError):
            sign_in(office, real, lifetime, name=name, password="wrong", address="10.0.0.1")
        return time.process_time() - began

    known = statistics.median(cost("li.na") for _ in range(4))
    unknown = statistics.median(cost(f"nobody{n}") for n in range(4))
    assert 0.5 < unknown / known < 2


@pytest.mark.parametrize("name", ["li.na", "nobody"])
def test_too_many_tries_lock_a_name_whether_or_not_anybody_has_it(add, enter, clock, name):
    add("li.na")
    for _ in range(TRIES):
        assert refused(enter, name, "wrong").reason == "sign_in_failed"
    assert refused(enter, name, PASSWORD).reason == "sign_in_locked"
    clock.move(minutes=16)
    if name == "li.na":
        assert enter()
    else:
        assert refused(enter, name, PASSWORD).reason == "sign_in_failed"


def test_a_lock_of_one_name_does_not_lock_another(add, enter):
    add("li.na")
    for _ in range(TRIES):
        refused(enter, "wang", "wrong")
    assert enter()


def test_tries_that_lie_far_apart_do_not_lock(add, enter, clock):
    add("li.na")
    for _ in range(TRIES * 2):
        refused(enter, "li.na", "wrong")
        clock.move(minutes=16)
    assert enter()


def test_the_right_password_forgets_the_wrong_ones(add, enter):
    add("li.na")
    for _ in range(3):
        for _ in range(TRIES - 1):
            refused(enter, "li.na", "wrong")
        assert enter()


def test_failures_stand_in_the_chain_without_what_was_typed(office, add, enter):
    add("li.na")
    refused(enter, "my-password-in-the-wrong-field", "wrong")
    with office.reading() as connection:
        (failed, *_) = chain.events(connection)
    assert (failed.kind, failed.facts["address"]) == ("sign_in_failed", "10.0.0.1")
    assert "my-password" not in failed.body


def test_a_session_ends_when_it_is_not_used(office, add, enter, clock, lifetime):
    add("li.na")
    token = enter()
    for _ in range(3):
        clock.move(minutes=29)
        assert user_of_session(office, lifetime, token)
    clock.move(minutes=31)
    assert user_of_session(office, lifetime, token) is None


def test_a_session_ends_in_any_case_after_its_longest_time(office, add, enter, clock, lifetime):
    add("li.na")
    token = enter()
    for _ in range(47):
        clock.move(minutes=15)
        assert user_of_session(office, lifetime, token)
    clock.move(minutes=15)
    assert user_of_session(office, lifetime, token) is None


def test_signing_out_ends_the_session_for_good(office, add, enter, lifetime):
    add("li.na")
    token = enter()
    sign_out(office, token)
    sign_out(office, token)
    assert user_of_session(office, lifetime, token) is None
    with office.reading() as connection:
        assert [event.kind for event in chain.events(connection)].count("signed_out") == 1


def test_a_token_that_nobody_was_given_is_nobody(office, lifetime):
    assert user_of_session(office, lifetime, "x" * 43) is None


def test_an_administrator_sees_and_ends_open_sessions(office, add, enter, clock, lifetime):
    add("li.na")
    token = enter()
    with office.reading() as connection:
        (session,) = open_sessions(connection, clock.moment, lifetime)
    assert (session.user, session.method, session.address) == ("li.na", "password", "10.0.0.1")
    with office.acting() as act:
        end_session(act, session.id, actor="admin.a")
    assert user_of_session(office, lifetime, token) is None
    with pytest.raises(ActError), office.acting() as act:
        end_session(act, session.id, actor="admin.a")


def test_who_comes_from_the_identity_service_is_known_by_issuer_and_subject(office, add, lifetime):
    add("li.na", password=None, identity=("https://id.example", "42"))
    with office.reading() as connection:
        user = user_by_identity(connection, "https://id.example", "42")
        assert user_by_identity(connection, "https://other.example", "42") is None
    assert (user.name, user.has_password, user.must_change_password) == ("li.na", False, False)
    with office.acting() as act:
        token = start_session(act, lifetime, user, method="identity", address="10.0.0.1")
    assert user_of_session(office, lifetime, token).name == "li.na"


def test_a_password_kept_with_weaker_costs_is_renewed_when_it_is_used(office, add, lifetime):
    add("li.na")
    sign_in(office, Passwords(), Lifetime(), name="li.na", password=PASSWORD, address="10.0.0.1")
    with office.reading() as connection:
        kept = connection.execute(select(USERS.c.password_hash)).scalar_one()
    assert not Passwords().is_outdated(kept)
