"""Nobody brings, sees, accepts or downloads what is another region's or another department's."""

import json

import pytest

from dashboard.auth.person import Grant, Person
from dashboard.auth.reads import reads
from dashboard.auth.rights import Role
from dashboard.load_desk import upload_store
from dashboard.load_desk.findings import Found, FoundVerdict
from dashboard.load_desk.service import LoadDesk
from dashboard.load_desk.who_may import faults_of_reach, may_see
from dashboard.operational.tables import GRANTS, USERS
from etl.store.rows import ChallengeRow
from tests.load_desk import HEADING, MARCH, NAME, OFFICER, OTHER_OFFICER, REVIEWER

MIXED = f"{MARCH}900101,城中区,2023M01-03,3.8\n"


def test_a_file_with_a_row_of_another_region_is_refused_and_the_row_is_named(site):
    officer = site.signed_in(OFFICER)
    site.bring(officer, MIXED)
    told = site.page(officer, 1).text
    assert "D4：这是城中区的数据，不在您负责的地区范围内" in told
    assert site.do(officer, 1, "propose").status_code == 409
    english = site.page(officer, 1, "en").text
    assert "which is not yours" in english


@pytest.mark.parametrize(
    ("way", "status"),
    [
        ("/act/desk/1", 404),
        ("/act/desk/1?lang=en", 404),
        ("/act/desk/1/file", 404),
        ("/act/desk/1/figures.csv", 404),
        ("/act/desk/1/faults.csv", 404),
        ("/act/desk/2", 404),
    ],
)
def test_an_officer_of_another_region_finds_nothing_by_any_address(site, way, status):
    site.bring(site.signed_in(OFFICER))
    assert site.signed_in(OTHER_OFFICER).get(way).status_code == status


def test_an_officer_of_another_region_does_nothing_with_it(site):
    site.bring(site.signed_in(OFFICER))
    other = site.signed_in(OTHER_OFFICER)
    for act in ("propose", "drop", "withdraw", "accept", "refuse", "stop", "go-on", "undo"):
        assert site.do(other, 1, act).status_code == 404


def test_the_panel_tells_each_reader_their_own_files_and_is_kept_for_nobody(site):
    officer, other, reviewer = (site.signed_in(name) for name in (OFFICER, OTHER_OFFICER, REVIEWER))
    site.bring(officer)

    def panel(client):
        answer = client.get(f"/panel/{site.queries.build_id}/data-desk.json?at=/data/desk")
        assert "no-store" in answer.headers["Cache-Control"]
        return json.dumps(answer.json, ensure_ascii=False)

    assert NAME in panel(officer)
    assert NAME in panel(reviewer)
    assert NAME not in panel(other), "asked after the owner: nothing is shared between readers"
    assert NAME not in panel(site.browser())
    assert "登录后" in panel(site.browser())
    assert "data-desk" not in panel(site.browser())


def test_who_reads_a_file_or_what_was_found_in_it_is_written_down(site):
    site.bring(site.signed_in(OFFICER))
    reviewer, other = site.signed_in(REVIEWER), site.signed_in(OTHER_OFFICER)
    for part in ("", "/file", "/figures.csv", "/faults.csv"):
        with site.office.reading() as connection:
            before = len(reads(connection))
        assert reviewer.get(f"/act/desk/1{part}").status_code == 200
        assert other.get(f"/act/desk/1{part}").status_code == 404, "who finds nothing has read nothing"
        with site.office.reading() as connection:
            noted = [(row.actor, row.what, row.scope) for row in reads(connection)]
        assert noted[: len(noted) - before] == [(REVIEWER, "upload:1", "all")], part


def test_a_trial_is_in_no_list_of_builds_and_in_no_answer_of_the_interface(site):
    before = site.queries.build_id
    site.bring(site.signed_in(OFFICER))
    assert site.queries.build_id == before
    assert [each.build_id for each in site.queries.builds()] == [before]
    answers = site.browser().get("/api/v1/values?indicator=gdp").text
    assert NAME not in answers


