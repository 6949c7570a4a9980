#!/usr/bin/env python3
"""核验导出的事件链 · Verify an exported chain of events.

    python verify.py FOLDER [--head 12-9f86d0…] [--key 1f2e3d4c5b6a7988] [--lang zh|en]

FOLDER holds ``events.log`` and ``attachments/``. The head and the key's fingerprint are those printed in a
report: only what was printed elsewhere can show that the end of a chain was cut off, or that a whole chain
was made anew.

Needs Python 3.9 or later and nothing else. It checks Ed25519 signatures (RFC 8032) by itself, because an
auditor's office machine cannot install anything, and because checking needs no secret that a plain program
could betray.

A line of ``events.log``: SHA-256 of an event, tab, signature of that hash, tab, the event as JSON.
Exit codes: 0 nothing wrong, 1 something is wrong, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BEFORE_THE_FIRST = "0" * 64
SIGNED_WORDS = b"liaoning-chain-v1\n"
BODY = {
    "sequence": int,
    "facts": dict,
    "attachments": list,
    **dict.fromkeys(("previous", "at", "actor", "kind", "subject", "signer"), str),
}
PUBLIC_KEY = re.compile("[0-9a-f]{64}")
LINE = re.compile(rb"([0-9a-f]{64})\t([0-9a-f]{128})\t(\{[^\n]*\})\n")
HEAD = re.compile(r"(?:(\d{1,12})-)?([0-9a-f]{64})")
WORDS = {
    "malformed": ("第{n}条：这一行不成格式，已被改动", "Event {n}: the line is malformed; it was changed"),
    "altered": (
        "第{n}条：内容与其散列不符，已被改动",
        "Event {n}: the content does not match its hash; it was changed",
    ),
    "unlinked": (
        "第{n}条：不是接在前一条之后，该条或前一条已被替换",
        "Event {n}: it does not follow the event before it; it or that one was replaced",
    ),
    "missing": ("缺第{n}条：其后是第{found}条", "Event {n} is missing: event {found} comes next"),
    "out_of_order": (
        "第{n}条的位置上是第{found}条，次序被调换",
        "Event {found} stands where event {n} should stand",
    ),
    "unsigned": (
        "第{n}条：签名不是密钥{key}所签，该条或签名已被改动",
        "Event {n}: not signed by key {key}; it or its signature was changed",
    ),
    "unknown_key": (
        "第{n}条：由未登记的密钥{key}签名",
        "Event {n}: signed by key {key}, which no event names",
    ),
    "empty": ("事件链是空的", "The chain is empty"),
    "other_key": (
        "事件链由密钥{found}开始，不是给定的{key}",
        "The chain begins with key {found}, not with the given {key}",
    ),
    "cut_off": (
        "事件链止于第{last}条，缺给定的第{n}条：末尾被截去",
        "The chain ends at event {last} and lacks the given event {n}: its end was cut off",
    ),
    "rewritten": (
        "第{n}条与给定的链首不同：第{n}条或其前的事件被改写",
        "Event {n} differs from the given head: it or one before it was rewritten",
    ),
    "head_absent": (
        "链中没有给定的链首：其后被截去，或链被改写",
        "The given head is not in the chain: its end was cut off, or it was rewritten",
    ),
    "attachment_missing": ("附件{sha}缺失（见第{n}条）", "Attachment {sha} is missing (event {n})"),
    "attachment_altered": ("附件{sha}已被改动（见第{n}条）", "Attachment {sha} was changed (event {n})"),
    "attachment_unknown": ("附件{sha}不属于任何事件", "Attachment {sha} belongs to no event"),
    "good": (
        "共{count}条事件、{files}个附件，未发现问题。链首 {head}，密钥 {key}。",
        "{count} events and {files} attachments: nothing wrong. Head {head}, key {key}.",
    ),
    "no_head": (
        "没有给定链首：末尾是否被截去无从判断。请与报告上印的链首比对，或用 --head 给出。",
        "No head was given: whether the end was cut off cannot be told. Compare with the head printed in a "
        "report, or give it with --head.",
    ),
    "bad": ("发现{count}处问题。", "{count} problem(s) found."),
}


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, and where."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def say(self, lang: str) -> str:
        """The finding as a sentence."""
        return WORDS[self.code][lang == "en"].format(**self.facts)


@dataclass
class Chain:
    """What was read of a chain, and what is wrong with it."""

    findings: list[Finding] = field(default_factory=list)
    hashes: dict[int, str] = field(default_factory=dict)
    attachments: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    first_key: str = ""
    last: int = 0

    def find(self, code: str, **facts: Any) -> None:
        """Note something that is wrong."""
        self.findings.append(Finding(code, facts))


# ── the chain ──────────────────────────────────────────────────────────────────────────────────────────


def is_signed(public: str, event_hash: str, signature: str) -> bool:
    """Whether a key signed a hash."""
    return verify_ed25519(bytes.fromhex(public), SIGNED_WORDS + event_hash.encode(), bytes.fromhex(signature))


def check_chain(lines: Iterable[bytes], check: Callable[[str, str, str], bool] = is_signed) -> Chain:
    """Check every event: its hash, its place, its link to the one before, its signature."""
    chain = Chain(hashes={0: BEFORE_THE_FIRST})
    for line in lines:
        _check_line(chain, line, check)
    if not chain.last:
        chain.find("empty")
    return chain


def _check_line(chain: Chain, line: bytes, check: Callable[[str, str, str], bool]) -> None:
    parts = LINE.fullmatch(line)
    told = _event_of(parts[3]) if parts else None
    if parts is None or told is None or hashlib.sha256(parts[3]).hexdigest() != parts[1].decode():
        chain.last += 1
        chain.find("altered" if parts else "malformed", n=chain.last)
        return
    stated = parts[1].decode()
    _check_place(chain, told)
    _check_signature(chain, told, stated, parts[2].decode(), check)
    chain.hashes[told["sequence"]] = stated
    chain.last = max(chain.last, told["sequence"])
    for sha in map(str, told["attachments"]):
        chain.attachments.setdefault(sha, told["sequence"])


def _event_of(body: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or set(told) != set(BODY):
        return None
    return told if all(isinstance(told[name], kind) for name, kind in BODY.items()) else None


def _check_place(chain: Chain, told: dict[str, Any]) -> None:
    found, expected = told["sequence"], chain.last + 1
    before = chain.hashes.get(chain.last)  # unknown after an event that was changed
    if found > expected:
        last_missing = "" if found == expected + 1 else f"–{found - 1}"
        chain.find("missing", n=f"{expected}{last_missing}", found=found)
    elif found < expected:
        chain.find("out_of_order", n=expected, found=found)
    elif before is not None and told["previous"] != before:
        chain.find("unlinked", n=found)


def _check_signature(
    chain: Chain, told: dict[str, Any], stated: str, signature: str, check: Callable[[str, str, str], bool]
) -> None:
    named = str(told["facts"].get("public_key")) if told["kind"] in {"chain_begun", "key_changed"} else ""
    public = named if PUBLIC_KEY.fullmatch(named) else ""
    signer = told["signer"]
    if public and told["kind"] == "chain_begun" and not chain.keys:
        chain.first_key = fingerprint(public)
        chain.keys[chain.first_key] = public
    if signer not in chain.keys:
        chain.find("unknown_key", n=told["sequence"], key=signer)
    elif not check(chain.keys[signer], stated, signature):
        chain.find("unsigned", n=told["sequence"], key=signer)
    elif public:  # a later key counts only if the key before it vouches for it
        chain.keys[fingerprint(public)] = public


def fingerprint(public: str) -> str:
    """The fingerprint of a public key in hexadecimal digits."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]


