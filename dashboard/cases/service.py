"""The cases as one reader meets them: what they may see, who they are in each, what restrictions hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from dashboard.auth import person as auth
from dashboard.cases.actors import actor, may_read
from dashboard.cases.case import Person
from dashboard.cases.case_events import CaseFile
from dashboard.cases.term_days import IsWorkingDay
from dashboard.format import CHINA
from etl.catalog.catalog import Catalog
from etl.model.restriction import RESTRICTING
from etl.model.work_calendar import working_days

if TYPE_CHECKING:  # with the store behind them, which a reader without a name never needs
    from dashboard.cases.case_store import KeptCases
    from dashboard.operational.store import Office


def nobody() -> None:
    """The reader of a place where nobody signs in."""


class CaseDesk(Struct, frozen=True):
    """The cases of a deployment, for the reader of the present request.

    Attributes:
        office: the store; opened at the first need.
        has_store: whether there is one yet. Who only reads makes none.
        catalog: the declarations of the current build.
        reader: who asks; None without a name.
    """

    office: Callable[[], Office]
    has_store: Callable[[], bool]
    catalog: Callable[[], Catalog]
    reader: Callable[[], auth.Person | None] = nobody

    def lies_within(self, region: str, other: str) -> bool:
        """Whether a region lies within another, itself included."""
        catalog = self.catalog()
        return region in catalog.regions and catalog.descends_from(catalog.regions[region], other)

    @property
    def is_working_day(self) -> IsWorkingDay:
        """The calendar of working days."""
        return working_days(self.catalog().work_calendars.values())

    @property
    def kept(self) -> KeptCases:
        """The store of cases."""
        from dashboard.cases.case_store import KeptCases  # noqa: PLC0415  see above

        return KeptCases(self.office(), lambda: self.catalog().instruments, self.is_working_day)

    def today(self) -> date:
        """The day in China."""
        return self.kept.today() if self.has_store() else datetime.now(CHINA).date()

    def all(self) -> tuple[CaseFile, ...]:
        """Every case; for those who may see them all, and for what is published."""
        return self.kept.all() if self.has_store() else ()

    def readable(self) -> tuple[CaseFile, ...]:
        """The case files that the reader may open."""
        return tuple(file for file in self.all() if self.may_read(file.case.region))

    def published(self) -> tuple[CaseFile, ...]:
        """Cases that came to a restriction: a decision is published, and nobody is kept from it."""
        return tuple(file for file in self.all() if file.case.counted("issue"))

    def find(self, number: str) -> CaseFile | None:
        """A case file; None where there is none, or it is not the reader's to open."""
        file = self.kept.find(number) if self.has_store() else None
        return file if file is not None and self.may_read(file.case.region) else None

    def note_read(self, what: str) -> None:
        """Note that the reader is shown something restricted, before it is shown."""
        person = self.reader()
        if person is not None and self.has_store():
            from dashboard.auth.reads import note_read  # noqa: PLC0415  see above

            note_read(self.office(), actor=person.name, what=what, scope=person.scope.key)

    def may_read(self, region: str) -> bool:
        """Whether the reader may open the case files of a region."""
        return may_read(self.reader(), region, self.lies_within)

    def actor(self, region: str) -> Person | None:
        """Who the reader is in a case about a region; None without a name."""
        person = self.reader()
        return actor(person, region, self.lies_within) if person is not None else None

    def restricting(self, day: date) -> tuple[CaseFile, ...]:
        """The cases by which approvals were restricted at the end of a day, as they stood then."""
        then = (file.on_day(day) for file in self.published())
        return tuple(file for file in then if file.case.state in RESTRICTING)

    def published_on(self, day: date) -> tuple[CaseFile, ...] | None:
        """As :meth:`restricting`; None where no cases are kept."""
        return self.restricting(day) if self.has_store() else None

    def restricting_in(self, region: str, day: date) -> tuple[CaseFile, ...] | None:
        """Those that bind a region: its own and those of what lies above it; None where no cases are kept."""
        if not self.has_store():
            return None
        return tuple(file for file in self.restricting(day) if self.lies_within(region, file.case.region))


def _no_office() -> Office:
    raise LookupError("nobody keeps cases here")


def no_desk(catalog: Callable[[], Catalog]) -> CaseDesk:
    """A desk where no cases are kept."""
    return CaseDesk(_no_office, lambda: False, catalog)
