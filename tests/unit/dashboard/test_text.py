"""Both languages say the same things."""

import re
from pathlib import Path

import pytest

from dashboard import text
from dashboard.selection import PATHS
from dashboard.text import words

ASKED = re.compile(r"""\b(?:say|say_word|words\([\w.]+\))\(\s*["']([a-z_\d]+(?:\.[a-z_\d]+)+)["']""")
FACT = re.compile(r"\{(\w+)\}")
# word order and particles differ between the languages; what is stated does not
FIGURES = {
    "value",
    "target",
    "count",
    "of",
    "top_value",
    "bottom_value",
    "period",
    "region",
    "indicator",
    "found",
}


def test_both_languages_have_the_same_keys():
    assert words("zh").keys() == words("en").keys()


def test_every_word_that_is_asked_for_by_its_whole_name_is_there():
    folder = Path(text.__file__).parents[1]
    own_words = folder / "report"  # asks for those of its templates
    sources = [path for ending in ("py", "html") for path in folder.rglob(f"*.{ending}")]
    asked = {
        key
        for path in sources
        if own_words not in path.parents
        for key in ASKED.findall(path.read_text("utf-8"))
    }
    assert len(asked) > 1000
    assert asked - words("zh").keys() == set()


def test_no_language_leaves_out_a_figure_that_the_other_states():
    for key in sorted(words("zh").keys()):
        stated = [set(FACT.findall(words(lang).raw(key))) & FIGURES for lang in ("zh", "en")]
        assert stated[0] == stated[1], key


def test_where_one_language_has_words_so_has_the_other():
    for key in sorted(words("zh").keys()):
        assert bool(words("zh").raw(key).strip()) is bool(words("en").raw(key).strip()), key


def test_every_page_has_a_title():
    for page in PATHS:
        assert words("zh")(f"pages.{page}")


def test_chinese_has_chinese_punctuation():
    for key in sorted(words("zh").keys()):
        assert not re.search(r"[一-龥][,;:!?]", words("zh").raw(key)), key


def test_both_languages_have_the_same_files():
    folder = Path(text.__file__).parent
    files = {lang: {path.name for path in (folder / lang).glob("*.yaml")} for lang in text.LANGS}
    assert files["zh"] == files["en"] != set()
    assert {path.stem for path in folder.glob("*") if path.is_dir() and path.stem != "__pycache__"} == set(
        files
    )


def test_a_key_that_two_files_give_is_refused(tmp_path, monkeypatch):
    (tmp_path / "xx").mkdir()
    for name in ("one", "two"):
        (tmp_path / "xx" / f"{name}.yaml").write_text("map: {title: 1}\n", encoding="utf-8")
    monkeypatch.setattr(text, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"two\.yaml gives words again .* map\.title"):
        words("xx")
