"""Counts of titles as published: each with its date, its scope in the publisher's words, its source."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_number, format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.catalog.titles import title_rules
from etl.errors import say
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel
from etl.store.rows import ObservationRow

_COLUMNS: Final = ("series", "region", "period", "count", "scope", "cited")
_MOST_SHOWN: Final = 24
_FEW: Final = 4
_QUOTED: Final = re.compile(r"^原文[:：]\s*")


class PublishedView(Struct, frozen=True):
    """The table as shown, everything that was published for download, and what is left to that."""

    table: TableView
    sheet: Sheet
    more: str


def title_series(catalog: Catalog) -> tuple[str, ...]:
    """Ids of the series that count titles of a tier: they begin with its id."""
    rules = title_rules(catalog)
    tiers = tuple(f"{tier.id}_" for tier in rules.tiers) if rules else ()
    return tuple(name for name in catalog.series if name.startswith(tiers))


def build_published_view(
    catalog: Catalog,
    rows: Iterable[ObservationRow],
    region: Region,
    selection: Selection,
    csv_address: str,
) -> PublishedView:
    """What was published of a region and of what lies below it.

    Args:
        catalog: the declarations.
        rows: observations of the series that count titles.
        region: the region looked at.
        selection: what the address says.
        csv_address: where the sheet can be downloaded.
    """
    lang = selection.lang
    found = [row for row in rows if row.value is not None and is_within(catalog, row.region, region)]
    latest = _latest(found)
    caption = words(lang)("gradient.published.caption", region=region.name[lang])
    columns = tuple(
        Column(words(lang)(f"gradient.published.column.{name}"), name == "count") for name in _COLUMNS
    )
    ordered = sorted(latest, key=lambda row: _order(catalog, row, region))
    left = len(ordered) - _MOST_SHOWN
    return PublishedView(
        TableView(
            caption,
            columns,
            tuple(_cells(catalog, row, lang) for row in ordered[:_MOST_SHOWN]),
            lang,
            csv_address,
            notes=(words(lang)("gradient.published.note"),),
        ),
        Sheet(
            caption,
            tuple(column.title for column in columns),
            tuple(
                _raw(catalog, row, lang) for row in sorted(found, key=lambda r: _order(catalog, r, region))
            ),
            tuple(dict.fromkeys(row.source for row in found)),
            (words(lang)("gradient.published.note"),),
        ),
        words(lang)("gradient.more", count=left) if left > 0 else "",
    )


def is_within(catalog: Catalog, code: str, region: Region) -> bool:
    """Whether a region or reporting unit belongs to another one."""
    return code == region.code or catalog.descends_from(catalog.regions[code], region.code)


def scope_note(catalog: Catalog, row: ObservationRow, lang: str) -> str:
    """What the publisher said of the scope, in Chinese in its own words; empty where nothing was said.

    A note that says itself that it quotes is not told so twice.
    """
    said = row.note if lang == "zh" else catalog.sources[row.source].words_of_note(row.note, lang)
    note = _QUOTED.sub("", said or "")
    return words(lang)("gradient.published.scope", note=note) if note else ""


def _latest(rows: Iterable[ObservationRow]) -> list[ObservationRow]:
    """Every figure of a series and region where there are few; of a long series only the latest."""
    by_key: dict[tuple[str, str], list[ObservationRow]] = {}
    for row in rows:
        by_key.setdefault((row.series, row.region), []).append(row)
    kept: list[ObservationRow] = []
    for found in by_key.values():
        ordered = sorted(found, key=lambda row: Period.parse(row.period))
        kept += ordered if len(ordered) <= _FEW else ordered[-1:]
    return kept


def _order(catalog: Catalog, row: ObservationRow, region: Region) -> tuple[bool, int, int, str, str]:
    levels = list(RegionLevel)
    series = list(catalog.series)
    place = catalog.regions[row.region]
    return (
        row.region != region.code,
        series.index(row.series),
        levels.index(place.level),
        row.region,
        row.period,
    )


def _cells(catalog: Catalog, row: ObservationRow, lang: str) -> tuple[Cell, ...]:
    region = catalog.regions[row.region]
    address = to_url(Selection("region", "en" if lang == "en" else "zh", region=region.code))
    source = catalog.sources[row.source]
    note = " · ".join(
        (
            say(f"nature_{row.nature}", lang),
            words(lang)("gradient.cell", row=row.cell.row, file=row.cell.file),
        )
    )
    return (
        Cell(catalog.series[row.series].name[lang]),
        Cell(region.name[lang], address=address),
        Cell(format_period(Period.parse(row.period), lang)),
        Cell(format_number(row.value)),
        Cell(scope_note(catalog, row, lang) or DASH),
        Cell(source.name_of(row.cited_as, lang), note=note),
    )


def _raw(catalog: Catalog, row: ObservationRow, lang: str) -> tuple[str | float | None, ...]:
    source = catalog.sources[row.source]
    return (
        catalog.series[row.series].name[lang],
        catalog.regions[row.region].name[lang],
        row.period,
        row.value,
        row.note,
        source.name_of(row.cited_as, lang),
    )


def count_as_published(rows: Sequence[ObservationRow], series: str, region: str) -> ObservationRow | None:
    """The latest published figure of a series and region."""
    own = [row for row in rows if (row.series, row.region) == (series, region) and row.value is not None]
    return max(own, key=lambda row: Period.parse(row.period), default=None)
