"""Charts as SVG for the printed page: plain bars and lines, labels at the figures, gaps left open."""

import math
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from dashboard.format import format_number, format_signed
from dashboard.report.blocks import Chart, ChartSeries
from dashboard.report.widths import printed_width
from dashboard.theme import DEEP_BLUE, INK, QUIET_INK, RULE

WIDTH: Final = 442.0  # points: 156 mm, the width of the text
_BAR_PITCH: Final = 13.0
_BAR: Final = 8.5
_LINE_HEIGHT: Final = 200.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 36.0, 20.0, 14.0, 22.0
_LABEL_SPACE: Final = 46.0
_LEGEND: Final = 16.0
_SIZE: Final = 9.0
_FEW_LABELS: Final = 12
_BETWEEN_LABELS: Final = 6.0
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)

Point = tuple[float, float, float]


def draw_svg(chart: Chart, family: str) -> str:
    """The chart as an SVG of the width of the text.

    Args:
        chart: what it says.
        family: font of its labels.
    """
    height = chart_points(chart)
    body = "".join(_bars(chart) if chart.kind == "bar" else _lines(chart))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{height:g}"'
        f' viewBox="0 0 {WIDTH:g} {height:g}" font-family="{family}" font-weight="500"'
        f' font-size="{_SIZE:g}">{body}</svg>'
    )


def chart_points(chart: Chart) -> float:
    """Height in points."""
    if chart.kind == "line":
        return _LINE_HEIGHT
    return _BAR_PITCH * len(chart.categories) + 8 + (_LEGEND if len(chart.series) > 1 else 0)


def round_scale(highest: float, lowest: float = 0.0, steps: int = 5) -> tuple[float, ...]:
    """Round marks from zero, or from below the lowest value, up to at least the highest: 0, 100, 200."""
    lowest, highest = min(lowest, 0.0), max(highest, 0.0)
    if highest == lowest:
        return (0.0, 1.0)
    rough = (highest - lowest) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step * power for step in _STEPS if step * power >= rough)
    first, last = math.floor(lowest / step), math.ceil(highest / step)
    return tuple(step * place for place in range(first, last + 1))


# ── bars ───────────────────────────────────────────────────────────────────────────────────────────────
def _bars(chart: Chart) -> Iterator[str]:
    """One bar for each category from the line of zero; a reference is a tick across its row."""
    shown = [value for series in chart.series for value in series.values if value is not None]
    lowest, highest = min(0.0, *shown, 0.0), max(0.0, *shown, 0.0)
    left = max(_text_width(name) for name in chart.categories) + 10
    first = left
    reach = (WIDTH - first - _LABEL_SPACE) / ((highest - lowest) or 1.0)
    zero = first - lowest * reach
    top = 4 + (_LEGEND if len(chart.series) > 1 else 0)
    if len(chart.series) > 1:
        yield from _bar_legend(chart.series, left)
    for place, name in enumerate(chart.categories):
        middle = top + _BAR_PITCH * (place + 0.5)
        yield _text(left - 6, middle, name, "end", INK)
        for series in chart.series:
            value = series.values[place]
            yield from (
                _tick(value, zero, reach, middle) if series.is_reference else _bar(value, zero, reach, middle)
            )
            if not series.is_reference:
                yield from _figure_of_bar(chart, value, zero, reach, middle)
    yield _rule(zero, top, zero, chart_points(chart) - 4, QUIET_INK)


def _bar(value: float | None, zero: float, reach: float, middle: float) -> Iterator[str]:
    if value is not None:
        at = zero + value * reach
        yield (
            f'<rect x="{min(zero, at):.2f}" y="{middle - _BAR / 2:.2f}" width="{abs(at - zero):.2f}"'
            f' height="{_BAR:g}" fill="{DEEP_BLUE}"/>'
        )


def _figure_of_bar(
    chart: Chart, value: float | None, zero: float, reach: float, middle: float
) -> Iterator[str]:
    """The figure at the end of its bar; in a column of its own where ticks or bars to the left are."""
    written = format_signed if chart.is_signed else format_number
    text = written(value, chart.decimals)
    if len(chart.series) > 1 or _has_negative(chart):
        yield _text(WIDTH - 2, middle, text, "end", INK)
    else:
        yield _text(zero + (value or 0.0) * reach + 4, middle, text, "start", INK)


def _has_negative(chart: Chart) -> bool:
    return any(value is not None and value < 0 for series in chart.series for value in series.values)


def _tick(value: float | None, zero: float, reach: float, middle: float) -> Iterator[str]:
    if value is not None:
        at = zero + value * reach
        half = _BAR / 2 + 2
        yield (
            f'<line x1="{at:.2f}" y1="{middle - half:.2f}" x2="{at:.2f}" y2="{middle + half:.2f}"'
            f' stroke="#C00000" stroke-width="1.6"/>'
        )


