"""Regions and periods of a sheet: words → codes."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.catalog.catalog import Catalog
from etl.errors import PeriodError
from etl.model.format import PeriodColumn, RegionColumn
from etl.model.period import Period
from etl.model.region import Region
from etl.stage.result import Faults
from etl.stage.words import all_alike, coded, lookup, normal, vocabulary_of


def region_names(region: Region) -> set[str]:
    """Every spelling that stands for a region: name, aliases, former names; in normal form."""
    names = (region.name.zh, region.name.en, *region.aliases, *(former.name for former in region.former))
    return {normal(name) for name in names}


def names_to_codes(catalog: Catalog) -> dict[str, str]:
    """Region code of every name that stands for one region only; ambiguous names (铁西区) are left out."""
    found: dict[str, str | None] = {}
    for region in catalog.regions.values():
        for name in region_names(region):
            found[name] = region.code if name not in found else None
    return {name: code for name, code in found.items() if code is not None}


def read_regions(
    body: pd.DataFrame, column: RegionColumn, columns: dict[str, int], catalog: Catalog, faults: Faults
) -> pd.Categorical:
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


def _name_differs(regions: pd.Categorical, names: pd.Series, catalog: Catalog) -> np.ndarray:
    all_regions = list(catalog.regions.values())
    codes, words = pd.factorize(names, use_na_sentinel=False)
    pairs = _pairs(regions.codes, codes)
    differs = [
        region >= 0
        and bool(normal(words[name]))
        and normal(words[name]) not in region_names(all_regions[region])
        for region, name in pairs.distinct
    ]
    return np.take(np.asarray(differs, dtype=bool), pairs.of_row)


@dataclass(frozen=True)
class _Pairs:
    """Pairs of numbers that stand in one row, each once.

    Attributes:
        distinct: the pairs.
        of_row: position of each row's pair among them.
    """

    distinct: list[tuple[int, int]]
    of_row: np.ndarray


def _pairs(first: np.ndarray, second: np.ndarray) -> _Pairs:
    size = int(second.max(initial=0)) + 1
    joined, of_row = np.unique(first.astype(np.int64) * size + second, return_inverse=True)
    return _Pairs([divmod(pair, size) for pair in joined.tolist()], of_row)


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
    body: pd.DataFrame, column: PeriodColumn, columns: dict[str, int], words: pd.Series, faults: Faults
) -> pd.Categorical:
    """The period of each row; ``words`` of the series column, because a spelling may depend on them."""
    if column.heading is None:
        return all_alike(str(column.fixed), len(body), (str(column.fixed),))
    texts = body[columns[column.heading]]
    read = period_reader(column)
    codes, found_texts = pd.factorize(texts, use_na_sentinel=False)
    if not any(spelling.only for spelling in column.spellings):  # the words change nothing
        words = pd.Series("", index=words.index)
    of_words, found_words = pd.factorize(words, use_na_sentinel=False)
    pairs = _pairs(codes, of_words)
    found = [read(str(found_texts[text]), str(found_words[word])) for text, word in pairs.distinct]
    known = tuple(str(p) for p in sorted({p for p in found if p is not None}))
    position = {period: at for at, period in enumerate(known)}
    positions = np.asarray([position.get(str(period), -1) for period in found], dtype=np.intp)
    periods = pd.Categorical.from_codes(positions[pairs.of_row], dtype=vocabulary_of(known))
    faults.add(periods.codes < 0, "unknown_period", columns[column.heading], texts)
    return periods
