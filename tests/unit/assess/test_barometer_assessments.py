"""Levels of regions and periods in a build: published before computed, and every reason why there is none."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from etl.assess.barometer_assessments import assess_barometers, progress_target, what_if
from etl.assess.barometer_outcome import DecidingRate, replay_barometer
from etl.model.assessment import IndicatorValue
from etl.model.indicator import BarometerAssessment
from etl.model.period import Period
from etl.model.rule import BarometerAdoption, BarometerRule, BarometerSubject
from etl.model.vocabulary import Basis, Bound, Nature, Result, Status, TargetOrigin, UnassessedReason
from tests import small

PROVINCE, PEER, SHENYANG = "210000", "220000", "210100"


def rule(name, method, *periods, total=None, level="province"):
    lights = [{"level": at, "light": {"zh": f"{at}", "en": f"{at}"}} for at in (1, 2, 3)]
    valid = {"periods": list(periods), "region_level": level, "compared_with": "progress_target"}
    return BarometerRule.read(
        {
            "id": name,
            "name": small.NAMED,
            "documents": [{"number": "文号"}],
            "valid_for": [valid],
            "level_order": "worst_first",
            "intensity": method,
            "total": total,
            "lights": lights,
        }
    )


GAP10 = rule("gap10", {"kind": "gap_share", "tolerance_share": "0.1"}, "2020Q1-3")
HELD = rule("held", {"kind": "held_as_published"}, "2014H1")
CHANGE = small.indicator(
    "change",
    {"kind": "series", "series": "change_published"},
    assessment={
        "kind": "barometer",
        "quantity": "intensity",
        "five_year_target": "reduction",
        "published_level": "light",
    },
)
REDUCTION = small.indicator(
    "reduction",
    {"kind": "series", "series": "reduction_published"},
    assessment={"kind": "target", "progress": "logarithmic", "inherit": True},
)
PLAN_15 = small.target(PROVINCE, "reduction", 15, end=2020, base=2015)


def rate(region, period, value):
    when, status = Period.parse(period), Status.MISSING if value is None else Status.FINAL
    kept = (Basis.PUBLISHED, Nature.OFFICIAL, Bound.EXACT)
    return {(region, when): IndicatorValue("change", region, when, value, status, None, *kept)}


def assess(
    values=None, levels=None, *, targets=(PLAN_15,), rules=(GAP10, HELD), adoptions=(), regions=(PROVINCE,)
):
    catalog = small.catalog(indicators=(CHANGE, REDUCTION), targets=targets, rules=rules, adoptions=adoptions)
    judged = tuple(catalog.regions[code] for code in regions)
    published = {(code, Period.parse(period)): level for (code, period), level in (levels or {}).items()}
    found = assess_barometers(
        catalog, CHANGE, CHANGE.assessment, judged, values=values or {}, published=published
    )
    return {(a.region, str(a.period)): a for a in found}


def verdict(found, region, period):
    said = found[region, period].verdict
    return said.reason or said.result


def test_a_published_level_is_held_and_not_computed():
    found = assess(rate(PROVINCE, "2020Q1-3", -9.0), {(PROVINCE, "2020Q1-3"): 1})

    held = found[PROVINCE, "2020Q1-3"]
    assert (held.kind, held.verdict.result, held.rule) == ("barometer_published", Result.LEVEL_1, "gap10")
    assert (held.facts["published_level"], held.facts["level_series"]) == (1, "light")


def test_a_published_level_says_that_nobody_can_tell_how_robust_it_is():
    held = assess({}, {(PROVINCE, "2020Q1-3"): 1})[PROVINCE, "2020Q1-3"]

    assert held.facts["fragility"]["state"] == "unknown"


def test_a_published_level_names_the_target_that_it_was_set_against():
    held = assess({}, {(PROVINCE, "2020Q1-3"): 1})[PROVINCE, "2020Q1-3"]

    assert (held.target, held.target_origin) == (PLAN_15, TargetOrigin.OWN)


@pytest.mark.parametrize(
    ("change", "level"),
    # 15 per cent in five years are 3.198 per cent a year; up to 10 per cent of that short is level 2
    [
        (-3.2, Result.LEVEL_3),
        (-3.19, Result.LEVEL_2),
        (-2.88, Result.LEVEL_2),
        (-2.87, Result.LEVEL_1),
        (1.0, Result.LEVEL_1),
    ],
)
def test_a_change_of_intensity_is_judged_as_the_reduction_it_is(change, level):
    found = assess(rate(PROVINCE, "2020Q1-3", change))

    assert verdict(found, PROVINCE, "2020Q1-3") is level


def test_without_data_there_is_no_light_and_never_a_green_one():
    assert verdict(assess(), PROVINCE, "2020Q1-3") is UnassessedReason.NO_DATA
    assert verdict(assess(rate(PROVINCE, "2020Q1-3", None)), PROVINCE, "2020Q1-3") is UnassessedReason.NO_DATA


def test_where_no_version_is_valid_there_is_no_rule_in_force():
    found = assess(rate(PROVINCE, "2020", 3.96))

    assert verdict(found, PROVINCE, "2020") is UnassessedReason.NO_RULE_IN_FORCE
    assert found[PROVINCE, "2020"].rule is None


def test_without_a_target_there_is_no_level():
    assert (
        verdict(assess(rate(PEER, "2020Q1-3", -3.0), regions=(PEER,)), PEER, "2020Q1-3")
        is UnassessedReason.NO_TARGET
    )


def test_levels_whose_thresholds_were_never_published_are_undetermined():
    found = assess(rate(PROVINCE, "2014H1", -3.0))

    assert verdict(found, PROVINCE, "2014H1") is UnassessedReason.UNDETERMINED


def test_a_kind_of_period_that_the_version_states_no_bands_for_has_no_rule():
    bands = [{"period_kind": "half", "bands": [{"level": 1, "low_pp": "0.3"}]}]
    stated = {
        "id": "points",
        "level_order": "worst_last",
        "intensity": {"kind": "gap_points", "by_period": bands},
    }
    points = BarometerRule.read({**GAP10.plain(), **stated})

    found = assess(rate(PROVINCE, "2020Q1-3", -3.0), rules=(points,))

    assert verdict(found, PROVINCE, "2020Q1-3") is UnassessedReason.NO_RULE_IN_FORCE


def test_an_adopted_version_judges_and_says_that_it_is_adopted():
    act = BarometerAdoption(
        version="gap10",
        periods=(Period.parse("2020"),),
        region=PROVINCE,
        document="辽发改〔2020〕1号",
        date=date(2020, 3, 1),
        people=("甲", "乙"),
    )

    found = assess(rate(PROVINCE, "2020", 3.96), adoptions=(act,))

    assert verdict(found, PROVINCE, "2020") is Result.LEVEL_1
    assert found[PROVINCE, "2020"].facts["standing"] == "adopted"


def test_a_rule_for_provinces_judges_no_city():
    assert verdict(assess(rate(SHENYANG, "2020Q1-3", 5.0), regions=(SHENYANG,)), SHENYANG, "2020Q1-3") is (
        UnassessedReason.NO_RULE_IN_FORCE
    )


def test_what_if_speaks_outside_validity_and_decides_nothing():
    catalog = small.catalog(indicators=(CHANGE, REDUCTION), targets=(PLAN_15,), rules=(GAP10, HELD))
    ((_, value),) = rate(PROVINCE, "2020", 3.96).items()

    (outcome,) = what_if(catalog, CHANGE, catalog.regions[PROVINCE], value.period, value)

    assert (outcome.version, outcome.result, outcome.standing.value) == ("gap10", Result.LEVEL_1, "what_if")


@pytest.mark.parametrize(
    ("quantity", "five_years", "a_year"),
    [("intensity", 15, 1 - 0.85**0.2), ("total", 11.2, 1.112**0.2 - 1), ("total", -5, 0.95**0.2 - 1)],
)
def test_a_five_year_target_is_spread_in_its_own_sign(quantity, five_years, a_year):
    catalog = small.catalog(
        indicators=(CHANGE, REDUCTION),
        targets=(small.target(PROVINCE, "reduction", five_years, end=2025, base=2020),),
    )
    assessed = BarometerAssessment(quantity=quantity, five_year_target="reduction", published_level="light")

    annual, _, _ = progress_target(catalog, assessed, catalog.regions[PROVINCE], Period.parse("2023"))

    assert float(annual.value) == pytest.approx(a_year)
    assert annual.is_derived


# ── the target of the year ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("change", "level"), [(-3.0, Result.LEVEL_3), (-2.7, Result.LEVEL_2), (-2.69, Result.LEVEL_1)]
)
def test_a_published_target_of_the_year_goes_before_a_share_of_the_five_years(change, level):
    of_the_year = small.target(PROVINCE, "change", -3, end=2020, comparator="at_most")

    found = assess(rate(PROVINCE, "2020Q1-3", change), targets=(PLAN_15, of_the_year))[PROVINCE, "2020Q1-3"]

    assert (found.verdict.result, found.required, found.target) == (level, 3, of_the_year)
    assert found.facts["annual_target_derived"] is False


def test_a_target_of_the_year_in_another_unit_is_none():
    tonnes = small.target(PROVINCE, "change", -3, end=2020, comparator="at_most", unit="tonne")

    found = assess(rate(PROVINCE, "2020Q1-3", -3.1), targets=(PLAN_15, tonnes))[PROVINCE, "2020Q1-3"]

    assert (found.target, found.facts["annual_target_derived"]) == (PLAN_15, True)


def test_a_level_says_at_which_change_it_turns_in_the_sign_of_the_change():
    found = assess(rate(PROVINCE, "2020Q1-3", -3.0))[PROVINCE, "2020Q1-3"]

    # 3.198 per cent a year, and nine tenths of it 2.878
    assert found.facts["turn"]["up_to"] == "level_3"
    assert found.facts["turn"]["up_at"] == pytest.approx(-3.198, abs=0.001)
    assert found.facts["turn"]["down_at"] == pytest.approx(-2.878, abs=0.001)
    assert found.facts["fragility"]["state"] == "unknown"


def test_what_was_not_computed_has_nothing_that_would_turn_it():
    held = assess({}, {(PROVINCE, "2020Q1-3"): 1})[PROVINCE, "2020Q1-3"]
    no_rule = assess(rate(PROVINCE, "2020", 3.96))[PROVINCE, "2020"]

    assert "turn" not in held.facts
    assert "turn" not in no_rule.facts


def test_a_computed_rate_that_misses_the_target_by_exactly_ten_per_cent_is_level_2():
    # 0.6811 against 0.7000 is −2.7 % exactly; in binary −2.69999999999999, which would be level 1
    computed = (0.6811 / 0.7000 - 1) * 100
    assert -computed < 2.7
    when = Period.parse("2020Q1-3")
    kept = (Status.FINAL, None, Basis.COMPUTED, Nature.OFFICIAL, Bound.EXACT)
    value = {(PROVINCE, when): IndicatorValue("change", PROVINCE, when, computed, *kept)}

    found = assess(value, targets=(small.target(PROVINCE, "change", -3, end=2020),))

    assert found[PROVINCE, "2020Q1-3"].required == 3
    assert verdict(found, PROVINCE, "2020Q1-3") is Result.LEVEL_2


def bounded(change, bound):
    found = rate(PROVINCE, "2020Q1-3", change)
    return {key: replace(value, bound=bound) for key, value in found.items()}


OF_THE_YEAR = small.target(PROVINCE, "change", "-3", end=2020)


@pytest.mark.parametrize(
    ("change", "bound", "said"),
    [
        # "下降2%以上" against 3 per cent: −2.5 would be level 1, −3.5 level 3
        (-2.0, Bound.AT_MOST, UnassessedReason.UNDETERMINED),
        (-3.0, Bound.AT_MOST, Result.LEVEL_3),  # "下降3%以上" met the target whatever it was
        (-2.0, Bound.AT_LEAST, Result.LEVEL_1),  # "降幅不超过2%" missed by more than 10 per cent of 3
        (-2.9, Bound.AT_LEAST, UnassessedReason.UNDETERMINED),  # level 2 or 1
        (-2.7, Bound.ABOUT, UnassessedReason.UNDETERMINED),
        (-9.0, Bound.ABOUT, UnassessedReason.UNDETERMINED),  # nobody says how far off "about" may be
        (-2.7, Bound.EXACT, Result.LEVEL_2),
    ],
)
def test_a_quoted_bound_gives_a_level_only_where_every_rate_within_it_has_the_same(change, bound, said):
    found = assess(bounded(change, bound), targets=(PLAN_15, OF_THE_YEAR))

    assert verdict(found, PROVINCE, "2020Q1-3") is said


def test_a_target_that_is_only_expected_about_gives_no_level():
    about = small.target(PROVINCE, "change", "-3", end=2020, comparator="about", nature="expected")

    found = assess(rate(PROVINCE, "2020Q1-3", -1.0), targets=(PLAN_15, about))

    assert verdict(found, PROVINCE, "2020Q1-3") is UnassessedReason.UNDETERMINED


def test_a_bound_on_the_growth_of_the_total_is_taken_in_its_own_sign():
    # the limit is +4 per cent: "增长3%以下" keeps it, "增长3%以上" may or may not
    limit = {"subject": BarometerSubject.TOTAL, "period": Period.parse("2020Q1-3"), "target_pct": Decimal(4)}
    total = rule("both", GAP10.intensity.plain(), "2020Q1-3", total=GAP10.intensity.plain())
    said = [
        replay_barometer(total, actual=DecidingRate(Decimal(3), Basis.PUBLISHED, bound), **limit)
        for bound in (Bound.AT_MOST, Bound.AT_LEAST)
    ]

    assert said[0].result is Result.LEVEL_3
    assert said[1].reason is UnassessedReason.UNDETERMINED
