"""A verdict as word, shape and colour together."""

from dash import html

from dashboard.components.aria import HIDDEN
from dashboard.theme import Mark, mark_of
from etl.errors import say
from etl.model.vocabulary import Result, UnassessedReason


def verdict_badge(
    result: Result, lang: str, *, text: str = "", reason: UnassessedReason | None = None
) -> html.Span:
    """The mark of a verdict.

    Args:
        result: the verdict.
        lang: language of its word.
        text: words in place of the verdict's own.
        reason: why there is no verdict; says so in place of "not assessed".
    """
    word = text or say(f"unassessed_{reason}" if reason else f"result_{result}", lang)
    return badge(mark_of(result), word)


def badge(mark: Mark, word: str) -> html.Span:
    """A word with its mark."""
    return html.Span(
        [
            html.Span(mark.shape, className="badge-shape", **HIDDEN),
            html.Span(word, className="badge-word"),
        ],
        className=f"badge badge-{mark.key}",
    )


def verdict_text(result: Result, lang: str, *, text: str = "", reason: UnassessedReason | None = None) -> str:
    """Shape and word in one piece of text, for tables of many; the colour is the element's."""
    word = text or say(f"unassessed_{reason}" if reason else f"result_{result}", lang)
    return f"{mark_of(result).shape} {word}"


def marked_text(mark: Mark, word: str) -> str:
    """Shape and word of a status in one piece of text."""
    return f"{mark.shape} {word}"
