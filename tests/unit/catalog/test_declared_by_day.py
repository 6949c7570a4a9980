"""Declarations have a time: a catalogue as of a day knows no later target, rule, act, plan or factor."""

from datetime import date

from msgspec.structs import replace

from etl.catalog.declared_by_day import catalog_known_by, undated
from etl.model.period import Period
from etl.model.plan import PlanRule
from tests import small
from tests.unit.assess.test_barometer_assessments import GAP10

HOME = "210000"
DAY = date(2020, 12, 31)


def test_a_target_issued_after_the_day_was_not_known():
    before = small.target(HOME, "reduction", 15, end=2020, base=2015, issued="2016")
    after = small.target(HOME, "reduction", 14.5, base=2020, issued="2022")
    catalog = small.catalog(targets=(before, after))

    assert catalog_known_by(catalog, DAY).targets == (before,)
    assert catalog_known_by(catalog, None).targets == (before, after)


def test_a_date_of_the_year_alone_counts_from_its_last_day():
    catalog = small.catalog(targets=(small.target(HOME, "reduction", 14.5, base=2020, issued="2022"),))

    assert catalog_known_by(catalog, date(2022, 12, 30)).targets == ()
    assert catalog_known_by(catalog, date(2022, 12, 31)).targets == catalog.targets


def test_a_declaration_without_a_date_counts_as_known_and_is_told():
    target = small.target(HOME, "reduction", 17, end=2015, base=2010)
    catalog = small.catalog(targets=(target,), rules=(replace(GAP10, issued="2020-12"),))

    assert catalog_known_by(catalog, date(2012, 1, 1)).targets == (target,)
    assert undated(catalog) == ("target 210000 reduction 2015: 文号",)


def test_a_version_of_the_barometer_is_not_known_before_its_document():
    rule = replace(GAP10, issued="2020-12")
    catalog = small.catalog(rules=(rule,))

    assert catalog_known_by(catalog, date(2020, 12, 30)).barometer_rules == {}
    assert set(catalog_known_by(catalog, DAY).barometer_rules) == {rule.id}


def test_no_version_and_no_act_speaks_of_a_period_that_had_not_ended(shipped_catalog):
    # 发改办环资〔2020〕901号 was applied again to the first quarter of 2021, which no one could judge in 2020
    known = catalog_known_by(shipped_catalog, DAY)

    spoken_of = {
        p for rule in known.barometer_rules.values() for valid in rule.valid_for for p in valid.periods
    }
    assert Period.parse("2020Q1-3") in spoken_of
    assert max(spoken_of).last_day <= DAY


def test_a_plan_version_holds_on_until_its_successor_is_known():
    documents = [{"number": "文号"}]
    years = {"base": 2020, "end": 2025, "documents": documents, "name": small.NAMED}
    first = {**years, "id": "first", "first_year": 2021, "last_year": 2023, "valid_from": "2021-09"}
    second = {**years, "id": "second", "first_year": 2024, "last_year": 2025, "valid_from": "2024-02"}
    rules = {each["id"]: PlanRule.read(each) for each in (first, second)}
    catalog = small.catalog(plan_rules=rules)

    before, after = (catalog_known_by(catalog, day) for day in (date(2024, 1, 31), date(2024, 3, 1)))
    assert before.plan_rule(Period.parse("2024")).id == "first"
    assert after.plan_rule(Period.parse("2023")).id == "first"
    assert after.plan_rule(Period.parse("2024")).id == "second"


def test_as_of_june_2020_the_shipped_catalogue_names_no_document_of_later_years(shipped_catalog):
    known = catalog_known_by(shipped_catalog, date(2020, 6, 30))

    documents = {target.document for target in known.targets if target.issued is not None}
    assert documents == {"国发〔2016〕74号 附件"}
    assert set(known.barometer_rules) & {"ndrc_gap10", "ndrc_sign"} == set()
    assert known.grid_factors == ()  # the first announcement is 生态环境部公告2024年第12号
