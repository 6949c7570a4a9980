"""Verdicts, tables and controls say what their view says."""

import orjson

from dashboard.components.badge import verdict_badge
from dashboard.components.controls import Option, choice
from dashboard.components.graph import map_notes
from dashboard.components.states import empty_state, panel_slot
from dashboard.components.table import data_table
from dashboard.panels import encode
from dashboard.views.table import Cell, Column, TableView
from etl.model.vocabulary import Result, UnassessedReason


def written(tree):
    """Every text in a component tree, in order."""
    node = orjson.loads(encode(tree).raw)
    found = []

    def walk(part):
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, list):
            for each in part:
                walk(each)
        elif isinstance(part, dict) and "props" in part:
            walk(part["props"].get("children"))

    walk(node)
    return found


def test_a_verdict_is_word_and_shape_and_colour():
    badge = verdict_badge(Result.LEVEL_1, "zh")
    assert written(badge) == ["■", "一级"]
    assert badge.className == "badge badge-level-1"


def test_no_verdict_says_why():
    badge = verdict_badge(Result.UNASSESSED, "en", reason=UnassessedReason.NO_RULE_IN_FORCE)
    assert written(badge)[0] == "○"
    assert "no rule in force" in written(badge)[1]
    assert badge.className == "badge badge-unassessed"


TABLE = TableView(
    caption="各市",
    columns=(Column("地区"), Column("变化", is_numeric=True)),
    rows=((Cell("沈阳市", address="/region/210100"), Cell("−3.96", note="初步")),),
    lang="zh",
    csv_address="/export/b/levels.csv?at=/",
)


def test_a_table_shows_caption_headings_cells_and_its_downloads():
    assert written(data_table(TABLE)) == [
        "各市",
        "下载 CSV",
        "Excel（附来源）",
        "地区",
        "变化",
        "沈阳市",
        "−3.96",
        "初步",
    ]


def test_figures_stand_in_numeric_cells_and_names_head_their_rows():
    table = data_table(TABLE).children[1].children
    (row,) = table.children[1].children
    name, figure = row.children
    assert (name._type, name.scope) == ("Th", "row")
    assert (figure._type, figure.className) == ("Td", "number")


def test_a_choice_carries_addresses_and_groups():
    select = choice(
        "period", "时期", [Option("2023年", "/", "年"), Option("2022年", "/?period=2022", "年")], "/", "zh"
    )
    assert select.data == [
        {
            "group": "年",
            "items": [{"value": "/", "label": "2023年"}, {"value": "/?period=2022", "label": "2022年"}],
        }
    ]
    assert select.value == "/"


def test_a_map_without_approval_number_says_so():
    assert map_notes("zh", source="天地图", approval_number="")[-1] == "审图号：未填写，公开使用前须补"
    assert map_notes("zh", source="天地图", approval_number="GS(2024)0001号")[-1] == "审图号：GS(2024)0001号"


def test_nothing_to_show_says_why_and_what_to_do():
    assert written(empty_state("zh", reason="未采集", action="下载导入模板", address="/data")) == [
        "○ ",
        "没有可显示的数据",
        "未采集",
        "下载导入模板",
    ]


def test_a_slot_is_found_by_the_name_of_its_panel():
    assert panel_slot("trend", "zh", kind="chart").id == {"type": "panel", "name": "trend"}
