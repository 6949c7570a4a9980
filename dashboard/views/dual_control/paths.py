"""The cities as small path charts, sorted by distance to the target: reached, required, target, pace."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import decimals_of, format_bounded, format_period, format_quantity
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.dual_control.shared_rows import DualScene, Standing, gap_of
from dashboard.views.value_words import short_name, silent_words
from etl.assess.progress import ZERO, compute_remaining_pace, compute_required_reduction
from etl.errors import say
from etl.model.period import Period
from etl.model.region import Region
from etl.model.rounding import PERCENT
from etl.model.target import Target
from etl.model.vocabulary import Bound, Result, TargetOrigin

_TURNED: Final = {
    **{bound: bound for bound in Bound},
    Bound.AT_LEAST: Bound.AT_MOST,
    Bound.AT_MOST: Bound.AT_LEAST,
}
"""The bound of a reduction, told as a change: a reduction of at least 20 % is a change of at most −20 %."""


class PathCard(Struct, frozen=True):
    """One city on its way; every year is a change in per cent against the base year, a reduction negative.

    Attributes:
        required: R_n of every year, from 0 in the base year to the target.
        actual: the years that are known, the base year first; empty where none is.
        target: the five-year target.
        target_label: its number, whose it is.
        reached: what the last known year says, with the gap.
        pace: what is still needed a year, beside the best ever kept; or why there is none.
        told: everything in one sentence.
    """

    name: str
    address: str
    result: Result
    verdict: str
    required: tuple[tuple[int, float], ...]
    actual: tuple[tuple[int, float], ...]
    target: float
    target_label: str
    reached: str
    pace: str
    told: str


class PathsView(Struct, frozen=True):
    """The cards of a plan.

    Attributes:
        lowest: the lowest change that any card draws, so that all have one scale.
        without: regions without a target or without a figure.
    """

    words: ChartWords
    cards: tuple[PathCard, ...]
    lowest: float
    without: tuple[str, ...] = ()


def build_paths(scene: DualScene, selection: Selection) -> PathsView | None:
    """A card per city with a target, the home region first; None where no city has one.

    Where only some have a figure, the others are named below instead of drawn without a line.

    Args:
        scene: the period.
        selection: what the address says.
    """
    lang = selection.lang
    ordered = (scene.home, *_by_distance(scene.cities))
    plans = {each.region.code: plan_of(scene, each) for each in ordered}
    with_target = [each for each in ordered if plans[each.region.code] is not None]
    drawn = [each for each in with_target if each.plan is not None] or with_target
    drawn = [each for each in drawn if each.region.code not in scene.catalog.outside] or drawn
    cards = tuple(_card(scene, each, plan, selection) for each in drawn if (plan := plans[each.region.code]))
    if not cards:
        return None
    left = [each.region for each in ordered if each not in drawn]
    without = tuple(short_name(each, lang) for each in left if each.code not in scene.catalog.outside)
    lowest = min(value for card in cards for _, value in (*card.required, *card.actual))
    return PathsView(_words(scene, cards, without, lang), cards, lowest, without)


def _by_distance(cities: Sequence[Standing]) -> list[Standing]:
    """The furthest behind first; those without a figure at the end."""
    known = [(gap, city) for city in cities if (gap := gap_of(city, by_plan=True)) is not None]
    unknown = [city for city in cities if gap_of(city, by_plan=True) is None]
    return [*(city for _, city in sorted(known, key=lambda pair: (pair[0], pair[1].region.code))), *unknown]


def plan_of(scene: DualScene, standing: Standing) -> tuple[Target, TargetOrigin] | None:
    """The plan target that a card draws: of the figure that is known, else of the period."""
    period = Period.parse(standing.plan.period) if standing.plan else scene.period
    if period is None:
        return None
    target, origin = scene.catalog.plan_target(standing.region.code, scene.subjects.plan.id, period)
    if target is None or origin is None or target.base is None:
        return None
    return target, origin


def actual_years(scene: DualScene, region: Region, base: int, until: int) -> tuple[tuple[int, float], ...]:
    """Known years of a plan as changes against its base year; the first year is its own yearly rate."""
    found: dict[int, float] = {}
    for row in scene.values:
        if row.region != region.code or row.value is None:
            continue
        period = Period.parse(row.period)
        if row.indicator == scene.subjects.intensity.id and row.period == str(base + 1):
            found[base + 1] = row.value
        elif (
            row.indicator == scene.subjects.plan.id
            and period.start_year == base + 1
            and period.end_year <= until
        ):
            found[period.end_year] = -row.value
    return ((base, 0.0), *sorted(found.items())) if found else ()


def _card(
    scene: DualScene, standing: Standing, plan: tuple[Target, TargetOrigin], selection: Selection
) -> PathCard:
    lang, (target, origin) = selection.lang, plan
    base, share = target.base or 0, target.value / PERCENT
    years = target.end - base
    row = standing.plan
    required = tuple(
        (base + n, 0.0 - float(compute_required_reduction(share, n, years) * PERCENT))
        for n in range(years + 1)
    )
    result = Result(row.result) if row else Result.UNASSESSED
    silent = silent_words(scene.catalog, standing.region, lang)
    verdict = say(f"result_{row.result}", lang) if row and not row.reason else silent
    name = short_name(standing.region, lang)
    reached, pace = _reached(scene, standing, lang), _pace(standing, target, years, lang)
    target_text = format_quantity(-float(target.value), "%", lang, decimals_of(float(target.value)))
    whose = "" if origin is TargetOrigin.OWN else words(lang)("dual.paths.inherited")
    label = words(lang)("dual.paths.target", target=target_text, whose=whose)
    period = Period.of_span(base + 1, target.end)
    return PathCard(
        name=name,
        address=to_url(selection.to(region=standing.region.code)),
        result=result,
        verdict=verdict,
        required=required,
        actual=actual_years(scene, standing.region, base, _until(scene, standing)),
        target=-float(target.value),
        target_label=label,
        reached=reached,
        pace=pace,
        told=words(lang)(
            "dual.paths.told",
            region=name,
            plan=format_period(period, lang),
            target=label,
            reached=reached,
            pace=pace,
            verdict=verdict,
        ),
    )


def _until(scene: DualScene, standing: Standing) -> int:
    if standing.plan is not None:
        return Period.parse(standing.plan.period).end_year
    return scene.period.end_year if scene.period else 0


def _reached(scene: DualScene, standing: Standing, lang: str) -> str:
    row = standing.plan
    if row is None or row.value is None:
        return words(lang)("dual.paths.nothing")
    bound = scene.bound_of(row)
    sign = "+" if bound is Bound.EXACT and row.value < 0 else ""  # a fall that is a rise says so
    value = sign + format_bounded(-row.value, _TURNED[bound], "%", lang, 2) + scene.doubt(row, lang)
    gap = gap_of(standing, by_plan=True)
    if gap is None:
        return value
    key = "ahead" if gap >= 0 else "behind"
    amount = format_bounded(abs(gap), bound, words(lang)("units.pp"), lang, 2)
    return words(lang)(f"dual.paths.{key}", value=value, amount=amount)


def _pace(standing: Standing, target: Target, years: int, lang: str) -> str:
    """The pace still needed beside the best ever kept; over the whole plan where nothing is known."""
    row, judged = standing.plan, standing.plan_judged
    if row is None:
        pace = compute_remaining_pace(ZERO, target.value / PERCENT, years).yearly_pace
        each = format_quantity(None if pace is None else pace * PERCENT, "%", lang, 2)
        return words(lang)("dual.paths.pace_whole", pace=each)
    best = ""
    if judged.best_pace is not None:
        shown = format_quantity(judged.best_pace, "%", lang, 2)
        best = words(lang)("dual.paths.best", pace=shown, year=judged.best_pace_year)
    if row.pace_needed is None:
        return words(lang)("dual.paths.over", best=best)
    if row.pace_needed == 0:
        return words(lang)("dual.paths.reached")
    return words(lang)("dual.paths.pace", pace=format_quantity(row.pace_needed, "%", lang, 2), best=best)


def _words(scene: DualScene, cards: Sequence[PathCard], without: Iterable[str], lang: str) -> ChartWords:
    say_word = words(lang)
    cities = [card for card in cards if card.name != short_name(scene.home.region, lang)]
    met = sum(card.result is Result.MET for card in cities)
    known = sum(card.result is not Result.UNASSESSED for card in cities)
    facts = {"plan": _plan_words(scene, lang), "met": met, "of": known, "cities": len(scene.cities)}
    title = say_word("dual.paths.title" if known else "dual.paths.title_missing", **facts)
    notes = [say_word("dual.paths.note")]
    left = tuple(without)
    if left:
        names = say_word("punctuation.list").join(left)
        notes.append(say_word("dual.paths.without", count=len(left), names=names))
    return ChartWords(
        lang=lang,
        title=title,
        axis=say_word("dual.paths.axis"),
        source=sources_line(scene.catalog, scene.sources, lang),
        notes=tuple(notes),
    )


def _plan_words(scene: DualScene, lang: str) -> str:
    """The years of the plan that most cards draw."""
    spans = [
        Period.of_span((target.base or 0) + 1, target.end)
        for each in scene.everyone
        if (found := plan_of(scene, each)) is not None
        for target in (found[0],)
    ]
    return format_period(max(set(spans), key=spans.count), lang) if spans else ""
