"""The nested tiers beside each other: what is valid, what was recognised, and why nothing is said."""

import pytest
from msgspec.structs import replace

from dashboard.views.tiers.ladder import build_ladder_view
from tests.unit.dashboard.title_rows import scene


@pytest.mark.parametrize(
    ("outside", "reason"),
    [(frozenset(), "未采集"), (frozenset({"210000"}), "不在您的权限范围内")],
)
def test_a_tier_without_a_count_says_whether_it_is_lacking_or_not_for_the_reader(
    shipped_catalog, outside, reason
):
    catalog = replace(shipped_catalog, outside=outside)

    view = build_ladder_view(catalog, scene(catalog), [], "zh", "/csv")

    assert {rung.note for rung in view.rungs} == {reason}
    assert view.words.title == f"辽宁省：各层级企业数均{reason}"
