"""Forms of cases over HTTP: who may, what is refused and kept, what is told to whom."""

import io
import re

import pytest

from dashboard.auth.reads import reads
from dashboard.auth.rights import Role
from tests.served import OWN, Served

SHENYANG, DALIAN = "210100", "210200"
EIA = "环发〔2015〕169号"
LEAD = {
    "instrument": "eia_169",
    "region": SHENYANG,
    "basis": EIA,
    "reason": "依职权",
    "content-source": "inspection",
    "content-circumstances": "现场检查发现",
}
FINDING = {"basis": EIA, "reason": "依职权", "content-finding": "属实"}


OTHERS = {
    "wei.guan": ("围观", Role.VIEWER, ""),
    "da.lian": ("大连", Role.DATA_OFFICER, DALIAN),
    "shen.he": ("沈河", Role.REVIEWER, SHENYANG),
}


@pytest.fixture(scope="module")
def served(real_build, tmp_path_factory):
    made = Served(real_build, tmp_path_factory.mktemp("office"), SHENYANG, OTHERS)
    yield made
    made.office.close()


def opened(served, client):
    answer = client.post("/act/case", data=LEAD, headers=OWN)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"].rpartition("/")[2]


def act(client, number, name, version, **said):
    return client.post(f"/act/case/{number}/{name}", data={"version": version, **said}, headers=OWN)


def refusal(answer):
    return re.search(r'form-refusal" role="alert">([^<]*)', answer.get_data(as_text=True)).group(1)


def test_two_people_verify_and_neither_alone(served):
    an, bai = served.client("an.ning"), served.client("bai.he")
    number = opened(served, an)
    assert act(an, number, "verify", 1, **FINDING).status_code == 303
    alone = act(an, number, "confirm", 2)
    assert alone.status_code == 409
    assert "须由两人办理" in refusal(alone)
    assert act(bai, number, "confirm", 2, decision="confirm").status_code == 303
    assert "已认定" in served.panel(bai, "case-file", f"/cases/{number}")


def test_who_decides_on_what_has_changed_meanwhile_is_told_by_whom(served):
    an, bai = served.client("an.ning"), served.client("bai.he")
    number = opened(served, an)
    act(an, number, "verify", 1, **FINDING)
    act(an, number, "confirm", 2, decision="withdraw")
    late = act(bai, number, "confirm", 2)
    assert late.status_code == 409
    assert "an.ning已先于您办理" in refusal(late)
    file = served.panel(bai, "case-file", f"/cases/{number}")
    assert "被拒绝" in file


def test_what_was_typed_is_not_lost_when_something_is_missing(served):
    an = served.client("an.ning")
    number = opened(served, an)
    answer = act(an, number, "verify", 1, **(FINDING | {"reason": " "}))
    assert answer.status_code == 409
    assert "“办理理由”未填写" in refusal(answer)
    assert "属实" in answer.get_data(as_text=True)


def test_the_draft_is_never_offered_as_a_basis(served):
    page = served.client("an.ning").get("/act/case?instrument=eia_169").get_data(as_text=True)
    assert re.findall(r'<option value="(环发[^"]*)"', page) == [EIA]
    assert "草案" not in re.search(r"<form.*</form>", page, re.S).group(0)


def test_a_lead_of_a_city_is_not_opened_by_its_own_reviewer(served):
    answer = served.client("shen.he").post("/act/case", data=LEAD, headers=OWN)
    assert answer.status_code == 409
    assert "须由审核人员办理" in refusal(answer)


@pytest.mark.parametrize("name", ["wei.guan", "da.lian"])
def test_who_has_no_part_in_a_case_finds_nothing_of_it(served, name):
    number = opened(served, served.client("an.ning"))
    other = served.client(name)
    assert other.get(f"/act/case/{number}/verify").status_code == 404
    assert act(other, number, "verify", 1, **FINDING).status_code == 404
    assert "现场检查发现" not in served.panel(other, "case-file", f"/cases/{number}")
    assert number not in served.panel(other, "case-list", "/cases")
    assert number not in other.get("/act/deadlines.ics").get_data(as_text=True)


def test_without_a_name_nobody_acts(served):
    answer = served.client().post("/act/case", data=LEAD, headers=OWN)
    assert answer.status_code in {302, 401}
    assert served.client().get("/act/deadlines.ics").status_code == 403


def test_an_attachment_comes_back_as_it_was_and_is_never_opened_by_the_browser(served):
    an = served.client("an.ning")
    number = opened(served, an)
    act(an, number, "verify", 1, **FINDING, files=(io.BytesIO(b"<script>1</script>"), "../证据.html"))
    page = served.panel(an, "case-file", f"/cases/{number}")
    address = re.search(rf"/act/file/{number}/[0-9a-f]{{64}}", page).group(0)
    answer = an.get(address)
    assert answer.data == b"<script>1</script>"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E8%AF%81")
    assert answer.mimetype == "application/octet-stream"
    assert served.client("da.lian").get(address).status_code == 404
    with served.office.reading() as connection:
        read = [(row.actor, row.what) for row in reads(connection)]
    assert ("an.ning", f"case:{number}") in read
    assert ("an.ning", f"case:{number}:{address.rpartition('/')[2]}") in read
    assert "da.lian" not in {actor for actor, what in read if what.startswith(f"case:{number}")}


def test_the_restrictions_of_the_past_stand_in_the_ledger_for_everybody(served):
    page = served.panel(served.client(), "case-ledger", "/restrictions")
    assert "盘锦市盘山县、阜新市清河门区、锦州经济开发区" in page
    assert "吕梁市" in page
    assert "共9条" in page


@pytest.mark.parametrize(
    ("panel", "at", "way"),
    [
        ("case-list", "/cases", "/sign-in?next=%2Fcases"),
        ("case-list", "/cases&lang=en", "/sign-in?next=%2Fcases%3Flang%3Den&lang=en"),
        ("case-calendar", "/deadlines", "/sign-in?next=%2Fdeadlines"),
        ("case-file", "/cases/2026-0001", "/sign-in?next=%2Fcases%2F2026-0001"),
        ("case-notice", "/case-notice/2026-0001", "/sign-in?next=%2Fcase-notice%2F2026-0001"),
        ("register-head", "/registers/complaints", "/sign-in?next=%2Fregisters%2Fcomplaints"),
        ("register-pressing", "/registers", "/sign-in?next=%2Fregisters"),
        ("data-desk", "/data/desk", "/sign-in?next=%2Fdata%2Fdesk"),
        ("data-declared", "/data/declared", "/sign-in?next=%2Fdata%2Fdeclared"),
    ],
)
def test_what_needs_a_name_offers_the_way_to_sign_in_and_back(served, panel, at, way):
    assert f'"href":"{way}"' in served.panel(served.client(), panel, at)
    assert way not in served.panel(served.client("wei.guan"), panel, at)
