"""What stands beside a verdict on a plan: progress, the best pace, exemptions, lines from above."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from etl.assess.assess import assess_all
from etl.assess.evidence import Evidence
from etl.assess.plan_facts import best_yearly_pace, progress_facts
from etl.flag.flags import raise_flags
from etl.model.assessment import IndicatorValue
from etl.model.flag import FlagRule
from etl.model.period import Period
from etl.model.vocabulary import Basis, Bound, Nature, Result, Status, UnassessedReason
from tests import small

PROVINCE, DALIAN, SHENYANG = "210000", "210200", "210100"
CHANGE = small.indicator("change", {"kind": "series", "series": "change_published"}, family="energy")
REDUCTION = small.indicator(
    "reduction",
    {"kind": "chained_reduction", "change": "change"},
    assessment={"kind": "target", "progress": "logarithmic", "inherit": True},
    family="energy",
)
PLAN = {"base": 2020, "end": 2025}


def value(indicator, region, period, figure, bound=Bound.EXACT):
    when = Period.parse(period)
    kept = (Status.FINAL, None, Basis.PUBLISHED, Nature.OFFICIAL, bound)
    return (region, when), IndicatorValue(indicator, region, when, figure, *kept)


def assess(indicators, targets, values, **more):
    catalog = small.catalog(indicators=indicators, targets=targets, **more.pop("catalog", {}))
    by_indicator = {}
    for key, each in values:
        by_indicator.setdefault(each.indicator, {})[key] = each
    return catalog, list(assess_all(catalog, by_indicator, {}, **more))


# ── progress ───────────────────────────────────────────────────────────────────────────────────────────
def test_dalian_2018_publishes_the_plain_ratio_which_stands_beside_the_logarithm():
    # 大连 2019: 87 % = 13/15; the logarithmic value is 85.69 %
    target = small.target(SHENYANG, "reduction", 15, base=2015, end=2020, progress_method="plain_ratio")
    _, found = assess((CHANGE, REDUCTION), (target,), [value("reduction", SHENYANG, "2016/2018", 13.0)])
    (path,) = (a for a in found if a.kind == "path")

    assert round(path.facts["progress_as_published"] * 100) == 87
    assert (path.facts["progress_method"], round(float(path.progress) * 100, 2)) == ("log", 85.69)


def test_the_shipped_target_of_dalian_says_that_its_progress_is_the_plain_ratio(shipped_catalog):
    (target, _), *_ = shipped_catalog.targets_for(DALIAN, "energy_intensity_cumulative_reduction")

    assert (target.base, target.progress_method) == (2015, "plain_ratio")


@pytest.mark.parametrize(
    ("reduction", "task", "years", "reason", "remaining"),
    [
        ("0.05", 0, 3, "target_is_zero", -5.263),
        ("0.05", -3, 3, "target_allows_rise", -8.421),
        ("0.16", 15, 3, "already_met", -1.190),
        ("0.10", 15, 5, "no_time_left", 5.556),
        ("0.09", 15, 3, None, 6.593),
    ],
)
def test_edges_of_progress_are_reasons_not_numbers(reduction, task, years, reason, remaining):
    target = small.target(SHENYANG, "reduction", task, **PLAN)
    facts = progress_facts(Decimal(reduction), Decimal(task) / 100, years, None, target)

    assert facts["progress_reason"] == reason
    # X = 1 − (1 − T)/(1 − R), per cent
    assert facts["remaining_task"] == pytest.approx(remaining, abs=0.0005)


def test_the_pace_still_needed_stands_beside_the_best_one_ever_kept():
    target = small.target(SHENYANG, "reduction", 15, **PLAN)
    changes = {"2018": -4.1, "2019": -2.0, "2021": 0.5, "2022": -1.0, "2023": -2.0, "2024": -9.0}
    yearly = [value("change", SHENYANG, year, change) for year, change in changes.items()]
    _, found = assess(
        (CHANGE, REDUCTION), (target,), [*yearly, value("reduction", SHENYANG, "2021/2023", 2.5)]
    )
    (path,) = (a for a in found if a.kind == "path")

    # the 9 % of 2024 were not known at the end of 2023
    assert (path.facts["best_pace"], path.facts["best_pace_year"]) == (4.1, 2018)
    # 1 − (0.85/0.975)^(1/2) = 6.63 % a year
    assert float(path.pace_needed) == pytest.approx(6.630, abs=0.001)
    assert path.facts["pace_unprecedented"] is True


def test_an_approximate_change_is_no_best_pace():
    changes = dict(
        [value("change", SHENYANG, "2018", -8.0, Bound.ABOUT), value("change", SHENYANG, "2019", -2.0)]
    )

    assert best_yearly_pace({period: each for (_, period), each in changes.items()}, 2020) == (
        Decimal("2.0"),
        2019,
    )
    assert best_yearly_pace({}, 2020) is None


def test_a_verdict_says_what_would_turn_it_and_whether_a_revision_might():
    target = small.target(SHENYANG, "reduction", 15, **PLAN)
    _, found = assess(
        (CHANGE, REDUCTION),
        (target,),
        [value("reduction", SHENYANG, "2021/2025", 14.9)],
        evidence=Evidence({"change_published": Decimal("0.08")}),
    )
    facts = found[0].facts

    assert facts["turn"] == {"up_to": "met", "up_at": 15.0, "up_by": pytest.approx(0.1)}
    assert (facts["fragility"]["state"], facts["fragility"]["multiples"]) == ("fragile", pytest.approx(1.25))


def test_what_is_unassessed_has_nothing_that_could_turn():
    target = small.target(SHENYANG, "reduction", 15, comparator="about", **PLAN)
    _, found = assess((CHANGE, REDUCTION), (target,), [value("reduction", SHENYANG, "2021/2025", 14.9)])

    assert found[0].verdict.reason is UnassessedReason.UNDETERMINED
    assert "turn" not in found[0].facts


# ── targets of the nation ──────────────────────────────────────────────────────────────────────────────
def test_the_nations_target_is_a_line_and_never_the_provinces_own():
    nation = small.target("100000", "reduction", 17, base=2025, end=2030)
    _, found = assess((CHANGE, REDUCTION), (nation,), [])

    (line,) = found
    assert (line.region, str(line.period), line.verdict.reason) == (
        PROVINCE, "2026/2030", UnassessedReason.NO_TARGET,
    )  # fmt: skip
    assert line.target is None
    assert line.facts["reference"] == [
        {
            "region": "100000",
            "base": 2025,
            "end": 2030,
            "value": 17.0,
            "comparator": "at_least",
            "document": "文号",
        }
    ]


def test_a_province_with_its_own_target_shows_no_line_of_the_same_plan():
    targets = (
        small.target("100000", "reduction", 13.5, **PLAN),
        small.target(PROVINCE, "reduction", 14.5, **PLAN),
    )
    _, found = assess((CHANGE, REDUCTION), targets, [])

    assert [(a.region, a.verdict.reason) for a in found if a.region == PROVINCE] == [
        (PROVINCE, UnassessedReason.NO_DATA)
    ]


# ── 激励目标 ───────────────────────────────────────────────────────────────────────────────────────────
TOTAL = small.indicator(
    "total", {"kind": "series", "series": "t"}, assessment={"kind": "target"}, family="energy"
)
LEVEL_OF_INTENSITY = {"kind": "barometer", "quantity": "intensity", "five_year_target": "reduction",
                      "published_level": "light"}  # fmt: skip
LEVEL_OF_TOTAL = {
    "kind": "barometer",
    "quantity": "total",
    "five_year_target": "total",
    "published_level": "light",
}
INTENSITY_RATE = replace(CHANGE, assessment=None)


def exemption(stretch_kept):
    yearly = small.indicator("change", {"kind": "series", "series": "c"}, assessment=LEVEL_OF_INTENSITY)
    growth = small.indicator("growth", {"kind": "series", "series": "g"}, assessment=LEVEL_OF_TOTAL)
    targets = (
        small.target(SHENYANG, "reduction", 15, **PLAN),
        small.target(SHENYANG, "reduction", 18, nature="stretch", **PLAN),
        small.target(SHENYANG, "total", 5, comparator="at_most", unit="percent", **PLAN),
    )
    values = [
        value("reduction", SHENYANG, "2021/2025", 18.0 if stretch_kept else 17.9),
        value("total", SHENYANG, "2025", 9.0),
    ]
    flags = FlagRule.read({"id": "f", "name": small.NAMED, "valid_from": "2021",
                                     "causes": ["target_not_met"], "founding": ["energy"]})  # fmt: skip
    catalog, found = assess(
        (yearly, growth, REDUCTION, TOTAL), targets, values, catalog={"flag_rules": (flags,)}
    )
    (judged,) = (a for a in found if a.indicator == "total" and str(a.period) == "2025")
    return judged, [flag.indicator for flag in raise_flags(catalog, found, [])]


def test_a_region_that_reaches_its_stretch_target_is_not_assessed_on_its_total():
    judged, flagged = exemption(stretch_kept=True)

    assert judged.verdict.result is Result.NOT_MET  # the fact stays
    assert judged.facts["exempt"] == {
        "stretch_target": 18.0, "document": "文号", "span": "2021/2025", "cumulative": 18.0
    }  # fmt: skip
    assert flagged == []


def test_short_of_the_stretch_target_the_total_counts():
    judged, flagged = exemption(stretch_kept=False)

    assert "exempt" not in judged.facts
    assert flagged == ["total"]


def test_where_the_target_is_passed_already_it_is_told_by_how_much_each_year_left_may_rise():
    # T = 15 %, R = 16 %, two years left: (0.85/0.84)^(1/2) − 1 = 0.593 % a year
    target = small.target(SHENYANG, "reduction", 15, **PLAN)

    facts = progress_facts(Decimal("0.16"), Decimal("0.15"), 3, (Decimal("-0.5"), 2018), target)

    assert facts["yearly_room"] == pytest.approx(0.5935, abs=0.0005)
    assert facts["pace_unprecedented"] is False  # a pace of 0 was kept before, whatever the best year was


def test_no_best_reduction_stands_beside_a_target_that_allows_a_rise():
    target = small.target(SHENYANG, "reduction", -3, **PLAN)

    facts = progress_facts(Decimal("-0.02"), Decimal("-0.03"), 3, (Decimal("-0.05"), 2016), target)

    assert (facts["best_pace"], facts["pace_unprecedented"]) == (None, None)
    # from +2 % to +3 % in two years: (1.03/1.02)^(1/2) − 1
    assert facts["yearly_room"] == pytest.approx(0.489, abs=0.0005)
