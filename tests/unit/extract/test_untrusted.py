"""Nothing that somebody sends may end the process, eat the memory, or be taken half."""

import os
import random
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl.errors import RefusedFile, SourceFileError, load_messages
from etl.extract import limits
from etl.extract.csv_file import read_csv
from etl.extract.limited import WorkbookReader
from etl.extract.precheck import check_workbook
from etl.extract.raw_files import sha256_of
from etl.extract.sheet_parse import parse_sheet
from etl.extract.sheet_scan import scan_sheet
from etl.extract.workbook import read_workbook
from etl.model.sheet import cell_name
from tests.unit.extract.workbooks import (
    OFFICE,
    cells,
    number,
    record,
    write_compound,
    write_xlsx,
    write_zip,
    xls_stream,
    xlsx_parts,
)

ROOT = Path(__file__).parents[3]


@pytest.fixture
def reader():
    with WorkbookReader() as workbooks:
        yield workbooks


def read(path, reader):
    return read_workbook(path, path.name, reader)


def refusal(path, read_it=check_workbook):
    with pytest.raises(RefusedFile) as caught:
        read_it(path, path.name)
    for lang in ("zh", "en"):
        assert path.name in caught.value.say(lang)
    return caught.value.refusal_code


def square(rows, columns):
    return cells(*(
        f'<row r="{row}">'
        + "".join(number(cell_name(row, column)) for column in range(1, columns + 1))
        + "</row>"
        for row in range(1, rows + 1)
    ))  # fmt: skip


# ── reach ──


def test_two_cells_in_the_farthest_corners_are_refused_before_anything_opens_them(tmp_path):
    path = write_xlsx(
        tmp_path / "x.xlsx",
        cells(f'<row r="1">{number("A1")}</row><row r="1048576">{number("XFD1048576")}</row>'),
    )
    with pytest.raises(RefusedFile, match="A1:XFD1048576") as caught:
        check_workbook(path, path.name)
    assert caught.value.refusal_code == "cells"


@pytest.mark.parametrize(
    "far",
    [
        "<c r='XFD1048576'><v>1</v></c>",
        '<c\nr="XFD1048576"><v>1</v></c>',
        '<x:c r="XFD1048576"><x:v>1</x:v></x:c>',
        '<c s="1" r="XFD1048576"><v>1</v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
        '<!-- --><c r="XFD1048576"><v>1</v></c>',
    ],
)
def test_no_spelling_of_a_cell_hides_how_far_it_reaches(tmp_path, far):
    sheet = cells(f'<row r="1">{number("A1")}{far}</row>').replace("<worksheet ", '<worksheet xmlns:x="x" ')
    assert refusal(write_xlsx(tmp_path / "x.xlsx", sheet)) == "cells"


def test_a_cell_without_reference_reaches_as_far_as_its_row(tmp_path):
    columns = "<c><v>1</v></c>" * 5
    path = write_xlsx(tmp_path / "x.xlsx", cells(f'<row r="1000000">{columns}</row>'))
    assert refusal(path) == "cells"


def test_formatted_blank_cells_far_away_do_not_count(tmp_path, reader):
    path = write_xlsx(
        tmp_path / "x.xlsx",
        cells(f'<row r="1">{number("A1", 7)}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'),
    )
    (sheet,) = read(path, reader)
    assert sheet.cells.raw.tolist() == [[7.0]]


def test_a_declared_dimension_alone_harms_nobody(tmp_path, reader):
    sheet = cells(f'<row r="1">{number("A1", 7)}</row>').replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
    )
    (read_back,) = read(write_xlsx(tmp_path / "x.xlsx", sheet), reader)
    assert read_back.cells.shape == (1, 1)


def test_all_sheets_together_have_one_limit(tmp_path):
    one = cells(f'<row r="1">{number("A1")}</row><row r="1000000">{number("C1000000")}</row>')
    check_workbook(write_xlsx(tmp_path / "one.xlsx", one), "one.xlsx")
    assert refusal(write_xlsx(tmp_path / "two.xlsx", one, one)) == "cells"


