"""Two people share an acceptance, whoever is faster; what was refused or stopped changes nothing."""

import hashlib
import threading
from datetime import date

import pytest

from dashboard.load_desk import upload_store
from dashboard.load_desk.places import Places, accepted_file
from dashboard.load_desk.upload import State
from dashboard.operational import chain
from dashboard.operational.errors import ActError
from etl.extract.raw_files import list_raw_files
from tests.load_desk import FAULTY, MARCH, NAME, OFFICER, OTHER_OFFICER, REVIEWER, SECOND_REVIEWER
from tests.unit.dashboard.web.conftest import refusal_of


def proposed(office):
    """An upload that waits for a second person, without the file behind it."""
    content, report = b"file", b"report"
    hashes = [hashlib.sha256(each).hexdigest() for each in (content, report)]
    with office.acting() as act:
        upload = upload_store.bring(act, by="a", name="f.csv", source="s", sha256=hashes[0], size=4)
        upload_store.note_found(
            act, upload.id, is_good=True, source="s", regions=["1"], report=hashes[1], builds=("b", "c")
        )
        upload_store.propose(act, upload.id, by="a", content=content, report=report)
    return upload.id


def events(office):
    with office.reading() as connection:
        return [event.kind for event in chain.events(connection)]


def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told_who_was_faster(office):
    number = proposed(office)
    begin, told = threading.Barrier(2), []

    def accept(who):
        begin.wait()
        try:
            with office.acting() as act:
                upload_store.accept(act, number, by=who, reason="")
        except ActError as error:
            told.append((who, error))
        else:
            told.append((who, None))

    both = [threading.Thread(target=accept, args=(who,)) for who in ("li.na", "wang.wei")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    (winner,) = [who for who, error in told if error is None]
    ((loser, refusal),) = [(who, error) for who, error in told if error is not None]
    assert {winner, loser} == {"li.na", "wang.wei"}
    assert winner in refusal.say("zh")
    assert events(office).count("upload_accepted") == 1


def test_who_proposed_a_file_does_not_accept_it(office):
    number = proposed(office)
    with pytest.raises(ActError, match=r".*") as refused, office.acting() as act:
        upload_store.accept(act, number, by="a", reason="")
    assert refused.value.reason == "own_proposal"


def test_a_stop_that_comes_before_the_decision_wins_and_one_after_it_is_refused(office):
    number = proposed(office)
    with office.acting() as act:
        upload_store.accept(act, number, by="b", reason="")
        upload_store.stop(act, number)
    with pytest.raises(ActError) as stopped, office.acting() as act:
        upload_store.decide(act, number, base=[], files="f", builds=("b", "c"))
    assert stopped.value.reason == "upload_moved_on"
    with office.acting() as act:
        upload_store.end_work(act, number, upload_store.Work.STOPPED, {})
        upload_store.go_on(act, number)
        assert upload_store.decide(act, number, base=[], files="f", builds=("b", "c"))
    with pytest.raises(ActError), office.acting() as act:
        upload_store.stop(act, number)


def test_a_build_made_beside_other_files_than_those_accepted_by_now_is_made_anew(office):
    first, second = proposed(office), proposed(office)
    with office.acting() as act:
        for number in (first, second):
            upload_store.accept(act, number, by="b", reason="")
        assert upload_store.decide(act, first, base=[], files="f", builds=("b", "c"))
        # the first is on its way: the second waits, then must hold it too
        assert not upload_store.decide(act, second, base=[], files="g", builds=("b", "d"))
        upload_store.complete(act, first)
        assert not upload_store.decide(act, second, base=[], files="g", builds=("b", "d"))
        assert upload_store.decide(act, second, base=[first], files="h", builds=("c", "e"))


def test_what_was_decided_is_completed_once_however_often_it_is_done(office):
    number = proposed(office)
    with office.acting() as act:
        upload_store.accept(act, number, by="b", reason="")
        upload_store.decide(act, number, base=[], files="f", builds=("b", "c"))
        upload_store.complete(act, number)
        upload_store.complete(act, number)
        assert upload_store.get(act, number).state is State.PUBLISHED
    assert events(office).count("upload_published") == 1


def test_the_second_who_accepts_on_the_page_is_told_who_was_faster(site):
    officer, one, other = (site.signed_in(name) for name in (OFFICER, REVIEWER, SECOND_REVIEWER))
    site.bring(officer)
    site.do(officer, 1, "propose")
    site.waits = True
    assert site.do(one, 1, "accept").status_code == 303
    late = site.do(other, 1, "accept")
    assert late.status_code == 409
    assert REVIEWER in refusal_of(late)
    own = site.do(officer, 1, "accept")
    assert own.status_code == 403


def test_a_file_that_is_sent_back_or_withdrawn_changes_nothing_and_says_why(site):
    before = site.current()
    officer, reviewer = site.signed_in(OFFICER), site.signed_in(REVIEWER)
    site.bring(officer)
    site.do(officer, 1, "propose")
    assert site.do(reviewer, 1, "refuse", reason=" ").status_code == 409
    assert site.do(reviewer, 1, "refuse", reason="数字与公报不符").status_code == 303
    assert "数字与公报不符" in site.page(officer, 1).text
    assert site.do(reviewer, 1, "accept").status_code == 409
    assert site.current() == before
    assert site.accepted() == []


def test_a_file_with_faults_cannot_be_proposed_and_names_each_place(site):
    officer = site.signed_in(OFFICER)
    site.bring(officer, FAULTY)
    told = site.page(officer, 1).text
    for place, found in (("A2", "900299"), ("C3", "2023M13"), ("D4", "约4")):
        assert place in told
        assert found in told
    assert site.do(officer, 1, "propose").status_code == 409


def test_work_that_is_stopped_leaves_the_data_and_can_go_on(site):
    before = site.current()
    officer, reviewer = site.signed_in(OFFICER), site.signed_in(REVIEWER)
    site.bring(officer)
    site.do(officer, 1, "propose")
    site.waits = True
    site.do(reviewer, 1, "accept")
    assert "停止" in site.page(reviewer, 1).text
    site.do(reviewer, 1, "stop")
    site.work(1)
    assert "现行数据不受影响" in site.page(reviewer, 1).text
    assert site.current() == before
    site.waits = False
    site.do(reviewer, 1, "go-on")
    assert site.figure() == 4.5


def test_an_acceptance_that_never_came_to_a_build_can_be_taken_back(site):
    officer, reviewer = site.signed_in(OFFICER), site.signed_in(REVIEWER)
    site.bring(officer)
    site.do(officer, 1, "propose")
    site.waits = True
    site.do(reviewer, 1, "accept")
    site.do(reviewer, 1, "stop")
    site.work(1)
    assert site.do(reviewer, 1, "undo", reason="误点").status_code == 303
    assert "已撤销" in site.page(officer, 1).text


def test_an_earlier_file_is_undone_though_a_later_one_stays(site):
    officer, other, reviewer = (site.signed_in(name) for name in (OFFICER, OTHER_OFFICER, REVIEWER))
    site.bring(officer)
    donghai = MARCH.splitlines()[0] + "\n900102,临港县,2023M01-04,6.5\n"
    site.bring(other, donghai, "power_2023M01-04_东海.csv")
    for who, number in ((officer, 1), (other, 2)):
        site.do(who, number, "propose")
        site.do(reviewer, number, "accept")
    assert (site.figure(), site.figure("900102", "2023M01-04")) == (4.5, 6.5)
    site.do(reviewer, 1, "undo", reason="来源有误")
    assert (site.figure(), site.figure("900102", "2023M01-04")) == (None, 6.5)
    assert len(site.accepted()) == 1


def test_a_file_counts_from_the_day_of_its_acceptance(site):
    officer = site.signed_in(OFFICER)
    site.bring(officer)
    site.do(officer, 1, "propose")
    site.clock.move(days=3)
    site.waits = True
    site.do(site.signed_in(REVIEWER), 1, "accept")
    with site.office.reading() as connection:
        upload = upload_store.find(connection, 1, site.clock())
    file = accepted_file(upload, MARCH.encode(), site.queries.catalog)
    folder = Places(site.settings).write_accepted([file])
    (found,), problems = list_raw_files(site.folder / "none", site.queries.catalog, folder)
    assert problems == []
    # brought on 2 March, accepted on 5 March 2026: as of the day before nothing of it was known
    assert found.known_from == date(2026, 3, 5)
    assert found.path == f"accepted/bulletin/000001/{NAME}"
