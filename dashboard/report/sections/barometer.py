"""The levels of a barometer: by which rule, lists with their counts, changes against the last one."""

from typing import Final

from msgspec import Struct

from dashboard.report.basis import Basis
from dashboard.report.blocks import Parts
from dashboard.report.facts import facts_of
from dashboard.report.periods import barometer_before, parse, same_end
from dashboard.report.sections.assessed import rate_figure, target_figure
from dashboard.report.sentences import Fact
from dashboard.views.latest import ends_by
from etl.assess.barometer_assessments import jurisdiction_of, rule_in_force
from etl.errors import say
from etl.model.indicator import BarometerAssessment, Indicator
from etl.model.period import MONTHS_IN_YEAR, Period
from etl.model.rule import BarometerRule, BarometerSubject
from etl.model.vocabulary import Result, UnassessedReason

LEVELS: Final = (Result.LEVEL_1, Result.LEVEL_2, Result.LEVEL_3)


class Shift(Struct, frozen=True):
    """Regions that went from one level to another."""

    before: Result
    now: Result
    codes: tuple[str, ...]

    @property
    def is_worse(self) -> bool:
        """Whether the level rose: level 1 is the worst."""
        return self.now < self.before


def judged_indicators(basis: Basis) -> tuple[Indicator, ...]:
    """Indicators that a barometer judges: intensity before total."""
    found = [
        (assessed.quantity, indicator)
        for indicator in basis.catalog.indicators.values()
        if isinstance(assessed := indicator.assessment, BarometerAssessment)
    ]
    return tuple(indicator for _, indicator in sorted(found, key=lambda pair: pair[0]))


def barometer_period(basis: Basis) -> Period | None:
    """The barometer that a report speaks of: of its own period, else the last of twelve months."""
    names = {indicator.id for indicator in judged_indicators(basis)}
    own = {*basis.codes, basis.home.code}
    known = {row.period for row in basis.rows.computed_levels if row.indicator in names and row.region in own}
    for period in same_end(basis.period):
        if period in known:
            return parse(period)
    over = [parse(period) for period in known if ends_by(period, basis.period)]
    last = max(over, key=Period.sort_key, default=None)
    return last if last is not None and _months_between(last, basis.period) < MONTHS_IN_YEAR else None


def _months_between(earlier: Period, later: Period) -> int:
    return (later.end_year - earlier.end_year) * MONTHS_IN_YEAR + later.end_month - earlier.end_month


# ── the rule ───────────────────────────────────────────────────────────────────────────────────────────
def rule_of(basis: Basis, period: Period) -> BarometerRule | None:
    """The version that judges the home region in a period, in force or adopted."""
    place = jurisdiction_of(basis.catalog, basis.home)
    return rule_in_force(basis.catalog, BarometerSubject.INTENSITY, period, place)


def rule_of_cities(basis: Basis, period: Period) -> tuple[BarometerRule | None, str]:
    """The version that judged the cities, and the act that adopted it; empty where in force itself."""
    for row in basis.rows.assessments:
        if row.kind == "barometer" and row.reason is None and row.period == str(period) and row.rule:
            return basis.catalog.barometer_rules[row.rule], str(facts_of(row.facts).get("adoption") or "")
    return None, ""


def rule_sentence(basis: Basis, period: Period) -> Parts:
    """By which version the levels of a period are found, or that there is none."""
    rule, adoption = rule_of_cities(basis, period)
    rule = rule or rule_of(basis, period)
    facts: dict[str, Fact] = {"period": basis.when(period), "home": basis.name(basis.home.code)}
    if rule is None:
        return basis.say("dual.no_rule", **facts)
    documents = "、".join(document.number for document in rule.documents)
    facts |= {"rule": rule.name[basis.lang], "document": documents}
    if adoption:
        return basis.say("dual.adopted", **facts, adoption=adoption)
    return basis.say("dual.rule", **facts)


# ── lists per level ────────────────────────────────────────────────────────────────────────────────────
def levels_sentence(basis: Basis, indicator: Indicator, period: str) -> Parts:
    """``一级n个（…）；二级…；三级…；未评价n个（reason: …）`` for the cities, in one very period."""
    by_result: dict[Result, list[str]] = {result: [] for result in LEVELS}
    unassessed: dict[str, list[str]] = {}
    for city in basis.cities:
        row = basis.level(indicator.id, city.code, period)
        result = Result(row.result) if row else Result.UNASSESSED
        if result in by_result:
            by_result[result].append(basis.name(city.code))
        else:
            reason = row.reason if row and row.reason else UnassessedReason.NO_DATA.value
            unassessed.setdefault(reason, []).append(basis.name(city.code))
    if len(unassessed) == 1 and not any(by_result.values()):
        reason = basis.say.text(f"reasons.{next(iter(unassessed))}")
        return basis.say(
            "dual.levels_none", name=indicator.name[basis.lang], count=len(basis.cities), reason=reason
        )
    when = parse(period)
    rule = rule_of_cities(basis, when)[0] or rule_of(basis, when)
    levels = [
        basis.say.counted("dual.level", names, len(basis.cities), level=level_words(basis, rule, result))
        for result, names in by_result.items()
    ]
    return basis.say(
        "dual.levels",
        name=indicator.name[basis.lang],
        count=len(basis.cities),
        levels=basis.say.separated(levels),
        unassessed=_unassessed(basis, unassessed),
    )


