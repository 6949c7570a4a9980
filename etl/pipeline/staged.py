"""The staged rows of all sheets as one table of columns; words stay numbers."""

import numpy as np
from msgspec.structs import replace

from etl.catalog.catalog import Catalog
from etl.columns import Coded, Columns, moved_together
from etl.pipeline.delivery import Staging
from etl.stage.result import no_rows


def staged_columns(staging: Staging, catalog: Catalog) -> Columns:
    """The staged rows in order of files, each with its source and file.

    The sheets keep none of them: millions of rows would stand in memory twice.
    """
    sources, nothing = tuple(catalog.sources), no_rows()
    tables = []
    for at, (file, sheet, staged) in enumerate(staging.sheets):
        if staged.rows.size:
            source = Coded.all_alike(file.source, staged.rows.size, sources)
            file_id = np.full(staged.rows.size, file.file_id, dtype=np.int32)
            tables.append(staged.rows.with_columns(source=source, file_id=file_id))
        staging.sheets[at] = (file, sheet, replace(staged, rows=nothing))
    if not tables:
        return nothing.with_columns(source=Coded.of((), sources), file_id=np.empty(0, dtype=np.int32))
    return moved_together(tables)
