"""Where the data come from: every source with what it sent, and the files of one source with their hashes."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_date, format_period
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.quality.browse import BrowseView, Chooser, chooser, known, page_of
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import Period
from etl.store.quality_rows import SourceRow
from etl.store.rows import FileRow, StageCountRow

_COLUMNS = ("title", "publisher", "last", "rows", "rows_in", "in_use", "covers", "licence")
_NUMERIC = frozenset({"rows", "in_use"})
_SHEET = (
    "id", "title", "publisher", "nature", "files", "first", "last", "rows_in", "kept", "rejected", "left_out",
    "in_use", "gaps", "series", "regions", "covers", "licence", "citation", "caution",
)  # fmt: skip
_FILES = ("path", "published", "known", "used", "sha256")
_STAGE = "stage"


class Shipments(Struct, frozen=True):
    """What the sources sent.

    Attributes:
        sources: one row per source.
        files: all files.
        counts: rows in, kept, rejected and left out by source.
    """

    sources: Sequence[SourceRow]
    files: Sequence[FileRow]
    counts: Sequence[StageCountRow]

    def count_of(self, source: str) -> StageCountRow:
        """Conservation of rows of one source."""
        found = next((row for row in self.counts if (row.stage, row.source) == (_STAGE, source)), None)
        return found or StageCountRow(_STAGE, source, 0, 0, 0, 0)


def conserved(count: StageCountRow, lang: Lang, key: str = "conserved") -> str:
    """Rows in = kept + rejected + left out: ``345 = 345 + 0 + 0``; in words as ``conserved_told``."""
    parts = (count.rows_in, count.rows_kept, count.rows_rejected, count.rows_left_out)
    rows_in, kept, rejected, left_out = (f"{number:,}" for number in parts)
    return words(lang)(
        f"data.sources.{key}", rows_in=rows_in, kept=kept, rejected=rejected, left_out=left_out
    )


def sources_table(
    catalog: Catalog, shipments: Shipments, selection: Selection, csv_address: str | None
) -> TableView:
    """Every source in one line."""
    lang, say_word = selection.lang, words(selection.lang)
    columns = ("title", "publisher", "last", "rows", "in_use", "covers", "licence")
    return TableView(
        caption=say_word("data.sources.caption", count=len(shipments.sources)),
        columns=tuple(Column(say_word(f"data.sources.{name}"), name in _NUMERIC) for name in columns),
        rows=tuple(_row(catalog, row, shipments, lang) for row in shipments.sources),
        lang=lang,
        csv_address=csv_address,
        notes=(say_word("data.sources.note"),),
    )


def _row(catalog: Catalog, row: SourceRow, shipments: Shipments, lang: Lang) -> tuple[Cell, ...]:
    source = catalog.sources[row.source]
    page = Selection("data", lang, section="sources", source=row.source)
    return (
        Cell(source.title[lang], to_url(page), note=say(f"nature_{source.nature}", lang)),
        Cell(source.publisher[lang]),
        Cell(format_date(row.last_known, lang), note=words(lang)("data.sources.files_told", count=row.files)),
        Cell(conserved(shipments.count_of(row.source), lang)),
        Cell(f"{row.in_use:,}"),
        Cell(covered(row, lang)),
        Cell(source.licence[lang]),
    )


def covered(row: SourceRow, lang: Lang) -> str:
    """First to last period that a source holds figures of."""
    if row.first_period is None or row.last_period is None:
        return DASH
    first, last = (format_period(Period.parse(text), lang) for text in (row.first_period, row.last_period))
    return first if first == last else words(lang)("data.sources.from_to", first=first, last=last)


def sources_sheet(catalog: Catalog, shipments: Shipments, lang: Lang) -> Sheet:
    """Every source for download; the files stand on the second sheet of a workbook."""
    return Sheet(
        words(lang)("data.sources.caption", count=len(shipments.sources)),
        tuple(words(lang)(f"data.sources.{name}") for name in _SHEET),
        tuple(_sheet_row(catalog, row, shipments, lang) for row in shipments.sources),
        tuple(row.source for row in shipments.sources),
    )


def _sheet_row(catalog: Catalog, row: SourceRow, shipments: Shipments, lang: Lang) -> tuple[Value, ...]:
    source, count = catalog.sources[row.source], shipments.count_of(row.source)
    return (
        row.source,
        source.title[lang],
        source.publisher[lang],
        say(f"nature_{source.nature}", lang),
        row.files,
        row.first_known.isoformat(),
        row.last_known.isoformat(),
        count.rows_in,
        count.rows_kept,
        count.rows_rejected,
        count.rows_left_out,
        row.in_use,
        row.gaps,
        row.series,
        row.regions,
        covered(row, lang),
        source.licence[lang],
        source.citation[lang],
        source.caution[lang] if source.caution else None,
    )


def build_source_list(
    catalog: Catalog, shipments: Shipments, selection: Selection, csv_address: str
) -> BrowseView:
    """All sources; or the files of the one that the address names.

    Args:
        catalog: the declarations.
        shipments: what the sources sent.
        selection: what the address says.
        csv_address: where the table can be downloaded.
    """
    lang, say_word = selection.lang, words(selection.lang)
    entries = [(row.source, catalog.sources[row.source].title[lang], "") for row in shipments.sources]
    choice = chooser(
        selection, "source", say_word("data.sources.title"), entries, say_word("data.choose.all_sources")
    )
    if selection.source is not None:
        return _one(catalog, shipments, selection, csv_address, choice)
    return BrowseView(
        lang=lang,
        title=say_word("data.sections.sources"),
        lead=(_lead(shipments, lang),),
        present=to_url(selection),
        choosers=(choice,),
        table=sources_table(catalog, shipments, selection, csv_address),
        empty="",
        pager=None,
        make_sheet=lambda: sources_sheet(catalog, shipments, lang),
    )


def _lead(shipments: Shipments, lang: Lang) -> str:
    staged = [row for row in shipments.counts if row.stage == _STAGE]
    total = StageCountRow(
        _STAGE,
        "",
        sum(row.rows_in for row in staged),
        sum(row.rows_kept for row in staged),
        sum(row.rows_rejected for row in staged),
        sum(row.rows_left_out for row in staged),
    )
    told = conserved(total, lang, "conserved_told")
    return words(lang)(
        "data.sources.lead", sources=len(shipments.sources), files=len(shipments.files), rows=told
    )


def _one(
    catalog: Catalog, shipments: Shipments, selection: Selection, csv_address: str, choice: Chooser
) -> BrowseView:
    lang, say_word = selection.lang, words(selection.lang)
    name = known(catalog.sources, selection.source or "")
    source = catalog.sources[name]
    files = sorted(
        (file for file in shipments.files if file.source == name),
        key=lambda file: (file.known_from, file.path),
        reverse=True,
    )
    shown, pager = page_of(files, selection)
    caption = say_word("data.files.caption", title=source.title[lang], count=len(files))
    lead = [
        say_word(
            "data.files.lead", publisher=source.publisher[lang], nature=say(f"nature_{source.nature}", lang)
        ),
        say_word("data.files.rows", rows=conserved(shipments.count_of(name), lang, "conserved_told")),
        say_word("data.files.licence", licence=source.licence[lang]),
        say_word("data.files.citation", citation=source.citation[lang]),
    ]
    if source.caution:
        lead.append(say_word("data.files.caution", caution=source.caution[lang]))
    table = TableView(
        caption=caption,
        columns=tuple(Column(say_word(f"data.files.{column}")) for column in _FILES),
        rows=tuple(tuple(Cell(text) for text in _file(file, lang)) for file in shown),
        lang=lang,
        csv_address=csv_address,
    )
    return BrowseView(
        lang=lang,
        title=source.title[lang],
        lead=tuple(lead),
        present=to_url(selection),
        choosers=(choice,),
        table=table if files else None,
        empty=say_word("data.files.none"),
        pager=pager,
        make_sheet=lambda: Sheet(
            caption,
            tuple(say_word(f"data.files.{column}") for column in _FILES),
            tuple(_file(file, lang) for file in files),
            (name,),
        ),
    )


def _file(file: FileRow, lang: Lang) -> tuple[str, ...]:
    return (
        file.path,
        file.published,
        format_date(file.known_from, lang),
        words(lang)("data.files.is_used" if file.used else "data.files.not_used"),
        file.sha256,
    )
