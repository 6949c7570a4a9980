"""What the page of an upload says: counts, gaps, units, lateness, what the reader can do."""

from datetime import date
from itertools import product

import pytest
from msgspec.structs import replace

from dashboard.load_desk.findings import Found, FoundCell, FoundReturn
from dashboard.load_desk.upload import State, Upload, Work
from dashboard.text import words
from dashboard.views.load_desk.sections import difference_sheet, sections_of
from dashboard.views.load_desk.upload_page import build_desk_page

SHEETS = ({"number": 1, "name": "s", "rows_in": 3, "kept": 3, "rejected": 0, "left_out": {}},)
CELLS = (
    FoundCell(1, 2, 3, "gdp_nominal", "900100", "2023", 12_000.0, "ten_thousand_yuan", 1.2, 1.1, "changed"),
    FoundCell(1, 3, 3, "gdp_nominal", "900200", "2023", 5.0, "hundred_million_yuan", 5.0, None, "new"),
    FoundCell(1, 4, 3, "gdp_nominal", "900101", "2023", None, "hundred_million_yuan", None, None, "new"),
)
FOUND = Found("f.csv", "yearbook", "2026-03-02", sheets=SHEETS, cells=CELLS)
UPLOAD = Upload(
    id=7, name="f.csv", source="yearbook", sha256="0" * 64, size=9, uploaded_by="li.na",
    uploaded_at="2026-03-02T01:00:00.000000Z", state=State.READY, day=date(2026, 3, 2), regions=("900100",),
    report="", proposal_id=None, build_before="", build_after="", files="", work=Work.NONE, step="", done=0,
    parts=0, is_silent=False,
)  # fmt: skip


def section(view, name):
    return next(each for each in view if each.id == name)


def test_gaps_are_told_as_gaps_and_never_counted_as_figures_alone(tiny_build):
    page = build_desk_page(tiny_build.catalog, UPLOAD, FOUND, ("propose", "drop"), "zh")
    assert "读到 3 个数值：改变 1 个，新增 2 个" in page.standing[1]
    assert "其中 1 个单元格按表式记为缺失" in page.standing[1]
    assert [act.id for act in page.acts if act.is_main] == ["propose"]


def test_the_unit_of_each_series_is_told_with_the_factor_it_is_converted_by(tiny_build):
    # 1 亿元 is 10,000 万元
    rows = section(sections_of(tiny_build.catalog, FOUND, "zh"), "units").rows
    assert {row[1]: row[2] for row in rows} == {"亿元": "不换算", "万元": "亿元（乘以 0.0001）"}


def test_changed_figures_come_first_with_old_and_new(tiny_build):
    rows = section(sections_of(tiny_build.catalog, FOUND, "en"), "figures").rows
    assert (rows[0][0], *rows[0][-3:]) == ("C2", "1.1", "1.2", "changed")
    sheet = difference_sheet(tiny_build.catalog, FOUND, "zh")
    assert sheet.rows[0][-3:] == (1.1, 1.2, "改变")


@pytest.mark.parametrize(("days", "says"), [(3, "迟 3 天"), (0, "当日"), (-2, "早 2 天")])
def test_a_return_is_late_early_or_on_the_day(tiny_build, days, says):
    found = replace(FOUND, returns=(FoundReturn("r", "900100", "2023", "2024-01-20", days),))
    assert section(sections_of(tiny_build.catalog, found, "zh"), "returns").rows[0][-1] == says


def test_a_report_is_read_back_as_it_was_written():
    assert Found.read(FOUND.written()) == FOUND


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("state", State)
def test_every_state_has_its_words_at_work_and_interrupted(tiny_build, state, lang):
    for work, is_silent in product(Work, (False, True)):
        upload = replace(UPLOAD, state=state, work=work, is_silent=is_silent)
        page = build_desk_page(tiny_build.catalog, upload, None, (), lang)
        assert page.state
        assert page.standing[0]
        assert page.why


@pytest.mark.parametrize("work", [Work.RUNNING, Work.STOPPING])
def test_work_that_was_killed_is_told_as_ended_early(tiny_build, work):
    killed = replace(UPLOAD, state=State.UNDOING, work=work, is_silent=True)
    page = build_desk_page(tiny_build.catalog, killed, None, ("go-on",), "zh")
    assert page.state == "撤销中断"
    assert page.standing[0] == "后台程序中途结束，现行数据不受影响。可以继续。"


def test_both_languages_have_the_same_words_of_the_desk():
    assert words("zh").below("desk").keys() == words("en").below("desk").keys()
