"""What an assessment reads beside the values: sizes of revisions, and the amounts behind the rates."""

from collections.abc import Iterable
from decimal import Decimal

from etl.assess.evidence import Evidence
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.pipeline.values import AllFigures
from etl.store.write import WarehouseWriter

FEWEST_REVISIONS = 5
"""Revisions of a series below which their median is no measure [design]."""

AmountRow = tuple[str, str, str, float | None]
"""Series, region, period, value."""


def read_evidence(writer: WarehouseWriter, catalog: Catalog, observed: AllFigures) -> Evidence:
    """The evidence of a build that is being made."""
    sizes = writer.rows("SELECT CAST(series AS VARCHAR), median_absolute, revisions FROM revision_size")
    amounts = (
        (name, region, str(period), value)
        for name in sorted(amount_series(catalog) & observed.keys())
        for region, period, value in observed[name].known()
    )
    return evidence_of(sizes, amounts)


def evidence_of(sizes: Iterable[tuple[str, float, int]], amounts: Iterable[AmountRow]) -> Evidence:
    """Evidence from rows; figures become the decimals that their shortest spelling states.

    A series with fewer than :data:`FEWEST_REVISIONS` has no usual revision: of one or two nobody can say that
    they are usual, and a verdict is then neither robust nor fragile.
    """
    by_series: dict[str, dict[tuple[str, Period], Decimal]] = {}
    periods: dict[str, Period] = {}
    for series, region, text, value in amounts:
        if value is not None:
            period = periods.setdefault(text, Period.parse(text))
            by_series.setdefault(series, {})[region, period] = Decimal(repr(value))
    usual = {name: (Decimal(repr(size)), count) for name, size, count in sizes if count >= FEWEST_REVISIONS}
    return Evidence(
        {name: size for name, (size, _) in usual.items()},
        by_series,
        revision_counts={name: count for name, (_, count) in usual.items()},
    )


def amount_series(catalog: Catalog) -> set[str]:
    """Series of energy and GDP that levels rest on, of points that scores are made of, and of tasks."""
    energies = {
        indicator.assessment.energy
        for indicator in catalog.indicators.values()
        if indicator.assessment is not None
        and indicator.assessment.kind == "barometer"
        and indicator.assessment.energy is not None
    }
    products = {rule.gdp for rule in catalog.plan_rules.values() if rule.gdp is not None}
    products |= {each.series for rule in catalog.plan_rules.values() for each in rule.deductions}
    points = {
        series
        for indicator in catalog.indicators.values()
        if indicator.assessment is not None and indicator.assessment.kind == "scoring"
        for series in indicator.assessment.given.values()
    }
    tasks = {
        indicator.assessment.task
        for indicator in catalog.indicators.values()
        if indicator.assessment is not None and indicator.assessment.kind == "task"
    }
    return ((energies | products if energies else set()) | points | tasks) & catalog.series.keys()
