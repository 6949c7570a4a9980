"""Years that a source cannot speak of."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from etl.challenge.panel import Evidence, facts_of, records
from etl.model.challenge import Challenge
from etl.model.challenge_rule import ImpossibleYearRule

_FACT = ["series", "region", "period", "source"]


def impossible_years(rule: ImpossibleYearRule, evidence: Evidence) -> Iterator[Challenge]:
    """Figures of a year that their source does not cover, not begun when published, or far from others."""
    parts = [_not_covered(evidence), _too_early(evidence.observations)]
    if rule.most_gap_years is not None:
        parts.append(_far_from_others(evidence.observations, rule.most_gap_years))
    found = pd.concat(parts).drop_duplicates(_FACT)
    for row in records(found.sort_values(_FACT)):
        facts = {**facts_of(row, "source", "year", "expected"), "known_from": f"{row['known_from']:%Y-%m-%d}"}
        yield Challenge(
            rule.kind, rule.severity, row["series"], row["region"], row["period"], facts, detail=row["source"]
        )


def _told(frame: pd.DataFrame, expected: pd.Series) -> pd.DataFrame:
    """The rows at fault with what was expected of their year, as a span in figures."""
    chosen = frame[[*_FACT, "year", "known_from"]].astype(dict.fromkeys(_FACT, "str"))
    return chosen.assign(expected=expected.astype("str"))


def _not_covered(evidence: Evidence) -> pd.DataFrame:
    frame, covers = evidence.observations, {s.id: s.covers for s in evidence.catalog.sources.values()}
    limits = {
        name: (-np.inf if span.first is None else span.first, np.inf if span.last is None else span.last)
        for name, span in covers.items()
    }
    first, last = (
        frame["source"].astype("str").map({n: pair[at] for n, pair in limits.items()}) for at in (0, 1)
    )
    wrong = frame[(frame["year"] < first.astype(float)) | (frame["year"] > last.astype(float))]
    spans = {name: f"{span.first or ''}–{span.last or ''}" for name, span in covers.items()}
    return _told(wrong, wrong["source"].astype("str").map(spans))


def _too_early(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a period that had not begun when they were published; batches and counts may come within it."""
    early = frame[frame["begins"] > frame["known_from"]]
    days = [f"≤ {day:%Y-%m-%d}" for day in early["known_from"]]
    return _told(early, pd.Series(days, index=early.index, dtype="str"))


def _far_from_others(frame: pd.DataFrame, most_gap: int) -> pd.DataFrame:
    """Rows of years that a gap parts from the years of which the same source and series has the most rows."""
    keys = ["source", "series"]
    words = frame.astype(dict.fromkeys(keys, "str"))
    years = words.groupby([*keys, "year"], as_index=False).agg(rows=("year", "size"))
    years["stretch"] = (
        years.groupby(keys)["year"].diff().gt(most_gap).groupby([years[k] for k in keys]).cumsum()
    )
    stretches = years.groupby([*keys, "stretch"], as_index=False).agg(
        rows=("rows", "sum"), first=("year", "min"), last=("year", "max")
    )
    main = stretches.sort_values("rows", ascending=False).drop_duplicates(keys)
    joined = words.merge(main[[*keys, "first", "last"]], on=keys)
    wrong = joined[(joined["year"] < joined["first"]) | (joined["year"] > joined["last"])]
    spans = [f"{first}–{last}" for first, last in zip(wrong["first"], wrong["last"], strict=True)]
    return _told(wrong, pd.Series(spans, index=wrong.index, dtype="str"))
