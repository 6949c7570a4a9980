"""Cross-references of what is declared about emissions, titles and comparison."""

from collections.abc import Collection, Iterator

from etl.catalog.catalog import Catalog
from etl.catalog.titles import check_title_versions
from etl.catalog.unknown import unknown_ids
from etl.errors import CatalogError
from etl.model.indicator import Indicator
from etl.model.structure_formula import LocationQuotientFormula, ShareOfRegionFormula, TitlesFormula
from etl.model.vocabulary import Direction

_DIAGNOSIS = "diagnosis.yaml"


def check_measures(catalog: Catalog) -> Iterator[CatalogError]:
    """Every id that these declarations name and that is not declared."""
    yield from _carbon(catalog)
    yield from _titles(catalog)
    yield from _comparison(catalog)
    yield from _formulas(catalog)
    yield from _diagnosis(catalog)


def _carbon(catalog: Catalog) -> Iterator[CatalogError]:
    figures = {*catalog.series, *catalog.indicators}
    for rule in catalog.carbon_rules.values():
        file = f"rules/carbon/{rule.id}.yaml"
        named = [each.indicator for each in rule.inventories] + [rule.gdp, rule.population]
        yield from unknown_ids(file, "inventories, gdp, population", named, catalog.indicators, "indicator")
        yield from unknown_ids(
            file, "energy", [rule.energy] if rule.energy else [], figures, "series or indicator"
        )
    yield from unknown_ids("peak_plans.yaml", "region", catalog.peak_plans, catalog.regions, "region")
    codes = [factor.region for factor in catalog.grid_factors if factor.region]
    yield from unknown_ids("factors/grid.csv", "region", codes, catalog.regions, "region")
    for name, factors in (("fuels", catalog.fuel_factors), ("coal_equivalents", catalog.coal_equivalents)):
        units = [factor.unit for factor in factors.values()]
        yield from unknown_ids(f"factors/{name}.csv", "unit", units, catalog.units, "unit")


def _titles(catalog: Catalog) -> Iterator[CatalogError]:
    for rule in catalog.title_rules.values():
        file = f"rules/titles/{rule.id}.yaml"
        codes = [code for scope in rule.scopes for code in (scope.region, scope.within, scope.without)]
        yield from unknown_ids(file, "scopes", codes, catalog.regions, "region")
    yield from check_title_versions(catalog)
    for source in catalog.matches:
        yield from unknown_ids(f"matches/{source}.yaml", "source", [source], catalog.sources, "source")


def _comparison(catalog: Catalog) -> Iterator[CatalogError]:
    for rule in catalog.comparison_rules.values():
        file = f"rules/comparison/{rule.id}.yaml"
        variables = [each.indicator for group in rule.groups for each in group.variables]
        yield from unknown_ids(file, "groups.variables", variables, catalog.indicators, "indicator")
        guarded = [name for guard in rule.guards for name in (guard.indicator, guard.quantity)]
        yield from unknown_ids(file, "guards", guarded, catalog.indicators, "indicator")


def _diagnosis(catalog: Catalog) -> Iterator[CatalogError]:
    """Indicators and articles exist, and what shows a problem can be good or bad and serves its articles."""
    articles = {article.number for each in catalog.regulations.values() for article in each.articles}
    for problem in catalog.diagnosis.values():
        offered = [measure.article for measure in problem.measures]
        yield from unknown_ids(_DIAGNOSIS, f"{problem.id}, measures", offered, articles, "article")
        for place, names in (("shown_by", problem.shown_by), ("held_back_by", problem.held_back_by)):
            yield from unknown_ids(
                _DIAGNOSIS, f"{problem.id}, {place}", names, catalog.indicators, "indicator"
            )
        for name in problem.shown_by:
            indicator = catalog.indicators.get(name)
            if indicator is not None and not _can_show(indicator, offered):
                yield CatalogError(
                    file=_DIAGNOSIS,
                    place=f"{problem.id}, shown_by",
                    found=name,
                    expected="an indicator judged good or bad, of an article that a measure stands in",
                    action="Name another indicator, or the article that it serves.",
                )


def _can_show(indicator: Indicator, articles: Collection[str]) -> bool:
    serves = not indicator.articles or not set(indicator.articles).isdisjoint(articles)
    return indicator.direction is not Direction.NO_JUDGEMENT and serves


def _formulas(catalog: Catalog) -> Iterator[CatalogError]:
    tiers = {tier.id for rule in catalog.title_rules.values() for tier in rule.tiers}
    for indicator in catalog.indicators.values():
        file, formula = f"indicators/{indicator.id}.yaml", indicator.formula
        if isinstance(formula, TitlesFormula):
            yield from unknown_ids(file, "formula.tier", [formula.tier], tiers, "tier")
        if isinstance(formula, LocationQuotientFormula | ShareOfRegionFormula):
            yield from unknown_ids(file, "formula.reference", [formula.reference], catalog.regions, "region")
