"""Years that a source cannot speak of."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from etl.challenge.figure_arrays import Evidence
from etl.model.challenge import Challenge
from etl.model.challenge_rule import ImpossibleYearRule


def impossible_years(rule: ImpossibleYearRule, evidence: Evidence) -> Iterator[Challenge]:
    """Figures of a year far from every other of their source, such as 1926 for 2026.

    What had not begun when published, or is outside the years of its source, never got here: it is rejected.
    """
    axes = evidence.axes
    for source, series, rows in evidence.by_source:
        years = evidence.end_years[rows.coded("period").codes]
        first, last = _main_stretch(years, rule.most_gap_years)
        is_far = (years < first) | (years > last)
        if not is_far.any():
            continue
        far = rows.with_columns(year=years).take(is_far)
        cells = np.ravel_multi_index((far.coded("period").codes, far.coded("region").codes), axes.shape)
        for row in far.take(np.unique(cells, return_index=True)[1]).rows():
            facts = {"source": source, "year": row["year"], "expected": f"{first}–{last}"}
            facts["known_from"] = f"{row['known_from']:%Y-%m-%d}"
            place = (series, row["region"], row["period"])
            yield Challenge(rule.kind, rule.severity, *place, facts, detail=source)


def _main_stretch(years: npt.NDArray[np.int32], most_gap: int) -> tuple[int, int]:
    """First and last of the years that a gap parts from others and of which there are the most rows."""
    counts = np.bincount(years)
    known = np.flatnonzero(counts)
    starts = np.flatnonzero(np.diff(known, prepend=-1 - most_gap) > most_gap)
    main = int(np.add.reduceat(counts[known], starts).argmax())
    of_main = known[starts[main] : starts[main + 1] if main + 1 < len(starts) else len(known)]
    return int(of_main[0]), int(of_main[-1])
