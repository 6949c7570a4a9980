"""One region judged again after a figure of it has changed: nothing is read, staged or observed anew.

The figures of the build, some of them changed, go through the same formulas, challenges, verdicts and flags
as in a build, so that the outcome is that of a build of the changed files. Nothing is stored.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from etl.assess.assess import assess_all
from etl.catalog.catalog import Catalog
from etl.challenge.challenge import raise_challenges
from etl.challenge.figure_arrays import Evidence
from etl.columns import NOTHING, Coded, Columns
from etl.errors import PeriodError, UsageError
from etl.flag.flags import raise_flags
from etl.model.figures import Axes, Figures
from etl.model.period import Period
from etl.model.structure_formula import GridFactorFormula, TitlesFormula
from etl.model.vocabulary import Status
from etl.pipeline.evidence import read_evidence
from etl.pipeline.observed import (
    levels_as_published,
    observed_of,
    read_observations,
    read_refused,
    read_values,
)
from etl.pipeline.publications import Publications, printed_in
from etl.pipeline.reassess import Reassessed
from etl.pipeline.values import AllFigures, JudgedValues, derive_all, figures_of_rows
from etl.store.read import WAREHOUSE
from etl.store.write import WarehouseWriter


class ChangedFigure(Struct, frozen=True):
    """A figure that is another one now, in the unit of its series."""

    series: str
    period: Period
    value: float


def changed_figure(text: str) -> ChangedFigure:
    """A changed figure as a person writes it: ``energy_consumption_total@2024=2200``.

    Raises:
        UsageError: it is not written so.
    """
    series, at, stated = text.partition("@")
    period, equals, value = stated.partition("=")
    try:
        return ChangedFigure(series, Period.parse(period), float(value))
    except (PeriodError, ValueError) as error:
        raise UsageError(
            problem=f"{text!r} is no changed figure" + ("" if at and equals else ": @ or = is lacking"),
            action="Write SERIES@PERIOD=VALUE, such as energy_consumption_total@2024=2200",
        ) from error


def reassess_changed(
    folder: Path, catalog: Catalog, region: str, changes: Sequence[ChangedFigure]
) -> Reassessed:
    """The assessments and flags of a region with some of its figures changed.

    Args:
        folder: the build that holds all other figures; only read.
        catalog: the declarations of that build.
        region: code of the region.
        changes: what is another figure now.

    Raises:
        UsageError: there is no such region, or the build has no such figure that could change.
    """
    code = catalog.region(region).code
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(shutil.copy(folder / WAREHOUSE, scratch))
        writer = WarehouseWriter(copy)
        try:
            return _judge(writer, catalog, code, changes)
        finally:
            writer.close()


def _changed(observations: Columns, catalog: Catalog, region: str, change: ChangedFigure) -> Columns:
    """Observations with the changed figure in the place of the one in use.

    Raises:
        UsageError: the build has no such figure.
    """
    if change.series not in catalog.series:
        raise UsageError(
            problem=f"Unknown series {change.series!r}", action="Use an id of data/catalog/series"
        )
    fact = {"series": change.series, "region": region, "period": str(change.period)}
    is_it = observations.array("vintage") == 1
    for name, word in fact.items():
        is_it &= observations.coded(name).is_word(word)
    if not is_it.any():
        raise UsageError(
            problem=f"The build has no figure {change.series} of {region} for {change.period}",
            action="Name a figure that the build holds; a new one comes in by a file and a build",
        )
    status, reason = observations.coded("status"), observations.coded("reason")
    was_missing = is_it & status.is_word(Status.MISSING.value)
    published = status.position[Status.AS_PUBLISHED.value]
    return observations.with_columns(
        value=np.where(is_it, change.value, observations.array("value")),
        status=Coded(np.where(was_missing, published, status.codes), status.words),
        reason=Coded(np.where(is_it, NOTHING, reason.codes), reason.words),
    )


def _judge(
    writer: WarehouseWriter, catalog: Catalog, region: str, changes: Sequence[ChangedFigure]
) -> Reassessed:
    """Stages 4 to 6 of a build some of whose observations are others now."""
    axes = _axes(writer)
    observations = read_observations(writer, catalog, axes)
    for change in changes:
        observations = _changed(observations, catalog, region, change)
    observed = observed_of(observations, axes)
    values = derive_all(
        catalog,
        axes,
        observed,
        _declared(writer, catalog, axes),
        Publications(printed_in(observations), axes),
        report=lambda _step, _done, _of: None,
    )
    challenges = raise_challenges(Evidence(catalog, axes, observations, values, read_refused(writer)))
    assessments = tuple(
        assess_all(
            catalog,
            JudgedValues(values),
            levels_as_published(catalog, observed),
            read_evidence(writer, catalog, observed),
            only={region},
        )
    )
    own = [challenge for challenge in challenges if challenge.region == region]
    return Reassessed(assessments, raise_flags(catalog, assessments, own))


def _axes(writer: WarehouseWriter) -> Axes:
    """Regions and periods of the build, in the order in which it numbers them."""
    (regions, periods), *_ = writer.rows("SELECT enum_range(NULL::region_t), enum_range(NULL::period_t)")
    return Axes(tuple(regions), tuple(map(Period.parse, periods)))


def _declared(writer: WarehouseWriter, catalog: Catalog, axes: Axes) -> AllFigures:
    """Values that no figure stands behind, as the build states them: factors, and counts of titles."""
    return dict(_each_declared(writer, catalog, axes))


def _each_declared(writer: WarehouseWriter, catalog: Catalog, axes: Axes) -> Iterator[tuple[str, Figures]]:
    for indicator in catalog.indicators.values():
        if not isinstance(indicator.formula, GridFactorFormula | TitlesFormula):
            continue
        rows = read_values(writer, catalog, axes, indicator.id)
        if not rows.size:
            continue
        figures = figures_of_rows(axes, rows)
        if isinstance(indicator.formula, TitlesFormula):
            figures = replace(figures, is_published=np.zeros(axes.shape, dtype=bool))
        yield indicator.id, figures
