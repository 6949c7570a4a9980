"""The staged rows of all sheets as one table of columns; words stay numbers."""

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import Coded, Columns, together
from etl.pipeline.delivery import Staging
from etl.stage.result import no_rows


def staged_columns(staging: Staging, catalog: Catalog) -> Columns:
    """The staged rows in order of files, each with its source and file."""
    sources = tuple(catalog.sources)
    tables = [
        staged.rows.with_columns(
            source=Coded.all_alike(file.source, staged.rows.size, sources),
            file_id=np.full(staged.rows.size, file.file_id, dtype=np.int32),
        )
        for file, _, staged in staging.sheets
        if staged.rows.size
    ]
    nothing = no_rows().with_columns(source=Coded.of((), sources), file_id=np.empty(0, dtype=np.int32))
    return together(tables or [nothing])
