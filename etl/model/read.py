"""What a formula says that it reads, so that any number can be worked out again."""

from typing import NamedTuple

from etl.model.period import Period


class Read(NamedTuple):
    """One figure that a formula reads: its part in the formula, the series or indicator, the period.

    Attributes:
        region: code of the region where it is not the region of the value itself.
        beside: the series in whose publication the figure must stand; None for the figure in use.
    """

    role: str
    name: str
    period: Period
    region: str | None = None
    beside: str | None = None

    @property
    def key(self) -> tuple[str, Period]:
        """What names the figure among those that a formula reads."""
        return (self.name if self.region is None else f"{self.name}[{self.region}]", self.period)
