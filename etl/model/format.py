"""Formats: how one source lays out its files in one era. Matched by heading, never by position."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from msgspec import field

from etl.model.base import Declaration, Identifier
from etl.model.bounds import Count, OneOrMore
from etl.model.grid import PERIOD_MARK, GridColumn, GridPeriod, GridRegions
from etl.model.period import Period
from etl.model.spelling import PeriodSpelling
from etl.model.vocabulary import Bound, MissingReason, Status
from etl.plain_values.read import read_as, read_by

GUIDANCE_SHEET = "填报说明"
"""The sheet of a template that tells how to fill it in; it holds no figures."""


class PeriodColumn(Declaration):
    """Where the period stands: a column, or one period for the whole file."""

    heading: str | None = None
    fixed: Period | None = None
    spellings: tuple[PeriodSpelling, ...] = ()


class RegionColumn(Declaration):
    """Where the region stands.

    Attributes:
        heading: heading of the column.
        by: whether it holds codes or names.
        name_heading: a second column with the name, checked against the code.
    """

    heading: str
    by: Literal["code", "name"] = "code"
    name_heading: str | None = None


class SeriesColumn(Declaration):
    """Where the series stands in a long file.

    Attributes:
        heading: heading of the column.
        words: word in the file → series id.
        second_heading: a further column that the word is joined with as ``word|second`` (such as the sector).
        fixed: one series for the whole file.
    """

    heading: str | None = None
    second_heading: str | None = None
    words: dict[str, Identifier] = field(default_factory=dict)
    fixed: Identifier | None = None


class UnitColumn(Declaration):
    """Where the unit stands: a column (read through the words of units), or one unit for all.

    Attributes:
        heading: heading of the column; each row must then state the unit of its series.
        also: further units that the file is known to use. A unit that merely could be converted is a slip of
            ten thousand waiting to happen (万元 for 亿元), so it is refused and not converted.
        fixed: one unit for the whole file.
    """

    heading: str | None = None
    also: tuple[Identifier, ...] = ()
    fixed: Identifier | None = None


def _status_by_period(value: object) -> dict[Period, Status]:
    """Keys are periods.

    Raises:
        ValueError: it is no mapping of periods to statuses.
    """
    if not isinstance(value, Mapping):
        raise ValueError("a mapping of periods")  # noqa: TRY004  told like any other fault of a declaration
    return {Period.read(key): read_as(Status, status) for key, status in value.items()}


if TYPE_CHECKING:
    StatusByPeriod = dict[Period, Status]
else:
    StatusByPeriod = read_by(dict, _status_by_period)


class StatusColumn(Declaration):
    """How settled the figures are: a column of words, or one status with exceptions by period.

    Attributes:
        heading: heading of the column; a word in it that is not declared is refused, never read as a guess.
        words: word in the file → status.
        fixed: status of the whole file. Unless the format knows better, the source is silent on it.
        exceptions: status of single periods, whatever stands elsewhere.
    """

    heading: str | None = None
    words: dict[str, Status] = field(default_factory=dict)
    fixed: Status = Status.AS_PUBLISHED
    exceptions: StatusByPeriod = field(default_factory=dict)


class BoundColumn(Declaration):
    """Words in a note that make a figure a bound or an approximation, such as 以上 or 左右."""

    heading: str
    contains: dict[str, Bound]


class LongLayout(Declaration, tag_field="kind", tag="long"):
    """One figure per row.

    Attributes:
        ignore_columns: headings of columns that hold figures and are not loaded; so in every layout. A column
            with figures that the format does not name means that the publisher changed the table.
    """

    kind: ClassVar[Literal["long"]] = "long"
    region: RegionColumn
    period: PeriodColumn
    series: SeriesColumn
    unit: UnitColumn
    value: str
    status: StatusColumn = StatusColumn()
    bound: BoundColumn | None = None
    published: str | None = None
    note: str | None = None
    cited_as: str | None = None
    ignore_columns: tuple[str, ...] = ()


class TableColumn(Declaration):
    """One column of figures in a table of regions."""

    heading: str
    series: Identifier
    unit: Identifier


class TableLayout(Declaration, tag_field="kind", tag="table"):
    """Regions down, one column of figures per series."""

    kind: ClassVar[Literal["table"]] = "table"
    region: RegionColumn
    period: PeriodColumn
    columns: OneOrMore[TableColumn]
    status: StatusColumn = StatusColumn()
    note: str | None = None
    ignore_columns: tuple[str, ...] = ()


class RecordField(Declaration):
    """One field of a register row: the heading in the file and the name in the register."""

    heading: str
    field: Identifier
    required: bool = False


class RecordsLayout(Declaration, tag_field="kind", tag="records"):
    """Rows that are not figures: firms, events, episodes. They go to the register of that name.

    Attributes:
        is_public: whether the rows were published for everybody, whatever region a reader may see.
    """

    kind: ClassVar[Literal["records"]] = "records"
    register_id: Identifier
    is_public: bool = False
    region: RegionColumn | None = None
    fields: OneOrMore[RecordField]
    ignore_columns: tuple[str, ...] = ()


class GridLayout(Declaration, tag_field="kind", tag="grid"):
    """An untidy table of offices: titles, unit in the corner, headings over several rows, sub-totals, notes.

    Regions stand down; across stand series, periods, or both. One layout holds for CSV and workbooks alike.

    Attributes:
        region: the column of regions, which is also the anchor that the headings are found by.
        period: where the period stands.
        columns: the columns of figures.
        ignore_columns: headings of columns that hold figures and are not loaded, such as 序号; ``*`` = any
            text. A column with figures that neither list names means that the publisher changed the table.
        fill_right: whether a blank cell in an upper row of the headings repeats the cell on its left, as in a
            CSV file saved from a workbook with merged headings.
        corner: the word before the unit of the whole table, above the headings.
        status: how settled the figures are.
    """

    kind: ClassVar[Literal["grid"]] = "grid"
    region: GridRegions
    period: GridPeriod
    columns: OneOrMore[GridColumn]
    ignore_columns: tuple[str, ...] = ()
    fill_right: bool = False
    corner: str = "单位"
    status: StatusColumn = StatusColumn()

    def __post_init__(self) -> None:
        marked = [PERIOD_MARK in column.heading for column in self.columns]
        if any(marked) != (self.period.place == "heading") or any(marked) != all(marked):
            msg = f"{PERIOD_MARK} stands in every heading if and only if the place of the period is 'heading'"
            raise ValueError(msg)


Layout = LongLayout | TableLayout | RecordsLayout | GridLayout


class Format(Declaration):
    """The layout of a source's files from one period on, until a newer file of the folder begins.

    Attributes:
        source: id of the source; equals the folder.
        file: glob of the file names under ``data/raw/<source>/``.
        reader: which reader opens it.
        sheet: name of the sheet; None for the first.
        sheets: names of several sheets of one layout, such as ``*月``; ``*`` and ``?`` as in file names.
        ignore_sheets: names of sheets that hold no figures; any other sheet that is not read is named.
        missing: words that stand for a missing figure; any other text in a number cell is rejected.
        expect_rows: how many rows the file must have, where the publisher's count is known.
    """

    source: Identifier
    file: str
    reader: Literal["csv", "workbook"]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    ignore_sheets: tuple[str, ...] = ()
    layout: Layout
    missing: dict[str, MissingReason] = field(default_factory=dict)
    expect_rows: Count | None = None
