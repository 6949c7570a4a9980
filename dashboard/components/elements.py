"""Elements as the browser's renderer reads them, without a component's checks, which cost ten times as much.

For what many panels hold; one that is asked for its attributes later on has to be a component.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

Element: TypeAlias = Any
"""``props``, ``type`` and ``namespace``, as a component is written; no type of the library fits it."""


def held_by(part: Element) -> Any:
    """What an element or a component holds; None where it is empty."""
    return part["props"]["children"] if isinstance(part, dict) else getattr(part, "children", None)


def element(kind: str, children: str | Sequence[Any] | None = None, /, **attributes: Any) -> Element:
    """An element of HTML.

    Args:
        kind: its name, such as ``Div``.
        children: what it holds: text, elements, components.
        attributes: as a component takes them.
    """
    return {
        "props": {"children": children, **attributes},
        "type": kind,
        "namespace": "dash_html_components",
    }
