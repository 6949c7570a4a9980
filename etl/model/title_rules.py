"""The versions of the rule of titles: which one holds on a day, and what all of them know."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from msgspec import Struct

from etl.model.period import Period
from etl.model.title import TitleRule, TitleScope, TitleTier


class TitleRules(Struct, frozen=True):
    """The versions in order of the day from which they are in force; each holds until the next one does.

    Days before the earliest version are counted by it: titles were recognised before there was one rule for
    all tiers, and :meth:`precedes_all` says so.
    """

    versions: tuple[TitleRule, ...]

    @classmethod
    def of(cls, versions: Iterable[TitleRule]) -> Self:
        """The versions, in whichever order they come."""
        return cls(tuple(sorted(versions, key=lambda version: version.valid_from)))

    def on(self, day: date) -> TitleRule:
        """The version in force on a day, the earliest one before there was any."""
        in_force = [version for version in self.versions if version.valid_from <= day]
        return in_force[-1] if in_force else self.versions[0]

    def of_month(self, month: int) -> TitleRule:
        """The version in force on the last day of a month.

        Args:
            month: year × 12 + month − 1.
        """
        year, past = divmod(month, 12)
        return self.on(Period.parse(f"{year:04d}M{past + 1:02d}").last_day)

    def precedes_all(self, day: date) -> bool:
        """Whether no version was in force yet on a day."""
        return day < self.versions[0].valid_from

    def ends(self, version: TitleRule) -> date | None:
        """First day on which a version is no longer in force; None for the last one."""
        return next((each.valid_from for each in self.versions if each.valid_from > version.valid_from), None)

    def tier_named(self, word: str) -> str | None:
        """Id of the tier that any version calls so: a list uses the words of its own day for older titles."""
        found = (version.tier_of(word) for version in reversed(self.versions))
        return next((tier.id for tier in found if tier is not None), None)

    def tier_on(self, tier: str, day: date) -> TitleTier:
        """A tier as it was declared on a day; as the newest version has it where that one has none.

        Args:
            tier: id of a tier that some version has.
            day: the day.
        """
        versions = (self.on(day), *reversed(self.versions))
        return next(found for version in versions for found in version.tiers if found.id == tier)

    @property
    def tiers(self) -> tuple[TitleTier, ...]:
        """Every tier that any version knows, as its newest version calls it."""
        newest = {tier.id: tier for version in self.versions for tier in version.tiers}
        return tuple(newest.values())

    @property
    def scopes(self) -> tuple[TitleScope, ...]:
        """The scopes that any version counts."""
        return tuple(dict.fromkeys(scope for version in self.versions for scope in version.scopes))

    @property
    def by_industry_levels(self) -> frozenset[str]:
        """Levels of regions that any version tells apart by industry."""
        return frozenset(level for version in self.versions for level in version.by_industry_levels)

    @property
    def first_month(self) -> Period:
        """First month for which stocks are stated."""
        return self.versions[0].first_month

    @property
    def longest_term(self) -> int:
        """The longest term of any tier, in years."""
        return max(tier.years for version in self.versions for tier in version.tiers)
