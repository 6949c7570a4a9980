"""Passwords by NIST SP 800-63B and ASVS 2.1: long, not guessable, no rules about kinds of characters."""

import re

import pytest
from argon2 import PasswordHasher, extract_parameters

from dashboard.auth.passwords import Passwords, refuse_weak, temporary_password
from dashboard.operational.errors import ActError


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short-one-1", "password_short"),
        ("x" * 129, "password_long"),
        ("aaaaaaaaaaaaa", "password_simple"),
        ("abcabcabcabcabc", "password_simple"),
        ("123456789012", "password_simple"),
        ("qwertyuiop12345", "password_simple"),
        ("abcdefghijklm", "password_simple"),
        ("Password2026!!", "password_common"),
        ("Liaoning@2026!", "password_common"),
        ("li.na.20260301", "password_common"),
        ("AdminAdmin!2345", "password_common"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_with_its_reason(password, reason):
    with pytest.raises(ActError) as told:
        refuse_weak(password, "li.na", "李娜")
    assert told.value.reason == reason


@pytest.mark.parametrize(
    "password",
    [
        "mulberry-tractor-84",
        "correct horse battery",
        "辽河两岸的高粱熟透了又红又亮",
        "x7#Kq!pz0Wv2m",
        "t" + "rutabaga zinc 6" + "é",
    ],
)
def test_a_long_password_of_any_characters_is_taken(password):
    refuse_weak(password, "li.na", "李娜")


def test_what_is_kept_is_argon2id_with_the_costs_of_its_standard():
    # RFC 9106 section 4: second recommended option, t=3, 64 MiB, p=4
    kept = Passwords().kept("mulberry-tractor-84")
    parameters = extract_parameters(kept)
    assert kept.startswith("$argon2id$")
    assert (parameters.time_cost, parameters.memory_cost, parameters.parallelism) == (3, 65536, 4)


def test_the_same_password_is_kept_in_another_way_each_time(passwords):
    assert passwords.kept("mulberry-tractor-84") != passwords.kept("mulberry-tractor-84")


def test_only_the_right_password_is_right(passwords):
    kept = passwords.kept("mulberry-tractor-84")
    assert passwords.is_right(kept, "mulberry-tractor-84")
    assert not passwords.is_right(kept, "mulberry-tractor-85")
    assert not passwords.is_right(None, "mulberry-tractor-84")
    assert not passwords.is_right("damaged", "mulberry-tractor-84")


def test_weaker_parameters_are_recognised(passwords):
    assert Passwords().is_outdated(passwords.kept("x"))
    assert not passwords.is_outdated(passwords.kept("x"))
    assert isinstance(passwords._hasher, PasswordHasher)


def test_a_temporary_password_is_strong_and_can_be_read_out():
    made = {temporary_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert re.fullmatch(r"([a-z]{4}-){4}\d\d", password)
        refuse_weak(password, "li.na")
