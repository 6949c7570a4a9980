"""How much figures are revised; the sizes are worked out by hand."""

import numpy as np
import pytest
from msgspec.structs import replace

from etl.columns import Coded, Columns
from etl.derive.revisions import computed_revisions, revision_sizes, stated_since
from etl.model.figures import STATUS_RANKS, Axes, Figures
from etl.model.period import Period


def sizes(*rows):
    series, region, period, source, known_from, value = zip(*rows, strict=True)
    words = {"series": series, "region": region, "period": period, "source": source}
    cells = {name: np.full(len(rows), 1) for name in ("sheet_no", "row_no", "column_no")}
    facts = list(zip(series, region, period, strict=True))
    observations = Columns(
        {
            **{name: Coded.of(cells) for name, cells in words.items()},
            **cells,
            "file_id": np.arange(len(rows)),
            "vintage": np.asarray([facts[:at].count(fact) + 1 for at, fact in enumerate(facts)]),
            "known_from": np.asarray(known_from, dtype="datetime64[D]"),
            "value": np.asarray(value, dtype=float),
        }
    )
    return {row["series"]: row for row in revision_sizes(observations)}


def gdp(day, value, region="210100", source="bureau"):
    return ("gdp", region, "2022", source, day, value)


def test_the_size_of_a_revision_is_the_step_from_one_edition_to_the_next():
    # 100 → 104 → 103: steps of 4 and 1; medians 2.5, and of 4.00 % and 0.96 %: 2.48 %
    found = sizes(gdp("2023-03-01", 100), gdp("2024-03-01", 104), gdp("2025-03-01", 103))["gdp"]

    assert (found["revisions"], found["median_absolute"]) == (2, 2.5)
    assert found["median_relative"] == pytest.approx((4 / 100 + 1 / 104) / 2)


def test_editions_are_taken_in_order_of_publication_whatever_their_place_in_the_files():
    rows = [gdp("2025-03-01", 103), gdp("2023-03-01", 100), gdp("2024-03-01", 104)]

    assert sizes(*rows)["gdp"]["median_absolute"] == 2.5


def test_unchanged_figures_gaps_and_other_sources_are_no_revisions():
    rows = [
        gdp("2023-03-01", 100), gdp("2024-03-01", 100), gdp("2025-03-01", None),
        gdp("2024-03-01", 90, source="press"), gdp("2024-03-01", 500, region="210200"),
    ]  # fmt: skip

    assert sizes(*rows) == {}


def test_two_figures_of_one_day_disagree_and_revise_nothing():
    assert sizes(gdp("2023-03-01", 100), gdp("2023-03-01", 150)) == {}


def test_a_revision_of_nothing_has_no_relative_size():
    found = sizes(gdp("2023-03-01", 0), gdp("2024-03-01", 5))["gdp"]

    assert found["median_absolute"] == 5
    assert found["median_relative"] is None


APRIL, JULY, AUGUST = (np.datetime64(day) for day in ("2024-04-17", "2024-07-17", "2024-08-17"))


@pytest.mark.parametrize(
    ("editions", "since"),
    [
        ([("a", APRIL, 290.0)], (APRIL, False)),
        ([("a", JULY, 290.0), ("a", APRIL, 290.0)], (APRIL, False)),  # published again unchanged
        ([("a", JULY, 300.0), ("a", APRIL, 290.0)], (JULY, True)),
        ([("a", AUGUST, 300.0), ("a", JULY, 300.0), ("a", APRIL, 290.0)], (JULY, True)),
        ([("a", AUGUST, 290.0), ("a", JULY, 300.0), ("a", APRIL, 290.0)], (AUGUST, True)),
        ([("a", JULY, 300.0), ("b", APRIL, 290.0)], (JULY, False)),  # what others said is no revision
        ([("a", JULY, 300.0), ("a", APRIL, np.nan)], (JULY, True)),
    ],
)
def test_a_figure_is_stated_since_the_first_of_its_unchanged_editions(editions, since):
    sources, days, values = zip(*editions, ("a", JULY, 1.0), strict=True)  # another fact stands below it
    columns = Columns(
        {
            "source": Coded.of(sources),
            "known_from": np.array(days),
            "value": np.array(values),
            "vintage": np.array([*range(1, len(editions) + 1), 1]),
        }
    )

    days, revised = stated_since(columns)

    assert (days[0], bool(revised[0])) == since
    assert (days[1], bool(revised[1])) == (JULY, False)


def figures(value, *, published=None):
    axes = Axes(("210100", "210200", "210300"), (Period.parse("2023"),))
    found = Figures.nothing(axes)
    found.value[0, :] = value
    found.status[0, :] = STATUS_RANKS.index("final")
    shown = None if published is None else np.asarray([published])
    return replace(found, is_published=shown)


def test_a_computed_figure_is_revised_by_what_new_editions_of_its_inputs_make_of_it():
    # 沈阳 4.0 → 4.5, 大连 unchanged, 鞍山 10 → 9: two revisions of 0.5 and 1.0
    found = computed_revisions(figures([4.0, 3.0, 10.0]), figures([4.5, 3.0, 9.0]))

    assert (found["revisions"], found["median_absolute"]) == (2, 0.75)
    assert found["median_relative"] == pytest.approx((0.125 + 0.1) / 2)


def test_published_figures_and_those_that_came_to_be_known_are_no_revisions_of_computed_ones():
    first = figures([4.0, np.nan, 10.0], published=[True, False, False])
    last = figures([4.5, 3.0, 10.0], published=[False, False, False])

    assert computed_revisions(first, last) is None
