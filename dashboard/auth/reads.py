"""Who read what is restricted. Kept beside the chain: there are many, and none changes anything."""

from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, insert, select

from dashboard.operational.store import Office
from dashboard.operational.tables import READS

_WHAT: Final = 300
_SCOPE: Final = 120


class ReadRow(Struct, frozen=True):
    """One reading."""

    at: str
    actor: str
    what: str
    scope: str


def note_read(office: Office, *, actor: str, what: str, scope: str) -> None:
    """Note that somebody read something restricted, before it is shown."""
    with office.acting() as act:
        act.connection.execute(
            insert(READS).values(at=act.at, actor=actor, what=what[:_WHAT], scope=scope[:_SCOPE])
        )


def reads(connection: Connection, *, actor: str | None = None, limit: int = 500) -> list[ReadRow]:
    """The latest readings first, of one person if given."""
    query = select(READS).order_by(READS.c.id.desc()).limit(limit)
    if actor is not None:
        query = query.where(READS.c.actor == actor)
    return [ReadRow(row.at, row.actor, row.what, row.scope) for row in connection.execute(query)]
