"""Workbooks written by hand, part by part, so that a test can make one thing wrong."""

import struct
import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def cells(*rows: str) -> str:
    """The XML of a sheet from the XML of its rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def number(reference: str, value: object = 1) -> str:
    return f'<c r="{reference}"><v>{value}</v></c>'


def xlsx_parts(
    *sheets: str, states: tuple[str, ...] = (), extra: dict[str, str] | None = None
) -> dict[str, str]:
    """The parts of a workbook with sheets named a, b, c …"""
    names = [chr(ord("a") + place) for place in range(len(sheets))]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{place}" r:id="rId{place}" state="{state or "visible"}"/>'
        for place, (name, state) in enumerate(zip(names, states or ("",) * len(sheets), strict=True), start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{place}" Type="{OFFICE}/worksheet" Target="worksheets/{name}.xml"/>'
        for place, name in enumerate(names, start=1)
    )
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
        **{f"xl/worksheets/{name}.xml": sheet for name, sheet in zip(names, sheets, strict=True)},
        **(extra or {}),
    }


def write_xlsx(path: Path, *sheets: str, **more: object) -> Path:
    """A workbook of sheets given as XML."""
    return write_zip(path, xlsx_parts(*sheets, **more))  # type: ignore[arg-type]


def write_zip(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def write_compound(path: Path, streams: dict[str, bytes]) -> Path:
    """A compound file (OLE2) with the given streams, each of at least 4,096 bytes."""
    sector = 512
    contents = {name: content.ljust(max(4096, -(-len(content) // sector) * sector), b"\0")
                for name, content in streams.items()}  # fmt: skip
    directory_sectors = -(-(len(contents) + 1) * 128 // sector)
    table = [TABLE, *_chain(1, directory_sectors)]
    starts = {}
    for name, content in contents.items():
        starts[name] = len(table)
        table += _chain(len(table), len(content) // sector)
    assert len(table) <= sector // 4, "one sector of table is enough for a test"
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII", bytes.fromhex("D0CF11E0A1B11AE1"), b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, END, 0, END, 0,
    ) + struct.pack("<109I", 0, *[FREE] * 108)  # fmt: skip
    entries = [_entry("Root Entry", 5, END, 0)]
    entries += [_entry(name, 2, starts[name], len(content)) for name, content in contents.items()]
    directory = b"".join(entries).ljust(directory_sectors * sector, b"\0")
    fat = struct.pack(f"<{sector // 4}I", *table, *[FREE] * (sector // 4 - len(table)))
    path.write_bytes(header + fat + directory + b"".join(contents.values()))
    return path


def _chain(first: int, length: int) -> list[int]:
    return [*range(first + 1, first + length), END]


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBB12s16sIQQIQ", text, len(text), kind, 1, struct.pack("<III", FREE, FREE, FREE),
                       b"", 0, 0, 0, start, size)  # fmt: skip


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of an .xls workbook."""
    return struct.pack("<HH", kind, len(body)) + body


def xls_stream(*records: bytes, styles: bytes = b"") -> bytes:
    """A workbook stream with one sheet named a, of the given records, behind records of styles."""
    begin_workbook = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    begin_sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    listed = record(0x0085, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"a")
    place = len(begin_workbook) + len(styles) + len(listed) + 4
    listed = record(0x0085, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"a")
    return b"".join([begin_workbook, styles, listed, record(0x000A), begin_sheet, *records, record(0x000A)])
