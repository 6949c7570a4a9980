"""How one number compares: its rank with the band of its revisions, and the same number of its peers."""

from msgspec import Struct

from etl.model.period import Period
from etl.store.read import Warehouse
from etl.store.rows import RankRow


class PeerFigure(Struct, frozen=True):
    """The number of one structural nearest neighbour.

    Attributes:
        rank: 1 is the nearest.
        distance: in standard deviations of the compared variables.
        value: of the same indicator and period; None where it has none.
    """

    region: str
    rank: int
    distance: float
    value: float | None


class Compared(Struct, frozen=True):
    """What a number is compared with.

    Attributes:
        rank: its place among the regions of its level; None where they are not ranked.
        peers: nearest first; empty where the region has none.
        year: the year whose peers they are: that of the number, or the latest before it.
    """

    rank: RankRow | None
    peers: tuple[PeerFigure, ...]
    year: int | None


def read_compared(warehouse: Warehouse, indicator: str, region: str, period: Period) -> Compared:
    """The rank of a number and the same number of the region's peers.

    Args:
        warehouse: the build.
        indicator: id of the indicator.
        region: code of the region.
        period: the period of the number.
    """
    ranks = warehouse.rankings([indicator], [region], [str(period)])
    nearest = warehouse.peers([region], until=period.end_year)
    codes = [row.peer for row in nearest]
    rows = warehouse.values([indicator], codes, [str(period)]) if codes else []
    values = {row.region: row.value for row in rows}
    return Compared(
        ranks[0] if ranks else None,
        tuple(PeerFigure(row.peer, row.rank, row.distance, values.get(row.peer)) for row in nearest),
        nearest[0].year if nearest else None,
    )
