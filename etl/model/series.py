"""Series: what sources measure, before any formula."""

from enum import StrEnum
from typing import Literal

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import NotNegative


class SeriesKind(StrEnum):
    """What the figures of a series are, which decides what may be done with them."""

    LEVEL = "level"  # an amount over a period; may be summed over regions
    STOCK = "stock"  # a count at a moment
    RATE = "rate"  # a published rate of change; never averaged, never summed
    SHARE = "share"
    INDEX = "index"
    RATIO = "ratio"
    GRADE = "grade"  # a published level of a barometer: 1, 2, 3


class Plausible(Declaration):
    """Limits outside which a figure is challenged (never silently dropped), in the unit of the series."""

    min: float | None = None
    max: float | None = None


class SeriesBreak(Declaration):
    """A known break: the first year of a new basis. Figures on its two sides are not compared, nor joined.

    Attributes:
        regions: codes of the regions whose figures break there; empty for all.
        except_regions: codes of the regions whose figures do not.
    """

    first_year: int
    regions: tuple[str, ...] = ()
    except_regions: tuple[str, ...] = ()
    reason: Bilingual

    def holds_for(self, region: str) -> bool:
        """Whether the figures of a region break there."""
        return region not in self.except_regions and (not self.regions or region in self.regions)


class Possible(Declaration):
    """Limits outside which a figure cannot be true and is rejected, in the unit of the series."""

    min: float | None = None
    max: float | None = None


class Series(Declaration):
    """One measured quantity.

    Attributes:
        id: spelled-out name; a part of a breakdown is ``whole.part``.
        unit: the unit that observations are converted to.
        kind: level, stock, rate, …
        scope: of a published rate of energy: ``raw``, or ``assessed`` after the plan's deductions (考核口径);
            None where its publisher does not say.
        part_of: the series that this one is a part of (sectors of a total).
        adds_up: whether the figures of the regions below should add up to the figure of the region above.
        breaks: known breaks, here and nowhere else: every indicator that reads the series breaks with it.
        plausible: limits outside which a figure is challenged and stays in use, marked.
        possible: limits that no figure can cross, such as 0 for a population; wider than ``plausible``.
        tolerance: relative difference between sources that is not challenged.
        delivered_by: who could deliver it where it is not collected, for the words beside 未采集.
    """

    id: Identifier
    name: Bilingual
    unit: Identifier
    kind: SeriesKind
    scope: Literal["raw", "assessed"] | None = None
    part_of: Identifier | None = None
    adds_up: bool = False
    plausible: Plausible = Plausible()
    possible: Possible = Possible()
    breaks: tuple[SeriesBreak, ...] = ()
    delivered_by: Bilingual | None = None
    note: Bilingual | None = None
    tolerance: NotNegative = 0.005
