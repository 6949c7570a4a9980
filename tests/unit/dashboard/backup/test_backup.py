"""What a backup holds, and every way in which a restore must be refused without changing anything."""

import errno
import io
import shutil
import sqlite3
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest
from msgspec.structs import replace

from dashboard.backup import make as making
from dashboard.backup.last import last_backup
from dashboard.backup.make import make_backup
from dashboard.backup.placing import PREFIX, Placing, take_back_unfinished
from dashboard.backup.restore import restore
from dashboard.backup.sealing import new_key, read_identity, seal
from dashboard.in_use import held_alone, in_use
from dashboard.operational.copies import copy_store
from dashboard.operational.store import office_of
from dashboard.serving import serve
from etl.errors import BackupError, BuildError, LiaoningError, UsageError
from etl.pipeline.lock import one_build_at_a_time
from etl.settings import Settings


@dataclass
class Kept:
    """A small deployment, its backup, and the key."""

    settings: Settings
    file: object
    key: object
    recipient: str

    def bring_back(self, data, **options):
        return restore(Settings(data_dir=data), self.file, self.key, "", **options)


@pytest.fixture(scope="module")
def first(tmp_path_factory, key):
    """A deployment without a build: catalogue, raw file, two events, one archived report of a kind."""
    folder = tmp_path_factory.mktemp("small")
    data = folder / "data"
    for name, text in (
        ("catalog/deployment.yaml", "id: small"),
        ("raw/source/2023.csv", "a,b"),
        ("office/accepted/current", "abc"),
        ("office/accepted/abc/source/000001/f.csv", "1,2"),
        ("office/accepted/.half-xyz/f.csv", "half"),
        ("office/keys/session.key", "cookies"),
        ("office/demo/office.sqlite", "the demonstration's"),
        ("build/current", "b1"),
        ("build/b1/catalog/deployment.yaml", "id: small"),
        ("build/b1/warehouse.duckdb", "figures"),
        ("build/b2/warehouse.duckdb", "nobody refers to these"),
    ):
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = Settings(
        data_dir=data,
        backup_recipients=key[1],
        smtp_password="a secret of the settings",
        smtp_host="mail.example",
    )
    noted(settings, "the first")
    make_backup(settings, folder / "first.age", "en")
    return Kept(settings, folder / "first.age", *key)


def noted(settings, text):
    office = office_of(settings)
    with office.acting() as act:
        act.record("noted", actor="li.na", subject="note", text=text)
    office.close()


def files_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def names_in(kept):
    plain = pyrage.decrypt(kept.file.read_bytes(), [read_identity(kept.key, "")])
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:gz") as packed:
        return packed.getnames(), plain


def test_it_holds_what_cannot_be_made_again_and_nothing_else(first):
    names, _ = names_in(first)
    assert sorted(names) == [
        "builds/b1/catalog/deployment.yaml",
        "builds/b1/warehouse.duckdb",
        "builds/current",
        "catalog/deployment.yaml",
        "keys/chain.pem",
        "manifest.json",
        "office/accepted/abc/source/000001/f.csv",
        "office/accepted/current",
        "raw/source/2023.csv",
        "store/office.sqlite",
    ]


def test_when_it_was_made_is_known_afterwards_and_not_in_what_is_restored(first, tmp_path):
    make_backup(first.settings, tmp_path / "again.age", "en")
    last = last_backup(first.settings)
    assert (last.file, last.is_whole) == (str(tmp_path / "again.age"), True)
    first.bring_back(tmp_path / "new")
    assert last_backup(Settings(data_dir=tmp_path / "new")) is None


def test_the_file_tells_nothing_without_the_key_and_no_secret_of_the_settings_with_it(first):
    assert b"the first" not in first.file.read_bytes()
    assert first.file.stat().st_mode & 0o077 == 0
    _, plain = names_in(first)
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:gz") as packed:
        manifest = packed.extractfile("manifest.json").read()
    assert b"mail.example" in manifest
    assert b"a secret" not in manifest


