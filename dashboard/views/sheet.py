"""What a panel offers for download: exactly what it shows, at full precision, and where that comes from."""

from msgspec import Struct

from dashboard.format import Number, csv_text

Value = str | Number | None


class Sheet(Struct, frozen=True):
    """One table for download.

    Attributes:
        title: what it shows, with period and place.
        header: one heading per column.
        rows: text, numbers at full precision, None where something is missing.
        sources: ids of the sources that its figures come from; empty where it holds no figures.
        notes: how to read it.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def csv(self) -> str:
        """The table as CSV that runs nothing in a spreadsheet."""
        return csv_text(self.header, self.rows)
