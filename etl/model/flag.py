"""Flags: what a computed finding may lead a person to look at. A flag decides nothing."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import Decimals, OneOrMore
from etl.model.period import Period
from etl.model.source import Published
from etl.model.vocabulary import FlagFamily, FlagStrength


class FlagCause(StrEnum):
    """What raised a flag."""

    WORST_LEVEL = "worst_level"
    TARGET_NOT_MET = "target_not_met"
    BEHIND_PATH = "behind_path"
    SCORE_FAILED = "score_failed"


class FlagCheck(StrEnum):
    """What must hold before a flag may found a proposal of restriction; each outcome is printed with it."""

    ENERGY = "energy"
    OWN_TARGET = "own_target"
    BINDING_TARGET = "binding_target"
    VERIFIED_TARGET = "verified_target"
    OFFICIAL_DATA = "official_data"
    RULE_IN_FORCE = "rule_in_force"
    FIVE_YEAR_BEHIND = "five_year_behind"
    NO_OPEN_CHALLENGE = "no_open_challenge"
    SCOPES_AGREE = "scopes_agree"
    BEYOND_ROUNDING = "beyond_rounding"


CheckOutcome = bool | None
"""Whether a check holds; None where nobody can tell yet, which founds nothing and is no "does not hold"."""


class CheckDoubt(StrEnum):
    """Why the outcome of a check cannot be told."""

    NO_PLAN_TARGET = "no_plan_target"
    NO_SPAN_YET = "no_span_yet"
    DEDUCTIONS_UNKNOWN = "deductions_unknown"


class FlagRule(Declaration):
    """A dated rule of flags.

    Attributes:
        causes: which findings raise a flag.
        founding: the checks that must all hold for a flag to be ``founding``; otherwise it is a ``warning``.
        published_decimals: decimals of a published rate; a verdict that is half a unit of the last of them or
            less from turning hangs on rounding alone.
        harmless: kinds of challenges that bar no flag: a return that is late or missing starts a reminder
            (催报), and silence protects nobody.
        mark: ``design`` where the law is silent and the choice is this project's.
    """

    id: Identifier
    name: Bilingual
    valid_from: Published
    causes: OneOrMore[FlagCause]
    founding: OneOrMore[FlagCheck]
    published_decimals: Decimals = 2
    harmless: tuple[Identifier, ...] = ()
    mark: Literal["design"] | None = None
    note: Bilingual | None = None


class FlagEnd(StrEnum):
    """How a flag ended. A level is compared with a level of the same version in the same plan only."""

    RECOVERED = "recovered"  # the same yardstick is no longer red
    LAPSED = "lapsed"  # the plan is over or the version another one: nobody can say that it recovered


class RedPeriod(Struct, frozen=True):
    """One period for which a flag stood, with every check as it was then."""

    period: Period
    cause: FlagCause
    strength: FlagStrength
    checks: Mapping[str, CheckOutcome]
    facts: Mapping[str, object]

    def as_facts(self) -> dict[str, object]:
        """As codes and numbers."""
        return {
            "period": str(self.period),
            "cause": self.cause.value,
            "strength": self.strength.value,
            **self.facts,
            "checks": self.checks,
        }


class Flag(Struct, frozen=True):
    """One row of the table ``flag``: one per region, indicator and plan while it lasts.

    Attributes:
        base: base year of the plan, None where the finding belongs to none.
        course: the periods for which it stood, oldest first; the flag is what the last one says.
        ended_in: first period after them in which the region was assessed and no longer red; None while it
            lasts. What was not assessed ends nothing.
        ended_how: recovered by the same yardstick, or lapsed with its plan or version; None while it lasts.
    """

    family: FlagFamily
    indicator: str
    region: str
    rule: str
    base: int | None
    course: tuple[RedPeriod, ...]
    ended_in: Period | None = None
    ended_how: FlagEnd | None = None

    @property
    def first_period(self) -> Period:
        """The period that raised it."""
        return self.course[0].period

    @property
    def period(self) -> Period:
        """The last period for which it stood."""
        return self.course[-1].period

    @property
    def cause(self) -> FlagCause:
        """What raised it in its last period."""
        return self.course[-1].cause

    @property
    def strength(self) -> FlagStrength:
        """How far it may lead, by the checks of its last period."""
        return self.course[-1].strength

    @property
    def checks(self) -> Mapping[str, CheckOutcome]:
        """Outcome of every check that the rule names, so that a reader sees what is lacking."""
        return self.course[-1].checks

    @property
    def facts(self) -> Mapping[str, object]:
        """Result, value, target and rule of its last period."""
        return self.course[-1].facts

    @property
    def flag_id(self) -> str:
        """A short name that stays the same from build to build while the flag lasts."""
        key = "|".join((self.indicator, self.region, str(self.base), str(self.first_period), self.rule))
        return hashlib.sha256(key.encode()).hexdigest()[:12]

    def row(self) -> dict[str, object]:
        """The flag as a row of its table."""
        facts = {
            **self.facts,
            "checks": self.checks,
            "base": self.base,
            "course": [each.as_facts() for each in self.course],
            **({} if self.ended_how is None else {"ended_how": self.ended_how.value}),
        }
        return {
            "flag_id": self.flag_id,
            "family": self.family.value,
            "strength": self.strength.value,
            "cause": self.cause.value,
            "indicator": self.indicator,
            "region": self.region,
            "period": str(self.period),
            "rule": self.rule,
            "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True),
            "first_period": str(self.first_period),
            "ended_in": None if self.ended_in is None else str(self.ended_in),
        }
