"""Formulas of structure and of emission accounts; joined to the union in :mod:`etl.model.indicator`."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from etl.model.base import Declaration, Identifier
from etl.model.bounds import Count, Exact, OneOrMore
from etl.model.period import Period
from etl.model.read import Read
from etl.model.title import TitleMeasure


class ProductFormula(Declaration, tag_field="kind", tag="product"):
    """``first × second × scale``; missing when either is missing."""

    kind: ClassVar[Literal["product"]] = "product"
    first: Identifier
    second: Identifier
    scale: float = 1.0

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return (self.first, self.second)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The figures that the value of a period is made of."""
        return (Read("first", self.first, period), Read("second", self.second, period))


class FuelUse(Declaration):
    """Use of one fuel.

    Attributes:
        series: series or indicator of the quantity used.
        fuel: id of the fuel in ``factors/fuels.csv``.
        factor: emissions in the unit of the indicator per unit of the series; filled in from the table
            of factors and the units when the catalogue is loaded.
    """

    series: Identifier
    fuel: Identifier
    factor: Exact | None = None


class EmissionsFromFuelsFormula(Declaration, tag_field="kind", tag="emissions_from_fuels"):
    """Σ activity × NCV × carbon content × oxidation × 44/12 over the fuels; missing when one is."""

    kind: ClassVar[Literal["emissions_from_fuels"]] = "emissions_from_fuels"
    fuels: OneOrMore[FuelUse]

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return tuple(use.series for use in self.fuels)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The figures that the value of a period is made of."""
        return tuple(Read("fuel", use.series, period) for use in self.fuels)


class GridFactorFormula(Declaration, tag_field="kind", tag="grid_factor"):
    """Declared average CO2 factor of power of the province that a region lies in, kg CO2 per kWh."""

    kind: ClassVar[Literal["grid_factor"]] = "grid_factor"

    def inputs(self) -> tuple[str, ...]:
        """Nothing: the factors are declarations."""
        return ()

    def reads(self, period: Period) -> tuple[Read, ...]:
        """Nothing: the factors are declarations."""
        return ()


class TitlesFormula(Declaration, tag_field="kind", tag="titles"):
    """A count out of the register of titles (:mod:`etl.model.title`)."""

    kind: ClassVar[Literal["titles"]] = "titles"
    tier: Identifier
    measure: TitleMeasure

    def inputs(self) -> tuple[str, ...]:
        """Nothing: titles are records, not figures."""
        return ()

    def reads(self, period: Period) -> tuple[Read, ...]:
        """Nothing: titles are records, not figures."""
        return ()


class LocationQuotientFormula(Declaration, tag_field="kind", tag="location_quotient"):
    """``(part / whole) ÷ (part / whole of the reference region)``; above 1 the region is specialised in it.

    Attributes:
        reference: code of the region that is compared with.
    """

    kind: ClassVar[Literal["location_quotient"]] = "location_quotient"
    part: Identifier
    whole: Identifier
    reference: str

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return (self.part, self.whole)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The figures that the value of a period is made of."""
        return (
            Read("part", self.part, period),
            Read("whole", self.whole, period),
            Read("reference_part", self.part, period, self.reference),
            Read("reference_whole", self.whole, period, self.reference),
        )


class ShareOfRegionFormula(Declaration, tag_field="kind", tag="share_of_region"):
    """``figure / figure of the reference region × 100``, per cent."""

    kind: ClassVar[Literal["share_of_region"]] = "share_of_region"
    figure: Identifier
    reference: str

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return (self.figure,)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The figures that the value of a period is made of."""
        return (Read("figure", self.figure, period), Read("reference", self.figure, period, self.reference))


class ConcentrationFormula(Declaration, tag_field="kind", tag="concentration"):
    """Concentration of a whole in its parts.

    ``largest``: CRn, the share of the n largest parts, per cent. ``herfindahl``: Σ share² × 10 000,
    from 10 000 / n (all alike) to 10 000 (one alone). Missing when one part is missing, because the
    largest could be that one.
    """

    kind: ClassVar[Literal["concentration"]] = "concentration"
    parts: Annotated[tuple[Identifier, ...], Meta(min_length=2)]
    measure: Literal["largest", "herfindahl"]
    count: Count = 1

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return self.parts

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The figures that the value of a period is made of."""
        return tuple(Read("part", part, period) for part in self.parts)


StructureFormula = (
    ProductFormula
    | EmissionsFromFuelsFormula
    | GridFactorFormula
    | TitlesFormula
    | LocationQuotientFormula
    | ShareOfRegionFormula
    | ConcentrationFormula
)
