"""The chain in the database: appended to, read, and told by its head."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, func, insert, select, update

from dashboard.operational.event import BEFORE_THE_FIRST, Event
from dashboard.operational.keys import ChainKey
from dashboard.operational.tables import CHAIN_HEAD, EVENTS

BEGUN: Final = "chain_begun"
SET_BACK: Final = "clock_set_back"
_APART: Final = timedelta(minutes=1)
"""How far the clocks of several servers may lie apart without a word."""

_PAGE: Final = 500  # events read at a time


class Head(Struct, frozen=True):
    """The end of the chain, as reports print it.

    Attributes:
        sequence: number of the last event; 0 where nothing has happened yet.
        hash: its hash.
        signer: fingerprint of the key that signed it; empty where nothing has happened yet.
    """

    sequence: int
    hash: str
    signer: str

    def __str__(self) -> str:
        return f"{self.sequence}-{self.hash}"


def append(
    connection: Connection,
    key: ChainKey,
    *,
    at: str,
    actor: str,
    kind: str,
    subject: str,
    facts: dict[str, Any],
    attachments: Sequence[str] = (),
) -> Event:
    """Append an event. The caller holds the lock of the chain, so that no other is appended meanwhile."""
    sequence, previous = connection.execute(select(CHAIN_HEAD.c.sequence, CHAIN_HEAD.c.hash)).one()
    if sequence == 0 and kind != BEGUN:
        # the first event names the key, so that whoever has the chain can check every later signature
        first = append(
            connection,
            key,
            at=at,
            actor="system",
            kind=BEGUN,
            subject="chain",
            facts={"public_key": key.public},
        )
        sequence, previous = first.sequence, first.hash
    last_at = _last_at(connection, sequence)
    if kind != SET_BACK and last_at is not None and _moment(at) + _APART < _moment(last_at):
        # the order of acts is that of their numbers; whoever reads their times must know that one is wrong
        noted = append(
            connection,
            key,
            at=at,
            actor="system",
            kind=SET_BACK,
            subject="clock",
            facts={"last_event": last_at, "clock": at},
        )
        sequence, previous = noted.sequence, noted.hash
    new = Event(
        sequence=sequence + 1,
        previous=previous if sequence else BEFORE_THE_FIRST,
        at=at,
        actor=actor,
        kind=kind,
        subject=subject,
        facts=facts,
        attachments=tuple(attachments),
        signer=key.fingerprint,
    )
    _store(connection, key, new)
    return new


def _last_at(connection: Connection, sequence: int) -> str | None:
    return connection.execute(select(EVENTS.c.at).where(EVENTS.c.sequence == sequence)).scalar()


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at.replace("Z", "+00:00"))


def _store(connection: Connection, key: ChainKey, new: Event) -> None:
    event_hash = new.hash
    connection.execute(
        insert(EVENTS).values(
            sequence=new.sequence,
            hash=event_hash,
            previous=new.previous,
            signature=key.sign(event_hash),
            at=new.at,
            actor=new.actor,
            kind=new.kind,
            subject=new.subject,
            body=new.body,
        )
    )
    connection.execute(update(CHAIN_HEAD).values(sequence=new.sequence, hash=event_hash))


def last_event(connection: Connection) -> Event | None:
    """The event at the end of the chain; None before the first."""
    body = connection.execute(select(EVENTS.c.body).order_by(EVENTS.c.sequence.desc()).limit(1)).scalar()
    return Event.of_body(body) if body is not None else None


def head(connection: Connection) -> Head:
    """The end of the chain."""
    row = connection.execute(
        select(EVENTS.c.sequence, EVENTS.c.hash, EVENTS.c.body).order_by(EVENTS.c.sequence.desc()).limit(1)
    ).first()
    if row is None:
        return Head(0, BEFORE_THE_FIRST, "")
    return Head(row.sequence, row.hash, Event.of_body(row.body).signer)


def lines(connection: Connection) -> Iterator[bytes]:
    """The chain as it is exported: hash, signature and body of each event, separated by tabs."""
    after = -1
    while page := connection.execute(
        select(EVENTS.c.sequence, EVENTS.c.hash, EVENTS.c.signature, EVENTS.c.body)
        .where(EVENTS.c.sequence > after)
        .order_by(EVENTS.c.sequence)
        .limit(_PAGE)
    ).all():
        for row in page:
            yield f"{row.hash}\t{row.signature}\t{row.body}\n".encode()
        after = page[-1].sequence


def events(
    connection: Connection, *, subject: str | None = None, actor: str | None = None, limit: int = 200
) -> list[Event]:
    """The latest events first.

    Args:
        connection: a transaction.
        subject: only what was done to this.
        actor: only what this one did.
        limit: how many at most.
    """
    query = select(EVENTS.c.body).order_by(EVENTS.c.sequence.desc()).limit(limit)
    if subject is not None:
        query = query.where(EVENTS.c.subject == subject)
    if actor is not None:
        query = query.where(EVENTS.c.actor == actor)
    return [Event.of_body(body) for body in connection.execute(query).scalars()]


def events_of(connection: Connection, *kinds: str, after: int = 0) -> list[Event]:
    """Every event of some kinds, the first first.

    Args:
        connection: a transaction.
        kinds: what was done.
        after: only events with a higher number.
    """
    query = (
        select(EVENTS.c.body)
        .where(EVENTS.c.kind.in_(kinds), EVENTS.c.sequence > after)
        .order_by(EVENTS.c.sequence)
    )
    return [Event.of_body(body) for body in connection.execute(query).scalars()]


def head_number(connection: Connection, *kinds: str) -> int:
    """Number of the last event of some kinds; 0 where there is none."""
    query = select(func.max(EVENTS.c.sequence)).where(EVENTS.c.kind.in_(kinds))
    return connection.execute(query).scalar() or 0
