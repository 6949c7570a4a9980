"""What the shipped sources are called, in the words of either language."""

import csv
import re

from tests.conftest import SHIPPED

HAN = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")


def test_citations_in_chinese_hold_no_english_sentence(shipped_catalog):
    assert not [s.id for s in shipped_catalog.sources.values() if SENTENCE.search(s.citation.zh)]


def test_citations_in_english_hold_no_han_character(shipped_catalog):
    assert not [s.id for s in shipped_catalog.sources.values() if HAN.search(s.citation.en)]


def test_every_publication_named_beside_a_figure_has_an_english_name(shipped_catalog):
    with (SHIPPED / "raw/official_text/official_figures.csv").open(encoding="utf-8-sig") as lines:
        cited = {row["source_title"] for row in csv.DictReader(lines)}
    source = shipped_catalog.sources["official_text"]
    told = {each: source.name_of(each, "en") for each in cited}

    assert len(cited) > 40
    # the number of an official document (辽工信改革〔2024〕6号) is cited as it stands
    assert not [name for name in told.values() if HAN.search(re.sub(r"\S+〔[0-9]{4}〕[0-9]+号", "", name))]
    assert {each: source.name_of(each, "zh") for each in cited} == {each: each for each in cited}


def test_a_published_count_of_titles_claims_no_scope_that_its_sources_do_not_state(shipped_catalog):
    published = [each for each in shipped_catalog.series.values() if each.id.endswith("_cumulative")]
    of_titles = [each for each in published if each.unit == "firm"]

    assert len(of_titles) >= 6
    assert not [each.id for each in of_titles if "累计认定" in each.name.zh]
