"""The identity of stocks and flows of titles, looked at in what the build wrote (methods §3)."""

from collections.abc import Iterable, Iterator

from etl.challenge.figure_arrays import Evidence
from etl.model.challenge import Challenge
from etl.model.challenge_rule import StockIdentityRule
from etl.model.title import StockMonth


def stock_identity(rule: StockIdentityRule, evidence: Evidence) -> Iterator[Challenge]:
    """Months whose flows do not lead from one stock to the next, or whose stock is not that of the firms."""
    for month, expected in broken_months(evidence.stocks):
        facts = {
            "opening": month.opening,
            "inflow": month.inflow,
            "outflow": month.outflow,
            "closing": month.closing,
            "expected": expected,
        }
        yield Challenge(rule.kind, rule.severity, month.subject, month.region, month.period, facts)


def broken_months(months: Iterable[StockMonth]) -> Iterator[tuple[StockMonth, int]]:
    """Every month that breaks the identity, with the closing stock that there ought to be.

    Three things must agree: opening + inflows − outflows, the opening of the month after, and the titles
    counted firm by firm.
    """
    known = tuple(months)
    closings = {(each.subject, each.region, each.month): each.closing for each in known}
    for each in known:
        before = closings.get((each.subject, each.region, each.month - 1), each.opening)
        ought_to_be = (before + each.inflow - each.outflow, each.counted)
        wrong = [stock for stock in ought_to_be if stock is not None and stock != each.closing]
        if wrong or before != each.opening:
            yield each, wrong[0] if wrong else before
