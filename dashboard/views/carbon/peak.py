"""A peak status as the build holds it: the statuses, their marks, and the test that decided."""

import json
from typing import Final

from msgspec import Struct, convert

from dashboard import theme
from dashboard.format import format_number
from dashboard.text import words
from dashboard.views.carbon.numbers import p_words, slope_words
from etl.derive.peak import PeakCharacter, PeakRule, PeakStatus
from etl.errors import say
from etl.model.finding import Finding
from etl.store.rows import FindingRow

STATUSES: Final = ("rebounding", "not_peaked", "plateau", "passive", "peaked", "undetermined")
"""Words of a status in the order of the lists; a passive peak stands apart from one without its mark."""


class Test(Struct, frozen=True):
    """Mann–Kendall on the values after the maximum."""

    n: int
    s: int
    z: float
    p_falling: float
    p_rising: float
    method: str


class Peak(Struct, frozen=True):
    """Peak status of one region by one inventory, as of its last observed year; amounts in its unit.

    Attributes:
        rule: number of the rule that decided.
        share_of_maximum: last value over the maximum.
        test, sen_slope: of the values after the maximum; None where the test was not reached.
    """

    status: PeakStatus
    character: PeakCharacter | None
    rule: PeakRule
    first_year: int
    maximum_year: int
    maximum: float
    last_year: int
    last: float
    values_after: int
    missing_after: int
    share_of_maximum: float | None
    test: Test | None
    sen_slope: float | None
    includes_purchased_electricity: bool | None

    @property
    def word(self) -> str:
        """The status with the character of a peak, one of ``STATUSES``."""
        is_passive = self.status is PeakStatus.PEAKED and self.character is PeakCharacter.PASSIVE
        return "passive" if is_passive else self.status.value


def read_peak(row: FindingRow) -> Peak:
    """The status that a build holds."""
    return convert({**json.loads(row.facts), "status": row.result}, Peak)


def peak_of(found: Finding) -> Peak:
    """The status that was just found."""
    return convert({**found.facts, "status": found.result}, Peak)


def mark_of(word: str) -> theme.Mark:
    """The look of a status; what is undetermined is grey and never coloured."""
    return theme.PEAK_MARKS[word]


def status_words(peak: Peak, lang: str) -> str:
    """The status; a peak says whether it was proactive, as far as that is known."""
    known = peak.status is PeakStatus.PEAKED and peak.character is not PeakCharacter.UNDETERMINED
    return say(f"found_{peak.character if known else peak.status}", lang)


def test_words(peak: Peak, decimals: int, unit: str, lang: str) -> str:
    """Which rule decided, with its numbers."""
    say_word = words(lang)
    facts = {"maximum": peak.maximum_year, "last": peak.last_year, "n": peak.values_after}
    if peak.test is None or peak.sen_slope is None:
        key = "last" if peak.maximum_year == peak.last_year else peak.rule.value
        return say_word(f"carbon.rule.{key}", years=peak.last_year - peak.maximum_year,
                        missing=peak.missing_after, **facts)  # fmt: skip
    return say_word(
        "carbon.rule.4",
        s=format_number(peak.test.s),
        falling=p_words(peak.test.p_falling),
        rising=p_words(peak.test.p_rising),
        slope=slope_words(peak.sen_slope, decimals + 1, unit, lang),
        share=format_number(100 * (peak.share_of_maximum or 0), 1),
        **facts,
    )
