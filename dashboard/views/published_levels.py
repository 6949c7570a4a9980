"""Levels and figures that superior bodies published for all provinces, as facts."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import Result
from etl.store.rows import ObservationRow

FIGURES: Final = ("energy_intensity_change", "energy_consumption_growth", "electricity_intensity_change")
FIGURE_PERIOD: Final = "2020"
NOTICES: Final = ("2020Q1-3", "2021H1")
QUANTITIES: Final = ("barometer_level_intensity", "barometer_level_total")
LEVELS: Final[Mapping[int, Result]] = {1: Result.LEVEL_1, 2: Result.LEVEL_2, 3: Result.LEVEL_3}

Levels = Mapping[tuple[str, str, str], Result]
"""Level by series, period and region."""


class PeerFacts(Struct, frozen=True):
    """What was published of a region and its peers.

    Attributes:
        region: the one looked at.
        peers: all of its superior and level, itself among them.
        figures: value by indicator and region.
        levels: level by series, period and region.
    """

    catalog: Catalog
    region: Region
    peers: tuple[Region, ...]
    figures: Mapping[tuple[str, str], float]
    levels: Levels


def read_levels(observations: Sequence[ObservationRow]) -> Levels:
    """Published levels by series, period and region."""
    return {
        (row.series, row.period, row.region): LEVELS[int(row.value)]
        for row in observations
        if row.value is not None
    }


def peers_of(catalog: Catalog, region: Region) -> tuple[Region, ...]:
    """The regions of the same superior and level, the region itself among them."""
    return catalog.children(region.parent, region.level) if region.parent else (region,)


def document_of(catalog: Catalog, period: str) -> str:
    """文号 of the national notices that published the levels of a period; empty where none is declared."""
    return next(
        (
            rule.documents[0].number
            for rule in catalog.barometer_rules.values()
            for validity in rule.valid_for
            if validity.within is None and Period.parse(period) in validity.periods
        ),
        "",
    )
