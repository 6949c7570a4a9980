"""Who may do what: users, what waits for a second person, the table of rights, sessions, programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from dashboard.auth.rights import RIGHTS, SIGN_OF_A_RIGHT, Right, Role
from dashboard.format import DASH
from dashboard.text import Lang, words
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.sheet import Sheet, Value
from dashboard.views.system.words import (
    grant_text,
    proposal_text,
    region_text,
    right_name,
    role_name,
    scopes_text,
    time_text,
)
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog

if TYPE_CHECKING:  # with the store behind them, which a reader of a place where nobody acts never needs
    from dashboard.auth.people import User
    from dashboard.auth.services import ServiceAccount
    from dashboard.auth.sessions import Session
    from dashboard.operational.proposals import Proposal

ACTS = "/act/system"
_PEOPLE = ("name", "department", "state", "roles", "enters", "since")
_GRANTS = ("name", "shown", "department", "state", "role", "region", "sources", "right")


class Viewer(Struct, frozen=True):
    """Who looks at 系统.

    Attributes:
        name: as the chain names them.
        manages: whether they may let people in and out; whoever only checks sees no forms.
    """

    name: str
    manages: bool


def tongue(lang: Lang) -> str:
    """The language as the query of a form's address."""
    return "" if lang == "zh" else f"?lang={lang}"


def build_people(
    catalog: Catalog, users: Sequence[User], viewer: Viewer, lang: Lang, csv_address: str
) -> OfferedTable:
    """Every user with what they hold; for download a line per user, role and right."""
    say = words(lang)
    caption = say("system.people.caption", count=len(users))
    table = TableView(
        caption,
        tuple(Column(say(f"system.people.{name}")) for name in _PEOPLE),
        tuple(_user_row(catalog, user, viewer, lang) for user in users),
        lang,
        csv_address,
        notes=(say("system.people.note"),),
    )
    link = (say("system.act.add-user"), f"{ACTS}/user{tongue(lang)}") if viewer.manages else None
    return OfferedTable(lang, table, _rights_sheet(catalog, users, caption, lang), link=link)


def _user_row(catalog: Catalog, user: User, viewer: Viewer, lang: Lang) -> tuple[Cell, ...]:
    say = words(lang)
    address = f"{ACTS}/user/{user.name}{tongue(lang)}" if viewer.manages else None
    held = say("list.semicolon").join(grant_text(catalog, grant, lang) for grant in user.grants)
    enters = "identity" if user.identity else "password"
    first = say("system.people.first_password") if user.must_change_password else ""
    return (
        Cell(user.display_name, address, note=user.name),
        Cell(user.department or DASH),
        Cell(say(f"system.state.{'active' if user.is_active else 'disabled'}")),
        Cell(held or say("system.people.no_role")),
        Cell(say(f"system.enters.{enters}"), note=first),
        Cell(time_text(user.created_at)),
    )


def _rights_sheet(catalog: Catalog, users: Sequence[User], title: str, lang: Lang) -> Sheet:
    say = words(lang)
    rows: list[tuple[Value, ...]] = []
    for user in users:
        state = say(f"system.state.{'active' if user.is_active else 'disabled'}")
        about = (user.name, user.display_name, user.department, state)
        for grant in user.grants:
            where = region_text(catalog, grant.region, lang)
            held = (role_name(grant.role, lang), where, " ".join(sorted(grant.sources)))
            rows += [
                (*about, *held, right_name(right, lang)) for right in Right if right in RIGHTS[grant.role]
            ]
        if not user.grants:
            rows.append((*about, None, None, None, None))
    return Sheet(title, tuple(say(f"system.people.{name}") for name in _GRANTS), tuple(rows))


def build_waiting(catalog: Catalog, waiting: Sequence[Proposal], viewer: Viewer, lang: Lang) -> OfferedTable:
    """What one person proposed and another must accept."""
    say = words(lang)
    if not waiting:
        return OfferedTable(lang, None, Sheet("", (), ()), say("system.waiting.none"))
    columns = ("what", "whom", "by", "at")
    rows = tuple(
        (
            Cell(
                proposal_text(catalog, one, lang),
                f"{ACTS}/proposal/{one.id}{tongue(lang)}" if viewer.manages else None,
            ),
            Cell(one.subject.partition(":")[2]),
            Cell(one.proposed_by),
            Cell(time_text(one.proposed_at)),
        )
        for one in waiting
    )
    caption = say("system.waiting.caption", count=len(waiting))
    table = TableView(caption, tuple(Column(say(f"system.waiting.{name}")) for name in columns), rows, lang)
    return OfferedTable(lang, table, sheet_of(table))


