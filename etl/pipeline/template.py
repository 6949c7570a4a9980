"""Templates by name: of a format, of the targets, of a register, or of a project catalogue."""

from pathlib import Path
from typing import Final

from etl.catalog.catalog import Catalog, FormatFile
from etl.catalog.catalogue_form import CATALOGUES
from etl.catalog.load import load_catalog
from etl.catalog.target_form import TARGETS, load_target_form
from etl.errors import UsageError, told
from etl.model.period import Period
from etl.pipeline.project_catalogue import known_catalogue
from etl.publish.catalogue_template import write_catalogue_template
from etl.publish.register_template import register_template
from etl.publish.target_template import write_target_template
from etl.publish.template import template_of, write_template
from etl.whole_file import written_whole

REGISTERS: Final = "registers/"


def write_named_template(
    data_dir: Path, name: str, out: Path, period: Period | None = None, region: str | None = None
) -> str:
    """Write the workbook to be filled in, and say what it is.

    Args:
        data_dir: the deployment.
        name: ``targets``, ``registers/<id>``, ``catalogues/<id>``, a source, or
            ``<source>/<first_period>``; of a source the newest format counts.
        out: where to write it; an existing file is not overwritten.
        period: the period to be filled in.
        region: code of the region whose parts have a row; None for the home region.

    Raises:
        UsageError: there is no such format, region or folder, or the format is none that a person fills in.
    """
    if out.suffix.lower() != ".xlsx" or out.exists() or not out.parent.is_dir():
        raise UsageError(**told("cannot_write", path=out))
    catalog = load_catalog(data_dir)
    if name == TARGETS:
        if period or region:
            raise UsageError(**told("targets_alone"))
        form = load_target_form()
        with written_whole(out) as draft:
            write_target_template(catalog, form, draft)
        return f"{out}: targets of {catalog.home.name.en}; send it under a name like {form.format.file}"
    if name.startswith(REGISTERS):
        return _write_register(catalog, name.removeprefix(REGISTERS), out)
    if name.startswith(CATALOGUES):
        catalogue = known_catalogue(data_dir, name.removeprefix(CATALOGUES))
        with written_whole(out) as draft:
            write_catalogue_template(catalogue, draft)
        return f"{out}: {catalogue.document.number}, {len(catalogue.entries)} entries to be completed"
    declared = _format(catalog, name).format
    template = template_of(catalog, declared, period, catalog.region(region) if region else None)
    with written_whole(out) as draft:
        write_template(template, draft)
    figures = len(template.regions) * len(template.layout.columns)
    return (
        f"{out}: {declared.source}, {template.period or 'every period'}, {len(template.regions)} regions, "
        f"{figures} figures; send it under a name like {declared.file}"
    )


def _write_register(catalog: Catalog, name: str, out: Path) -> str:
    if name not in catalog.registers:
        known = ", ".join(f"{REGISTERS}{each}" for each in catalog.registers)
        raise UsageError(**told("unknown_format", name=f"{REGISTERS}{name}", known=known))
    register = catalog.registers[name]
    with written_whole(out) as draft:
        draft.write_bytes(register_template(catalog, register))
    return (
        f"{out}: register {register.name.en}, {len(register.fields)} fields; hand it in at /registers/{name}"
    )


def _format(catalog: Catalog, name: str) -> FormatFile:
    source, _, first_period = name.partition("/")
    formats = [f for f in catalog.formats.get(source, ()) if first_period in ("", f.first_period)]
    if not formats:
        registers = (f"{REGISTERS}{each}" for each in catalog.registers)
        known = ", ".join([TARGETS, *registers, *catalog.formats])
        raise UsageError(**told("unknown_format", name=name, known=known))
    return formats[-1]
