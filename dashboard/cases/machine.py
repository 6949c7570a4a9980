"""The one state machine of all instruments: it plays a table and refuses what the table does not provide.

Pure: case and wish in, event and next case out. An act that needs four eyes is drafted by one person and
counts from the day on which a second one confirms it; requirements are asked both times.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from msgspec.structs import replace

from dashboard.cases.case import Act, Case, CaseEvent, Move, Person, latest
from dashboard.cases.contents import faults_of
from dashboard.cases.refusal import Refused
from dashboard.cases.term_days import IsWorkingDay, months_after, working_days_after
from etl.model.restriction import ENDED, RESTRICTING, ActRule, CaseState, Instrument, Requirement

REPLY_DUE: Final = "reply_due"
_TERM, _END = "term_months", "end_date"


def do(case: Case, act: Act, instrument: Instrument, is_working_day: IsWorkingDay) -> tuple[CaseEvent, Case]:
    """Do an act, or draft it where it needs a second person.

    Args:
        case: the case before it.
        act: what a person wants to do.
        instrument: the table that the case runs by.
        is_working_day: the calendar of working days.

    Returns:
        The event to be kept, and the case after it.

    Raises:
        Refused: the table does not provide it; the reason names the row and what is missing.
    """
    rule = _possible(case, act, instrument, is_working_day)
    _refuse_incomplete(act, rule)
    event = CaseEvent(Move.DRAFTED if rule.four_eyes else Move.DONE, act)
    return event, after(case, event, instrument)


def confirm(
    case: Case, person: Person, on: date, instrument: Instrument, is_working_day: IsWorkingDay
) -> tuple[CaseEvent, Case]:
    """Confirm the drafted act as its second person; from this day it counts. As :func:`do` otherwise."""
    draft = _drafted(case)
    if person.id == draft.by.id:
        raise Refused("same_person", act=draft.name, person=person.id)
    confirmed = replace(draft, by=person, on=on)
    rule = _possible(replace(case, pending=None), confirmed, instrument, is_working_day)
    _refuse_incomplete(confirmed, rule)  # a day that lay ahead of the draft may have passed since
    event = CaseEvent(Move.CONFIRMED, confirmed)
    return event, after(case, event, instrument)


def withdraw(case: Case, person: Person, on: date, instrument: Instrument) -> tuple[CaseEvent, Case]:
    """Take a drafted act back: its author, or anybody who might have confirmed it.

    Raises:
        Refused: nothing is drafted, the role is not that of the act, or the day lies before the draft.
    """
    draft = _drafted(case)
    rule = _row(instrument, draft.name)
    _refuse_day_before(case, on, draft.name)
    if not person.roles & set(rule.roles):
        raise Refused("role", act=draft.name, roles=rule.roles)
    event = CaseEvent(Move.WITHDRAWN, replace(draft, by=person, on=on))
    return event, after(case, event, instrument)


def after(case: Case, event: CaseEvent, instrument: Instrument) -> Case:
    """The case after an event: what a replay of the kept events gives, without asking anything again."""
    act, seen = event.act, replace(case, events=(*case.events, event))
    if event.move is Move.DRAFTED:
        return replace(seen, pending=act)
    if event.move is Move.WITHDRAWN:
        return replace(seen, pending=None)
    rule = _row(instrument, act.name)
    draft = case.pending if event.move is Move.CONFIRMED else None
    both = {act.by.id} | ({draft.by.id} if draft else set())
    state = rule.state_after(case.state, dict(act.contents))
    return replace(
        seen,
        pending=None if draft else case.pending,
        state=state,
        people={**case.people, act.name: frozenset(both)},
        expiry=_expiry(seen, act, state),
        was_extended=case.was_extended or state is CaseState.EXTENDED,
        check_result=act.contents["result"]
        if state is CaseState.CHECKED and rule.to_state
        else case.check_result,
    )


def replay(case: Case, events: tuple[CaseEvent, ...], instrument: Instrument) -> Case:
    """A case from its kept events."""
    for event in events:
        case = after(case, event, instrument)
    return case


def possible_acts(
    case: Case, person: Person, on: date, instrument: Instrument, is_working_day: IsWorkingDay
) -> Mapping[str, Refused | None]:
    """Every act of the table → None where the person may do it on the day, else why not."""
    found: dict[str, Refused | None] = {}
    for rule in instrument.acts:
        basis = next((each.number for each in instrument.bases if each.is_in_force(on)), "")
        try:
            _possible(case, Act(rule.id, person, on, basis, reason="-"), instrument, is_working_day)
            found[rule.id] = None
        except Refused as refused:
            found[rule.id] = refused
    return found


def _possible(case: Case, act: Act, instrument: Instrument, is_working_day: IsWorkingDay) -> ActRule:
    rule = _row(instrument, act.name)
    _refuse_wrong_moment(case, act, rule)
    _refuse_wrong_person(case, act, rule)
    _refuse_wrong_basis(act, instrument)
    for requirement in rule.requires:
        if not _REQUIREMENTS[requirement](case, act.on, instrument, is_working_day):
            raise Refused(requirement.value, act=act.name, expiry=case.expiry)
    return rule


def _refuse_incomplete(act: Act, rule: ActRule) -> None:
    if faults := faults_of(act, rule):
        raise Refused("contents", act=act.name, faults=faults)


def _row(instrument: Instrument, name: str) -> ActRule:
    rule = instrument.act(name)
    if rule is None:
        raise Refused("no_such_act", act=name, instrument=instrument.id)
    return rule


def _drafted(case: Case) -> Act:
    if case.pending is None:
        raise Refused("nothing_drafted")
    return case.pending


def _refuse_wrong_moment(case: Case, act: Act, rule: ActRule) -> None:
    if case.state in ENDED:
        raise Refused("case_ended", act=act.name, state=case.state)
    if case.pending is not None and not rule.is_said_by_region:
        raise Refused("pending", act=act.name, pending=case.pending.name)
    is_here = case.state in rule.from_states if rule.from_states else case.state is None
    if not is_here:
        raise Refused("state", act=act.name, state=case.state, from_states=rule.from_states)
    _refuse_day_before(case, act.on, act.name)


def _refuse_day_before(case: Case, on: date, name: str) -> None:
    if case.last_day is not None and on < case.last_day:
        raise Refused("before_last_event", act=name, on=on, last=case.last_day)


def _refuse_wrong_person(case: Case, act: Act, rule: ActRule) -> None:
    if not act.by.roles & set(rule.roles):
        raise Refused("role", act=act.name, roles=rule.roles)
    for earlier in rule.not_by:
        if act.by.id in case.people.get(earlier, ()):
            raise Refused("took_part", act=act.name, person=act.by.id, earlier=earlier)


def _refuse_wrong_basis(act: Act, instrument: Instrument) -> None:
    basis = instrument.basis(act.basis)
    if basis is None:
        raise Refused(
            "no_basis", act=act.name, basis=act.basis, known=[each.number for each in instrument.bases]
        )
    if not basis.is_in_force(act.on):
        raise Refused("basis_not_in_force", act=act.name, basis=act.basis, on=act.on, valid_to=basis.valid_to)


def _expiry(case: Case, act: Act, state: CaseState) -> date | None:
    """Last day of the term after an act; it begins with the issue of the decision, or with its extension."""
    if state is CaseState.IN_FORCE and case.state is not CaseState.IN_FORCE:
        decided = latest(case.counted("decide"))
        return _last_day(decided, act.on) if decided else None
    if state is CaseState.EXTENDED and case.state is not CaseState.EXTENDED:
        return _last_day(latest(case.counted(act.name)) or act, act.on)
    return case.expiry if state in RESTRICTING else None


def _last_day(act: Act, begins: date) -> date:
    if _END in act.contents:
        return date.fromisoformat(act.contents[_END])
    return months_after(begins, int(act.contents[_TERM]))


def _reply_heard(case: Case, on: date, instrument: Instrument, is_working_day: IsWorkingDay) -> bool:
    notified = latest(case.counted("notify"))
    time = next((each.working_days for each in instrument.deadlines if each.id == REPLY_DUE), None)
    if notified is None or time is None:
        return True
    if case.counted("reply"):
        return True
    due = working_days_after(notified.on, time, is_working_day)
    unknown = is_working_day.unknown_from(notified.on, due)
    if on > due and unknown is not None:  # silence counts only where the end of the term is certain
        raise Refused("calendar_unknown", act="propose", year=unknown.year)
    return on > due


def _term_expired(case: Case, on: date, *_: object) -> bool:
    return case.expiry is not None and on > case.expiry


def _is_first_check(case: Case) -> bool:
    counting = (Move.DONE, Move.CONFIRMED)
    names = (event.act.name for event in reversed(case.events) if event.move in counting)
    return next((name for name in names if name in {"check", "return_check"}), None) == "check"


_REQUIREMENTS: Final[Mapping[Requirement, Callable[[Case, date, Instrument, IsWorkingDay], bool]]] = {
    Requirement.REPLY_HEARD: _reply_heard,
    Requirement.FOUNDING_FLAG: lambda case, *_: case.evidence.may_found,
    Requirement.TERM_EXPIRED: _term_expired,
    Requirement.END_REACHED: _term_expired,
    Requirement.CHECK_PASSED: lambda case, *_: case.check_result == "passed",
    Requirement.CHECK_FAILED: lambda case, *_: case.check_result == "failed",
    Requirement.CHECK_RETURNED: lambda case, *_: case.check_result == "returned",
    Requirement.NOT_YET_RETURNED: lambda case, *_: _is_first_check(case),
    Requirement.NOT_YET_EXTENDED: lambda case, *_: not case.was_extended,
    Requirement.ALREADY_EXTENDED: lambda case, *_: case.was_extended,
}
