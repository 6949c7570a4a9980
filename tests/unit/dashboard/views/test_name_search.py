"""What somebody types and what is meant by it."""

import pytest

from dashboard.views.name_search import is_meant

READINGS = {
    "沈": "shen chen tan", "阳": "yang", "市": "shi fu", "朝": "chao zhao zhu", "铁": "tie", "西": "xi",
    "区": "qu ou", "旅": "lv lu", "顺": "shun", "口": "kou", "单": "dan shan chan", "位": "wei",
    "能": "neng nai", "耗": "hao mao",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("沈阳", "沈阳市"),
        ("shenyang", "沈阳市"),
        ("Shenyang", "沈阳市"),
        ("sy", "沈阳市"),
        ("sheny", "沈阳市"),
        ("syang", "沈阳市"),
        ("chaoyang", "朝阳市"),
        ("txq", "铁西区"),
        ("tiexi", "铁西区"),
        ("西区", "铁西区"),
        ("lvshun", "旅顺口区"),
        ("lüshun", "旅顺口区"),
        ("lushunkou", "旅顺口区"),
        ("gdp", "单位GDP能耗"),
        ("dwgdpnh", "单位GDP能耗"),
        ("ＧＤＰ", "单位GDP能耗"),
        ("xi'an", "Xi'an"),
    ],
)
def test_is_found(typed, name):
    assert is_meant(typed, [name], READINGS)


@pytest.mark.parametrize(("typed", "name"), [("dalian", "沈阳市"), ("yq", "沈阳市"), ("沈阳县", "沈阳市")])
def test_is_not_found(typed, name):
    assert not is_meant(typed, [name], READINGS)


def test_every_word_must_be_found_in_one_of_the_names():
    names = ["沈阳市", "Shenyang City", "210100"]
    assert is_meant("shenyang 2101", names, READINGS)
    assert not is_meant("shenyang 2102", names, READINGS)
