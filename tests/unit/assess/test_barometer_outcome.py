"""Barometer levels, against bulletins of NDRC and provinces and the borders of the rule texts."""

import csv
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

from etl.assess.barometer_level import compute_level
from etl.assess.barometer_outcome import (
    DecidingRate,
    RuleStanding,
    assess_barometer,
    hold_published_level,
    replay_barometer,
)
from etl.model.period import Period, PeriodKind
from etl.model.rule import (
    BarometerAdoption,
    BarometerRule,
    BarometerSubject,
    Jurisdiction,
)
from etl.model.vocabulary import Basis, RegionLevel, Result, UnassessedReason

ROOT = Path(__file__).parents[3]
TABLES = ROOT / "tests" / "data" / "methods"
D = Decimal

INTENSITY, TOTAL = BarometerSubject.INTENSITY, BarometerSubject.TOTAL
LIAONING = Jurisdiction(RegionLevel.PROVINCE, ("210000",))
SHENYANG = Jurisdiction(RegionLevel.CITY, ("210100", "210000"))
HANGZHOU = Jurisdiction(RegionLevel.CITY, ("330100", "330000"))
NANNING_COUNTY = Jurisdiction(RegionLevel.COUNTY, ("450102", "450100", "450000"))


@cache
def rule_of(version: str) -> BarometerRule:
    path = ROOT / "data" / "catalog" / "rules" / "barometer" / f"{version.lower()}.yaml"
    return BarometerRule.read(yaml.safe_load(path.read_text(encoding="utf-8")))


def read_table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rate(text: str) -> DecidingRate:
    return DecidingRate(D(text), Basis.PUBLISHED)


def level(
    version: str, subject: BarometerSubject, target: str, actual: str, period: str = "2020H1"
) -> Result:
    outcome = replay_barometer(
        rule_of(version),
        subject,
        period=Period.parse(period),
        actual=rate(actual),
        target_pct=D(target),
    )
    return outcome.result


@pytest.mark.parametrize(
    "row",
    read_table("barometer_numeric_tests"),
    ids=lambda row: "-".join(
        [row["rule_version"], row["indicator"], row["target_pct(reduction + / growth limit)"], row["actual"]]
    ),
)
def test_level_is_the_published_one_or_the_one_the_rule_text_gives(row: dict[str, str]) -> None:
    target = row["target_pct(reduction + / growth limit)"]
    found = level(row["rule_version"], BarometerSubject(row["indicator"]), target, row["actual"])
    assert found == f"level_{row['level_COMPUTED']}"
    if row["level_published"]:
        assert found == f"level_{row['level_published']}"


@pytest.mark.parametrize("subject", list(BarometerSubject))
def test_target_zero_is_met_or_level_1_under_the_gap_rule(subject: BarometerSubject) -> None:
    worse = "-0.01" if subject is INTENSITY else "0.01"
    assert level("NDRC_GAP10", subject, "0", "0") is Result.LEVEL_3
    assert level("NDRC_GAP10", subject, "0", worse) is Result.LEVEL_1


@pytest.mark.parametrize(
    ("period", "shortfall", "expected"),
    [
        ("2013H1", "0.29", Result.NOT_MET),
        ("2013H1", "0.3", Result.LEVEL_1),
        ("2013H1", "0.99", Result.LEVEL_1),
        ("2013H1", "1", Result.LEVEL_2),
        ("2013H1", "1.99", Result.LEVEL_2),
        ("2013H1", "2", Result.LEVEL_3),
        ("2013H1", "0", Result.MET),
        ("2013Q1-3", "0", Result.MET),
        ("2013Q1-3", "0.01", Result.LEVEL_1),
        ("2013Q1-3", "0.5", Result.LEVEL_2),
        ("2013Q1-3", "1", Result.LEVEL_3),
    ],
)
def test_hangzhou_counts_points_and_numbers_its_levels_the_other_way_round(
    period: str, shortfall: str, expected: Result
) -> None:
    outcome = assess_barometer(
        rule_of("HANGZHOU_PP"),
        INTENSITY,
        period=Period.parse(period),
        region=HANGZHOU,
        actual=DecidingRate(D(4) - D(shortfall), Basis.PUBLISHED),
        target_pct=D(4),
    )
    assert outcome.result is expected
    assert outcome.shortfall_pp == D(shortfall)


