"""系统: people, rights, programs, sessions, the chain, readings, builds, settings. For who manages or checks.

Nothing here is kept in any cache: people act between two looks, and the next reader may be another.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.address import AddressError, Selection, export_url, to_url
from dashboard.auth.person import Person
from dashboard.auth.rights import Right
from dashboard.builds import builds_of_reports
from dashboard.cases.desk import CaseDesk
from dashboard.components import quality as pieces
from dashboard.components import system as own
from dashboard.components.states import panel_slot
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.text import words
from dashboard.upkeep.builds_kept import Held, pins
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.system.machine import (
    ChainView,
    build_builds,
    build_chain,
    build_reads,
    build_settings,
)
from dashboard.views.system.people import (
    Viewer,
    build_people,
    build_rights,
    build_services,
    build_sessions,
    build_waiting,
)
from etl.catalog.catalog import Catalog

if TYPE_CHECKING:
    from dashboard.office.store import Office

PARTS: Final = ("rights", "services", "sessions", "chain", "reads", "builds", "settings")
_MOST_EVENTS: Final = 100
_FORBIDDEN: Final = 403
_PANEL: Final = "system-"
Build = Callable[[Queries, Selection, Person], OfferedTable]


def heading(catalog: Catalog, selection: Selection) -> str | None:
    """The name of the part; None for the page itself."""
    if selection.part is None:
        return None
    say = words(selection.lang)
    return say("system.heading", part=say(f"system.parts.{selection.part}"))


def layout(selection: Selection) -> html.Div:
    """The parts, then the one of the address."""
    lang, say = selection.lang, words(selection.lang)
    tabs = pieces.tabs(
        [
            (
                say(f"system.parts.{part or 'people'}"),
                to_url(Selection("system", lang, part=part)),
                part == selection.part,
            )
            for part in (None, *PARTS)
        ],
        lang,
    )
    return html.Div([tabs, *_slots(selection)], className="data-page system-page")


def _slots(selection: Selection) -> list[Component]:
    lang, say = selection.lang, words(selection.lang)
    if selection.part is None:
        waiting: list[Component] = [
            html.H2(say("system.waiting.heading")),
            panel_slot("system-waiting", lang),
        ]
        return [*waiting, html.H2(say("system.people.heading")), panel_slot("system-people", lang)]
    return [panel_slot(f"system-{selection.part}", lang, kind="table")]


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels; each asks first whether the reader may see it."""
    read = _Reading(panels)
    for name, build in (
        ("people", read.people),
        ("waiting", read.waiting),
        ("rights", read.rights),
        ("sessions", read.sessions),
        ("services", read.services),
        ("reads", read.reads),
        ("builds", read.builds),
        ("settings", read.settings),
    ):
        panels.add(
            _PANEL + name,
            build=_for_those_who_may(panels.desk, build),
            draw=pieces.optional_table,
            sheet=lambda view: view.sheet,
            is_kept=False,
        )
    panels.add(
        f"{_PANEL}chain",
        build=lambda queries, selection: read_chain(panels.desk, selection),
        draw=own.chain,
        is_kept=False,
    )


def _for_those_who_may(desk: CaseDesk, build: Build) -> Callable[[Queries, Selection], OfferedTable]:
    return lambda queries, selection: build(queries, selection, reader_of(desk))


class _Reading:
    """What each part asks the store; it is opened for those who may look, and for nobody else."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels

    @property
    def _office(self) -> "Office":
        return self._panels.desk.office()

    def people(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """The users."""
        from dashboard.auth.people import all_users  # noqa: PLC0415  as above

        with self._office.reading() as connection:
            users = all_users(connection)
        address = _export(queries, "people", selection)
        return build_people(queries.catalog, users, viewer(reader), selection.lang, address)

    def waiting(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """What waits for a second administrator."""
        from dashboard.auth import grants, services  # noqa: PLC0415
        from dashboard.office import proposals  # noqa: PLC0415

        with self._office.reading() as connection:
            kinds = (grants.KIND, services.KIND)
            found = [one for kind in kinds for one in proposals.waiting(connection, kind)]
        return build_waiting(queries.catalog, found, viewer(reader), selection.lang)

    @staticmethod
    def rights(queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """The table of rights."""
        return build_rights(selection.lang, _export(queries, "rights", selection))

    def sessions(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """The open sessions."""
        from dashboard.auth.gate import lifetime_of  # noqa: PLC0415
        from dashboard.auth.sessions import open_sessions  # noqa: PLC0415

        settings, office = self._panels.settings, self._office
        with office.reading() as connection:
            found = open_sessions(connection, office.now(), lifetime_of(settings))
        limits = settings.session_idle_minutes, settings.session_hours
        return build_sessions(found, viewer(reader), selection.lang, limits)

    def services(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """The accounts of programs."""
        from dashboard.auth.services import all_services  # noqa: PLC0415
        from dashboard.office.store import written  # noqa: PLC0415

        office = self._office
        with office.reading() as connection:
            accounts = all_services(connection)
        now = written(office.now())
        return build_services(queries.catalog, accounts, now, viewer(reader), selection.lang)

    def reads(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """The readings of what is restricted."""
        from dashboard.auth.reads import reads  # noqa: PLC0415

        with self._office.reading() as connection:
            rows = reads(connection)
        return build_reads(rows, selection.lang, _export(queries, "reads", selection))

    def builds(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """The builds, and what holds them."""
        held = read_held(queries.build_id, self._panels.desk, builds_of_reports(self._panels.settings))
        return build_builds(
            queries.builds(),
            held,
            selection.lang,
            manages=reader.has(Right.MANAGE_BUILDS),
            csv_address=_export(queries, "builds", selection),
        )

    def settings(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """The settings, never secrets."""
        return build_settings(self._panels.settings, selection.lang)


def _export(queries: Queries, name: str, selection: Selection) -> str:
    return export_url(queries.build_id, _PANEL + name, selection)


def reader_of(desk: CaseDesk) -> Person:
    """Who looks.

    Raises:
        AddressError: nobody who manages or checks (403).
    """
    person = desk.reader()
    if person is None or not person.has(Right.READ_AUDIT):
        raise AddressError("not_yours", found=words("zh")("pages.system"), status=_FORBIDDEN)
    return person


def viewer(person: Person) -> Viewer:
    """The reader as lists of people know them."""
    return Viewer(person.name, person.has(Right.MANAGE_USERS))


def read_chain(desk: CaseDesk, selection: Selection) -> ChainView:
    """The chain as it stands at this moment."""
    from dashboard.office import attachments, chain  # noqa: PLC0415

    reader_of(desk)
    with desk.office().reading() as connection:
        events = chain.events(connection, limit=_MOST_EVENTS)
        return build_chain(chain.head(connection), events, attachments.count(connection), selection.lang)


def read_held(current: str, desk: CaseDesk, of_reports: frozenset[str]) -> Held:
    """What holds builds; asks the cases and the chain."""
    cases: dict[str, tuple[str, ...]] = {}
    for file in desk.all():
        build_id = file.case.evidence.build_id
        if build_id is not None:
            cases[build_id] = (*cases.get(build_id, ()), file.number)
    with desk.office().reading() as connection:
        return Held(current, cases, of_reports, pins(connection))
