"""When a finding becomes a flag, and when a flag may found a proposal."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from etl.flag.challenge_answers import strength_after_answers
from etl.flag.flags import raise_flags
from etl.model.assessment import Assessment, IndicatorValue, Verdict
from etl.model.challenge import Challenge
from etl.model.flag import FlagCheck, FlagRule
from etl.model.period import Period
from etl.model.rule import BarometerRule
from etl.model.vocabulary import (
    Basis,
    Bound,
    ChallengeStatus,
    FlagStrength,
    Nature,
    Result,
    Severity,
    Status,
    TargetOrigin,
    UnassessedReason,
)
from etl.store.rows import FlagRow
from tests import small

SHENYANG, PEER = "210100", "220000"
LIGHTS = [{"level": at, "light": {"zh": f"{at}", "en": f"{at}"}} for at in (1, 2, 3)]
WORST_FIRST = BarometerRule.read(
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
WORST_LAST = BarometerRule.read(
    {
        **WORST_FIRST.plain(),
        "id": "points",
        "level_order": "worst_last",
        "intensity": {
            "kind": "gap_points",
            "by_period": [{"period_kind": "year", "bands": [{"level": 1, "low_pp": "0"}]}],
        },
    }
)
CHECKS = (
    "energy",
    "own_target",
    "binding_target",
    "verified_target",
    "official_data",
    "rule_in_force",
    "five_year_behind",
    "no_open_challenge",
)
RULE = FlagRule.read(
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


def progress_of(*assessments):
    """Whether five-year progress is behind, and why nobody can tell."""
    flags = raise_flags(CATALOG, assessments, ())
    (light,) = (flag for flag in flags if flag.cause == "worst_level")
    return light.checks["five_year_behind"], light.facts["undetermined"].get("five_year_behind")


def test_red_and_behind_on_its_own_target_with_official_data_founds():
    assert strength_of(red(), behind()) == (FlagStrength.FOUNDING, [])


def test_a_target_whose_document_nobody_could_compare_only_warns():
    unread = replace(PLAN, mark="unverified")
    of_the_year = small.target(SHENYANG, "change", -3, end=2023, mark="unverified")

    assert strength_of(red(target=unread), behind(target=unread)) == (
        FlagStrength.WARNING,
        ["verified_target"],
    )
    assert "verified_target" in strength_of(red(target=of_the_year), behind())[1]


def test_red_without_a_cumulative_figure_only_warns_and_is_not_called_not_behind():
    """Methods §1.4: missing data is undetermined."""
    assert strength_of(red()) == (FlagStrength.WARNING, ["five_year_behind"])
    assert progress_of(red()) == (None, "no_span_yet")


def test_the_first_year_of_a_new_plan_is_not_judged_by_the_plan_before():
    later = red(period=Period.parse("2026"), target=None, target_origin=None)

    assert progress_of(later, behind()) == (None, "no_plan_target")


def test_red_on_the_path_is_said_to_be_not_behind():
    assert progress_of(red(), behind(verdict=Verdict(Result.MET))) == (False, None)


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


def test_an_own_target_of_the_year_founds_nothing_while_that_of_the_plan_is_inherited():
    light = {"kind": "barometer", "quantity": "intensity", "published_level": "light"}
    change = small.indicator(
        "change",
        {"kind": "series", "series": "change_published"},
        family="energy",
        assessment=light | {"five_year_target": "reduction"},
    )
    reduction = small.indicator(
        "reduction",
        {"kind": "series", "series": "r"},
        family="energy",
        assessment={"kind": "target", "inherit": True},
    )
    of_the_year = small.target(SHENYANG, "change", -3, end=2023)
    of_the_plan = small.target("210000", "reduction", "14.5", base=2020, end=2025)
    catalog = replace(
        CATALOG, indicators={"change": change, "reduction": reduction}, targets=(of_the_year, of_the_plan)
    )
    span = behind(target=of_the_plan, target_origin=TargetOrigin.INHERITED)

    flags = raise_flags(catalog, (red(target=of_the_year), span), ())

    (light,) = (flag for flag in flags if flag.cause == "worst_level")
    assert [check for check in CHECKS if not light.checks[check]] == ["own_target"]


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
    assert {
        name: first.facts[name] for name in ("result", "barometer_rule", "value", "target", "required")
    } == {
        "result": "level_1",
        "barometer_rule": "gap10",
        "value": 1.0,
        "target": 15.0,
        "required": 3.2,
    }


# ── five-year progress of the day ──────────────────────────────────────────────────────────────────────
def span(period, result):
    return behind(period=Period.parse(period), verdict=Verdict(result))


@pytest.mark.parametrize(
    ("spans", "lacking"),
    [
        ([span("2021/2022", Result.NOT_MET)], []),
        ([span("2021/2022", Result.NOT_MET), span("2021/2023", Result.MET)], ["five_year_behind"]),
        ([span("2021/2022", Result.MET), span("2021/2023", Result.NOT_MET)], []),
        ([span("2021/2024", Result.NOT_MET)], ["five_year_behind"]),
        ([span("2021/2022", Result.MET), span("2021/2024", Result.NOT_MET)], ["five_year_behind"]),
    ],
)
def test_arrears_are_those_of_the_latest_span_that_ends_by_the_flags_period(spans, lacking):
    assert strength_of(red(), *spans)[1] == lacking


def test_a_red_quarter_looks_at_the_years_before_it():
    quarter = red(period=Period.parse("2023Q1-3"))

    assert strength_of(quarter, span("2021/2022", Result.MET), span("2021/2023", Result.NOT_MET))[1] == [
        "five_year_behind"
    ]


# ── one flag while it lasts ────────────────────────────────────────────────────────────────────────────
def at(period, result, **more):
    reason = UnassessedReason.NO_DATA if result is Result.UNASSESSED else None
    return red(period=Period.parse(period), verdict=Verdict(result, reason), **more)


def courses(*assessments):
    return [
        (str(flag.first_period), str(flag.period), flag.ended_in and str(flag.ended_in))
        for flag in raise_flags(CATALOG, assessments, [])
    ]


RED, AMBER, SILENT = Result.LEVEL_1, Result.LEVEL_2, Result.UNASSESSED


def test_red_after_red_is_one_flag_with_its_first_and_last_period():
    assert courses(at("2023Q1", RED), at("2023H1", RED), at("2023Q1-3", RED)) == [
        ("2023Q1", "2023Q1-3", None)
    ]


def test_recovery_ends_a_flag_and_a_relapse_is_another():
    assert courses(at("2023Q1", RED), at("2023H1", AMBER), at("2023Q1-3", RED)) == [
        ("2023Q1", "2023Q1", "2023H1"),
        ("2023Q1-3", "2023Q1-3", None),
    ]


def test_silence_ends_no_flag():
    assert courses(at("2023Q1", RED), at("2023H1", SILENT), at("2023Q1-3", RED)) == [
        ("2023Q1", "2023Q1-3", None)
    ]
    assert courses(at("2023Q1", RED), at("2023H1", SILENT)) == [("2023Q1", "2023Q1", None)]


def test_one_red_verdict_of_several_that_end_together_keeps_the_flag():
    assert courses(at("2023Q1", RED), at("2023H1", AMBER), at("2023M01-06", RED)) == [
        ("2023Q1", "2023M01-06", None)
    ]


def test_red_into_the_next_plan_is_another_flag_there_and_only_recovery_ends_the_first():
    next_plan = small.target(SHENYANG, "reduction", 15, base=2025, end=2030)

    assert courses(at("2025", RED), at("2026Q1", RED, target=next_plan)) == [
        ("2025", "2025", None),
        ("2026Q1", "2026Q1", None),
    ]
    recovered = at("2026H1", AMBER, target=next_plan)
    assert courses(at("2025", RED), at("2026Q1", RED, target=next_plan), recovered) == [
        ("2025", "2025", "2026H1"),
        ("2026Q1", "2026Q1", "2026H1"),
    ]


def ends(*assessments):
    return [(str(flag.ended_in), flag.ended_how) for flag in raise_flags(CATALOG, assessments, [])]


def test_a_better_level_of_the_same_version_in_the_same_plan_is_recovery():
    assert ends(at("2023Q1", RED), at("2023H1", AMBER)) == [("2023H1", "recovered")]


def test_a_level_without_a_target_of_its_own_belongs_to_the_plan_of_its_year():
    # 13th plan to 2020, 14th from 2021: a better level in the next plan makes nothing of the last one good
    plans = {"a": small.plan(2015), "b": small.plan(2020)}
    catalog = replace(CATALOG, plan_rules=plans)
    of_no_target = {"target": None, "target_origin": None}

    flags = raise_flags(catalog, [at("2021H1", RED, **of_no_target), at("2022H1", AMBER, **of_no_target)], [])
    across = raise_flags(
        replace(catalog, flag_rules={"flags": replace(RULE, valid_from="2020")}),
        [at("2020Q1-3", RED, **of_no_target), at("2021H1", AMBER, **of_no_target)],
        [],
    )

    assert [(flag.base, flag.ended_how) for flag in flags] == [(2020, "recovered")]
    assert [(flag.base, flag.ended_how) for flag in across] == [(2015, "lapsed")]


def test_a_better_level_of_another_version_or_plan_is_no_recovery():
    # 2020 Q1–Q3: level 1 by 901号 in the 13th plan; 2021 H1: level 2 by 629号 in the 14th
    next_plan = small.target(SHENYANG, "reduction", 15, base=2025, end=2030)

    assert ends(at("2023Q1", RED), at("2023H1", AMBER, rule="points")) == [("2023H1", "lapsed")]
    assert ends(at("2025", RED), at("2026H1", AMBER, target=next_plan)) == [("2026H1", "lapsed")]


def test_a_plan_that_fell_behind_and_caught_up_is_no_longer_flagged():
    found = raise_flags(CATALOG, [span("2021/2022", Result.NOT_MET), span("2021/2023", Result.MET)], [])

    assert [(flag.cause, str(flag.period), str(flag.ended_in)) for flag in found] == [
        ("behind_path", "2021/2022", "2021/2023")
    ]


def test_a_flag_says_how_it_stood_at_any_time():
    (flag,) = raise_flags(CATALOG, [at("2023Q1", RED), at("2023H1", RED)], [])
    row = FlagRow(**flag.row())

    assert row.until(Period.parse("2022")) is None
    assert row.until(Period.parse("2023Q1")).period == "2023Q1"
    assert row.until(Period.parse("2024")).period == "2023H1"
    assert row.covers(Period.parse("2023Q1"))
    assert not row.covers(Period.parse("2023Q1-3"))


def test_an_ended_flag_is_none_from_the_recovery_on():
    flag = raise_flags(CATALOG, [at("2023Q1", RED), at("2023H1", AMBER)], [])[0]
    row = FlagRow(**flag.row())

    assert (row.is_open, row.until(Period.parse("2023H1"))) == (False, None)
    assert row.until(Period.parse("2023Q1")).is_open


# ── what people decide, and what never protects ────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("status", "lacking"),
    [
        (ChallengeStatus.OPEN, ["no_open_challenge"]),
        (ChallengeStatus.UPHELD, ["no_open_challenge"]),
        (ChallengeStatus.EXPLAINED, []),
    ],
)
def test_an_explained_challenge_bars_nothing_an_upheld_one_does(status, lacking):
    doubt = challenge("change")
    flags = raise_flags(CATALOG, (red(), behind()), [doubt], {doubt.challenge_id: status})
    (light,) = (flag for flag in flags if flag.cause == "worst_level")

    assert [check for check in CHECKS if not light.checks[check]] == lacking
    assert light.facts["open_challenges"] == ([doubt.challenge_id] if lacking else [])


@pytest.mark.parametrize(
    ("period", "bars"), [("2019", False), ("2020", True), ("2022", True), ("2024", False)]
)
def test_only_challenges_on_the_years_of_the_plan_up_to_the_period_bar(period, bars):
    doubt = Challenge("implausible", Severity.CHALLENGE, "change", SHENYANG, period)

    assert ("no_open_challenge" in strength_of(red(), behind(), challenges=[doubt])[1]) is bars


@pytest.mark.parametrize(("month", "bars"), [("2023M09", True), ("2023M10", False)])
def test_a_challenge_of_the_last_month_of_the_period_bars_and_one_of_the_next_does_not(month, bars):
    judged = (red(period=Period.parse("2023Q1-3")), span("2021/2022", Result.NOT_MET))
    doubt = Challenge("implausible", Severity.CHALLENGE, "change", SHENYANG, month)

    assert ("no_open_challenge" in strength_of(*judged, challenges=[doubt])[1]) is bars


def test_a_return_that_never_came_bars_no_flag():
    rule = replace(RULE, harmless=("missing_return",))
    catalog = replace(CATALOG, flag_rules={"flags": rule})
    silence = Challenge("missing_return", Severity.CHALLENGE, "change", SHENYANG, None)

    flags = raise_flags(catalog, (red(), behind()), [silence])

    assert {flag.strength for flag in flags if flag.cause == "worst_level"} == {FlagStrength.FOUNDING}


def test_a_level_that_the_superior_body_published_is_not_barred_by_doubts_about_the_regions_own_rate():
    published = red(kind="barometer_published", value=None, facts={"level_series": "light"})

    assert strength_of(published, behind(), challenges=[challenge("change")])[1] == []
    assert strength_of(published, behind(), challenges=[challenge("light")])[1] == ["no_open_challenge"]


def test_doubts_about_the_five_year_progress_bar_too():
    assert strength_of(red(), behind(), challenges=[challenge("r")])[1] == ["no_open_challenge"]


def test_in_a_demonstration_invented_figures_stand_for_official_ones():
    watermark = replace(CATALOG.deployment, watermark=small.NAMED)
    shown = replace(CATALOG, deployment=watermark)
    invented = (red(value=value(Nature.DEMONSTRATION)), behind())

    assert strength_of(*invented)[1] == ["official_data"]
    assert {flag.strength for flag in raise_flags(shown, invented, []) if flag.cause == "worst_level"} == {
        FlagStrength.FOUNDING
    }


def test_a_total_that_a_stretch_target_exempts_raises_no_flag():
    assert raise_flags(CATALOG, [red(facts={"exempt": {"document": "文号"}})], []) == ()


def test_the_newest_rule_valid_in_the_period_raises_the_flag():
    later = replace(RULE, id="later", valid_from="2024-07", founding=(FlagCheck.ENERGY,))
    catalog = replace(CATALOG, flag_rules={"flags": RULE, "later": later})

    by_period = {
        period: raise_flags(catalog, [at(period, RED)], [])[0].rule
        for period in ("2023", "2024H1", "2024Q1-3")
    }
    on_the_day = replace(
        catalog, flag_rules={"flags": RULE, "later": replace(later, valid_from="2023-12-31")}
    )

    assert by_period == {"2023": "flags", "2024H1": "flags", "2024Q1-3": "later"}
    assert raise_flags(on_the_day, [at("2023", RED)], [])[0].rule == "later"


def test_a_period_before_any_rule_raises_no_flag():
    assert raise_flags(CATALOG, [at("2019", RED)], []) == ()


# ── estimates, and official figures below the plan ─────────────────────────────────────────────────────
def test_five_year_arrears_on_reported_figures_found_nothing():
    reported = behind(value=value(Nature.REPORTED))

    assert strength_of(red(), reported) == (FlagStrength.WARNING, ["official_data"])


def test_an_estimate_never_founds_even_where_it_is_called_official():
    # methods 1.4: county and monthly dual-control values are estimates
    declared = CATALOG.indicators["change"]
    estimated = declared.read({**declared.plain(), "estimated": {"levels": ["city"], "months": True}})
    catalog = replace(CATALOG, indicators={**CATALOG.indicators, "change": estimated})
    flags = raise_flags(catalog, (red(), behind()), ())

    (light,) = (flag for flag in flags if flag.cause == "worst_level")
    assert (light.strength, light.checks["official_data"]) == (FlagStrength.WARNING, False)


# ── answers to challenges ──────────────────────────────────────────────────────────────────────────────
CHANGE = CATALOG.indicators["change"]
PUBLISHED = replace(
    CHANGE, published="change_published", formula=replace(CHANGE.formula, series="energy_total")
)
WITH_AMOUNTS = replace(CATALOG, indicators={**CATALOG.indicators, "change": PUBLISHED})


def challenge_on(subject):
    return Challenge("growth_identity", Severity.CHALLENGE, subject, SHENYANG, "2023", {})


def after(status, subject):
    """The flag of the yearly light of a published rate, after its challenge was answered so."""
    doubt = challenge_on(subject)
    statuses = {doubt.challenge_id: status} if status else {}
    flags = raise_flags(WITH_AMOUNTS, (red(), behind()), (doubt,), statuses)
    (light,) = (flag for flag in flags if flag.cause == "worst_level")
    return light


@pytest.mark.parametrize(
    ("status", "subject", "strength"),
    [
        (None, "energy_total", FlagStrength.WARNING),
        (ChallengeStatus.OPEN, "energy_total", FlagStrength.WARNING),
        (ChallengeStatus.UPHELD, "energy_total", FlagStrength.WARNING),
        (ChallengeStatus.EXPLAINED, "energy_total", FlagStrength.FOUNDING),
        # silence protects nobody: the published rate carries the flag
        (ChallengeStatus.UNANSWERED, "energy_total", FlagStrength.FOUNDING),
        # but the figure that decides itself is carried by no other
        (ChallengeStatus.UNANSWERED, "change_published", FlagStrength.WARNING),
        (ChallengeStatus.EXPLAINED, "change_published", FlagStrength.FOUNDING),
    ],
)
def test_a_challenge_bars_until_it_is_explained_and_silence_only_where_nothing_else_carries(
    status, subject, strength
):
    assert after(status, subject).strength is strength


@pytest.mark.parametrize("status", [None, *ChallengeStatus])
@pytest.mark.parametrize("subject", ["energy_total", "change_published"])
def test_answers_applied_to_a_frozen_flag_say_what_a_build_that_knew_them_would(status, subject):
    frozen = after(None, subject)
    statuses = {challenge_on(subject).challenge_id: status} if status else {}

    answered = strength_after_answers(
        frozen.checks, frozen.facts["open_challenges"], frozen.facts["decisive_challenges"], statuses
    )

    assert answered.strength is after(status, subject).strength
    assert dict(answered.checks) == dict(after(status, subject).checks)


def test_answers_never_lift_a_flag_over_its_other_checks():
    answered = strength_after_answers(
        {"no_open_challenge": False, "own_target": False}, ["c1"], [], {"c1": ChallengeStatus.EXPLAINED}
    )

    assert (answered.strength, answered.still_barring) == (FlagStrength.WARNING, ())


def test_a_total_that_the_plan_leaves_flexible_only_warns():
    # 发改环资〔2021〕1310号: the intensity is binding, the total flexible
    flexible = replace(PLAN, nature="expected")

    assert strength_of(red(target=flexible), behind(target=flexible)) == (
        FlagStrength.WARNING,
        ["binding_target"],
    )
