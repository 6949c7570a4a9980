"""A flag as it stands after what people decided about the challenges on its figures (methods §4).

A build knows of no answers: in it every challenge is open. Wherever a flag is shown, its strength is the
one after them: neither a bad figure nor silence protects, and no answered challenge goes on holding it up.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from etl.catalog.catalog import Catalog
from etl.flag.answers import strength_after_answers
from etl.model.vocabulary import ChallengeStatus, Severity
from etl.store.rows import ChallengeRow, FlagRow, ValueRow

Challenged = Mapping[tuple[str, str, str], frozenset[str]]
"""Ids of the challenges on a value, by indicator, region and period."""
Statuses = Mapping[str, ChallengeStatus]
"""What people decided about challenges, by id; one that nobody decided is open."""


def flag_after_answers(row: FlagRow, statuses: Statuses) -> FlagRow:
    """The flag with strength and checks as they are now, in every period for which it stood.

    Args:
        row: as the build froze it.
        statuses: what people decided.
    """
    facts = json.loads(row.facts)
    now = _after(facts | {"strength": row.strength}, statuses)
    strength = str(now.pop("strength"))
    if "course" in facts:
        now["course"] = [_after(each, statuses) for each in facts["course"]]
    return row._replace(strength=strength, facts=json.dumps(now, ensure_ascii=False, sort_keys=True))


def _after(facts: Mapping[str, Any], statuses: Statuses) -> dict[str, Any]:
    """One period of a flag; without challenges it is what it was."""
    barred = facts.get("open_challenges", [])
    if not barred:
        return dict(facts)
    answered = strength_after_answers(facts["checks"], barred, facts.get("decisive_challenges", []), statuses)
    return {
        **facts,
        "strength": answered.strength.value,
        "checks": dict(answered.checks),
        "open_challenges": list(answered.still_barring),
    }


def challenged_values(catalog: Catalog, challenges: Iterable[ChallengeRow]) -> Challenged:
    """Which values rest on a challenged figure of their own region and period; notes mark nothing.

    Args:
        catalog: tells which series each indicator rests on.
        challenges: all of the build.
    """
    resting: dict[str, set[str]] = {}
    for indicator in catalog.indicators:
        for subject in (indicator, *catalog.series_of(indicator)):
            resting.setdefault(subject, set()).add(indicator)
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in challenges:
        if row.severity == Severity.CHALLENGE and row.period:
            for indicator in resting.get(row.subject, ()):
                found.setdefault((indicator, row.region, row.period), set()).add(row.challenge_id)
    return {place: frozenset(ids) for place, ids in found.items()}


def marked(rows: Iterable[ValueRow], challenged: Challenged, statuses: Statuses) -> list[ValueRow]:
    """The values, marked where a challenge on them is open: not explained by two people."""
    closed = {name for name, status in statuses.items() if status is ChallengeStatus.EXPLAINED}
    return [
        row._replace(is_challenged=True)
        if (ids := challenged.get((row.indicator, row.region, row.period))) and not ids <= closed
        else row
        for row in rows
    ]
