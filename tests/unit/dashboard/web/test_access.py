"""Who may ask the server for what: without a name only reading, only at the machine itself."""

import signal
import subprocess
import sys
import urllib.request

import pytest

from dashboard.auth.rights import Role
from dashboard.auth.services import accept_service, propose_service
from tests import fake_site
from tests.unit.dashboard.web.conftest import OWN, Site, sign_in

AWAY = {"REMOTE_ADDR": "10.1.2.3"}
PAGES = ("/", "/region/210100", "/nowhere")
MACHINES = (
    "/panel/build1/city-map.json?at=/",
    "/export/build1/levels.csv?at=/",
    "/boundaries/build1/cities.geojson",
    "/build.json",
    "/_dash-layout",
    "/_dash-dependencies",
    "/api/v1/regions",
)
PROXIES = (
    *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-By"),
    *("X-Forwarded-Prefix", "Forwarded", "Via", "X-Real-IP", "x-forwarded-anything", "True-Client-IP"),
)


def test_who_reads_without_a_name_opens_no_store_and_leaves_no_file(tmp_path):
    def gate():
        raise AssertionError

    app = fake_site.make_app(tmp_path, gate=gate, office_dir=tmp_path / "office")
    reader = app.server.test_client()
    with reader.get("/") as page, reader.get("/panel/build1/levels.json?at=/") as panel:
        assert (page.status_code, panel.status_code) == (200, 200)
    assert not (tmp_path / "office").exists()


def test_at_the_machine_itself_one_reads_without_a_name(site):
    reader = site.browser()
    assert reader.get("/").status_code == 200
    assert reader.get("/panel/build1/city-map.json?at=/").status_code == 200
    assert (
        "engine" not in vars(site.office) or site.office.engine
    )  # the store is there; nobody needed a session
    assert "Set-Cookie" not in reader.get("/").headers


@pytest.mark.parametrize("address", MACHINES)
@pytest.mark.parametrize("header", [None, *PROXIES])
def test_elsewhere_or_through_a_proxy_nothing_is_told_to_programs(site, address, header):
    reader = site.browser() if header else site.browser(environ_overrides=AWAY)
    answer = reader.get(address, headers={header: "10.1.2.3"} if header else {})
    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "not_signed_in"


@pytest.mark.parametrize("address", PAGES)
def test_people_are_led_to_the_page_where_they_sign_in_and_back(site, address):
    answer = site.browser(environ_overrides=AWAY).get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["not an address", "", "::ffff:10.0.0.1", "127.0.0.1.example"])
def test_what_is_no_loopback_address_is_not_the_machine(site, address):
    assert site.browser(environ_overrides={"REMOTE_ADDR": address}).get("/build.json").status_code == 401


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_without_a_name_nothing_is_changed(site, method):
    answer = getattr(site.browser(), method)("/anything", headers=OWN)
    assert answer.status_code == 401


def test_a_deployment_may_ask_for_a_name_at_the_machine_too(tmp_path, small_office, clock):
    site = Site(tmp_path, small_office, clock, require_sign_in=True)
    assert site.browser().get("/build.json").status_code == 401
    assert "本机只读浏览" not in site.browser().get("/sign-in").text


def test_styles_and_scripts_are_there_before_signing_in(site):
    away = site.browser(environ_overrides=AWAY)
    assert away.get("/assets/forms.css").status_code == 200
    assert away.get("/sign-in").status_code == 200


ECHO = """
from dashboard.serving import serve
from etl.settings import Settings

def make_app():
    def answer(environment, start):
        start("200 OK", [("Content-Type", "text/plain")])
        return [environment.get("HTTP_X_FORWARDED_FOR", "nobody").encode()]
    return answer

serve(Settings(port=0), make_app, announce=lambda url: print(url, flush=True))
"""


