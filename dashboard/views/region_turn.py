"""地区, what would turn it: of every finding that names the region as behind, what would change it."""

from dashboard.format import DASH, decimals_of, format_period, format_quantity, points
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.dual_control.what_turns_it import TurnBlock, TurnView
from dashboard.views.explain import why_address
from dashboard.views.spine import RegionRows
from dashboard.views.targets import target_period, target_value
from dashboard.views.value_words import PERCENTS
from dashboard.views.verdict_details import turning_lines
from dashboard.views.verdicts import behind_now
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import Result
from etl.store.rows import AssessmentRow

_FINEST = 2


def build_region_turn(catalog: Catalog, region: Region, rows: RegionRows, selection: Selection) -> TurnView:
    """What would turn each finding that the region is behind; a note where none does.

    Args:
        catalog: the declarations.
        region: the region.
        rows: what the build holds about it.
        selection: what the address says.
    """
    lang, say_word = selection.lang, words(selection.lang)
    found = behind_now(catalog, region, rows)
    judged = any(row.result != Result.UNASSESSED for row in rows.assessments)
    key = "none_behind" if judged else "nothing_judged"
    return TurnView(
        lang=lang,
        title=say_word("region_turn.title", count=len(found)) if found else "",
        blocks=tuple(_block(catalog, row, selection) for row in found),
        note="" if found else say_word(f"region_turn.{key}"),
    )


def _block(catalog: Catalog, row: AssessmentRow, selection: Selection) -> TurnBlock:
    lang = selection.lang
    period = format_period(Period.parse(row.period), lang)
    name = catalog.indicators[row.indicator].name[lang]
    return TurnBlock(
        title=words(lang)("dual.turn.block", period=period, indicator=name),
        result=Result(row.result),
        reason=None,
        lines=turning_lines(catalog, row, lang) or _to_target(catalog, row, lang),
        why_address=why_address(selection, row.indicator, row.region, row.period),
    )


def _to_target(catalog: Catalog, row: AssessmentRow, lang: str) -> tuple[str, ...]:
    """Where nothing finer was reckoned: the target and how far it is."""
    say_word = words(lang)
    if not row.target_value or row.ahead is None or row.ahead >= 0 or row.target_unit is None:
        return (say_word("region_turn.unknown"),)
    unit = points(lang) if row.target_unit in PERCENTS else catalog.units[row.target_unit].sign[lang]
    lacking = format_quantity(-row.ahead, unit, lang, min(_FINEST, decimals_of(row.ahead)))
    asked = target_value(catalog, row, lang) or DASH
    return (say_word("region_turn.lacking", target=asked, years=target_period(row, lang), lacking=lacking),)
