"""Points, grades, veto and its documented exception, from the declared tables."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from etl.assess.scoring import find_scoring_rule, grade_of, points_for_completion, score_responsibility
from etl.model.scoring import MissedTarget, ScoringRule
from etl.model.vocabulary import UnassessedReason

YUNFU, SHENYANG = "445300", "210100"
PATH = (SHENYANG, "210000", "100000")


@pytest.fixture(scope="module")
def rules(shipped_catalog):
    return shipped_catalog.scoring_rules


@pytest.fixture(scope="module")
def energy(rules):
    return rules["energy_2007"]


@pytest.mark.parametrize(
    ("completion", "points"),
    # 国发〔2007〕36号 model table: 40 at the target, 4 less for every 10 % short, none below half; 3 more for
    # every full 10 % beyond, at most 9
    [
        ("1", 40), ("0.999", 36), ("0.9", 36), ("0.89", 32), ("0.8", 32), ("0.7", 28), ("0.6", 24),
        ("0.5", 20),
        ("0.499", 0), ("0", 0), ("-0.3", 0), ("1.09", 40), ("1.1", 43), ("1.2", 46), ("1.3", 49), ("2", 49),
    ],
)  # fmt: skip
def test_points_of_the_target_follow_the_table(energy, completion, points):
    line = points_for_completion(energy.parts[0], Decimal(completion))

    assert line.points == points


@pytest.mark.parametrize(
    ("total", "grade"),
    [("109", "exceeded"), ("95", "exceeded"), ("94.9", "fulfilled"), ("80", "fulfilled"),
     ("79.9", "basically_fulfilled"), ("60", "basically_fulfilled"), ("59.9", "not_fulfilled"),
     ("0", "not_fulfilled")],
)  # fmt: skip
def test_grades_have_their_limits(energy, total, grade):
    assert grade_of(energy, Decimal(total)).id == grade


def score(rule, *, completion="1.1", measures="55", missed=(), region=SHENYANG, year=2009):
    return score_responsibility(
        rule,
        region=region,
        year=year,
        completion=Decimal(completion),
        given={"measures": Decimal(measures)},
        missed=frozenset(missed),
    )


def test_every_point_has_its_working(energy):
    found = score(energy)

    assert [(line.part, line.points, line.step, line.bonus) for line in found.lines] == [
        ("target", 43, 1, 3),
        ("measures", 55, None, 0),
    ]
    assert (found.total, found.grade.id) == (98, "exceeded")


def test_a_missed_target_fails_whatever_the_score(energy):
    found = score(energy, completion="0.9", measures="60", missed=[MissedTarget.ANNUAL])

    assert (found.total, found.by_points.id, found.grade.id) == (96, "exceeded", "not_fulfilled")
    assert found.vetoed_by == (MissedTarget.ANNUAL,)
    assert not found.grade.passed


def test_yunfu_2009_is_the_documented_exception_and_no_other_year_is(energy):
    missed = {"completion": "0.9", "measures": "50", "missed": [MissedTarget.ANNUAL], "region": YUNFU}

    assert score(energy, **missed).grade.id == "fulfilled"
    assert score(energy, **missed).exception.because["zh"] == "五年进度超过100%"
    assert score(energy, **missed, year=2010).grade.id == "not_fulfilled"


def test_points_outside_their_part_are_refused(energy):
    with pytest.raises(ValueError, match="expected 0 to 60"):
        score(energy, measures="61")


def test_a_part_that_nobody_gave_leaves_the_score_open(energy):
    found = score_responsibility(energy, region=SHENYANG, year=2009, completion=Decimal(1), given={})

    assert (found.total, found.grade, found.reason) == (None, None, UnassessedReason.NO_DATA)


@pytest.mark.parametrize(
    ("subject", "year", "rule"),
    [("energy", 2009, "energy_2007"), ("energy", 2022, "energy_14"), ("energy", 2026, None),
     ("carbon", 2013, "carbon_12"), ("carbon", 2018, "carbon_13"), ("carbon", 2023, "carbon_14")],
)  # fmt: skip
def test_every_year_has_its_own_table(rules, subject, year, rule):
    found = find_scoring_rule(rules.values(), subject, year, PATH)

    assert (found.id if found else None) == rule


@pytest.mark.parametrize(("subject", "year"), [("energy", 2022), ("carbon", 2023), ("energy", 2026)])
def test_where_the_table_is_not_public_there_is_no_score(rules, subject, year):
    rule = find_scoring_rule(rules.values(), subject, year, PATH)
    found = score_responsibility(rule, region=SHENYANG, year=year, given={"measures": Decimal(60)})

    assert (found.total, found.grade, found.reason) == (None, None, UnassessedReason.NO_RULE_IN_FORCE)


@pytest.mark.parametrize(
    ("rule", "missed", "grade"),
    [
        ("carbon_12", [], "excellent"),
        ("carbon_12", [MissedTarget.ANNUAL], "unqualified"),
        ("carbon_12", [MissedTarget.CUMULATIVE], "unqualified"),
        ("carbon_13", [MissedTarget.ANNUAL], "excellent"),
        ("carbon_13", [MissedTarget.CUMULATIVE], "unqualified"),
    ],
)
def test_in_the_13th_plan_only_the_five_year_miss_of_carbon_intensity_is_a_veto(rules, rule, missed, grade):
    declared = rules[rule]
    given = {part.id: part.most * Decimal("0.95") for part in declared.parts}

    found = score_responsibility(
        declared, region="210000", year=declared.first_year, given=given, missed=frozenset(missed)
    )

    assert (found.total, found.grade.id) == (95, grade)


def test_a_citys_own_table_goes_before_the_nations(energy):
    own = replace(energy, id="own", within="210000")

    assert find_scoring_rule((energy, own), "energy", 2009, PATH).id == "own"
    assert find_scoring_rule((energy, own), "energy", 2009, (YUNFU, "440000")).id == "energy_2007"


@pytest.mark.parametrize(
    "broken",
    [{"parts": ()}, {"veto": {"missed": ["annual"], "grade": "lost"}}, {"grades": "reversed"}],
)
def test_a_table_with_holes_is_refused(energy, broken):
    declared = energy.plain()
    if broken.get("grades") == "reversed":
        broken = {"grades": declared["grades"][::-1]}

    with pytest.raises(ValueError, match=r"parts and grades|is no grade|falling order"):
        ScoringRule.read(declared | broken)


@pytest.mark.parametrize(
    ("ends_plan", "grade", "vetoed_by"),
    [(True, "not_fulfilled", (MissedTarget.CUMULATIVE,)), (False, "exceeded", ())],
)
def test_in_the_last_year_of_a_plan_the_five_year_miss_vetoes_too(energy, ends_plan, grade, vetoed_by):
    """Methods §1.4 and §1.6: the five-year result is the verdict, and a missed target is 未完成."""
    found = score_responsibility(
        energy,
        region=SHENYANG,
        year=2010,
        completion=Decimal("1.1"),
        given={"measures": Decimal(55)},
        missed=frozenset({MissedTarget.CUMULATIVE}),
        ends_plan=ends_plan,
    )

    assert (found.grade.id, found.vetoed_by) == (grade, vetoed_by)


def test_a_completion_of_69_96_per_cent_stays_below_the_step_of_70(energy):
    """Methods §1.6: floored to 10 %, so 0.69958 gets the 24 points of 0.6."""
    found = score(energy, completion="0.69958", measures="55")

    assert next(line.points for line in found.lines if line.part == "target") == 24
