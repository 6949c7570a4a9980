"""Factors of fuels and of power, put in where formulas and regions need them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from etl.catalog.catalog import Catalog
from etl.errors import CatalogError
from etl.model.carbon import FuelFactor
from etl.model.indicator import Indicator
from etl.model.series import Series
from etl.model.source import known_from
from etl.model.structure_formula import EmissionsFromFuelsFormula, FuelUse
from etl.model.unit import Unit

TONNE_OF_CO2 = "tonne_co2"


def with_fuel_factors(
    indicators: Mapping[str, Indicator],
    factors: Mapping[str, FuelFactor],
    series: Mapping[str, Series],
    units: Mapping[str, Unit],
) -> dict[str, Indicator]:
    """The indicators, with emissions per unit of every fuel that their formulas use.

    Raises:
        CatalogError: an unknown fuel, or a quantity whose unit does not convert to that of the factor.
    """
    unit_of = {each.id: each.unit for each in series.values()}
    unit_of |= {each.id: each.unit for each in indicators.values()}

    def resolved(indicator: Indicator) -> Indicator:
        formula = indicator.formula
        if not isinstance(formula, EmissionsFromFuelsFormula):
            return indicator
        fuels = tuple(
            use.model_copy(update={"factor": _factor_of(use, indicator, factors, unit_of, units)})
            for use in formula.fuels
        )
        return indicator.model_copy(update={"formula": formula.model_copy(update={"fuels": fuels})})

    return {name: resolved(indicator) for name, indicator in indicators.items()}


def grid_factors_known(catalog: Catalog, as_of: date | None) -> dict[tuple[str, int], Decimal]:
    """Power factors by region and year: its own where one is declared, else that of the province it lies in.

    Args:
        catalog: regions and factors.
        as_of: leave out what was announced later.
    """
    known = [f for f in catalog.grid_factors if as_of is None or known_from(f.published) <= as_of]
    declared = {(factor.region, factor.year): factor.kg_co2_per_kwh for factor in known if factor.region}
    years = sorted({factor.year for factor in known})
    found: dict[tuple[str, int], Decimal] = {}
    for code in catalog.regions:
        # A province without a factor is not given that of the nation: it would be another grid's.
        path = [code, *(above.code for above in catalog.ancestors(code) if above.parent is not None)]
        for year in years:
            factor = next((declared[at, year] for at in path if (at, year) in declared), None)
            if factor is not None:
                found[code, year] = factor
    return found


def _factor_of(
    use: FuelUse,
    indicator: Indicator,
    factors: Mapping[str, FuelFactor],
    unit_of: Mapping[str, str],
    units: Mapping[str, Unit],
) -> Decimal:
    """Emissions in the unit of the indicator per unit of the quantity used."""
    factor = factors.get(use.fuel)
    used, tonne = units.get(unit_of.get(use.series, "")), units.get(TONNE_OF_CO2)
    stated, per = units.get(indicator.unit), units.get(factor.unit) if factor else None
    fits = used and tonne and stated and per and used.converts_to(per) and tonne.converts_to(stated)
    if factor is None or not fits or used is None or tonne is None or stated is None or per is None:
        raise CatalogError(
            file=f"indicators/{indicator.id}.yaml",
            place="formula.fuels",
            found=f"{use.series} as {use.fuel}",
            expected="a fuel of factors/fuels.csv and a quantity whose unit converts to that of its factor",
            action="Correct the fuel, or declare its factor.",
        )
    return used.factor_to(per) * factor.tonnes_co2_per_unit * tonne.factor_to(stated)
