"""An item of a register in a browser: entered in Chinese, then seen to be overdue in English, closed late."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.auth.sign_in_gate import Gate
from dashboard.build_queries import BuildQueries
from dashboard.operational.store import office_of
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.e2e.conftest import serving
from tests.offices import Clock

ITEM = {
    "subject": "淘汰落后产能",
    "document": "辽政督〔2026〕1号",
    "issued_on": "2026-01-05",
    "handler": "市工信局",
    "due_on": "2026-02-27",
}


@pytest.fixture
def url(real_build, tmp_path):
    settings = Settings(data_dir=real_build.data_dir, build_dir=real_build.build_dir, office_dir=tmp_path)
    clock = Clock()
    assert clock.moment == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    office = office_of(settings, clock)
    gate = Gate(office, settings)
    people(gate, "210100")
    server = serving()
    yield next(server)(create_app(BuildQueries(real_build.build_dir), settings, gate=lambda: gate).server)
    next(server, None)
    office.close()


def test_an_item_is_entered_seen_to_be_overdue_and_closed_late(url, visit_at):
    window = visit_at(url)
    page = window.open("/sign-in?next=/registers")
    page.fill("#name", "an.ning")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator(".lead")).to_contain_text("还没有任何事项")

    page.get_by_role("link", name="督办件", exact=True).click()
    page.get_by_role("link", name="登记一件", exact=True).click()
    page.locator("#region").select_option("210100")
    for name, text in ITEM.items():
        page.locator(f"#field-{name}").fill(text)
    page.locator("form.form button").click()
    expect(page.locator(".entry-standing .badge")).to_have_text("■ 逾期未办")

    page.goto(f"{url}/registers?lang=en")
    expect(page.locator(".lead")).to_have_text(
        "As of 2 Mar 2026, items overdue: 1; bodies concerned: 1. Most of them: 市工信局 (1)."
    )
    expect(page.locator(".register-who tbody")).to_contain_text("市工信局")
    page.get_by_role("link", name=ITEM["subject"], exact=True).click()
    page.get_by_role("link", name="Change", exact=True).click()
    page.locator("#field-closed_on").fill("2026-03-02")
    page.locator("#reason").fill("已拆除")
    page.locator("form.form button").click()

    expect(page.locator(".entry-standing .badge")).to_have_text("◐ closed late")
    expect(page.locator(".entry-history li").first).to_contain_text("Changed · an.ning")
    expect(page.locator(".entry-history li").first).to_contain_text("已拆除")
    assert window.faults == []
