"""How one number compares, in words: its rank with ties and band, and the same number of its peers."""

from collections.abc import Mapping, Sequence

from dashboard.format import format_number
from dashboard.views.value_words import show_value
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.store.rows import PeerRow, RankRow, ValueRow

_DISTANCE_DECIMALS = 2


def compared_lines(
    catalog: Catalog,
    indicator_id: str,
    rank: RankRow | None,
    peers: Sequence[PeerRow],
    values: Mapping[str, ValueRow],
    *,
    lang: str,
) -> tuple[str, ...]:
    """The rank of a number, then its peers with their distance; nothing where neither exists.

    Args:
        catalog: the declarations.
        indicator_id: what was measured.
        rank: its place among the regions of its level; None where they are not ranked.
        peers: structural nearest neighbours, nearest first.
        values: the same number of the peers, by region code.
        lang: language of the words.
    """
    lines = [*_rank(rank, lang)] if rank else []
    if peers:
        lines.append(say("explain_peers", lang, year=peers[0].year, count=len(peers)))
    indicator = catalog.indicators[indicator_id]
    for peer in peers:
        region = catalog.regions[peer.peer]
        shown = show_value(catalog, indicator, values.get(peer.peer), lang, region=region)
        distance = format_number(peer.distance, _DISTANCE_DECIMALS)
        told = {"rank": peer.rank, "region": region.name[lang], "distance": distance, "value": shown.in_words}
        lines.append(say("explain_peer", lang, **told))
    return tuple(lines)


def _rank(rank: RankRow, lang: str) -> tuple[str, ...]:
    told = [say("explain_rank", lang, position=rank.position, ranked=rank.ranked)]
    if rank.tied:
        told.append(say("explain_rank_tied", lang, tied=rank.tied))
    if rank.best is None or rank.worst is None:
        told.append(say("explain_rank_no_band", lang))
    else:
        told.append(say("explain_rank_band", lang, best=rank.best, worst=rank.worst))
    return tuple(told)
