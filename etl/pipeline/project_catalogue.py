"""A filled-in workbook of a project catalogue → the declaration that takes the place of the starter set."""

from pathlib import Path

import yaml
from msgspec import to_builtins
from msgspec.structs import fields

from etl.catalog.catalogue_form import CATALOGUES, catalogue_from
from etl.catalog.load import load_catalog
from etl.errors import UsageError, told
from etl.model.base import Declaration
from etl.model.gate import ProjectCatalogue
from etl.pipeline.cells import texts_of
from etl.whole_file import written_whole


def write_catalogue(data_dir: Path, name: str, workbook: Path, out: Path, *, is_complete: bool) -> str:
    """Write the declaration, and say what it holds.

    Args:
        data_dir: the deployment.
        name: id of the catalogue whose document and validity stay.
        workbook: as ``etl template catalogues/<id>`` wrote it, filled in.
        out: the YAML to write; an existing file is not overwritten.
        is_complete: whether the workbook holds every entry of the document.

    Raises:
        UsageError: there is no such catalogue, or the file cannot be written.
        ProblemsFound: rows that are no entries, each with its cell.
    """
    if out.suffix != ".yaml" or out.exists() or not out.parent.is_dir():
        raise UsageError(**told("cannot_write", path=out))
    like = known_catalogue(data_dir, name)
    made = catalogue_from(like, texts_of(workbook, workbook.name), workbook.name, is_complete=is_complete)
    text = yaml.safe_dump(_stated(made), allow_unicode=True, sort_keys=False, width=200)
    with written_whole(out) as draft:
        draft.write_text(text, encoding="utf-8")
    unverified = sum(entry.mark is not None for entry in made.entries)
    return f"{out}: {made.document.number}, {len(made.entries)} entries, {unverified} of them unverified"


def _stated(value: object) -> object:
    """A declaration as plain values, without the fields that are as they would be unless stated."""
    if isinstance(value, Declaration):
        stated = {each.name: (getattr(value, each.name), each.default) for each in fields(value)}
        return {name: _stated(found) for name, (found, default) in stated.items() if found != default}
    if isinstance(value, tuple):
        return [_stated(each) for each in value]
    return to_builtins(value)


def known_catalogue(data_dir: Path, name: str) -> ProjectCatalogue:
    """A declared catalogue.

    Raises:
        UsageError: there is none of the id.
    """
    declared = load_catalog(data_dir).project_catalogues
    if name not in declared:
        known = ", ".join(f"{CATALOGUES}{each}" for each in declared)
        raise UsageError(**told("unknown_format", name=f"{CATALOGUES}{name}", known=known))
    return declared[name]
