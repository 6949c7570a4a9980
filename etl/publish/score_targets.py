"""The target of the year and that of the plan beside a score, in words."""

from etl.errors import say
from etl.model.judged import ScoreFact


def both_targets(score: ScoreFact, lang: str) -> str:
    """Whether each was met, and that the target of the year is only a share of the five-year one."""
    told = {name: _told(score.missed.get(name), lang) for name in ("annual", "cumulative")}
    derived = say("explain_score_derived", lang) if score.annual_derived else ""
    return say("explain_score_both", lang, derived=derived, **told)


def _told(missed: bool | None, lang: str) -> str:
    state = "unknown" if missed is None else "missed" if missed else "met"
    return say(f"score_target_{state}", lang)
