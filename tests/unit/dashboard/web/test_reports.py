"""月报 over the shipped figures: who may have what made, whom the archive tells what, what is genuine."""

import io
import json
import shutil
from datetime import datetime, timedelta

import openpyxl
import pytest
from argon2 import PasswordHasher

from dashboard.app import create_app
from dashboard.auth.passwords import Passwords
from dashboard.auth.rights import Role
from dashboard.auth.sign_in_gate import Gate
from dashboard.build_queries import BuildQueries
from dashboard.operational import chain, proposals
from dashboard.report import work
from dashboard.report.archive import FOLDER
from dashboard.report.command import archive_of
from dashboard.report.issue import Issue
from dashboard.report.jobs import FOLDER as JOBS
from dashboard.report.jobs import MOST_AT_ONCE, Jobs
from etl.settings import OFFICE_FILE, Settings
from tests.small_case import CARL, DORA
from tests.unit.dashboard.cases.test_case_store import go, kept, to_deliberated
from tests.unit.dashboard.web.conftest import OWN, Site

SHEET = {"kind": "sheet", "region": "210112", "period": "2020", "edition": "zh", "format": "xlsx"}


class Reports(Site):
    """One server over the shipped figures whose jobs are done at once; each test has a store of its own."""

    def __init__(self, built, folder):
        self.settings = Settings(data_dir=built.data_dir, build_dir=built.build_dir, office_dir=folder)
        self.app = create_app(BuildQueries(built.build_dir), self.settings, gate=lambda: self.gate)
        self.build = built.build_id

    def begin(self, databases, clock):
        """An empty archive, and nobody who may sign in."""
        for name in (FOLDER, JOBS):
            shutil.rmtree(self.settings.office / name, ignore_errors=True)
        for path in self.settings.office.glob(f"{OFFICE_FILE}*"):
            path.unlink()
        office = databases.office("sqlite", self.settings.office, clock)
        cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.office, self.gate = office, Gate(office, self.settings, cheap)

    def panel(self, client, name, query=""):
        answer = client.get(f"/panel/{self.build}/{name}.json?at=/reports{query}")
        assert answer.status_code == 200, answer.text
        return json.dumps(answer.json, ensure_ascii=False)


@pytest.fixture(scope="module")
def server(real_build, tmp_path_factory):
    return Reports(real_build, tmp_path_factory.mktemp("office"))


@pytest.fixture
def site(server, databases, clock, monkeypatch):
    monkeypatch.setattr(work, "start", work.work)
    site = server
    site.begin(databases, clock)
    site.add("li.na", (Role.REVIEWER, ""))
    site.add("zhang.min", (Role.DATA_OFFICER, "210112"))
    site.add("wang.wei", (Role.DECIDER, ""), (Role.REVIEWER, ""))
    yield site
    site.office.close()


def ask(client, **changes):
    return client.post("/report/jobs", data={**SHEET, **changes}, headers=OWN)


def test_a_report_is_made_told_and_fetched_as_it_was_archived(site):
    client = site.signed_in("li.na")
    job = ask(client)
    assert job.status_code == 202
    told = client.get(f"/report/jobs/{job.json['id']}.json").json
    assert (told["open"], told["done"], told["of"]) == (False, 1, 1)
    (run,) = Jobs(site.settings.office).find(job.json["id"]).runs
    file = client.get(f"/report/files/{run}/210112_2020_sheet_zh.xlsx")
    assert file.data.startswith(b"PK")
    archive = site.panel(client, "reports-archive")
    assert run in archive
    assert "li.na" in archive
    verified = client.post("/report/verify", data={"file": (io.BytesIO(file.data), "x.xlsx")}, headers=OWN)
    assert verified.json["genuine"] is True
    altered = client.post("/report/verify", data={"file": (io.BytesIO(file.data + b" "), "x")}, headers=OWN)
    assert altered.json["genuine"] is False


def test_an_altered_file_of_the_archive_is_told_and_not_handed_out(site):
    client = site.signed_in("li.na")
    (run,) = Jobs(site.settings.office).find(ask(client).json["id"]).runs
    next((site.settings.office / "reports" / run).glob("*.xlsx")).write_bytes(b"other")
    assert "已被改动" in site.panel(client, "reports-archive")
    assert client.get(f"/report/files/{run}/210112_2020_sheet_zh.xlsx").status_code == 404


