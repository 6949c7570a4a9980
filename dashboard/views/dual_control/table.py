"""Every region with level, rate, target, gap, progress, pace, headroom, robustness; sorted by any column."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import (
    DASH,
    decimals_of,
    format_bounded,
    format_number,
    format_period,
    format_quantity,
    format_signed,
)
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.dual_control.shared_rows import DualScene, Standing, gap_of
from dashboard.views.explain import why_address
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name, silent_reason, silent_words
from dashboard.views.verdict_details import robustness_word
from etl.errors import say
from etl.model.period import Period
from etl.model.rounding import PERCENT
from etl.model.vocabulary import Bound, Result, TargetOrigin, UnassessedReason
from etl.store.rows import AssessmentRow

_WORST_LAST: Final = {Result.LEVEL_1: 1, Result.LEVEL_2: 2, Result.LEVEL_3: 3}


def headroom_of(city: Standing) -> float | None:
    """Energy that the best level of the intensity leaves, 万吨标准煤; negative must be saved."""
    best = [each for each in city.judged.headroom if each.level == Result.LEVEL_3]
    return best[0].ten_thousand_tce if best else None


def _level(city: Standing) -> float | None:
    return _WORST_LAST.get(city.result)


def _rate(city: Standing) -> float | None:
    return city.rate.value if city.rate else None


def _total_level(city: Standing) -> float | None:
    return _WORST_LAST.get(Result(city.total_level.result)) if city.total_level else None


def _as_change(reduction: float | None) -> float | None:
    """A reduction that is asked for, as the change beside which it stands: 3.08 is −3.08."""
    return None if reduction is None else -reduction


def _of_plan(name: str) -> Callable[[Standing], float | None]:
    return lambda city: getattr(city.plan, name) if city.plan else None


RAW: Final[Mapping[str, Callable[[Standing], float | None]]] = {
    "level": _level,
    "rate": _rate,
    "required": lambda city: _as_change(city.level.required if city.level else None),
    "gap": lambda city: gap_of(city, by_plan=False),
    "plan": _of_plan("value"),
    "plan_target": _of_plan("target_value"),
    "plan_gap": lambda city: gap_of(city, by_plan=True),
    "progress": _of_plan("progress"),
    "pace": _of_plan("pace_needed"),
    "headroom": headroom_of,
    "robust": lambda city: city.judged.fragility.multiples if city.judged.fragility else None,
    "total_level": _total_level,
}
"""What a column is sorted by, and what it is worth in a download."""

_NOTES: Final = ("note_gap", "note_headroom", "note_derived", "note_why")
_WORDY: Final = frozenset({"level", "robust", "total_level"})


class StandingTable(Struct, frozen=True):
    """The table, and the same at full precision."""

    table: TableView
    sheet: Sheet


def build_table(scene: DualScene, selection: Selection, csv_address: str) -> StandingTable:
    """The table of a scene; the home region stands first, regions without any figure in a line below.

    Args:
        scene: the period.
        selection: what the address says; a heading sorts by its column, again the other way.
        csv_address: where the download is.
    """
    lang = selection.lang
    say_word = words(lang)
    ordered = (scene.home, *_ordered(scene, selection.sort))
    shown = [each for each in ordered if each.has_figures]
    caption = say_word(
        "dual.table.caption",
        period=format_period(scene.period, lang) if scene.period else "",
        plan=plan_span(scene, lang),
    )
    columns = (Column(say_word("dual.table.region")), *(_column(key, selection) for key in RAW))
    maker = _Cells(scene, selection)
    table = TableView(
        caption=caption,
        columns=columns,
        rows=tuple(maker.row(city) for city in shown),
        lang=lang,
        csv_address=csv_address,
        notes=_notes(scene, ordered, lang),
        marked=frozenset(index for index, city in enumerate(shown) if city.region == scene.focus.region),
    )
    return StandingTable(table, _sheet(scene, ordered, caption, lang))


def _notes(scene: DualScene, ordered: Sequence[Standing], lang: str) -> tuple[str, ...]:
    """The regions without any figure, the share of the time that has passed, how to read the columns."""
    say_word = words(lang)
    empty: dict[str, list[str]] = {}
    for each in ordered:
        if not each.has_figures:
            reason = silent_words(scene.catalog, each.region, lang)
            empty.setdefault(reason, []).append(short_name(each.region, lang))
    silent = (
        say_word(
            "dual.table.note_empty",
            count=len(names),
            names=say_word("punctuation.list").join(names),
            reason=reason,
        )
        for reason, names in empty.items()
    )
    due = {each.plan.progress_due for each in ordered if each.plan and each.plan.progress_due is not None}
    timing = (say_word("dual.table.note_due", due=_share(each)) for each in sorted(due))
    told = (say_word(f"dual.table.{key}") for key in _NOTES)
    return (*silent, *timing, *told)


def plan_span(scene: DualScene, lang: str) -> str:
    """The span of years that the figures of the plan are of; empty without any."""
    periods = {city.plan.period for city in scene.everyone if city.plan}
    return words(lang)("punctuation.list").join(
        format_period(Period.parse(each), lang) for each in sorted(periods)
    )


def _ordered(scene: DualScene, sort: str | None) -> list[Standing]:
    """By a column, those without a figure at the end; without one the furthest behind first."""
    first = "plan_gap" if scene.plan_covers else "gap"
    raw = RAW.get((sort or first).removeprefix("-"), RAW[first])
    sign = -1 if (sort or "").startswith("-") else 1
    known = [(value, city) for city in scene.cities if (value := raw(city)) is not None]
    known.sort(key=lambda pair: (sign * pair[0], pair[1].region.code))
    return [*(city for _, city in known), *(city for city in scene.cities if raw(city) is None)]


def _column(key: str, selection: Selection) -> Column:
    order = {key: "ascending", f"-{key}": "descending"}.get(selection.sort or "", "")
    turned = f"-{key}" if selection.sort == key else key
    return Column(
        words(selection.lang)(f"dual.table.{key}"),
        is_numeric=key not in _WORDY,
        address=to_url(selection.to(sort=turned)),
        order=order,
    )


class _Cells:
    """Makes the cells of a region; every number leads to its working."""

    def __init__(self, scene: DualScene, selection: Selection) -> None:
        self._scene = scene
        self._selection = selection
        self._lang = selection.lang

    def row(self, city: Standing) -> tuple[Cell, ...]:
        """The cells of one region."""
        is_home = city.region == self._scene.catalog.home
        note = words(self._lang)("dual.table.home") if is_home else ""
        focus = to_url(self._selection.to(region=city.region.code))
        return (
            Cell(city.region.name[self._lang], address=focus, note=note),
            self._verdict(city.level),
            self._rate(city),
            self._required(city),
            self._gap(city, by_plan=False),
            *self._plan(city),
            self._headroom(city),
            Cell(robustness_word(city.judged.fragility, self._lang) or DASH, address=self._why(city.level)),
            self._verdict(city.total_level),
        )

    def _why(self, row: AssessmentRow | None) -> str | None:
        return why_address(self._selection, row.indicator, row.region, row.period) if row else None

    def _verdict(self, row: AssessmentRow | None) -> Cell:
        if row is None:
            return Cell("", result=Result.UNASSESSED, reason=UnassessedReason.NO_DATA)
        reason = UnassessedReason(row.reason) if row.reason else None
        return Cell("", result=Result(row.result), reason=reason, address=self._why(row))

    def _rate(self, city: Standing) -> Cell:
        row = city.rate
        if row is None or row.value is None:
            indicator = self._scene.subjects.intensity
            reason = silent_reason(self._scene.catalog, indicator, city.region)
            return Cell(DASH, note=say(f"missing_{reason}", self._lang))
        address = why_address(self._selection, row.indicator, row.region, row.period)
        doubt = self._scene.doubt(row, self._lang)
        return Cell(f"{format_signed(row.value, 2)}%", address=address, note=doubt)

    def _required(self, city: Standing) -> Cell:
        row = city.level
        if row is None or row.required is None:
            return Cell(DASH)
        is_derived = city.judged.annual_target_derived
        origin = "" if is_derived is None else "dual.table.derived" if is_derived else "dual.table.stated"
        note = words(self._lang)(origin) if origin else ""
        return Cell(f"{format_signed(-row.required, 2)}%", note=note, address=self._why(row))

    def _gap(self, city: Standing, *, by_plan: bool) -> Cell:
        gap = gap_of(city, by_plan=by_plan)
        why = self._why(city.plan if by_plan else city.level)
        return Cell(
            self._at_least(city, by_plan=by_plan) + format_signed(gap, 2),
            address=why if gap is not None else None,
        )

    def _at_least(self, city: Standing, *, by_plan: bool) -> str:
        return "≥" if by_plan and self._scene.bound_of(city.plan) is Bound.AT_LEAST else ""

    def _plan(self, city: Standing) -> tuple[Cell, ...]:
        row = city.plan
        if row is None:
            return (self._waiting(city), self._target(city), Cell(DASH), Cell(DASH), Cell(DASH))
        why = self._why(row)
        return (
            Cell(self._reached(row), address=why, note=self._scene.doubt(row, self._lang)),
            self._target(city),
            self._gap(city, by_plan=True),
            Cell(self._at_least(city, by_plan=True) + _share(row.progress), address=why),
            self._pace(city),
        )

    def _reached(self, row: AssessmentRow) -> str:
        return format_bounded(row.value, self._scene.bound_of(row), "%", self._lang, 2)

    def _waiting(self, city: Standing) -> Cell:
        reason = silent_reason(self._scene.catalog, self._scene.subjects.plan, city.region)
        return Cell(DASH, note=say(f"missing_{reason}", self._lang))

    def _target(self, city: Standing) -> Cell:
        """The target of the plan, its own or the province's; also where nothing was reported yet."""
        row = city.plan or city.level
        if city.plan is not None and row is not None:
            origin, value = row.target_origin, row.target_value
        else:
            found, from_whom = self._declared(city)
            origin, value = (from_whom, found) if found is not None else (None, None)
        if value is None:
            return Cell(DASH, note=words(self._lang)("dual.table.no_target"))
        text = format_quantity(value, "%", self._lang, decimals_of(value))
        return Cell(text, note="" if origin == TargetOrigin.OWN else say(f"origin_{origin}", self._lang))

    def _declared(self, city: Standing) -> tuple[float | None, str | None]:
        period = self._scene.period
        if period is None:
            return None, None
        target, origin = self._scene.catalog.plan_target(
            city.region.code, self._scene.subjects.plan.id, period
        )
        return (float(target.value), origin.value) if target and origin else (None, None)

    def _pace(self, city: Standing) -> Cell:
        row, judged = city.plan, city.plan_judged
        if row is None:
            return Cell(DASH)
        best = (
            words(self._lang)(
                "dual.table.best",
                pace=format_quantity(judged.best_pace, "%", self._lang, 2),
                year=judged.best_pace_year,
            )
            if judged.best_pace is not None
            else ""
        )
        if row.pace_needed is None:
            return Cell(DASH, note=words(self._lang)("dual.table.no_time"))
        return Cell(format_quantity(row.pace_needed, "%", self._lang, 2), address=self._why(row), note=best)

    def _headroom(self, city: Standing) -> Cell:
        room = headroom_of(city)
        return Cell(format_signed(room, 1), address=self._why(city.level) if room is not None else None)


def _share(share: float | None) -> str:
    return DASH if share is None else f"{format_number(PERCENT * share, 1)}%"


def _sheet(scene: DualScene, ordered: tuple[Standing, ...], caption: str, lang: str) -> Sheet:
    say_word = words(lang)
    header = (say_word("dual.table.code"), say_word("dual.table.region"),
              *(say_word(f"dual.table.{key}") for key in RAW), say_word("dual.table.reason"))  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for city in ordered:
        told = _why_no_level(scene, city, lang)
        rows.append((city.region.code, city.region.name[lang], *(RAW[key](city) for key in RAW), told))
    return Sheet(caption, header, tuple(rows), scene.sources, (say_word("dual.table.note_sheet"),))


def _why_no_level(scene: DualScene, city: Standing, lang: str) -> str:
    """The reason why a region has no level; what the reader may not see is no gap in the data."""
    if city.region.code in scene.catalog.outside:
        return silent_words(scene.catalog, city.region, lang)
    reason = city.level.reason if city.level else "no_data"
    return say(f"unassessed_{reason}", lang) if reason else ""
