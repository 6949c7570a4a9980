"""Tiny pages over the real boundaries, to try the framework without a warehouse."""

import csv
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dash import html
from msgspec import defstruct

from dashboard import theme
from dashboard.address import boundaries_url, export_url, to_url
from dashboard.app import create_app
from dashboard.components.controls import Option, choice
from dashboard.components.graph import map_figure, map_notes
from dashboard.components.states import empty_state, panel_slot
from dashboard.components.table import data_table
from dashboard.format import format_number, format_period
from dashboard.routes import Page
from dashboard.selection import AddressError, Selection
from dashboard.views.map import MapClass, MapRegion, MapView
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.errors import BuildError
from etl.model.period import Period
from etl.model.region import Deployment
from etl.model.source import Source
from etl.model.vocabulary import Result
from etl.settings import Settings
from etl.store.rows import BuildRow, ChallengeRow, CoverageRow, FileRow

ROOT = Path(__file__).parents[1]
PERIODS = ("2023", "2022", "2016/2020")
MISSING_CITY = "210300"
SOURCE = "invented"
LEVELS = (theme.LEVEL_1, theme.LEVEL_2, theme.LEVEL_3)
RESULTS = (Result.LEVEL_1, Result.LEVEL_2, Result.LEVEL_3)


@dataclass
class FakeQueries:
    """A build that a test can change; counts how often a panel was really made."""

    build_id: str = "build1"
    asked: int = 0
    version: str = ""

    def of(self, build_id: str) -> "FakeQueries | None":
        return self if build_id == self.build_id else None

    @property
    def catalog(self) -> Any:
        return catalog()

    def build(self) -> BuildRow:
        return BuildRow(self.build_id, "fake", None, "0" * 64, "1" * 64, "2" * 64, "real")

    def challenges(self) -> list[ChallengeRow]:
        return []

    def coverage(self) -> list[CoverageRow]:
        return []

    def files(self) -> list[FileRow]:
        return [
            FileRow(1, SOURCE, f"{SOURCE}/levels.csv", "3" * 64, "2023-07-03", date(2023, 7, 3), True),
            FileRow(2, "other", "other/unused.csv", "4" * 64, "2022", date(2022, 12, 31), True),
        ]


def catalog() -> Any:
    deployment = Deployment.read(
        {
            "id": "fake",
            "name": {"zh": "辽宁省制造业区域绩效", "en": "Regional performance of manufacturing in Liaoning"},
            "home": "210000",
            "regulation": "draft",
            "start_indicators": ["population"],
        }
    )
    source = Source.read(
        {
            "id": SOURCE,
            "title": {"zh": "编造的等级", "en": "Invented levels"},
            "publisher": {"zh": "测试者", "en": "The tests"},
            "nature": "demonstration",
            "licence": {"zh": "无限制", "en": "No limits"},
            "citation": {"zh": "=HYPERLINK(1)", "en": "=HYPERLINK(1)"},
        }
    )
    facts: dict[str, Any] = {
        "deployment": deployment,
        "sources": {SOURCE: source},
        "regions": {},
        "region_by_code": {},
        "indicators": {},
        "returns": {},
        "barometer_rules": {},
        "targets": (),
        "outside": frozenset(),
    }
    # a reader of some regions gets a copy with less in it, as of the real one
    return defstruct("FakeCatalog", list(facts), eq=False)(**facts)


def regions_below(parent: str) -> list[dict[str, str]]:
    with (ROOT / "data/catalog/regions.csv").open(encoding="utf-8") as stream:
        return [row for row in csv.DictReader(stream) if row["parent"] == parent and row["label_lon"]]


def level_index(code: str, period: Period | None) -> int | None:
    """Class of a region: fixed by its code, moved by one in 2022; one city has no value."""
    if code == MISSING_CITY:
        return None
    return (int(code[2:4]) + int(code[4:6]) + (str(period) == "2022")) % 3


def build_map(queries: FakeQueries, selection: Selection) -> MapView:
    queries.asked += 1
    parent = selection.parent or "210000"
    rows = regions_below(parent)
    if not rows:
        raise AddressError("unknown_place", found=parent, status=404)
    lang = selection.lang
    words = {"zh": ("一级", "二级", "三级"), "en": ("Level 1", "Level 2", "Level 3")}[lang]
    can_drill = selection.parent is None
    return MapView(
        name="cities",
        title={"zh": "各市单位GDP能耗晴雨表", "en": "Barometer of energy intensity by city"}[lang],
        boundaries=boundaries_url(queries.build_id, selection.parent),
        classes=tuple(
            MapClass(word, mark.fill, mark.shape) for word, mark in zip(words, LEVELS, strict=True)
        ),
        regions=tuple(
            MapRegion(
                code=row["code"],
                name=row["name_zh"].removesuffix("市")
                if lang == "zh"
                else row["name_en"].removesuffix(" City"),
                at=(float(row["label_lon"]), float(row["label_lat"])),
                class_index=level_index(row["code"], selection.period),
                told=(row["code"],),
                address=to_url(selection.to(parent=row["code"])) if can_drill else None,
            )
            for row in rows
        ),
        missing_label={"zh": "未采集", "en": "Not collected"}[lang],
        notes=map_notes(lang, source="天地图", approval_number=""),
        selected=selection.region,
    )


