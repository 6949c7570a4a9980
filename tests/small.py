"""The smallest valid declarations and frames, so that a test can break one thing."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from etl.catalog.catalog import Catalog
from etl.model.cell_table import CellTable
from etl.model.challenge_rule import ChallengeRule
from etl.model.due_return import DueReturn
from etl.model.figures import Axes, Figures
from etl.model.flag import FlagRule
from etl.model.format import Format
from etl.model.indicator import Indicator
from etl.model.loaded import RawFile
from etl.model.period import Period
from etl.model.plan import PlanRule
from etl.model.region import Deployment, Region
from etl.model.regulation import Regulation
from etl.model.rule import BarometerAdoption, BarometerRule
from etl.model.series import Series
from etl.model.sheet import Sheet
from etl.model.source import FileMeta, Source
from etl.model.target import Target
from etl.model.unit import Unit
from etl.model.vocabulary import Nature, Status
from etl.pipeline.values import rows_of_values
from etl.plain_values.read import read_as

NAMED = {"zh": "名", "en": "name"}


def unit(name: str, quantity: str, factor: str = "1", words: tuple[str, ...] = ()) -> Unit:
    sign = {"zh": name, "en": name}
    return Unit.read(
        {"id": name, "name": sign, "sign": sign, "quantity": quantity, "factor": factor, "words": words}
    )


UNITS = (
    unit("percent", "percentage", words=("%", "％")),
    unit("hundred_million_yuan", "money", "100000000", ("亿元",)),
    unit("ten_thousand_yuan", "money", "10000", ("万元",)),
    unit("tonne", "mass", words=("吨",)),
    unit("alert_level", "alert_level", words=("级",)),
)


def region(code: str, level: str, parent: str | None, name: str = "", **more: Any) -> Region:
    names = {"zh": name or f"地区{code}", "en": name or f"Region {code}"}
    return Region.read({"code": code, "name": names, "level": level, "kind": level, "parent": parent, **more})


def tiexi(code: str, parent: str) -> Region:
    return region(code, "county", parent, "铁西区")


REGIONS = (
    region("100000", "nation", None, "全国"),
    region("210000", "province", "100000", "辽宁省"),
    region("220000", "province", "100000", "吉林省"),
    region("210100", "city", "210000", "沈阳市", aliases=("沈阳",)),
    region("210300", "city", "210000", "鞍山市"),
    tiexi("210106", "210100"),
    tiexi("210303", "210300"),
    region(
        "210115",
        "county",
        "210100",
        "辽中区",
        former=({"code": "210122", "name": "辽中县", "until": 2016},),
    ),
)


def series(name: str, of_unit: str = "percent", kind: str = "rate", **more: Any) -> Series:
    return Series.read({"id": name, "name": NAMED, "unit": of_unit, "kind": kind, **more})


def source(name: str, nature: str = "official", **more: Any) -> Source:
    declared = {"id": name, "title": NAMED, "publisher": NAMED, "licence": NAMED, "citation": NAMED}
    return Source.read({**declared, "nature": nature, **more})


def challenge_rule(kind: str, **more: Any) -> ChallengeRule:
    """A rule of a kind with the thresholds given."""
    declared = {"id": kind, "kind": kind, "valid_from": "2010-01-01", "reason": NAMED}
    rule: ChallengeRule = read_as(ChallengeRule, {**declared, **more})
    return rule


def indicator(name: str, formula: dict[str, Any], of_unit: str = "percent", **more: Any) -> Indicator:
    declared = {
        "id": name,
        "name": NAMED,
        "definition": NAMED,
        "unit": of_unit,
        "direction": "no_judgement",
        "formula": formula,
        "levels": ["nation", "province", "city", "county"],
        "topic": "economy",
    }
    return Indicator.read({**declared, **more})


def target(region_code: str, of: str, value: float | str, end: int = 2025, **more: Any) -> Target:
    declared = {
        "region": region_code,
        "indicator": of,
        "end": end,
        "comparator": "at_least",
        "value": str(value),
        "unit": "percent",
        "nature": "binding",
        "document": "文号",
    }
    return Target.read({**declared, **more})


def catalog(
    *,
    indicators: tuple[Indicator, ...] = (),
    all_series: tuple[Series, ...] = (),
    sources: tuple[Source, ...] = (source("source"),),
    targets: tuple[Target, ...] = (),
    rules: tuple[BarometerRule, ...] = (),
    adoptions: tuple[BarometerAdoption, ...] = (),
    flag_rules: tuple[FlagRule, ...] = (),
    regions: tuple[Region, ...] = REGIONS,
    challenge_rules: tuple[ChallengeRule, ...] = (),
    returns: tuple[DueReturn, ...] = (),
    plan_rules: Mapping[str, PlanRule] = MappingProxyType({}),
) -> Catalog:
    """A catalogue of Liaoning with two cities, three counties and one peer."""
    deployment = {"id": "small", "name": NAMED, "home": "210000", "regulation": "draft"}
    regulation = {"id": "draft", "title": NAMED, "status": "draft", "dated": "", "in_force_from": None}
    return Catalog(
        deployment=Deployment.read({**deployment, "start_indicators": ["any"]}),
        units={each.id: each for each in UNITS},
        regions={each.code: each for each in regions},
        sources={each.id: each for each in sources},
        series={each.id: each for each in all_series},
        formats={},
        indicators={each.id: each for each in indicators},
        targets=targets,
        barometer_rules={each.id: each for each in rules},
        adoptions=adoptions,
        flag_rules={each.id: each for each in flag_rules},
        regulations={"draft": Regulation.read({**regulation, "articles": ()})},
        glossary={},
        challenge_rules={each.id: each for each in challenge_rules},
        returns={each.id: each for each in returns},
        plan_rules=dict(plan_rules),
    )


def plan(base: int, **more: Any) -> PlanRule:
    """A plan of five years that assesses raw amounts."""
    years = {"base": base, "end": base + 5, "first_year": base + 1, "last_year": base + 5}
    declared = {"id": f"plan_{base}", "name": NAMED, "documents": [{"number": "文号"}], "valid_from": "2005"}
    return PlanRule.read({**declared, **years, **more})


def sheet(*rows: tuple[object, ...], name: str = "表1") -> Sheet:
    """A sheet of the given rows; cells are addressed from A1."""
    block: np.ndarray = np.empty((len(rows), max(map(len, rows), default=0)), dtype=object)
    for at, row in enumerate(rows):
        block[at, : len(row)] = row
    cells = CellTable.of_rows(block)
    return Sheet(file="source/file.csv", name=name, number=1, cells=cells)


def raw_file(published: str = "2025-12") -> RawFile:
    meta = {"source": "source", "publisher": "-", "published": published, "licence": "-", "citation": "-"}
    declared = FileMeta.read({**meta, "sha256": "0" * 64})
    return RawFile(1, "source", "source/file.csv", Path("file.csv"), "0" * 64, declared)


LONG = {
    "kind": "long",
    "region": {"heading": "地区", "by": "name"},
    "period": {"heading": "时期"},
    "series": {"heading": "指标", "words": {"生产总值": "gdp", "能耗强度变化": "change"}},
    "unit": {"heading": "单位"},
    "value": "数值",
}


def long_format(**more: Any) -> Format:
    """A format of one figure per row, with parts of its layout or of itself changed as given."""
    outside = {key: more.pop(key) for key in ("missing", "expect_rows") if key in more}
    declared = {"source": "source", "file": "*.csv", "reader": "csv", "layout": {**LONG, **more}}
    return Format.read({"missing": {"…": "not_published"}, **declared, **outside})


def _axes() -> Axes:
    """Regions and periods that tests speak of."""
    codes = [
        *(each.code for each in REGIONS),
        *(f"{210100 + at}" for at in range(1, 7)),
        "210500",
        "A",
        "B",
        "C",
    ]
    parts = ["", "H1", "Q1", "Q1-3", *(f"M{month:02d}" for month in range(1, 13))]
    parts += [f"M01-{month:02d}" for month in range(2, 13)]
    spans = [f"{base + 1}/{base + n}" for base in (2005, 2015, 2020) for n in range(1, 6)]
    texts = [f"{year}{part}" for year in range(2006, 2027) for part in parts] + spans
    periods = sorted(map(Period.parse, texts), key=lambda period: (period.sort_key(), str(period)))
    return Axes(tuple(dict.fromkeys(codes)), tuple(periods))


AXES = _axes()


def figures(*rows: tuple[str, str, float | None]) -> Figures:
    """Official, final, exact figures of (region, period, value) as formulas read them."""
    return Figures.stated(AXES, rows, Status.FINAL, Nature.OFFICIAL)


def values_of(found: Figures) -> dict[tuple[str, str], float | None]:
    """Value by region and period; None where it is missing."""
    return {(row["region"], row["period"]): row["value"] for row in rows_of(found)}


def rows_of(found: Figures) -> list[dict[str, Any]]:
    """Figures as rows of words and numbers; None for nothing."""
    return [
        {**row, "value": None if row["value"] != row["value"] else row["value"]}
        for row in rows_of_values({"indicator": None}, {"indicator": found}).rows()
    ]


def staged_row(value: float | None, **more: object) -> dict[str, object]:
    """One staged row of the province's GDP 2023 in 亿元."""
    row = {
        "source": "bureau",
        "series": "gdp",
        "region": "210000",
        "period": "2023",
        "reported": value,
        "unit": "hundred_million_yuan",
        "status": "final" if value is not None else "missing",
        "reason": None if value is not None else "not_published",
        "bound": "exact",
        "known_from": datetime(2024, 3, 1),
        "file_id": 1,
        "sheet_no": 1,
        "row_no": 2,
        "column_no": 3,
        "cited_as": None,
        "note": None,
    }
    return row | more
