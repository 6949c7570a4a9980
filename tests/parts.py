"""A build cut into the parts that a cluster would be sent, one after the other in this process: no Java."""

import numpy as np
from msgspec.structs import replace

from etl.columns import Coded, Columns, together
from etl.pipeline.evidence import amount_series
from etl.pipeline.observed import in_order_of_facts
from etl.pipeline.values import rows_of_values
from etl.spark import parts, work


class InParts:
    """An engine that hands the same rows to the same functions as Spark does."""

    def observe(self, staged, catalog, axes, as_of, corrections):
        self.ground, series = parts.ground_of(catalog, axes, parallelism=4), staged.coded("series")
        beside = work.ObserveGround(self.ground, as_of, tuple(corrections))
        found = [
            work.observe_part(staged.take(series.codes == code), beside) for code in np.unique(series.codes)
        ]
        self.observations = in_order_of_facts(parts.in_lists(together(found), catalog, axes, staged))
        self.series = frozenset(self.observations.coded("series").only_used().words)
        return self.observations

    def derive(self, catalog, axes, observations, declared, report):
        regions, series = parts.references(catalog)
        compared = observations.coded("region").is_word(*regions) & observations.coded("series").is_word(
            *series
        )
        columns = parts.OF_FIGURES
        reference = named(observations.take(compared), "series", columns)
        beside = work.DeriveGround(self.ground, self.series, reference)
        rows = of_kinds(
            (work.OBSERVED, named(observations, "series", columns)),
            (work.DECLARED, values_named(catalog, declared)),
        )
        found = [work.derive_part(number, block, beside) for number, block in self.blocks(rows)]
        made = together([each for each in found if each.size])
        self.values = parts.whole_values(catalog, axes, made, declared, self.series)
        return self.values

    def assess(self, catalog, values, levels, evidence):
        amounts = self.observations.take(
            self.observations.coded("series").is_word(*amount_series(catalog))
            & (self.observations.array("vintage") == 1)
            & ~np.isnan(self.observations.array("value"))
        )
        rows = of_kinds(
            (work.VALUE, values_named(catalog, values)),
            (work.AMOUNT, named(amounts, "series", ("region", "period", "value"))),
        )
        beside = work.AssessGround(
            self.ground, levels, replace(evidence, amounts={}), parts.witnesses(catalog, values)
        )
        found = [
            (number, at, work.unpacked(work.packed(each)))
            for number, block in self.blocks(rows)
            for at, each in enumerate(work.assess_part(number, block, beside))
        ]
        return parts.in_order(catalog, *zip(*reversed(found), strict=True))

    def blocks(self, rows):
        for number, regions in enumerate(self.ground.blocks):
            yield number, rows.take(rows.coded("region").is_word(*regions))


def named(rows, name, columns):
    return Columns({"name": rows[name], **{each: rows[each] for each in columns}})


def values_named(catalog, values):
    rows = rows_of_values(catalog.indicators, values)
    return named(rows, "indicator", parts.OF_VALUES) if rows.size else rows


def of_kinds(*tables):
    """Tables of several kinds one below the other; a column that one lacks is null there."""
    tables = [(kind, rows) for kind, rows in tables if rows.size]
    columns = {name: column for _, rows in tables for name, column in rows.items()}
    return together(
        [
            Columns(
                {
                    "kind": Coded.all_alike(kind, rows.size),
                    **{name: rows.get(name, nulls(column, rows.size)) for name, column in columns.items()},
                }
            )
            for kind, rows in tables
        ]
    )


def nulls(like, size):
    if isinstance(like, Coded):
        return Coded.all_alike(None, size)
    empty = {"f": np.nan, "M": np.datetime64("NaT")}.get(like.dtype.kind, -1)
    return np.full(size, empty, dtype=like.dtype)
