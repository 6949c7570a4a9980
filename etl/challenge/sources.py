"""Do sources agree with each other, and each with itself? Shown, never decided by a check."""

from collections.abc import Iterator

import numpy as np

from etl.challenge.figure_arrays import Evidence
from etl.columns import Array, Columns
from etl.model.challenge import Challenge
from etl.model.challenge_rule import DuplicatesDisagreeRule, SourcesDisagreeRule
from etl.model.figures import Mask
from etl.model.vocabulary import Severity


def sources_disagree(rule: SourcesDisagreeRule, evidence: Evidence) -> Iterator[Challenge]:
    """Figures of several sources for one fact that differ.

    Of another source only the figure that it would put in use counts; its earlier ones are revisions. Beyond
    the tolerance of the series it is a challenge, else a note.
    """
    known = _in_order(_of_several(evidence), "fact", "source", "vintage")
    best = known.take(_is_first(known, "fact", "source"))
    used = best.take(best.array("vintage") == 1)
    at = _positions(best, used)
    others = best.with_columns(used=np.append(used.array("value"), np.nan)[at], used_at=at).take(
        (best.array("vintage") > 1) & (at < used.size)
    )
    sources = [*used.coded("source")]
    for row in others.take(others.array("value") != others.array("used")).rows():
        facts = {"used": row["used"], "used_source": sources[row["used_at"]]}
        facts |= {"value": row["value"], "source": row["source"]}
        severity = _by_tolerance(rule.severity, row["series"], row["value"], row["used"], evidence)
        place = (row["series"], row["region"], row["period"])
        yield Challenge(rule.kind, severity, *place, facts, detail=row["source"])


def duplicates_disagree(rule: DuplicatesDisagreeRule, evidence: Evidence) -> Iterator[Challenge]:
    """Different figures of one fact that one source sent on one day: not a revision, a slip."""
    keys = ("fact", "source", "known_from")
    known = _in_order(_of_several(evidence), *keys, "vintage")
    first = np.flatnonzero(_is_first(known, *keys))
    if not len(first):
        return
    figures = known.array("value")
    sent = known.take(first).with_columns(
        low=np.minimum.reduceat(figures, first),
        high=np.maximum.reduceat(figures, first),
        count=np.diff(np.append(first, known.size)),
    )
    for row in sent.take(sent.array("low") != sent.array("high")).rows():
        used = row["value"]
        other = row["low"] if used == row["high"] else row["high"]
        facts = {"value": other, "used": used, "source": row["source"], "count": row["count"]}
        severity = _by_tolerance(rule.severity, row["series"], other, used, evidence)
        place = (row["series"], row["region"], row["period"])
        yield Challenge(rule.kind, severity, *place, facts, detail=row["source"])


def _of_several(evidence: Evidence) -> Columns:
    """Figures of facts that have several of them; the others have nobody to differ from."""
    rows, (periods, regions) = evidence.observations, evidence.axes.shape
    if not (rows.array("vintage") > 1).any():
        rows = rows.take(slice(0))
    series = rows.coded("series").codes.astype(np.int64)
    facts = (series * periods + rows.coded("period").codes) * regions + rows.coded("region").codes
    known = ~np.isnan(rows.array("value"))
    seconds = facts[known & (rows.array("vintage") == 2)]  # noqa: PLR2004  a second one
    return rows.with_columns(fact=facts).take(known & np.isin(facts, seconds))


def _keys(rows: Columns, names: tuple[str, ...]) -> list[Array]:
    return [rows.coded(name).codes if name == "source" else rows.array(name) for name in names]


def _in_order(rows: Columns, *names: str) -> Columns:
    return rows.take(np.lexsort(_keys(rows, names)[::-1]))


def _is_first(rows: Columns, *names: str) -> Mask:
    """Which rows are the first of their keys, of rows in order of these keys."""
    is_first = np.ones(rows.size, dtype=bool)
    is_first[1:] = np.any([key[1:] != key[:-1] for key in _keys(rows, names)], axis=0)
    return is_first


def _positions(rows: Columns, used: Columns) -> Array:
    """Which figure in use is of the same fact; their number where none is."""
    facts, wanted = used.array("fact"), rows.array("fact")
    at = np.searchsorted(facts, wanted)
    return np.where(np.append(facts, -1)[at] == wanted, at, used.size)


def _by_tolerance(severity: Severity, series: str, value: float, used: float, evidence: Evidence) -> Severity:
    relative = abs(value - used) / abs(used) if used else 1.0
    return severity if relative > evidence.catalog.series[series].tolerance else Severity.NOTE
