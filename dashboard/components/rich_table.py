"""A table with links, marks and courses as one piece of markup: its cells cost the browser next to nothing.

Everything that comes from data is escaped here; the scripts put the markup into the page as it is.
"""

import html as html_text
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from dashboard.components.aria import labelled
from dashboard.components.badge import marked_text, verdict_text
from dashboard.components.elements import Element, element
from dashboard.components.table import csv_link
from dashboard.figures.sparkline import HEIGHT, WIDTH, Drawing, drawing_in_address
from dashboard.theme import mark_of
from dashboard.views.holes import HOLE
from dashboard.views.sparkline import SparklineView
from dashboard.views.table import Cell, Column, CourseValues, FilledRow, RowKind, TableView

_MOST_PATTERNS: Final = 4096
"""Of rows of a kind that are remembered, a kilobyte each."""
_SIZE: Final = f'width="{WIDTH}" height="{HEIGHT}"'
_UNSAFE: Final = re.compile("[&<>\"']")


def escape(text: str) -> str:
    """Text that markup may hold, in an attribute too; most texts of a table hold nothing to escape."""
    return html_text.escape(text) if _UNSAFE.search(text) else text


def rich_table(view: TableView) -> Element:
    """The table of a view with its caption, CSV link and notes."""
    caption = element("Span", view.caption, className="table-caption")
    return element(
        "Figure",
        [
            element("Figcaption", [caption, *csv_link(view)]),
            fragment(table_markup(view), view.caption),
            *[element("P", note, className="note") for note in view.notes],
        ],
        className="table-figure",
    )


def figure_markup(view: TableView) -> str:
    """The same as markup, for a table that stands inside a longer piece; it has no download of its own."""
    caption = escape(view.caption)
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in view.notes)
    return (
        f'<figure class="table-figure"><figcaption><span class="table-caption">{caption}</span></figcaption>'
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="{caption}">'
        f"{table_markup(view)}</div>{notes}</figure>"
    )


def fragment(markup: str, label: str) -> Element:
    """Escaped markup in a place that scrolls, by keyboard too."""
    return markup_div(markup, "table-scroll", tabIndex="0", role="region", **labelled(label))


def markup_div(markup: str, class_name: str, **attributes: Any) -> Element:
    """A place for escaped markup."""
    held: dict[str, Any] = {"data-markup": markup}
    return element("Div", className=class_name, **held, **attributes)


def table_markup(view: TableView) -> str:
    """The table as HTML, everything in it escaped."""
    head = "".join(map(_heading, view.columns))
    opened = tuple(['<td class="number">' if column.is_numeric else "<td>" for column in view.columns[1:]])
    lang, marked = view.lang, view.marked
    rows = [
        _filled(row, opened, lang)
        if type(row) is FilledRow and index not in marked
        else _row(row, opened, lang, index in marked)
        for index, row in enumerate(view.rows)
    ]
    return table_of(f"<tr>{head}</tr>", "".join(rows))


def table_of(head: str, rows: str, class_name: str = "data-table") -> str:
    """A table from the markup of its heading and its rows."""
    return f'<table class="{class_name}"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def heading(text: str, scope: str = "col", class_name: str = "") -> str:
    """A heading cell with plain text."""
    return f'<th scope="{scope}"{_class(class_name)}>{escape(text)}</th>'


def _heading(column: Column) -> str:
    shown = escape(column.title)
    if column.address is not None:
        shown = f'<a class="sort-link" href="{escape(column.address)}">{shown}</a>'
    order = f' aria-sort="{column.order}"' if column.order else ""
    return f'<th scope="col"{_class("number" if column.is_numeric else "")}{order}>{shown}</th>'


def _row(row: Sequence[Cell], opened: Sequence[str], lang: str, is_marked: bool) -> str:
    cells = "".join([f"{tag}{_content(cell, lang)}</td>" for tag, cell in zip(opened, row[1:], strict=True)])
    name = f'<th scope="row">{_content(row[0], lang)}</th>'
    return f"<tr{_class('row-marked' if is_marked else '')}>{name}{cells}</tr>"


def _filled(row: FilledRow, opened: tuple[str, ...], lang: str) -> str:
    parts, at, course = _pattern(row.kind, opened, lang)
    own = tuple(map(escape, row.fills)) if _UNSAFE.search("".join(row.fills)) else row.fills
    if course is not None and row.course is not None:
        ends = own[at : at + 2]  # told beside the drawing and where it is pointed at
        own = *own[:at], _heights(course, row.course), *ends, *ends, *own[at + 2 :]
    drawn = parts.copy()
    drawn[1::2] = own
    return "".join(drawn)


def _heights(course: Drawing, own: CourseValues) -> str:
    if own.drawn is None:
        own.drawn = course.between(own.values)
    return own.drawn


class _Pattern(NamedTuple):
    """The markup of a row of a kind.

    Attributes:
        parts: its markup, every second part a place for what is a row's own.
        course_at: which of its fills are the first of the words of a course.
        course: draws it; None in a row without a course.
    """

    parts: list[str]
    course_at: int
    course: Drawing | None


@lru_cache(maxsize=_MOST_PATTERNS)
def _pattern(kind: RowKind, opened: tuple[str, ...], lang: str) -> _Pattern:
    """A row of a kind as any other, drawn once for hundreds."""
    at, view = kind.course or (0, None)
    course = drawing_in_address(view.years, view.breaks) if view else None
    markup = _row(kind.cells, opened, lang, False)
    parts = [part for piece in markup.split(HOLE) for part in (piece, "")]
    return _Pattern(parts[:-1], at, course)


def _content(cell: Cell, lang: str) -> str:
    text, address, result, note, reason, trend, mark = cell
    if result is not None:
        told = escape(verdict_text(result, lang, text=text, reason=reason))
        shown = f'<span class="badge badge-{mark_of(result).key}">{told}</span>'
    elif trend is not None:
        shown = _course(trend)
    elif mark is not None:
        shown = f'<span class="badge badge-{mark.key}">{escape(marked_text(mark, text))}</span>'
    else:
        shown = escape(text)
    if address is not None:
        shown = f'<a href="{escape(address)}">{shown}</a>'
    return f'{shown}<small class="cell-note">{escape(note)}</small>' if note else shown


def _course(view: SparklineView) -> str:
    told = escape(view.told)
    drawing = drawing_in_address(view.years, view.breaks)  # holds nothing to escape
    source = f"{drawing.head}{drawing.between(view.values) if view.values else HOLE}{drawing.tail}"
    return f'<img class="sparkline" src="{source}" alt="{told}" title="{told}" {_SIZE}>'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
