"""Whether a name is meant by what somebody typed: Chinese, pinyin in full or by initials, English, a code.

The scripts of the search box follow the same rules for regions and indicators (``assets/search.js``).
"""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

Readings = Mapping[str, str]
"""All readings of a Han character, separated by spaces; see ``etl.pipeline.readings``."""


def is_meant(typed: str, names: Sequence[str], readings: Readings) -> bool:
    """Whether every word of what was typed is found in one of the names.

    Args:
        typed: such as ``沈阳``, ``shenyang``, ``sy``, ``zhuangbei 沈阳``.
        names: names and codes of one thing.
        readings: how characters are read.
    """
    return all(any(_is_in(word, name, readings) for name in names) for word in plain(typed).split())


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text as it is compared: lower case, full-width letters as plain ones, accents left out, ü as v."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    stripped = "".join(
        one for one in unicodedata.normalize("NFD", folded) if unicodedata.category(one) != "Mn"
    )
    return stripped.replace("’", "'").replace("'", "")


def _is_in(word: str, name: str, readings: Readings) -> bool:
    text = plain(name)
    return word in text or any(_is_read(word, text[start:], readings) for start in range(len(text)))


def _is_read(word: str, text: str, readings: Readings) -> bool:
    """Whether the beginning of a text can be typed so, each character by a reading, its initial or itself."""
    if not word:
        return True
    if not text:
        return False
    character, rest = text[0], text[1:]
    if character not in readings:
        is_sign = not character.isalnum()
        if character == word[0]:
            return _is_read(word[1:], rest, readings)
        return is_sign and _is_read(word, rest, readings)
    forms = {character, *readings[character].split()}
    forms |= {form[0] for form in forms}
    # the last syllable may still be unfinished: sheny means 沈阳 while it is typed
    return any(
        word.startswith(form) and _is_read(word[len(form) :], rest, readings) for form in forms
    ) or any(form.startswith(word) for form in forms)
