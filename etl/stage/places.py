"""Regions and periods of a sheet: words → codes."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from etl.catalog.catalog import Catalog
from etl.errors import PeriodError
from etl.model.format import PeriodColumn, RegionColumn
from etl.model.period import Period
from etl.model.region import Region
from etl.stage.result import Faults
from etl.stage.words import coded, lookup, normal


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
    regions = coded(words, pd.Index(list(catalog.regions)), lookup(known))
    faults.add(regions.codes < 0, "unknown_region", columns[column.heading], words, by=column.by)
    if column.name_heading is not None:
        names = body[columns[column.name_heading]]
        differs = _name_differs(regions, names, catalog)
        faults.add(differs, "region_name_differs", columns[column.name_heading], names)
    return regions


def _name_differs(regions: pd.Categorical, names: pd.Series, catalog: Catalog) -> np.ndarray:
    pairs = pd.DataFrame({"region": regions.codes, "name": names.to_numpy(dtype=object)})
    codes, uniques = pd.factorize(pd.MultiIndex.from_frame(pairs), use_na_sentinel=False)
    all_regions = list(catalog.regions.values())
    wrong = [
        region >= 0 and bool(normal(name)) and normal(name) not in region_names(all_regions[region])
        for region, name in uniques
    ]
    return np.asarray(wrong, dtype=bool)[codes] if len(uniques) else np.zeros(0, dtype=bool)


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
        return pd.Categorical(
            [str(column.fixed)] * len(body), categories=pd.Index([str(column.fixed)], dtype="str")
        )
    texts = body[columns[column.heading]]
    read = period_reader(column)
    pairs, uniques = pd.factorize(pd.MultiIndex.from_arrays([texts, words]), use_na_sentinel=False)
    found = [read(str(text), str(word)) for text, word in uniques]
    vocabulary = pd.Index([str(p) for p in sorted({p for p in found if p is not None})], dtype="str")
    positions = vocabulary.get_indexer(pd.Index([None if p is None else str(p) for p in found], dtype=object))
    periods = pd.Categorical.from_codes(positions[pairs] if len(uniques) else pairs, categories=vocabulary)
    faults.add(periods.codes < 0, "unknown_period", columns[column.heading], texts)
    return periods
