"""Challenges over HTTP: who may do what, and that every page tells it at once."""

import re

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from dashboard.auth.passwords import Passwords
from dashboard.auth.rights import Role
from dashboard.auth.sign_in_gate import Gate
from dashboard.deployment import make_app
from dashboard.operational.store import system_clock
from dashboard.operational.tables import USERS
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.offices import DATABASES
from tests.unit.dashboard.web.conftest import OWN, refusal_of, sign_in

PROVINCE, CITY = "900000", "900100"
MORE = {"shi.jia": ("市佳", Role.DATA_OFFICER, "900200"), "shi.he": ("市禾", Role.REVIEWER, CITY)}
FIGURE = "gdp,900000,2020"


class Served:
    def __init__(self, built, folder, office, database_url):
        self.office = office
        settings = Settings(
            data_dir=built.data_dir, build_dir=built.build_dir, office_dir=folder, database_url=database_url
        )
        cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        gate = Gate(self.office, settings, cheap)
        people(gate, CITY, MORE)
        with self.office.acting() as act:
            act.connection.execute(update(USERS).values(password_hash=cheap.kept(PASSWORD)))
        self.app = make_app(settings, gate=lambda: gate).server
        self.build_id = built.build_id
        (self.challenge,) = [
            row.challenge_id for row in built.warehouse.challenges() if row.severity == "challenge"
        ]

    def client(self, name=None):
        client = self.app.test_client()
        if name:
            assert sign_in(client, name).status_code == 303
        return client

    def panel(self, client, name="data-challenges", at="/data/challenges", **query):
        return client.get(f"/panel/{self.build_id}/{name}.json", query_string={"at": at, **query}).text

    def act(self, client, name, **given):
        return client.post(f"/act/challenge/{self.challenge}/{name}", data=given, headers=OWN)


@pytest.fixture(params=DATABASES)
def served(request, tiny_build, tmp_path, databases):
    office = databases.office(request.param, tmp_path, system_clock)
    yield Served(tiny_build, tmp_path, office, databases.named_in_settings(office))
    office.close()


def test_a_challenge_is_put_answered_and_closed_and_pages_tell_it_at_once(served):
    reader, an, bai, cui = (served.client(name) for name in (None, "an.ning", "bai.he", "cui.lan"))
    release = re.search(r'"release":"(\w+)"', reader.get("/").text)[1]
    assert "待发出" in served.panel(reader)
    assert served.act(an, "put", reason="差额过大").status_code == 303
    assert "待答复（至" in served.panel(reader)
    # a publisher outside: what it wrote is entered by somebody who then has no part in the closing
    written = served.act(an, "answer", kind="explanation", text="统计口径不同")
    assert written.status_code == 303
    assert "统计口径不同" in served.panel(reader)
    assert refusal_of(served.act(an, "close", outcome="explained", reason="x")) == (
        "您答复了这条质疑，不能参与认定。"
    )
    assert served.act(bai, "close", outcome="explained", reason="口径可核").status_code == 303
    assert "（？有质疑）" in served.panel(reader, "why", "/region/900000", why=FIGURE)
    assert served.act(cui, "decide", decision="accept").status_code == 303
    why = served.panel(reader, "why", "/region/900000", why=FIGURE)
    assert "（？有质疑）" not in why
    assert "统计口径不同" in why
    assert "口径可核" in why
    assert "已说明，数值成立" in served.panel(reader)
    # what browsers keep for ever is asked anew
    assert re.search(r'"release":"(\w+)"', reader.get("/").text)[1] != release


def test_an_upheld_figure_stays_marked(served):
    an, bai, cui = (served.client(name) for name in ("an.ning", "bai.he", "cui.lan"))
    served.act(an, "answer", kind="correction", text="漏报", figure="990亿元")
    served.act(bai, "close", outcome="upheld", reason="确为漏报")
    served.act(cui, "decide", decision="accept")
    why = served.panel(served.client(), "why", "/region/900000", why=FIGURE)
    assert "（？有质疑）" in why
    assert "拟更正为990亿元，待正式报送后方才采用。" in why


def test_regions_neither_answer_for_a_publisher_nor_close_what_is_above_them(served):
    for name in ("fang.ke", "shi.jia", "shi.he"):
        client = served.client(name)
        # the challenge is about the province, which officers of cities do not even see
        assert client.get(f"/act/challenge/{served.challenge}").status_code == 404
        for act in ("put", "answer", "close", "decide"):
            answer = served.act(client, act, kind="explanation", text="x", outcome="explained", reason="x")
            assert answer.status_code in {403, 404, 409}
    assert "待发出" in served.panel(served.client())


def test_without_a_name_nobody_acts_and_no_form_is_offered(served):
    client = served.client()
    assert served.act(client, "answer", kind="explanation", text="x").status_code == 401
    assert client.get(f"/act/challenge/{served.challenge}").status_code == 302
    assert "/act/challenge/" not in served.panel(client)
    assert f"/act/challenge/{served.challenge}" in served.panel(served.client("an.ning"))


def test_the_forms_speak_english(served):
    page = served.client("an.ning").get(f"/act/challenge/{served.challenge}?lang=en").text
    assert "Put it to them" in page
    assert "not put yet" in page
