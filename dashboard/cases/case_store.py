"""Cases in the operational store: every move one transaction, every refused attempt written down too."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, func, select

from dashboard.cases import machine
from dashboard.cases.case import Act, Case, CaseEvent, FrozenEvidence, Person
from dashboard.cases.case_events import KINDS, REFUSED, SUBJECT, CaseFile, act_facts, opening_facts, read_case
from dashboard.cases.refusal import Refused
from dashboard.cases.requested_act import Files, Wish, sha256
from dashboard.cases.term_days import IsWorkingDay
from dashboard.format import CHINA
from dashboard.operational import attachments
from dashboard.operational.event import Event
from dashboard.operational.store import Act as Transaction
from dashboard.operational.store import Office
from dashboard.operational.tables import EVENTS
from etl.model.restriction import Instrument

Play = Callable[[CaseFile, Instrument, date], tuple[CaseEvent, Case]]


class KeptCases:
    """The cases of one store."""

    def __init__(
        self,
        office: Office,
        instruments: Callable[[], Mapping[str, Instrument]],
        is_working_day: IsWorkingDay,
    ) -> None:
        """Use a store.

        Args:
            office: the store.
            instruments: the tables in force now; a case keeps the acts it was opened under, and rests on the
                documents that are declared now.
            is_working_day: the calendar.
        """
        self.office = office
        self.is_working_day = is_working_day
        self._instruments = instruments

    def today(self) -> date:
        """The day in China."""
        return self.office.now().astimezone(CHINA).date()

    def find(self, number: str) -> CaseFile | None:
        """A case; None where there is none of the number."""
        with self.office.reading() as connection:
            return find_case(connection, number)

    def all(self) -> tuple[CaseFile, ...]:
        """Every case, by number."""
        with self.office.reading() as connection:
            return all_cases(connection)

    def in_force(self, instrument: Instrument) -> Instrument:
        """The acts that a case was opened under, resting on the documents that are declared now."""
        now = self._instruments().get(instrument.id)
        return instrument if now is None else replace(instrument, bases=now.bases)

    def open(self, instrument: str, region: str, evidence: FrozenEvidence, wish: Wish) -> CaseFile:
        """Open a case.

        Raises:
            Refused: the table does not provide it; written down under the region.
        """
        with self.office.acting() as act:
            table = self._instruments()[instrument]
            empty = Case(instrument, region, evidence)
            wanted = wish.act(self.today())
            number = next_number(act.connection, wanted.on.year)
            try:
                event, _ = machine.do(empty, wanted, table, self.is_working_day)
            except Refused as refused:
                told = refused
                _write_refusal(act, f"region:{region}", wish.by, wish.name, refused)
            else:
                _write(act, number, event, wish.all_files, opened=opening_facts(empty, table))
                return _found(act.connection, number)
        raise told

    def do(self, number: str, version: int, wish: Wish) -> CaseFile:
        """Do an act, or draft it where it needs a second person.

        Raises:
            Refused: the table does not provide it, or somebody was faster; written down as well.
        """
        return self._move(
            number,
            version,
            wish.by,
            wish.name,
            lambda file, table, on: machine.do(file.case, wish.act(on), table, self.is_working_day),
            wish.all_files,
        )

    def confirm(self, number: str, version: int, by: Person) -> CaseFile:
        """Confirm the drafted act as its second person. As :meth:`do` otherwise."""
        return self._move(
            number,
            version,
            by,
            "confirm",
            lambda file, table, on: machine.confirm(file.case, by, on, table, self.is_working_day),
        )

    def withdraw(self, number: str, version: int, by: Person) -> CaseFile:
        """Take the drafted act back. As :meth:`do` otherwise."""
        return self._move(
            number,
            version,
            by,
            "withdraw",
            lambda file, table, on: machine.withdraw(file.case, by, on, table),
        )

    def _move(  # noqa: PLR0917  private, and each call names what it gives
        self, number: str, version: int, by: Person, name: str, play: Play, files: Files = ()
    ) -> CaseFile:
        with self.office.acting() as act:
            file = _found(act.connection, number)
            try:
                _refuse_stale(file, version)
                table = self.in_force(file.instrument)
                event, _ = play(file, table, self.today())
                _refuse_unknown_files(act.connection, event.act, table, files)
            except Refused as refused:
                told = refused
                _write_refusal(act, f"{SUBJECT}{number}", by, name, refused)
            else:
                _write(act, number, event, files)
                return _found(act.connection, number)
        raise told


def find_case(connection: Connection, number: str) -> CaseFile | None:
    """A case by its number; None where there is none."""
    bodies = connection.execute(
        select(EVENTS.c.body).where(EVENTS.c.subject == f"{SUBJECT}{number}").order_by(EVENTS.c.sequence)
    ).scalars()
    events = [Event.of_body(body) for body in bodies]
    return read_case(number, events) if events else None


def all_cases(connection: Connection) -> tuple[CaseFile, ...]:
    """Every case, by number."""
    rows = connection.execute(
        select(EVENTS.c.subject, EVENTS.c.body)
        .where(EVENTS.c.subject.startswith(SUBJECT))
        .order_by(EVENTS.c.subject, EVENTS.c.sequence)
    )
    found: dict[str, list[Event]] = {}
    for row in rows:
        found.setdefault(row.subject.removeprefix(SUBJECT), []).append(Event.of_body(row.body))
    return tuple(read_case(number, events) for number, events in found.items())


def _found(connection: Connection, number: str) -> CaseFile:
    file = find_case(connection, number)
    if file is None:
        raise Refused("unknown_case", number=number)
    return file


def next_number(connection: Connection, year: int) -> str:
    """The number of the next case that is opened in a year."""
    last = connection.execute(
        select(EVENTS.c.subject)
        .where(EVENTS.c.subject.startswith(f"{SUBJECT}{year}-"))
        .order_by(func.length(EVENTS.c.subject).desc(), EVENTS.c.subject.desc())  # 10000 comes after 9999
        .limit(1)
    ).scalar()
    return f"{year}-{int(last.rpartition('-')[2]) + 1 if last else 1:04d}"


def _refuse_stale(file: CaseFile, version: int) -> None:
    """Who decides on what they saw is told if somebody was faster."""
    if version != file.version:
        last = file.moves[-1]
        raise Refused("stale", who=last.actor, at=last.at[:16].replace("T", " "))


def _refuse_unknown_files(connection: Connection, act: Act, table: Instrument, files: Files) -> None:
    """A hash names a file that was handed in, now or before; else anything could be claimed later."""
    given = {sha256(content) for _, content in files}
    row = table.act(act.name)
    asked = [each.id for each in row.contents if each.kind == "attachment"] if row else []
    for named in (*(act.contents[name] for name in asked), *act.attachments):
        if named not in given and attachments.content_of(connection, named) is None:
            raise Refused("unknown_file", act=act.name, sha256=named)


def _write(act: Transaction, number: str, event: CaseEvent, files: Files, **more: Any) -> None:
    """The move with what is attached: one transaction, whole or not at all."""
    named = {attachments.keep(act, content): name for name, content in files}
    if named:
        more["files"] = named
    act.record(
        KINDS[event.move],
        actor=event.act.by.id,
        subject=f"{SUBJECT}{number}",
        attachments=tuple(sorted(named)),
        act=act_facts(event.act),
        **more,
    )


def _write_refusal(act: Transaction, subject: str, by: Person, wanted: str, refused: Refused) -> None:
    facts = {name: str(fact) for name, fact in sorted(refused.facts.items())}
    act.record(REFUSED, actor=by.id, subject=subject, wanted=wanted, refusal=refused.code, about=facts)
