"""Stage one sheet by the layout its format declares."""

from typing import assert_never

from etl.catalog.catalog import Catalog
from etl.errors import ConservationError, LayoutChanged
from etl.model.format import Format
from etl.model.loaded import RawFile
from etl.model.sheet import Sheet
from etl.stage.figures import stage_long, stage_table
from etl.stage.grid import stage_grid
from etl.stage.records import stage_records
from etl.stage.result import StagedSheet


def stage_sheet(sheet: Sheet, declared: Format, file: RawFile, catalog: Catalog) -> StagedSheet:
    """Rows, records, rejects of one sheet, and how many of its rows the format leaves out.

    Raises:
        LayoutChanged: a heading or a row count is not as declared.
        ConservationError: a row was neither kept nor rejected nor left out as declared.
    """
    staged = _by_layout(sheet, declared, file, catalog)
    kept = staged.rows.size + staged.records.size
    if staged.rows_in != kept + staged.rejected.size + staged.rows_left_out:
        raise ConservationError(
            stage="stage",
            source=file.path,
            rows_in=staged.rows_in,
            kept=kept,
            rejected=staged.rejected.size,
            left_out=staged.rows_left_out,
        )
    if declared.expect_rows is None:
        return staged
    tables = (staged.rows, staged.records, staged.rejected)
    found = len({number for table in tables for number in table.array("row_no").tolist()})
    if found != declared.expect_rows:
        raise LayoutChanged(
            file=file.path,
            sheet=sheet.name,
            cell="whole sheet",
            expected=f"{declared.expect_rows} rows",
            found=f"{found} rows",
            action="Ask the publisher for the whole file, or correct expect_rows in its format.",
        )
    return staged


def _by_layout(sheet: Sheet, declared: Format, file: RawFile, catalog: Catalog) -> StagedSheet:
    layout = declared.layout
    match layout.kind:
        case "long":
            return stage_long(sheet, declared, layout, file, catalog)
        case "table":
            return stage_table(sheet, declared, layout, file, catalog)
        case "grid":
            return stage_grid(sheet, declared, layout, file, catalog)
        case "records":
            return stage_records(sheet, layout, catalog)
        case _:
            assert_never(layout.kind)
