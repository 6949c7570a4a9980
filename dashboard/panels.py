"""What pages show, as bytes made once per build, panel, selection and scope.

A panel is three pure functions: ``build`` (queries, selection → view), ``draw`` (view → component tree) and,
where there is something to download, ``sheet`` (view → table), which goes out as CSV and as a workbook.
Nothing else decides what a reader sees.
"""

import re
from collections.abc import Callable
from typing import Any, Final

import orjson
from msgspec import Struct

from dashboard.cases.service import CaseDesk, no_desk
from dashboard.encoded import Encoded, EncodedCache
from dashboard.load_desk.service import LoadDesk
from dashboard.queries import Queries
from dashboard.scope import PUBLIC, ReaderScope
from dashboard.scoped_queries import queries_within, require_within
from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.views.known_address import require_known
from dashboard.views.origin import build_origin
from dashboard.views.sheet import Sheet
from dashboard.workbook import workbook_bytes
from etl.settings import Settings

PAGE_PREFIX: Final = "page-"
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_BYTE_ORDER_MARK: Final = "\ufeff"  # without it spreadsheets read the CSV in the office's own code page
_CSV: Final = "text/csv"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TRIES: Final = 2
"""The second asks the former build, where another one arrived during the first."""
_WILDCARDS: Final = ("data-", "aria-")
_ORJSON_OPTIONS: Final = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY


class Panel(Struct, frozen=True):
    """A named piece of a page; ``answers`` are the fields asked beside the view that it answers."""

    name: str
    build: Callable[..., Any]
    draw: Callable[[Any], Any]
    sheet: Callable[[Any], Sheet] | None = None
    answers: tuple[str, ...] = ()
    is_kept: bool = True
    knows_reader: bool = False

    def view(self, queries: Queries, selection: Selection, scope: ReaderScope) -> Any:
        """What it says to a reader."""
        if self.knows_reader:
            return self.build(queries, selection, scope)
        return self.build(queries, selection)


