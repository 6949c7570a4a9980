"""Attributes whose names are no Python names."""

from typing import Any

HIDDEN: dict[str, Any] = {"aria-hidden": "true"}


def labelled(text: str) -> dict[str, Any]:
    """Says what an element is to readers who do not see it."""
    return {"aria-label": text}


def document_data(title: str, lang: str) -> dict[str, Any]:
    """What the browser writes into the document when the page changes."""
    return {"data-title": title, "data-lang": lang}
