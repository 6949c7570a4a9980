"""Stage 4 into the warehouse: published figures in one go, then one formula after the other."""

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from etl.assess.targets import Values
from etl.catalog.breaks import breaks_of
from etl.catalog.catalog import Catalog
from etl.derive.breaks import without_rates_into_breaks
from etl.derive.derive import derive_indicator, derive_published
from etl.derive.figures import as_figures
from etl.derive.publication import PUBLICATION, of_one_publication
from etl.frames import Frame
from etl.model.assessment import IndicatorValue
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.series import SeriesBreak
from etl.model.vocabulary import Basis, Bound, Nature, RegionLevel, Status
from etl.pipeline.delivery import Progress
from etl.store.write import WarehouseWriter

_KEY_TYPES = {"indicator": "indicator_t", "series": "series_t"}
_VALUE_KEYS = ("indicator", "region", "period")


def write_values(writer: WarehouseWriter, catalog: Catalog, report: Progress) -> dict[str, Values]:
    """All indicator values, and what sources say of their scope; what has no figures asks nothing."""
    published, computed = _by_way_of_deriving(catalog)
    _derive_published(writer, published)
    present = {series for (series,) in writer.rows("SELECT DISTINCT series FROM observation")}
    places = writer.table("region").select("level", region=nw.col("code").cast(nw.String))
    for number, indicator in enumerate(computed):
        report("derive", number, len(computed))
        if present.isdisjoint(catalog.series_of(indicator.id)):
            continue
        exists_for = [level.value for level in (*indicator.levels, RegionLevel.UNIT)]
        regions = places.filter(nw.col("level").is_in(exists_for))
        values = derive_indicator(indicator, _inputs_of(indicator, catalog, writer), regions, places)
        values = without_rates_into_breaks(values, _breaks_of_levels(indicator, catalog))
        writer.insert_expression("indicator_value", values, ("period", "region"))
    _write_notes(writer, catalog)
    return _values(writer)


def _by_way_of_deriving(catalog: Catalog) -> tuple[dict[str, str], list[Indicator]]:
    """Series by the indicators that are just that, and the indicators with a formula, in order."""
    published: dict[str, str] = {}
    computed: list[Indicator] = []
    for indicator in catalog.indicators_in_order:
        formula = indicator.formula
        if indicator.published is None and formula.kind == "series" and formula.series in catalog.series:
            published[indicator.id] = formula.series
        else:
            computed.append(indicator)
    return published, computed


def _derive_published(writer: WarehouseWriter, published: Mapping[str, str]) -> None:
    names = pd.DataFrame({"indicator": list(published), "series": list(published.values())})
    lookup = writer.lookup(names, _KEY_TYPES)
    values = derive_published(lookup, writer.table("observation"))
    writer.insert_expression("indicator_value", values, ("indicator", "period", "region"))


def _inputs_of(indicator: Indicator, catalog: Catalog, writer: WarehouseWriter) -> dict[str, Frame]:
    """The figures that a formula reads: those in use, or those that stand in one publication."""
    every = as_figures(writer.table("observation"), "series", keep=PUBLICATION)
    in_use = every.filter(nw.col("vintage") == 1)
    derived = as_figures(writer.table("indicator_value"), "indicator")
    inputs = {
        name: derived.filter(nw.col("indicator") == name)
        if name in catalog.indicators
        else in_use.filter(nw.col("series") == name)
        for name in indicator.inputs()
    }
    formula = indicator.formula
    if formula.kind == "ratio" and formula.one_publication:
        beside = every.filter(nw.col("series") == formula.denominator)
        inputs[formula.denominator] = of_one_publication(inputs[formula.numerator], beside)
    return inputs


def _breaks_of_levels(indicator: Indicator, catalog: Catalog) -> tuple[SeriesBreak, ...]:
    """Breaks of the levels whose change from year to year an indicator is; others compare no years."""
    if indicator.formula.kind not in ("growth_of_level", "yearly_change"):
        return ()
    return tuple(each for name in indicator.formula.inputs() for each in breaks_of(catalog, name))


def _write_notes(writer: WarehouseWriter, catalog: Catalog) -> None:
    """Notes of the figures in use that stand as values; a computed value has none of its own."""
    series_of = {
        each.id: each.published or (each.formula.series if each.formula.kind == "series" else None)
        for each in catalog.indicators.values()
    }
    names = pd.DataFrame(
        [(name, series) for name, series in series_of.items() if series in catalog.series],
        columns=["indicator", "series"],
    )
    noted = writer.table("observation").filter(
        nw.col("vintage") == 1, ~nw.col("note").is_null(), nw.col("note") != ""
    )
    named = noted.join(writer.lookup(names, _KEY_TYPES), on="series", how="inner")
    published = writer.table("indicator_value").filter(
        nw.col("basis").cast(nw.String) == Basis.PUBLISHED.value, ~nw.col("value").is_null()
    )
    notes = named.join(published.select(*_VALUE_KEYS), on=list(_VALUE_KEYS), how="semi")
    writer.insert_expression("value_note", notes, _VALUE_KEYS)


def _values(writer: WarehouseWriter) -> dict[str, Values]:
    values: dict[str, dict[tuple[str, Period], IndicatorValue]] = {}
    periods: dict[str, Period] = {}
    for row in writer.rows("SELECT * FROM indicator_value"):
        name, region, text, value, status, reason, basis, nature, bound, rule = row
        period = periods.setdefault(text, Period.parse(text))
        values.setdefault(name, {})[region, period] = IndicatorValue(
            name,
            region,
            period,
            value,
            Status(status),
            reason,
            Basis(basis),
            Nature(nature),
            Bound(bound),
            rule,
        )
    return dict(values)
