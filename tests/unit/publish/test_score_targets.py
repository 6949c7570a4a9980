"""Beside a score stand the target of the year and that of the plan, and whether the former was published."""

from etl.model.judged import ScoreFact
from etl.publish.score_targets import both_targets


def score(annual, cumulative, *, derived):
    missed = {"annual": annual, "cumulative": cumulative}
    return ScoreFact("energy", 95.9, None, None, None, (), missed, (), (), derived, None)


def test_a_missed_year_in_a_plan_that_was_met_says_both_and_that_the_year_was_derived():
    told = both_targets(score(True, False, derived=True), "zh")

    assert told == "年度目标未完成（年度目标未公布，由五年目标均摊推得）；五年进度目标完成"


def test_a_plan_that_nobody_can_judge_yet_is_not_called_met():
    assert both_targets(score(False, None, derived=False), "en") == (
        "target of the year met; five-year progress cannot be judged yet"
    )
