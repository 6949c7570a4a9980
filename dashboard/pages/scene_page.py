"""Panels over one scene: rows that are read once per reader's scope and selection, for a whole page."""

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from dash import html
from dash.development.base_component import Component
from msgspec import Struct

from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.shared_reads import Remembered
from dashboard.views.sheet import Sheet

_SCENES: Final = 16

S = TypeVar("S")
Read = Callable[[Queries, Selection], S | None]
Build = Callable[[Queries, S, Selection], Any]


class Shown(Struct, frozen=True):
    """A view; None where the page has no scene in this place, or there is nothing to show."""

    view: Any


class ScenePage(Generic[S]):
    """Declares the panels of one page, whose views come from a scene that all of them share.

    Attributes:
        prefix: begins the name of every panel.
    """

    def __init__(self, panels: Panels, prefix: str, read: Read[S]) -> None:
        self.prefix = prefix
        self._panels = panels
        self._read = read
        self._scenes: Remembered[tuple[Queries, str, Selection], S | None] = Remembered(_SCENES)

    def add(
        self,
        name: str,
        build: Build[S],
        draw: Callable[[Any], Component],
        *,
        has_sheet: bool = False,
        without: Callable[[str], Any] | None = None,
        answers: tuple[str, ...] = (),
    ) -> None:
        """Declare a panel.

        Args:
            name: of the panel, without the prefix of the page.
            build: scene → view.
            draw: view → component.
            has_sheet: the view has a ``sheet``, which is offered for download.
            without: language → the view where there is no scene; nothing is drawn without it.
            answers: fields of the address that this panel alone answers.
        """

        def built(queries: Queries, selection: Selection) -> Shown:
            scene = self.scene(queries, selection)
            if scene is None:
                return Shown(without(selection.lang) if without else None)
            return Shown(build(queries, scene, selection))

        def drawn(shown: Shown) -> Component:
            return html.Div() if shown.view is None else draw(shown.view)

        sheet = _sheet if has_sheet else None
        self._panels.add(f"{self.prefix}-{name}", build=built, draw=drawn, sheet=sheet, answers=answers)

    def scene(self, queries: Queries, selection: Selection) -> S | None:
        """The scene of a selection. The reader's own queries are part of its key: no scope shares it.

        A page asks for all its panels at once: whoever comes first makes the scene, the others wait for it.
        """
        place = selection.beside().to(sort=None)
        key = (queries, f"{queries.build_id} {queries.version}", place)  # acts change marks
        return self._scenes.get_or_make(key, lambda: self._read(queries, place))


def _sheet(shown: Shown) -> Sheet:
    return shown.view.sheet if shown.view is not None else Sheet("", (), ())
