"""What one more project of so many tonnes would do to a region's rate and level, from a finished assessment.

Pure: what the row of an assessment and its facts say goes in, so that a page asks nothing else. It is a
what-if: stored nowhere, and it decides nothing.
"""

from decimal import Decimal

from msgspec import Struct

from etl.assess.barometer_level import compute_level, compute_shortfall_pp
from etl.assess.energy import sign_of
from etl.assess.headroom import EnergyStanding
from etl.catalog.catalog import Catalog
from etl.model.judged import EnergyFact
from etl.model.period import MONTHS_IN_YEAR, Period
from etl.model.rule import BarometerSubject, LevelMethod
from etl.model.vocabulary import Result, UnassessedReason


class WithProject(Struct, frozen=True):
    """A region with and without the project; rates in per cent, in the sign of the indicator (− is a fall).

    Attributes:
        energy_before: 万吨标准煤 of the period without it.
        energy: with it.
        rate_before: the rate that decides, without it.
        rate: with it.
        result_before: level by the rule, or met and not met where no rule gives levels.
        result: with it.
        headroom_before: 万吨标准煤 that the target of the period leaves without it; negative must be saved.
        headroom: with it.
    """

    energy_before: Decimal
    energy: Decimal
    rate_before: Decimal
    rate: Decimal
    result_before: Result | None
    result: Result | None
    headroom_before: Decimal
    headroom: Decimal


def one_more_project(
    catalog: Catalog,
    *,
    indicator: str,
    rule: str | None,
    period: Period,
    required: float,
    energy: EnergyFact,
    project_tce: Decimal,
    project_gdp: Decimal = Decimal(0),
) -> WithProject:
    """The rate and level of an assessment with one more project.

    Args:
        catalog: the declarations.
        indicator: id of the yearly rate that was judged.
        rule: id of the version that judged it; None where none is in force: then met or not met.
        period: the period judged; of a part of a year the project counts for its months.
        required: target of the period as the assessment states it, in the sign of its subject.
        energy: fact of the assessment (:func:`etl.model.judged.read_judged`), with GDP and rate.
        project_tce: yearly energy of the project in *tonnes* of coal equivalent, as energy reviews state it.
        project_gdp: what it adds to GDP in a year, 亿元 at plan prices.

    Raises:
        ValueError: the indicator is not judged by a barometer, or the fact is that of a span.
    """
    assessed = catalog.indicators[indicator].assessment
    if assessed is None or assessed.kind != "barometer" or energy.gdp is None or energy.rate is None:
        msg = f"{indicator} in {period} states no yearly rate with its energy and GDP"
        raise ValueError(msg)
    subject, target = BarometerSubject(assessed.quantity), _exact(required)
    sign, share = sign_of(subject), _share_of_year(period)
    amounts = (_exact(energy.energy), _exact(energy.gdp))
    before = EnergyStanding(*amounts, *amounts, deciding_pct=sign * _exact(energy.rate))
    after = before.with_project(subject, project_tce * share, project_gdp * share)
    method = catalog.barometer_rules[rule].method_of(subject) if rule in catalog.barometer_rules else None
    was, now = before.rate_pct(subject), after.rate_pct(subject)
    return WithProject(
        energy_before=before.energy,
        energy=after.energy,
        rate_before=sign * was,
        rate=sign * now,
        result_before=_result(method, subject, was, target, period),
        result=_result(method, subject, now, target, period),
        headroom_before=before.headroom(subject, target),
        headroom=after.headroom(subject, target),
    )


def _share_of_year(period: Period) -> Decimal:
    """Months of the period as a fraction of a year."""
    return Decimal(period.end_month - period.start_month + 1) / MONTHS_IN_YEAR


def _result(
    method: LevelMethod | None, subject: BarometerSubject, rate: Decimal, target: Decimal, period: Period
) -> Result | None:
    if method is None:
        is_met = compute_shortfall_pp(subject, rate, target) <= 0
        return Result.MET if is_met else Result.NOT_MET
    level = compute_level(method, subject, actual_pct=rate, target_pct=target, period_kind=period.kind)
    return None if isinstance(level, UnassessedReason) else level


def _exact(value: float) -> Decimal:
    return Decimal(repr(value))
