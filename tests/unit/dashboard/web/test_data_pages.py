"""数据 over a build whose counties owe a monthly return: who owes it, what is doubted, what is revised."""

import csv
import io
import json

import pytest

from dashboard.app import create_app
from dashboard.build_queries import BuildQueries
from etl.settings import Settings
from tests.monthly_returns import LATE, MISSING, RETURN, REVISED, SERIES, build_monthly_returns

GRID = "/data/coverage"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    builds, before, after = build_monthly_returns(tmp_path_factory.mktemp("monthly"))
    client = create_app(BuildQueries(builds), Settings(build_dir=builds)).server.test_client()
    return client, before, after


@pytest.fixture
def panel(site):
    def ask(name, at="/data", **query):
        asked = {"at": at, **query}
        answer = site[0].get(f"/panel/{site[2]}/{name}.json", query_string=asked)
        assert answer.status_code == 200, answer.text
        return json.dumps(answer.json, ensure_ascii=False)

    return ask


@pytest.fixture
def table(site):
    """A download as rows by heading."""

    def ask(name, at="/data", **query):
        answer = site[0].get(f"/export/{site[2]}/{name}.csv", query_string={"at": at, **query})
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))

    return ask


def test_the_first_sentence_says_how_many_returns_are_missing_and_late(panel):
    told = panel("data-standing")

    assert "到期未报的共 1 份" in told
    assert "2023年到期应报 12 份，迟报 1 份" in told
    assert "拒收单元格 1 个" in told


def test_who_owes_what_is_named_with_its_city_day_and_basis(table):
    (owed,) = table("data-chase")

    assert (owed["行政区划代码"], owed["报送单位"], owed["时期"]) == (MISSING, "西山市青石区", "2023M01-03")
    assert (owed["期限"], owed["情况"], owed["依据文号"]) == ("2023-04-20", "缺报", "乙统字〔2023〕1号")
    assert owed["汇总单位"] == "乙省发展改革委"


def test_a_county_whose_cell_was_rejected_is_not_said_to_have_sent_nothing(panel, table):
    grid = {row["行政区划代码"]: row["1—4月"] for row in table("data-grid", GRID, due=RETURN)}

    assert "未通过校验" in grid["900201"]
    assert "缺报" not in grid["900201"]


def test_the_grid_of_a_return_tells_every_region_and_month(table):
    grid = {row["行政区划代码"]: row for row in table("data-grid", GRID, due=RETURN)}

    assert len(grid) == 4
    assert "缺报" in grid[MISSING]["1—3月"]
    assert "迟报（2023年6月24日才收到）" in grid[LATE]["1—4月"]
    assert "按时（2023年3月18日收到）" in grid[REVISED]["1—2月"]


def test_a_grid_of_one_city_holds_its_counties_only(table):
    grid = table("data-grid", GRID, due=RETURN, parent="900100")

    assert {row["行政区划代码"] for row in grid} == {"900101", "900102"}


def test_a_gap_is_hatched_and_never_a_zero(panel):
    markup = panel("data-grid", GRID, due=RETURN)

    assert markup.count("cover-missing") == 2  # the cell and the legend
    assert ">0<" not in markup


def test_a_series_shows_where_figures_are_and_where_none_ever_was(table):
    grid = {row["行政区划代码"]: row for row in table("data-grid", GRID, series=SERIES, level="county")}
    months = [heading for heading in grid[MISSING] if heading.startswith("1—")]

    assert len(months) == 3
    assert "没有数据" in grid[MISSING]["1—3月"]
    assert "共 2 版" in grid[REVISED]["1—2月"]


def test_series_by_year_count_the_regions_that_have_a_figure(table):
    rows = {row["数列代号"]: row for row in table("data-grid", GRID, level="county")}

    assert "4个地区中 4 个有数" in rows[SERIES]["2023"]
    assert "没有数据" in rows[SERIES]["2020"]


def test_a_revision_names_both_values_both_cells_and_its_size(table):
    (row,) = table("data-revisions", "/data/revisions", series=SERIES)

    assert (row["行政区划代码"], row["现用值"], row["前一版"]) == (REVISED, "2.75", "2.5")
    assert row["现用值单元格"] == "bulletin/power_2023M01-02_revised.csv power_2023M01-02_revised!D2"
    assert float(row["改动（%）"]) == pytest.approx(10.0)


def test_a_rejected_cell_is_told_with_its_text_reason_and_what_to_do(table):
    (row,) = table("data-rejects", "/data/rejects")

    assert (row["文件"], row["单元格"], row["原文"]) == ("bulletin/power_2023M01-04.csv", "D3", "约5")
    assert "请更正，不作猜测" in row["原因与做法"]


def test_challenges_are_chosen_by_kind_and_place(table):
    late = table("data-challenges", "/data/challenges", kind="late_return")

    assert [(row["行政区划代码"], row["时期"]) for row in late] == [(LATE, "2023M01-04")]
    assert "迟 35 天" in late[0]["依据与处理"]
    assert late[0]["处理"]
    assert table("data-challenges", "/data/challenges", kind="late_return", parent="900200") == []


def test_rows_of_every_source_are_conserved(table):
    for row in table("data-sources", "/data/sources"):
        parts = (int(row[name]) for name in ("读入", "拒收", "按声明不计"))
        assert int(row["收到行数"]) == sum(parts)


def test_the_files_of_a_source_stand_with_their_hashes(table):
    files = table("data-sources", "/data/sources", source="bulletin")

    assert len(files) == 5
    assert all(len(row["校验值（SHA-256）"]) == 64 for row in files)


def test_two_builds_differ_in_the_revised_figure_and_the_difference_ends_with_an_action(site, panel, table):
    _, before, after = site
    told = panel("data-builds", "/data/builds", builds=f"{before},{after}")
    (row,) = table("data-builds", "/data/builds", builds=f"{before},{after}")

    assert "新增 0，消失 0，改变 1" in told
    assert (row["原值"], row["现值"], row["原因"]) == ("2.5", "2.75", "后一版修订，前一版保留")
    assert "对照新发布的资料核对" in row["处理"]


def test_without_a_choice_the_build_in_use_is_compared_with_the_one_before(site, panel):
    _, before, after = site

    assert f"{before[:12]} → {after[:12]}" in panel("data-builds", "/data/builds")


@pytest.mark.parametrize(
    ("at", "query"),
    [
        ("/data/coverage", {"due": "no_such_return"}),
        ("/data/coverage", {"series": "no_such_series"}),
        ("/data/coverage", {"due": RETURN, "period": "1999"}),
        ("/data/sources", {"source": "nobody"}),
        ("/data/builds", {"builds": "aaaa,bbbb"}),
        ("/data/challenges", {"kind": "no_such_kind"}),
        ("/data/challenges", {"parent": "999999"}),
    ],
)
def test_what_nobody_knows_is_refused_in_words(site, at, query):
    name = {"coverage": "data-grid"}.get(at.rsplit("/", 1)[1], f"data-{at.rsplit('/', 1)[1]}")
    answer = site[0].get(f"/panel/{site[2]}/{name}.json", query_string={"at": at, **query})

    assert answer.status_code in {404, 503}
    assert answer.json["error"]["message"]


@pytest.mark.parametrize(
    "section", ["", "/coverage", "/challenges", "/revisions", "/rejects", "/sources", "/builds"]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_section_has_its_page_in_both_languages(site, section, lang):
    address = f"/data{section}" + ("?lang=en" if lang == "en" else "")
    answer = site[0].get(address)

    assert answer.status_code == 200
    assert ("<title>数据" if lang == "zh" else "<title>Data") in answer.text