def test_without_keys_people_can_read_but_not_act_until_the_key_is_there(first, tmp_path):
    make_backup(first.settings, tmp_path / "b.age", "en", with_keys=False)
    found = restore(Settings(data_dir=tmp_path / "new"), tmp_path / "b.age", first.key, "")
    assert not found.has_keys
    office = office_of(Settings(data_dir=tmp_path / "new"))
    with pytest.raises(UsageError, match="Restore the file from its backup"):
        assert office.key
    office.close()
    shutil.copytree(first.settings.office / "keys", tmp_path / "new/office/keys", dirs_exist_ok=True)
    noted(Settings(data_dir=tmp_path / "new"), "goes on")


@pytest.mark.parametrize("harm", ["cut", "bit", "tail", "other", "empty"])
def test_a_file_that_is_not_what_was_written_changes_nothing(first, tmp_path, harm):
    content = first.file.read_bytes()
    harmed = {
        "cut": content[: len(content) // 2],
        "bit": content[:-100] + bytes([content[-100] ^ 1]) + content[-99:],
        "tail": content + b"more",
        "other": b"PK" + content,
        "empty": b"",
    }[harm]
    (tmp_path / "bad.age").write_bytes(harmed)
    with pytest.raises(UsageError, match="damaged or altered"):
        restore(Settings(data_dir=tmp_path / "new"), tmp_path / "bad.age", first.key, "")
    assert not (tmp_path / "new").exists()


def test_another_key_or_a_wrong_pass_phrase_opens_nothing(first, tmp_path):
    new_key(tmp_path / "other.key", "the right words")
    for phrase, told in (("wrong words", "missing or wrong"), ("", "missing or wrong")):
        with pytest.raises(UsageError, match=told):
            restore(Settings(data_dir=tmp_path / "new"), first.file, tmp_path / "other.key", phrase)
    with pytest.raises(UsageError, match="not encrypted for this key"):
        restore(Settings(data_dir=tmp_path / "new"), first.file, tmp_path / "other.key", "the right words")
    assert not (tmp_path / "new").exists()


def packed_anew(first, tmp_path, change):
    """The backup with something else in it, encrypted anew: whoever has the public key can do that."""
    _, plain = names_in(first)
    out = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(plain), mode="r:gz") as old,
        tarfile.open(fileobj=out, mode="w:gz") as new,
    ):
        for member in old:
            content = old.extractfile(member).read()
            changed, content = change(member, content)
            changed.size = len(content)
            new.addfile(changed, io.BytesIO(content))
    path = tmp_path / "made-up.age"
    path.write_bytes(pyrage.encrypt(out.getvalue(), [pyrage.x25519.Recipient.from_str(first.recipient)]))
    return path


def test_a_file_that_differs_from_the_manifest_or_leads_elsewhere_is_refused(first, tmp_path):
    def other_figures(member, content):
        return member, b"other" if member.name == "raw/source/2023.csv" else content

    def elsewhere(member, content):
        if member.name == "raw/source/2023.csv":
            member.name = "raw/../../elsewhere.csv"
        return member, content

    def link(member, content):
        if member.name == "raw/source/2023.csv":
            member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        return member, content

    for change in (other_figures, elsewhere, link):
        path = packed_anew(first, tmp_path, change)
        with pytest.raises(UsageError, match="something else than its manifest"):
            restore(Settings(data_dir=tmp_path / "new"), path, first.key, "")
        assert sorted(each.name for each in tmp_path.iterdir()) == ["made-up.age"]


