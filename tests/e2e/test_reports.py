"""月报: somebody chooses a sheet, has it made in a process of its own and finds it in the archive."""

import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.auth.grants import KIND
from dashboard.auth.people import add_user
from dashboard.auth.sign_in_gate import Gate
from dashboard.build_queries import BuildQueries
from dashboard.operational import proposals
from dashboard.operational.store import office_of
from dashboard.operational.tables import GRANTS, USERS
from etl.settings import Settings

PASSWORD = "mulberry-tractor-84"


@pytest.fixture
def url(serve_app, real_build, tmp_path):
    settings = Settings(data_dir=real_build.data_dir, build_dir=real_build.build_dir, office_dir=tmp_path)
    office = office_of(settings)
    gate = Gate(office, settings)
    with office.acting() as act:
        user = add_user(
            act, gate.passwords, actor="console:root", name="li.na", display_name="李娜", password=PASSWORD
        )
        act.connection.execute(USERS.update().where(USERS.c.id == user.id).values(must_change_password=0))
        grant = proposals.propose(act, KIND, actor="a", subject="user:li.na", facts={})
        act.connection.execute(
            GRANTS.insert().values(
                user_id=user.id, role="viewer", region="210100", proposal_id=grant.id, given_at=act.at
            )
        )
    yield serve_app(create_app(BuildQueries(real_build.build_dir), settings, gate=lambda: gate).server)
    office.close()


def test_a_sheet_is_chosen_read_made_and_fetched(url, visit_at):
    window = visit_at(url)
    page = window.open("/sign-in?next=/reports%3Fkind%3Dsheet%26period%3D2023")
    page.locator("#name").fill("li.na")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    expect(page.locator(".report-title")).to_have_text("沈阳市2023年区域绩效单")
    expect(page.locator(".report-paper")).to_contain_text("8,122.1")
    for form in ("docx", "pdf"):
        page.locator(f"input[value={form}]").uncheck()
    page.get_by_role("button", name="生成草稿").click()
    expect(page.locator(".report-job [role=status]")).to_contain_text("已完成")
    link = page.get_by_role("link", name="Excel", exact=True)
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "210100_2023_sheet_zh.xlsx"
    assert window.faults == []
