"""What stands beside a verdict, read back from the facts of its row: for the working of one number."""

import json
from typing import Any

from msgspec import Struct


class Turn(Struct, frozen=True):
    """One side of a verdict: at which value it becomes what, and how far that is (in the value's unit)."""

    result: str
    at: float
    by: float


class LevelHeadroom(Struct, frozen=True):
    """Energy that a level leaves at the GDP of the period, 万吨标准煤; negative must be saved."""

    level: str
    at: float
    ten_thousand_tce: float


class EnergyFact(Struct, frozen=True):
    """The energy that a headroom is reckoned from.

    Attributes:
        scope: ``raw``, or ``assessed`` after the plan's deductions.
        energy: 万吨标准煤.
        gdp: 亿元 at plan prices; None for a span, whose last year's energy it is.
        rate: the rate that decides, in the sign of the indicator; None for a span.
    """

    scope: str
    energy: float
    gdp: float | None
    rate: float | None


class FragilityFact(Struct, frozen=True):
    """How far the verdict is from turning, in the value's unit and in median revisions of a history."""

    state: str
    distance: float | None
    revision: float | None
    multiples: float | None
    revision_of: str | None
    revisions: int | None = None


class ScopesFact(Struct, frozen=True):
    """Both scopes of a published rate where the plan deducts.

    Attributes:
        decides: declared scope of the published rate: ``raw``, ``assessed`` or ``unstated``.
        assessed_value: the rate after deductions; None where it is not known.
        assessed_result: what the same rule or target says of it.
    """

    decides: str
    assessed_value: float | None
    assessed_result: str | None


class ReferenceLine(Struct, frozen=True):
    """A target of a region above: a line to show, never the region's own number."""

    region: str
    base: int | None
    end: int
    value: float
    document: str


class Exemption(Struct, frozen=True):
    """The stretch target that was kept, so that the total is not assessed."""

    stretch_target: float
    cumulative: float
    span: str
    document: str


class ScorePartFact(Struct, frozen=True):
    """How the points of one part of a score came about; ``series`` names points that were given."""

    part: str
    most: float
    points: float
    completion: float | None
    step: float | None
    bonus: float
    series: str | None


class ScoreFact(Struct, frozen=True):
    """The working of a score.

    Attributes:
        total: the score that counts; ``computed_total`` the sum of its parts, where all are known.
        grade: id of the grade that counts; ``by_points`` the one that the points alone give.
        missed: by target (annual, cumulative), whether it was missed; None where nobody can tell.
        vetoed_by: the misses that decided; ``veto_unknown`` those that would but cannot be told.
        annual_derived: whether the target of the year was not published but is a share of the five-year one.
        exception: document by which the veto did not apply.
    """

    subject: str
    total: float | None
    computed_total: float | None
    grade: str | None
    by_points: str | None
    lines: tuple[ScorePartFact, ...]
    missed: dict[str, bool | None]
    vetoed_by: tuple[str, ...]
    veto_unknown: tuple[str, ...]
    annual_derived: bool
    exception: str | None


class Judged(Struct, frozen=True):
    """All of it; what does not apply is None or empty.

    Attributes:
        up: what would make the verdict better.
        down: what would make it worse.
        energy: the energy that the headroom is reckoned from.
        scopes: both scopes of a published rate, where the plan deducts.
        decided_by: id of the indicator after deductions that decided in place of the raw one.
        annual_target_derived: whether the target of the year is a share of the five-year target.
        standing: by what authority the rule judged.
        adoption: document of the act that adopted it.
        progress_method: of the progress of the row: ``log``.
        progress_as_published: the plain ratio, where the place publishes its progress so.
        progress_reason: why a progress is undefined or a pace is 0 or missing.
        remaining_task: X in per cent.
        yearly_room: per cent by which every year left may rise with the target still met.
        best_pace: largest yearly reduction ever kept, per cent, with its year.
        pace_unprecedented: whether the pace still needed is above it.
    """

    up: Turn | None = None
    down: Turn | None = None
    fragility: FragilityFact | None = None
    headroom: tuple[LevelHeadroom, ...] = ()
    energy: EnergyFact | None = None
    scopes: ScopesFact | None = None
    decided_by: str | None = None
    annual_target_derived: bool | None = None
    standing: str | None = None
    adoption: str | None = None
    progress_method: str | None = None
    progress_as_published: float | None = None
    progress_reason: str | None = None
    remaining_task: float | None = None
    yearly_room: float | None = None
    best_pace: float | None = None
    best_pace_year: int | None = None
    pace_unprecedented: bool | None = None
    reference: tuple[ReferenceLine, ...] = ()
    exempt: Exemption | None = None
    score: ScoreFact | None = None


_PLAIN = (
    "decided_by",
    "annual_target_derived",
    "standing",
    "adoption",
    "progress_method",
    "progress_as_published",
    "progress_reason",
    "remaining_task",
    "yearly_room",
    "best_pace",
    "best_pace_year",
    "pace_unprecedented",
)


def read_judged(facts: str) -> Judged:
    """The facts of an assessment row (JSON) as what they mean; facts of other kinds are left out."""
    found: dict[str, Any] = json.loads(facts)
    fragility, exempt = found.get("fragility"), found.get("exempt")
    return Judged(
        up=_turn(found, "up"),
        down=_turn(found, "down"),
        fragility=FragilityFact(**fragility) if fragility else None,
        headroom=tuple(LevelHeadroom(**each) for each in found.get("headroom", {}).get("to", ())),
        energy=_energy(found.get("headroom", {})),
        scopes=ScopesFact(**found["scopes"]) if "scopes" in found else None,
        reference=tuple(_line(each) for each in found.get("reference", ())),
        exempt=Exemption(**exempt) if exempt else None,
        score=_score(found["score"]) if "score" in found else None,
        **{name: found.get(name) for name in _PLAIN},
    )


def _energy(fact: dict[str, Any]) -> EnergyFact | None:
    if "energy" not in fact:
        return None
    return EnergyFact(fact.get("scope", "raw"), fact["energy"], fact.get("gdp"), fact.get("rate"))


def _turn(found: dict[str, Any], side: str) -> Turn | None:
    turn = found.get("turn", {})
    if f"{side}_to" not in turn:
        return None
    return Turn(turn[f"{side}_to"], turn[f"{side}_at"], turn[f"{side}_by"])


def _line(fact: dict[str, Any]) -> ReferenceLine:
    return ReferenceLine(fact["region"], fact["base"], fact["end"], fact["value"], fact["document"])


def _score(fact: dict[str, Any]) -> ScoreFact:
    return ScoreFact(
        subject=fact["subject"],
        total=fact["total"],
        computed_total=fact["computed_total"],
        grade=fact["grade"],
        by_points=fact["by_points"],
        lines=tuple(ScorePartFact(**line) for line in fact["lines"]),
        missed=fact["missed"],
        vetoed_by=tuple(fact["vetoed_by"]),
        veto_unknown=tuple(fact["veto_unknown"]),
        annual_derived=bool(fact.get("annual_derived")),
        exception=fact["exception"],
    )
