"""The strip: which data, what is missing, what is in question, what was published about the province."""

from datetime import date

from dashboard.selection import Selection
from dashboard.views.data_strip import Shipment, build_standing_view, published_lights
from etl.store.rows import BuildRow, FileRow
from tests.unit.dashboard.rows import assessment, challenge, coverage, overview_scene, values

BUILD = BuildRow("abcdef0123456789", "liaoning", None, "c", "i", "s", "real")
LIGHTS = [
    assessment(
        "energy_intensity_change", "210000", "2021H1", "level_2", kind="barometer_published", rule="ndrc_sign"
    ),
    assessment(
        "energy_consumption_growth",
        "210000",
        "2020Q1-3",
        "level_3",
        kind="barometer_published",
        rule="ndrc_gap10",
    ),
    assessment(
        "energy_intensity_change",
        "210000",
        "2020Q1-3",
        "level_1",
        kind="barometer_published",
        rule="ndrc_gap10",
    ),
    assessment(
        "energy_intensity_change", "210000", "2020", "unassessed", kind="barometer", reason="no_rule_in_force"
    ),
]


def file(published, used=True):
    return FileRow(1, "s", "p", "h", published, date(2026, 12, 31), used)


def facts_of(catalog, build=BUILD, **changes):
    selection = Selection("overview")
    scene = overview_scene(
        catalog, values("gdp_growth", "2023", {f"21{n:02d}00": 5.0 for n in range(1, 15)}), selection
    )
    given = {
        "build": build,
        "files": [file("2023"), file("2026-01-23"), file("2024-05-01", used=False)],
        "coverage": [coverage("gdp_growth", "2023", "city", 14), coverage("gdp_growth", "2023", "county", 3)],
        "challenges": [challenge("implausible", "gdp_nominal", "210000", "2023")],
    }
    return dict(build_standing_view(catalog, scene, Shipment(**(given | changes)), LIGHTS, selection).facts)


def test_published_lights_stand_in_order_with_their_documents(shipped_catalog):
    lights = published_lights(shipped_catalog, LIGHTS, "zh")
    assert [(light.period, light.subject, light.verdict.result, light.document) for light in lights] == [
        ("2020年前三季度", "能耗强度", "level_1", "发改办环资〔2020〕901号"),
        ("2020年前三季度", "能耗总量", "level_3", "发改办环资〔2020〕901号"),
        ("2021年上半年", "能耗强度", "level_2", "发改办环资〔2021〕629号"),
    ]


def test_what_is_missing_is_counted_for_cities_and_counties(shipped_catalog):
    lines = facts_of(shipped_catalog)["缺口"]
    assert "14个市中 0 个缺" in lines
    assert "100个县（市、区）中 97 个缺" in lines


def test_a_file_dated_by_its_year_alone_does_not_claim_the_last_day_of_the_year(shipped_catalog):
    lines = facts_of(shipped_catalog)["数据"]
    assert lines[:2] == ("共 2 份来源文件", "注明日期的最近一份发布于 2026年1月23日")


def test_a_build_as_of_a_day_says_the_day(shipped_catalog):
    lines = facts_of(shipped_catalog, BUILD._replace(as_of=date(2025, 3, 31)))["数据"]
    assert "只含 2025年3月31日 及以前已知的数据" in lines


def test_notes_are_not_counted_as_open_challenges(shipped_catalog):
    assert facts_of(shipped_catalog)["报送与质疑"] == ("未结质疑 0 条", "数据说明 1 条")


def test_returns_that_are_missing_late_or_refused_are_counted_plainly(shipped_catalog):
    kinds = ("missing_return", "missing_return", "late_return", "refused_return")
    came = [challenge(kind, "monthly_return", "210102", "2023M01-05") for kind in kinds]

    told = facts_of(shipped_catalog, challenges=came)["报送与质疑"]

    assert told[:3] == ("到期未报 2 份", "迟报 1 份", "已报但全部被拒 1 份")


def test_the_strip_leads_to_the_page_of_the_data(shipped_catalog):
    selection = Selection("overview", "en")
    scene = overview_scene(shipped_catalog, [], selection)

    view = build_standing_view(shipped_catalog, scene, Shipment(BUILD, [], [], []), [], selection)

    assert ("Data: missing returns, challenges, revisions, sources", "/data?lang=en") in view.links
