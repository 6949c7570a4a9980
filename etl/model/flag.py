"""Flags: what a computed finding may lead a person to look at. A flag decides nothing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import Field

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.source import Published
from etl.model.vocabulary import FlagFamily, FlagStrength


class FlagCause(StrEnum):
    """What raised a flag."""

    WORST_LEVEL = "worst_level"
    TARGET_NOT_MET = "target_not_met"
    BEHIND_PATH = "behind_path"


class FlagCheck(StrEnum):
    """What must hold before a flag may found a proposal of restriction; each outcome is printed with it."""

    ENERGY = "energy"
    OWN_TARGET = "own_target"
    OFFICIAL_DATA = "official_data"
    RULE_IN_FORCE = "rule_in_force"
    FIVE_YEAR_BEHIND = "five_year_behind"
    NO_OPEN_CHALLENGE = "no_open_challenge"


class FlagRule(Declaration):
    """A dated rule of flags.

    Attributes:
        causes: which findings raise a flag.
        founding: the checks that must all hold for a flag to be ``founding``; otherwise it is a ``warning``.
        mark: ``design`` where the law is silent and the choice is this project's.
    """

    id: Identifier
    name: Bilingual
    valid_from: Published
    causes: tuple[FlagCause, ...] = Field(min_length=1)
    founding: tuple[FlagCheck, ...] = Field(min_length=1)
    mark: Literal["design"] | None = None
    note: Bilingual | None = None


@dataclass(frozen=True)
class Flag:
    """One row of the table ``flag``.

    Attributes:
        checks: outcome of every check that the rule names, so that a reader sees what is lacking.
        facts: result, value, target and rule that raised it.
    """

    family: FlagFamily
    strength: FlagStrength
    cause: FlagCause
    indicator: str
    region: str
    period: str
    rule: str
    checks: Mapping[str, bool]
    facts: Mapping[str, object]

    @property
    def flag_id(self) -> str:
        """A short name that stays the same from build to build while the finding stays."""
        key = "|".join((self.cause, self.indicator, self.region, self.period, self.rule))
        return hashlib.sha256(key.encode()).hexdigest()[:12]

    def row(self) -> dict[str, object]:
        """The flag as a row of its table."""
        return {
            "flag_id": self.flag_id,
            "family": self.family.value,
            "strength": self.strength.value,
            "cause": self.cause.value,
            "indicator": self.indicator,
            "region": self.region,
            "period": self.period,
            "rule": self.rule,
            "facts": json.dumps({**self.facts, "checks": self.checks}, ensure_ascii=False, sort_keys=True),
        }
