"""The pointer is followed without a restart, and nothing that it may name takes the last good build away."""

import os
import shutil

import duckdb
import pytest

from dashboard import build_queries
from dashboard.build_queries import BuildQueries, open_build
from etl.errors import DataError


@pytest.fixture
def builds(tmp_path, tiny_build):
    """Two builds that are complete, of which the first is current."""
    for build_id in ("first", "second"):
        shutil.copytree(tiny_build.folder, tmp_path / build_id)
    point_to(tmp_path, b"first\n")
    return tmp_path


@pytest.fixture
def opened(builds):
    answering = BuildQueries(builds)
    yield answering
    answering._open.warehouse.close()


def point_to(builds, text):
    """Move the pointer as a build does, so that its file is another one."""
    (builds / "next").write_bytes(text)
    (builds / "next").replace(builds / "current")


def name_a_build_that_is_not_there(builds):
    point_to(builds, b"third\n")


def name_one_with_a_broken_declaration(builds):
    (builds / "second/catalog/units.yaml").write_text("- id: [", encoding="utf-8")
    point_to(builds, b"second\n")


def name_one_with_a_declaration_that_fails_a_check(builds):
    (builds / "second/catalog/deployment.yaml").write_text("id: second\n", encoding="utf-8")
    point_to(builds, b"second\n")


def name_one_without_a_catalogue(builds):
    shutil.rmtree(builds / "second/catalog")
    point_to(builds, b"second\n")


def name_one_with_a_damaged_warehouse(builds):
    (builds / "second/warehouse.duckdb").write_bytes(b"no warehouse" * 1000)
    point_to(builds, b"second\n")


def name_one_that_is_half_copied(builds):
    path = builds / "second/slices.bin"
    os.truncate(path, path.stat().st_size // 2)
    point_to(builds, b"second\n")


def name_nothing(builds):
    point_to(builds, b"")


def name_what_is_no_text(builds):
    point_to(builds, b"\xff\xfe\x00")


def lose_the_pointer(builds):
    (builds / "current").unlink()


DAMAGE = [
    name_a_build_that_is_not_there,
    name_one_with_a_broken_declaration,
    name_one_with_a_declaration_that_fails_a_check,
    name_one_without_a_catalogue,
    name_one_with_a_damaged_warehouse,
    name_one_that_is_half_copied,
    name_nothing,
    name_what_is_no_text,
    lose_the_pointer,
]


def test_a_new_build_answers_without_a_restart(builds, opened):
    assert opened.build_id == "first"
    point_to(builds, b"second\n")
    assert opened.build_id == "second"


def test_an_answer_is_of_one_build_though_another_arrives_while_it_is_put_together(builds, opened):
    asked = opened.of("first")
    assert asked is opened.of("first")  # what is remembered by them is found again
    catalog = asked.catalog
    point_to(builds, b"second\n")
    assert opened.build_id == "second"
    assert (asked.build_id, asked.catalog) == ("first", catalog)
    assert opened.of("first") is asked


def test_a_page_of_the_former_build_is_answered_from_it_until_the_one_after_has_come(builds, opened):
    shutil.copytree(builds / "second", builds / "third")
    figures = opened.values()
    assert opened.of("second") is None
    point_to(builds, b"second\n")
    assert opened.of("second").build_id == opened.build_id == "second"
    former = opened.of("first")
    assert (former.build_id, former.values()) == ("first", figures)
    point_to(builds, b"third\n")
    assert opened.of("first") is None
    assert former.build_id == "third"  # whoever still asks it sees that its build is gone
    duckdb.connect(builds / "first/warehouse.duckdb").close()  # refused as long as a reader holds the file


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_last_good_build_stays(builds, opened, caplog, damage):
    regions = set(opened.catalog.regions)
    damage(builds)
    assert opened.build_id == "first"
    assert set(opened.catalog.regions) == regions
    assert opened.values()
    (told,) = caplog.records
    assert told.getMessage().startswith("Build first stays: ")
    assert (told.exc_info, "\n" in told.getMessage()) == (None, False)


def test_a_good_build_after_a_bad_one_answers(builds, opened, monkeypatch):
    monkeypatch.setattr(build_queries, "RETRY_SECONDS", 0.0)
    name_a_build_that_is_not_there(builds)
    assert opened.build_id == "first"
    point_to(builds, b"second\n")
    assert opened.build_id == "second"


def test_a_bad_build_is_tried_once_in_a_while_and_not_with_every_question(builds, opened, monkeypatch):
    now, tried = [1000.0], []
    monkeypatch.setattr(build_queries.time, "monotonic", lambda: now[0])
    looked = build_queries.refuse_if_incomplete
    monkeypatch.setattr(
        build_queries, "refuse_if_incomplete", lambda folder: tried.append(folder) or looked(folder)
    )
    name_one_with_a_damaged_warehouse(builds)
    for _ in range(5):
        assert opened.build_id == "first"
    assert len(tried) == 1
    now[0] += build_queries.RETRY_SECONDS
    assert opened.build_id == "first"
    assert len(tried) == 2


def test_a_build_that_is_passed_over_is_let_go(builds):
    name_one_with_a_broken_declaration(builds)
    with pytest.raises(DataError) as caught:
        open_build(builds)
    duckdb.connect(builds / "second/warehouse.duckdb").close()  # refused as long as a reader holds the file
    assert "units.yaml" in str(caught.value)


def test_every_build_in_the_folder_is_known_latest_first_and_an_unreadable_one_is_named(builds, opened):
    name_one_with_a_damaged_warehouse(builds)
    os.utime(builds / "first/warehouse.duckdb", (1_700_000_000, 1_700_000_000))

    known = opened.builds()

    assert [(one.build_id, one.row is None) for one in known] == [("second", True), ("first", False)]
    assert known[1].made.year == 2023
    assert known[1].day == opened.quality().day_of_data()


def test_two_builds_of_the_same_data_do_not_differ_and_stay_open_for_others(builds, opened):
    assert opened.difference("first", "second").sources == ()
    assert opened.quality().day_of_data() is not None


def test_a_build_that_is_not_there_cannot_be_compared(opened):
    with pytest.raises(DataError) as caught:
        opened.difference("first", "third")
    assert "third" in str(caught.value)
