"""Do parts add up to their whole, months to their year, and do sources agree? Shown, never forced away."""

from collections.abc import Iterator

import pandas as pd

from etl.challenge.panel import Evidence, facts_of, records, rounding_of
from etl.model.challenge import Challenge
from etl.model.challenge_rule import (
    DuplicatesDisagreeRule,
    MonthsAgainstYearRule,
    PartsAgainstWholeRule,
    SourcesDisagreeRule,
)
from etl.model.period import PeriodKind
from etl.model.series import SeriesKind
from etl.model.time_formula import MERGED_MONTHS
from etl.model.vocabulary import Severity

_FACT = ["series", "region", "period"]
_MONTHS_APART = 11  # January–February, and the ten months after


def parts_against_whole(rule: PartsAgainstWholeRule, evidence: Evidence) -> Iterator[Challenge]:
    """Sums of the regions below, and of the parts of a breakdown, against the published whole.

    Compared only where every part is there. A residual that rounding explains is none; within the tolerance
    of the series it is a note, so that a reader sees it; beyond it, a challenge.
    """
    figures = evidence.in_use[[*_FACT, "value", "level", "parent"]].assign(
        rounding=rounding_of(evidence.in_use["value"])
    )
    sums = [_sums_over_regions(figures, evidence), _sums_over_parts(figures, evidence)]
    wholes = figures[[*_FACT, "value", "rounding"]].astype(dict.fromkeys(_FACT, "str"))
    joined = pd.concat(sums, ignore_index=True).merge(wholes, on=_FACT, suffixes=("_parts", "_whole"))
    joined["residual"] = joined["value_whole"] - joined["value_parts"]
    slack = joined["rounding_parts"] + joined["rounding_whole"]
    unequal = joined[joined["residual"].abs() > slack * (1 + 1e-6)]
    for row in records(unequal.sort_values([*_FACT, "over"])):
        relative = abs(row["residual"]) / abs(row["value_whole"]) if row["value_whole"] else 1.0
        facts = {
            "whole": row["value_whole"],
            "parts": row["value_parts"],
            **facts_of(row, "residual", "count"),
        }
        beyond = relative > evidence.catalog.series[row["series"]].tolerance
        severity = rule.severity if beyond else Severity.NOTE
        yield Challenge(
            rule.kind, severity, row["series"], row["region"], row["period"], facts, detail=row["over"]
        )


