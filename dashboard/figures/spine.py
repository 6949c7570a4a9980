"""A row of the spine → SVG text: the range of the level, the peers' median, the parent, the region itself."""

from typing import Final
from urllib.parse import quote

from dashboard import theme

WIDTH: Final = 260
HEIGHT: Final = 28
_EDGE: Final = 8


def spine_address(own: float, peers: float | None, parent: float | None) -> str:
    """The drawing as an address that an image can show without asking anyone."""
    return "data:image/svg+xml," + quote(draw_spine(own, peers, parent))


def draw_spine(own: float, peers: float | None, parent: float | None) -> str:
    """Places from 0 to 1 on one line; the peers as an upright, the parent as an open diamond."""
    middle = HEIGHT / 2
    parts = [
        f'<path d="M{_EDGE} {middle}H{WIDTH - _EDGE}" stroke="{theme.RULE}" stroke-width="6"'
        ' stroke-linecap="round"/>'
    ]
    if peers is not None:
        parts.append(f'<path d="M{_x(peers):.1f} 4V{HEIGHT - 4}" stroke="{theme.INK}" stroke-width="2"/>')
    if parent is not None:
        x = _x(parent)
        parts.append(
            f'<path d="M{x:.1f} {middle - 6}l6 6l-6 6l-6 -6z" fill="{theme.PAPER}"'
            f' stroke="{theme.QUIET_INK}" stroke-width="1.5"/>'
        )
    parts.append(f'<circle cx="{_x(own):.1f}" cy="{middle}" r="6" fill="{theme.DEEP_BLUE}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" fill="none">{"".join(parts)}</svg>'
    )


def _x(share: float) -> float:
    return _EDGE + share * (WIDTH - 2 * _EDGE)
