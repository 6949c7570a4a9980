"""What pages show, as bytes made once per build, panel, selection and scope.

A panel is three pure functions: ``build`` (queries, selection → view), ``draw`` (view → component tree) and,
where there is something to download, ``csv`` (view → text). Nothing else decides what a reader sees.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import orjson

from dashboard.address import NOT_FOUND, AddressError, Selection
from dashboard.encoded import Encoded, EncodedCache
from dashboard.queries import Queries
from etl.settings import Settings

PUBLIC: Final = "public"
PAGE_PREFIX: Final = "page-"
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_BYTE_ORDER_MARK: Final = "\ufeff"  # without it spreadsheets read the CSV in the office's own code page
_ORJSON_OPTIONS: Final = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY


@dataclass(frozen=True)
class Panel:
    """A named piece of a page."""

    name: str
    build: Callable[[Queries, Selection], Any]
    draw: Callable[[Any], Any]
    csv: Callable[[Any], str] | None = None


class Panels:
    """The panels of an application, and the cache of their answers.

    Attributes:
        queries: what answers questions to the current build, with the catalogue that the build was made with.
        settings: how the deployment runs.
    """

    def __init__(self, queries: Queries, settings: Settings) -> None:
        self.queries = queries
        self.settings = settings
        self._panels: dict[str, Panel] = {}
        self._cache = EncodedCache(settings.panel_cache_mib * 2**20)

    def add(
        self,
        name: str,
        build: Callable[[Queries, Selection], Any],
        draw: Callable[[Any], Any],
        csv: Callable[[Any], str] | None = None,
    ) -> None:
        """Declare a panel.

        Args:
            name: part of its address; unique, lower case.
            build: queries and selection → view, a frozen dataclass.
            draw: view → component tree; may hold a graph with a plain figure.
            csv: view → CSV of exactly what is shown, by ``format.csv_text``.

        Raises:
            ValueError: the name is taken or malformed: a defect of the page, found at start-up.
        """
        if name in self._panels or not _NAME.fullmatch(name):
            raise ValueError(
                f"Panel name {name!r} is taken or malformed; choose another in the page's register()."
            )
        self._panels[name] = Panel(name, build, draw, csv)

    def names(self) -> tuple[str, ...]:
        """All panels, in the order of their declaration."""
        return tuple(self._panels)

    def has_csv(self, name: str) -> bool:
        """Whether a panel can be downloaded."""
        return self._panels[name].csv is not None

    def answer(self, build_id: str, name: str, selection: Selection, scope: str = PUBLIC) -> Encoded:
        """The component tree of a panel as JSON.

        Args:
            build_id: the build that the reader looks at.
            name: the panel; ``page`` stands for the skeleton of the selection's page.
            selection: what the address says.
            scope: what the reader may see; readers of different scopes never share an answer.

        Raises:
            AddressError: no such panel, build or place (404).
        """
        if name == "page":
            name, selection = f"{PAGE_PREFIX}{selection.page}", selection.of_page()
        panel = self._panel(name)
        return self._made(
            ("json", build_id, name, selection, scope), panel, lambda view: encode(panel.draw(view))
        )

    def export(self, build_id: str, name: str, selection: Selection, scope: str = PUBLIC) -> Encoded:
        """The CSV of exactly what a panel shows, UTF-8 with byte order mark. As :meth:`answer` otherwise."""
        panel = self._panel(name)
        write = panel.csv
        if write is None:
            raise AddressError("unknown_panel", found=f"{name}.csv", status=NOT_FOUND)
        return self._made(
            ("csv", build_id, name, selection, scope),
            panel,
            lambda view: Encoded((_BYTE_ORDER_MARK + write(view)).encode(), "text/csv"),
        )

    def _panel(self, name: str) -> Panel:
        if name not in self._panels:
            raise AddressError("unknown_panel", found=name, status=NOT_FOUND)
        return self._panels[name]

    def _made(
        self,
        key: tuple[str, str, str, Selection, str],
        panel: Panel,
        encode_view: Callable[[Any], Encoded],
    ) -> Encoded:
        _, build_id, _, selection, _ = key

        def make() -> Encoded:
            self._require_current(build_id)
            answer = encode_view(panel.build(self.queries, selection))
            self._require_current(
                build_id
            )  # a build that arrived meanwhile must not be kept under the old name
            return answer

        return self._cache.get_or_make(key, make)

    def _require_current(self, build_id: str) -> None:
        if build_id != self.queries.build_id:
            raise AddressError("unknown_build", found=build_id, status=NOT_FOUND)


def encode(tree: Any) -> Encoded:
    """A component tree as the JSON that the browser's renderer reads."""
    return Encoded(orjson.dumps(tree, default=_component, option=_ORJSON_OPTIONS), "application/json")


def _component(node: Any) -> Any:
    to_json = getattr(node, "to_plotly_json", None)
    if to_json is None:
        raise TypeError(f"{type(node).__name__} is no part of a component tree")
    return to_json()
