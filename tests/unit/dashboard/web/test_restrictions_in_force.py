"""Other systems ask a served deployment: what is restricted, and what that means for a project."""

import pytest

from dashboard.app import create_app
from dashboard.auth.sign_in_gate import Gate
from dashboard.build_queries import BuildQueries
from etl.settings import Settings
from tests.small_case import CARL, DORA
from tests.unit.dashboard.cases.test_case_store import go, kept, to_deliberated

V1 = "/api/v1"
# a project that no catalogue forbids: 3,000 tce a year of a product of 通用设备制造业
PROJECT = {
    "region": "210102",
    "industry": "3489",
    "product": "轴承座",
    "energy_tce": 500,
    "electricity_gwh": 1,
}


class Served:
    def __init__(self, built, office, clock, folder):
        settings = Settings(data_dir=built.data_dir, build_dir=built.build_dir, office_dir=folder)
        gate = Gate(office, settings)
        self.client = create_app(
            BuildQueries(built.build_dir), settings, gate=lambda: gate
        ).server.test_client()
        self.cases, self.clock = kept(office), clock

    def restricted(self, **asked):
        answer = self.client.get(f"{V1}/restrictions", query_string=asked)
        assert answer.status_code == 200, answer.json
        return answer.json

    def check(self, **changes):
        answer = self.client.post(
            f"{V1}/project-check", json=PROJECT | changes, headers={"Origin": "http://localhost"}
        )
        assert answer.status_code == 200, answer.json
        return answer.json


@pytest.fixture
def served(real_build, small_office, clock, tmp_path):
    return Served(real_build, small_office, clock, tmp_path)


def test_a_restriction_in_force_stops_a_project_below_it_and_is_told_with_its_document(served):
    before = served.check()
    file = go(served.cases, to_deliberated(served.cases), "decide", CARL, DORA)
    decided = served.check()
    served.clock.move(days=1)
    go(served.cases, file, "issue", CARL)
    issued = served.check()

    codes = [[finding["code"] for finding in each["findings"]] for each in (before, decided, issued)]
    assert before["outcome"] == decided["outcome"] != "forbidden"
    assert codes[0] == codes[1]
    assert "restricted" not in " ".join(codes[0])
    assert issued["outcome"] == "forbidden"
    (new,) = [finding for finding in issued["findings"] if finding["code"] not in codes[0]]
    assert new["document"] == "辽环函〔2026〕1号"
    assert served.check(region="210200")["outcome"] == before["outcome"]


def test_what_is_in_force_is_listed_by_region_and_day_with_its_terms(served):
    assert served.restricted() | {"build": ""} == {
        "build": "", "total": 0, "offset": 0, "rows": [], "day": "2026-03-02", "known": True,
    }  # fmt: skip
    file = go(served.cases, to_deliberated(served.cases), "decide", CARL, DORA)
    served.clock.move(days=1)
    go(served.cases, file, "issue", CARL)

    (row,) = served.restricted()["rows"]
    assert (row["binds"], row["instrument"], row["document"]) == ("210100", "eia_169", "辽环函〔2026〕1号")
    assert (row["in_force_from"], row["last_day"], row["state"]) == ("2026-03-03", "2026-06-03", "in_force")
    assert served.restricted(region="210102")["total"] == 1  # a district of the city
    assert served.restricted(region="210200")["total"] == 0
    assert served.restricted(date="2026-03-02")["total"] == 0  # the day before
    assert served.client.get(f"{V1}/restrictions?region=999999").status_code == 404
    assert served.client.get(f"{V1}/restrictions?date=gestern").status_code == 400
