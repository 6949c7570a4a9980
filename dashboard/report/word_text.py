"""Paragraphs of a Word document, written as XML at once: styles, links to the workings, fields, bookmarks."""

import re
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dashboard.report.blocks import Contents, Figure, Heading, Parts
from dashboard.report.document import Document

_SIGNS: Final = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_NAMESPACES: Final = nsdecls("w")
CONTENTS_LEVELS: Final = 1
_FIRST_BOOKMARK: Final = 10_000  # beside the numbers of the rows of workings


class WordText:
    """Writes the paragraphs of one document in order."""

    def __init__(self, document: Any, report: Document) -> None:
        self._document = document
        self._report = report
        self._styles = {style.name: style.style_id for style in document.styles}
        self._headings = 0

    def write(self, style: str, parts: Parts, *, lead: str = "") -> Any:
        """Append a paragraph of a style; its numbers lead to their rows in the list of workings."""
        told = run(lead, style="ReportLead") if lead else ""
        return self._append(style, told + "".join(map(self._part, parts)))

    def write_heading(self, heading: Heading, *, begins_page: bool) -> Any:
        """Append a heading with the bookmark that the table of contents leads to."""
        style = f"Heading {heading.level}"
        if begins_page:
            style = "Heading 1 Annex"
        name = self._bookmark(self._headings)
        number = _FIRST_BOOKMARK + self._headings
        self._headings += 1
        marked = (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{run(heading.text)}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )
        return self._append(style, marked)

    def write_caption(self, style: str, label: str, number: int, caption: str) -> Any:
        """Append a caption whose number is a field, so that an editor can insert one before it."""
        word = label.removesuffix(str(number))
        gap = "　" if self._report.lang == "zh" else ". "
        field = simple_field(f"SEQ {word.strip()} \\* ARABIC", str(number))
        return self._append(style, f"{run(word)}{field}{run(gap + caption)}")

    def write_contents(self, contents: Contents) -> None:
        """Append the table of contents: a field that the office program fills with page numbers."""
        self._append("Report Contents", run(contents.title))
        shown = [
            (place, heading)
            for place, heading in enumerate(self._report.headings())
            if heading.level <= CONTENTS_LEVELS
        ]
        begin = _mark("begin", dirty=True) + _instruction(f'TOC \\o "1-{CONTENTS_LEVELS}" \\h \\z \\u')
        for place, (number, heading) in enumerate(shown):
            name = self._bookmark(number)
            link = f'<w:hyperlink w:anchor="{name}" w:history="1">{run(heading.text)}</w:hyperlink>'
            before = begin + _mark("separate") if place == 0 else ""
            after = _mark("end") if place == len(shown) - 1 else ""
            self._append("toc 1", before + link + after)

    def put_page_number(self, paragraph: Any) -> None:
        """Fill the paragraph of a footer: ``— 1 —``."""
        dashes = _element(run("— ") + simple_field("PAGE", "1") + run(" —"))
        for child in list(dashes):
            paragraph.append(child)

    def _append(self, style: str, content: str) -> Any:
        # an element of the body is set before its last child, the properties of the section
        body = self._document.element.body
        paragraph = _element(f'<w:pPr><w:pStyle w:val="{self._styles[style]}"/></w:pPr>{content}')
        body.insert(len(body) - 1, paragraph)
        return paragraph

    def _part(self, part: str | Figure) -> str:
        if isinstance(part, str):
            return run(part)
        anchor = self._report.anchors.get(part)
        told = run(part.text)
        return f'<w:hyperlink w:anchor="{anchor}" w:history="0">{told}</w:hyperlink>' if anchor else told

    @staticmethod
    def _bookmark(place: int) -> str:
        return f"_Toc{place + 1:08d}"


def run(text: str, style: str = "") -> str:
    """A run of text; its look comes from the style of the paragraph, or a named one of its own."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    pieces = [
        _SIGNS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in re.split("([\t\n])", text)
        if piece
    ]
    return f"<w:r>{look}{''.join(pieces)}</w:r>" if text else ""


def simple_field(instruction: str, shown: str) -> str:
    """A field with what it shows until it is next brought up to date."""
    return f"<w:fldSimple w:instr={quoteattr(f' {instruction} ')}>{run(shown)}</w:fldSimple>"


def _element(content: str) -> Any:
    return parse_xml(f"<w:p {_NAMESPACES}>{content}</w:p>")


def _mark(kind: str, *, dirty: bool = False) -> str:
    attribute = ' w:dirty="true"' if dirty else ""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"{attribute}/></w:r>'


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(text)} </w:instrText></w:r>'