@pytest.mark.parametrize(
    "wanted", [{"region": "210100"}, {"region": "210113"}, {"kind": "bulletin", "region": "210000"}]
)
def test_a_county_officer_has_nothing_made_but_what_is_theirs(site, wanted):
    client = site.signed_in("zhang.min")
    assert ask(client, **wanted).status_code == 403
    assert Jobs(site.settings.office).all() == ()


def test_a_county_officer_sees_no_report_that_speaks_of_other_regions(site):
    whole = site.signed_in("li.na")
    (of_all,) = Jobs(site.settings.office).find(ask(whole).json["id"]).runs
    county = site.signed_in("zhang.min")
    (own,) = Jobs(site.settings.office).find(ask(county).json["id"]).runs
    assert own != of_all, "made within another scope, it is another report"
    archive = site.panel(county, "reports-archive")
    assert own in archive
    assert of_all not in archive
    assert county.get(f"/report/files/{of_all}/210112_2020_sheet_zh.xlsx").status_code == 404
    assert site.panel(whole, "reports-archive").count(own) > 0
    choices = site.panel(county, "reports-choices")
    assert "浑南区" in choices
    assert "沈河区" not in choices
    assert "全省通报" not in choices


def test_all_regions_of_a_reader_are_one_batch(site):
    client = site.signed_in("zhang.min")
    job = client.post("/report/jobs", data={**SHEET, "region": ["210112", "all"]}, headers=OWN)
    assert Jobs(site.settings.office).find(job.json["id"]).asked.regions == ("210112",)


def test_without_a_name_one_previews_and_makes_nothing(site):
    reader = site.browser()
    assert "登录" in site.panel(reader, "reports-make")
    preview = site.panel(reader, "reports-preview", "&period=2023")
    assert "制造业区域绩效情况" in preview
    assert (
        preview.count('class=\\"report-table\\" tabindex=\\"0\\" role=\\"region\\"') > 1
    )  # it scrolls by keyboard
    assert "登录后可查看存档" in site.panel(reader, "reports-archive")
    assert ask(reader).status_code == 401
    assert reader.get("/report/files/0123456789abcdef/x.pdf").status_code == 401


def test_two_issues_are_compared_number_by_number(site):
    client = site.signed_in("li.na")
    letters = [
        Jobs(site.settings.office).find(ask(client, region="210100", period=period).json["id"]).runs[0]
        for period in ("2022", "2023")
    ]
    query = f"&issues={','.join(letters)}"
    compared = site.panel(client, "reports-compared", query)
    # gdp_city_published: 沈阳市地区生产总值 2022年7696亿元，2023年8122.1亿元；相差426.1亿元
    assert "7,696.0" in compared
    assert "+426.1" in compared
    assert "8,122.1" in compared
    csv = client.get(f"/export/{site.build}/reports-compared.csv?at=/reports{query}").text
    assert "8,122.1" in csv


def test_a_report_made_on_the_page_tells_the_restrictions_in_force_at_its_printed_cut_off(site):
    cases = kept(site.office)
    go(cases, go(cases, to_deliberated(cases), "decide", CARL, DORA), "issue", CARL)
    job = ask(site.signed_in("li.na"), kind="bulletin", region="210000", period="2023")
    (run,) = Jobs(site.settings.office).find(job.json["id"]).runs
    record = archive_of(site.settings).run(run).request.record
    with site.office.reading() as connection:
        assert record.head == str(chain.head(connection))
    (told,) = (case for case in record.cases)
    assert (told.region, told.document, told.is_restriction) == ("210100", "辽环函〔2026〕1号", True)
    content = next((site.settings.office / "reports" / run).glob("*.xlsx")).read_bytes()
    shown = [row for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.values]
    assert any("2026-0001" in row for row in shown)
    there = datetime.fromisoformat(record.cut_off) + timedelta(hours=8)  # UTC, printed by the clock of China
    printed = f"{there.year}年{there.month}月{there.day}日{there:%H:%M}"
    assert any(printed in str(cell) for row in shown for cell in row)


def test_a_job_is_cancelled_between_two_reports(site, monkeypatch):
    monkeypatch.setattr(work, "start", lambda settings, job: None)
    client = site.signed_in("li.na")
    job = client.post("/report/jobs", data={**SHEET, "region": ["210112", "all"]}, headers=OWN).json["id"]
    assert client.post(f"/report/jobs/{job}/cancel", headers=OWN).json["open"] is True
    assert work.work(site.settings, job).state == "cancelled"
    told = client.get(f"/report/jobs/{job}.json?lang=en").json
    assert told["told"].startswith("Stopped: 0 of 114 made")


