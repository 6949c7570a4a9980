"""The charts of 梯度培育."""

import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.batches import draw_batches
from dashboard.figures.course import draw_course
from dashboard.figures.flow import draw_flow
from dashboard.figures.ladder import draw_ladder
from dashboard.views.tiers.batches import build_batches_view
from dashboard.views.tiers.course import build_stock_view
from dashboard.views.tiers.flow import build_flow_view
from dashboard.views.tiers.ladder import build_ladder_view
from tests.unit.dashboard.rows import value
from tests.unit.dashboard.title_rows import month, scene

ROWS = [month("2024M06", 100, 100), month("2024M07", 100, 118, recognised=30, expired=12, gross=130)]


def test_the_ladder_begins_at_zero_and_draws_nothing_for_what_is_not_collected(shipped_catalog):
    figure = draw_ladder(build_ladder_view(shipped_catalog, scene(shipped_catalog, *ROWS), [], "zh", "/csv"))
    go.Figure(figure)
    gross, valid = figure["data"]
    assert figure["layout"]["xaxis"]["range"][0] == 0
    assert (valid["x"][3], gross["x"][3]) == (118, 130)
    assert (valid["x"][0], gross["x"][0]) == (None, None)
    assert "○ 未采集" in {each["text"] for each in figure["layout"]["annotations"]}


def test_stocks_are_absolute_and_flows_relative_from_zero(shipped_catalog):
    figure = draw_flow(build_flow_view(shipped_catalog, scene(shipped_catalog, *ROWS), "zh", "/csv"))
    go.Figure(figure)
    (steps,) = figure["data"]
    assert steps["measure"] == ["absolute", "relative", "relative", "absolute"]
    assert steps["x"] == [100, 30, -12, 118]
    assert figure["layout"]["xaxis"]["range"][0] == 0


def test_a_stock_is_drawn_in_steps_and_a_gap_stays_open(shipped_catalog):
    figure = draw_course(build_stock_view(shipped_catalog, scene(shipped_catalog, *ROWS), "zh"))
    go.Figure(figure)
    assert {trace["line"]["shape"] for trace in figure["data"]} == {"hv"}
    assert not any(trace["connectgaps"] for trace in figure["data"])


def test_the_last_batch_stands_out_and_every_count_is_written(shipped_catalog):
    rows = [
        value("little_giant_batch_count", "100000", year, n) for year, n in (("2019", 248), ("2020", 1744))
    ]
    figure = draw_batches(build_batches_view(shipped_catalog, rows, "zh", "/csv"))
    go.Figure(figure)
    (bars,) = figure["data"]
    assert bars["text"] == ["248", "1,744"]
    assert bars["marker"]["color"][-1] == theme.DEEP_BLUE
