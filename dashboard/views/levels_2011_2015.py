"""The levels published 2011–2015, by what they were measured against: a region's own, and all peers'."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.published_levels import Levels, document_of, peers_of, read_levels
from dashboard.views.sheet import Sheet
from dashboard.views.value_words import short_name
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import Result
from etl.store.rows import ObservationRow

BASES: Final = (
    "barometer_level_annual_target",
    "barometer_level_plan_average_task",
    "barometer_level_plan_progress",
    "barometer_level_energy_growth",
)


class HistoryGrid(Struct, frozen=True):
    """Levels: rows by region or basis, columns by period; None where none was published.

    Attributes:
        corner: what the rows are.
    """

    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Result | None, ...]], ...]


class HistoryView(Struct, frozen=True):
    """The levels of 2011–2015: the region's own by basis, and on demand those of all peers."""

    lang: str
    title: str
    lead: str
    own: HistoryGrid
    all_title: str
    all: HistoryGrid
    note: str
    csv_address: str
    sheet: Sheet


def build_history_view(
    catalog: Catalog,
    observations: Sequence[ObservationRow],
    selection: Selection,
    csv_address: str,
) -> HistoryView:
    """The levels of 2011–2015 by their basis.

    Args:
        catalog: the declarations.
        observations: published levels of ``BASES``.
        selection: what the address says; the levels of its region stand first.
        csv_address: where the CSV is.
    """
    lang = selection.lang
    region = catalog.region(selection.region or catalog.deployment.home)
    levels = read_levels(observations)
    with_levels = {code for _, _, code in levels}
    peers = [one for one in peers_of(catalog, region) if one.code in with_levels]
    periods = sorted({Period.parse(row.period) for row in observations})
    document = document_of(catalog, str(periods[0])) if periods else ""
    say_word = words(lang)
    return HistoryView(
        lang=lang,
        title=say_word("history.title"),
        lead=say_word("history.lead", document=document, count=len(levels), provinces=len(peers)),
        own=_own_grid(region, levels, periods, lang),
        all_title=say_word("history.all", count=len(peers)),
        all=_all_grid(peers, levels, lang),
        note=say_word("history.note"),
        csv_address=csv_address,
        sheet=_sheet(peers, levels, observations, lang),
    )


def _basis(series: str, lang: str) -> str:
    return words(lang)(f"history.basis.{series.removeprefix('barometer_level_')}")


def _periods_of(series: str, levels: Levels) -> list[Period]:
    return sorted({Period.parse(period) for name, period, _ in levels if name == series})


def _own_grid(region: Region, levels: Levels, periods: Sequence[Period], lang: str) -> HistoryGrid:
    rows = tuple(
        (_basis(series, lang), tuple(levels.get((series, str(at), region.code)) for at in periods))
        for series in BASES
    )
    columns = tuple(format_period(at, lang) for at in periods)
    return HistoryGrid(words(lang)("history.basis_word"), columns, rows)


def _all_grid(peers: Sequence[Region], levels: Levels, lang: str) -> HistoryGrid:
    columns = [(series, at) for series in BASES for at in _periods_of(series, levels)]
    rows = tuple(
        (short_name(one, lang), tuple(levels.get((series, str(at), one.code)) for series, at in columns))
        for one in peers
    )
    return HistoryGrid(
        corner=words(lang)("peers.province"),
        columns=tuple(f"{_basis(series, lang)} {format_period(at, lang)}" for series, at in columns),
        rows=rows,
    )


def _sheet(
    peers: Sequence[Region], levels: Levels, observations: Sequence[ObservationRow], lang: str
) -> Sheet:
    names = {one.code: one.name[lang] for one in peers}
    columns = ("province", "code", "basis", "period", "level")
    return Sheet(
        title=words(lang)("history.title"),
        header=tuple(words(lang)(f"history.csv.{name}") for name in columns),
        rows=tuple(
            (names[code], code, _basis(series, lang), period, say(f"result_{level}", lang))
            for (series, period, code), level in sorted(levels.items())
            if code in names
        ),
        sources=tuple(dict.fromkeys(row.source for row in observations)),
        notes=(words(lang)("history.note"),),
    )
