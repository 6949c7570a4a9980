"""Years that a source cannot speak of."""

from collections.abc import Iterator

import pandas as pd

from etl.challenge.panel import Evidence, facts_of, records
from etl.model.challenge import Challenge
from etl.model.challenge_rule import ImpossibleYearRule

_FACT = ["series", "region", "period", "source"]


def impossible_years(rule: ImpossibleYearRule, evidence: Evidence) -> Iterator[Challenge]:
    """Figures of a year far from every other of their source, such as 1926 for 2026.

    What had not begun when published, or is outside the years of its source, never got here: it is rejected.
    """
    found = _far_from_others(evidence.observations, rule.most_gap_years).drop_duplicates(_FACT)
    for row in records(found.sort_values(_FACT)):
        facts = {**facts_of(row, "source", "year", "expected"), "known_from": f"{row['known_from']:%Y-%m-%d}"}
        yield Challenge(
            rule.kind, rule.severity, row["series"], row["region"], row["period"], facts, detail=row["source"]
        )


def _told(frame: pd.DataFrame, expected: pd.Series) -> pd.DataFrame:
    """The rows at fault with what was expected of their year, as a span in figures."""
    chosen = frame[[*_FACT, "year", "known_from"]].astype(dict.fromkeys(_FACT, "str"))
    return chosen.assign(expected=expected.astype("str"))


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