def test_a_place_that_is_not_empty_is_left_as_it_is_unless_it_may_be_put_aside(first, tmp_path):
    new = tmp_path / "new"
    noted(Settings(data_dir=new), "somebody else's")
    (new / "catalog").mkdir()
    (new / "catalog/deployment.yaml").write_text("id: another", encoding="utf-8")
    before = files_below(new)
    with pytest.raises(UsageError, match="Something else is there already"):
        first.bring_back(new)
    assert files_below(new) == before

    first.bring_back(new, replace=True)
    after = files_below(new)
    assert after["catalog/deployment.yaml"] == b"id: small"
    aside = {
        name.rpartition("/")[2]: content for name, content in after.items() if ".before-restore-" in name
    }
    assert aside["deployment.yaml"] == b"id: another"
    assert aside["office.sqlite"] == before["office/office.sqlite"]


def test_nothing_is_put_in_place_under_a_server_or_a_build_that_is_made(first, tmp_path):
    """Who acts afterwards would write to a store that was put aside, and be lost."""
    new = tmp_path / "new"
    noted(Settings(data_dir=new), "somebody else's")
    office = Settings(data_dir=new).office
    (new / "build").mkdir()
    before = files_below(new)
    with in_use(office), in_use(office):  # two processes of a server
        with pytest.raises(UsageError, match="Stop the server first"):
            first.bring_back(new, replace=True)
        assert first.bring_back(new, only_check=True).events == 2
    with one_build_at_a_time(new / "build"), pytest.raises(BuildError, match="under way"):
        first.bring_back(new, replace=True)
    after = files_below(new)
    after.pop("office/.in-use", None)
    assert after == before
    first.bring_back(new, replace=True)
    assert not (office / ".in-use").exists()


def test_no_server_starts_while_its_folder_is_restored(tmp_path):
    settings = Settings(data_dir=tmp_path, port=0)
    told = []
    with held_alone(settings.office), pytest.raises(UsageError, match="just being restored"):
        serve(settings, make_app=lambda: None, announce=told.append)
    assert told == []
    assert list(tmp_path.iterdir()) == []


def test_the_shipped_catalogue_need_not_be_put_aside_where_it_is_the_same(first, tmp_path):
    shutil.copytree(first.settings.data_dir / "catalog", tmp_path / "new/catalog")
    (tmp_path / "new/catalog/.gitattributes").write_text("*", encoding="utf-8")
    assert first.bring_back(tmp_path / "new").events == 2


