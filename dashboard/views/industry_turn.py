"""产业与创新, what would turn it: the distance to targets, to the median of the cities, to the province."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from dashboard.format import DASH, decimals_apart, format_number, format_period, format_quantity
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.explain import why_address
from dashboard.views.industry_turn_sheets import Behind, behind_sheet, targets_sheet
from dashboard.views.shared_rows import Scene
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.targets import target_basis, target_period, target_value
from dashboard.views.value_words import PERCENTS, difference_unit, unit_sign
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.vocabulary import Direction, Result, UnassessedReason
from etl.store.rows import AssessmentRow

_TARGET_COLUMNS: Final = ("region", "target", "value", "lacking", "verdict")
NO_SHEET: Final = Sheet("", (), ())
_FEWEST: Final = 3
"""Of so few regions a median says nothing."""
_URGENCY: Final = (Result.NOT_MET, Result.UNASSESSED)


class IndustryTurnView(Struct, frozen=True):
    """What would turn it.

    Attributes:
        targets: targets that are missed or that no figure can be held against; None where there is none.
        met: how many are met, or that no target is public.
        behind: the regions behind the median or the parent in the indicator looked at.
        told: what the indicator looked at asks for, in sentences.
        targets_sheet: the targets for download.
        behind_sheet: the regions behind for download.
    """

    targets: TableView | None
    met: str
    behind: TableView | None
    told: tuple[str, ...]
    targets_sheet: Sheet = NO_SHEET
    behind_sheet: Sheet = NO_SHEET


class CsvAddresses(NamedTuple):
    """Where both tables can be downloaded."""

    behind: str | None = None
    targets: str | None = None


NOWHERE: Final = CsvAddresses()


def build_industry_turn(
    catalog: Catalog,
    assessments: Iterable[AssessmentRow],
    names: Sequence[str],
    scene: Scene,
    selection: Selection,
    *,
    csv: CsvAddresses = NOWHERE,
) -> IndustryTurnView:
    """How far targets and peers are.

    Args:
        catalog: the declarations.
        assessments: assessments of the indicators of the page.
        names: ids of these indicators, in the order of the page.
        scene: the indicator looked at, with the regions beside each other.
        selection: what the address says.
        csv: where the tables can be downloaded.
    """
    lang = selection.lang
    asked = _latest(row for row in assessments if row.kind == "target" and row.target_value is not None)
    open_ones = sorted(
        (row for row in asked if row.result in _URGENCY),
        key=lambda row: (_URGENCY.index(Result(row.result)), names.index(row.indicator), row.region),
    )
    met = sum(row.result == Result.MET for row in asked)
    key = "met" if asked else "no_targets"
    behind, told = _behind(catalog, scene, asked, selection)
    targets = _targets(catalog, open_ones, selection) if open_ones else None
    table = _behind_table(catalog, scene, behind, selection, csv.behind) if behind and behind.rows else None
    return IndustryTurnView(
        targets=replace(targets, csv_address=csv.targets) if targets else None,
        met=words(lang)(f"industry.turn.{key}", count=len(asked), met=met),
        behind=table,
        told=told,
        targets_sheet=targets_sheet(catalog, open_ones, targets.caption, lang) if targets else NO_SHEET,
        behind_sheet=behind_sheet(catalog, scene, behind, title=table.caption, lang=lang)
        if behind and table
        else NO_SHEET,
    )


def _latest(rows: Iterable[AssessmentRow]) -> list[AssessmentRow]:
    """Of each target and region the last period that was held against it."""
    found: dict[tuple[str | int | None, ...], AssessmentRow] = {}
    for row in sorted(rows, key=lambda each: Period.parse(each.period)):
        found[row.indicator, row.region, row.target_end, row.target_document] = row
    return list(found.values())


# ── targets ────────────────────────────────────────────────────────────────────────────────────────────
def _targets(catalog: Catalog, rows: Sequence[AssessmentRow], selection: Selection) -> TableView:
    say_word = words(selection.lang)
    columns = (
        Column(say_word("controls.indicator")),
        *(Column(say_word(f"industry.turn.column.{name}"), name == "lacking") for name in _TARGET_COLUMNS),
    )
    return TableView(
        caption=say_word("industry.turn.targets"),
        columns=columns,
        rows=tuple(_target(catalog, row, selection) for row in rows),
        lang=selection.lang,
    )


def _target(catalog: Catalog, row: AssessmentRow, selection: Selection) -> tuple[Cell, ...]:
    lang = selection.lang
    indicator = catalog.indicators[row.indicator]
    basis = " · ".join((target_period(row, lang), target_basis(catalog, row, lang)))
    value, period = DASH, ""
    if row.value is not None:
        value = format_quantity(
            row.value, unit_sign(catalog, indicator, lang), lang, indicator.display.decimals
        )
        period = format_period(Period.parse(row.period), lang)
    address = why_address(selection, row.indicator, row.region, row.period) if period else None
    reason = UnassessedReason(row.reason) if row.reason else None
    return (
        Cell(indicator.name[lang]),
        Cell(catalog.regions[row.region].name[lang]),
        Cell(target_value(catalog, row, lang), note=basis),
        Cell(value, address, note=period),
        Cell(_lacking(catalog, row, indicator, lang)),
        Cell("", result=Result(row.result), reason=reason),
    )


def _lacking(catalog: Catalog, row: AssessmentRow, indicator: Indicator, lang: str) -> str:
    """What would close the distance; ``—`` where it is not known or nothing is lacking."""
    if row.ahead is None or row.ahead >= 0 or row.target_unit is None:
        return DASH
    sign = (
        words(lang)("units.pp") if row.target_unit in PERCENTS else catalog.units[row.target_unit].sign[lang]
    )
    return _apart(-row.ahead, sign, lang, indicator.display.decimals)


# ── the indicator looked at ────────────────────────────────────────────────────────────────────────────
def _behind(
    catalog: Catalog, scene: Scene, asked: Sequence[AssessmentRow], selection: Selection
) -> tuple[Behind | None, tuple[str, ...]]:
    lang, say_word = selection.lang, words(selection.lang)
    indicator, values = scene.choice.indicator, scene.values
    name = indicator.name[lang]
    if indicator.direction not in {Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER}:
        return None, (say_word("industry.turn.no_judgement", indicator=name),)
    told = []
    if not any(row.indicator == indicator.id for row in asked):
        told.append(say_word("industry.turn.no_target", indicator=name))
    if len(values) < _FEWEST:
        return None, (*told, say_word("industry.turn.too_few", indicator=name))
    sign = 1.0 if indicator.direction is Direction.HIGHER_IS_BETTER else -1.0
    middle = median(values.values())
    parent = _of_parent(scene, indicator)
    marks = (middle, *((parent,) if parent is not None else ()))
    rows = [
        (region, values[region.code], [sign * (mark - values[region.code]) for mark in marks])
        for region in scene.choice.scope.regions
        if region.code in values and any(sign * (mark - values[region.code]) > 0 for mark in marks)
    ]
    rows.sort(key=lambda each: -max(each[2]))
    return Behind(marks, tuple(rows)), tuple(told)


def _of_parent(scene: Scene, indicator: Indicator) -> float | None:
    """The rate of the region that they lie in; an amount of the whole is no measure of its parts."""
    row = scene.rows.get(scene.choice.scope.parent.code)
    return row.value if row is not None and indicator.unit in PERCENTS else None


def _behind_table(
    catalog: Catalog, scene: Scene, behind: Behind, selection: Selection, csv_address: str | None
) -> TableView:
    marks, rows = behind
    lang, say_word, indicator = selection.lang, words(selection.lang), scene.choice.indicator
    decimals, unit = indicator.display.decimals, unit_sign(catalog, indicator, lang)
    apart = difference_unit(catalog, indicator, lang)
    heads = [say_word("industry.turn.to_median", value=format_quantity(marks[0], unit, lang, decimals))]
    if len(marks) > 1:
        place = scene.choice.scope.parent.name[lang]
        told = format_quantity(marks[1], unit, lang, decimals)
        heads.append(say_word("industry.turn.to_parent", place=place, value=told))
    period = scene.choice.period
    cells = tuple(
        (
            Cell(region.name[lang]),
            Cell(
                format_number(value, decimals),
                why_address(selection, indicator.id, region.code, str(period)) if period else None,
            ),
            *(Cell(_apart(lack, apart, lang, decimals)) for lack in lacks),
        )
        for region, value, lacks in rows
    )
    return TableView(
        caption=say_word(
            "industry.turn.behind",
            period=format_period(period, lang) if period else "",
            indicator=indicator.name[lang],
            count=len(rows),
            of=len(scene.values),
        ),
        columns=(
            Column(say_word("controls.region")),
            Column(unit or say_word("industry.turn.column.value"), True),
            *(Column(head, True) for head in heads),
        ),
        rows=cells,
        lang=lang,
        csv_address=csv_address,
        notes=(say_word("industry.turn.note"),),
    )


def _apart(lack: float, unit: str, lang: str, decimals: int) -> str:
    """What is lacking; a little is not told as nothing."""
    return format_quantity(lack, unit, lang, decimals_apart(lack, decimals)) if lack > 0 else DASH
