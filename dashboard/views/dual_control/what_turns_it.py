"""What would turn the verdicts of the region in focus: thresholds, pace, headroom, robustness."""

from msgspec import Struct

from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.dual_control.headline import behind_words
from dashboard.views.dual_control.shared_rows import DualScene
from dashboard.views.explain import why_address
from dashboard.views.verdict_details import turning_lines
from etl.model.period import Period
from etl.model.vocabulary import Result, UnassessedReason
from etl.store.rows import AssessmentRow


class TurnBlock(Struct, frozen=True):
    """One verdict of the region with what would turn it."""

    title: str
    result: Result
    reason: UnassessedReason | None
    lines: tuple[str, ...]
    why_address: str


class TurnView(Struct, frozen=True):
    """The verdicts of the region in focus; ``note`` where there is none."""

    lang: str
    title: str
    blocks: tuple[TurnBlock, ...]
    note: str


def build_turn(scene: DualScene, selection: Selection) -> TurnView:
    """What would turn each verdict of the region in focus.

    Args:
        scene: the period.
        selection: what the address says.
    """
    lang, focus = selection.lang, scene.focus
    rows = [row for row in (focus.level, focus.total_level, focus.plan) if row is not None]
    blocks = tuple(_block(scene, row, selection) for row in rows if row.value is not None)
    name = focus.region.name[lang]
    return TurnView(
        lang=lang,
        title=words(lang)("dual.turn.title", region=name),
        blocks=blocks,
        note="" if blocks else words(lang)("dual.turn.nothing", region=name),
    )


def _block(scene: DualScene, row: AssessmentRow, selection: Selection) -> TurnBlock:
    lang = selection.lang
    indicator = scene.catalog.indicators[row.indicator]
    period = format_period(Period.parse(row.period), lang)
    return TurnBlock(
        title=words(lang)("dual.turn.block", period=period, indicator=indicator.name[lang]),
        result=Result(row.result),
        reason=UnassessedReason(row.reason) if row.reason else None,
        lines=turning_lines(scene.catalog, row, lang) or _without_threshold(scene, row, lang),
        why_address=why_address(selection, row.indicator, row.region, row.period),
    )


def _without_threshold(scene: DualScene, row: AssessmentRow, lang: str) -> tuple[str, ...]:
    """Where no rule in force draws a line, the distance to the target is all that can be said."""
    lines = [words(lang)("dual.turn.no_lines")]
    is_total = row.indicator == scene.subjects.total.id
    if row.gap is not None and row.required is not None and not is_total:
        lines.insert(0, behind_words(scene, row, lang))
    return tuple(lines)
