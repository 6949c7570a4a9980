"""The registers as one reader meets them: what they may see and keep. Every question goes through here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from dashboard.auth.person import EVERYWHERE, Person
from dashboard.auth.rights import RIGHTS, Right
from dashboard.cases.service import CaseDesk
from dashboard.registers.bases import declared_bases
from dashboard.registers.entry import Entry
from dashboard.registers.standing import Followed, follow
from etl.model.register import Audience, Register

if TYPE_CHECKING:  # with the store behind it, which a reader without a name never needs
    from dashboard.registers.register_store import KeptRegisters

_KEEPING = (Right.MAINTAIN, Right.UPLOAD)


class RegisterDesk(Struct, frozen=True):
    """The registers of a deployment, for the reader of the present request.

    Attributes:
        cases: the desk of cases, which knows store, catalogue, calendar and reader.
    """

    cases: CaseDesk

    @property
    def registers(self) -> dict[str, Register]:
        """The declarations of the current build."""
        return self.cases.catalog().registers

    @property
    def kept(self) -> KeptRegisters:
        """The store of registers."""
        from dashboard.registers.register_store import KeptRegisters  # noqa: PLC0415  see above

        bases = declared_bases(self.cases.catalog().instruments.values())
        return KeptRegisters(self.cases.office(), bases)

    @property
    def reader(self) -> Person | None:
        """Who asks; None without a name."""
        return self.cases.reader()

    def today(self) -> date:
        """The day in China."""
        return self.cases.today()

    def readable(self, register: str | None = None) -> tuple[Followed, ...]:
        """The entries that the reader may see, each as it stands today."""
        if not self.cases.has_store():
            return ()
        today, is_working_day = self.today(), self.cases.is_working_day
        return tuple(
            follow(entry, self.registers[entry.register], today, is_working_day)
            for entry in self.kept.entries(register)
            if entry.register in self.registers
            and self.may_read(self.registers[entry.register], entry.region)
        )

    def find(self, register: str, number: str) -> Entry | None:
        """An entry; None where there is none, or it is not the reader's to see."""
        if register not in self.registers or not self.cases.has_store():
            return None
        entry = self.kept.find(register, number)
        if entry is None or not self.may_read(self.registers[register], entry.region):
            return None
        return entry

    def may_read(self, register: Register, region: str) -> bool:
        """Whether the reader may see entries about a region."""
        if register.audience is Audience.PUBLIC:
            return True
        if register.audience is Audience.STAFF:
            return self.cases.may_read(region)
        return self._stands_above(region, Right.READ_CASES)

    def may_read_any(self, register: Register) -> bool:
        """Whether the reader may see entries about any region at all."""
        return any(self.may_read(register, code) for code in self._regions())

    def may_keep(self, register: Register, region: str) -> bool:
        """Whether the reader may write entries about a region."""
        if register.kept_by == "superior":
            return self._stands_above(region, Right.MAINTAIN)
        person = self.reader
        return person is not None and any(
            person.may(right, self.cases.lies_within, region=region) for right in _KEEPING
        )

    def may_read_identity(self, register: Register, region: str) -> bool:
        """Whether the reader may open what is sealed: who handles it above the region, nobody else."""
        return register.has_protected and self._stands_above(region, Right.READ_IDENTITY)

    def regions_kept(self, register: Register) -> tuple[str, ...]:
        """Codes of the regions that the reader may write entries about."""
        return tuple(code for code in self._regions() if self.may_keep(register, code))

    def _regions(self) -> tuple[str, ...]:
        """The home region and everything below it."""
        catalog = self.cases.catalog()
        home = catalog.deployment.home
        return tuple(code for code, region in catalog.regions.items() if catalog.descends_from(region, home))

    def _stands_above(self, region: str, right: Right) -> bool:
        """Whether the reader has a right for the whole or from a region above: nobody judges their own."""
        person = self.reader
        return person is not None and any(
            right in RIGHTS[grant.role]
            and (
                grant.region == EVERYWHERE
                or (grant.region != region and self.cases.lies_within(region, grant.region))
            )
            for grant in person.grants
        )
