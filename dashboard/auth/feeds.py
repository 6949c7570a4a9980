"""Addresses by which a calendar program reads somebody's deadlines: a token in each, its hash in the store.

A calendar program cannot sign in, so whoever has the address reads what its owner may read at that moment,
and nothing but deadlines. One address per user: a new one ends the one before, and the account ends it too.
"""

import secrets
from datetime import timedelta
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, insert, select, update

from dashboard.auth.people import find_user, user_by_id
from dashboard.auth.person import Person
from dashboard.auth.sessions import hash_of
from dashboard.operational.errors import ActError
from dashboard.operational.store import Act, Office, written
from dashboard.operational.tables import FEEDS

LASTS: Final = timedelta(days=365)


class Feed(Struct, frozen=True):
    """An address that is open: made and ending at these times."""

    made_at: str
    ends_at: str


def make_feed(act: Act, *, name: str) -> str:
    """A new address for a user, who makes it themselves; an earlier one ends.

    Returns:
        its token, which is told this once and kept nowhere.
    """
    user = find_user(act.connection, name)
    if _close(act, user.id):
        act.record("feed_ended", actor=name, subject=f"user:{name}")
    token = secrets.token_urlsafe(32)
    act.connection.execute(
        insert(FEEDS).values(
            token_hash=hash_of(token), user_id=user.id, made_at=act.at, ends_at=act.later(LASTS)
        )
    )
    act.record("feed_made", actor=name, subject=f"user:{name}")
    return token


def end_feed(act: Act, *, name: str) -> None:
    """End a user's address at once.

    Raises:
        ActError: they have none.
    """
    if not _close(act, find_user(act.connection, name).id):
        raise ActError("no_feed")
    act.record("feed_ended", actor=name, subject=f"user:{name}")


def open_feed(connection: Connection, name: str, now: str) -> Feed | None:
    """A user's address, without its token; None where they have none."""
    user = find_user(connection, name)
    row = connection.execute(
        select(FEEDS).where(FEEDS.c.user_id == user.id, FEEDS.c.ended_at.is_(None), FEEDS.c.ends_at > now)
    ).first()
    return Feed(row.made_at, row.ends_at) if row is not None else None


def person_of_feed(office: Office, token: str) -> Person | None:
    """Whose address a token stands in, as they may read now; None where it ended, or their account did."""
    with office.reading() as connection:
        found = connection.execute(
            select(FEEDS.c.user_id).where(
                FEEDS.c.token_hash == hash_of(token),
                FEEDS.c.ended_at.is_(None),
                FEEDS.c.ends_at > written(office.now()),
            )
        ).scalar()
        if found is None:
            return None
        user = user_by_id(connection, found)
        return user.person if user.is_active else None


def _close(act: Act, user_id: int) -> bool:
    ended = act.connection.execute(
        update(FEEDS).where(FEEDS.c.user_id == user_id, FEEDS.c.ended_at.is_(None)).values(ended_at=act.at)
    )
    return ended.rowcount > 0
