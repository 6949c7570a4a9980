"""When a finding becomes a flag, and when a flag may found a proposal."""

from decimal import Decimal

import pytest

from etl.flag.flags import raise_flags
from etl.model.assessment import Assessment, IndicatorValue, Verdict
from etl.model.challenge import Challenge
from etl.model.flag import FlagRule
from etl.model.period import Period
from etl.model.rule import BarometerRule
from etl.model.vocabulary import (
    Basis,
    Bound,
    FlagStrength,
    Nature,
    Result,
    Severity,
    Status,
    TargetOrigin,
    UnassessedReason,
)
from tests import small

SHENYANG, PEER = "210100", "220000"
LIGHTS = [{"level": at, "light": {"zh": f"{at}", "en": f"{at}"}} for at in (1, 2, 3)]
WORST_FIRST = BarometerRule.model_validate(
    {
        "id": "gap10",
        "name": small.NAMED,
        "documents": [{"number": "文号"}],
        "valid_for": [{"periods": ["2023"], "region_level": "city", "compared_with": "annual_target"}],
        "level_order": "worst_first",
        "intensity": {"kind": "gap_share", "tolerance_share": "0.1"},
        "total": None,
        "lights": LIGHTS,
    }
)
WORST_LAST = BarometerRule.model_validate(
    {
        **WORST_FIRST.model_dump(mode="json"),
        "id": "points",
        "level_order": "worst_last",
        "intensity": {
            "kind": "gap_points",
            "by_period": [{"period_kind": "year", "bands": [{"level": 1, "low_pp": "0"}]}],
        },
    }
)
CHECKS = ("energy", "own_target", "official_data", "rule_in_force", "five_year_behind", "no_open_challenge")
RULE = FlagRule.model_validate(
    {
        "id": "flags",
        "name": small.NAMED,
        "valid_from": "2021",
        "causes": ["worst_level", "target_not_met", "behind_path"],
        "founding": list(CHECKS),
    }
)
CATALOG = small.catalog(
    indicators=(
        small.indicator("change", {"kind": "series", "series": "change_published"}, family="energy"),
        small.indicator("reduction", {"kind": "series", "series": "r"}, family="energy"),
        small.indicator("champions", {"kind": "series", "series": "c"}, family="smes"),
    ),
    rules=(WORST_FIRST, WORST_LAST),
    flag_rules=(RULE,),
)
PLAN = small.target(SHENYANG, "reduction", 15, base=2020, end=2025)


def value(nature=Nature.OFFICIAL):
    kept = (Status.FINAL, None, Basis.PUBLISHED, nature, Bound.EXACT)
    return IndicatorValue("change", SHENYANG, Period.parse("2023"), 1.0, *kept)


def red(**changes):
    """A city in the red against its own target, by a rule in force, on official data."""
    found = {
        "indicator": "change",
        "region": SHENYANG,
        "period": Period.parse("2023"),
        "kind": "barometer",
        "verdict": Verdict(Result.LEVEL_1),
        "value": value(),
        "rule": "gap10",
        "target": PLAN,
        "target_origin": TargetOrigin.OWN,
        "required": Decimal("3.2"),
    }
    return Assessment(**found | changes)


def behind(**changes):
    """The same city behind the path to its five-year target."""
    span = {"indicator": "reduction", "period": Period.parse("2021/2023"), "kind": "path", "rule": None}
    return red(**span | {"verdict": Verdict(Result.NOT_MET)} | changes)


def strength_of(*assessments, challenges=()):
    """Strength and lacking checks of the flag of the yearly light."""
    flags = raise_flags(CATALOG, assessments, challenges)
    (light,) = (flag for flag in flags if flag.cause == "worst_level")
    return light.strength, [check for check in CHECKS if not light.checks[check]]


def test_red_and_behind_on_its_own_target_with_official_data_founds():
    assert strength_of(red(), behind()) == (FlagStrength.FOUNDING, [])


def test_red_without_five_year_arrears_only_warns():
    assert strength_of(red()) == (FlagStrength.WARNING, ["five_year_behind"])


