"""Factors of fuels and of power, put in where formulas and regions need them."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec.structs import replace

from etl.catalog.catalog import Catalog
from etl.errors import CatalogError
from etl.model.carbon import FuelFactor, GridFactor
from etl.model.indicator import Indicator
from etl.model.series import Series
from etl.model.structure_formula import EmissionsFromFuelsFormula, FuelUse
from etl.model.unit import Unit

TONNE_OF_CO2 = "tonne_co2"
GRID_FACTORS = "factors/grid.csv"
"""Where power factors are declared, within the catalogue."""


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
            replace(use, factor=_factor_of(use, indicator, factors, unit_of, units)) for use in formula.fuels
        )
        return replace(indicator, formula=replace(formula, fuels=fuels))

    return {name: resolved(indicator) for name, indicator in indicators.items()}


def grid_factors_of(catalog: Catalog) -> dict[tuple[str, int], Decimal]:
    """Power factors by region and year: its own where one is declared, else that of its province."""
    declared = _declared_grid_factors(catalog)
    years = sorted({year for _, year in declared})
    found = (
        (code, year, _grid_factor(catalog, declared, code, year))
        for code in catalog.regions
        for year in years
    )
    return {(code, year): factor.kg_co2_per_kwh for code, year, factor in found if factor is not None}


def grid_factor_of(catalog: Catalog, region: str, year: int) -> GridFactor | None:
    """The declaration behind the power factor of a region and year; None where there is none."""
    return _grid_factor(catalog, _declared_grid_factors(catalog), region, year)


def _declared_grid_factors(catalog: Catalog) -> dict[tuple[str, int], GridFactor]:
    return {(each.region, each.year): each for each in catalog.grid_factors if each.region}


def _grid_factor(
    catalog: Catalog, declared: Mapping[tuple[str, int], GridFactor], region: str, year: int
) -> GridFactor | None:
    # A province without a factor is not given that of the nation: it would be another grid's.
    path = [region, *(above.code for above in catalog.ancestors(region) if above.parent is not None)]
    return next((declared[at, year] for at in path if (at, year) in declared), None)


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
