"""Findings of the shipped figures, through the whole build."""

import json
import math

import pytest

from etl.store.rows import FindingRow

# CEADs: the province is highest in its last year 2019; 沈阳 rises every year after its maximum of 2014;
# 阜新 has four values after its maximum of 2011; 鞍山 lacks 2015–2017 after its maximum of 2014.
PEAKS = {
    "210000": ("not_peaked", "2019", 2019),
    "210100": ("rebounding", "2019", 2014),
    "210900": ("undetermined", "2016", 2011),
    "210300": ("undetermined", "2018", 2014),
}


def findings(built, kind: str, subject: str | None = None) -> list[FindingRow]:
    return built.warehouse.findings([kind], [subject] if subject else None)


@pytest.mark.parametrize("region", PEAKS)
def test_peak_status_of_the_ceads_inventories_as_of_their_last_year(real_build, region) -> None:
    found = {row.region: row for row in findings(real_build, "peak_status", "co2_ceads_total")}[region]
    result, as_of, maximum = PEAKS[region]
    assert (found.result, found.period) == (result, as_of)
    facts = json.loads(found.facts)
    assert (facts["maximum_year"], facts["inventory"]) == (maximum, "CEADs")
    assert facts["includes_purchased_electricity"] is False


def test_every_finding_of_a_trend_in_emissions_prints_the_test_that_decided(real_build) -> None:
    decided = [
        row
        for row in findings(real_build, "peak_status")
        if row.result in {"peaked", "rebounding", "plateau"}
    ]
    assert {row.region for row in decided} >= {"210100"}
    for row in decided:
        facts = json.loads(row.facts)
        p = {"peaked": facts["test"]["p_falling"], "rebounding": facts["test"]["p_rising"]}.get(row.result, 0)
        assert (facts["rule"], facts["test"]["n"] >= 5, p <= 0.05) == ("4", True, True)


def test_no_inventory_scaled_down_from_larger_areas_proves_a_peak(real_build) -> None:
    # Chen et al. spread provinces over counties by lights of the night: 26 counties fall together after 2012
    inferred = [
        row
        for name in ("co2_chen_total", "co2_edgar_total")
        for row in findings(real_build, "peak_status", name)
    ]
    assert len({row.region for row in inferred if row.subject == "co2_chen_total"}) > 90
    assert {row.result for row in inferred} == {"undetermined"}
    assert {json.loads(row.facts)["rule"] for row in inferred} == {"0"}


def test_effects_of_the_drivers_sum_and_multiply_to_the_change_exactly(real_build) -> None:
    compared = [row for row in findings(real_build, "drivers") if row.result != "not_comparable"]
    assert compared
    for row in compared:
        facts = json.loads(row.facts)
        assert math.fsum(facts["additive"].values()) == pytest.approx(facts["change"], rel=1e-9, abs=1e-9)
        assert math.prod(facts["multiplicative"].values()) == pytest.approx(facts["ratio"], rel=1e-9)
        assert set(facts["additive"]) == {"population", "gdp_per_person", "carbon_per_gdp"}


def test_inventories_of_benxi_differ_by_up_to_a_factor_of_four(real_build) -> None:
    found = {row.region: row for row in findings(real_build, "agreement", "co2_ceads_total")}["210500"]
    with_edgar = json.loads(found.facts)["with"]["co2_edgar_total"]
    # 本溪 2010: 20 against 81 million tonnes
    assert found.result == "differ"
    assert with_edgar["ratio_highest"] > 4


def test_scenarios_are_fans_and_only_for_series_that_have_not_peaked(real_build) -> None:
    peaked = {
        (row.subject, row.region) for row in findings(real_build, "peak_status") if row.result == "peaked"
    }
    rows = findings(real_build, "peak_scenario")
    assert rows
    for row in rows:
        assert (row.subject, row.region) not in peaked
        assert len(json.loads(row.facts)["paths"]) >= 3


def test_plan_of_a_city_that_nobody_collected_is_not_a_missing_plan(real_build) -> None:
    plans = {row.region: row.result for row in findings(real_build, "peak_plan")}
    assert (plans["210000"], plans["210100"], plans["210200"]) == ("issued", "issued", "not_collected")


def test_cities_are_compared_with_cities_and_counties_with_counties(real_build) -> None:
    levels = {code: region.level for code, region in real_build.catalog.regions.items()}
    peers = real_build.warehouse.peers()
    assert {levels[peer.region] for peer in peers} == {"city", "county"}
    assert all(levels[peer.region] is levels[peer.peer] and peer.region != peer.peer for peer in peers)


def test_without_a_register_of_titles_there_is_no_stock_and_no_zero(real_build) -> None:
    assert real_build.warehouse.title_flows() == []
    assert real_build.warehouse.values(["valid_little_giant"]) == []


def test_ranks_stand_only_where_half_of_the_regions_have_a_figure(real_build) -> None:
    cities = real_build.warehouse.rankings(["gdp_growth"], None, ["2023"])
    assert {rank.ranked for rank in cities} == {14}
