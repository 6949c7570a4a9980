"""Diagnosis of annex 2: what is called a problem rests on figures of the region; silence is told."""

import pytest
from msgspec.structs import replace

from dashboard.report.blocks import Paragraph, text_of
from dashboard.report.compose import compose_report
from dashboard.report.sections.diagnosis import Diagnosis
from dashboard.report.sections.diagnosis_tables import diagnosis_blocks
from etl.catalog.measures import check_measures
from etl.store.rows import AssessmentRow, ValueRow

CITY = "210100"


def missed(indicator, value, required):
    return AssessmentRow(
        indicator, CITY, "2021/2023", "path", "not_met", None, value, "published", "official", None,
        15.0, "percent", "at_least", "own", CITY, 2020, 2025, "binding", "辽政发〔2022〕16号", required,
        value - required, 0.6, 0.6, 3.0, "{}",
    )  # fmt: skip


def figure(indicator, region, value, **more):
    row = ValueRow(indicator, region, "2023", value, "final", None, "published", "official", "exact")
    return row._replace(**more)


def finding(basis, name, code=CITY):
    return next(one for one in Diagnosis(basis).of(code) if one.problem.id == name)


def test_a_missed_target_shows_the_problem_that_its_indicator_is_declared_for(rows, basis_of):
    basis = basis_of(replace(rows, assessments=(missed("energy_intensity_cumulative_reduction", 8.1, 9.3),)))
    found = finding(basis, "energy_efficiency")
    assert (found.state, found.decided) == ("shown", True)
    assert text_of(found.signs[0]) == "2021—2023年单位GDP能耗累计降低率8.10%，要求9.30%，未达目标"
    table = diagnosis_blocks(basis, CITY)[0]
    assert table.rows[0][0].text == "能源利用效率提升未达进度"
    assert table.rows[0][3].text == (
        "第十一条：严格能耗双控，限制和淘汰高耗能落后产能；第十七条：落实节能目标责任制和考核评价"
    )


@pytest.mark.parametrize(
    ("place", "state"), [(11, "shown"), (10, "clear")]
)  # of 14: the last quarter begins after 10.5
def test_a_place_in_the_last_quarter_shows_a_problem(rows, basis_of, shipped_catalog, place, state):
    cities = [city.code for city in basis_of(rows).cities]
    others = [code for code in cities if code != CITY]
    ordered = [*others[: place - 1], CITY, *others[place - 1 :]]
    values = tuple(figure("gdp_growth", code, 9.0 - 0.1 * n) for n, code in enumerate(ordered))
    assert finding(basis_of(replace(rows, values=values)), "growth").state == state


def test_without_a_figure_the_data_are_silent_and_say_so(rows, basis_of):
    basis = basis_of(rows)
    assert {one.state for one in Diagnosis(basis).of(CITY)} == {"silent"}
    told = [text_of(note.parts) for note in diagnosis_blocks(basis, CITY)[0].notes]
    assert told[0] == "12类问题都没有数据，不能判断。"
    prose = [block.text for block in compose_report(basis).blocks if isinstance(block, Paragraph)]
    assert (
        "按草案附件2的提纲对照12类问题，现有数据没有显示各市存在所列问题。全部12类问题都没有数据，不能判断。"
        in prose
    )


def test_what_holds_back_is_worse_than_the_province_or_said_to_be_unknown(rows, basis_of):
    city = figure("coal_share", CITY, 61.0)
    better, worse = (figure("coal_share", "210000", value) for value in (63.0, 58.0))
    for home, told in (
        (better, "有数据的因素均不差于全省"),
        (worse, "煤炭消费占比61.0%（全省58.0%）"),
        (None, "没有数据，不能判断"),
    ):
        basis = basis_of(replace(rows, values=(city, home) if home else (city,)))
        problem = basis.catalog.diagnosis["energy_efficiency"]
        assert text_of(Diagnosis(basis).held_back(problem, CITY)) == told


def test_a_figure_scaled_down_from_a_larger_area_is_nobodys_problem(rows, basis_of):
    basis = basis_of(rows)
    cities = [city.code for city in basis.cities]
    values = tuple(
        figure("gdp_growth", code, 9.0 - n, nature="downscaled") for n, code in enumerate(reversed(cities))
    )
    assert finding(basis_of(replace(rows, values=values)), "growth").state == "silent"


def test_an_indicator_that_is_neither_good_nor_bad_shows_no_problem(shipped_catalog):
    growth = shipped_catalog.diagnosis["growth"]
    sized = replace(growth, shown_by=("energy_consumption",))
    wrong = replace(shipped_catalog, diagnosis={"growth": sized})
    (problem,) = check_measures(wrong)
    assert "energy_consumption" in problem.say("en")
    assert list(check_measures(shipped_catalog)) == []
