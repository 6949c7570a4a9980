"""The checks of a build: those that a rule is declared for, in one list."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from etl.catalog.catalog import Catalog
from etl.challenge.agreement import months_against_year, parts_against_whole
from etl.challenge.coverage import coverage_shrank, regions_without_data
from etl.challenge.figure_arrays import Evidence
from etl.challenge.history import unusual_steps
from etl.challenge.identical_ratios import identical_ratios
from etl.challenge.impossible_years import impossible_years
from etl.challenge.plausibility import growth_identity, implausible_values, small_denominators
from etl.challenge.returns import late_returns, missing_returns, refused_returns
from etl.challenge.sources import duplicates_disagree, sources_disagree
from etl.challenge.stocks import stock_identity
from etl.model.challenge import Challenge
from etl.model.challenge_rule import ChallengeRule
from etl.model.source import known_from

CHECKS: Final[Mapping[str, Callable[[Any, Evidence], Iterator[Challenge]]]] = {
    "growth_identity": growth_identity,
    "parts_against_whole": parts_against_whole,
    "months_against_year": months_against_year,
    "sources_disagree": sources_disagree,
    "duplicates_disagree": duplicates_disagree,
    "implausible": implausible_values,
    "region_without_data": regions_without_data,
    "identical_ratios": identical_ratios,
    "impossible_year": impossible_years,
    "coverage_shrank": coverage_shrank,
    "late_return": late_returns,
    "missing_return": missing_returns,
    "refused_return": refused_returns,
    "small_denominator": small_denominators,
    "stock_identity": stock_identity,
}
"""The check of each kind of rule; the kinds of :data:`STEPS` are looked at together."""

STEPS: Final = ("unit_slip", "jump", "series_break")


def raise_challenges(evidence: Evidence) -> tuple[Challenge, ...]:
    """Everything suspicious in the observations and values of a build, in a stable order.

    A check without a rule in the catalogue is not run.
    """
    rules = rules_in_force(evidence.catalog, evidence.day)

    def all_of_them() -> Iterator[Challenge]:
        for kind, rule in rules.items():
            if kind in CHECKS:
                yield from CHECKS[kind](rule, evidence)
        yield from unusual_steps(rules, evidence)

    return tuple(sorted(all_of_them(), key=lambda c: (c.kind, c.subject, c.region, c.period or "", c.detail)))


def rules_in_force(catalog: Catalog, day: date) -> dict[str, ChallengeRule]:
    """The rule of each kind that was valid last on a day; rules of kinds that nobody declared are lacking."""
    valid = [rule for rule in catalog.challenge_rules.values() if known_from(rule.valid_from) <= day]
    return {rule.kind: rule for rule in sorted(valid, key=lambda rule: known_from(rule.valid_from))}
