"""What was not taken in: file, sheet, cell, text, reason and what to do."""

import json
from collections import Counter
from collections.abc import Sequence

from dashboard.address import to_url
from dashboard.format import format_date
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.quality.browse import BrowseView, Chooser, chooser, page_of
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.sheet import cell_name
from etl.store.rows import FileRow, RejectedRow

_COLUMNS = ("file", "cell", "found", "reason")
_SHEET = ("source", "file", "sheet", "cell", "found", "code", "reason", "published")


def reason_of(row: RejectedRow, lang: Lang) -> str:
    """Why a cell was not taken in, and what to do about it."""
    return say(f"reject_{row.code}", lang, found=row.found, **json.loads(row.facts))


def build_reject_list(
    catalog: Catalog,
    rejected: Sequence[RejectedRow],
    files: Sequence[FileRow],
    selection: Selection,
    csv_address: str,
) -> BrowseView:
    """The rejected cells that the address leaves.

    Args:
        catalog: the declarations.
        rejected: all of the build.
        files: the files of the build.
        selection: what the address says: ``source``, ``kind``.
        csv_address: where they can be downloaded.
    """
    lang, say_word = selection.lang, words(selection.lang)
    rows = [
        row
        for row in rejected
        if selection.source in {None, row.source} and selection.kind in {None, row.code}
    ]
    shown, pager = page_of(rows, selection)
    table = TableView(
        caption=say_word("data.rejects.caption", count=f"{len(rows):,}"),
        columns=tuple(Column(say_word(f"data.rejects.{name}")) for name in _COLUMNS),
        rows=tuple(_row(catalog, row, lang) for row in shown),
        lang=lang,
        csv_address=csv_address,
    )
    return BrowseView(
        lang=lang,
        title=say_word("data.sections.rejects"),
        lead=(say_word("data.rejects.lead", count=f"{len(rejected):,}"), say_word("data.rejects.rule")),
        present=to_url(selection),
        choosers=_choosers(catalog, rejected, selection) if rejected else (),
        table=table if rows else None,
        empty=say_word("data.rejects.none"),
        pager=pager,
        make_sheet=lambda: _sheet(catalog, rows, files, table.caption, lang),
    )


def _choosers(catalog: Catalog, rejected: Sequence[RejectedRow], selection: Selection) -> tuple[Chooser, ...]:
    lang, say_word = selection.lang, words(selection.lang)
    sources = Counter(row.source for row in rejected)
    codes = Counter(row.code for row in rejected)
    return (
        chooser(
            selection,
            "source",
            say_word("data.rejects.source"),
            [
                (
                    name,
                    say_word("data.choose.counted", name=catalog.sources[name].title[lang], count=count),
                    "",
                )
                for name, count in sources.most_common()
            ],
            say_word("data.choose.all_sources"),
        ),
        chooser(
            selection,
            "kind",
            say_word("data.rejects.code"),
            [
                (code, say_word("data.choose.counted", name=say_word(f"data.reject.{code}"), count=count), "")
                for code, count in codes.most_common()
            ],
            say_word("data.choose.all_kinds"),
        ),
    )


def _row(catalog: Catalog, row: RejectedRow, lang: Lang) -> tuple[Cell, ...]:
    at = row.cell
    return (
        Cell(at.file, note=catalog.sources[row.source].title[lang]),
        Cell(f"{at.sheet}!{cell_name(at.row, at.column)}"),
        Cell(row.found or words(lang)("data.rejects.blank")),
        Cell(reason_of(row, lang)),
    )


def _sheet(
    catalog: Catalog, rows: Sequence[RejectedRow], files: Sequence[FileRow], title: str, lang: Lang
) -> Sheet:
    published = {file.path: format_date(file.known_from, lang) for file in files}
    return Sheet(
        title,
        tuple(words(lang)(f"data.rejects.{name}") for name in _SHEET),
        tuple(
            (
                catalog.sources[row.source].title[lang],
                row.cell.file,
                row.cell.sheet,
                cell_name(row.cell.row, row.cell.column),
                row.found,
                words(lang)(f"data.reject.{row.code}"),
                reason_of(row, lang),
                published.get(row.cell.file),
            )
            for row in rows
        ),
        tuple(dict.fromkeys(row.source for row in rows)),
    )
