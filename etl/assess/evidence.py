"""What an assessment reads beside the values themselves: sizes of revisions, and amounts behind the rates."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, field

from etl.model.period import Period

Amounts = Mapping[str, Mapping[tuple[str, Period], Decimal]]
"""Amounts by id of the series, then by region and period."""


class Evidence(Struct, frozen=True):
    """Beside the values.

    Attributes:
        revisions: median size of a revision by series or computed indicator, in its unit; what was revised
            too seldom is not in it.
        amounts: energy (万吨标准煤) and GDP at plan prices (亿元), by series.
        revision_counts: how many revisions each median is taken of.
    """

    revisions: Mapping[str, Decimal] = field(default_factory=dict)
    amounts: Amounts = field(default_factory=dict)
    revision_counts: Mapping[str, int] = field(default_factory=dict)

    def amount(self, series: str | None, region: str, period: Period) -> Decimal | None:
        """An amount, None where it is not known."""
        return None if series is None else self.amounts.get(series, {}).get((region, period))


NOTHING_BESIDE = Evidence()
