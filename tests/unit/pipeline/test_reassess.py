"""One region judged again from stored values: the rows of the whole build, without reading a file."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from etl.catalog.load import load_catalog
from etl.errors import UsageError
from etl.pipeline.reassess import reassess
from etl.store.rows import AssessmentRow, FlagRow
from tests.conftest import SHIPPED


def rows_of(found):
    return {AssessmentRow(**a.row()) for a in found.assessments}, {FlagRow(**f.row()) for f in found.flags}


def stored(warehouse, region):
    return set(warehouse.assessments(regions=[region])), set(warehouse.flags([region]))


def test_every_region_of_an_invented_province_is_judged_as_in_the_build(tiny_build):
    for region in tiny_build.catalog.regions:
        assert rows_of(reassess(tiny_build.warehouse, tiny_build.catalog, region)) == stored(
            tiny_build.warehouse, region
        )


@pytest.mark.parametrize("region", ["210000", "210100", "211200", "210106", "220000"])
def test_regions_of_the_shipped_data_are_judged_as_in_the_build(real_build, region):
    assert rows_of(reassess(real_build.warehouse, real_build.catalog, region)) == stored(
        real_build.warehouse, region
    )


def test_another_target_is_tried_without_a_build(real_build):
    catalog = load_catalog(SHIPPED)
    strict = tuple(
        replace(target, value=Decimal(40))
        if (target.region, target.indicator, target.end)
        == ("210100", "energy_intensity_cumulative_reduction", 2020)
        else target
        for target in catalog.targets
    )
    changed = replace(catalog, targets=strict)

    def verdicts(declared):
        return {
            a.verdict.result.value
            for a in reassess(real_build.warehouse, declared, "210100").assessments
            if a.indicator == "energy_intensity_cumulative_reduction" and a.target and a.target.end == 2020
            and a.kind == "target"
        }  # fmt: skip

    # 沈阳 2016–2020: −19.44 %, against −15 %
    assert (verdicts(catalog), verdicts(changed)) == ({"met"}, {"not_met"})
    again = reassess(real_build.warehouse, catalog, "210100")
    assert rows_of(again) == stored(real_build.warehouse, "210100")


def test_an_unknown_region_is_refused_by_name(tiny_build):
    with pytest.raises(UsageError, match="Unknown region '999999'"):
        reassess(tiny_build.warehouse, tiny_build.catalog, "999999")


def test_of_the_15th_plan_the_province_shows_the_nations_line_and_no_target_of_its_own(real_build):
    (row,) = real_build.warehouse.assessments(
        ["co2_intensity_cumulative_reduction"], ["210000"], ["2026/2030"]
    )

    assert (row.result, row.reason, row.target_value) == ("unassessed", "no_target", None)
    assert '"value": 17.0' in row.facts
