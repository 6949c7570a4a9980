"""What is due in a register, what is overdue and by whom, and how much was closed in time (办结率)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec import Struct

from dashboard.cases.term_days import IsWorkingDay, months_after, working_days_after
from dashboard.registers.entry import Entry
from etl.model.register import Register, RegisterDeadline

SOON_DAYS: Final = 7
"""An open deadline is told as near from this many days before."""


class Standing(StrEnum):
    """How an entry stands towards what it owes."""

    OVERDUE = "overdue"
    UNDETERMINED = "undetermined"
    """Past a provisional day, or met near it: whether in time cannot be told before days off are declared."""
    SOON = "soon"
    OPEN = "open"
    LATE = "late"
    """Closed, after its day."""
    CLOSED = "closed"
    """Closed in time, or without a day that it had to meet."""
    NOTHING_DUE = "nothing_due"
    """Neither closed nor bound to a day."""


class Due(Struct, frozen=True):
    """One deadline of an entry.

    Attributes:
        due: the last day in time; None where the day that starts it is not known.
        met_on: the day that met it; None while nothing did.
        unknown_from: from which day on its days off are not declared, so that ``due`` is provisional.
    """

    id: str
    due: date | None
    met_on: date | None
    unknown_from: date | None = None

    def days_left(self, today: date) -> int:
        """Days until it is due; negative once it has passed; 0 where there is no day."""
        return (self.due - today).days if self.due else 0

    def standing(self, today: date) -> Standing:
        """How it stands on a day."""
        if self.unknown_from is not None and self.due is not None:
            return self._provisional(self.due, self.unknown_from, today)
        if self.met_on is not None:
            return Standing.LATE if self.due is not None and self.met_on > self.due else Standing.CLOSED
        if self.due is None:
            return Standing.NOTHING_DUE
        left = self.days_left(today)
        return Standing.OVERDUE if left < 0 else Standing.SOON if left <= SOON_DAYS else Standing.OPEN

    def _provisional(self, due: date, unknown_from: date, today: date) -> Standing:
        if self.met_on is not None:
            return Standing.CLOSED if self.met_on < unknown_from else Standing.UNDETERMINED
        if today > due:
            return Standing.UNDETERMINED
        return Standing.SOON if self.days_left(today) <= SOON_DAYS else Standing.OPEN


def dues_of(entry: Entry, register: Register, is_working_day: IsWorkingDay) -> tuple[Due, ...]:
    """The deadlines of an entry, in the order of the declaration."""
    return tuple(_due(entry, rule, is_working_day) for rule in register.deadlines)


def _due(entry: Entry, rule: RegisterDeadline, is_working_day: IsWorkingDay) -> Due:
    begins, met = _day(entry, rule.starts_with), _day(entry, rule.met_by)
    if begins is None:
        return Due(rule.id, None, met)
    if rule.working_days is not None:
        due = working_days_after(begins, rule.working_days, is_working_day)
        return Due(rule.id, due, met, is_working_day.unknown_from(begins, due))
    return Due(rule.id, months_after(begins, rule.months) if rule.months else begins, met)


def _day(entry: Entry, field: str) -> date | None:
    text = entry.fields.get(field)
    return date.fromisoformat(text) if text else None


class Followed(Struct, frozen=True):
    """An entry with what it owes on a day.

    Attributes:
        dues: every deadline.
        completion: the one that the rate counts; None where the register has none.
        standing: of the most pressing deadline that is open; else of the one that the rate counts.
        pressing: the deadline that the standing is of; None where nothing is due.
    """

    entry: Entry
    register: Register
    dues: tuple[Due, ...]
    completion: Due | None
    standing: Standing
    pressing: Due | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done by a day."""
        if self.standing is Standing.UNDETERMINED:
            return self.pressing is not None and self.pressing.met_on is None
        return self.standing in {Standing.OVERDUE, Standing.SOON, Standing.OPEN}


def follow(entry: Entry, register: Register, today: date, is_working_day: IsWorkingDay) -> Followed:
    """An entry as it stands on a day.

    Once the deadline that the rate counts is met, the entry is closed: an earlier step that nobody wrote down
    (such as a day of acceptance) is owed no more.
    """
    dues = dues_of(entry, register, is_working_day)
    completion = next((due for due in dues if due.id == register.completion), None)
    if completion is not None and completion.met_on is not None:
        return Followed(entry, register, dues, completion, completion.standing(today), completion)
    waiting = [due for due in dues if due.met_on is None and due.due is not None]
    pressing = min(waiting, key=lambda due: due.due or date.max, default=None)
    if pressing is not None:
        return Followed(entry, register, dues, completion, pressing.standing(today), pressing)
    return Followed(entry, register, dues, completion, Standing.NOTHING_DUE, completion)


class Rate(Struct, frozen=True):
    """How much of what was due was closed in time.

    Attributes:
        due: entries whose last day is over, whether closed or not (应办结).
        in_time: of these, closed on or before that day (按期办结).
        late: of these, closed after it.
        overdue: of these, not closed.
    """

    due: int
    in_time: int
    late: int
    overdue: int

    @property
    def percent(self) -> float | None:
        """In time ÷ due, in per cent; None where nothing was due, which is neither good nor bad."""
        return 100 * self.in_time / self.due if self.due else None


def rate_of(followed: Iterable[Followed], today: date) -> Rate:
    """The completion rate of entries: closed in time ÷ due (办结率＝按期办结÷应办结).

    An entry counts once its last day is over, closed or not: before, an open one is still in time. One
    without such a day is not counted, nor is one whose day is provisional and decides whether it was in time.
    """
    found = Counter(outcome for each in followed if (outcome := _outcome(each.completion, today)))
    in_time, late, overdue = found[Standing.CLOSED], found[Standing.LATE], found[Standing.OVERDUE]
    return Rate(in_time + late + overdue, in_time, late, overdue)


def _outcome(due: Due | None, today: date) -> Standing | None:
    """What became of an entry whose last day is over; None where it is not, or where there is none."""
    if due is None or due.due is None or due.due >= today:
        return None
    standing = due.standing(today)
    return standing if standing in {Standing.CLOSED, Standing.LATE, Standing.OVERDUE} else None


def rates_by(
    followed: Sequence[Followed], key: Callable[[Followed], str | None], today: date
) -> dict[str, Rate]:
    """The rate of each group, in the order of the groups' names; entries without a group are left out."""
    groups: dict[str, list[Followed]] = {}
    for each in followed:
        name = key(each)
        if name is not None:
            groups.setdefault(name, []).append(each)
    return {name: rate_of(groups[name], today) for name in sorted(groups)}


def month_due(each: Followed) -> str | None:
    """The month in which an entry had to be closed, such as ``2026-03``; None without such a day."""
    due = each.completion.due if each.completion else None
    return due.strftime("%Y-%m") if due else None


def who_must_act(each: Followed) -> str:
    """Who has to act, as the entry names it; empty where the register names nobody but the region."""
    name = each.register.responsible
    return each.entry.fields.get(name, "") if name else ""
