"""The working of one number: its formula with the numbers put in, and every cell that they came from."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.catalog.factors import GRID_FACTORS, grid_factor_of
from etl.catalog.titles import counts_for, title_rules
from etl.model.base import Bilingual
from etl.model.formula_text import formula_text, formula_with_numbers
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.read import Read
from etl.model.structure_formula import TitlesFormula
from etl.store.read import Warehouse
from etl.store.rows import (
    AssessmentRow,
    CellAddress,
    ChallengeRow,
    FindingRow,
    FlagRow,
    ObservationRow,
    TitleFlowRow,
    ValueRow,
)

KINDS_WITH_DECLARED_FIGURES: Final = ("grid_factor",)
"""Kinds of formula that take figures from declarations of the catalogue."""


class WorkingInput(Struct, frozen=True):
    """One figure that a formula reads.

    Attributes:
        role: its part in the formula.
        name: id of the series or indicator.
        unit: id of the unit of ``value``.
        observations: the vintages of the figure, the one in use first; empty for an indicator or a gap.
        used: the one that the formula reads; None for an indicator or a gap.
        working: the working of the figure, where it is itself an indicator.
    """

    role: str
    name: str
    period: str
    unit: str
    value: float | None
    observations: tuple[ObservationRow, ...]
    working: "Working | None"
    used: ObservationRow | None = None


class DeclaredFigure(Struct, frozen=True):
    """A figure that a formula takes from a declaration of the catalogue, not from a source file.

    Attributes:
        name: whose figure it is, such as the province's for its cities.
        unit: id of its unit.
        document: the document that announces it.
        known_from: when that appeared, as vaguely as it is known.
        file: the file of the catalogue.
        row: 1-based row of that file.
    """

    name: Bilingual
    value: float
    unit: str
    document: str
    known_from: str
    file: str
    row: int


class Working(Struct, frozen=True):
    """Everything that stands behind one number.

    Attributes:
        value: the value, None where no row exists at all.
        formula: the formula in symbols.
        with_numbers: the formula with its numbers, None where one is missing.
        inputs: what it reads, down to the cells.
        declared: what it takes from declarations.
        findings: what methods found in the series up to the period.
        title_flow: for a count of titles, the month that it is the stock of.
        titles: the rows of the titles that it counts; none where the count is too small to be shown.
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
    declared: tuple[DeclaredFigure, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    title_flow: TitleFlowRow | None = None
    titles: tuple[CellAddress, ...] = ()


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
        findings=tuple(
            row
            for row in warehouse.findings(subjects=[indicator.id], regions=[region.code])
            if _last_year(row.period) == period.end_year
        ),
        title_flow=_title_flow(warehouse, indicator, region.code, period),
        titles=_titles(warehouse, catalog, indicator, value, period),
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
        declared=declared_figures(catalog, indicator, region.code, period) if value else (),
    )


def declared_figures(
    catalog: Catalog, indicator: Indicator, region: str, period: Period
) -> tuple[DeclaredFigure, ...]:
    """The declarations that a value of an indicator is made of; most are made of none."""
    if indicator.formula.kind not in KINDS_WITH_DECLARED_FIGURES:
        return ()
    factor = grid_factor_of(catalog, region, period.end_year)
    if factor is None:
        return ()
    return (
        DeclaredFigure(
            name=factor.name,
            value=float(factor.kg_co2_per_kwh),
            unit=indicator.unit,
            document=factor.source,
            known_from=str(factor.published),
            file=f"catalog/{GRID_FACTORS}",
            row=factor.row,
        ),
    )


def used_observation(
    observations: Sequence[ObservationRow], beside: ObservationRow | None
) -> ObservationRow | None:
    """Which of the vintages of a figure a formula reads.

    Args:
        observations: the vintages, the one in use first.
        beside: the figure in whose publication it must stand; None for the one in use.
    """
    if beside is None:
        return observations[0] if observations else None
    same = [
        each
        for each in observations
        if each.value is not None and (each.source, each.cited_as) == (beside.source, beside.cited_as)
    ]
    return min(same, key=lambda each: (each.known_from != beside.known_from, each.vintage), default=None)


def _input(warehouse: Warehouse, catalog: Catalog, read: Read, region: str) -> WorkingInput:
    role, name, period = read.role, read.name, read.period
    if name in catalog.indicators:
        working = read_working(warehouse, catalog, name, region, period)
        value = working.value.value if working.value else None
        return WorkingInput(role, name, str(period), catalog.indicators[name].unit, value, (), working)
    rows = warehouse.observations([name], [region], [str(period)], all_vintages=True)
    first = warehouse.observations([read.beside], [region], [str(period)]) if read.beside else []
    used = used_observation(rows, first[0] if first else None)
    value = used.value if used else None
    return WorkingInput(role, name, str(period), catalog.series[name].unit, value, tuple(rows), None, used)


def _last_year(period: str) -> int | None:
    """Last year of a finding's period; a peak plan names a year or nothing."""
    return Period.parse(period).end_year if period else None


def _title_flow(
    warehouse: Warehouse, indicator: Indicator, region: str, period: Period
) -> TitleFlowRow | None:
    """The month whose stock a count of titles is; of a year its December."""
    formula = indicator.formula
    if not isinstance(formula, TitlesFormula):
        return None
    month = f"{period.end_year:04d}M{period.end_month:02d}"
    rows = warehouse.title_flows([formula.tier], [region], [month])
    return rows[0] if rows else None


def _titles(
    warehouse: Warehouse, catalog: Catalog, indicator: Indicator, value: ValueRow | None, period: Period
) -> tuple[CellAddress, ...]:
    """The titles that a shown count counts, of the region and of all that count for it."""
    formula, rules = indicator.formula, title_rules(catalog)
    if not isinstance(formula, TitlesFormula) or rules is None or value is None or value.value is None:
        return ()
    regions = [code for code in catalog.regions if value.region in counts_for(catalog, rules, code)]
    return warehouse.counted_titles(formula.measure.value, formula.tier, regions, period.last_day)
