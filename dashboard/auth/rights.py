"""Which role may do what. The one table: pages, forms and the API ask it and nothing else."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from dashboard.format import csv_text


class Role(StrEnum):
    """A role; the closed list."""

    VIEWER = "viewer"
    DATA_OFFICER = "data_officer"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Right(StrEnum):
    """Something that not everybody may do; the closed list."""

    READ = "read"
    READ_CASES = "read_cases"
    UPLOAD = "upload"
    ACCEPT_UPLOAD = "accept_upload"
    ANSWER_CHALLENGE = "answer_challenge"
    CLOSE_CHALLENGE = "close_challenge"
    CHASE = "chase"
    MAINTAIN = "maintain"
    OPEN_LEAD = "open_lead"
    VERIFY = "verify"
    PROPOSE = "propose"
    REPLY = "reply"
    DECIDE = "decide"
    LIFT = "lift"
    MANAGE_USERS = "manage_users"
    MANAGE_BUILDS = "manage_builds"
    READ_AUDIT = "read_audit"
    REVIEW_REPORT = "review_report"
    ISSUE_REPORT = "issue_report"
    READ_IDENTITY = "read_identity"


_FOR_EVERY_ROLE: Final = frozenset({Right.READ})
RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    Role.VIEWER: _FOR_EVERY_ROLE,
    Role.DATA_OFFICER: _FOR_EVERY_ROLE
    | {Right.UPLOAD, Right.ANSWER_CHALLENGE, Right.REPLY, Right.READ_CASES},
    Role.REVIEWER: _FOR_EVERY_ROLE
    | {
        *(Right.READ_CASES, Right.ACCEPT_UPLOAD, Right.CLOSE_CHALLENGE, Right.CHASE, Right.MAINTAIN),
        *(Right.OPEN_LEAD, Right.VERIFY, Right.PROPOSE, Right.REVIEW_REPORT),
        Right.READ_IDENTITY,  # of who complained: they handle the complaints
    },
    Role.DECIDER: _FOR_EVERY_ROLE
    | {
        *(Right.READ_CASES, Right.CLOSE_CHALLENGE, Right.MAINTAIN),
        *(Right.DECIDE, Right.LIFT, Right.ISSUE_REPORT),
    },
    Role.AUDITOR: _FOR_EVERY_ROLE | {Right.READ_CASES, Right.READ_AUDIT},
    # keeps the machine running and lets people in; no part in what is decided about regions
    Role.ADMIN: _FOR_EVERY_ROLE | {Right.MANAGE_USERS, Right.MANAGE_BUILDS, Right.READ_AUDIT},
}
SIGN_OF_A_RIGHT: Final = "√"

_APART: Final = (
    # who lets people in does not decide; who checks afterwards has had no part in it
    (Role.ADMIN, frozenset({Role.REVIEWER, Role.DECIDER, Role.DATA_OFFICER, Role.AUDITOR})),
    (Role.AUDITOR, frozenset({Role.REVIEWER, Role.DECIDER, Role.DATA_OFFICER, Role.ADMIN})),
)


def clashing(role: Role, held: Iterable[Role]) -> Role | None:
    """The first role held that nobody may hold beside ``role``; None where there is none."""
    held = tuple(held)
    for one, others in _APART:
        for other in others:
            if (role is one and other in held) or (role is other and one in held):
                return other if role is one else one
    return None


def matrix_csv(rights_by_role: Mapping[Role, frozenset[Right]] = RIGHTS) -> str:
    """The table of rights: a line per right, a column per role."""
    rows = [
        [right.value, *(SIGN_OF_A_RIGHT if right in rights_by_role[role] else "" for role in Role)]
        for right in Right
    ]
    return csv_text(["right", *(role.value for role in Role)], rows)
