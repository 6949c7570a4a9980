"""Look at a workbook before any library opens it: what it is by content, whether it is within the limits."""

import posixpath
import zipfile
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from etl.errors import RefusedFile
from etl.extract.biff import scan_workbook
from etl.extract.compound_file import MAGIC, CompoundFile, CompoundFileError
from etl.extract.limits import (
    MAX_CELLS,
    MAX_INDEX_BYTES,
    MAX_SHARED_TEXTS,
    MAX_WORKBOOK_BYTES,
)
from etl.extract.percent_styles import percent_styles
from etl.extract.refusal import damaged, refuse_above, refuse_bytes_above, size_of, unreadable
from etl.extract.sheet_notes import SheetFindings
from etl.extract.sheet_parse import feed, local_name, parse_sheet, safe_parser, whole
from etl.extract.sheet_scan import UnusualSpellingError, scan_sheet
from etl.extract.zip_parts import list_parts, part_name, unpack
from etl.model.sheet import SheetWarning

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD_BYTES = 4096
_MARKUP_SUFFIXES = (".xml", ".rels", ".vml")
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
_BYTE_ORDER_MARKS = b"\xef\xbb\xbf"
_ROOT_RELATIONS = "_rels/.rels"


class WorkbookKind(StrEnum):
    """The kinds of workbook that are read."""

    XLSX = "xlsx"
    XLS = "xls"


class Precheck(Struct):
    """A workbook that may be opened.

    Attributes:
        kind: what it is by its content, whatever its name.
        sheets: what was found in each sheet, in the order of the workbook.
        warnings: code and facts of what concerns the whole workbook.
    """

    kind: WorkbookKind
    sheets: list[SheetFindings] = field(default_factory=list)
    warnings: list[SheetWarning] = field(default_factory=list)


def check_workbook(path: Path, file: str) -> Precheck:
    """Decide whether a workbook may be opened, reading it piece by piece.

    Args:
        path: where the file lies.
        file: its path below ``data/raw``, for messages.

    Raises:
        RefusedFile: it is no workbook, or opening it could cost more than the limits allow.
    """
    refuse_bytes_above("too_large", file, size_of(path, file), MAX_WORKBOOK_BYTES)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
            checked = _check_zip(stream, file) if head.startswith(_ZIP) else _check_other(head, stream, file)
    except OSError as error:
        raise unreadable(file, error) from error
    _check_reach(checked, file)
    if path.suffix.lower() in {".xls", ".xlsx"} and path.suffix.lower() != f".{checked.kind}":
        checked.warnings.append(SheetWarning.of("other_kind", file=file, kind=f".{checked.kind}"))
    return checked


def _check_reach(checked: Precheck, file: str) -> None:
    for sheet in checked.sheets:
        if sheet.last_row > _MAX_ROW or sheet.last_column > _MAX_COLUMN:
            raise damaged(file, f"a cell outside of the grid, {sheet.used_range}")
    total = sum(sheet.cells for sheet in checked.sheets)
    if total > MAX_CELLS:
        widest = max(checked.sheets, key=lambda sheet: sheet.cells)
        raise RefusedFile(
            "cells", file=file, found=f"{total:,}", used_range=widest.used_range, limit=f"{MAX_CELLS:,}"
        )


def _check_other(head: bytes, stream: BinaryIO, file: str) -> Precheck:
    """Everything that is no zip: an ``.xls`` workbook, or something that only has the name of one."""
    if not head.startswith(MAGIC):
        raise RefusedFile(f"kind_{kind_of_text(head)}", file=file)
    stream.seek(0)
    try:
        container = CompoundFile(stream.read())
        if container.find("EncryptedPackage", "EncryptionInfo"):
            raise RefusedFile("encrypted", file=file)
        workbook = container.find("Workbook", "Book")
        if workbook is None:
            raise RefusedFile("kind_unknown", file=file)
        content = container.read(workbook)
    except CompoundFileError as error:
        raise RefusedFile("truncated", file=file) from error
    return Precheck(WorkbookKind.XLS, scan_workbook(content, file))


def kind_of_text(head: bytes) -> str:
    """What the beginning of a file that is no workbook looks like: html, xml, text or unknown."""
    start = head.removeprefix(_BYTE_ORDER_MARKS).lstrip().lower()
    if start.startswith(b"<?xml") and b"<html" not in start:
        return "xml"
    if start.startswith(b"<"):
        return "html"
    return "unknown" if b"\0" in head or start.startswith(b"%pdf") else "text"


def _check_zip(stream: BinaryIO, file: str) -> Precheck:
    parts = list_parts(stream, file)
    return _ZippedWorkbook(stream, parts, file).check()


