"""View of one region's course among all → a small SVG, drawn by hand: fourteen of them cost nothing."""

from collections.abc import Sequence
from html import escape
from typing import Final

from dashboard import theme
from dashboard.figures.card_text import TEXT_PX, card_text
from dashboard.views.comparison.city_courses import CourseCard, CoursesView, Point

WIDTH: Final = 240
HEIGHT: Final = 136
_TOP, _BOTTOM = 40, 114
_LEFT, _RIGHT = 6, 234
_NAME_PX, _YEAR_PX = 14, 10
_YEARS_AT: Final = 130


def course_cards(view: CoursesView) -> str:
    """Every card as a link around its drawing; what comes from data is escaped."""
    scale = _Scale(view)
    ground = "".join(_course(card, scale, theme.RULE, 1.0) for card in view.cards)
    return "".join(
        f'<a class="small-chart-link" href="{escape(card.address)}" aria-label="{escape(card.told)}">'
        f"{_draw(card, scale, ground)}</a>"
        for card in view.cards
    )


class _Scale:
    """From years and values to places in the drawing; one for all cards."""

    def __init__(self, view: CoursesView) -> None:
        self.first, self.last = view.years
        self.lowest, self.highest = view.span

    def x(self, year: int) -> float:
        return _LEFT + (year - self.first) / ((self.last - self.first) or 1) * (_RIGHT - _LEFT)

    def y(self, value: float) -> float:
        share = (self.highest - value) / ((self.highest - self.lowest) or 1.0)
        return _TOP + share * (_BOTTOM - _TOP)

    @property
    def base(self) -> float:
        """Where the ground line lies: at zero, else below everything."""
        return self.y(0.0) if self.lowest <= 0 <= self.highest else float(_BOTTOM)


def _draw(card: CourseCard, scale: _Scale, ground: str) -> str:
    weight = 700 if card.is_main else 400
    years = ((scale.first, "start"), (scale.last, "end"))
    labels = "".join(
        card_text(scale.x(year), _YEARS_AT, str(year), fill=theme.QUIET_INK, anchor=anchor, size=_YEAR_PX)
        for year, anchor in years
    )
    last = card.pieces[-1][-1] if card.pieces else None
    dot = _dot(last, scale, 3.4) if last else ""
    ink = theme.DEEP_BLUE if card.pieces else theme.QUIET_INK
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="small-chart" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-hidden="true" font-family="{escape(theme.FONT)}" font-size="{TEXT_PX}">'
        f"{card_text(0, 14, card.name, size=_NAME_PX, weight=weight)}"
        f"{card_text(0, 31, card.latest, fill=ink)}"
        f'{ground}<path d="M{_LEFT} {scale.base:.1f}H{_RIGHT}" stroke="{theme.QUIET_INK}"/>'
        f"{_course(card, scale, theme.DEEP_BLUE, 2.2)}{dot}{labels}</svg>"
    )


def _course(card: CourseCard, scale: _Scale, stroke: str, width: float) -> str:
    """Runs as lines, a lone year as a dot."""
    return "".join(
        _line(piece, scale, stroke, width) if len(piece) > 1 else _dot(piece[0], scale, width, stroke)
        for piece in card.pieces
    )


def _line(piece: Sequence[Point], scale: _Scale, stroke: str, width: float) -> str:
    points = " ".join(f"{scale.x(year):.1f},{scale.y(value):.1f}" for year, value in piece)
    return f'<polyline points="{points}" fill="none" stroke="{stroke}" stroke-width="{width}"/>'


def _dot(point: Point, scale: _Scale, radius: float, fill: str = theme.DEEP_BLUE) -> str:
    return f'<circle cx="{scale.x(point[0]):.1f}" cy="{scale.y(point[1]):.1f}" r="{radius}" fill="{fill}"/>'
