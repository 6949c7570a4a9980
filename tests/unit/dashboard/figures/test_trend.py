"""The chart of courses."""

import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.trend import choose_labels, draw_trend
from dashboard.views.trend import TrendLine, TrendPoint, TrendTarget, TrendView


def line(code, figures, *, is_main=False):
    points = tuple(TrendPoint(year, figure, f"{code} {year}") for year, figure in figures.items())
    return TrendLine(code, code, code, points, is_main)


def view(*lines, **changes):
    given = {
        "lang": "zh",
        "title": "标题",
        "unit": "%",
        "lines": lines,
        "targets": (),
        "breaks": (),
        "ticks": (2019, 2020, 2021, 2022, 2023),
        "is_joined": True,
        "zero_baseline": False,
        "notes": (),
    }
    return TrendView(**(given | changes))


def test_the_figure_fits_the_schema_of_plotly():
    target = TrendTarget(2015, 2020, 15.0, "目标 15.0 · 文件")
    figure = draw_trend(
        view(line("a", {2019: 1.0, 2020: None, 2021: 2.0}), targets=(target,), breaks=((2019.5, "x"),))
    )
    go.Figure(figure)  # refuses every name and value that the schema does not know


def test_a_gap_is_not_connected():
    (trace,) = draw_trend(view(line("a", {2019: 1.0, 2020: None, 2021: 2.0})))["data"]
    assert trace["y"] == [1.0, None, 2.0]
    assert trace["connectgaps"] is False


def test_targets_are_dashed_and_carry_their_document():
    figure = draw_trend(
        view(line("a", {2020: 19.44}), targets=(TrendTarget(2015, 2020, 15.0, "目标 15.0 · 文件"),))
    )
    (shape,) = figure["layout"]["shapes"]
    assert shape["line"]["dash"] == "dash"
    assert "目标 15.0 · 文件" in {each["text"] for each in figure["layout"]["annotations"]}


def test_the_line_looked_at_is_drawn_last_and_in_the_deep_blue():
    traces = draw_trend(view(line("a", {2020: 1.0}, is_main=True), line("b", {2020: 2.0})))["data"]
    assert [trace["line"]["color"] == theme.DEEP_BLUE for trace in traces] == [False, True]


def test_counts_are_drawn_from_zero():
    layout = draw_trend(view(line("a", {2020: 90.0, 2021: 100.0}), zero_baseline=True))["layout"]
    assert layout["yaxis"]["range"][0] == 0


def test_names_never_lie_on_each_other_and_the_one_looked_at_is_always_named():
    lines = [line(str(figure), {2020: figure}, is_main=figure == 5.2) for figure in (5.0, 5.2, 5.4, 8.0)]
    assert {each.code for each in choose_labels(lines, step=0.5)} == {"5.2", "8.0"}