class _ZippedWorkbook:
    """The parts of one ``.xlsx`` or ``.xlsm`` workbook."""

    def __init__(self, stream: BinaryIO, parts: dict[str, zipfile.ZipInfo], file: str) -> None:
        self._stream, self._parts, self._file = stream, parts, file
        self._must_calculate = False

    def check(self) -> Precheck:
        """Every part of markup is looked through, as a sheet if it is one."""
        workbook = self._main_part()
        names = self._sheet_parts(workbook)
        for name in self._parts:
            if name.startswith("xl/") and name.endswith(_MARKUP_SUFFIXES) and name not in names:
                self._check_markup(name)
        styles = self._percent_styles()
        sheets = [self._scan(name, styles) for name in names]
        if sum(sheet.cells for sheet in sheets) > MAX_CELLS:  # perhaps formatted blanks, which readers skip
            sheets = [parse_sheet(self._unpack(name), self._file, styles) for name in names]
        return Precheck(WorkbookKind.XLSX, sheets, list(self._warnings(sheets)))

    def _main_part(self) -> str:
        """The part that lists the sheets, found as readers find it: by the relations of the zip."""
        if "mimetype" in self._parts:
            raise RefusedFile("kind_ods", file=self._file)
        targets = self._relations(_ROOT_RELATIONS) if _ROOT_RELATIONS in self._parts else {}
        found = [target for kind, target in targets.values() if kind.endswith("/officeDocument")]
        main = _resolve("", found[0]) if found else "xl/workbook.xml"
        if main.endswith(".bin"):
            raise RefusedFile("kind_xlsb", file=self._file)
        if main not in self._parts or not main.startswith("xl/"):
            raise RefusedFile("kind_zip", file=self._file)
        return main

    def _sheet_parts(self, workbook: str) -> list[str]:
        """The parts that hold the sheets, in the order of the workbook."""
        folder, name = posixpath.split(workbook)
        relations = self._relations(f"{folder}/_rels/{name}.rels")
        ids: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            named = {local_name(key): value for key, value in attributes.items()}
            if local_name(name) == "sheet":
                ids.append(named.get("id", ""))
            elif local_name(name) == "calcPr":
                self._must_calculate = named.get("fullCalcOnLoad") in {"1", "true"}

        self._parse(workbook, start)
        parts = [_resolve(folder, relations[key][1]) for key in ids if key in relations]
        if len(parts) != len(ids) or any(part not in self._parts for part in parts):
            raise damaged(self._file, "a sheet that is listed but not there")
        if len(set(parts)) != len(parts) or any(not part.endswith(".xml") for part in parts):
            raise damaged(self._file, "a sheet in an unusual place")
        return parts

    def _relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Relations of a part: id → kind and target."""
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if local_name(name) == "Relationship":
                kind, target = attributes.get("Type", ""), attributes.get("Target", "")
                found[attributes.get("Id", "")] = (kind, target)

        self._parse(name, start)
        return found

    def _parse(self, name: str, start: Callable[[str, dict[str, str]], None]) -> None:
        if name not in self._parts:
            raise damaged(self._file, f"{name} is not there")
        refuse_bytes_above("unpacked", self._file, self._parts[name].file_size, MAX_INDEX_BYTES)
        parser = safe_parser(self._file)
        parser.StartElementHandler = start
        feed(parser, self._unpack(name), self._file)

    def _unpack(self, name: str) -> Iterable[bytes]:
        return unpack(self._stream, self._parts[name], self._file)

    def _check_markup(self, name: str) -> None:
        """No document type, and no sheet that the workbook does not list."""
        if name.endswith("/styles.xml"):
            refuse_bytes_above("unpacked", self._file, self._parts[name].file_size, MAX_INDEX_BYTES)
        texts, before = 0, b""
        may_hold_cells = "/externallinks/" in name  # what other workbooks held when this one was saved
        for piece in self._unpack(name):
            window = before + piece
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise RefusedFile("doctype", file=self._file)
            if b"\0" in window or (b"sheetData>" in window and not may_hold_cells):
                raise damaged(self._file, f"{name} is not what its name says")
            texts += (before[-2:] + piece).count(b"<si")
            before = piece[-16:]
        refuse_above("texts", self._file, texts, MAX_SHARED_TEXTS)

    def _scan(self, name: str, percent_styles: frozenset[int]) -> SheetFindings:
        try:
            return scan_sheet(self._unpack(name), self._file, percent_styles)
        except UnusualSpellingError:
            return parse_sheet(self._unpack(name), self._file, percent_styles)

    def _percent_styles(self) -> frozenset[int]:
        """Styles of cells that show a figure as per cent."""
        codes: dict[int, str] = {}
        formats: list[int] = []
        group = ""

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal group
            match local_name(name):
                case "cellXfs" | "cellStyleXfs" | "cellStyles" | "dxfs" as container:
                    group = container
                case "numFmt":
                    codes[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
                case "xf" if group == "cellXfs":
                    formats.append(whole(attributes.get("numFmtId")))

        for name in self._parts:
            if name.startswith("xl/") and name.endswith("/styles.xml"):
                self._parse(name, start)
        return percent_styles(formats, codes)

    def _warnings(self, sheets: list[SheetFindings]) -> Iterator[SheetWarning]:
        if any(name.endswith("vbaproject.bin") for name in self._parts):
            yield SheetWarning.of("macros", file=self._file)
        if any("/externallinks/" in f"/{name}" for name in self._parts):
            yield SheetWarning.of("external_links", file=self._file)
        formulas = sum(sheet.formulas for sheet in sheets)
        if self._must_calculate and formulas > sum(sheet.uncalculated for sheet in sheets):
            yield SheetWarning.of("not_recalculated", file=self._file, count=formulas)


def _resolve(folder: str, target: str) -> str:
    """The part that a relation points to."""
    if target.startswith(("/", "\\")):
        return part_name(target)
    return part_name(posixpath.normpath(posixpath.join(folder, target.replace("\\", "/"))))
