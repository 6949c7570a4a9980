"""A job whose process has ended unseen is told as failed; numbers are compared place by place."""

from dashboard.report.jobs import SILENT_SECONDS, Asked, Jobs
from dashboard.report.printed import PrintedFigure, compare_printed, figures_json, read_figures

ASKED = Asked("sheet", "2023", "zh", ("210100",), ("pdf",), "li.na")


def test_a_job_that_says_nothing_for_long_has_failed(tmp_path):
    now = [1000.0]
    jobs = Jobs(tmp_path, clock=lambda: now[0])
    job = jobs.ask(ASKED)
    now[0] += SILENT_SECONDS
    assert jobs.find(job.id).state == "waiting"
    now[0] += 1
    assert jobs.find(job.id).state == "failed"


def test_a_job_is_read_as_it_was_written(tmp_path):
    jobs = Jobs(tmp_path, clock=lambda: 5.0)
    job = jobs.ask(ASKED)
    assert jobs.find(job.id) == job
    assert jobs.find("../x") is None


def figure(key, text):
    return PrintedFigure(key, "表1", "沈阳市", "地区生产总值", text, float(text))


def test_numbers_are_the_same_changed_new_or_gone():
    before = (figure("a", "1"), figure("b", "2"), figure("c", "3"))
    after = (figure("a", "1"), figure("b", "4"), figure("d", "5"))
    found = {one.shown.key: one.standing for one in compare_printed(before, after)}
    assert found == {"a": "same", "b": "changed", "c": "gone", "d": "new"}
    assert read_figures(figures_json(before)) == before