def build_rights(lang: Lang, csv_address: str) -> OfferedTable:
    """The table of rights: which role may do what."""
    say = words(lang)
    table = TableView(
        say("system.rights.caption"),
        (Column(say("system.rights.right")), *(Column(role_name(role, lang)) for role in Role)),
        tuple(
            (
                Cell(right_name(right, lang)),
                *(Cell(SIGN_OF_A_RIGHT if right in RIGHTS[role] else "") for role in Role),
            )
            for right in Right
        ),
        lang,
        csv_address,
        notes=(say("system.rights.apart"), say("system.rights.scope")),
    )
    return OfferedTable(lang, table, sheet_of(table))


def build_sessions(
    sessions: Sequence[Session], viewer: Viewer, lang: Lang, limits: tuple[int, int]
) -> OfferedTable:
    """The sessions that are open now.

    Args:
        sessions: the latest used first.
        viewer: who looks.
        lang: language.
        limits: minutes without use and hours in all after which one ends.
    """
    say = words(lang)
    columns = ("who", "method", "address", "started", "seen", "ends", *(("act",) if viewer.manages else ()))
    idle, longest = limits
    table = TableView(
        say("system.sessions.caption", count=len(sessions)),
        tuple(Column(say(f"system.sessions.{name}")) for name in columns),
        tuple(_session_row(session, viewer, lang) for session in sessions),
        lang,
        notes=(say("system.sessions.note", idle=idle, longest=longest),),
    )
    return OfferedTable(lang, table, sheet_of(table))


def _session_row(session: Session, viewer: Viewer, lang: Lang) -> tuple[Cell, ...]:
    say = words(lang)
    address = f"{ACTS}/session/{session.id}{tongue(lang)}"
    act = (Cell(say("system.act.end-session"), address),) if viewer.manages else ()
    return (
        Cell(session.user),
        Cell(say(f"system.enters.{session.method}")),
        Cell(session.address),
        Cell(time_text(session.started_at)),
        Cell(time_text(session.seen_at)),
        Cell(time_text(session.ends_at)),
        *act,
    )


def build_services(
    catalog: Catalog, accounts: Sequence[ServiceAccount], now: str, viewer: Viewer, lang: Lang
) -> OfferedTable:
    """The accounts of programs, ended ones too; tokens are nowhere."""
    say = words(lang)
    link = (say("system.act.add-service"), f"{ACTS}/service{tongue(lang)}") if viewer.manages else None
    if not accounts:
        return OfferedTable(lang, None, Sheet("", (), ()), say("system.services.none"), link)
    columns = ("name", "scopes", "region", "since", "ends", "state", *(("act",) if viewer.manages else ()))
    table = TableView(
        say("system.services.caption", count=len(accounts)),
        tuple(Column(say(f"system.services.{name}")) for name in columns),
        tuple(_service_row(catalog, account, now, viewer, lang) for account in accounts),
        lang,
        notes=(say("system.services.note"),),
    )
    return OfferedTable(lang, table, sheet_of(table), link=link)


def _service_row(
    catalog: Catalog, account: ServiceAccount, now: str, viewer: Viewer, lang: Lang
) -> tuple[Cell, ...]:
    say = words(lang)
    state = "ended" if account.ended_at else "expired" if account.ends_at <= now else "open"
    end = Cell(say("system.act.end-service"), f"{ACTS}/service/{account.name}/end{tongue(lang)}")
    act = (end if state == "open" else Cell(DASH),) if viewer.manages else ()
    return (
        Cell(account.name),
        Cell(scopes_text(account.scopes, lang)),
        Cell(region_text(catalog, account.region, lang)),
        Cell(time_text(account.created_at)),
        Cell(time_text(account.ends_at)),
        Cell(say(f"system.services.{state}")),
        *act,
    )


def sheet_of(table: TableView) -> Sheet:
    """A table as it stands, for download."""
    rows = tuple(tuple(cell.text for cell in row) for row in table.rows)
    return Sheet(table.caption, tuple(column.title for column in table.columns), rows)
