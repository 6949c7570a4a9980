"""What is due in a case, and when. A deadline that has passed is shown and chased; it moves no case."""

from dataclasses import dataclass
from datetime import date

from dashboard.cases.case import Case, latest
from dashboard.cases.term_days import IsWorkingDay, months_after, working_days_after
from etl.model.restriction import EXPIRY, RESTRICTING, CaseState, DeadlineRule, Instrument

RECHECK = "recheck_by"


@dataclass(frozen=True)
class Deadline:
    """A day by which something is due.

    Attributes:
        id: id of the rule; ``expiry`` the end of the term, ``recheck_by`` the day that an escalation set.
        due: last day on which it is in time.
        met_on: the day on which it was met, None while it is open.
    """

    id: str
    due: date
    met_on: date | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed and nothing met it."""
        return self.met_on is None and today > self.due

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
    if rule.working_days is not None:
        due = working_days_after(begins, rule.working_days, is_working_day)
    else:
        due = months_after(begins, rule.months or 0)
    return Deadline(rule.id, due, min(met, default=None))


def _day_of(case: Case, name: str) -> date | None:
    act = latest(case.counted(name))
    return None if act is None else act.on
