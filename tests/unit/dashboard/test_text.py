"""Both languages say the same things."""

import re
from pathlib import Path

from dashboard import text
from dashboard.address import PATHS
from dashboard.text import words

FACT = re.compile(r"\{(\w+)\}")


def test_both_languages_have_the_same_keys():
    assert words("zh").keys() == words("en").keys()


def test_both_languages_name_the_same_facts():
    for key in sorted(words("zh").keys()):
        assert set(FACT.findall(words("zh").raw(key))) == set(FACT.findall(words("en").raw(key))), key


def test_no_words_are_empty():
    for lang in ("zh", "en"):
        assert all(words(lang).raw(key).strip() for key in sorted(words(lang).keys()))


def test_every_page_has_a_title():
    for page in PATHS:
        assert words("zh")(f"pages.{page}")


def test_chinese_has_chinese_punctuation():
    for key in sorted(words("zh").keys()):
        assert not re.search(r"[一-龥][,;:!?]", words("zh").raw(key)), key


def test_files_are_named_by_language():
    folder = Path(text.__file__).parent
    assert {path.stem for path in folder.glob("*.yaml")} == set(text.LANGS)
