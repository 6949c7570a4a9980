"""The forms of registers over HTTP: who may see and keep what, what is refused whole, what is never told."""

import html
import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from sqlalchemy import select

from dashboard.auth.reads import reads
from dashboard.auth.rights import Role
from dashboard.intake import Unreadable
from dashboard.operational.event import Event
from dashboard.operational.tables import EVENTS
from dashboard.web import register_workbooks
from etl.pipeline.cells import told
from etl.publish.register_template import register_template
from tests.served import OWN, Served

SHENYANG, DALIAN = "210100", "210200"
NAME = "欧阳明月"
COMPLAINT = {
    "region": SHENYANG,
    "field-subject": "未批先建",
    "field-about_whom": "某铸造厂扩建项目",
    "field-channel": "letter",
    "field-received_on": "2026-03-02",
    "field-handler": "省生态环境厅",
    "field-complainant": NAME,
    "field-contact": "13900001111",
}
PLAN = {
    "region": DALIAN,
    "field-title": "大连市2026年度节能计划",
    "field-sort": "yearly",
    "field-plan_year": "2026",
    "field-department": "大连市发展改革委",
    "field-due_on": "2026-02-28",
}


OTHERS = {
    "da.lian": ("大连", Role.DATA_OFFICER, DALIAN),
    "shen.he": ("沈河", Role.REVIEWER, SHENYANG),
    "shen.ji": ("审计", Role.AUDITOR, ""),
}


@pytest.fixture
def here(monkeypatch):
    """Workbooks are read in this process: that a process of its own reads them is tried once, beside this."""

    def read(name, content):
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            found = told(path, name)
        if "refused" in found:
            raise Unreadable(found["refused"])
        return found["cells"]

    monkeypatch.setattr(register_workbooks, "read_cells", read)


@pytest.fixture(scope="module")
def served(real_build, tmp_path_factory):
    made = Served(real_build, tmp_path_factory.mktemp("office"), SHENYANG, OTHERS)
    yield made
    made.office.close()


def enter(client, register, **fields):
    return client.post(f"/act/register/{register}/new", data=fields, headers=OWN)


def number_of(answer):
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"].rpartition("/")[2]


def refusals(served, register):
    with served.office.reading() as connection:
        kept = connection.execute(
            select(EVENTS.c.body)
            .where(EVENTS.c.subject == f"register_refused:{register}")
            .order_by(EVENTS.c.sequence)
        )
        events = [Event.of_body(body) for body in kept.scalars()]
    return [(e.actor, e.facts["wanted"], e.facts["refusal"], e.facts["faults"]) for e in events]


def refusal(answer):
    return re.search(r'form-refusal" role="alert">([^<]*)', answer.get_data(as_text=True)).group(1)


def workbook(served, register, *rows):
    book = openpyxl.load_workbook(
        io.BytesIO(register_template(served.catalog, served.catalog.registers[register]))
    )
    for number, row in enumerate(rows, start=3):
        for column, text in enumerate(row, start=1):
            book.worksheets[0].cell(row=number, column=column, value=text or None)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def take_in(client, register, content, **fields):
    data = {**fields, "file": (io.BytesIO(content), "名单.xlsx")}
    return client.post(f"/act/register/{register}/import", data=data, headers=OWN)


def test_a_complaint_is_entered_and_its_name_is_nowhere_to_be_seen(served):
    an = served.client("an.ning")
    number = number_of(enter(an, "complaints", **COMPLAINT))
    shown = [
        an.get(f"/act/register/complaints/{number}").get_data(as_text=True),
        an.get(f"/act/register/complaints/{number}/change").get_data(as_text=True),
        served.panel(an, "register-entries", "/registers/complaints"),
        served.export(an, "register-entries", "/registers/complaints"),
        served.export(an, "register-pressing", "/registers"),
        served.panel(an, "register-entries", f"/registers/complaints&find={NAME}"),
    ]
    book = an.get("/act/register/complaints/entries.xlsx").data

    assert "未批先建" in shown[0]
    assert "未批先建" in shown[3]
    assert not any(NAME in page or "13900001111" in page for page in shown)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "未批先建" in cells
    assert NAME not in cells


