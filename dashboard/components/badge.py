"""A verdict as word, shape and colour together."""

from dash import html

from dashboard.components.aria import HIDDEN
from dashboard.theme import mark_of
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
    mark = mark_of(result)
    word = text or say(f"unassessed_{reason}" if reason else f"result_{result}", lang)
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
