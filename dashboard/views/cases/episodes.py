"""Restrictions of the past, as public documents and the press of the day record them: none is a case here."""

import json
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from dashboard.format import dates_in_words
from dashboard.text import Lang, words
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.model.episode import PlacePart
from etl.store.rows import RecordRow

_MAY_BREAK: Final = "\N{ZERO WIDTH SPACE}"
_COLUMNS: Final = ("place", "instrument", "from", "to", "scope", "condition", "source")


class Episode(Struct, frozen=True):
    """A restriction of the past.

    Attributes:
        place, instrument, start, end, scope, condition, source: as recorded, or
            what that means in the language of the reader; empty where nothing is recorded.
        file: name of the file that records it.
        row: its row in the file, from 1.
        parts: the places in the province that it was about; empty where it was elsewhere.
        is_placed: whether the catalogue says what the place is.
    """

    place: str
    instrument: str
    start: str
    end: str
    scope: str
    condition: str
    source: str
    file: str
    row: int
    parts: tuple[PlacePart, ...]
    is_placed: bool


def read_episodes(catalog: Catalog, records: Sequence[RecordRow], lang: Lang) -> tuple[Episode, ...]:
    """The rows of the register in the reader's language, each with the regions that its words mean."""
    return tuple(_read(catalog, row, lang) for row in records)


def _read(catalog: Catalog, row: RecordRow, lang: Lang) -> Episode:
    told = {name: str(text or "") for name, text in json.loads(row.fields).items()}
    placed = catalog.episode_places.get(told["place"])
    if placed and lang == "en":
        told |= {"place": placed.en, **placed.words}
    elif placed:
        told |= placed.words_zh
    return Episode(
        place=told["place"],
        instrument=told["instrument"],
        start=dates_in_words(told["start"], lang),
        end=dates_in_words(told.get("end", ""), lang),
        scope=told["scope"],
        condition=told.get("lift_condition", ""),
        source=dates_in_words(told.get("source", ""), lang),
        file=PurePosixPath(row.cell.file).name,
        row=row.cell.row,
        parts=placed.parts if placed else (),
        is_placed=placed is not None,
    )


def where_recorded(episode: Episode, lang: Lang) -> str:
    """File and row of the record."""
    return words(lang)("case.ledger.recorded", file=episode.file, row=episode.row)


def build_history(episodes: Sequence[Episode], lang: Lang) -> TableView | None:
    """The table of the past; None where no records are held."""
    if not episodes:
        return None
    say = words(lang)
    return TableView(
        caption=say("case.ledger.caption_history", count=len(episodes)),
        columns=tuple(Column(say(f"case.ledger.{name}")) for name in _COLUMNS),
        rows=tuple(_row(episode, lang) for episode in episodes),
        lang=lang,
        notes=(say("case.ledger.history_note"),),
    )


def _row(episode: Episode, lang: Lang) -> tuple[Cell, ...]:
    unknown = words(lang)("case.ledger.unknown")
    return (
        Cell(episode.place),
        Cell(episode.instrument),
        Cell(episode.start),
        Cell(episode.end or unknown),
        Cell(episode.scope),
        Cell(episode.condition or unknown),
        Cell(
            episode.source or words(lang)("case.ledger.no_source"),
            note=where_recorded(episode, lang).replace("_", f"_{_MAY_BREAK}"),
        ),
    )
