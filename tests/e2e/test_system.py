"""系统 and the sections that people act on: two administrators give a role; every part for everybody."""

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import expect
from sqlalchemy import update

from dashboard.auth.passwords import Passwords
from dashboard.auth.rights import Role
from dashboard.auth.sign_in_gate import Gate
from dashboard.deployment import make_app
from dashboard.operational.store import office_of
from dashboard.operational.tables import USERS
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.e2e.conftest import serving
from tests.e2e.test_accessible import OFFICE, grave_findings, settled

ADMINS = {"guan.li": ("关丽", Role.ADMIN, ""), "he.ming": ("何明", Role.ADMIN, "")}
PARTS = ("", "/rights", "/services", "/sessions", "/chain", "/reads", "/builds", "/settings")


@pytest.fixture(scope="module")
def url(tiny_build, tmp_path_factory):
    settings = Settings(
        data_dir=tiny_build.data_dir,
        build_dir=tiny_build.build_dir,
        office_dir=tmp_path_factory.mktemp("office"),
    )
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    office = office_of(settings)
    gate = Gate(office, settings, cheap)
    people(gate, "900100", ADMINS)
    with office.acting() as act:
        act.connection.execute(update(USERS).values(password_hash=cheap.kept(PASSWORD)))
    server = serving()
    serve = next(server)
    yield serve(make_app(settings, gate=lambda: gate).server)
    next(server, None)
    office.close()


def enter(visit_at, url, name, address):
    window = visit_at(url)
    page = window.open(f"/sign-in?next={address.replace('/', '%2F')}")
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("button").click()
    expect(page.locator("h1")).to_be_visible()
    return window


def test_two_administrators_give_a_role_in_both_languages(url, visit_at):
    first = enter(visit_at, url, "guan.li", "/data/declared")
    page = first.page
    page.locator("#who a", has_text="系统").click()
    page.get_by_role("link", name="崔岚").click()
    page.get_by_role("link", name="提出授予角色").click()
    page.locator("#role").select_option("reviewer")
    page.locator("button", has_text="提出").click()
    expect(page.get_by_role("link", name="收回角色")).to_be_visible()
    second = enter(visit_at, url, "he.ming", "/system")
    page = second.open("/system?lang=en")
    page.get_by_role("link", name="Reviewer (Whole province)", exact=True).click()
    page.locator("button", has_text="Accept").click()
    row = page.get_by_role("row", name="cui.lan")
    expect(row).to_contain_text("Decider (Whole province); Reviewer (Whole province)")
    assert first.faults + second.faults == []


@pytest.mark.soak
def test_every_part_is_for_everybody_to_use(url, visit_at):
    window = enter(visit_at, url, "guan.li", "/data/calendar")
    window.page.set_viewport_size({"width": OFFICE, "height": 800})
    addresses = [f"/system{part}" for part in PARTS]
    for address in (*addresses, "/data/calendar", "/data/declared", "/act/system/user", "/data/challenges"):
        page = window.open(address)
        expect(page.locator("h1")).to_be_visible()
        settled(page)
        assert (address, grave_findings(page)) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= OFFICE, address
    assert window.faults == []
