"""A table with what it offers for download; or why there is nothing to show."""

from msgspec import Struct

from dashboard.views.sheet import Sheet
from dashboard.views.table import TableView


class OfferedTable(Struct, frozen=True):
    """A table, or the reason why there is none.

    Attributes:
        table: the rows shown; None where there are none.
        sheet: all rows, for download.
        empty: why there are none; empty where nothing need be said.
        link: words and address of where to read on.
    """

    lang: str
    table: TableView | None
    sheet: Sheet
    empty: str = ""
    link: tuple[str, str] | None = None
