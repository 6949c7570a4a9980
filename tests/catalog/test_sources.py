"""What the shipped sources are called, in the words of either language."""

import re

HAN = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")


def test_citations_in_chinese_hold_no_english_sentence(shipped_catalog):
    assert not [s.id for s in shipped_catalog.sources.values() if SENTENCE.search(s.citation.zh)]


def test_citations_in_english_hold_no_han_character(shipped_catalog):
    assert not [s.id for s in shipped_catalog.sources.values() if HAN.search(s.citation.en)]
