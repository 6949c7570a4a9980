"""What the pages of cases say: every refusal in words, deadlines as a calendar, the ledger with days left."""

from datetime import date

import pytest

from dashboard.cases.case import Act, Case, CaseEvent, FrozenEvidence, Move
from dashboard.cases.case_events import CaseFile, Entry
from dashboard.cases.deadlines import Deadline
from dashboard.cases.machine import possible_acts, replay
from dashboard.cases.refusal import Refused
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.cases.calendar_file import calendar_file, case_entries
from dashboard.views.cases.case_file import CaseReader, blocked_steps, expiry_text, moment_text, next_steps
from dashboard.views.cases.ledger import build_ledger
from dashboard.views.cases.lists import DueLine, build_calendar, open_deadlines
from dashboard.views.cases.wording import refusal_text
from tests.small_case import ANNE, BOB, CARL, DORA, REGION, act_of, instruments, weekdays

EIA = "环发〔2015〕169号"
COURSE = (
    ("open_lead", ANNE, date(2026, 3, 2)),
    ("verify", ANNE, date(2026, 3, 3)),
    ("notify", ANNE, date(2026, 3, 4)),
    ("reply", REGION, date(2026, 3, 5)),
    ("propose", ANNE, date(2026, 3, 6)),
    ("deliberate", CARL, date(2026, 3, 9)),
    ("decide", CARL, date(2026, 3, 10)),
    ("issue", CARL, date(2026, 3, 11)),
)


def file_until(name):
    """A case under 169号 as far as an act."""
    table = instruments()["eia_169"]
    events = []
    for each, person, day in COURSE:
        row = table.act(each)
        act = act_of(row, person, day, EIA, "adopted")
        second = {ANNE: BOB, CARL: DORA}.get(person)
        if row.four_eyes:
            events.append(CaseEvent(Move.DRAFTED, act))
            act = Act(each, second, day, EIA, act.reason, act.contents, act.document)
        events.append(CaseEvent(Move.CONFIRMED if row.four_eyes else Move.DONE, act))
        if each == name:
            break
    case = replay(Case("eia_169", "210100", FrozenEvidence("b", {"f": "founding"})), tuple(events), table)
    entries = tuple(
        Entry(number, "a" * 64, "2026-03-11T01:00:00.000000Z", event.act.by.id, event.move, event.act)
        for number, event in enumerate(events, start=1)
    )
    return CaseFile("2026-0001", case, table, entries)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(instruments()))
def test_every_refusal_that_the_table_can_give_has_words(name, lang):
    table = instruments()[name]
    told = set()
    for until, _, _ in COURSE:
        file = file_until(until)
        for person in (ANNE, CARL, DORA, REGION):
            for refused in possible_acts(file.case, person, date(2026, 3, 12), table, weekdays).values():
                told.add(refusal_text(refused, table, lang) if refused else "")
    assert all("{" not in text for text in told)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_fault_of_the_contents_names_field_and_bounds(lang):
    refused = Refused(
        "contents", act="propose", faults=[("term_months", "out_of_bounds"), ("reason", "missing")]
    )
    text = refusal_text(refused, instruments()["eia_169"], lang)
    assert "3" in text
    assert "12" in text
    assert words(lang)("case.form.reason") in text


def test_the_steps_are_those_of_the_reader():
    file = file_until("notify")
    day = date(2026, 3, 4)
    table = file.instrument

    def names(person):
        return [
            step.address.rpartition("/")[2]
            for step in next_steps(file, table, CaseReader(person, day, weekdays), "zh")
        ]

    assert names(REGION) == ["reply"]
    assert "propose" not in names(ANNE)  # the region has ten working days first
    assert names(None) == []


def test_a_step_that_is_not_possible_yet_says_why():
    file = file_until("notify")
    reader = CaseReader(ANNE, date(2026, 3, 4), weekdays)
    blocked = dict(blocked_steps(file, file.instrument, reader, "zh"))
    assert "十个工作日" in blocked["限批建议"]
    assert "现场核查" not in blocked  # another moment
    assert "陈述申辩" not in blocked  # another person
    assert blocked_steps(file, file.instrument, CaseReader(None, date(2026, 3, 4), weekdays), "zh") == ()


def test_nothing_says_that_an_expired_restriction_has_lifted_itself():
    file = file_until("issue")
    # three months from 11 March end on 11 June (民法典 202条)
    assert "2026年6月11日" in expiry_text(file, date(2026, 3, 11), "zh")
    assert "92" in expiry_text(file, date(2026, 3, 11), "zh")
    assert "届满不自动解除" in expiry_text(file, date(2026, 6, 20), "zh")


def test_a_time_is_told_by_the_clock_in_china():
    assert moment_text("2026-03-11T17:30:00.000000Z") == "2026-03-12 01:30"


def test_the_ledger_shows_document_term_and_days_left(shipped_catalog):
    reader = CaseReader(None, date(2026, 6, 1), weekdays)
    view = build_ledger(
        shipped_catalog,
        [file_until("issue")],
        (),
        reader,
        is_kept=True,
        readable=frozenset(),
        selection=Selection("restrictions"),
    )
    assert [cell.text for cell in view.table.rows[0]] == [
        *("沈阳市", "辽环函〔2026〕1号", "建设项目环境影响评价区域限批", "所述内容"),
        *("2026年3月11日", "2026年6月11日", "10", "2026年7月11日", "限批中"),
    ]
    assert view.table.rows[0][0].address is None  # the file is not theirs to open


def test_open_deadlines_leave_out_what_was_met():
    lines = open_deadlines([file_until("issue")], weekdays)
    assert [line.deadline.id for line in lines] == ["expiry", "check_due"]


@pytest.mark.parametrize(
    ("lang", "told"), [("zh", "暂计：2027年放假安排尚未收录"), ("en", "days off of 2027")]
)
def test_a_provisional_day_says_so_wherever_it_is_told(shipped_catalog, lang, told):
    deadline = Deadline("reply_due", date(2027, 1, 8), unknown_from=date(2027, 1, 1))
    lines = [DueLine(file_until("notify"), deadline)]
    selection = Selection("deadlines", lang)
    table = build_calendar(
        shipped_catalog, lines, date(2027, 2, 1), is_signed_in=True, selection=selection
    ).table
    assert told in table.rows[0][3].text
    assert table.marked == frozenset()  # nothing is called overdue
    (entry,) = case_entries(shipped_catalog, lines, lang)
    assert told in entry.description


def test_deadlines_are_a_calendar_of_folded_lines(shipped_catalog):
    line = DueLine(file_until("issue"), Deadline("check_due", date(2026, 7, 11)))
    body = calendar_file(case_entries(shipped_catalog, [line], "zh"), "province.example").decode()
    rows = body.split("\r\n")
    assert rows[-1] == ""
    assert max(len(row.encode()) for row in rows) <= 75  # RFC 5545, 3.1
    whole = body.replace("\r\n ", "").split("\r\n")
    assert "UID:2026-0001-check_due@province.example" in whole
    assert "DTSTART;VALUE=DATE:20260711" in whole
    assert "SUMMARY:2026-0001 沈阳市：期满后现场核查" in whole
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == 1
