"""Staged rows → observations: units, natures and vintages."""

from datetime import date

import numpy as np

from etl.columns import Coded, Columns
from etl.model.figures import Axes
from etl.model.period import Period
from etl.observe.observe import observe
from tests import small
from tests.small import staged_row

CATALOG = small.catalog(
    all_series=(small.series("gdp", "hundred_million_yuan", "level"),),
    sources=(small.source("bureau"), small.source("yearbook"), small.source("press", "reported")),
)
AXES = Axes(tuple(CATALOG.regions), (Period.parse("2022"), Period.parse("2023")))
NUMBERS = {"reported": float, "known_from": "datetime64[D]", "file_id": int, "sheet_no": int, "row_no": int,
           "column_no": int}  # fmt: skip


def staged_of(rows):
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return Columns(
        {
            name: np.asarray(cells, dtype=NUMBERS[name]) if name in NUMBERS else Coded.of(cells)
            for name, cells in columns.items()
        }
    )


def observed(*rows, as_of=None, corrections=()):
    """Observations of the given staged rows, in order of fact and vintage."""
    return list(observe(staged_of(rows), CATALOG, AXES, as_of, corrections).rows())


def day(text):
    return np.datetime64(text)


def test_a_figure_in_use_has_vintage_1_and_its_nature():
    (row,) = observed(staged_row(30209.4))

    assert (row["vintage"], row["value"], row["nature"]) == (1, 30209.4, "official")


def test_ten_thousand_yuan_become_hundred_million_exactly():
    (row,) = observed(staged_row(302094000.0, unit="ten_thousand_yuan"))

    assert row["value"] == 30209.4


def test_a_later_publication_goes_before_an_earlier_one():
    first = staged_row(28975.1, known_from=day("2023-03-01"))
    revised = staged_row(28826.1, known_from=day("2024-12-31"), row_no=3)

    assert [row["value"] for row in observed(first, revised)] == [28826.1, 28975.1]


def test_an_official_figure_goes_before_a_later_press_report():
    official = staged_row(1.0, known_from=day("2023-03-01"))
    press = staged_row(2.0, source="press", known_from=day("2024-03-01"), row_no=3)

    assert [row["source"] for row in observed(press, official)] == ["bureau", "press"]


def test_a_figure_goes_before_a_gap_whoever_left_it():
    gap = staged_row(None, known_from=day("2024-03-01"))
    press = staged_row(2.0, source="press", known_from=day("2023-03-01"), row_no=3)

    rows = observed(gap, press)

    assert [row["vintage"] for row in rows] == [1, 2]
    assert rows[0]["value"] == 2.0
    assert (rows[1]["status"], rows[1]["reason"]) == ("missing", "not_published")


def test_the_losers_keep_their_cells():
    rows = observed(*(staged_row(float(at), row_no=at) for at in (2, 3, 4)))

    assert [(row["vintage"], row["row_no"]) for row in rows] == [(1, 4), (2, 3), (3, 2)]


def test_vintages_are_counted_for_each_fact_apart():
    rows = observed(staged_row(1.0), staged_row(2.0, region="210100"), staged_row(3.0, period="2022"))

    assert [row["vintage"] for row in rows] == [1, 1, 1]


def test_what_was_published_later_is_left_out_as_of_a_day():
    first = staged_row(28975.1, known_from=day("2023-03-01"))
    revised = staged_row(28826.1, known_from=day("2024-12-31"), row_no=3)

    (row,) = observed(first, revised, as_of=date(2023, 12, 31))

    assert (row["vintage"], row["value"]) == (1, 28975.1)


def test_a_figure_is_known_on_the_day_it_is_published():
    assert len(observed(staged_row(1.0, known_from=day("2023-03-01")), as_of=date(2023, 3, 1))) == 1


def test_a_corrected_figure_is_converted_like_any_other_and_the_cell_is_kept_as_reported():
    correction = dict.fromkeys(("file_id", "sheet_no"), 1) | {"row_no": 2, "column_no": 3}
    correction |= {"corrected": 20000.0, "corrected_region": "210100"}
    correction |= {"corrected_status": None, "corrected_reason": None}

    (row,) = observed(staged_row(1.0, unit="ten_thousand_yuan"), corrections=[correction])

    assert (row["value"], row["region"]) == (2.0, "210100")
    assert (row["reported"], row["unit"]) == (1.0, "ten_thousand_yuan")
