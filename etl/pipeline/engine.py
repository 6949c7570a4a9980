"""Where the stages from observe to assess run: in this process, or spread over others.

An engine only carries rows to the functions of the stages and back: every formula stands once, there.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from etl.assess.assess import assess_all
from etl.assess.barometer_assessments import PublishedLevels
from etl.assess.evidence import Evidence
from etl.catalog.catalog import Catalog
from etl.columns import Columns
from etl.model.assessment import Assessment
from etl.model.figures import Axes, Figures
from etl.observe.observe import observe
from etl.pipeline.delivery import Progress
from etl.pipeline.observed import observed_of
from etl.pipeline.publications import Publications, printed_in
from etl.pipeline.values import AllFigures, JudgedValues, derive_all

Corrections = Sequence[Mapping[str, Any]]
"""Rows of the table ``correction``."""


class Engine(Protocol):
    """Runs three stages of one build, one after the other; whole tables in, whole tables out."""

    def observe(
        self, staged: Columns, catalog: Catalog, axes: Axes, as_of: date | None, corrections: Corrections
    ) -> Columns:
        """Stage 3: see :func:`etl.observe.observe.observe`."""

    def derive(
        self,
        catalog: Catalog,
        axes: Axes,
        observations: Columns,
        declared: AllFigures,
        report: Progress,
    ) -> dict[str, Figures]:
        """Stage 4: see :func:`etl.pipeline.values.derive_all`."""

    def assess(
        self,
        catalog: Catalog,
        values: AllFigures,
        levels: Mapping[str, PublishedLevels],
        evidence: Evidence,
    ) -> tuple[Assessment, ...]:
        """Stage 5: see :func:`etl.assess.assess.assess_all`."""


class InProcess:
    """Everything in this process, on arrays of all regions."""

    def observe(
        self, staged: Columns, catalog: Catalog, axes: Axes, as_of: date | None, corrections: Corrections
    ) -> Columns:
        """All rows at once."""
        return observe(staged, catalog, axes, as_of, corrections)

    def derive(
        self,
        catalog: Catalog,
        axes: Axes,
        observations: Columns,
        declared: AllFigures,
        report: Progress,
    ) -> dict[str, Figures]:
        """All regions at once."""
        observed = observed_of(observations, axes)
        publications = Publications(printed_in(observations), axes)
        return derive_all(catalog, axes, observed, declared, publications, report=report)

    def assess(
        self,
        catalog: Catalog,
        values: AllFigures,
        levels: Mapping[str, PublishedLevels],
        evidence: Evidence,
    ) -> tuple[Assessment, ...]:
        """All regions at once."""
        return tuple(assess_all(catalog, JudgedValues(values), levels, evidence))
