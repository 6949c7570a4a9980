"""The pack of an auditor: the whole chain, what a period saw, rules and rights, each file by its hash."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date

import pytest

from dashboard.cases.pack import write_pack
from dashboard.cases.refusal import Refused
from dashboard.operational.export import verify_folder
from etl.errors import UsageError
from tests.small_case import ANNE, BOB
from tests.unit.dashboard.cases.test_case_store import go, kept, opened

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def acted(office, clock):
    """A case of March, verified in April, with an attempt that was refused."""
    cases = kept(office)
    file = go(cases, opened(cases), "verify", ANNE)
    with pytest.raises(Refused):
        cases.confirm(file.number, file.version, ANNE)
    clock.move(days=31)
    cases.confirm(file.number, file.version, BOB)


def packed(office, tmp_path, builds, period=MARCH):
    out = tmp_path / "pack.zip"
    head = write_pack(office, builds, *period, out)
    return head, zipfile.ZipFile(out)


def table(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_the_pack_holds_what_the_period_saw_and_the_whole_chain(small_office, clock, tmp_path):
    acted(small_office, clock)
    head, archive = packed(small_office, tmp_path, tmp_path / "builds")
    with archive:
        moves = [(row["act"], row["move"]) for row in table(archive, "decisions.csv")]
        assert moves == [("open_lead", "done"), ("verify", "drafted"), ("confirm", "refused:same_person")]
        assert [row["kind"] for row in table(archive, "events.csv")][-1] == "case_refused"
        archive.extractall(tmp_path / "out")
    told, is_good = verify_folder(tmp_path / "out" / "chain", "en", str(head))
    assert is_good, told


def test_text_with_other_ends_of_lines_is_packed_whole(small_office, tmp_path):
    pasted = "约谈\u2028通报\x85督办"
    with small_office.acting() as act:
        act.record("noted", actor="li.na", subject="user:li.na", text=pasted)

    head, archive = packed(small_office, tmp_path, tmp_path / "builds")

    with archive:
        assert [row["kind"] for row in table(archive, "events.csv")] == ["chain_begun", "noted"]
    assert head.sequence == 2


def test_every_file_stands_in_the_manifest_with_its_hash(small_office, clock, tmp_path):
    acted(small_office, clock)
    head, archive = packed(small_office, tmp_path, tmp_path / "builds")
    with archive:
        manifest = json.loads(archive.read("manifest.json"))
        files = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
    files.pop("manifest.json")
    assert manifest["files"] == files
    assert (manifest["head"], manifest["from"], manifest["to"]) == (str(head), "2026-03-01", "2026-03-31")


def test_the_rules_are_those_that_the_current_build_was_made_with(small_office, tiny_build, tmp_path):
    opened(kept(small_office))
    _, archive = packed(small_office, tmp_path, tiny_build.build_dir)
    with archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["build"] == tiny_build.build_id
        assert any(name.startswith("rules/") for name in archive.namelist())


def test_the_same_store_gives_the_same_pack(small_office, clock, tmp_path):
    acted(small_office, clock)
    for name in ("a.zip", "b.zip"):
        write_pack(small_office, tmp_path / "builds", *MARCH, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_period_that_ends_before_it_begins_is_refused(small_office, tmp_path):
    with pytest.raises(UsageError, match="before"):
        write_pack(small_office, tmp_path, MARCH[1], MARCH[0], tmp_path / "x.zip")
