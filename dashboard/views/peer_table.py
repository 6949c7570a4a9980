"""The table of all peers: figures of a year beside the published levels, sorted by any column."""

from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_period, format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.identity import region_address
from dashboard.views.published_levels import FIGURE_PERIOD, FIGURES, LEVELS, NOTICES, QUANTITIES, PeerFacts
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name, unit_sign
from etl.errors import say
from etl.model.period import Period
from etl.model.region import Region


class LevelColumn(Struct, frozen=True):
    """One quantity of one notice; ``key`` names it in an address."""

    key: str
    series: str
    period: str
    word: str


LEVEL_COLUMNS: Final = tuple(
    LevelColumn(f"{word}_{period[:4]}", series, period, word)
    for period in NOTICES
    for series, word in zip(QUANTITIES, ("intensity", "total"), strict=True)
)
_RANK_OF_LEVEL: Final = {result: number for number, result in LEVELS.items()}


def build_peer_table(facts: PeerFacts, selection: Selection, csv_address: str) -> TableView:
    """All peers, the region looked at marked; a heading sorts by its column, again the other way."""
    lang = selection.lang
    ordered = order_peers(facts, selection.sort)
    first = Column(words(lang)("peers.province"), address=to_url(selection.to(sort=None)))
    figures = [_column(key, _figure_heading(facts, key, lang), selection, is_numeric=True) for key in FIGURES]
    levels = [_column(each.key, _level_heading(each, lang), selection) for each in LEVEL_COLUMNS]
    return TableView(
        caption=words(lang)("peers.table"),
        columns=(first, *figures, *levels),
        rows=tuple(_row(facts, one, lang) for one in ordered),
        lang=lang,
        csv_address=csv_address,
        notes=(words(lang)("peers.sort_note"),),
        marked=frozenset(index for index, one in enumerate(ordered) if one == facts.region),
    )


def order_peers(facts: PeerFacts, sort: str | None) -> tuple[Region, ...]:
    """By a column, those without a value at the end; by code where the address names no column."""
    key = (sort or "").removeprefix("-")
    sign = -1 if (sort or "").startswith("-") else 1

    def place(one: Region) -> tuple[bool, float, str]:
        value = _sort_value(facts, one.code, key)
        return (value is None, sign * (value or 0), one.code)

    return tuple(sorted(facts.peers, key=place))


def _sort_value(facts: PeerFacts, code: str, key: str) -> float | None:
    column = next((each for each in LEVEL_COLUMNS if each.key == key), None)
    if column is None:
        return facts.figures.get((key, code))
    level = facts.levels.get((column.series, column.period, code))
    return None if level is None else float(_RANK_OF_LEVEL[level])


def _column(key: str, heading: str, selection: Selection, *, is_numeric: bool = False) -> Column:
    now = selection.sort or ""
    wanted = key if now == f"-{key}" else f"-{key}"
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return Column(heading, is_numeric, to_url(selection.to(sort=wanted)), order)


def _figure_heading(facts: PeerFacts, key: str, lang: str) -> str:
    indicator = facts.catalog.indicators[key]
    return words(lang)(
        "peers.figure_heading",
        period=format_period(Period.parse(FIGURE_PERIOD), lang),
        indicator=indicator.name[lang],
        unit=unit_sign(facts.catalog, indicator, lang),
    )


def _level_heading(column: LevelColumn, lang: str) -> str:
    period = format_period(Period.parse(column.period), lang)
    return words(lang)(
        "peers.level_heading", period=period, quantity=words(lang)(f"peers.short.{column.word}")
    )


def _row(facts: PeerFacts, one: Region, lang: str) -> tuple[Cell, ...]:
    name = Cell(short_name(one, lang), address=region_address(one.code, lang))
    figures = (_figure(facts, one, key, lang) for key in FIGURES)
    levels = (_level(facts, one, column, lang) for column in LEVEL_COLUMNS)
    return (name, *figures, *levels)


def _figure(facts: PeerFacts, one: Region, key: str, lang: str) -> Cell:
    value = facts.figures.get((key, one.code))
    if value is None:
        return Cell(f"{DASH} {say('missing_not_published', lang)}")
    return Cell(format_signed(value, facts.catalog.indicators[key].display.decimals))


def _level(facts: PeerFacts, one: Region, column: LevelColumn, lang: str) -> Cell:
    level = facts.levels.get((column.series, column.period, one.code))
    return Cell("", result=level) if level else Cell(f"{DASH} {say('missing_not_published', lang)}")


def peers_sheet(facts: PeerFacts, selection: Selection, sources: tuple[str, ...]) -> Sheet:
    """The table for download, in the same order; a level by its word."""
    lang = selection.lang
    header = (
        words(lang)("peers.province"),
        words(lang)("identity.code"),
        *(_figure_heading(facts, key, lang) for key in FIGURES),
        *(_level_heading(column, lang) for column in LEVEL_COLUMNS),
    )
    missing = say("missing_not_published", lang)
    rows = []
    for one in order_peers(facts, selection.sort):
        found = (facts.levels.get((each.series, each.period, one.code)) for each in LEVEL_COLUMNS)
        levels = [say(f"result_{level}", lang) if level else missing for level in found]
        rows.append((one.name[lang], one.code, *(facts.figures.get((k, one.code)) for k in FIGURES), *levels))
    return Sheet(words(lang)("peers.table"), header, tuple(rows), sources)
