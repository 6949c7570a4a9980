"""Regions by verdict: one list per level with its count, and the regions without a verdict by reason."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_change, format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.ranking import Verdict, title_of, verdict_in
from dashboard.views.shared_rows import Scene, best_assessments, previous_period
from dashboard.views.value_words import show_value
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import Result
from etl.store.rows import AssessmentRow

LEVELS: Final = (Result.LEVEL_1, Result.LEVEL_2, Result.LEVEL_3)
MEASURES: Final = (Result.NOT_MET, Result.MET)


class LevelMember(Struct, frozen=True):
    """A region in a list, with its value where there is one."""

    name: str
    address: str
    value: str


class LevelList(Struct, frozen=True):
    """The regions of one verdict.

    Attributes:
        change: difference of the count against an earlier period; empty where there was none.
    """

    verdict: Verdict
    members: tuple[LevelMember, ...]
    change: str


class LevelListsView(Struct, frozen=True):
    """All lists of a period, worst first, those without a verdict last."""

    lang: str
    title: str
    lists: tuple[LevelList, ...]


def build_level_lists_view(
    catalog: Catalog,
    scene: Scene,
    assessments: Sequence[AssessmentRow],
    selection: Selection,
    since: Period | None = None,
) -> LevelListsView:
    """The lists of a scene that is judged.

    Args:
        catalog: the declarations.
        scene: regions, indicator and period.
        assessments: assessments of the indicator, of any period, for the change against the last one.
        selection: what the address says.
        since: the earlier period that the counts are compared with; None for the same period a year earlier.
    """
    since = since or previous_period(scene.choice.period)
    found = {region.code: verdict_in(scene, region) for region in scene.choice.scope.regions}
    now = {code: verdict for code, verdict in found.items() if verdict is not None}
    before = _counts_before(scene, assessments, since)
    verdicts = _in_order(now.values())
    return LevelListsView(
        lang=selection.lang,
        title=title_of(scene, selection.lang),
        lists=tuple(
            LevelList(
                verdict,
                tuple(
                    _member(catalog, scene, region, selection)
                    for region in scene.choice.scope.regions
                    if now.get(region.code) == verdict
                ),
                _change(list(now.values()).count(verdict), before, verdict, since, selection.lang),
            )
            for verdict in verdicts
        ),
    )


def _in_order(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts that occur, and all of their family: that a level is empty is said too."""
    found = set(verdicts)
    results = {verdict.result for verdict in found}
    family = LEVELS if results.intersection(LEVELS) else MEASURES
    unassessed = sorted(
        (verdict for verdict in found if verdict.reason), key=lambda verdict: str(verdict.reason)
    )
    return [*(Verdict(result) for result in family), *unassessed]


def _member(catalog: Catalog, scene: Scene, region: Region, selection: Selection) -> LevelMember:
    row = scene.rows.get(region.code)
    shown = show_value(catalog, scene.choice.indicator, row, selection.lang, region=region)
    return LevelMember(
        name=region.name[selection.lang],
        address=to_url(Selection("region", selection.lang, region=region.code)),
        value="" if shown.is_missing else shown.with_scope,
    )


def _counts_before(
    scene: Scene, assessments: Iterable[AssessmentRow], since: Period | None
) -> dict[Result, int] | None:
    rows = best_assessments(row for row in assessments if row.period == str(since or ""))
    codes = set(scene.choice.scope.codes)
    results = [Result(row.result) for code, row in rows.items() if code in codes and row.reason is None]
    return {result: results.count(result) for result in set(results)} if results else None


def _change(
    count: int, before: dict[Result, int] | None, verdict: Verdict, since: Period | None, lang: str
) -> str:
    """``较2023年 ↑2``: how many more or fewer than in the earlier period."""
    if before is None or verdict.reason is not None or since is None:
        return ""
    difference = format_change(count - before.get(verdict.result, 0), lang, decimals=0)
    return words(lang)("levels.change", period=format_period(since, lang), difference=difference)


def levels_sentence(view: LevelListsView) -> str:
    """The counts in one line: ``达标2个，未评价12个``."""
    say_word = words(view.lang)
    counts: dict[Result, int] = {}
    for each in view.lists:
        counts[each.verdict.result] = counts.get(each.verdict.result, 0) + len(each.members)
    parts = [
        say_word("levels.count", level=say_word(f"result.{result}"), count=count)
        for result, count in counts.items()
    ]
    return say_word("punctuation.comma").join(parts)


def period_words(scene: Scene, lang: str) -> str:
    """The period of a scene in words; empty where there is none."""
    return format_period(scene.choice.period, lang) if scene.choice.period else ""
