"""The versions of the rule of titles: 工信部企业〔2026〕2号 follows 工信部企业〔2022〕63号 (methods §3)."""

from datetime import date

import pytest
from msgspec.structs import replace

from etl.catalog.catalog import Catalog
from etl.catalog.declared_by_day import catalog_known_by
from etl.catalog.titles import check_title_versions, title_rules
from etl.model.title import TitleRule
from etl.model.title_rules import TitleRules
from tests import small

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 1)


def version(since: date | int, **more) -> TitleRule:
    tier = {"id": "srdi_sme", "name": small.NAMED, "words": ["专精特新"], **more.pop("tier", {})}
    given = {"id": f"from_{str(since)[:4]}", "name": small.NAMED, "valid_from": since, "documents": ["文号"]}
    return TitleRule.read({**given, "first_month": "2019M01", "tiers": [tier], **more})


def with_rules(*rules: TitleRule) -> Catalog:
    return replace(small.catalog(), title_rules={rule.id: rule for rule in rules})


def test_the_version_of_2026_takes_over_on_the_first_of_april(shipped_catalog):
    rules = title_rules(shipped_catalog)

    assert rules.on(MARCH).documents == ("工信部企业〔2022〕63号",)
    assert rules.on(APRIL).documents == ("工信部企业〔2026〕2号",)
    assert rules.ends(rules.on(MARCH)) == APRIL
    assert rules.ends(rules.on(APRIL)) is None
    assert rules.of_month(2026 * 12 + 2) is rules.on(MARCH)  # March ended under the old version
    assert rules.of_month(2026 * 12 + 3) is rules.on(APRIL)


def test_the_first_tier_has_the_name_of_its_day_and_both_words_are_the_same_tier(shipped_catalog):
    rules = title_rules(shipped_catalog)

    assert rules.tier_on("innovative_sme", MARCH).name.zh == "创新型中小企业"
    assert rules.tier_on("innovative_sme", APRIL).name.zh == "科技和创新型中小企业"
    assert rules.tier_named("创新型") == rules.tier_named("科技和创新型") == "innovative_sme"


def test_single_champions_rest_on_a_document_of_their_own(shipped_catalog):
    rule = title_rules(shipped_catalog).on(APRIL)
    (champions,) = [tier for tier in rule.tiers if tier.id == "single_champion"]

    assert rule.documents_of(champions) == ("工信部政法〔2023〕138号",)


def test_a_build_of_a_day_does_not_know_the_version_that_was_issued_later():
    old, new = version(date(2022, 8, 1)), version(date(2026, 4, 1), issued="2026-02-10")
    catalog = with_rules(old, new)

    assert set(catalog_known_by(catalog, date(2026, 2, 9)).title_rules) == {"from_2022"}
    assert set(catalog_known_by(catalog, date(2026, 2, 10)).title_rules) == {"from_2022", "from_2026"}
    # known on the 10th, in force from April only
    assert title_rules(catalog_known_by(catalog, date(2026, 2, 10))).on(MARCH) is old


def test_without_a_day_of_issue_a_version_is_known_from_the_day_it_is_in_force(shipped_catalog):
    assert "titles_2026" not in catalog_known_by(shipped_catalog, MARCH).title_rules
    assert "titles_2026" in catalog_known_by(shipped_catalog, APRIL).title_rules


def test_months_before_the_first_version_are_counted_by_it_and_it_is_told():
    rules = TitleRules.of([version(date(2026, 4, 1)), version(date(2022, 8, 1))])

    assert rules.on(date(2019, 6, 30)).id == "from_2022"
    assert rules.precedes_all(date(2022, 7, 31))
    assert not rules.precedes_all(date(2022, 8, 1))
    assert set(catalog_known_by(with_rules(*rules.versions), date(2019, 1, 1)).title_rules) == {"from_2022"}


def test_a_version_that_states_a_year_alone_begins_with_it():
    # so it stands in the catalogues of builds that were made before the versions had days
    assert version(2022).valid_from == date(2022, 1, 1)


def test_two_versions_of_one_day_are_refused():
    twice = [version(date(2022, 8, 1)), version(date(2022, 8, 1), id="again")]
    (problem,) = check_title_versions(with_rules(*twice))

    assert "rules/titles/again.yaml" in problem.say("en")


@pytest.mark.parametrize(("recognised", "years"), [(MARCH, 3), (APRIL, 5)])
def test_the_term_of_a_title_is_that_of_the_day_of_its_recognition(recognised, years):
    rules = TitleRules.of([version(date(2022, 8, 1)), version(date(2026, 4, 1), tier={"years": 5})])

    assert rules.tier_on("srdi_sme", recognised).years == years
    assert rules.longest_term == 5
