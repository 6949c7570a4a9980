"""Who may act in a case: a superior body judges, the region replies, and never the other way round."""

import pytest

from dashboard.auth.person import Grant, Person
from dashboard.auth.rights import Role as Held
from dashboard.cases.actors import actor, may_read
from etl.model.restriction import Role

ABOVE = {"210102": "210100", "210100": "210000"}


def lies_within(region, other):
    return region == other or (region in ABOVE and lies_within(ABOVE[region], other))


def holding(role, region=""):
    return Person("li.na", "李娜", (Grant(role, region),))


@pytest.mark.parametrize(
    ("held", "of_grant", "region", "roles"),
    [
        (Held.REVIEWER, "", "210100", {Role.REVIEWER}),
        (Held.DECIDER, "210000", "210100", {Role.DECIDER}),
        (Held.REVIEWER, "210100", "210102", {Role.REVIEWER}),
        (Held.REVIEWER, "210100", "210100", set()),  # its own region
        (Held.DECIDER, "210200", "210100", set()),  # another one
        (Held.DATA_OFFICER, "210100", "210100", {Role.REGION}),
        (Held.DATA_OFFICER, "210100", "210102", {Role.REGION}),
        (Held.DATA_OFFICER, "", "210100", set()),  # a department of the province speaks for no region
        (Held.DATA_OFFICER, "210102", "210100", set()),  # a county does not speak for its city
        (Held.VIEWER, "", "210100", set()),
        (Held.AUDITOR, "", "210100", set()),
        (Held.ADMIN, "", "210100", set()),
    ],
)
def test_a_superior_body_judges_and_the_region_replies(held, of_grant, region, roles):
    assert actor(holding(held, of_grant), region, lies_within).roles == roles


def test_case_files_are_read_by_those_who_have_a_part_in_them():
    assert may_read(holding(Held.AUDITOR), "210100", lies_within)
    assert may_read(holding(Held.DATA_OFFICER, "210100"), "210100", lies_within)
    assert not may_read(holding(Held.DATA_OFFICER, "210200"), "210100", lies_within)
    assert not may_read(holding(Held.VIEWER), "210100", lies_within)
    assert not may_read(None, "210100", lies_within)
