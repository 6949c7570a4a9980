"""What differs between two builds that should be one and the same."""

import filecmp

import duckdb

from etl.model.tables import TABLES
from etl.publish.manifest import MANIFEST
from etl.store.read import WAREHOUSE

NOT_BY_BYTES = (
    WAREHOUSE,
    MANIFEST,
)  # the engine's file need not lie in the same order; its tables are compared


def differing(one, other):
    """What differs between two builds: tables with rows that the other lacks, and files with other bytes."""
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{one / WAREHOUSE}' AS one (READ_ONLY)")
    connection.execute(f"ATTACH '{other / WAREHOUSE}' AS other (READ_ONLY)")
    tables = [
        name
        for name in TABLES
        for here, there in (("one", "other"), ("other", "one"))
        if connection.execute(
            f"SELECT count(*) FROM (FROM {here}.{name} EXCEPT ALL FROM {there}.{name})"
        ).fetchall()
        != [(0,)]
    ]
    connection.close()
    files = [path for path in sorted(one.rglob("*")) if path.is_file() and path.name not in NOT_BY_BYTES]
    assert files
    others = [
        str(path.relative_to(one))
        for path in files
        if not filecmp.cmp(path, other / path.relative_to(one), shallow=False)
    ]
    return [*dict.fromkeys(tables), *others]
