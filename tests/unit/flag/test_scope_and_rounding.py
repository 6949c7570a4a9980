"""A flag founds nothing while both scopes of the energy disagree, or while it hangs on rounding."""

from decimal import Decimal

import pytest

from etl.flag.scope_and_rounding import is_beyond_rounding, scopes_agree
from etl.model.flag import CheckDoubt
from tests.unit.flag.test_flags import RULE, behind, red


def scoped(result, decides="raw"):
    return {"scopes": {"decides": decides, "assessed_value": -3.42, "assessed_result": result}}


@pytest.mark.parametrize(
    ("facts", "span_facts", "outcome"),
    [
        ({}, {}, True),  # the plan deducts nothing
        (scoped("level_1"), scoped("not_met"), True),
        (scoped("level_3"), scoped("not_met"), False),
        (scoped("level_1"), scoped("met"), False),
        (scoped(None), scoped("not_met"), CheckDoubt.DEDUCTIONS_UNKNOWN),
        (scoped(None), scoped("met"), False),
        (scoped(None, "assessed"), {}, True),
        (scoped("level_3", "unstated"), {}, False),
    ],
)
def test_the_period_and_the_plan_must_be_red_in_both_scopes(facts, span_facts, outcome):
    assert scopes_agree(red(facts=facts), behind(facts=span_facts)) is outcome


@pytest.mark.parametrize(
    ("distance", "holds"),
    [
        (0.0043, False),  # −2.67 against 0.9 × 2.9714 = 2.67426, the yearly share of −14 % in five years
        (0.005, False),  # half the second decimal
        (0.0051, True),
        (0.31, True),
    ],
)
def test_a_distance_within_half_the_last_published_digit_founds_nothing(distance, holds):
    """Methods §1.1: rates are published with two decimals."""
    assert is_beyond_rounding(RULE, red(facts={"turn": {"up_by": distance}})) is holds


def test_arrears_that_hang_on_rounding_found_nothing_either():
    close = behind(gap=Decimal("-0.004"))

    assert not is_beyond_rounding(RULE, red(facts={"turn": {"up_by": 0.3}}), close)


def test_a_level_that_the_superior_body_published_carries_itself():
    assert is_beyond_rounding(RULE, red(kind="barometer_published"), None)
