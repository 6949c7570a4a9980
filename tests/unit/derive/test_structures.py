"""Location quotient, concentration, products and accounts, with hand-made numbers."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from etl.catalog.declared_by_day import catalog_known_by
from etl.catalog.factors import grid_factors_of
from etl.derive.structures import (
    concentration,
    emissions_from_fuels,
    location_quotient,
    product,
    ratio_to_region,
)
from tests.small import figures, values_of

TABLES = Path(__file__).parents[2] / "data" / "methods"


def rows_of(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_location_quotient_is_the_share_over_the_share_of_the_province() -> None:
    part = figures(("210000", "2023", 20.0), ("210100", "2023", 10.0))
    whole = figures(("210000", "2023", 100.0), ("210100", "2023", 25.0))
    found = values_of(location_quotient(part, whole, "210000"))
    # 10/25 = 40 % against 20 %
    assert found == {("210000", "2023"): 1.0, ("210100", "2023"): 2.0}


def test_location_quotient_is_missing_without_the_province() -> None:
    found = values_of(
        location_quotient(figures(("210100", "2023", 10.0)), figures(("210100", "2023", 25.0)), "210000")
    )
    assert found == {("210100", "2023"): None}


def test_share_of_the_province_in_itself_is_all_of_it() -> None:
    found = values_of(
        ratio_to_region(figures(("210000", "2023", 80.0), ("210100", "2023", 20.0)), "210000", 100)
    )
    assert found == {("210000", "2023"): 100.0, ("210100", "2023"): 25.0}


def test_concentration_takes_the_largest_parts_wherever_they_stand() -> None:
    parts = [figures(("A", "2023", value)) for value in (10.0, 60.0, 30.0)]
    assert values_of(concentration(parts, 1)) == {("A", "2023"): 60.0}
    assert values_of(concentration(parts, 2)) == {("A", "2023"): 90.0}
    # 0.1² + 0.6² + 0.3² = 0.46
    assert values_of(concentration(parts, None)) == {("A", "2023"): pytest.approx(4600.0)}


def test_concentration_is_missing_where_one_part_is_because_it_could_be_the_largest() -> None:
    parts = [figures(("A", "2023", 10.0)), figures(("A", "2023", None)), figures(("A", "2023", 5.0))]
    assert values_of(concentration(parts, 1)) == {("A", "2023"): None}


def test_product_is_missing_where_the_second_is() -> None:
    found = values_of(
        product(figures(("A", "2023", 2.0), ("B", "2023", 3.0)), figures(("A", "2023", 5.0)), 10.0)
    )
    assert found == {("A", "2023"): 100.0, ("B", "2023"): None}


def test_emissions_add_the_fuels_and_are_missing_where_one_fuel_is() -> None:
    coal = figures(("A", "2023", 10.0), ("B", "2023", 10.0))
    gas = figures(("A", "2023", 2.0))
    found = values_of(emissions_from_fuels([(coal, 2.0), (gas, 20.0)]))
    assert found == {("A", "2023"): 60.0, ("B", "2023"): None}


def test_declared_fuel_factors_give_the_tonnes_of_the_table(shipped_catalog) -> None:
    by_name = {factor.name.zh: factor for factor in shipped_catalog.fuel_factors.values()}
    table = rows_of("fuel_co2_factors.csv")
    assert {row["fuel"] for row in table} == set(by_name)
    for row in table:
        stated = Decimal(row["tCO2_per_unit_COMPUTED(NCV*C*OF*44/12)"])
        places = Decimal(1).scaleb(stated.as_tuple().exponent)
        assert by_name[row["fuel"]].tonnes_co2_per_unit.quantize(places) == stated, row["fuel"]


def test_standard_coal_coefficients_agree_with_their_heat_values(shipped_catalog) -> None:
    table = rows_of("standard_coal_coefficients.csv")
    declared = sorted(each.kgce for each in shipped_catalog.coal_equivalents.values())
    assert declared == sorted(Decimal(row["kgce_per_unit"]) for row in table)
    for each in shipped_catalog.coal_equivalents.values():
        # GB/T 2589: a kilogram of standard coal is 29 307.6 kJ
        assert each.ncv_kj / Decimal("29307.6") == pytest.approx(each.kgce, abs=Decimal("0.0001"))
        assert each.mark == "unverified"


def test_power_factors_of_the_announcements_are_declared_for_every_province(shipped_catalog) -> None:
    declared = {
        (factor.year, float(factor.kg_co2_per_kwh))
        for factor in shipped_catalog.grid_factors
        if factor.region == "210000"
    }
    # 生态环境部公告2024年第12号, 2024年第33号, 2025年第47号
    assert declared == {(2021, 0.5876), (2022, 0.5626), (2023, 0.4878)}
    cells = [cell for row in rows_of("grid_co2_factors_2021_2023.csv") for cell in list(row.values())[2:]]
    assert len(shipped_catalog.grid_factors) == sum(1 for cell in cells if cell)


def test_city_takes_the_power_factor_of_its_province_and_of_that_year(shipped_catalog) -> None:
    known = grid_factors_of(shipped_catalog)
    assert known["210102", 2022] == known["210000", 2022] == Decimal("0.5626")
    assert ("210102", 2020) not in known


def test_power_factor_is_not_known_before_its_announcement(shipped_catalog) -> None:
    known = grid_factors_of(catalog_known_by(shipped_catalog, date(2025, 1, 1)))
    assert ("210000", 2022) in known
    assert ("210000", 2023) not in known


def test_coal_of_ten_thousand_tonnes_gives_ten_thousand_tonnes_of_co2_at_the_factor(shipped_catalog) -> None:
    fuels = shipped_catalog.indicators["co2_from_fuels"].formula.fuels
    factors = {use.series: float(use.factor) for use in fuels}
    # 万吨 × t/t; 亿m³ = 10 000 万m³ × 21.6219 t = 21.6219 万吨
    assert factors["coal_consumption_total"] == pytest.approx(2.0715, abs=5e-5)
    assert factors["natural_gas_consumption"] == pytest.approx(21.6219, abs=5e-5)
