"""Do parts add up to their whole, and do sources agree? Differences are shown, never forced away."""

from collections.abc import Iterator

import narwhals as nw

from etl.catalog.catalog import Catalog
from etl.challenge.rows import in_use, rows_of
from etl.frames import Frame
from etl.model.challenge import Challenge
from etl.model.vocabulary import RegionLevel, Severity

Sum = tuple[str, str, list[tuple[str, str]]]
"""Series and region of a whole, and the (series, region) of its parts."""


def parts_against_whole(catalog: Catalog, observations: Frame) -> Iterator[Challenge]:
    """Sums of the regions below, and of the parts of a breakdown, against the published whole.

    Compared only where every part is there. A residual within the tolerance of the series is a note, so that
    a reader sees it; beyond it, a challenge.
    """
    figures = {
        (row["series"], row["region"], row["period"]): row["value"]
        for row in rows_of(in_use(observations).filter(nw.col("series").is_in(list(_summed_series(catalog)))))
    }
    periods = sorted({period for _, _, period in figures})
    for series_id, region_code, names in _sums(catalog):
        for period in periods:
            whole = figures.get((series_id, region_code, period))
            parts = [figures.get((series, region, period)) for series, region in names]
            known = [part for part in parts if part is not None]
            if whole is None or len(known) != len(parts):
                continue
            difference = whole - sum(known)
            relative = abs(difference) / abs(whole) if whole else 0.0
            beyond = relative > catalog.series[series_id].tolerance
            if round(relative, 12) > 0:
                facts = {"whole": whole, "parts": sum(known), "residual": difference, "count": len(parts)}
                yield Challenge(
                    "parts_against_whole",
                    Severity.CHALLENGE if beyond else Severity.NOTE,
                    series_id,
                    region_code,
                    period,
                    facts,
                )


def _summed_series(catalog: Catalog) -> set[str]:
    summed = {series.id for series in catalog.series.values() if series.adds_up}
    parts = {series.id for series in catalog.series.values() if series.part_of}
    return summed | parts | {series.part_of for series in catalog.series.values() if series.part_of}


def _sums(catalog: Catalog) -> Iterator[Sum]:
    """Every sum that should hold, over the regions below and over the parts of a breakdown."""
    breakdowns: dict[str, list[str]] = {}
    for series in catalog.series.values():
        if series.adds_up:
            yield from _sums_over_regions(catalog, series.id)
        if series.part_of:
            breakdowns.setdefault(series.part_of, []).append(series.id)
    for whole, parts in breakdowns.items():
        for code in catalog.regions:
            yield whole, code, [(part, code) for part in parts]


def _sums_over_regions(catalog: Catalog, series: str) -> Iterator[Sum]:
    for code in catalog.regions:
        for level in (RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY):
            below = catalog.children(code, level)
            if below:
                yield series, code, [(series, part.code) for part in below]


def sources_disagree(catalog: Catalog, observations: Frame) -> Iterator[Challenge]:
    """Figures of the same fact that differ: of several sources, or twice in what one source sent on one day.

    A later figure of the same source is a revision, which is no disagreement. Beyond the tolerance of the
    series it is a challenge, else a note.
    """
    keys = ["series", "region", "period"]
    known = observations.filter(~nw.col("value").is_null()).select(
        *(nw.col(key).cast(nw.String) for key in keys),
        "value",
        "vintage",
        "known_from",
        nw.col("source").cast(nw.String),
    )
    used = known.filter(nw.col("vintage") == 1).select(
        *keys, used="value", used_source="source", used_known_from="known_from"
    )
    others = known.filter(nw.col("vintage") > 1).join(used, on=keys, how="inner")
    is_revision = (nw.col("source") == nw.col("used_source")) & (
        nw.col("known_from") < nw.col("used_known_from")
    )
    differing = others.filter(nw.col("value") != nw.col("used"), ~is_revision).select(
        *keys, "value", "source", "used", "used_source"
    )
    for row in rows_of(differing.sort(*keys, "source")):
        tolerance = catalog.series[row["series"]].tolerance
        relative = abs(row["value"] - row["used"]) / abs(row["used"]) if row["used"] else 1.0
        facts = {name: row[name] for name in ("used", "used_source", "value", "source")}
        beyond = relative > tolerance
        yield Challenge(
            "sources_disagree",
            Severity.CHALLENGE if beyond else Severity.NOTE,
            row["series"],
            row["region"],
            row["period"],
            facts,
        )