def test_hangzhou_says_nothing_of_a_quarter_nor_of_the_total() -> None:
    for period, subject in (("2013Q1", INTENSITY), ("2013H1", TOTAL)):
        outcome = replay_barometer(
            rule_of("HANGZHOU_PP"), subject, period=Period.parse(period), actual=rate("1"), target_pct=D(4)
        )
        assert outcome.reason is UnassessedReason.NO_RULE_IN_FORCE


@pytest.mark.parametrize(
    ("version", "period", "region"),
    [
        ("NDRC_GAP10", "2020Q1-3", LIAONING),
        ("NDRC_GAP10", "2021Q1", LIAONING),
        ("NDRC_SIGN", "2021H1", LIAONING),
        ("NDRC_SIGN", "2017H1", NANNING_COUNTY),
        ("HANGZHOU_PP", "2014Q1-3", HANGZHOU),
    ],
)
def test_version_is_in_force_where_its_document_says(version: str, period: str, region: Jurisdiction) -> None:
    outcome = assess_barometer(
        rule_of(version),
        INTENSITY,
        period=Period.parse(period),
        region=region,
        actual=rate("-3.96"),
        target_pct=D(3),
    )
    assert outcome.standing is RuleStanding.IN_FORCE
    assert outcome.result in (Result.LEVEL_1, Result.LEVEL_3)


@pytest.mark.parametrize(
    ("version", "period", "region"),
    [
        ("NDRC_GAP10", "2020", LIAONING),  # +3.96 % in the full year: a rise, but no rule gives it a light
        ("NDRC_GAP10", "2021H1", LIAONING),
        ("NDRC_GAP10", "2022Q1", LIAONING),
        ("NDRC_GAP10", "2020Q1-3", SHENYANG),
        ("NDRC_SIGN", "2021", LIAONING),
        ("NDRC_SIGN", "2021H1", SHENYANG),
        ("NDRC_SIGN", "2017H1", Jurisdiction(RegionLevel.COUNTY, ("210102", "210100", "210000"))),
        ("HANGZHOU_PP", "2014H1", SHENYANG),
        ("HANGZHOU_PP", "2016H1", HANGZHOU),
    ],
)
def test_outside_its_validity_a_version_gives_no_level(
    version: str, period: str, region: Jurisdiction
) -> None:
    outcome = assess_barometer(
        rule_of(version),
        INTENSITY,
        period=Period.parse(period),
        region=region,
        actual=rate("-3.96"),
        target_pct=D(3),
    )
    assert outcome.result is Result.UNASSESSED
    assert outcome.reason is UnassessedReason.NO_RULE_IN_FORCE
    assert outcome.standing is None


@pytest.mark.parametrize(
    ("actual", "period", "target", "reason"),
    [
        (None, "2022", None, UnassessedReason.NO_DATA),
        (None, "2020Q1-3", D(3), UnassessedReason.NO_DATA),  # 西藏 was left out for this reason
        (rate("1"), "2022", None, UnassessedReason.NO_RULE_IN_FORCE),
        (rate("1"), "2020Q1-3", None, UnassessedReason.NO_TARGET),
    ],
)
def test_reason_is_asked_for_in_the_order_data_rule_target(
    actual: DecidingRate | None, period: str, target: Decimal | None, reason: UnassessedReason
) -> None:
    outcome = assess_barometer(
        rule_of("NDRC_GAP10"),
        INTENSITY,
        period=Period.parse(period),
        region=LIAONING,
        actual=actual,
        target_pct=target,
    )
    assert (outcome.result, outcome.reason) == (Result.UNASSESSED, reason)


def adoption(**changes: object) -> BarometerAdoption:
    fields = {
        "version": "ndrc_gap10",
        "periods": ["2023H1"],
        "region": "210000",
        "document": "示例〔2023〕1号",
        "date": date(2023, 3, 1),
        "people": ["甲", "乙"],
    }
    return BarometerAdoption.read(fields | changes)


