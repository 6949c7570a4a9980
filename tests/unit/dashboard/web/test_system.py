"""系统 over HTTP: who sees it, what two people share, what is told once, which builds may go."""

import io
import itertools
import re
import shutil
import zipfile

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from dashboard.app import create_app
from dashboard.auth.passwords import Passwords
from dashboard.auth.people import find_user
from dashboard.auth.rights import Role
from dashboard.auth.sessions import open_sessions
from dashboard.auth.sign_in_gate import Gate
from dashboard.build_queries import BuildQueries
from dashboard.operational.chain import events_of
from dashboard.operational.tables import USERS
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.offices import DATABASES, Clock
from tests.unit.dashboard.web.conftest import OWN, refusal_of, sign_in

ACT = "/act/system"
SECRET = "postgresql-wort"
MORE = {
    "guan.li": ("关丽", Role.ADMIN, ""),
    "he.ming": ("何明", Role.ADMIN, ""),
    "shen.ji": ("沈季", Role.AUDITOR, ""),
    "wei.guan": ("围观", Role.VIEWER, ""),
}
PARTS = ("people", "waiting", "rights", "services", "sessions", "chain", "reads", "builds", "settings")


class Served:
    def __init__(self, built, folder, cheap, office, database_url):
        self.office = office
        self.settings = Settings(
            data_dir=built.data_dir,
            build_dir=built.build_dir,
            office_dir=folder,
            database_url=database_url,
            smtp_password=SECRET,
        )
        self.gate = Gate(self.office, self.settings, cheap)
        people(self.gate, "210100", MORE)
        with self.office.acting() as act:  # hashes that cost next to nothing
            act.connection.execute(update(USERS).values(password_hash=cheap.kept(PASSWORD)))
        self.app = create_app(BuildQueries(built.build_dir), self.settings, gate=lambda: self.gate).server
        self.build_id = built.build_id

    def client(self, name=None, password=PASSWORD):
        client = self.app.test_client()
        if name:
            assert sign_in(client, name, password).status_code == 303
        return client

    def panel(self, client, part, form="panel", lang=""):
        at = "/system" if part in {"people", "waiting"} else f"/system/{part}"
        ending = {"panel": "json", "export": "csv"}[form]
        return client.get(f"/{form}/{self.build_id}/system-{part}.{ending}?at={at}{lang}")

    def events(self, *kinds):
        with self.office.reading() as connection:
            return events_of(connection, *kinds)


@pytest.fixture(scope="module", params=DATABASES)
def served(request, tiny_build, tmp_path_factory, databases):
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    folder = tmp_path_factory.mktemp("office")
    office = databases.office(request.param, folder, Clock())
    yield Served(tiny_build, folder, cheap, office, databases.named_in_settings(office))
    office.close()


@pytest.fixture(scope="module")
def admin(served):
    return served.client("guan.li")


@pytest.fixture(scope="module")
def second(served):
    return served.client("he.ming")


@pytest.fixture(scope="module")
def auditor(served):
    return served.client("shen.ji")


def act(client, address, **given):
    return client.post(f"{ACT}/{address}", data=given, headers=OWN)


def waiting(served, client):
    """The number of the last proposal that waits."""
    return re.findall(rf"{ACT}/proposal/(\d+)", served.panel(client, "waiting").text)[-1]


# ── who sees it ──


@pytest.mark.parametrize("name", ["an.ning", "cui.lan", "fang.ke", "wei.guan"])
def test_who_neither_manages_nor_checks_sees_nothing_of_it(served, name):
    client = served.client(name)
    assert client.get("/system").status_code == 403
    for part in PARTS:
        assert served.panel(client, part).status_code == 403
    assert served.panel(client, "people", "export").status_code == 403
    for address in ("user", "user/wei.guan", "service", "chain", "chain.zip", "proposal/1"):
        assert client.get(f"{ACT}/{address}").status_code == 403
    assert act(client, "user", name="neu.neu", shown="Neu").status_code == 403


def test_without_a_name_one_is_asked_to_sign_in(served):
    answer = served.client().get("/system")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=%2Fsystem")
    assert served.panel(served.client(), "people").status_code == 403


def test_only_the_masthead_of_those_who_may_leads_there(served, admin):
    assert '"system":true' in admin.get("/").text
    assert '"system":false' in served.client("wei.guan").get("/").text


