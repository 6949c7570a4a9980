"""What the machine's operator does at the console: add, disable, list users; the first administrators."""

from collections.abc import Iterator

from dashboard.auth.grants import found_admin, propose_grant
from dashboard.auth.passwords import Passwords, temporary_password
from dashboard.auth.people import add_user, all_users, disable_user
from dashboard.auth.person import Grant
from dashboard.auth.rights import Role
from dashboard.operational import proposals
from dashboard.operational.operator import operator
from dashboard.operational.store import Office
from etl.errors import UsageError


def add(
    office: Office,
    name: str,
    *,
    display_name: str = "",
    department: str = "",
    is_founder: bool = False,
    grant: Grant | None = None,
    identity: tuple[str, str] | None = None,
) -> Iterator[str]:
    """Add a user, and found or propose what they are to be; all or nothing.

    Args:
        office: the store.
        name: how they sign in.
        display_name: how screens name them.
        department: where they work.
        is_founder: whether they are one of the first two administrators.
        grant: a role that is proposed; a person on the screens accepts it.
        identity: issuer and subject at the identity service; then they get no password here.
    """
    password = None if identity else temporary_password()
    with office.acting() as act:
        add_user(
            act,
            Passwords(),
            actor=operator(),
            name=name,
            display_name=display_name,
            department=department,
            password=password,
            identity=identity,
        )
        if is_founder:
            found_admin(act, actor=operator(), name=name)
        proposal = propose_grant(act, actor=operator(), name=name, grant=grant) if grant else None
    yield f"User {name} added." + (f" First password, told only now: {password}" if password else "")
    if is_founder:
        yield "They are an administrator: one of the two who may be named at the console."
    if proposal is not None:
        yield f"Role {proposal.facts['role']} proposed (no. {proposal.id}); an administrator must accept it."


def disable(office: Office, name: str, reason: str) -> str:
    """Let a user in no more."""
    with office.acting() as act:
        disable_user(act, actor=operator(), name=name, reason=reason)
    return f"User {name} disabled; their sessions have ended."


def listed(office: Office) -> Iterator[str]:
    """A line per user with their roles, then what waits for a second person."""
    with office.reading() as connection:
        users, waiting = all_users(connection), proposals.waiting(connection, "grant")
    for user in users:
        roles = ", ".join(f"{grant.role.value}@{grant.region or '*'}" for grant in user.grants) or "no role"
        state = "active" if user.is_active else "disabled"
        yield f"{user.name:20} {state:9} {roles:40} {user.display_name} {user.department}".rstrip()
    for proposal in waiting:
        yield (
            f"waiting no. {proposal.id}: {proposal.facts['role']} for {proposal.subject}, "
            f"by {proposal.proposed_by}"
        )
    if not users:
        yield "Nobody yet. Add two administrators: python -m dashboard user add NAME --admin"


def grant_of(role: str | None, region: str, sources: str) -> Grant | None:
    """The grant that options ask for.

    Raises:
        UsageError: there is no such role.
    """
    if role is None:
        return None
    if role not in set(Role):
        raise UsageError(problem=f"No role {role}", action=f"Choose one of {', '.join(Role)}")
    return Grant(Role(role), region, frozenset(filter(None, sources.split(","))))
