"""The formats of the demonstration: how the files of each return and register are laid out."""

from collections.abc import Sequence
from typing import Any

from etl.catalog.catalog import Catalog
from etl.demo.declared import Return
from etl.demo.makes import SeriesRow
from etl.demo.tables import (
    CODE,
    NAME,
    NOT_REPORTED,
    PERIOD,
    SERIES,
    SPELLINGS,
    STATUS,
    STATUS_WORDS,
    UNIT,
    VALUE,
    Words,
    table_heading,
)
from etl.demo.workbook import NOTES, SUBTOTAL, split_headings

Yaml = dict[str, Any]


def format_of_return(declared: Return, rows: Sequence[SeriesRow], catalog: Catalog, words: Words) -> Yaml:
    """The layout of a return's files."""
    is_workbook = declared.form == "workbook"
    if is_workbook:
        layout = _grid_layout(rows, words)
    elif declared.layout == "long":
        layout = _long_layout(rows, words)
    else:
        layout = _table_layout(rows, catalog, words)
    return {
        "source": declared.id,
        "file": "*.xlsx" if is_workbook else "*.csv",
        "reader": "workbook" if is_workbook else "csv",
        "layout": layout,
        "missing": {NOT_REPORTED: "not_published", "—": "not_applicable"},
    }


def _places() -> Yaml:
    spellings = [{"pattern": pattern, "becomes": becomes} for pattern, becomes in SPELLINGS]
    return {
        "region": {"heading": CODE, "by": "code", "name_heading": NAME},
        "period": {"heading": PERIOD, "spellings": spellings},
    }


def _long_layout(rows: Sequence[SeriesRow], words: Words) -> Yaml:
    return {
        "kind": "long",
        **_places(),
        "series": {"heading": SERIES, "words": {words.series[row.series]: row.series for row in rows}},
        "unit": {"heading": UNIT},
        "value": VALUE,
        "status": {"heading": STATUS, "words": {word: s.value for s, word in STATUS_WORDS.items()}},
    }


def _table_layout(rows: Sequence[SeriesRow], catalog: Catalog, words: Words) -> Yaml:
    columns = [
        {
            "heading": table_heading(row.series, words),
            "series": row.series,
            "unit": catalog.series[row.series].unit,
        }
        for row in rows
    ]
    return {"kind": "table", **_places(), "columns": columns, "status": {"fixed": "preliminary"}}


def _grid_layout(rows: Sequence[SeriesRow], words: Words) -> Yaml:
    """Workbooks of :mod:`etl.demo.workbook`: the period in the title, units in the corner or in brackets."""
    _, headings = split_headings([table_heading(row.series, words) for row in rows])
    return {
        "kind": "grid",
        "region": {
            "headings": [NAME],
            "by": "name",
            "within": "row_above",
            "leave_out": [SUBTOTAL],
            "stop_at": [NOTES[0][:2]],
        },
        "period": {"place": "title"},
        "columns": [
            {"heading": f"{heading.group}|{heading.name}", "series": row.series}
            for heading, row in zip(headings, rows, strict=True)
        ],
        "status": {"fixed": "preliminary"},
    }


def format_of_register(source: str, register: str, fields: Sequence[tuple[str, str, bool]]) -> Yaml:
    """The layout of a register's file: headings, fields, and which must be there."""
    return {
        "source": source,
        "file": "*.csv",
        "reader": "csv",
        "layout": {
            "kind": "records",
            "register_id": register,
            "region": {"heading": CODE, "by": "code", "name_heading": NAME},
            "fields": [
                {"heading": heading, "field": name, "required": required}
                for heading, name, required in fields
            ],
        },
    }
