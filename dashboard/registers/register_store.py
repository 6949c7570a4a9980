"""Registers in the operational store: every entry and every change is an event of the chain."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import Connection, func, select

from dashboard.format import CHINA
from dashboard.operational import attachments, sealed
from dashboard.operational.event import Event
from dashboard.operational.store import Act, Office
from dashboard.operational.tables import EVENTS
from dashboard.registers.checks import Fault, faults_of
from dashboard.registers.entry import (
    CHANGED,
    ENTERED,
    IDENTITY_READ,
    REFUSED,
    SUBJECT,
    Entry,
    Kept,
    origin_facts,
    read_entry,
    refusals_of,
    subject_of,
)
from dashboard.registers.refusal import CellFault, FieldsRefused, RegisterRefused
from dashboard.registers.requested_entry import Wanted, Written
from etl.model.register import Register
from etl.model.restriction import LegalBasis

_MOST_TOLD: Final = 50


class KeptRegisters:
    """The registers of one store."""

    def __init__(self, office: Office, bases: Sequence[LegalBasis] = ()) -> None:
        """Use a store.

        Args:
            office: the store.
            bases: the documents whose time in force is declared; what entries rest on is held against them.
        """
        self.office = office
        self._bases = bases

    def today(self) -> date:
        """The day in China."""
        return self.office.now().astimezone(CHINA).date()

    def entries(self, register: str | None = None) -> tuple[Entry, ...]:
        """Every entry, or those of one register, by number."""
        with self.office.reading() as connection:
            return _entries(connection, register)

    def find(self, register: str, number: str) -> Entry | None:
        """An entry; None where there is none of the number."""
        with self.office.reading() as connection:
            return _find(connection, register, number)

    def write(
        self,
        register: Register,
        wanted: Sequence[Wanted],
        *,
        actor: str,
        reason: str = "",
        file: tuple[str, bytes] | None = None,
    ) -> Written:
        """Write entries: all of them or none.

        Args:
            register: the declaration.
            wanted: what they are to say.
            actor: who writes.
            reason: why something is changed.
            file: name and content of the workbook; kept, unless the register has protected fields.

        Raises:
            FieldsRefused: what fields say is not what the declaration asks for.
            RegisterRefused: no such entry, or somebody was faster.
        """
        with self.office.acting() as act:
            today = act.moment.astimezone(CHINA).date()
            known = {entry.number: entry for entry in _entries(act.connection, register.id)}
            meant = [_found_again(register, each, known) for each in wanted]
            _refuse_faults(register, meant, known, today, self._bases)
            kept = file is not None and not register.has_protected
            attached = (attachments.keep(act, file[1]),) if file is not None and kept else ()
            writer = _Writer(act, self.office, register, actor=actor, reason=reason, attached=attached)
            for each in meant:
                writer.write(each, known.get(each.number))
            return Written(tuple(writer.new), tuple(writer.changed), tuple(writer.same))

    def read_identity(self, register: Register, number: str, *, actor: str, reason: str) -> dict[str, str]:
        """The protected fields of an entry; that they are read, by whom and why, is an event before they are.

        Raises:
            RegisterRefused: no such entry, or no reason.
        """
        if not reason.strip():
            raise RegisterRefused("no_reason")
        with self.office.acting() as act:
            if _find(act.connection, register.id, number) is None:
                raise RegisterRefused("unknown_entry", number=number)
            subject = subject_of(register.id, number)
            act.record(IDENTITY_READ, actor=actor, subject=subject, reason=reason.strip())
            return sealed.unsealed(act.connection, self.office, subject)

    def note_refusal(
        self, register: Register, refused: RegisterRefused, *, actor: str, wanted: str, number: str = ""
    ) -> None:
        """Write down what was tried and not written: the faults by field and code, never what stood there.

        Args:
            register: the declaration.
            refused: why nothing was written.
            actor: who tried.
            wanted: the event that would have been written.
            number: the entry that it was tried on; empty for a new one or a workbook.
        """
        faults = refused.faults if isinstance(refused, FieldsRefused) else ()
        told = [f"{each.cell} {each.fault.field} {each.fault.code}".strip() for each in faults[:_MOST_TOLD]]
        with self.office.acting() as act:
            act.record(
                REFUSED,
                actor=actor,
                subject=refusals_of(register.id),
                wanted=wanted,
                number=number,
                refusal=refused.code,
                faults=told,
            )


class _Writer:
    """Writes the entries of one transaction."""

    def __init__(
        self,
        act: Act,
        office: Office,
        register: Register,
        *,
        actor: str,
        reason: str,
        attached: tuple[str, ...],
    ) -> None:
        self._act, self._office, self._register = act, office, register
        self._actor, self._reason, self._attached = actor, reason.strip(), attached
        self._year = act.moment.astimezone(CHINA).year
        self._last = _last_number(act.connection, register.id, self._year)
        self.new: list[str] = []
        self.changed: list[str] = []
        self.same: list[str] = []

    def write(self, wanted: Wanted, known: Entry | None) -> None:
        given = {name: text.strip() for name, text in wanted.fields.items()}
        hidden = {field.id for field in self._register.fields if field.is_protected}
        secret = {name: text for name, text in given.items() if name in hidden and text}
        open_fields = {name: text for name, text in given.items() if name not in hidden}
        if known is None:
            self._last += 1
            number = f"{self._year}-{self._last:04d}"
            told = {name: text for name, text in open_fields.items() if text}
            self._record(ENTERED, number, wanted, told, secret)
            self.new.append(number)
            return
        told = {name: text for name, text in open_fields.items() if text != known.fields.get(name, "")}
        if not told and not secret and wanted.region == known.region:
            self.same.append(known.number)
            return
        self._record(CHANGED, known.number, wanted, told, secret)
        self.changed.append(known.number)

    def _record(
        self, kind: str, number: str, wanted: Wanted, told: Mapping[str, str], secret: Mapping[str, str]
    ) -> None:
        subject = subject_of(self._register.id, number)
        facts: dict[str, Any] = {"region": wanted.region, "fields": dict(told)}
        if secret:
            facts["sealed"] = sealed.seal(self._act, self._office, subject, secret)
        if origin := origin_facts(wanted.origin):
            facts["origin"] = origin
        if self._reason:
            facts["reason"] = self._reason
        self._act.record(kind, actor=self._actor, subject=subject, attachments=self._attached, **facts)


def _found_again(register: Register, wanted: Wanted, known: Mapping[str, Entry]) -> Wanted:
    """What a row without a number repeats, by the fields that identify entries of its region.

    Raises:
        RegisterRefused: a form repeats one; it says which.
    """
    names = register.identified_by
    if wanted.number or not names:
        return wanted
    key = [wanted.fields.get(name, "").strip() for name in names]
    for entry in known.values():
        if entry.region == wanted.region and [entry.fields.get(name, "") for name in names] == key:
            if not wanted.origin.file:
                raise RegisterRefused("exists", number=entry.number)
            return replace(wanted, number=entry.number)
    return wanted


def _refuse_faults(
    register: Register,
    wanted: Sequence[Wanted],
    known: Mapping[str, Entry],
    today: date,
    bases: Sequence[LegalBasis],
) -> None:
    faults: list[CellFault] = []
    for each in wanted:
        if each.number and each.number not in known:
            raise RegisterRefused("unknown_entry", number=each.number)
        if each.number and each.version not in {None, known[each.number].version}:
            last = known[each.number].last
            raise RegisterRefused("stale", who=last.actor, at=last.at)
        cells = each.cells or {}
        faults += [
            CellFault(fault, cells.get(fault.field, ""))
            for fault in faults_of(register, each.fields, today, bases)
        ]
    faults += _twice(register, wanted)
    if faults:
        raise FieldsRefused(faults)


def _twice(register: Register, wanted: Iterable[Wanted]) -> list[CellFault]:
    """One entry meant by two rows of a workbook, by its number or what identifies it: which holds?"""
    seen: set[tuple[str, ...]] = set()
    found = []
    for each in wanted:
        named = tuple(each.fields.get(name, "").strip() for name in register.identified_by)
        key = (each.number,) if each.number else (each.region, *named) if named and all(named) else ()
        if key and key in seen:
            field = "number" if each.number else register.identified_by[0]
            fault = Fault(field, "twice" if each.number else "repeated", each.number or named[0])
            found.append(CellFault(fault, (each.cells or {}).get(field, "")))
        seen.add(key)
    return found


def _entries(connection: Connection, register: str | None) -> tuple[Entry, ...]:
    prefix = SUBJECT if register is None else f"{SUBJECT}{register}:"
    rows = connection.execute(
        select(EVENTS.c.subject, EVENTS.c.body, EVENTS.c.hash)
        .where(EVENTS.c.subject.startswith(prefix, autoescape=True))
        .order_by(EVENTS.c.subject, EVENTS.c.sequence)
    )
    found: dict[str, list[Kept]] = {}
    for row in rows:
        found.setdefault(row.subject, []).append((Event.of_body(row.body), row.hash))
    return tuple(map(read_entry, found.values()))


def _find(connection: Connection, register: str, number: str) -> Entry | None:
    rows = connection.execute(
        select(EVENTS.c.body, EVENTS.c.hash)
        .where(EVENTS.c.subject == subject_of(register, number))
        .order_by(EVENTS.c.sequence)
    )
    kept = [(Event.of_body(row.body), str(row.hash)) for row in rows]
    return read_entry(kept) if kept else None


def _last_number(connection: Connection, register: str, year: int) -> int:
    last = connection.execute(
        select(EVENTS.c.subject)
        .where(EVENTS.c.subject.startswith(f"{SUBJECT}{register}:{year}-", autoescape=True))
        .order_by(func.length(EVENTS.c.subject).desc(), EVENTS.c.subject.desc())  # 10000 comes after 9999
        .limit(1)
    ).scalar()
    return int(last.rpartition("-")[2]) if last else 0