def test_the_server_library_does_not_hide_the_headers_of_a_proxy():
    # it strips them unless it is told not to, and then everybody would be at the machine itself
    with subprocess.Popen([sys.executable, "-c", ECHO], stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        asked = urllib.request.Request(url, headers={"X-Forwarded-For": "10.1.2.3"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            assert answer.read() == b"10.1.2.3"
        process.send_signal(signal.SIGTERM)


# ── scope ──


@pytest.fixture
def officer(site):
    site.add("wang", (Role.DATA_OFFICER, "210100"))
    return site.signed_in("wang", environ_overrides=AWAY)


def test_who_is_signed_in_reads_from_elsewhere_and_nothing_is_kept(officer):
    for address in ("/panel/build1/page.json?at=/", "/build.json"):
        answer = officer.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), address


def test_what_a_browser_keeps_for_one_reader_is_not_found_by_another(site, officer):
    site.add("zhao", (Role.VIEWER, ""))
    stamps = {
        client.get("/").text.split('"release":"')[1][:10]
        for client in (officer, site.signed_in("zhao"), site.browser())
    }
    assert len(stamps) == 3


def test_an_answer_made_for_one_scope_is_not_given_to_another(site, officer):
    site.add("zhao", (Role.VIEWER, ""))
    queries = site.app._panels.queries
    for client in (site.browser(), site.signed_in("zhao"), site.signed_in("zhao")):
        client.get("/panel/build1/city-map.json?at=/")
    assert queries.asked == 2


def test_a_session_that_ended_reads_nothing_more(site, officer):
    site.clock.move(minutes=31)
    assert officer.get("/build.json").status_code == 401
    assert officer.get("/").status_code == 302


def test_a_copied_cookie_is_worth_nothing_after_signing_out(site, officer):
    stolen = officer.get_cookie("liaoning-session").value
    assert officer.post("/sign-out", headers=OWN).status_code == 303
    thief = site.browser(environ_overrides=AWAY)
    thief.set_cookie("liaoning-session", stolen)
    assert thief.get("/build.json").status_code == 401


def test_a_cookie_that_was_tampered_with_is_nobody(site, officer):
    cookie = officer.get_cookie("liaoning-session").value
    officer.set_cookie("liaoning-session", cookie[:-4] + ("AAAA" if not cookie.endswith("AAAA") else "BBBB"))
    assert officer.get("/build.json").status_code == 401


# ── programs ──


@pytest.fixture
def token(site):
    with site.office.acting() as act:
        proposal = propose_service(
            act, actor="a", name="approval", scopes=frozenset({"read"}), region="210100", days=30
        )
        return accept_service(act, proposal.id, actor="b")


def test_a_token_opens_the_interface_of_programs_and_no_page(site, token):
    program = site.browser(environ_overrides=AWAY)
    bearer = {"Authorization": f"Bearer {token}"}
    assert program.get("/api/v1/nothing", headers=bearer).status_code == 404  # let in; there is no such thing
    assert program.get("/api/v1/openapi.json", headers=bearer).status_code == 200
    assert program.get("/build.json", headers=bearer).status_code == 401
    assert program.get("/", headers=bearer).status_code == 302


def test_a_token_is_for_what_it_was_given_for(site, token):
    program = site.browser(environ_overrides=AWAY)
    answer = program.post("/api/v1/project-check", json={}, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_allowed")
    assert site.browser().post("/api/v1/project-check", json={}).status_code in {400, 404, 405}  # a question


def test_a_wrong_token_is_nobody(site, token):
    for told in (f"Bearer {token}x", token, "Bearer ", f"Basic {token}"):
        answer = site.browser(environ_overrides=AWAY).get("/api/v1/nothing", headers={"Authorization": told})
        assert answer.status_code == 401


def test_a_token_in_a_cookie_is_nobody(site, token):
    client = site.browser(environ_overrides=AWAY)
    client.set_cookie("liaoning-session", token)
    assert client.get("/build.json").status_code == 401
    assert sign_in(client, "approval", token).status_code == 401
