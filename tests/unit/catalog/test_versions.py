"""Nothing is decided by two declarations: the second is named with the first, and what both decide."""

import pytest
from msgspec.structs import replace

from etl.catalog.versions import check_versions
from etl.model.rule import BarometerAdoption


def found(catalog):
    return [
        (error.facts["file"], error.facts["place"], error.facts["found"]) for error in check_versions(catalog)
    ]


def again(rules, name, **changes):
    """The rules with one of them once more under another name."""
    return {**rules, "again": replace(rules[name], id="again", **changes)}


def test_what_ships_decides_everything_once(shipped_catalog):
    assert found(shipped_catalog) == []


@pytest.mark.parametrize(
    ("family", "name", "file", "shared"),
    [
        # 901号 states the rule for the first three quarters of 2020: another one for them would contradict it
        ("barometer_rules", "ndrc_gap10", "rules/barometer/again.yaml", "2020Q1-3 of level province"),
        ("scoring_rules", "energy_2007", "rules/scoring/again.yaml", "the year 2007"),
        ("task_rules", "obsolete_capacity_2011", "rules/task/again.yaml", "the year 2011"),
        ("flag_rules", "flags_2026", "rules/flag/again.yaml", "2011"),
        ("challenge_rules", "jump", "rules/challenge/again.yaml", "2010-01-01"),
        ("comparison_rules", "comparison_2021", "rules/comparison/again.yaml", "city, county"),
        ("review_rules", "review_2025", "rules/gate/reviews/again.yaml", "2025-09-01"),
        ("project_catalogues", "guidance_2024", "rules/gate/catalogues/again.yaml", "2024-02-01"),
    ],
)
def test_two_versions_of_a_rule_that_hold_at_once_are_named(shipped_catalog, family, name, file, shared):
    twice = replace(shipped_catalog, **{family: again(getattr(shipped_catalog, family), name)})
    ((where, _, said),) = found(twice)
    assert where == file
    assert said == f"{shared}, for which {name} holds too"


def test_a_version_that_begins_when_the_other_has_ended_or_of_another_place_is_none_of_them(shipped_catalog):
    scores = again(
        shipped_catalog.scoring_rules, "energy_2007", within="440000"
    )  # 广东 had a table of its own
    dated = {"valid_from": shipped_catalog.review_rules["review_2016"].valid_from.replace(year=2016)}
    dated["valid_to"] = dated["valid_from"].replace(month=12, day=31)
    reviews = again(shipped_catalog.review_rules, "review_2016", **dated)
    assert found(replace(shipped_catalog, review_rules=reviews, scoring_rules=scores)) == []


def test_a_target_declared_twice_is_named_with_both_values_and_documents(shipped_catalog):
    target = next(each for each in shipped_catalog.targets if each.region == "210100" and each.base == 2015)
    other = replace(target, value=target.value + 1, document="沈发改〔2017〕9号")
    ((_, place, said),) = found(replace(shipped_catalog, targets=(*shipped_catalog.targets, other)))
    assert place == "210100 energy_intensity_cumulative_reduction 2015–2020"
    assert said.startswith("16 percent (沈发改〔2017〕9号) beside 15 percent (")


def test_two_acts_that_put_different_versions_in_force_for_one_period_are_named(shipped_catalog):
    act = {"region": "210000", "periods": ["2022", "2023"], "date": "2022-01-04", "people": ["甲", "乙"]}
    acts = (
        BarometerAdoption.read({**act, "version": "ndrc_gap10", "document": "一号"}),
        BarometerAdoption.read({**act, "version": "ndrc_sign", "document": "二号", "periods": ["2023"]}),
    )
    ((_, place, said),) = found(replace(shipped_catalog, adoptions=acts))
    assert (place, said) == ("二号", "2023 of 210000, for which ndrc_gap10 by 一号 holds too")
