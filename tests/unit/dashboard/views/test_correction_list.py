"""Corrections on the page: what stands in the cell, what is used, why, who reported it."""

from datetime import date

import pytest

from dashboard.views.quality.correction_list import build_correction_list
from etl.store.quality_rows import CorrectionRow
from etl.store.rows import CellAddress

REPLACED = CorrectionRow(
    "shenyang_2022", "gdp_city_published", "gdp_nominal", "210100", "2022", "replace", 7695.8, 7695.08,
    "210100", "年鉴第12页印误", "misprint on page 12", date(2024, 1, 10), "沈阳市统计局",
    CellAddress("gdp_city_published/gdp.csv", "gdp", 7, 3),
)  # fmt: skip
WITHHELD = REPLACED._replace(action="withhold", corrected=None)
MOVED = REPLACED._replace(action="move_region", corrected=7695.8, corrected_region="210200")


@pytest.mark.parametrize(
    ("row", "used", "how"),
    [(REPLACED, "7,695.08", "改数"), (WITHHELD, "—", "暂不采用"), (MOVED, "7,695.8", "改地区 → 大连市")],
)
def test_a_correction_tells_from_what_to_what_by_whom_and_in_which_cell(shipped_catalog, row, used, how):
    table = build_correction_list(shipped_catalog, [row], "zh", "/x.csv").table

    place, figure, reported, corrected, reason, by, cell = table.rows[0]
    assert (place.text, figure.note, reported.text) == ("沈阳市", "2022年", "7,695.8")
    assert (corrected.text, corrected.note) == (used, how)
    assert (reason.text, by.text, by.note) == ("年鉴第12页印误", "沈阳市统计局", "2024年1月10日")
    assert cell.text == "gdp_city_published/gdp.csv gdp!C7"


def test_the_download_holds_the_same_in_english_with_codes_and_raw_figures(shipped_catalog):
    lines = build_correction_list(shipped_catalog, [REPLACED], "en", "/x.csv").sheet.csv().splitlines()

    (line,) = [line for line in lines if line.startswith("shenyang_2022,")]
    assert "210100" in line
    assert "7695.8,7695.08" in line
    assert "misprint on page 12" in line


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_nothing_was_corrected_is_said(shipped_catalog, lang):
    view = build_correction_list(shipped_catalog, [], lang, "/x.csv")

    assert view.table is None
    assert len(view.empty) > 10
