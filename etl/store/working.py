"""The working of one number: its formula with the numbers put in, and every cell that they came from."""

from dataclasses import dataclass

from etl.catalog.catalog import Catalog
from etl.model.formula_text import formula_text, formula_with_numbers
from etl.model.period import Period
from etl.model.read import Read
from etl.store.read import Warehouse
from etl.store.rows import AssessmentRow, ChallengeRow, FlagRow, ObservationRow, ValueRow


@dataclass(frozen=True)
class WorkingInput:
    """One figure that a formula reads.

    Attributes:
        role: its part in the formula.
        name: id of the series or indicator.
        unit: id of the unit of ``value``.
        observations: the vintages of the figure, the one in use first; empty for an indicator or a gap.
        working: the working of the figure, where it is itself an indicator.
    """

    role: str
    name: str
    period: str
    unit: str
    value: float | None
    observations: tuple[ObservationRow, ...]
    working: "Working | None"


@dataclass(frozen=True)
class Working:
    """Everything that stands behind one number.

    Attributes:
        value: the value, None where no row exists at all.
        formula: the formula in symbols.
        with_numbers: the formula with its numbers, None where one is missing.
        inputs: what it reads, down to the cells.
        assessments, challenges, flags: what was made of it.
    """

    indicator: str
    region: str
    period: str
    value: ValueRow | None
    formula: str
    with_numbers: str | None
    inputs: tuple[WorkingInput, ...]
    assessments: tuple[AssessmentRow, ...]
    challenges: tuple[ChallengeRow, ...]
    flags: tuple[FlagRow, ...]


def read_working(
    warehouse: Warehouse, catalog: Catalog, indicator_id: str, region_code: str, period: Period
) -> Working:
    """The working of one number.

    Raises:
        UsageError: unknown indicator or region.
    """
    indicator, region = catalog.indicator(indicator_id), catalog.region(region_code)
    rows = warehouse.values([indicator.id], [region.code], [str(period)])
    value = rows[0] if rows else None
    published = value is not None and value.basis == "published"
    reads = indicator.reads(period, published=published)
    inputs = tuple(_input(warehouse, catalog, read, read.region or region.code) for read in reads)
    figures = {read.key: i.value for read, i in zip(reads, inputs, strict=True) if i.value is not None}
    series = catalog.series_of(indicator.id)
    returns = (each.id for each in catalog.returns.values() if set(each.series).intersection(series))
    subjects = (indicator.id, *series, *returns)
    return Working(
        indicator=indicator.id,
        region=region.code,
        period=str(period),
        value=value,
        formula=(published and indicator.published) or formula_text(indicator.formula),
        with_numbers=None if published else formula_with_numbers(indicator.formula, period, figures),
        inputs=inputs,
        assessments=tuple(warehouse.assessments([indicator.id], [region.code], [str(period)])),
        challenges=tuple(
            c for c in warehouse.challenges(subjects, [region.code]) if c.period in (None, str(period))
        ),
        flags=tuple(
            f for f in warehouse.flags([region.code]) if f.indicator == indicator.id and f.covers(period)
        ),
    )


def _input(warehouse: Warehouse, catalog: Catalog, read: Read, region: str) -> WorkingInput:
    role, name, period, _ = read
    if name in catalog.indicators:
        working = read_working(warehouse, catalog, name, region, period)
        value = working.value.value if working.value else None
        return WorkingInput(role, name, str(period), catalog.indicators[name].unit, value, (), working)
    rows = warehouse.observations([name], [region], [str(period)], all_vintages=True)
    value = rows[0].value if rows else None
    return WorkingInput(role, name, str(period), catalog.series[name].unit, value, tuple(rows), None)
