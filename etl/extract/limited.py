"""Open workbooks in one recycled process with limits of memory and time, so that none can harm this one."""

import datetime
import io
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from msgspec import Struct

from etl.errors import RefusedFile
from etl.extract import worker
from etl.extract.limits import (
    MAX_CELLS,
    MAX_RESULT_BYTES,
    WORKER_MEMORY_BYTES,
    WORKER_RECYCLE_BYTES,
    WORKER_RECYCLE_FILES,
    WORKER_SECONDS,
)
from etl.extract.refusal import damaged, refuse_bytes_above

_PATIENCE_SECONDS = 2.0
_CELL_TYPES = {"date": datetime.date, "datetime": datetime.datetime, "time": datetime.time,
               "timedelta": datetime.timedelta}  # fmt: skip


class ReadSheet(Struct, frozen=True):
    """One sheet as the reader returns it.

    Attributes:
        name: name of the sheet.
        cells: what they hold, from A1 on, row by row; None = no table (a sheet of charts).
        rows: how many rows there are, all of the same length.
        merged: merged ranges, 1-based: first row, first column, last row, last column.
        is_hidden: whether the sheet is hidden.
    """

    name: str
    cells: list[Any] | None
    rows: int
    merged: tuple[tuple[int, int, int, int], ...]
    is_hidden: bool


class WorkbookReader:
    """Opens the workbooks of one delivery, one after the other, in a process of its own.

    The process is started at the first workbook and kept for the next ones; after a crash, a file that took
    too long or too much memory, and from time to time, a new one takes its place. A context manager:
    nothing is left behind at its end.

    Args:
        memory_bytes: address space of the process, where the system has such a limit.
        seconds: time for one workbook, by the clock.
    """

    def __init__(self, memory_bytes: int = WORKER_MEMORY_BYTES, seconds: float = WORKER_SECONDS) -> None:
        self._memory_bytes, self._seconds = memory_bytes, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The number of the process; None = none is running."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def close(self) -> None:
        """End the process and wait for it."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe:
                _close_quietly(pipe)
        try:
            process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def read(self, path: Path, file: str, *, by_content: bool = False) -> list[ReadSheet]:
        """All sheets of a workbook that has passed the pre-check.

        Args:
            path: where the file lies.
            file: its path below ``data/raw``, for messages.
            by_content: open it as what it is; otherwise its name is known to be right.

        Raises:
            RefusedFile: not readable, too slow, too large, or the process ended while it read the file.
        """
        with self._lock:
            process = self._running(file)
            timed_out = threading.Event()
            watchdog = threading.Timer(self._seconds, _stop, (process, timed_out))
            watchdog.daemon = True
            watchdog.start()
            try:
                _send(process, (str(path), by_content))
                sheets = list(self._answers(process, file))
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                raise self._failure(process, file, timed_out) from error
            except RefusedFile:
                self.close()
                raise
            finally:
                watchdog.cancel()
            return sheets

    def _answers(self, process: subprocess.Popen[bytes], file: str) -> Iterator[ReadSheet]:
        while True:
            kind, content = _receive(process, file)
            if kind == worker.FAILED:
                raise _refusal(file, content, self._memory_bytes)
            if kind == worker.DONE:
                break
            yield ReadSheet(*content)
        self._files += 1
        if content > WORKER_RECYCLE_BYTES or self._files >= WORKER_RECYCLE_FILES:
            self.close()

    def _running(self, file: str) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is not None:
            self.close()
        if self._process is None:
            arguments = [str(self._memory_bytes), str(MAX_CELLS)]
            self._files = 0
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", str(Path(worker.__file__)), *arguments],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            except OSError as error:  # the system has no process left
                raise RefusedFile("worker_start", file=file, found=error.strerror or str(error)) from error
        return self._process

    def _failure(
        self, process: subprocess.Popen[bytes], file: str, timed_out: threading.Event
    ) -> RefusedFile:
        """Why the process ended, in words for the one who sent the file."""
        self.close()
        if timed_out.is_set():
            return RefusedFile("time", file=file, limit=f"{self._seconds:g} s")
        return RefusedFile("worker_ended", file=file, found=process.returncode)


class _Unpickler(pickle.Unpickler):
    """Takes lists, texts, numbers and dates; nothing else can come out of a workbook."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in _CELL_TYPES:
            return _CELL_TYPES[name]
        raise pickle.UnpicklingError(f"{module}.{name}")


def _stop(process: subprocess.Popen[bytes], timed_out: threading.Event) -> None:
    timed_out.set()
    process.kill()


def _send(process: subprocess.Popen[bytes], request: tuple[str, bool]) -> None:
    stdin = cast("io.BufferedWriter", process.stdin)
    packed = pickle.dumps(request)
    stdin.write(worker.FRAME.pack(worker.SHEET, len(packed)) + packed)
    stdin.flush()


def _receive(process: subprocess.Popen[bytes], file: str) -> tuple[bytes, Any]:
    stdout = cast("io.BufferedReader", process.stdout)
    kind, size = worker.FRAME.unpack(_exactly(stdout, worker.FRAME.size))
    refuse_bytes_above("result", file, size, MAX_RESULT_BYTES)
    return kind, _Unpickler(io.BytesIO(_exactly(stdout, size))).load()


def _exactly(stdout: io.BufferedReader, size: int) -> bytes:
    content = stdout.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _refusal(file: str, failure: tuple[str, str], memory_bytes: int) -> RefusedFile:
    reason, detail = failure
    match reason:
        case "memory":
            return RefusedFile("memory", file=file, limit=f"{memory_bytes // 2**20:,} MiB")
        case "cells":
            limit = f"{MAX_CELLS:,}"
            return RefusedFile("cells", file=file, found=f"{int(detail):,}", used_range="—", limit=limit)
        case "encrypted":
            return RefusedFile("encrypted", file=file)
        case "unreadable":
            return RefusedFile("unreadable", file=file, found=detail)
    return damaged(file, detail)


def _close_quietly(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # what was still to be written has lost its reader
        return
