"""Headroom in 万吨标准煤: how much energy a target or a level leaves, and what one more project would do.

Energy is 万吨标准煤, GDP 亿元 at constant prices of the plan's base year, rates are PERCENT in the sign of
their subject (a reduction of the intensity, a growth of the total). Headroom is reckoned from the rate that
decides, so that it is never positive where the level says otherwise; a rate worked out here is rounded as the
communiqués round it.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from msgspec import Struct
from msgspec.structs import replace

from etl.assess.boundaries import Boundary
from etl.model.rounding import PERCENT, WORKING_DIGITS, round_half_away
from etl.model.rule import BarometerSubject

ONE = Decimal(1)
TONNES_PER_UNIT = Decimal(10_000)
"""Tonnes in 万吨."""


class EnergyStanding(Struct, frozen=True):
    """Energy and product of a period and of the same period a year before.

    Attributes:
        energy: 万吨标准煤.
        gdp: 亿元 at constant prices.
        previous_energy: a year earlier.
        previous_gdp: a year earlier, at the same prices.
        decimals: decimals of both intensities before they are divided; None for no rounding.
        deciding_pct: the rate that decides, where it is not worked out from these amounts: a published one.
    """

    energy: Decimal
    gdp: Decimal
    previous_energy: Decimal
    previous_gdp: Decimal
    decimals: int | None = 4
    deciding_pct: Decimal | None = None

    def __post_init__(self) -> None:
        amounts = (self.energy, self.gdp, self.previous_energy, self.previous_gdp)
        if not all(amount.is_finite() and amount > 0 for amount in amounts):
            msg = f"energy and GDP are {amounts}; expected finite amounts above 0"
            raise ValueError(msg)

    def deciding(self, rate_pct: Decimal) -> "EnergyStanding":
        """The same with the rate that decides, published or rounded on the way as the communiqués round."""
        return replace(self, deciding_pct=rate_pct)

    def with_project(
        self, subject: BarometerSubject, project_tce: Decimal, project_gdp: Decimal
    ) -> "EnergyStanding":
        """The same with one more project: its energy in *tonnes*, what it adds to GDP in 亿元."""
        with localcontext(prec=WORKING_DIGITS):
            energy, gdp = self.energy + project_tce / TONNES_PER_UNIT, self.gdp + project_gdp
            more = replace(self, energy=energy, gdp=gdp)
            if self.deciding_pct is None:
                return more
            by = energy / self.energy
            if subject is BarometerSubject.INTENSITY:
                by *= self.gdp / gdp
            return replace(more, deciding_pct=rate_of(subject, level_of(subject, self.deciding_pct) * by))

    def rate_pct(self, subject: BarometerSubject) -> Decimal:
        """The rate that decides: reduction of the intensity, or growth of the total."""
        if self.deciding_pct is not None:
            return self.deciding_pct
        with localcontext(prec=WORKING_DIGITS):
            if subject is BarometerSubject.TOTAL:
                return (self.energy / self.previous_energy - ONE) * PERCENT
            now = self._rounded(self.energy / self.gdp)
            before = self._rounded(self.previous_energy / self.previous_gdp)
            return (ONE - now / before) * PERCENT

    def allowed_energy(self, subject: BarometerSubject, rate_pct: Decimal) -> Decimal:
        """The energy with which the period would have exactly this rate."""
        with localcontext(prec=WORKING_DIGITS):
            if self.deciding_pct is not None:
                return self.energy * level_of(subject, rate_pct) / level_of(subject, self.deciding_pct)
            if subject is BarometerSubject.TOTAL:
                return self.previous_energy * level_of(subject, rate_pct)
            before = self.previous_energy / self.previous_gdp
            return before * level_of(subject, rate_pct) * self.gdp

    def headroom(self, subject: BarometerSubject, rate_pct: Decimal) -> Decimal:
        """What the rate leaves: positive may still be used, negative must be saved."""
        with localcontext(prec=WORKING_DIGITS):
            return self.allowed_energy(subject, rate_pct) - self.energy

    def _rounded(self, intensity: Decimal) -> Decimal:
        rounded = intensity if self.decimals is None else round_half_away(intensity, self.decimals)
        if rounded == 0:
            msg = f"the intensity {intensity} rounds to 0 at {self.decimals} decimals"
            raise ValueError(msg)
        return rounded


def level_of(subject: BarometerSubject, rate_pct: Decimal) -> Decimal:
    """What is left of the year before at a rate, as a fraction: 0.97 for a reduction of 3 %."""
    return ONE - rate_pct / PERCENT if subject is BarometerSubject.INTENSITY else ONE + rate_pct / PERCENT


def rate_of(subject: BarometerSubject, level: Decimal) -> Decimal:
    """The rate at which so much of the year before is left."""
    return (ONE - level if subject is BarometerSubject.INTENSITY else level - ONE) * PERCENT


class BoundaryHeadroom(Struct, frozen=True):
    """Headroom to one boundary of the levels, 万吨标准煤."""

    boundary: Boundary
    headroom: Decimal


def headroom_to(
    standing: EnergyStanding, subject: BarometerSubject, boundaries: Sequence[Boundary]
) -> tuple[BoundaryHeadroom, ...]:
    """Headroom to every boundary of the levels, the best first."""
    return tuple(
        BoundaryHeadroom(boundary, standing.headroom(subject, boundary.at_pct)) for boundary in boundaries
    )
