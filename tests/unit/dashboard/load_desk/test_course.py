"""A file from the drop to the build and out again, by the hands of two people."""

import json
from datetime import date

from dashboard import builds
from dashboard.operational.export import verify_store
from etl.settings import Settings
from tests.load_desk import FAULTY, NAME, OFFICER, REVIEWER


def test_a_file_is_read_proposed_accepted_published_and_undone(site):
    before = site.current()
    officer, reviewer = site.signed_in(OFFICER), site.signed_in(REVIEWER)
    brought = site.bring(officer)
    assert (brought.status_code, brought.headers["Location"]) == (303, "/act/desk/1")
    told = site.page(officer, 1).text
    assert "改变 1 个，新增 1 个，与现行相同 0 个" in told
    assert site.do(officer, 1, "propose").status_code == 303
    assert site.figure() is None
    assert site.do(reviewer, 1, "accept").status_code == 303
    assert "已发布" in site.page(officer, 1).text
    assert site.figure() == 4.5
    assert site.current() != before
    assert len(site.accepted()) == 1
    assert site.do(reviewer, 1, "undo", "来源有误").status_code == 303
    assert "已撤销" in site.page(officer, 1).text
    assert site.current() == before
    assert site.figure() is None
    assert site.accepted() == []
    assert verify_store(site.office, "zh", None)[1]


def test_a_file_is_read_in_a_process_of_its_own_and_told_cell_by_cell(folder):
    path, report = folder / NAME, folder / "report.json"
    path.write_text(FAULTY)
    settings = Settings(data_dir=folder / "data", build_dir=folder / "builds")
    builds.check_file(settings, path, None, date(2026, 3, 2), report)
    told = json.loads(report.read_text())
    assert told["source"] == "bulletin"
    assert [(each["kind"], each["cell"], each["found"]) for each in told["faults"]] == [
        ("unknown_region", "A2", "900299"),
        ("unknown_period", "C3", "2023M13"),
        ("not_a_number", "D4", "约4"),
    ]
    assert "应为数字" in told["faults"][2]["zh"]
    assert "expected a number" in told["faults"][2]["en"]
