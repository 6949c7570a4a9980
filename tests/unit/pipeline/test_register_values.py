"""Titles of an invented province through the whole build: scopes, small cells, as-of days, lists of names."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml

from etl.catalog.load import load_catalog
from etl.catalog.titles import counts_for, title_rules
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel
from etl.pipeline.build import build
from etl.pipeline.matching import match_review
from etl.store.read import Warehouse, open_warehouse
from tests.conftest import TINY
from tests.delivery import take_hash

TITLES = """代码,地区,信用代码,企业,层级,认定,有效期至,行业,公布
900101,城中区,F1,东海机床有限公司,小巨人,2021-07-01,2024-07-01,34,2021-07-20
900102,临港县,F2,东海泵业有限公司,小巨人,2021-07-01,2024-07-01,34,2021-07-20
900102,临港县,F3,临港电缆有限公司,小巨人,2022-07-01,2025-07-01,38,2022-07-20
900201,城中区,F4,西山精密轴承有限公司,小巨人,2022-07-01,2025-07-01,34,2022-07-20
900203,青石区,F5,青石阀门有限公司,小巨人,去年,,34,2022-07-20
"""
EVENTS = """代码,地区,信用代码,层级,事项,日期,公布,说明
900101,城中区,F1,小巨人,extended,2024-07-01,2024-09-14,2027-07-01
"""
LISTED = """地区,企业,层级,认定
西山市,西山精密轴成有限公司,小巨人,2023-07-01
"""
NAMED = {"zh": "名", "en": "name"}


def write(data_dir: Path, source: str, text: str, layout: dict, published: str) -> None:
    """A source of records with its format and one file."""
    catalog = data_dir / "catalog"
    sources = yaml.safe_load((catalog / "sources.yaml").read_text(encoding="utf-8"))
    entry = {"id": source, "title": NAMED, "publisher": NAMED, "nature": "official", "licence": NAMED}
    dump(catalog / "sources.yaml", [*sources, {**entry, "citation": NAMED}])
    declared = {"source": source, "file": "*.csv", "reader": "csv", "layout": {"kind": "records", **layout}}
    dump(catalog / "formats" / source / "2020.yaml", declared)
    path = data_dir / "raw" / source / "list.csv"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    meta = {"source": source, "publisher": "-", "published": published, "licence": "-", "citation": "-"}
    dump(path.with_name("list.csv.meta.yaml"), meta)
    take_hash(path)


def dump(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")


def fields(**headings: str) -> list[dict]:
    return [{"heading": heading, "field": name} for name, heading in headings.items()]


@pytest.fixture
def province(tiny_copy) -> Path:
    """The invented province with its registers, to be changed."""
    return with_registers(tiny_copy)


@pytest.fixture(scope="module")
def standing(tmp_path_factory) -> Warehouse:
    """A build of the invented province with its registers."""
    folder = tmp_path_factory.mktemp("registers")
    return built(with_registers(Path(shutil.copytree(TINY, folder / "data"))), folder / "build")


def with_registers(tiny_copy: Path) -> Path:
    """Add a register of titles, events and a list of names."""
    catalog = tiny_copy / "catalog"
    by_code = {"heading": "代码", "by": "code", "name_heading": "地区"}
    title_fields = fields(
        credit_code="信用代码", firm="企业", tier="层级", recognised="认定", valid_to="有效期至",
        industry="行业", published="公布",
    )  # fmt: skip
    event_fields = fields(
        credit_code="信用代码", tier="层级", event="事项", date="日期", published="公布", detail="说明"
    )
    register = {"register_id": "enterprise_title", "region": by_code, "fields": title_fields}
    write(tiny_copy, "titles", TITLES, register, "2022-08-01")
    events = {"register_id": "enterprise_event", "region": by_code, "fields": event_fields}
    write(tiny_copy, "events", EVENTS, events, "2024-09-14")
    listed = {
        "register_id": "title_list",
        "region": {"heading": "地区", "by": "name"},
        "fields": fields(firm="企业", tier="层级", recognised="认定"),
    }
    write(tiny_copy, "lists", LISTED, listed, "2024-12-01")
    units = yaml.safe_load((catalog / "units.yaml").read_text(encoding="utf-8"))
    dump(catalog / "units.yaml", [*units, {"id": "firm", "name": NAMED, "sign": NAMED, "quantity": "firms"}])
    regions = catalog / "regions.csv"
    scope = "YI-EXCL-DONGHAI,乙省（不含东海）,Yi without Donghai,unit,scope,900000,,,,,,\n"
    regions.write_text(regions.read_text(encoding="utf-8").rstrip() + "\n" + scope, encoding="utf-8")
    indicator = {
        "id": "valid_little_giant", "name": NAMED, "definition": NAMED, "unit": "firm",
        "direction": "higher_is_better", "levels": ["province", "city", "county", "unit"], "topic": "smes",
        "formula": {"kind": "titles", "tier": "little_giant", "measure": "valid"},
    }  # fmt: skip
    dump(catalog / "indicators" / "valid_little_giant.yaml", indicator)
    declare_rule(tiny_copy)
    return tiny_copy


def declare_rule(data_dir: Path, **more) -> None:
    rule = {
        "id": "titles",
        "name": NAMED,
        "valid_from": "2022-08-01",
        "documents": ["文号"],
        "first_month": "2021M01",
        "tiers": [{"id": "little_giant", "name": NAMED, "words": ["小巨人"]}],
        "scopes": [{"region": "YI-EXCL-DONGHAI", "within": "900000", "without": "900100"}],
    }
    dump(data_dir / "catalog" / "rules" / "titles" / "titles.yaml", {**rule, **more})


def built(data_dir: Path, folder: Path, as_of: date | None = None) -> Warehouse:
    return open_warehouse(folder, build(data_dir, folder, as_of).build_id)


def valid(warehouse: Warehouse, period: str) -> dict[str, float | None]:
    return {row.region: row.value for row in warehouse.values(["valid_little_giant"], None, [period])}


def test_both_scopes_stand_side_by_side_and_a_region_without_titles_has_none(standing) -> None:
    found = valid(standing, "2023M01")
    assert (found["900000"], found["900100"], found["YI-EXCL-DONGHAI"]) == (4, 3, 1)
    assert found["900203"] == 0
    assert "910000" not in found


def test_stock_of_december_is_the_stock_of_its_year(standing) -> None:
    assert valid(standing, "2023") == valid(standing, "2023M12")


def test_review_published_late_is_not_known_the_day_before(province, tmp_path) -> None:
    before = built(province, tmp_path / "a", date(2024, 9, 1))
    after = built(province, tmp_path / "b", date(2024, 10, 1))
    # the titles of 2021 ended on 2024-07-01; the list of reviewed firms appeared on 2024-09-14
    assert (valid(before, "2024M08")["900101"], valid(after, "2024M08")["900101"]) == (0, 1)
    pending = {row.region: row.review_pending for row in before.title_flows(None, None, ["2024M08"])}
    assert pending["900101"] == 1


def test_every_month_of_every_cell_keeps_the_identity(standing) -> None:
    rows = standing.title_flows()
    assert rows
    for row in rows:
        inflow = row.recognised + row.restored + row.moved_in + row.recoded_in
        outflow = row.expired + row.revoked + row.moved_out + row.recoded_out + row.merged
        assert row.opening + inflow - outflow == row.closing


def test_small_cells_are_not_shown_where_the_deployment_says_so(province, tmp_path) -> None:
    declare_rule(province, suppress_up_to=3)
    warehouse = built(province, tmp_path)
    rows = {row.region: row for row in warehouse.values(["valid_little_giant"], None, ["2023M01"])}
    assert (rows["900000"].value, rows["900100"].value) == (4, None)
    assert (rows["900100"].status, rows["900100"].reason) == ("missing", "suppressed")
    assert {row.region for row in warehouse.title_flows(None, None, ["2023M01"])} == {"900000"}


def test_a_hidden_stock_is_not_told_by_the_next_month_nor_by_its_industries(province, tmp_path) -> None:
    shown = built(province, tmp_path / "shown")
    declare_rule(province, suppress_up_to=3)
    hidden = built(province, tmp_path / "hidden")

    def stocks(warehouse):
        rows = [row for told_apart in (False, True) for row in warehouse.title_flows(by_industry=told_apart)]
        return [stock for row in rows for stock in (row.opening, row.closing)]

    assert any(1 <= stock <= 3 for stock in stocks(shown))
    assert not any(1 <= stock <= 3 for stock in stocks(hidden))
    assert any(stock > 3 for stock in stocks(hidden))


def test_the_scope_that_leaves_a_region_out_does_not_tell_a_hidden_one(province, tmp_path) -> None:
    register = province / "raw" / "titles" / "list.csv"
    more = [f"900101,城中区,G{n},第{n}机械厂,小巨人,2022-07-01,2025-07-01,35,2022-07-20\n" for n in range(6)]
    register.write_text(register.read_text(encoding="utf-8") + "".join(more), encoding="utf-8")
    take_hash(register)
    declare_rule(province, suppress_up_to=3)
    found = valid(built(province, tmp_path), "2023M01")
    # 西山 has one title, and so has the province without 东海: of the whole and 东海 only one may be shown
    assert [found[code] for code in ("900000", "900100", "900200", "YI-EXCL-DONGHAI")] == [
        10,
        None,
        None,
        None,
    ]


def test_a_small_count_beside_a_large_stock_is_not_shown(province, tmp_path) -> None:
    register = province / "raw" / "titles" / "list.csv"
    places = ["900101"] * 6 + ["900201"] * 4
    more = [
        f"{code},城中区,G{n},第{n}机械厂,小巨人,2022-07-01,2025-07-01,35,2022-07-20\n"
        for n, code in enumerate(places)
    ]
    register.write_text(register.read_text(encoding="utf-8") + "".join(more), encoding="utf-8")
    take_hash(register)
    declare_rule(province, suppress_up_to=3)
    rows = built(province, tmp_path).title_flows(None, ["900100"], ["2024M02", "2024M08", "2024M10"])
    # of nine titles in 东海 two end on 2024-07-01 and pass no review in time; six end a year later
    assert [(row.closing, row.expiring, row.review_pending) for row in rows] == [
        (9, None, 0), (8, 0, None), (8, 0, None),
    ]  # fmt: skip


def test_row_that_is_no_title_is_listed_with_its_place_and_words(standing) -> None:
    rejected = {row.code: row for row in standing.rejected() if row.stage == "titles"}
    assert (rejected["not_a_date"].found, rejected["not_a_date"].cell.row) == ("去年", 6)
    assert rejected["name_not_confirmed"].found == "西山精密轴成有限公司"


def test_name_of_a_list_counts_only_after_a_person_confirmed_it(province, tmp_path) -> None:
    before = built(province, tmp_path / "a")
    review = match_review(before, load_catalog(province))
    assert review.splitlines()[1].startswith(
        "lists,西山精密轴成有限公司,900200,F4,西山精密轴承有限公司,900201,"
    )
    pairs = [{"name": "西山精密轴成有限公司", "firm": "F4"}]
    confirmation = {"source": "lists", "by": "某人", "date": "2024-12-05", "pairs": pairs}
    dump(province / "catalog" / "matches" / "lists.yaml", confirmation)
    after = built(province, tmp_path / "b")
    assert valid(before, "2024M10")["900200"] == 1
    assert valid(after, "2024M10")["900200"] == 1  # the same firm, not a second one
    assert [row for row in after.rejected() if row.code == "name_not_confirmed"] == []
    assert len(match_review(after, load_catalog(province)).splitlines()) == 1


def test_a_list_sent_as_a_workbook_is_matched_and_confirmed_like_one_of_text(province, tmp_path) -> None:
    folder, declared = province / "raw" / "lists", province / "catalog" / "formats" / "lists" / "2020.yaml"
    text = declared.read_text(encoding="utf-8").replace("reader: csv", "reader: workbook")
    declared.write_text(text.replace("'*.csv'", "'*.xlsx'"), encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (
        ["2023年名单"],
        ["地区", "企业", "层级", "认定"],
        ["西山市", "西山精密轴成有限公司", "小巨人", date(2023, 7, 1)],
    ):
        book.active.append(row)
    book.save(folder / "list.xlsx")
    (folder / "list.csv").unlink()
    (folder / "list.csv.meta.yaml").rename(folder / "list.xlsx.meta.yaml")
    take_hash(folder / "list.xlsx")
    before = match_review(built(province, tmp_path / "a"), load_catalog(province))
    pairs = [{"name": "西山精密轴成有限公司", "firm": "F4"}]
    confirmation = {"source": "lists", "by": "某人", "date": "2024-12-05", "pairs": pairs}
    dump(province / "catalog" / "matches" / "lists.yaml", confirmation)
    after = built(province, tmp_path / "b")

    assert before.splitlines()[1].startswith("lists,西山精密轴成有限公司,900200,F4,")
    (kept,) = [row for row in after.title_states() if row.firm == "F4"]
    # the list gives no end: three years from its recognition (工信部企业〔2022〕63号)
    assert str(kept.valid_to) == "2026-07-01"


def test_dangling_scope_of_a_rule_is_named_with_its_file(province, tmp_path) -> None:
    declare_rule(province, scopes=[{"region": "NOWHERE", "within": "900000", "without": "900100"}])
    with pytest.raises(Exception, match=r"rules/titles/titles\.yaml.*NOWHERE"):
        build(province, tmp_path)


def test_each_title_stands_with_its_name_state_and_cell(standing) -> None:
    found = {row.firm: row for row in standing.title_states()}
    # as of the last complete month before the newest file, 2024-11: the review of F1 was passed
    assert (found["F1"].name, found["F1"].state, str(found["F1"].valid_to)) == (
        "东海机床有限公司",
        "valid",
        "2027-07-01",
    )
    assert (found["F2"].state, found["F3"].state) == ("review_pending", "valid")
    assert (found["F2"].region, found["F2"].cell.row) == ("900102", 3)
    assert "F5" not in found  # its day of recognition cannot be read


def test_firms_of_a_region_that_is_not_shown_are_not_listed(province, tmp_path) -> None:
    declare_rule(province, suppress_up_to=3)
    assert built(province, tmp_path).title_states() == []


def test_a_count_names_the_rows_of_the_titles_that_it_counts(standing) -> None:
    # F1 to F4 stand in the rows 2 to 5; in 2024-08 the review of F1 is passed, F2 is over, F3 and F4 go on
    then = standing.counted_titles("valid", "little_giant", ["900101", "900102", "900201"], date(2024, 8, 31))
    assert [(each.file, each.row) for each in then] == [("titles/list.csv", row) for row in (2, 4, 5)]
    pending = standing.counted_titles("review_pending", "little_giant", ["900102"], date(2024, 8, 31))
    assert [each.row for each in pending] == [3]
    ever = standing.counted_titles("gross", "little_giant", ["900101", "900102"], date(2022, 6, 30))
    assert [each.row for each in ever] == [2, 3]


def test_as_many_titles_stand_behind_a_count_as_it_says(demo_build) -> None:
    catalog, warehouse = demo_build.catalog, demo_build.warehouse
    rules = title_rules(catalog)
    cities = [catalog.deployment.home, *(city.code for city in catalog.at_home(RegionLevel.CITY))]
    last = max(flow.period for flow in warehouse.title_flows())
    flows = warehouse.title_flows(None, cities, [last, "2023M08"])
    assert {flow.region for flow in flows} == set(cities)
    for flow in flows:
        regions = [code for code in catalog.regions if flow.region in counts_for(catalog, rules, code)]
        said = {"valid": flow.closing, "gross": flow.gross, "review_pending": flow.review_pending,
                "expiring": flow.expiring}  # fmt: skip
        day = Period.parse(flow.period).last_day
        counted = {each: len(warehouse.counted_titles(each, flow.tier, regions, day)) for each in said}
        assert counted == said, flow