def check_head(chain: Chain, head: str) -> None:
    """Compare with a head that was printed elsewhere: ``<number>-<hash>``, or the hash alone."""
    match = HEAD.fullmatch(head)
    if match is None:
        raise ValueError(head)
    number, wanted = match[1], match[2]
    if number is None:
        if wanted not in chain.hashes.values():
            chain.find("head_absent")
    elif int(number) > chain.last:
        chain.find("cut_off", last=chain.last, n=number)
    elif chain.hashes.get(int(number)) != wanted:
        chain.find("rewritten", n=number)


def check_attachments(chain: Chain, stored: Iterable[tuple[str, str]]) -> int:
    """Compare files with the events that name them.

    Args:
        chain: what was read.
        stored: the name of each file, and the SHA-256 of what it holds.

    Returns:
        how many files there are.
    """
    seen = dict(stored)
    for sha, n in chain.attachments.items():
        if sha not in seen:
            chain.find("attachment_missing", sha=sha, n=n)
        elif seen[sha] != sha:
            chain.find("attachment_altered", sha=sha, n=n)
    for sha in seen:
        if sha not in chain.attachments:
            chain.find("attachment_unknown", sha=sha)
    return len(seen)


# ── Ed25519, RFC 8032 section 5.1: checking only ───────────────────────────────────────────────────────

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]  # x, y, z, t with x/z, y/z on the curve and t = x*y/z
NEUTRAL: Point = (0, 1, 1, 0)


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature of a message is that of a key."""
    key = _point_of(public)
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    negative = ((P - key[0]) % P, key[1], key[2], (P - key[3]) % P)
    return _bytes_of(_sum_of_multiples(s, _base(), k, negative)) == signature[:32]


def _base() -> Point:
    base = _point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    if base is None:
        raise ArithmeticError
    return base


def _point_of(packed: bytes) -> Point | None:
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or (v * x * x - u) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def _bytes_of(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _sum_of_multiples(m: int, p: Point, n: int, q: Point) -> Point:
    both, total = _add(p, q), NEUTRAL
    for bit in range(255, -1, -1):
        total = _add(total, total)
        first, second = m >> bit & 1, n >> bit & 1
        if first or second:
            total = _add(total, both if first and second else p if first else q)
    return total


# ── the folder ─────────────────────────────────────────────────────────────────────────────────────────


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file with their ends; only a line feed ends a line."""
    with path.open("rb") as stream:
        yield from stream


