"""The model of the economy: counties × months of product, people, energy and CO2, consistent by construction.

Energy is real product times an intensity, fuels are shares of energy, CO2 is fuel times the national factors,
so that energy growth, intensity change and real growth can never contradict each other.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from etl.demo.chance import stream
from etl.demo.declared import Phase, PricePhase, Province
from etl.demo.geography import Geography, Numbers
from etl.model.period import MONTHS_IN_YEAR

STOCKS = frozenset(
    {"population_resident"}
)  # quantities of the model that are counted at month end, not summed
Matrix = Numbers
"""Counties down, months across, from January of the first year."""

_COUNTY_RATE_PCT, _CITY_LEVEL_PCT = (
    0.4,
    0.3,
)  # standard deviations: yearly rates of counties, levels of cities
_KWH_PER_KGCE = 1 / 0.3  # coal needed to make a kilowatt-hour, kgce, 等价值
_TONNES_OF_GRID = 10  # 亿千瓦时 × kg/kWh → 万吨


class Axis(Struct, frozen=True):
    """The months of the model."""

    first_year: int
    last_year: int

    @property
    def years(self) -> range:
        """All years."""
        return range(self.first_year, self.last_year + 1)

    def columns(self, year: int, first_month: int = 1, last_month: int = MONTHS_IN_YEAR) -> slice:
        """The columns of some months of a year."""
        january = (year - self.first_year) * MONTHS_IN_YEAR
        return slice(january + first_month - 1, january + last_month)

    def monthly(self, by_year: Numbers) -> Numbers:
        """Yearly values (last axis) repeated for each month."""
        return np.repeat(by_year, MONTHS_IN_YEAR, axis=-1)

    def season(self, weights: Sequence[float]) -> Numbers:
        """The weights of the months of every year."""
        return np.tile(np.asarray(weights, dtype=float), len(self.years))


def axis_of(province: Province) -> Axis:
    """The months that the model covers; the last year is complete, whatever has been reported of it."""
    return Axis(province.history_from, province.last_month.end_year)


def yearly_index(rates: Numbers, axis: Axis, base_year: int) -> Numbers:
    """Levels with the base year = 1 from yearly rates in per cent (last axis: years)."""
    levels = np.cumprod(1 + rates / 100, axis=-1)
    return np.asarray(levels / levels[..., [base_year - axis.first_year]])


def simulate(province: Province, geography: Geography) -> dict[str, Matrix]:
    """All quantities of the model by id; flows per month in the unit of their series, stocks at month end."""
    axis = axis_of(province)
    product = _product(province, geography, axis)
    energy = _energy(province, geography, axis, product["gdp_constant_price_2020"])
    people = _people(province, geography, axis)
    return {**product, **people, **energy, **_fuels(province, geography, axis, energy)}


def _deviations(province: Province, geography: Geography, name: str, axis: Axis) -> Numbers:
    """How the course of a county differs: a steady difference of rates, and a small one of levels by year."""
    chance = stream(province.seed, name)
    steady = chance.normal(0, _COUNTY_RATE_PCT, len(geography.counties))
    steady -= (geography.by_city(steady) / geography.by_city(np.ones_like(steady)))[geography.city_of]
    by_city_year = chance.normal(0, _CITY_LEVEL_PCT, (len(geography.cities), len(axis.years)))
    slopes = np.arange(len(axis.years)) - (province.base_year - axis.first_year)
    return np.asarray(steady[:, None] * slopes / 100 + by_city_year[geography.city_of] / 100)


def _rate_of(phases: Sequence[Phase], year: int, name: str) -> float:
    return float(getattr(next(phase for phase in phases if year <= phase.until), name))


def _course(province: Province, geography: Geography, axis: Axis, name: str) -> Numbers:
    """Yearly index of every county by the profile of its city."""
    by_city = [
        [_rate_of(province.profiles[province.cities[city].profile], year, name) for year in axis.years]
        for city in geography.cities
    ]
    index = yearly_index(np.array(by_city), axis, province.base_year)[geography.city_of]
    return np.asarray(index * np.exp(_deviations(province, geography, f"course {name}", axis)))


def city_values(province: Province, geography: Geography, name: str) -> Numbers:
    """A declared size of each county's city."""
    return np.array([float(getattr(province.cities[geography.cities[at]], name)) for at in geography.city_of])


def shares_within_city(province: Province, geography: Geography, name: str) -> Numbers:
    """Share of each county in its city, by the weight of its kind and chance."""
    weights = np.array([province.counties[kind].weight for kind in geography.kinds])
    drawn = weights * np.exp(stream(province.seed, name).normal(0, 0.35, len(weights)))
    return np.asarray(drawn / geography.by_city(drawn)[geography.city_of])


def deflator(phases: Sequence[PricePhase], axis: Axis, base_year: int) -> Numbers:
    """Price level by year, base year = 1."""
    rates = [next(phase.rate for phase in phases if year <= phase.until) for year in axis.years]
    return yearly_index(np.array(rates), axis, base_year)


