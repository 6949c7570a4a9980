"""Findings: what a series or a set of them shows, as a code with its working. A finding judges nothing."""

import json
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field


class FindingKind(StrEnum):
    """What a finding says."""

    PEAK_STATUS = "peak_status"
    TREND = "trend"
    DECOUPLING = "decoupling"
    DRIVERS = "drivers"
    AGREEMENT = "agreement"
    PEAK_SCENARIO = "peak_scenario"
    PEAK_PLAN = "peak_plan"
    PEERS = "peers"


class FindingResult(StrEnum):
    """Results that several kinds share; states of one method keep the names of their method."""

    RISING = "rising"
    FALLING = "falling"
    NO_TREND = "no_trend"
    UNDETERMINED = "undetermined"
    NOT_COMPARABLE = "not_comparable"
    AGREE = "agree"
    DIFFER = "differ"
    ISSUED = "issued"
    NOT_ISSUED = "not_issued"
    NOT_COLLECTED = "not_collected"
    NO_PEERS = "no_peers"


class Finding(Struct, frozen=True):
    """One row of the table ``finding``; kind, subject, region and period name it.

    Attributes:
        kind: which method found it.
        subject: id of the indicator that it is about.
        region: code of the region.
        period: the last year for a status ("as of"), else the stretch of years that it covers; a span
            names the years of change, so ``2016/2020`` compares 2020 with 2015.
        result: a code of the method.
        facts: everything that decided it, as codes and numbers.
    """

    kind: FindingKind
    subject: str
    region: str
    period: str
    result: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def row(self) -> dict[str, object]:
        """The finding as a row of its table."""
        return {
            "kind": self.kind.value,
            "subject": self.subject,
            "region": self.region,
            "period": self.period,
            "result": str(self.result),
            "facts": json.dumps(self.facts, ensure_ascii=False, sort_keys=True, allow_nan=False),
        }
