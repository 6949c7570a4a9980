"""People for the tests of who may do what."""

import pytest
from argon2 import PasswordHasher

from dashboard.auth.passwords import Passwords
from dashboard.auth.people import add_user
from dashboard.auth.sessions import Lifetime

PASSWORD = "mulberry-tractor-84"


@pytest.fixture(scope="session")
def passwords():
    """A hasher that costs next to nothing; the real one is tried where it matters."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def lifetime():
    return Lifetime()


@pytest.fixture
def add(office, passwords):
    """Add a user by name with the known password."""

    def add_one(name, password=PASSWORD, **options):
        with office.acting() as act:
            return add_user(
                act,
                passwords,
                actor="console:root",
                name=name,
                display_name=name.title(),
                password=password,
                **options,
            )

    return add_one
