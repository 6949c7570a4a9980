"""对比: fourteen cities one by one: one scale, gaps that stay gaps, a new basis that ends a line."""

import pytest
from msgspec.structs import replace

from dashboard.figures.course_card import course_cards
from dashboard.selection import Selection
from dashboard.views.comparison.city_courses import build_courses_view
from dashboard.views.comparison.peers_table import build_party
from etl.model.period import Period
from tests.unit.dashboard.rows import value


def courses(catalog, rows, indicator="gdp_growth", **selection):
    chosen = Selection("compare", **selection)
    party = build_party(catalog, [], chosen)
    return build_courses_view(
        catalog, party, catalog.indicators[indicator], rows, selection=chosen, csv_address="/csv"
    )


def of(code, **years):
    return [value("gdp_growth", code, year.removeprefix("y"), figure) for year, figure in years.items()]


def test_every_city_has_a_card_and_the_region_looked_at_comes_first(shipped_catalog):
    view = courses(shipped_catalog, of("210200", y2021=8.2, y2022=4.0), region="210200")
    assert len(view.cards) == 14
    assert (view.cards[0].name, view.cards[0].is_main) == ("大连", True)
    assert "4.0" in view.cards[0].latest
    assert view.cards[1].pieces == ()
    assert view.cards[1].latest == "○ 未采集"


def test_a_county_stands_beside_the_counties_of_its_own_city(shipped_catalog):
    view = courses(shipped_catalog, of("210102", y2021=1.0, y2022=2.0), region="210102")
    parents = {shipped_catalog.region(card.address.rsplit("=", 1)[1]).parent for card in view.cards}
    assert parents == {"210100"}


def test_a_missing_year_is_a_gap_and_all_cards_have_one_scale(shipped_catalog):
    rows = [*of("210100", y2019=4.2, y2020=0.8, y2023=6.1), *of("210200", y2021=8.2)]
    view = courses(shipped_catalog, rows, region="210100")
    assert view.cards[0].pieces == (((2019, 4.2), (2020, 0.8)), ((2023, 6.1),))
    assert view.years == (2019, 2023)
    assert view.span[1] == 8.2
    assert course_cards(view).count("<polyline") == 14 + 1  # grey in every card, blue in its own


def test_no_line_runs_into_a_new_statistical_basis(shipped_catalog):
    """The published population of 沈阳 is revised by the census of 2020 from 2015 on, and not before."""
    rows = [value("population", "210100", str(year), 829.1) for year in (2013, 2014, 2015, 2016)]
    view = courses(shipped_catalog, rows, "population", region="210100")
    assert [[year for year, _ in piece] for piece in view.cards[0].pieces] == [[2013, 2014], [2015, 2016]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_year_alone_is_no_course_and_says_so(shipped_catalog, lang):
    view = courses(shipped_catalog, of("210100", y2023=6.1), region="210100", lang=lang)
    assert view.cards == ()
    assert {"zh": "没有两个年度", "en": "no two years"}[lang] in view.words.title


def test_the_period_looked_at_decides_which_months_are_drawn(shipped_catalog):
    rows = [
        *(value("gdp_growth", "210100", f"{year}Q1", 5.0) for year in (2021, 2022, 2023)),
        *of("210100", y2021=8.0, y2022=4.0),
    ]
    period = Period.parse("2022Q1")
    view = courses(shipped_catalog, rows, region="210100", period=period)
    assert view.cards[0].pieces == (((2021, 5.0), (2022, 5.0), (2023, 5.0)),)


def test_a_name_from_data_is_escaped(shipped_catalog):
    view = courses(shipped_catalog, of("210100", y2021=8.2, y2022=4.0), region="210100")
    named = replace(view, cards=(replace(view.cards[0], name="<script>", told='">'),))
    drawn = course_cards(named)
    assert "&lt;script&gt;" in drawn
    assert 'aria-label="&quot;&gt;"' in drawn
    assert "<script>" not in drawn
