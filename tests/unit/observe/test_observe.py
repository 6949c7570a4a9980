"""Staged rows → observations: units, natures and vintages, equal on every engine."""

from datetime import date

import duckdb
import narwhals as nw
import pandas as pd
import pytest

from etl.observe.observe import observe
from tests.small import STAGED_TYPES, staged_row

CONVERSIONS = pd.DataFrame(
    {
        "series": ["gdp", "gdp"],
        "unit": ["hundred_million_yuan", "ten_thousand_yuan"],
        "multiply": [1.0, 1.0],
        "divide": [1.0, 10000.0],
    }
)
NATURES = pd.DataFrame(
    {
        "source": ["bureau", "yearbook", "press"],
        "nature": ["official", "official", "reported"],
        "nature_rank": [0, 0, 2],
    }
)


def on_pandas(staged, as_of):
    frames = (nw.from_native(frame).lazy() for frame in (staged, CONVERSIONS, NATURES))
    return observe(*frames, as_of).collect("pandas").to_native()


def on_duckdb(staged, as_of):
    with duckdb.connect() as connection:
        tables = {"staged": staged, "conversions": CONVERSIONS, "natures": NATURES}
        for name, frame in tables.items():
            connection.register(f"{name}_in", frame)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_in")
        frames = (nw.from_native(connection.table(name)) for name in tables)
        return observe(*frames, as_of).collect("pandas").to_native()


@pytest.fixture(params=[on_pandas, on_duckdb], ids=["pandas", "duckdb"])
def observed(request):
    """Observations of the given staged rows, by vintage."""

    def run(*rows, as_of=None):
        staged = pd.DataFrame(rows).astype(STAGED_TYPES)
        words = ["reason", "cited_as", "note"]
        staged[words] = staged[words].astype("str")
        return request.param(staged, as_of).sort_values("vintage").to_dict("records")

    return run


def day(text):
    return pd.Timestamp(text)


def test_a_figure_in_use_has_vintage_1_and_its_nature(observed):
    (row,) = observed(staged_row(30209.4))

    assert (row["vintage"], row["value"], row["nature"]) == (1, 30209.4, "official")


def test_ten_thousand_yuan_become_hundred_million_exactly(observed):
    (row,) = observed(staged_row(302094000.0, unit="ten_thousand_yuan"))

    assert row["value"] == 30209.4


def test_a_later_publication_goes_before_an_earlier_one(observed):
    first = staged_row(28975.1, known_from=day("2023-03-01"))
    revised = staged_row(28826.1, known_from=day("2024-12-31"), row_no=3)

    assert [row["value"] for row in observed(first, revised)] == [28826.1, 28975.1]


def test_an_official_figure_goes_before_a_later_press_report(observed):
    official = staged_row(1.0, known_from=day("2023-03-01"))
    press = staged_row(2.0, source="press", known_from=day("2024-03-01"), row_no=3)

    assert [row["source"] for row in observed(press, official)] == ["bureau", "press"]


def test_a_figure_goes_before_a_gap_whoever_left_it(observed):
    gap = staged_row(None, known_from=day("2024-03-01"))
    press = staged_row(2.0, source="press", known_from=day("2023-03-01"), row_no=3)

    rows = observed(gap, press)

    assert [row["vintage"] for row in rows] == [1, 2]
    assert rows[0]["value"] == 2.0
    assert (rows[1]["status"], rows[1]["reason"]) == ("missing", "not_published")


def test_the_losers_keep_their_cells(observed):
    rows = observed(*(staged_row(float(at), row_no=at) for at in (2, 3, 4)))

    assert [(row["vintage"], row["row_no"]) for row in rows] == [(1, 4), (2, 3), (3, 2)]


def test_vintages_are_counted_for_each_fact_apart(observed):
    rows = observed(staged_row(1.0), staged_row(2.0, region="210100"), staged_row(3.0, period="2022"))

    assert [row["vintage"] for row in rows] == [1, 1, 1]


def test_what_was_published_later_is_left_out_as_of_a_day(observed):
    first = staged_row(28975.1, known_from=day("2023-03-01"))
    revised = staged_row(28826.1, known_from=day("2024-12-31"), row_no=3)

    (row,) = observed(first, revised, as_of=date(2023, 12, 31))

    assert (row["vintage"], row["value"]) == (1, 28975.1)


def test_a_figure_is_known_on_the_day_it_is_published(observed):
    assert len(observed(staged_row(1.0, known_from=day("2023-03-01")), as_of=date(2023, 3, 1))) == 1
