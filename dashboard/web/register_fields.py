"""Fields of the form of an entry, made from the declaration; and what was filled in or handed in."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from werkzeug.datastructures import FileStorage

from dashboard.intake import Cells
from dashboard.registers.checks import Fault
from dashboard.registers.entry import Citation, Entry, Origin
from dashboard.registers.refusal import CellFault, FieldsRefused, RegisterRefused
from dashboard.registers.requested_entry import Wanted
from dashboard.registers.rows import NotThisRegister, column_of, rows_given, spelled
from dashboard.text import Lang, words
from etl.model.register import (
    NUMBER_HEADING,
    REGION_HEADING,
    FieldKind,
    Register,
    RegisterField,
)
from etl.model.register import (
    Origin as From,
)
from etl.model.sheet import cell_name

PREFIX = "field-"
CITATION = ("publisher", "title", "published", "address")


class Input(Struct, frozen=True):
    """One input of the form.

    Attributes:
        note: whether it is required, its unit, and what to write.
    """

    id: str
    label: str
    kind: str
    value: str
    note: str
    is_required: bool
    options: tuple[tuple[str, str], ...] = ()


def inputs_of(
    register: Register, filled: Mapping[str, str], entry: Entry | None, lang: Lang
) -> tuple[Input, ...]:
    """The inputs of an entry: what was filled in stays, else what the entry says now."""
    present = entry.fields if entry else {}
    return tuple(_input(field, filled, present, entry, lang) for field in register.fields)


def _input(
    field: RegisterField,
    filled: Mapping[str, str],
    present: Mapping[str, str],
    entry: Entry | None,
    lang: Lang,
) -> Input:
    say, name = words(lang), f"{PREFIX}{field.id}"
    notes = [say("register.form.required" if field.required else "register.form.optional")]
    if field.unit:
        notes.append(field.unit[lang])
    if field.is_protected:
        is_set = entry is not None and field.id in entry.sealed
        notes = [say("register.form.sealed_kept" if is_set else "register.form.sealed")]
    if field.hint:
        notes.append(field.hint[lang])
    return Input(
        id=name,
        label=field.name[lang],
        kind=field.kind.value,
        # what is sealed is never written back into a page
        value="" if field.is_protected else filled.get(name, present.get(field.id, "")),
        note=" · ".join(notes),
        is_required=field.required,
        options=tuple((choice, word[lang]) for choice, word in field.choices.items()),
    )


def fields_filled(register: Register, filled: Mapping[str, str]) -> dict[str, str]:
    """What a form says of every field, in the spelling that entries have."""
    return {field.id: spelled(field, filled.get(f"{PREFIX}{field.id}", "")) for field in register.fields}


def citation_of(register: Register, filled: Mapping[str, str]) -> Citation | None:
    """The citation of a published list; None for a register that is kept here.

    Raises:
        RegisterRefused: publisher, title or day are missing.
    """
    if register.origin is not From.PUBLISHED:
        return None
    told = {name: filled.get(name, "").strip()[:300] for name in CITATION}
    if not (told["publisher"] and told["title"] and _is_day(told["published"])):
        raise RegisterRefused("no_citation")
    return Citation(**told)


def _is_day(text: str) -> bool:
    probe = RegisterField.read({"id": "day", "name": {"zh": "日", "en": "day"}, "kind": FieldKind.DATE})
    return spelled(probe, text) == text and len(text) == len("2026-03-02")


def handed_in(files: Mapping[str, FileStorage]) -> tuple[str, bytes]:
    """Name and content of the workbook.

    Raises:
        RegisterRefused: none was chosen.
    """
    file = files.get("file")
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2].strip()[:120] if file else ""
    content = file.read() if file else b""
    if not name or not content:
        raise RegisterRefused("no_file")
    return name, content


def wanted_of(
    register: Register,
    cells: Cells,
    origin: Origin,
    regions: Sequence[str],
) -> list[Wanted]:
    """What the rows of a workbook want entries to say.

    Args:
        register: the declaration.
        cells: the texts of its sheet.
        origin: the workbook, with its citation.
        regions: codes of the regions that the reader may write about.

    Raises:
        RegisterRefused: it is not this register's workbook, or empty.
        FieldsRefused: a row names a region that is none of these.
    """
    try:
        rows = rows_given(register, cells)
    except NotThisRegister as error:
        raise RegisterRefused("not_this_register", missing="、".join(error.missing[:5])) from error
    if not rows:
        raise RegisterRefused("empty")
    columns = {field.id: column_of(register, cells, field.name.zh) for field in register.fields}
    columns |= {
        "region": column_of(register, cells, REGION_HEADING),
        "number": column_of(register, cells, NUMBER_HEADING),
    }
    known = set(regions)
    faults = [
        CellFault(Fault("region", "unknown_region", row.region[:20]), cell_name(row.row, columns["region"]))
        for row in rows
        if row.region not in known
    ]
    if faults:
        raise FieldsRefused(faults)
    return [
        Wanted(
            region=row.region,
            fields=row.fields,
            number=row.number,
            origin=Origin(origin.file, origin.sha256, row.row, origin.citation),
            cells={name: cell_name(row.row, column) for name, column in columns.items()},
        )
        for row in rows
    ]
