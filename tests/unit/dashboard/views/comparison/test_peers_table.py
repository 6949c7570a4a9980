"""对比: neighbours with their distance, the reader's own choice, places between worst and best."""

import plotly.graph_objects as go
import pytest
from msgspec.structs import replace

from dashboard.address import parse
from dashboard.figures.slope import draw_slope
from dashboard.figures.spine import draw_spine
from dashboard.figures.swarm import draw_swarm
from dashboard.selection import Selection
from dashboard.views.comparison.charts import build_slope_view, build_swarm_view
from dashboard.views.comparison.peers_table import (
    build_compare_choices,
    build_compare_headline,
    build_compare_spine,
    build_party,
    build_peers_table,
)
from etl.model.period import Period
from etl.store.rows import PeerRow
from tests.unit.dashboard.rows import values

NEIGHBOURS = [PeerRow("210100", 2023, 1, "210200", 0.63), PeerRow("210100", 2023, 2, "210300", 1.22)]
GROWTH = {"210100": 6.1, "210200": 6.0, "210300": 5.7, "210400": 4.4, "211000": 1.6}


def party(catalog, **selection):
    chosen = Selection("compare", **selection)
    return build_party(catalog, NEIGHBOURS, chosen), chosen


def test_the_neighbours_stand_with_their_distance_and_the_declared_variables(shipped_catalog):
    found, chosen = party(shipped_catalog, region="210100")
    view = build_peers_table(shipped_catalog, found, [], chosen, "/csv")
    assert [row[1].text for row in view.table.rows] == ["—", "0.63", "1.22"]
    titles = " ".join(column.title for column in view.table.columns)
    assert all(name in titles for name in ("常住人口", "人均地区生产总值", "第二产业增加值占比"))
    assert "2023年" in view.lead


def test_the_readers_own_choice_wins_and_can_be_taken_back(shipped_catalog):
    found, chosen = party(shipped_catalog, region="210100", peers=("210400", "211000"))
    view = build_peers_table(shipped_catalog, found, [], chosen, "/csv")
    assert [one.code for one in found.peers] == ["210400", "211000"]
    assert view.reset is not None
    assert "peers" not in view.reset.address
    assert parse("/compare", view.remove[0].address.split("?")[1]).peers == ("211000",)


def test_one_more_region_is_added_by_an_address(shipped_catalog):
    found, chosen = party(shipped_catalog, region="210100")
    _, more = build_compare_choices(shipped_catalog, found, chosen).choices
    added = next(link for link in more[1] if link.label == "抚顺市")
    assert parse("/compare", added.address.split("?")[1]).peers == ("210200", "210300", "210400")


def test_right_is_better_whatever_the_direction_and_only_judged_ones_are_counted(shipped_catalog):
    found, chosen = party(shipped_catalog, region="210100")
    rows = [
        *values("gdp_growth", "2023", GROWTH),
        *values("co2_per_capita_edgar", "2022", {code: 20 - figure for code, figure in GROWTH.items()}),
        *values("secondary_share", "2023", GROWTH),
    ]
    spine = build_compare_spine(shipped_catalog, found, rows, chosen, "/csv")
    by_id = {row.indicator.id: row for row in spine.rows}
    assert by_id["gdp_growth"].own == 1.0
    assert by_id["gdp_growth"].ahead is True
    assert by_id["co2_per_capita_edgar"].own == 1.0  # the lowest emissions stand right
    assert by_id["secondary_share"].ahead is None  # nothing is judged
    told = build_compare_headline(found, spine, "zh").sentences[0]
    assert "3项可比指标中，2项占优，0项落后" in told


def test_where_the_region_is_behind_stands_first_and_headings_name_unit_and_period(shipped_catalog):
    found, chosen = party(shipped_catalog, region="210400")  # 抚顺: below the median of its neighbours
    found = replace(found, peers=tuple(shipped_catalog.regions[code] for code in ("210200", "210300")))
    rows = [*values("gdp", "2023", GROWTH), *values("gdp_growth", "2023", GROWTH)]
    spine = build_compare_spine(shipped_catalog, found, rows, chosen, "/csv")
    assert [row.indicator.id for row in spine.rows] == ["gdp_growth", "gdp"]
    assert spine.rows[0].ahead is False
    assert spine.rows[0].cells[0] == "地区生产总值增速（%，2023年）"


def test_a_spine_needs_three_regions_that_differ(shipped_catalog):
    found, chosen = party(shipped_catalog, region="210100")
    few = values("gdp_growth", "2023", {"210100": 6.1, "210200": 6.0})
    assert build_compare_spine(shipped_catalog, found, few, chosen, "/csv").rows == ()


def test_the_slope_runs_between_two_periods_of_one_kind(shipped_catalog):
    found, chosen = party(shipped_catalog, region="210100", since=Period.parse("2021"))
    rows = [*values("gdp_growth", "2021", GROWTH), *values("gdp_growth", "2023", GROWTH)]
    view = build_slope_view(
        shipped_catalog, found, shipped_catalog.indicators["gdp_growth"], rows, selection=chosen,
        csv_address="/csv",
    )  # fmt: skip
    assert view.periods == ("2021年", "2023年")
    assert len(view.slopes) == 3
    go.Figure(draw_slope(view))
    alone = build_slope_view(
        shipped_catalog, found, shipped_catalog.indicators["gdp_growth"], rows[:5], selection=chosen,
        csv_address="/csv",
    )  # fmt: skip
    assert alone.slopes == ()


def test_every_region_of_the_swarm_is_a_dot_of_its_own(shipped_catalog):
    found, chosen = party(shipped_catalog, region="210100")
    counties = [region.code for region in shipped_catalog.children("210100")][:8]
    rows = values("urbanisation_rate", "2020", dict.fromkeys(counties, 80.0))
    view = build_swarm_view(
        shipped_catalog, found, shipped_catalog.indicators["urbanisation_rate"], rows, selection=chosen,
        csv_address="/csv",
    )  # fmt: skip
    assert len({(bee.value, bee.aside) for bee in view.bees}) == len(counties)
    assert all(bee.is_main for bee in view.bees)
    go.Figure(draw_swarm(view))


@pytest.mark.parametrize(("peers", "parent"), [(None, None), (0.5, None), (0.5, 0.2)])
def test_the_drawing_of_a_row_holds_what_is_known(peers, parent):
    drawn = draw_spine(0.9, peers, parent)
    assert drawn.count("<circle") == 1
    assert drawn.count("<path") == 1 + (peers is not None) + (parent is not None)
