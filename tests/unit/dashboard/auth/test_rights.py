"""The table of rights: who may decide, who may not, and where."""

import csv
import io

import pytest

from dashboard.auth.person import Grant, Person, scope_of
from dashboard.auth.rights import RIGHTS, Right, Role, clashing, matrix_csv
from dashboard.scope import PUBLIC, ReaderScope

PARENT = {"210104": "210100", "210100": "210000", "210200": "210000", "210000": None}


def lies_within(region, other):
    while region is not None and region != other:
        region = PARENT.get(region)
    return region is not None


def test_an_administrator_decides_nothing():
    decisions = {
        Right.VERIFY,
        Right.PROPOSE,
        Right.DECIDE,
        Right.LIFT,
        Right.CLOSE_CHALLENGE,
        Right.ACCEPT_UPLOAD,
    }
    assert not RIGHTS[Role.ADMIN] & decisions


def test_an_auditor_changes_nothing():
    assert RIGHTS[Role.AUDITOR] == {Right.READ, Right.READ_CASES, Right.READ_AUDIT}


def test_who_uploads_never_accepts_and_who_proposes_never_decides():
    for rights in RIGHTS.values():
        assert not {Right.UPLOAD, Right.ACCEPT_UPLOAD} <= rights
        assert not {Right.PROPOSE, Right.DECIDE} <= rights
        assert not {Right.REVIEW_REPORT, Right.ISSUE_REPORT} <= rights


def test_every_role_reads_and_every_right_belongs_to_a_role():
    assert all(Right.READ in rights for rights in RIGHTS.values())
    assert set().union(*RIGHTS.values()) == set(Right)


@pytest.mark.parametrize(
    ("wanted", "held", "clash"),
    [
        (Role.ADMIN, [Role.DECIDER], Role.DECIDER),
        (Role.DECIDER, [Role.ADMIN], Role.ADMIN),
        (Role.AUDITOR, [Role.VIEWER, Role.REVIEWER], Role.REVIEWER),
        (Role.DATA_OFFICER, [Role.AUDITOR], Role.AUDITOR),
        (Role.DECIDER, [Role.REVIEWER], None),
        (Role.VIEWER, [Role.ADMIN], None),
        (Role.ADMIN, [], None),
    ],
)
def test_roles_that_would_watch_themselves_are_kept_apart(wanted, held, clash):
    assert clashing(wanted, held) is clash


def test_the_exported_table_names_every_right_of_every_role_and_no_other():
    rows = list(csv.DictReader(io.StringIO(matrix_csv())))
    read = {role: frozenset(Right(row["right"]) for row in rows if row[role.value]) for role in Role}
    assert read == dict(RIGHTS)


def officer(region="210100", sources=frozenset()):
    return Person("wang", "王", (Grant(Role.DATA_OFFICER, region, sources),))


@pytest.mark.parametrize(
    ("region", "may"),
    [("210100", True), ("210104", True), ("210200", False), ("210000", False), (None, True)],
)
def test_an_officer_acts_in_their_own_region_and_below(region, may):
    assert officer().may(Right.UPLOAD, lies_within, region=region) is may


def test_an_officer_of_a_department_acts_for_its_sources_only():
    person = officer("", frozenset({"energy_return"}))
    assert person.may(Right.UPLOAD, lies_within, region="210200", source="energy_return")
    assert not person.may(Right.UPLOAD, lies_within, region="210200", source="gdp_return")


def test_a_right_of_one_role_does_not_reach_where_another_role_is_held():
    person = Person("wang", "王", (Grant(Role.DATA_OFFICER, "210100"), Grant(Role.REVIEWER, "210200")))
    assert not person.may(Right.ACCEPT_UPLOAD, lies_within, region="210100")
    assert person.may(Right.ACCEPT_UPLOAD, lies_within, region="210200")
    assert person.has(Right.UPLOAD)
    assert not person.has(Right.DECIDE)


def test_who_has_no_role_sees_nothing():
    assert Person("new", "新").scope == ReaderScope(frozenset(), is_signed_in=True)


def test_what_is_seen_is_the_regions_of_all_grants():
    assert officer().scope == ReaderScope(frozenset({"210100"}), is_signed_in=True)
    both = scope_of((Grant(Role.VIEWER, "210100"), Grant(Role.VIEWER, "210200")))
    assert both.key == "regions:210100,210200"
    assert scope_of((Grant(Role.VIEWER, "210100"), Grant(Role.AUDITOR))).key == "all"


def test_no_two_scopes_have_one_key():
    scopes = [
        PUBLIC,
        ReaderScope(None, is_signed_in=True),
        ReaderScope(frozenset(), is_signed_in=True),
        ReaderScope(frozenset({"210100"}), is_signed_in=True),
        ReaderScope(frozenset({"210100", "210200"}), is_signed_in=True),
    ]
    assert len({scope.key for scope in scopes}) == len(scopes)
