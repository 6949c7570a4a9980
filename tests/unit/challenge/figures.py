"""Small bodies of evidence for the checks."""

from collections.abc import Iterable

import numpy as np

from etl.catalog.catalog import Catalog
from etl.challenge.figure_arrays import Evidence
from etl.columns import Coded, Columns
from etl.model.figures import Axes, Figures
from etl.model.period import Period
from etl.model.vocabulary import Nature, Status

PROVINCE, SHENYANG, ANSHAN = "210000", "210100", "210300"
_REST = ("bureau", "2024-03-01", 1)


def evidence(catalog: Catalog, rows: Iterable[tuple[object, ...]] = (), *of: tuple[object, ...]) -> Evidence:
    """What the checks look at.

    Args:
        catalog: the declarations.
        rows: observations of (series, region, period, value), then source, day and vintage where given.
        of: values of (indicator, region, period, value).
    """
    filled = [(*row, *_REST[len(row) - 4 :]) for row in rows]
    periods = sorted({Period.parse(str(row[2])) for row in (*filled, *of)})
    axes = Axes(tuple(catalog.regions), tuple(periods))
    return Evidence(catalog, axes, _observations(catalog, axes, filled), _values(axes, of))


def _observations(catalog: Catalog, axes: Axes, rows: list[tuple[object, ...]]) -> Columns:
    series, region, period, value, source, known_from, vintage = zip(*rows, strict=True) if rows else [()] * 7
    return Columns(
        {
            "series": Coded.of(series, tuple(catalog.series)),
            "region": Coded.of(region, axes.regions),
            "period": Coded.of(period, axes.names),
            "source": Coded.of(source, tuple(catalog.sources)),
            "value": np.asarray(value, dtype=float),
            "vintage": np.asarray(vintage, dtype=np.int32),
            "known_from": np.asarray(known_from, dtype="datetime64[D]"),
        }
    )


def _values(axes: Axes, rows: Iterable[tuple[object, ...]]) -> dict[str, Figures]:
    by_indicator: dict[str, list[tuple[object, ...]]] = {}
    for indicator, *row in rows:
        by_indicator.setdefault(indicator, []).append(tuple(row))
    return {
        name: Figures.stated(axes, of, Status.FINAL, Nature.OFFICIAL) for name, of in by_indicator.items()
    }


def yearly(series: str, region: str, first: int, figures: Iterable[float | None]) -> list[tuple[object, ...]]:
    """One figure a year."""
    return [
        (series, region, str(first + at), figure) for at, figure in enumerate(figures) if figure is not None
    ]
