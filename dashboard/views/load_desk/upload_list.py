"""The load desk on 数据: where a file is brought, and how far each has come."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.load_desk.upload import Upload
from dashboard.text import words
from dashboard.views.load_desk.wording import address_of, moment, source_title, state_word
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog

_COLUMNS = ("file", "source", "by", "state")


class DeskListView(Struct, frozen=True):
    """The desk as one reader meets it.

    Attributes:
        lead: what it is for, or why the reader may not bring a file.
        may_bring: whether they may bring one.
        sources: id and title of the sources that they may bring files of.
        table: the uploads that they may open; None where there are none.
        none: what is said then.
    """

    lang: str
    lead: str
    may_bring: bool
    sources: tuple[tuple[str, str], ...]
    table: TableView | None
    none: str
    sign_in: str = ""


class DeskFacts(Struct, frozen=True):
    """What the reader may bring and open."""

    is_signed_in: bool
    may_bring: bool
    sources: tuple[str, ...]
    uploads: Sequence[Upload]


def build_desk_list(catalog: Catalog, facts: DeskFacts, lang: str, *, sign_in: str = "") -> DeskListView:
    """The desk for one reader.

    Args:
        catalog: gives the titles of sources.
        facts: what the reader may do.
        lang: ``zh`` or ``en``.
        sign_in: where a reader without a name signs in.
    """
    say = words(lang)
    if not facts.is_signed_in:
        return DeskListView(lang, say("desk.sign_in"), False, (), None, "", sign_in)
    sources = tuple((name, catalog.sources[name].title[lang]) for name in facts.sources)
    table = TableView(
        caption=say("desk.list.caption", count=len(facts.uploads)),
        columns=tuple(Column(say(f"desk.list.{name}")) for name in _COLUMNS),
        rows=tuple(_row(catalog, each, lang) for each in facts.uploads),
        lang=lang,
    )
    lead = say("desk.lead" if facts.may_bring else "desk.lead_reader")
    return DeskListView(
        lang, lead, facts.may_bring, sources, table if facts.uploads else None, say("desk.list.none")
    )


def _row(catalog: Catalog, upload: Upload, lang: str) -> tuple[Cell, ...]:
    say = words(lang)
    return (
        Cell(upload.name, address_of(upload, lang), note=say("desk.number", number=upload.id)),
        Cell(source_title(catalog, upload.source, lang)),
        Cell(upload.uploaded_by, note=moment(upload.uploaded_at, lang)),
        Cell(state_word(upload, lang)),
    )
