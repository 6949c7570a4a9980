"""Restrictions in force, as the project gate and other systems ask for them: published, dated, by region."""

from datetime import date

from dashboard.cases.in_force import restrictions_in_force
from dashboard.cases.service import CaseDesk, no_desk
from tests.small_case import CARL, DORA
from tests.unit.dashboard.cases.test_case_store import go, kept, to_deliberated

DAY = date(2026, 3, 2)


def desk_over(office, catalog):
    return CaseDesk(lambda: office, lambda: True, lambda: catalog)


def test_a_restriction_binds_its_region_and_all_below_from_the_day_of_issue(
    small_office, clock, shipped_catalog
):
    cases, desk = kept(small_office), desk_over(small_office, shipped_catalog)
    file = go(cases, to_deliberated(cases), "decide", CARL, DORA)
    assert restrictions_in_force(desk, "210100", DAY) == []  # decided, but not issued yet
    clock.move(days=1)
    go(cases, file, "issue", CARL)
    for region in ("210100", "210102"):
        (held,) = restrictions_in_force(desk, region, date(2026, 3, 3))
        assert (held.case, held.instrument, held.document) == (file.number, "eia_169", "辽环函〔2026〕1号")
        assert not held.two_high_only
        assert "节能减排项目" in held.exemptions
    assert restrictions_in_force(desk, "210200", date(2026, 3, 3)) == []
    assert restrictions_in_force(desk, "210100", DAY) == []  # the day before
    # three months later it is still there: nothing lifts itself
    assert len(restrictions_in_force(desk, "210100", date(2026, 12, 1))) == 1


def test_the_energy_instrument_binds_two_high_projects_only(shipped_catalog):
    assert shipped_catalog.instruments["two_high_review"].two_high_only
    assert not shipped_catalog.instruments["eia_169"].two_high_only


def test_where_no_cases_are_kept_restrictions_are_unknown_not_none(shipped_catalog):
    assert restrictions_in_force(no_desk(lambda: shipped_catalog), "210100", DAY) is None


def test_a_case_in_progress_is_no_restriction_and_published_nowhere(small_office, shipped_catalog):
    to_deliberated(kept(small_office))
    desk = desk_over(small_office, shipped_catalog)
    assert desk.published() == ()
    assert desk.readable() == ()  # without a name
