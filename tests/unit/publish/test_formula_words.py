"""A formula as a reader sees it holds no id and, in Chinese, no English word."""

import re

import pytest

from etl.model.formula_text import formula_text
from etl.publish.formula_words import formula_in_words

_NAMES = {"ceads", "edgar", "chen"}  # of inventories


def told(catalog, indicator, lang="zh"):
    return formula_in_words(catalog, formula_text(catalog.indicators[indicator].formula), lang)


def test_no_formula_of_the_catalogue_keeps_an_id_or_a_bracket_of_ids(shipped_catalog):
    for name in shipped_catalog.indicators:
        left = {word.lower() for word in re.findall(r"[A-Za-z_]{2,}", told(shipped_catalog, name))}
        assert {word for word in left - _NAMES if "_" in word or len(word) > 3} == set(), name


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "专精特新“小巨人”企业期末有效的企业数（按企业名单登记簿逐家计数）"),
        ("en", "valid at the end of the period: firms counted one by one in the register of titles"),
    ],
)
def test_a_count_of_titles_is_told_in_words(shipped_catalog, lang, words):
    assert words in told(shipped_catalog, "valid_little_giant", lang)


def test_a_region_in_a_formula_is_named(shipped_catalog):
    share = told(shipped_catalog, "industrial_va_province_share")
    assert share.endswith("规模以上工业增加值（现价）（辽宁省） × 100")
