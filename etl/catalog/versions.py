"""One declaration at a time: two versions of a rule, or two targets, never decide the same thing.

Which of two decides would hang on the names of their files. The one who declares the second is told which is
the first and what both would decide, and nothing is published until one of them gives way.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Any, Final

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.errors import CatalogError
from etl.model.gate import CatalogueKind
from etl.model.rule import BarometerAdoption, BarometerRule, BarometerSubject, RuleValidity
from etl.model.scoring import ScoringRule
from etl.model.target import Target
from etl.model.task import TaskRule

_ENDLESS: Final = 9999


class _Family(Struct, frozen=True):
    """A kind of rule: its folder, the field that is to be corrected, and where two of them hold at once."""

    folder: str
    field: str
    rules: Callable[[Catalog], Iterable[Any]]
    shared: Callable[[Catalog, Any, Any], str | None]


def check_versions(catalog: Catalog) -> Iterator[CatalogError]:
    """Every two declarations of which both would decide the same."""
    for family in _FAMILIES:
        for one, other in combinations(family.rules(catalog), 2):
            shared = family.shared(catalog, one, other)
            if shared is not None:
                yield _both(f"rules/{family.folder}/{other.id}.yaml", family.field, shared, one.id)
    yield from _adoptions(catalog)
    yield from _targets(catalog.targets)


def _both(file: str, place: str, shared: str, first: str) -> CatalogError:
    return CatalogError(
        file=file,
        place=place,
        found=f"{shared}, for which {first} holds too",
        expected="one version at a time",
        action="Let the earlier version end before this one begins, or remove one of the two.",
    )


# ── rules ──────────────────────────────────────────────────────────────────────────────────────────────
def _barometers(catalog: Catalog, one: BarometerRule, other: BarometerRule) -> str | None:
    for validity in one.valid_for:
        for beside in other.valid_for:
            if validity.region_level is not beside.region_level or not _meet(catalog, validity, beside):
                continue
            for period in sorted(set(validity.periods) & set(beside.periods)):
                if any(_judges(one, each, period) and _judges(other, each, period) for each in _SUBJECTS):
                    return f"{period} of level {validity.region_level.value}"
    return None


_SUBJECTS: Final = tuple(BarometerSubject)


def _judges(rule: BarometerRule, subject: BarometerSubject, period: Any) -> bool:
    method = rule.method_of(subject)
    began = getattr(method, "first_year", None)
    return method is not None and (began is None or began <= period.start_year)


def _meet(catalog: Catalog, one: RuleValidity, other: RuleValidity) -> bool:
    return one.within is None or other.within is None or _one_lies_in_the_other(catalog, one, other)


def _one_lies_in_the_other(catalog: Catalog, one: RuleValidity, other: RuleValidity) -> bool:
    if one.within == other.within:
        return True
    places = [catalog.regions.get(code or "") for code in (one.within, other.within)]
    inner, outer = places[0], places[1]
    if inner is None or outer is None:  # the barometer of another province, held as an example
        return False
    return catalog.descends_from(inner, outer.code) or catalog.descends_from(outer, inner.code)


def _scorings(_catalog: Catalog, one: ScoringRule, other: ScoringRule) -> str | None:
    """A table of a place goes before that of the nation, so that only two of one place contradict."""
    if (one.subject, one.within) != (other.subject, other.within):
        return None
    return _years(one.first_year, one.last_year, other.first_year, other.last_year)


def _tasks(_catalog: Catalog, one: TaskRule, other: TaskRule) -> str | None:
    if one.indicator != other.indicator:
        return None
    return _years(one.first_year, one.last_year, other.first_year, other.last_year)


def _years(first: int, last: int | None, other_first: int, other_last: int | None) -> str | None:
    begin, end = max(first, other_first), min(last or _ENDLESS, other_last or _ENDLESS)
    return f"the year {begin}" if begin <= end else None


def _same_first_day(_catalog: Catalog, one: Any, other: Any) -> str | None:
    """A later version takes the place of an earlier one from its day on."""
    return f"{other.valid_from}" if one.valid_from == other.valid_from else None


def _same_first_day_and_kind(catalog: Catalog, one: Any, other: Any) -> str | None:
    return _same_first_day(catalog, one, other) if one.kind == other.kind else None


def _same_days(_catalog: Catalog, one: Any, other: Any) -> str | None:
    begin = max(one.valid_from, other.valid_from)
    end = min(one.valid_to or date.max, other.valid_to or date.max)
    return begin.isoformat() if begin <= end else None


def _guidance(catalog: Catalog, one: Any, other: Any) -> str | None:
    """产业结构调整指导目录 has one edition at a time; lists of other kinds may add to each other."""
    both = one.kind == other.kind == CatalogueKind.GUIDANCE
    return _same_days(catalog, one, other) if both else None


def _same_levels(_catalog: Catalog, one: Any, other: Any) -> str | None:
    """Every rule of comparison is applied: two of a level would rank it twice."""
    levels = set(one.ranked_levels) & set(other.ranked_levels)
    return ", ".join(sorted(each.value for each in levels)) or None


def _same_inventories(_catalog: Catalog, one: Any, other: Any) -> str | None:
    """Every rule of emissions is applied: two of an inventory would state each finding twice."""
    both = {each.indicator for each in one.inventories} & {each.indicator for each in other.inventories}
    return ", ".join(sorted(both)) or None


_FAMILIES: Final = (
    _Family("barometer", "valid_for", lambda found: found.barometer_rules.values(), _barometers),
    _Family("scoring", "first_year", lambda found: found.scoring_rules.values(), _scorings),
    _Family("task", "first_year", lambda found: found.task_rules.values(), _tasks),
    _Family("flag", "valid_from", lambda found: found.flag_rules.values(), _same_first_day),
    _Family(
        "challenge", "valid_from", lambda found: found.challenge_rules.values(), _same_first_day_and_kind
    ),
    _Family("comparison", "ranked_levels", lambda found: found.comparison_rules.values(), _same_levels),
    _Family("carbon", "inventories", lambda found: found.carbon_rules.values(), _same_inventories),
    _Family("gate/reviews", "valid_from", lambda found: found.review_rules.values(), _same_days),
    _Family("gate/catalogues", "valid_from", lambda found: found.project_catalogues.values(), _guidance),
)


# ── acts and targets ───────────────────────────────────────────────────────────────────────────────────
def _adoptions(catalog: Catalog) -> Iterator[CatalogError]:
    """Two acts that adopt different versions for the same periods of the same region."""
    for one, other in combinations(catalog.adoptions, 2):
        if contradict(one, other):
            both = sorted(set(one.periods) & set(other.periods))
            yield _both("rules/adoptions", other.document, f"{both[0]} of {other.region}", _named(one))


def contradict(one: BarometerAdoption, other: BarometerAdoption) -> bool:
    """Whether two acts put different versions in force for one region and period."""
    is_shared = one.region == other.region and not set(one.periods).isdisjoint(other.periods)
    return is_shared and one.version != other.version


def _named(act: BarometerAdoption) -> str:
    return f"{act.version} by {act.document}"


def _targets(targets: Iterable[Target]) -> Iterator[CatalogError]:
    first: dict[tuple[object, ...], Target] = {}
    for target in targets:
        earlier = first.setdefault(what_it_binds(target), target)
        if earlier is not target:
            yield CatalogError(
                file="targets",
                place=f"{target.region} {target.indicator} {target.base or ''}–{target.end}",
                found=f"{_stated(target)} beside {_stated(earlier)}",
                expected="one target for one region, indicator, plan and day",
                action="Remove one of them; a target that took the place of another names the day from which "
                "it judges (effective).",
            )


def what_it_binds(target: Target) -> tuple[object, ...]:
    """Two targets that agree in this contradict or repeat each other."""
    return (*target.place, target.comparator, target.unit, target.effective)


def _stated(target: Target) -> str:
    return f"{target.value} {target.unit} ({target.document})"
