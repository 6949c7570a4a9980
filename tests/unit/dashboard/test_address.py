"""Which addresses lead where, and which are refused."""

import pytest

from dashboard.address import parse, parse_panel_query, to_url
from dashboard.selection import AddressError, Figure, Selection
from etl.model.period import Period


def test_the_root_is_the_overview_in_chinese():
    assert parse("/") == Selection("overview")


def test_a_span_of_years_stays_readable_in_the_query():
    selection = Selection("region", region="210100", period=Period.parse("2021/2025"), lang="en")
    assert to_url(selection) == "/region/210100?lang=en&period=2021/2025"


def test_a_percent_encoded_span_is_the_same_view():
    assert parse("/", "period=2021%2F2025") == parse("/", "period=2021/2025")


@pytest.mark.parametrize(
    "path", ["/nowhere", "/overview", "/region/210100/more", "//", "/articles//11", "/carbon/x"]
)
def test_an_unknown_page_is_not_found(path):
    with pytest.raises(AddressError) as caught:
        parse(path)
    assert caught.value.status == 404


@pytest.mark.parametrize(
    "query",
    [
        "period=yesterday",
        "period=",
        "lang=fr",
        "region=%3Cscript%3E",
        "unknown=1",
        "period=2023&period=2024",
        "peers=210100,,210200",
        "why=energy_intensity_change,210100",
        "why=energy_intensity_change,210100,yesterday",
        "why=<b>,210100,2023",
        "threshold=0",
        "threshold=10.0",
        "threshold=100",
        "project=0",
        "project=1e4",
        "since=2023&since=2022",
        "&".join(f"k{n}=1" for n in range(30)),
        "x" * 3000,
    ],
)
def test_a_meaningless_query_is_a_bad_request(query):
    with pytest.raises(AddressError) as caught:
        parse("/", query)
    assert caught.value.status == 400


def test_the_field_in_the_path_is_not_accepted_twice():
    with pytest.raises(AddressError):
        parse("/region/210100", "region=210200")


def test_the_release_in_a_panel_query_changes_nothing():
    assert parse_panel_query("at=/region/210100&v=abc&period=2023") == parse("/region/210100", "period=2023")


def test_a_panel_of_two_pages_is_a_bad_request():
    with pytest.raises(AddressError) as caught:
        parse_panel_query("at=/region/210100&at=/")
    assert (caught.value.status, caught.value.facts["found"]) == (400, "at")


def test_the_skeleton_of_a_page_depends_on_page_path_and_language_only():
    selection = parse("/region/210100", "period=2023&lang=en")
    assert selection.of_page() == Selection("region", lang="en", region="210100")


def test_an_address_error_names_what_was_found_in_both_languages():
    with pytest.raises(AddressError) as caught:
        parse("/", "period=yesterday")
    assert "period=yesterday" in caught.value.say("zh")
    assert "period=yesterday" in caught.value.say("en")


def test_the_number_whose_working_is_open_is_named_by_the_address():
    opened = parse("/dual-control", "why=energy_intensity_change,210100,2021/2025")
    assert opened.why == Figure("energy_intensity_change", "210100", Period.parse("2021/2025"))
    assert to_url(opened) == "/dual-control?why=energy_intensity_change,210100,2021/2025"


def test_a_view_without_what_is_asked_beside_it_keeps_everything_else():
    opened = parse("/dual-control", "period=2023&project=10000&region=210100&rule=ndrc_gap10&threshold=5")
    assert opened.beside() == parse("/dual-control", "period=2023&region=210100")
    assert opened.beside(("project",)) == parse("/dual-control", "period=2023&project=10000&region=210100")
