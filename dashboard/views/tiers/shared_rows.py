"""What 梯度培育 speaks of: a region, a tier and a month of the register of titles (methods §3).

The tiers are nested and are never added up; nor are the two scopes of a region counted apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.views.choice import scope_of
from etl.catalog.catalog import Catalog
from etl.catalog.titles import title_rules
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.region import Region
from etl.model.structure_formula import TitlesFormula
from etl.model.title import TitleMeasure, TitleRule, TitleScope, TitleTier
from etl.model.title_rules import TitleRules
from etl.model.vocabulary import RegionLevel
from etl.store.rows import ObservationRow, TitleFlowRow, ValueRow

Dated = TypeVar("Dated", ObservationRow, ValueRow)

_FIRST_LOOKED_AT = "little_giant"


class TierScene(Struct, frozen=True):
    """What the panels of the page share.

    Attributes:
        rules: every version of the rule.
        rule: the version of the month looked at: tiers, scopes, what counts as expiring or pending.
        region: the region looked at.
        parts: what lies below it: cities or counties.
        units: reporting units and scopes in the same place.
        tier: the tier looked at.
        months: months that the register states, earliest first; empty where there is no register.
        month: the month looked at.
        asked: up to when a count as published is of interest: that month, else the period of the address;
            None for everything there is.
        flows: of the region looked at, by tier and month.
    """

    rules: TitleRules
    rule: TitleRule
    region: Region
    parts: tuple[Region, ...]
    units: tuple[Region, ...]
    tier: TitleTier
    months: tuple[Period, ...]
    month: Period | None
    asked: Period | None
    flows: Mapping[str, Mapping[Period, TitleFlowRow]]

    @property
    def has_register(self) -> bool:
        """Whether firms are known one by one, so that valid titles can be told from recognised ones."""
        return self.month is not None

    def in_register(self, tier: str) -> bool:
        """Whether the register holds titles of a tier at all; a tier that it lacks is unknown, not zero."""
        return tier in self.flows

    def row(self, tier: str) -> TitleFlowRow | None:
        """The month looked at, of one tier."""
        return self.flows.get(tier, {}).get(self.month) if self.month else None


def title_versions(catalog: Catalog) -> TitleRules:
    """The versions of the rule of counting titles.

    Raises:
        AddressError: the deployment declares none, so that there is no such page (404).
    """
    rules = title_rules(catalog)
    if rules is None:
        raise AddressError("unknown_page", found="gradient", status=NOT_FOUND)
    return rules


def region_of(catalog: Catalog, code: str | None) -> Region:
    """The region that an address names, the home region if it names none.

    Raises:
        AddressError: the catalogue has no such region in the home region (404).
    """
    region = catalog.regions.get(code or catalog.home.code)
    if region is None or not catalog.descends_from(region, catalog.home.code):
        raise AddressError("unknown_place", found=code or "", status=NOT_FOUND)
    return region


def build_tier_scene(catalog: Catalog, flows: Iterable[TitleFlowRow], selection: Selection) -> TierScene:
    """What the address asks for.

    Args:
        catalog: the declarations.
        flows: of the region looked at, every tier and month.
        selection: what the address says.

    Raises:
        AddressError: there is no such region or tier (404).
    """
    rules, region = title_versions(catalog), region_of(catalog, selection.region)
    by_tier: dict[str, dict[Period, TitleFlowRow]] = {}
    for row in flows:
        if row.region == region.code:
            by_tier.setdefault(row.tier, {})[Period.parse(row.period)] = row
    months = tuple(sorted({month for rows in by_tier.values() for month in rows}))
    month = _month(months, selection.period)
    looked_at = month or selection.period
    rule = rules.on(looked_at.last_day) if looked_at else rules.versions[-1]
    parts, units = _below(catalog, region)
    return TierScene(
        rules=rules,
        rule=rule,
        region=region,
        parts=parts,
        units=units,
        tier=_tier(rules, rule, selection.tier),
        months=months,
        month=month,
        asked=looked_at,
        flows=by_tier,
    )


def _tier(rules: TitleRules, rule: TitleRule, name: str | None) -> TitleTier:
    if name is not None and name not in {tier.id for tier in rules.tiers}:
        raise AddressError("unknown_place", found=name, status=NOT_FOUND)
    by_id = {tier.id: tier for tier in (*rules.tiers, *rule.tiers)}
    return by_id.get(name or _FIRST_LOOKED_AT, rule.tiers[0])


def _month(months: Sequence[Period], asked: Period | None) -> Period | None:
    """The last month that is over by the end of the period asked for; the last of all if none is."""
    if not months:
        return None
    over = [month for month in months if asked is not None and month.sort_key()[:2] <= asked.sort_key()[:2]]
    return max(over) if over else months[-1]


def until_month(rows: Iterable[Dated], until: Period | None) -> list[Dated]:
    """The rows of periods that are over by the end of a period; all of them if it is None."""
    if until is None:
        return list(rows)
    return [row for row in rows if Period.parse(row.period).sort_key()[:2] <= until.sort_key()[:2]]


def _below(catalog: Catalog, region: Region) -> tuple[tuple[Region, ...], tuple[Region, ...]]:
    if region.level in {RegionLevel.COUNTY, RegionLevel.UNIT}:
        return (), ()
    scope = scope_of(catalog, region.code)
    return scope.regions, scope.units


# ── indicators of a tier ───────────────────────────────────────────────────────────────────────────────
def measured(catalog: Catalog, tier: str, measure: TitleMeasure) -> Indicator | None:
    """The indicator that counts a tier so out of the register."""
    return next(
        (
            one
            for one in catalog.indicators.values()
            if isinstance(one.formula, TitlesFormula)
            and (one.formula.tier, one.formula.measure) == (tier, measure)
        ),
        None,
    )


def published_count(catalog: Catalog, tier: str) -> Indicator | None:
    """The indicator with the count of a tier as published; it is called ``<tier>_count``."""
    return catalog.indicators.get(f"{tier}_count")


def density_of(catalog: Catalog, tier: str) -> Indicator | None:
    """The indicator with the valid titles of a tier per thousand firms; called ``valid_<tier>_density``."""
    return catalog.indicators.get(f"valid_{tier}_density")


def scopes_of(rule: TitleRule, region: Region) -> tuple[TitleScope, ...]:
    """The scopes that count a region without one of its parts."""
    return tuple(scope for scope in rule.scopes if scope.within == region.code)
