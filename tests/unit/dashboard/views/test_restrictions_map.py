"""Restrictions now and ever: what the records of the past mean, where they stand, how the map tells them."""

import csv
import json
from datetime import date

import pytest
from msgspec.structs import replace

from dashboard.figures.map import draw_map
from dashboard.views.cases.episodes import build_history, read_episodes
from dashboard.views.cases.ledger_map import Restrictions, build_ledger_map
from etl.model.restriction import CaseState
from etl.store.rows import CellAddress, RecordRow
from tests.conftest import SHIPPED
from tests.unit.dashboard.views.test_cases import file_until

FILE = SHIPPED / "raw" / "restriction_episodes" / "restriction_episodes.csv"
FIELDS = {"case": "place", "condition": "lift_condition"}


def records():
    """The shipped rows, as the build keeps them."""
    with FILE.open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            fields = {FIELDS.get(name, name): text for name, text in row.items()}
            address = CellAddress(f"raw/restriction_episodes/{FILE.name}", FILE.name, number, 1)
            told = json.dumps(fields, ensure_ascii=False)
            yield RecordRow("restriction_episode", None, told, "restriction_episodes", address)


def episodes(catalog, lang="zh"):
    return read_episodes(catalog, [*records()], lang)


def map_of(catalog, files=(), lang="zh"):
    return build_ledger_map(
        Restrictions(catalog, files, episodes(catalog, lang), lang),
        today=date(2026, 6, 1),
        boundaries=("/cities", "/counties"),
        notes=("审图号",),
    )


def test_every_place_of_the_records_is_declared_with_its_english(shipped_catalog):
    told = episodes(shipped_catalog, "en")
    assert len(told) == 9
    assert all(each.is_placed for each in told)
    # only numbers of documents are quoted in Chinese
    words = "".join(f"{each.place}{each.instrument}{each.scope}{each.condition}" for each in told)
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in words)


def test_the_counties_restricted_in_2013_are_drawn_and_the_development_zone_is_named_beside(shipped_catalog):
    view = map_of(shipped_catalog)
    assert [(region.code, region.name) for region in view.over] == [
        ("210905", "◇ 清河门区"),
        ("211122", "◇ 盘山县"),
    ]
    assert all("解除日期未见记载" in region.told[0] for region in view.over)
    assert [one.label for one in view.classes] == [
        "限批中：0",
        "本系统办理、已结束：0",
        "历史记录（本系统以前，公开文件与报道）：2",
        "未见限批记录：14",
    ]
    assert "锦州经济开发区（锦州市）" in view.notes[0]
    assert "8条记录在省外" in view.notes[1]
    told = {region.code: region.told for region in view.regions}
    assert "锦州经济开发区" in told["210700"][0]
    assert "盘山县" in told["211100"][0]
    assert told["210200"] == ("未见限批记录",)


def test_now_and_past_have_another_sign_another_colour_and_another_word(shipped_catalog):
    now = file_until("issue")
    ended = replace(now, case=replace(now.case, region="210200", state=CaseState.LIFTED))
    view = map_of(shipped_catalog, [now, ended])
    assert len({one.fill for one in view.classes}) == len({one.shape for one in view.classes}) == 4
    at = {region.code: region for region in view.regions}
    assert (at["210100"].name, at["210100"].class_index) == ("■ 沈阳", 0)
    assert (at["210200"].name, at["210200"].class_index) == ("◆ 大连", 1)
    assert "已解除" in at["210200"].told[0]


def test_a_restriction_of_the_province_holds_for_its_cities_and_one_of_a_county_for_itself(shipped_catalog):
    issued = file_until("issue")
    province = map_of(shipped_catalog, [replace(issued, case=replace(issued.case, region="210000"))])
    assert {region.class_index for region in province.regions} == {0}
    county = map_of(shipped_catalog, [replace(issued, case=replace(issued.case, region="210112"))])
    assert {region.class_index for region in county.regions} == {3}
    assert [region.code for region in county.over if region.class_index == 0] == ["210112"]


def test_small_regions_lie_on_the_cities_in_polygons_of_their_own(shipped_catalog):
    cities, counties, names = draw_map(map_of(shipped_catalog))["data"]
    assert (cities["geojson"], counties["geojson"]) == ("/cities", "/counties")
    assert counties["locations"] == ["210905", "211122"]
    assert "◇ 盘山县" in names["text"]
    assert "盘锦" not in names["text"]  # it would lie on the name of its county


@pytest.mark.parametrize(("lang", "where"), [("zh", "第6行"), ("en", "row 6")])
def test_a_record_without_a_source_names_its_file_and_row(shipped_catalog, lang, where):
    table = build_history(episodes(shipped_catalog, lang), lang)
    cell = table.rows[4][-1]
    assert "restriction_episodes.csv" in cell.note.replace("\u200b", "")
    assert where in cell.note
    assert cell.text != ""


def test_the_records_of_the_past_read_chinese_on_a_chinese_page_with_dates_in_words(shipped_catalog):
    table = build_history(episodes(shipped_catalog), "zh")
    by_place = {row[0].text: row for row in table.rows}
    assert by_place["唐山市"][2].text == "2007年1月10日"
    assert by_place["莱芜市"][6].text == "当时的全国性报刊（解除日期不详）"
    assert build_history(episodes(shipped_catalog, "en"), "en").rows[3][6].text.startswith("national press")
