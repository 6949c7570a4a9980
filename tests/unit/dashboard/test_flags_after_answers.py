"""A flag is shown as strong as it is after the answers to challenges, in every period of its course."""

import json

import pytest

from dashboard.build_queries import BuildQueries
from dashboard.flags_after_answers import (
    Course,
    Courses,
    challenged_readings,
    challenged_values,
    flag_after_answers,
    marked,
)
from dashboard.views.value_words import Doubts, marked_number, show_value
from etl.model.period import Period
from etl.model.vocabulary import ChallengeStatus
from etl.store.rows import ChallengeRow, FlagRow
from tests.unit.dashboard.rows import value


class Given:
    """Answers that a test gives."""

    def __init__(self, statuses):
        self._courses = Courses("1", {name: Course(status) for name, status in statuses.items()})

    def version(self):
        return self._courses.version

    def about(self, build_id, rows):
        return self._courses


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

    asked = BuildQueries(tiny_build.build_dir, answers=Given(explained)).flags()
    assert [row.flag_id for row in asked] == [row.flag_id for row in stored]
    assert all(json.loads(row.facts)["open_challenges"] == [] for row in asked)
    assert BuildQueries(tiny_build.build_dir).flags() == [flag_after_answers(row, {}) for row in stored]


def a_challenge(name, subject, region="210300", period="2023", severity="challenge"):
    return ChallengeRow(name, "jump", severity, subject, region, period, "{}")


def test_a_value_is_challenged_by_what_is_said_of_it_or_of_a_series_it_rests_on(shipped_catalog):
    found = challenged_values(
        shipped_catalog,
        [
            a_challenge("c1", "energy_intensity_change"),
            a_challenge("c2", "gdp_nominal"),
            a_challenge("c3", "population_resident", severity="note"),
            a_challenge("c4", "gdp_nominal", period=None),
        ],
    )

    assert found["energy_intensity_change", "210300", "2023"] == {"c1"}
    resting = {indicator for indicator, _, _ in found} - {"energy_intensity_change"}
    assert "gdp" in resting
    assert all("gdp_nominal" in shipped_catalog.series_of(indicator) for indicator in resting)
    assert {ids for place, ids in found.items() if place[0] in resting} == {frozenset({"c2"})}


@pytest.mark.parametrize(
    ("status", "is_marked"),
    [(None, True), ("upheld", True), ("unanswered", True), ("explained", False)],
)
def test_a_value_is_marked_until_its_challenge_is_explained(status, is_marked):
    rows = [value("gdp", "210300", "2023", 1.0), value("gdp", "210300", "2022", 1.0)]
    statuses = {"c1": ChallengeStatus(status)} if status else {}

    now, before = marked(rows, {("gdp", "210300", "2023"): frozenset({"c1"})}, statuses)

    assert (now.is_challenged, before.is_challenged) == (is_marked, False)


@pytest.mark.parametrize(("lang", "mark"), [("zh", "（？有质疑）"), ("en", " (? challenged)")])
def test_the_mark_stands_beside_the_figure_in_sentences_and_tables(shipped_catalog, lang, mark):
    indicator = shipped_catalog.indicators["gdp"]
    row = value("gdp", "210300", "2023", 1900.0)._replace(is_challenged=True)

    shown = show_value(shipped_catalog, indicator, row, lang)

    assert shown.with_scope == f"{shown.with_unit}{mark}"
    assert marked_number(indicator, row, lang) == f"{shown.text}{mark}"
    assert shown.remark == mark
    assert show_value(shipped_catalog, indicator, row._replace(is_challenged=False), lang).remark == ""


def test_what_the_build_challenges_is_marked_where_values_are_asked_for(demo_build):
    queries = BuildQueries(demo_build.build_dir)
    challenged = [
        row for row in queries.challenges(["industrial_revenue_published"]) if row.severity == "challenge"
    ]

    assert challenged
    for row in challenged:
        of_place = queries.values(None, [row.region], [row.period])
        resting = [v for v in of_place if row.subject in demo_build.catalog.series_of(v.indicator)]
        assert all(v.is_challenged for v in resting)
        assert any(not v.is_challenged for v in of_place)


def test_a_growth_is_marked_by_a_challenge_on_the_year_that_it_grew_from(shipped_catalog):
    challenge = a_challenge("c1", "energy_intensity_change", period="2022")

    readings = challenged_readings(shipped_catalog, [challenge])

    plan = "energy_intensity_cumulative_reduction"
    assert readings[plan, "210300", "2021/2025"] == {"c1"}
    assert ("energy_intensity_change", "210300", "2022") not in readings


def test_an_earlier_year_marks_what_is_computed_from_it_and_nothing_published():
    place = ("gdp_growth", "210300", "2023")
    readings = {place: frozenset({"c1"})}
    computed = value(*place, 5.0)._replace(basis="computed")
    published = computed._replace(basis="published")

    assert [row.is_challenged for row in marked([computed, published], {}, {}, readings)] == [True, False]
    explained = {"c1": ChallengeStatus.EXPLAINED}
    assert not marked([computed], {}, explained, readings)[0].is_challenged


def test_views_that_hold_numbers_mark_them_by_place():
    row = value("gdp", "210300", "2023", 1.0)
    doubts = Doubts([row._replace(is_challenged=True), row._replace(period="2022")])

    assert doubts.mark("gdp", "210300", 2023, "zh") == "（？有质疑）"
    assert doubts.mark("gdp", "210300", "2022", "en") == ""
