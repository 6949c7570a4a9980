"""The batches of a tier as the ministry published them, and what is known of our own regions in each."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from dashboard.format import format_number, format_period, format_quantity
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.store.rows import ValueRow

BATCHES: Final = "little_giant_batch_count"


class Batch(Struct, frozen=True):
    """One batch: its number counted from the first, its year, its count."""

    number: int
    year: int
    count: int
    label: str


class BatchesView(Struct, frozen=True):
    """The batches of the whole country, and the own regions' shares where they were published."""

    words: ChartWords
    batches: tuple[Batch, ...]
    own: tuple[str, ...]
    sheet: Sheet


def build_batches_view(
    catalog: Catalog, values: Iterable[ValueRow], lang: str, csv_address: str
) -> BatchesView | None:
    """The batches; None where the build holds none.

    Args:
        catalog: the declarations.
        values: values of the indicator of batches.
        lang: language of the words.
        csv_address: where the table can be downloaded.
    """
    rows = [row for row in values if row.indicator == BATCHES and row.value is not None]
    nation = catalog.home.parent
    country = sorted((r for r in rows if r.region == nation), key=lambda row: Period.parse(row.period))
    own = sorted((r for r in rows if r.region != nation), key=lambda r: (Period.parse(r.period), r.region))
    if not country and not own:
        return None
    say_word = words(lang)
    batches = tuple(
        Batch(
            number,
            Period.parse(row.period).end_year,
            round(row.value or 0),
            say_word("gradient.batches.batch", number=number, year=Period.parse(row.period).end_year),
        )
        for number, row in enumerate(country, start=1)
    )
    caption = say_word("gradient.batches.caption")
    columns = (
        Column(say_word("gradient.batches.column.batch")),
        Column(say_word("controls.region")),
        Column(say_word("gradient.batches.column.count"), True),
    )
    raw = (
        *((batch.label, catalog.regions[nation or ""].name[lang], batch.count) for batch in batches),
        *(_own_row(catalog, row, lang) for row in own),
    )
    note = say_word("gradient.batches.note")
    sources = catalog.sources_of(BATCHES)
    table = TableView(
        caption,
        columns,
        tuple((Cell(name), Cell(region), Cell(format_number(count))) for name, region, count in raw),
        lang,
        csv_address,
    )
    return BatchesView(
        words=ChartWords(
            lang,
            _title(batches, lang),
            axis=caption,
            source=sources_line(catalog, sources, lang),
            notes=(note,),
            table=table,
        ),
        batches=batches,
        own=tuple(_told(catalog, row, lang) for row in own) if len(own) <= _MOST_TOLD else (),
        sheet=Sheet(caption, tuple(column.title for column in columns), raw, sources, (note,)),
    )


_MOST_TOLD: Final = 8


def _title(batches: Sequence[Batch], lang: str) -> str:
    if not batches:
        return words(lang)("gradient.batches.caption")
    total = sum(batch.count for batch in batches)
    last = batches[-1]
    return words(lang)(
        "gradient.batches.title",
        count=len(batches),
        total=format_number(total),
        last=format_number(last.count),
        year=last.year,
    )


def _own_row(catalog: Catalog, row: ValueRow, lang: str) -> tuple[str, str, int]:
    period = format_period(Period.parse(row.period), lang)
    return period, catalog.regions[row.region].name[lang], round(row.value or 0)


def _told(catalog: Catalog, row: ValueRow, lang: str) -> str:
    period, region, count = _own_row(catalog, row, lang)
    return words(lang)(
        "gradient.batches.own",
        period=period,
        region=region,
        count=format_quantity(count, words(lang)("gradient.firm"), lang),
    )
