"""The project gate (Arts 12 and 13): what may be approved, by the catalogues and restrictions of the day.

Pure: a project, the declarations and the restrictions in force in; findings and an outcome out. A finding
names the document that it rests on. Where the declared catalogues are not complete, what they do not list is
undetermined and goes to a person; it is never called allowed on their word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal

from etl.model.base import Bilingual
from etl.model.gate import CatalogueKind, Category, GateEntry, ProjectCatalogue, ReviewRule


class GateOutcome(StrEnum):
    """What the gate says, the most severe first."""

    FORBIDDEN = "forbidden"
    NEEDS_REPLACEMENT = "needs_replacement"
    UNDETERMINED = "undetermined"
    NEEDS_REVIEW = "needs_review"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class Project:
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


@dataclass(frozen=True)
class RestrictionInForce:
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


@dataclass(frozen=True)
class GateFinding:
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


@dataclass(frozen=True)
class GateAnswer:
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


def check_project(
    project: Project,
    catalogues: Iterable[ProjectCatalogue],
    review_rules: Iterable[ReviewRule],
    restrictions: Sequence[RestrictionInForce] = (),
    headroom_tce: Decimal | None = None,
) -> GateAnswer:
    """What may be done with a project on its day.

    Args:
        project: what is to be approved.
        catalogues: every declared catalogue; those of the day are chosen here.
        review_rules: every declared version of the review thresholds.
        restrictions: restrictions in force on the day in the region and its superiors.
        headroom_tce: what the region's energy target still leaves, tonnes of standard coal.

    Returns:
        The outcome with all findings, the most severe first.
    """
    of_day = [catalogue for catalogue in catalogues if catalogue.is_in_force(project.day)]
    listed = [
        (catalogue, entry) for catalogue in of_day for entry in catalogue.entries if _matches(entry, project)
    ]
    is_two_high = any(entry.category is Category.TWO_HIGH for _, entry in listed)
    review = _review(project, review_rules)
    findings = [
        *(_restricted(project, each) for each in restrictions if is_two_high or not each.two_high_only),
        *(_listed(project, catalogue, entry) for catalogue, entry in listed),
        *_benchmark(project, of_day),
        *_unlisted(of_day, listed),
        *review.findings,
    ]
    ordered = tuple(sorted(findings, key=lambda each: _SEVERITY[each.outcome]))
    fits = headroom_tce is not None and headroom_tce > 0 and project.energy_tce is not None
    return GateAnswer(
        outcome=ordered[0].outcome if ordered else GateOutcome.UNDETERMINED,
        findings=ordered,
        review_level=review.level,
        with_carbon=review.with_carbon,
        headroom_tce=headroom_tce,
        uses_headroom=project.energy_tce / headroom_tce
        if fits and project.energy_tce and headroom_tce
        else None,
    )


def no_new_capacity(
    project: Project, catalogues: Iterable[ProjectCatalogue]
) -> tuple[ProjectCatalogue, GateEntry] | None:
    """The entry of severe overcapacity that a project adds capacity to (Art 13); None where there is none.

    Args:
        project: the project, as of the day of its decision.
        catalogues: all versions; those of the day count.
    """
    return next(
        (
            (catalogue, entry)
            for catalogue in catalogues
            if project.is_new and catalogue.is_in_force(project.day)
            for entry in catalogue.entries
            if entry.category is Category.NO_NEW_CAPACITY and _matches(entry, project)
        ),
        None,
    )


_SEVERITY: Final = {outcome: place for place, outcome in enumerate(GateOutcome)}


def _matches(entry: GateEntry, project: Project) -> bool:
    industry = not entry.industries or any(project.industry.startswith(code) for code in entry.industries)
    product = not entry.products or any(word in project.product for word in entry.products)
    return industry and product and _fits(entry, project)


def _fits(entry: GateEntry, project: Project) -> bool:
    """A size that is not stated, or in another unit, keeps the entry in view: a person must look."""
    bound = entry.capacity
    if bound is None or project.capacity is None or project.capacity_unit != bound.unit:
        return True
    return bound.holds(project.capacity)


def _is_size_unknown(entry: GateEntry, project: Project) -> bool:
    bound = entry.capacity
    return bound is not None and (project.capacity is None or project.capacity_unit != bound.unit)


def _listed(project: Project, catalogue: ProjectCatalogue, entry: GateEntry) -> GateFinding:
    outcome = GateOutcome.UNDETERMINED if _is_size_unknown(entry, project) else _outcome_of(entry, project)
    return GateFinding(
        code="size_unknown" if _is_size_unknown(entry, project) else entry.category.value,
        outcome=outcome,
        document=catalogue.document.number,
        rule=catalogue.id,
        entry=entry.id,
        article=catalogue.article,
        is_verified=entry.mark is None and catalogue.document.mark is None,
        name=entry.name,
    )


def _outcome_of(entry: GateEntry, project: Project) -> GateOutcome:
    match entry.category:
        case Category.ELIMINATED:  # Art 12: no investment
            return GateOutcome.FORBIDDEN
        case Category.RESTRICTED:  # Art 12: nothing new; existing capacity may be upgraded within a term
            return GateOutcome.FORBIDDEN if project.is_new else GateOutcome.NEEDS_REVIEW
        case Category.NO_NEW_CAPACITY if project.is_new:
            return GateOutcome.NEEDS_REPLACEMENT if entry.with_replacement else GateOutcome.FORBIDDEN
        case Category.TWO_HIGH:
            return GateOutcome.NEEDS_REVIEW
        case _:
            return GateOutcome.ALLOWED


def _restricted(project: Project, restriction: RestrictionInForce) -> GateFinding:
    code, outcome = _how_it_binds(project, restriction)
    return GateFinding(
        code=code,
        outcome=outcome,
        document=restriction.document,
        rule=restriction.instrument,
        entry=restriction.case,
        article="22",
        facts={
            "exemption": project.exempt_as or "",
            "last_day": restriction.last_day.isoformat() if restriction.last_day else "",
        },
    )


def _how_it_binds(project: Project, restriction: RestrictionInForce) -> tuple[str, GateOutcome]:
    """Past its term it binds on until somebody decides; where it ends by its terms, a person looks."""
    is_over = restriction.last_day is not None and project.day > restriction.last_day
    if is_over and restriction.ends_by_terms:
        return "restriction_ended", GateOutcome.UNDETERMINED
    if project.exempt_as is not None and project.exempt_as in restriction.exemptions:
        return "restriction_exempt", GateOutcome.NEEDS_REVIEW
    return "restriction_expired" if is_over else "restriction", GateOutcome.FORBIDDEN


def _benchmark(project: Project, of_day: Sequence[ProjectCatalogue]) -> list[GateFinding]:
    """Since the catalogue of 2024 a new project below the 能效标杆水平 counts as restricted."""
    if not (project.below_benchmark and project.is_new):
        return []
    return [
        GateFinding(
            "below_benchmark", GateOutcome.FORBIDDEN, each.document.number, each.id, article=each.article
        )
        for each in of_day
        if each.benchmark_is_restricted
    ]


def _unlisted(
    of_day: Sequence[ProjectCatalogue], listed: Sequence[tuple[ProjectCatalogue, GateEntry]]
) -> list[GateFinding]:
    """Unlisted and lawful is allowed where the catalogue is complete; else a person looks it up."""
    naming = {catalogue.id for catalogue, _ in listed}
    guidance = [each for each in of_day if each.kind is CatalogueKind.GUIDANCE]
    found = [
        GateFinding(
            "unlisted" if each.is_complete else "unlisted_incomplete",
            GateOutcome.ALLOWED if each.is_complete else GateOutcome.UNDETERMINED,
            each.document.number,
            each.id,
            article=each.article,
        )
        for each in guidance
        if each.id not in naming
    ]
    return found if guidance else [GateFinding("no_catalogue", GateOutcome.UNDETERMINED, "", "")]


@dataclass(frozen=True)
class _Review:
    findings: tuple[GateFinding, ...]
    level: Literal["provincial", "local"] | None = None
    with_carbon: bool = False


def _review(project: Project, rules: Iterable[ReviewRule]) -> _Review:
    rule = next((each for each in rules if each.is_in_force(project.day)), None)
    if rule is None:
        return _Review((GateFinding("no_review_rule", GateOutcome.UNDETERMINED, "", ""),))
    verified = rule.document.mark is None
    if project.energy_tce is None:
        return _Review(
            (
                GateFinding(
                    "energy_unknown",
                    GateOutcome.UNDETERMINED,
                    rule.document.number,
                    rule.id,
                    is_verified=verified,
                ),
            )
        )
    if _is_exempt(project, rule):
        return _Review(
            (
                GateFinding(
                    "review_exempt", GateOutcome.ALLOWED, rule.document.number, rule.id, is_verified=verified
                ),
            )
        )
    energy = project.energy_tce
    level = next(tier.level for tier in rule.tiers if energy >= tier.least_tce)
    found = GateFinding(
        f"review_{level}",
        GateOutcome.NEEDS_REVIEW,
        rule.document.number,
        rule.id,
        is_verified=verified,
        facts={"energy_tce": str(energy)},
    )
    return _Review((found,), level, rule.with_carbon)


def _is_exempt(project: Project, rule: ReviewRule) -> bool:
    """Exempt only when every amount that the rule asks for is known to lie below its bound."""
    asked = (
        (project.energy_tce, rule.exempt_below_tce),
        (project.electricity_gwh, rule.exempt_below_gwh),
        (project.coal_t, rule.exempt_below_coal_t),
    )
    bounds = [(amount, bound) for amount, bound in asked if bound is not None]
    return bool(bounds) and all(amount is not None and amount < bound for amount, bound in bounds)
