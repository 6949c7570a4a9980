"""What is known against the figures is said: missing regions, residuals, disagreeing sources."""

from dashboard.selection import Selection
from dashboard.views.agreement import build_agreement_view
from tests.unit.dashboard.rows import challenge, scene_of, values


def view_of(catalog, indicator, rows, challenges):
    selection = Selection("indicator", indicator=indicator)
    return build_agreement_view(catalog, scene_of(catalog, rows, selection).choice, challenges, selection)


def test_the_county_that_its_source_lacks_is_named(shipped_catalog):
    missing = challenge(
        "region_without_data", "co2_chen", "211324", None, source="chen_county", covered=99, of=100
    )
    view = view_of(
        shipped_catalog, "co2_chen_total", values("co2_chen_total", "2017", {"210102": 1.5}), [missing]
    )
    (lacking,) = view.lacking
    assert lacking.regions == (("喀喇沁左翼蒙古族自治县", "/region/211324"),)
    assert "99" in lacking.sentence


def test_cities_that_a_source_lacks_share_one_sentence(shipped_catalog):
    codes = ("210700", "210800", "211200", "211400")
    rows = [
        challenge("region_without_data", "co2_ceads", code, None, source="ceads_city", covered=10, of=14)
        for code in codes
    ]
    view = view_of(
        shipped_catalog, "co2_ceads_total", values("co2_ceads_total", "2012", {"210100": 1.0}), rows
    )
    (lacking,) = view.lacking
    assert [name for name, _ in lacking.regions] == ["锦州市", "营口市", "铁岭市", "葫芦岛市"]


def test_the_sum_of_the_cities_is_shown_against_the_province_and_not_forced(shipped_catalog):
    row = challenge(
        "parts_against_whole",
        "gdp_nominal",
        "210000",
        "2023",
        parts=30067.6,
        whole=30209.4,
        residual=141.8,
        count=14,
    )
    view = view_of(shipped_catalog, "gdp", values("gdp", "2023", {"210100": 1.0}), [row])
    assert "差额 141.8" in view.residuals[0]
    assert "不作平差" in view.residuals[0]


def test_sums_within_the_rounding_are_counted_and_not_listed(shipped_catalog):
    row = challenge(
        "parts_against_whole",
        "co2_ceads",
        "210000",
        "2019",
        parts=533.4,
        whole=533.4,
        residual=2e-6,
        count=47,
    )
    view = view_of(
        shipped_catalog, "co2_ceads_total", values("co2_ceads_total", "2019", {"210100": 1.0}), [row]
    )
    assert view.residuals == ()
    assert "1期" in view.agreeing


def test_nothing_noticed_is_said(shipped_catalog):
    assert view_of(shipped_catalog, "gdp", values("gdp", "2023", {"210100": 1.0}), []).is_empty
