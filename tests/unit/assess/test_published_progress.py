"""Published progress and required paths through what a build runs: yearly rates, their chain, verdicts."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from etl.assess.assess import assess_all
from etl.catalog.plans import with_plan_rules
from etl.derive.derive import derive_indicator
from etl.model.period import Period
from etl.model.vocabulary import Result
from etl.pipeline.values import values_of
from tests import small

PROVINCE = "210000"
TABLES = Path(__file__).parents[2] / "data" / "methods"
CHANGE = small.indicator("change", {"kind": "series", "series": "change_published"})
REDUCTION = small.indicator(
    "reduction",
    {"kind": "chained_reduction", "change": "change"},
    published="reduction_published",
    assessment={"kind": "target", "progress": "logarithmic"},
)


def read_table(name):
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def judged(base, target_pct, changes=(), *, cumulative=(), method="logarithmic", end=None):
    """Assessments by period, of yearly changes and published cumulative reductions in per cent."""
    end = end or base + 5
    plan = small.plan(base, end=end, last_year=end)
    indicators = with_plan_rules({"change": CHANGE, "reduction": REDUCTION}, {plan.id: plan})
    figures = {
        "change_published": small.figures(*((PROVINCE, str(year), rate) for year, rate in changes)),
        "reduction_published": small.figures(*((PROVINCE, span, rate) for span, rate in cumulative)),
    }
    figures["change"] = derive_indicator(indicators["change"], figures)
    figures["reduction"] = derive_indicator(indicators["reduction"], figures)
    target = small.target(PROVINCE, "reduction", target_pct, base=base, end=end, progress_method=method)
    catalog = small.catalog(
        indicators=tuple(indicators.values()), targets=(target,), plan_rules={plan.id: plan}
    )
    values = {name: values_of(name, figures[name]) for name in indicators}
    return {str(each.period): each for each in assess_all(catalog, values, {}) if each.target}


def of_row(row):
    """青海 2006–2008 and 河南 2016 chain yearly rates; 大连 2016–2018 published the cumulative one."""
    rates = row["annual_reductions_pct"].split(";")
    base, span = {
        "青海": (2005, "2006/2008"), "河南": (2015, "2016/2016"), "大连": (2015, "2016/2018"),
    }[row["case"][:2]]  # fmt: skip
    if row["case"].startswith("大连"):
        cumulative = [(span, float(rates[0]))]
        return judged(base, row["five_year_target_pct"], cumulative=cumulative, method="plain_ratio")[span]
    changes = [(base + n, -float(rate)) for n, rate in enumerate(rates, start=1)]
    return judged(base, row["five_year_target_pct"], changes)[span]


@pytest.mark.parametrize("row", read_table("progress_formula_tests"), ids=lambda row: row["case"])
def test_published_progress_is_reproduced_by_the_method_it_was_computed_with(row):
    found = of_row(row)
    computed = {"log": found.progress, "simple_ratio": Decimal(repr(found.facts["progress_plain_ratio"]))}
    stated = {"log": row["log_progress_pct_COMPUTED"], "simple_ratio": row["simple_ratio_pct_COMPUTED"]}

    assert found.value.value == pytest.approx(float(row["cumulative_reduction_pct_COMPUTED"]), abs=0.0005)
    for method, progress in computed.items():
        assert float(progress * 100) == pytest.approx(float(stated[method]), abs=0.0005)
        matches = abs(progress * 100 - Decimal(row["published_progress_pct"])) <= Decimal(row["tolerance_pp"])
        assert matches is (method == row["method_that_matches"])


@pytest.mark.parametrize(
    "row", read_table("required_path_tests"), ids=lambda row: f"{row['region']}-{row['year_n']}"
)
def test_required_path_agrees_with_the_table_from_the_first_year_on(row):
    found = judged(2020, row["five_year_target_pct"], [(year, -3.0) for year in range(2021, 2026)])
    required = found[f"2021/{2020 + int(row['year_n'])}"].required

    computed = float(row["required_cumulative_reduction_pct_COMPUTED"])
    assert float(required) == pytest.approx(computed, abs=0.0005)
    if row["published_pct"]:
        assert required.quantize(Decimal(row["published_pct"])) == Decimal(row["published_pct"])


@pytest.mark.parametrize(("change", "said"), [(-20.0, Result.MET), (-19.99, Result.NOT_MET)])
def test_path_is_met_on_the_border_and_missed_by_the_last_published_digit(change, said):
    # 0.64 = 0.8², so a target of 36 % in two years requires exactly 20 % after one
    found = judged(2020, 36, [(2021, change)], end=2022)

    assert found["2021/2021"].verdict.result is said


def test_the_five_years_are_met_to_the_digit_where_the_chain_gives_the_target():
    # 0.9 × 0.9 = 0.81: a reduction of 19 %, which binary arithmetic gives as 18.999999999999996
    found = judged(2020, 19, [(2021, -10.0), (2022, -10.0)], end=2022)

    assert found["2021/2022"].verdict.result is Result.MET


@pytest.mark.parametrize(
    ("target", "change", "said", "reason"),
    [
        (0, 0.0, Result.MET, "target_is_zero"),
        (0, 0.01, Result.NOT_MET, "target_is_zero"),
        (-5, 0.9, Result.MET, "target_allows_rise"),  # 1.05^(1/5) − 1 = 0.9806 %
        (-5, 1.0, Result.NOT_MET, "target_allows_rise"),
    ],
)
def test_progress_is_undefined_without_a_task_and_the_path_is_compared_directly(target, change, said, reason):
    found = judged(2020, target, [(2021, change)])["2021/2021"]

    assert (found.verdict.result, found.progress, found.facts["progress_reason"]) == (said, None, reason)


def test_spans_of_every_plan_begin_with_its_first_year_and_reach_each_of_its_years(shipped_catalog):
    spans = shipped_catalog.indicators["energy_intensity_cumulative_reduction"].formula.spans

    assert {"2006/2006", "2011/2014", "2016/2016", "2016/2017", "2016/2019", "2021/2021", "2026/2030"} <= set(
        spans
    )
    assert len(spans) == 25
    assert {
        str(Period.of_span(base + 1, base + n)) for base in range(2005, 2026, 5) for n in range(1, 6)
    } == set(spans)