def test_somebody_elses_job_is_not_told_and_too_many_are_refused(site, monkeypatch):
    monkeypatch.setattr(work, "start", lambda settings, job: None)
    client = site.signed_in("li.na")
    job = ask(client).json["id"]
    other = site.signed_in("zhang.min")
    assert other.get(f"/report/jobs/{job}.json").status_code == 404
    assert other.post(f"/report/jobs/{job}/cancel", headers=OWN).status_code == 404
    assert client.get("/report/jobs.json").json == [job]
    for _ in range(MOST_AT_ONCE - 1):
        ask(client)
    refused = ask(client)
    assert refused.status_code == 429
    assert "正在制作" in refused.json["error"]["message"]


def course(site, client, act, **form):
    return client.post(f"/report/{act}", data=form, headers=OWN)


def test_a_draft_is_reviewed_by_one_and_issued_by_another_with_its_number(site):
    reviewer, decider = site.signed_in("li.na"), site.signed_in("wang.wei")
    (draft,) = Jobs(site.settings.office).find(ask(reviewer).json["id"]).runs
    review = course(site, reviewer, "review", run=draft, number="辽工信〔2026〕1号")
    assert review.status_code == 202
    (reviewed,) = Jobs(site.settings.office).find(review.json["id"]).runs
    assert "待另一人印发" in site.panel(decider, "reports-course")
    assert course(site, reviewer, "issue", proposal="1").status_code == 403, "a reviewer issues nothing"
    with site.office.reading() as connection:
        (waiting,) = proposals.waiting(connection, "report_issue")
    job = course(site, decider, "issue", proposal=waiting.id)
    assert job.status_code == 202
    (issued,) = Jobs(site.settings.office).find(job.json["id"]).runs
    archive = archive_of(site.settings)
    assert archive.run(issued).request.issue == Issue("辽工信〔2026〕1号", state="issued")
    assert archive.run(reviewed).request.issue == Issue(state="reviewed"), "no number before it holds"
    assert archive.run(issued).build_id == archive.run(draft).build_id
    with site.office.reading() as connection:
        done = [event for event in chain.events(connection) if event.kind.startswith("report_issue")]
        head = str(chain.head(connection))
    assert [(event.kind, event.actor) for event in done] == [
        ("report_issue_accepted", "wang.wei"),
        ("report_issue_proposed", "li.na"),
    ]
    assert done[1].facts["content"]["files"] == dict(archive.run(draft).files)
    assert archive.makings(issued)[-1].head == head
    assert "辽工信〔2026〕1号" in site.panel(decider, "reports-archive")


def test_nobody_issues_what_they_reviewed_and_no_number_is_used_twice(site):
    reviewer, both = site.signed_in("li.na"), site.signed_in("wang.wei")
    (draft,) = Jobs(site.settings.office).find(ask(reviewer).json["id"]).runs
    (other,) = Jobs(site.settings.office).find(ask(reviewer, edition="en").json["id"]).runs
    assert course(site, both, "review", run=draft, number="1号").status_code == 202
    with site.office.reading() as connection:
        (waiting,) = proposals.waiting(connection, "report_issue")
    refused = course(site, both, "issue", proposal=waiting.id)
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "own_proposal")
    for run, number, code in (
        (draft, "2号", "reviewed_already"),
        (other, "1号", "report_number_taken"),
        (other, " ", "bad_report_number"),
    ):
        assert course(site, reviewer, "review", run=run, number=number).json["error"]["code"] == code


def test_a_reviewed_draft_that_is_sent_back_can_be_reviewed_again(site):
    reviewer, decider = site.signed_in("li.na"), site.signed_in("wang.wei")
    (draft,) = Jobs(site.settings.office).find(ask(reviewer).json["id"]).runs
    course(site, reviewer, "review", run=draft, number="1号")
    with site.office.reading() as connection:
        (waiting,) = proposals.waiting(connection, "report_issue")
    assert course(site, decider, "return", proposal=waiting.id).json["error"]["code"] == "no_reason"
    assert course(site, decider, "return", proposal=waiting.id, reason="数据待核").status_code == 200
    assert course(site, reviewer, "review", run=draft, number="1号").status_code == 202


def test_who_neither_reviews_nor_issues_is_offered_neither(site):
    county = site.signed_in("zhang.min")
    assert "复核" not in site.panel(county, "reports-course")
    (draft,) = Jobs(site.settings.office).find(ask(county).json["id"]).runs
    assert course(site, county, "review", run=draft, number="1号").status_code == 403
