"""Fields of the form of an act: what its row of the table asks for, as inputs; and what was filled in."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from werkzeug.datastructures import FileStorage

from dashboard.cases.case import Person
from dashboard.cases.refusal import Refused
from dashboard.cases.requested_act import Wish
from dashboard.text import Lang, words
from etl.model.restriction import ActRule, Content, LegalBasis

LONGEST: Final = 4000
PREFIX: Final = "content-"
FILES: Final = "files"
DOCUMENT, BASIS, REASON = "document", "basis", "reason"


class Field(Struct, frozen=True):
    """One input.

    Attributes:
        id: its name in the form.
        kind: ``text``, ``line``, ``choice``, ``many``, ``date``, ``months``, ``attachment`` or ``files``.
        options: value and word of each choice.
        least, most: bounds of ``months``.
        note: a line below the input.
        is_required: whether it may not stay empty.
    """

    id: str
    label: str
    kind: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    note: str = ""
    is_required: bool = True


def fields_of(
    row: ActRule, bases: tuple[LegalBasis, ...], filled: Mapping[str, str], lang: Lang
) -> tuple[Field, ...]:
    """The inputs of an act, in the order of its table; what was filled in stays."""
    say = words(lang)
    asked = [_field(content, filled, lang) for content in row.contents]
    if row.has_document:
        asked.append(Field(DOCUMENT, say("case.form.document"), "line", filled.get(DOCUMENT, "")))
    options = tuple((each.number, f"{each.number} {each.title[lang]}") for each in bases)
    only = options[0][0] if len(options) == 1 else ""
    return (
        *asked,
        Field(BASIS, say("case.form.basis"), "choice", filled.get(BASIS, only), options),
        Field(REASON, say("case.form.reason"), "text", filled.get(REASON, "")),
        Field(FILES, say("case.form.attachments"), "files"),
    )


def _field(content: Content, filled: Mapping[str, str], lang: Lang) -> Field:
    say = words(lang)
    label = content.name[lang]
    if content.kind == "months":
        label += say("case.form.months_bounds", least=content.least, most=content.most)
    return Field(
        id=f"{PREFIX}{content.id}",
        label=label,
        kind=content.kind,
        value=filled.get(f"{PREFIX}{content.id}", ""),
        options=tuple((each, say(f"case.choices.{each}")) for each in content.choices),
        least=content.least,
        most=content.most,
    )


def wish_of(
    row: ActRule, by: Person, filled: Mapping[str, str], files: Mapping[str, list[FileStorage]]
) -> Wish:
    """What a person wants to do, from a form.

    Raises:
        Refused: a text is too long.
    """
    if any(len(text) > LONGEST for text in filled.values()):
        raise Refused("too_long", act=row.id, most=LONGEST)
    kinds = {content.id: content.kind for content in row.contents}
    contents = {
        name: filled.get(f"{PREFIX}{name}", "").replace("\r\n", "\n").strip()
        for name, kind in kinds.items()
        if kind != "attachment"
    }
    content_files = {
        name: given[0]
        for name, kind in kinds.items()
        if kind == "attachment" and (given := read_files(files.get(f"{PREFIX}{name}", [])))
    }
    return Wish(
        name=row.id,
        by=by,
        basis=filled.get(BASIS, ""),
        reason=filled.get(REASON, "").replace("\r\n", "\n").strip(),
        contents=contents,
        document=filled.get(DOCUMENT, ""),
        content_files=content_files,
        files=read_files(files.get(FILES, [])),
    )


def read_files(files: list[FileStorage]) -> tuple[tuple[str, bytes], ...]:
    """Name and content of every file that holds anything; of a name only its last part."""
    read = ((_base_name(file.filename or ""), file.read()) for file in files)
    return tuple((name, content) for name, content in read if name and content)


def _base_name(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].strip()[:120]
