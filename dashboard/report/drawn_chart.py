"""Charts as SVG for the printed page: plain bars and lines, labels at the figures, gaps left open."""

import math
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from dashboard.format import format_number
from dashboard.report.document import Chart
from dashboard.theme import DEEP_BLUE, INK, QUIET_INK, RULE

WIDTH: Final = 442.0  # points: 156 mm, the width of the text
_BAR_PITCH: Final = 14.5
_BAR: Final = 9.0
_LINE_HEIGHT: Final = 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 36.0, 34.0, 16.0, 22.0
_LABEL_SPACE: Final = 52.0
_SIZE: Final = 9.0
_FEW_LABELS: Final = 12
_WIDE_CHARACTER: Final = 0x2E80  # from here on a character is as wide as it is high
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


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
    return _BAR_PITCH * len(chart.categories) + 8 if chart.kind == "bar" else _LINE_HEIGHT


def round_scale(highest: float, steps: int = 5) -> tuple[float, ...]:
    """Round marks from zero up to at least the highest value, such as 0, 100, 200."""
    if highest <= 0:
        return (0.0, 1.0)
    rough = highest / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step * power for step in _STEPS if step * power >= rough)
    return tuple(step * place for place in range(math.ceil(highest / step) + 1))


# ── bars ───────────────────────────────────────────────────────────────────────────────────────────────
def _bars(chart: Chart) -> Iterator[str]:
    values = chart.series[0].values
    left = max(_text_width(name) for name in chart.categories) + 10
    reach = WIDTH - left - _LABEL_SPACE
    highest = max((value for value in values if value is not None), default=0.0) or 1.0
    for place, (name, value) in enumerate(zip(chart.categories, values, strict=True)):
        middle = 4 + _BAR_PITCH * (place + 0.5)
        yield _text(left - 6, middle, name, "end", INK)
        width = reach * max(value or 0.0, 0.0) / highest
        if value is not None:
            yield (
                f'<rect x="{left:.2f}" y="{middle - _BAR / 2:.2f}" width="{width:.2f}"'
                f' height="{_BAR:g}" fill="{DEEP_BLUE}"/>'
            )
        yield _text(left + width + 4, middle, format_number(value, chart.decimals), "start", INK)
    yield _rule(left, 4, left, chart_points(chart) - 4, QUIET_INK)


# ── lines ──────────────────────────────────────────────────────────────────────────────────────────────
def _lines(chart: Chart) -> Iterator[str]:
    scale = round_scale(max((v for s in chart.series for v in s.values if v is not None), default=0.0))
    bottom, height = _LINE_HEIGHT - _BOTTOM, _LINE_HEIGHT - _BOTTOM - _TOP
    for mark in scale:
        y = bottom - height * mark / scale[-1]
        yield _rule(_LEFT, y, WIDTH - _RIGHT, y, QUIET_INK if mark == 0 else RULE)
        yield _text(_LEFT - 5, y, format_number(mark, 0), "end", QUIET_INK)
    pitch = (WIDTH - _LEFT - _RIGHT) / max(len(chart.categories) - 1, 1)
    every = math.ceil(len(chart.categories) / _FEW_LABELS)
    last = len(chart.categories) - 1
    for place, name in enumerate(chart.categories):
        if place % every == last % every:
            yield _text(_LEFT + pitch * place, bottom + 12, name, "middle", QUIET_INK)
    for series in chart.series:
        points = [
            None if value is None else (_LEFT + pitch * place, bottom - height * value / scale[-1], value)
            for place, value in enumerate(series.values)
        ]
        yield from _one_line(points, chart.decimals)


def _one_line(points: list[tuple[float, float, float] | None], decimals: int) -> Iterator[str]:
    """Runs of neighbouring points; a gap interrupts the line. The first and the last carry their value."""
    runs: list[list[tuple[float, float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    drawn = [run for run in runs if run]
    for run in drawn:
        way = " ".join(f"{x:.2f},{y:.2f}" for x, y, _ in run)
        yield f'<polyline points="{way}" fill="none" stroke="{DEEP_BLUE}" stroke-width="1.6"/>'
        yield from (f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1.8" fill="{DEEP_BLUE}"/>' for x, y, _ in run)
    if drawn:
        for x, y, value in dict.fromkeys((drawn[0][0], drawn[-1][-1])):
            yield _text(x, y - 9, format_number(value, decimals), "middle", INK)


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
    return sum(_SIZE if ord(character) >= _WIDE_CHARACTER else _SIZE * 0.56 for character in text)
