"""要点: what a reader must know before anything else, one sentence or two for each section."""

from collections.abc import Callable

from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Paragraph, Parts
from dashboard.report.sections.barometer import (
    LEVELS,
    barometer_period,
    changes_sentence,
    judged_indicators,
)
from dashboard.report.sections.carbon import INTENSITY, home_course, home_inventory
from dashboard.report.sections.cases import standing_flags
from dashboard.report.sections.dual_control import INTENSITY_PLAN
from dashboard.report.sections.gradient import count_figure, known_titles, tiers_of, told_counts
from dashboard.report.sections.industry import INDUSTRY, growth_sentence, own_period, published_periods
from dashboard.report.sections.overall import output_sentence, shown_period
from dashboard.report.sections.plan import plan_rows, plan_sentence
from dashboard.report.sentences import Fact
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.vocabulary import FlagStrength, Result


def compose_points(basis: Basis) -> tuple[Block, ...]:
    """The points in the order of the sections; one about which nothing is known says so."""
    points: tuple[tuple[str, Callable[[Basis], Parts]], ...] = (
        ("economy", _economy),
        ("barometer", _barometer),
        ("plan", _plan),
        ("carbon", _carbon),
        ("gradient", _gradient),
        ("flags", _flags),
    )
    told = ((name, compose(basis)) for name, compose in points)
    return tuple(
        Paragraph(parts, lead=basis.say.text(f"points.leads.{name}"), look="point")
        for name, parts in told
        if parts
    )


def _economy(basis: Basis) -> Parts:
    return basis.say.joined(_industry(basis), _output(basis))


def _industry(basis: Basis) -> Parts:
    if not basis.has(INDUSTRY):
        return ()
    own = own_period(basis)
    periods = (own,) if own else published_periods(basis)
    row = basis.known(INDUSTRY, basis.home.code, periods[-1]) if periods else None
    return growth_sentence(basis, row) if row else ()


def _output(basis: Basis) -> Parts:
    period = shown_period(basis)
    return output_sentence(basis, period) if period else ()


def _barometer(basis: Basis) -> Parts:
    period = barometer_period(basis)
    if period is None:
        return basis.say("points.no_barometer", period=basis.when(basis.period))
    told = [
        sentence
        for indicator in judged_indicators(basis)
        for sentence in (
            counts_sentence(basis, indicator, period),
            _worse(basis, indicator, period),
        )
    ]
    return basis.say.joined(basis.say("points.barometer", period=basis.when(period)), *told)


def counts_sentence(basis: Basis, indicator: Indicator, period: Period) -> Parts:
    """``能耗强度一级3个（…）、二级1个、三级10个。``: the worst level by name, the others by number."""
    names: dict[Result, list[str]] = {level: [] for level in LEVELS}
    for city in basis.cities:
        row = basis.level(indicator.id, city.code, str(period))
        if row is not None and row.reason is None:
            names[Result(row.result)].append(basis.name(city.code))
    items = [
        basis.say(
            f"points.level.{'named' if level is Result.LEVEL_1 and found else 'counted'}",
            level=say(f"result_{level}", basis.lang),
            count=len(found),
            names=basis.say.listed(found),
        )
        for level, found in names.items()
    ]
    missing = len(basis.cities) - sum(map(len, names.values()))
    if missing:
        items.append(basis.say("points.unassessed", count=missing))
    name = (indicator.short_name or indicator.name)[basis.lang]
    return basis.say("points.levels", name=name, levels=basis.say.listed(items))


def _worse(basis: Basis, indicator: Indicator, period: Period) -> Parts:
    return changes_sentence(basis, indicator, period, only_worse=True)


def _plan(basis: Basis) -> Parts:
    rows = plan_rows(basis, INTENSITY_PLAN, (basis.home, *basis.cities))
    home = next((row for row in rows if row.region == basis.home.code), None)
    if home is None:
        return ()
    cities = [row for row in rows if row.region != basis.home.code]
    behind = [basis.name(row.region) for row in cities if row.result == Result.NOT_MET]
    facts: dict[str, Fact] = {"period": basis.when(home.period)}
    told = basis.say.counted("plan.behind", behind, len(cities), **facts) if cities else ()
    return basis.say.joined(plan_sentence(basis, home), told)


def _carbon(basis: Basis) -> Parts:
    period = basis.shared_period(INTENSITY, (basis.home,)) if basis.has(INTENSITY) else None
    row = basis.known(INTENSITY, basis.home.code, period) if period else None
    if row is not None:
        return basis.say.turned(
            "carbon.intensity",
            -(row.value or 0.0),
            period=basis.when(row.period),
            home=basis.name(basis.home.code),
            change=basis.figure(row, absolute=True),
            status=basis.status(row),
        )
    inventory = home_inventory(basis)
    course = home_course(basis) if inventory else ()
    if not course:
        return ()
    return basis.say(
        "carbon.last",
        home=basis.name(basis.home.code),
        name=basis.title(inventory),
        year=basis.when(course[-1].period),
        value=basis.figure(course[-1]),
    )


def _gradient(basis: Basis) -> Parts:
    flows = tiers_of(basis, basis.home.code)
    if flows:
        items = [
            basis.say(
                "points.tier",
                tier=flow.tier.name[basis.lang],
                count=count_figure(basis, flow.last, "closing"),
            )
            for flow in flows
        ]
        return basis.say("points.valid", end=basis.when(flows[0].last.period), tiers=basis.say.listed(items))
    rows = [row for row in known_titles(basis, (basis.home,)) if row.region == basis.home.code]
    return basis.say("points.published", counts=told_counts(basis, rows)) if rows else ()


def _flags(basis: Basis) -> Parts:
    flags = standing_flags(basis)
    founding = [flag for flag in flags if flag.strength == FlagStrength.FOUNDING]
    count = "none" if not flags else "one" if len(flags) == 1 else "some"
    told = basis.say(
        f"cases.flags.{count}",
        period=basis.when(basis.period),
        count=len(flags),
        founding=len(founding),
        warning=len(flags) - len(founding),
    )
    if basis.record.is_kept:
        in_force = [basis.name(case.region) for case in basis.record.cases if case.is_restriction]
        return basis.say.joined(told, basis.say.counted("cases.in_force", in_force, len(basis.cities)))
    return basis.say.joined(told, basis.say("points.no_cases"))
