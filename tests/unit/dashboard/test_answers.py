"""A flag is shown as strong as it is after the answers to challenges, in every period of its course."""

import json

import pytest

from dashboard.answers import flag_after_answers
from dashboard.queries import BuildQueries
from etl.model.period import Period
from etl.model.vocabulary import ChallengeStatus
from etl.store.rows import FlagRow

CHECKS = {"energy": True, "own_target": True, "no_open_challenge": False}


def period_facts(period, **more):
    given = {"period": period, "cause": "worst_level", "strength": "warning", "checks": CHECKS,
             "open_challenges": ["c1"], "decisive_challenges": []}  # fmt: skip
    return given | more


def a_flag(**more):
    facts = {"checks": CHECKS, "open_challenges": ["c1"], "decisive_challenges": [], "base": 2020,
             "result": "level_1", "course": [period_facts("2022"), period_facts("2023")]}  # fmt: skip
    return FlagRow(
        "f1", "energy", "warning", "worst_level", "energy_intensity_change", "210300", "2023", "flags_2026",
        json.dumps(facts | more), "2022", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "decisive", "strength"),
    [
        (None, [], "warning"),
        (ChallengeStatus.OPEN, [], "warning"),
        (ChallengeStatus.UPHELD, [], "warning"),
        (ChallengeStatus.EXPLAINED, [], "founding"),
        (ChallengeStatus.EXPLAINED, ["c1"], "founding"),
        (ChallengeStatus.UNANSWERED, [], "founding"),  # silence protects nobody …
        (ChallengeStatus.UNANSWERED, ["c1"], "warning"),  # … and the very figure that decided is no proof
    ],
)
def test_strength_and_checks_are_those_after_the_answers(status, decisive, strength):
    flag = a_flag(decisive_challenges=decisive)
    now = flag_after_answers(flag, {"c1": status} if status else {})

    facts = json.loads(now.facts)
    assert now.strength == strength
    assert facts["checks"]["no_open_challenge"] is (strength == "founding")
    assert facts["open_challenges"] == ([] if strength == "founding" else ["c1"])


def test_earlier_periods_of_the_course_follow_the_answers_too():
    now = flag_after_answers(a_flag(), {"c1": ChallengeStatus.EXPLAINED})

    then = now.until(Period.parse("2022"))
    assert (then.period, then.strength) == ("2022", "founding")


def test_without_challenges_a_flag_is_what_the_build_says():
    flag = a_flag(open_challenges=[], course=[period_facts("2023", open_challenges=[])])

    assert json.loads(flag_after_answers(flag, {"c1": ChallengeStatus.EXPLAINED}).facts) == json.loads(
        flag.facts
    )


def test_everything_that_asks_for_flags_gets_them_after_the_answers(tiny_build):
    stored = tiny_build.warehouse.flags()
    barred = {name for row in stored for name in json.loads(row.facts)["open_challenges"]}
    explained = dict.fromkeys(barred, ChallengeStatus.EXPLAINED)

    asked = BuildQueries(tiny_build.build_dir, answers=lambda: explained).flags()
    assert [row.flag_id for row in asked] == [row.flag_id for row in stored]
    assert all(json.loads(row.facts)["open_challenges"] == [] for row in asked)
    assert BuildQueries(tiny_build.build_dir).flags() == [flag_after_answers(row, {}) for row in stored]
