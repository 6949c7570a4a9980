"""A share is taken within one publication; figures of the province as printed in its communiqué of 2021."""

import pytest

from etl.derive.formulas import ratio
from etl.derive.publication import Printed, of_one_publication
from tests.small import AXES, figures, rows_of, values_of

PROVINCE = "210000"
COMMUNIQUE = ("official_text", "辽宁省2021年统计公报", "2022-03-01")
REVISED = ("nbs_province_revised", None, "2024-12-31")


def stated(*rows, status="final", nature="official"):
    """Figures of 2021 as (value, publication, vintage)."""
    return [
        Printed(PROVINCE, "2021", value, status, nature, "exact", source, cited_as, day, vintage)
        for value, (source, cited_as, day), vintage in rows
    ]


PART = stated((10875.2, COMMUNIQUE, 1))
SECONDARY = figures((PROVINCE, "2021", 10875.2))


def beside(rows):
    return of_one_publication(AXES, PART, rows)


def reason_of(found):
    return [row["reason"] for row in rows_of(found)]


def test_the_share_of_a_first_published_part_is_taken_in_the_first_published_whole():
    gdp = stated((27569.5, REVISED, 1), (27584.1, COMMUNIQUE, 2))

    share = ratio(SECONDARY, beside(gdp), 100)

    assert values_of(share)[PROVINCE, "2021"] == pytest.approx(39.43, abs=0.005)


def test_a_share_over_another_publication_is_missing_because_vintages_differ():
    share = ratio(SECONDARY, beside(stated((27569.5, REVISED, 1))), 100)

    assert values_of(share) == {(PROVINCE, "2021"): None}
    assert reason_of(share) == ["vintages_differ"]


def test_a_share_without_any_whole_lacks_an_input():
    share = ratio(SECONDARY, beside([]), 100)

    assert reason_of(share) == ["input_missing"]


def test_of_several_editions_of_one_source_the_one_of_the_same_day_is_taken():
    later = (*COMMUNIQUE[:2], "2023-03-01")
    gdp = stated((27600.0, later, 1), (27584.1, COMMUNIQUE, 2))

    assert values_of(beside(gdp)) == {(PROVINCE, "2021"): 27584.1}


def test_the_weaker_evidence_of_the_two_is_that_of_the_share():
    gdp = stated((27584.1, COMMUNIQUE, 1), status="preliminary", nature="reported")

    (row,) = rows_of(ratio(SECONDARY, beside(gdp), 100))

    assert (row["status"], row["nature"]) == ("preliminary", "reported")
