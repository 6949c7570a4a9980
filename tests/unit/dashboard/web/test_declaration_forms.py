"""Targets, adopted rules and units changed over HTTP: by two people, with a document, from a day on."""

import re
import shutil
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from dashboard.auth.passwords import Passwords
from dashboard.auth.rights import Role
from dashboard.auth.sign_in_gate import Gate
from dashboard.deployment import make_app
from dashboard.operational.chain import events_of
from dashboard.operational.tables import USERS
from dashboard.upkeep.china_day import day_of
from etl.catalog.load import load_catalog
from etl.pipeline.build import build
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.offices import DATABASES, Clock
from tests.unit.dashboard.web.conftest import OWN, refusal_of, sign_in

CITY, PROVINCE = "900100", "900000"
TARGET = {
    "region": CITY,
    "indicator": "energy_intensity_cumulative_reduction",
    "base": "2020",
    "end": "2026",
    "comparator": "at_least",
    "value": "17.5",
    "unit": "percent",
    "nature": "binding",
    "document": "乙政发〔2026〕3号",
}
UNIT = {
    "code": "YI-ZONE",
    "name_zh": "乙省开发区",
    "name_en": "Zone",
    "parent": PROVINCE,
    "document": "乙政发〔2026〕4号",
}
ADOPTION = {"version": "yi_gap10", "periods": "2026", "document": "乙发改〔2026〕5号"}


class Served:
    """One server for all tests; each begins with a fresh store, and with nothing declared."""

    def __init__(self, built, folder, kind, databases):
        self.kind, self.databases, self.folder = kind, databases, folder
        self.build_id, self.built = built.build_id, built
        self.clock = Clock()
        self.office = databases.office(kind, folder, self.clock)
        self.settings = Settings(
            data_dir=built.data_dir,
            build_dir=built.build_dir,
            office_dir=folder,
            database_url=databases.named_in_settings(self.office),
        )
        self.app = make_app(self.settings, gate=lambda: self.gate).server

    def begin(self):
        self.office.close()
        shutil.rmtree(self.settings.declared, ignore_errors=True)
        self.clock = Clock()
        self.office = self.databases.office(self.kind, self.folder, self.clock)
        cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.gate = Gate(self.office, self.settings, cheap)
        people(self.gate, CITY, {"shi.he": ("市禾", Role.REVIEWER, CITY)})
        with self.office.acting() as act:
            act.connection.execute(update(USERS).values(password_hash=cheap.kept(PASSWORD)))
        return self

    def client(self, name=None):
        client = self.app.test_client()
        if name:
            assert sign_in(client, name).status_code == 303
        return client

    def panel(self, client, **query):
        asked = {"at": "/data/declared", **query}
        return client.get(f"/panel/{self.build_id}/data-declared.json", query_string=asked).text

    def day(self, days=0):
        return (day_of(self.clock.moment) + timedelta(days=days)).isoformat()

    def files(self):
        folder = self.settings.declared
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))

    def change(self, client, what, given, **more):
        return client.post(
            f"/act/declare/{what}", data={"effective": self.day(), **given, **more}, headers=OWN
        )

    def decide(self, client, number, decision, **given):
        data = {"decision": decision, **given}
        return client.post(f"/act/declare/proposal/{number}", data=data, headers=OWN)

    def waiting(self, client):
        return re.findall(r"/act/declare/proposal/(\d+)", self.panel(client))[0]


@pytest.fixture(scope="module", params=DATABASES)
def server(request, tiny_build, tmp_path_factory, databases):
    made = Served(tiny_build, tmp_path_factory.mktemp("office"), request.param, databases)
    yield made
    made.office.close()


@pytest.fixture
def served(server):
    return server.begin()


@pytest.fixture
def an(served):
    return served.client("an.ning")


@pytest.fixture
def bai(served):
    return served.client("bai.he")


def test_a_change_takes_two_people_and_is_then_laid_over_the_next_build(served, an, bai, tmp_path):
    assert served.change(an, "target", TARGET).status_code == 303
    number = served.waiting(an)
    assert refusal_of(served.decide(an, number, "accept")) == "这是您自己提出的，须由另一人办理。"
    assert served.files() == []
    assert "17.5" in bai.get(f"/act/declare/proposal/{number}").text
    assert served.decide(bai, number, "accept").status_code == 303
    assert served.files() == [f"targets/{served.day()}-{int(number):04d}.yaml"]
    assert "已同意，下次生成数据版本时采用" in served.panel(an)
    built = build(served.built.data_dir, tmp_path / "b", declared=served.settings.declared)
    (target,) = [one for one in load_catalog(tmp_path / "b" / built.build_id).targets if one.end == 2026]
    assert (str(target.value), target.effective.isoformat()) == ("17.5", served.day())
    assert (target.document, target.people) == ("乙政发〔2026〕3号", ("an.ning", "bai.he"))
    with served.office.reading() as connection:
        kinds = [
            event.kind for event in events_of(connection, "declaration_proposed", "declaration_accepted")
        ]
    assert kinds == ["declaration_proposed", "declaration_accepted"]


