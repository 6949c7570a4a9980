"""Signing in by an identity service: all it says is checked, and a person must be known here already."""

import http.client
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.auth.people import disable_user
from dashboard.auth.rights import Role
from dashboard.auth.sessions import open_sessions
from tests.fake_identity import CLIENT, SECRET, serving
from tests.unit.dashboard.web.conftest import Site, refusal_of


@pytest.fixture(scope="module")
def service():
    with serving() as identity:
        yield identity


@pytest.fixture
def identity(service):
    service.fault, service.subject = "", "42"
    return service


@pytest.fixture
def site(tmp_path, small_office, clock, identity):
    known = {"identity_issuer": identity.url, "identity_client": CLIENT, "identity_secret": SECRET}
    site = Site(tmp_path, small_office, clock, **known)
    site.add("li.na", (Role.VIEWER, ""), password=None, identity=(identity.url, "42"))
    return site


def led_by(location):
    """Where the service leads the browser."""
    parts = urlsplit(location)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    connection.close()
    return answer.getheader("Location")


def signed_in(client, address="/sign-in/identity?next=/region/210100"):
    begun = client.get(address)
    assert begun.status_code == 302, begun.text
    return client.get(led_by(begun.headers["Location"]).removeprefix("http://localhost"))


def test_somebody_who_is_known_here_comes_in(site):
    client = site.browser()
    answer = signed_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/region/210100")
    assert '"who":{"name":"Li.Na","system":false}' in client.get("/").text
    with site.office.reading() as connection:
        (session,) = open_sessions(connection, site.clock.moment, site.gate.lifetime)
    assert (session.user, session.method) == ("li.na", "identity")


def test_the_request_carries_state_nonce_and_a_challenge(site, identity):
    asked = parse_qs(urlsplit(site.browser().get("/sign-in/identity").headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://localhost/sign-in/identity/back"]
    assert all(len(asked[name][0]) > 15 for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize(
    "fault", ["state", "denied", "issuer", "audience", "nonce", "expired", "signature", "unsigned"]
)
def test_whatever_is_wrong_with_the_answer_nobody_comes_in(site, identity, fault):
    identity.fault = fault
    client = site.browser()
    answer = signed_in(client)
    assert answer.status_code == 403
    assert refusal_of(answer) == "统一身份认证没有完成，请重新登录。"
    assert '"who":null' in client.get("/").text


def test_a_service_that_does_not_answer_is_said(site, identity):
    identity.fault = "silent"
    answer = site.browser().get("/sign-in/identity")
    assert (answer.status_code, refusal_of(answer)) == (403, "统一身份认证没有完成，请重新登录。")


def test_an_answer_that_nobody_asked_for_is_refused(site):
    answer = site.browser().get("/sign-in/identity/back?code=the-code&state=stolen")
    assert answer.status_code == 403


def test_an_answer_counts_in_the_browser_that_asked(site):
    location = led_by(site.browser().get("/sign-in/identity").headers["Location"])
    answer = site.browser().get(location.removeprefix("http://localhost"))
    assert answer.status_code == 403


def test_somebody_whom_nobody_added_here_does_not_come_in(site, identity):
    identity.subject = "99"
    answer = signed_in(site.browser())
    assert "没有登记为本系统用户" in refusal_of(answer)


def test_somebody_who_was_disabled_does_not_come_in(site):
    with site.office.acting() as act:
        disable_user(act, actor="zhao", name="li.na", reason="调离")
    assert signed_in(site.browser()).status_code == 403


def test_the_way_back_is_a_view_of_this_server_only(site):
    answer = signed_in(site.browser(), "/sign-in/identity?next=//elsewhere.example")
    assert answer.headers["Location"] == "/"


def test_the_form_offers_the_service_where_one_is_named(site, tmp_path, small_office, clock):
    assert "使用统一身份认证登录" in site.browser().get("/sign-in").text
    plain = Site(tmp_path, small_office, clock)
    assert "统一身份认证" not in plain.browser().get("/sign-in").text
    assert plain.browser().get("/sign-in/identity").status_code == 404
