"""A long table that is chosen from and paged by its address."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final, TypeVar

from msgspec import Struct

from dashboard.address import to_url
from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.text import words
from dashboard.views.links import Link
from dashboard.views.sheet import Sheet
from dashboard.views.table import TableView
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel

PAGE_ROWS: Final = 40
Row = TypeVar("Row")
Entry = tuple[str | Period, str, str]
"""Value of the field, words, and the heading that it stands under."""


class Chooser(Struct, frozen=True):
    """One choice: which field of the address it sets, what it is called, its options."""

    name: str
    label: str
    options: tuple[Link, ...]


class Pager(Struct, frozen=True):
    """Which rows of how many are shown; addresses of the rows before and after, empty at either end."""

    told: str
    before: str
    after: str


class BrowseView(Struct, frozen=True):
    """A long table.

    Attributes:
        lead: what there is, in sentences.
        present: address of the view, the one that each choice shows as chosen.
        table: the rows of this page; None where there are none.
        empty: why there are none.
        make_sheet: all rows that the choices leave, for download.
        sign_in: where a reader without a name signs in to see more; empty where nothing more is kept.
    """

    lang: str
    title: str
    lead: tuple[str, ...]
    present: str
    choosers: tuple[Chooser, ...]
    table: TableView | None
    empty: str
    pager: Pager | None
    make_sheet: Callable[[], Sheet]
    sign_in: str = ""


def chooser(
    selection: Selection, field: str, label: str, entries: Iterable[Entry], everything: str = ""
) -> Chooser:
    """A choice of one field of the address; choosing begins the table anew.

    Args:
        selection: what the address says.
        field: the field of the selection.
        label: what is chosen.
        entries: the options.
        everything: words for no choice; empty where one must be made.
    """
    chosen = getattr(selection, field)
    options = [(None, everything, "")] if everything else []
    return Chooser(
        field,
        label,
        tuple(
            Link(
                text,
                to_url(selection if value == chosen else selection.to(**{field: value, "start": None})),
                group,
            )
            for value, text, group in [*options, *entries]
        ),
    )


def place_chooser(catalog: Catalog, selection: Selection) -> Chooser:
    """The choice of a city with its counties."""
    say_word = words(selection.lang)
    cities = [(city.code, city.name[selection.lang], "") for city in catalog.at_home(RegionLevel.CITY)]
    return chooser(
        selection, "parent", say_word("data.choose.place"), cities, say_word("data.choose.all_places")
    )


def places_asked(catalog: Catalog, selection: Selection) -> frozenset[str] | None:
    """Codes of the region of the address, or of the city of the address with all below it; None for all."""
    if selection.region is not None:
        return frozenset({known(catalog.regions, selection.region)})
    if selection.parent is None:
        return None
    parent = known(catalog.regions, selection.parent)
    return frozenset(
        region.code for region in catalog.regions.values() if catalog.descends_from(region, parent)
    )


def known(declared: Collection[str], name: str) -> str:
    """A name that the catalogue knows.

    Raises:
        AddressError: it does not (404).
    """
    if name not in declared:
        raise AddressError("unknown_place", found=name, status=NOT_FOUND)
    return name


def page_of(rows: Sequence[Row], selection: Selection) -> tuple[Sequence[Row], Pager | None]:
    """The rows of the page that the address asks for; the last page where it asks for more."""
    if len(rows) <= PAGE_ROWS:
        return rows, None
    last = (len(rows) - 1) // PAGE_ROWS * PAGE_ROWS
    start = min(int(selection.start or 0) // PAGE_ROWS * PAGE_ROWS, last)
    end = min(start + PAGE_ROWS, len(rows))
    told = words(selection.lang)("data.pager.told", first=start + 1, last=end, of=f"{len(rows):,}")
    before = _at(selection, start - PAGE_ROWS) if start else ""
    after = _at(selection, end) if end < len(rows) else ""
    return rows[start:end], Pager(told, before, after)


def _at(selection: Selection, start: int) -> str:
    return to_url(selection.to(start=str(start) if start else None))
