"""The document as the page shows it before it is made: the sentences, tables and charts up to the annexes.

Everything that comes from data is escaped here.
"""

from collections.abc import Iterator
from html import escape
from itertools import takewhile

from dashboard.format import DASH
from dashboard.report.blocks import Block, Cell, Chart, Contents, Heading, Note, Paragraph, Table
from dashboard.report.document import Document, Masthead
from dashboard.report.drawn_chart import draw_svg
from dashboard.theme import FONT, mark_of


def preview_markup(document: Document) -> str:
    """The head of the first page and everything before the annexes, as markup."""
    body = takewhile(lambda block: not _begins_annex(block), document.blocks)
    return "".join((_head(document.masthead), _title(document), *(_block(block) for block in body)))


def left_out(document: Document) -> tuple[str, ...]:
    """Titles of the annexes, which only the files have."""
    return tuple(heading.text for heading in document.headings() if heading.begins_page)


def _begins_annex(block: Block) -> bool:
    return isinstance(block, Heading) and block.begins_page


def _head(head: Masthead) -> str:
    mark = f'<p class="report-mark">{escape(head.mark)}</p>' if head.mark else ""
    issue = f"<span>{escape(head.number)}</span><span>{escape(head.day)}</span>"
    return f'{mark}<p class="report-name">{escape(head.name)}</p><p class="report-issue">{issue}</p>'


def _title(document: Document) -> str:
    mark = f'<p class="report-watermark">{escape(document.watermark)}</p>' if document.watermark else ""
    return f'{mark}<h3 class="report-title">{escape(document.title)}</h3>'


def _block(block: Block) -> str:
    match block:
        case Heading():
            tag = "h4" if block.level == 1 else "h5"
            return f"<{tag}>{escape(block.text)}</{tag}>"
        case Paragraph():
            lead = f"<strong>{escape(block.lead)}</strong>" if block.lead else ""
            text = escape(block.text.removeprefix(block.lead))
            return f'<p class="report-{block.look}">{lead}{text}</p>'
        case Note():
            return f'<p class="note">{escape(block.text)}</p>'
        case Contents():
            return ""
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)


def _chart(chart: Chart) -> str:
    caption = escape(f"{chart.label}　{chart.title}")
    drawn = draw_svg(chart, escape(FONT.replace('"', "'")))
    told = f'<div role="img" aria-label="{escape(chart.alt)}">{drawn}</div>'
    note = f'<p class="note">{escape(chart.note.text)}</p>'
    return f"<figure>{told}<figcaption>{caption}</figcaption>{note}</figure>"


def _table(table: Table) -> str:
    head = "".join(f"<tr>{''.join(_headings(table, row))}</tr>" for row in table.header)
    rows = "".join(f"<tr>{''.join(_cells(table, row))}</tr>" for row in table.rows)
    caption = escape(f"{table.label}　{table.caption}")
    notes = "".join(f'<p class="note">{escape(note.text)}</p>' for note in table.notes)
    body = f"<caption>{caption}</caption><thead>{head}</thead><tbody>{rows}</tbody>"
    reach = f'tabindex="0" role="region" aria-label="{caption}"'  # it scrolls, by keyboard too
    return f'<div class="report-table" {reach}><table class="data-table">{body}</table>{notes}</div>'


def _headings(table: Table, titles: tuple[str, ...]) -> Iterator[str]:
    for title, column in zip(titles, table.columns, strict=True):
        yield f'<th scope="col"{_number(is_numeric=column.is_numeric)}>{escape(title)}</th>'


def _cells(table: Table, cells: tuple[Cell, ...]) -> Iterator[str]:
    for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
        tag = 'th scope="row"' if place == 0 else "td"
        shown = escape(cell.text or DASH) if place else escape(cell.text)
        if cell.result is not None:
            mark = mark_of(cell.result)
            shown = f'<span class="badge badge-{mark.key}">{mark.shape} {shown}</span>'
        yield f"<{tag}{_number(is_numeric=column.is_numeric)}>{shown}</{tag.partition(' ')[0]}>"


def _number(*, is_numeric: bool) -> str:
    return ' class="number"' if is_numeric else ""
