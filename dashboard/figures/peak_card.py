"""View of a region's emissions → a small SVG, drawn by hand: course, maximum, status."""

from html import escape
from typing import Final

from dashboard import theme
from dashboard.figures.card_text import TEXT_PX, card_text
from dashboard.views.carbon.cards import CardsView, PeakCard

WIDTH: Final = 240
HEIGHT: Final = 176
_TOP, _BOTTOM = 46, 126
_LEFT, _RIGHT = 6, 234
_NAME_PX, _YEAR_PX = 14, 10
_MIDDLE: Final = 0.5


def peak_cards(view: CardsView) -> str:
    """Every card as a link around its drawing; what comes from data is escaped."""
    return "".join(
        f'<a class="small-chart-link" href="{escape(card.address)}" aria-label="{escape(card.told)}">'
        f"{draw_peak_card(card, view.years)}</a>"
        for card in view.cards
    )


def draw_peak_card(card: PeakCard, years: tuple[int, int]) -> str:
    """The course from zero up, its maximum marked; words above and below. Without figures, words alone."""
    lines = "".join(
        card_text(0, 153 + 17 * at, line, fill=theme.QUIET_INK if at else theme.DEEP_BLUE)
        for at, line in enumerate(card.lines)
    )
    verdict = card_text(
        WIDTH, 15, f"{card.mark.shape} {card.verdict}", fill=card.mark.ink, anchor="end", weight=700
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="small-chart" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-hidden="true" font-family="{escape(theme.FONT)}" font-size="{TEXT_PX}">'
        f"{card_text(0, 15, card.name, size=_NAME_PX, weight=700)}{verdict}{_ground(years)}"
        f"{_course(card, years)}{lines}</svg>"
    )


def _ground(years: tuple[int, int]) -> str:
    ends = ((_LEFT, years[0], "start"), (_RIGHT, years[1], "end"))
    labels = "".join(
        card_text(x, _BOTTOM + 10, str(year), fill=theme.QUIET_INK, anchor=anchor, size=_YEAR_PX)
        for x, year, anchor in ends
    )
    return f'<path d="M{_LEFT} {_BOTTOM}H{_RIGHT}" stroke="{theme.RULE}"/>{labels}'


def _course(card: PeakCard, years: tuple[int, int]) -> str:
    """Runs of years with figures; a gap stays a gap."""
    if not card.points or card.maximum is None:
        return ""
    highest = card.maximum[1] or 1.0

    def place(year: int, value: float) -> tuple[float, float]:
        x = _LEFT + (year - years[0]) / ((years[1] - years[0]) or 1) * (_RIGHT - _LEFT)
        return x, _BOTTOM - value / highest * (_BOTTOM - _TOP)

    runs: list[list[tuple[int, float]]] = []
    for year, value in card.points:
        if runs and runs[-1][-1][0] == year - 1:
            runs[-1].append((year, value))
        else:
            runs.append([(year, value)])
    lines = "".join(_run([place(*point) for point in run]) for run in runs)
    x, y = place(*card.maximum)
    look = f'r="4" fill="{theme.PAPER}" stroke="{theme.DEEP_BLUE}" stroke-width="2"'
    mark = f'<circle cx="{x:.1f}" cy="{y:.1f}" {look}/>'
    anchor = "end" if x > _LEFT + _MIDDLE * (_RIGHT - _LEFT) else "start"
    label = card_text(x, y - 8, card.maximum_label, anchor=anchor, size=_YEAR_PX + 1)
    return lines + mark + label


def _run(points: list[tuple[float, float]]) -> str:
    if len(points) == 1:
        x, y = points[0]
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{theme.DEEP_BLUE}"/>'
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{theme.DEEP_BLUE}" stroke-width="2.2"/>'