def stored_in(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of a folder with the hash of their content."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            for part in iter(lambda: stream.read(2**20), b""):
                digest.update(part)
        yield path.name, digest.hexdigest()


def report(
    chain: Chain,
    stored: Iterable[tuple[str, str]],
    lang: str,
    head: str | None = None,
    key: str | None = None,
) -> Iterator[str]:
    """What is wrong, in sentences; compares with head and key first, where they are given, then the files."""
    if head is not None:
        check_head(chain, head)
    if key is not None and key != chain.first_key:
        chain.find("other_key", found=chain.first_key, key=key)
    files = check_attachments(chain, stored)
    yield from (finding.say(lang) for finding in chain.findings)
    if chain.findings:
        yield Finding("bad", {"count": len(chain.findings)}).say(lang)
        return
    end = f"{chain.last}-{chain.hashes[chain.last]}"
    yield Finding("good", {"count": chain.last, "files": files, "head": end, "key": chain.first_key}).say(
        lang
    )
    if head is None:
        yield Finding("no_head").say(lang)


def main(arguments: list[str] | None = None) -> int:
    """Verify one folder."""
    parser = argparse.ArgumentParser(description="Verify an exported chain of events.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--head", help="printed head: number-hash, or the hash")
    parser.add_argument("--key", help="printed fingerprint of the key")
    parser.add_argument("--lang", choices=["zh", "en"], default="zh")
    given = parser.parse_args(arguments)
    if not (given.folder / "events.log").is_file():
        parser.error(f"{given.folder}: no events.log there")
    if given.head is not None and HEAD.fullmatch(given.head) is None:
        parser.error("--head is <number>-<64 hexadecimal digits>, or the digits alone")
    chain = check_chain(lines_of(given.folder / "events.log"))
    stored = stored_in(given.folder / "attachments")
    for sentence in report(chain, stored, given.lang, given.head, given.key):
        sys.stdout.write(sentence + "\n")
    return 1 if chain.findings else 0


if __name__ == "__main__":
    sys.exit(main())
