"""The project gate (Arts 12 and 13): what may be approved, by the catalogues and restrictions of the day.

Pure: a project, the declarations and the restrictions in force in; findings and an outcome out. A finding
names the document that it rests on. Where the declared catalogues are not complete, what they do not list is
undetermined and goes to a person; it is never called allowed on their word.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from etl.assess.gate_entries import doubts_of, is_size_unknown, matches, outcome_of
from etl.assess.project import GateAnswer, GateFinding, GateOutcome, Project, RestrictionInForce
from etl.model.gate import CatalogueKind, Category, GateEntry, ProjectCatalogue, ReviewRule


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
        (catalogue, entry) for catalogue in of_day for entry in catalogue.entries if matches(entry, project)
    ]
    is_two_high = any(entry.category is Category.TWO_HIGH for _, entry in listed)
    doubts = doubts_of(project, of_day, listed)
    may_be = is_two_high or any(doubt.code == "industry_disagrees" for doubt in doubts)
    review = _review(project, review_rules)
    findings = [
        *(
            _restricted(project, each, is_meant=is_two_high or not each.two_high_only)
            for each in restrictions
            if may_be or not each.two_high_only
        ),
        *doubts,
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


_SEVERITY: Final = {outcome: place for place, outcome in enumerate(GateOutcome)}


def _listed(project: Project, catalogue: ProjectCatalogue, entry: GateEntry) -> GateFinding:
    outcome = GateOutcome.UNDETERMINED if is_size_unknown(entry, project) else outcome_of(entry, project)
    return GateFinding(
        code="size_unknown" if is_size_unknown(entry, project) else entry.category.value,
        outcome=outcome,
        document=catalogue.document.number,
        rule=catalogue.id,
        entry=entry.id,
        article=catalogue.article,
        is_verified=entry.mark is None and catalogue.document.mark is None,
        name=entry.name,
    )


def _restricted(project: Project, restriction: RestrictionInForce, *, is_meant: bool) -> GateFinding:
    code, outcome = _how_it_binds(project, restriction)
    if not is_meant:
        code, outcome = "restriction_if_two_high", GateOutcome.UNDETERMINED
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


class _Review(Struct, frozen=True):
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
