"""A whole case in the demonstration province: from a flag to its lifting, by four people and the region."""

import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.auth.sign_in_gate import Gate
from dashboard.build_queries import BuildQueries
from dashboard.operational.export import verify_store
from dashboard.operational.store import office_of
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.offices import Clock

AN, BAI, CUI, DU, FANG = "an.ning", "bai.he", "cui.lan", "du.heng", "fang.ke"
WORDS = {
    "zh": {
        "open": "立案",
        "in_force": "限批中",
        "lifted": "已解除",
        "ended": "期满终止",
        "turn": "怎样才能扭转",
    },
    "en": {
        "open": "Open a case",
        "in_force": "in force",
        "lifted": "lifted",
        "ended": "ended by its terms",
        "turn": "What would turn it",
    },
}


class Province:
    """A served demonstration with people in it."""

    def __init__(self, built, folder, serve):
        self.clock = Clock()
        settings = Settings(data_dir=built.data_dir, build_dir=built.build_dir, office_dir=folder)
        self.office = office_of(settings, self.clock)
        gate = Gate(self.office, settings)
        queries = BuildQueries(built.build_dir)
        self.flag = next(row for row in queries.flags() if row.is_open and row.strength == "founding")
        people(gate, self.flag.region)
        self.url = serve(create_app(queries, settings, gate=lambda: gate).server)


@pytest.fixture
def province(demo_build, tmp_path, serve_app):
    made = Province(demo_build, tmp_path, serve_app)
    yield made
    made.office.close()


class Desk:
    """Everybody at their own window, signed in when they first act.

    The forms need no script, and those who act here have none; who looks at the pages has.
    """

    def __init__(self, province, visit_at, lang, others=None):
        self.province, self.lang, self._visit_at = province, lang, visit_at
        self._others = others or {}
        self.windows, self.case = {}, ""

    def tongue(self, who):
        return self._others.get(who, self.lang)

    def at(self, address, who=AN):
        return address if self.tongue(who) == "zh" else f"{address}{'&' if '?' in address else '?'}lang=en"

    def window(self, who, looks=False):
        if (who, looks) not in self.windows:
            window = self._visit_at(self.province.url, java_script_enabled=looks)
            page = window.open(self.at("/sign-in?next=/deadlines", who))
            page.fill("#name", who)
            page.fill("#password", PASSWORD)
            page.click("button[type=submit]")
            page.wait_for_url("**/deadlines*")
            self.windows[who, looks] = window
        return self.windows[who, looks]

    def show_case(self, who):
        page = self.window(who, looks=True).open(self.at(f"/cases/{self.case}", who))
        page.locator(".case-state").wait_for()
        return page

    def state(self, who):
        return self.show_case(who).locator(".case-state").inner_text()

    def faults(self):
        return [fault for window in self.windows.values() for fault in window.faults]

    def fill(self, page, chosen=()):
        """Fill in everything that the form asks for, as a person would."""
        for field in page.locator("form.form :is(input[type=text], textarea)").all():
            field.fill("依据现行规定办理" if self.lang == "zh" else "Done under the rules in force")
        for field in page.locator("form.form input[type=number]").all():
            field.fill(field.get_attribute("min"))
        for field in page.locator("form.form input[type=date]").all():
            field.fill("2026-09-30")
        for field in page.locator("form.form input[type=file][required]").all():
            field.set_input_files({"name": "纪要.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
        for field in page.locator("form.form select").all():
            options = [option.get_attribute("value") for option in field.locator("option").all()]
            field.select_option(next((one for one in options if one in chosen), options[-1]))

    def form(self, who, name, by_link=False):
        """The form of a step: from the link on the case page, or by its address."""
        if not by_link:
            return self.window(who).open(self.at(f"/act/case/{self.case}/{name}", who))
        page = self.show_case(who)
        page.locator(f".case-step[href*='/{name}']").click()
        page.locator("form.form").wait_for()
        return page

    def step(self, who, name, chosen=(), by_link=False):
        """Fill in the form of a step and submit it; on to the case."""
        page = self.form(who, name, by_link)
        self.fill(page, chosen)
        page.locator("form.form button").first.click()
        page.wait_for_url("**/cases/*")

    def confirm(self, who):
        page = self.form(who, "confirm")
        page.locator("button[value=confirm]").click()
        page.wait_for_url("**/cases/*")

    def wait(self, days):
        """Time passes, and who was signed in signs in again."""
        self.province.clock.move(days=days)
        self.windows.clear()

    def both(self, first, second, name, chosen=()):
        self.step(first, name, chosen)
        self.confirm(second)


def open_case(desk, instrument):
    """From the register of flags to the new case."""
    page = desk.window(AN, looks=True).open(desk.at("/cases?strength=founding"))
    page.get_by_role("link", name=WORDS[desk.lang]["open"], exact=True).first.click()
    page.locator(f".form-choices a[href*='{instrument}']").click()
    page.locator("form.form").wait_for()
    desk.fill(page, {"flag"})
    page.locator("form.form button").click()
    page.locator(".case-state").wait_for()
    desk.case = desk.window(AN, looks=True).address().partition("?")[0].rpartition("/")[2]


def to_the_decision(desk):
    desk.step(AN, "verify", by_link=True)
    desk.confirm(BAI)
    desk.step(AN, "notify")
    desk.step(FANG, "reply")
    desk.both(AN, BAI, "propose")
    desk.step(CUI, "deliberate", {"adopted"})
    desk.both(CUI, DU, "decide")
    desk.step(CUI, "issue")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_restriction_goes_from_flag_to_lifting_through_the_hands_of_four_people(province, visit_at, lang):
    desk = Desk(province, visit_at, lang)
    open_case(desk, "eia_169")
    to_the_decision(desk)
    assert desk.state(AN) == WORDS[lang]["in_force"]
    ledger = desk.window(AN, looks=True).open(desk.at("/restrictions")).locator(".ledger .data-table")
    expect(ledger.first).to_contain_text(WORDS[lang]["in_force"])
    assert desk.faults() == []
    desk.wait(days=100)
    desk.step(AN, "check", {"passed"})
    desk.both(CUI, DU, "lift")
    page = desk.show_case(CUI)
    assert page.locator(".case-state").inner_text() == WORDS[lang]["lifted"]
    # ten acts of the table, four of them in two moves
    assert page.locator(".case-item").count() == 14
    assert verify_store(province.office, lang, None)[1]
    assert desk.faults() == []


@pytest.mark.soak  # a second whole case; the first goes in both languages every time
def test_a_suspension_of_energy_reviews_ends_by_its_terms_when_somebody_confirms_it(province, visit_at):
    """Who reviews works in Chinese, who decides and who speaks for the region in English: one case, both."""
    desk = Desk(province, visit_at, "zh", {CUI: "en", DU: "en", FANG: "en"})
    open_case(desk, "two_high_review")
    to_the_decision(desk)
    assert desk.state(AN) == WORDS["zh"]["in_force"]
    for who in (AN, CUI):
        notice = desk.window(who, looks=True).open(desk.at(f"/case-notice/{desk.case}", who))
        expect(notice.locator(".case-notice")).to_contain_text(WORDS[desk.tongue(who)]["turn"])
    desk.wait(days=250)
    desk.step(DU, "confirm_end")
    assert desk.state(AN) == WORDS["zh"]["ended"]
    assert desk.state(CUI) == WORDS["en"]["ended"]
    assert desk.faults() == []
