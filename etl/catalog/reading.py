"""One file of declarations → plain values and declarations; whatever is wrong names its file and place."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from etl.catalog.strict_yaml import StrictLoader
from etl.errors import CatalogError, LiaoningError, ProblemsFound
from etl.plain_values.fault import DeclarationError, in_one_word
from etl.plain_values.read import read_as


def read_yaml(path: Path) -> Any:
    """One YAML document.

    Raises:
        CatalogError: not YAML, not UTF-8, or a key given twice.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)
    except (yaml.YAMLError, ValueError, TypeError) as error:  # ValueError: no UTF-8; TypeError: a list as key
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "whole file"
        found = getattr(error, "problem", None) or str(error)
        raise CatalogError(
            file=path.name, place=place, found=found, expected="valid YAML", action="Correct this line."
        ) from error


def read_list(path: Path) -> list[Any]:
    """A YAML document that is a list; an empty document is an empty list.

    Raises:
        CatalogError: it holds something else.
    """
    items = read_yaml(path)
    if items is not None and not isinstance(items, list):
        raise CatalogError(
            file=path.name,
            place="whole file",
            found=in_one_word(items),
            expected="a list of declarations",
            action="Begin each declaration with a dash.",
        )
    return items or []


def read_rows(path: Path, headings: Sequence[str] = ()) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV in UTF-8 with their line numbers; spaces around a cell mean nothing.

    Args:
        path: the file.
        headings: what its first line must name, in any order.

    Raises:
        CatalogError: a heading is missing, the encoding is another, or a row is longer or shorter.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [name for name in headings if name not in (reader.fieldnames or ())]
            if missing:
                found = ", ".join(reader.fieldnames or ()) or "nothing"
                raise _wrong_table(path, "headings", found, f"also {', '.join(missing)}")
            for line, row in enumerate(reader, start=2):
                if None in row or None in row.values():
                    cells = sum(cell is not None for name, cell in row.items() if name is not None)
                    found = "more" if None in row else f"{cells} cells"
                    raise _wrong_table(path, f"line {line}", found, f"{len(reader.fieldnames or ())} cells")
                yield line, {name: cell.strip() for name, cell in row.items()}
    except (UnicodeDecodeError, csv.Error) as error:
        raise _wrong_table(path, "whole file", str(error), "a CSV in UTF-8") from error


def _wrong_table(path: Path, place: str, found: str, expected: str) -> CatalogError:
    return CatalogError(
        file=path.name,
        place=place,
        found=found,
        expected=expected,
        action="Correct the file; save it as UTF-8.",
    )


def validated(model: Any, value: object, path: Path, prefix: str = "", *, is_text: bool = False) -> Any:
    """A declaration.

    Args:
        model: its type, or a union of types.
        value: plain values.
        path: the file that they stand in.
        prefix: where in it.
        is_text: whether they are the cells of a table.

    Raises:
        CatalogError: one thing is wrong with it.
        ProblemsFound: several things are, names that nothing knows before others.
    """
    try:
        return read_as(model, value, is_text=is_text)
    except DeclarationError as error:
        problems: list[LiaoningError] = [
            CatalogError(
                file=path.name,
                place=".".join(filter(None, (prefix, fault.dotted))) or "whole file",
                found=fault.told,
                expected=fault.expected,
                action=f"See etl/model for what a {getattr(model, '__name__', 'rule')} holds.",
            )
            for fault in error.faults
        ]
        raise problems[0] if len(problems) == 1 else ProblemsFound(problems) from error
