"""Sentences from data: templates are data (``templates/*.yaml``), numbers come as traced figures.

Lists, counts and directions have their grammar here: none, one, all of them, some; rose, fell, stayed.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

import yaml

from dashboard.report.blocks import Figure, Part, Parts

Fact = str | int | Figure | Parts

_PROPER: Final = frozenset({"Herfindahl"})
_TEMPLATES: Final = Path(__file__).parent / "templates"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where the wheel has it


class Sentences:
    """The sentences of one language."""

    def __init__(self, lang: str, templates: Mapping[str, str]) -> None:
        self.lang = lang
        self._templates = templates

    def __call__(self, key: str, /, **facts: Fact) -> Parts:
        """The sentence of a template with its facts put in; figures stay traced.

        Raises:
            KeyError: no such template, or a fact is missing: a defect, found by the tests.
        """
        parts: list[Part] = []
        for literal, name, _, _ in Formatter().parse(self._templates[key]):
            if literal:
                parts.append(literal)
            if name is not None:
                parts.extend(_parts(facts[name]))
        return tuple(parts)

    def text(self, key: str, /, **facts: str | int) -> str:
        """Words without figures."""
        return self._templates[key].format(**facts) if facts else self._templates[key]

    def knows(self, key: str) -> bool:
        """Whether there is such a template."""
        return key in self._templates

    def turned(self, key: str, change: float, /, **facts: Fact) -> Parts:
        """The variant of a sentence for a rise, a fall or no change."""
        turn = "rise" if change > 0 else "fall" if change < 0 else "same"
        return self(f"{key}.{turn}", **facts)

    def counted(self, key: str, names: Sequence[Fact], of: int, /, **facts: Fact) -> Parts:
        """The variant of a sentence for none, one, some or all.

        Args:
            key: stem of the variants ``.none``, ``.one``, ``.some``, ``.all``.
            names: what is counted and listed.
            of: how many there could be.
            facts: other facts.
        """
        count = len(names)
        variant = "none" if not count else "all" if count == of > 1 else "one" if count == 1 else "some"
        return self(f"{key}.{variant}", count=count, of=of, names=self.listed(names), **facts)

    def listed(self, items: Sequence[Fact]) -> Parts:
        """A list in words: ``甲、乙和丙``, ``A, B and C``."""
        parts: list[Part] = []
        for place, item in enumerate(items):
            if place:
                is_last = place == len(items) - 1
                parts.append(self.text("list.last" if is_last else "list.between"))
            parts.extend(_parts(item))
        return tuple(parts)

    def separated(self, items: Sequence[Parts]) -> Parts:
        """Clauses one after the other: ``一级1个；二级无``."""
        parts: list[Part] = []
        for place, item in enumerate(items):
            parts.extend((self.text("list.clauses"), *item) if place else item)
        return tuple(parts)

    def joined(self, *sentences: Parts) -> Parts:
        """Sentences one after the other in a paragraph; empty ones are left out."""
        gap = self.text("list.sentences").removesuffix("|")
        parts: list[Part] = []
        for sentence in sentences:
            if sentence:
                parts.extend((gap, *sentence) if parts and gap else sentence)
        return tuple(parts)


@cache
def load_sentences(lang: str) -> Sentences:
    """The sentences of a language.

    Args:
        lang: ``zh`` or ``en``.
    """
    return Sentences(lang, {key: pair[lang] for key, pair in read_templates().items()})


@cache
def read_templates() -> dict[str, dict[str, str]]:
    """Every template: dotted key → {zh, en}."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(_TEMPLATES.glob("*.yaml")):
        with path.open(encoding="utf-8") as stream:
            told = _flatten(yaml.load(stream, Loader=_LOADER))
        twice = found.keys() & {key for key, _ in told}
        if twice:
            msg = f"{path.name}: {', '.join(sorted(twice))} stand in another file too"
            raise ValueError(msg)
        found.update(told)
    return found


def _flatten(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    for key, below in tree.items():
        if not isinstance(below, Mapping):
            msg = f"{prefix}{key}: expected zh and en"
            raise TypeError(msg)
        if set(below) == {"zh", "en"}:
            found.append((f"{prefix}{key}", {lang: str(text) for lang, text in below.items()}))
        else:
            found += _flatten(below, f"{prefix}{key}.")
    return found


def inline(title: str, lang: str) -> str:
    """A title in the middle of a sentence: in English without its capital, unless that is its own."""
    first = title.split(" ", maxsplit=1)[0]
    keeps = lang != "en" or first in _PROPER or any(letter.isupper() for letter in first[1:])
    return title if keeps else title[:1].lower() + title[1:]


def _parts(fact: Fact) -> Parts:
    if isinstance(fact, tuple):
        return fact
    return (fact if isinstance(fact, Figure) else str(fact),)
