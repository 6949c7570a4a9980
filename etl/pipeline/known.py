"""What was known on a day: the corrections that held, and the files published by then."""

from dataclasses import replace
from datetime import date

import pandas as pd

from etl.catalog.catalog import Catalog
from etl.errors import LiaoningError
from etl.pipeline.delivery import Part, Staging
from etl.stage.corrections import CorrectedFigure, correct


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


def known_by(staging: Staging, as_of: date | None) -> Staging:
    """A delivery without the files of which nothing was known by a day, the others numbered anew.

    A file that came later leaves no trace, neither in the id of the build nor in its exports: what was
    exported on that day comes out again byte for byte.
    """
    if as_of is None:
        return staging
    known = {part[0].file_id for part in staging.sheets if _was_known(part, as_of)}
    numbers = {old: new for new, old in enumerate(sorted(known), start=1)}
    sheets = [
        (replace(file, file_id=numbers[file.file_id]), sheet, staged)
        for file, sheet, staged in staging.sheets
        if file.file_id in known
    ]
    corrected = [replace(each, file_id=numbers[each.file_id]) for each in staging.corrected]
    return replace(staging, sheets=sheets, corrected=corrected)


def _was_known(part: Part, as_of: date) -> bool:
    file, _, staged = part
    has_rows = len(staged.rows) > 0
    return file.known_from <= as_of or (
        has_rows and bool((staged.rows["known_from"] <= pd.Timestamp(as_of)).any())
    )
