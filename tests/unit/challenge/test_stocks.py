"""Stocks of titles that their flows do not explain are challenged (methods §3)."""

from msgspec.structs import replace

from etl.challenge.stocks import broken_months, stock_identity
from etl.model.title import StockMonth
from tests import small
from tests.unit.challenge.figures import SHENYANG, evidence

JUNE = StockMonth("valid_srdi", SHENYANG, "2024M06", 2024 * 12 + 5, 10, 3, 1, 12)
JULY = StockMonth("valid_srdi", SHENYANG, "2024M07", 2024 * 12 + 6, 12, 0, 2, 10, counted=10)


def test_months_whose_flows_lead_from_stock_to_stock_are_left_alone():
    assert list(broken_months([JUNE, JULY])) == []


def test_a_stock_that_flows_do_not_explain_is_named_with_what_it_ought_to_be():
    wrong = replace(JUNE, closing=11)
    # July opens with 12 where June is said to close with 11: the seam is broken as well
    assert dict(broken_months([wrong, JULY])) == {wrong: 12, JULY: 9}


def test_a_stock_that_counting_firm_by_firm_does_not_find_is_named():
    wrong = replace(JULY, counted=9)
    assert dict(broken_months([JUNE, wrong])) == {wrong: 9}


def test_a_broken_stock_is_a_challenge_of_its_region_and_month():
    broken = replace(evidence(small.catalog(), []), stocks=(JUNE, replace(JULY, closing=11)))
    (found,) = stock_identity(small.challenge_rule("stock_identity"), broken)
    assert (found.subject, found.region, found.period) == ("valid_srdi", SHENYANG, "2024M07")
    assert found.facts == {"opening": 12, "inflow": 0, "outflow": 2, "closing": 11, "expected": 10}
