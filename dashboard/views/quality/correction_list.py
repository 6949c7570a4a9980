"""Known errors of the sources: what stands in the cell, what is used instead, why, and who reported it."""

from collections.abc import Sequence

from dashboard.format import DASH, format_date, format_exact, format_period
from dashboard.text import Lang, words
from dashboard.views.challenge_words import place_name
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import Period
from etl.model.sheet import cell_name
from etl.store.quality_rows import CorrectionRow

_COLUMNS = ("place", "figure", "reported", "corrected", "reason", "by", "cell")
_NUMBERS = frozenset({"reported", "corrected"})
_SHEET = (
    "id", "place", "code", "series", "period", "action", "reported", "corrected", "corrected_place", "reason",
    "by", "reported_on", "source", "cell",
)  # fmt: skip


def build_correction_list(
    catalog: Catalog, corrections: Sequence[CorrectionRow], lang: Lang, csv_address: str
) -> OfferedTable:
    """Every corrected figure of the build; that there is none is said too.

    Args:
        catalog: the declarations.
        corrections: all of the build.
        lang: language of the words.
        csv_address: where they can be downloaded.
    """
    say_word = words(lang)
    caption = say_word("data.corrections.caption", count=f"{len(corrections):,}")
    table = TableView(
        caption=caption,
        columns=tuple(Column(say_word(f"data.corrections.{name}"), name in _NUMBERS) for name in _COLUMNS),
        rows=tuple(_row(catalog, row, lang) for row in corrections),
        lang=lang,
        csv_address=csv_address,
        notes=(say_word("data.corrections.note"),),
    )
    sheet = Sheet(
        caption,
        tuple(say_word(f"data.corrections.{name}") for name in _SHEET),
        tuple(_raw(catalog, row, lang) for row in corrections),
        tuple(dict.fromkeys(row.source for row in corrections)),
    )
    return OfferedTable(lang, table if corrections else None, sheet, say_word("data.corrections.none"))


def _row(catalog: Catalog, row: CorrectionRow, lang: Lang) -> tuple[Cell, ...]:
    moved = row.corrected_region != row.region
    place = place_name(catalog, row.corrected_region, lang)
    return (
        Cell(place_name(catalog, row.region, lang)),
        Cell(catalog.series[row.series].name[lang], note=format_period(Period.parse(row.period), lang)),
        Cell(format_exact(row.reported)),
        Cell(
            DASH if row.corrected is None else format_exact(row.corrected),
            note=_action(row, lang) + (f" → {place}" if moved else ""),
        ),
        Cell(_reason(row, lang)),
        Cell(row.reported_by, note=format_date(row.reported_on, lang)),
        Cell(_place(row), note=catalog.sources[row.source].title[lang]),
    )


def _raw(catalog: Catalog, row: CorrectionRow, lang: Lang) -> tuple[Value, ...]:
    return (
        row.correction,
        place_name(catalog, row.region, lang),
        row.region,
        catalog.series[row.series].name[lang],
        row.period,
        _action(row, lang),
        row.reported,
        row.corrected,
        place_name(catalog, row.corrected_region, lang),
        _reason(row, lang),
        row.reported_by,
        row.reported_on.isoformat(),
        catalog.sources[row.source].title[lang],
        _place(row),
    )


def _action(row: CorrectionRow, lang: Lang) -> str:
    return say(f"correction_action_{row.action}", lang)


def _reason(row: CorrectionRow, lang: Lang) -> str:
    return row.reason_en if lang == "en" else row.reason_zh


def _place(row: CorrectionRow) -> str:
    return f"{row.cell.file} {row.cell.sheet}!{cell_name(row.cell.row, row.cell.column)}"
