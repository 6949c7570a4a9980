"""One line of the table of a region: what it shares with the lines of other regions, and what is its own.

Name, unit, periods, marks and sources of an indicator are the same in most regions; a few numbers are not.
Lines that share the same are of one kind, whose cells are worded and drawn once.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from dashboard.address import indicator_url
from dashboard.format import (
    DASH,
    format_arrow,
    format_period,
    format_quantity,
    format_rank,
    format_signed,
    points,
    unit_behind,
    with_unit,
)
from dashboard.shared_reads import Remembered, Same
from dashboard.text import words
from dashboard.views.sparkline import build_sparkline_view
from dashboard.views.spine import IndicatorLine
from dashboard.views.table import HOLE, Cell, Fill, FilledRow, RowKind
from dashboard.views.targets import asked_in_words, target_basis, target_period, target_value
from dashboard.views.value_words import difference_unit, movement_of, number_of, remark_of, unit_sign
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.judged import read_judged
from etl.model.period import Period
from etl.model.region import Region
from etl.model.target import Comparator
from etl.model.vocabulary import Direction, Result, UnassessedReason
from etl.store.rows import AssessmentRow

_NOTHING: Final = Cell(DASH)
_MOST_KINDS: Final = 2048
_MOST_WORDINGS: Final = 16
"""Catalogues, by language, whose kinds of lines are remembered: of the build, and of readers' scopes."""


class _Shared(NamedTuple):
    """What makes two lines one of a kind.

    Attributes:
        change: a hole for the number of the change; empty where there is none after rounding.
        is_ranked: whether there is a place among others; None where nobody is ranked.
        evidence: nature, basis and status.
    """

    indicator: str
    period: Period
    remarks: tuple[str, ...]
    change: str | None
    since: Period | None
    effect: str
    target: Cell
    has_gap: bool
    verdict: Cell
    is_ranked: bool | None
    has_course: bool
    sources: tuple[str, ...]
    evidence: tuple[str, str, str]


class _Wording:
    """The kinds of lines of a catalogue in a language."""

    def __init__(self, catalog: Catalog, lang: str) -> None:
        self.catalog = catalog
        self.lang = lang
        self.kind_of = lru_cache(maxsize=_MOST_KINDS)(self._make)

    def _make(self, shared: _Shared) -> RowKind:
        return RowKind(_cells(self.catalog, shared, self.lang))


_WORDINGS: Final[Remembered[tuple[Same, str], _Wording]] = Remembered(_MOST_WORDINGS)


def rows_of(
    catalog: Catalog, region: Region, lines: Sequence[IndicatorLine], lang: str
) -> tuple[FilledRow, ...]:
    """The lines of a region in words.

    Args:
        catalog: the declarations.
        region: the region.
        lines: its indicators as facts.
        lang: language of the words.
    """
    wording = _WORDINGS.get_or_make((Same(catalog), lang), lambda: _Wording(catalog, lang))
    return tuple([_row(wording, region.code, line) for line in lines])


def _row(wording: _Wording, region: str, line: IndicatorLine) -> FilledRow:
    catalog, lang = wording.catalog, wording.lang
    indicator, value, change, judged, rank = (
        line.indicator,
        line.value,
        line.change,
        line.assessment,
        line.rank,
    )
    decimals = indicator.display.decimals
    arrow = format_arrow(change.difference, decimals) if change else None
    is_ranked = None if rank is None else rank.of > 1
    course = build_sparkline_view(line.course, value.period, line.breaks, decimals, lang)
    kind = wording.kind_of(
        _Shared(
            indicator.id,
            line.period,
            (remark_of(catalog, value, lang), movement_of(indicator, value.value, lang)),
            HOLE if arrow else arrow,
            change.since if change else None,
            _better_or_worse(indicator, change.difference, lang) if change and arrow else "",
            _target_cell(catalog, line, lang) if judged or line.open_targets else _NOTHING,
            judged is not None,
            _verdict_cell(judged, value.period, lang) if judged else _NOTHING,
            is_ranked,
            course is not None,
            line.sources,
            (value.nature, value.basis, value.status),
        )
    )
    own: list[Fill] = [region, number_of(indicator, value, lang)]
    if arrow:
        own.append(arrow)
    if judged:
        own.append(gap_text(catalog, judged, lang))
    if rank and is_ranked:
        own.append(format_rank(rank.place, rank.of, lang, is_tied=rank.is_tied))
    if course:
        own.append(course)
    return FilledRow(kind, tuple(own))


