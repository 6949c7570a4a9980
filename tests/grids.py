"""An untidy table as offices send it and the format that reads it, so that a test can spoil one thing."""

from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from etl.model.format import Format
from etl.model.sheet import Sheet
from etl.stage.result import StagedSheet
from etl.stage.stage import stage_sheet
from tests import small

CATALOG = small.catalog(
    all_series=(
        small.series("gdp", "hundred_million_yuan", "level", adds_up=True),
        small.series("change"),
        small.series("output", "tonne", "level", possible={"min": 0}),
        small.series("light", "alert_level", "grade"),
    ),
    sources=(small.source("source", covers={"first": 1990, "last": 2190}),),
)
LAYOUT: dict[str, Any] = {
    "kind": "grid",
    "region": {
        "headings": ["市(县)", "地区"],
        "within": "row_above",
        "totals": {"全省": "210000"},
        "leave_out": ["西翼", "其中:*", "省辖市"],
        "stop_at": ["注", "数据来源"],
    },
    "period": {"place": "title"},
    "columns": [
        {"heading": "规模以上工业|增加值", "series": "gdp", "unit": "hundred_million_yuan"},
        {"heading": "规模以上工业|能耗强度变化", "series": "change", "unit": "percent"},
        {"heading": "原煤产量", "series": "output"},
    ],
    "ignore_columns": ["序号"],
}
ROWS: tuple[tuple[object, ...], ...] = (
    ("2023年1—5月各市规模以上工业主要指标", "", "", "", "", ""),
    ("Industry above scale by city (January to May 2023)", "", "", "", "", "单位：亿元"),
    ("序号", "地  区", "Region", "规模以上工业", "", "原煤产量\n(吨)"),
    ("", "", "", "增加值", "能耗强度变化（%）", ""),
    ("", "", "", "Value added", "Energy intensity", "Raw coal"),
    (1.0, "全  省", "Liaoning", 150.0, -2.0, 90.0),
    (2.0, "沈  阳  市", "Shenyang", 100.0, -3.1, "…"),
    (3.0, "铁西区", "Tiexi", 40.0, "−1.5", 30.0),
    (4.0, "西翼", "West", 50.0, -1.0, 60.0),
    (5.0, "鞍　山　市", "Anshan", "５０", -1.0, 60.0),
    (6.0, "铁西区", "Tiexi", "10.0", 0.5, 10.0),
    (7.0, "其中：高新区", "", 5.0, 0.1, "—"),
    ("", "", "", "", "", ""),
    ("注：增加值按可比价格计算。", "", "", "", "", ""),
    ("a) at comparable prices, 2020 = base", "", "", "", "", ""),
)
MERGED = ((1, 1, 1, 6), (3, 1, 5, 1), (3, 2, 5, 2), (3, 4, 3, 5))
"""Title over all columns, headings of 序号 and 地区 over three rows, 规模以上工业 over two columns."""


class Draft(Struct, frozen=True):
    """A sheet and its format before they are made."""

    rows: tuple[tuple[object, ...], ...] = ROWS
    merged: tuple[tuple[int, int, int, int], ...] = MERGED
    layout: dict[str, Any] = field(default_factory=lambda: LAYOUT)
    missing: dict[str, str] = field(default_factory=lambda: {"…": "not_published", "—": "not_applicable"})
    file: str = "source/2023年1-5月.xlsx"
    name: str = "5月"
    expect_rows: int | None = None

    def with_cell(self, cell: str, value: object) -> "Draft":
        """One cell changed, named as in a spreadsheet."""
        column, row = ord(cell[0]) - ord("A"), int(cell[1:]) - 1
        line = self.rows[row]
        return self.with_row(row + 1, (*line[:column], value, *line[column + 1 :]))

    def with_row(self, number: int, line: tuple[object, ...]) -> "Draft":
        """One row changed."""
        return replace(self, rows=(*self.rows[: number - 1], line, *self.rows[number:]))

    def with_row_before(self, number: int, line: tuple[object, ...]) -> "Draft":
        """One row more."""
        return replace(self, rows=(*self.rows[: number - 1], line, *self.rows[number - 1 :]))

    def without_row(self, number: int) -> "Draft":
        """One row less; merged ranges stay, so only rows of the body may go."""
        return replace(self, rows=(*self.rows[: number - 1], *self.rows[number:]))

    def with_column(self, *cells: object) -> "Draft":
        """One column more on the right, from the first row of headings on."""
        column = ("", "", *cells, *[""] * (len(self.rows) - 2 - len(cells)))
        return replace(self, rows=tuple((*line, cell) for line, cell in zip(self.rows, column, strict=True)))

    def with_layout(self, **changed: Any) -> "Draft":
        """Parts of the layout changed."""
        return replace(self, layout={**self.layout, **changed})

    def with_region(self, **changed: Any) -> "Draft":
        """Parts of the region column changed."""
        return self.with_layout(region={**self.layout["region"], **changed})

    def with_declared_column(self, number: int, **changed: Any) -> "Draft":
        """Parts of one declared column changed."""
        columns = [dict(column) for column in self.layout["columns"]]
        columns[number] |= changed
        return self.with_layout(columns=columns)

    def format(self) -> Format:
        """The declared format."""
        declared = {"source": "source", "file": "*", "reader": "workbook", "layout": self.layout}
        return Format.read({**declared, "missing": self.missing, "expect_rows": self.expect_rows})

    def sheet(self) -> Sheet:
        """The sheet as a reader returns it."""
        found = small.sheet(*self.rows, name=self.name)
        return replace(found, file=self.file, merged=self.merged)

    def stage(self) -> StagedSheet:
        """What staging makes of it."""
        return stage_sheet(self.sheet(), self.format(), small.raw_file("2024-01"), CATALOG)


def figures_of(staged: StagedSheet) -> dict[tuple[str, str, str], object]:
    """Reported figure or reason by series, region and period."""
    return {
        (row["series"], row["region"], row["period"]): row["reason"]
        if isinstance(row["reason"], str)
        else row["reported"]
        for row in staged.rows.rows()
    }
