"""Which figure becomes the value of an indicator, and what it says of itself."""

import narwhals as nw
import pandas as pd

from etl.derive.derive import derive_indicator, derive_published
from tests.small import figures, indicator

GROWTH = indicator("growth", {"kind": "index_growth", "index": "index"}, published="growth_published")


def rows_of(frame):
    rows = frame.collect("pandas").to_native()
    return {row["period"]: row for row in rows.to_dict("records")}


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

    assert pd.isna(row["value"])
    assert (row["status"], row["reason"], row["nature"], row["bound"]) == (
        "missing",
        "not_published",
        "official",
        "exact",
    )


def test_published_figures_in_use_become_values_all_at_once():
    observations = pd.DataFrame(
        {
            "series": ["a", "a", "b", "c"],
            "region": "210000",
            "period": "2023",
            "vintage": [1, 2, 1, 1],
            "value": [1.0, 9.0, 2.0, 3.0],
            "status": "final",
            "reason": None,
            "nature": "official",
            "bound": "exact",
        }
    )
    names = pd.DataFrame({"indicator": ["of_a", "of_b", "also_a"], "series": ["a", "b", "a"]})

    found = derive_published(nw.from_native(names).lazy(), nw.from_native(observations).lazy())

    rows = found.collect("pandas").to_native().to_dict("records")
    assert {row["indicator"]: row["value"] for row in rows} == {"of_a": 1.0, "of_b": 2.0, "also_a": 1.0}
    assert {row["basis"] for row in rows} == {"published"}
