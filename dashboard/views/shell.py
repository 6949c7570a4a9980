"""What stands around every page: title, contents, language, foot lines."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.selection import Selection
from dashboard.text import LANGS, words

_SHORT: Final = frozenset({"carbon", "industry", "cases", "projects", "reports"})

_BELOW: Final = {"restrictions": "cases", "deadlines": "cases", "case_notice": "cases"}
"""Pages that the contents do not name, by the page whose tab they are."""


class NavItem(Struct, frozen=True):
    """One line of the contents."""

    label: str
    address: str
    is_current: bool


class ShellView(Struct, frozen=True):
    """The frame of a page.

    Attributes:
        selection: page, path and language.
        heading: name of the page.
        product: title of the product in this place.
        nav: the contents, in order.
        other_language: address of the page in the other language; the browser keeps the rest of the view.
        build_id: the data version.
        watermark: words across a demonstration; empty for real data.
        brief: address of the one-page summary, to which the browser adds the rest of the view.
    """

    selection: Selection
    heading: str
    product: str
    nav: tuple[NavItem, ...]
    other_language: str
    build_id: str
    watermark: str
    brief: str = ""


def build_shell_view(
    selection: Selection,
    pages: Sequence[str],
    *,
    heading: str,
    product: str,
    build_id: str,
    watermark: str,
    brief: str = "",
) -> ShellView:
    """The frame of the selected page.

    Args:
        selection: what the address says.
        pages: names of the pages of the contents, in order.
        heading: what the view is called.
        product: title of the product in the selection's language.
        build_id: the data version.
        watermark: words across a demonstration; empty for real data.
        brief: address of the one-page summary, where there is one.
    """
    shown = _BELOW.get(selection.page, selection.page)
    other = next(lang for lang in LANGS if lang != selection.lang)
    return ShellView(
        selection=selection,
        heading=heading,
        product=product,
        nav=tuple(
            NavItem(_label(page, selection.lang), to_url(Selection(page, selection.lang)), page == shown)
            for page in pages
        ),
        other_language=to_url(selection.to(lang=other)),
        build_id=build_id,
        watermark=watermark,
        brief=brief,
    )


def _label(page: str, lang: str) -> str:
    """A page in the contents, which stand in one row: in some words fewer than its heading has."""
    return words(lang)(f"nav.short.{page}" if page in _SHORT else f"pages.{page}")
