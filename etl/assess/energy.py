"""The energy behind a rate of one region and period, and the headroom in it (万吨标准煤)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext

from msgspec import Struct

from etl.assess.boundaries import Boundary
from etl.assess.evidence import Evidence
from etl.assess.headroom import EnergyStanding, headroom_to, level_of
from etl.assess.scope import amount_in, plan_of, scopes_of
from etl.catalog.catalog import Catalog
from etl.model.period import Period, PeriodKind
from etl.model.plan import Deducted, PlanRule
from etl.model.rounding import WORKING_DIGITS
from etl.model.rule import BarometerSubject


class EnergyGround(Struct, frozen=True):
    """Where to look for the energy behind a rate.

    Attributes:
        energy: series of the raw energy; None where the rate is not made of it.
    """

    catalog: Catalog
    evidence: Evidence
    energy: str | None
    subject: BarometerSubject
    region: str
    period: Period

    def facts(self, rate_pct: Decimal, boundaries: Sequence[Boundary]) -> dict[str, object]:
        """What each boundary leaves at the GDP of the period; nothing where energy or GDP is not known.

        Args:
            rate_pct: the rate that decides, in the sign of the subject.
            boundaries: the best first, in the sign of the subject.
        """
        found = self.standing(rate_pct)
        if found is None or not boundaries:
            return {}
        scope, standing = found
        sign = sign_of(self.subject)
        return {
            "headroom": {
                "scope": scope,
                "energy": float(standing.energy),
                "gdp": float(standing.gdp),
                "rate": float(sign * rate_pct),
                "to": [
                    _line(each.boundary, sign * each.boundary.at_pct, each.headroom)
                    for each in headroom_to(standing, self.subject, boundaries)
                ],
            }
        }

    def span_facts(self, rate_pct: Decimal, boundary: Boundary, scope: str) -> dict[str, object]:
        """What a boundary of a whole span leaves in its last year; nothing where the energy is not known.

        The last year's energy scales the whole chain: with so much more of it the span reaches the boundary.

        Args:
            rate_pct: the cumulative rate that decides, in the sign of the subject.
            boundary: in the sign of the subject.
            scope: of the rate; the energy is stated in the same one.
        """
        year, plan = Period.of_year(self.period.end_year), plan_of(self.catalog, self.period)
        if plan is None or self.energy is None or level_of(self.subject, rate_pct) <= 0:
            return {}
        energy = self._energy(plan, scope, year)
        if energy is None or energy <= 0:
            return {}
        with localcontext(prec=WORKING_DIGITS):
            by = level_of(self.subject, boundary.at_pct) / level_of(self.subject, rate_pct)
            room = energy * (by - 1)
        to = [_line(boundary, boundary.at_pct, room)]  # a span is stated as the reduction or growth it is
        return {"headroom": {"scope": scope, "energy": float(energy), "to": to}}

    def standing(self, rate_pct: Decimal) -> tuple[str, EnergyStanding] | None:
        """Energy and GDP at plan prices behind the rate that decides, and their scope.

        Where the plan deducts, the energy is stated in the scope whose own rate comes nearer to the one that
        decides: a published rate does not say which amounts it was made of.
        """
        known = list(self._standings())
        if not known:
            return None
        _, scope, standing = min(known, key=lambda each: abs(each[0] - rate_pct))
        return scope, standing.deciding(rate_pct)

    @property
    def _deducted(self) -> Deducted:
        return Deducted(self.subject.value)

    def _standings(self) -> Iterator[tuple[Decimal, str, EnergyStanding]]:
        """Every scope in which all amounts are known, with the rate that they give."""
        plan = self.catalog.plan_rule(self.period) if self.period.kind is not PeriodKind.SPAN else None
        if plan is None:
            return
        for scope in scopes_of(plan, self._deducted):
            now, before = (
                self._amounts(plan, scope, at) for at in (self.period, self.period.previous_year())
            )
            if now is None or before is None:
                continue
            standing = EnergyStanding(*now, *before, decimals=plan.intensity_decimals)
            try:
                yield standing.rate_pct(self.subject), scope, standing
            except ValueError:  # an intensity that rounds to nothing has no rate
                continue

    def _amounts(self, plan: PlanRule, scope: str, period: Period) -> tuple[Decimal, Decimal] | None:
        """Energy and GDP of a period; None where one is unknown or not above 0."""
        energy = self._energy(plan, scope, period)
        gdp = self.evidence.amount(plan.gdp, self.region, period)
        return None if energy is None or gdp is None or min(energy, gdp) <= 0 else (energy, gdp)

    def _energy(self, plan: PlanRule, scope: str, period: Period) -> Decimal | None:
        if self.energy is None:
            return None
        return amount_in(
            scope,
            self.energy,
            plan,
            self._deducted,
            region=self.region,
            period=period,
            evidence=self.evidence,
        )


def sign_of(subject: BarometerSubject) -> int:
    """From the sign of the subject to that of the indicator: a reduction is a negative change."""
    return -1 if subject is BarometerSubject.INTENSITY else 1


def _line(boundary: Boundary, at_pct: Decimal, room: Decimal) -> dict[str, object]:
    return {"level": boundary.better.value, "at": float(at_pct), "ten_thousand_tce": float(room)}
