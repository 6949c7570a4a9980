"""Stage sheets of records: firms, events, episodes. Fields stay text; the register says what they mean."""

import json

import pandas as pd

from etl.catalog.catalog import Catalog
from etl.model.format import RecordsLayout
from etl.model.sheet import Sheet
from etl.stage.heading import find_columns, refuse_undeclared_figures
from etl.stage.places import read_regions
from etl.stage.result import Faults, StagedSheet, no_rows
from etl.stage.words import normal, rows_are_blank


def stage_records(sheet: Sheet, layout: RecordsLayout, catalog: Catalog) -> StagedSheet:
    """Records of a sheet, one per row, with the required fields present."""
    headings = tuple(field.heading for field in layout.fields)
    place = layout.region
    named = () if place is None else tuple(filter(None, (place.heading, place.name_heading)))
    wanted = (*named, *headings)
    heading_row, columns = find_columns(sheet, tuple(dict.fromkeys(wanted)))
    refuse_undeclared_figures(sheet, heading_row, columns.values(), layout.ignore_columns)
    body = sheet.cells.loc[heading_row + 1 :]
    body = body[~rows_are_blank(body)]
    faults = Faults(len(body))
    regions = None if layout.region is None else read_regions(body, layout.region, columns, catalog, faults)
    for field in layout.fields:
        if field.required:
            cells = body[columns[field.heading]]
            empty = cells.map(lambda cell: not normal(cell)).to_numpy(dtype=bool)
            faults.add(empty, "field_empty", columns[field.heading], cells, field=field.field)
    records = pd.DataFrame(
        {
            "register": layout.register_id,
            "region": None if regions is None else pd.Series(regions, dtype=object),
            "fields": _fields(body, layout, columns),
            "sheet_no": sheet.number,
            "row_no": body.index.to_numpy(),
            "column_no": columns[layout.fields[0].heading],
        }
    )
    wrong = faults.any_of
    return StagedSheet(
        rows_in=len(body),
        rows=no_rows(),
        records=records[~wrong].reset_index(drop=True),
        rejected=faults.rejected(sheet, body.index.to_numpy(), records[["region"]]),
    )


def _fields(body: pd.DataFrame, layout: RecordsLayout, columns: dict[str, int]) -> list[str]:
    names = [field.field for field in layout.fields]
    chosen = body[[columns[field.heading] for field in layout.fields]].to_numpy(dtype=object)
    return [json.dumps(dict(zip(names, map(_text, row), strict=True)), ensure_ascii=False) for row in chosen]


def _text(value: object) -> str:
    """A field as text; a workbook stores the year 2025 as 2025.0, and a day with the hour 00:00."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")
