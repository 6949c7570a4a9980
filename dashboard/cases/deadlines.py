"""What is due in a case, and when. A deadline that has passed is shown and chased; it moves no case."""

from datetime import date

from msgspec import Struct

from dashboard.cases.case import Case, latest
from dashboard.cases.term_days import IsWorkingDay, months_after, working_days_after
from etl.model.restriction import EXPIRY, RESTRICTING, CaseState, DeadlineRule, Instrument

RECHECK = "recheck_by"


class Deadline(Struct, frozen=True):
    """A day by which something is due.

    Attributes:
        id: id of the rule; ``expiry`` the end of the term, ``recheck_by`` the day that an escalation set.
        due: last day on which it is in time.
        met_on: the day on which it was met, None while it is open.
        unknown_from: from which day on its days off are not declared, so that ``due`` is provisional.
    """

    id: str
    due: date
    met_on: date | None = None
    unknown_from: date | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed and nothing met it; never told by a provisional day."""
        return self.met_on is None and self.unknown_from is None and today > self.due

    def days_left(self, today: date) -> int:
        """Days until it is due; negative once it has passed."""
        return (self.due - today).days


def deadlines_of(case: Case, instrument: Instrument, is_working_day: IsWorkingDay) -> tuple[Deadline, ...]:
    """All deadlines that have begun, in order of the day."""
    found = [
        deadline
        for rule in instrument.deadlines
        if (deadline := _of_rule(rule, case, is_working_day)) is not None
    ]
    if case.expiry is not None and case.state in RESTRICTING:
        found.append(Deadline(EXPIRY, case.expiry))
    escalated = latest(case.counted("escalate"))
    if case.state is CaseState.ESCALATED and escalated is not None:
        found.append(Deadline(RECHECK, date.fromisoformat(escalated.contents[RECHECK])))
    return tuple(sorted(found, key=lambda deadline: (deadline.due, deadline.id)))


def _of_rule(rule: DeadlineRule, case: Case, is_working_day: IsWorkingDay) -> Deadline | None:
    begins = case.expiry if rule.starts_with == EXPIRY else _day_of(case, rule.starts_with)
    if begins is None:
        return None
    met = [act.on for name in rule.met_by for act in case.counted(name) if act.on >= begins]
    met_on = min(met, default=None)
    if rule.working_days is None:
        return Deadline(rule.id, months_after(begins, rule.months or 0), met_on)
    due = working_days_after(begins, rule.working_days, is_working_day)
    return Deadline(rule.id, due, met_on, is_working_day.unknown_from(begins, due))


def _day_of(case: Case, name: str) -> date | None:
    act = latest(case.counted(name))
    return None if act is None else act.on
