"""Every component id. Assets address the same names; wiring gives a wildcard in place of a name."""

from typing import Any

URL = "url"
ADDRESS = "address"
PAGE = "page"
MAIN = "main"
LANGUAGE = "language"
WHO = "who"


def panel(name: Any) -> dict[str, Any]:
    """The slot that shows the panel ``name`` for the present address."""
    return {"type": "panel", "name": name}


def choice(name: Any) -> dict[str, Any]:
    """A control whose values are addresses: choosing one goes there."""
    return {"type": "choice", "name": name}