def _sums_over_regions(figures: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Sums over the regions below one superior, where each of a level is there."""
    catalog = evidence.catalog
    added = {series.id for series in catalog.series.values() if series.adds_up}
    below = figures[figures["series"].isin(added) & figures["parent"].notna()]
    below = below.astype(dict.fromkeys(("series", "period", "parent"), "str"))
    sums = below.groupby(["series", "parent", "level", "period"], as_index=False).agg(
        value=("value", "sum"), rounding=("rounding", "sum"), count=("value", "size")
    )
    expected = pd.Series(
        [(region.parent or "", region.level.value) for region in catalog.regions.values()], dtype=object
    ).value_counts()
    keys = pd.Series(list(zip(sums["parent"], sums["level"], strict=True)), dtype=object, index=sums.index)
    complete = sums["count"] == keys.map(expected)
    return sums[complete].rename(columns={"parent": "region", "level": "over"})


def _sums_over_parts(figures: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Sums over the parts of a breakdown, where each is there."""
    whole_of = {s.id: s.part_of for s in evidence.catalog.series.values() if s.part_of is not None}
    parts = figures[figures["series"].isin(whole_of)].astype(dict.fromkeys(_FACT, "str"))
    parts["series"] = parts["series"].map(whole_of).astype("str")
    sums = parts.groupby(_FACT, as_index=False).agg(
        value=("value", "sum"), rounding=("rounding", "sum"), count=("value", "size")
    )
    expected = pd.Series(list(whole_of.values()), dtype="str").value_counts()
    return sums[sums["count"] == sums["series"].map(expected)].assign(over="parts")


def months_against_year(rule: MonthsAgainstYearRule, evidence: Evidence) -> Iterator[Challenge]:
    """The months of a year against the annual figure, which replaces them."""
    levels = evidence.in_use[evidence.in_use["kind"] == SeriesKind.LEVEL.value]
    years = levels[levels["period_kind"] == PeriodKind.YEAR.value]
    keys = ["series", "region", "year"]
    months = _years_of_months(levels).astype(dict.fromkeys(("series", "region"), "str"))
    joined = years.astype(dict.fromkeys(_FACT, "str")).merge(months, on=keys, suffixes=("", "_months"))
    joined["slack"] = rounding_of(joined["value"]) + joined["rounding"]
    unequal = joined[(joined["value"] - joined["value_months"]).abs() > joined["slack"] * (1 + 1e-6)]
    for row in records(unequal.sort_values(_FACT)):
        difference = row["value"] - row["value_months"]
        relative = abs(difference) / abs(row["value"]) if row["value"] else 1.0
        if relative < rule.least:
            continue
        severity = rule.severity if relative > rule.tolerance else Severity.NOTE
        facts = {"year": row["value"], "months": row["value_months"], "difference": difference}
        yield Challenge(rule.kind, severity, row["series"], row["region"], row["period"], facts)


def _years_of_months(levels: pd.DataFrame) -> pd.DataFrame:
    """Years from 1–12月, else from January–February and the ten months after."""
    columns = ["series", "region", "year", "value", "rounding"]
    rounded = levels.assign(rounding=rounding_of(levels["value"]))
    cumulated = rounded[rounded["part"] == "M01-12"][columns]
    later = rounded["ends"].dt.month > MERGED_MONTHS
    single = (rounded["period_kind"] == PeriodKind.MONTH.value) & later
    apart = rounded[single | (rounded["part"] == "M01-02")]
    sums = apart.groupby(["series", "region", "year"], as_index=False, observed=True).agg(
        value=("value", "sum"), rounding=("rounding", "sum"), count=("value", "size")
    )
    complete = sums[sums["count"] == _MONTHS_APART][columns]
    both: pd.DataFrame = pd.concat([cumulated, complete])
    return both.drop_duplicates(["series", "region", "year"])


def sources_disagree(rule: SourcesDisagreeRule, evidence: Evidence) -> Iterator[Challenge]:
    """Figures of several sources for one fact that differ.

    Of another source only the figure that it would put in use counts; its earlier ones are revisions. Beyond
    the tolerance of the series it is a challenge, else a note.
    """
    best = _known(evidence).sort_values("vintage").drop_duplicates([*_FACT, "source"])
    used = best[best["vintage"] == 1]
    joined = best[best["vintage"] > 1].merge(used, on=_FACT, suffixes=("", "_used"))
    differing = joined[joined["value"] != joined["value_used"]]
    for row in records(differing.sort_values([*_FACT, "source"])):
        facts = {
            "used": row["value_used"],
            "used_source": row["source_used"],
            **facts_of(row, "value", "source"),
        }
        severity = _by_tolerance(rule.severity, row["series"], row["value"], row["value_used"], evidence)
        yield Challenge(
            rule.kind, severity, row["series"], row["region"], row["period"], facts, detail=row["source"]
        )


def duplicates_disagree(rule: DuplicatesDisagreeRule, evidence: Evidence) -> Iterator[Challenge]:
    """Different figures of one fact that one source sent on one day: not a revision, a slip."""
    keys = [*_FACT, "source", "known_from"]
    known = _known(evidence)
    twice = known[known.duplicated(keys, keep=False)].sort_values("vintage")
    grouped = twice.groupby(keys, as_index=False).agg(
        used=("value", "first"), low=("value", "min"), high=("value", "max"), count=("value", "size")
    )
    for row in records(grouped[grouped["low"] != grouped["high"]].sort_values(keys)):
        other = row["low"] if row["used"] == row["high"] else row["high"]
        facts = {"value": other, **facts_of(row, "used", "source", "count")}
        severity = _by_tolerance(rule.severity, row["series"], other, row["used"], evidence)
        yield Challenge(
            rule.kind, severity, row["series"], row["region"], row["period"], facts, detail=row["source"]
        )


def _known(evidence: Evidence) -> pd.DataFrame:
    """Figures of facts that have several of them; the others have nobody to differ from."""
    frame = evidence.observations
    several = frame.loc[(frame["vintage"] == 2) & frame["value"].notna(), _FACT]  # noqa: PLR2004  a second one
    chosen = frame.merge(several.drop_duplicates(), on=_FACT)
    return chosen[chosen["value"].notna()].astype(dict.fromkeys((*_FACT, "source"), "str"))


def _by_tolerance(severity: Severity, series: str, value: float, used: float, evidence: Evidence) -> Severity:
    relative = abs(value - used) / abs(used) if used else 1.0
    return severity if relative > evidence.catalog.series[series].tolerance else Severity.NOTE
