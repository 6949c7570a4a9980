"""Regions and periods of a sheet: words → codes."""

import re
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.columns import NOTHING, Array, Coded, codes_of
from etl.errors import PeriodError
from etl.model.cell_table import CellColumn, CellRows
from etl.model.format import PeriodColumn, RegionColumn
from etl.model.period import Period
from etl.model.region import Region
from etl.stage.result import Faults
from etl.stage.words import all_alike, coded, lookup, normal, vocabulary_of

_FEW_PAIRS = 8
"""Pairs that could be, for each row: as long as there are no more they are counted and not sorted."""


def region_names(region: Region) -> frozenset[str]:
    """Every spelling that stands for a region: name, aliases, former names; in normal form."""
    former = tuple(former.name for former in region.former)
    return _normal_names((region.name.zh, region.name.en, *region.aliases, *former))


@lru_cache(maxsize=1 << 13)  # of all regions of a country, asked for each file
def _normal_names(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(normal, names))


def names_to_codes(catalog: Catalog) -> dict[str, str]:
    """Region code of every name that stands for one region only; ambiguous names (铁西区) are left out."""
    found: dict[str, str | None] = {}
    for region in catalog.regions.values():
        for name in region_names(region):
            found[name] = region.code if name not in found else None
    return {name: code for name, code in found.items() if code is not None}


def read_regions(
    body: CellRows, column: RegionColumn, columns: dict[str, int], catalog: Catalog, faults: Faults
) -> Coded:
    """The region of each row; unknown codes and names that contradict their code are faults."""
    words = body[columns[column.heading]]
    known = catalog.region_by_code if column.by == "code" else names_to_codes(catalog)
    regions = coded(words, tuple(catalog.regions), lookup(known))
    faults.add(regions.codes < 0, "unknown_region", columns[column.heading], words, by=column.by)
    if column.name_heading is not None:
        names = body[columns[column.name_heading]]
        differs = _name_differs(regions, names, catalog)
        faults.add(differs, "region_name_differs", columns[column.name_heading], names)
    return regions


def _name_differs(regions: Coded, names: CellColumn, catalog: Catalog) -> np.ndarray:
    all_regions = list(catalog.regions.values())
    pairs = pairs_of(regions.codes, names.codes)
    differs = [
        region >= 0
        and bool(normal(names.words[name]))
        and normal(names.words[name]) not in region_names(all_regions[region])
        for region, name in pairs.distinct
    ]
    return np.take(np.asarray(differs, dtype=bool), pairs.of_row)


class Pairs(Struct, frozen=True):
    """Pairs of numbers that stand in one row, each once.

    Attributes:
        distinct: the pairs.
        of_row: position of each row's pair among them.
    """

    distinct: list[tuple[int, int]]
    of_row: np.ndarray


def pairs_of(first: Array, second: Array) -> Pairs:
    """The pairs of two columns of numbers from -1 on."""
    size = int(second.max(initial=0)) + 1
    joined = (first.astype(np.int64) + 1) * size + second
    if (most := int(joined.max(initial=0)) + 1) > _FEW_PAIRS * (len(joined) + 1):
        distinct, of_row = np.unique(joined, return_inverse=True)
    else:  # a place for each pair that could be: much faster than sorting the rows
        occurs = np.zeros(most, dtype=bool)
        occurs[joined] = True
        distinct, of_row = np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[joined]
    return Pairs([(pair // size - 1, pair % size) for pair in distinct.tolist()], of_row)


def period_reader(column: PeriodColumn) -> Callable[[str, str], Period | None]:
    """A reader of (text, word of the series) → period, by the declared spellings, else by the grammar."""
    spellings = [(re.compile(s.pattern), s.becomes, frozenset(s.only)) for s in column.spellings]

    def read(text: str, word: str) -> Period | None:
        plain = normal(text)
        for pattern, becomes, only in spellings:
            match = pattern.fullmatch(plain)
            if match is not None and (not only or word in only):
                return Period.parse(match.expand(becomes))
        try:
            return Period.parse(plain)
        except PeriodError:
            return None

    return read


def read_periods(
    body: CellRows, column: PeriodColumn, columns: dict[str, int], words: CellColumn, faults: Faults
) -> Coded:
    """The period of each row; ``words`` of the series column, because a spelling may depend on them."""
    if column.heading is None:
        return all_alike(str(column.fixed), len(body), (str(column.fixed),))
    texts = body[columns[column.heading]]
    read = period_reader(column)
    if not any(spelling.only for spelling in column.spellings):  # the words change nothing
        words = CellColumn.all_alike("", len(words))
    pairs = pairs_of(texts.codes, words.codes)
    found = [read(str(texts.words[text]), str(words.words[word])) for text, word in pairs.distinct]
    known = tuple(str(p) for p in sorted({p for p in found if p is not None}))
    position = {period: at for at, period in enumerate(known)}
    positions = codes_of([position.get(str(period), NOTHING) for period in found], known)
    periods = Coded(positions[pairs.of_row], vocabulary_of(known))
    faults.add(periods.codes < 0, "unknown_period", columns[column.heading], texts)
    return periods
