"""Versions of the plans' rules, put into the formulas that need them, and their cross-references."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from msgspec.structs import replace

from etl.catalog.catalog import Catalog
from etl.errors import CatalogError
from etl.model.dual_control_formula import AssessedAmountFormula, YearlyChangeFormula
from etl.model.indicator import ChainedReductionFormula, Indicator
from etl.model.plan import PlanRule


def with_plan_rules(
    indicators: Mapping[str, Indicator], rules: Mapping[str, PlanRule]
) -> dict[str, Indicator]:
    """The indicators, with the versions in order of their years in every formula that asks for them."""
    plans = tuple(sorted(rules.values(), key=lambda rule: rule.first_year))

    def resolved(indicator: Indicator) -> Indicator:
        formula = indicator.formula
        if not isinstance(formula, AssessedAmountFormula | YearlyChangeFormula | ChainedReductionFormula):
            return indicator
        if isinstance(formula, YearlyChangeFormula) and not formula.needs_plan:
            return indicator
        return replace(indicator, formula=replace(formula, plans=plans))

    return {name: resolved(indicator) for name, indicator in indicators.items()}


def check_plans(catalog: Catalog) -> Iterator[CatalogError]:
    """Every amount that a version names is declared, and no year has two versions."""
    known = catalog.series.keys() | catalog.indicators.keys()
    for rule in catalog.plan_rules.values():
        for name in (rule.gdp, *(each.series for each in rule.deductions)):
            if name is not None and name not in known:
                yield CatalogError(
                    file=f"rules/plan/{rule.id}.yaml",
                    place="gdp" if name == rule.gdp else "deductions",
                    found=repr(name),
                    expected="the id of a declared series or indicator",
                    action="Declare it or correct the id.",
                )
    for one, other in combinations(catalog.plan_rules.values(), 2):
        if one.first_year <= other.last_year and other.first_year <= one.last_year:
            yield CatalogError(
                file=f"rules/plan/{other.id}.yaml",
                place="first_year",
                found=f"years that {one.id} holds for too",
                expected="one version for every year",
                action="Let the earlier version end before this one begins.",
            )
