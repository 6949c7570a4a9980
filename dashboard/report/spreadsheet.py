"""Workbooks that come out the same every time, and cells that run nothing."""

import io
from datetime import datetime
from typing import Final

import xlsxwriter

# spreadsheets run what begins so
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def new_workbook(title: str, date: str) -> tuple[xlsxwriter.Workbook, io.BytesIO]:
    """An empty workbook whose properties carry the date of the build, not of the day.

    Args:
        title: title in the properties.
        date: ``YYYY-MM-DD``.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": datetime.fromisoformat(date)})
    return book, stream


def neutralised(text: str) -> str:
    """Text that a spreadsheet shows and never runs: a formula's first sign gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