def _product(province: Province, geography: Geography, axis: Axis) -> dict[str, Matrix]:
    size = city_values(province, geography, "gdp") * shares_within_city(province, geography, "product")
    chance = stream(province.seed, "product by month")
    noise = np.exp(chance.normal(0, 0.006, (len(size), len(axis.years) * MONTHS_IN_YEAR)))
    path = axis.monthly(_course(province, geography, axis, "growth"))
    real = size[:, None] / MONTHS_IN_YEAR * path * axis.season(province.seasons["economy"]) * noise
    prices = deflator(province.deflator, axis, province.base_year)
    secondary, primary = _sectors(province, geography, axis)
    nominal = real * axis.monthly(prices)
    industry = real * secondary * 0.74 * axis.monthly(1.012 ** (np.array(axis.years) - province.base_year))
    return {
        "gdp_constant_price_2020": real,
        "gdp_constant_price_2025": real * prices[2025 - axis.first_year],
        "va_primary": nominal * primary,
        "va_secondary": nominal * secondary,
        "va_tertiary": nominal * (1 - primary - secondary),
        "gdp_nominal": nominal,
        "above_scale_industrial_va_constant_2020": industry,
        "above_scale_industrial_va": industry * axis.monthly(prices),
    }


def _sectors(province: Province, geography: Geography, axis: Axis) -> tuple[Matrix, Matrix]:
    """Shares of secondary and primary industry as fractions."""
    chance = stream(province.seed, "sectors")
    size = len(geography.counties)
    slopes = axis.monthly(np.array(axis.years) - province.base_year)
    centre = city_values(province, geography, "secondary") + chance.normal(0, 7, size)
    secondary = np.clip(centre[:, None] - 0.15 * slopes, 12, 68) / 100
    farming = np.array([province.counties[kind].primary for kind in geography.kinds])
    primary = np.clip(farming * np.exp(chance.normal(0, 0.2, size)), 0.5, 30)[:, None] / 100 + 0 * slopes
    return secondary, primary


def _people(province: Province, geography: Geography, axis: Axis) -> dict[str, Matrix]:
    size = city_values(province, geography, "population") * shares_within_city(province, geography, "people")
    months = np.arange(len(axis.years) * MONTHS_IN_YEAR) / MONTHS_IN_YEAR
    since = months - (province.base_year - axis.first_year + 1)
    rates = stream(province.seed, "people by year").normal(-0.6, 0.35, len(size))
    return {"population_resident": size[:, None] * (1 + rates[:, None] / 100) ** since}


def _energy(province: Province, geography: Geography, axis: Axis, real: Matrix) -> dict[str, Matrix]:
    chance = stream(province.seed, "energy by month")
    path = axis.monthly(_course(province, geography, axis, "intensity"))
    level = city_values(province, geography, "intensity") * np.exp(chance.normal(0, 0.3, len(real)))
    mean = geography.by_city(level * real[:, 0]) / geography.by_city(real[:, 0])
    level *= city_values(province, geography, "intensity") / mean[geography.city_of]
    noise = np.exp(chance.normal(0, 0.007, real.shape))
    energy = real * level[:, None] * path * axis.season(province.seasons["heating"]) * noise
    industry = np.clip(0.66 + chance.normal(0, 0.05, len(real)), 0.4, 0.85)[:, None]
    by_month = np.exp(chance.normal(0, 0.008, real.shape))
    return {"energy_consumption_total": energy, "energy_consumption_industry": energy * industry * by_month}


def _fuels(
    province: Province, geography: Geography, axis: Axis, energy: dict[str, Matrix]
) -> dict[str, Matrix]:
    total = energy["energy_consumption_total"]
    slopes = axis.monthly(np.array(axis.years) - province.base_year)
    by_fuel: dict[str, Matrix] = {}
    for name, fuel in province.fuels.items():
        share = city_values(province, geography, name) if fuel.share is None else np.array(fuel.share)
        by_fuel[name] = total * np.clip(np.atleast_1d(share)[:, None] + fuel.yearly * slopes, 0.5, 90) / 100
    coefficients = province.coal_equivalents
    coal, oil = by_fuel["coal"] / coefficients["coal"], by_fuel["oil"] / coefficients["oil"]
    gas = by_fuel["gas"] / coefficients["gas"] / 10  # 万tce ÷ kgce/m³ → 亿立方米
    factors = province.emission_factors
    imported = np.maximum(total - sum(by_fuel.values()), 0.01 * total) * _KWH_PER_KGCE / 10  # 亿千瓦时
    grid = np.array([province.grid_factors.get(year, np.nan) for year in axis.years])
    base = axis.columns(province.base_year)
    of_base = np.tile(by_fuel["nonfossil"][:, base], len(axis.years))
    return {
        "coal_energy_consumption": by_fuel["coal"],
        "nonfossil_energy_consumption": by_fuel["nonfossil"],
        "coal_consumption_total": coal,
        "oil_consumption_total": oil,
        "natural_gas_consumption": gas,
        "net_electricity_import": imported,
        "renewable_energy_increment": np.maximum(by_fuel["nonfossil"] - of_base, 0) * 0.7,
        "co2_account.coal": coal * factors["coal"],
        "co2_account.oil": oil * factors["oil"],
        "co2_account.gas": gas * factors["gas"],
        "co2_account": coal * factors["coal"] + oil * factors["oil"] + gas * factors["gas"],
        "co2_purchased_electricity": imported * axis.monthly(grid) * _TONNES_OF_GRID,
    }
