"""What the shipped sources are called, in the words of either language."""

import re

HAN = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")


def test_citations_in_chinese_hold_no_english_sentence(shipped_catalog):
    assert not [s.id for s in shipped_catalog.sources.values() if SENTENCE.search(s.citation.zh)]


def test_citations_in_english_hold_no_han_character(shipped_catalog):
    assert not [s.id for s in shipped_catalog.sources.values() if HAN.search(s.citation.en)]


def test_a_published_count_of_titles_claims_no_scope_that_its_sources_do_not_state(shipped_catalog):
    published = [each for each in shipped_catalog.series.values() if each.id.endswith("_cumulative")]
    of_titles = [each for each in published if each.unit == "firm"]

    assert len(of_titles) >= 6
    assert not [each.id for each in of_titles if "累计认定" in each.name.zh]
