"""Scoring of the responsibility assessment (节能目标责任评价考核; 碳强度目标责任考核) as dated tables.

Weights, steps and grades differ by place and period: a table each. A region that missed its target fails
whatever the score (veto), but for exceptions that a document records.
"""

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Literal

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import Exact, NotNegativeExact, OneOrMore, PositiveExact
from etl.model.rule import RuleDocument
from etl.model.source import Published

FULL = Decimal(1)


class MissedTarget(StrEnum):
    """Which target a region missed."""

    ANNUAL = "annual"
    CUMULATIVE = "cumulative"


class PointStep(Declaration):
    """Points for a completion (actual over target, as a fraction) of at least so much."""

    at_least: NotNegativeExact
    points: NotNegativeExact


class OverBonus(Declaration):
    """Further points for every full step over the target, up to a limit."""

    per: PositiveExact
    points: PositiveExact
    most: PositiveExact


class CompletionPart(Declaration, tag_field="kind", tag="completion"):
    """A part whose points follow from the completion of the target.

    Attributes:
        floor_to: completion below the target is first cut down to a multiple of this.
        steps: the highest step reached gives the points; below all steps none.
    """

    kind: ClassVar[Literal["completion"]] = "completion"
    id: Identifier
    name: Bilingual
    most: PositiveExact
    floor_to: PositiveExact
    steps: OneOrMore[PointStep]
    bonus: OverBonus | None = None


class GivenPart(Declaration, tag_field="kind", tag="given"):
    """A part whose points the assessing body gives; they are taken in, never computed."""

    kind: ClassVar[Literal["given"]] = "given"
    id: Identifier
    name: Bilingual
    most: PositiveExact


ScorePart = CompletionPart | GivenPart


class Grade(Declaration):
    """A grade for a score of at least so many points.

    Attributes:
        passed: whether the grade counts as the target's responsibility fulfilled.
    """

    id: Identifier
    name: Bilingual
    at_least: Exact
    passed: bool


class VetoException(Declaration):
    """A documented case in which the veto was not applied."""

    region: str
    year: int
    because: Bilingual
    document: RuleDocument


class Veto(Declaration):
    """A miss that decides whatever the score.

    Attributes:
        missed: each of these misses is enough.
        missed_at_end: further misses that are enough in the last year of a plan, whose five-year result is
            then the verdict.
        grade: the grade that it leads to.
    """

    missed: OneOrMore[MissedTarget]
    missed_at_end: tuple[MissedTarget, ...] = ()
    grade: Identifier
    exceptions: tuple[VetoException, ...] = ()

    def deciding(self, *, ends_plan: bool) -> tuple[MissedTarget, ...]:
        """The misses that are enough in a year, which may be the last of its plan."""
        return tuple(dict.fromkeys((*self.missed, *(self.missed_at_end if ends_plan else ()))))


class ScoringRule(Declaration):
    """One version of the scoring, for some years and one place.

    Attributes:
        subject: energy intensity and total, or carbon intensity.
        within: code of the region in which it holds; None for the whole nation.
        first_year: first year assessed.
        last_year: last year assessed.
        public: False where the table was never published: then there is no score.
        parts: what the points are given for.
        grades: best first.
    """

    id: Identifier
    name: Bilingual
    subject: Literal["energy", "carbon"]
    within: str | None = None
    first_year: int
    last_year: int
    public: bool = True
    parts: tuple[ScorePart, ...] = ()
    grades: tuple[Grade, ...] = ()
    veto: Veto | None = None
    documents: OneOrMore[RuleDocument]
    valid_from: Published
    mark: Literal["unverified", "design"] | None = None
    note: Bilingual | None = None

    def __post_init__(self) -> None:
        if self.public and not (self.parts and self.grades):
            msg = "a public table has parts and grades"
            raise ValueError(msg)
        limits = [grade.at_least for grade in self.grades]
        if limits != sorted(set(limits), reverse=True):
            msg = "grades stand in falling order of their points"
            raise ValueError(msg)
        if self.veto is not None and self.veto.grade not in {grade.id for grade in self.grades}:
            msg = f"the veto leads to {self.veto.grade}, which is no grade"
            raise ValueError(msg)

    def holds_for(self, year: int, path: tuple[str, ...]) -> bool:
        """Whether this version assesses a year of a region (``path``: its code and those above it)."""
        return self.first_year <= year <= self.last_year and (self.within is None or self.within in path)

    def grade(self, name: str) -> Grade:
        """The grade of an id."""
        return next(grade for grade in self.grades if grade.id == name)
