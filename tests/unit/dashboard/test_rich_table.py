"""A table as markup: well formed, escaped, with links, marks, courses and the row that stands out."""

import xml.etree.ElementTree as ET

from msgspec.structs import replace

from dashboard.components.rich_table import figure_markup, rich_table, table_markup
from dashboard.views.holes import HOLE
from dashboard.views.sparkline import SparklineView
from dashboard.views.table import Cell, Column, CourseValues, FilledRow, RowKind, TableView
from etl.model.vocabulary import Result, UnassessedReason

NO_DATA = UnassessedReason.NO_DATA
TABLE = TableView(
    caption="各省",
    columns=(
        Column("省份", address="/region?sort=-a&lang=en"),
        Column("变化（%）", is_numeric=True, address="/region?sort=a", order="descending"),
        Column("等级"),
        Column("走势"),
    ),
    rows=(
        (
            Cell("辽宁", address="/region/210000"),
            Cell("+3.96", note="2020年"),
            Cell("", result=Result.LEVEL_1),
            Cell("", trend=SparklineView((2019, 2020, 2021), (1.0, 2.0, 1.5), (), "3期")),
        ),
        (Cell('<b>西藏</b> & "x"'), Cell("—"), Cell("", result=Result.UNASSESSED, reason=NO_DATA), Cell("")),
    ),
    lang="zh",
    csv_address="/export/b/peers.csv",
    marked=frozenset({0}),
)


def parsed(view=TABLE):
    return ET.fromstring(table_markup(view).replace('height="28">', 'height="28"/>'))


def test_what_comes_from_data_is_shown_and_never_read_as_markup():
    names = [row.find("th") for row in parsed().findall(".//tbody/tr")]
    assert ["".join(name.itertext()) for name in names] == ["辽宁", '<b>西藏</b> & "x"']


def test_a_verdict_is_shape_word_and_colour():
    badges = [(one.text, one.get("class")) for one in parsed().iter("span")]
    assert badges == [("■ 一级", "badge badge-level-1"), ("○ 无数据，未评价", "badge badge-unassessed")]


def test_headings_sort_and_say_how():
    second = parsed().findall(".//thead/tr/th")[1]
    assert second.get("aria-sort") == "descending"
    assert second.get("class") == "number"
    assert second.find("a").get("href") == "/region?sort=a"


def test_names_lead_on_and_the_own_row_stands_out():
    own, other = parsed().findall(".//tbody/tr")
    assert own.find("th/a").get("href") == "/region/210000"
    assert (own.get("class"), other.get("class")) == ("row-marked", None)


def test_a_course_is_an_image_told_in_words():
    image = parsed().find(".//img")
    assert image.get("alt") == "3期"
    assert image.get("src").startswith("data:image/svg+xml,")


def test_the_table_is_one_element_whatever_its_size():
    _, table = rich_table(TABLE)["props"]["children"]
    assert table["props"]["children"] is None
    assert "<table" in table["props"]["data-markup"]


def test_a_table_inside_a_longer_piece_is_labelled_by_its_escaped_caption():
    figure = ET.fromstring(
        figure_markup(replace(TABLE, caption='"a" & <b>', notes=("x<y",), rows=TABLE.rows[1:]))
    )
    assert figure.find("figcaption/span").text == '"a" & <b>'
    assert figure.find("div").get("aria-label") == '"a" & <b>'
    assert figure.find("p").text == "x<y"


COURSE = SparklineView((2019, 2020, 2021), (1.0, 2.0, 1.5), (), '3期："1.0"、<1.5>')
KIND = RowKind(
    (
        Cell("辽宁 100%", address=f"/region/{HOLE}?a&b"),
        Cell(f"{HOLE}%", note=f"2020年{HOLE}"),
        Cell(HOLE),
        Cell("", trend=COURSE._replace(values=(), told=f"3期：{HOLE}、{HOLE}")),
    )
)
OWN = ("210000&", "<b>3.96</b>", "*", "'—'", '"1.0"', "<1.5>")


def test_a_row_that_shares_its_cells_is_drawn_as_any_other_and_what_it_puts_in_is_escaped():
    filled = FilledRow(KIND, OWN, CourseValues(COURSE.values))
    plain = (
        Cell("辽宁 100%", address="/region/210000&?a&b"),
        Cell("<b>3.96</b>%", note="2020年*"),
        Cell("'—'"),
        Cell("", trend=COURSE),
    )
    assert tuple(filled) == plain
    for marked in (frozenset(), frozenset({0})):
        of_filled, of_plain = (
            table_markup(replace(TABLE, rows=(row,), marked=marked)) for row in (filled, plain)
        )
        assert of_filled == of_plain
        assert "<b>" not in of_filled
