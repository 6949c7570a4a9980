"""A rule tried on the last five years: which cities' levels would change. A what-if; nothing is stored."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from dashboard.address import to_url
from dashboard.format import format_number, format_period
from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.text import words
from dashboard.views.dual_control.shared_rows import DualScene
from dashboard.views.links import Link
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name
from etl.assess.targets import Values
from etl.assess.what_if import LevelMove, WhatIf, what_if_rule_changed
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.rounding import PERCENT
from etl.model.rule import BarometerRule, GapShareMethod, HeldAsPublishedMethod
from etl.model.vocabulary import Result

PRESETS: Final = ("5", "10", "15", "20", "30")
"""Shares of the target, per cent, up to which a miss is level 2."""
_ORDER: Final = (Result.LEVEL_1, Result.LEVEL_2, Result.LEVEL_3)


class TrialView(Struct, frozen=True):
    """What another version or another threshold would say of the last five years.

    Attributes:
        rules: versions to try, each an address; ``present_rule`` is the one tried.
        thresholds: tolerances to try; empty for a version without one.
        form_address: where the form leads; it adds the threshold typed. Empty without one.
        sentence: how many results would differ.
        table: every period with the cities that would move; None where none would.
    """

    lang: str
    title: str
    note: str
    rules: tuple[Link, ...]
    present_rule: str
    thresholds: tuple[Link, ...]
    present_threshold: str
    form_address: str
    sentence: str
    table: TableView | None


class Rates(Struct, frozen=True):
    """Rates of one quantity by region and period, raw and as assessed."""

    indicator: Indicator
    values: Values
    as_assessed: Values


def build_trial(scene: DualScene, rates: Sequence[Rates], selection: Selection) -> TrialView | None:
    """Replay a version beside the one that stands; None where no city was ever judged.

    Args:
        scene: the period.
        rates: of the intensity and of the total.
        selection: what the address says; its rule and threshold are tried.

    Raises:
        AddressError: the address names a version that computes no levels in this order (404).
    """
    standing = standing_rule(scene)
    if standing is None:
        return None
    lang = selection.lang
    tried = _tried(scene.catalog, standing, selection)
    outcomes = [(one.indicator, _replay(scene, one, tried, standing)) for one in rates]
    threshold = _threshold(tried)
    kept = selection.to(rule=tried.id)
    return TrialView(
        lang=lang,
        title=words(lang)("dual.trial.title"),
        note=words(lang)("dual.trial.note", rule=standing.name[lang], document=standing.documents[0].number),
        rules=tuple(
            Link(rule.name[lang], to_url(selection.to(rule=rule.id, threshold=None)))
            for rule in computing_rules(scene.catalog, standing)
        ),
        present_rule=to_url(selection.to(rule=tried.id, threshold=None)),
        thresholds=tuple(
            Link(f"{share}%", to_url(kept.to(threshold=share))) for share in (PRESETS if threshold else ())
        ),
        present_threshold=to_url(kept.to(threshold=threshold)) if threshold else "",
        form_address=to_url(kept.to(threshold=None)) if threshold else "",
        sentence=_sentence(outcomes, tried, threshold, lang, is_changed=tried != standing),
        table=_table(scene, outcomes, lang),
    )


def standing_rule(scene: DualScene) -> BarometerRule | None:
    """The version that judged most levels of the cities, of any period, where it computes them."""
    codes = set(scene.scope.codes)
    named = [
        row.rule
        for row in scene.assessments
        if row.kind == "barometer" and row.region in codes and row.rule and row.result in _ORDER
    ]
    if not named:
        return None
    return scene.catalog.barometer_rules[max(sorted(set(named)), key=named.count)]


def computing_rules(catalog: Catalog, standing: BarometerRule) -> tuple[BarometerRule, ...]:
    """Versions whose levels can be computed and stand in the same order as those of the one that stands."""
    return tuple(
        rule
        for rule in catalog.barometer_rules.values()
        if not isinstance(rule.intensity, HeldAsPublishedMethod) and rule.level_order is standing.level_order
    )


def _tried(catalog: Catalog, standing: BarometerRule, selection: Selection) -> BarometerRule:
    name = selection.rule or standing.id
    rule = next((one for one in computing_rules(catalog, standing) if one.id == name), None)
    if rule is None:
        raise AddressError("unknown_place", found=name, status=NOT_FOUND)
    return rule if selection.threshold is None else with_threshold(rule, selection.threshold)


def with_threshold(rule: BarometerRule, percent: str) -> BarometerRule:
    """The same version with another tolerance; a version without one stays as it is.

    Args:
        rule: the version.
        percent: share of the target in per cent, such as ``5``.
    """
    share = Decimal(percent) / PERCENT
    changed = {
        name: replace(method, tolerance_share=share)
        for name, method in (("intensity", rule.intensity), ("total", rule.total))
        if isinstance(method, GapShareMethod)
    }
    return replace(rule, **changed)


def _threshold(rule: BarometerRule) -> str | None:
    """The tolerance of a version in per cent, as an address spells it."""
    method = rule.intensity
    if not isinstance(method, GapShareMethod):
        return None
    return f"{(method.tolerance_share * PERCENT).normalize():f}"


def _replay(scene: DualScene, rates: Rates, tried: BarometerRule, standing: BarometerRule) -> WhatIf:
    return what_if_rule_changed(
        scene.catalog,
        rates.indicator,
        tried,
        regions=scene.scope.regions,
        values=rates.values,
        as_assessed=rates.as_assessed,
        standing=standing,
    )


def _sentence(
    outcomes: Sequence[tuple[Indicator, WhatIf]],
    tried: BarometerRule,
    threshold: str | None,
    lang: str,
    *,
    is_changed: bool,
) -> str:
    moves = [move for _, outcome in outcomes for move in outcome.moves]
    judged = format_number(sum(outcome.judged for _, outcome in outcomes))
    if not is_changed:
        return words(lang)("dual.trial.unchanged", judged=judged)
    worse = sum(is_worse(move) for move in moves)
    rule = tried.name[lang]
    shown = words(lang)("dual.trial.with_threshold", rule=rule, threshold=threshold) if threshold else rule
    return words(lang)(
        "dual.trial.sentence",
        rule=shown,
        judged=judged,
        count=len(moves),
        worse=worse,
        better=len(moves) - worse,
    )


def is_worse(move: LevelMove) -> bool:
    """Whether the changed version gives a worse level."""
    return _ORDER.index(move.after) < _ORDER.index(move.before)


def _table(scene: DualScene, outcomes: Sequence[tuple[Indicator, WhatIf]], lang: str) -> TableView | None:
    """A row a period and quantity: who would enter which level, the worse first."""
    say_word = words(lang)
    grouped: dict[tuple[Period, str], list[LevelMove]] = {}
    for indicator, outcome in outcomes:
        name = (indicator.short_name or indicator.name)[lang]
        for move in outcome.moves:
            grouped.setdefault((move.period, name), []).append(move)
    if not grouped:
        return None
    names = {region.code: short_name(region, lang) for region in scene.scope.regions}
    rows = tuple(
        (
            Cell(format_period(period, lang)),
            Cell(name),
            Cell(_moved([move for move in moves if is_worse(move)], names, lang)),
            Cell(_moved([move for move in moves if not is_worse(move)], names, lang)),
        )
        for (period, name), moves in sorted(grouped.items(), key=lambda pair: pair[0], reverse=True)
    )
    columns = tuple(Column(say_word(f"dual.trial.{key}")) for key in ("period", "subject", "worse", "better"))
    return TableView(say_word("dual.trial.caption"), columns, rows, lang)


def _moved(moves: Sequence[LevelMove], names: Mapping[str, str], lang: str) -> str:
    """Those that move the same way together: ``二级→一级：本溪、营口``."""
    by_way: dict[tuple[Result, Result], list[str]] = {}
    for move in moves:
        by_way.setdefault((move.before, move.after), []).append(names[move.region])
    told = [
        words(lang)(
            "dual.trial.moved",
            before=say(f"result_{before}", lang),
            after=say(f"result_{after}", lang),
            names=words(lang)("punctuation.list").join(found),
        )
        for (before, after), found in sorted(by_way.items())
    ]
    return words(lang)("punctuation.semicolon").join(told) or "—"
