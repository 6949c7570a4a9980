"""A line of text in the drawing of a small card; what comes from data is escaped."""

from html import escape
from typing import Final

from dashboard import theme

TEXT_PX: Final = 12
"""Size of the text of cards, in pixels."""


def card_text(
    x: float,
    y: float,
    text: str,
    *,
    fill: str = theme.INK,
    anchor: str = "start",
    size: int = TEXT_PX,
    weight: int = 400,
) -> str:
    """One ``text`` element.

    Args:
        x: where it stands, in pixels of the card.
        y: its base line, in pixels of the card.
        text: what it says.
        fill: its colour.
        anchor: which end ``x`` is: ``start``, ``middle`` or ``end``.
        size: in pixels.
        weight: of the letters, 400 is plain.
    """
    look = f'fill="{fill}" text-anchor="{anchor}" font-weight="{weight}" font-size="{size}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(text)}</text>'
