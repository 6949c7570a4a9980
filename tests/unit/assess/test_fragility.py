"""Whether a verdict would survive a revision of usual size."""

from decimal import Decimal

import pytest

from etl.assess.evidence import Evidence
from etl.assess.fragility import FragilityState, UsualRevision, classify_fragility, revision_for
from etl.model.vocabulary import Basis
from etl.pipeline.evidence import evidence_of
from tests import small


@pytest.mark.parametrize(
    ("distance", "revision", "state"),
    [
        ("0.5", "0.1", FragilityState.ROBUST),
        ("0.2", "0.1", FragilityState.FRAGILE),
        ("0.201", "0.1", FragilityState.ROBUST),
        ("0", "0.1", FragilityState.FRAGILE),
        (None, "0.1", FragilityState.UNKNOWN),
        ("0.5", None, FragilityState.UNKNOWN),
        ("0.5", "0", FragilityState.UNKNOWN),
    ],
)
def test_two_median_revisions_part_robust_from_fragile(distance, revision, state):
    found = classify_fragility(
        distance and Decimal(distance), revision and UsualRevision(Decimal(revision), "x")
    )

    assert found.state is state


def test_the_distance_is_told_in_revisions_too():
    assert classify_fragility(Decimal("0.5"), UsualRevision(Decimal("0.2"), "change", 12)).facts() == {
        "state": "robust",
        "distance": 0.5,
        "revision": 0.2,
        "multiples": 2.5,
        "revision_of": "change",
        "revisions": 12,
    }


def test_an_indicator_is_revised_as_its_published_series_is_else_as_the_change_it_is_chained_from():
    change = small.indicator("change", {"kind": "series", "series": "change_published"})
    chained = {"kind": "chained_reduction", "change": "change"}
    own = small.indicator("own", chained, published="own_published")
    other = small.indicator("other", {"kind": "series", "series": "never_revised"})
    catalog = small.catalog(indicators=(change, own, other))
    only_change = Evidence({"change_published": Decimal("0.1")})
    both = Evidence({"change_published": Decimal("0.1"), "own_published": Decimal("0.3")})

    assert revision_for(catalog, change, only_change) == UsualRevision(Decimal("0.1"), "change_published")
    assert revision_for(catalog, own, only_change) == UsualRevision(Decimal("0.1"), "change_published")
    assert revision_for(catalog, own, both) == UsualRevision(Decimal("0.3"), "own_published")
    assert revision_for(catalog, other, both) is None


def test_a_computed_figure_is_held_against_computed_ones_and_a_published_one_against_its_series():
    change = small.indicator(
        "change",
        {"kind": "ratio", "numerator": "energy", "denominator": "gdp", "scale": 1},
        published="change_published",
    )
    catalog = small.catalog(indicators=(change,))
    histories = Evidence(
        {"change_published": Decimal("0.1"), "change": Decimal("0.4")}, revision_counts={"change": 7}
    )

    assert revision_for(catalog, change, histories, Basis.PUBLISHED).of == "change_published"
    assert revision_for(catalog, change, histories, Basis.COMPUTED) == UsualRevision(
        Decimal("0.4"), "change", 7
    )
    only_published = Evidence({"change_published": Decimal("0.1")})
    assert revision_for(catalog, change, only_published, Basis.COMPUTED) is None


def test_fewer_than_five_revisions_are_no_measure_of_usual_ones():
    found = evidence_of([("often", 0.1, 5), ("once", 0.2, 1), ("seldom", 0.3, 4)], ())

    assert (found.revisions, found.revision_counts) == ({"often": Decimal("0.1")}, {"often": 5})