def test_a_cell_outside_of_the_grid_is_refused(tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", cells(f'<row r="1">{number("A1048577")}</row>'))
    assert refusal(path) == "damaged"


def test_a_used_range_that_an_xls_claims_counts_since_readers_reserve_memory_for_it(tmp_path):
    claimed = record(0x0200, struct.pack("<IIHHH", 0, 65_536, 0, 256, 0))
    path = write_compound(tmp_path / "x.xls", {"Workbook": xls_stream(claimed)})
    assert refusal(path) == "cells"


def test_a_provincial_return_and_a_million_cells_stay_within_the_limits():
    assert limits.MAX_CELLS >= 4 * 114 * 200 * 12
    assert limits.MAX_CELLS >= 4 * 1_000_000
    assert limits.MAX_CSV_CELLS >= 560_000 * 8


# ── size ──


def test_a_sheet_that_unpacks_beyond_the_limit_is_refused(tmp_path):
    parts = xlsx_parts(square(1, 1))
    path = write_zip(
        tmp_path / "x.xlsx", {name: part for name, part in parts.items() if "worksheets/" not in name}
    )
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/a.xml", "w") as part,
    ):
        for _ in range(limits.MAX_ENTRY_BYTES // 2**22 + 1):
            part.write(b" " * 2**22)
    assert path.stat().st_size < 4 * limits.MIB
    assert refusal(path) == "unpacked"


def test_a_part_packed_a_thousand_times_is_refused(tmp_path):
    sheet = square(1, 1) + " " * (limits.RATIO_FROM_BYTES + 1)
    assert refusal(write_xlsx(tmp_path / "x.xlsx", sheet)) == "ratio"


def test_a_zip_that_lies_about_the_size_of_a_part_is_refused(tmp_path):
    sheet = square(50, 50)
    path = write_xlsx(tmp_path / "x.xlsx", sheet)
    packed = path.read_bytes()
    true_size, claimed = struct.pack("<I", len(sheet)), struct.pack("<I", 100)
    assert packed.count(true_size) == 2  # once before the part, once in the directory
    path.write_bytes(packed.replace(true_size, claimed))
    assert refusal(path) == "damaged"


def test_too_many_parts_are_refused(tmp_path):
    parts = {f"xl/media/{place}.png": "" for place in range(limits.MAX_ENTRIES)}
    assert refusal(write_xlsx(tmp_path / "x.xlsx", square(1, 1), extra=parts)) == "entries"


def test_a_workbook_above_the_limit_is_not_even_read(tmp_path):
    path = tmp_path / "x.xlsx"
    with path.open("wb") as stream:
        stream.truncate(limits.MAX_WORKBOOK_BYTES + 1)
    assert refusal(path) == "too_large"


def test_a_cell_larger_than_excel_allows_is_refused(tmp_path):
    text = random.Random(1).randbytes(limits.MAX_ELEMENT_BYTES).hex()
    path = write_xlsx(tmp_path / "x.xlsx", cells(f'<row r="1"><c r="A1" t="str"><v>{text}</v></c></row>'))
    assert refusal(path) == "element"


def test_more_merged_ranges_than_any_table_has_are_refused(tmp_path):
    merged = '<mergeCell ref="A1:B2"/>' * (limits.MAX_MERGED + 1)
    sheet = square(1, 1).replace("</worksheet>", f"<mergeCells>{merged}</mergeCells></worksheet>")
    assert refusal(write_xlsx(tmp_path / "x.xlsx", sheet)) == "merged"


# ── kind by content ──


def test_a_file_cut_off_anywhere_is_refused(tmp_path):
    whole = write_xlsx(tmp_path / "whole.xlsx", square(30, 30)).read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        path = tmp_path / f"{share}.xlsx"
        path.write_bytes(whole[: int(len(whole) * share)])
        assert refusal(path) == "truncated"


def test_an_xls_cut_off_is_refused(tmp_path):
    whole = write_compound(tmp_path / "whole.xls", {"Workbook": xls_stream()}).read_bytes()
    path = tmp_path / "cut.xls"
    path.write_bytes(whole[:3000])
    assert refusal(path) == "truncated"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.xls", "<html><table><tr><td>沈阳</td></tr></table></html>".encode(), "kind_html"),
        ("x.xls", b"\xef\xbb\xbf\r\n<TABLE border=1></TABLE>", "kind_html"),
        ("x.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "kind_xml"),
        ("x.xlsx", "地区,2023\n沈阳市,8122.1\n".encode(), "kind_text"),
        ("x.xlsx", "地区,2023\n沈阳市,8122.1\n".encode("gb18030"), "kind_text"),
        ("x.xlsx", b"%PDF-1.7\n", "kind_unknown"),
        ("x.xlsx", bytes(range(256)), "kind_unknown"),
        ("x.xlsx", b"", "empty"),
    ],
)
def test_what_only_has_the_name_of_a_workbook_is_named_as_what_it_is(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == code


def test_another_kind_of_archive_is_no_workbook(tmp_path):
    assert refusal(write_zip(tmp_path / "x.xlsx", {"word/document.xml": "<w/>"})) == "kind_zip"


def test_an_encrypted_workbook_is_named_as_such(tmp_path):
    streams = {"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": random.Random(2).randbytes(8000)}
    assert refusal(write_compound(tmp_path / "x.xlsx", streams)) == "encrypted"


def test_an_xls_with_a_password_is_named_as_such(tmp_path):
    stream = xls_stream()
    protected = stream[:20] + record(0x002F, bytes(6)) + stream[20:]
    assert refusal(write_compound(tmp_path / "x.xls", {"Workbook": protected})) == "encrypted"


def test_a_folder_and_a_pipe_named_as_workbooks_are_refused_at_once(tmp_path):
    (tmp_path / "x.xlsx").mkdir()
    os.mkfifo(tmp_path / "y.xlsx")
    for name in ("x.xlsx", "y.xlsx"):
        assert refusal(tmp_path / name) == "not_a_file"
        assert refusal(tmp_path / name, sha256_of) == "not_a_file"
        assert refusal(tmp_path / name, read_csv) == "not_a_file"


def test_a_file_that_vanishes_is_refused_at_every_step(tmp_path, reader):
    path = tmp_path / "x.xlsx"
    for step in (check_workbook, sha256_of, read_csv, reader.read):
        assert refusal(path, step) == "unreadable"


@pytest.mark.parametrize("name", ["right.xlsx", "wrong.xls", "macros.xlsm"])
def test_a_workbook_is_read_by_its_content_whatever_its_name(tmp_path, reader, name):
    (sheet,) = read(write_xlsx(tmp_path / name, square(2, 3)), reader)
    assert sheet.cells.shape == (2, 3)
    assert [warning.code for warning in sheet.warnings] == (["other_kind"] if name == "wrong.xls" else [])


# ── declarations ──


@pytest.mark.parametrize("part", ["xl/worksheets/a.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entities_are_refused_in_every_part(tmp_path, part):
    parts = xlsx_parts(square(1, 1), extra={"xl/sharedStrings.xml": "<sst><si><t>&b;</t></si></sst>"})
    lol = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert refusal(write_zip(tmp_path / "x.xlsx", {**parts, part: lol + parts[part]})) == "doctype"


def test_a_sheet_with_two_tables_is_not_taken_half(tmp_path):
    second = f'<sheetData><row r="2">{number("A2")}</row></sheetData></worksheet>'
    path = write_xlsx(tmp_path / "x.xlsx", square(1, 1).replace("</worksheet>", second))
    assert refusal(path) == "damaged"


def test_macros_and_links_to_other_files_are_told_and_left_alone(tmp_path, reader):
    extra = {"xl/vbaProject.bin": "x", "xl/externalLinks/externalLink1.xml": "<sheetData></sheetData>"}
    (sheet,) = read(write_xlsx(tmp_path / "x.xlsm", square(1, 1), extra=extra), reader)
    assert [warning.code for warning in sheet.warnings] == ["macros", "external_links"]


# ── what a reader would lose ──


def test_formulas_saved_without_their_values_are_told_with_their_cells(tmp_path, reader):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B3"], book.active["C3"] = "=1+1", "=A1*2", 5
    book.save(tmp_path / "x.xlsx")
    (sheet,) = read(tmp_path / "x.xlsx", reader)
    assert sheet.cells.raw[2, 1] == "#UNCALCULATED"
    (warning,) = sheet.warnings
    assert "2 formula(s)" in warning.say("en")
    assert "A1, B3" in warning.say("en")
    assert "2 个公式" in warning.say("zh")


@pytest.mark.parametrize(
    ("cell", "uncalculated"),
    [
        ('<c r="A1"><f>1+1</f><v>2</v></c>', 0),
        ('<c r="A1"><f t="shared" si="0"/><v>2</v></c>', 0),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', 0),
        ('<c r="A1"><f>1+1</f></c>', 1),
        ('<c r="A1"><f>1+1</f><v></v></c>', 1),
        ('<c r="A1"><f>1+1</f><v/></c>', 1),
        ('<c r="A1"><f t="shared" si="0"/></c>', 1),
        ('<c r="A1" t="str"><f>""</f></c>', 1),
    ],
)
def test_a_formula_counts_as_calculated_if_its_value_was_saved(cell, uncalculated):
    sheet = cells(f'<row r="1">{cell}{number("B1")}</row>').encode()
    assert scan_sheet([sheet], "f").uncalculated == uncalculated
    assert parse_sheet([sheet], "f").uncalculated == uncalculated


def test_values_of_formulas_that_nobody_calculated_are_told(tmp_path, reader):
    parts = xlsx_parts(cells('<row r="1"><c r="A1"><f>1+1</f><v>0</v></c></row>'))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        "</sheets>", '</sheets><calcPr fullCalcOnLoad="1"/>'
    )
    (sheet,) = read(write_zip(tmp_path / "x.xlsx", parts), reader)
    assert [warning.code for warning in sheet.warnings] == ["not_recalculated"]


def test_error_cells_stay_text_at_their_address(tmp_path, reader):
    row = '<row r="2"><c r="B2" t="e"><v>#DIV/0!</v></c><c r="C2" t="e"><f>A1</f><v>#REF!</v></c></row>'
    (sheet,) = read(write_xlsx(tmp_path / "x.xlsx", cells(row)), reader)
    assert sheet.cells.row(2) == ["", "#DIV/0!", "#REF!"]


def test_error_cells_of_an_xls_stay_text_at_their_address(tmp_path, reader):
    plain = record(0x0203, struct.pack("<HHHd", 0, 0, 0, 5.5))
    error = record(0x0205, struct.pack("<HHHBB", 0, 1, 0, 0x2A, 1))
    formula = record(0x0006, struct.pack("<HHH8sHIH", 1, 0, 0, b"\x02\0\x07\0\0\0\xff\xff", 0, 0, 0))
    path = write_compound(tmp_path / "x.xls", {"Workbook": xls_stream(plain, error, formula)})
    (sheet,) = read(path, reader)
    assert sheet.cells.raw.tolist() == [[5.5, "#N/A"], ["#DIV/0!", ""]]


def per_cent_book(path):
    book = openpyxl.Workbook()
    sheet = book.active
    shown = {
        "A1": (-0.0316, "0.00%"),
        "B1": (0.015, "0.0%;[Red]-0.0%"),
        "C1": (3.16, '0.00"%"'),
        "D1": (0.5, "0.00"),
        "E1": ("约2%", "0%"),
        "A2": (1, "0%"),
        "B2": (True, "0%"),
    }
    for cell, (value, code) in shown.items():
        sheet[cell] = value
        sheet[cell].number_format = code
    book.save(path)
    return path


PER_CENT_AS_SEEN = [["-3.16%", "1.5%", 3.16, 0.5, "约2%"], ["100%", True, "", "", ""]]


def test_a_figure_that_a_cell_shows_as_per_cent_is_read_as_a_person_sees_it(tmp_path, reader):
    (sheet,) = read(per_cent_book(tmp_path / "x.xlsx"), reader)

    assert sheet.cells.raw.tolist() == PER_CENT_AS_SEEN


def test_so_it_is_where_the_sheet_is_spelled_in_an_unusual_way(tmp_path, reader):
    per_cent_book(tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace("<sheetData>", "<!-- spelled by hand --><sheetData>")

    (sheet,) = read(write_zip(tmp_path / "x.xlsx", parts), reader)

    assert sheet.cells.raw.tolist() == PER_CENT_AS_SEEN


def test_so_it_is_in_an_xls(tmp_path, reader):
    own = record(0x041E, struct.pack("<HHB", 164, 5, 0) + b"0.00%")
    styles = own + b"".join(
        record(0x00E0, struct.pack("<HHHH", 0, number, 0, 0) + bytes(12)) for number in (0, 9, 164)
    )
    plain = record(0x0203, struct.pack("<HHHd", 0, 0, 0, 5.5))
    built_in = record(0x0203, struct.pack("<HHHd", 0, 1, 1, 0.25))
    many = record(0x00BD, struct.pack("<HHHIHIH", 1, 0, 2, 100 << 2 | 2, 0, 7 << 2 | 2, 1))
    stream = xls_stream(plain, built_in, many, styles=styles)

    (sheet,) = read(write_compound(tmp_path / "x.xls", {"Workbook": stream}), reader)

    assert sheet.cells.raw.tolist() == [[5.5, "25%"], ["10000%", 7.0]]


def test_dates_stay_dates_and_merged_ranges_and_hidden_parts_are_known(tmp_path, reader):
    book = openpyxl.Workbook()
    shown, hidden = book.active, book.create_sheet("隐藏")
    shown["A1"], shown["B5"], hidden["A1"] = date(2024, 3, 1), 5, 1
    shown.merge_cells("B5:C6")
    shown.row_dimensions[5].hidden = True
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    first, second = read(tmp_path / "x.xlsx", reader)
    assert first.cells.raw[0, 0] == date(2024, 3, 1)
    assert first.merged == ((5, 2, 6, 3),)
    assert [warning.code for warning in first.warnings] == ["hidden_cells"]
    assert [warning.code for warning in second.warnings] == ["hidden"]


def test_merged_ranges_and_hidden_rows_of_an_xls_are_known(tmp_path, reader):
    cell = record(0x0203, struct.pack("<HHHd", 1, 1, 0, 5.5))
    hidden_row = record(0x0208, struct.pack("<HHHHHHI", 1, 0, 2, 255, 0, 0, 0x20))
    merged = record(0x00E5, struct.pack("<HHHHH", 1, 1, 3, 1, 2))
    path = write_compound(tmp_path / "x.xls", {"Workbook": xls_stream(hidden_row, cell, merged)})
    (sheet,) = read(path, reader)
    assert sheet.merged == ((2, 2, 4, 3),)
    assert [warning.code for warning in sheet.warnings] == ["hidden_cells"]


def test_the_quick_scan_sees_what_a_parser_sees_however_the_bytes_arrive():
    chance = random.Random(3)
    kinds = [
        '<c r="{at}" s="1"><v>1.5</v></c>', '<c r="{at}" t="e"><v>#N/A</v></c>', '<c r="{at}"><f>A1</f></c>',
        '<c r="{at}" t="s"><v>0</v></c>', '<c r="{at}"><f>A&lt;1</f><v>2</v></c>',
        '<c r="{at}" t="inlineStr"><is><r><t>#1</t></r></is></c>',
        '<c r="{at}"><f t="shared" si="1"/><v/></c>',
    ]  # fmt: skip
    for _ in range(60):
        rows = []
        for row in range(1, chance.randint(2, 9)):
            columns = sorted(chance.sample(range(1, 900), chance.randint(1, 6)))
            names = [cell_name(row, column) for column in columns]
            hidden = chance.choice(["", ' hidden="1"'])
            body = "".join(chance.choice(kinds).format(at=name) for name in names)
            rows.append(f'<row r="{row}"{hidden}>{body}</row>')
        sheet = cells(*rows).replace("</worksheet>", '<mergeCell ref="A1:B1"/></worksheet>').encode()
        size = chance.randint(1, 200)
        pieces = [sheet[place : place + size] for place in range(0, len(sheet), size)]
        quick, slow = scan_sheet(pieces, "f"), parse_sheet(pieces, "f")
        quick.elements = slow.elements = 0
        assert quick == slow


# ── the process that opens workbooks ──


def test_the_process_is_started_at_the_first_workbook_and_kept(tmp_path, reader):
    path = write_xlsx(tmp_path / "x.xlsx", square(2, 2))
    assert reader.pid is None
    read(path, reader)
    first = reader.pid
    read(path, reader)
    assert reader.pid == first


def test_a_large_server_does_not_make_its_process_look_large(tmp_path, reader):
    held = b"x" * (512 * 2**20)  # more than the process may hold before it is started anew
    read(write_xlsx(tmp_path / "x.xlsx", square(2, 2)), reader)
    assert (reader.pid is not None, len(held)) == (True, 512 * 2**20)


def test_nothing_is_left_of_the_process_at_the_end(tmp_path):
    with WorkbookReader() as workbooks:
        read(write_xlsx(tmp_path / "x.xlsx", square(2, 2)), workbooks)
        pid = workbooks.pid
    with pytest.raises(ProcessLookupError):  # a process that nobody waited for would still be found
        os.kill(pid, 0)


def test_a_process_killed_in_the_middle_is_one_readable_error_and_the_next_file_is_read(tmp_path, reader):
    path = write_xlsx(tmp_path / "x.xlsx", square(2, 2))
    read(path, reader)
    pid = reader.pid
    os.kill(pid, signal.SIGSTOP)
    killer = threading.Timer(0.1, os.kill, (pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(RefusedFile, match=r"ended unexpectedly \(code -9\)"):
        read(path, reader)
    killer.join()
    assert read(path, reader)[0].cells.shape == (2, 2)
    assert reader.pid != pid


def test_a_process_that_died_between_two_files_is_replaced(tmp_path, reader):
    path = write_xlsx(tmp_path / "x.xlsx", square(2, 2))
    read(path, reader)
    os.kill(reader.pid, signal.SIGKILL)
    time.sleep(0.1)
    assert read(path, reader)[0].cells.shape == (2, 2)


def test_a_file_that_takes_too_long_is_refused_and_its_process_ended(tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", square(2, 2))
    with WorkbookReader(seconds=0.001) as workbooks:
        with pytest.raises(RefusedFile, match=r"within 0\.001 s"):
            read(path, workbooks)
        assert workbooks.pid is None


def test_a_sheet_larger_than_the_pre_check_believed_is_refused_by_the_process(tmp_path, reader):
    corners = cells(f'<row r="1">{number("A1")}</row><row r="500000">{number("Z500000")}</row>')
    with pytest.raises(RefusedFile) as caught:
        reader.read(write_xlsx(tmp_path / "x.xlsx", corners), "x.xlsx")
    assert caught.value.refusal_code == "cells"


MEASURE = """
import resource, sys
from pathlib import Path
from etl.errors import RefusedFile
from etl.extract.limited import WorkbookReader
from etl.extract.workbook import read_workbook

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
codes = []
with WorkbookReader() as workbooks:
    for name in sys.argv[1:]:
        try:
            read_workbook(Path(name), name, workbooks)
            codes.append("read")
        except RefusedFile as refused:
            codes.append(refused.refusal_code)
server = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(*codes, server // 1024, worker // 1024)
"""


def test_neither_process_grows_beyond_its_limit_and_the_next_file_is_read(tmp_path):
    """One text of 30,000 characters in 200,000 cells: 0.5 MB packed, 18 GB when copied into each cell."""
    row = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>'
    parts = xlsx_parts(cells(*(row.format(place) for place in range(1, 200_001))))
    parts["xl/sharedStrings.xml"] = f"<sst><si><t>{'字' * 30_000}</t></si></sst>"
    relations = "xl/_rels/workbook.xml.rels"
    texts = f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    parts[relations] = parts[relations].replace("</Relationships>", texts)
    many = write_zip(tmp_path / "many.xlsx", parts)
    good = write_xlsx(tmp_path / "good.xlsx", square(20, 20))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(many), str(good)],
        check=True, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    first, second, server_mib, worker_mib = done.stdout.split()
    assert first in {"memory", "worker_ended"}
    assert second == "read"
    assert int(server_mib) < 64
    assert int(worker_mib) < limits.WORKER_MEMORY_BYTES // limits.MIB


def test_whatever_is_broken_in_a_workbook_it_is_read_or_refused(tmp_path, reader):
    chance = random.Random(4)
    originals = [
        write_xlsx(tmp_path / "a.xlsx", square(5, 5), states=("hidden",)).read_bytes(),
        write_compound(
            tmp_path / "a.xls",
            {"Workbook": xls_stream(record(0x0203, struct.pack("<HHHd", 1, 1, 0, 5.5)))},
        ).read_bytes(),
    ]
    outcomes = {"read": 0, "refused": 0}
    for attempt in range(200):
        broken = bytearray(originals[attempt % 2])
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path = tmp_path / f"broken{attempt}.xls"
        path.write_bytes(broken)
        try:
            read(path, reader)
            outcomes["read"] += 1
        except RefusedFile as refused:
            outcomes["refused"] += bool(refused.say("zh"))
    assert min(outcomes.values()) > 0


# ── CSV ──


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"a,b\n1,\0\n", "csv_is_binary"),
        ("地区,值\n沈阳,1\n".encode("utf-16"), "csv_is_binary"),
        (b"PK\x03\x04....", "csv_is_workbook"),
        (b"<html><body>503</body></html>", "kind_html"),
        (b"," * (limits.MAX_CSV_CELLS + 1), "csv_cells"),
        (b"," * 9_999 + b"\n" + b"1\n" * 1_000, "csv_cells"),
        (b'a,b\n1,"' + b"2\n3," * 10_000 + b'"\n', "field"),
    ],
)
def test_a_csv_file_that_is_none_or_costs_too_much_is_refused(tmp_path, content, code):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert refusal(path, read_csv) == code


def test_a_csv_file_above_the_limit_is_not_even_read(tmp_path):
    path = tmp_path / "x.csv"
    with path.open("wb") as stream:
        stream.truncate(limits.MAX_CSV_BYTES + 1)
    assert refusal(path, read_csv) == "too_large"


def test_a_csv_file_whose_title_is_one_cell_is_as_wide_as_its_headings(tmp_path):
    (tmp_path / "x.csv").write_text("各市主要指标\n\n地区,2022年,2023年\n沈阳市,1,2\n", "utf-8")

    (sheet,) = read_csv(tmp_path / "x.csv", "x.csv")

    assert sheet.cells.raw.tolist() == [
        ["各市主要指标", "", ""], ["", "", ""], ["地区", "2022年", "2023年"], ["沈阳市", "1", "2"],
    ]  # fmt: skip


def test_a_csv_file_with_a_row_wider_than_its_headings_is_refused_and_loses_nothing(tmp_path):
    rows = "地区,2022年\n" + "沈阳市,1\n" * 40 + "大连市,1,2\n"
    (tmp_path / "x.csv").write_text(rows, "utf-8")

    with pytest.raises(SourceFileError, match="line 42"):
        read_csv(tmp_path / "x.csv", "x.csv")


def test_a_csv_file_with_line_breaks_inside_its_headings_is_read(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text('地区,"2013年为\n2012年%"\n沈阳市,107.6\n', encoding="gb18030")
    (sheet,) = read_csv(path, "x.csv")
    assert sheet.cells.raw.tolist() == [["地区", "2013年为\n2012年%"], ["沈阳市", "107.6"]]


def test_every_refusal_and_every_note_has_its_words_in_both_languages():
    codes = [code for code in load_messages() if code.startswith(("refused_", "sheet_"))]
    assert len(codes) > 30
    for code in codes:
        assert set(load_messages()[code]) == {"zh", "en"}
