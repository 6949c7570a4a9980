"""What happens when machine, disk or database fail: one declared row per fault, which its test holds.

A row says what a person is told, by the key of the product's own words, and what is kept. A test that is
marked with a row must see those words and try everything that the row says is kept; ``docs/faults.md`` is
written from the rows and the tests:

    python -m tests.faults

"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from dashboard.text import words
from etl.errors import load_messages

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "faults.md"
MARK = "fault"
LANGS = ("zh", "en")
_FACT = re.compile(r"\{[^}]*\}")


class Kept(StrEnum):
    """What is as it was, or goes on."""

    BUILD = "the build before is current and whole"
    NEW_BUILD = "the next build is made and published as if nothing had been"
    NOTHING_HALF = "no part of what was being written is left"
    FIGURES = "pages of figures answer"
    FIGURES_AT_THE_MACHINE = "pages of figures answer whoever reads without a name"
    CHAIN = "the chain verifies, nothing recorded is lost"
    NO_ACT = "what was sent is not recorded, not even half"
    AFTERWARDS = "the same act is recorded once the fault is over"
    SIGNED_IN = "who was signed in stays so"
    SIGN_IN_AGAIN = "who was signed in signs in again and goes on"
    ALL_RECORDED = "everything acknowledged is there"
    RECORDED = "acts are recorded in their order; that the clock went back is an event of its own"
    ANSWERED = "readers are answered meanwhile"
    REPLACED = "another process takes its place"
    NO_WRONG_FIGURE = "no wrong figure is shown"
    FOUND = "the damage is named, with the place"


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        name: as tests name it.
        what: what happens.
        where: who sees it: ``page``, ``command`` or nobody.
        key: of the words that they are told; in ``dashboard/text`` for pages, ``etl/messages.yaml`` for the
            command line; empty where nobody need be told anything.
        kept: what is kept.
    """

    name: str
    what: str
    where: str
    key: str
    kept: tuple[Kept, ...]

    def said(self, lang: str) -> str:
        """The words, with the places of their facts."""
        if not self.key:
            return ""
        return words(lang).raw(self.key) if self.where == "page" else load_messages()[self.key][lang]


_K = Kept
FAULTS = (
    Fault("build-disk-full", "disk full while a build is made", "command", "storage_full",
          (_K.BUILD, _K.NOTHING_HALF, _K.NEW_BUILD)),
    Fault("build-read-only", "folder of builds read-only", "command", "storage_not_writable",
          (_K.BUILD, _K.NOTHING_HALF)),
    Fault("build-killed", "build killed in the middle (kill -9)", "", "",
          (_K.BUILD, _K.NEW_BUILD, _K.NOTHING_HALF)),
    Fault("build-slices-damaged", "one byte of the current build's slices flipped", "command",
          "problem_damaged_build", (_K.NO_WRONG_FIGURE, _K.FOUND, _K.NEW_BUILD)),
    Fault("next-build-damaged", "the newly published build damaged while pages are served", "", "",
          (_K.BUILD, _K.FIGURES, _K.NO_WRONG_FIGURE)),
    Fault("source-half-copied", "a source file copied by half into data/raw", "command",
          "problem_edited_file", (_K.BUILD, _K.NOTHING_HALF)),
    Fault("worker-killed", "a server process killed (kill -9)", "", "", (_K.ANSWERED, _K.REPLACED)),
    Fault("upload-cut-off", "an upload that breaks off half way", "page", "act_errors.upload_empty",
          (_K.NO_ACT, _K.CHAIN, _K.AFTERWARDS)),
    Fault("act-disk-full", "disk full when somebody acts (SQLite)", "page", "store_errors.full",
          (_K.NO_ACT, _K.CHAIN, _K.FIGURES, _K.AFTERWARDS)),
    Fault("upload-disk-full", "disk full while a brought file is put down", "page", "store_errors.full",
          (_K.NO_ACT, _K.CHAIN, _K.AFTERWARDS)),
    Fault("act-read-only", "folder of what people do read-only", "page", "store_errors.read_only",
          (_K.NO_ACT, _K.CHAIN, _K.FIGURES)),
    Fault("store-read-only", "folder of the SQLite file read-only when the server starts", "page",
          "store_errors.read_only",
          (_K.NO_ACT, _K.CHAIN, _K.FIGURES_AT_THE_MACHINE, _K.SIGNED_IN, _K.AFTERWARDS)),
    Fault("store-page-damaged", "a page of the SQLite file overwritten", "page", "store_errors.damaged",
          (_K.NO_ACT, _K.FOUND)),
    Fault("clock-set-back", "clock of the server set back by a day", "page", "system.event.clock_set_back",
          (_K.RECORDED, _K.CHAIN, _K.SIGNED_IN, _K.FIGURES)),
    Fault("clock-set-forward", "clock of the server set forward by a day, and right again", "page",
          "system.event.clock_set_back", (_K.RECORDED, _K.CHAIN, _K.SIGN_IN_AGAIN, _K.FIGURES)),
    Fault("store-gone", "PostgreSQL gone for a while: cut off, or killed and started again", "page",
          "store_errors.gone",
          (_K.NO_ACT, _K.CHAIN, _K.FIGURES_AT_THE_MACHINE, _K.SIGNED_IN, _K.AFTERWARDS)),
)  # fmt: skip
BY_NAME = {one.name: one for one in FAULTS}


