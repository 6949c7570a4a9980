"""CSV files of offices: UTF-8 with or without byte-order mark, else GB18030."""

import io
from pathlib import Path

import pandas as pd

from etl.errors import SourceFileError
from etl.model.sheet import Sheet


def decode(raw: bytes, file: str) -> str:
    """The text of a CSV file.

    GB18030 reads every GBK file and the rare characters that GBK lacks; UTF-8 is tried first because almost
    no Chinese text in GB18030 is valid UTF-8.

    Raises:
        SourceFileError: neither encoding fits.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceFileError(
        file=file,
        problem="neither UTF-8 nor GB18030 text",
        action="Save the file as CSV UTF-8 and send it again.",
    )


def read_csv(path: Path, file: str) -> tuple[Sheet, ...]:
    """The one sheet of a CSV file; every cell is text.

    Raises:
        SourceFileError: the text is no table.
    """
    text = decode(path.read_bytes(), file)
    if not text.strip():
        raise SourceFileError(file=file, problem="the file is empty", action="Send the file again.")
    try:
        cells = pd.read_csv(
            io.StringIO(text),
            header=None,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SourceFileError(
            file=file,
            problem=f"not a table: {error}",
            action="Check quotes and separators of the line named.",
        ) from error
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    cells.columns = pd.RangeIndex(1, cells.shape[1] + 1)
    return (Sheet(file=file, name=path.stem, number=1, cells=cells),)
