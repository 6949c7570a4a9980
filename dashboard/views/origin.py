"""Where a download comes from: the view, the build, and every source with its files."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_date
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.sheet import Sheet
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.store.rows import BuildRow, FileRow

_COLUMNS = ("title", "publisher", "nature", "published", "file", "sha256", "licence", "citation")


class Origin(Struct, frozen=True):
    """The second sheet of a workbook.

    Attributes:
        data_name, name: names of the two sheets.
        watermark: words that mark a demonstration; empty for real data.
        lines: label and text.
        header, rows: the sources, one row per file.
    """

    data_name: str
    name: str
    watermark: str
    lines: tuple[tuple[str, str], ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def build_origin(
    catalog: Catalog, build: BuildRow, files: Sequence[FileRow], sheet: Sheet, selection: Selection
) -> Origin:
    """Where a sheet comes from.

    Args:
        catalog: the declarations that the build was made with.
        build: the build.
        files: its files.
        sheet: what is downloaded.
        selection: what the address says.
    """
    lang, say_word = selection.lang, words(selection.lang)
    declared = catalog.deployment.watermark
    as_of = format_date(build.as_of, lang) if build.as_of else say_word("export.everything")
    texts = {
        "shows": sheet.title,
        "address": to_url(selection),
        "build": build.build_id,
        "as_of": as_of,
        "basis": say_word("footer.draft"),
    }
    notes = ((say_word("export.note"), note) for note in sheet.notes)
    return Origin(
        data_name=say_word("export.data"),
        name=say_word("export.sources"),
        watermark=declared[lang] if declared else "",
        lines=(*((say_word(f"export.{key}"), text) for key, text in texts.items()), *notes),
        header=tuple(say_word(f"export.column.{name}") for name in _COLUMNS),
        rows=tuple(_row(catalog, file, lang) for file in files if file.source in sheet.sources),
    )


def _row(catalog: Catalog, file: FileRow, lang: str) -> tuple[str, ...]:
    source = catalog.sources[file.source]
    return (
        source.title[lang],
        source.publisher[lang],
        say(f"nature_{source.nature}", lang),
        file.published,
        file.path,
        file.sha256,
        source.licence[lang],
        source.citation[lang],
    )
