"""The card of an indicator and the list of all."""

from dashboard.selection import Selection
from dashboard.views.definition import build_definition_view
from dashboard.views.indicator_list import build_indicator_list_view, indicator_list_sheet
from tests.unit.dashboard.rows import coverage


def card(catalog, indicator, rows, lang="zh"):
    return build_definition_view(
        catalog, catalog.indicators[indicator], rows, Selection("indicator", lang, indicator=indicator)
    )


def test_the_card_holds_formula_direction_articles_and_targets(shipped_catalog):
    view = card(shipped_catalog, "energy_intensity_cumulative_reduction", [])
    facts = dict(view.facts)
    assert facts["方向"] == "越高越好"
    assert ("草案第11条", "/articles/11") in view.articles
    assert any("沈阳市 2015—2020年：不低于15%，约束性" in target for target in view.targets)


def test_a_target_whose_document_was_not_seen_says_so(shipped_catalog):
    marked = next(target for target in shipped_catalog.targets if target.mark)
    view = card(shipped_catalog, marked.indicator, [])
    assert any("待核" in target for target in view.targets)


def test_sources_come_with_licence_and_caution(shipped_catalog):
    sources = {source.citation: source for source in card(shipped_catalog, "co2_ceads_total", []).sources}
    city = next(source for citation, source in sources.items() if "Shan" in citation)
    assert "10市" in city.caution
    assert city.licence


def test_coverage_counts_regions_and_names_what_is_not_collected(shipped_catalog):
    rows = [
        coverage("co2_ceads_total", "2012", "city", 10),
        coverage("co2_ceads_total", "2019", "city", 2),
        coverage("co2_ceads_total", "2019", "province", 1),
    ]
    lines = card(shipped_catalog, "co2_ceads_total", rows).coverage
    assert lines == ("辽宁省：2019年", "市：最多10/14个，2012年至2019年共2期")
    assert card(shipped_catalog, "carbon_peak", []).coverage == ("辽宁省：未采集", "市：未采集（0/14）")


def test_the_list_sets_apart_what_nobody_delivered_and_who_should(shipped_catalog):
    view = build_indicator_list_view(
        shipped_catalog, [coverage("gdp", "2023", "city", 14)], Selection("indicator")
    )
    economy = next(topic for topic in view.topics if topic.title == "经济总体")
    assert [entry.id for entry in economy.entries] == ["gdp"]
    dual_control = next(topic for topic in view.topics if topic.title == "能耗双控")
    change = next(entry for entry in dual_control.not_collected if entry.id == "energy_intensity_change")
    assert "市发展改革委" in change.to_deliver


def test_every_indicator_is_in_the_list_and_its_file(shipped_catalog):
    view = build_indicator_list_view(shipped_catalog, [], Selection("indicator", "en"))
    listed = {entry.id for topic in view.topics for entry in (*topic.entries, *topic.not_collected)}
    assert listed == set(shipped_catalog.indicators)
    assert len(indicator_list_sheet(view).csv().splitlines()) == 1 + len(shipped_catalog.indicators)
