"""The process that opens workbooks: started by ``limited.py`` by its path, alone with python-calamine.

It imports nothing of the project, so that it starts in a tenth of a second. Its memory is limited where the
system can do that. It reads requests from its standard input and answers on its standard output; it ends when
its input ends, also if the process that started it was killed.
"""

import gc
import io
import pickle
import signal
import struct
import sys
from itertools import chain
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

FRAME = struct.Struct(">cQ")
SHEET, DONE, FAILED = b"S", b"D", b"F"


def main() -> None:
    """Answer requests until there are no more. Arguments: bytes of memory, cells of one workbook."""
    memory_bytes, max_cells = int(sys.argv[1]), int(sys.argv[2])
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is for the one who started us; we end with our input
    limit_memory(memory_bytes)
    gc.disable()  # cells refer to nothing; looking for circles among them costs a tenth of the time
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while header := requests.read(FRAME.size):
        _, size = FRAME.unpack(header)
        path, by_content = pickle.loads(requests.read(size))
        answer(path, max_cells, answers, by_content=by_content)
        answers.flush()


def limit_memory(size: int) -> None:
    """Limit the address space of this process, where the system knows such a limit."""
    try:
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ImportError, ValueError, OSError):
        return


def peak_bytes() -> int:
    """The most memory that this process has held; 0 = the system does not say."""
    try:  # Linux counts what the server held when it started us into getrusage, not into this line
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123 - starts lean
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        pass
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def answer(path: str, max_cells: int, answers: BinaryIO, *, by_content: bool) -> None:
    """Every sheet of a workbook, then the end; or why it failed."""
    try:
        workbook = open_workbook(path, by_content=by_content)
        left = max_cells
        for number, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
                left -= send_sheet(workbook, number, sheet, left, answers)
            else:
                send(answers, SHEET, (sheet.name, None, 0, (), False))
        send(answers, DONE, peak_bytes())
    except PasswordError:
        send(answers, FAILED, ("encrypted", ""))
    except MemoryError:
        send(answers, FAILED, ("memory", ""))
    except TooManyCells as error:
        send(answers, FAILED, ("cells", str(error)))
    except OSError as error:
        send(answers, FAILED, ("unreadable", error.strerror or str(error)))
    except CalamineError as error:
        send(answers, FAILED, ("damaged", str(error)))


class TooManyCells(Exception):  # noqa: N818 - the name is what happened
    """The sheet is larger than the pre-check has seen."""


def open_workbook(path: str, *, by_content: bool) -> CalamineWorkbook:
    """Open a workbook by the kind that its name says, or by its content if the name is wrong."""
    if not by_content:
        return CalamineWorkbook.from_path(path)
    with open(path, "rb") as stream:  # noqa: PTH123 - pathlib would be the slowest import of this process
        return CalamineWorkbook.from_filelike(stream)


def send_sheet(workbook: CalamineWorkbook, number: int, metadata: Any, left: int, answers: BinaryIO) -> int:
    """Send name, rows, merged ranges and visibility of one sheet; returns its number of cells."""
    sheet = workbook.get_sheet_by_index(number)
    end = sheet.end
    cells = (end[0] + 1) * (end[1] + 1) if end else 0
    if cells > left:
        raise TooManyCells(cells)
    rows = sheet.to_python(skip_empty_area=False) if cells else []
    values = list(chain.from_iterable(rows))  # one list is sent and taken in faster than a list of lists
    merged = tuple(
        (first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
        for first, last in sheet.merged_cell_ranges or ()
    )
    is_hidden = metadata.visible is not SheetVisibleEnum.Visible
    send(answers, SHEET, (sheet.name, values, len(rows), merged, is_hidden))
    return cells


def send(answers: BinaryIO, kind: bytes, content: object) -> None:
    """One answer: its kind, its length, its content."""
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # no two cells are one object: remembering them all takes longer than writing them
    pickler.dump(content)
    answers.write(FRAME.pack(kind, packed.tell()))
    answers.write(packed.getbuffer())


if __name__ == "__main__":
    main()
