"""催报: who was reminded of which return, when, by whom, with which letter; read back from the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from dashboard.operational.errors import ActError
from dashboard.operational.event import Event
from dashboard.upkeep.china_day import day_of
from etl.model.due_return import Owed, ReturnState

if TYPE_CHECKING:  # with the store behind them, which a reader of a place where nobody acts never needs
    from sqlalchemy import Connection

    from dashboard.operational.store import Act

REMINDED: Final = "return_chased"
MAILED: Final = "reminder_mailed"
NOT_MAILED: Final = "reminder_not_mailed"
_CHASED: Final = frozenset({ReturnState.MISSING, ReturnState.REFUSED, ReturnState.PARTIAL})
Key = tuple[str, str, str]
"""Return, region, period."""


class Reminder(Struct, frozen=True):
    """One reminder.

    Attributes:
        on: day in China, ISO 8601.
        number: 文号 of the letter, where it has one.
    """

    by: str
    on: str
    number: str


def is_chased(owed: Owed) -> bool:
    """Whether there is something to remind of: what came late is there by now."""
    return owed.state in _CHASED


def key_of(owed: Owed) -> Key:
    """What a reminder is about."""
    return owed.declared.id, owed.region, str(owed.period)


def remind(act: Act, owed: Iterable[Owed], *, actor: str, number: str, letter: str) -> int:
    """Remind of returns, one event each.

    Args:
        act: the transaction.
        owed: the returns.
        actor: who reminds.
        number: 文号 of the letter; empty for none.
        letter: its text, as it goes out.

    Returns:
        number of the last event.

    Raises:
        ActError: there is nothing to remind of.
    """
    last = 0
    for one in owed:
        if not is_chased(one):
            raise ActError("nothing_to_chase")
        event = act.record(
            REMINDED,
            actor=actor,
            subject=f"return:{':'.join(key_of(one))}",
            due=one.due.isoformat(),
            state=one.state.value,
            days=one.days_late,
            number=number,
            letter=letter,
        )
        last = event.sequence
    if not last:
        raise ActError("nothing_to_chase")
    return last


def note_mail(act: Act, *, actor: str, reminder: int, to: tuple[str, ...], is_sent: bool) -> None:
    """Write down whether the mail server took the letter of a reminder."""
    kind = MAILED if is_sent else NOT_MAILED
    act.record(kind, actor=actor, subject=f"event:{reminder}", to=list(to))


def reminders(connection: Connection) -> Mapping[Key, tuple[Reminder, ...]]:
    """Every reminder, the first first, by return, region and period."""
    from dashboard.operational.chain import events_of  # noqa: PLC0415  see above

    found: dict[Key, tuple[Reminder, ...]] = {}
    for event in events_of(connection, REMINDED):
        key = _key(event)
        found[key] = (*found.get(key, ()), _reminder(event))
    return found


def _key(event: Event) -> Key:
    _, due, region, period = event.subject.split(":")
    return due, region, period


def _reminder(event: Event) -> Reminder:
    on = day_of(datetime.fromisoformat(event.at)).isoformat()
    return Reminder(event.actor, on, str(event.facts["number"]))
