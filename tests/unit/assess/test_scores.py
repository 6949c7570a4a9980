"""Scores as verdicts: what they rest on, the veto, its documented exception, and when nobody can tell."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from etl.assess.assess import assess_all
from etl.assess.evidence import Evidence
from etl.flag.flags import raise_flags
from etl.model.assessment import IndicatorValue
from etl.model.flag import FlagRule
from etl.model.period import Period
from etl.model.vocabulary import Basis, Bound, FlagStrength, Nature, Result, Status, UnassessedReason
from tests import small

SHENYANG, YUNFU = "210100", "445300"
CHANGE = small.indicator(
    "change",
    {"kind": "series", "series": "change_published"},
    assessment={
        "kind": "barometer",
        "quantity": "intensity",
        "five_year_target": "reduction",
        "published_level": "light",
    },
)
REDUCTION = small.indicator(
    "reduction",
    {"kind": "series", "series": "reduction_published"},
    assessment={"kind": "target", "progress": "logarithmic"},
)
SCORE = small.indicator(
    "score",
    {"kind": "series", "series": "score_published"},
    family="energy",
    assessment={
        "kind": "scoring",
        "subject": "energy",
        "annual": "change",
        "cumulative": "reduction",
        "given": {"measures": "measures_score"},
    },
)
ANNUAL = small.target(SHENYANG, "change", -3, end=2009)
"""The published target of the year: 3 per cent down."""
FLAGS = FlagRule.read(
    {"id": "flags", "name": small.NAMED, "valid_from": "2000", "causes": ["score_failed"],
     "founding": ["energy", "rule_in_force"]}
)  # fmt: skip


def value(indicator, region, period, figure):
    when = Period.parse(period)
    kept = (Status.FINAL, None, Basis.PUBLISHED, Nature.OFFICIAL, Bound.EXACT)
    return {(region, when): IndicatorValue(indicator, region, when, figure, *kept)}


@pytest.fixture(scope="module")
def declared(shipped_catalog):
    regions = (*small.REGIONS, small.region(YUNFU, "city", "210000", "云浮市"))
    catalog = small.catalog(
        indicators=(CHANGE, REDUCTION, SCORE), targets=(ANNUAL,), flag_rules=(FLAGS,), regions=regions
    )
    return replace(catalog, scoring_rules=shipped_catalog.scoring_rules)


def assess(
    catalog, change=None, *, measures=None, published=None, region=SHENYANG, year="2009", targets=None
):
    values = {
        "change": value("change", region, year, change) if change is not None else {},
        "score": value("score", region, year, published) if published is not None else {},
    }
    amounts = {"measures_score": {(region, Period.parse(year)): Decimal(measures)}} if measures else {}
    judged = replace(catalog, targets=targets) if targets is not None else catalog
    found = assess_all(judged, values, {}, Evidence(amounts=amounts))
    return [each for each in found if each.kind == "scoring"]


def test_points_come_from_the_completion_of_the_year_and_those_given_for_measures(declared):
    # 3.3 of 3 per cent is 110 % of the target: 40 + 3 points (国发〔2007〕36号 annex); 55 of 60 were given
    (row,) = assess(declared, -3.3, measures="55")
    score = row.facts["score"]

    assert (row.verdict.result, row.rule, row.value.value) == (Result.MET, "energy_2007", 98)
    assert (score["total"], score["grade"], score["by_points"]) == (98, "exceeded", "exceeded")
    assert [(line["part"], line["points"], line["series"]) for line in score["lines"]] == [
        ("target", 43, None), ("measures", 55, "measures_score"),
    ]  # fmt: skip
    assert score["lines"][0]["completion"] == pytest.approx(1.1)


def test_a_missed_target_of_the_year_fails_whatever_the_points(declared):
    # 2.7 of 3 is 90 %: 36 points and 60 of 60 are 96, by points alone the best grade
    (row,) = assess(declared, -2.7, measures="60")
    score = row.facts["score"]

    assert row.verdict.result is Result.NOT_MET
    assert (score["total"], score["by_points"], score["grade"]) == (96, "exceeded", "not_fulfilled")
    assert score["vetoed_by"] == ["annual"]


def test_the_documented_exception_of_yunfu_2009_is_not_vetoed(declared):
    own = small.target(YUNFU, "change", -3, end=2009)
    (row,) = assess(declared, -2.7, measures="50", region=YUNFU, targets=(own,))

    assert row.verdict.result is Result.MET
    assert row.facts["score"]["exception"] == "广东省2009年度节能目标责任考核结果"


def test_a_published_score_goes_before_the_sum_of_its_parts(declared):
    (row,) = assess(declared, -3.3, measures="55", published=79.0)
    score = row.facts["score"]

    assert (row.value.basis, score["total"], score["computed_total"]) == (Basis.PUBLISHED, 79, 98)
    assert score["grade"] == "basically_fulfilled"


def test_a_score_is_undetermined_where_nobody_can_tell_whether_the_target_was_missed(declared):
    (row,) = assess(declared, published=89.0, targets=())

    assert row.verdict.reason is UnassessedReason.UNDETERMINED
    assert row.facts["score"]["veto_unknown"] == ["annual"]


def test_points_that_fail_need_no_veto_and_raise_a_flag_that_only_warns(declared):
    rows = assess(declared, -3.0, measures="15")
    (row,) = rows
    (flag,) = raise_flags(declared, rows, [])

    # 40 + 15 points
    assert (row.verdict.result, row.facts["score"]["vetoed_by"]) == (Result.NOT_MET, [])
    assert (flag.cause, flag.strength) == ("score_failed", FlagStrength.WARNING)


def test_a_veto_raises_no_second_flag_beside_that_of_the_missed_target(declared):
    assert raise_flags(declared, assess(declared, -2.7, measures="60"), []) == ()


def test_no_score_is_given_where_the_table_is_not_public(declared):
    target = small.target(SHENYANG, "change", -3, end=2022)
    (row,) = assess(declared, -3.3, measures="55", published=90.0, year="2022", targets=(target,))

    assert row.verdict.reason is UnassessedReason.NO_RULE_IN_FORCE


def test_a_part_that_nobody_gave_leaves_a_score_of_parts_without_data(declared):
    given = {"measures": "measures_score", "other": "other_score"}
    own = replace(SCORE, assessment=replace(SCORE.assessment, given=given))
    catalog = replace(declared, indicators={**declared.indicators, "score": own})
    when = Period.parse("2009")
    found = assess_all(
        catalog,
        {"change": value("change", SHENYANG, "2009", -3.3)},
        {},
        Evidence(amounts={"other_score": {(SHENYANG, when): Decimal(1)}}),
    )
    (row,) = (each for each in found if each.kind == "scoring")

    assert row.verdict.reason is UnassessedReason.NO_DATA


REVISED = {"change_published": Decimal("0.2"), "score_published": Decimal(1)}


def fragility(catalog, **given):
    """Of a score, with rates usually revised by 0.2 points and scores by 1."""
    values = {"change": value("change", SHENYANG, "2009", given["change"])}
    if "published" in given:
        values["score"] = value("score", SHENYANG, "2009", given["published"])
    points = {(SHENYANG, Period.parse("2009")): Decimal(given.get("measures", "55"))}
    evidence = Evidence(REVISED, {"measures_score": points})
    (row,) = (each for each in assess_all(catalog, values, {}, evidence) if each.kind == "scoring")
    found = row.facts["fragility"]
    return found["state"], found["distance"], found["revision_of"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # vetoed: 0.3 points short of the target of 3 per cent, revised by 0.2
        ({"change": -2.7, "measures": "60"}, ("fragile", 0.3, "change_published")),
        ({"change": -2.5, "measures": "60"}, ("robust", 0.5, "change_published")),
        # 55 points and no veto: 5 short of the 60 that pass
        ({"change": -3.0, "measures": "15"}, ("robust", 5.0, "score_published")),
        # passed by 29 points, but the target of the year only by 0.1
        ({"change": -3.1, "published": 89.0}, ("fragile", 0.1, "change_published")),
        ({"change": -9.0, "published": 61.0}, ("fragile", 1.0, "score_published")),
    ],
)
def test_a_score_is_as_robust_as_what_would_turn_it(declared, given, expected):
    state, distance, revised = fragility(declared, **given)

    assert (state, pytest.approx(distance), revised) == expected


def test_a_region_without_score_or_points_has_no_row(declared):
    assert assess(declared, -3.3) == []