# ── what lines share ───────────────────────────────────────────────────────────────────────────────────
def _cells(catalog: Catalog, shared: _Shared, lang: str) -> tuple[Cell, ...]:
    indicator = catalog.indicators[shared.indicator]
    told = format_period(shared.period, lang)
    return (
        Cell(indicator.name[lang], address=indicator_url(indicator.id, HOLE, str(shared.period), lang)),
        Cell(_number_with_unit(catalog, indicator, lang), note=_joined(told, *shared.remarks)),
        _change_cell(catalog, indicator, shared, lang),
        shared.target,
        Cell(HOLE) if shared.has_gap else _NOTHING,
        shared.verdict,
        _rank_cell(shared.is_ranked, lang),
        Cell(HOLE if shared.has_course else ""),
        _source_cell(catalog, shared, lang),
    )


def _number_with_unit(catalog: Catalog, indicator: Indicator, lang: str) -> str:
    unit = unit_sign(catalog, indicator, lang)
    return with_unit(HOLE, unit) if unit else HOLE


def _change_cell(catalog: Catalog, indicator: Indicator, shared: _Shared, lang: str) -> Cell:
    if shared.change is None or shared.since is None:
        return _NOTHING
    unit = unit_behind(difference_unit(catalog, indicator, lang), lang)
    text = f"{shared.change}{unit}" if shared.change else words(lang)("change.same")
    since = words(lang)("profile.since", period=format_period(shared.since, lang))
    return Cell(text, note=_joined(since, shared.effect))


def _rank_cell(is_ranked: bool | None, lang: str) -> Cell:
    if is_ranked:
        return Cell(HOLE)
    return _NOTHING if is_ranked is None else Cell(DASH, note=words(lang)("profile.only_one"))


def _source_cell(catalog: Catalog, shared: _Shared, lang: str) -> Cell:
    sources = shared.sources
    names = catalog.sources[sources[0]].publisher[lang] if sources else DASH
    if len(sources) > 1:
        names = words(lang)("profile.and_others", first=names, count=len(sources))
    kinds = zip(("nature", "basis", "status"), shared.evidence, strict=True)
    return Cell(names, note=_joined(*[say(f"{kind}_{code}", lang) for kind, code in kinds]))


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


# ── what is a line's own ───────────────────────────────────────────────────────────────────────────────
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
    return f"{told}{words(lang)('profile.derived')}" if read_judged(row.facts).annual_target_derived else told


def _open_targets(catalog: Catalog, rows: Sequence[AssessmentRow], lang: str) -> str:
    asked = asked_in_words(catalog, rows, lang)
    return words(lang)("profile.open_targets", targets=asked) if asked else ""


def gap_text(catalog: Catalog, row: AssessmentRow, lang: str) -> str:
    """How far ahead (+) or behind (−), where a verdict was given; between percentages in 个百分点."""
    ahead = row.ahead
    if ahead is None or row.target_unit is None or row.result == Result.UNASSESSED:
        return DASH
    sign = catalog.units[row.target_unit].sign[lang]
    unit = points(lang) if sign.startswith("%") else sign
    return f"{format_signed(ahead, 2)}{' ' if lang == 'en' else ''}{unit}"


def _verdict_cell(row: AssessmentRow, period: str, lang: str) -> Cell:
    reason = UnassessedReason(row.reason) if row.reason else None
    note = "" if row.period == period else format_period(Period.parse(row.period), lang)
    return Cell("", result=Result(row.result), reason=reason, note=note)
