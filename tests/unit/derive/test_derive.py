"""Which figure becomes the value of an indicator, and what it says of itself."""

from etl.derive.derive import derive_indicator
from tests import small
from tests.small import figures, indicator

GROWTH = indicator("growth", {"kind": "index_growth", "index": "index"}, published="growth_published")


def rows_of(found):
    return {row["period"]: row for row in small.rows_of(found)}


def derived(published, index):
    inputs = {"growth_published": figures(*published), "index": figures(*index)}
    return rows_of(derive_indicator(GROWTH, inputs))


def test_the_published_figure_goes_before_the_computed_one_and_says_so():
    rows = derived([("210100", "2023", 6.1)], [("210100", "2023", 106.0)])

    assert (rows["2023"]["value"], rows["2023"]["basis"]) == (6.1, "published")


def test_where_nobody_published_the_formula_computes_and_says_so():
    rows = derived([("210100", "2022", 3.5)], [("210100", "2022", 103.0), ("210100", "2023", 106.0)])

    assert {period: row["basis"] for period, row in rows.items()} == {"2022": "published", "2023": "computed"}
    assert rows["2023"]["value"] == 6.0


def test_an_indicator_that_is_a_series_is_published():
    plain = indicator("change", {"kind": "series", "series": "change_published"})

    rows = rows_of(derive_indicator(plain, {"change_published": figures(("210000", "2020", 3.96))}))

    assert (rows["2020"]["value"], rows["2020"]["basis"], rows["2020"]["status"]) == (
        3.96,
        "published",
        "final",
    )


def test_a_gap_keeps_its_reason_and_its_words():
    plain = indicator("change", {"kind": "series", "series": "change_published"})

    row = rows_of(derive_indicator(plain, {"change_published": figures(("210000", "2020", None))}))["2020"]

    assert row["value"] is None
    assert (row["status"], row["reason"], row["nature"], row["bound"]) == (
        "missing",
        "not_published",
        "official",
        "exact",
    )
