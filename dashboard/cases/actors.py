"""Who a signed-in person is in a case: reviewer, decider, officer of the region; nobody judges their own."""

from typing import Final

from dashboard.auth import person as auth
from dashboard.auth.person import EVERYWHERE, Grant, LiesWithin
from dashboard.auth.rights import RIGHTS, Right
from dashboard.cases.case import Person
from etl.model.restriction import Role

_RIGHT_OF_SUPERIOR: Final = {Role.REVIEWER: Right.VERIFY, Role.DECIDER: Right.DECIDE}


def actor(person: auth.Person, region: str, lies_within: LiesWithin) -> Person:
    """A person as they may act in a case about a region.

    Who verifies, proposes or decides belongs to a superior body: a grant for the region itself makes nobody
    its judge. Who replies belongs to the region, or to the city above a county.
    """
    superior = {
        role
        for role, right in _RIGHT_OF_SUPERIOR.items()
        if any(
            right in RIGHTS[each.role] and _lies_above(each, region, lies_within) for each in person.grants
        )
    }
    speaks = any(
        Right.REPLY in RIGHTS[each.role] and each.region != EVERYWHERE and lies_within(region, each.region)
        for each in person.grants
    )
    return Person(person.name, frozenset(superior | ({Role.REGION} if speaks else set())))


def may_read(person: auth.Person | None, region: str, lies_within: LiesWithin) -> bool:
    """Whether somebody may read the case files of a region."""
    return person is not None and person.may(Right.READ_CASES, lies_within, region=region)


def _lies_above(grant: Grant, region: str, lies_within: LiesWithin) -> bool:
    return grant.region == EVERYWHERE or (grant.region != region and lies_within(region, grant.region))