def build_table(queries: FakeQueries, selection: Selection) -> TableView:
    queries.asked += 1
    lang = selection.lang
    titles = {
        "zh": ("地区", "等级", "能耗强度变化（%）"),
        "en": ("Region", "Level", "Change of intensity (%)"),
    }[lang]
    return TableView(
        caption={"zh": "各市等级，模拟数据", "en": "Levels by city, invented data"}[lang],
        columns=(Column(titles[0]), Column(titles[1]), Column(titles[2], is_numeric=True)),
        rows=tuple(_row(row, selection) for row in regions_below(selection.parent or "210000")),
        lang=lang,
        csv_address=export_url(queries.build_id, "levels", selection),
        notes=({"zh": "数值系编造，仅供测试。", "en": "Invented figures for tests."}[lang],),
    )


def _row(row: dict[str, str], selection: Selection) -> tuple[Cell, ...]:
    index = level_index(row["code"], selection.period)
    name = row["name_zh"] if selection.lang == "zh" else row["name_en"]
    first = Cell(name, address=to_url(Selection("region", selection.lang, region=row["code"])))
    if index is None:
        return first, Cell("", result=Result.UNASSESSED), Cell("—", note="未采集")
    return first, Cell("", result=RESULTS[index]), Cell(format_number(-3.96 * (index - 1), 2))


def build_controls(queries: FakeQueries, selection: Selection) -> Any:
    return [
        Option(
            format_period(Period.parse(spelling), selection.lang),
            to_url(selection.to(period=Period.parse(spelling))),
        )
        for spelling in PERIODS
    ], selection


def draw_controls(view: Any) -> Any:
    options, selection = view
    present = to_url(selection.to(period=selection.period or Period.parse(PERIODS[0])))
    label = {"zh": "时期", "en": "Period"}[selection.lang]
    return html.Div(choice("period", label, options, present, selection.lang), className="controls")


def build_failing(queries: FakeQueries, selection: Selection) -> Any:
    if selection.region == "210200":
        raise BuildError(problem="gone\nwith its folder", action="none")
    if selection.region == "210100":
        raise RuntimeError("secret /path/of/the/machine")
    return selection


def overview_layout(selection: Selection) -> Any:
    lang = selection.lang
    lead = {
        "zh": "2023年，全省14个市中5个市为一级预警，较上期增加1个；1个市未采集。",
        "en": "In 2023, five of the 14 cities were at level 1, one more than before; one city has no data.",
    }[lang]
    return html.Div(
        [
            html.P(lead, className="lead"),
            panel_slot("controls", lang),
            html.Div(
                [
                    html.Div(panel_slot("city-map", lang, kind="map"), className="half"),
                    html.Div(panel_slot("levels", lang, kind="table"), className="half"),
                ],
                className="columns",
            ),
        ]
    )


def region_layout(selection: Selection) -> Any:
    return html.Div([html.P(selection.region), panel_slot("region-facts", selection.lang)])


def register_overview(app: Any, panels: Any) -> None:
    panels.add("controls", build=build_controls, draw=draw_controls)
    panels.add("city-map", build=build_map, draw=lambda view: map_figure(view, _lang_of(view)))
    panels.add(
        "levels",
        build=build_table,
        draw=data_table,
        sheet=lambda view: Sheet(
            view.caption,
            tuple(column.title for column in view.columns),
            tuple(tuple(cell.text or cell.result for cell in row) for row in view.rows),
            (SOURCE,),
        ),
    )


def _lang_of(view: MapView) -> str:
    return "zh" if "晴雨表" in view.title else "en"


def register_region(app: Any, panels: Any) -> None:
    panels.add(
        "region-facts",
        build=build_failing,
        draw=lambda selection: empty_state(selection.lang, reason=f"{selection.region} 未采集"),
    )


PAGES = (
    Page("overview", overview_layout, register_overview),
    Page("region", region_layout, register_region),
)


def make_app(builds: Path, queries: FakeQueries | None = None, gate: Any = None, **settings: Any) -> Any:
    """The application over fake pages, with the real boundaries in two builds."""
    for build_id in ("build1", "build2"):
        shutil.copytree(
            ROOT / "data/catalog/boundaries", builds / build_id / "catalog/boundaries", dirs_exist_ok=True
        )
    given = Settings(data_dir=ROOT / "data", build_dir=builds, **settings)
    return create_app(queries or FakeQueries(), given, PAGES, gate)
