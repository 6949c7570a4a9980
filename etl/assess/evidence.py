"""What an assessment reads beside the values themselves: sizes of revisions, and amounts behind the rates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from etl.model.period import Period

Amounts = Mapping[str, Mapping[tuple[str, Period], Decimal]]
"""Amounts by id of the series, then by region and period."""


@dataclass(frozen=True)
class Evidence:
    """Beside the values.

    Attributes:
        revisions: median size of a revision by series or computed indicator, in its unit; what was revised
            too seldom is not in it.
        revision_counts: how many revisions each of them is the median of.
        amounts: energy (万吨标准煤) and GDP at plan prices (亿元), by series.
    """

    revisions: Mapping[str, Decimal] = field(default_factory=dict)
    revision_counts: Mapping[str, int] = field(default_factory=dict, kw_only=True)
    amounts: Amounts = field(default_factory=dict)

    def amount(self, series: str | None, region: str, period: Period) -> Decimal | None:
        """An amount, None where it is not known."""
        return None if series is None else self.amounts.get(series, {}).get((region, period))


NOTHING_BESIDE = Evidence()
