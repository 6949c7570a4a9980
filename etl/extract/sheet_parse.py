"""The same look at a sheet as ``sheet_scan``, by an XML parser: for every spelling that XML allows."""

import re
from collections.abc import Iterable
from xml.parsers import expat

from etl.errors import RefusedFile
from etl.extract.limits import MAX_ELEMENT_BYTES, MAX_ELEMENTS, MAX_MERGED
from etl.extract.refusal import damaged, refuse_above
from etl.extract.sheet_notes import SheetFindings
from etl.extract.sheet_scan import column_number

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_MAX_DIGITS = 7
_TRUE = {"1", "true"}


def parse_sheet(
    pieces: Iterable[bytes], file: str, percent_styles: frozenset[int] = frozenset()
) -> SheetFindings:
    """What a sheet holds, in memory that does not grow with it; blank cells do not count.

    Raises:
        RefusedFile: no XML, declares entities, or something in it is beyond the limits.
    """
    reading = _Reading(file, percent_styles)
    parser = safe_parser(file)
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    feed(parser, pieces, file)
    refuse_above("merged", file, reading.found.merged, MAX_MERGED)
    return reading.found


def safe_parser(file: str) -> expat.XMLParserType:
    """A streaming parser that refuses document types, and with them every entity."""

    def refuse(*_: object) -> None:
        raise RefusedFile("doctype", file=file)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, pieces: Iterable[bytes], file: str) -> None:
    """Parse a part piece by piece.

    Raises:
        RefusedFile: it is no well-formed XML.
    """
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > len(piece) + MAX_ELEMENT_BYTES:  # one tag without an end
                raise RefusedFile("element", file=file, limit=f"{MAX_ELEMENT_BYTES:,}")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(file, str(error)) from error


def local_name(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


class _Reading:
    """Where the parser stands, and what it has found so far."""

    def __init__(self, file: str, percent_styles: frozenset[int]) -> None:
        self.found = SheetFindings(percent_styles=percent_styles)
        self._file = file
        self._tables = 0
        self._row = self._column = 0
        self._kind, self._style = "", 0
        self._has_formula = False
        self._value: list[str] | None = None
        self._inside = ""
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.found.elements += 1
        if self.found.elements > MAX_ELEMENTS:
            refuse_above("elements", self._file, self.found.elements, MAX_ELEMENTS)
        match local_name(name):
            case "sheetData":
                self._begin_table()
            case "row":
                self._row = whole(attributes.get("r")) or self._row + 1
                self._column = 0
                self.found.hidden_rows += attributes.get("hidden") in _TRUE
            case "c":
                self._begin_cell(attributes)
            case "f":
                self._has_formula = True
            case "v" | "is" as part:
                self._value = self._value or []
                self._inside = part
            case other:
                self._count(other, attributes)

    def _begin_table(self) -> None:
        self._tables += 1
        if self._tables > 1:  # a reader takes the first and loses the other
            raise damaged(self._file, "a sheet with two tables")

    def _count(self, name: str, attributes: dict[str, str]) -> None:
        self.found.merged += name == "mergeCell"
        self.found.hidden_columns += name == "col" and attributes.get("hidden") in _TRUE

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        elif named := _REFERENCE.fullmatch(reference):
            self._row, self._column = int(named[2]), column_number(named[1])
        else:
            raise damaged(self._file, f"a cell named {reference[:20]!r}")
        self._kind, self._style = attributes.get("t", ""), whole(attributes.get("s"))
        self._has_formula, self._value, self._length = False, None, 0

    def text(self, text: str) -> None:
        """Characters; those of a value are kept until its cell ends."""
        if self._inside and self._value is not None:
            self._value.append(text)
            self._length += len(text)
            if self._length > MAX_ELEMENT_BYTES:
                raise RefusedFile("element", file=self._file, limit=f"{MAX_ELEMENT_BYTES:,}")

    def end(self, name: str) -> None:
        """An element ends."""
        match local_name(name):
            case "v" | "is":
                self._inside = ""
            case "c":
                self._end_cell()

    def _end_cell(self) -> None:
        if self._value is None and not self._has_formula:
            return
        value = "".join(self._value or ())
        self.found.reach(self._row, self._column)
        self.found.note_style(self._row, self._column, self._style)
        self.found.formulas += self._has_formula
        is_empty_text = self._kind == "str" and self._value is not None
        if self._has_formula and not value and not is_empty_text:
            self.found.note_uncalculated(self._row, self._column)
        if self._kind == "e" and value:
            self.found.note_error(self._row, self._column, value, self._file)


def whole(text: str | None) -> int:
    """A whole number of an attribute; 0 where it is none."""
    return int(text) if text and text.isdecimal() and len(text) <= _MAX_DIGITS else 0
