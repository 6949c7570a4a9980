"""The parts of a grid: its regions, its period, its columns."""

from typing import Literal

from msgspec import field

from etl.model.base import Declaration, Identifier, Text
from etl.model.bounds import OneOrMore
from etl.model.period import Period
from etl.model.spelling import PeriodSpelling
from etl.model.vocabulary import RegionLevel

PERIOD_MARK = "{period}"

PERIOD_MARK = "{period}"


class GridRegions(Declaration):
    """Where the regions of a grid stand, and which rows are none.

    Attributes:
        headings: headings of the column, the first one that is found counts (市(县), 地区, Region).
        by: whether it holds codes or names.
        name_headings: headings of a second column with the name, checked against the code.
        levels: levels that a name may stand for, where a name means a city in one table, a county in another.
        within: ``row_above`` where a name that several regions bear (铁西区) means the one within the nearest
            superior region above it in the table; otherwise such a name is rejected.
        totals: words for a superior region whose own figure stands in the table (全省), with its code: loaded
            as that region's figure, so that parts are held against the whole.
        leave_out: words of rows that are no region (西翼, 省辖市, 其中：市区), counted apart; ``*`` = any
            text.
        stop_at: beginnings of notes below the table (注, 数据来源); a figure below them is a fault.
    """

    headings: OneOrMore[str]
    by: Literal["code", "name"] = "name"
    name_headings: tuple[str, ...] = ()
    levels: tuple[RegionLevel, ...] = ()
    within: Literal["row_above"] | None = None
    totals: dict[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    stop_at: tuple[str, ...] = ()


class YearPlace(Declaration):
    """Where the year stands if it does not stand beside the part of the year.

    Attributes:
        place: title, file name, or fixed.
        fixed: the year.
        pattern: regular expression whose first group is the year.
    """

    place: Literal["title", "file", "fixed"]
    fixed: int | None = None
    pattern: str = r"(\d{4})年"

    def __post_init__(self) -> None:
        if (self.fixed is not None) != (self.place == "fixed"):
            msg = "fixed is given if and only if the place is 'fixed'"
            raise ValueError(msg)


class GridPeriod(Declaration):
    """Where the period of a grid stands.

    The usual Chinese spellings (2023年, 2023年1—5月, 2023年上半年, 2023年前三季度) need no declaration.

    Attributes:
        place: one period for all files, in the headings at ``{period}``, in the title above the table, in the
            name of the file or of the sheet, or in a column.
        fixed: the period.
        heading: heading of the column.
        spellings: further spellings; in title, file and sheet name they must match the whole text.
        year: where the year stands, if the place says only 1—5月.
    """

    place: Literal["fixed", "heading", "title", "file", "sheet", "column"]
    fixed: Period | None = None
    heading: str | None = None
    spellings: tuple[PeriodSpelling, ...] = ()
    year: YearPlace | None = None

    def __post_init__(self) -> None:
        given = {"fixed": self.fixed is not None, "column": self.heading is not None}
        if any(is_given != (self.place == place) for place, is_given in given.items()):
            msg = "fixed is given if and only if the place is 'fixed', heading if and only if it is 'column'"
            raise ValueError(msg)


class GridColumn(Declaration):
    """One column of figures, or all columns of one series over several periods.

    Attributes:
        heading: what its heading says, from the top row down, the rows parted by ``|``; ``*`` = any text,
            ``{period}`` = a period. Units in brackets and lines in another language may be left out.
        series: id of the series.
        unit: id of the unit; None where only the file says it: in the heading's brackets, else in the corner.
        unit_words: how the heading spells this unit where ``units.yaml`` has the word for another (元 for
            元/人).
        unit_in_cells: whether figures carry their unit behind them (12.5万吨).
        cumulative: whether the figure runs from January although the period names one month (累计 under 5月).
    """

    heading: Text
    series: Identifier
    unit: Identifier | None = None
    unit_words: tuple[str, ...] = ()
    unit_in_cells: bool = False
    cumulative: bool = False
