"""A file from the drop to the build and out again, by the hands of two people."""

from dashboard.office.export import verify_store
from tests.load_desk import OFFICER, REVIEWER


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