def test_only_who_handles_complaints_above_the_region_reads_the_name_and_says_why(served):
    an = served.client("an.ning")
    number = number_of(enter(an, "complaints", **COMPLAINT))
    address = f"/act/register/complaints/{number}/sealed"

    assert NAME not in an.get(address).get_data(as_text=True)
    assert "请写明事由" in refusal(an.post(address, data={"reason": " "}, headers=OWN))
    told = an.post(address, data={"reason": "回访核实"}, headers=OWN)

    assert NAME in told.get_data(as_text=True)
    assert told.headers["Cache-Control"] == "no-store"
    page = an.get(f"/act/register/complaints/{number}").get_data(as_text=True)
    assert "查看密存内容 · an.ning" in page
    assert "回访核实" in page
    with served.office.reading() as connection:
        noted = [row.what for row in reads(connection, actor="an.ning")]
    assert noted[:2] == [f"register:complaints:{each}" for each in (number, f"{number}:sealed")]
    for other, status in (("cui.lan", 403), ("shen.ji", 403), ("fang.ke", 404), ("shen.he", 404)):
        answer = served.client(other).post(address, data={"reason": "看看"}, headers=OWN)
        assert (other, answer.status_code) == (other, status)
        assert NAME not in answer.get_data(as_text=True)


def test_a_complaint_becomes_the_lead_of_a_case_with_its_source_and_region_filled_in(served):
    an = served.client("an.ning")
    number = number_of(enter(an, "complaints", **COMPLAINT))
    page = an.get(f"/act/register/complaints/{number}").get_data(as_text=True)
    choose = html.unescape(re.search(r'href="(/act/case\?[^"]*)"', page)[1])
    form = html.unescape(
        re.search(r'href="(/act/case\?[^"]*instrument=eia_169[^"]*)"', an.get(choose).text)[1]
    )

    shown = an.get(form).text

    assert '<option value="complaint" selected>' in shown
    assert f'<option value="{SHENYANG}" selected>' in shown
    # who may not open a case about the region is not led there
    assert "/act/case?" not in served.client("shen.ji").get(f"/act/register/complaints/{number}").text


def test_the_region_complained_of_sees_nothing_of_the_complaint(served):
    number = number_of(enter(served.client("an.ning"), "complaints", **COMPLAINT))
    for name in ("fang.ke", "shen.he", "da.lian", None):
        reader = served.client(name)
        assert "未批先建" not in served.panel(reader, "register-entries", "/registers/complaints")
        assert "未批先建" not in served.export(reader, "register-entries", "/registers/complaints")
        assert reader.get(f"/act/register/complaints/{number}").status_code == 404


def test_a_region_keeps_its_own_plans_and_no_other_region_s(served):
    lian, fang = served.client("da.lian"), served.client("fang.ke")
    number = number_of(enter(lian, "energy_plans", **PLAN))

    assert "大连市2026年度节能计划" in served.panel(lian, "register-entries", "/registers/energy_plans")
    assert "大连市2026年度节能计划" not in served.panel(fang, "register-entries", "/registers/energy_plans")
    assert fang.get(f"/act/register/energy_plans/{number}").status_code == 404
    foreign = enter(fang, "energy_plans", **PLAN)
    assert (foreign.status_code, refusal(foreign)) == (409, "您无权登记这一地区的事项。")
    assert lian.get("/act/register/summons/new").status_code == 403


def test_what_is_overdue_is_told_with_who_has_to_act(served):
    number_of(
        enter(served.client("an.ning"), "energy_plans", **(PLAN | {"field-title": "大连市2025年度节能计划"}))
    )
    page = served.panel(served.client("an.ning"), "register-pressing", "/registers")

    assert "逾期未办" in page
    assert "大连市发展改革委" in page
    assert "2026年2月28日，已逾期2天" in page


def test_a_change_says_why_and_what_was_typed_is_not_lost(served):
    an = served.client("an.ning")
    number = number_of(enter(an, "energy_plans", **(PLAN | {"field-title": "大连市2024年度节能计划"})))
    address = f"/act/register/energy_plans/{number}/change"
    form = {key: text for key, text in PLAN.items() if key != "region"}
    form |= {"version": 1, "field-title": "大连市2024年度节能计划", "field-issued_on": "2026-03-01"}

    silent = an.post(address, data=form, headers=OWN)
    assert (silent.status_code, refusal(silent)) == (409, "请写明事由。")
    assert "2026-03-01" in silent.get_data(as_text=True)
    assert an.post(address, data=form | {"reason": "已印发"}, headers=OWN).status_code == 303
    stale = an.post(
        address, data=form | {"reason": "再改", "field-document": "大发改〔2026〕1号"}, headers=OWN
    )
    assert "an.ning已先于您更改" in refusal(stale)


