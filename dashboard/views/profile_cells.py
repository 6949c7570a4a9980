"""The cells of a line of the table of a region in words, with holes for the numbers that are the line's own.

Lines whose cells say the same share them: what is read here beyond the numbers belongs into the key by which
``profile_row`` tells kinds of lines apart.
"""

from collections.abc import Sequence
from typing import Final

from dashboard.address import indicator_url
from dashboard.format import (
    DASH,
    bounded,
    format_arrow,
    format_period,
    format_quantity,
    format_signed,
    points,
    unit_behind,
    with_unit,
)
from dashboard.text import words
from dashboard.views.holes import HOLE
from dashboard.views.rank import Rank
from dashboard.views.sparkline import breaks_inside, open_course
from dashboard.views.spine import IndicatorLine
from dashboard.views.table import Cell
from dashboard.views.targets import asked_in_words, target_basis, target_period, target_value
from dashboard.views.value_words import difference_unit, movement_of, remark_of, unit_sign
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.judged import read_judged
from etl.model.period import Period
from etl.model.target import Comparator
from etl.model.vocabulary import Bound, Direction, Result, UnassessedReason
from etl.store.rows import AssessmentRow, ValueRow

_NOTHING: Final = Cell(DASH)


def cells_of(catalog: Catalog, line: IndicatorLine, lang: str) -> tuple[Cell, ...]:
    """The cells of a line.

    Args:
        catalog: the declarations.
        line: any of its kind.
        lang: language of the words.
    """
    indicator, value, period, _, judged, open_targets, rank, course, breaks, _ = line
    movement = movement_of(indicator, value.value, lang)
    note = _joined(format_period(period, lang), remark_of(catalog, value, lang), movement)
    years = course.years
    inside = breaks_inside(years, breaks) if years else ()
    return (
        Cell(indicator.name[lang], address=indicator_url(indicator.id, HOLE, value.period, lang)),
        Cell(_number_with_unit(catalog, indicator, value, lang), note=note),
        _change_cell(catalog, line, lang),
        _target_cell(catalog, line, lang) if judged or open_targets else _NOTHING,
        _gap_cell(catalog, judged, lang) if judged and has_gap(judged) else _NOTHING,
        _verdict_cell(judged, value.period, lang) if judged else _NOTHING,
        _rank_cell(rank, lang),
        Cell("", trend=open_course(years, value.period, inside, lang)),
        _source_cell(catalog, line, lang),
    )


def _number_with_unit(catalog: Catalog, indicator: Indicator, value: ValueRow, lang: str) -> str:
    number, unit = bounded(HOLE, Bound(value.bound), lang), unit_sign(catalog, indicator, lang)
    return with_unit(number, unit) if unit else number


def _change_cell(catalog: Catalog, line: IndicatorLine, lang: str) -> Cell:
    indicator, change = line.indicator, line.change
    if change is None:
        return _NOTHING
    since = words(lang)("profile.since", period=format_period(change.since, lang))
    if not format_arrow(change.difference, indicator.display.decimals):
        return Cell(words(lang)("change.same"), note=since)
    unit = unit_behind(difference_unit(catalog, indicator, lang), lang)
    return Cell(f"{HOLE}{unit}", note=_joined(since, _better_or_worse(indicator, change.difference, lang)))


def _rank_cell(rank: Rank | None, lang: str) -> Cell:
    if rank is None:
        return _NOTHING
    return Cell(HOLE) if rank.of > 1 else Cell(DASH, note=words(lang)("profile.only_one"))


def _source_cell(catalog: Catalog, line: IndicatorLine, lang: str) -> Cell:
    sources, value = line.sources, line.value
    names = catalog.sources[sources[0]].publisher[lang] if sources else DASH
    if len(sources) > 1:
        names = words(lang)("profile.and_others", first=names, count=len(sources))
    evidence = {"nature": value.nature, "basis": value.basis, "status": value.status}
    return Cell(names, note=_joined(*[say(f"{kind}_{code}", lang) for kind, code in evidence.items()]))


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _better_or_worse(indicator: Indicator, difference: float, lang: str) -> str:
    """Whether a change is a change for the better, where the indicator says what is better."""
    sign = {Direction.HIGHER_IS_BETTER: 1, Direction.LOWER_IS_BETTER: -1}.get(indicator.direction, 0)
    effect = sign * difference
    if effect == 0:
        return ""
    return words(lang)("profile.better" if effect > 0 else "profile.worse")


def _target_cell(catalog: Catalog, line: IndicatorLine, lang: str) -> Cell:
    row = line.assessment
    if row is None or row.target_value is None:
        return (
            Cell(_open_targets(catalog, line.open_targets, lang) or DASH) if line.open_targets else _NOTHING
        )
    years, basis = target_period(row, lang), target_basis(catalog, row, lang)
    if row.kind == "barometer":
        return Cell(_annual_target(row, lang), note=f"{years} · {basis}")
    also = _open_targets(catalog, line.open_targets, lang)
    return Cell(target_value(catalog, row, lang), note=_joined(years, basis, also))


def _annual_target(row: AssessmentRow, lang: str) -> str:
    """What the year asks for: a reduction, or no more than a rate of growth, which may be a rise."""
    if row.required is None:
        return DASH
    is_reduction = row.target_comparator == Comparator.AT_LEAST and row.required >= 0
    most = -row.required if row.target_comparator == Comparator.AT_LEAST else row.required
    told = words(lang)(
        "profile.annual_target" if is_reduction else "profile.annual_limit",
        required=format_quantity(row.required, "%", lang, 2),
        most=f"{format_signed(most, 2)}%",
    )
    return f"{told}{words(lang)('profile.derived')}" if is_derived(row) else told


def _open_targets(catalog: Catalog, rows: Sequence[AssessmentRow], lang: str) -> str:
    asked = asked_in_words(catalog, rows, lang)
    return words(lang)("profile.open_targets", targets=asked) if asked else ""


def _gap_cell(catalog: Catalog, row: AssessmentRow, lang: str) -> Cell:
    """How far ahead (+) or behind (−); between percentages in 个百分点."""
    sign = catalog.units[row.target_unit or ""].sign[lang]
    unit = points(lang) if sign.startswith("%") else sign
    return Cell(f"{HOLE}{' ' if lang == 'en' else ''}{unit}")


def _verdict_cell(row: AssessmentRow, period: str, lang: str) -> Cell:
    reason = UnassessedReason(row.reason) if row.reason else None
    note = "" if row.period == period else format_period(Period.parse(row.period), lang)
    return Cell("", result=Result(row.result), reason=reason, note=note)


def has_gap(row: AssessmentRow) -> bool:
    """Whether it is known how far ahead or behind a value is, where a verdict was given."""
    return row.ahead is not None and row.target_unit is not None and row.result != Result.UNASSESSED


def is_derived(row: AssessmentRow) -> bool:
    """Whether the target of a year is a share of the five-year target."""
    return bool(read_judged(row.facts).annual_target_derived)
