"""The demonstration shows every level, every reason for none, and both strengths of flags."""

import json

import pytest

from etl.model.judged import read_judged
from etl.model.vocabulary import UnassessedReason

INTENSITY, TOTAL = "energy_intensity_change", "energy_consumption_growth"


@pytest.fixture
def judged(demo_build):
    """The build of the demonstration that the whole suite shares."""
    return demo_build.warehouse


def test_every_level_is_shown_for_the_intensity_and_for_the_total(judged):
    for indicator in (INTENSITY, TOTAL):
        levels = {row.result for row in judged.assessments([indicator])}
        assert levels == {"level_1", "level_2", "level_3", "unassessed"}


def test_every_reason_for_no_verdict_is_shown(judged):
    assert {row.reason for row in judged.assessments() if row.reason} == set(UnassessedReason)


def test_every_family_raises_a_flag(judged):
    assert {flag.family for flag in judged.flags()} == {"energy", "carbon", "smes", "other"}


def test_tasks_of_obsolete_capacity_are_met_and_missed(judged):
    rows = judged.assessments(["obsolete_capacity_completion"])

    assert {row.result for row in rows} == {"met", "not_met"}
    assert {flag.strength for flag in judged.flags() if flag.indicator == rows[0].indicator} == {"warning"}


def test_flags_of_both_strengths_are_shown_open_and_ended(judged):
    flags = judged.flags()

    assert {flag.strength for flag in flags} == {"founding", "warning"}
    assert {flag.is_open for flag in flags} == {True, False}
    for flag in (f for f in flags if f.strength == "founding"):
        assert all(json.loads(flag.facts)["checks"].values())


def test_no_two_flags_of_a_region_indicator_and_plan_stand_at_once(judged):
    stood = [
        (flag.indicator, flag.region, json.loads(flag.facts)["base"], each["period"])
        for flag in judged.flags()
        for each in json.loads(flag.facts)["course"]
    ]

    assert len(stood) == len(set(stood))


def test_raw_and_assessed_energy_stand_apart_and_each_assessed_value_names_its_version(judged):
    raw = {
        (v.region, v.period): v.value for v in judged.values(["energy_consumption"], periods=["2022", "2024"])
    }
    assessed = {
        (v.region, v.period): (v.value, v.rule)
        for v in judged.values(["energy_consumption_assessed"], periods=["2022", "2024"])
        if v.value is not None
    }

    assert assessed
    for key, (value, rule) in assessed.items():
        assert value < raw[key]
        assert rule == ("plan_14_2021" if key[1] == "2022" else "plan_14_2024")
    assert {v.rule for v in judged.values(["energy_consumption"])} == {None}


def test_a_city_ahead_of_its_stretch_target_is_exempt_on_its_total_and_another_is_not(judged):
    exempt = {row.region for row in judged.assessments([TOTAL], periods=["2025"]) if "exempt" in row.facts}

    assert "210200" in exempt  # 大连: ahead
    assert "210500" not in exempt  # 本溪: rising


def test_every_computed_level_says_what_would_turn_it_how_robust_it_is_and_its_headroom(judged):
    rows = [row for row in judged.assessments([INTENSITY], periods=["2024"]) if row.reason is None]
    facts = [json.loads(row.facts) for row in rows]

    assert len(rows) == 1 + 14 + 100
    assert all(fact["turn"] and fact["headroom"]["to"] for fact in facts)
    assert {fact["fragility"]["state"] for fact in facts} >= {"robust", "fragile"}


def test_a_score_is_passed_failed_and_left_open_each_with_every_point(judged):
    rows = [
        row for row in judged.assessments(["energy_target_responsibility_score"]) if row.kind == "scoring"
    ]
    scores = [read_judged(row.facts).score for row in rows]

    assert {row.reason or row.result for row in rows} >= {
        "met",
        "not_met",
        "no_data",
    }
    assert any(score.vetoed_by == ("annual",) for score in scores)
    computed = [score for score in scores if score.computed_total is not None]
    assert computed
    for score in computed:
        assert score.computed_total == pytest.approx(sum(line.points for line in score.lines))
    # published at one decimal before the figures of the year were revised: few differ, and then by a step
    published = [read_judged(row.facts).score for row in rows if row.basis == "published"]
    both = [score for score in published if score.computed_total is not None]
    same = [s for s in both if s.computed_total == pytest.approx(s.total, abs=0.05)]
    assert 0.8 * len(both) <= len(same) < len(both)


def test_a_city_without_a_target_of_its_own_is_warned_by_the_provinces_and_never_more(judged):
    rows = [row for row in judged.assessments([INTENSITY], ["211400"]) if row.target_value is not None]
    flags = [flag for flag in judged.flags(["211400"]) if flag.indicator == INTENSITY]

    assert {(row.target_origin, row.target_region) for row in rows} == {("inherited", "210000")}
    assert flags
    assert {flag.strength for flag in flags} == {"warning"}


def test_counties_are_judged_on_the_rate_as_assessed_and_only_warned(judged):
    row, *more = judged.assessments([INTENSITY], ["210102"], ["2024"])
    flags = [flag for flag in judged.flags() if flag.region == "210102" and flag.indicator == INTENSITY]

    assert not more
    assert (row.target_origin, row.target_region) == ("inherited", "210100")  # 沈阳's, its superior
    assert read_judged(row.facts).decided_by == "energy_intensity_change_assessed"
    assert {flag.strength for flag in flags} <= {"warning"}


def test_ranks_have_their_band_from_the_same_revisions_that_robustness_is_told_by(judged):
    ranks = [row for row in judged.rankings([INTENSITY], periods=["2024"]) if row.ranked == 14]

    assert len(ranks) == 14
    assert all(row.best <= row.position <= row.worst for row in ranks)
    assert any(row.best < row.worst for row in ranks)
