"""Which regions does a source leave out, or no longer give? A gap is named, never filled."""

from collections.abc import Iterator

import pandas as pd

from etl.challenge.panel import Evidence, at_home
from etl.model.challenge import Challenge
from etl.model.challenge_rule import CoverageShrankRule, RegionWithoutDataRule
from etl.model.vocabulary import Nature, RegionLevel, Severity

_GROUP = ["source", "series", "level", "period"]
_LEVELS = (RegionLevel.CITY, RegionLevel.COUNTY)


def regions_without_data(rule: RegionWithoutDataRule, evidence: Evidence) -> Iterator[Challenge]:
    """Regions that a source never gives a series for, although it gives it for most of their level."""
    covered = _promised(evidence)[["source", "series", "region"]].drop_duplicates()
    for _, rows in covered.groupby(["source", "series"]):
        source, series, regions = rows["source"].iloc[0], rows["series"].iloc[0], set(rows["region"])
        for level in _LEVELS:
            expected = at_home(evidence.catalog, level)
            missing = [code for code in expected if code not in regions]
            if not missing or len(expected) - len(missing) < rule.least_share * len(expected):
                continue
            for code in missing:
                facts = {"source": source, "covered": len(expected) - len(missing), "of": len(expected)}
                yield Challenge(rule.kind, rule.severity, series, code, None, facts, detail=source)


def coverage_shrank(rule: CoverageShrankRule, evidence: Evidence) -> Iterator[Challenge]:
    """Regions that a source gave a year earlier, or in an earlier edition, and gives no longer.

    Compared like with like: the same part of the year before. A gap that the publisher declares is no
    silence.
    """
    promised = _promised(evidence)
    home = {code for level in _LEVELS for code in at_home(evidence.catalog, level)}
    present = promised[promised["region"].isin(home)]
    for found in (_lost_by_year(present), _lost_by_edition(present, rule.least_share)):
        touched = found.merge(found[found["is_lost"]][_GROUP].drop_duplicates(), on=_GROUP)
        for _, rows in touched.groupby(_GROUP):
            yield from _lost(rule, evidence, rows)


def _promised(evidence: Evidence) -> pd.DataFrame:
    """Rows of sources that promise coverage; single press figures do not."""
    sources = [s.id for s in evidence.catalog.sources.values() if s.nature is not Nature.REPORTED]
    frame = evidence.observations
    return frame[frame["source"].isin(sources) & (frame["period_kind"] != "span")]


def _lost_by_year(present: pd.DataFrame) -> pd.DataFrame:
    """Regions of the year before, each with ``is_lost`` and what the period is ``compared_with``."""
    keys = ["source", "series", "level", "part"]
    now = present[[*keys, "region", "year", "period"]].drop_duplicates()
    before = present[present["value"].notna()][[*keys, "region", "year"]].drop_duplicates()
    before["year"] += 1
    periods = now[[*keys, "year", "period"]].drop_duplicates()
    expected = before.merge(periods, on=[*keys, "year"])  # only years that the source speaks of at all
    found = expected.merge(now.assign(is_lost=False), how="left", on=[*keys, "region", "year", "period"])
    found["is_lost"] = found["is_lost"].isna()
    touched = found.merge(found[found["is_lost"]][_GROUP].drop_duplicates(), on=_GROUP)
    earlier = [f"{year - 1}{part}" for year, part in zip(touched["year"], touched["part"], strict=True)]
    return touched.assign(compared_with=earlier)


def _lost_by_edition(present: pd.DataFrame, least_share: float) -> pd.DataFrame:
    """The newest edition of a period against the one before; a file of few regions is no edition."""
    keys = ["source", "series", "level", "period"]
    days = present[[*keys, "known_from"]].drop_duplicates().sort_values("known_from")
    days["before"] = days.groupby(keys)["known_from"].shift()
    newest = days.groupby(keys).tail(1).dropna(subset="before")
    before = present[present["value"].notna()].merge(newest[[*keys, "before"]], on=keys)
    before = before[before["known_from"] == before["before"]][[*keys, "region", "before"]].drop_duplicates()
    now = present.merge(newest[[*keys, "known_from"]], on=[*keys, "known_from"])[[*keys, "region"]]
    found = before.merge(now.drop_duplicates().assign(is_lost=False), how="left", on=[*keys, "region"])
    is_lost = found["is_lost"].isna()
    found = found.assign(is_lost=is_lost, compared_with=found["before"].dt.strftime("%Y-%m-%d"))
    kept = 1 - found.groupby(_GROUP)["is_lost"].transform("mean")
    return found[kept >= least_share]


def _lost(rule: CoverageShrankRule, evidence: Evidence, regions: pd.DataFrame) -> Iterator[Challenge]:
    """Challenges of one source, series, level and period."""
    source, series, level, period = (str(regions[name].iloc[0]) for name in _GROUP)
    lost, compared_with = sorted(regions.loc[regions["is_lost"], "region"]), regions["compared_with"].iloc[0]
    before, now = len(regions), len(regions) - len(lost)
    facts: dict[str, object] = {
        "source": source,
        "before": before,
        "now": now,
        "compared_with": compared_with,
    }
    detail = f"{source}|{level}|{compared_with}"
    if now < rule.least_share * before:
        home = evidence.catalog.deployment.home
        facts["gone"] = " ".join(lost)
        yield Challenge(rule.kind, Severity.NOTE, series, home, period, facts, detail=detail)
        return
    for code in lost:
        one = {**facts, "gone": code}
        yield Challenge(rule.kind, rule.severity, series, code, period, one, detail=detail)
