"""View of a city on its way to a target → a small SVG, drawn by hand: fourteen of them cost nothing."""

from collections.abc import Sequence
from html import escape
from typing import Final

from dashboard import theme
from dashboard.figures.card_text import TEXT_PX, card_text
from dashboard.views.dual_control.paths import PathCard

WIDTH: Final = 240
HEIGHT: Final = 172
_TOP, _BOTTOM = 36, 130
_LEFT, _RIGHT = 4, 196
_NAME_PX, _LABEL_PX, _YEAR_PX = 14, 11, 10
_ROOM: Final = 1.06


def path_cards(cards: Sequence[PathCard], lowest: float) -> str:
    """Every card as a link around its drawing; what comes from data is escaped.

    Args:
        cards: in their order.
        lowest: the lowest change drawn, which gives all cards one scale.
    """
    return "".join(
        f'<a class="small-chart-link" href="{escape(card.address)}" aria-label="{escape(card.told)}">'
        f"{draw_path_card(card, lowest)}</a>"
        for card in cards
    )


def draw_path_card(card: PathCard, lowest: float) -> str:
    """Required path thin, target dashed, what was reached thick; words above and below."""
    scale = _Scale(card, lowest)
    mark = theme.mark_of(card.result)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="small-chart" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-hidden="true" font-family="{escape(theme.FONT)}" font-size="{TEXT_PX}">'
        f"{card_text(0, 15, card.name, size=_NAME_PX, weight=700)}"
        f"{card_text(WIDTH, 15, f'{mark.shape} {card.verdict}', fill=mark.ink, anchor='end', weight=700)}"
        f"{_ground(scale)}{_target(card, scale)}{_required(card, scale)}{_actual(card, scale)}"
        f"{card_text(0, 148, card.reached, fill=theme.DEEP_BLUE if card.actual else theme.QUIET_INK)}"
        f"{card_text(0, 165, card.pace, fill=theme.QUIET_INK)}</svg>"
    )


class _Scale:
    """From years and changes to places in the drawing."""

    def __init__(self, card: PathCard, lowest: float) -> None:
        self.first, self.last = card.required[0][0], card.required[-1][0]
        self._highest = max(0.0, *(value for _, value in card.actual or ((0, 0.0),)))
        self._height = (self._highest - lowest) * _ROOM or 1.0

    def x(self, year: int) -> float:
        return _LEFT + (year - self.first) / ((self.last - self.first) or 1) * (_RIGHT - _LEFT)

    def y(self, change: float) -> float:
        return _TOP + (self._highest - change) / self._height * (_BOTTOM - _TOP)

    def points(self, course: Sequence[tuple[int, float]]) -> str:
        return " ".join(f"{self.x(year):.1f},{self.y(change):.1f}" for year, change in course)


def _ground(scale: _Scale) -> str:
    ends = ((scale.first, "start"), (scale.last, "end"))
    labels = "".join(
        card_text(scale.x(at), scale.y(0) - 3, str(at), fill=theme.QUIET_INK, anchor=anchor, size=_YEAR_PX)
        for at, anchor in ends
    )
    return f'<path d="M{_LEFT} {scale.y(0):.1f}H{_RIGHT}" stroke="{theme.RULE}"/>{labels}'


def _target(card: PathCard, scale: _Scale) -> str:
    y = scale.y(card.target)
    line = f'<path d="M{_LEFT} {y:.1f}H{WIDTH}" stroke="{theme.INK}" stroke-dasharray="5 3"/>'
    return f"{line}{card_text(_LEFT, y - 4, card.target_label, size=_LABEL_PX)}"


def _required(card: PathCard, scale: _Scale) -> str:
    return _line(scale.points(card.required), theme.QUIET_INK, 1.2)


def _actual(card: PathCard, scale: _Scale) -> str:
    if not card.actual:
        return ""
    year, change = card.actual[-1]
    line = _line(scale.points(card.actual), theme.DEEP_BLUE, 2.4)
    dot = f'<circle cx="{scale.x(year):.1f}" cy="{scale.y(change):.1f}" r="3.6" fill="{theme.DEEP_BLUE}"/>'
    return line + dot


def _line(points: str, stroke: str, width: float) -> str:
    return f'<polyline points="{points}" fill="none" stroke="{stroke}" stroke-width="{width}"/>'
