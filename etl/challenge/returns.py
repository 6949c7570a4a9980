"""The calendar of returns: what came late, and what has not come. Chased, never estimated."""

from collections.abc import Iterator

from etl.challenge.figure_arrays import Evidence
from etl.model.challenge import Challenge
from etl.model.challenge_rule import LateReturnRule, MissingReturnRule, RefusedReturnRule
from etl.model.due_return import Owed, ReturnState


def _facts(owed: Owed) -> dict[str, object]:
    """The evidence that late and missing returns share."""
    return {"source": owed.declared.source, "due": owed.due.isoformat(), "return": owed.declared.id}


def late_returns(rule: LateReturnRule, evidence: Evidence) -> Iterator[Challenge]:
    """Returns that came after their day and the days of grace."""
    for owed in evidence.owed:
        if owed.arrival is not None and owed.days_late > rule.grace_days:
            facts = {**_facts(owed), "came": owed.arrival.first.isoformat(), "days": owed.days_late}
            yield Challenge(rule.kind, rule.severity, owed.declared.id, owed.region, str(owed.period), facts)


def missing_returns(rule: MissingReturnRule, evidence: Evidence) -> Iterator[Challenge]:
    """Returns that have not come although their day is over."""
    for owed in evidence.owed:
        if owed.state is ReturnState.MISSING:
            facts = {**_facts(owed), "day": evidence.day.isoformat(), "days": owed.days_late}
            yield Challenge(rule.kind, rule.severity, owed.declared.id, owed.region, str(owed.period), facts)


def refused_returns(rule: RefusedReturnRule, evidence: Evidence) -> Iterator[Challenge]:
    """Returns that came, and of which no figure passed: to be mended and sent once more."""
    for owed in evidence.owed:
        if owed.state is ReturnState.REFUSED and owed.arrival is not None:
            facts = {**_facts(owed), "came": owed.arrival.first.isoformat(), "count": owed.arrival.refused}
            yield Challenge(rule.kind, rule.severity, owed.declared.id, owed.region, str(owed.period), facts)
