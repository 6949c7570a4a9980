"""Tapio states at their borders."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from etl.derive.decoupling import Decoupling, DecouplingState, compute_decoupling
from etl.model.vocabulary import MissingReason

TABLES = Path(__file__).parents[2] / "data" / "methods"
D = Decimal


def read_borders() -> list[dict[str, str]]:
    with (TABLES / "tapio_boundary_tests.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def decoupling(carbon_pct: str, gdp_pct: str) -> Decoupling:
    return compute_decoupling(
        carbon_start=D(300),
        carbon_end=3 * (100 + D(carbon_pct)),
        gdp_start=D(700),
        gdp_end=7 * (100 + D(gdp_pct)),
    )


@pytest.mark.parametrize("row", read_borders(), ids=lambda row: f"C{row['dC_pct']}G{row['dG_pct']}")
def test_state_and_elasticity_agree_with_the_table(row: dict[str, str]) -> None:
    found = decoupling(row["dC_pct"], row["dG_pct"])
    assert found.elasticity == D(row["elasticity"])
    assert found.state == row["state"].split(" ", 1)[1].replace(" ", "_")


def test_table_visits_all_eight_states() -> None:
    assert {decoupling(row["dC_pct"], row["dG_pct"]).state for row in read_borders()} == set(DecouplingState)


def test_unchanged_emissions_in_a_recession_are_weak_negative_decoupling() -> None:
    assert decoupling("0", "-5").state is DecouplingState.WEAK_NEGATIVE_DECOUPLING


def test_unchanged_gdp_leaves_the_elasticity_undefined() -> None:
    assert decoupling("3", "0") == Decoupling(None, None, MissingReason.DENOMINATOR_ZERO)


@pytest.mark.parametrize(("carbon_start", "gdp_start"), [("0", "1"), ("1", "0")])
def test_nothing_at_the_start_leaves_the_state_undefined(carbon_start: str, gdp_start: str) -> None:
    found = compute_decoupling(
        carbon_start=D(carbon_start), carbon_end=D(1), gdp_start=D(gdp_start), gdp_end=D(2)
    )
    assert found.reason is MissingReason.DENOMINATOR_ZERO


@pytest.mark.parametrize("bad", [D(-1), D("NaN"), 1.0])
def test_amounts_that_are_no_finite_decimals_are_refused(bad: Decimal) -> None:
    with pytest.raises(ValueError, match="finite decimals"):
        compute_decoupling(carbon_start=bad, carbon_end=D(1), gdp_start=D(1), gdp_end=D(2))
