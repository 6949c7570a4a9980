"""Signing in, out, and another password: items of ASVS 4.0 level 2, chapters 2 and 3."""

import re

import pytest

from dashboard.auth.rights import Role
from dashboard.auth.sessions import TRIES
from dashboard.web.sign_in import safe_address
from tests.unit.dashboard.web.conftest import OWN, PASSWORD, Site, refusal_of, sign_in


@pytest.fixture
def browser(site):
    site.add("li.na", (Role.VIEWER, ""))
    return site.browser()


def test_the_form_speaks_both_languages(browser):
    chinese, english = browser.get("/sign-in").text, browser.get("/sign-in?lang=en").text
    assert "<title>登录 · 辽宁省制造业区域绩效</title>" in chinese
    assert '<html lang="en">' in english
    assert "User name" in english
    assert 'href="/sign-in?lang=en"' in chinese
    assert 'href="/sign-in"' in english


def test_the_right_password_leads_back_to_where_one_came_from(browser):
    answer = sign_in(browser, "li.na", next="/region/210100?period=2022")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/region/210100?period=2022")
    assert browser.get("/").status_code == 200


def test_the_name_stands_in_the_page_and_in_no_answer_that_is_shared(site, browser):
    sign_in(browser, "li.na")
    assert '"who":{"name":"Li.Na","system":false}' in browser.get("/").text
    assert "Li.Na" not in browser.get("/panel/build1/page.json?at=/").text
    assert '"who":null' in site.browser().get("/").text


def test_a_wrong_password_shows_the_form_again_without_what_was_typed(browser):
    answer = sign_in(browser, "li.na", "wrong-password")
    assert answer.status_code == 401
    assert refusal_of(answer) == "用户名或密码不对，或该账号不能登录。"
    assert "wrong-password" not in answer.text
    assert 'value="li.na"' in answer.text


def test_an_unknown_name_gets_the_same_answer(browser):
    known, unknown = sign_in(browser, "li.na", "wrong"), sign_in(browser, "wu.ming", "wrong")
    assert known.status_code == unknown.status_code
    assert known.text.replace("li.na", "wu.ming") == unknown.text


def test_the_form_in_english_refuses_in_english(browser):
    assert refusal_of(sign_in(browser, "li.na", "wrong", lang="en")).startswith("Name or password is wrong")


def test_a_name_is_locked_after_too_many_tries(site, browser):
    for _ in range(TRIES):
        sign_in(browser, "li.na", "wrong")
    locked = sign_in(browser, "li.na")
    assert locked.status_code == 429
    assert "15分钟后再试" in refusal_of(locked)
    site.clock.move(minutes=16)
    assert sign_in(browser, "li.na").status_code == 303


def test_many_names_from_one_address_are_slowed_down(browser):
    codes = [sign_in(browser, f"name{n}", "wrong").status_code for n in range(32)]
    assert codes[:30] == [401] * 30
    assert codes[30:] == [429, 429]


# ── session fixation (ASVS 3.2.1) and cookies (3.4) ──


def cookie_of(answer):
    return next(text for text in answer.headers.getlist("Set-Cookie") if "session=" in text)


def test_signing_in_gives_a_new_session_whatever_the_browser_held_before(site, browser):
    first = cookie_of(sign_in(browser, "li.na"))
    second = cookie_of(sign_in(browser, "li.na"))
    assert first.split(";")[0] != second.split(";")[0]
    planted = site.browser()
    planted.set_cookie("liaoning-session", "planted")
    answer = sign_in(planted, "li.na")
    assert "planted" not in cookie_of(answer)


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(browser):
    parts = set(cookie_of(sign_in(browser, "li.na")).split("; ")[1:])
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= parts
    assert not any(part.startswith(("Expires", "Max-Age", "Domain")) for part in parts)


def test_behind_https_the_cookie_never_goes_in_the_clear(tmp_path, small_office, clock):
    site = Site(tmp_path, small_office, clock, served_over_https=True)
    site.add("li.na", (Role.VIEWER, ""))
    client = site.browser(base_url="https://localhost")
    answer = client.post(
        "/sign-in", data={"name": "li.na", "password": PASSWORD}, headers={"Origin": "https://localhost"}
    )
    assert cookie_of(answer).startswith("__Host-liaoning-session=")
    assert "Secure" in cookie_of(answer)
    assert "max-age=" in answer.headers["Strict-Transport-Security"]


def test_the_cookie_holds_neither_name_nor_password(browser):
    from itsdangerous import base64_decode  # noqa: PLC0415

    payload = cookie_of(sign_in(browser, "li.na")).split("=", 1)[1].split(".")[0]
    assert b"li.na" not in base64_decode(payload.lstrip("."))