def test_administrator_and_auditor_see_every_part_in_both_languages(served, admin, auditor):
    for part, client, lang in itertools.product(PARTS, (admin, auditor), ("", "&lang=en")):
        answer = served.panel(client, part, lang=lang)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_auditor_sees_no_form_and_may_do_nothing(served, auditor):
    for part in ("people", "sessions", "services", "builds"):
        assert f"{ACT}/" not in served.panel(auditor, part).text
    assert act(auditor, "user", name="neu.neu", shown="Neu").status_code == 403
    assert act(auditor, f"build/{served.build_id}/pin", reason="x").status_code == 403


# ── people ──


def test_a_first_password_is_told_once_and_lets_in(served, admin):
    answer = act(admin, "user", name="Neu.Eins", shown="新一", department="统计局")
    told = re.search(r"<dd>([a-z]+(?:-[a-z]+)+-\d\d)</dd>", answer.text)[1]
    assert answer.headers["Cache-Control"] == "no-store"
    assert told not in served.panel(admin, "people").text
    fresh = served.client()
    assert sign_in(fresh, "neu.eins", told).headers["Location"] == "/password"
    again = act(admin, "user/neu.eins/password")
    assert told not in again.text
    assert sign_in(served.client(), "neu.eins", told).status_code == 401


def test_a_role_takes_two_administrators_and_neither_alone(served, admin, second):
    act(admin, "user", name="neu.zwei", shown="新二")
    assert act(admin, "user/neu.zwei/grant", role="reviewer", region="").status_code == 303
    number = waiting(served, admin)
    alone = act(admin, f"proposal/{number}", decision="accept")
    assert alone.status_code == 409
    assert refusal_of(alone) == "这是您自己提出的，须由另一人办理。"
    shown = second.get(f"{ACT}/proposal/{number}").text
    assert "审核人员（全省）" in shown
    assert act(second, f"proposal/{number}", decision="accept").status_code == 303
    with served.office.reading() as connection:
        assert find_user(connection, "neu.zwei").roles == (Role.REVIEWER,)
    late = act(second, f"proposal/{number}", decision="refuse", reason="迟了")
    assert late.status_code == 409
    assert "已由he.ming" in refusal_of(late)


def test_a_clash_of_roles_is_told_in_words(admin):
    answer = act(admin, "user/an.ning/grant", role="admin", region="")
    assert refusal_of(answer) == "角色“管理员”与已有的“审核人员”不得由同一人兼任。"


def test_nobody_changes_their_own_account(served, admin):
    assert "own" not in admin.get(f"{ACT}/user/guan.li").text.split("<main")[1]
    for address in ("disable", "password", "grant"):
        answer = act(admin, f"user/guan.li/{address}", reason="x", role="viewer")
        assert answer.status_code in {403, 409}


def test_two_administrators_remain_whatever_one_of_them_wants(admin):
    answer = act(admin, "user/he.ming/disable", reason="离岗")
    assert refusal_of(answer) == "须保留至少两名管理员，否则无人能再授权。"


def test_a_role_is_taken_away_by_one_with_a_reason(served, admin):
    assert refusal_of(act(admin, "user/bai.he/end-grant", grant="0", reason=" ")) == "请写明理由。"
    assert act(admin, "user/bai.he/end-grant", grant="0", reason="调离").status_code == 303
    (event,) = served.events("grant_ended")
    assert (event.actor, event.subject, event.facts["reason"]) == ("guan.li", "user:bai.he", "调离")


def test_somebody_disabled_is_out_at_once(served, admin):
    out = served.client("du.heng")
    assert act(admin, "user/du.heng/disable", reason="离岗").status_code == 303
    assert '"who":null' in out.get("/").text


def test_a_session_is_ended_by_an_administrator(served, admin):
    out = served.client("wei.guan")
    with served.office.reading() as connection:
        found = open_sessions(connection, served.office.now(), served.gate.lifetime)
    number = max(one.id for one in found if one.user == "wei.guan")
    assert f"{ACT}/session/{number}" in served.panel(admin, "sessions").text
    assert act(admin, f"session/{number}").status_code == 303
    assert '"who":null' in out.get("/").text
    assert served.events("session_ended")[-1].subject == "user:wei.guan"


# ── programs ──


