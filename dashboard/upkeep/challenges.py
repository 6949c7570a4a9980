"""Challenges put, answered and closed (methods §4): acts on one side, what they add up to on the other.

    put (term of ten working days) → answered → closing proposed → closed by a second person

The region answers; two people of the superior body close it with a reason, neither of whom answered. While it
is open, or upheld, the figure is no proof; a term that passes in silence is no shelter either.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import Connection

from dashboard.flags_after_answers import Course, Courses, Reply, digest_of
from dashboard.operational import proposals
from dashboard.operational.chain import events_of
from dashboard.operational.errors import FORBIDDEN, ActError
from dashboard.operational.event import Event
from dashboard.operational.proposals import Proposal
from dashboard.operational.store import Act
from dashboard.upkeep.china_day import day_of
from etl.model.vocabulary import ChallengeStatus, Severity
from etl.store.rows import ChallengeRow

PUT: Final = "challenge_put"
ANSWERED: Final = "challenge_answered"
CLOSING: Final = "challenge_close"
OUTCOMES: Final = (ChallengeStatus.EXPLAINED, ChallengeStatus.UPHELD)
ANSWERS: Final = ("explanation", "correction")
TERM_DAYS: Final = 10
"""Working days in which the region answers (methods §4)."""

LONGEST_DAYS_OFF: Final = timedelta(days=14)
"""No holiday keeps offices closed longer than eight days; ten working days meet one of them."""

KINDS: Final = (
    PUT,
    ANSWERED,
    *(f"{CLOSING}_{move}" for move in ("proposed", "accepted", "refused", "withdrawn")),
)
_SUBJECT: Final = "challenge:"


def put(
    act: Act, *, actor: str, row: ChallengeRow, due: date, reason: str, is_provisional: bool = False
) -> None:
    """Put a challenge to whom it is addressed to; the term begins.

    Args:
        act: the transaction.
        actor: who puts it.
        row: the challenge.
        due: last day of the term.
        reason: why it is put.
        is_provisional: whether the term runs into a year whose days off are not declared: silence then counts
            only from a day by which the term is over whatever will be declared.

    Raises:
        ActError: it is a note, or it was put already about the same figures.
    """
    _refuse_note(row)
    if course_of(act.connection, row, day_of(act.moment)).put_on:
        raise ActError("put_already")
    silent: dict[str, Any] = {"silent_after": (due + LONGEST_DAYS_OFF).isoformat()} if is_provisional else {}
    act.record(
        PUT,
        actor=actor,
        subject=_subject(row),
        due=due.isoformat(),
        reason=reason.strip(),
        **silent,
        **_matter(row),
    )


def answer(
    act: Act,
    *,
    actor: str,
    row: ChallengeRow,
    kind: str,
    text: str,
    figure: str = "",
    attachments: tuple[str, ...] = (),
) -> None:
    """Answer a challenge: the figure stands and why, or which figure will come in its place.

    An announced figure changes nothing by itself: it enters with the next delivery.

    Raises:
        ActError: it is a note or closed, nothing is said, or a correction names no figure.
    """
    _refuse_note(row)
    if kind not in ANSWERS:
        raise ActError("unknown_choice")
    if not text.strip():
        raise ActError("no_answer")
    if kind == "correction" and not figure.strip():
        raise ActError("no_figure")
    if course_of(act.connection, row, day_of(act.moment)).outcome:
        raise ActError("closed_already")
    act.record(
        ANSWERED,
        actor=actor,
        subject=_subject(row),
        attachments=attachments,
        kind_of_answer=kind,
        text=text.strip(),
        figure=figure.strip() if kind == "correction" else "",
        **_matter(row),
    )


def propose_closing(act: Act, *, actor: str, row: ChallengeRow, outcome: str, reason: str) -> Proposal:
    """Propose to close a challenge, as the first of two people of the superior body.

    Raises:
        ActError: no reason, oneself answered it, another proposal waits, or whom it was put to could still
            answer.
    """
    _refuse_note(row)
    course = course_of(act.connection, row, day_of(act.moment))
    if outcome not in OUTCOMES:
        raise ActError("unknown_choice")
    if not reason.strip():
        raise ActError("no_reason")
    if course.waiting is not None:
        raise ActError("closing_waits")
    if not course.replies and course.status is not ChallengeStatus.UNANSWERED:
        raise ActError("not_heard")
    _refuse_own(course, actor)
    facts = {"outcome": outcome, "why": reason.strip(), **_matter(row)}
    return proposals.propose(act, CLOSING, actor=actor, subject=_subject(row), facts=facts)


def accept_closing(act: Act, identifier: int, *, actor: str, row: ChallengeRow) -> None:
    """Close it as the second person.

    Raises:
        ActError: oneself answered or proposed it, or the figures changed meanwhile.
    """
    proposal = proposals.find(act.connection, identifier)
    if proposal.kind != CLOSING or proposal.subject != _subject(row):
        raise ActError("unknown_proposal", found=identifier)
    if proposal.facts["digest"] != digest_of(row):
        raise ActError("figures_changed")
    _refuse_own(course_of(act.connection, row, day_of(act.moment)), actor)
    proposals.accept(act, identifier, actor=actor)


def _refuse_note(row: ChallengeRow) -> None:
    if row.severity != Severity.CHALLENGE:
        raise ActError("only_a_note")


def _refuse_own(course: Course, actor: str) -> None:
    if any(reply.by == actor for reply in course.replies):
        raise ActError("own_answer", status=FORBIDDEN)


def _subject(row: ChallengeRow) -> str:
    return f"{_SUBJECT}{row.challenge_id}"


def _matter(row: ChallengeRow) -> dict[str, Any]:
    """What the act is about, so that the chain can be understood without the build."""
    return {
        "digest": digest_of(row),
        "matter": {
            "kind": row.kind,
            "about": row.subject,
            "region": row.region,
            "period": row.period or "",
            "facts": row.facts,
        },
    }


# ── what the acts add up to ──


def course_of(connection: Connection, row: ChallengeRow, day: date) -> Course:
    """What was done about one challenge, by a day in China."""
    return courses(events_of(connection, *KINDS), [row], day).by_id.get(row.challenge_id, Course())


def courses(events: Iterable[Event], rows: Sequence[ChallengeRow], day: date, version: str = "") -> Courses:
    """What was done about the challenges of a build.

    Args:
        events: those of :data:`KINDS`, the first first.
        rows: the challenges of the build; what was done about other figures does not count.
        day: today in China.
        version: names the state of the chain.
    """
    by_id = {row.challenge_id: row for row in rows}
    of_challenge: dict[str, list[Event]] = {}
    for event in events:
        of_challenge.setdefault(event.subject.removeprefix(_SUBJECT), []).append(event)
    found = {name: _fold(of_challenge[name], by_id[name], day) for name in of_challenge if name in by_id}
    return Courses(version, {name: course for name, course in found.items() if course is not None})


def _fold(events: Sequence[Event], row: ChallengeRow, day: date) -> Course | None:
    digest, course, proposed = digest_of(row), Course(), dict[int, Event]()
    is_touched = False
    for event in events:
        if event.kind == f"{CLOSING}_proposed":
            proposed[event.facts["proposal"]] = event
        about = proposed.get(event.facts.get("proposal", 0), event)
        if _digest(about) != digest:
            continue
        is_touched = True
        course = _MOVES[event.kind](course, event, about)
    return _with_status(course, day) if is_touched else None


def _digest(event: Event) -> str:
    return str(event.facts.get("content", event.facts)["digest"])


def _put(course: Course, event: Event, about: Event) -> Course:
    due = str(event.facts["due"])
    silent_after = str(event.facts.get("silent_after", due))
    return replace(course, put_by=event.actor, put_on=_day(event), due=due, silent_after=silent_after)


def _answered(course: Course, event: Event, about: Event) -> Course:
    facts, on = event.facts, _day(event)
    is_late = bool(course.due) and on > course.silent_after
    reply = Reply(event.actor, on, facts["kind_of_answer"], facts["text"], facts["figure"], is_late)
    return replace(course, replies=(*course.replies, reply))


def _proposed(course: Course, event: Event, about: Event) -> Course:
    return replace(course, waiting=event.facts["proposal"])


def _closed(course: Course, event: Event, about: Event) -> Course:
    content = about.facts["content"]
    return replace(
        course,
        waiting=None,
        outcome=content["outcome"],
        closed_by=(about.actor, event.actor),
        closed_on=_day(event),
        reason=content["why"],
    )


def _kept_open(course: Course, event: Event, about: Event) -> Course:
    return replace(course, waiting=None)


_MOVES: Final[Mapping[str, Callable[[Course, Event, Event], Course]]] = {
    PUT: _put,
    ANSWERED: _answered,
    f"{CLOSING}_proposed": _proposed,
    f"{CLOSING}_accepted": _closed,
    f"{CLOSING}_refused": _kept_open,
    f"{CLOSING}_withdrawn": _kept_open,
}


def _with_status(course: Course, day: date) -> Course:
    if course.outcome:
        return replace(course, status=ChallengeStatus(course.outcome))
    in_time = any(not reply.is_late for reply in course.replies)
    is_silent = bool(course.due) and day.isoformat() > course.silent_after and not in_time
    return replace(course, status=ChallengeStatus.UNANSWERED if is_silent else ChallengeStatus.OPEN)


def _day(event: Event) -> str:
    return day_of(datetime.fromisoformat(event.at)).isoformat()
