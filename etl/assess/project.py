"""Projects at the gate (Arts 12 and 13): what somebody wants to approve, and the words of an answer."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from msgspec import Struct, field

from etl.model.base import Bilingual


class GateOutcome(StrEnum):
    """What the gate says, the most severe first."""

    FORBIDDEN = "forbidden"
    NEEDS_REPLACEMENT = "needs_replacement"
    UNDETERMINED = "undetermined"
    NEEDS_REVIEW = "needs_review"
    ALLOWED = "allowed"


class Project(Struct, frozen=True):
    """A project that somebody wants to approve.

    Attributes:
        region: code of the region where it is built.
        industry: code of GB/T 4754, at least a division of two digits.
        product: what it makes, in Chinese words.
        energy_tce: yearly energy in tonnes of standard coal; None where it is not known.
        electricity_gwh, coal_t: yearly electricity in GWh and coal in tonnes; None where not known.
        capacity, capacity_unit: size of its equipment or line.
        day: the day of the decision, whose catalogues hold.
        is_new: whether it adds capacity; a technical upgrade within existing capacity does not.
        below_benchmark: whether its energy efficiency lies below the 能效标杆水平; None where not known.
        exempt_as: kind of exemption that it claims, as the instrument names it.
    """

    region: str
    industry: str
    product: str
    day: date
    energy_tce: Decimal | None = None
    electricity_gwh: Decimal | None = None
    coal_t: Decimal | None = None
    capacity: Decimal | None = None
    capacity_unit: str | None = None
    is_new: bool = True
    below_benchmark: bool | None = None
    exempt_as: str | None = None


class RestrictionInForce(Struct, frozen=True):
    """A restriction that holds on the day in the project's region or a superior one.

    Attributes:
        case: id of the case.
        instrument: id of the instrument.
        document: 文号 of the decision.
        two_high_only: whether it suspends projects of the “两高” sectors only.
        exemptions: what it leaves free, in the words of its instrument.
        last_day: last day of its term; None where it is not known.
        ends_by_terms: whether it binds no more after that day, though nobody has confirmed its end yet.
    """

    case: str
    instrument: str
    document: str
    two_high_only: bool
    exemptions: tuple[str, ...] = ()
    last_day: date | None = None
    ends_by_terms: bool = False


class GateFinding(Struct, frozen=True):
    """One thing that the gate found, and what it rests on.

    Attributes:
        code: what was found; its words stand in ``etl/messages.yaml`` under ``gate_<code>``.
        outcome: what follows from it alone.
        document: 文号.
        rule: id of the catalogue, rule or case.
        entry: id of the entry of a catalogue.
        article: article of the draft, to look it up; never the basis.
        is_verified: whether the entry was compared with the printed document.
        name: what the entry is called.
        facts: numbers and words that its sentence names.
    """

    code: str
    outcome: GateOutcome
    document: str
    rule: str
    entry: str | None = None
    article: str | None = None
    is_verified: bool = True
    name: Bilingual | None = None
    facts: dict[str, str] = field(default_factory=dict)


class GateAnswer(Struct, frozen=True):
    """What the gate says of a project.

    Attributes:
        outcome: the most severe of the findings.
        review_level: who reviews its energy, where a review is needed.
        with_carbon: whether that review evaluates carbon too.
        headroom_tce: what the region's target still leaves, in tce; None where it is not known.
        uses_headroom: share of it that the project takes; above 1 it does not fit; None where unknown.
    """

    outcome: GateOutcome
    findings: tuple[GateFinding, ...]
    review_level: Literal["provincial", "local"] | None = None
    with_carbon: bool = False
    headroom_tce: Decimal | None = None
    uses_headroom: Decimal | None = None
