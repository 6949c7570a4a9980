"""What was known on a day: the corrections that held, and the files published by then."""

import hashlib
from collections.abc import Collection
from datetime import date
from itertools import groupby
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from etl.catalog.catalog import Catalog
from etl.columns import Coded
from etl.errors import LiaoningError
from etl.extract.raw_files import has_row_dates
from etl.model.loaded import RawFile
from etl.observe.observe import is_known
from etl.pipeline.delivery import Part, Staging
from etl.stage.corrections import CorrectedFigure, correct
from etl.stage.result import StagedSheet


def with_corrections(catalog: Catalog, staging: Staging, as_of: date | None) -> Staging:
    """A delivery with its corrected figures; a correction that must be refused is a problem."""
    figures: list[CorrectedFigure] = []
    problems: list[LiaoningError] = []
    for source, corrections in catalog.corrections.items():
        files = [(file, staged.rows) for file, _, staged in staging.sheets if file.source == source]
        found, refused = correct(source, corrections, files, as_of)
        figures += found
        problems += refused
    return replace(staging, corrected=figures, problems=[*staging.problems, *problems])


def known_by(catalog: Catalog, staging: Staging, as_of: date | None) -> Staging:
    """A delivery as it was known by a day: later rows are taken out of the files that are added to over time.

    Files that came later were not even read. A file with nothing known leaves no trace, and one to which rows
    were added is what it was before them: its hash is that of its bytes without their lines, its day that of
    the last row known. What was exported on that day comes out again byte for byte.
    """
    if as_of is None:
        return staging
    found: list[Part] = []
    numbers: dict[int, int] = {}
    for _, parts in groupby(staging.sheets, key=lambda part: part[0].file_id):
        if known := _known_parts(catalog, list(parts), as_of):
            number = numbers.setdefault(known[0][0].file_id, len(numbers) + 1)
            found += [(replace(file, file_id=number), sheet, staged) for file, sheet, staged in known]
    corrected = [replace(each, file_id=numbers[each.file_id]) for each in staging.corrected]
    return replace(staging, sheets=found, corrected=corrected)


def _known_parts(catalog: Catalog, parts: list[Part], as_of: date) -> list[Part]:
    """The sheets of one file as they were on a day; none where nothing of it was known."""
    file = parts[0][0]
    if not has_row_dates(file.source, Path(file.path).name, catalog):
        return parts
    cut = [(sheet, _without_later(staged, as_of)) for _, sheet, staged in parts]
    days = np.concatenate([staged.rows.array("known_from") for _, staged in cut])
    if not days.size:
        return []
    later = {number for _, _, staged in parts for number in _later_rows(staged, as_of)}
    published = file.meta.published if file.known_from <= as_of else str(days.max().astype("datetime64[D]"))
    sha256 = _hash_without(file, later) if later else file.sha256
    meta = replace(file.meta, published=published, sha256=sha256)
    return [(replace(file, sha256=sha256, meta=meta), sheet, staged) for sheet, staged in cut]


def _later_rows(staged: StagedSheet, as_of: date) -> list[int]:
    later: list[int] = staged.rows.array("row_no")[~is_known(staged.rows, as_of)].tolist()
    return later


def _hash_without(file: RawFile, rows: Collection[int]) -> str:
    """The hash of a file without the lines of some rows: of the file as it was before they were added."""
    lines = file.location.read_bytes().splitlines(keepends=True)
    kept = (line for number, line in enumerate(lines, start=1) if number not in rows)
    return hashlib.sha256(b"".join(kept)).hexdigest()


def _without_later(staged: StagedSheet, as_of: date) -> StagedSheet:
    known = staged.rows.take(is_known(staged.rows, as_of))
    # the words of later rows leave no trace either
    used = {name: column.only_used() for name, column in known.items() if isinstance(column, Coded)}
    rows = known.with_columns(**used)
    return replace(staged, rows=rows, rows_in=staged.rows_in - (staged.rows.size - rows.size))
