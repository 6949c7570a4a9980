"""Everything that can be measured of the model: its own quantities, and those that go with them."""

from collections.abc import Mapping

import numpy as np

from etl.demo.chance import stream
from etl.demo.declared import Province
from etl.demo.economy import Axis, Matrix, axis_of
from etl.demo.geography import Geography, Numbers
from etl.demo.makes import PerMake, SeriesRow, ShareMake


def build_quantities(
    province: Province, geography: Geography, rows: Mapping[str, SeriesRow], model: Mapping[str, Matrix]
) -> dict[str, Matrix]:
    """Counties × months of every quantity: those of the model, flows and stocks in the order of the table."""
    found = dict(model)
    for name, row in rows.items():
        if isinstance(row.make, PerMake):
            found[name] = _per(province, geography, name, row.make, found[row.make.of])
    return found


def _per(province: Province, geography: Geography, name: str, make: PerMake, of: Matrix) -> Matrix:
    axis = axis_of(province)
    chance = stream(province.seed, name)
    cities = chance.normal(0, make.spread_pct / 100, len(geography.cities))[geography.city_of]
    counties = chance.normal(0, make.spread_pct / 200, len(of))
    level = make.per * np.exp(cities + counties)[:, None]
    slopes = np.array(axis.years) - province.base_year
    trend = axis.monthly((1 + make.trend_pct / 100) ** slopes)
    noise = 0.0 if make.kind == "stock" else make.noise_pct / 100
    by_month = np.exp(chance.normal(0, 1, of.shape) * noise)
    return np.asarray(of * level * trend * axis.season(province.seasons[make.season]) * by_month)


def build_shares(province: Province, geography: Geography, name: str, make: ShareMake, axis: Axis) -> Numbers:
    """Counties × years of a share or score, within its limits."""
    chance = stream(province.seed, name)
    cities = chance.normal(0, make.spread, len(geography.cities))[geography.city_of]
    counties = chance.normal(0, make.spread / 2, len(geography.counties))
    slopes = np.array(axis.years) - province.base_year
    noise = chance.normal(0, make.noise, (len(counties), len(slopes)))
    drawn = make.level + (cities + counties)[:, None] + make.yearly * slopes + noise
    return np.clip(drawn, make.low, make.high)
