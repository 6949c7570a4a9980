"""The rights of every user, as they hold now: for the auditor, as CSV."""

from collections.abc import Iterable

from dashboard.auth.people import User
from dashboard.auth.rights import RIGHTS, Right
from dashboard.format import csv_text


def rights_csv(users: Iterable[User]) -> str:
    """A line per user, role and right, with region and sources; users without any role too."""
    rows: list[list[str]] = []
    for user in users:
        state = "active" if user.is_active else "disabled"
        about = [user.name, user.display_name, user.department, state]
        for grant in user.grants:
            where = [grant.role.value, grant.region, " ".join(sorted(grant.sources))]
            rows += [[*about, *where, right.value] for right in Right if right in RIGHTS[grant.role]]
        if not user.grants:
            rows.append([*about, "", "", "", ""])
    header = ["user", "display_name", "department", "state", "role", "region", "sources", "right"]
    return csv_text(header, rows)