def _bar_legend(series: Sequence[ChartSeries], left: float) -> Iterator[str]:
    at, middle = left, 4 + _LEGEND / 2 - 2
    for each in series:
        if each.is_reference:
            yield from _tick(0.0, at + 4, 0.0, middle)
        else:
            yield f'<rect x="{at:.2f}" y="{middle - 4:.2f}" width="8" height="8" fill="{DEEP_BLUE}"/>'
        yield _text(at + 12, middle, each.name, "start", QUIET_INK)
        at += 12 + _text_width(each.name) + 16


# ── lines ──────────────────────────────────────────────────────────────────────────────────────────────
def _lines(chart: Chart) -> Iterator[str]:
    shown = [value for series in chart.series for value in series.values if value is not None]
    scale = round_scale(max(shown, default=0.0), min(shown, default=0.0))
    bottom, height = _LINE_HEIGHT - _BOTTOM, _LINE_HEIGHT - _BOTTOM - _TOP
    per_unit = height / (scale[-1] - scale[0])
    names = max((_text_width(s.name) for s in chart.series), default=0.0) if len(chart.series) > 1 else 0.0
    right = WIDTH - _RIGHT - (names + 6 if names else 14)
    mark_decimals = 0 if all(float(mark).is_integer() for mark in scale) else 1
    for mark in scale:
        y = bottom - (mark - scale[0]) * per_unit
        yield _rule(_LEFT, y, right, y, QUIET_INK if mark == 0 else RULE)
        yield _text(_LEFT - 5, y, format_number(mark, mark_decimals), "end", QUIET_INK)
    pitch = (right - _LEFT) / max(len(chart.categories) - 1, 1)
    yield from _times(chart.categories, pitch, bottom)
    placed: list[float] = []
    for series in chart.series:
        points: list[Point | None] = [
            None if value is None else (_LEFT + pitch * place, bottom - (value - scale[0]) * per_unit, value)
            for place, value in enumerate(series.values)
        ]
        yield from _one_line(points, chart.decimals, is_quiet=series.is_reference)
        if names:
            yield from _name_of_line(series, points, right, placed)


def _times(categories: Sequence[str], pitch: float, bottom: float) -> Iterator[str]:
    """Not more labels than fit, the last one among them."""
    widest = max(map(_text_width, categories), default=0.0) + _BETWEEN_LABELS
    every = max(math.ceil(len(categories) / _FEW_LABELS), math.ceil(widest / pitch))
    last = len(categories) - 1
    for place, name in enumerate(categories):
        if place % every == last % every:
            yield _text(_LEFT + pitch * place, bottom + 12, name, "middle", QUIET_INK)


def _name_of_line(
    series: ChartSeries, points: Sequence[Point | None], right: float, placed: list[float]
) -> Iterator[str]:
    """The name beside the last point, moved so that two names do not lie on each other."""
    known = [point for point in points if point is not None]
    if not known:
        return
    y = known[-1][1]
    while any(abs(y - other) < _SIZE + 2 for other in placed):
        y += _SIZE + 2
    placed.append(y)
    yield _text(right + 6, y, series.name, "start", QUIET_INK if series.is_reference else INK)


def _one_line(points: Sequence[Point | None], decimals: int, *, is_quiet: bool) -> Iterator[str]:
    """Runs of neighbouring points; a gap interrupts the line. The first and the last carry their value."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    drawn = [run for run in runs if run]
    colour, dash = (QUIET_INK, ' stroke-dasharray="4 3"') if is_quiet else (DEEP_BLUE, "")
    for run in drawn:
        way = " ".join(f"{x:.2f},{y:.2f}" for x, y, _ in run)
        yield f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="1.4"{dash}/>'
        if not is_quiet:
            yield from (f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1.8" fill="{colour}"/>' for x, y, _ in run)
    if drawn and not is_quiet:
        for x, y, value in dict.fromkeys((drawn[0][0], drawn[-1][-1])):
            anchor = "start" if x == _LEFT else "middle"  # beside the scale there is no room to the left
            yield _text(x, y - 9, format_number(value, decimals), anchor, INK)


# ── pieces ─────────────────────────────────────────────────────────────────────────────────────────────
def _text(x: float, middle: float, text: str, anchor: str, colour: str) -> str:
    return (
        f'<text x="{x:.2f}" y="{middle + _SIZE * 0.36:.2f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(text)}</text>"
    )


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    ends = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="0.6"/>'


def _text_width(text: str) -> float:
    return printed_width(text) * _SIZE * 0.54
