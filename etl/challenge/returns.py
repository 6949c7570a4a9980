"""The calendar of returns: what came late, and what has not come. Chased, never estimated."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from etl.challenge.panel import Evidence, records
from etl.model.challenge import Challenge
from etl.model.challenge_rule import LateReturnRule, MissingReturnRule, RefusedReturnRule
from etl.model.due_return import Arrival, DueReturn, Owed, ReturnState


def owed_by(evidence: Evidence) -> Iterator[Owed]:
    """Every return whose day is over, by return, period and region."""
    for declared in evidence.catalog.returns.values():
        came = _arrivals(declared, evidence)
        regions = evidence.catalog.owing(declared)
        yield from (owed for owed in declared.owed(regions, came, evidence.day) if owed.due < evidence.day)


def _arrivals(declared: DueReturn, evidence: Evidence) -> dict[tuple[str, str], Arrival]:
    """What came of a return, by region and period; what was rejected came too, and is to be mended."""
    sent = _series_by_place(declared, evidence.observations)
    refused = _series_by_place(declared, evidence.refused)
    return {
        place: Arrival(
            min(part[place][0] for part in (sent, refused) if place in part),
            sent[place][1] if place in sent else 0,
            refused[place][1] if place in refused else 0,
        )
        for place in sent.keys() | refused.keys()
    }


def _series_by_place(declared: DueReturn, rows: pd.DataFrame) -> dict[tuple[str, str], tuple[date, int]]:
    """The first day and the number of series of a return's rows, by region and period."""
    chosen = rows[(rows["source"] == declared.source) & rows["series"].isin(declared.series)]
    found = chosen.groupby(["region", "period"], observed=True).agg(
        first=("known_from", "min"), series=("series", "nunique")
    )
    return {
        (row["region"], row["period"]): (row["first"].date(), int(row["series"]))
        for row in records(found.reset_index())
    }


def _facts(owed: Owed) -> dict[str, object]:
    """The evidence that late and missing returns share."""
    return {"source": owed.declared.source, "due": owed.due.isoformat(), "return": owed.declared.id}


def late_returns(rule: LateReturnRule, evidence: Evidence) -> Iterator[Challenge]:
    """Returns that came after their day and the days of grace."""
    for owed in owed_by(evidence):
        if owed.arrival is not None and owed.days_late > rule.grace_days:
            facts = {**_facts(owed), "came": owed.arrival.first.isoformat(), "days": owed.days_late}
            yield Challenge(rule.kind, rule.severity, owed.declared.id, owed.region, str(owed.period), facts)


def missing_returns(rule: MissingReturnRule, evidence: Evidence) -> Iterator[Challenge]:
    """Returns that have not come although their day is over."""
    for owed in owed_by(evidence):
        if owed.state is ReturnState.MISSING:
            facts = {**_facts(owed), "day": evidence.day.isoformat(), "days": owed.days_late}
            yield Challenge(rule.kind, rule.severity, owed.declared.id, owed.region, str(owed.period), facts)


def refused_returns(rule: RefusedReturnRule, evidence: Evidence) -> Iterator[Challenge]:
    """Returns that came, and of which no figure passed: to be mended and sent once more."""
    for owed in owed_by(evidence):
        if owed.state is ReturnState.REFUSED and owed.arrival is not None:
            facts = {**_facts(owed), "came": owed.arrival.first.isoformat(), "count": owed.arrival.refused}
            yield Challenge(rule.kind, rule.severity, owed.declared.id, owed.region, str(owed.period), facts)