def test_without_a_name_one_is_asked_to_sign_in(site):
    site.bring(site.signed_in(OFFICER))
    reader = site.browser()
    assert reader.get("/act/desk/1").status_code == 302
    assert site.bring(reader).status_code == 401
    assert site.do(reader, 1, "accept").status_code == 401


def test_who_only_reviews_brings_nothing_and_who_only_brings_accepts_nothing(site):
    reviewer = site.signed_in(REVIEWER)
    assert site.bring(reviewer).status_code == 403
    officer = site.signed_in(OFFICER)
    site.bring(officer)
    site.do(officer, 1, "propose")
    assert site.do(officer, 1, "accept").status_code == 403


def test_a_reviewer_of_one_city_accepts_nothing_of_another(site):
    site.add("he.yu", (Role.REVIEWER, "900100"))
    officer = site.signed_in(OFFICER)
    site.bring(officer)
    site.do(officer, 1, "propose")
    assert site.do(site.signed_in("he.yu"), 1, "accept").status_code == 404


def test_a_department_brings_its_own_sources_only(site):
    with site.office.acting() as act:
        user = act.connection.execute(USERS.select().where(USERS.c.name == OFFICER)).one()
        act.connection.execute(GRANTS.update().where(GRANTS.c.user_id == user.id).values(sources="yearbook"))
    officer = site.signed_in(OFFICER)
    assert site.bring(officer, source="bulletin").status_code == 403
    site.bring(officer)  # told from its name, it is the bulletin after all
    assert "不是您负责的部门的数据" in site.page(officer, 1).text


def test_a_row_of_no_region_is_the_provinces(tiny_build):
    officer = Person("a", "a", (Grant(Role.DATA_OFFICER, "900200"),))
    check = {"source": "firms", "sheets": [{"number": 1, "name": "s"}], "cells": []}
    check["records"] = [[1, 2, 1, "single_champion", None]]
    (fault,) = faults_of_reach(officer, tiny_build.catalog, check)
    assert (fault["kind"], fault["found"]) == ("not_your_region", "900000")


def test_what_a_file_changes_elsewhere_is_not_told_to_an_officer_of_one_city(site):
    challenge = ChallengeRow("1", "jump", "challenge", "gdp", "900100", "2022", "{}")
    names_other = ChallengeRow("2", "jump", "challenge", "gdp", "900200", "2022", '{"region": "900100"}')
    own = ChallengeRow("3", "jump", "challenge", "gdp", "900203", "2022", "{}")
    verdict = FoundVerdict("gdp", "900100", "2022", None, "met", "not_met")
    found = Found("f", "s", "2026-03-02", raised=(challenge, names_other, own), verdicts=(verdict,))
    person = Person("x", "x", (Grant(Role.DATA_OFFICER, "900200"),))
    desk = LoadDesk(
        site.settings, lambda: site.office, lambda: True, lambda: site.queries.catalog, lambda: person, print
    )
    within = desk._within(found)
    assert within.raised == (own,)
    assert within.verdicts == ()


def test_a_file_refused_whole_is_seen_by_who_brought_it_and_who_answers_for_all(site):
    site.bring(site.signed_in(OFFICER), f"{HEADING}\n", "other_name.csv")
    upload = next(iter(_uploads(site)))
    catalog = site.queries.catalog
    assert upload.regions == ()
    assert may_see(Person(OFFICER, "", ()), catalog, upload)
    assert may_see(Person("r", "", (Grant(Role.REVIEWER),)), catalog, upload)
    assert may_see(Person("d", "", (Grant(Role.AUDITOR),)), catalog, upload)
    assert not may_see(Person("o", "", (Grant(Role.DATA_OFFICER, "900200"),)), catalog, upload)
    assert not may_see(Person("c", "", (Grant(Role.REVIEWER, "900200"),)), catalog, upload)


def _uploads(site):
    with site.office.reading() as connection:
        return upload_store.latest(connection, site.clock(), 10)
