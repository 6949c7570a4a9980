"""The frame of a page: its contents say where the reader is."""

import pytest

from dashboard.selection import Selection
from dashboard.views.shell import build_shell_view

PAGES = ("overview", "cases", "industry")


def frame(page, lang="zh"):
    return build_shell_view(Selection(page, lang), PAGES, heading="", product="", build_id="b", watermark="")


@pytest.mark.parametrize("page", ["cases", "restrictions", "deadlines"])
def test_the_tabs_of_a_page_stand_under_its_entry_of_the_contents(page):
    assert [item.label for item in frame(page).nav if item.is_current] == ["预警与限批"]


def test_an_entry_of_the_contents_may_be_shorter_than_the_heading_of_its_page():
    assert [item.label for item in frame("industry", "en").nav] == ["Overview", "Alerts", "Industry"]
