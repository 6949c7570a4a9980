"""The register: firms one by one with tier, term and state of the title; searched by name, pinyin or code."""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_date, format_number
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.name_search import Readings, is_meant
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.tiers.shared_rows import TierScene
from etl.catalog.catalog import Catalog
from etl.model.region import Region
from etl.model.title import TitleState
from etl.store.rows import RecordRow, TitleStateRow

NAME_LISTS: Final = ("single_champion",)
"""Registers that name firms without dates: lists as published, in which nothing can be counted as valid."""

_COLUMNS: Final = ("firm", "region", "tier", "batch", "recognised", "valid_to", "state", "cited")
_LIST_COLUMNS: Final = ("firm", "region", "batch", "kind", "cited")
_MOST_SHOWN: Final = 30
_URGENCY: Final = (  # who has to act first
    TitleState.REVIEW_PENDING,
    TitleState.EXPIRING,
    TitleState.VALID,
    TitleState.LAPSED,
    TitleState.REVOKED,
    TitleState.MERGED,
    TitleState.MOVED_AWAY,
)


class RegisterView(Struct, frozen=True):
    """The firms found.

    Attributes:
        found: how many titles were found, in words.
        table: the first of them; None where nothing was found.
        more: how many are left to the download.
        find: what was searched for.
        present: address of the list without a search.
        lists: lists that name firms without dates.
    """

    lang: str
    found: str
    table: TableView | None
    sheet: Sheet
    more: str
    find: str
    present: str
    lists: tuple[TableView, ...]


def build_register_view(
    catalog: Catalog,
    scene: TierScene,
    states: Sequence[TitleStateRow],
    *,
    lists: Iterable[RecordRow],
    readings: Readings,
    selection: Selection,
    csv_address: str,
) -> RegisterView:
    """The firms of the region looked at; of the tier that the address names, else of all.

    Args:
        catalog: the declarations.
        scene: region and register.
        states: titles as they stand.
        lists: rows of the lists that name firms without dates.
        readings: how characters are read.
        selection: what the address says.
        csv_address: where the sheet can be downloaded.
    """
    lang, say_word = selection.lang, words(selection.lang)
    chosen = [row for row in states if _is_chosen(catalog, row, scene, selection, readings)]
    ordered = sorted(chosen, key=_order)
    maker = _Rows(catalog, scene, lang)
    caption = say_word("gradient.register.caption", region=scene.region.name[lang])
    columns = tuple(Column(say_word(f"gradient.register.column.{name}")) for name in _COLUMNS)
    listed = [row for row in lists if _is_listed(catalog, row, scene.region, selection, readings)]
    left = len(ordered) - _MOST_SHOWN
    return RegisterView(
        lang=lang,
        found=_found(scene, states, ordered, listed, selection),
        table=TableView(caption, columns, tuple(map(maker.cells, ordered[:_MOST_SHOWN])), lang, csv_address)
        if ordered
        else None,
        sheet=Sheet(
            caption,
            (*(column.title for column in columns), say_word("gradient.register.column.code")),
            tuple(map(maker.raw, ordered)),
            tuple(dict.fromkeys(row.source for row in ordered if row.source)),
        ),
        more=say_word("gradient.more", count=left) if left > 0 else "",
        find=selection.find or "",
        present=to_url(selection.to(find=None)),
        lists=_lists(catalog, listed, lang),
    )


def _is_chosen(
    catalog: Catalog, row: TitleStateRow, scene: TierScene, selection: Selection, readings: Readings
) -> bool:
    region = catalog.regions[row.region]
    if selection.tier is not None and row.tier != selection.tier:
        return False
    if not (region == scene.region or catalog.descends_from(region, scene.region.code)):
        return False
    names = (row.name, row.firm, region.name.zh, region.name.en, row.batch or "")
    return not selection.find or is_meant(selection.find, names, readings)


def _is_listed(
    catalog: Catalog, row: RecordRow, region: Region, selection: Selection, readings: Readings
) -> bool:
    place = catalog.regions.get(row.region or "")
    if place is None or not (place == region or catalog.descends_from(place, region.code)):
        return False
    names = (json.loads(row.fields).get("firm", ""), place.name.zh, place.name.en)
    return not selection.find or is_meant(selection.find, names, readings)


