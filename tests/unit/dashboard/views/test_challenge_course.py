"""The day until which an answer is in time, as a reader sees it."""

import pytest

from dashboard.flags_after_answers import Course
from dashboard.views.challenge_course import status_text
from etl.model.vocabulary import ChallengeStatus
from etl.store.rows import ChallengeRow


def challenge(put_on, due):
    course = Course(status=ChallengeStatus.OPEN, put_on=put_on, put_by="审核员", due=due)
    return ChallengeRow("0123456789ab", "jump", "challenge", "gdp_nominal", "210100", "2023", "{}",
                        ChallengeStatus.OPEN.value, course.told())  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "2027年1月8日（暂计：2027年放假安排尚未收录）"),
        ("en", "8 Jan 2027 (provisional: the days off of 2027 are not declared)"),
    ],
)
def test_a_term_into_a_year_without_declared_days_off_is_marked_as_provisional(shipped_catalog, lang, told):
    # the notice of days off of 2026 ships, that of 2027 had not been published
    assert told in status_text(shipped_catalog, challenge("2026-12-24", "2027-01-08"), lang)


def test_a_term_within_declared_years_is_not(shipped_catalog):
    told = status_text(shipped_catalog, challenge("2026-11-02", "2026-11-16"), "zh")
    assert "2026年11月16日" in told
    assert "暂计" not in told
