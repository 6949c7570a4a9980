"""Signing in, and the sessions that follow. A browser holds a random token; the store holds its hash.

Every signing in starts a new session under a new token: one that somebody planted is never signed in. A
session ends after a time without use, after a fixed time in any case, by signing out, and with the account.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from dashboard.auth.passwords import Passwords
from dashboard.auth.people import User, user_by_id
from dashboard.operational.errors import TOO_MANY, UNAUTHENTICATED, ActError
from dashboard.operational.store import Act, Office, written
from dashboard.operational.tables import SESSIONS, SIGN_IN_FAILURES, USERS

TRIES: Final = 5
LOCKED: Final = timedelta(minutes=15)
_SEEN_EVERY: Final = timedelta(minutes=1)
_ADDRESS_LENGTH: Final = 60


class Lifetime(Struct, frozen=True):
    """How long sessions last."""

    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=12)


class Session(Struct, frozen=True):
    """An open session as lists show it."""

    id: int
    user: str
    method: str
    address: str
    started_at: str
    seen_at: str
    ends_at: str


def hash_of(token: str) -> str:
    """What the store holds of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(
    office: Office, passwords: Passwords, lifetime: Lifetime, *, name: str, password: str, address: str
) -> str:
    """Check name and password, and start a session.

    Returns:
        its token.

    Raises:
        ActError: ``sign_in_failed`` whatever was wrong; ``sign_in_locked`` after too many tries, for names
            that nobody has as well.
    """
    with office.reading() as connection:
        _refuse_locked(connection, name, office.now())
        row = connection.execute(
            select(USERS.c.id, USERS.c.password_hash).where(USERS.c.name == name, USERS.c.is_active == 1)
        ).first()
    is_right = passwords.is_right(row.password_hash if row else None, password)  # outside the transaction
    with office.acting() as act:
        _refuse_locked(act.connection, name, act.moment)
        if is_right and row is not None:
            _forget_failures(act, name)
            _renew_hash(act, passwords, row.id, row.password_hash, password)
            return start_session(
                act, lifetime, user_by_id(act.connection, row.id), method="password", address=address
            )
        _note_failure(act, name, address)
    raise ActError("sign_in_failed", status=UNAUTHENTICATED)


def _renew_hash(act: Act, passwords: Passwords, user_id: int, kept: str, password: str) -> None:
    if passwords.is_outdated(kept):
        renewed = passwords.kept(password)
        act.connection.execute(update(USERS).where(USERS.c.id == user_id).values(password_hash=renewed))


def start_session(act: Act, lifetime: Lifetime, user: User, *, method: str, address: str) -> str:
    """Start a session of an active user.

    Returns:
        its token, which is told once.

    Raises:
        ActError: the user is disabled.
    """
    if not user.is_active:
        raise ActError("sign_in_failed", status=UNAUTHENTICATED)
    token = secrets.token_urlsafe(32)
    act.connection.execute(
        insert(SESSIONS).values(
            token_hash=hash_of(token),
            user_id=user.id,
            method=method,
            address=address[:_ADDRESS_LENGTH],
            started_at=act.at,
            seen_at=act.at,
            ends_at=act.later(lifetime.longest),
        )
    )
    act.record("signed_in", actor=user.name, subject=f"user:{user.name}", method=method, address=address[:60])
    return token


def user_of_session(office: Office, lifetime: Lifetime, token: str) -> User | None:
    """Whose session a token is; None where it is none, has ended, or was left unused for too long."""
    now = office.now()
    with office.reading() as connection:
        row = connection.execute(
            select(SESSIONS.c.id, SESSIONS.c.user_id, SESSIONS.c.seen_at).where(
                SESSIONS.c.token_hash == hash_of(token),
                SESSIONS.c.ended_at.is_(None),
                SESSIONS.c.ends_at > written(now),
                SESSIONS.c.seen_at > written(now - lifetime.idle),
            )
        ).first()
        user = user_by_id(connection, row.user_id) if row else None
    if row is None or user is None or not user.is_active:
        return None
    if row.seen_at <= written(now - _SEEN_EVERY):  # not at every request: readers need not wait for writers
        with office.acting() as act:
            act.connection.execute(update(SESSIONS).where(SESSIONS.c.id == row.id).values(seen_at=act.at))
    return user


def sign_out(office: Office, token: str) -> None:
    """End a session; nothing happens where it has ended already."""
    with office.acting() as act:
        row = act.connection.execute(
            select(SESSIONS.c.id, SESSIONS.c.user_id).where(
                SESSIONS.c.token_hash == hash_of(token), SESSIONS.c.ended_at.is_(None)
            )
        ).first()
        if row is None:
            return
        act.connection.execute(update(SESSIONS).where(SESSIONS.c.id == row.id).values(ended_at=act.at))
        name = user_by_id(act.connection, row.user_id).name
        act.record("signed_out", actor=name, subject=f"user:{name}")


def end_session(act: Act, identifier: int, *, actor: str) -> None:
    """End somebody's session as an administrator.

    Raises:
        ActError: it is not open.
    """
    row = act.connection.execute(
        select(SESSIONS.c.user_id).where(SESSIONS.c.id == identifier, SESSIONS.c.ended_at.is_(None))
    ).first()
    if row is None:
        raise ActError("unknown_session", found=identifier)
    act.connection.execute(update(SESSIONS).where(SESSIONS.c.id == identifier).values(ended_at=act.at))
    name = user_by_id(act.connection, row.user_id).name
    act.record("session_ended", actor=actor, subject=f"user:{name}")


def open_sessions(connection: Connection, now: datetime, lifetime: Lifetime) -> list[Session]:
    """The sessions that are open now, the latest used first."""
    rows = connection.execute(
        select(SESSIONS, USERS.c.name)
        .join(USERS)
        .where(
            SESSIONS.c.ended_at.is_(None),
            SESSIONS.c.ends_at > written(now),
            SESSIONS.c.seen_at > written(now - lifetime.idle),
        )
        .order_by(SESSIONS.c.seen_at.desc())
    )
    return [
        Session(row.id, row.name, row.method, row.address, row.started_at, row.seen_at, row.ends_at)
        for row in rows
    ]


# ── lock-out ──


def _refuse_locked(connection: Connection, name: str, now: datetime) -> None:
    until = connection.execute(
        select(SIGN_IN_FAILURES.c.locked_until).where(SIGN_IN_FAILURES.c.name_hash == hash_of(name))
    ).scalar()
    if until is not None and until > written(now):
        raise ActError("sign_in_locked", status=TOO_MANY, minutes=int(LOCKED.total_seconds() // 60))


def _note_failure(act: Act, name: str, address: str) -> None:
    name_hash = hash_of(name)
    table = SIGN_IN_FAILURES
    recent = act.connection.execute(
        select(table.c.count).where(
            table.c.name_hash == name_hash, table.c.last_at > written(act.moment - LOCKED)
        )
    ).scalar()
    count = (recent or 0) + 1
    until = act.later(LOCKED) if count >= TRIES else None
    act.connection.execute(delete(table).where(table.c.name_hash == name_hash))
    act.connection.execute(
        insert(table).values(
            name_hash=name_hash, count=0 if until else count, last_at=act.at, locked_until=until
        )
    )
    # what was typed as a name may be a password typed into the wrong field: its hash only
    subject = f"name:{name_hash[:16]}"
    act.record("sign_in_failed", actor="system", subject=subject, address=address[:60], is_locked=bool(until))


def _forget_failures(act: Act, name: str) -> None:
    act.connection.execute(delete(SIGN_IN_FAILURES).where(SIGN_IN_FAILURES.c.name_hash == hash_of(name)))
