"""Every number that a report prints, by where it stands: what two issues are compared by."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import asdict

from dashboard.report.blocks import Figure, Table
from dashboard.report.document import Document

Standing = Literal["changed", "new", "gone", "same"]


class PrintedFigure(Struct, frozen=True):
    """A printed number.

    Attributes:
        key: where it stands; the same place has the same key in the issue of another period.
        place: table or sentence that it stands in, as printed.
        row: what it is of.
        column: which of the columns, or the sentence's indicator.
        text: as printed.
        value: the number behind the text at full precision.
    """

    key: str
    place: str
    row: str
    column: str
    text: str
    value: float | None


class Compared(Struct, frozen=True):
    """One place in two issues."""

    standing: Standing
    before: PrintedFigure | None
    after: PrintedFigure | None

    @property
    def shown(self) -> PrintedFigure:
        """The number that tells where it stands."""
        found = self.after or self.before
        if found is None:
            raise ValueError("neither issue has it")
        return found


def printed_figures(document: Document) -> tuple[PrintedFigure, ...]:
    """Every number of the tables and of the text, each place once."""
    counted: Counter[str] = Counter()
    found = []
    for one in (*_of_tables(document.tables()), *_of_text(document)):
        counted[one.key] += 1
        number = counted[one.key]
        found.append(one if number == 1 else PrintedFigure(**{**asdict(one), "key": f"{one.key}#{number}"}))
    return tuple(found)


def _of_tables(tables: Iterable[Table]) -> Iterator[PrintedFigure]:
    for table in tables:
        named = ""
        for cells in table.rows:
            named = cells[0].text or named
            for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
                if cell.value is not None:
                    told = " ".join(part for part in (column.title, column.unit) if part)
                    key = f"{table.name}|{named}|{place}"
                    yield PrintedFigure(key, table.caption, named, told, cell.text, cell.value)


def _of_text(document: Document) -> Iterator[PrintedFigure]:
    for sentence, figure in document.figures():
        key = "text|" + "+".join(f"{trace.table}:{trace.name}@{trace.region}" for trace in figure.traces)
        yield PrintedFigure(key, sentence, _regions(figure), _names(figure), figure.text, figure.value)


def _names(figure: Figure) -> str:
    return ", ".join(dict.fromkeys(trace.name for trace in figure.traces))


def _regions(figure: Figure) -> str:
    return ", ".join(dict.fromkeys(trace.region for trace in figure.traces))


def compare_printed(before: Iterable[PrintedFigure], after: Iterable[PrintedFigure]) -> tuple[Compared, ...]:
    """Place by place what two issues print, in the order of the later one, then what it no longer has."""
    earlier = {one.key: one for one in before}
    compared = []
    for one in after:
        was = earlier.pop(one.key, None)
        standing: Standing = "new" if was is None else "same" if was.text == one.text else "changed"
        compared.append(Compared(standing, was, one))
    return (*compared, *(Compared("gone", was, None) for was in earlier.values()))


def figures_json(figures: tuple[PrintedFigure, ...]) -> str:
    """The numbers as text."""
    return json.dumps([asdict(one) for one in figures], ensure_ascii=False, separators=(",", ":"))


def read_figures(text: str) -> tuple[PrintedFigure, ...]:
    """The numbers of a text that :func:`figures_json` wrote."""
    return tuple(PrintedFigure(**one) for one in json.loads(text))
