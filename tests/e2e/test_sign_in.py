"""Signing in, choosing a password and signing out, with the keyboard and under the strict policy."""

import pytest
from playwright.sync_api import expect

from dashboard.auth.grants import found_admin
from dashboard.auth.people import add_user
from dashboard.auth.sign_in_gate import Gate
from dashboard.operational.store import office_of
from etl.settings import Settings
from tests import fake_site

FIRST, OWN = "buku-talo-nivi-48", "mulberry-tractor-84"


@pytest.fixture
def url(serve_app, fake_builds, tmp_path):
    settings = Settings(office_dir=tmp_path)
    office = office_of(settings)
    gate = Gate(office, settings)
    with office.acting() as act:
        add_user(act, gate.passwords, actor="console:root", name="li.na", display_name="李娜", password=FIRST)
        found_admin(act, actor="console:root", name="li.na")
    yield serve_app(fake_site.make_app(fake_builds, gate=lambda: gate, office_dir=tmp_path).server)
    office.close()


@pytest.mark.parametrize(("lang", "out", "enter"), [("zh", "退出", "登录"), ("en", "Sign out", "Sign in")])
def test_somebody_signs_in_by_keyboard_chooses_a_password_and_signs_out(url, visit_at, lang, out, enter):
    window = visit_at(url)
    tongue = "" if lang == "zh" else "?lang=en"
    page = window.open(f"/{tongue}")
    page.locator("#who a").click()
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("li.na")
    page.keyboard.press("Tab")
    page.keyboard.type(FIRST)
    page.keyboard.press("Enter")
    expect(page.locator("#present")).to_be_focused()
    for text in (FIRST, OWN, OWN):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#who button").wait_for()
    assert "李娜" in page.locator("#who").inner_text()
    page.goto(f"{url}/{tongue}")
    assert page.locator("#who button").inner_text() == out
    page.locator("#who button").click()
    page.wait_for_url("**/sign-in*")
    assert page.locator("button").inner_text() == enter
    page.goto(f"{url}/{tongue}")
    assert page.locator("#who a").inner_text() == enter
    assert window.faults == []
