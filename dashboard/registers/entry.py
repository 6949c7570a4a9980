"""An entry of a register, told again from the events of the chain."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from dashboard.operational.event import Event

SUBJECT: Final = "register:"
ENTERED, CHANGED, IDENTITY_READ = "register_entered", "register_changed", "register_identity_read"
REFUSED: Final = "register_refused"

Fields = Mapping[str, str]
"""Field id → text; days as 2026-03-02, figures as digits, a choice by its id. An empty field is left out."""


class Citation(Struct, frozen=True):
    """Where a published list was taken from.

    Attributes:
        publisher: who published it.
        title: its title or number.
        published: the day, as YYYY-MM-DD.
        address: where it stands, if it has an address.
    """

    publisher: str
    title: str
    published: str
    address: str = ""


class Origin(Struct, frozen=True):
    """Where what an entry says came from: a form, or a row of a workbook.

    Attributes:
        file: name of the workbook; empty for a form.
        sha256: hash of the workbook.
        row: 1-based row of its sheet.
        citation: of a published list.
    """

    file: str = ""
    sha256: str = ""
    row: int = 0
    citation: Citation | None = None


BY_FORM: Final = Origin()


class Step(Struct, frozen=True):
    """One event of an entry.

    Attributes:
        kind: ``register_entered``, ``register_changed`` or ``register_identity_read``.
        changed: what it set, field id → text; an empty text where a field was cleared.
        sealed: ids of protected fields that it set.
        reason: why it was changed, or why a protected field was read.
    """

    sequence: int
    hash: str
    at: str
    actor: str
    kind: str
    changed: Fields
    sealed: tuple[str, ...]
    reason: str
    origin: Origin


class Entry(Struct, frozen=True):
    """An entry as it stands now.

    Attributes:
        register: id of the register.
        number: such as ``2026-0001``.
        region: code of the region that it concerns.
        fields: what it says; never what is protected.
        sealed: ids of the protected fields that hold something.
        steps: what happened to it, oldest first.
    """

    register: str
    number: str
    region: str
    fields: Fields
    sealed: frozenset[str]
    steps: tuple[Step, ...]

    @property
    def version(self) -> int:
        """How many times its content was set; who changes it says which they saw."""
        return sum(step.kind != IDENTITY_READ for step in self.steps)

    @property
    def last(self) -> Step:
        """The event that set it last."""
        return next(step for step in reversed(self.steps) if step.kind != IDENTITY_READ)

    @property
    def origin(self) -> Origin:
        """Where it was set from last."""
        return self.last.origin


def refusals_of(register: str) -> str:
    """What the chain calls attempts on a register that were refused; they are no events of an entry."""
    return f"{REFUSED}:{register}"


def subject_of(register: str, number: str) -> str:
    """What the chain calls an entry."""
    return f"{SUBJECT}{register}:{number}"


Kept = tuple[Event, str]
"""An event with the hash that the chain holds of it."""


def read_entry(kept: Sequence[Kept]) -> Entry:
    """An entry from its events, oldest first."""
    events = [event for event, _ in kept]
    _, register, number = events[0].subject.split(":", 2)
    steps = tuple(_step(event, held) for event, held in kept)
    fields: dict[str, str] = {}
    sealed: set[str] = set()
    region = ""
    for event, step in zip(events, steps, strict=True):
        region = event.facts.get("region", region)
        fields |= step.changed
        sealed |= set(step.sealed)
    return Entry(
        register=register,
        number=number,
        region=region,
        fields={name: text for name, text in fields.items() if text},
        sealed=frozenset(sealed),
        steps=steps,
    )


def _step(event: Event, held: str) -> Step:
    facts = event.facts
    return Step(
        sequence=event.sequence,
        hash=held,
        at=event.at,
        actor=event.actor,
        kind=event.kind,
        changed=facts.get("fields", {}),
        sealed=tuple(facts.get("sealed", {})),
        reason=facts.get("reason", ""),
        origin=_origin(facts.get("origin", {})),
    )


def _origin(told: Mapping[str, Any]) -> Origin:
    citation = told.get("citation")
    return Origin(
        file=told.get("file", ""),
        sha256=told.get("sha256", ""),
        row=told.get("row", 0),
        citation=Citation(**citation) if citation else None,
    )


def origin_facts(origin: Origin) -> dict[str, Any]:
    """An origin as an event tells it."""
    told: dict[str, Any] = {}
    if origin.file:
        told = {"file": origin.file, "sha256": origin.sha256, "row": origin.row}
    if origin.citation is not None:
        told["citation"] = {
            "publisher": origin.citation.publisher,
            "title": origin.citation.title,
            "published": origin.citation.published,
            "address": origin.citation.address,
        }
    return told
