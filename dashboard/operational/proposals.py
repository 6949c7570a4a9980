"""An act that takes two people: one proposes, another accepts or refuses. Nowhere else is this decided.

Of several who decide at once one wins; the others are told who was faster. Proposal, decision and whatever
the decision changes are one transaction with their events.
"""

import json
from typing import Any, Final, Literal

from msgspec import Struct
from sqlalchemy import Connection, Row, insert, select, update

from dashboard.operational.errors import ActError
from dashboard.operational.event import Facts, canonical_json
from dashboard.operational.store import Act
from dashboard.operational.tables import PROPOSALS

State = Literal["open", "accepted", "refused", "withdrawn"]
OPEN: Final = "open"


class Proposal(Struct, frozen=True):
    """What one person wants done, and what became of it.

    Attributes:
        kind: what it is about, such as ``grant``; events are called ``grant_proposed``, ``grant_accepted``, …
        subject: what would be changed.
        facts: everything that the second person must see, and that is carried out as it stands.
    """

    id: int
    kind: str
    subject: str
    facts: Facts
    state: State
    proposed_by: str
    proposed_at: str
    decided_by: str | None
    decided_at: str | None
    reason: str | None


def propose(
    act: Act, kind: str, *, actor: str, subject: str, facts: Facts, attachments: tuple[str, ...] = ()
) -> Proposal:
    """Put an act before a second person."""
    identifier = act.connection.execute(
        insert(PROPOSALS)
        .values(
            kind=kind,
            subject=subject,
            facts=canonical_json(dict(facts)),
            state=OPEN,
            proposed_by=actor,
            proposed_at=act.at,
        )
        .returning(PROPOSALS.c.id)
    ).scalar_one()
    act.record(
        f"{kind}_proposed",
        actor=actor,
        subject=subject,
        attachments=attachments,
        proposal=identifier,
        content=dict(facts),
    )
    return find(act.connection, identifier)


def accept(act: Act, identifier: int, *, actor: str, reason: str = "") -> Proposal:
    """Accept a proposal as the second person. The caller carries it out in the same transaction.

    Raises:
        ActError: it is one's own, or it was decided meanwhile; says by whom.
    """
    proposal = find(act.connection, identifier)
    if proposal.proposed_by == actor:
        raise ActError("own_proposal")
    return _decide(act, proposal, "accepted", actor, reason)


def refuse(act: Act, identifier: int, *, actor: str, reason: str) -> Proposal:
    """Refuse a proposal with a reason.

    Raises:
        ActError: no reason, one's own, or decided meanwhile.
    """
    proposal = find(act.connection, identifier)
    if proposal.proposed_by == actor:
        raise ActError("own_proposal")
    if not reason.strip():
        raise ActError("no_reason")
    return _decide(act, proposal, "refused", actor, reason)


def withdraw(act: Act, identifier: int, *, actor: str, reason: str = "") -> Proposal:
    """Take back one's own proposal.

    Raises:
        ActError: somebody else's, or decided meanwhile.
    """
    proposal = find(act.connection, identifier)
    if proposal.proposed_by != actor:
        raise ActError("others_proposal", who=proposal.proposed_by)
    return _decide(act, proposal, "withdrawn", actor, reason)


def _decide(act: Act, proposal: Proposal, state: State, actor: str, reason: str) -> Proposal:
    decided = act.connection.execute(
        update(PROPOSALS)
        # the state is asked for in the same statement that changes it: nobody can come in between
        .where(PROPOSALS.c.id == proposal.id, PROPOSALS.c.state == OPEN)
        .values(state=state, decided_by=actor, decided_at=act.at, reason=reason.strip())
    )
    if decided.rowcount != 1:
        raise ActError("already_decided", who=proposal.decided_by or "", at=(proposal.decided_at or "")[:16])
    act.record(
        f"{proposal.kind}_{state}",
        actor=actor,
        subject=proposal.subject,
        proposal=proposal.id,
        proposed_by=proposal.proposed_by,
        reason=reason.strip(),
    )
    return find(act.connection, proposal.id)


def find(connection: Connection, identifier: int) -> Proposal:
    """A proposal by its number.

    Raises:
        ActError: there is none.
    """
    row = connection.execute(select(PROPOSALS).where(PROPOSALS.c.id == identifier)).first()
    if row is None:
        raise ActError("unknown_proposal", found=identifier)
    return _of_row(row)


def waiting(connection: Connection, kind: str | None = None) -> list[Proposal]:
    """The proposals that wait for a second person, oldest first."""
    query = select(PROPOSALS).where(PROPOSALS.c.state == OPEN).order_by(PROPOSALS.c.id)
    if kind is not None:
        query = query.where(PROPOSALS.c.kind == kind)
    return [_of_row(row) for row in connection.execute(query)]


def standing(connection: Connection, kind: str) -> list[Proposal]:
    """The proposals of a kind that wait or were accepted, oldest first."""
    found = PROPOSALS.c.kind == kind, PROPOSALS.c.state.in_((OPEN, "accepted"))
    query = select(PROPOSALS).where(*found).order_by(PROPOSALS.c.id)
    return [_of_row(row) for row in connection.execute(query)]


def _of_row(row: Row[Any]) -> Proposal:
    told = dict(row._mapping)
    return Proposal(**{**told, "facts": json.loads(told["facts"])})