@pytest.mark.parametrize("region", [LIAONING, SHENYANG])
def test_adopted_version_judges_the_region_and_those_under_it_and_says_by_which_act(
    region: Jurisdiction,
) -> None:
    act = adoption()
    outcome = assess_barometer(
        rule_of("NDRC_GAP10"),
        INTENSITY,
        period=Period.parse("2023H1"),
        region=region,
        actual=rate("2.7"),
        target_pct=D("3.0"),
        adoptions=[act],
    )
    assert outcome.result is Result.LEVEL_2
    assert (outcome.standing, outcome.adoption) == (RuleStanding.ADOPTED, act)


@pytest.mark.parametrize(
    "act",
    [
        adoption(periods=["2023Q1"]),
        adoption(version="ndrc_sign"),
        adoption(region="370000"),
        adoption(region="210200"),
    ],
    ids=["other period", "other version", "other province", "other city"],
)
def test_act_for_another_period_version_or_region_adopts_nothing(act: BarometerAdoption) -> None:
    outcome = assess_barometer(
        rule_of("NDRC_GAP10"),
        INTENSITY,
        period=Period.parse("2023H1"),
        region=SHENYANG,
        actual=rate("2.7"),
        target_pct=D(3),
        adoptions=[act],
    )
    assert outcome.reason is UnassessedReason.NO_RULE_IN_FORCE


def test_replay_outside_validity_is_labelled_what_if() -> None:
    outcome = replay_barometer(
        rule_of("NDRC_SIGN"), INTENSITY, period=Period.parse("2020"), actual=rate("-3.96"), target_pct=D(3)
    )
    assert (outcome.result, outcome.standing) == (Result.LEVEL_1, RuleStanding.WHAT_IF)


def test_levels_without_published_thresholds_are_held_and_never_computed() -> None:
    period, rule = Period.parse("2014H1"), rule_of("NDRC_DOUBLE")
    computed = assess_barometer(
        rule, INTENSITY, period=period, region=LIAONING, actual=rate("5"), target_pct=D(3)
    )
    held = hold_published_level(rule, INTENSITY, period=period, region=LIAONING, level=3)
    assert computed.reason is UnassessedReason.UNDETERMINED
    assert (held.result, held.basis) == (Result.LEVEL_3, Basis.PUBLISHED)


def test_total_of_2021_h1_is_held_because_its_rule_was_not_stated() -> None:
    period = Period.parse("2021H1")
    outcome = assess_barometer(
        rule_of("NDRC_SIGN"), TOTAL, period=period, region=LIAONING, actual=rate("1"), target_pct=D(2)
    )
    assert outcome.reason is UnassessedReason.UNDETERMINED


def test_energy_growth_has_levels_from_2014_only() -> None:
    rule = rule_of("NDRC_DOUBLE")
    results = [
        hold_published_level(rule, TOTAL, period=Period.parse(period), region=LIAONING, level=1).result
        for period in ("2013H1", "2014H1")
    ]
    assert results == [Result.UNASSESSED, Result.LEVEL_1]


def test_published_level_under_an_adopted_version_names_the_act() -> None:
    act = adoption()
    held = hold_published_level(
        rule_of("NDRC_GAP10"),
        INTENSITY,
        period=Period.parse("2023H1"),
        region=SHENYANG,
        level=2,
        adoptions=[act],
    )
    assert (held.result, held.standing, held.adoption) == (Result.LEVEL_2, RuleStanding.ADOPTED, act)


def test_no_published_level_is_no_data() -> None:
    held = hold_published_level(
        rule_of("NDRC_DOUBLE"), INTENSITY, period=Period.parse("2014H1"), region=LIAONING, level=None
    )
    assert held.reason is UnassessedReason.NO_DATA


def test_unknown_level_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no level"):
        hold_published_level(
            rule_of("NDRC_DOUBLE"), INTENSITY, period=Period.parse("2014H1"), region=LIAONING, level=4
        )


@pytest.mark.parametrize("bad", [D("NaN"), D("Infinity"), 2.7])
def test_rate_that_is_no_finite_decimal_is_refused(bad: Decimal) -> None:
    method = rule_of("NDRC_GAP10").intensity
    for actual, target in ((bad, D(3)), (D(3), bad)):
        with pytest.raises(ValueError, match="no finite decimal"):
            compute_level(
                method, INTENSITY, actual_pct=actual, target_pct=target, period_kind=PeriodKind.HALF
            )
