"""Cases as events of the chain: what is written of a move, and the case that such events tell again.

The first event holds the instrument's table as it was, so that a case is told by the table it was opened
under, whatever the declarations say later.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from dashboard.cases.case import Act, Case, CaseEvent, FrozenEvidence, Move, Person
from dashboard.cases.machine import after
from dashboard.operational.event import Event
from etl.model.restriction import Instrument, Role

SUBJECT: Final = "case:"
REFUSED: Final = "case_refused"
KINDS: Final = {move: f"case_{move.value}" for move in Move}
_MOVES: Final = {kind: move for move, kind in KINDS.items()}


class Entry(Struct, frozen=True):
    """One line of a case file: a move, or an attempt that was refused.

    Attributes:
        sequence, hash: where the chain holds it.
        at: time in UTC.
        move: None for a refused attempt.
        act: None for an attempt that named no act.
        refusal: code of the refusal; empty for a move.
        files: hash → name of each attachment.
    """

    sequence: int
    hash: str
    at: str
    actor: str
    move: Move | None
    act: Act | None
    refusal: str = ""
    name: str = ""
    files: tuple[tuple[str, str], ...] = ()


class CaseFile(Struct, frozen=True):
    """A case with everything that was written of it.

    Attributes:
        number: such as ``2026-0001``.
        instrument: the table that it runs by, as it was when the case was opened.
        entries: moves and refused attempts, oldest first.
    """

    number: str
    case: Case
    instrument: Instrument
    entries: tuple[Entry, ...]

    @property
    def version(self) -> int:
        """How many moves it has had; who decides says which they saw."""
        return len(self.case.events)

    @property
    def moves(self) -> tuple[Entry, ...]:
        """What happened, without what was refused."""
        return tuple(entry for entry in self.entries if entry.move is not None)

    @property
    def files(self) -> dict[str, str]:
        """Hash → name of every attachment."""
        return {sha256: name for entry in self.entries for sha256, name in entry.files}

    def on_day(self, day: date) -> "CaseFile":
        """The case as it stood at the end of a day."""
        kept = [event for event in self.case.events if event.act.on <= day]
        case = Case(self.case.instrument, self.case.region, self.case.evidence)
        for event in kept:
            case = after(case, event, self.instrument)
        return replace(self, case=case, entries=self.moves[: len(kept)])


def opening_facts(case: Case, instrument: Instrument) -> dict[str, Any]:
    """What the first event says beside its act."""
    return {
        "instrument": instrument.plain(),
        "region": case.region,
        "evidence": {
            "build": case.evidence.build_id or "",
            "flags": dict(case.evidence.flags),
            "frozen": dict(case.evidence.frozen),
        },
    }


def act_facts(act: Act) -> dict[str, Any]:
    """An act as facts of an event."""
    return {
        "name": act.name,
        "roles": sorted(act.by.roles),
        "on": act.on.isoformat(),
        "basis": act.basis,
        "reason": act.reason,
        "contents": dict(act.contents),
        "document": act.document or "",
        "attachments": list(act.attachments),
    }


def read_case(number: str, events: Sequence[Event]) -> CaseFile:
    """A case from its events, oldest first."""
    opened = events[0].facts["opened"]
    instrument = Instrument.read(opened["instrument"])
    told = opened["evidence"]
    evidence = FrozenEvidence(told["build"] or None, told["flags"], told["frozen"])
    case = Case(instrument.id, opened["region"], evidence)
    entries = []
    for event in events:
        entry = _entry(event)
        entries.append(entry)
        if entry.move is not None and entry.act is not None:
            case = after(case, CaseEvent(entry.move, entry.act), instrument)
    return CaseFile(number, case, instrument, tuple(entries))


def _entry(event: Event) -> Entry:
    told = event.facts
    return Entry(
        sequence=event.sequence,
        hash=event.hash,
        at=event.at,
        actor=event.actor,
        move=_MOVES.get(event.kind),
        act=_act(event.actor, told["act"]) if "act" in told else None,
        refusal=str(told.get("refusal", "")),
        name=str(told.get("wanted", "")),
        files=tuple(sorted(told.get("files", {}).items())),
    )


def _act(actor: str, told: dict[str, Any]) -> Act:
    return Act(
        name=told["name"],
        by=Person(actor, frozenset(Role(role) for role in told["roles"])),
        on=date.fromisoformat(told["on"]),
        basis=told["basis"],
        reason=told["reason"],
        contents=told["contents"],
        document=told["document"] or None,
        attachments=tuple(told["attachments"]),
    )
