"""Findings and flows of titles behind one number, told by explain."""

from math import prod

import pytest

from etl.catalog.titles import title_rules
from etl.model.period import Period
from etl.model.title_text import stock_lines
from etl.publish.explain import explain_lines
from etl.store.rows import TitleFlowRow
from etl.store.working import read_working


def told(built, region, indicator, period, lang="en"):
    working = read_working(built.warehouse, built.catalog, indicator, region, Period.parse(period))
    return list(explain_lines(working, built.catalog, lang))


def test_the_peak_status_of_shenyang_is_told_with_its_test(real_build):
    # methods 2.1: maximum 2014, then rising every year 2015–2019: rebounding, never plateau
    lines = told(real_build, "210100", "co2_ceads_total", "2019")

    assert "peak status (2019): rebounding" in lines
    inside = "purchased electricity not inside"
    assert f"  inventory CEADs ({inside}), maximum in 2014, as of 2019, decided by rule 4" in lines
    # five values that rise every year: S = 10, p = 1/5!
    assert any(
        line.startswith("  5 values after the maximum: S = 10, p (falling) = 1, p (rising) = 0.0083")
        for line in lines
    )


def test_trend_decoupling_drivers_and_agreement_are_told_with_their_numbers(real_build):
    lines = told(real_build, "210200", "co2_ceads_total", "2015")
    (drivers,) = [line for line in lines if "LMDI-I additive" in line]

    additive, multiplicative = drivers.split("; multiplicative: ")
    effects, change = additive.partition(": ")[2].split(" = ")
    factors, ratio = multiplicative.split(" = ")
    assert sum(float(each.split()[0]) for each in effects.split(" + ")) == pytest.approx(
        float(change), abs=2e-4
    )
    product = prod(float(each.split()[0]) for each in factors.split(" × "))
    assert product == pytest.approx(float(ratio), abs=2e-4)
    assert any("elasticity e = " in line for line in lines)
    of_2019 = told(real_build, "210200", "co2_ceads_total", "2019")
    assert any("p (two-sided) = " in line for line in of_2019)
    assert any("against co2_edgar_total (2000–2019): median ratio" in line for line in of_2019)


def test_the_peak_status_of_another_year_is_not_told(real_build):
    assert not any("peak status" in line for line in told(real_build, "210100", "co2_ceads_total", "2015"))


def test_a_stock_of_titles_is_told_as_the_sum_of_its_flows_with_the_rule_of_its_month(shipped_catalog):
    rules = title_rules(shipped_catalog)
    flow = TitleFlowRow("srdi_sme", "210100", None, "2025M06", 10, 3, 0, 1, 0, 2, 0, 0, 0, 0, 12, 20, 1, 4)

    assert list(stock_lines(flow, rules, "en")) == [
        "stock of 2025M06: 10 + 3 recognised + 1 moved in − 2 expired = 12",
        "recognised to date 20; review pending 1; expiring within 6 months 4",
        "counted by: Tiers of quality SMEs, 2022 (工信部企业〔2022〕63号), in force since 2022-08-01",
    ]
    assert next(iter(stock_lines(flow, rules, "zh"))) == "2025M06 存量：10 + 3 认定 + 1 迁入 − 2 到期 = 12"
