"""The verifier that ships with an export finds one wrong byte, and what was dropped, moved or cut off."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict
from sqlalchemy import text

from dashboard.operational import attachments, verifier
from dashboard.operational.event import Event
from dashboard.operational.export import export_chain, verify_folder, verify_store
from dashboard.operational.keys import ChainKey, is_signed
from etl.errors import UsageError

EVENTS = 5


@pytest.fixture(scope="module")
def exported(tmp_path_factory, databases):
    """A chain of five events with two attachments, as a folder, with its printed head and key."""
    from tests.offices import Clock  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("exported")
    office = databases.office("sqlite", folder, Clock())
    for number in range(2, EVENTS + 1):
        with office.acting() as act:
            files = (attachments.keep(act, f"纪要 {number}".encode()),) if number in {3, 5} else ()
            act.record("noted", actor="li.na", subject=f"case:{number}", attachments=files, text="约谈")
    head = export_chain(office, folder / "out")
    return folder / "out", str(head), head.signer


def lines_of(exported):
    return (exported[0] / "events.log").read_bytes().splitlines(keepends=True)


def found(lines, head=None, check=is_signed):
    chain = verifier.check_chain(lines, check)
    if head:
        verifier.check_head(chain, head)
    return [(finding.code, finding.facts.get("n")) for finding in chain.findings]


def test_a_whole_chain_has_nothing_wrong(exported):
    assert found(lines_of(exported), exported[1], verifier.is_signed) == []


def test_any_one_wrong_byte_of_the_log_is_found_at_its_event(exported):
    raw = (exported[0] / "events.log").read_bytes()
    place = 0
    for number, line in enumerate(raw.splitlines(keepends=True), start=1):
        for offset in range(len(line)):
            wrong = bytearray(raw)
            wrong[place + offset] ^= 0x20 if offset % 2 else 0x01  # another case of a letter, or a neighbour
            # where the end of a line is lost, the next event is lost with it
            assert first_number(found(split(bytes(wrong)))) == number, (number, offset)
        place += len(line)


def split(raw):
    """Lines as the verifier reads them: only a line feed ends one."""
    return [part + b"\n" for part in raw.split(b"\n")[:-1]] + [rest for rest in raw.split(b"\n")[-1:] if rest]


def first_number(codes):
    return int(str(codes[0][1]).split("–", maxsplit=1)[0])


@given(position=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_any_other_byte_anywhere_is_found(exported, position, byte):
    raw = bytearray((exported[0] / "events.log").read_bytes())
    at = int(position * len(raw))
    if raw[at] == byte:
        return
    raw[at] = byte
    assert found(split(bytes(raw)))


@pytest.mark.parametrize("dropped", range(1, EVENTS + 1))
def test_a_dropped_event_is_named(exported, dropped):
    lines = lines_of(exported)
    del lines[dropped - 1]
    expected = ("cut_off", str(EVENTS)) if dropped == EVENTS else ("missing", str(dropped))
    assert found(lines, exported[1])[0] == expected


@pytest.mark.parametrize("first", range(1, EVENTS))
def test_two_events_that_changed_places_are_named(exported, first):
    lines = lines_of(exported)
    lines[first - 1], lines[first] = lines[first], lines[first - 1]
    assert ("out_of_order", first + 2) in found(lines, exported[1])
    assert found(lines, exported[1])[0] == ("missing", str(first))


def test_an_event_that_stands_twice_is_named(exported):
    lines = lines_of(exported)
    assert found([*lines[:3], lines[2], *lines[3:]]) == [("out_of_order", 4)]


@pytest.mark.parametrize("kept", range(1, EVENTS))
def test_a_chain_that_was_cut_off_is_found_only_by_a_printed_head(exported, kept):
    lines = lines_of(exported)[:kept]
    assert found(lines) == []
    assert found(lines, exported[1]) == [("cut_off", str(EVENTS))]
    assert found(lines, exported[1].split("-")[1]) == [("head_absent", None)]


def test_nothing_at_all_is_no_chain(exported):
    assert found([], exported[1])[0] == ("empty", None)


def forged(exported, number, key, change):
    """The chain with one event changed and everything after it made anew by another hand."""
    lines, previous = [], None
    for position, line in enumerate(lines_of(exported), start=1):
        told = Event.of_body(line.split(b"\t")[2].decode())
        if position >= number:
            told = Event(
                **{**asdict(told), **change(told), **({"previous": previous} if position > number else {})}
            )
        previous = told.hash
        changed = f"{told.hash}\t{key.sign(told.hash)}\t{told.body}\n".encode()
        lines.append(changed if position >= number else line)
    return lines


@pytest.mark.parametrize("number", range(2, EVENTS + 1))
def test_a_chain_rewritten_without_the_key_is_found_where_it_begins(exported, number):
    other = ChainKey(Ed25519PrivateKey.generate())
    lines = forged(exported, number, other, lambda told: {"actor": "other"})
    assert found(lines)[0] == ("unsigned", number)
    assert ("rewritten", str(EVENTS)) in found(lines, exported[1])


def test_a_chain_made_anew_with_another_key_is_found_by_the_printed_fingerprint(exported):
    other = ChainKey(Ed25519PrivateKey.generate())
    lines = forged(
        exported,
        1,
        other,
        lambda told: {
            "signer": other.fingerprint,
            **({"facts": {"public_key": other.public}} if told.kind == "chain_begun" else {}),
        },
    )
    assert found(lines) == []
    assert found(lines, exported[1]) == [("rewritten", str(EVENTS))]
    chain = verifier.check_chain(lines, is_signed)
    *_, last = verifier.report(chain, (), "en", None, exported[2])
    assert chain.findings[0].code == "other_key"
    assert last.endswith("problem(s) found.")


def event_of(number, previous, kind, key, **facts):
    return Event(
        number, previous, at="t", actor="a", subject="chain", kind=kind, facts=facts, attachments=(),
        signer=key.fingerprint,
    )  # fmt: skip


def begun_by(key):
    return event_of(1, "0" * 64, "chain_begun", key, public_key=key.public)


def line(told, key):
    return f"{told.hash}\t{key.sign(told.hash)}\t{told.body}\n".encode()


def test_an_event_that_follows_another_one_is_found_though_the_right_key_signed_it():
    key = ChainKey(Ed25519PrivateKey.generate())
    begun = begun_by(key)
    noted, other = (event_of(2, begun.hash, "noted", key, text=text) for text in ("约谈", "提醒"))
    after = event_of(3, noted.hash, "noted", key)

    assert found([line(each, key) for each in (begun, noted, after)]) == []
    assert found([line(each, key) for each in (begun, other, after)]) == [("unlinked", 3)]


def test_a_second_beginning_makes_nobodys_key_a_key_of_the_chain():
    key, foreign = (ChainKey(Ed25519PrivateKey.generate()) for _ in range(2))
    begun = begun_by(key)
    again = event_of(2, begun.hash, "chain_begun", foreign, public_key=foreign.public)

    chain = verifier.check_chain([line(begun, key), line(again, foreign)], is_signed)

    assert [(each.code, each.facts["n"]) for each in chain.findings] == [("unknown_key", 2)]
    assert chain.first_key == key.fingerprint


def test_a_key_that_the_key_before_it_names_may_go_on():
    first, second = (ChainKey(Ed25519PrivateKey.generate()) for _ in range(2))
    begun = begun_by(first)
    changed = event_of(2, begun.hash, "key_changed", first, public_key=second.public)
    after = event_of(3, changed.hash, "noted", second)

    assert found([line(begun, first), line(changed, first), line(after, second)]) == []
    assert found([line(begun, first), line(changed, second), line(after, second)]) == [
        ("unsigned", 2),
        ("unknown_key", 3),
    ]


def test_what_is_no_event_does_not_stop_the_verifier(exported):
    body = b'{"sequence":"x"}'
    strange = hashlib.sha256(body).hexdigest().encode() + b"\t" + b"0" * 128 + b"\t" + body + b"\n"
    deep = b"{" + b"[" * 100_000 + b"}"
    nested = hashlib.sha256(deep).hexdigest().encode() + b"\t" + b"0" * 128 + b"\t" + deep + b"\n"
    assert found([strange, nested, b"\xff\n"]) == [("altered", 1), ("altered", 2), ("malformed", 3)]


# ── signatures, by the standard library alone ──

RFC_8032 = [  # section 7.1: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_signatures_of_the_standard_are_accepted_and_altered_ones_are_not(public, message, signature):
    key, said, signed = (bytes.fromhex(text) for text in (public, message, signature))
    assert verifier.verify_ed25519(key, said, signed)
    assert not verifier.verify_ed25519(key, said + b"x", signed)
    for at in range(0, 64, 7):
        wrong = bytearray(signed)
        wrong[at] ^= 1
        assert not verifier.verify_ed25519(key, said, bytes(wrong))


def test_a_signature_with_a_second_spelling_is_refused():
    # section 5.1.7: S must be below the group order, else every signature would have another spelling
    key, _, signed = (bytes.fromhex(text) for text in RFC_8032[0])
    s = int.from_bytes(signed[32:], "little") + verifier.ORDER
    assert not verifier.verify_ed25519(key, b"", signed[:32] + s.to_bytes(32, "little"))


@given(st.binary(max_size=80))
@settings(max_examples=25, deadline=None)
def test_it_agrees_with_the_library_that_signs(message):
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    assert verifier.verify_ed25519(public, message, private.sign(message))


@pytest.mark.parametrize(
    "packed", [b"\xff" * 32, (2).to_bytes(32, "little"), (1 | 1 << 255).to_bytes(32, "little")]
)
def test_bytes_that_are_no_point_are_no_key(packed):
    assert not verifier.verify_ed25519(packed, b"", b"\0" * 64)


# ── the folder ──


def run(folder, *options):
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), str(folder), *options],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


@pytest.fixture
def folder(exported, tmp_path) -> Path:
    return Path(shutil.copytree(exported[0], tmp_path / "copy"))


def test_the_script_runs_alone_and_finds_nothing_wrong(exported, folder):
    code, said = run(folder, "--head", exported[1], "--key", exported[2])
    assert code == 0
    assert said == f"共5条事件、2个附件，未发现问题。链首 {exported[1]}，密钥 {exported[2]}。\n"


def test_the_script_says_that_without_a_printed_head_the_end_cannot_be_known(folder):
    code, said = run(folder, "--lang", "en")
    assert code == 0
    assert "No head was given" in said


def test_every_byte_of_an_attachment_counts(exported, folder):
    for path in sorted((folder / "attachments").iterdir()):
        raw = path.read_bytes()
        for at in range(len(raw)):
            path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
            said, is_good = verify_folder(folder, "en", exported[1])
            assert not is_good
            assert re.fullmatch(rf"Attachment {path.name} was changed \(event [35]\)", said[0])
        path.write_bytes(raw)
    assert verify_folder(folder, "en", exported[1])[1]


def test_a_lost_and_a_foreign_attachment_are_named(exported, folder):
    lost, *_ = sorted((folder / "attachments").iterdir())
    lost.unlink()
    (folder / "attachments/other").write_bytes(b"x")
    code, said = run(folder, "--lang", "en", "--head", exported[1])
    assert code == 1
    assert said.splitlines()[0].startswith(f"Attachment {lost.name} is missing (event ")
    assert said.splitlines()[1:] == ["Attachment other belongs to no event", "2 problem(s) found."]


def test_a_cut_off_log_is_told_in_chinese(exported, folder):
    (folder / "events.log").write_bytes(b"".join(lines_of(exported)[:3]))
    code, said = run(folder, "--head", exported[1])
    assert code == 1
    assert said.splitlines()[0] == "事件链止于第3条，缺给定的第5条：末尾被截去"


@pytest.mark.parametrize("options", [["--head", "soon"], ["--lang", "fr"]])
def test_wrong_usage_is_exit_code_2(folder, options):
    assert run(folder, *options)[0] == 2


def test_a_folder_without_a_log_is_wrong_usage(folder):
    (folder / "events.log").unlink()
    assert run(folder)[0] == 2


def test_the_script_needs_the_standard_library_only():
    source = Path(verifier.__file__).read_text(encoding="utf-8")
    imported = set(re.findall(r"^(?:from|import) ([\w.]+)", source, re.MULTILINE))
    assert {name.split(".")[0] for name in imported} <= {*sys.stdlib_module_names, "__future__"}


def test_an_export_never_replaces_a_folder(small_office, tmp_path):
    (tmp_path / "there").mkdir()
    with pytest.raises(UsageError, match="exists already"):
        export_chain(small_office, tmp_path / "there")


def test_the_readme_of_an_export_tells_how_to_verify_it_in_both_languages(exported):
    told = (exported[0] / "README.txt").read_text(encoding="utf-8-sig")
    assert told.count(exported[1]) == 2
    assert told.count("python verify.py .") == 2


# ── the live store ──


def tamper(office, sql):
    """Change what the triggers protect, as somebody with the database's own rights could."""
    with office.engine.begin() as connection:
        if office.engine.dialect.name == "sqlite":
            names = (
                connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
                .scalars()
                .all()
            )
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in ("events", "attachments"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        connection.execute(text(sql))


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        (
            "UPDATE events SET body = replace(body, 'li.na', 'wang') WHERE sequence = 3",
            "Event 3: the content",
        ),
        ("UPDATE events SET actor = 'wang' WHERE sequence = 3", "Event 3: the content"),
        ("UPDATE events SET signature = repeat_0 WHERE sequence = 2", "Event 2: not signed by key"),
        ("DELETE FROM events WHERE sequence = 2", "Event 2 is missing: event 3 comes next"),
        ("DELETE FROM events WHERE sequence = 4", "The chain ends at event 3 and lacks the given event 4"),
        ("DELETE FROM attachments", "Attachment "),
    ],
)
def test_the_live_store_is_verified_in_the_same_way(office, sql, finding):
    for number in range(3):
        with office.acting() as act:
            act.record(
                "noted", actor="li.na", subject="s", attachments=(attachments.keep(act, b"%d" % number),)
            )
    assert verify_store(office, "en", None)[1]
    tamper(office, sql.replace("repeat_0", f"'{'0' * 128}'"))
    said, is_good = verify_store(office, "en", None)
    assert not is_good
    assert said[0].startswith(finding)
