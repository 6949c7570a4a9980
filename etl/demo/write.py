"""The demonstration on disk: the one module of this package with effects."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from etl.catalog.load import load_catalog
from etl.demo.catalogue import LICENCE
from etl.demo.declared import Declared, load_declared
from etl.demo.generate import Demonstration, generate
from etl.demo.geography import Geography
from etl.demo.planting import manifest_rows
from etl.demo.refused import csv_bytes
from etl.demo.tables import DemoFile
from etl.demo.workbook import workbook_bytes
from etl.errors import UsageError, told

STAMP = "generated.yaml"
MANIFEST = "planted.yaml"
# The demonstration has these of its own; all other declarations are the real deployment's, new ones too.
# Declarations of facts (targets, plans, corrections, confirmed matches, who owes what) are never taken over.
_OWN = (
    "deployment", "sources", "formats", "targets", "corrections", "matches", "peak_plans", "returns",
    "rules/adoptions",
)  # fmt: skip
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def ensure_demo(real_data: Path, folder: Path) -> bool:
    """Make the demonstration in a folder unless this very version of it is there already.

    The folder appears whole by a rename; a half-made one is never seen.

    Args:
        real_data: the deployment whose geography, series, indicators and rules it shares; only read.
        folder: where ``catalog/``, ``raw/`` and ``inbox/`` go.

    Returns:
        whether it was made anew.

    Raises:
        UsageError: the folder holds something else.
    """
    version = demo_version(real_data)
    stamp = folder / STAMP
    if stamp.exists() and read_stamp(folder) == version:
        return False
    if folder.exists() and not stamp.exists() and any(folder.iterdir()):
        raise UsageError(**told("no_demonstration", folder=folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".demo-", dir=folder.parent) as scratch:
        made = Path(scratch) / "data"
        write_demo(real_data, made, load_declared(), version)
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        made.rename(folder)
    return True


def demo_version(real_data: Path) -> str:
    """Hash of the generator and of what it takes over from the real catalogue."""
    digest = hashlib.sha256()
    parts = (
        (Path(__file__).parent, {".py", ".yaml"}),
        (real_data / "catalog", {".csv", ".yaml", ".geojson"}),
    )
    for folder, suffixes in parts:
        for path in sorted(folder.rglob("*")):
            if path.suffix in suffixes:
                digest.update(
                    path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0"
                )
    return digest.hexdigest()[:16]


def read_stamp(folder: Path) -> str | None:
    """The version that made a folder."""
    stamp = yaml.safe_load((folder / STAMP).read_text(encoding="utf-8"))
    return stamp.get("version") if isinstance(stamp, dict) else None


def write_demo(real_data: Path, folder: Path, declared: Declared, version: str) -> Demonstration:
    """Write the whole demonstration into an empty folder."""
    catalog = load_catalog(real_data)
    made = generate(catalog, declared)
    _copy_catalogue(real_data / "catalog", folder / "catalog")
    for name, content in made.declarations.items():
        _write_yaml(folder / "catalog" / name, content)
    for file in made.files:
        _write_file(folder / "raw" / file.source, file, made.geography)
    names = {code: region.name.zh for code, region in catalog.regions.items()}
    _write_inbox(folder / "inbox", made)
    _write_yaml(folder / MANIFEST, list(manifest_rows(made.planted, made.geography, names)))
    stamp = {
        "version": version,
        "seed": declared.province.seed,
        "last_month": str(declared.province.last_month),
    }
    _write_yaml(folder / STAMP, stamp)
    return made


def _copy_catalogue(real: Path, own: Path) -> None:
    def left_out(folder: str, names: list[str]) -> set[str]:
        inside = Path(folder).relative_to(real)
        return {name for name in names if (inside / name).as_posix().removesuffix(".yaml") in _OWN}

    shutil.copytree(real, own, ignore=left_out, copy_function=shutil.copyfile)


def _write_file(folder: Path, file: DemoFile, geography: Geography) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name, content = file.name_on_disk, _content(file, geography)
    (folder / name).write_bytes(content)
    publisher = file.declared.publisher.zh if file.declared else "演示工业和信息化厅"
    meta: dict[str, object] = {
        "source": file.source,
        "publisher": publisher,
        "published": file.published.isoformat(),
        "licence": LICENCE["zh"],
        "citation": "演示数据生成器",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    if file.accepted_rejects:
        meta["accepted_rejects"] = file.accepted_rejects
    _write_yaml(folder / f"{name}.meta.yaml", meta)


def _content(file: DemoFile, geography: Geography) -> bytes:
    """The bytes of a file in its declared form."""
    declared = file.declared
    if declared is not None and file.is_workbook:
        return workbook_bytes(file, declared.title.zh, geography)
    return csv_bytes(file.headings, file.rows, declared.encoding if declared else "utf-8")


def _write_inbox(folder: Path, made: Demonstration) -> None:
    folder.mkdir(parents=True)
    for refusal in made.refused:
        (folder / refusal.name).write_bytes(refusal.content)
    _write_yaml(folder / MANIFEST, list(_inbox_rows(made)))


def _inbox_rows(made: Demonstration) -> Iterator[dict[str, object]]:
    for refusal in made.refused:
        yield {
            "kind": refusal.kind,
            "file": refusal.name,
            "source": refusal.source,
            "code": refusal.code,
            "row": refusal.row,
            "found": refusal.found,
        }


def _write_yaml(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    path.write_bytes(text.encode())