class Panels:
    """The panels of an application, and the cache of their answers.

    Attributes:
        queries: what answers questions to the current build, with the catalogue that the build was made with.
        settings: how the deployment runs.
        desk: the cases; a panel that asks it is not kept, because people act between two looks.
        uploads: the load desk; None where files are not brought.
    """

    def __init__(
        self,
        queries: Queries,
        settings: Settings,
        desk: CaseDesk | None = None,
        uploads: LoadDesk | None = None,
    ) -> None:
        self.queries = queries
        self.settings = settings
        self.desk = desk or no_desk(lambda: queries.catalog)
        self.uploads = uploads
        self._panels: dict[str, Panel] = {}
        self._cache = EncodedCache(settings.panel_cache_mib * 2**20)

    def add(
        self,
        name: str,
        build: Callable[..., Any],
        draw: Callable[[Any], Any],
        sheet: Callable[[Any], Sheet] | None = None,
        answers: tuple[str, ...] = (),
        *,
        is_kept: bool = True,
        knows_reader: bool = False,
    ) -> None:
        """Declare a panel.

        Args:
            name: part of its address; unique, lower case.
            build: queries and selection → view, a frozen dataclass.
            draw: view → component tree; may hold a graph with a plain figure.
            sheet: view → table of exactly what is shown, for download.
            answers: fields of ``address.SIDE`` that this panel answers; it never sees the others, so that a
                question beside the view makes no other panel anew.
            is_kept: whether build and selection decide the answer; one that depends on more is made anew.
            knows_reader: whether ``build`` is handed the reader's scope too, for what lies beside the build.

        Raises:
            ValueError: the name is taken or malformed: a defect of the page, found at start-up.
        """
        if name in self._panels or not _NAME.fullmatch(name):
            raise ValueError(
                f"Panel name {name!r} is taken or malformed; choose another in the page's register()."
            )
        self._panels[name] = Panel(name, build, draw, sheet, answers, is_kept, knows_reader)

    @property
    def answers_counted(self) -> tuple[int, int]:
        """How often an answer was there already, and how often one was made."""
        return self._cache.found, self._cache.made

    def names(self) -> tuple[str, ...]:
        """All panels, in the order of their declaration."""
        return tuple(self._panels)

    def is_kept(self, name: str) -> bool:
        """Whether the answers of a panel may be kept for ever."""
        return name not in self._panels or self._panels[name].is_kept

    def has_sheet(self, name: str) -> bool:
        """Whether a panel can be downloaded."""
        return self._panels[name].sheet is not None

    def answer(self, build_id: str, name: str, selection: Selection, scope: ReaderScope = PUBLIC) -> Encoded:
        """The component tree of a panel as JSON.

        Args:
            build_id: the build that the reader looks at.
            name: the panel; ``page`` stands for the skeleton of the selection's page.
            selection: what the address says.
            scope: what the reader may see; readers of different scopes never share an answer.

        Raises:
            AddressError: no such panel, build or place (404); a region that is not the reader's (403).
        """
        if name == "page":
            name, selection = f"{PAGE_PREFIX}{selection.page}", selection.of_page()
        panel = self._panel(name)
        selection = selection.beside(panel.answers)
        return self._made(
            ("json", build_id, name, selection, scope), panel, lambda _, view: encode(panel.draw(view))
        )

    def export(
        self,
        build_id: str,
        name: str,
        selection: Selection,
        scope: ReaderScope = PUBLIC,
        *,
        form: str = "csv",
    ) -> Encoded:
        """Exactly what a panel shows, for download. As :meth:`answer` otherwise.

        Args:
            build_id: the build that the reader looks at.
            name: the panel.
            selection: what the address says.
            scope: what the reader may see.
            form: ``csv`` (UTF-8 with byte order mark) or ``xlsx`` (with a second sheet of sources).
        """
        panel = self._panel(name)
        if panel.sheet is None or form not in _FORMS:
            raise AddressError("unknown_panel", found=f"{name}.{form}", status=NOT_FOUND)
        write, take = _FORMS[form], panel.sheet
        selection = selection.beside(panel.answers)
        return self._made(
            (form, build_id, name, selection, scope),
            panel,
            lambda queries, view: write(queries, take(view), selection),
        )

    def _panel(self, name: str) -> Panel:
        if name not in self._panels:
            raise AddressError("unknown_panel", found=name, status=NOT_FOUND)
        return self._panels[name]

    def _made(
        self,
        key: tuple[str, str, str, Selection, ReaderScope],
        panel: Panel,
        encode_view: Callable[[Queries, Any], Encoded],
    ) -> Encoded:
        _, build_id, _, selection, scope = key

        def make_of(queries: Queries) -> Encoded:
            require_known(queries, selection)
            require_within(queries, scope, selection)
            within = queries_within(queries, scope)
            return encode_view(within, panel.view(within, selection, scope))

        def make() -> Encoded:
            for _ in range(_TRIES):
                queries = self._queries_of(build_id)
                answer = make_of(queries)
                if queries.build_id == build_id:
                    return answer
                # a build arrived meanwhile: what is of both must not be kept under the name of the former
            raise _unknown_build(build_id)

        # acts about challenges change what is said about the same build
        return self._cache.get_or_make((*key, self.queries.version), make) if panel.is_kept else make()

    def _queries_of(self, build_id: str) -> Queries:
        """A build that the reader has a page of: the current one, or for a moment the one before it."""
        queries = self.queries.of(build_id)
        if queries is None:
            raise _unknown_build(build_id)
        return queries


def _unknown_build(build_id: str) -> AddressError:
    return AddressError("unknown_build", found=build_id, status=NOT_FOUND)


def _csv(queries: Queries, sheet: Sheet, selection: Selection) -> Encoded:
    return Encoded((_BYTE_ORDER_MARK + sheet.csv()).encode(), _CSV)


def _xlsx(queries: Queries, sheet: Sheet, selection: Selection) -> Encoded:
    origin = build_origin(queries.catalog, queries.build(), queries.files(), sheet, selection)
    return Encoded(workbook_bytes(sheet, origin), _XLSX, is_packed=True)


_FORMS: Final = {"csv": _csv, "xlsx": _xlsx}


def encode(tree: Any) -> Encoded:
    """A component tree as the JSON that the browser's renderer reads."""
    return Encoded(orjson.dumps(tree, default=_component, option=_ORJSON_OPTIONS), "application/json")


def _component(node: Any) -> Any:
    """A component as its library writes it, at a tenth of the cost: a page has hundreds.

    Its library keeps the properties in an order of each process; sorted, every process makes the same bytes
    and thereby the same entity tag.
    """
    names = getattr(node, "_prop_names", None)
    if names is None:
        raise TypeError(f"{type(node).__name__} is no part of a component tree")
    props = {
        name: value
        for name, value in sorted(vars(node).items())
        if name in names or name.startswith(_WILDCARDS)
    }
    return {"props": props, "type": node._type, "namespace": node._namespace}
