"""The calendar of returns and 催报: who owes what, who was reminded, and how the letter goes out."""

import csv
import io

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from dashboard.auth.passwords import Passwords
from dashboard.auth.rights import Role
from dashboard.auth.sign_in_gate import Gate
from dashboard.deployment import make_app
from dashboard.operational.chain import events_of
from dashboard.operational.store import system_clock
from dashboard.operational.tables import USERS
from dashboard.upkeep.reminders import MAILED, NOT_MAILED, REMINDED
from etl.errors import UsageError
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.monthly_returns import LATE, MISSING, RETURN, build_monthly_returns
from tests.offices import DATABASES
from tests.unit.dashboard.web.conftest import OWN, refusal_of, sign_in

AT, PERIOD = "/data/calendar", "2023M01-03"
MORE = {"shi.he": ("市禾", Role.REVIEWER, "900200"), "wei.guan": ("围观", Role.VIEWER, "")}


class Served:
    def __init__(self, folder, office, database_url):
        self.office = office
        builds, _, self.build_id = build_monthly_returns(folder)
        settings = Settings(
            data_dir=folder / "data",
            build_dir=builds,
            office_dir=folder,
            database_url=database_url,
            smtp_host="127.0.0.1",
            smtp_sender="sheng@example.invalid",
        )
        cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        gate = Gate(self.office, settings, cheap)
        people(gate, "900100", MORE)
        with self.office.acting() as act:
            act.connection.execute(update(USERS).values(password_hash=cheap.kept(PASSWORD)))
        self.app = make_app(settings, gate=lambda: gate).server

    def client(self, name=None):
        client = self.app.test_client()
        if name:
            assert sign_in(client, name).status_code == 303
        return client

    def panel(self, client, **query):
        asked = {"at": AT, **query}
        return client.get(f"/panel/{self.build_id}/data-calendar.json", query_string=asked).text

    def rows(self, client, **query):
        asked = {"at": AT, **query}
        answer = client.get(f"/export/{self.build_id}/data-calendar.csv", query_string=asked)
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))

    def events(self, *kinds):
        with self.office.reading() as connection:
            return events_of(connection, *kinds)


@pytest.fixture(scope="module", params=DATABASES)
def served(request, tmp_path_factory, databases):
    folder = tmp_path_factory.mktemp("calendar")
    office = databases.office(request.param, folder, system_clock)
    yield Served(folder, office, databases.named_in_settings(office))
    office.close()


def remind(client, region=MISSING, period=PERIOD, **given):
    return client.post(f"/act/return/{RETURN}/{period}/{region}", data=given, headers=OWN)


def test_the_calendar_shows_first_what_has_not_come(served):
    rows = served.rows(served.client())
    assert {row["状态"][:2] for row in rows} == {"缺报", "报来"}  # missing, or came and did not pass
    assert (MISSING, PERIOD) in {(row["行政区划代码"], row["时期"]) for row in rows}
    late = served.rows(served.client(), kind="late")
    assert {row["行政区划代码"] for row in late} == {LATE}
    every = served.rows(served.client(), kind="all")
    assert len(every) == 12  # four counties, three periods


def test_a_reminder_is_recorded_with_its_letter_and_told_in_the_calendar(served):
    an = served.client("an.ning")
    assert f"/act/return/{RETURN}/{PERIOD}/{MISSING}" in served.panel(an)
    answer = remind(an, number="乙统函〔2023〕2号", to="")
    assert "请打印下列函件寄送" in answer.text
    (event,) = served.events(REMINDED)
    assert (event.actor, event.subject) == ("an.ning", f"return:{RETURN}:{MISSING}:{PERIOD}")
    letter = event.facts["letter"]
    assert "文号：乙统函〔2023〕2号" in letter
    assert "按照乙统字〔2023〕1号，2023年1—3月《县（市、区）用电月报》" in letter
    assert "青石区" in letter
    assert letter in answer.text.replace("&#34;", '"')
    (row,) = [row for row in served.rows(an) if (row["行政区划代码"], row["时期"]) == (MISSING, PERIOD)]
    assert row["催报"].startswith("1次，最近")
    assert "an.ning" in row["催报"]


def test_who_has_no_name_sees_the_calendar_and_no_reminders(served):
    remind(served.client("an.ning"))
    shown = served.panel(served.client())
    assert "an.ning" not in shown
    assert "/act/return/" not in shown
    assert "/sign-in?next=%2Fdata%2Fcalendar" in shown  # and is led to where a name is given


def test_a_city_reminds_its_own_counties_only(served):
    city = served.client("shi.he")
    before = len(served.events(REMINDED))
    assert remind(city, region=LATE, period="2023M01-04").status_code in {403, 404}
    assert remind(served.client("wei.guan")).status_code == 403
    assert remind(served.client("fang.ke")).status_code == 403
    assert len(served.events(REMINDED)) == before
    assert remind(city).status_code == 200


def test_what_came_is_not_chased(served):
    answer = remind(served.client("an.ning"), region=LATE, period="2023M01-04")
    assert answer.status_code == 409
    assert refusal_of(answer) == "这一项已经报送，无须催报。"


def test_one_act_reminds_every_region_that_owes_a_period(served):
    before = len(served.events(REMINDED))
    owing = {row["行政区划代码"] for row in served.rows(served.client()) if row["时期"] == PERIOD}
    assert remind(served.client("an.ning"), region="all").status_code == 200
    assert {event.subject.split(":")[2] for event in served.events(REMINDED)[before:]} == owing


@pytest.mark.parametrize("takes_it", [True, False])
def test_a_letter_is_mailed_where_a_server_is_named_and_printed_where_it_fails(served, monkeypatch, takes_it):
    sent = []

    def send(settings, message):
        if not takes_it:
            raise UsageError(problem="no", action="no")
        sent.append(message)

    monkeypatch.setattr("dashboard.web.return_forms.send", send)
    answer = remind(served.client("an.ning"), to="tong.ji@example.invalid")
    last = served.events(MAILED, NOT_MAILED)[-1]
    assert last.kind == (MAILED if takes_it else NOT_MAILED)
    assert last.facts["to"] == ["tong.ji@example.invalid"]
    assert ("已交邮件服务器发出" in answer.text) is takes_it
    if takes_it:
        assert sent[0]["To"] == "tong.ji@example.invalid"
        assert "用电月报" in sent[0].get_content()


def test_an_address_that_is_none_reminds_nobody(served):
    before = len(served.events(REMINDED))
    assert remind(served.client("an.ning"), to="nobody").status_code == 409
    assert len(served.events(REMINDED)) == before


@pytest.mark.parametrize("place", ["nothing/2023/all", f"{RETURN}/2099/all", f"{RETURN}/{PERIOD}/999999"])
def test_a_return_that_nobody_owes_is_not_found(served, place):
    assert served.client("an.ning").get(f"/act/return/{place}").status_code == 404
