"""The load desk: a file with three faults, the corrected one, a second person, published, undone."""

import threading

import pytest
from playwright.sync_api import expect

from tests.load_desk import FAULTY, MARCH, OFFICER, REVIEWER, DeskSite, builder, desk_deployment, folder
from tests.offices import clock, databases, small_office
from tests.unit.dashboard.web.conftest import PASSWORD

__all__ = ["builder", "clock", "databases", "desk_deployment", "folder", "small_office"]
WORDS = {
    "zh": {
        "faulty": "须更正",
        "ready": "可以提出",
        "proposed": "待第二人受理",
        "published": "已发布",
        "undone": "已撤销",
        "faults": "发现 3 处问题",
        "change": ["3.75", "3.9", "改变"],
        "propose": "提出，请另一人受理",
        "accept": "受理并发布",
        "undo": "撤销",
    },
    "en": {
        "faulty": "to be corrected",
        "ready": "ready to be proposed",
        "proposed": "waits for a second person",
        "published": "published",
        "undone": "undone",
        "faults": "3 places are wrong",
        "change": ["3.75", "3.9", "changed"],
        "propose": "Propose to another person",
        "accept": "Accept and publish",
        "undo": "Undo",
    },
}


class BesideTheServer(DeskSite):
    """A desk whose work goes on beside the server, as a process of its own would."""

    threads: list

    def start(self, identifier):
        thread = threading.Thread(target=self.work, args=(identifier,))
        self.threads.append(thread)
        thread.start()


@pytest.fixture
def site(folder, small_office, clock, builder):
    made = BesideTheServer(folder, small_office, clock, builder)
    made.threads = []
    yield made.cast()
    for thread in made.threads:
        thread.join()


class Walk:
    """Two people at their own windows, in one language."""

    def __init__(self, url, visit_at, lang):
        self.url, self.visit_at, self.lang, self.words = url, visit_at, lang, WORDS[lang]
        self.windows = []

    def at(self, address):
        return address if self.lang == "zh" else f"{address}?lang=en"

    def sign_in(self, who):
        window = self.visit_at(self.url)
        self.windows.append(window)
        desk = "%2Fdata%2Fdesk" + ("" if self.lang == "zh" else "%3Flang%3Den")
        page = window.open(f"/sign-in?next={desk}")
        page.fill("#name", who)
        page.fill("#password", PASSWORD)
        page.click("button[type=submit]")
        page.locator(".desk-list").wait_for()
        return page

    def desk(self, page):
        page.goto(self.url + self.at("/data/desk"))
        page.locator(".desk-list").wait_for()

    def bring(self, page, name, text):
        self.desk(page)
        page.set_input_files("#desk-file", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
        page.locator(".desk-form button").click()

    def shows(self, page, state):
        """The page renews itself until it shows a state."""
        expect(page.locator(".desk-state")).to_contain_text(self.words[state], timeout=45_000)

    def stands(self, page, is_so):
        """What was decided is carried out within moments; a page that is renewed meanwhile shows either."""
        for _ in range(100):
            if is_so():
                return
            page.wait_for_timeout(100)
        assert is_so()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_corrected_file_is_accepted_by_a_second_person_published_and_undone(
    site, serve_app, visit_at, lang
):
    walk = Walk(serve_app(site.app.server), visit_at, lang)
    before = site.current()

    officer = walk.sign_in(OFFICER)
    walk.bring(officer, "power_2023M01-03.csv", FAULTY)
    walk.shows(officer, "faulty")
    expect(officer.locator(".desk")).to_contain_text(walk.words["faults"])
    assert [cell.inner_text() for cell in officer.locator("#faults td:first-child").all()] == [
        "A2",
        "C3",
        "D4",
    ]

    walk.bring(officer, "power_2023M01-03_b.csv", MARCH)
    walk.shows(officer, "ready")
    first = officer.locator("#figures tbody tr").first
    assert [cell.inner_text() for cell in first.locator("td").all()][-3:] == walk.words["change"]
    officer.get_by_role("button", name=walk.words["propose"]).click()
    walk.shows(officer, "proposed")
    assert officer.get_by_role("button", name=walk.words["accept"]).count() == 0

    reviewer = walk.sign_in(REVIEWER)
    walk.desk(reviewer)
    reviewer.get_by_role("link", name="power_2023M01-03_b.csv").click()
    walk.shows(reviewer, "proposed")
    reviewer.get_by_role("button", name=walk.words["accept"]).click()
    walk.shows(reviewer, "published")
    walk.stands(reviewer, lambda: (site.current() != before, site.figure()) == (True, 4.5))

    reviewer.locator("#reason-undo").fill("来源有误")
    reviewer.get_by_role("button", name=walk.words["undo"]).click()
    walk.shows(reviewer, "undone")
    walk.stands(reviewer, lambda: (site.current(), site.figure()) == (before, None))
    officer.reload()
    walk.shows(officer, "undone")
    expect(officer.locator(".desk-facts")).to_contain_text("来源有误")
    assert [fault for window in walk.windows for fault in window.faults] == []
