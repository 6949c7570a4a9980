"""Months of titles as the build answers them."""

from datetime import date
from typing import Any

from dashboard.selection import Selection
from dashboard.views.tiers.shared_rows import TierScene, build_tier_scene
from etl.catalog.catalog import Catalog
from etl.store.rows import CellAddress, ObservationRow, TitleFlowRow, TitleStateRow

FLOWS = dict.fromkeys(TitleFlowRow._fields[5:-4], 0)


def month(period: str, opening: int, closing: int, **more: Any) -> TitleFlowRow:
    """One month of a tier; flows that are not given did not happen."""
    named = {"tier": "little_giant", "region": "210000", "industry": None, "period": period}
    stocks = {"opening": opening, "closing": closing, "gross": closing, "review_pending": 0, "expiring": 0}
    given = {"recognised": 0, **FLOWS, **stocks, **more}
    return TitleFlowRow(**(named | given))


def scene(catalog: Catalog, *rows: TitleFlowRow, **selection: Any) -> TierScene:
    return build_tier_scene(catalog, rows, Selection("gradient", **selection))


def observed(series: str, region: str, period: str, value: float, note: str | None = None) -> ObservationRow:
    return ObservationRow(
        series, region, period, 1, value, "final", None, "exact", "reported", "official_text",
        date(2024, 7, 22), "辽宁日报 2024-07-22", note, CellAddress("f.csv", "f", 7, 5), value, "firm",
    )  # fmt: skip


def state(name: str, state: str, **more: Any) -> TitleStateRow:
    given = {
        "tier": "little_giant", "firm": f"code of {name}", "name": name, "region": "210102", "industry": "34",
        "batch": "第三批", "recognised": date(2021, 7, 1), "valid_to": date(2024, 7, 1), "state": state,
        "since": date(2021, 7, 1), "source": "official_text", "cell": CellAddress("f.csv", "f", 7, 5),
    }  # fmt: skip
    return TitleStateRow(**(given | more))
