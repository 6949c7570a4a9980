"""A flag as it stands after what people decided about the challenges on its figures (methods §4).

A build knows of no answers: in it every challenge is open. Wherever a flag is shown, its strength is the
one after them: neither a bad figure nor silence protects, and no answered challenge goes on holding it up.
"""

import json
from collections.abc import Mapping
from typing import Any

from etl.flag.answers import strength_after_answers
from etl.model.vocabulary import ChallengeStatus
from etl.store.rows import FlagRow

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