def test_a_check_verifies_everything_and_leaves_nothing(first, tmp_path):
    found = first.bring_back(tmp_path / "new", only_check=True)
    assert (found.events, found.builds, found.has_keys) == (2, 1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_move_that_fails_takes_all_others_back(first, tmp_path, monkeypatch):
    def fails_at_last(self):
        self._moves.append((tmp_path / "nothing", tmp_path / "nowhere"))
        return move(self)

    move = Placing.move
    monkeypatch.setattr(Placing, "move", fails_at_last)
    with pytest.raises(OSError, match="nothing"):
        first.bring_back(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_restore_that_was_killed_is_taken_back_by_the_next_one(first, tmp_path, monkeypatch):
    new = tmp_path / "new"

    def killed(self):
        self._moves[0][0].rename(self._moves[0][1])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Placing, "move", killed)
        patch.setattr(Placing, "clear", lambda self: None)
        with pytest.raises(KeyboardInterrupt):
            first.bring_back(new)
    assert (new / "catalog/deployment.yaml").exists()
    first.bring_back(new)
    assert not [name for name in files_below(new) if PREFIX in name]


def test_the_backup_of_a_broken_chain_is_made_and_said_and_not_restored_unasked(first, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(first.settings.data_dir, data)
    with sqlite3.connect(data / "office/office.sqlite") as raw:
        raw.execute("DROP TRIGGER events_no_update")
        raw.execute("UPDATE events SET body = replace(body, 'the first', 'the worst')")
    raw.close()
    settings = replace(first.settings, data_dir=data)
    made = make_backup(settings, tmp_path / "b.age", "en")
    assert made.findings
    assert not last_backup(settings).is_whole
    with pytest.raises(BackupError, match="does not verify"):
        restore(Settings(data_dir=tmp_path / "new"), tmp_path / "b.age", first.key, "", lang="en")
    assert not (tmp_path / "new").exists()
    restore(Settings(data_dir=tmp_path / "new"), tmp_path / "b.age", first.key, "", despite_findings=True)


def test_a_damaged_page_of_the_store_is_found_when_the_backup_is_made(first, tmp_path):
    office = office_of(first.settings)
    copy_store(office, tmp_path / "office.sqlite")
    office.close()
    with (tmp_path / "office.sqlite").open("r+b") as stream:
        stream.seek(3 * 4096)
        stream.write(b"\xff" * 4096)
    (tmp_path / "data/office").mkdir(parents=True)
    (tmp_path / "office.sqlite").rename(tmp_path / "data/office/office.sqlite")
    settings = Settings(data_dir=tmp_path / "data", backup_recipients=first.recipient)
    with pytest.raises(LiaoningError, match="damaged"):
        make_backup(settings, tmp_path / "b.age", "en")
    assert not (tmp_path / "b.age").exists()


def test_a_stick_whose_file_system_knows_no_links_takes_a_backup_too(first, tmp_path, monkeypatch):
    def refuses(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(making.os, "link", refuses)
    made = make_backup(first.settings, tmp_path / "b.age", "en")
    assert [path.name for path in tmp_path.iterdir()] == ["b.age"]
    assert made.file.stat().st_mode & 0o777 == 0o600
    assert first.bring_back(tmp_path / "new", only_check=True) is not None


def test_a_file_that_came_while_the_backup_was_made_is_not_replaced(first, tmp_path, monkeypatch):
    def comes_meanwhile(*parts):
        (tmp_path / "b.age").write_text("another", encoding="utf-8")
        seal(*parts)

    monkeypatch.setattr(making, "seal", comes_meanwhile)
    with pytest.raises(UsageError, match="exists already"):
        make_backup(first.settings, tmp_path / "b.age", "en")
    assert (tmp_path / "b.age").read_text("utf-8") == "another"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_restore_that_is_killed_while_it_writes_down_its_moves_is_taken_back(tmp_path, monkeypatch):
    office = tmp_path / "office"
    work = Placing({"office": office})

    def is_killed(path, *_, **__):
        path.write_bytes(b'{"mov')
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", is_killed)
    with pytest.raises(KeyboardInterrupt):
        work.plan([(work.staging["office"] / "a", office / "a")])
    monkeypatch.undo()
    take_back_unfinished(office)
    assert list(office.iterdir()) == []


def test_acts_and_builds_that_come_meanwhile_do_not_split_a_backup(first, tmp_path, monkeypatch):
    """The store is copied again until the pointers beside it say the same before and after."""
    data = tmp_path / "data"
    shutil.copytree(first.settings.data_dir, data)
    settings = replace(first.settings, data_dir=data)
    copied = []

    def published_meanwhile(office, copy):
        copy_store(office, copy)
        copied.append(copy)
        if len(copied) < 3:
            (data / "office/accepted/current").write_text(f"state{len(copied)}", encoding="utf-8")

    monkeypatch.setattr(making, "copy_store", published_meanwhile)
    make_backup(settings, tmp_path / "b.age", "en")
    assert len(copied) == 3


def test_a_file_that_is_there_is_never_overwritten_and_nobody_writes_in_the_clear(first, tmp_path):
    with pytest.raises(UsageError, match="exists already"):
        make_backup(first.settings, first.file, "en")
    without = replace(first.settings, backup_recipients="")
    with pytest.raises(UsageError, match="only ever written encrypted"):
        make_backup(without, tmp_path / "b.age", "en")
    assert list(tmp_path.iterdir()) == []


def test_real_data_are_not_restored_as_the_demonstration(first, tmp_path):
    with pytest.raises(UsageError, match="demonstration"):
        restore(Settings(data_dir=tmp_path / "new", demo=True), first.file, first.key, "")
    assert list(tmp_path.iterdir()) == []