def test_a_token_is_told_once_to_the_second_person_and_serves_its_scopes(served, admin, second):
    given = {"name": "shen.pi", "scopes": ["read"], "region": "", "days": "30"}
    assert act(admin, "service", **given).status_code == 303
    number = waiting(served, admin)
    answer = act(second, f"proposal/{number}", decision="accept")
    token = re.search(r"lnp_[\w-]+", answer.text)[0]
    bearer = {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "same-origin"}
    assert served.client().get("/api/v1/regions", headers=bearer).status_code == 200
    check = served.client().post("/api/v1/project-check", json={}, headers=bearer)
    assert check.status_code == 403
    listed = served.panel(admin, "services").text
    assert "shen.pi" in listed
    assert token not in listed
    assert act(admin, "service/shen.pi/end", reason="停用").status_code == 303
    away = {"REMOTE_ADDR": "10.1.2.3"}
    gone = served.client().get("/api/v1/regions", headers=bearer, environ_overrides=away)
    assert gone.status_code == 401


# ── rights, settings ──


def test_the_table_of_rights_is_exported_as_csv_and_workbook(served, auditor):
    rows = served.panel(auditor, "rights", "export").get_data().decode("utf-8-sig").splitlines()
    assert rows[0] == "权限,查看人员,数据经办人,审核人员,决定人员,审计人员,管理员"
    assert "管理用户,,,,,,√" in rows
    assert "解除限批,,,,√,," in rows
    book = auditor.get(f"/export/{served.build_id}/system-rights.xlsx?at=/system/rights")
    assert zipfile.is_zipfile(io.BytesIO(book.data))


def test_the_rights_of_every_user_are_exported_line_by_line(served, auditor):
    rows = served.panel(auditor, "people", "export").get_data().decode("utf-8-sig").splitlines()
    assert "fang.ke,方可,,在用,数据经办人,210100,,答复质疑" in rows


def test_settings_are_shown_and_secrets_are_not(served, auditor):
    shown = served.panel(auditor, "settings").text
    assert "LIAONING_SMTP_PASSWORD" in shown
    assert "已设（不显示）" in shown
    assert SECRET not in shown


# ── the chain ──


def test_the_chain_is_verified_on_demand_and_the_result_written_down(served, auditor):
    answer = act(auditor, "chain", head="")
    assert "事件链完整" in answer.text
    (event,) = served.events("chain_verified")
    assert (event.actor, event.facts["is_whole"]) == ("shen.ji", True)
    wrong = act(auditor, "chain", head=f"1-{'0' * 64}")
    assert "事件链有问题" in wrong.text
    assert act(auditor, "chain", head="1-abc").status_code == 409


def test_the_export_holds_events_and_verifier_and_is_noted_as_a_reading(served, auditor):
    answer = auditor.get(f"{ACT}/chain.zip")
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert {"chain/events.log", "chain/verify.py", "chain/README.txt"} <= set(names)
    assert "shen.ji" in served.panel(auditor, "reads").text


# ── builds ──


@pytest.fixture
def old_build(served):
    """A build that nothing refers to, beside the one in use."""
    folder = served.settings.builds / "old-build"
    folder.mkdir()
    (folder / "warehouse.duckdb").write_bytes(b"")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    (served.settings.builds / "pins" / "old-build").unlink(missing_ok=True)


def test_the_build_in_use_is_never_removed(served, admin):
    assert "正在使用" in served.panel(admin, "builds").text
    answer = act(admin, f"build/{served.build_id}/remove", reason="腾空间")
    assert answer.status_code == 409
    assert "不能删除" in refusal_of(answer)


def test_a_build_is_kept_by_hand_then_let_go_then_removed(served, admin, old_build):
    assert act(admin, "build/old-build/pin", reason="审计").status_code == 303
    assert "人工保留" in served.panel(admin, "builds").text
    assert act(admin, "build/old-build/remove", reason="腾空间").status_code == 409
    assert act(admin, "build/old-build/unpin", reason="审计结束").status_code == 303
    assert act(admin, "build/old-build/remove", reason="腾空间").status_code == 303
    assert not old_build.exists()
    assert [event.kind for event in served.events("build_pinned", "build_unpinned", "build_removed")] == [
        "build_pinned",
        "build_unpinned",
        "build_removed",
    ]


def test_a_build_of_an_archived_report_stays(served, admin, old_build):
    pins = served.settings.builds / "pins"
    pins.mkdir(exist_ok=True)
    (pins / "old-build").touch()
    assert "报告引用" in served.panel(admin, "builds").text
    assert act(admin, "build/old-build/remove", reason="腾空间").status_code == 409
    assert old_build.exists()


@pytest.mark.parametrize("name", ["..", "current", "%2e%2e%2fraw", "nowhere"])
def test_only_what_is_listed_as_a_build_can_be_removed(admin, name):
    assert act(admin, f"build/{name}/remove", reason="x").status_code in {308, 404, 405, 409}
