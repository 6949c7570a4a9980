"""What a worker does with its part of a table: the functions of the stages, on the columns that it was sent.

Verdicts and formulas read figures of their own region and of declared reference regions, never of others; so
a part is a block of regions with all their series and periods. Observations are made fact by fact: their part
is a series, because a correction may move a figure to another region, but never to another series.
"""

import pickle
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from etl.assess.assess import assess_all
from etl.assess.barometer_assessments import PublishedLevels
from etl.assess.evidence import Evidence
from etl.catalog.catalog import Catalog
from etl.columns import Coded, Columns, together
from etl.model.assessment import Assessment
from etl.model.figures import Axes
from etl.model.tables import TABLES
from etl.observe.observe import observe
from etl.pipeline.delivery import silent
from etl.pipeline.engine import Corrections
from etl.pipeline.evidence import evidence_of
from etl.pipeline.fingerprint import hash_of_code
from etl.pipeline.observed import in_order_of_facts
from etl.pipeline.publications import Publications, printed_in
from etl.pipeline.values import (
    AllFigures,
    JudgedValues,
    ObservedFigures,
    derive_all,
    figures_of_rows,
    figures_of_values,
    rows_of_values,
)

OBSERVED, DECLARED, AMOUNT, VALUE, BLOCK = "observed", "declared", "amount", "value", "block"
"""What a row of a part is."""


class OtherCodeError(RuntimeError):
    """A worker runs another version of the project, or of the libraries that figures pass through."""


class Ground(Struct, frozen=True):
    """What every part of a build reads.

    Attributes:
        code: hash of the code that the driver runs; workers run the same or refuse.
        blocks: regions of each block, in order.
    """

    code: str
    catalog: Catalog
    axes: Axes
    blocks: tuple[tuple[str, ...], ...]

    def axes_of(self, regions: frozenset[str]) -> Axes:
        """The axes of some regions, in their order."""
        return Axes(tuple(code for code in self.axes.regions if code in regions), self.axes.periods)


class ObserveGround(Struct, frozen=True):
    """What stage 3 reads beside the staged rows."""

    ground: Ground
    as_of: date | None
    corrections: Corrections


class DeriveGround(Struct, frozen=True):
    """What stage 4 reads beside its rows.

    Attributes:
        series: those that have a figure in any region.
        reference: observations of the regions that formulas compare all others with.
    """

    ground: Ground
    series: frozenset[str]
    reference: Columns


class AssessGround(Struct, frozen=True):
    """What stage 5 reads beside its rows.

    Attributes:
        evidence: usual sizes of revisions, over all regions; amounts come with each block.
        witnesses: one value for each period that a barometer judges in any region.
    """

    ground: Ground
    levels: Mapping[str, PublishedLevels]
    evidence: Evidence
    witnesses: Columns


@cache
def own_code() -> str:
    """Hash of the code that this process runs."""
    return hash_of_code(Path(__file__).parents[1], is_demo=False)


def refuse_other_code(expected: str) -> None:
    """Refuse to count with other code than the driver's.

    Raises:
        OtherCodeError: with both hashes.
    """
    if (found := own_code()) != expected:
        msg = (
            f"a worker runs version {found[:12]} of the project and its libraries, the driver {expected[:12]}"
        )
        raise OtherCodeError(msg)


def observe_part(rows: Columns, beside: ObserveGround) -> Columns:
    """Observations of one series."""
    ground = beside.ground
    refuse_other_code(ground.code)
    found = observe(rows, ground.catalog, ground.axes, beside.as_of, beside.corrections)
    return Columns({name: found[name] for name in TABLES["observation"]})


def derive_part(block: int, rows: Columns, beside: DeriveGround) -> Columns:
    """Values of one block of regions: rows of the table ``indicator_value``."""
    ground = beside.ground
    refuse_other_code(ground.code)
    own = frozenset(ground.blocks[block])
    others = beside.reference.take(~beside.reference.coded("region").is_word(*own))
    axes = ground.axes_of(own | {code for code in others.coded("region") if code})
    observed_rows = together([others, _of_kind(rows, OBSERVED)])
    observations = in_order_of_facts(_named(observed_rows, "series", tuple(ground.catalog.series), axes))
    declared_rows = _named(_of_kind(rows, DECLARED), "indicator", tuple(ground.catalog.indicators), axes)
    declared = {name: figures_of_rows(axes, each) for name, each in _by_name(declared_rows).items()}
    values = derive_all(
        ground.catalog,
        axes,
        ObservedFigures(axes, observations, beside.series),
        declared,
        Publications(printed_in(observations), axes),
        report=silent,
    )
    made = rows_of_values(ground.catalog.indicators, {n: v for n, v in values.items() if n not in declared})
    return made.take(made.coded("region").is_word(*own)) if made.size else made


def assess_part(block: int, rows: Columns, beside: AssessGround) -> list[Assessment]:
    """Verdicts on one block of regions, in the order of the functions that made them."""
    ground = beside.ground
    refuse_other_code(ground.code)
    own = frozenset(ground.blocks[block])
    others = beside.witnesses.take(~beside.witnesses.coded("region").is_word(*own))
    axes = ground.axes_of(own | {code for code in others.coded("region") if code})
    value_rows = together([others, _of_kind(rows, VALUE)])
    named = _named(value_rows, "indicator", tuple(ground.catalog.indicators), axes)
    values: AllFigures = {name: figures_of_values(axes, each) for name, each in _by_name(named).items()}
    amounts = _of_kind(rows, AMOUNT)
    cells = zip(*(amounts[name] for name in ("name", "region", "period")), amounts.array("value").tolist(),
                strict=True)  # fmt: skip
    evidence = replace(beside.evidence, amounts=evidence_of((), cells).amounts)
    return list(assess_all(ground.catalog, JudgedValues(values), beside.levels, evidence, only=own))


def packed(assessment: Assessment) -> bytes:
    """A verdict as it travels from a worker to the driver, never as it is kept."""
    return pickle.dumps(assessment)


def unpacked(sent: bytes) -> Assessment:
    """A verdict that a worker of this build sent."""
    found: Assessment = pickle.loads(sent)  # Spark itself sends objects so, over the same connection
    return found


def _of_kind(rows: Columns, kind: str) -> Columns:
    return rows.take(rows.coded("kind").is_word(kind))


def _named(rows: Columns, name: str, words: tuple[str, ...], axes: Axes) -> Columns:
    """Rows whose names are numbered as the catalogue numbers them, regions and periods as the axes do.

    The lists that came along hold the names, regions and periods of other rows too.
    """
    lists = {"name": words, "region": axes.regions, "period": axes.names}
    named = {each: rows.coded(each).only_used().recoded(known) for each, known in lists.items()}
    return rows.with_columns(**{name: named.pop("name")}, **named)


def _by_name(rows: Columns) -> dict[str, Columns]:
    """The rows of each indicator."""
    names: Coded = rows.coded("indicator")
    return {names.words[code]: rows.take(names.codes == code) for code in np.unique(names.codes).tolist()}
