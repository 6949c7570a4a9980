"""The register: searched by name, pinyin, code and region; the most urgent first."""

import json

import pytest

from dashboard.selection import Selection
from dashboard.views.tiers.register import build_register_view
from etl.store.rows import CellAddress, RecordRow
from tests.unit.dashboard.title_rows import scene, state

READINGS = {"泵": "beng", "业": "ye", "轴": "zhou", "承": "cheng", "电": "dian", "缆": "lan"}
STATES = [
    state("泵业", "valid"),
    state("轴承", "review_pending"),
    state("电缆", "expiring", region="210202"),
]
LISTED = RecordRow(
    "single_champion",
    "210200",
    json.dumps({"firm": "大连石岛工业有限公司", "batch": "7", "title_type": "企业"}, ensure_ascii=False),
    "lnrb_2022_12_24",
    CellAddress("f.csv", "f", 3, 1),
)


def view(catalog, states=STATES, lists=(LISTED,), **selection):
    chosen = Selection("gradient", **selection)
    return build_register_view(
        catalog, scene(catalog, **selection), states, lists=lists, readings=READINGS, selection=chosen,
        csv_address="/csv",
    )  # fmt: skip


def names(view):
    return [row[0].text for row in view.table.rows] if view.table else []


def test_who_has_to_act_first_stands_first(shipped_catalog):
    assert names(view(shipped_catalog)) == ["轴承", "电缆", "泵业"]


@pytest.mark.parametrize("typed", ["轴承", "zhoucheng", "zc", "zhouc", "code of 轴承"])
def test_a_firm_is_found_by_name_pinyin_initials_and_code(shipped_catalog, typed):
    assert names(view(shipped_catalog, find=typed)) == ["轴承"]


def test_a_region_shows_its_own_firms_and_those_of_its_counties(shipped_catalog):
    assert names(view(shipped_catalog, region="210200")) == ["电缆"]
    assert names(view(shipped_catalog, region="210200", find="泵业")) == []


def test_a_tier_of_the_address_narrows_the_list(shipped_catalog):
    assert names(view(shipped_catalog, tier="srdi_sme")) == []


def test_the_download_holds_every_firm_found_and_its_code(shipped_catalog):
    many = [state(f"企业{number}", "valid") for number in range(50)]
    shown = view(shipped_catalog, many)
    assert len(shown.table.rows) < len(shown.sheet.rows) == 50
    assert shown.more == "另有20条，见下载的文件。"
    assert shown.sheet.rows[0][-1].startswith("code of")


def test_a_list_without_terms_is_shown_as_a_list_only(shipped_catalog):
    shown = view(shipped_catalog, states=[])
    assert shown.table is None
    assert "不能据此推算" in shown.found
    assert shown.lists[0].rows[0][0].text == "大连石岛工业有限公司"
