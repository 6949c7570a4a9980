"""What is called a problem of a region rests on figures of that region."""

from dashboard.report.sections.diagnosis import problems_of


def test_a_figure_scaled_down_from_a_larger_area_is_nobodys_problem(rows_of, basis_of):
    basis = basis_of(rows_of("2023"), "2023")
    found = {problem.indicator.id for city in basis.cities for problem in problems_of(basis, city.code)}
    assert found
    assert "co2_per_capita_edgar" not in found  # EDGAR is a grid scaled down to counties


def test_the_size_of_a_city_is_no_problem(rows_of, basis_of):
    basis = basis_of(rows_of("2023"), "2023")
    shown = [problem.indicator.id for city in basis.cities for problem in problems_of(basis, city.code, 99)]
    assert {"energy_consumption", "coal_consumption", "crude_steel_output"}.isdisjoint(shown)
