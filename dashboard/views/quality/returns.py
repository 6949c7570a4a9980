"""The calendar of returns on the day of the data: what is owed, what came, who has to be chased."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_date, format_number, format_period
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.challenge_words import place_name
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.model.due_return import Arrival, DueReturn, Owed, ReturnState
from etl.model.period import Period
from etl.store.quality_rows import ArrivalRow

STATES = (
    ReturnState.RECEIVED,
    ReturnState.PARTIAL,
    ReturnState.LATE,
    ReturnState.REFUSED,
    ReturnState.MISSING,
    ReturnState.NOT_DUE,
)
_CHASED = (ReturnState.MISSING, ReturnState.REFUSED, ReturnState.LATE, ReturnState.PARTIAL)


class ReturnBook(Struct, frozen=True, dict=True):
    """Everything that is owed of one return."""

    declared: DueReturn
    owed: tuple[Owed, ...]

    def of_year(self, year: int) -> "ReturnBook":
        """What is owed for the periods of a year."""
        return ReturnBook(self.declared, tuple(one for one in self.owed if one.period.end_year == year))

    def among(self, codes: frozenset[str] | None) -> "ReturnBook":
        """What some regions owe; None for all."""
        if codes is None:
            return self
        return ReturnBook(self.declared, tuple(one for one in self.owed if one.region in codes))

    @cached_property
    def counts(self) -> Mapping[ReturnState, int]:
        """How many returns stand how."""
        return Counter(one.state for one in self.owed)

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the periods owed, latest first."""
        return tuple(sorted({one.period.end_year for one in self.owed}, reverse=True))


def build_book(
    declared: DueReturn, owing: Sequence[str], arrivals: Iterable[ArrivalRow], day: date
) -> ReturnBook:
    """What is owed of one return on a day.

    Args:
        declared: the return.
        owing: codes of the regions that owe it, as far as the reader sees them.
        arrivals: what came of it.
        day: the day on which the data stand.
    """
    came = {(row.region, row.period): Arrival(row.first_known, row.series, row.refused) for row in arrivals}
    return ReturnBook(declared, tuple(declared.owed(owing, came, day)))


def to_chase(books: Iterable[ReturnBook]) -> list[Owed]:
    """Missing returns of all books, the latest period first."""
    missing = [one for book in books for one in book.owed if one.state is ReturnState.MISSING]
    return sorted(missing, key=lambda one: (one.due, one.region), reverse=True)


def chased_of(book: ReturnBook) -> list[Owed]:
    """What of one return is not in order: missing, refused, late, incomplete; latest period first."""
    found = [one for one in book.owed if one.state in _CHASED]
    found.sort(key=lambda one: (one.period, one.region), reverse=True)
    return sorted(found, key=lambda one: _CHASED.index(one.state))


def grid_address(selection: Selection, one: Owed) -> str:
    """Where a return is seen among those of its year."""
    page = Selection("data", selection.lang, section="coverage", due=one.declared.id)
    return to_url(page.to(period=Period.of_year(one.period.end_year)))


def owed_table(
    catalog: Catalog, owed: Sequence[Owed], selection: Selection, caption: str, csv_address: str | None = None
) -> TableView:
    """Returns one by one: who, which, until when, what became of it."""
    say_word = words(selection.lang)
    columns = ("region", "period", "return", "state", "due", "days")
    return TableView(
        caption=caption,
        columns=tuple(Column(say_word(f"data.owed.{name}"), name == "days") for name in columns),
        rows=tuple(_row(catalog, one, selection) for one in owed),
        lang=selection.lang,
        csv_address=csv_address,
    )


def _row(catalog: Catalog, one: Owed, selection: Selection) -> tuple[Cell, ...]:
    lang = selection.lang
    region = to_url(Selection("region", lang, region=one.region))
    return (
        Cell(place_name(catalog, one.region, lang), region),
        Cell(format_period(one.period, lang)),
        Cell(one.declared.name[lang], grid_address(selection, one)),
        Cell(state_word(one, lang)),
        Cell(format_date(one.due, lang)),
        Cell(format_number(one.days_late) if one.days_late > 0 else DASH),
    )


def state_word(one: Owed, lang: Lang) -> str:
    """How a return stands, in words: 缺报, 迟报（2026年7月30日到）, 不全（缺1项）."""
    day = format_date(one.arrival.first, lang) if one.arrival else ""
    return words(lang)(f"data.state.{one.state}", day=day, lacking=one.lacking)


def owed_sheet(catalog: Catalog, owed: Sequence[Owed], title: str, lang: Lang) -> Sheet:
    """The same returns for download."""
    say_word = words(lang)
    columns = ("code", "region", "period", "return", "collector", "state", "due", "came", "days", "document")
    return Sheet(
        title,
        tuple(say_word(f"data.owed.{name}") for name in columns),
        tuple(_sheet_row(catalog, one, lang) for one in owed),
        tuple(dict.fromkeys(one.declared.source for one in owed)),
    )


def _sheet_row(catalog: Catalog, one: Owed, lang: Lang) -> tuple[Value, ...]:
    return (
        one.region,
        place_name(catalog, one.region, lang),
        str(one.period),
        one.declared.name[lang],
        catalog.sources[one.declared.source].publisher[lang],
        words(lang)(f"data.state_word.{one.state}"),
        one.due.isoformat(),
        one.arrival.first.isoformat() if one.arrival else None,
        max(one.days_late, 0),
        one.declared.document,
    )


def summary_table(
    catalog: Catalog, books: Sequence[ReturnBook], year: int, selection: Selection, csv_address: str | None
) -> TableView:
    """Every return of a year: who owes it to whom, until when, how many stand how."""
    lang, say_word = selection.lang, words(selection.lang)
    heads = [Column(say_word(f"data.summary.{name}")) for name in ("return", "collector", "due")]
    counts = [Column(say_word(f"data.state_word.{state}"), is_numeric=True) for state in STATES]
    return TableView(
        caption=say_word("data.summary.caption", year=format_period(Period.of_year(year), lang)),
        columns=(*heads, *counts),
        rows=tuple(_summary_row(catalog, book, year, selection) for book in books),
        lang=lang,
        csv_address=csv_address,
        notes=(say_word("data.summary.note"),),
    )


def _summary_row(catalog: Catalog, book: ReturnBook, year: int, selection: Selection) -> tuple[Cell, ...]:
    lang, declared = selection.lang, book.declared
    page = Selection("data", lang, section="coverage", due=declared.id, period=Period.of_year(year))
    return (
        Cell(declared.name[lang], to_url(page), note=declared.document or ""),
        Cell(catalog.sources[declared.source].publisher[lang]),
        Cell(words(lang)("data.summary.days", days=declared.due_days)),
        *(Cell(f"{book.counts[state]:,}") for state in STATES),
    )


def summary_sheet(catalog: Catalog, books: Sequence[ReturnBook], year: int, lang: Lang) -> Sheet:
    """The same for download."""
    say_word = words(lang)
    heads = [say_word(f"data.summary.{name}") for name in ("return", "collector", "due")]
    return Sheet(
        say_word("data.summary.caption", year=format_period(Period.of_year(year), lang)),
        (*heads, *(say_word(f"data.state_word.{state}") for state in STATES)),
        tuple(
            (
                book.declared.name[lang],
                catalog.sources[book.declared.source].publisher[lang],
                say_word("data.summary.days", days=book.declared.due_days),
                *(book.counts[state] for state in STATES),
            )
            for book in books
        ),
        tuple(dict.fromkeys(book.declared.source for book in books)),
    )
