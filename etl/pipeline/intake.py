"""What the intake makes of one file alone, wherever it lies, cell by cell; it goes into no build."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.catalog.load import load_catalog
from etl.catalog.target_form import TARGETS, load_target_form, with_target_form
from etl.columns import Columns
from etl.errors import LiaoningError, RejectedCell, SourceFileError, UsageError, say, told
from etl.extract.limited import WorkbookReader
from etl.extract.raw_files import sha256_of
from etl.model.loaded import RawFile
from etl.model.source import FileMeta
from etl.pipeline.delivery import Part, Staging, stage_file
from etl.pipeline.target_return import target_problems

_LANGS = ("zh", "en")
_CELL = ("sheet_no", "row_no", "column_no", "series", "region", "period", "reported", "unit", "status")
_RECORD = ("sheet_no", "row_no", "column_no", "register", "region")


class Intake(Struct, frozen=True):
    """One file after stages 1 and 2.

    Attributes:
        source: the source that it was read as: the one named, else the one whose format fits best.
    """

    file: str
    source: str
    staging: Staging

    @property
    def problems(self) -> list[LiaoningError]:
        """Everything that is wrong with it."""
        return self.staging.problems

    @property
    def sheets(self) -> list[Part]:
        """Its sheets, as far as they could be read."""
        return self.staging.sheets

    def told(self) -> dict[str, Any]:
        """The same for programs: JSON values only, sentences in both languages."""
        return {
            "file": self.file,
            "source": self.source,
            "sheets": [_sheet_told(part) for part in self.sheets],
            "cells": [row for part in self.sheets for row in _rows_told(part[2].rows, _CELL)],
            "records": [row for part in self.sheets for row in _rows_told(part[2].records, _RECORD)],
            "faults": [fault_told(problem) for problem in self.problems],
            "warnings": [{lang: each.say(lang) for lang in _LANGS} for each in self.staging.warnings],
        }


def read_intake(data_dir: Path, path: Path, source: str | None, published: str | None = None) -> Intake:
    """Stages 1 and 2 of one file.

    Args:
        data_dir: the deployment whose declarations hold.
        path: the file.
        source: its source; unset: every source whose format fits the file's name is tried.
        published: the day from which its figures would count; unset: today.

    Raises:
        SourceFileError: no format fits the file's name.
        UsageError: there is no such file.
    """
    if not path.is_file():
        raise UsageError(**told("no_file", path=path))
    form = load_target_form()
    catalog = with_target_form(load_catalog(data_dir), form)
    candidates = [source] if source else _fitting_sources(catalog, path)
    if not candidates:
        raise SourceFileError(file=path.name, **told("no_format_alone"))
    day = published or date.today().isoformat()
    with WorkbookReader() as workbooks:
        tried = [(name, _stage_alone(catalog, path, name, day, workbooks)) for name in candidates]
    best, staging = min(tried, key=lambda each: _faults(each[1]))
    for _, sheet, staged in staging.sheets if best == TARGETS else ():
        staging.problems.extend(target_problems(catalog, form, sheet, staged))
    return Intake(path.name, best, staging)


def write_intake(data_dir: Path, path: Path, source: str | None, published: str | None, report: Path) -> bool:
    """Write what the intake makes of a file as JSON; a file that fits no format is a fault like any other.

    Returns:
        whether nothing is wrong with it.
    """
    try:
        found = read_intake(data_dir, path, source, published).told()
    except LiaoningError as problem:
        nothing: dict[str, Any] = {name: [] for name in ("sheets", "cells", "records", "warnings")}
        found = {"file": path.name, "source": source or "", **nothing, "faults": [fault_told(problem)]}
    report.write_text(json.dumps(found, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    return not found["faults"]


def fault_told(problem: LiaoningError) -> dict[str, Any]:
    """A problem for programs: its kind and place, and its sentence in both languages."""
    facts = problem.facts
    place = {name: str(facts.get(name, "")) for name in ("sheet", "cell", "found", "expected")}
    if isinstance(problem, RejectedCell):  # its place stands beside the sentence
        kind = problem.reject_code
        return {"kind": kind, **place, **{lang: say(f"reject_{kind}", lang, **facts) for lang in _LANGS}}
    return {"kind": problem.code, **place, **{lang: problem.say(lang) for lang in _LANGS}}


def _sheet_told(part: Part) -> dict[str, Any]:
    _, sheet, staged = part
    return {
        "number": sheet.number,
        "name": sheet.name,
        "rows_in": staged.rows_in,
        "kept": staged.rows.size + staged.records.size,
        "rejected": staged.rejected.size,
        "left_out": dict(staged.left_out),
    }


def _rows_told(table: Columns, names: tuple[str, ...]) -> Iterator[list[Any]]:
    for row in table.rows():
        yield [_json_value(row[name]) for name in names]


def _json_value(value: Any) -> Any:
    """Nothing for what is missing: NaN is no JSON."""
    return None if value != value else value  # noqa: PLR0124


def _fitting_sources(catalog: Catalog, path: Path) -> list[str]:
    name = Path(path.name)
    return [
        source
        for source, files in catalog.formats.items()
        if any(name.match(declared.format.file) for declared in files)
    ]


def _stage_alone(
    catalog: Catalog, path: Path, source: str, published: str, workbooks: WorkbookReader
) -> Staging:
    """Stages 1 and 2 of a file that has no meta yet."""
    sha256 = sha256_of(path, path.name)
    meta = FileMeta(
        source=source, publisher="-", published=published, licence="-", citation="-", sha256=sha256
    )
    staging = Staging()
    stage_file(RawFile(1, source, path.name, path, sha256, meta), catalog, staging, workbooks)
    return staging


def _faults(staging: Staging) -> tuple[bool, int]:
    """How badly a file fits: a changed layout is worse than any number of wrong cells."""
    problems: list[LiaoningError] = staging.problems
    return (not staging.sheets, len(problems))
