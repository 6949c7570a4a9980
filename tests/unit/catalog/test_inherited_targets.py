"""Whose target judges a region (methods §8): its own, else its superior's, and beside it a stretch target."""

import pytest

from etl.model.period import Period
from etl.model.vocabulary import TargetOrigin
from tests import small
from tests.unit.assess.test_barometer_assessments import CHANGE, REDUCTION

PROVINCE, CITY = "210000", "210100"
BINDING = small.target(PROVINCE, "reduction", 14.5, end=2025, base=2020)
STRETCH = small.target(CITY, "reduction", 18, end=2025, base=2020, nature="stretch")
OWN = small.target(CITY, "reduction", 15, end=2025, base=2020)
OF_PROVINCE = small.target(PROVINCE, "reduction", 17, end=2025, base=2020, nature="stretch")


def judged_against(*targets):
    catalog = small.catalog(indicators=(CHANGE, REDUCTION), targets=targets)
    plan = catalog.plan_target(CITY, "reduction", Period.parse("2021"))
    return dict(catalog.targets_for(CITY, "reduction")), plan


@pytest.mark.parametrize("targets", [(BINDING, STRETCH), (STRETCH, BINDING), (OF_PROVINCE, BINDING, STRETCH)])
def test_a_stretch_target_of_its_own_frees_no_region_from_the_target_of_its_superior(targets):
    found, plan = judged_against(*targets)

    assert found == {STRETCH: TargetOrigin.OWN, BINDING: TargetOrigin.INHERITED}
    assert plan == (BINDING, TargetOrigin.INHERITED)


def test_a_target_of_its_own_stands_in_place_of_the_superiors():
    found, plan = judged_against(BINDING, STRETCH, OWN)

    assert found == {STRETCH: TargetOrigin.OWN, OWN: TargetOrigin.OWN}
    assert plan == (OWN, TargetOrigin.OWN)
