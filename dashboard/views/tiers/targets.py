"""What would turn it: the counts that a plan asks for, and how many are still lacking."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from dashboard.format import DASH, format_number, format_period, format_quantity
from dashboard.text import words
from dashboard.views.ranking import Verdict, verdict_words
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.targets import target_basis, target_period, target_value
from dashboard.views.tiers.shared_rows import TierScene, published_count
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.vocabulary import Result, UnassessedReason
from etl.store.rows import AssessmentRow, ValueRow

_COLUMNS: Final = ("tier", "target", "latest", "lacking", "verdict")


class TierTargetsView(Struct, frozen=True):
    """The targets of the region looked at, and what is due there first.

    Attributes:
        due: sentences on titles that end soon or wait for review.
        table: the targets; None where no plan asks for any.
    """

    due: tuple[str, ...]
    table: TableView | None
    sheet: Sheet | None
    none: str


def build_tier_targets_view(
    catalog: Catalog,
    scene: TierScene,
    assessments: Iterable[AssessmentRow],
    values: Sequence[ValueRow],
    *,
    due: tuple[str, ...],
    lang: str,
    csv_address: str,
) -> TierTargetsView:
    """One row per target.

    Args:
        catalog: the declarations.
        scene: the region looked at.
        assessments: assessments of the counts as published.
        values: those counts.
        due: sentences on titles that end soon or wait for review.
        lang: language of the words.
        csv_address: where the table can be downloaded.
    """
    say_word = words(lang)
    names = {
        indicator.id: tier.name[lang]
        for tier in scene.rule.tiers
        if (indicator := published_count(catalog, tier.id)) is not None
    }
    rows = [
        row
        for row in assessments
        if row.indicator in names
        and row.region == scene.region.code
        and row.target_value is not None
        and row.kind == "target"
    ]
    asked = list({(row.indicator, row.target_end, row.target_document): row for row in rows}.values())
    if not asked:
        return TierTargetsView(due, None, None, say_word("gradient.targets.none"))
    lines = [_line(catalog, row, names[row.indicator], values, lang) for row in asked]
    caption = say_word("gradient.targets.caption", region=scene.region.name[lang])
    columns = tuple(
        Column(say_word(f"gradient.targets.column.{name}"), name == "lacking") for name in _COLUMNS
    )
    note = say_word("gradient.targets.note")
    return TierTargetsView(
        due,
        TableView(caption, columns, tuple(lines), lang, csv_address, notes=(note,)),
        Sheet(
            caption,
            tuple(column.title for column in columns),
            tuple(tuple(_in_words(cell, lang) for cell in line) for line in lines),
            tuple(dict.fromkeys(s for row in asked for s in catalog.sources_of(row.indicator))),
            (note,),
        ),
        "",
    )


def _line(
    catalog: Catalog, row: AssessmentRow, name: str, values: Sequence[ValueRow], lang: str
) -> tuple[Cell, ...]:
    latest = _latest(row, values)
    firm = words(lang)("gradient.firm")
    reason = UnassessedReason(row.reason) if row.reason else None
    basis = " · ".join((target_period(row, lang), target_basis(catalog, row, lang)))
    if latest is None or latest.value is None or row.target_value is None:
        told, lacking = Cell(DASH, note=words(lang)("gradient.targets.unknown")), Cell(DASH)
    else:
        period = format_period(Period.parse(latest.period), lang)
        told = Cell(format_quantity(latest.value, firm, lang), note=period)
        lacking = Cell(format_number(max(row.target_value - latest.value, 0)))
    return (
        Cell(name),
        Cell(target_value(catalog, row, lang), note=basis),
        told,
        lacking,
        Cell("", result=Result(row.result), reason=reason, note=_judged(row, latest, lang)),
    )


def _judged(row: AssessmentRow, latest: ValueRow | None, lang: str) -> str:
    """The period that a verdict is of; where the latest count is another one, the count that was judged."""
    if row.reason:
        return ""
    period = format_period(Period.parse(row.period), lang)
    if row.value is None or latest is None or latest.period == row.period:
        return period
    count = format_quantity(row.value, words(lang)("gradient.firm"), lang)
    return words(lang)("gradient.targets.judged", period=period, count=count)


def _in_words(cell: Cell, lang: str) -> str:
    """A cell as text; a verdict by its word, which the screen draws as a mark."""
    shown = verdict_words(Verdict(cell.result, cell.reason), lang) if cell.result is not None else cell.text
    return f"{shown} {cell.note}".strip()


def _latest(row: AssessmentRow, values: Sequence[ValueRow]) -> ValueRow | None:
    own = [
        one
        for one in values
        if (one.indicator, one.region) == (row.indicator, row.region) and one.value is not None
    ]
    return max(own, key=lambda one: Period.parse(one.period), default=None)
