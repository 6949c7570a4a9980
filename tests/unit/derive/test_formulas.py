"""One pure function per formula kind."""

import numpy as np
import pytest
from msgspec.structs import replace

from etl.derive.formulas import chained_reduction, constant_price, index_growth, ratio
from etl.model.figures import BOUND_RANKS, NATURE_RANKS, STATUS_RANKS
from tests.small import figures, rows_of, values_of

REGION = "210100"


def column_of(frame, name):
    return {row["period"]: row[name] for row in rows_of(frame)}


def ranked(found, **ranks):
    """Figures with other ranks wherever they are stated."""
    return replace(
        found, **{name: np.where(found.is_there, np.int8(rank), -1) for name, rank in ranks.items()}
    )


def yearly(*pairs):
    return figures(*((REGION, str(year), value) for year, value in pairs))


def by_year(frame):
    return {period: value for (_, period), value in values_of(frame).items()}


def test_a_share_is_the_numerator_in_the_denominator():
    found = ratio(figures((REGION, "2023", 3002.5)), figures((REGION, "2023", 8122.0)), 100)

    assert values_of(found)[REGION, "2023"] == pytest.approx(36.9675, abs=1e-4)


@pytest.mark.parametrize(
    ("above", "below", "reason"),
    [
        (None, 8122.0, "input_missing"),
        (3002.5, None, "input_missing"),
        (3002.5, 0.0, "denominator_zero"),
        (None, 0.0, "input_missing"),
    ],
)
def test_a_share_without_a_part_or_over_zero_is_missing_with_its_reason(above, below, reason):
    found = ratio(figures((REGION, "2023", above)), figures((REGION, "2023", below)), 100)

    assert values_of(found) == {(REGION, "2023"): None}
    assert column_of(found, "reason") == {"2023": reason}
    assert column_of(found, "status") == {"2023": "missing"}


def test_a_share_is_missing_where_the_denominator_has_no_row_at_all():
    found = ratio(figures((REGION, "2023", 3002.5)), figures(("210300", "2023", 1.0)), 100)

    assert column_of(found, "reason") == {"2023": "input_missing"}


def test_a_share_is_no_better_than_its_weakest_input():
    preliminary, research = STATUS_RANKS.index("preliminary"), NATURE_RANKS.index("research")
    below = ranked(figures((REGION, "2023", 2.0)), status=preliminary, nature=research)

    found = ratio(figures((REGION, "2023", 1.0)), below, 1)

    assert column_of(found, "status") == {"2023": "preliminary"}
    assert column_of(found, "nature") == {"2023": "research"}


def test_a_share_of_a_bound_is_an_approximation():
    at_least = ranked(figures((REGION, "2023", 1.0)), bound=BOUND_RANKS.index("at_least"))

    found = ratio(at_least, figures((REGION, "2023", 2.0)), 1)

    assert column_of(found, "bound") == {"2023": "about"}


def test_growth_is_the_index_less_a_hundred():
    assert by_year(index_growth(yearly((2022, 103.5), (2023, 97.0)))) == {"2022": 3.5, "2023": -3.0}


LEVEL_2020 = figures((REGION, "2020", 1000.0))


def test_a_level_at_prices_of_the_base_year_is_chained_forward():
    found = by_year(constant_price(LEVEL_2020, yearly((2021, 10.0), (2022, -5.0)), 2020))

    assert found == pytest.approx({"2020": 1000.0, "2021": 1100.0, "2022": 1045.0})


def test_a_level_at_prices_of_the_base_year_is_chained_backward():
    found = by_year(constant_price(LEVEL_2020, yearly((2019, 25.0), (2020, 25.0)), 2020))

    assert found == pytest.approx({"2020": 1000.0, "2019": 800.0, "2018": 640.0})


def test_a_broken_chain_ends_where_it_breaks_on_both_sides():
    growth = yearly((2017, 5.0), (2018, None), (2019, 5.0), (2020, 5.0), (2021, 5.0), (2023, 5.0))

    assert set(by_year(constant_price(LEVEL_2020, growth, 2020))) == {"2018", "2019", "2020", "2021"}


@pytest.mark.parametrize("level", [figures((REGION, "2020", None)), figures((REGION, "2019", 900.0))])
def test_without_the_level_of_the_base_year_there_is_no_value(level):
    assert by_year(constant_price(level, yearly((2021, 10.0)), 2020)) == {}


def test_growth_of_a_quarter_enters_no_chain_of_years():
    quarterly = figures((REGION, "2021Q1", 50.0), (REGION, "2021", 10.0))

    assert by_year(constant_price(LEVEL_2020, quarterly, 2020)) == pytest.approx(
        {"2020": 1000.0, "2021": 1100.0}
    )


def test_a_fall_by_everything_there_is_ends_the_chain_instead_of_the_build():
    growth = yearly((2021, 10.0), (2022, -100.0), (2023, 5.0))

    assert set(by_year(constant_price(LEVEL_2020, growth, 2020))) == {"2020", "2021"}


def test_yearly_changes_chain_to_the_reduction_of_a_span():
    changes = ((2016, -3.0), (2017, -4.0), (2018, 1.0))
    expected = (1 - 0.97 * 0.96 * 1.01) * 100

    assert by_year(chained_reduction(yearly(*changes), ["2016/2018"])) == {
        "2016/2018": pytest.approx(expected)
    }


@pytest.mark.parametrize("gap", [(2017, None), None])
def test_a_span_with_a_year_missing_has_no_value(gap):
    changes = [(2016, -3.0), (2018, -4.0), *([gap] if gap else [])]

    assert by_year(chained_reduction(yearly(*changes), ["2016/2018"])) == {}


def test_each_declared_span_is_computed_where_it_is_complete():
    found = by_year(chained_reduction(yearly((2021, -2.0), (2022, -2.0)), ["2021/2022", "2021/2025"]))

    assert found == {"2021/2022": pytest.approx(3.96)}


def test_an_impossible_change_leaves_the_span_without_a_value():
    assert by_year(chained_reduction(yearly((2021, -2.0), (2022, -100.0)), ["2021/2022"])) == {}


def test_without_a_span_there_is_no_cumulative_reduction():
    assert by_year(chained_reduction(yearly((2021, -2.0)), [])) == {}
