"""What a catalogue declared by a day: the targets, rules, acts, plans and factors of documents till then.

Time is a property of a declaration. What the documents of others say counts from the day of the document; how
this project reckons (formulas, peers, inventories, flags, challenges) is no news of a day and holds always,
as the code does. A document without a date counts as known, and the build that used it says so.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from etl.catalog.catalog import Catalog
from etl.catalog.load import load_catalog
from etl.catalog.plans import with_plan_rules
from etl.model.period import Period
from etl.model.plan import PlanRule
from etl.model.rule import BarometerAdoption, BarometerRule
from etl.model.source import known_from
from etl.model.title import TitleRule
from etl.model.title_rules import TitleRules


def catalog_known_by(catalog: Catalog, day: date | None) -> Catalog:
    """The catalogue without what was declared after a day; None for all of it.

    Periods that had not ended by the day are taken out of the barometers too: nobody could judge them.
    """
    if day is None:
        return catalog
    plan_rules = _plan_rules(catalog.plan_rules.values(), day)
    return replace(
        catalog,
        targets=tuple(each for each in catalog.targets if _was_known(each.issued, day)),
        barometer_rules={rule.id: rule for rule in _barometer_rules(catalog, day)},
        adoptions=tuple(_adoptions(catalog.adoptions, day)),
        plan_rules=plan_rules,
        indicators=with_plan_rules(catalog.indicators, plan_rules),
        scoring_rules={k: v for k, v in catalog.scoring_rules.items() if _was_known(v.valid_from, day)},
        task_rules={k: v for k, v in catalog.task_rules.items() if _was_known(v.valid_from, day)},
        title_rules=_title_rules(catalog.title_rules.values(), day),
        peak_plans={k: v for k, v in catalog.peak_plans.items() if _was_known(v.published, day)},
        grid_factors=tuple(each for each in catalog.grid_factors if _was_known(each.published, day)),
    )


def catalog_of_build(folder: Path, as_of: date | None) -> Catalog:
    """The declarations that a build was made by.

    Args:
        folder: the folder of the build, which keeps the files of its catalogue whole.
        as_of: the day of which only what was known counted.
    """
    return catalog_known_by(load_catalog(folder), as_of)


def undated(catalog: Catalog) -> tuple[str, ...]:
    """What is declared without a date, and so counts as known on every day: its place and its document."""
    targets = (
        f"target {each.region} {each.indicator} {each.end}: {each.document}"
        for each in catalog.targets
        if each.issued is None
    )
    rules = (
        f"barometer {rule.id}: {rule.documents[0].number}"
        for rule in catalog.barometer_rules.values()
        if rule.issued is None
    )
    plans = (
        f"peak plan {each.region}: {each.document or each.source}"
        for each in catalog.peak_plans.values()
        if each.published is None
    )
    return (*targets, *rules, *plans)


def _was_known(published: str | None, day: date) -> bool:
    return published is None or known_from(published) <= day


def _ended(periods: Iterable[Period], day: date) -> tuple[Period, ...]:
    return tuple(period for period in periods if period.last_day <= day)


def _barometer_rules(catalog: Catalog, day: date) -> Iterator[BarometerRule]:
    for rule in catalog.barometer_rules.values():
        if _was_known(rule.issued, day):
            narrowed = (replace(valid, periods=_ended(valid.periods, day)) for valid in rule.valid_for)
            yield replace(rule, valid_for=tuple(each for each in narrowed if each.periods))


def _adoptions(acts: Iterable[BarometerAdoption], day: date) -> Iterator[BarometerAdoption]:
    for act in acts:
        periods = _ended(act.periods, day)
        if act.date <= day and periods:
            yield replace(act, periods=periods)


def _title_rules(rules: Iterable[TitleRule], day: date) -> dict[str, TitleRule]:
    """The versions issued by the day; the earliest in any case, by which earlier months are counted."""
    in_order = TitleRules.of(rules).versions
    return {rule.id: rule for rule in in_order if rule is in_order[0] or rule.known_from <= day}


def _plan_rules(rules: Iterable[PlanRule], day: date) -> dict[str, PlanRule]:
    """The versions issued by the day; one whose successor in the plan came later still held for its years."""
    by_years = sorted(rules, key=lambda rule: rule.first_year)
    known = [rule for rule in by_years if _was_known(rule.valid_from, day)]
    found: dict[str, PlanRule] = {}
    for rule in known:
        later = [
            other.first_year
            for other in known
            if rule.base == other.base and other.first_year > rule.last_year
        ]
        of_plan = [other.last_year for other in by_years if other.base == rule.base]
        last_year = min(later) - 1 if later else max(of_plan)
        found[rule.id] = replace(rule, last_year=last_year)
    return found
