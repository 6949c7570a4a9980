"""A server with people: the fake pages over a store of its own."""

import re
from functools import partial

import pytest
from argon2 import PasswordHasher

from dashboard.auth.grants import KIND
from dashboard.auth.passwords import Passwords
from dashboard.auth.people import add_user
from dashboard.auth.sign_in_gate import Gate
from dashboard.operational import proposals
from dashboard.operational.tables import GRANTS, USERS
from etl.settings import Settings
from tests import fake_site

PASSWORD = "mulberry-tractor-84"
OWN = {"Origin": "http://localhost"}


class Site:
    """A server, its store, and browsers in front of it."""

    def __init__(self, builds, office, clock, **settings):
        self.office, self.clock, self.builds = office, clock, builds
        given = Settings(office_dir=builds / "office", **settings)
        cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.gate = Gate(office, given, cheap)
        self.app = fake_site.make_app(
            builds, fake_site.FakeQueries(), gate=lambda: self.gate, office_dir=builds / "office", **settings
        )

    def add(self, name, *grants, password=PASSWORD, must_change=False, **options):
        """A user who holds roles; how roles come about is tried elsewhere."""
        with self.office.acting() as act:
            user = add_user(
                act,
                self.gate.passwords,
                actor="console:root",
                name=name,
                display_name=name.title(),
                password=password,
                **options,
            )
            act.connection.execute(
                USERS.update().where(USERS.c.id == user.id).values(must_change_password=int(must_change))
            )
            for role, region in grants:
                proposal = proposals.propose(act, KIND, actor="a", subject=f"user:{name}", facts={})
                act.connection.execute(
                    GRANTS.insert().values(
                        user_id=user.id, role=role, region=region, proposal_id=proposal.id, given_at=act.at
                    )
                )

    def browser(self, **base):
        client = self.app.server.test_client()
        client.open = partial(client.open, buffered=True, **base)
        return client

    def signed_in(self, name, password=PASSWORD, **base):
        client = self.browser(**base)
        answer = sign_in(client, name, password)
        assert answer.status_code == 303, answer.text
        return client


def sign_in(client, name, password=PASSWORD, **form):
    return client.post("/sign-in", data={"name": name, "password": password, **form}, headers=OWN)


def refusal_of(answer):
    found = re.search(r'role="alert">([^<]*)<', answer.text)
    return found[1] if found else None


@pytest.fixture
def site(tmp_path, small_office, clock):
    return Site(tmp_path, small_office, clock)
