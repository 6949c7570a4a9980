"""Rules of the project gate (Arts 12 and 13): dated catalogues of projects, and who reviews their energy.

A catalogue is a document with a time of validity and entries. A version never changes: its successor is a
further declaration. A shipped starter set names what it holds and says that it is not complete, so that a
project that it does not list is never called allowed on its word.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from etl.model.base import Bilingual, Declaration, Identifier, Text
from etl.model.bounds import Exact, NotNegativeExact, OneOrMore
from etl.model.rule import RuleDocument

IndustryCode = Annotated[str, Meta(pattern=r"^[A-T]?[0-9]{0,4}\Z", min_length=1)]
"""A division, group or class of GB/T 4754, such as ``31`` or ``3110``; it matches everything below it."""


class CatalogueKind(StrEnum):
    """What a catalogue sorts projects into."""

    GUIDANCE = "guidance"
    """产业结构调整指导目录: encouraged, restricted, eliminated."""
    OVERCAPACITY = "overcapacity"
    """产能严重过剩行业: no new capacity under any name."""
    TWO_HIGH = "two_high"
    """“两高” sectors."""


class Category(StrEnum):
    """What an entry says of a project."""

    ENCOURAGED = "encouraged"
    RESTRICTED = "restricted"
    ELIMINATED = "eliminated"
    NO_NEW_CAPACITY = "no_new_capacity"
    TWO_HIGH = "two_high"


class CapacityBound(Declaration):
    """The size up to which an entry holds, such as blast furnaces up to 400 m³.

    Attributes:
        unit: unit of the size, as the document writes it.
        above: the entry holds for sizes above this, itself excluded.
        up_to: the entry holds up to this; included unless ``up_to_excluded``.
    """

    unit: Text
    above: Exact | None = None
    up_to: Exact | None = None
    up_to_excluded: bool = False

    def holds(self, size: Decimal) -> bool:
        """Whether a size lies within the bound."""
        if self.above is not None and size <= self.above:
            return False
        return self.up_to is None or size < self.up_to or (size == self.up_to and not self.up_to_excluded)


class GateEntry(Declaration):
    """One entry of a catalogue.

    Attributes:
        industries: codes of GB/T 4754 that it is about; empty for any.
        products: words of which the project's product must hold one; empty for the whole industry.
        words: words of a product that point to an entry of whole industries, whatever industry is given:
            where the two disagree a person clarifies which is right.
        capacity: the size of equipment or line that it holds for.
        with_replacement: whether capacity may be built against at least as much that is closed (产能置换).
        mark: ``unverified`` where the entry could not be compared with the printed document.
    """

    id: Identifier
    name: Bilingual
    category: Category
    industries: tuple[IndustryCode, ...] = ()
    products: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    capacity: CapacityBound | None = None
    with_replacement: bool = False
    mark: Literal["unverified"] | None = None

    def __post_init__(self) -> None:
        if not self.industries and not self.products:
            msg = f"{self.id}: give industries or products, or it would hold for every project"
            raise ValueError(msg)
        if self.words and (self.products or not self.industries):
            msg = f"{self.id}: words point to entries of whole industries; an entry of products has these"
            raise ValueError(msg)


class ProjectCatalogue(Declaration):
    """One dated version of a catalogue.

    Attributes:
        article: article of the draft that it serves; the basis of a decision is ``document``.
        is_complete: whether every entry of the document is declared here.
        benchmark_is_restricted: whether a new project below the 能效标杆水平 counts as restricted.
    """

    id: Identifier
    kind: CatalogueKind
    name: Bilingual
    document: RuleDocument
    article: str
    valid_from: date
    valid_to: date | None = None
    is_complete: bool
    benchmark_is_restricted: bool = False
    entries: OneOrMore[GateEntry]

    def is_in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class ReviewTier(Declaration):
    """Who reviews projects of a size.

    Attributes:
        least_tce: yearly energy in tonnes of standard coal from which it holds, itself included.
        level: ``provincial`` or ``local`` (as the province divides it).
    """

    least_tce: NotNegativeExact
    level: Literal["provincial", "local"]


class ReviewRule(Declaration):
    """One dated version of the thresholds of the energy review (节能审查).

    Attributes:
        exempt_below_tce: yearly energy in tce below which no separate review is needed …
        exempt_below_gwh: … if yearly electricity is also below this many GWh; None where it is not asked …
        exempt_below_coal_t: … or yearly coal below this many tonnes; None where it is not asked.
        tiers: who reviews what is not exempt, the largest first.
        with_carbon: whether the review evaluates carbon emissions too.
    """

    id: Identifier
    name: Bilingual
    document: RuleDocument
    valid_from: date
    valid_to: date | None = None
    exempt_below_tce: Exact | None = None
    exempt_below_gwh: Exact | None = None
    exempt_below_coal_t: Exact | None = None
    tiers: OneOrMore[ReviewTier]
    with_carbon: bool = False

    def __post_init__(self) -> None:
        least = [tier.least_tce for tier in self.tiers]
        if least != sorted(least, reverse=True) or least[-1] != 0:
            msg = "tiers begin with the largest projects and end with 0, so that every project has a reviewer"
            raise ValueError(msg)

    def is_in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
