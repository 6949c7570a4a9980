"""How each title stands at the end of a month, firm by firm: what the counts of that month are made of."""

from datetime import date

from msgspec import Struct

from etl.derive.title_course import Spell, TitleHistory
from etl.derive.titles import month_of
from etl.model.title import TitleFlow, TitleState

_STATE_AFTER = {
    TitleFlow.REVOKED: TitleState.REVOKED,
    TitleFlow.MERGED: TitleState.MERGED,
    TitleFlow.MOVED_OUT: TitleState.MOVED_AWAY,
    TitleFlow.RECODED_OUT: TitleState.MOVED_AWAY,
}


class StandingTitle(Struct, frozen=True):
    """One title of one firm at the end of a month.

    Attributes:
        region: where the firm is registered then, or was when the title ended.
        recognised: day of the last recognition.
        valid_to: first day on which it is not valid, by what is known; None where an act ended it.
        since: day on which the state began.
    """

    firm: str
    tier: str
    region: str
    industry: str | None
    recognised: date
    valid_to: date | None
    state: TitleState
    since: date


def state_at(
    history: TitleHistory, month: int, *, expiring_months: int, pending_months: int
) -> StandingTitle | None:
    """How the title of one firm and tier stands at the end of a month.

    Args:
        history: everything that happened to it.
        month: the month as a number, see :func:`etl.derive.titles.month_of`.
        expiring_months: how soon an end counts as expiring.
        pending_months: how long after its end a title without a published review counts as pending.

    Returns:
        None where the firm had no title yet.
    """
    begun = [spell for spell in history.spells if month_of(spell.start) <= month]
    if not begun:
        return None
    spell = begun[-1]
    state = _state(history, spell, month, expiring_months=expiring_months, pending_months=pending_months)
    is_over = month_of(spell.end) <= month
    return StandingTitle(
        firm=spell.firm,
        tier=spell.tier,
        region=spell.region,
        industry=spell.industry,
        recognised=max(day for _, day in history.recognitions if month_of(day) <= month),
        valid_to=spell.end if spell.left is TitleFlow.EXPIRED else None,
        state=state,
        since=spell.end if is_over else spell.start,
    )


def _state(
    history: TitleHistory, spell: Spell, month: int, *, expiring_months: int, pending_months: int
) -> TitleState:
    if month < month_of(spell.end):
        is_due = _is_due(history, month, -expiring_months, 0)
        return TitleState.EXPIRING if is_due else TitleState.VALID
    if spell.left in _STATE_AFTER:
        return _STATE_AFTER[spell.left]
    return TitleState.REVIEW_PENDING if _is_due(history, month, 0, pending_months) else TitleState.LAPSED


def _is_due(history: TitleHistory, month: int, first: int, stop: int) -> bool:
    """Whether an end that was known in that month lies so many months around it, as the counts have it."""
    return any(
        month_of(due.valid_to) + first <= month < month_of(due.valid_to) + stop
        and month_of(due.known_from) <= month
        and (due.known_to is None or month < month_of(due.known_to))
        for due in history.due
    )
