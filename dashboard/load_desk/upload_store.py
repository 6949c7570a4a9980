"""Uploads in the store: every step is one transaction with its event, and asks for the state it changes."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from dashboard.load_desk.upload import DECIDED, IN_FORCE, SILENT_SECONDS, State, Upload, Work, day_of
from dashboard.operational import attachments, proposals
from dashboard.operational.errors import TOO_MANY, ActError
from dashboard.operational.store import Act, written
from dashboard.operational.tables import PROPOSALS, UPLOADS

KIND: Final = "upload"
MOST_AT_ONCE: Final = 3
_SYSTEM: Final = "system"


# ── reading ──


def find(connection: Connection, identifier: int, now: datetime) -> Upload | None:
    """An upload by its number."""
    return next(iter(_uploads(connection, now, UPLOADS.c.id == identifier)), None)


def latest(connection: Connection, now: datetime, most: int) -> list[Upload]:
    """The latest uploads first."""
    return _uploads(connection, now)[:most]


def in_force(connection: Connection, now: datetime) -> list[Upload]:
    """The uploads that builds take in, in the order in which they came."""
    return sorted(_uploads(connection, now, UPLOADS.c.state.in_(IN_FORCE)), key=lambda each: each.id)


def _uploads(connection: Connection, now: datetime, *where: Any) -> list[Upload]:
    query = (
        select(UPLOADS, PROPOSALS.c.decided_by, PROPOSALS.c.decided_at, PROPOSALS.c.reason)
        .join(PROPOSALS, UPLOADS.c.proposal_id == PROPOSALS.c.id, isouter=True)
        .where(*where)
        .order_by(UPLOADS.c.id.desc())
    )
    silent_before = written(now - timedelta(seconds=SILENT_SECONDS))
    return [_of_row(row, silent_before) for row in connection.execute(query)]


def _of_row(row: Row[Any], silent_before: str) -> Upload:
    told = dict(row._mapping)
    seen_at = told.pop("seen_at")
    texts = {name: told[name] or "" for name in ("decided_by", "decided_at", "reason")}
    return Upload(
        **{
            **told,
            **texts,
            "state": State(told["state"]),
            "work": Work(told["work"]),
            "day": date.fromisoformat(told["day"]),
            "regions": tuple(filter(None, told["regions"].split(","))),
            "problem": json.loads(told["problem"] or "{}"),
            "is_silent": seen_at < silent_before,
        }
    )


# ── bringing and reading a file ──


def bring(act: Act, *, by: str, name: str, source: str, sha256: str, size: int) -> Upload:
    """Note a file that is to be read.

    Raises:
        ActError: too many of theirs are being read already.
    """
    going_on = [each for each in _uploads(act.connection, act.moment) if each.is_at_work]
    if sum(each.uploaded_by == by for each in going_on) >= MOST_AT_ONCE:
        raise ActError("uploads_full", status=TOO_MANY, most=MOST_AT_ONCE)
    texts = ("regions", "report", "build_before", "build_after", "files", "step", "undone_by", "undo_reason")
    identifier = act.connection.execute(
        insert(UPLOADS)
        .values(
            **dict.fromkeys((*texts, "problem"), ""),
            name=name,
            source=source,
            sha256=sha256,
            size=size,
            uploaded_by=by,
            uploaded_at=act.at,
            state=State.READING,
            day=day_of(act.moment).isoformat(),
            work=Work.RUNNING,
            done=0,
            parts=0,
            seen_at=act.at,
        )
        .returning(UPLOADS.c.id)
    ).scalar_one()
    return get(act, identifier)


def tell(act: Act, identifier: int, step: str, done: int, parts: int) -> bool:
    """Say how far the work is; False where somebody wants it stopped."""
    told = act.connection.execute(
        update(UPLOADS)
        .where(UPLOADS.c.id == identifier, UPLOADS.c.work == Work.RUNNING)
        .values(step=step[:40], done=done, parts=parts, seen_at=act.at)
    )
    return told.rowcount == 1


def note_found(
    act: Act,
    identifier: int,
    *,
    is_good: bool,
    source: str,
    regions: Iterable[str],
    report: str,
    builds: tuple[str, str],
) -> None:
    """Note what was found in a file: it can be proposed, or must be corrected."""
    _move(
        act,
        identifier,
        {State.READING},
        state=State.READY if is_good else State.FAULTY,
        source=source,
        regions=",".join(sorted(regions)),
        report=report,
        build_before=builds[0],
        build_after=builds[1],
        work=Work.NONE,
    )


def end_work(act: Act, identifier: int, work: Work, problem: dict[str, str]) -> None:
    """Note that the work in the background ended without its goal: stopped or failed."""
    act.connection.execute(
        update(UPLOADS)
        .where(UPLOADS.c.id == identifier, UPLOADS.c.state.not_in(DECIDED))
        .values(work=work, problem=json.dumps(problem, ensure_ascii=False) if problem else "")
    )


def stop(act: Act, identifier: int) -> None:
    """Ask the work in the background to stop.

    Raises:
        ActError: nothing goes on, or it is too late.
    """
    asked = act.connection.execute(
        update(UPLOADS)
        .where(UPLOADS.c.id == identifier, UPLOADS.c.work == Work.RUNNING, UPLOADS.c.state.not_in(DECIDED))
        .values(work=Work.STOPPING)
    )
    if asked.rowcount != 1:
        raise ActError("upload_moved_on")


def go_on(act: Act, identifier: int) -> None:
    """Let work that has ended before its goal begin again.

    Raises:
        ActError: it goes on already, or there is none to be done.
    """
    if not get(act, identifier).is_stuck:
        raise ActError("upload_moved_on")
    values = {"work": Work.RUNNING, "seen_at": act.at, "problem": "", "step": "", "done": 0, "parts": 0}
    act.connection.execute(update(UPLOADS).where(UPLOADS.c.id == identifier).values(**values))


# ── two people ──


def propose(act: Act, identifier: int, *, by: str, content: bytes, report: bytes) -> None:
    """Put a file before a second person; the file and what was found in it are kept by their hashes.

    Raises:
        ActError: it cannot be proposed any more.
    """
    upload = get(act, identifier)
    kept = (attachments.keep(act, content), attachments.keep(act, report))
    if kept != (upload.sha256, upload.report):
        raise ActError("upload_changed")
    facts = {
        "file": upload.name,
        "sha256": upload.sha256,
        "report": upload.report,
        "source": upload.source,
        "regions": list(upload.regions),
        "build_before": upload.build_before,
    }
    proposal = proposals.propose(act, KIND, actor=by, subject=upload.subject, facts=facts, attachments=kept)
    _move(act, identifier, {State.READY}, state=State.PROPOSED, proposal_id=proposal.id)


def drop(act: Act, identifier: int) -> None:
    """Put a file aside that nobody was asked to accept."""
    _move(
        act,
        identifier,
        {State.READY, State.FAULTY, State.READING},
        state=State.WITHDRAWN,
        work=Work.NONE,
    )


def withdraw(act: Act, identifier: int, *, by: str, reason: str) -> None:
    """Take one's own proposal back."""
    proposals.withdraw(act, _proposal(get(act, identifier)), actor=by, reason=reason)
    _move(act, identifier, {State.PROPOSED}, state=State.WITHDRAWN)


