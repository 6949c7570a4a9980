"""The words of the screens: a folder per language, a file per page; ``words`` and ``shell`` are shared.

Both languages have the same files and keys. Errors and reasons have their words in ``etl/messages.yaml``.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

Lang = Literal["zh", "en"]
LANGS: Final[tuple[Lang, Lang]] = ("zh", "en")

_FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where the wheel has it


class Words:
    """The words of one language, by dotted key: ``words("zh")("nav.skip")``."""

    def __init__(self, lang: str, flat: Mapping[str, str]) -> None:
        self.lang = lang
        self._flat = flat

    def __call__(self, key: str, **facts: object) -> str:
        """The words of a key with its facts put in.

        Raises:
            KeyError: the key is not in the file: a defect, found by the tests.
        """
        text = self._flat[key]
        return text.format(**facts) if facts else text

    def of_data(self, key: str, otherwise: str) -> str:
        """The words of a key that a file or a catalogue completes, where the list of words is not closed.

        Args:
            key: ends with a word out of the data, such as ``region_kind.district``.
            otherwise: what is said instead of a word that nobody put into words.
        """
        return self._flat.get(key, otherwise)

    def below(self, prefix: str) -> dict[str, str]:
        """Every word whose key begins with ``prefix.``, by the rest of its key."""
        return {
            key.removeprefix(f"{prefix}."): text
            for key, text in self._flat.items()
            if key.startswith(f"{prefix}.")
        }

    def raw(self, key: str) -> str:
        """The words of a key with the names of its facts."""
        return self._flat[key]

    def keys(self) -> set[str]:
        """All keys, for the comparison of the languages."""
        return set(self._flat)


@cache
def words(lang: str) -> Words:
    """The words of a language.

    Args:
        lang: ``zh`` or ``en``.

    Raises:
        ValueError: two files give the same key: a defect, found at start-up.
    """
    flat: dict[str, str] = {}
    for path in sorted((_FOLDER / lang).glob("*.yaml")):
        pairs = _flatten(yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER))
        given_twice = [key for key, _ in pairs if key in flat]
        if given_twice:
            raise ValueError(f"{path.name} gives words again that another file has: {', '.join(given_twice)}")
        flat.update(pairs)
    return Words(lang, flat)


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            pairs += _flatten(value, f"{prefix}{key}.")
        else:
            pairs.append((f"{prefix}{key}", str(value)))
    return pairs
