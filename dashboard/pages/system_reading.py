"""What each part of 系统 asks the store. Loaded when somebody who may look does; readers need none of it."""

from typing import Final

from dashboard.address import export_url
from dashboard.auth import grants, services
from dashboard.auth.people import all_users
from dashboard.auth.person import Person
from dashboard.auth.reads import reads
from dashboard.auth.rights import Right
from dashboard.auth.services import all_services
from dashboard.auth.sessions import open_sessions
from dashboard.auth.sign_in_gate import lifetime_of
from dashboard.builds import builds_of_reports
from dashboard.cases.service import CaseDesk
from dashboard.operational import attachments, chain, proposals
from dashboard.operational.store import Office, written
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import AddressError, Selection
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

_MOST_EVENTS: Final = 100
_FORBIDDEN: Final = 403
_NOTED: Final = frozenset({"people", "sessions", "reads"})  # they tell of people
PANEL: Final = "system-"


class Reading:
    """What each part asks the store; it is opened for those who may look, and for nobody else."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels

    def part(self, name: str, queries: Queries, selection: Selection) -> OfferedTable:
        """One of the tables.

        Raises:
            AddressError: the reader neither manages nor checks (403).
        """
        reader = reader_of(self._panels.desk)
        if name in _NOTED:
            self._panels.desk.note_read(f"system:{name}")
        table: OfferedTable = getattr(self, name)(queries, selection, reader)
        return table

    def chain(self, selection: Selection) -> ChainView:
        """The chain as it stands at this moment; raises as :meth:`part`."""
        reader_of(self._panels.desk)
        with self._office.reading() as connection:
            events = chain.events(connection, limit=_MOST_EVENTS)
            return build_chain(chain.head(connection), events, attachments.count(connection), selection.lang)

    @property
    def _office(self) -> Office:
        return self._panels.desk.office()

    def people(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """The users."""
        with self._office.reading() as connection:
            users = all_users(connection)
        address = _export(queries, "people", selection)
        return build_people(queries.catalog, users, viewer(reader), selection.lang, address)

    def waiting(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """What waits for a second administrator."""
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
        settings, office = self._panels.settings, self._office
        with office.reading() as connection:
            found = open_sessions(connection, office.now(), lifetime_of(settings))
        limits = settings.session_idle_minutes, settings.session_hours
        return build_sessions(found, viewer(reader), selection.lang, limits)

    def services(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """The accounts of programs."""
        office = self._office
        with office.reading() as connection:
            accounts = all_services(connection)
        now = written(office.now())
        return build_services(queries.catalog, accounts, now, viewer(reader), selection.lang)

    def reads(self, queries: Queries, selection: Selection, reader: Person) -> OfferedTable:
        """The readings of what is restricted."""
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
    return export_url(queries.build_id, PANEL + name, selection)


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


def read_held(current: str, desk: CaseDesk, of_reports: frozenset[str]) -> Held:
    """What holds builds; asks the cases and the chain."""
    cases: dict[str, tuple[str, ...]] = {}
    for file in desk.all():
        build_id = file.case.evidence.build_id
        if build_id is not None:
            cases[build_id] = (*cases.get(build_id, ()), file.number)
    with desk.office().reading() as connection:
        return Held(current, cases, of_reports, pins(connection))
