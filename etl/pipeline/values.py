"""Stage 4 of all indicators: figures of the series, then one formula after the other."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec.structs import replace

from etl.assess.targets import Values
from etl.catalog.breaks import breaks_of
from etl.catalog.catalog import Catalog
from etl.columns import Coded, Columns, code_type, together
from etl.derive.breaks import without_rates_into_breaks
from etl.derive.derive import derive_indicator
from etl.derive.estimates import mark_estimates
from etl.derive.revisions import stated_since
from etl.model.assessment import IndicatorValue
from etl.model.figures import (
    ABSENT,
    BOUND_RANKS,
    NATURE_RANKS,
    REASONS,
    STATUS_RANKS,
    Axes,
    Editions,
    Figures,
    Positions,
    Vintage,
)
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.series import SeriesBreak
from etl.model.vocabulary import Basis, Bound, Nature, RegionLevel, Status
from etl.pipeline.delivery import Progress
from etl.pipeline.publications import Publications

AllFigures = Mapping[str, Figures]
"""Figures by id of the series or indicator."""

_OF_FIGURES = ("period", "region", "value", "vintage", "source", "known_from")
_BASES = (Basis.COMPUTED.value, Basis.PUBLISHED.value)


class ObservedFigures(AllFigures):
    """Figures in use of every series that has any, each put together when it is asked for.

    Args:
        axes: regions and periods of the build.
        rows: every vintage, in order of series, period, region and vintage; the first is the one in use.
        elsewhere: series that have figures in regions beside these axes; here they may have none.
    """

    def __init__(self, axes: Axes, rows: Columns, elsewhere: Collection[str] = ()) -> None:
        self._axes = axes
        ranked = {name: rows.coded(name).recoded(words) for name, words in _RANKED.items()}
        self._rows = Columns({name: rows[name] for name in _OF_FIGURES}).with_columns(**ranked)
        series = rows.coded("series")
        numbers = np.arange(len(series.words) + 1, dtype=series.codes.dtype)
        bounds = np.searchsorted(series.codes, numbers).tolist()
        self._spans = {
            name: slice(first, last)
            for name, (first, last) in zip(series.words, pairwise(bounds), strict=True)
            if first < last or name in elsewhere
        }

    def __getitem__(self, name: str) -> Figures:
        editions = self._rows.take(self._spans[name])
        rows = self._rows_in_use(editions)
        return figures_of_rows(self._axes, rows, Vintage(lambda: self._editions(editions, rows)))

    def _editions(self, editions: Columns, rows: Columns) -> Editions:
        """Of which edition the figures in use are."""
        shape, at = self._axes.shape, _places(self._axes, rows)
        never = np.full(shape, np.datetime64("NaT"), dtype="datetime64[D]")
        found = Editions(
            np.full(shape, ABSENT, dtype=np.int16), never, never.copy(), np.zeros(shape, dtype=bool)
        )
        stated_from, is_revised = stated_since(editions)
        told = (rows.coded("source").codes, rows.array("known_from"), stated_from, is_revised)
        for facts, own in zip(found, told, strict=True):
            facts.reshape(-1)[at] = own
        return found

    def _rows_in_use(self, editions: Columns) -> Columns:
        return editions.take(editions.array("vintage") == 1)

    def __contains__(self, name: object) -> bool:
        return name in self._spans  # a mapping would make the figures to see whether they are there

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)


def figures_of_rows(axes: Axes, rows: Columns, vintage: Vintage | None = None) -> Figures:
    """Figures out of rows of one series or indicator; regions and periods are coded by the axes."""
    found, at = Figures.nothing(axes), _places(axes, rows)
    found.value.reshape(-1)[at] = rows.array("value")
    for name, words in _RANKED.items():
        getattr(found, name).reshape(-1)[at] = rows.coded(name).recoded(words).codes
    return replace(found, vintage=vintage)


def _places(axes: Axes, rows: Columns) -> Positions:
    return axes.places(rows.coded("period").codes, rows.coded("region").codes)


_RANKED = {"status": STATUS_RANKS, "reason": REASONS, "nature": NATURE_RANKS, "bound": BOUND_RANKS}


def derive_all(
    catalog: Catalog,
    axes: Axes,
    observed: AllFigures,
    declared: AllFigures,
    publications: Publications,
    *,
    report: Progress,
    only: Container[str] | None = None,
) -> dict[str, Figures]:
    """Values of every indicator that has any, in order of the catalogue.

    Args:
        catalog: the indicators.
        axes: regions and periods of the build.
        observed: figures of the series.
        declared: values of indicators that no figure of a file stands behind.
        publications: what else stands in the publication of a figure.
        report: told how far it is.
        only: indicators to derive; the others stand in ``declared``. None = all of them.
    """
    values, nothing = dict(declared), Figures.nothing(axes)
    indicators = catalog.indicators_in_order
    levels = [catalog.regions[code].level for code in axes.regions]
    for number, indicator in enumerate(indicators):
        report("derive", number, len(indicators))
        if only is not None and indicator.id not in only:
            continue
        if not is_derived(catalog, indicator.id, observed):
            continue
        inputs = {
            name: (values if name in catalog.indicators else observed).get(name, nothing)
            for name in indicator.inputs()
        }
        formula = indicator.formula
        if formula.kind == "ratio" and formula.one_publication:
            inputs[formula.denominator] = publications.beside(formula.numerator, formula.denominator)
        found = derive_indicator(indicator, inputs, _exists_for(catalog, indicator, axes))
        found = mark_estimates(found, indicator.estimated, levels)
        values[indicator.id] = without_rates_into_breaks(found, _breaks_of_levels(indicator, catalog))
    return {name: values[name] for name in catalog.indicators if name in values}


def _breaks_of_levels(indicator: Indicator, catalog: Catalog) -> tuple[SeriesBreak, ...]:
    """Breaks of the levels whose change from year to year an indicator is; others compare no years."""
    if indicator.formula.kind not in ("growth_of_level", "yearly_change"):
        return ()
    return tuple(each for name in indicator.formula.inputs() for each in breaks_of(catalog, name))


def is_derived(catalog: Catalog, indicator: str, observed: Collection[str]) -> bool:
    """Whether any series that an indicator is made of has a figure."""
    return any(name in observed for name in catalog.series_of(indicator))


def _exists_for(catalog: Catalog, indicator: Indicator, axes: Axes) -> np.ndarray:
    levels = {*indicator.levels, RegionLevel.UNIT}
    return np.asarray([catalog.regions[code].level in levels for code in axes.regions], dtype=bool)


def figures_of_values(axes: Axes, rows: Columns) -> Figures:
    """Values of one indicator out of its rows, with what each says of how it came about."""
    at = (rows.coded("period").codes, rows.coded("region").codes)
    is_published = np.zeros(axes.shape, dtype=bool)
    is_published[at] = rows.coded("basis").is_word(Basis.PUBLISHED.value)
    said = rows.coded("rule").only_used()
    if not said.words:
        return replace(figures_of_rows(axes, rows), is_published=is_published)
    rule = np.full(axes.shape, ABSENT, dtype=np.int8)
    rule[at] = said.codes
    rules = tuple(said.words)
    return replace(figures_of_rows(axes, rows), is_published=is_published, rule=rule, rules=rules)


def rows_of_values(indicators: Iterable[str], values: AllFigures) -> Columns:
    """The rows of the table ``indicator_value``, by indicator, period and region.

    Args:
        indicators: ids of all indicators, in the order in which the warehouse numbers them.
        values: their figures.
    """
    words = tuple(indicators)
    return together([_rows_of(name, words, figures) for name, figures in values.items()])


def _rows_of(name: str, indicators: tuple[str, ...], figures: Figures) -> Columns:
    axes, at = figures.axes, np.flatnonzero(figures.is_there)
    size, (periods, regions) = len(at), (each[at] for each in axes.cells)

    def of(facts: np.ndarray) -> np.ndarray:
        return facts.reshape(-1)[at]

    published = np.ones(size, np.int8) if figures.is_published is None else of(figures.is_published)
    rule = None if figures.rule is None else Coded(of(figures.rule), figures.rules).only_used()
    return Columns(
        {
            "indicator": Coded.all_alike(name, size, indicators),
            "region": Coded(regions.astype(code_type(axes.shape[1])), axes.regions),
            "period": Coded(periods.astype(code_type(axes.shape[0])), axes.names),
            "value": of(figures.value),
            "basis": Coded(published.astype(np.int8), _BASES),
            "rule": Coded.all_alike(None, size) if rule is None else rule,
            **{each: Coded(of(getattr(figures, each)), words) for each, words in _RANKED.items()},
        }
    )


class JudgedValues(Mapping[str, Values]):
    """Values as the rules read them, one object each, made for the indicators that are asked for."""

    def __init__(self, values: AllFigures) -> None:
        self._values, self._made = values, dict[str, Values]()

    def __getitem__(self, name: str) -> Values:
        if name not in self._made:
            self._made[name] = values_of(name, self._values[name])
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def values_of(name: str, figures: Figures) -> Values:
    """The values of one indicator by region and period."""
    axes, found = figures.axes, dict[tuple[str, Period], IndicatorValue]()
    rows = _rows_of(name, (name,), figures)
    columns = [_members(rows.coded(each), words) for each, words in _VOCABULARIES.items()]
    keys = zip(rows.coded("period").codes.tolist(), rows.coded("region").codes.tolist(), strict=True)
    numbers = rows.array("value").tolist()
    for (at, of), number, (status, reason, basis, nature, bound), rule in zip(
        keys, numbers, zip(*columns, strict=True), rows.coded("rule"), strict=True
    ):
        region, period = axes.regions[of], axes.periods[at]
        value = None if reason is not None or number != number else number  # noqa: PLR0124 - NaN
        found[region, period] = IndicatorValue(
            name, region, period, value, status, reason, basis, nature, bound, rule
        )
    return found


_VOCABULARIES: Mapping[str, Callable[[str], Any]] = {
    "status": Status, "reason": str, "basis": Basis, "nature": Nature, "bound": Bound,
}  # fmt: skip


def _members(column: Coded, member: Callable[[str], Any]) -> list[Any]:
    """The members of a vocabulary in a column; None for nothing."""
    members = [*(member(word) for word in column.words), None]
    return [members[code] for code in column.codes.tolist()]
