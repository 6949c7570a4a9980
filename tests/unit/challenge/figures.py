"""Small bodies of evidence for the checks."""

from collections.abc import Iterable

import narwhals as nw
import pandas as pd

from etl.catalog.catalog import Catalog
from etl.challenge.panel import Evidence, evidence_of
from etl.frames import Frame

PROVINCE, SHENYANG, ANSHAN = "210000", "210100", "210300"
_COLUMNS = ("series", "region", "period", "value", "source", "known_from", "vintage")
_REST = ("bureau", "2024-03-01", 1)


def observations(rows: Iterable[tuple[object, ...]]) -> Frame:
    """Observations of (series, region, period, value); source, day of publication, vintage where given."""
    filled = [dict(zip(_COLUMNS, (*row, *_REST[len(row) - 4 :]), strict=True)) for row in rows]
    frame = pd.DataFrame(filled, columns=list(_COLUMNS))
    types = {"value": "float64", "vintage": "int64", "known_from": "datetime64[s]"}
    return nw.from_native(frame.astype(types)).lazy()


def values(*rows: tuple[object, ...]) -> Frame:
    """Indicator values of (indicator, region, period, value)."""
    frame = pd.DataFrame(list(rows), columns=["indicator", "region", "period", "value"])
    return nw.from_native(frame.astype({"value": "float64"})).lazy()


def evidence(catalog: Catalog, rows: Iterable[tuple[object, ...]] = (), *of: tuple[object, ...]) -> Evidence:
    """What the checks look at: observations, and values ``of`` indicators."""
    return evidence_of(catalog, observations(rows), values(*of))


def yearly(series: str, region: str, first: int, figures: Iterable[float | None]) -> list[tuple[object, ...]]:
    """One figure a year."""
    return [
        (series, region, str(first + at), figure) for at, figure in enumerate(figures) if figure is not None
    ]