def test_signing_out_ends_the_session_and_only_by_a_form(browser):
    sign_in(browser, "li.na")
    assert browser.get("/sign-out").status_code in {404, 405, 400}
    assert '"who":{' in browser.get("/").text
    assert browser.post("/sign-out", headers=OWN).headers["Location"] == "/sign-in"
    assert '"who":null' in browser.get("/").text


def test_signing_out_twice_does_no_harm(browser):
    for _ in range(2):
        assert browser.post("/sign-out", headers=OWN).status_code == 303


# ── requests from other sites (ASVS 4.2.2) ──


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out", "/password"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Referer": "http://localhost/"},
        {},
    ],
)
def test_a_form_of_another_site_or_of_nowhere_changes_nothing(browser, address, headers):
    sign_in(browser, "li.na")
    answer = browser.post(address, data={"name": "li.na", "password": PASSWORD}, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "foreign_request")
    assert '"who":{' in browser.get("/").text


# ── open redirects (ASVS 5.1.5) ──


@pytest.mark.parametrize(
    "wanted",
    [
        *(
            "http://elsewhere.example/",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "https:elsewhere.example",
        ),
        *("javascript:alert(1)", "\\\\elsewhere", "/nowhere", "/sign-in", "/region/210100?x=1", "", "region"),
        *("/%2f%2felsewhere.example", "/ /elsewhere", "/\t/elsewhere.example", "/?period=" + "9" * 3000),
    ],
)
def test_signing_in_leads_to_views_of_this_server_only(browser, wanted):
    assert safe_address(wanted) == "/"
    assert sign_in(browser, "li.na", next=wanted).headers["Location"] == "/"


def test_what_was_typed_is_never_markup(browser):
    for answer in (
        sign_in(browser, '"><script>alert(1)</script>', "wrong"),
        browser.get("/sign-in?next=%22%3E%3Cscript%3E&lang=en"),
    ):
        assert "<script>" not in answer.text


def test_the_page_has_no_script_and_is_kept_nowhere(browser):
    answer = browser.get("/sign-in")
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"].split("style-src")[0]
    assert "form-action 'self'" in answer.headers["Content-Security-Policy"]


def test_password_managers_are_helped(browser):
    # ASVS 2.1.11: paste, browser helpers and password managers are permitted
    text = browser.get("/sign-in").text
    assert 'autocomplete="username"' in text
    assert 'autocomplete="current-password"' in text
    assert "onpaste" not in text


# ── a first password must be changed ──


@pytest.fixture
def newcomer(site):
    site.add("sun", (Role.VIEWER, ""), must_change=True)
    client = site.browser()
    assert sign_in(client, "sun").headers["Location"] == "/password"
    return client


def change(client, present=PASSWORD, wanted="another-mulberry-12", again=None):
    form = {"present": present, "wanted": wanted, "again": wanted if again is None else again}
    return client.post("/password", data=form, headers=OWN)


def test_with_a_first_password_nothing_else_is_possible(newcomer):
    assert newcomer.get("/").headers["Location"] == "/password"
    assert newcomer.get("/build.json").json["error"]["code"] == "password_first"
    assert "这是初始密码" in newcomer.get("/password").text


def test_after_changing_it_one_goes_on_without_signing_in_again(newcomer):
    assert change(newcomer).headers["Location"] == "/"
    assert newcomer.get("/").status_code == 200


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"present": "wrong"}, "原密码不对"),
        ({"wanted": "short"}, "密码至少12位"),
        ({"again": "something-else-1"}, "两次输入的新密码不同"),
        ({"wanted": PASSWORD}, "新密码与原密码相同"),
    ],
)
def test_what_is_wrong_with_a_new_password_is_said(newcomer, options, told):
    answer = change(newcomer, **options)
    assert answer.status_code == 409
    assert refusal_of(answer).startswith(told)


def test_a_password_is_changed_only_by_who_is_signed_in(site):
    assert change(site.browser()).status_code == 401
    assert site.browser().get("/password").status_code == 302


def test_guessing_the_present_password_is_slowed_down(newcomer):
    codes = [change(newcomer, present="wrong").status_code for _ in range(31)]
    assert codes[-1] == 429


def test_no_page_of_a_form_is_too_large_to_be_refused(browser):
    answer = browser.post("/sign-in", data={"name": "x" * 300_000, "password": "y"}, headers=OWN)
    assert answer.status_code == 413
    assert not re.search("Traceback", answer.text)
