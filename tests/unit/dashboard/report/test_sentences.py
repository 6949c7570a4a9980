"""Sentences from data: figures stay traced, none, one and all have their own grammar."""

import json
import re
from string import Formatter

import pytest

from dashboard.report.blocks import Figure, Trace, text_of
from dashboard.report.sentences import Sentences, load_sentences, read_templates
from etl.model.flag import FlagCheck
from etl.publish.flag_words import tell_checks

FIVE = Figure("5.3%", 5.3, (Trace("indicator_value", "gdp_growth", "210000", "2023", 5.3),))


def test_every_template_has_the_same_facts_in_both_languages():
    for key, pair in read_templates().items():
        facts = [{name for _, name, _, _ in Formatter().parse(pair[lang]) if name} for lang in ("zh", "en")]
        listed = {"names", "count", "of", "home", "growth", "unit"}  # a language may leave these unsaid
        assert facts[0] ^ facts[1] <= listed, key


def test_counted_sentences_have_all_four_variants():
    keys = set(read_templates())
    for stem in {key.removesuffix(".none") for key in keys if key.endswith(".none")}:
        variants = {key.removeprefix(f"{stem}.") for key in keys if key.startswith(f"{stem}.")}
        assert "some" in variants, stem


def test_no_template_hedges():
    vague = re.compile("基本|左右|大约|明显|较好|显著|roughly|approximately|significant|mainly")
    assert not [key for key, pair in read_templates().items() if any(vague.search(t) for t in pair.values())]


def test_a_figure_stays_traced_in_its_sentence():
    say = Sentences("zh", {"growth": "比上年增长{growth}。"})
    parts = say("growth", growth=FIVE)
    assert text_of(parts) == "比上年增长5.3%。"
    assert FIVE in parts


@pytest.mark.parametrize(
    ("names", "zh", "en"),
    [
        ((), "没有一个市的增速高于辽宁省（5.3%）。", "No city grew faster than 辽宁省 (5.3%)."),
        (
            ("沈阳市",),
            "增速高于辽宁省（5.3%）的只有沈阳市1个市。",
            "One city grew faster than 辽宁省 (5.3%): 沈阳市.",
        ),
        (
            ("沈阳市", "大连市"),
            "增速高于辽宁省（5.3%）的有2个市：沈阳市、大连市。",
            "2 cities grew faster than 辽宁省 (5.3%): 沈阳市 and 大连市.",
        ),
        (
            ("沈阳市", "大连市", "鞍山市"),
            "有数据的3个市增速全部高于辽宁省（5.3%）。",
            "All 3 cities with data grew faster than 辽宁省 (5.3%).",
        ),
    ],
)
def test_none_one_some_and_all_are_different_sentences(names, zh, en):
    for lang, expected in (("zh", zh), ("en", en)):
        parts = load_sentences(lang).counted("overall.faster", names, 3, home="辽宁省", growth=FIVE)
        assert text_of(parts) == expected


def test_the_only_one_of_one_is_one_and_not_all():
    assert text_of(load_sentences("en").counted("dual.level", ("A",), 1, level="level 1")) == "level 1: 1 (A)"


@pytest.mark.parametrize(("change", "word"), [(1.9, "提高"), (-1.9, "降低"), (0.0, "持平")])
def test_a_change_is_a_rise_a_fall_or_none(change, word):
    facts = {"share": "38.8%", "change": "1.9个百分点", "before": "上年"}
    parts = load_sentences("zh").turned("overall.share_change", change, **facts)
    assert word in text_of(parts)


@pytest.mark.parametrize(("lang", "text"), [("zh", "甲、乙、丙"), ("en", "甲, 乙 and 丙")])
def test_lists_end_as_the_language_ends_them(lang, text):
    assert text_of(load_sentences(lang).listed(["甲", "乙", "丙"])) == text


def test_sentences_are_parted_by_a_space_in_english_only():
    parts = (("One.",), (), ("Two.",))
    assert text_of(load_sentences("en").joined(*parts)) == "One. Two."
    assert text_of(load_sentences("zh").joined(*parts)) == "One.Two."


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_check_of_a_flag_has_a_sentence_for_holding_and_one_for_failing(lang):
    facts = [json.dumps({"checks": {check.value: holds for check in FlagCheck}}) for holds in (True, False)]
    holding, failing = ([told.sentence for told in tell_checks(each, lang)] for each in facts)
    assert len({*holding, *failing}) == 2 * len(FlagCheck)