def refuse(act: Act, identifier: int, *, by: str, reason: str) -> None:
    """Refuse a file as the second person, with a reason."""
    proposals.refuse(act, _proposal(get(act, identifier)), actor=by, reason=reason)
    _move(act, identifier, {State.PROPOSED}, state=State.REFUSED)


def accept(act: Act, identifier: int, *, by: str, reason: str) -> None:
    """Accept a file as the second person; its figures count from today.

    Raises:
        ActError: it is one's own, or another was faster; says who.
    """
    proposals.accept(act, _proposal(get(act, identifier)), actor=by, reason=reason)
    _move(
        act,
        identifier,
        {State.PROPOSED},
        state=State.ACCEPTED,
        day=day_of(act.moment).isoformat(),
        work=Work.RUNNING,
        seen_at=act.at,
        step="",
    )


def ask_undo(act: Act, identifier: int, *, by: str, reason: str) -> State:
    """Have a published file taken out again, with a reason; one that is not published yet at once.

    Returns:
        the state afterwards.

    Raises:
        ActError: no reason, or it is not there to be undone.
    """
    if not reason.strip():
        raise ActError("no_reason")
    upload = get(act, identifier)
    by_whom = {"undone_by": by, "undo_reason": reason.strip()}
    if upload.state is State.ACCEPTED and upload.is_stuck:
        _move(act, identifier, {State.ACCEPTED}, state=State.UNDONE, work=Work.NONE, **by_whom)
        _record(act, "upload_undone", upload, actor=by, reason=reason.strip(), build="")
        return State.UNDONE
    going_on = {"work": Work.RUNNING, "seen_at": act.at, "step": "", "problem": ""}
    _move(act, identifier, {State.PUBLISHED}, state=State.UNDOING, **going_on, **by_whom)
    _record(act, "upload_undo_asked", upload, actor=by, reason=reason.strip())
    return State.UNDOING


