"""What is kept of a case tells it again, whole, whoever tried what, on both databases."""

import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from dashboard.cases.case import FrozenEvidence, Move
from dashboard.cases.case_store import KeptCases, next_number
from dashboard.cases.refusal import Refused
from dashboard.cases.requested_act import Wish, sha256
from dashboard.operational import attachments, chain
from dashboard.operational.export import verify_store
from etl.model.restriction import CaseState
from tests.small_case import ANNE, BOB, CARL, DORA, EVIDENCE, REGION, content_of, instruments, weekdays

EIA = "环发〔2015〕169号"
ROOT = Path(__file__).parents[4]


def kept(office, tables=None):
    return KeptCases(office, lambda: tables or instruments(), weekdays)


def wish(cases, name, by, chosen=None, instrument="eia_169", **given):
    row = instruments()[instrument].act(name)
    today = cases.today()
    said = {each.id: content_of(each, today, chosen) for each in row.contents if each.kind != "attachment"}
    files = {each.id: ("纪要.pdf", b"minutes") for each in row.contents if each.kind == "attachment"}
    document = "辽环函〔2026〕1号" if row.has_document else ""
    return Wish(name, by, EIA, "依职权", said | given, document, files)


def opened(cases, evidence=EVIDENCE):
    return cases.open("eia_169", "210100", evidence, wish(cases, "open_lead", ANNE, "flag"))


def go(cases, file, name, *people, chosen=None):
    file = cases.do(file.number, file.version, wish(cases, name, people[0], chosen))
    return cases.confirm(file.number, file.version, people[1]) if len(people) > 1 else file


def to_proposed(cases):
    file = go(cases, opened(cases), "verify", ANNE, BOB)
    file = go(cases, file, "notify", ANNE)
    file = go(cases, file, "reply", REGION)
    return go(cases, file, "propose", ANNE, BOB)


def to_deliberated(cases):
    return go(cases, to_proposed(cases), "deliberate", CARL, chosen="adopted")


def events(office, subject):
    with office.reading() as connection:
        return [event.kind for event in reversed(chain.events(connection, subject=subject))]


def test_what_a_form_says_is_taken_without_blanks_around_it():
    said = {"end_date": " 2026-12-31\n", "scope": "  "}
    act = Wish("decide", CARL, "中发〔2021〕36号", "依职权", said).act(date(2026, 3, 2))
    assert act.contents == {"end_date": "2026-12-31"}  # a day with a blank would stop the case at its issue


def test_after_the_case_9999_of_a_year_comes_10000_and_then_the_next(office):
    for number in ("2026-9999", "2026-10000"):
        with office.acting() as act:
            act.record("noted", actor="li.na", subject=f"case:{number}")
    with office.reading() as connection:
        assert next_number(connection, 2026) == "2026-10001"
        assert next_number(connection, 2027) == "2027-0001"


def test_a_case_is_told_again_from_the_chain(office):
    cases = kept(office)
    file = go(cases, opened(cases), "verify", ANNE, BOB)
    assert (file.number, file.case.state, file.version) == ("2026-0001", CaseState.VERIFIED, 3)
    assert file == cases.find("2026-0001")
    assert file.case.evidence == EVIDENCE
    assert events(office, "case:2026-0001") == ["case_done", "case_drafted", "case_confirmed"]
    assert verify_store(office, "en", None)[1]


def test_the_flag_is_frozen_as_the_build_told_it(office):
    cases = kept(office)
    evidence = FrozenEvidence("build", {"f1": "founding"}, {"f1": '{"value":1.25}'})
    opened(cases, evidence)
    assert cases.find("2026-0001").case.evidence == evidence


def test_a_case_keeps_the_table_that_it_was_opened_under(office):
    number = opened(kept(office)).number
    changed = replace(instruments()["eia_169"], deadlines=())
    file = kept(office, {"eia_169": changed}).find(number)
    assert file.instrument == instruments()["eia_169"]


def test_an_act_rests_on_a_document_that_is_declared_now(office):
    file = opened(kept(office))
    table = instruments()["eia_169"]
    repealed = replace(table.bases[0], valid_to=date(2026, 1, 31))
    cases = kept(office, {"eia_169": replace(table, bases=(repealed,))})
    with pytest.raises(Refused) as told:
        go(cases, file, "verify", ANNE)
    assert told.value.code == "basis_not_in_force"


def test_numbers_follow_each_other(small_office):
    cases = kept(small_office)
    assert [opened(cases).number for _ in range(3)] == ["2026-0001", "2026-0002", "2026-0003"]
    assert [file.number for file in cases.all()] == ["2026-0001", "2026-0002", "2026-0003"]


def test_a_refused_move_is_written_down_and_moves_nothing(office):
    cases = kept(office)
    file = go(cases, opened(cases), "verify", ANNE)
    with pytest.raises(Refused) as told:
        cases.confirm(file.number, file.version, ANNE)
    assert told.value.code == "same_person"
    after = cases.find(file.number)
    assert after.case == file.case
    refused = after.entries[-1]
    assert (refused.move, refused.actor, refused.name, refused.refusal) == (
        None,
        "anne",
        "confirm",
        "same_person",
    )
    assert cases.confirm(file.number, file.version, BOB).case.state is CaseState.VERIFIED


