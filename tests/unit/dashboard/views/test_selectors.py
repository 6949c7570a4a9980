"""Every choice is an address; the one shown carries the present address itself."""

from dashboard.address import to_url
from dashboard.selection import Selection
from dashboard.views.selectors import build_selectors_view
from etl.model.period import Period
from tests.unit.dashboard.rows import overview_scene, values

ROWS = values("gdp_growth", "2023", {f"21{number:02d}00": 5.0 for number in range(1, 15)})


def view_of(catalog, selection):
    choice = overview_scene(catalog, ROWS, selection).choice
    return build_selectors_view(catalog, choice, selection, with_data={"gdp_growth": 14})


def test_what_is_shown_carries_the_present_address(shipped_catalog):
    view = view_of(shipped_catalog, Selection("overview"))
    assert view.present == "/"
    assert [link.label for link in view.indicators if link.address == "/"] == ["地区生产总值增速 · 14/14"]
    assert [link.label for link in view.periods if link.address == "/"] == ["2023年"]


def test_another_indicator_drops_the_period_but_keeps_the_language(shipped_catalog):
    selection = Selection("overview", "en", period=Period.parse("2023"), indicator="gdp_growth")
    other = next(
        link for link in view_of(shipped_catalog, selection).indicators if "indicator=gdp&" in link.address
    )
    assert other.address == to_url(Selection("overview", "en", indicator="gdp"))


def test_indicators_without_data_stand_under_a_heading_of_their_own_at_the_end(shipped_catalog):
    links = view_of(shipped_catalog, Selection("overview")).indicators
    assert links[0].group == "经济总体"
    assert {link.group for link in links[1:]} == {"未采集"}
    assert len(links) == len(shipped_catalog.indicators)


def test_from_the_counties_of_a_city_a_link_leads_back_to_the_province(shipped_catalog):
    path = view_of(shipped_catalog, Selection("overview", parent="210100", indicator="gdp_growth")).path
    assert [(link.label, link.address) for link in path] == [
        ("辽宁省", "/?indicator=gdp_growth"),
        ("沈阳市", ""),
    ]
