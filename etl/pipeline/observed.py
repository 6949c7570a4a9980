"""Figures in use out of a warehouse, as the arrays that formulas read."""

from collections.abc import Sequence

import numpy as np

from etl.catalog.catalog import Catalog
from etl.challenge.owed_returns import RefusedCell
from etl.columns import Coded, Columns
from etl.model.figures import Axes
from etl.model.period import Period
from etl.model.vocabulary import Bound, MissingReason, Nature, Status
from etl.pipeline.values import AllFigures, ObservedFigures
from etl.store.write import WarehouseWriter

_OF_OBSERVATIONS = ("series", "region", "period", "source", "status", "reason", "nature", "bound")
_OF_VALUES = ("region", "period", "status", "reason", "nature", "bound")


def read_observations(writer: WarehouseWriter, catalog: Catalog, axes: Axes) -> Columns:
    """Every vintage of every figure, in order of series."""
    found = writer.arrays(
        f"SELECT {_codes(_OF_OBSERVATIONS)}, value, vintage, known_from, cited_as FROM observation "
        "ORDER BY series, period, region, vintage"
    )
    numbers = {"value": found["value"], "vintage": found["vintage"].astype(np.int32)}
    days = found["known_from"].astype("datetime64[D]")
    words = _coded(catalog, axes, found, _OF_OBSERVATIONS)
    return Columns({**words, **numbers, "known_from": days, "cited_as": Coded.of(found["cited_as"].tolist())})


def in_order_of_facts(observations: Columns) -> Columns:
    """Observations in the order of their table: by series, period, region and vintage."""
    keys = [observations.coded(name).codes for name in ("region", "period", "series")]
    return observations.take(np.lexsort((observations.array("vintage"), *keys)))


def observed_of(observations: Columns, axes: Axes) -> ObservedFigures:
    """The figures in use as arrays."""
    return ObservedFigures(axes, observations)


def read_values(writer: WarehouseWriter, catalog: Catalog, axes: Axes, indicator: str) -> Columns:
    """The stored values of one indicator."""
    found = writer.arrays(
        f"SELECT {_codes(_OF_VALUES)}, value FROM indicator_value WHERE CAST(indicator AS VARCHAR) = ?",
        indicator,
    )
    return Columns({**_coded(catalog, axes, found, _OF_VALUES), "value": found["value"]})


def read_refused(writer: WarehouseWriter) -> tuple[RefusedCell, ...]:
    """Rejected cells of which it is known whose figures they were to be, with the day they came."""
    rows = writer.rows(
        """
        SELECT series, region, period, CAST(rejected.source AS VARCHAR), known_from
        FROM rejected JOIN file USING (file_id)
        WHERE series IS NOT NULL AND region IS NOT NULL AND period IS NOT NULL
        """
    )
    return tuple(RefusedCell(*row) for row in rows)


def levels_as_published(catalog: Catalog, observed: AllFigures) -> dict[str, dict[tuple[str, Period], int]]:
    """Published barometer levels by series, region and period."""
    wanted = {
        indicator.assessment.published_level
        for indicator in catalog.indicators.values()
        if indicator.assessment is not None and indicator.assessment.kind == "barometer"
    }
    return {
        name: {(region, period): int(level) for region, period, level in observed[name].known()}
        if name in observed
        else {}
        for name in wanted
    }


def _codes(names: Sequence[str]) -> str:
    return ", ".join(f"enum_code({name}) AS {name}" for name in names)


def _coded(
    catalog: Catalog, axes: Axes, found: dict[str, np.ndarray], names: Sequence[str]
) -> dict[str, Coded]:
    words: dict[str, Sequence[str]] = {
        "series": tuple(catalog.series), "region": axes.regions, "period": axes.names,
        "source": tuple(catalog.sources), "status": [*Status], "reason": [*MissingReason],
        "nature": [*Nature], "bound": [*Bound],
    }  # fmt: skip
    return {name: Coded(found[name].astype(np.int32), words[name]) for name in names}
