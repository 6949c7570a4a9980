"""One line of the table of a region: what it shares with the lines of other regions, and what is its own.

Name, unit, periods, marks and sources of an indicator are the same in most regions; a few numbers are not.
Lines that share the same are of one kind, whose cells are worded and drawn once in each language; what is a
line's own is written once for both.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from dashboard.format import format_arrow, format_number, format_rank, format_signed
from dashboard.shared_reads import Remembered, Same
from dashboard.views.profile_cells import cells_of, has_gap, is_derived
from dashboard.views.rank import Rank
from dashboard.views.sparkline import FEWEST, breaks_inside
from dashboard.views.spine import IndicatorLine
from dashboard.views.table import CourseValues, FilledRow, RowKind
from dashboard.views.targets import declared_target
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.vocabulary import Bound
from etl.store.rows import AssessmentRow, ValueRow
from etl.store.standings import Course

_MOST_KINDS: Final = 4096
_MOST_CATALOGS: Final = 8
"""Whose kinds of lines are remembered: of the build, and of readers' scopes."""
_MOST_LINES: Final = 10_000
"""Of drafts that are remembered, half a kilobyte each."""
_BEHIND_NUMBER: Final = slice(ValueRow._fields.index("value") + 1, None)
_ASKED: Final = itemgetter(
    *map(
        AssessmentRow._fields.index,
        (
            "kind", "period", "result", "reason", "target_value", "target_unit", "target_comparator",
            "target_origin", "target_base", "target_end", "target_document",
        ),
    )
)  # fmt: skip


class _Kind:
    """Lines that share everything but a few numbers; worded by the first of them."""

    __slots__ = ("_catalog", "_first", "_worded")

    def __init__(self, catalog: Catalog, first: IndicatorLine) -> None:
        self._catalog = catalog
        self._first = first
        self._worded: dict[str, RowKind] = {}

    def in_words(self, lang: str) -> RowKind:
        """What they share, in a language."""
        worded = self._worded.get(lang)
        if worded is None:  # of two threads one wins: a kind is equal only to itself
            worded = self._worded.setdefault(lang, RowKind(cells_of(self._catalog, self._first, lang)))
        return worded


class _Draft(NamedTuple):
    """A line in all languages at once.

    Attributes:
        own: what it puts in before its place among others.
        rank: that place; None where nobody else has one.
        ends: the numbers at both ends of its course, which it puts in last.
        course: its values; None where there is none to draw.
    """

    kind: _Kind
    own: tuple[str, ...]
    rank: Rank | None
    ends: tuple[str, ...]
    course: CourseValues | None

    def row(self, lang: str) -> FilledRow:
        """The line in a language."""
        kind, own, rank, ends, course = self
        if rank is None:
            return FilledRow(kind.in_words(lang), own + ends, course)
        place = format_rank(rank.place, rank.of, lang, is_tied=rank.is_tied)
        return FilledRow(kind.in_words(lang), (*own, place, *ends), course)


_Kinds = dict[tuple[object, ...], _Kind]
_KINDS: Final[Remembered[Same, _Kinds]] = Remembered(_MOST_CATALOGS)
_DRAFTS: Final[Remembered[tuple[Same, Same], tuple[_Draft, ...]]] = Remembered(
    _MOST_LINES, lambda drafts: len(drafts) + 1
)


def rows_of(catalog: Catalog, lines: Sequence[IndicatorLine], lang: str) -> tuple[FilledRow, ...]:
    """The lines of a region in words.

    Args:
        catalog: the declarations.
        lines: its indicators as facts; written once for as long as these very ones are asked for.
        lang: language of the words.
    """

    def drafted() -> tuple[_Draft, ...]:
        kinds = _KINDS.get_or_make(Same(catalog), dict)
        if len(kinds) > _MOST_KINDS:
            kinds.clear()
        return tuple([_draft(catalog, kinds, line) for line in lines])

    drafts = _DRAFTS.get_or_make((Same(catalog), Same(lines)), drafted)
    return tuple([draft.row(lang) for draft in drafts])


# ── what is a line's own ───────────────────────────────────────────────────────────────────────────────
def _draft(catalog: Catalog, kinds: _Kinds, line: IndicatorLine) -> _Draft:
    indicator, value, _, change, judged, _, rank, course, _, _ = line
    decimals = indicator.display.decimals
    arrow = format_arrow(change.difference, decimals) if change else None
    own = [value.region, _number(indicator, value, decimals)]
    if arrow:
        own.append(arrow)
    if judged and has_gap(judged):
        own.append(format_signed(judged.ahead, 2))
    key = _shared(catalog, line, arrow)
    kind = kinds.get(key) or kinds.setdefault(key, _Kind(catalog, line))
    is_ranked = rank is not None and rank.of > 1
    ends, values = _ends(course, decimals), CourseValues(course.values)
    return _Draft(kind, tuple(own), rank if is_ranked else None, ends, values if ends else None)


def _ends(course: Course, decimals: int) -> tuple[str, ...]:
    """The numbers at both ends of a course; none where it is too short to be drawn."""
    values = course.values
    if len(values) < FEWEST:
        return ()
    return format_number(values[0], decimals), format_number(values[-1], decimals)


def _number(indicator: Indicator, value: ValueRow, decimals: int) -> str:
    """The number as printed; that it is a bound is said by its kind."""
    is_signed = indicator.display.signed and value.bound == Bound.EXACT
    return (format_signed if is_signed else format_number)(value.value, decimals)


# ── what lines share ───────────────────────────────────────────────────────────────────────────────────
def _shared(catalog: Catalog, line: IndicatorLine, arrow: str | None) -> tuple[object, ...]:
    """Everything that the cells of a line are worded by, but for what it puts into their holes.

    Args:
        catalog: the declarations.
        line: the line.
        arrow: the number of its change, of which the direction counts; None where there is no change known.
    """
    _, value, _, change, judged, open_targets, rank, course, breaks, sources = line
    number = value.value or 0
    years = course.years
    return (
        value.indicator,
        value.period,
        value[_BEHIND_NUMBER],
        (number > 0) - (number < 0),
        change and (arrow and arrow[0], change.since),
        judged and _asked(catalog, judged),
        open_targets and tuple([_asked(catalog, row) for row in open_targets]),
        rank and rank.of > 1,
        years,
        breaks and years and breaks_inside(years, breaks),
        sources,
    )


def _asked(catalog: Catalog, row: AssessmentRow) -> tuple[object, ...]:
    """Everything that a target and its verdict are worded by; the region it was set for is no part of it."""
    declared = None if row.target_document is None else declared_target(catalog, row)
    annual = (row.required, is_derived(row)) if row.kind == "barometer" else None
    return (*_ASKED(row), declared and declared.mark, annual, has_gap(row))
