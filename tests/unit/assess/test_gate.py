"""The project gate by dated documents: 国发〔2013〕41号, 令2023年第2号, 令2025年第31号, 目录2024年本."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from msgspec.structs import replace

from etl.assess.gate import check_project
from etl.assess.project import GateOutcome, Project, RestrictionInForce
from etl.catalog.catalog import Catalog
from etl.catalog.load import load_catalog
from etl.errors import say
from tests.small_case import SHIPPED

DAY = date(2024, 6, 3)


@cache
def catalog() -> Catalog:
    return load_catalog(SHIPPED)


def project(**more) -> Project:
    given = {"region": "210100", "industry": "34", "product": "轴承", "day": DAY, "energy_tce": Decimal(1500)}
    return Project(**given | more)


def check(asked: Project, *restrictions: RestrictionInForce, headroom: Decimal | None = None):
    rules = catalog().review_rules.values()
    return check_project(asked, catalog().project_catalogues.values(), rules, restrictions, headroom)


def codes(answer) -> list[str]:
    return [finding.code for finding in answer.findings]


@pytest.mark.parametrize(
    ("day", "energy", "level"),
    [  # 2016: from 5,000 tce the province; 2023: from 10,000 tce; the bound itself belongs to the province
        (date(2023, 5, 31), "5000", "provincial"),
        (date(2023, 5, 31), "4999.9", "local"),
        (date(2023, 6, 1), "5000", "local"),
        (date(2023, 6, 1), "10000", "provincial"),
        (date(2025, 9, 1), "9999", "local"),
    ],
)
def test_who_reviews_is_decided_by_the_order_in_force_on_the_day(day, energy, level):
    assert check(project(day=day, energy_tce=Decimal(energy))).review_level == level


def test_small_projects_are_exempt_only_when_both_amounts_are_known_and_small():
    small = {"energy_tce": Decimal(999), "electricity_gwh": Decimal("4.9")}
    assert "review_exempt" in codes(check(project(**small)))
    assert "review_local" in codes(check(project(**small | {"electricity_gwh": Decimal(5)})))
    assert "review_local" in codes(check(project(**small | {"electricity_gwh": None})))


def test_from_september_2025_coal_decides_beside_energy_and_carbon_is_evaluated():
    day = date(2025, 9, 1)
    assert "review_exempt" in codes(check(project(day=day, energy_tce=Decimal(999), coal_t=Decimal(999))))
    answer = check(project(day=day, energy_tce=Decimal(999), coal_t=Decimal(1000)))
    assert answer.review_level == "local"
    assert answer.with_carbon
    assert not next(each for each in answer.findings if each.code == "review_local").is_verified


def test_unknown_energy_is_undetermined_and_never_exempt():
    answer = check(project(energy_tce=None))
    assert "energy_unknown" in codes(answer)
    assert answer.outcome is GateOutcome.UNDETERMINED


def test_new_cement_clinker_needs_replacement_and_new_ships_are_forbidden():
    # 国发〔2013〕41号: no new capacity under any name
    cement = check(project(industry="3011", product="水泥熟料"))
    assert cement.outcome is GateOutcome.NEEDS_REPLACEMENT
    assert check(project(industry="3731", product="散货船")).outcome is GateOutcome.FORBIDDEN
    upgraded = check(project(industry="3731", product="散货船", is_new=False))
    assert upgraded.outcome is not GateOutcome.FORBIDDEN


@pytest.mark.parametrize(
    ("size", "outcome"),
    [
        ("400", GateOutcome.FORBIDDEN),  # eliminated: up to 400 m³
        ("401", GateOutcome.FORBIDDEN),  # restricted: above 400, below 1200, and new
        ("1199", GateOutcome.FORBIDDEN),
        ("1200", GateOutcome.UNDETERMINED),  # not listed, and the shipped set is not the whole document
    ],
)
def test_the_size_of_a_blast_furnace_decides_its_category(size, outcome):
    asked = project(industry="33", product="炼铁高炉", capacity=Decimal(size), capacity_unit="立方米")
    assert check(asked).outcome is outcome


def test_an_existing_restricted_furnace_may_be_upgraded():
    # Art 12: existing capacity of the restricted class may be upgraded within a term
    asked = {"industry": "33", "product": "炼铁高炉", "capacity": Decimal(1000), "capacity_unit": "立方米"}
    answer = check(project(**asked, is_new=False))
    assert answer.outcome is GateOutcome.NEEDS_REVIEW


def test_a_size_that_is_not_stated_goes_to_a_person():
    assert check(project(industry="33", product="炼铁高炉")).outcome is GateOutcome.UNDETERMINED


def test_what_an_incomplete_catalogue_does_not_list_is_not_called_allowed():
    answer = check(project())
    assert "unlisted_incomplete" in codes(answer)
    assert answer.outcome is GateOutcome.UNDETERMINED


def test_an_encouraged_project_goes_to_its_review():
    assert check(project(product="工业机器人")).outcome is GateOutcome.NEEDS_REVIEW


def test_below_the_benchmark_counts_as_restricted_since_the_catalogue_of_2024():
    asked = {"product": "工业机器人", "below_benchmark": True}
    assert check(project(**asked, day=date(2024, 2, 1))).outcome is GateOutcome.FORBIDDEN
    assert check(project(**asked, day=date(2024, 1, 31))).outcome is GateOutcome.NEEDS_REVIEW


def test_a_suspension_of_two_high_reviews_bars_steel_and_not_bearings():
    suspended = RestrictionInForce("case", "two_high_review", "辽发改〔2026〕1号", two_high_only=True)
    assert "restriction" in codes(check(project(industry="3110", product="钢"), suspended))
    assert "restriction" not in codes(check(project(), suspended))


def test_an_exempted_kind_of_project_goes_to_review_under_a_restriction():
    held = RestrictionInForce("case", "eia_169", "辽环函〔2026〕1号", False, exemptions=("民生项目",))
    assert check(project(), held).outcome is GateOutcome.FORBIDDEN
    answer = check(project(product="工业机器人", exempt_as="民生项目"), held)
    assert answer.outcome is GateOutcome.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("instrument", "day", "code", "outcome"),
    [  # 环发〔2015〕169号 knows no automatic lifting; 发改办环资〔2021〕629号 ended by its own terms
        ("eia_169", date(2021, 12, 31), "restriction", GateOutcome.FORBIDDEN),
        ("eia_169", date(2022, 1, 1), "restriction_expired", GateOutcome.FORBIDDEN),
        ("two_high_review", date(2021, 12, 31), "restriction", GateOutcome.FORBIDDEN),
        ("two_high_review", date(2022, 1, 1), "restriction_ended", GateOutcome.UNDETERMINED),
    ],
)
def test_past_its_term_one_restriction_binds_on_and_the_other_is_put_to_a_person(
    instrument, day, code, outcome
):
    ends = catalog().instruments[instrument].ends_by_terms
    held = RestrictionInForce(
        "case", instrument, "某文号", False, last_day=date(2021, 12, 31), ends_by_terms=ends
    )

    (found,) = [each for each in check(project(day=day), held).findings if each.article == "22"]

    assert (found.code, found.outcome) == (code, outcome)
    for lang in ("zh", "en"):
        assert "{" not in say(f"gate_{code}", lang, **found.facts)


def test_the_share_of_the_headroom_is_told_and_decides_nothing():
    answer = check(project(product="工业机器人"), headroom=Decimal(1000))
    assert answer.uses_headroom == Decimal("1.5")
    assert answer.outcome is GateOutcome.NEEDS_REVIEW
    assert check(project(), headroom=Decimal(-5)).uses_headroom is None


def test_findings_name_their_document_and_come_worst_first():
    answer = check(project(industry="3011", product="水泥立窑"))
    assert answer.findings[0].outcome is GateOutcome.FORBIDDEN
    assert all(finding.document for finding in answer.findings)


@pytest.mark.parametrize(
    ("industry", "product", "code", "outcome"),
    [  # 国发〔2013〕41号; classes of GB/T 4754: 3011 cement, 3041 flat glass, 3110 iron, 3731 metal ships
        ("3041", "平板玻璃", "no_new_capacity", GateOutcome.NEEDS_REPLACEMENT),
        ("30", "平板玻璃", "no_new_capacity", GateOutcome.NEEDS_REPLACEMENT),  # division and product agree
        ("34", "平板玻璃", "industry_disagrees", GateOutcome.UNDETERMINED),
        ("34", "浮法玻璃原片", "industry_disagrees", GateOutcome.UNDETERMINED),
        ("3360", "连铸坯", "industry_disagrees", GateOutcome.UNDETERMINED),
        ("30", "新型墙材", "industry_coarse", GateOutcome.UNDETERMINED),
        ("3054", "平板波璃", "product_near", GateOutcome.UNDETERMINED),  # one sign written wrong
    ],
)
def test_industry_and_product_must_agree_before_the_gate_lets_a_project_pass(
    industry, product, code, outcome
):
    whole = [
        replace(each, is_complete=True) for each in catalog().project_catalogues.values()
    ]  # so that what is not listed would be allowed
    answer = check_project(
        project(industry=industry, product=product, energy_tce=Decimal(10), electricity_gwh=Decimal(1)),
        whole,
        catalog().review_rules.values(),
    )

    assert code in codes(answer)
    assert answer.outcome is outcome
    for lang in ("zh", "en"):
        for each in answer.findings:
            entry = each.name[lang] if each.name else ""
            assert "{" not in say(f"gate_{each.code}", lang, entry=entry, **each.facts)


@pytest.mark.parametrize(
    ("industry", "product"),
    [("3054", "玻璃瓶"), ("3211", "电解铜"), ("3451", "滚动轴承"), ("3130", "冷轧薄板")],
)
def test_what_is_plainly_something_else_raises_no_doubt(industry, product):
    found = set(codes(check(project(industry=industry, product=product))))
    assert not found & {"industry_disagrees", "industry_coarse", "product_near"}


def test_a_doubtful_industry_does_not_slip_past_a_suspension_of_two_high_reviews():
    suspended = RestrictionInForce("case", "two_high_review", "辽发改〔2026〕1号", two_high_only=True)
    answer = check(project(industry="34", product="平板玻璃"), suspended)
    assert "restriction_if_two_high" in codes(answer)
    assert "restriction" not in codes(answer)
    assert answer.outcome is GateOutcome.UNDETERMINED
