"""The exports of a build that is there, current or earlier: the same bytes whenever they are asked for."""

import tempfile
from pathlib import Path

from etl.catalog.declared_by_day import catalog_of_build
from etl.errors import UsageError, told
from etl.pipeline.verify import refuse_if_damaged
from etl.publish.exports import write_exports
from etl.store.read import open_warehouse

_HALF = ".exporting-"


def export_build(build_dir: Path, build_id: str | None, out: Path) -> tuple[str, int]:
    """Write the exports of a build into a new folder, which appears when it is complete.

    Args:
        build_dir: the folder of the builds and of the pointer; nothing is written there.
        build_id: the build; unset: the current one.
        out: the folder to write.

    Returns:
        the build and how many tables were written.

    Raises:
        UsageError: ``out`` is there already.
        BuildError: there is no such build, or it is damaged.
    """
    if out.exists():
        raise UsageError(**told("there_already", path=out))
    warehouse = open_warehouse(build_dir, build_id)
    chosen, as_of = warehouse.build_id, warehouse.build().as_of
    warehouse.close()
    folder = build_dir / chosen
    refuse_if_damaged(folder)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_HALF, dir=out.parent) as scratch:
        half = Path(scratch) / "exports"
        half.mkdir()
        written = write_exports(folder, catalog_of_build(folder, as_of), half)
        half.rename(out)
    return chosen, len(written)
