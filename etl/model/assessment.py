"""One assessment: what was compared with what, by which rule, and what follows."""

import json
from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, field

from etl.model.period import Period
from etl.model.rounding import round_half_away
from etl.model.target import Target
from etl.model.vocabulary import Basis, Bound, Nature, Result, Status, TargetOrigin, UnassessedReason

EXACT_DECIMALS = 11
"""Decimals of a computed rate in per cent that decide a verdict."""


class IndicatorValue(Struct, frozen=True):
    """One row of the table ``indicator_value``; ``value`` is None exactly where ``status`` is missing.

    ``rule`` is the version of the plan's rules that made it, where one was needed.
    """

    indicator: str
    region: str
    period: Period
    value: float | None
    status: Status
    reason: str | None
    basis: Basis
    nature: Nature
    bound: Bound
    rule: str | None = None

    @property
    def exact(self) -> Decimal | None:
        """The decimal number that decides, so that verdicts are exact.

        A published figure is what its shortest spelling states. A computed one carries the noise of binary
        arithmetic in its last digits, which would tell a miss of exactly 10 % from 10 %: it is taken to
        :data:`EXACT_DECIMALS` decimals, because a ratio of published figures that is not exactly a
        threshold is farther from it than that.
        """
        if self.value is None:
            return None
        stated = Decimal(repr(self.value))
        return stated if self.basis is Basis.PUBLISHED else round_half_away(stated, EXACT_DECIMALS)


class Verdict(Struct, frozen=True):
    """A result with its reason; the reason is there exactly for ``unassessed``."""

    result: Result
    reason: UnassessedReason | None = None

    def __post_init__(self) -> None:
        if (self.result is Result.UNASSESSED) != (self.reason is not None):
            msg = (
                f"{self.result} with reason {self.reason}: a reason belongs to unassessed and to nothing else"
            )
            raise ValueError(msg)


class Assessment(Struct, frozen=True):
    """One row of the table ``assessment``.

    Attributes:
        kind: ``target`` (a published target), ``path`` (a span that ends before the target's does),
            ``barometer`` (computed by a rule), ``barometer_published`` (the superior body's own level, held).
        value: the value judged, in the unit of the indicator.
        rule: id of the rule version, None where none is in force.
        required: what the target asks of the period, in the unit of the target.
        gap: value minus required, in percentage points or the unit; the sign of the value's own convention.
        progress: progress as a fraction of the plan's task, by the logarithmic method.
        progress_due: n/N.
        pace_needed: yearly reduction in per cent still needed to reach the target.
        facts: whatever else the working needs, as codes and numbers.
    """

    indicator: str
    region: str
    period: Period
    kind: str
    verdict: Verdict
    value: IndicatorValue | None = None
    rule: str | None = None
    target: Target | None = None
    target_origin: TargetOrigin | None = None
    required: Decimal | None = None
    gap: Decimal | None = None
    progress: Decimal | None = None
    progress_due: Decimal | None = None
    pace_needed: Decimal | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    def row(self) -> dict[str, object]:
        """The assessment as a row of its table."""
        target, value = self.target, self.value
        return {
            "indicator": self.indicator,
            "region": self.region,
            "period": str(self.period),
            "kind": self.kind,
            "result": self.verdict.result.value,
            "reason": self.verdict.reason.value if self.verdict.reason else None,
            "value": value.value if value else None,
            "basis": value.basis.value if value else None,
            "nature": value.nature.value if value else None,
            "rule": self.rule,
            "target_value": float(target.value) if target else None,
            "target_unit": target.unit if target else None,
            "target_comparator": target.comparator.value if target else None,
            "target_origin": self.target_origin.value if self.target_origin else None,
            "target_region": target.region if target else None,
            "target_base": target.base if target else None,
            "target_end": target.end if target else None,
            "target_nature": target.nature if target else None,
            "target_document": target.document if target else None,
            **{name: _number(getattr(self, name)) for name in _NUMBERS},
            "facts": json.dumps(self.facts, ensure_ascii=False, sort_keys=True, default=str),
        }


_NUMBERS = tuple(
    name
    for name in Assessment.__struct_fields__
    if name in {"required", "gap", "progress", "progress_due", "pace_needed"}
)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