def test_a_case_that_may_not_be_opened_is_written_down_under_its_region(small_office):
    cases = kept(small_office)
    with pytest.raises(Refused):
        cases.open("eia_169", "210100", EVIDENCE, wish(cases, "open_lead", REGION, "flag"))
    assert events(small_office, "region:210100") == ["case_refused"]
    assert cases.all() == ()


def test_minutes_are_kept_by_their_hash(office):
    file = to_deliberated(kept(office))
    named = file.case.counted("deliberate")[0].contents["minutes"]
    assert named == sha256(b"minutes")
    assert file.files == {named: "纪要.pdf"}
    with office.reading() as connection:
        assert attachments.content_of(connection, named) == b"minutes"


def test_what_is_refused_leaves_no_file(small_office):
    cases = kept(small_office)
    file = opened(cases)
    with pytest.raises(Refused):
        cases.do(file.number, file.version, wish(cases, "deliberate", CARL, "adopted"))
    with small_office.reading() as connection:
        assert attachments.count(connection) == 0


def test_a_hash_that_nobody_handed_in_is_no_attachment(small_office):
    cases = kept(small_office)
    file = to_proposed(cases)
    asked = wish(cases, "deliberate", CARL, "adopted")
    claimed = replace(asked, content_files=None, contents={**asked.contents, "minutes": "0" * 64})
    with pytest.raises(Refused) as told:
        cases.do(file.number, file.version, claimed)
    assert told.value.code == "unknown_file"


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(office):
    cases = kept(office)
    file = to_deliberated(cases)
    barrier = threading.Barrier(2)
    told = []

    def decide(person):
        barrier.wait()
        try:
            cases.do(file.number, file.version, wish(cases, "decide", person))
            told.append("won")
        except Refused as refused:
            told.append((refused.code, refused.facts["who"]))

    threads = [threading.Thread(target=decide, args=(person,)) for person in (CARL, DORA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = cases.find(file.number)
    winner = after.case.pending.by.id
    assert sorted(told, key=str) == [("stale", winner), "won"]
    assert after.entries[-1].refusal == "stale"


def test_a_case_shows_how_it_stood_on_an_earlier_day(small_office, clock):
    cases = kept(small_office)
    file = go(cases, opened(cases), "verify", ANNE, BOB)
    clock.move(days=3)
    file = go(cases, file, "notify", ANNE)
    assert file.on_day(date(2026, 3, 3)).case.state is CaseState.VERIFIED
    assert file.on_day(date(2026, 3, 5)).case == file.case


def test_the_day_is_that_of_china(small_office, clock):
    clock.move(hours=16)  # 17:00 UTC: the next day there
    assert kept(small_office).today() == date(2026, 3, 3)


DECIDE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from dashboard.operational.store import Office
from tests.offices import Clock
from tests.small_case import CARL
from tests.unit.dashboard.cases.test_case_store import kept, wish

url, key, version, *numbers = sys.argv[1:]

def decide_and_die(number, moment):
    office = Office(url, Path(key), Clock())
    cases, left = kept(office), iter(range(moment))
    wanted = wish(cases, "decide", CARL)
    die = lambda *_: next(left, None) is None and os.kill(os.getpid(), signal.SIGKILL)
    event.listen(office.engine, "before_cursor_execute", die)
    cases.do(number, int(version), wanted)
    os.kill(os.getpid(), signal.SIGKILL)

for told in numbers:
    number, _, moment = told.partition("@")
    child = os.fork() or decide_and_die(number, int(moment))
    print(number, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def whole_or_not_at_all(office, moments, key):
    """Decide in processes that are killed before a statement; how many moves each left behind."""
    cases = kept(office)
    files = {to_deliberated(cases).number: moment for moment in moments}
    (version,) = {file.version for file in cases.all()}
    url = office.engine.url.render_as_string(hide_password=False)
    told = [f"{number}@{moment}" for number, moment in files.items()]
    command = [sys.executable, "-c", DECIDE_AND_DIE, url, str(key), str(version), *told]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT)
    assert done.stdout.split() == [word for number in files for word in (number, str(-signal.SIGKILL))]
    assert verify_store(office, "en", None)[1]
    left = {file.version - version: file for file in cases.all()}
    assert left.get(1) is None or left[1].entries[-1].move is Move.DRAFTED
    return set(left)


def test_a_decision_that_is_cut_off_is_there_whole_or_not_at_all(office, tmp_path):
    assert whole_or_not_at_all(office, (5, 99), tmp_path / "keys" / "chain.pem") == {0, 1}


@pytest.mark.soak
def test_a_decision_cut_off_at_every_statement_is_there_whole_or_not_at_all(small_office, tmp_path):
    assert whole_or_not_at_all(small_office, range(16), tmp_path / "keys" / "chain.pem") == {0, 1}
