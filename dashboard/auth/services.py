"""Accounts of programs: a token for a few named things, a region, until a day. Two people give it."""

import secrets
from datetime import timedelta
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, Row, insert, select, update

from dashboard.auth.person import Grant, Person
from dashboard.auth.rights import Role
from dashboard.auth.sessions import hash_of
from dashboard.operational import proposals
from dashboard.operational.errors import ActError
from dashboard.operational.proposals import Proposal
from dashboard.operational.store import Act, Office, written
from dashboard.operational.tables import SERVICE_ACCOUNTS

KIND: Final = "service_account"
PREFIX: Final = "lnp_"  # so that a token that leaks into a log is recognised
LONGEST_DAYS: Final = 366
SCOPES: Final = ("read", "project_check")


class ServiceAccount(Struct, frozen=True):
    """A program that may ask."""

    name: str
    scopes: frozenset[str]
    region: str
    created_at: str
    ends_at: str
    ended_at: str | None

    @property
    def person(self) -> Person:
        """The program as somebody who acts; its scopes say what it may do beyond reading."""
        return Person(
            f"service:{self.name}",
            self.name,
            (Grant(Role.VIEWER, self.region),),
            kind="service",
            scopes=self.scopes,
        )


def propose_service(
    act: Act, *, actor: str, name: str, scopes: frozenset[str], region: str, days: int
) -> Proposal:
    """Propose an account for a program.

    Raises:
        ActError: the name is taken, a scope is unknown, or it would last longer than a year.
    """
    if not scopes or not scopes <= set(SCOPES):
        raise ActError(
            "unknown_scope", found=", ".join(sorted(scopes - set(SCOPES))), known=", ".join(SCOPES)
        )
    if not 0 < days <= LONGEST_DAYS:
        raise ActError("service_too_long", longest=LONGEST_DAYS)
    if _row(act.connection, name) is not None:
        raise ActError("name_taken", found=name)
    facts = {"scopes": sorted(scopes), "region": region, "days": days}
    return proposals.propose(act, KIND, actor=actor, subject=f"service:{name}", facts=facts)


def accept_service(act: Act, identifier: int, *, actor: str, reason: str = "") -> str:
    """Make the account as the second person.

    Returns:
        the token, which is told this once and kept nowhere.

    Raises:
        ActError: one's own proposal, or decided meanwhile, or the name was taken meanwhile.
    """
    proposal = proposals.accept(act, identifier, actor=actor, reason=reason)
    name = proposal.subject.removeprefix("service:")
    if proposal.kind != KIND or _row(act.connection, name) is not None:
        raise ActError("name_taken", found=name)
    token = PREFIX + secrets.token_urlsafe(32)
    act.connection.execute(
        insert(SERVICE_ACCOUNTS).values(
            name=name,
            token_hash=hash_of(token),
            scopes=",".join(proposal.facts["scopes"]),
            region=proposal.facts["region"],
            created_at=act.at,
            ends_at=act.later(timedelta(days=proposal.facts["days"])),
            proposal_id=identifier,
        )
    )
    return token


def end_service(act: Act, *, actor: str, name: str, reason: str) -> None:
    """End an account at once; one person may.

    Raises:
        ActError: there is none that is open.
    """
    ended = act.connection.execute(
        update(SERVICE_ACCOUNTS)
        .where(SERVICE_ACCOUNTS.c.name == name, SERVICE_ACCOUNTS.c.ended_at.is_(None))
        .values(ended_at=act.at)
    )
    if ended.rowcount != 1:
        raise ActError("unknown_user", found=name[:40])
    act.record("service_account_ended", actor=actor, subject=f"service:{name}", reason=reason.strip())


def service_of_token(office: Office, token: str) -> ServiceAccount | None:
    """The account whose token it is; None where it is none, or has ended."""
    if not token.startswith(PREFIX):
        return None
    with office.reading() as connection:
        row = connection.execute(
            select(SERVICE_ACCOUNTS).where(
                SERVICE_ACCOUNTS.c.token_hash == hash_of(token),
                SERVICE_ACCOUNTS.c.ended_at.is_(None),
                SERVICE_ACCOUNTS.c.ends_at > written(office.now()),
            )
        ).first()
    return _of_row(row) if row is not None else None


def all_services(connection: Connection) -> list[ServiceAccount]:
    """Every account, by name, ended ones too."""
    rows = connection.execute(select(SERVICE_ACCOUNTS).order_by(SERVICE_ACCOUNTS.c.name))
    return [_of_row(row) for row in rows]


def _row(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(SERVICE_ACCOUNTS).where(SERVICE_ACCOUNTS.c.name == name)).first()


def _of_row(row: Row[Any]) -> ServiceAccount:
    return ServiceAccount(
        row.name, frozenset(row.scopes.split(",")), row.region, row.created_at, row.ends_at, row.ended_at
    )
