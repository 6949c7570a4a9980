"""Five people who carry a case: two review, two decide, one speaks for the region. Accounts, no browser."""

from functools import cache

from sqlalchemy import insert, update

from dashboard.auth.passwords import Passwords
from dashboard.auth.people import add_user
from dashboard.auth.rights import Role
from dashboard.auth.sign_in_gate import Gate
from dashboard.operational.tables import GRANTS, USERS

PASSWORD = "mulberry-tractor-84"
CAST = {
    "an.ning": ("安宁", Role.REVIEWER, ""),
    "bai.he": ("白鹤", Role.REVIEWER, ""),
    "cui.lan": ("崔岚", Role.DECIDER, ""),
    "du.heng": ("杜蘅", Role.DECIDER, ""),
}


@cache
def _kept_password() -> str:
    return Passwords().kept(PASSWORD)


def people(gate: Gate, region: str, more: dict[str, tuple[str, Role, str]] | None = None) -> None:
    """Give everybody an account with a password of their own and the role of the table.

    Args:
        gate: of the store.
        region: code of the region that the officer speaks for.
        more: name → display name, role and region of further people.
    """
    everybody = CAST | {"fang.ke": ("方可", Role.DATA_OFFICER, region)} | (more or {})
    kept = _kept_password()
    with gate.office.acting() as act:
        for name, (shown, role, where) in everybody.items():
            user = add_user(act, gate.passwords, actor="console:root", name=name, display_name=shown)
            act.connection.execute(
                insert(GRANTS).values(
                    user_id=user.id, role=role.value, region=where, sources="", given_at=act.at
                )
            )
        act.connection.execute(update(USERS).values(password_hash=kept))
