"""Stage sheets of records: firms, events, episodes. Fields stay text; the register says what they mean."""

import json
from collections.abc import Iterator

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import Coded, Columns
from etl.model.cell_table import CellColumn, CellRows, objects_of
from etl.model.format import RecordsLayout
from etl.model.sheet import Sheet
from etl.stage.heading import find_columns, refuse_undeclared_figures
from etl.stage.places import read_regions
from etl.stage.result import Faults, StagedSheet, no_rows
from etl.stage.words import are_blank, rows_are_blank


def stage_records(sheet: Sheet, layout: RecordsLayout, catalog: Catalog) -> StagedSheet:
    """Records of a sheet, one per row, with the required fields present."""
    headings = tuple(field.heading for field in layout.fields)
    place = layout.region
    named = () if place is None else tuple(filter(None, (place.heading, place.name_heading)))
    wanted = (*named, *headings)
    heading_row, columns = find_columns(sheet, tuple(dict.fromkeys(wanted)))
    refuse_undeclared_figures(sheet, heading_row, columns.values(), layout.ignore_columns)
    body = sheet.cells.below(heading_row)
    body = body.take(~rows_are_blank(body))
    faults = Faults(len(body))
    regions = None if layout.region is None else read_regions(body, layout.region, columns, catalog, faults)
    for field in layout.fields:
        if field.required:
            cells = body[columns[field.heading]]
            faults.add(are_blank(cells), "field_empty", columns[field.heading], cells, field=field.field)
    records = Columns(
        {
            "register": Coded.all_alike(layout.register_id, len(body)),
            "region": Coded.all_alike(None, len(body)) if regions is None else regions,
            "fields": objects_of(list(_fields(body, layout, columns))),
            "sheet_no": np.full(len(body), sheet.number, dtype=np.int32),
            "row_no": body.numbers,
            "column_no": np.full(len(body), columns[layout.fields[0].heading], dtype=np.int32),
        }
    )
    wrong = faults.any_of
    return StagedSheet(
        rows_in=len(body),
        rows=no_rows(),
        records=records.take(~wrong),
        rejected=faults.rejected(sheet, body.numbers, records),
    )


def _fields(body: CellRows, layout: RecordsLayout, columns: dict[str, int]) -> Iterator[str]:
    """The fields of each record, by their names."""
    names = [field.field for field in layout.fields]
    texts = (_texts(body[columns[field.heading]]) for field in layout.fields)
    for row in zip(*texts, strict=True):
        yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)


def _texts(column: CellColumn) -> list[str]:
    words = [_text(word) for word in column.words]
    return [words[code] for code in column.codes.tolist()]


def _text(value: object) -> str:
    """A field as text; a workbook stores the year 2025 as 2025.0, and a day with the hour 00:00."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")
