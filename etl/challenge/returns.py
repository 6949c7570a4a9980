"""The calendar of returns: what came late, and what has not come. Chased, never estimated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from etl.challenge.panel import Evidence, at_home, last_day, records
from etl.model.challenge import Challenge
from etl.model.challenge_rule import LateReturnRule, MissingReturnRule
from etl.model.due_return import DueReturn
from etl.model.vocabulary import RegionLevel


@dataclass(frozen=True)
class Owed:
    """One return that a region owes for a period, and when it came, if it did."""

    declared: DueReturn
    region: str
    period: str
    due: date
    came: date | None

    def facts(self) -> dict[str, object]:
        """The evidence that late and missing returns share."""
        return {"source": self.declared.source, "due": self.due.isoformat(), "return": self.declared.id}


def owed_by(evidence: Evidence) -> Iterator[Owed]:
    """Every return whose day is over, by return, period and region."""
    for declared in evidence.catalog.returns.values():
        came = _arrivals(declared, evidence.observations)
        regions = [
            code
            for code in at_home(evidence.catalog, RegionLevel(declared.owed_by))
            if code not in declared.exempt
        ]
        for period in declared.periods_until(evidence.day.year):
            due = last_day(period) + timedelta(days=declared.due_days)
            if due < evidence.day:
                yield from (
                    Owed(declared, code, str(period), due, came.get((code, str(period)))) for code in regions
                )


def _arrivals(declared: DueReturn, observations: pd.DataFrame) -> dict[tuple[str, str], date]:
    """The day on which anything of a return first came, by region and period."""
    sent = observations[
        (observations["source"] == declared.source) & observations["series"].isin(declared.series)
    ]
    first = sent.groupby(["region", "period"], observed=True)["known_from"].min()
    return {(row["region"], row["period"]): row["known_from"].date() for row in records(first.reset_index())}


def late_returns(rule: LateReturnRule, evidence: Evidence) -> Iterator[Challenge]:
    """Returns that came after their day and the days of grace."""
    for owed in owed_by(evidence):
        if owed.came is None:
            continue
        days = (owed.came - owed.due).days
        if days > rule.grace_days:
            facts = {**owed.facts(), "came": owed.came.isoformat(), "days": days}
            yield Challenge(rule.kind, rule.severity, owed.declared.id, owed.region, owed.period, facts)


def missing_returns(rule: MissingReturnRule, evidence: Evidence) -> Iterator[Challenge]:
    """Returns that have not come although their day is over."""
    for owed in owed_by(evidence):
        if owed.came is None:
            facts = {**owed.facts(), "day": evidence.day.isoformat(), "days": (evidence.day - owed.due).days}
            yield Challenge(rule.kind, rule.severity, owed.declared.id, owed.region, owed.period, facts)
