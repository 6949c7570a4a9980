"""Users in the store: added, disabled, listed, found. None is ever removed: the chain names them for ever."""

import re
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, Row, insert, select, update

from dashboard.auth.passwords import Passwords, refuse_weak
from dashboard.auth.person import Grant, Person
from dashboard.auth.rights import Role
from dashboard.operational.errors import ActError
from dashboard.operational.store import Act
from dashboard.operational.tables import GRANTS, SESSIONS, USERS

_NAME: Final = re.compile(r"[a-z][a-z0-9._-]{1,39}")


class User(Struct, frozen=True):
    """A user as the store holds them.

    Attributes:
        name: how they sign in and how the chain names them.
        has_password: False for somebody who comes from the provincial identity service only.
        identity: their subject at that service; None where they do not use it.
    """

    id: int
    name: str
    display_name: str
    department: str
    has_password: bool
    must_change_password: bool
    identity: str | None
    is_active: bool
    created_at: str
    grants: tuple[Grant, ...]

    @property
    def person(self) -> Person:
        """The user as somebody who acts."""
        return Person(
            self.name, self.display_name, self.grants, must_change_password=self.must_change_password
        )

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles they hold."""
        return self.person.roles


def add_user(
    act: Act,
    passwords: Passwords,
    *,
    actor: str,
    name: str,
    display_name: str,
    department: str = "",
    password: str | None = None,
    identity: tuple[str, str] | None = None,
) -> User:
    """Add somebody who may sign in, without any role yet.

    Args:
        act: the transaction.
        passwords: how passwords are kept.
        actor: who adds them.
        name: how they sign in; never given to anybody else later.
        display_name: how screens name them.
        department: where they work.
        password: a first password, which they must change; None for the identity service only.
        identity: issuer and subject at the identity service.

    Raises:
        ActError: the name is taken or malformed.
    """
    if not _NAME.fullmatch(name):
        raise ActError("bad_name", found=name[:40])
    if _row(act.connection, name) is not None:
        raise ActError("name_taken", found=name)
    issuer, subject = identity or (None, None)
    act.connection.execute(
        insert(USERS).values(
            name=name,
            display_name=display_name.strip() or name,
            department=department.strip(),
            password_hash=passwords.kept(password) if password else None,
            must_change_password=int(password is not None),
            identity_issuer=issuer,
            identity_subject=subject,
            is_active=1,
            created_at=act.at,
        )
    )
    act.record(
        "user_added",
        actor=actor,
        subject=f"user:{name}",
        display_name=display_name.strip() or name,
        department=department.strip(),
        identity=subject or "",
    )
    return find_user(act.connection, name)


def disable_user(act: Act, *, actor: str, name: str, reason: str) -> None:
    """Let somebody in no more, from this moment; their sessions end.

    Raises:
        ActError: there is no such user, they are disabled already, or it is oneself.
    """
    user = find_user(act.connection, name)
    if user.name == actor:
        raise ActError("own_account")
    if not user.is_active:
        raise ActError("disabled_already", found=name)
    act.connection.execute(update(USERS).where(USERS.c.id == user.id).values(is_active=0))
    end_sessions(act, user.id)
    act.record("user_disabled", actor=actor, subject=f"user:{name}", reason=reason.strip())


def enable_user(act: Act, *, actor: str, name: str, reason: str) -> None:
    """Let somebody in again who was disabled.

    Raises:
        ActError: there is no such user, they are active, or it is oneself.
    """
    user = find_user(act.connection, name)
    if user.name == actor:
        raise ActError("own_account")
    if user.is_active:
        raise ActError("active_already", found=name)
    act.connection.execute(update(USERS).where(USERS.c.id == user.id).values(is_active=1))
    act.record("user_enabled", actor=actor, subject=f"user:{name}", reason=reason.strip())


def change_password(
    act: Act, passwords: Passwords, *, name: str, present: str, wanted: str, keep_session: str = ""
) -> None:
    """Let a user choose another password; every other session of theirs ends.

    Raises:
        ActError: the present one is wrong, or the wanted one is weak or the same.
    """
    user = find_user(act.connection, name)
    kept = _password_of(act.connection, user.id)
    if not passwords.is_right(kept, present):
        raise ActError("wrong_password")
    refuse_weak(wanted, user.name, user.display_name)
    if passwords.is_right(kept, wanted):
        raise ActError("same_password")
    _set_password(act, passwords, user, wanted, must_change=False)
    end_sessions(act, user.id, but=keep_session)
    act.record("password_changed", actor=name, subject=f"user:{name}")


def reset_password(act: Act, passwords: Passwords, *, actor: str, name: str, password: str) -> None:
    """Give somebody a first password again, which they must change; their sessions end.

    Raises:
        ActError: there is no such user, or it is oneself.
    """
    user = find_user(act.connection, name)
    if user.name == actor:
        raise ActError("own_account")
    _set_password(act, passwords, user, password, must_change=True)
    end_sessions(act, user.id)
    act.record("password_reset", actor=actor, subject=f"user:{name}")


def _set_password(act: Act, passwords: Passwords, user: User, password: str, *, must_change: bool) -> None:
    changed = {"password_hash": passwords.kept(password), "must_change_password": int(must_change)}
    act.connection.execute(
        update(USERS).where(USERS.c.id == user.id).values(**changed, password_changed_at=act.at)
    )


def end_sessions(act: Act, user_id: int, but: str = "") -> None:
    """End every open session of a user, but one."""
    act.connection.execute(
        update(SESSIONS)
        .where(SESSIONS.c.user_id == user_id, SESSIONS.c.ended_at.is_(None), SESSIONS.c.token_hash != but)
        .values(ended_at=act.at)
    )


def find_user(connection: Connection, name: str) -> User:
    """A user by name.

    Raises:
        ActError: there is none.
    """
    row = _row(connection, name)
    if row is None:
        raise ActError("unknown_user", found=name[:40])
    return _of_row(connection, row)


def user_by_id(connection: Connection, identifier: int) -> User:
    """A user by the number that sessions and grants name."""
    return _of_row(connection, connection.execute(select(USERS).where(USERS.c.id == identifier)).one())


def user_by_identity(connection: Connection, issuer: str, subject: str) -> User | None:
    """The user whom the identity service means; None where nobody is known by it."""
    row = connection.execute(
        select(USERS).where(USERS.c.identity_issuer == issuer, USERS.c.identity_subject == subject)
    ).first()
    return _of_row(connection, row) if row is not None else None


def all_users(connection: Connection) -> list[User]:
    """Every user, by name."""
    return [_of_row(connection, row) for row in connection.execute(select(USERS).order_by(USERS.c.name))]


def active_holders(connection: Connection, role: Role) -> list[User]:
    """The active users who hold a role."""
    return [user for user in all_users(connection) if user.is_active and role in user.roles]


def _row(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(USERS).where(USERS.c.name == name)).first()


def _password_of(connection: Connection, user_id: int) -> str | None:
    kept: str | None = connection.execute(select(USERS.c.password_hash).where(USERS.c.id == user_id)).scalar()
    return kept


def _of_row(connection: Connection, row: Row[Any]) -> User:
    return User(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        department=row.department,
        has_password=row.password_hash is not None,
        must_change_password=bool(row.must_change_password),
        identity=row.identity_subject,
        is_active=bool(row.is_active),
        created_at=row.created_at,
        grants=tuple(grants_of(connection, row.id)),
    )


def grants_of(connection: Connection, user_id: int) -> list[Grant]:
    """The grants of a user that hold now."""
    rows = connection.execute(
        select(GRANTS).where(GRANTS.c.user_id == user_id, GRANTS.c.ended_at.is_(None)).order_by(GRANTS.c.id)
    )
    return [
        Grant(Role(row.role), row.region, frozenset(filter(None, row.sources.split(",")))) for row in rows
    ]