def test_an_adopted_rule_and_a_unit_are_laid_over_too(served, an, bai, tmp_path):
    for what, given in (("adoption", ADOPTION), ("unit", UNIT)):
        assert served.change(an, what, given).status_code == 303
        assert served.decide(bai, served.waiting(bai), "accept").status_code == 303
    built = build(served.built.data_dir, tmp_path / "b", declared=served.settings.declared)
    catalog = load_catalog(tmp_path / "b" / built.build_id)
    (act,) = catalog.adoptions
    assert (act.document, act.people, act.region) == ("乙发改〔2026〕5号", ("an.ning", "bai.he"), PROVINCE)
    assert catalog.regions["YI-ZONE"].name.zh == "乙省开发区"


def test_a_change_that_was_accepted_and_not_yet_written_is_written_at_the_next_look(served, an, bai):
    served.change(an, "target", TARGET)
    served.decide(bai, served.waiting(bai), "accept")
    (served.settings.declared / served.files()[0]).unlink()  # as if the process had ended in between
    served.panel(an)
    assert len(served.files()) == 1


def test_what_was_refused_or_taken_back_reaches_no_build(served, an, bai):
    served.change(an, "target", TARGET)
    assert served.decide(bai, served.waiting(bai), "refuse", reason="文号不符").status_code == 303
    served.change(an, "unit", UNIT)
    assert served.decide(an, served.waiting(an), "withdraw").status_code == 303
    assert served.files() == []


@pytest.mark.parametrize(
    ("what", "given", "told"),
    [
        ("target", TARGET | {"effective": "2026-03-01"}, "生效日期不得早于今天：已经作出的判定不变。"),
        ("target", TARGET | {"document": " "}, "请写明文号或文件名。"),
        ("target", TARGET | {"value": "viel"}, "“value”填写有误，不能列入目录。请核对。"),
        ("target", TARGET | {"base": "2030"}, "“base”填写有误，不能列入目录。请核对。"),
        ("target", TARGET | {"indicator": "nothing"}, "所选项不在列出的范围内，请重新选择。"),
        ("adoption", ADOPTION | {"periods": "2025"}, "沿用的时期须在生效日之后截止：已经作出的判定不变。"),
        ("adoption", ADOPTION | {"periods": "bald"}, "“periods.0”填写有误，不能列入目录。请核对。"),
        ("unit", UNIT | {"code": "900101"}, "“code”填写有误，不能列入目录。请核对。"),
    ],
)  # fmt: skip
def test_what_could_not_stand_in_the_catalogue_is_refused_with_what_was_typed_kept(
    served, an, what, given, told
):
    answer = served.change(an, what, given)
    assert answer.status_code == 409
    assert refusal_of(answer) == told
    assert given["document"].strip() in answer.text


def test_what_waited_beyond_its_day_is_proposed_anew(served, an, bai):
    served.change(an, "target", TARGET)
    number = served.waiting(bai)
    served.clock.move(days=1)
    bai = served.client("bai.he")  # the sessions of yesterday have ended
    assert refusal_of(served.decide(bai, number, "accept")) == "生效日期不得早于今天：已经作出的判定不变。"


def test_two_targets_or_units_that_could_not_stand_beside_each_other_never_reach_a_build(served, an, bai):
    """Both were proposed before either was accepted; the second would have broken every later build."""
    for given in (TARGET, TARGET | {"value": "18"}):
        served.change(an, "target", given)
    numbers = sorted(set(re.findall(r"/proposal/(\d+)", served.panel(bai))), key=int)
    assert served.decide(bai, numbers[0], "accept").status_code == 303
    assert "同一生效日已有一项（乙政发〔2026〕3号）" in refusal_of(served.decide(bai, numbers[1], "accept"))
    assert served.change(an, "target", TARGET | {"value": "19"}).status_code == 409
    assert served.change(an, "target", TARGET | {"effective": served.day(1)}).status_code == 303
    served.change(an, "unit", UNIT)
    served.decide(bai, max(re.findall(r"/proposal/(\d+)", served.panel(bai)), key=int), "accept")
    assert served.change(an, "unit", UNIT).status_code == 409


def test_no_region_sets_its_own_targets_and_officers_set_none(served):
    assert served.change(served.client("shi.he"), "target", TARGET).status_code == 403
    assert served.change(served.client("fang.ke"), "target", TARGET).status_code == 403
    assert served.change(served.client(), "target", TARGET).status_code == 401
    assert served.change(served.client("shi.he"), "adoption", ADOPTION).status_code == 403
    with served.office.reading() as connection:
        assert events_of(connection, "declaration_proposed") == []


def test_the_section_speaks_both_languages_and_offers_forms_to_those_who_may(served, an):
    served.change(an, "target", TARGET)
    assert "waits for a second person" in served.panel(an, lang="en")
    assert "/act/declare/target" in served.panel(an)
    assert "/act/declare/" not in served.panel(served.client("fang.ke"))
    assert "变更记录须登录后查看" in served.panel(served.client())
