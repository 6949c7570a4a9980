"""How the cities stand, in sentences made from the data, and the three that are furthest behind."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_change, format_period, format_quantity, format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.dual_control.shared_rows import DualScene, Standing, furthest_behind, gap_of
from dashboard.views.explain import why_address
from dashboard.views.value_words import short_name, show_value
from etl.errors import say
from etl.model.period import Period
from etl.model.vocabulary import Result
from etl.store.rows import AssessmentRow

NAMED: Final = 3
_LEVELS: Final = (Result.LEVEL_1, Result.LEVEL_2, Result.LEVEL_3)


class BehindCity(Struct, frozen=True):
    """A city that is behind: by how much, where its case stands, and why the number is what it is."""

    name: str
    address: str
    text: str
    why_address: str


class DualHeadline(Struct, frozen=True):
    """What the page says first.

    Attributes:
        sentences: in order, each true word by word.
        behind_title: what the cities below are.
        behind: the furthest behind first.
        basis: who gave the levels, and by which rule.
    """

    lang: str
    sentences: tuple[str, ...]
    behind_title: str
    behind: tuple[BehindCity, ...]
    basis: str


def build_headline(scene: DualScene, before: DualScene | None, selection: Selection) -> DualHeadline:
    """The sentences of a scene.

    Args:
        scene: the period.
        before: the earlier period it is compared with, if there is one.
        selection: what the address says.
    """
    lang = selection.lang
    behind = [
        city
        for city in furthest_behind(scene.cities, by_plan=scene.plan_covers)
        if (gap_of(city, by_plan=scene.plan_covers) or 0) < 0
    ]
    return DualHeadline(
        lang=lang,
        sentences=tuple(filter(None, _sentences(scene, before, lang))),
        behind_title=_behind_title(scene, len(behind), lang),
        behind=tuple(_behind(scene, city, selection) for city in behind[:NAMED]),
        basis=basis_of(scene, lang),
    )


def _sentences(scene: DualScene, before: DualScene | None, lang: str) -> tuple[str, ...]:
    if scene.period is None:
        return (words(lang)("dual.headline.nothing", home=scene.home.region.name[lang]),)
    if scene.is_judged:
        return (_counted(scene, before, lang), _home(scene, lang), _missing(scene, lang))
    return (_home(scene, lang), published_sentence(scene, lang), _missing(scene, lang))


def _counted(scene: DualScene, before: DualScene | None, lang: str) -> str:
    told = [
        words(lang)(
            "dual.headline.levels",
            subject=words(lang)(f"dual.subject.{name}"),
            levels=words(lang)("punctuation.list").join(
                _level_count(result, levels(scene, name), levels(before, name) if before else None, lang)
                for result in _LEVELS
            ),
        )
        for name in ("intensity", "total")
    ]
    return words(lang)(
        "dual.headline.counted",
        period=_period(scene.period, lang),
        home=scene.home.region.name[lang],
        count=len(scene.cities),
        levels=words(lang)("punctuation.semicolon").join(told),
    )


def levels(scene: DualScene, subject: str) -> list[Result]:
    """The levels of the cities; unassessed ones among them."""
    rows = (city.level if subject == "intensity" else city.total_level for city in scene.cities)
    return [Result(row.result) if row else Result.UNASSESSED for row in rows]


def _level_count(result: Result, now: list[Result], earlier: list[Result] | None, lang: str) -> str:
    count = words(lang)("dual.headline.count", level=say(f"result_{result}", lang), count=now.count(result))
    if earlier is None:
        return count
    change = format_change(now.count(result) - earlier.count(result), lang, decimals=0)
    return words(lang)("dual.headline.count_change", count=count, change=change)


def _home(scene: DualScene, lang: str) -> str:
    home = scene.home
    if home.rate is None or home.rate.value is None:
        return ""
    shown = show_value(scene.catalog, scene.subjects.intensity, home.rate, lang)
    return words(lang)(
        "dual.headline.home",
        period=_period(scene.period, lang),
        home=home.region.name[lang],
        value=shown.with_unit,
        movement=_in_brackets(shown.movement, lang),
        verdict=_verdict(home.level, lang),
    )


def _in_brackets(text: str, lang: str) -> str:
    return words(lang)("dual.headline.brackets", text=text) if text else ""


def _verdict(row: AssessmentRow | None, lang: str) -> str:
    if row is None:
        return say("unassessed_no_rule_in_force", lang)
    return say(f"unassessed_{row.reason}" if row.reason else f"result_{row.result}", lang)


def published_sentence(scene: DualScene, lang: str) -> str:
    """The levels that the superior body published for the home region, latest two notices, as facts."""
    held: dict[Period, dict[str, AssessmentRow]] = {}
    for row in scene.assessments:
        if row.kind == "barometer_published" and row.region == scene.home.region.code and not row.reason:
            held.setdefault(Period.parse(row.period), {})[row.indicator] = row
    if not held:
        return ""
    told = [_published(scene, period, held[period], lang) for period in sorted(held)]
    joined = words(lang)("punctuation.semicolon").join(told)
    return words(lang)("dual.headline.published", levels=joined)


def _published(scene: DualScene, period: Period, rows: dict[str, AssessmentRow], lang: str) -> str:
    pairs = (("intensity", scene.subjects.intensity.id), ("total", scene.subjects.total.id))
    told = [
        words(lang)(
            "dual.headline.published_level",
            subject=words(lang)(f"dual.subject.{name}"),
            level=say(f"result_{rows[indicator].result}", lang),
        )
        for name, indicator in pairs
        if indicator in rows
    ]
    levels_told = words(lang)("punctuation.list").join(told)
    return words(lang)(
        "dual.headline.published_period", period=format_period(period, lang), levels=levels_told
    )


def _missing(scene: DualScene, lang: str) -> str:
    """How many cities lack the period, and which have at least a figure of a whole plan."""
    lacking = sum(city.rate is None or city.rate.value is None for city in scene.cities)
    if not lacking:
        return ""
    with_plan = [city for city in scene.cities if city.plan is not None]
    sentence = words(lang)("dual.headline.missing", lacking=lacking, of=len(scene.cities))
    if not with_plan:
        return sentence
    names = words(lang)("punctuation.list").join(short_name(city.region, lang) for city in with_plan)
    also = words(lang)("dual.headline.with_plan", names=names)
    return f"{sentence}{words(lang)('list.sentence')}{also}"


def _behind_title(scene: DualScene, count: int, lang: str) -> str:
    if not count:
        known = furthest_behind(scene.cities, by_plan=scene.plan_covers)
        return words(lang)("dual.headline.nobody_behind", count=len(known)) if known else ""
    key = "behind_plan" if scene.plan_covers else "behind_period"
    return words(lang)(f"dual.headline.{key}", count=min(NAMED, count), of=count)


def _behind(scene: DualScene, city: Standing, selection: Selection) -> BehindCity:
    row = city.plan if scene.plan_covers else city.level
    if row is None:  # furthest_behind names only cities that have one
        raise ValueError(f"{city.region.code} has no gap")
    return BehindCity(
        name=city.region.name[selection.lang],
        address=to_url(selection.to(region=city.region.code)),
        text=behind_words(scene, row, selection.lang),
        why_address=why_address(selection, row.indicator, row.region, row.period),
    )


def behind_words(scene: DualScene, row: AssessmentRow, lang: str) -> str:
    """What was reached, what was asked, and the gap; with the pace still needed where there is time left."""
    is_plan = row.indicator == scene.subjects.plan.id
    key = "behind_plan_text" if is_plan else "behind_period_text"
    key = "unassessed_text" if row.result == Result.UNASSESSED else key
    gap = row.gap or 0.0
    required = row.required or 0.0
    told = words(lang)(
        f"dual.headline.{key}",
        period=format_period(Period.parse(row.period), lang),
        value=(reduction_words(row.value, lang) if is_plan else f"{format_signed(row.value, 2)}%")
        + scene.doubt(row, lang),
        required=format_quantity(required, "%", lang, 2) if is_plan else f"{format_signed(-required, 2)}%",
        gap=format_quantity(abs(gap), words(lang)("units.pp"), lang, 2),
    )
    if not row.pace_needed:
        return told
    pace = words(lang)("dual.headline.pace", pace=format_quantity(row.pace_needed, "%", lang, 2))
    return f"{told}{words(lang)('punctuation.semicolon')}{pace}"


def reduction_words(reduction: float | None, lang: str) -> str:
    """``下降4.99%``; a negative reduction is a rise: ``上升3.74%``."""
    key = "fell" if reduction is None or reduction >= 0 else "rose"
    amount = format_quantity(None if reduction is None else abs(reduction), "%", lang, 2)
    return words(lang)(f"dual.headline.{key}", amount=amount)


def basis_of(scene: DualScene, lang: str) -> str:
    """Who gave the levels of the period: computed here by which rule in force or adopted, or published."""
    rows = [city.level for city in scene.cities if city.level is not None and city.level.rule]
    judged = [row for row in rows if row.result != Result.UNASSESSED]
    if not judged:
        return ""
    row = judged[0]
    rule = scene.catalog.barometer_rules[row.rule or ""]
    if row.kind == "barometer_published":
        return words(lang)("dual.headline.basis_published", document=rule.documents[0].number)
    adoptions = dict.fromkeys(_adoptions(scene.cities))
    adopted = "".join(words(lang)("dual.headline.adopted", document=each) for each in adoptions)
    return words(lang)(
        "dual.headline.basis_computed",
        rule=rule.name[lang],
        document=rule.documents[0].number,
        adopted=adopted,
    )


def _adoptions(cities: Iterable[Standing]) -> Iterable[str]:
    return (city.judged.adoption for city in cities if city.judged.adoption)


def _period(period: Period | None, lang: str) -> str:
    return format_period(period, lang) if period else ""
