"""Emissions of CEADs as published, with what the build finds in them."""

import csv
from collections.abc import Iterable
from functools import cache
from typing import Any

from dashboard.selection import Selection
from dashboard.views.carbon.shared_rows import CarbonScene, Rows, build_scene, carbon_rule
from etl.catalog.catalog import Catalog
from etl.derive.finding.findings import find_about_carbon
from etl.model.finding import Finding
from etl.store.rows import FindingRow, ValueRow
from tests.conftest import SHIPPED
from tests.unit.dashboard.rows import value

CEADS, EDGAR, CHEN = "co2_ceads_total", "co2_edgar_total", "co2_chen_total"
PROVINCE, SHENYANG, DALIAN, ANSHAN, FUXIN = "210000", "210100", "210200", "210300", "210900"
PAGE = Selection("carbon")
FILES = {
    CEADS: ("ceads_city/co2_city_2000_2019.csv", "ceads_province/co2_province_1997_2019.csv"),
    EDGAR: ("edgar_city/co2_city_2000_2022.csv",),
    CHEN: ("chen_county/co2_county_1997_2017.csv",),
}


@cache
def published(indicator: str, codes: frozenset[tuple[str, str]]) -> list[ValueRow]:
    """Rows of an inventory about known regions, from the files themselves; ``codes`` leads to today's."""
    found, today = [], dict(codes)
    for name in FILES[indicator]:
        with (SHIPPED / "raw" / name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                code = row.get("region_code") or row["source_region_code"]
                if row.get("sector", "total") == "total" and row["value"] and code in today:
                    found.append(value(indicator, today[code], row["period"], float(row["value"])))
    return found


class Figures:
    """Yearly figures out of rows, as the methods read them."""

    def __init__(self, rows: Iterable[ValueRow]) -> None:
        self._years: dict[tuple[str, str], dict[int, float]] = {}
        for row in rows:
            self._years.setdefault((row.indicator, row.region), {})[int(row.period)] = row.value or 0.0

    def __call__(self, name: str, region: str) -> dict[int, float]:
        return dict(sorted(self._years.get((name, region), {}).items()))

    def regions(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(code for each, code in self._years if each == name))


def as_row(found: Finding) -> FindingRow:
    """A finding as the build answers it."""
    return FindingRow(**found.row())


_FOUND: dict[tuple[ValueRow, ...], list[FindingRow]] = {}


def found_in(catalog: Catalog, values: list[ValueRow]) -> list[FindingRow]:
    """Everything that the methods find in rows; found once for all tests."""
    key = tuple(values)
    if key not in _FOUND:
        _FOUND[key] = [as_row(each) for each in find_about_carbon(catalog, Figures(values))]  # type: ignore[arg-type]
    return _FOUND[key]


def scene_of(catalog: Catalog, selection: Selection = PAGE, *more: ValueRow, **given: Any) -> CarbonScene:
    """The scene of a selection over the published rows of the inventories named, CEADs without any."""
    known = frozenset((code, catalog.region_by_code.get(code, code))
                      for code in {*catalog.regions, *catalog.region_by_code})  # fmt: skip
    values = [row for name in given.get("inventories", (CEADS,)) for row in published(name, known)]
    values += more
    rule = carbon_rule(catalog)
    assert rule is not None
    findings = [*found_in(catalog, values), *given.get("findings", ())]
    scene = build_scene(
        catalog, rule, Rows(values, findings), selection, used={"ceads_city", "ceads_province"}
    )
    assert scene is not None
    return scene
