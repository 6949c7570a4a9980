"""What OWASP ASVS 4.0 level 2 asks of every form and route at once; the rest stands where it belongs.

V2.1 passwords: auth/test_passwords.py · V2.2 brute force, timing of unknown names: auth/test_sessions.py ·
V2.10 service accounts: auth/test_services.py · V3.2 fixation, V5.1 open redirects: web/test_sign_in.py ·
V3.3 end of sessions: auth/test_sessions.py · V4.1 least privilege: auth/test_rights.py · V4.2 other regions:
test_within.py, web/test_access.py · V5.3 formula injection: test_format.py, test_workbook.py · V7 chain:
office/test_chain.py · V12 uploads: extract/test_untrusted.py · V14.4 headers: web/test_server.py
"""

import re

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from dashboard.auth.passwords import Passwords
from dashboard.auth.reads import reads
from dashboard.auth.rights import Role
from dashboard.auth.sign_in_gate import Gate
from dashboard.deployment import make_app
from dashboard.operational import chain
from dashboard.operational.store import office_of
from dashboard.operational.tables import USERS
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.unit.dashboard.web.conftest import OWN, sign_in

NAMES = {
    "name": "an.ning", "number": "1", "build": "x", "due": "x", "period": "2023", "region": "900100",
    "act": "accept", "sha256": "0" * 64, "rest": "system/user", "build_id": "x", "form": "csv", "run_id": "x",
    "job_id": "1", "file": "x", "register": "x", "entry": "1", "token": "x", "identifier": "1",
}  # fmt: skip
FORMS = (
    "/act/system/user",
    "/act/system/user/an.ning/grant",
    "/act/system/user/an.ning/end-grant",
    "/act/system/user/an.ning/disable",
    "/act/system/user/an.ning/password",
    "/act/system/session/1",
    "/act/system/service",
    "/act/system/proposal/1",
    "/act/system/build/x/pin",
    "/act/system/build/x/remove",
    "/act/system/chain",
    "/act/challenge/0123456789ab/put",
    "/act/challenge/0123456789ab/answer",
    "/act/challenge/0123456789ab/close",
    "/act/challenge/0123456789ab/decide",
    "/act/return/x/2023/900100",
    "/act/declare/target",
    "/act/declare/adoption",
    "/act/declare/unit",
    "/act/declare/proposal/1",
)
FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost"},
    {},  # a browser that holds a cookie and says nothing of where the form comes from
)


class Served:
    def __init__(self, built, folder):
        settings = Settings(data_dir=built.data_dir, build_dir=built.build_dir, office_dir=folder)
        cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.office = office_of(settings)
        gate = Gate(self.office, settings, cheap)
        people(gate, "900100", {"wei.guan": ("围观", Role.VIEWER, ""), "guan.li": ("关丽", Role.ADMIN, "")})
        with self.office.acting() as act:
            act.connection.execute(update(USERS).values(password_hash=cheap.kept(PASSWORD)))
        self.app = make_app(settings, gate=lambda: gate).server
        self.build_id = built.build_id

    def client(self, name=None):
        client = self.app.test_client()
        if name:
            assert sign_in(client, name).status_code == 303
        return client

    @property
    def head(self):
        with self.office.reading() as connection:
            return chain.head(connection).sequence

    def changing(self):
        """The address of every rule that takes a POST, and of every form behind a rule for many."""
        adapter = self.app.url_map.bind("localhost")
        found = set(FORMS)
        for rule in self.app.url_map.iter_rules():
            if "POST" in rule.methods and not rule.rule.startswith("/_dash"):
                given = {name: NAMES.get(name, "1") for name in rule.arguments}
                found.add(adapter.build(rule.endpoint, given, method="POST"))
        return sorted(found)


@pytest.fixture(scope="module")
def served(tiny_build, tmp_path_factory):
    made = Served(tiny_build, tmp_path_factory.mktemp("office"))
    yield made
    made.office.close()


def test_no_route_that_changes_anything_takes_a_form_of_another_site(served):
    client, before = served.client("guan.li"), served.head
    addresses = served.changing()
    assert len(addresses) > len(FORMS)
    for address in addresses:
        for headers in FOREIGN:
            answer = client.post(address, data={"reason": "x", "decision": "accept"}, headers=headers)
            assert (address, answer.status_code) == (address, 403)
    assert served.head == before


def test_no_route_that_changes_anything_is_open_without_a_name(served):
    client, before = served.client(), served.head
    for address in served.changing():
        if not address.startswith(("/sign-in", "/sign-out", "/api/v1/project-check")):  # a question
            answer = client.post(address, data={"reason": "x"}, headers=OWN)
            assert (address, answer.status_code in {401, 403}) == (address, True)
    assert served.head == before


def test_a_viewer_can_change_nothing_by_any_form(served):
    client = served.client("wei.guan")
    before = served.head
    for address in FORMS:
        answer = client.post(address, data={"reason": "x", "decision": "accept"}, headers=OWN)
        assert (address, answer.status_code in {403, 404}) == (address, True)
    assert served.head == before


def test_reading_a_form_changes_nothing(served):
    client = served.client("guan.li")
    before = served.head
    for address in FORMS:
        client.get(address)
    assert served.head == before


@pytest.mark.parametrize("address", ["/", "/system", "/act/system/user", "/sign-in", "/data/declared"])
def test_scripts_come_from_this_server_and_none_stands_in_a_page(served, address):
    answer = served.client("guan.li").get(address)
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert "unsafe-inline" not in policy["script-src"]
    assert "unsafe-eval" not in policy["script-src"]
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", answer.text)
    assert all("_dash-renderer" in tag for tag in inline)  # allowed by its hash
    assert re.search(r"\son[a-z]+=", answer.text) is None


@pytest.mark.parametrize("address", ["/act/system/user", "/act/declare/target", "/act/system/chain"])
def test_an_oversize_body_is_refused_before_it_is_read(served, address):
    client, before = served.client("guan.li"), served.head
    answer = client.post(address, data={"reason": "x" * (21 * 2**20)}, headers=OWN)
    assert answer.status_code in {400, 403, 413}
    assert served.head == before


@pytest.mark.parametrize("name", ["..", "%2e%2e", "..%2f..%2foffice", "a\\b", "\x00"])
def test_no_name_in_an_address_leads_out_of_its_folder(served, name):
    client = served.client("guan.li")
    for address in (f"/act/system/build/{name}/remove", f"/assets/{name}", f"/panel/{name}/levels.json"):
        assert client.get(address).status_code in {302, 308, 400, 403, 404}


def test_what_was_typed_is_never_markup(served):
    typed = '"><script>alert(1)</script>'
    answer = served.client("guan.li").post(
        "/act/system/user", data={"name": typed, "shown": typed, "department": typed}, headers=OWN
    )
    assert answer.status_code == 409
    assert "<script>alert" not in answer.text


def test_who_reads_what_tells_of_people_is_written_down(served):
    client = served.client("guan.li")
    client.get(f"/panel/{served.build_id}/system-people.json?at=/system")
    with served.office.reading() as connection:
        row = reads(connection)[0]
    assert (row.actor, row.what, row.scope) == ("guan.li", "system:people", "all")
