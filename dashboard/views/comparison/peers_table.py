"""对比: a region beside its parent and its peers — structural neighbours, or those the reader chose."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_number, format_rank
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.headline import HeadlineView
from dashboard.views.links import Link
from dashboard.views.rank import rank_of
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.tiers.selectors import PageChoices, region_links
from dashboard.views.tiers.shared_rows import region_of
from dashboard.views.value_words import heading_with_unit, marked_number
from etl.catalog.catalog import Catalog
from etl.model.comparison import PeerGroup
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import Direction, RegionLevel
from etl.store.rows import PeerRow, ValueRow

_FEWEST: Final = 3
"""Regions with data that a spine needs; fewer have no spread."""


class Party(Struct, frozen=True):
    """Who is compared.

    Attributes:
        region: the region looked at.
        parent: its superior.
        peers: those it is compared with.
        siblings: all regions of its level in the home region.
        distances: structural distance of each peer; empty where the reader chose them.
        year: of which the neighbours are; None where the reader chose them, or none are known.
    """

    region: Region
    parent: Region | None
    peers: tuple[Region, ...]
    siblings: tuple[Region, ...]
    distances: Mapping[str, float]
    year: int | None

    @property
    def is_chosen(self) -> bool:
        """Whether the reader named the peers."""
        return self.year is None and bool(self.peers)


def subject_of(catalog: Catalog, selection: Selection) -> Region:
    """The region of the address, else the first city."""
    if selection.region is None:
        return next(iter(catalog.children(catalog.home.code, RegionLevel.CITY)), catalog.home)
    return region_of(catalog, selection.region)


def build_party(catalog: Catalog, neighbours: Iterable[PeerRow], selection: Selection) -> Party:
    """Region, parent and peers of the address.

    Args:
        catalog: the declarations.
        neighbours: structural nearest neighbours of the region.
        selection: what the address says; its peers win over the neighbours.
    """
    region = subject_of(catalog, selection)
    rows = [row for row in neighbours if row.region == region.code]
    siblings = tuple(
        one
        for one in catalog.regions.values()
        if one.level is region.level and catalog.descends_from(one, catalog.home.code)
    )
    parent = catalog.regions.get(region.parent or "")
    if selection.peers:
        chosen = tuple(catalog.region(code) for code in selection.peers if code != region.code)
        return Party(region, parent, chosen, siblings, {}, None)
    peers = tuple(catalog.regions[row.peer] for row in rows)
    distances = {row.peer: row.distance for row in rows}
    return Party(region, parent, peers, siblings, distances, rows[0].year if rows else None)


def peer_group(catalog: Catalog, region: Region) -> PeerGroup | None:
    """The declared variables by which a region finds its neighbours."""
    groups = (group for rule in catalog.comparison_rules.values() for group in rule.groups)
    return next((group for group in groups if group.level is region.level), None)


def build_compare_choices(catalog: Catalog, party: Party, selection: Selection) -> PageChoices:
    """Region, and one more region to compare with."""
    lang = selection.lang
    present = selection if selection.region else selection.to(region=party.region.code)
    base = present.to(peers=())  # other neighbours belong to another region
    regions = tuple(
        Link(link.label, to_url(selection) if link.address == to_url(base) else link.address, link.group)
        for link in region_links(catalog, party.region, base)
    )
    named = tuple(one.code for one in party.peers)
    more = tuple(
        Link(one.name[lang], to_url(present.to(peers=(*named, one.code)[-_MOST_PEERS:])))
        for one in party.siblings
        if one != party.region and one not in party.peers
    )
    return PageChoices(lang, to_url(selection), (("region", regions), ("add_peer", more)))


_MOST_PEERS: Final = 12


# ── who is compared ────────────────────────────────────────────────────────────────────────────────────
class PeersTableView(Struct, frozen=True):
    """The peers with what makes them comparable, and the ways to change them."""

    table: TableView
    sheet: Sheet
    lead: str
    remove: tuple[Link, ...]
    reset: Link | None


def build_peers_table(
    catalog: Catalog, party: Party, values: Sequence[ValueRow], selection: Selection, csv_address: str
) -> PeersTableView:
    """The declared variables of the region and its peers, and the distance in them."""
    lang, say_word = selection.lang, words(selection.lang)
    group = peer_group(catalog, party.region)
    variables = [catalog.indicators[one.indicator] for one in group.variables] if group else []
    regions = (party.region, *party.peers)
    latest = {one.id: _latest_of(one, values, [party.region, *party.peers]) for one in variables}
    columns = (
        Column(say_word("controls.region")),
        Column(say_word("compare.distance"), True),
        *(Column(heading_with_unit(catalog, one, latest[one.id], lang), True) for one in variables),
    )
    known = {(row.indicator, row.region, row.period): row for row in values}

    def cell(indicator: Indicator, region: Region) -> ValueRow | None:
        return known.get((indicator.id, region.code, str(latest[indicator.id])))

    rows = tuple(
        (
            Cell(region.name[lang], address=to_url(Selection("region", lang, region=region.code))),
            Cell(format_number(party.distances.get(region.code), 2)),
            *(Cell(marked_number(v, row, lang) if (row := cell(v, region)) else DASH) for v in variables),
        )
        for region in regions
    )
    raw = tuple(
        (
            region.name[lang],
            party.distances.get(region.code),
            *(row.value if (row := cell(v, region)) else None for v in variables),
        )
        for region in regions
    )
    caption = say_word("compare.peers_caption", region=party.region.name[lang])
    sources = tuple(dict.fromkeys(s for v in variables for s in catalog.sources_of(v.id)))
    named = tuple(one.code for one in party.peers)
    base = selection.to(region=party.region.code)
    return PeersTableView(
        TableView(
            caption, columns, rows, lang, csv_address, notes=(say_word("compare.distance_note"),),
            marked=frozenset({0}),
        ),
        Sheet(caption, tuple(column.title for column in columns), raw, sources),
        _lead(party, lang),
        tuple(
            Link(one.name[lang], to_url(base.to(peers=tuple(code for code in named if code != one.code))))
            for one in party.peers
            if len(party.peers) > 1
        ),
        Link(say_word("compare.reset"), to_url(base.to(peers=()))) if selection.peers else None,
    )  # fmt: skip


def _lead(party: Party, lang: str) -> str:
    say_word = words(lang)
    facts = {
        "region": party.region.name[lang],
        "peers": say_word("list.comma").join(one.name[lang] for one in party.peers),
    }
    if party.is_chosen:
        return say_word("compare.chosen", **facts)
    if not party.peers:
        return say_word("compare.no_peers", **facts)
    return say_word("compare.neighbours", **facts, year=party.year, count=len(party.peers))


def _latest_of(indicator: Indicator, values: Iterable[ValueRow], regions: Sequence[Region]) -> Period | None:
    codes = {region.code for region in regions}
    found = [
        Period.parse(row.period)
        for row in values
        if row.indicator == indicator.id and row.region in codes and row.value is not None
    ]
    return max(found, default=None)


# ── the spine ──────────────────────────────────────────────────────────────────────────────────────────
class SpineRow(Struct, frozen=True):
    """One indicator: where the region stands between the worst and the best of its level.

    Attributes:
        own, peers, parent: places from 0 (left) to 1 (right); right is better where a direction is judged.
        ahead: whether the region is better than the median of its peers; None where nothing is judged.
    """

    indicator: Indicator
    period: Period
    own: float
    peers: float | None
    parent: float | None
    ahead: bool | None
    cells: tuple[str, ...]
    raw: tuple[str | float | None, ...]


class CompareSpineView(Struct, frozen=True):
    """The spine of a region.

    Attributes:
        first: how many rows, the furthest behind first, stand at first sight.
        rest: what the line says below which the others are folded; empty where all stand.
    """

    lang: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[SpineRow, ...]
    addresses: tuple[str, ...]
    sheet: Sheet
    csv_address: str
    notes: tuple[str, ...]
    first: int
    rest: str


def build_compare_spine(
    catalog: Catalog, party: Party, values: Iterable[ValueRow], selection: Selection, csv_address: str
) -> CompareSpineView:
    """Every indicator that the region has, in its latest period, against parent and peers."""
    lang, say_word = selection.lang, words(selection.lang)
    by_indicator: dict[str, list[ValueRow]] = {}
    for row in values:
        if row.value is not None:
            by_indicator.setdefault(row.indicator, []).append(row)
    found = (
        _spine_row(catalog, party, indicator, by_indicator.get(indicator.id, []), lang)
        for indicator in catalog.indicators.values()
    )
    rows = _behind_first(one for one in found if one is not None)
    header = tuple(say_word(f"compare.column.{name}") for name in _COLUMNS)
    caption = say_word("compare.spine_caption", region=party.region.name[lang])
    page = Selection("indicator", lang, region=party.region.code)
    notes = tuple(say_word(f"compare.note.{name}") for name in ("spine", "ahead", "period"))
    sources = tuple(dict.fromkeys(s for row in rows for s in catalog.sources_of(row.indicator.id)))
    return CompareSpineView(
        lang,
        caption,
        header,
        rows,
        tuple(to_url(page.to(indicator=row.indicator.id, period=row.period)) for row in rows),
        Sheet(
            caption, tuple(h for h in header if h != header[-1]), tuple(r.raw for r in rows), sources, notes
        ),
        csv_address,
        notes,
        _FIRST_ROWS,
        say_word("compare.rest", count=len(rows) - _FIRST_ROWS) if len(rows) > _FIRST_ROWS else "",
    )


def _behind_first(rows: Iterable[SpineRow]) -> tuple[SpineRow, ...]:
    """Where the region is behind its peers, the furthest first; then the rest as the catalogue lists it."""
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                row.ahead is not False,
                row.own - (row.peers or 0.0) if row.ahead is False else 0,
            ),
        )
    )


_FIRST_ROWS: Final = 20
_COLUMNS: Final = ("indicator", "own", "parent", "peers", "rank", "place")


def _spine_row(
    catalog: Catalog, party: Party, indicator: Indicator, rows: Sequence[ValueRow], lang: str
) -> SpineRow | None:
    period = _latest_of(indicator, rows, [party.region])
    if period is None:
        return None
    at = {row.region: row for row in rows if row.period == str(period)}
    figures = {one.code: at[one.code].value or 0.0 for one in party.siblings if one.code in at}
    if len(figures) < _FEWEST or len(set(figures.values())) == 1 or party.region.code not in figures:
        return None
    low, high = min(figures.values()), max(figures.values())
    is_turned = indicator.direction is Direction.LOWER_IS_BETTER

    def place(value: float) -> float:
        share = min(max((value - low) / (high - low), 0.0), 1.0)
        return 1 - share if is_turned else share

    own = figures[party.region.code]
    of_peers = [figures[one.code] for one in party.peers if one.code in figures]
    middle = median(of_peers) if of_peers else None
    parent = at.get(party.parent.code) if party.parent else None
    # an amount of the whole province lies outside the scale of its parts: only a rate can stand among them
    is_rate = indicator.unit.startswith("percent") or indicator.formula.kind == "ratio"
    beside = parent.value if parent is not None and is_rate else None
    rank = rank_of(party.region.code, figures, indicator)
    decimals = indicator.display.decimals
    parent_text = marked_number(indicator, parent, lang) if parent else DASH
    rank_text = format_rank(rank.place, rank.of, lang, is_tied=rank.is_tied) if rank else DASH
    cells = (
        heading_with_unit(catalog, indicator, period, lang),
        marked_number(indicator, at[party.region.code], lang),
        parent_text,
        format_number(middle, decimals),
        rank_text,
    )
    return SpineRow(
        indicator,
        period,
        place(own),
        place(middle) if middle is not None else None,
        place(beside) if beside is not None else None,
        _is_ahead(indicator, own, middle),
        cells,
        (cells[0], own, parent.value if parent else None, middle, rank_text),
    )


def _is_ahead(indicator: Indicator, own: float, middle: float | None) -> bool | None:
    if middle is None or own == middle:
        return None
    match indicator.direction:
        case Direction.HIGHER_IS_BETTER:
            return own > middle
        case Direction.LOWER_IS_BETTER:
            return own < middle
        case _:
            return None


def build_compare_headline(party: Party, spine: CompareSpineView, lang: str) -> HeadlineView:
    """How the region stands against its peers, counted over the indicators that say what is better."""
    say_word = words(lang)
    facts = {"region": party.region.name[lang]}
    if not party.peers:
        return HeadlineView(lang, (say_word("compare.no_peers", **facts),))
    ahead = [row for row in spine.rows if row.ahead is True]
    behind = [row for row in spine.rows if row.ahead is False]
    told = [say_word("compare.headline", **facts, ahead=len(ahead), behind=len(behind), of=len(spine.rows))]
    if behind:
        far = sorted(behind, key=lambda row: row.own - (row.peers or 0.0))[:_FEWEST]
        names = say_word("list.comma").join(row.indicator.name[lang] for row in far)
        told.append(say_word("compare.furthest", names=names))
    return HeadlineView(lang, tuple(told))
