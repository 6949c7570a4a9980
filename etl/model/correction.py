"""Corrections: known errors of a source as data, each with a guard, so that a repaired figure is noticed.

``data/catalog/corrections/<source>.yaml`` holds a list. The file as received is never touched: what stands in
it is kept, shown beside the correction, and compared with ``expect`` at every build.
"""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from etl.model.base import Bilingual, Declaration, Identifier, Text
from etl.model.bounds import OneOrMore, Positive
from etl.model.period import Period
from etl.plain_values.read import read_as, read_by


class CorrectionAction(StrEnum):
    """What is done with the figure."""

    REPLACE = "replace"
    WITHHOLD = "withhold"
    MOVE_REGION = "move_region"
    SCALE = "scale"


class CorrectionStatus(StrEnum):
    """``ended`` once the publisher repaired the figure: then it holds for earlier as-of builds only."""

    IN_FORCE = "in_force"
    ENDED = "ended"


class Reported(Declaration):
    """When the error became known here, and through whom; an earlier as-of build does not know it."""

    date: date
    by: Text


def _periods(value: object) -> object:
    return read_as(OneOrMore[Period], _listed(value))


def _figures(value: object) -> object:
    return read_as(OneOrMore[float], _listed(value))


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


if TYPE_CHECKING:
    Periods = tuple[Period, ...]
    Figures = tuple[float, ...]
else:
    Periods = read_by(tuple, _periods)
    Figures = read_by(tuple, _figures)


class Correction(Declaration):
    """One known error of a source.

    Attributes:
        id: short name, printed wherever the figure is shown.
        series, region, periods: which figures; all of them are corrected alike.
        action: what is done.
        expect: what stands in the file now, in the unit of the file: one number for all periods, or one each.
        value: what ought to stand there, for ``replace``, in the unit of the file.
        factor: multiplies what stands there, for ``scale``: 0.0001 where yuan were typed for 万元.
        to_region: code of the region that the figure is of, for ``move_region``.
        file: path below ``data/raw`` where only one of several files is wrong.
        ended: day from which the publisher's repaired figure is known.
    """

    id: Identifier
    series: Identifier
    region: str
    periods: Periods
    action: CorrectionAction
    expect: Figures
    value: float | None = None
    factor: Positive | None = None
    to_region: str | None = None
    file: str | None = None
    reason: Bilingual
    reported: Reported
    status: CorrectionStatus = CorrectionStatus.IN_FORCE
    ended: date | None = None

    def __post_init__(self) -> None:
        self._action_has_what_it_needs()
        self._one_expectation_per_period()
        self._end_has_a_day()

    def _action_has_what_it_needs(self) -> None:
        needed = {"replace": "value", "scale": "factor", "move_region": "to_region"}.get(self.action)
        given = [name for name in ("value", "factor", "to_region") if getattr(self, name) is not None]
        if given != ([needed] if needed else []):
            msg = (
                f"action {self.action} takes {needed or 'neither value, factor nor to_region'}, found {given}"
            )
            raise ValueError(msg)

    def _one_expectation_per_period(self) -> None:
        if len(self.expect) not in (1, len(self.periods)):
            msg = f"{len(self.periods)} periods need 1 or {len(self.periods)} expected figures"
            raise ValueError(msg)

    def _end_has_a_day(self) -> None:
        if (self.status is CorrectionStatus.ENDED) != (self.ended is not None):
            msg = "status ended goes with the day `ended`, and only with it"
            raise ValueError(msg)

    def expected(self, period: Period) -> float:
        """What must stand in the file for a period."""
        return self.expect[0] if len(self.expect) == 1 else self.expect[self.periods.index(period)]

    def holds(self, as_of: date | None) -> bool:
        """Whether the correction was known, and still needed, on a day; None is after everything."""
        if as_of is None:
            return self.ended is None
        return self.reported.date <= as_of and (self.ended is None or as_of < self.ended)
