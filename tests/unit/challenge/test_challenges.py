"""The checks of a build: those that a rule is declared for, in a stable order, with lasting names."""

from datetime import date

import pytest

from etl.challenge.challenge import raise_challenges, rules_in_force
from etl.model.vocabulary import Severity
from tests import small
from tests.unit.challenge.figures import ANSHAN, PROVINCE, SHENYANG, evidence

GDP = small.series("gdp", "hundred_million_yuan", "level", adds_up=True, tolerance=0.01)
SHARE = small.indicator("share", {"kind": "series", "series": "gdp"}, plausible={"min": 0, "max": 100})
RULES = (small.challenge_rule("parts_against_whole"), small.challenge_rule("implausible"))
SHORT = [("gdp", PROVINCE, "2023", 100.0), ("gdp", SHENYANG, "2023", 60.0), ("gdp", ANSHAN, "2023", 30.0)]
TOO_MUCH = ("share", ANSHAN, "2023", 101.0)


def catalog(*rules):
    return small.catalog(
        all_series=(GDP,), sources=(small.source("bureau"),), indicators=(SHARE,), challenge_rules=rules
    )


def raised(*rules):
    return raise_challenges(evidence(catalog(*rules), SHORT, TOO_MUCH))


def test_challenges_come_in_a_stable_order_with_lasting_names():
    first, second = raised(*RULES), raised(*reversed(RULES))

    assert [c.challenge_id for c in first] == [c.challenge_id for c in second]
    assert [c.kind for c in first] == ["implausible", "parts_against_whole"]


def test_a_check_without_a_rule_is_not_run():
    assert raised() == ()
    assert [c.kind for c in raised(RULES[1])] == ["implausible"]


def test_the_severity_is_that_of_the_rule():
    (found,) = raised(small.challenge_rule("implausible", severity="note"))

    assert found.severity is Severity.NOTE


@pytest.mark.parametrize(
    ("day", "rule"), [(date(2009, 1, 1), None), (date(2015, 1, 1), "old"), (date(2024, 1, 1), "new")]
)
def test_the_rule_that_was_valid_last_on_the_day_of_the_data_holds(day, rule):
    old, new = (
        small.challenge_rule("implausible", id=name, valid_from=valid)
        for name, valid in (("old", "2010-01-01"), ("new", "2020-01-01"))
    )

    found = rules_in_force(catalog(old, new), day)

    assert (found["implausible"].id if found else None) == rule


def test_a_build_without_figures_raises_nothing(shipped_catalog):
    assert raise_challenges(evidence(shipped_catalog)) == ()
