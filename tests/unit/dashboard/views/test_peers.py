"""A province among its peers: levels stand as published, a region left out is "not published"."""

import csv
import io
from datetime import date
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from dashboard.pages.region import build_history, build_peers
from dashboard.selection import Selection
from dashboard.views.levels_2011_2015 import BASES, build_history_view
from dashboard.views.peers import build_peers_view
from etl.model.vocabulary import Result
from etl.store.rows import CellAddress, ObservationRow
from tests.unit.dashboard.rows import values

# 国家发展改革委 发改办环资〔2021〕629号: the provinces whose intensity rose in the first half of 2021
RED_2021H1 = {"630000", "640000", "450000", "440000", "350000", "650000", "530000", "610000", "320000"}
CHANGES_2020 = {"110000": -9.18, "210000": 3.96, "150000": 6.89}
TIBET = "540000"


def level(series, region, period, figure):
    return ObservationRow(
        series, region, period, 1, float(figure), "final", None, "exact", "official", "ndrc_629_2021",
        date(2021, 8, 12), None, None, CellAddress("f", "s", 2, 3), float(figure), "alert_level",
    )  # fmt: skip


def levels_of(catalog):
    codes = [one.code for one in catalog.children("100000") if one.code != TIBET]
    return [
        level("barometer_level_intensity", code, "2021H1", 1 if code in RED_2021H1 else 3) for code in codes
    ]


def view_of(catalog, lang="zh", **more):
    selection = Selection("region", lang, region="210000", **more)
    figures = values("energy_intensity_change", "2020", CHANGES_2020)
    return build_peers_view(catalog, figures, levels_of(catalog), selection, "/export")


def test_the_strip_lists_all_thirty_by_level_with_the_region_marked(shipped_catalog):
    strip = next(
        strip for strip in view_of(shipped_catalog).strips if "2021年上半年 · 能耗强度" in strip.title
    )
    assert [len(group.names) for group in strip.groups] == [9, 0, 21]
    assert [name for name, is_own in strip.groups[2].names if is_own] == ["辽宁"]
    assert strip.document == "发改办环资〔2021〕629号"
    assert strip.left_out == "— 未公布：西藏"


def test_the_rise_of_2020_is_told_as_bad_and_without_a_level(shipped_catalog):
    lead = view_of(shipped_catalog).lead
    assert "+3.96%，是上升，方向不利" in lead
    assert "没有现行有效的评级规则" in lead


def test_tibet_has_no_figure_and_no_level(shipped_catalog):
    table = view_of(shipped_catalog).table
    row = next(row for row in table.rows if row[0].text == "西藏")
    assert {cell.text for cell in row[1:]} == {"— 未公布"}
    assert all(cell.result is None for cell in row)


def test_a_heading_sorts_falling_then_rising_and_those_without_stay_last(shipped_catalog):
    key = "energy_intensity_change"
    falling = view_of(shipped_catalog, sort=f"-{key}").table
    assert [row[0].text for row in falling.rows[:3]] == ["内蒙古", "辽宁", "北京"]
    assert falling.columns[1].order == "descending"
    assert falling.columns[1].address.endswith(f"sort={key}")
    rising = view_of(shipped_catalog, sort=key).table
    assert [row[0].text for row in rising.rows[:3]] == ["北京", "辽宁", "内蒙古"]
    assert [rising.rows[index][0].text for index in rising.marked] == ["辽宁"]


def test_sorting_by_a_level_puts_the_worst_first(shipped_catalog):
    table = view_of(shipped_catalog, sort="intensity_2021").table
    assert {row[6].result for row in table.rows[:9]} == {Result.LEVEL_1}


def test_the_csv_writes_levels_in_words(shipped_catalog):
    rows = list(csv.reader(io.StringIO(view_of(shipped_catalog, "en").sheet.csv())))
    assert len(rows) == 32  # a heading and 31 provinces, Tibet among them
    tibet = next(row for row in rows if row[1] == TIBET)
    assert tibet[2:5] == ["", "", ""]
    assert set(tibet[5:]) == {"not published"}


def test_the_history_keeps_the_bases_apart_and_invents_no_level(shipped_catalog):
    published = [level(BASES[0], "210000", "2011H1", 3), level(BASES[2], "150000", "2011H1", 1)]
    view = build_history_view(shipped_catalog, published, Selection("region", region="210000"), "/export")
    own = dict(view.own.rows)
    assert own["年度目标"] == (Result.LEVEL_3,)
    assert own["十二五进度"] == (None,)
    assert [name for name, _ in view.all.rows] == ["内蒙古", "辽宁"]
    assert len(view.sheet.csv().strip().splitlines()) == 3


@pytest.mark.parametrize("build", [build_peers, build_history])
def test_published_figures_are_not_called_unpublished_to_who_may_not_see_them(shipped_catalog, build):
    catalog = replace(shipped_catalog, outside=frozenset(shipped_catalog.regions) - {"210181"})
    assert build(SimpleNamespace(catalog=catalog), Selection("dual_control")) is None
