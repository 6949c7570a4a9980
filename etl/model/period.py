"""The one grammar of periods, used in files, commands, addresses and the API.

2023  2023H1  2023Q1  2023Q1-3  2023M05  2023M01-05 (cumulative; 2023M01-02 is the merged January-February)
2021/2025 (a span of whole years, such as a plan)
"""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Self

from etl.errors import PeriodError

MONTHS_IN_YEAR = 12

_GRAMMAR = re.compile(
    r"(?P<year>\d{4})(?:"
    r"/(?P<last>\d{4})"
    r"|H(?P<half>[12])"
    r"|Q(?P<quarter>[1-4])"
    r"|(?P<three>Q1-3)"
    r"|M(?P<month>\d{2})(?:-(?P<to>\d{2}))?"
    r")?"
)


class PeriodKind(StrEnum):
    """Periods of different kinds are never compared or differenced with each other."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    THREE_QUARTERS = "three_quarters"
    MONTH = "month"
    CUMULATIVE = "cumulative"
    SPAN = "span"


class Period:
    """A named stretch of whole months. Equal when spelled equal; ordered by end, then by start."""

    __slots__ = ("_key", "_text", "end_month", "end_year", "kind", "start_month", "start_year")

    def __init__(self, kind: PeriodKind, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.kind = kind
        self.start_year, self.start_month = start
        self.end_year, self.end_month = end
        # compared and hashed by the hundred thousand
        self._text = self._spelled()
        self._key = (self.end_year, self.end_month, self.start_year, self.start_month)

    @classmethod
    @lru_cache(maxsize=4096)  # a build has some hundred, and every row of every page names one
    def parse(cls, text: str) -> Self:
        """Read a period as written in the grammar above.

        Raises:
            PeriodError: the text is not a period; names what was found.
        """
        match = _GRAMMAR.fullmatch(text.strip())
        if match is None:
            raise PeriodError(found=text)
        year = int(match["year"])
        if match["last"]:
            return cls._span(year, int(match["last"]), text)
        if match["month"]:
            first = int(match["month"])
            return cls._months(year, first, None if match["to"] is None else int(match["to"]), text)
        kind, first, last = _part_of_year(match)
        return cls(kind, (year, first), (year, last))

    @classmethod
    def read(cls, value: object) -> "Period":
        """A period of a declaration, where a year alone is a number.

        Raises:
            PeriodError: it is none.
        """
        return value if isinstance(value, Period) else cls.parse(str(value))

    @classmethod
    def of_year(cls, year: int) -> Self:
        """The calendar year."""
        return cls(PeriodKind.YEAR, (year, 1), (year, MONTHS_IN_YEAR))

    @classmethod
    def of_span(cls, first: int, last: int) -> Self:
        """Whole years from ``first`` to ``last``, both included."""
        return cls._span(first, last, f"{first}/{last}")

    @classmethod
    def _span(cls, first: int, last: int, text: str) -> Self:
        if last < first:
            raise PeriodError(found=text)
        return cls(PeriodKind.SPAN, (first, 1), (last, MONTHS_IN_YEAR))

    @classmethod
    def _months(cls, year: int, first: int, last: int | None, text: str) -> Self:
        if not 1 <= first <= MONTHS_IN_YEAR or (last or 0) > MONTHS_IN_YEAR:
            raise PeriodError(found=text)
        if last is None:
            return cls(PeriodKind.MONTH, (year, first), (year, first))
        if first != 1 or last <= first:  # cumulative figures always run from January
            raise PeriodError(found=text)
        return cls(PeriodKind.CUMULATIVE, (year, first), (year, last))

    @property
    def years(self) -> int:
        """How many whole years a span or year covers."""
        return self.end_year - self.start_year + 1

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return date(self.start_year, self.start_month, 1)

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return date(self.end_year, self.end_month, monthrange(self.end_year, self.end_month)[1])

    def previous_year(self) -> Self:
        """The same period one year earlier, which year-on-year rates compare with."""
        return type(self)(
            self.kind, (self.start_year - 1, self.start_month), (self.end_year - 1, self.end_month)
        )

    def next_year(self) -> Self:
        """The same period one year later."""
        return type(self)(
            self.kind, (self.start_year + 1, self.start_month), (self.end_year + 1, self.end_month)
        )

    def sort_key(self) -> tuple[int, int, int, int]:
        """Order in time: by end, then longest first."""
        return self._key

    def __str__(self) -> str:
        return self._text

    def _spelled(self) -> str:
        match self.kind:
            case PeriodKind.YEAR:
                rest = ""
            case PeriodKind.SPAN:
                rest = f"/{self.end_year:04d}"
            case PeriodKind.HALF:
                rest = f"H{1 if self.start_month == 1 else 2}"
            case PeriodKind.QUARTER:
                rest = f"Q{(self.start_month + 2) // 3}"
            case PeriodKind.THREE_QUARTERS:
                rest = "Q1-3"
            case PeriodKind.MONTH:
                rest = f"M{self.start_month:02d}"
            case PeriodKind.CUMULATIVE:
                rest = f"M{self.start_month:02d}-{self.end_month:02d}"
        return f"{self.start_year:04d}{rest}"

    def __repr__(self) -> str:
        return f"Period({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Period) and self._text == other._text

    def __lt__(self, other: "Period") -> bool:
        return self._key < other._key

    def __le__(self, other: "Period") -> bool:
        return self._key <= other._key

    def __gt__(self, other: "Period") -> bool:
        return self._key > other._key

    def __ge__(self, other: "Period") -> bool:
        return self._key >= other._key

    def __hash__(self) -> int:
        return hash(self._text)


def _part_of_year(match: re.Match[str]) -> tuple[PeriodKind, int, int]:
    if match["half"]:
        first = 6 * int(match["half"]) - 5
        return PeriodKind.HALF, first, first + 5
    if match["quarter"]:
        first = 3 * int(match["quarter"]) - 2
        return PeriodKind.QUARTER, first, first + 2
    if match["three"]:
        return PeriodKind.THREE_QUARTERS, 1, 9
    return PeriodKind.YEAR, 1, MONTHS_IN_YEAR