def level_words(basis: Basis, rule: BarometerRule | None, result: Result) -> str:
    """A level with the colour of its light: ``一级（红）``; a colour that no text names is marked."""
    level = say(f"result_{result}", basis.lang)
    if rule is None or not rule.lights:
        return level
    light = rule.light_of(LEVELS.index(result) + 1)
    key = "dual.light_unverified" if light.mark else "dual.light_of_level"
    return basis.say.text(key, level=level, light=light.light[basis.lang])


def _unassessed(basis: Basis, by_reason: dict[str, list[str]]) -> Parts:
    if not by_reason:
        return basis.say("dual.unassessed.none")
    total = sum(len(names) for names in by_reason.values())
    reasons = [
        basis.say.counted("dual.reason", names, len(basis.cities), reason=basis.say.text(f"reasons.{code}"))
        for code, names in by_reason.items()
    ]
    return basis.say("dual.unassessed.some", count=total, reasons=basis.say.separated(reasons))


# ── changes ────────────────────────────────────────────────────────────────────────────────────────────
def shifts_since(basis: Basis, indicator: str, period: Period, before: str) -> tuple[list[Shift], int, bool]:
    """Changes of level against an earlier barometer.

    Returns:
        the shifts, those for the worse first; how many regions kept their level; whether both were found by
        the same version, without which nothing is compared.
    """
    moved: dict[tuple[Result, Result], list[str]] = {}
    same = 0
    rules: set[str | None] = set()
    for city in basis.cities:
        now, then = (basis.level(indicator, city.code, at) for at in (str(period), before))
        if now is None or then is None or now.reason is not None or then.reason is not None:
            continue
        rules |= {now.rule, then.rule}
        if now.result == then.result:
            same += 1
        else:
            moved.setdefault((Result(then.result), Result(now.result)), []).append(city.code)
    shifts = [Shift(*levels, tuple(codes)) for levels, codes in moved.items()]
    shifts.sort(key=lambda shift: (not shift.is_worse, shift.now, shift.before))
    return shifts, same, len(rules) <= 1


def changes_sentence(
    basis: Basis, indicator: Indicator, period: Period, *, only_worse: bool = False
) -> Parts:
    """Changes by level: ``与2025年上半年相比，由二级上升为一级的1个（抚顺市）；…；等级不变的11个``.

    Args:
        basis: what the report is made from.
        indicator: intensity or total.
        period: of the barometer.
        only_worse: only what became worse; empty where nothing did.
    """
    before = barometer_before(period)
    shifts, same, is_one_rule = shifts_since(basis, indicator.id, period, before)
    facts: dict[str, Fact] = {"before": basis.when(before), "same": same}
    if not shifts and not same:
        return ()
    if only_worse:
        shifts = [shift for shift in shifts if shift.is_worse and is_one_rule]
    elif not is_one_rule:
        return basis.say("dual.changes.other_rule", **facts)
    if not shifts and only_worse:
        return ()
    if not shifts:
        return basis.say("dual.changes.none", **facts)
    told = [
        basis.say(
            f"dual.shift.{'worse' if shift.is_worse else 'better'}",
            before=say(f"result_{shift.before}", basis.lang),
            now=say(f"result_{shift.now}", basis.lang),
            count=len(shift.codes),
            names=basis.names(shift.codes),
        )
        for shift in shifts
    ]
    key = "dual.changes.worse" if only_worse else "dual.changes.some"
    return basis.say(key, **facts, shifts=basis.say.separated(told))


def home_sentence(basis: Basis, period: str) -> Parts:
    """The province's own levels with what decided them; empty where it has none."""
    told = [
        basis.say(
            "dual.own",
            name=indicator.short_name[basis.lang] if indicator.short_name else indicator.name[basis.lang],
            level=say(f"result_{row.result}", basis.lang),
            actual=rate_figure(basis, row),
            target=target_figure(basis, row),
        )
        for indicator in judged_indicators(basis)
        if (row := basis.level(indicator.id, basis.region.code, period)) is not None and row.reason is None
    ]
    if not told:
        return ()
    return basis.say(
        "dual.home",
        home=basis.name(basis.region.code),
        period=basis.when(period),
        levels=basis.say.separated(told),
    )
