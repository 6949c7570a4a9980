"""A share is taken within one publication; figures of the province as printed in its communiqué of 2021."""

import narwhals as nw
import pandas as pd
import pytest

from etl.derive.figures import NATURE_RANKS, STATUS_RANKS
from etl.derive.formulas import ratio
from etl.derive.publication import of_one_publication
from tests.small import values_of

PROVINCE = "210000"
COMMUNIQUE = ("official_text", "辽宁省2021年统计公报", "2022-03-01")
REVISED = ("nbs_province_revised", None, "2024-12-31")


def stated(*rows):
    """Figures of 2021 as (value, publication, vintage)."""
    names = ("value", "source", "cited_as", "known_from", "vintage")
    frame = pd.DataFrame(
        [dict(zip(names, (value, *where, vintage), strict=True)) for value, where, vintage in rows]
    ).assign(region=PROVINCE, period="2021", status_rank=0, nature_rank=0, bound_rank=0, reason=None)
    return nw.from_native(
        frame.astype({"reason": "str", "cited_as": "str", "known_from": "datetime64[s]"})
        .replace({"reason": "None", "cited_as": "None"}, None)
        .astype({"reason": "str", "cited_as": "str"})
    ).lazy()


SECONDARY = stated((10875.2, COMMUNIQUE, 1))


def reason_of(frame):
    return frame.collect("pandas").to_native()["reason"].tolist()


def test_the_share_of_a_first_published_part_is_taken_in_the_first_published_whole():
    gdp = stated((27569.5, REVISED, 1), (27584.1, COMMUNIQUE, 2))

    share = ratio(SECONDARY, of_one_publication(SECONDARY, gdp), 100)

    assert values_of(share)[PROVINCE, "2021"] == pytest.approx(39.43, abs=0.005)


def test_a_share_over_another_publication_is_missing_because_vintages_differ():
    share = ratio(SECONDARY, of_one_publication(SECONDARY, stated((27569.5, REVISED, 1))), 100)

    assert values_of(share) == {(PROVINCE, "2021"): None}
    assert reason_of(share) == ["vintages_differ"]


def test_a_share_without_any_whole_lacks_an_input():
    nothing = stated((27584.1, COMMUNIQUE, 1)).filter(nw.col("value") < 0)

    share = ratio(SECONDARY, of_one_publication(SECONDARY, nothing), 100)

    assert reason_of(share) == ["input_missing"]


def test_of_several_editions_of_one_source_the_one_of_the_same_day_is_taken():
    later = (*COMMUNIQUE[:2], "2023-03-01")
    gdp = stated((27600.0, later, 1), (27584.1, COMMUNIQUE, 2))

    assert values_of(of_one_publication(SECONDARY, gdp)) == {(PROVINCE, "2021"): 27584.1}


def test_the_weaker_evidence_of_the_two_is_that_of_the_share():
    preliminary, reported = STATUS_RANKS.index("preliminary"), NATURE_RANKS.index("reported")
    gdp = stated((27584.1, COMMUNIQUE, 1)).with_columns(
        status_rank=nw.lit(preliminary), nature_rank=nw.lit(reported)
    )

    found = ratio(SECONDARY, of_one_publication(SECONDARY, gdp), 100).collect("pandas").to_native()

    assert (found["status_rank"].tolist(), found["nature_rank"].tolist()) == ([preliminary], [reported])
