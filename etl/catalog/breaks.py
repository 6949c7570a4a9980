"""Where a course breaks: the breaks that the series behind an indicator declare."""

from collections.abc import Iterator

from etl.catalog.catalog import Catalog
from etl.errors import CatalogError
from etl.model.indicator import Indicator
from etl.model.series import SeriesBreak

_RATES = frozenset({"growth_of_level", "yearly_change", "index_growth", "chained_reduction"})
"""Kinds of formula that compare years: they have no value across a break, and no break of their own."""


def breaks_of(catalog: Catalog, name: str) -> tuple[SeriesBreak, ...]:
    """Breaks of an indicator or series in any region, earliest first, each once."""
    if name in catalog.series:
        return catalog.series[name].breaks
    inputs = _levels_behind(catalog.indicators[name])
    found = {each: None for below in inputs for each in breaks_of(catalog, below)}
    return tuple(sorted(found, key=lambda each: each.first_year))


def break_years(catalog: Catalog, name: str, region: str) -> tuple[int, ...]:
    """First years of a new basis of an indicator or series in one region, in order."""
    return tuple(
        dict.fromkeys(each.first_year for each in breaks_of(catalog, name) if each.holds_for(region))
    )


def check_breaks(catalog: Catalog) -> Iterator[CatalogError]:
    """Breaks of regions that are not declared."""
    for series in catalog.series.values():
        named = (code for each in series.breaks for code in (*each.regions, *each.except_regions))
        for code in named:
            if code not in catalog.regions:
                yield CatalogError(
                    file="series",
                    place=f"{series.id}.breaks",
                    found=repr(code),
                    expected="the code of a declared region",
                    action="Declare the region or correct the code.",
                )


def _levels_behind(indicator: Indicator) -> tuple[str, ...]:
    """What an indicator shows the course of; a level of one base year alone has no course."""
    published = (indicator.published,) if indicator.published else ()
    formula = indicator.formula
    if formula.kind == "constant_price":
        return (*published, formula.growth)
    return published if formula.kind in _RATES else (*published, *formula.inputs())
