"""Compressed forms of scripts are kept for ever by browsers: a wrong one must never be stored or sent."""

import gzip
import threading
from pathlib import Path

import brotli
import pytest

from dashboard.web import static_files
from dashboard.web.static_files import CompressedStore

SCRIPT = b"let region = 1;\n" * 500
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


def stored_forms(folder):
    return {path.suffix.removeprefix("."): path.read_bytes() for path in folder.iterdir()}


def test_two_forms_written_at_the_same_time_do_not_meet(tmp_path, monkeypatch):
    store, replace, begun = CompressedStore(tmp_path), Path.replace, []

    def replace_late(path, target):
        if not begun:
            begun.append(path)
            store.form(SCRIPT, "gzip")  # comes while the other form is written, not yet in its place
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", replace_late)
    store.form(SCRIPT, "br")
    forms = stored_forms(tmp_path)
    assert forms.keys() == {"br", "gzip"}
    assert [UNPACK[encoding](packed) for encoding, packed in forms.items()] == [SCRIPT, SCRIPT]


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: b"",
        lambda packed: packed[:-9],
        lambda packed: b"no form of anything",
        lambda packed: packed[:12] + bytes([packed[12] ^ 0xFF]) + packed[13:],
        lambda packed: brotli.compress(b"another script"),
        lambda packed: gzip.compress(b"another script"),
    ],
)
def test_a_damaged_stored_form_is_made_anew(tmp_path, encoding, damage):
    CompressedStore(tmp_path).form(SCRIPT, encoding)
    (stored,) = tmp_path.iterdir()
    stored.write_bytes(damage(stored.read_bytes()))
    assert UNPACK[encoding](CompressedStore(tmp_path).form(SCRIPT, encoding)) == SCRIPT
    assert UNPACK[encoding](stored.read_bytes()) == SCRIPT


def test_many_who_ask_at_once_have_a_form_made_once(tmp_path, monkeypatch):
    compress, made, all_asked = static_files.compress, [], threading.Barrier(5)

    def count(raw, encoding, quality):
        made.append(encoding)
        all_asked.wait(5)  # everybody has asked before the first form is there
        return compress(raw, encoding, quality)

    def ask(number):
        if number:
            all_asked.wait(5)
        store.form(SCRIPT, "br")

    monkeypatch.setattr(static_files, "compress", count)
    store = CompressedStore(tmp_path)
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["br"]


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / "taken").write_bytes(b"a file where the folder would be")
    assert brotli.decompress(CompressedStore(tmp_path / "taken").form(SCRIPT, "br")) == SCRIPT
