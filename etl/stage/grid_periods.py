"""The period of an untidy table: fixed, in the title, the name of file or sheet, the headings, a column."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from etl.model.grid import GridPeriod, YearPlace
from etl.model.period import Period
from etl.stage.cells import Cells
from etl.stage.grid_heading import table_changed
from etl.stage.period_words import PeriodReader, SaidPeriods, periods_said, spelled_period, words_of_period
from etl.stage.possible_periods import PeriodLimits
from etl.stage.words import normal

_SHOWN = 5


class PeriodPlaces(Struct, frozen=True):
    """Where the period of one sheet can stand.

    Attributes:
        cells: the sheet.
        declared: where it stands.
        first_row: 0-based row of the headings; titles stand above it.
        limits: of which periods the file can speak.
        is_flow: whether any figure of the table runs through its period.
    """

    cells: Cells
    declared: GridPeriod
    first_row: int
    limits: PeriodLimits
    is_flow: bool

    def of_table(self) -> Period | None:
        """The one period of the whole table; None where headings or a column say it.

        Raises:
            TableChanged: its place names no period, several, or one of which the file cannot speak.
        """
        if self.declared.place in ("heading", "column"):
            return None
        if self.declared.fixed is not None:
            return self._possible(self.declared.fixed, {"A1": str(self.declared.fixed)})
        texts = dict(self._texts(self.declared.place))
        said = self._said(texts.values())
        if said.only is not None:
            return self._possible(said.only, texts)
        shown = ", ".join(f"{place} {text!r}" for place, text in list(texts.items())[:_SHOWN]) or "—"
        place = self._place(self.declared.place)
        if said.unclear:
            words = ", ".join(said.unclear)
            raise table_changed(self.cells, "period_unclear", place, found=shown, words=words)
        if said.periods:
            periods = ", ".join(map(str, said.periods))
            raise table_changed(self.cells, "several_periods", place, found=shown, periods=periods)
        raise table_changed(self.cells, "no_period", place, found=shown)

    def reader(self) -> PeriodReader:
        """A reader of the texts that name a period, with the year put before those that name none.

        Raises:
            TableChanged: the place of the year names none.
        """
        return spelled_period(self.declared.spellings, self._year(self.declared.year))

    def _possible(self, period: Period, texts: dict[str, str]) -> Period:
        """The period, if the file can speak of it; else the table is refused at the text that names it."""
        fault = self.limits.fault_of(period, is_flow=self.is_flow)
        if fault is None:
            return period
        naming = {
            place: text for place, text in texts.items() if period in self._said([text]).periods
        } or texts
        place, said = next(iter((naming or texts).items()))
        place = {"file": "file name", "sheet": "sheet name"}.get(place, place)
        raise table_changed(self.cells, fault[0], place, found=said, **fault[1])

    def _said(self, texts: Iterable[str]) -> SaidPeriods:
        """What lines of one place name together: each a period as a whole, else what stands in it."""
        read, texts = self.reader(), list(texts)
        whole = {period for text in texts if (period := read(text)) is not None}
        if self.declared.spellings:  # a declared spelling says how the text must look
            return SaidPeriods(tuple(sorted(whole)))
        lines = [text for text in texts if read(text) is None]
        return periods_said([*lines, *map(words_of_period, whole)], self._year(self.declared.year))

    def _year(self, declared: YearPlace | None) -> int | None:
        if declared is None or declared.fixed is not None:
            return declared.fixed if declared else None
        texts = dict(self._texts(declared.place))
        years = {int(m[1]) for text in texts.values() for m in re.finditer(declared.pattern, text)}
        if len(years) == 1:
            return years.pop()
        said = ", ".join(f"{place} {text!r}" for place, text in list(texts.items())[:_SHOWN]) or "—"
        place = self._place(declared.place)
        raise table_changed(self.cells, "no_year", place, found=said, pattern=declared.pattern)

    def _place(self, place: str) -> str:
        if place == "title" and self.first_row:
            return f"A1:{self.cells.address(self.first_row - 1, self.cells.width - 1)}"
        return {"file": "file name", "sheet": "sheet name"}.get(place, "A1")

    def _texts(self, place: str) -> Iterator[tuple[str, str]]:
        """What stands in a place, each text with its address."""
        if place == "sheet":
            yield "sheet", normal(self.cells.sheet.name)
        elif place == "file":
            yield "file", normal(self.cells.sheet.file.rpartition("/")[2].rpartition(".")[0])
        else:
            for row in range(self.first_row):
                for column, text in enumerate(self.cells.texts(row)):
                    if text:
                        yield self.cells.address(row, column), text
