"""登记台账: all registers at a glance, or one of them. One page for every register that is declared.

What people keep is asked anew at every look, so none of these panels is kept.
"""

from collections.abc import Callable

from dash import Dash, html

from dashboard.address import export_url
from dashboard.components import quality
from dashboard.components import registers as pieces
from dashboard.components.states import panel_slot
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.registers.service import RegisterDesk
from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.text import words
from dashboard.views.quality.browse import BrowseView
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.registers.entries import (
    RegisterHead,
    RegisterSearch,
    build_entries,
    build_head,
    build_rates,
    build_search,
)
from dashboard.views.registers.oversight import build_case_acts, build_oversight, case_acts
from dashboard.views.registers.overview import PressingView, build_pressing, build_register_list
from dashboard.views.sheet import Sheet
from etl.catalog.catalog import Catalog
from etl.model.register import Register

PRESSING, LIST, OVERSIGHT = "register-pressing", "register-list", "register-oversight"
HEAD, SEARCH, ENTRIES = "register-head", "register-search", "register-entries"
BY_REGION, BY_MONTH, ACTS = "register-region", "register-month", "register-acts"


def heading(catalog: Catalog, selection: Selection) -> str | None:
    """The name of the register; None for the page itself."""
    register = catalog.registers.get(selection.register or "")
    return register.name[selection.lang] if register else None


def layout(selection: Selection) -> html.Div:
    """What is overdue and by whom, with all registers; or one register."""
    lang, say = selection.lang, words(selection.lang)
    if selection.register is None:
        body = [
            panel_slot(PRESSING, lang),
            html.H2(say("register.list.title")),
            panel_slot(LIST, lang, kind="table"),
            html.H2(say("register.oversight.title")),
            panel_slot(OVERSIGHT, lang),
        ]
    else:
        rates = [panel_slot(BY_REGION, lang), panel_slot(BY_MONTH, lang)]
        body = [
            panel_slot(HEAD, lang),
            panel_slot(SEARCH, lang),
            panel_slot(ENTRIES, lang, kind="table"),
            panel_slot(ACTS, lang),
            html.Div(rates, className="register-rates"),
        ]
    return html.Div(body, className="data-page registers-page")


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels."""
    desk = RegisterDesk(panels.desk)

    def declare(name: str, build: Callable[..., object], draw: Callable[..., object], *, sheet: bool) -> None:
        panels.add(
            name,
            build=lambda queries, selection: build(queries, desk, selection),
            draw=draw,
            sheet=_sheet_of if sheet else None,
            is_kept=False,
        )

    declare(PRESSING, build_overdue, pieces.pressing, sheet=True)
    declare(LIST, build_list, quality.optional_table, sheet=True)
    declare(OVERSIGHT, build_supervision, quality.optional_table, sheet=True)
    declare(ACTS, build_acts, quality.optional_table, sheet=True)
    declare(HEAD, build_register_head, pieces.head, sheet=False)
    declare(SEARCH, build_find, pieces.search, sheet=False)
    declare(ENTRIES, build_register_entries, quality.browse, sheet=True)
    declare(BY_REGION, rates_by("region"), quality.optional_table, sheet=True)
    declare(BY_MONTH, rates_by("month"), quality.optional_table, sheet=True)


def _sheet_of(view: PressingView | OfferedTable | BrowseView) -> Sheet:
    return view.make_sheet() if isinstance(view, BrowseView) else view.sheet


def asked(desk: RegisterDesk, selection: Selection) -> Register:
    """The register of the address.

    Raises:
        AddressError: there is none of the id.
    """
    found = desk.registers.get(selection.register or "")
    if found is None:
        raise AddressError("unknown_place", found=selection.register or "", status=NOT_FOUND)
    return found


def build_overdue(queries: Queries, desk: RegisterDesk, selection: Selection) -> PressingView:
    """What is overdue, of all registers that the reader may see."""
    return build_pressing(
        queries.catalog,
        desk.readable(),
        desk.today(),
        is_signed_in=desk.reader is not None,
        selection=selection,
        csv_address=export_url(queries.build_id, PRESSING, selection),
    )


def build_list(queries: Queries, desk: RegisterDesk, selection: Selection) -> OfferedTable:
    """The registers that the reader may see."""
    registers = [each for each in desk.registers.values() if desk.may_read_any(each)]
    return build_register_list(queries.catalog, registers, desk.readable(), desk.today(), selection)


def build_supervision(queries: Queries, desk: RegisterDesk, selection: Selection) -> OfferedTable:
    """Supervision and accountability by region."""
    registers = [each for each in desk.registers.values() if each.is_oversight and desk.may_read_any(each)]
    return build_oversight(
        queries.catalog,
        registers,
        desk.readable(),
        desk.cases.readable(),
        desk.cases.published(),
        selection=selection,
    )


def build_acts(queries: Queries, desk: RegisterDesk, selection: Selection) -> OfferedTable:
    """The acts of cases that are of the register's kind."""
    found = asked(desk, selection)
    acts = tuple(case_acts(desk.cases.readable(), found.case_act)) if found.case_act else ()
    return build_case_acts(found, queries.catalog, acts, selection.lang)


def build_register_head(queries: Queries, desk: RegisterDesk, selection: Selection) -> RegisterHead:
    """What the register is, and what the reader can do in it."""
    found = asked(desk, selection)
    return build_head(
        found,
        may_keep=bool(desk.regions_kept(found)),
        is_signed_in=desk.reader is not None,
        selection=selection,
    )


def build_find(queries: Queries, desk: RegisterDesk, selection: Selection) -> RegisterSearch:
    """The search of the register."""
    return build_search(desk.readable(asked(desk, selection).id), selection)


def build_register_entries(queries: Queries, desk: RegisterDesk, selection: Selection) -> BrowseView:
    """The entries that the reader may see."""
    found = asked(desk, selection)
    csv_address = export_url(queries.build_id, ENTRIES, selection)
    return build_entries(
        queries.catalog,
        found,
        desk.readable(found.id),
        desk.today(),
        selection=selection,
        csv_address=csv_address,
    )


def rates_by(by: str) -> Callable[[Queries, RegisterDesk, Selection], OfferedTable]:
    """The completion rate by ``region`` or by ``month``."""

    def build(queries: Queries, desk: RegisterDesk, selection: Selection) -> OfferedTable:
        found = asked(desk, selection)
        return build_rates(
            queries.catalog, found, desk.readable(found.id), desk.today(), selection=selection, by=by
        )

    return build