LISTED = [
    "",
    SHENYANG,
    "某公司",
    "91210100000000000X",
    "未批先建",
    "某机关",
    "某罚〔2026〕1号",
    "2026-01-05",
    "",
]


def test_the_list_of_dishonest_entities_comes_from_its_publisher_with_a_citation_only(served, here):
    an = served.client("an.ning")
    content = workbook(served, "dishonest_entities", LISTED)
    cited = {"publisher": "某机关", "title": "严重违法失信名单2026年第1批", "published": "2026-02-01"}

    assert an.get("/act/register/dishonest_entities/new").status_code == 404
    assert enter(an, "dishonest_entities", region=SHENYANG).status_code == 404
    assert "须注明公布机关" in refusal(take_in(an, "dishonest_entities", content))
    first = take_in(an, "dishonest_entities", content, **cited)
    again = take_in(an, "dishonest_entities", content, **cited)

    assert "新增1件，更新0件，未变0件" in first.get_data(as_text=True)
    assert "新增0件，更新0件，未变1件" in again.get_data(as_text=True)
    listed = served.export(served.client(), "register-entries", "/registers/dishonest_entities")
    assert "某机关《严重违法失信名单2026年第1批》（2026-02-01公布）；名单.xlsx第3行" in listed


def test_a_workbook_with_a_wrong_cell_is_returned_whole_with_its_place(served, here):
    an = served.client("an.ning")
    good = ["", DALIAN, "某行业风险", "石化", "重大", "2026-01-05", "省工业和信息化厅", "预案", "", ""]
    wrong = ["", DALIAN, "另一风险", "石化", "很大", "一月", "省工业和信息化厅", "预案", "", ""]

    answer = take_in(an, "industry_risks", workbook(served, "industry_risks", good, wrong))

    assert answer.status_code == 409
    assert "E4格，“预警等级”不在选项中：很大（可选：重大、较大、一般）" in refusal(answer)
    assert "F4格，“发现日期”不是日期：一月" in refusal(answer)
    assert "某行业风险" not in served.panel(an, "register-entries", "/registers/industry_risks")


def test_a_workbook_of_another_register_and_a_file_that_is_none_are_refused_readably(served, here):
    an = served.client("an.ning")

    other = take_in(an, "industry_risks", workbook(served, "dishonest_entities", LISTED))
    none = take_in(an, "industry_risks", b"PK\x03\x04 no workbook")

    assert "缺少表头" in refusal(other)
    assert none.status_code == 409
    assert "Traceback" not in none.get_data(as_text=True)


def test_a_region_s_officer_cannot_change_another_region_s_entry_by_workbook(served):
    an, fang = served.client("an.ning"), served.client("fang.ke")
    number = number_of(enter(an, "energy_plans", **(PLAN | {"field-title": "大连市2023年度节能计划"})))
    row = [number, SHENYANG, "被改的计划", "年度节能计划", "2026", "沈阳市发展改革委", "", "", ""]

    answer = take_in(fang, "energy_plans", workbook(served, "energy_plans", row))

    assert f"没有登记号为“{number}”的事项" in refusal(answer)
    assert "被改的计划" not in served.panel(an, "register-entries", "/registers/energy_plans")


def test_the_draft_is_no_basis_of_an_interview(served):
    answer = enter(
        served.client("an.ning"),
        "summons",
        region=SHENYANG,
        **{
            "field-matter": "能耗强度上升",
            "field-addressed_as": "region",
            "field-addressee": "沈阳市人民政府",
            "field-held_on": "2026-03-02",
            "field-held_by": "省发展改革委",
            "field-basis": "辽宁省促进制造业高质量发展暂行规定（草案）第二十二条",
            "field-document": "辽发改函〔2026〕1号",
            "field-demands": "提出整改方案",
            "field-due_on": "2026-04-02",
        },
    )

    assert answer.status_code == 409
    assert "不能是草案" in refusal(answer)
    told = refusals(served, "summons")
    assert told[-1] == ("an.ning", "register_entered", "fields", ["basis draft_basis"])


def test_a_refused_complaint_stands_in_the_chain_without_a_word_of_it(served):
    answer = enter(served.client("an.ning"), "complaints", **COMPLAINT | {"field-subject": f"{NAME}反映"})

    assert answer.status_code == 409
    assert refusals(served, "complaints")[-1][2:] == ("fields", ["subject names_complainant"])
    with served.office.reading() as connection:
        kept = connection.execute(
            select(EVENTS.c.body).where(EVENTS.c.subject == "register_refused:complaints")
        )
        assert NAME not in "".join(map(str, kept.scalars()))
