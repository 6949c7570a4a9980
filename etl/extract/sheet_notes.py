"""What the pre-check finds out about a sheet without opening it with a workbook reader."""

from msgspec import Struct, field

from etl.errors import RefusedFile
from etl.extract.limits import MAX_ERROR_CELLS
from etl.model.sheet import SheetWarning, cell_name

SHOWN_CELLS = 5


class SheetFindings(Struct):
    """One sheet as written in the file; rows and columns are 1-based.

    Attributes:
        last_row: last row with a cell; 0 = none.
        last_column: last column with a cell; 0 = none.
        elements: how many cells are written, filled or not.
        errors: cells that hold an error, with its text; workbook readers return them as empty.
        formulas: how many cells hold a formula.
        uncalculated_cells: those of them that were saved without their value.
        hidden_rows: how many rows are hidden.
        hidden_columns: how many groups of columns are hidden.
        merged: how many ranges are merged.
        percent_styles: numbers of the styles that show a figure as per cent.
        percent: cells in such a style: a reader returns 0.0316 where a person sees 3.16%.
    """

    last_row: int = 0
    last_column: int = 0
    elements: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: int = 0
    uncalculated_cells: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    merged: int = 0
    percent_styles: frozenset[int] = frozenset()
    percent: list[tuple[int, int]] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """Cells of the rectangle from A1 to the last cell."""
        return self.last_row * self.last_column

    @property
    def used_range(self) -> str:
        """The same rectangle as spreadsheets write it."""
        return f"A1:{cell_name(max(self.last_row, 1), max(self.last_column, 1))}"

    def reach(self, row: int, column: int) -> None:
        """Note a cell."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def note_error(self, row: int, column: int, text: str, file: str) -> None:
        """Note a cell that holds an error.

        Raises:
            RefusedFile: the sheet has more errors than an honest table.
        """
        self.errors[(row, column)] = text
        if len(self.errors) > MAX_ERROR_CELLS:
            raise RefusedFile(
                "error_cells", file=file, found=f"{len(self.errors):,}", limit=f"{MAX_ERROR_CELLS:,}"
            )

    def note_style(self, row: int, column: int, style: int) -> None:
        """Note the style of a cell."""
        if style in self.percent_styles:
            self.percent.append((row, column))

    def note_uncalculated(self, row: int, column: int) -> None:
        """Note a formula that was saved without its value."""
        self.uncalculated_cells.append((row, column))

    @property
    def uncalculated(self) -> int:
        """How many formulas were saved without their value."""
        return len(self.uncalculated_cells)

    def warnings(self, file: str, sheet: str) -> tuple[SheetWarning, ...]:
        """What a person should know before the figures of this sheet are used."""
        place = {"file": file, "sheet": sheet}
        found = []
        if self.uncalculated:
            shown = ", ".join(cell_name(*cell) for cell in self.uncalculated_cells[:SHOWN_CELLS])
            more = "…" if self.uncalculated > SHOWN_CELLS else ""
            found.append(
                SheetWarning.of("uncalculated", **place, count=self.uncalculated, cells=shown + more)
            )
        if self.hidden_rows or self.hidden_columns:
            found.append(
                SheetWarning.of("hidden_cells", **place, rows=self.hidden_rows, columns=self.hidden_columns)
            )
        return tuple(found)
