"""One return of one year: which region has sent it for which month, and whom to chase."""

from dashboard.address import to_url
from dashboard.format import format_date, format_number, format_period
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.challenge_words import place_name
from dashboard.views.quality.grid import (
    GridCell,
    GridRow,
    GridView,
    by_city,
    grid_sheet,
    group_of,
    legend_of,
    short_period,
)
from dashboard.views.quality.returns import STATES, ReturnBook, state_word
from etl.catalog.catalog import Catalog
from etl.model.due_return import Owed, ReturnState
from etl.model.period import Period
from etl.model.region import Region


def build_return_grid(
    catalog: Catalog, book: ReturnBook, year: int, selection: Selection, csv_address: str
) -> GridView:
    """Regions × periods of one return.

    Args:
        catalog: the declarations.
        book: what is owed of the return in the year, among the regions shown.
        year: the year.
        selection: what the address says.
        csv_address: where the grid can be downloaded.
    """
    lang, say_word = selection.lang, words(selection.lang)
    periods = sorted({one.period for one in book.owed})
    regions = by_city(catalog, [one.region for one in book.owed])
    owed = {(one.region, one.period): one for one in book.owed}
    rows = tuple(_row(catalog, region, periods, owed, lang) for region in regions)
    titles = tuple(short_period(period, lang) for period in periods)
    year_word = format_period(Period.of_year(year), lang)
    caption = say_word("data.grid.return", name=book.declared.name[lang], year=year_word)
    coded = [(region.code, row) for region, row in zip(regions, rows, strict=True)]
    header = (say_word("data.owed.code"), say_word("data.owed.region"), *titles)
    return GridView(
        lang=lang,
        caption=caption,
        lead=_lead(catalog, book, year_word, lang),
        corner=say_word("data.owed.region"),
        columns=titles,
        rows=rows,
        legend=legend_of([state for state in STATES if book.counts[state]], lang),
        notes=_notes(catalog, book, lang),
        csv_address=csv_address,
        make_sheet=lambda: grid_sheet(coded, caption, header, (book.declared.source,)),
        empty="" if rows else say_word("data.grid.nothing_owed"),
    )


def _lead(catalog: Catalog, book: ReturnBook, year: str, lang: Lang) -> tuple[str, ...]:
    """How many stand how; and who is missing, by name where they are few."""
    say_word = words(lang)
    parts = [
        say_word(f"data.counted.{state}", count=f"{book.counts[state]:,}")
        for state in STATES
        if book.counts[state]
    ]
    joined = say_word("list.comma").join(parts)
    return (say_word("data.grid.lead", year=year, count=f"{len(book.owed):,}", parts=joined),)


def _notes(catalog: Catalog, book: ReturnBook, lang: Lang) -> tuple[str, ...]:
    declared, say_word = book.declared, words(lang)
    names = say_word("list.comma").join(catalog.series[name].name[lang] for name in declared.series)
    collector = catalog.sources[declared.source].publisher[lang]
    told = [
        say_word("data.grid.rule", days=declared.due_days, collector=collector),
        say_word("data.grid.series", count=len(declared.series), names=names),
    ]
    exempt = say_word("list.comma").join(place_name(catalog, code, lang) for code in declared.exempt)
    if exempt:
        told.append(say_word("data.grid.exempt", names=exempt))
    if declared.document:
        told.append(say_word("data.grid.document", document=declared.document))
    return tuple(told)


def _row(
    catalog: Catalog, region: Region, periods: list[Period], owed: dict[tuple[str, Period], Owed], lang: Lang
) -> GridRow:
    cells = tuple(_cell(catalog, owed[region.code, period], lang) for period in periods)
    address = to_url(Selection("region", lang, region=region.code))
    return GridRow(region.name[lang], address, cells, group_of(catalog, region, lang))


def _cell(catalog: Catalog, one: Owed, lang: Lang) -> GridCell:
    say_word = words(lang)
    told = say_word(
        "data.grid.told",
        region=place_name(catalog, one.region, lang),
        period=format_period(one.period, lang),
        state=state_word(one, lang),
        due=format_date(one.due, lang),
    )
    text = say_word(f"data.sign.{one.state}")
    if one.state in {ReturnState.LATE, ReturnState.MISSING}:
        text = say_word(f"data.cell.{one.state}", days=format_number(one.days_late))
    return GridCell(one.state.value, text, told)
