"""Figures that their source revised: the value in use, the one before, how far apart, from which cells."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dashboard.address import to_url
from dashboard.format import DASH, format_date, format_exact, format_period, format_signed, points, with_unit
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.challenge_words import place_name
from dashboard.views.quality.browse import BrowseView, Chooser, chooser, page_of, place_chooser, places_asked
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import PERCENTS
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.base import Bilingual
from etl.model.period import Period
from etl.model.rounding import PERCENT
from etl.model.sheet import cell_name
from etl.store.quality_rows import RevisionCountRow, RevisionRow, VintageRow

_COLUMNS = ("place", "series", "now", "before", "change", "cells")
_SHEET = (
    "code", "place", "series_id", "series", "unit", "period", "source", "now", "now_known", "now_status",
    "now_cell",
    "before", "before_known", "before_status", "before_cell", "difference", "change_pct", "older",
)  # fmt: skip


def split(row: RevisionRow) -> tuple[VintageRow, VintageRow, tuple[VintageRow, ...]]:
    """The vintage in use, the latest one that said something else, and those before that."""
    now, *rest = row.vintages
    at = next((place for place, each in enumerate(rest) if each.value != now.value), 0)
    return now, rest[at], tuple(rest[at + 1 :])


def relative_change(row: RevisionRow) -> float | None:
    """Change of the value in use against the one before, in per cent of that; None where that is zero."""
    now, before = (vintage.value for vintage in split(row)[:2])
    return (now / before - 1) * PERCENT if before else None


def largest_first(rows: Sequence[RevisionRow]) -> list[RevisionRow]:
    """By the size of the last revision; those from zero, whose size has no measure, at the front."""

    def size(row: RevisionRow) -> tuple[float, str, str, str]:
        change = relative_change(row)
        return (float("-inf") if change is None else -abs(change), row.series, row.region, row.period)

    return sorted(rows, key=size)


def build_revision_list(
    catalog: Catalog,
    revisions: Sequence[RevisionRow],
    counts: Sequence[RevisionCountRow],
    selection: Selection,
    csv_address: str,
) -> BrowseView:
    """The revised figures that the address leaves, the largest revision first.

    Args:
        catalog: the declarations.
        revisions: those of the source and series of the address.
        counts: how many there are by source and series.
        selection: what the address says: ``source``, ``series``, ``parent`` or ``region``, ``period``.
        csv_address: where they can be downloaded.
    """
    lang, say_word = selection.lang, words(selection.lang)
    places = places_asked(catalog, selection)
    year = selection.period.end_year if selection.period else None
    rows = largest_first(
        [
            row
            for row in revisions
            if (places is None or row.region in places)
            and (year is None or Period.parse(row.period).end_year == year)
        ]
    )
    shown, pager = page_of(rows, selection)
    table = TableView(
        caption=say_word("data.revisions.caption", count=f"{len(rows):,}"),
        columns=tuple(
            Column(say_word(f"data.revisions.{name}"), name in {"now", "before", "change"})
            for name in _COLUMNS
        ),
        rows=tuple(_row(catalog, row, lang) for row in shown),
        lang=lang,
        csv_address=csv_address,
        notes=(say_word("data.revisions.note"),),
    )
    total = sum(row.figures for row in counts)
    sources = len({row.source for row in counts})
    return BrowseView(
        lang=lang,
        title=say_word("data.sections.revisions"),
        lead=(say_word("data.revisions.lead", count=f"{total:,}", sources=sources),),
        present=to_url(selection),
        choosers=(
            _source_chooser(catalog, counts, selection),
            _series_chooser(catalog, counts, selection),
            place_chooser(catalog, selection),
        ),
        table=table if rows else None,
        empty=say_word("data.revisions.none" if total == 0 else "data.revisions.none_chosen"),
        pager=pager,
        make_sheet=lambda: _sheet(catalog, rows, table.caption, lang),
    )


def _source_chooser(catalog: Catalog, counts: Sequence[RevisionCountRow], selection: Selection) -> Chooser:
    found: Counter[str] = Counter()
    for row in counts:
        found[row.source] += row.figures
    names = {source: catalog.sources[source].title for source in found}
    return _counted("source", "sources", found, names, selection)


def _series_chooser(catalog: Catalog, counts: Sequence[RevisionCountRow], selection: Selection) -> Chooser:
    found: Counter[str] = Counter()
    for row in counts:
        if selection.source in {None, row.source}:
            found[row.series] += row.figures
    names = {series: catalog.series[series].name for series in found}
    return _counted("series", "series", found, names, selection)


def _counted(
    one: str, every: str, found: Counter[str], names: Mapping[str, Bilingual], selection: Selection
) -> Chooser:
    """A choice of one of several, the most revised first, each with its number of revised figures."""
    lang, say_word = selection.lang, words(selection.lang)
    entries = [
        (each, say_word("data.choose.counted", name=names[each][lang], count=f"{count:,}"), "")
        for each, count in found.most_common()
    ]
    return chooser(
        selection, one, say_word(f"data.revisions.{one}"), entries, say_word(f"data.choose.all_{every}")
    )


def _row(catalog: Catalog, row: RevisionRow, lang: Lang) -> tuple[Cell, ...]:
    series = catalog.series[row.series]
    unit = catalog.units[series.unit].sign[lang]
    now, before, older = split(row)
    say_word = words(lang)
    region = to_url(Selection("region", lang, region=row.region))
    grid = Selection("data", lang, section="coverage", series=row.series)
    level = catalog.regions[row.region].level.value
    cells = say_word("list.semicolon").join(_cell_of(each) for each in (now, before))
    return (
        Cell(
            place_name(catalog, row.region, lang), region, note=format_period(Period.parse(row.period), lang)
        ),
        Cell(series.name[lang], to_url(grid.to(level=level)), note=catalog.sources[row.source].title[lang]),
        Cell(with_unit(format_exact(now.value), unit), note=_known(now, lang)),
        Cell(format_exact(before.value), note=_known(before, lang)),
        Cell(change_words(catalog, row, lang)),
        Cell(cells, note=_older(older, lang)),
    )


def change_words(catalog: Catalog, row: RevisionRow, lang: Lang) -> str:
    """How far the newest is from the vintage before: percentages in points, all else in per cent."""
    unit = catalog.series[row.series].unit
    now, before, _ = split(row)
    difference = now.value - before.value
    if unit in PERCENTS:
        return f"{format_signed(difference, 2)}{' ' if lang == 'en' else ''}{points(lang)}"
    change = relative_change(row)
    return DASH if change is None else f"{format_signed(change, 2)}%"


def _older(older: Sequence[VintageRow], lang: Lang) -> str:
    if not older:
        return ""
    told = (f"{format_exact(each.value)} {_known(each, lang)} {_cell_of(each)}" for each in older)
    return words(lang)("data.revisions.older_told", told=words(lang)("list.semicolon").join(told))


def _known(vintage: VintageRow, lang: Lang) -> str:
    return f"{format_date(vintage.known_from, lang)} {say(f'status_{vintage.status}', lang)}"


def _cell_of(vintage: VintageRow) -> str:
    at = vintage.cell
    return f"{at.file} {at.sheet}!{cell_name(at.row, at.column)}"


def _sheet(catalog: Catalog, rows: Sequence[RevisionRow], title: str, lang: Lang) -> Sheet:
    return Sheet(
        title,
        tuple(words(lang)(f"data.revisions.{name}") for name in _SHEET),
        tuple(_sheet_row(catalog, row, lang) for row in rows),
        tuple(dict.fromkeys(row.source for row in rows)),
    )


def _sheet_row(catalog: Catalog, row: RevisionRow, lang: Lang) -> tuple[Value, ...]:
    series = catalog.series[row.series]
    now, before, older = split(row)
    told: list[Value] = []
    for each in (now, before):
        told += [each.value, each.known_from.isoformat(), say(f"status_{each.status}", lang), _cell_of(each)]
    return (
        row.region,
        place_name(catalog, row.region, lang),
        row.series,
        series.name[lang],
        catalog.units[series.unit].sign[lang],
        row.period,
        catalog.sources[row.source].title[lang],
        *told,
        now.value - before.value,
        relative_change(row),
        words(lang)("list.semicolon").join(
            f"{format_exact(each.value)} {each.known_from} {_cell_of(each)}" for each in older
        )
        or None,
    )
