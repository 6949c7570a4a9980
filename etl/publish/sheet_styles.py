"""How the workbooks look that people fill in."""

from typing import Any


def sheet_styles(book: Any) -> dict[str, Any]:
    """The formats of a workbook; only figures and free cells can be changed, all else is locked."""
    heading = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "heading": book.add_format({**heading, "bg_color": "#E7EDF4"}),
        "key": book.add_format({"border": 1, "num_format": "@"}),
        "figure": book.add_format({"border": 1, "num_format": "#,##0.####", "locked": False}),
        "free": book.add_format({"border": 1, "num_format": "@", "locked": False}),
        "note": book.add_format({"italic": True}),
        "guidance": book.add_format({"text_wrap": True, "valign": "top"}),
    }