# ── publishing ──


def decide(act: Act, identifier: int, *, base: Sequence[int], files: str, builds: tuple[str, str]) -> bool:
    """Decide for good that a finished build becomes current; from here on it is only completed.

    Args:
        act: the transaction.
        identifier: the upload.
        base: numbers of the uploads that the build was made beside.
        files: name of its folder of accepted files.
        builds: the build that is current now, and the one that will be.

    Returns:
        False where other files were accepted meanwhile, so that the build must be made anew.

    Raises:
        ActError: somebody stopped it.
    """
    upload = get(act, identifier)
    others = [each for each in _uploads(act.connection, act.moment) if each.id != identifier]
    now_there = sorted(each.id for each in others if each.state in IN_FORCE)
    if any(each.state in DECIDED for each in others) or now_there != sorted(base):
        return False
    state = State.PUBLISHING if upload.state is State.ACCEPTED else State.UNPUBLISHING
    values = {"state": state, "files": files, "seen_at": act.at, "step": "turn"}
    if state is State.PUBLISHING:
        values |= {"build_before": builds[0], "build_after": builds[1]}
    else:
        values |= {"build_before": builds[1]}
    decided = act.connection.execute(
        update(UPLOADS)
        .where(
            UPLOADS.c.id == identifier,
            UPLOADS.c.state.in_((State.ACCEPTED, State.UNDOING)),
            UPLOADS.c.work == Work.RUNNING,
        )
        .values(**values)
    )
    if decided.rowcount != 1:
        raise ActError("upload_moved_on")
    return True


def complete(act: Act, identifier: int) -> None:
    """Note that what was decided is done; doing so twice changes nothing."""
    upload = get(act, identifier)
    if upload.state is State.PUBLISHING:
        _move(act, identifier, {State.PUBLISHING}, state=State.PUBLISHED, work=Work.NONE)
        builds = {"build_before": upload.build_before, "build_after": upload.build_after}
        _record(act, "upload_published", upload, actor=upload.decided_by or _SYSTEM, **builds)
    elif upload.state is State.UNPUBLISHING:
        _move(act, identifier, {State.UNPUBLISHING}, state=State.UNDONE, work=Work.NONE)
        told = {"reason": upload.undo_reason, "build": upload.build_before}
        _record(act, "upload_undone", upload, actor=upload.undone_by or _SYSTEM, **told)


def get(act: Act, identifier: int) -> Upload:
    """An upload that must be there.

    Raises:
        ActError: there is none.
    """
    found = find(act.connection, identifier, act.moment)
    if found is None:
        raise ActError("unknown_upload", found=identifier)
    return found


def _proposal(upload: Upload) -> int:
    if upload.proposal_id is None:
        raise ActError("upload_moved_on")
    return upload.proposal_id


def _move(act: Act, identifier: int, states: Collection[State], **values: Any) -> None:
    moved = act.connection.execute(
        # the state is asked for in the same statement that changes it: nobody can come in between
        update(UPLOADS).where(UPLOADS.c.id == identifier, UPLOADS.c.state.in_(states)).values(**values)
    )
    if moved.rowcount != 1:
        raise ActError("upload_moved_on")


def _record(act: Act, kind: str, upload: Upload, *, actor: str, **facts: Any) -> None:
    act.record(
        kind,
        actor=actor,
        subject=upload.subject,
        file=upload.name,
        sha256=upload.sha256,
        source=upload.source,
        day=upload.day.isoformat(),
        **facts,
    )