def _order(row: TitleStateRow) -> tuple[int, str, str, str]:
    return (_URGENCY.index(TitleState(row.state)), str(row.valid_to or ""), row.region, row.name)


def _found(
    scene: TierScene,
    states: Sequence[TitleStateRow],
    found: Sequence[TitleStateRow],
    listed: Sequence[RecordRow],
    selection: Selection,
) -> str:
    say_word = words(selection.lang)
    facts = {"region": scene.region.name[selection.lang], "find": selection.find or ""}
    if not states:
        return say_word("gradient.register.only_lists" if listed else "gradient.register.nothing", **facts)
    facts |= {"titles": format_number(len(found)), "firms": format_number(len({row.firm for row in found}))}
    return say_word(f"gradient.register.{'searched' if selection.find else 'all'}", **facts)


class _Rows(Struct, frozen=True):
    """Makes rows of titles."""

    catalog: Catalog
    scene: TierScene
    lang: str

    def cells(self, row: TitleStateRow) -> tuple[Cell, ...]:
        """A title as a reader meets it."""
        region = self.catalog.regions[row.region]
        address = to_url(Selection("region", "en" if self.lang == "en" else "zh", region=region.code))
        place = DASH
        if row.cell is not None:
            place = words(self.lang)("gradient.cell", row=row.cell.row, file=row.cell.file)
        return (
            Cell(row.name),
            Cell(region.name[self.lang], address=address),
            Cell(self._tier(row)),
            Cell(row.batch or DASH),
            Cell(format_date(row.recognised, self.lang)),
            Cell(format_date(row.valid_to, self.lang) if row.valid_to else DASH),
            Cell(self._state(row)),
            Cell(self._source(row), note=place),
        )

    def raw(self, row: TitleStateRow) -> tuple[str | None, ...]:
        """A title for download."""
        place = f"{row.cell.file} {row.cell.sheet} {row.cell.row}" if row.cell else ""
        return (
            row.name,
            self.catalog.regions[row.region].name[self.lang],
            self._tier(row),
            row.batch,
            str(row.recognised),
            str(row.valid_to) if row.valid_to else None,
            words(self.lang)(f"gradient.state.{row.state}"),
            f"{self._source(row)} {place}".strip(),
            row.firm,
        )

    def _tier(self, row: TitleStateRow) -> str:
        return next((tier.name[self.lang] for tier in self.scene.rule.tiers if tier.id == row.tier), row.tier)

    def _state(self, row: TitleStateRow) -> str:
        state = words(self.lang)(f"gradient.state.{row.state}")
        if row.state in {TitleState.VALID, TitleState.EXPIRING}:
            return state
        return words(self.lang)("gradient.state.since", state=state, day=format_date(row.since, self.lang))

    def _source(self, row: TitleStateRow) -> str:
        return self.catalog.sources[row.source].title[self.lang] if row.source else DASH


def _lists(catalog: Catalog, rows: Sequence[RecordRow], lang: str) -> tuple[TableView, ...]:
    """One table per list."""
    say_word = words(lang)
    by_source: dict[str, list[RecordRow]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    columns = tuple(Column(say_word(f"gradient.register.column.{name}")) for name in _LIST_COLUMNS)
    return tuple(
        TableView(
            say_word(
                "gradient.register.list", title=catalog.sources[source].title[lang], count=len(of_source)
            ),
            columns,
            tuple(_listed_cells(catalog, row, lang) for row in of_source),
            lang,
            notes=(say_word("gradient.register.list_note"),),
        )
        for source, of_source in by_source.items()
    )


def _listed_cells(catalog: Catalog, row: RecordRow, lang: str) -> tuple[Cell, ...]:
    fields = json.loads(row.fields)
    region = catalog.regions[row.region or ""]
    batch = fields.get("batch", "")
    return (
        Cell(fields.get("firm", DASH)),
        Cell(
            region.name[lang],
            address=to_url(Selection("region", "en" if lang == "en" else "zh", region=region.code)),
        ),
        Cell(words(lang)("gradient.register.batch", number=batch) if batch else DASH),
        Cell(fields.get("title_type", DASH)),
        Cell(words(lang)("gradient.cell", row=row.cell.row, file=row.cell.file)),
    )
