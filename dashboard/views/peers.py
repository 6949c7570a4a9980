"""A province among its peers: the levels that were published, and the figures of a year.

A published level stands as published. A region that the publisher left out is "not published", never a level.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from dashboard.format import format_period, format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.peer_table import build_peer_table, peers_sheet
from dashboard.views.published_levels import (
    FIGURE_PERIOD,
    FIGURES,
    LEVELS,
    NOTICES,
    QUANTITIES,
    PeerFacts,
    document_of,
    peers_of,
    read_levels,
)
from dashboard.views.sheet import Sheet
from dashboard.views.table import TableView
from dashboard.views.value_words import short_name
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import Period
from etl.model.vocabulary import Result
from etl.store.rows import ObservationRow, ValueRow

_WORD_OF_SERIES: Final[Mapping[str, str]] = dict(zip(QUANTITIES, ("intensity", "total"), strict=True))


class LevelGroup(Struct, frozen=True):
    """Regions of one level in one notice; each with whether it is the one looked at."""

    result: Result
    label: str
    names: tuple[tuple[str, bool], ...]


class Strip(Struct, frozen=True):
    """One quantity of one notice: all regions by level, the worst first, then those left out."""

    title: str
    document: str
    groups: tuple[LevelGroup, ...]
    left_out: str


class PeersView(Struct, frozen=True):
    """A province among its peers.

    Attributes:
        title: name of the section.
        lead: the region's own figures and levels in sentences.
        strips: the published levels of both notices.
        table: figures and levels of all peers, sorted as the address says.
        sheet: the same for download.
    """

    lang: str
    title: str
    lead: str
    strips_title: str
    strips: tuple[Strip, ...]
    strips_note: str
    table: TableView
    sheet: Sheet


def build_peers_view(
    catalog: Catalog,
    values: Sequence[ValueRow],
    observations: Sequence[ObservationRow],
    selection: Selection,
    csv_address: str,
) -> PeersView:
    """The province of the selection among all provinces.

    Args:
        catalog: the declarations.
        values: values of ``FIGURES`` in ``FIGURE_PERIOD``.
        observations: published levels of ``QUANTITIES`` in ``NOTICES``.
        selection: what the address says; its region is marked, its sort key orders the table.
        csv_address: where the CSV is.
    """
    region = catalog.region(selection.region or catalog.deployment.home)
    figures = {(row.indicator, row.region): row.value for row in values if row.value is not None}
    facts = PeerFacts(catalog, region, peers_of(catalog, region), figures, read_levels(observations))
    lang = selection.lang
    say_word = words(lang)
    of_figures = (source for name in FIGURES for source in catalog.sources_of(name))
    sources = tuple(dict.fromkeys([*of_figures, *(row.source for row in observations)]))
    return PeersView(
        lang=lang,
        title=say_word("peers.title"),
        lead=_lead(facts, lang),
        strips_title=say_word("peers.strips"),
        strips=tuple(_strip(facts, period, series, lang) for period in NOTICES for series in QUANTITIES),
        strips_note=say_word("peers.held"),
        table=build_peer_table(facts, selection, csv_address),
        sheet=peers_sheet(facts, selection, sources),
    )


def _lead(facts: PeerFacts, lang: str) -> str:
    told = (_change_sentence(facts, lang), *(_levels_sentence(facts, period, lang) for period in NOTICES))
    return words(lang)("list.sentence").join(sentence for sentence in told if sentence)


def _change_sentence(facts: PeerFacts, lang: str) -> str:
    change = facts.figures.get((FIGURES[0], facts.region.code))
    if change is None:
        return ""
    return words(lang)(
        "peers.lead_rise" if change > 0 else "peers.lead_fall",
        region=short_name(facts.region, lang),
        period=format_period(Period.parse(FIGURE_PERIOD), lang),
        value=f"{format_signed(change, 2)}%",
    )


def _levels_sentence(facts: PeerFacts, period: str, lang: str) -> str:
    levels = [facts.levels.get((series, period, facts.region.code)) for series in QUANTITIES]
    if None in levels:
        return ""
    intensity, total = (say(f"result_{level}", lang) for level in levels)
    return words(lang)(
        "peers.lead_levels",
        period=format_period(Period.parse(period), lang),
        intensity=intensity,
        total=total,
        document=document_of(facts.catalog, period),
    )


def _strip(facts: PeerFacts, period: str, series: str, lang: str) -> Strip:
    say_word = words(lang)
    left_out = [
        short_name(one, lang) for one in facts.peers if (series, period, one.code) not in facts.levels
    ]
    names = say_word("list.comma").join(left_out)
    return Strip(
        title=say_word(
            "peers.strip",
            period=format_period(Period.parse(period), lang),
            quantity=say_word(f"peers.quantity.{_WORD_OF_SERIES[series]}"),
        ),
        document=document_of(facts.catalog, period),
        groups=tuple(_group(facts, period, series, result, lang) for result in LEVELS.values()),
        left_out=say_word("peers.left_out", names=names) if names else "",
    )


def _group(facts: PeerFacts, period: str, series: str, result: Result, lang: str) -> LevelGroup:
    members = [one for one in facts.peers if facts.levels.get((series, period, one.code)) is result]
    return LevelGroup(
        result,
        words(lang)("peers.level_count", level=say(f"result_{result}", lang), count=len(members)),
        tuple((short_name(one, lang), one == facts.region) for one in members),
    )
