"""Roles are given by two people, taken away by one. Nobody has a part in what they are given themselves.

While a store has fewer than two active administrators, the machine's own operator names them at the console:
somebody must be the first two. After that the console can only propose, like everybody else.
"""

from typing import Final

from sqlalchemy import insert, update

from dashboard.auth.people import User, active_holders, find_user
from dashboard.auth.person import Grant
from dashboard.auth.rights import Role, clashing
from dashboard.operational import proposals
from dashboard.operational.errors import FORBIDDEN, ActError
from dashboard.operational.proposals import Proposal
from dashboard.operational.store import Act
from dashboard.operational.tables import GRANTS

KIND: Final = "grant"
FOUNDERS: Final = 2


def propose_grant(act: Act, *, actor: str, name: str, grant: Grant) -> Proposal:
    """Propose to give somebody a role.

    Raises:
        ActError: it is oneself, they hold it already, it clashes with what they hold, or they are disabled.
    """
    user = find_user(act.connection, name)
    _refuse_unfit(user, grant, actor)
    facts = {"role": grant.role.value, "region": grant.region, "sources": sorted(grant.sources)}
    return proposals.propose(act, KIND, actor=actor, subject=f"user:{name}", facts=facts)


def accept_grant(act: Act, identifier: int, *, actor: str, reason: str = "") -> User:
    """Give the role as the second person.

    Raises:
        ActError: it is oneself or one's own proposal, it was decided meanwhile, or it no longer fits.
    """
    proposal = proposals.find(act.connection, identifier)
    if proposal.kind != KIND:
        raise ActError("unknown_proposal", found=identifier)
    name = proposal.subject.removeprefix("user:")
    user = find_user(act.connection, name)
    grant = grant_of(proposal)
    _refuse_unfit(user, grant, actor)
    proposals.accept(act, identifier, actor=actor, reason=reason)
    _give(act, user, grant, proposal.id)
    return find_user(act.connection, name)


def found_admin(act: Act, *, actor: str, name: str) -> User:
    """Name one of the first two administrators, at the console.

    Raises:
        ActError: there are two already, or the user does not fit.
    """
    if len(active_holders(act.connection, Role.ADMIN)) >= FOUNDERS:
        raise ActError("founded_already")
    user = find_user(act.connection, name)
    _refuse_unfit(user, Grant(Role.ADMIN), actor)
    _give(act, user, Grant(Role.ADMIN), None)
    act.record("admin_founded", actor=actor, subject=f"user:{name}")
    return find_user(act.connection, name)


def end_grant(act: Act, *, actor: str, name: str, grant: Grant, reason: str) -> None:
    """Take a role away. One person may: it only ever makes less possible.

    Raises:
        ActError: they do not hold it, no reason, or the last two administrators would no longer be two.
    """
    user = find_user(act.connection, name)
    if not reason.strip():
        raise ActError("no_reason")
    if grant not in user.grants:
        raise ActError("not_held", role=grant.role.value)
    if grant.role is Role.ADMIN and len(active_holders(act.connection, Role.ADMIN)) <= FOUNDERS:
        raise ActError("last_admins")
    act.connection.execute(
        update(GRANTS)
        .where(
            GRANTS.c.user_id == user.id,
            GRANTS.c.role == grant.role.value,
            GRANTS.c.region == grant.region,
            GRANTS.c.sources == ",".join(sorted(grant.sources)),
            GRANTS.c.ended_at.is_(None),
        )
        .values(ended_at=act.at)
    )
    act.record(
        "grant_ended",
        actor=actor,
        subject=f"user:{name}",
        role=grant.role.value,
        region=grant.region,
        sources=sorted(grant.sources),
        reason=reason.strip(),
    )


def grant_of(proposal: Proposal) -> Grant:
    """The grant that a proposal is about."""
    facts = proposal.facts
    return Grant(Role(facts["role"]), facts["region"], frozenset(facts["sources"]))


def _give(act: Act, user: User, grant: Grant, proposal_id: int | None) -> None:
    act.connection.execute(
        insert(GRANTS).values(
            user_id=user.id,
            role=grant.role.value,
            region=grant.region,
            sources=",".join(sorted(grant.sources)),
            proposal_id=proposal_id,
            given_at=act.at,
        )
    )


def _refuse_unfit(user: User, grant: Grant, actor: str) -> None:
    if user.name == actor:
        raise ActError("own_grant", status=FORBIDDEN)
    if not user.is_active:
        raise ActError("disabled_already", found=user.name)
    if grant in user.grants:
        raise ActError("held_already", role=grant.role.value)
    other = clashing(grant.role, user.roles)
    if other is not None:
        raise ActError("clashing_roles", wanted=grant.role.value, held=other.value)