def test_red_on_the_path_only_warns():
    assert strength_of(red(), behind(verdict=Verdict(Result.MET))) == (
        FlagStrength.WARNING,
        ["five_year_behind"],
    )


def test_missing_a_stretch_target_raises_no_flag_and_is_no_arrears():
    stretch = small.target(SHENYANG, "reduction", 18, base=2020, end=2025, nature="stretch")
    missed = behind(target=stretch, kind="target", period=Period.parse("2021/2025"))

    assert raise_flags(CATALOG, (missed,), ()) == ()
    assert strength_of(red(), missed) == (FlagStrength.WARNING, ["five_year_behind"])


def test_arrears_on_another_indicators_plan_of_the_same_years_do_not_count():
    other = small.target(SHENYANG, "champions", 15, base=2020, end=2025)

    assert strength_of(red(), behind(indicator="champions", target=other))[1] == ["five_year_behind"]


def test_an_inherited_target_never_founds():
    inherited = {"target_origin": TargetOrigin.INHERITED}

    assert strength_of(red(**inherited), behind(**inherited)) == (FlagStrength.WARNING, ["own_target"])


@pytest.mark.parametrize("nature", [each for each in Nature if each is not Nature.OFFICIAL])
def test_figures_that_are_not_official_never_found(nature):
    assert strength_of(red(value=value(nature)), behind()) == (FlagStrength.WARNING, ["official_data"])


def challenge(subject, region=SHENYANG, severity=Severity.CHALLENGE):
    return Challenge("implausible", severity, subject, region, "2023")


@pytest.mark.parametrize("subject", ["change", "change_published"])
def test_an_open_challenge_on_the_indicator_or_its_inputs_keeps_a_flag_from_founding(subject):
    assert strength_of(red(), behind(), challenges=[challenge(subject)])[1] == ["no_open_challenge"]


@pytest.mark.parametrize(
    "harmless",
    [challenge("change", "210300"), challenge("champions"), challenge("change", severity=Severity.NOTE)],
)
def test_a_note_or_a_challenge_on_something_else_does_not(harmless):
    assert strength_of(red(), behind(), challenges=[harmless])[0] is FlagStrength.FOUNDING


def test_a_published_level_is_official_evidence_without_a_figure():
    published = red(kind="barometer_published", value=None)

    assert strength_of(published, behind()) == (FlagStrength.FOUNDING, [])


def test_other_families_only_warn():
    champions = red(indicator="champions", kind="target", rule=None, verdict=Verdict(Result.NOT_MET))

    (flag,) = raise_flags(CATALOG, [champions], [])

    assert (flag.family, flag.strength, flag.cause) == ("smes", FlagStrength.WARNING, "target_not_met")


@pytest.mark.parametrize("result", [Result.LEVEL_2, Result.LEVEL_3])
def test_only_the_worst_level_raises_a_flag(result):
    assert raise_flags(CATALOG, [red(verdict=Verdict(result))], []) == ()


def test_where_level_3_is_the_worst_level_3_raises_the_flag():
    at = {level: raise_flags(CATALOG, [red(rule="points", verdict=Verdict(level))], []) for level in
          (Result.LEVEL_1, Result.LEVEL_3)}  # fmt: skip

    assert (len(at[Result.LEVEL_1]), len(at[Result.LEVEL_3])) == (0, 1)


@pytest.mark.parametrize("reason", list(UnassessedReason))
def test_what_is_not_assessed_raises_no_flag(reason):
    unassessed = Verdict(Result.UNASSESSED, reason)

    assert raise_flags(CATALOG, [red(verdict=unassessed), behind(verdict=unassessed)], []) == ()


def test_a_peer_is_compared_but_never_flagged():
    assert raise_flags(CATALOG, [red(region=PEER), behind(region=PEER)], []) == ()


def test_a_flag_keeps_its_name_from_build_to_build_and_shows_what_raised_it():
    first, second = (raise_flags(CATALOG, [red()], [])[0] for _ in range(2))

    assert first.flag_id == second.flag_id
    assert first.facts == {
        "result": "level_1",
        "barometer_rule": "gap10",
        "value": 1.0,
        "target": 15.0,
        "required": 3.2,
    }
