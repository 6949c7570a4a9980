"""What a changed threshold would do: which regions enter or leave each level. A what-if; nothing is stored.

Both sides of the comparison are replays, of the version as it stands and of the changed one, on the same
rates and targets and whatever their validity, so that the difference is the threshold's alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from etl.assess.barometer_assessments import decider_of, deciding_rate, progress_target
from etl.assess.barometer_outcome import replay_barometer
from etl.assess.targets import Values
from etl.catalog.catalog import Catalog
from etl.model.assessment import IndicatorValue
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.region import Region
from etl.model.rounding import PERCENT
from etl.model.rule import BarometerRule, BarometerSubject
from etl.model.vocabulary import Result

YEARS_BACK = 5


class LevelMove(Struct, frozen=True):
    """A region whose result differs between the two versions in a period."""

    region: str
    period: Period
    before: Result
    after: Result


class LevelChange(Struct, frozen=True):
    """Who enters and who leaves one level in one period, by code of the region."""

    period: Period
    level: Result
    entered: tuple[str, ...]
    left: tuple[str, ...]


class WhatIf(Struct, frozen=True):
    """The outcome of a changed version.

    Attributes:
        moves: every region and period whose result differs.
        judged: how many regions and periods both versions gave a result.
    """

    moves: tuple[LevelMove, ...]
    judged: int

    def changes(self) -> tuple[LevelChange, ...]:
        """Who enters and leaves each level, by period."""
        keys = sorted({(m.period, level) for m in self.moves for level in (m.before, m.after)})
        return tuple(
            LevelChange(
                period,
                level,
                tuple(m.region for m in self.moves if m.period == period and m.after is level),
                tuple(m.region for m in self.moves if m.period == period and m.before is level),
            )
            for period, level in keys
        )


def what_if_rule_changed(
    catalog: Catalog,
    indicator: Indicator,
    changed: BarometerRule,
    *,
    regions: Iterable[Region],
    values: Values,
    as_assessed: Values | None = None,
    periods: Sequence[Period] | None = None,
    standing: BarometerRule | None = None,
) -> WhatIf:
    """Replay a changed version beside the declared one of the same id, or beside another version.

    Args:
        catalog: holds the version as it stands, and the targets.
        indicator: a yearly rate that a barometer judges.
        changed: the version with another threshold.
        regions: the regions to replay.
        values: rates of the indicator by region and period.
        as_assessed: the same rates after the plan's deductions, which decide where none was published.
        periods: the periods to replay; None for all within the last five years that have a rate.
        standing: the version to compare with; None for the declared one of the same id.

    Raises:
        KeyError: the catalogue holds no version of that id.
        ValueError: the indicator is not judged by a barometer.
    """
    assessed = indicator.assessment
    if assessed is None or assessed.kind != "barometer":
        msg = f"{indicator.id} is not judged by a barometer"
        raise ValueError(msg)
    beside = standing or catalog.barometer_rules[changed.id]
    wanted = set(periods if periods is not None else last_years(p for _, p in values))

    def both(region: Region, period: Period) -> tuple[Result, Result] | None:
        annual, _, _ = progress_target(catalog, assessed, region, period, indicator.id)
        # an expectation alone ("左右") decides nothing, under no version
        target = annual.value * PERCENT if annual and not annual.is_about else None
        key = (region.code, period)
        decider = decider_of(catalog, assessed, period, values.get(key), (as_assessed or {}).get(key))
        value = decider.value if decider.is_comparable else None
        return _results((beside, changed), BarometerSubject(assessed.quantity), period, value, target)

    pairs = [
        (region.code, period, results)
        for region in regions
        for period in sorted(wanted)
        if (results := both(region, period))
    ]
    moves = (LevelMove(region, period, *both) for region, period, both in pairs if both[0] is not both[1])
    return WhatIf(tuple(moves), len(pairs))


def last_years(periods: Iterable[Period], years: int = YEARS_BACK) -> Iterator[Period]:
    """The periods of the last years there are."""
    known = set(periods)
    latest = max((period.end_year for period in known), default=0)
    return (period for period in known if period.end_year > latest - years)


def _results(
    versions: tuple[BarometerRule, BarometerRule],
    subject: BarometerSubject,
    period: Period,
    value: IndicatorValue | None,
    target_pct: Decimal | None,
) -> tuple[Result, Result] | None:
    """The results of both versions, None where either has none."""
    actual = deciding_rate(value, subject)
    before, after = (
        replay_barometer(rule, subject, period=period, actual=actual, target_pct=target_pct).result
        for rule in versions
    )
    return None if Result.UNASSESSED in (before, after) else (before, after)