@dataclass
class Seen:
    """What one test saw of its fault."""

    fault: Fault
    told: set[str] = field(default_factory=set)
    kept: set[Kept] = field(default_factory=set)

    def says(self, text: str, lang: str = "en") -> None:
        """The words stand in a text that a person reads, with their facts filled in."""
        parts = [re.escape(part) for part in _FACT.split(self.fault.said(lang))]
        unfolded = " ".join(text.split())
        assert re.search(".*?".join(parts), unfolded), (
            f"{self.fault.said(lang)!r} is not in {unfolded[:2000]!r}"
        )
        self.told.add(lang)

    def keeps(self, kept: Kept, *, when: bool) -> None:
        """Something is kept."""
        assert when, kept
        self.kept.add(kept)

    def is_complete(self) -> None:
        """Nothing that the row says was left untried."""
        assert not self.fault.key or self.told, f"{self.fault.name}: nobody looked at what is said"
        assert self.kept >= set(self.fault.kept), set(self.fault.kept) - self.kept


def marked_tests() -> Iterator[tuple[str, str]]:
    """Name of the fault and address of each test that is marked with one."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text("utf-8")
        if f"mark.{MARK}(" not in text:
            continue
        for node in ast.parse(text).body:
            for decorator in getattr(node, "decorator_list", ()):
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith(f"mark.{MARK}"):
                    yield ast.literal_eval(decorator.args[0]), f"{path.relative_to(ROOT)}::{node.name}"


def page() -> str:
    """``docs/faults.md``."""
    tested: dict[str, list[str]] = {}
    for name, test in marked_tests():
        tested.setdefault(name, []).append(test)
    lines = [_HEAD]
    for one in FAULTS:
        said = (
            "<br>".join(_FACT.sub("…", one.said(lang)) for lang in LANGS if one.key) or "nothing: it goes on"
        )
        kept = "<br>".join(one.kept)
        tests = "<br>".join(
            f"[{test.rpartition('::')[2]}](../{test.partition('::')[0]})" for test in tested[one.name]
        )
        lines.append(f"| {one.what} | {said} | {kept} | {tests} |")
    return "\n".join(lines) + "\n"


_HEAD = """# What happens when something fails

Written by `python -m tests.faults` from the declared faults and their tests; each test sees the words and
tries what is kept. “…” stands for the place, the cause or the number that the words name.

| fault | what is said | what is kept | held by |
|---|---|---|---|"""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"{PAGE}: {len(FAULTS)} faults\n")
