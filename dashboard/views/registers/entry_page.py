"""One entry on a page of its own: what it says, and everything that happened to it."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from dashboard.format import DASH
from dashboard.registers.entry import IDENTITY_READ, Step
from dashboard.registers.standing import Followed
from dashboard.text import Lang, words
from dashboard.views.cases.case_file import moment_text
from dashboard.views.registers.entries import source_text
from dashboard.views.registers.wording import MARKS, due_note, value_text
from etl.catalog.catalog import Catalog
from etl.model.register import Register


class HistoryItem(Struct, frozen=True):
    """One step of an entry.

    Attributes:
        title: what was done, by whom, when.
        said: field and text of what it set.
        reason: why.
        chain: where the chain holds it.
    """

    title: str
    said: tuple[tuple[str, str], ...]
    reason: str
    chain: str


class EntryPage(Struct, frozen=True):
    """An entry.

    Attributes:
        title: register and number.
        about: the register's purpose.
        mark, standing, due: how it stands: look, word, and the deadline that it is about.
        said: field and text, in the order of the declaration.
        history: the latest step first.
    """

    title: str
    about: str
    mark: str
    shape: str
    standing: str
    due: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    history: tuple[HistoryItem, ...]


def build_entry_page(catalog: Catalog, each: Followed, today: date, lang: Lang) -> EntryPage:
    """The page of an entry; what is sealed is only said to be there."""
    say, entry, register = words(lang), each.entry, each.register
    mark = MARKS[each.standing]
    said = [(say("register.page.region"), catalog.region(entry.region).name[lang])]
    said += [(field.name[lang], _said(each, field.id, lang)) for field in register.fields]
    said.append((say("register.page.source"), source_text(each, lang)))
    note = due_note(each, today, lang)
    return EntryPage(
        title=say("register.page.heading", name=register.name[lang], number=entry.number),
        about=register.about[lang],
        mark=mark.key,
        shape=mark.shape,
        standing=say(f"register.standing.{each.standing.value}") if register.deadlines else "",
        due=(note,) if note and register.deadlines else (),
        said=tuple(said),
        history=tuple(_item(register, step, lang) for step in reversed(entry.steps)),
    )


def _said(each: Followed, name: str, lang: Lang) -> str:
    field = each.register.field(name)
    if field is None:
        return DASH
    if field.is_protected:
        key = "sealed_set" if name in each.entry.sealed else "sealed_none"
        return words(lang)(f"register.page.{key}")
    return value_text(field, each.entry.fields.get(name, ""), lang)


def _item(register: Register, step: Step, lang: Lang) -> HistoryItem:
    say = words(lang)
    kind = say(f"register.page.{step.kind.removeprefix('register_')}")
    said = [] if step.kind == IDENTITY_READ else list(_set(register, step, lang))
    return HistoryItem(
        title=say("register.page.step", kind=kind, who=step.actor, at=moment_text(step.at)),
        said=tuple(said),
        reason=say("register.page.reason", reason=step.reason) if step.reason else "",
        chain=say("register.page.chain", sequence=step.sequence, hash=step.hash[:16]),
    )


def _set(register: Register, step: Step, lang: Lang) -> Iterator[tuple[str, str]]:
    """What a step set, in the order of the declaration."""
    say = words(lang)
    for field in register.fields:
        if field.id in step.sealed:
            yield field.name[lang], say("register.page.sealed_set")
        elif field.id in step.changed:
            text = step.changed[field.id]
            yield field.name[lang], value_text(field, text, lang) if text else say("register.page.cleared")
