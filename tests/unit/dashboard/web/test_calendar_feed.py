"""A calendar program subscribes to somebody's deadlines: by an address, in their scope, until they end it."""

import re

import pytest

from dashboard.app import create_app
from dashboard.auth.people import disable_user
from dashboard.auth.rights import Role
from dashboard.auth.sign_in_gate import Gate
from dashboard.build_queries import BuildQueries
from dashboard.cases.case import FrozenEvidence, Person
from dashboard.cases.case_store import KeptCases
from dashboard.cases.requested_act import Wish
from dashboard.operational.store import office_of
from dashboard.registers.register_store import KeptRegisters
from dashboard.registers.requested_entry import Wanted
from etl.model.restriction import Role as Part
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.offices import Clock
from tests.small_case import weekdays

SHENYANG, DALIAN = "210100", "210200"
OWN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
PLAN = {
    "title": "沈阳市年度节能计划",
    "sort": "yearly",
    "department": "沈阳市发展改革委",
    "due_on": "2026-03-31",
}
AN = Person("an.ning", frozenset({Part.REVIEWER}))
BAI = Person("bai.he", frozenset({Part.REVIEWER}))
EIA = "环发〔2015〕169号"


class Served:
    def __init__(self, built, folder):
        settings = Settings(data_dir=built.data_dir, build_dir=built.build_dir, office_dir=folder)
        self.clock = Clock()
        self.office = office_of(settings, self.clock)
        gate = Gate(self.office, settings)
        people(gate, SHENYANG, {"da.lian": ("大连", Role.DATA_OFFICER, DALIAN)})
        self.app = create_app(BuildQueries(built.build_dir), settings, gate=lambda: gate).server
        register = built.catalog.registers["energy_plans"]
        KeptRegisters(self.office).write(register, [Wanted(SHENYANG, PLAN)], actor="an.ning")
        self._notify(built.catalog)

    def _notify(self, catalog):
        """A case about Shenyang in which its reply is due."""
        kept = KeptCases(self.office, lambda: catalog.instruments, weekdays)
        lead = {"source": "inspection", "circumstances": "现场检查发现"}
        file = kept.open("eia_169", SHENYANG, FrozenEvidence("b"), Wish("open_lead", AN, EIA, "依职权", lead))
        file = kept.do(file.number, 1, Wish("verify", AN, EIA, "依职权", {"finding": "属实"}))
        file = kept.confirm(file.number, 2, BAI)
        told = Wish("notify", AN, EIA, "依职权", {"evidence": "检查记录"}, document="辽环函〔2026〕1号")
        self.case = kept.do(file.number, 3, told).number

    def signed_in(self, name):
        client = self.app.test_client()
        client.post("/sign-in", data={"name": name, "password": PASSWORD}, headers=OWN)
        return client

    def decide(self, client, decision):
        return client.post("/act/calendar/address", data={"decision": decision}, headers=OWN)

    def address(self, name):
        page = self.decide(self.signed_in(name), "make").get_data(as_text=True)
        return re.search(r"http://localhost(/feed/[\w-]{40,}/deadlines\.ics)", page)[1]

    def read(self, address):
        """As a calendar program does: no cookie, and from another machine."""
        return self.app.test_client().get(address, environ_base={"REMOTE_ADDR": "10.1.2.3"})


@pytest.fixture(scope="module")
def served(real_build, tmp_path_factory):
    made = Served(real_build, tmp_path_factory.mktemp("office"))
    yield made
    made.office.close()


def unfolded(answer):
    return answer.get_data(as_text=True).replace("\r\n ", "")


def test_a_calendar_program_reads_the_deadlines_of_whoever_made_the_address(served):
    answer = served.read(served.address("an.ning"))

    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    text = unfolded(answer)
    assert f"SUMMARY:{served.case} 沈阳市：" in text
    assert "SUMMARY:沈阳市年度节能计划：印发" in text
    assert "DTSTART;VALUE=DATE:20260331" in text


def test_the_address_of_another_region_tells_nothing_of_it(served):
    text = unfolded(served.read(served.address("da.lian")))

    assert "BEGIN:VCALENDAR" in text
    assert "BEGIN:VEVENT" not in text


def test_an_address_ends_when_its_owner_ends_it_or_makes_another(served):
    first = served.address("bai.he")
    second = served.address("bai.he")

    assert [served.read(each).status_code for each in (first, second)] == [404, 200]
    assert served.decide(served.signed_in("bai.he"), "end").status_code == 303
    assert served.read(second).status_code == 404


def test_an_address_ends_with_the_account_of_its_owner(served):
    address = served.address("cui.lan")
    with served.office.acting() as act:
        disable_user(act, actor="console:root", name="cui.lan", reason="调离")

    assert served.read(address).status_code == 404


def test_a_token_that_nobody_made_leads_nowhere_and_none_leads_to_anything_else(served):
    address = served.address("du.heng")
    token = address.split("/")[2]

    assert served.read(f"/feed/{'x' * 43}/deadlines.ics").status_code == 404
    assert served.read(f"/feed/{token}/cases").status_code == 404
    # the token is no sign-in: what asks for one still does
    assert served.read(f"/cases?token={token}").status_code in {302, 401}


def test_the_token_is_kept_nowhere_and_its_making_is_an_event(served):
    token = served.address("an.ning").split("/")[2]
    with served.office.reading() as connection:
        dump = "\n".join(connection.connection.iterdump())

    assert token not in dump
    assert "feed_made" in dump
