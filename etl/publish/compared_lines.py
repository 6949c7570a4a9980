"""How one number compares, a fact per line: rank, ties and band; peers with their distance."""

from collections.abc import Iterator

from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.formula_text import number_text
from etl.store.comparisons import Compared

DISTANCE_DECIMALS = 2


def compared_lines(compared: Compared, catalog: Catalog, indicator: str, lang: str) -> Iterator[str]:
    """Rank and peers of a number; nothing where neither exists.

    Args:
        compared: what the build holds.
        catalog: names and units.
        indicator: id of the indicator.
        lang: language of the words.
    """
    rank = compared.rank
    if rank is not None:
        yield say("explain_rank", lang, position=rank.position, ranked=rank.ranked)
        if rank.tied:
            yield "  " + say("explain_rank_tied", lang, tied=rank.tied)
        if rank.best is None or rank.worst is None:
            yield "  " + say("explain_rank_no_band", lang)
        else:
            yield "  " + say("explain_rank_band", lang, best=rank.best, worst=rank.worst)
    if not compared.peers:
        return
    yield say("explain_peers", lang, year=compared.year, count=len(compared.peers))
    unit = catalog.units[catalog.indicators[indicator].unit].sign[lang]
    for peer in compared.peers:
        value = say("missing_not_collected", lang)
        yield "  " + say(
            "explain_peer",
            lang,
            rank=peer.rank,
            region=catalog.regions[peer.region].name[lang],
            distance=f"{peer.distance:.{DISTANCE_DECIMALS}f}",
            value=value if peer.value is None else f"{number_text(peer.value)} {unit}",
        )
