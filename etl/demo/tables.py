"""Files before they are written: headings, rows of text, and which fact each cell states."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from msgspec import Struct, field

from etl.demo.declared import Return
from etl.demo.figures import Figures
from etl.demo.geography import Geography
from etl.demo.makes import SeriesRow
from etl.demo.timetable import Issue
from etl.model.period import Period, PeriodKind
from etl.model.vocabulary import Status

CODE, NAME, PERIOD, SERIES, UNIT, VALUE, STATUS = (
    "行政区划代码", "地区", "报告期", "指标", "计量单位", "数值", "数据状态",
)  # fmt: skip
LONG_HEADINGS = (CODE, NAME, PERIOD, SERIES, UNIT, VALUE, STATUS)
NOT_REPORTED = "…"
STATUS_WORDS = {Status.PRELIMINARY: "初步", Status.REVISED: "修订", Status.FINAL: "最终"}

Row = list[str]


class Fact(NamedTuple):
    """What one cell states."""

    series: str
    region: str
    period: str


class DemoFile(Struct):
    """A file to be written.

    Attributes:
        cells: the row and the position in it of each fact; a duplicate row states no fact of its own.
        declared: the return that it belongs to; None for registers.
        accepted_rejects: how many cells at fault the province accepted with the file.
    """

    source: str
    name: str
    published: date
    headings: tuple[str, ...]
    rows: list[Row]
    cells: dict[Fact, tuple[Row, int]] = field(default_factory=dict)
    declared: Return | None = None
    issue: Issue | None = None
    accepted_rejects: int = 0

    @property
    def is_workbook(self) -> bool:
        """Whether it is sent as a workbook."""
        return self.declared is not None and self.declared.form == "workbook"

    @property
    def name_on_disk(self) -> str:
        """The name in its declared form."""
        return self.name.replace(".csv", ".xlsx") if self.is_workbook else self.name

    def row_number(self, row: Row) -> int:
        """The 1-based number of a row in the file, below one row of headings."""
        return next(number for number, each in enumerate(self.rows, start=2) if each is row)


class Words(Struct, frozen=True):
    """Chinese names of series and signs of their units, as files spell them."""

    series: dict[str, str]
    units: dict[str, str]


def period_text(period: Period) -> str:
    """A period as offices write it."""
    ends = {
        PeriodKind.YEAR: "年",
        PeriodKind.QUARTER: "年一季度",
        PeriodKind.HALF: "年上半年",
        PeriodKind.THREE_QUARTERS: "年前三季度",
        PeriodKind.CUMULATIVE: f"年1-{period.end_month}月",
        PeriodKind.SPAN: f"-{period.end_year}年",
        PeriodKind.MONTH: f"年{period.end_month}月末",
    }
    return f"{period.start_year}{ends[period.kind]}"


# Patterns of etl.model.format.PeriodSpelling for the words above.
SPELLINGS = (
    (r"(\d{4})年", r"\1"),
    (r"(\d{4})年一季度", r"\1Q1"),
    (r"(\d{4})年上半年", r"\1H1"),
    (r"(\d{4})年前三季度", r"\1Q1-3"),
    (r"(\d{4})年1-(\d)月", r"\1M01-0\2"),
    (r"(\d{4})年1-(1\d)月", r"\1M01-\2"),
    (r"(\d{4})-(\d{4})年", r"\1/\2"),
    (r"(\d{4})年(\d)月末", r"\1M0\2"),
    (r"(\d{4})年(1\d)月末", r"\1M\2"),
)


def padded(name: str) -> str:
    """A short name drawn out to the width of longer ones, as tables of offices have it."""
    return "  ".join(name) if len(name) <= len("沈阳市") else name


def positions_of(row: SeriesRow, geography: Geography) -> range | list[int]:
    """Positions in published figures of the regions that report a series."""
    cities, all_regions = 1 + len(geography.cities), len(geography.regions) - 1
    if row.within:
        last = cities if row.levels == "cities" else all_regions
        return [at for at in range(1, last) if f"{geography.regions[at][:4]}00" in row.within]
    match row.levels:
        case "all":
            return range(all_regions)
        case "cities":
            return range(cities)
        case "counties":
            return range(cities, all_regions)
        case "scopes":
            return [*range(cities), all_regions]


def long_file(
    declared: Return, issue: Issue, rows: Iterable[SeriesRow], figures: Figures, words: Words
) -> DemoFile:
    """One figure per row, in order of series, period and region."""
    made = DemoFile(
        declared.id, f"{issue.name}.csv", issue.published, LONG_HEADINGS, [], declared=declared, issue=issue
    )
    for series in rows:
        for period in issue.periods:
            _add_figures(made, series, period, figures, words)
    return made


def _add_figures(made: DemoFile, series: SeriesRow, period: Period, figures: Figures, words: Words) -> None:
    edition, geography = made.issue.edition if made.issue else Status.FINAL, figures.geography
    values = figures.of(series.series, period, edition).tolist()
    name, unit, status = words.series[series.series], words.units[series.series], STATUS_WORDS[edition]
    if period.kind is PeriodKind.SPAN:
        status = STATUS_WORDS[figures.edition_in_use(period.end_year)]
    when, text, at_value = str(period), period_text(period), LONG_HEADINGS.index(VALUE)
    for at in positions_of(series, geography):
        value = values[at]
        if value != value:  # noqa: PLR0124  NaN: nothing to report
            continue
        code = geography.regions[at]
        row = [code, geography.names[code], text, name, unit, f"{value:.{series.decimals}f}", status]
        made.rows.append(row)
        made.cells[Fact(series.series, code, when)] = (row, at_value)


def table_file(
    declared: Return, issue: Issue, rows: tuple[SeriesRow, ...], figures: Figures, words: Words
) -> DemoFile:
    """Regions down, one column per series; names padded as in the offices' tables."""
    headings = (CODE, NAME, PERIOD, *(table_heading(row.series, words) for row in rows))
    made = DemoFile(
        declared.id, f"{issue.name}.csv", issue.published, headings, [], declared=declared, issue=issue
    )
    (period,) = issue.periods
    values = [figures.of(row.series, period, issue.edition).tolist() for row in rows]
    geography = figures.geography
    for at in positions_of(rows[0], geography):
        code = geography.regions[at]
        row = [code, padded(geography.names[code]), period_text(period)]
        for column, (series, of_series) in enumerate(zip(rows, values, strict=True), start=len(row)):
            made.cells[Fact(series.series, code, str(period))] = (row, column)
            row.append(f"{of_series[at]:.{series.decimals}f}")
        made.rows.append(row)
    return made


def table_heading(series: str, words: Words) -> str:
    """The heading of a series in a table: its name and unit."""
    return f"{words.series[series]}（{words.units[series]}）"
