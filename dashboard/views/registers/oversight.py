"""Supervision and accountability by region (Art 22), and the acts of cases that belong beside a register."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.cases.case import Act
from dashboard.cases.case_events import CaseFile
from dashboard.format import DASH, format_date, format_number
from dashboard.registers.standing import Followed
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.registers.entries import city_of
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.model.register import Register
from etl.model.restriction import RESTRICTING

_ACTS = ("case", "place", "addressee", "matter", "on", "document")


class CaseAct(Struct, frozen=True):
    """An act beside the course of a case: 约谈 or 通报."""

    file: CaseFile
    act: Act


def case_acts(files: Iterable[CaseFile], name: str) -> Iterator[CaseAct]:
    """The acts of a kind in cases, those that count."""
    for file in files:
        for act in file.case.counted(name):
            yield CaseAct(file, act)


def build_case_acts(
    register: Register, catalog: Catalog, found: Sequence[CaseAct], lang: Lang
) -> OfferedTable:
    """The acts of cases that are of a register's kind, the latest first; nothing where there are none."""
    say = words(lang)
    if not found:
        return OfferedTable(lang, None, Sheet("", (), ()))
    caption = say("register.acts.caption", name=register.name[lang], count=len(found))
    columns = tuple(Column(say(f"register.acts.{name}")) for name in _ACTS)
    newest = sorted(found, key=lambda each: (each.act.on, each.file.number), reverse=True)
    rows = tuple(_act_row(catalog, each, lang) for each in newest)
    texts = tuple(tuple(cell.text for cell in row) for row in rows)
    table = TableView(caption, columns, rows, lang, notes=(say("register.acts.note"),))
    return OfferedTable(lang, table, Sheet(caption, tuple(column.title for column in columns), texts))


def _act_row(catalog: Catalog, each: CaseAct, lang: Lang) -> tuple[Cell, ...]:
    file, act = each.file, each.act
    return (
        Cell(file.number, to_url(Selection("cases", lang, case=file.number))),
        Cell(catalog.region(file.case.region).name[lang]),
        Cell(act.contents.get("addressee", DASH)),
        Cell(act.contents.get("matter", DASH)),
        Cell(format_date(act.on, lang)),
        Cell(act.document or DASH),
    )


def build_oversight(
    catalog: Catalog,
    registers: Sequence[Register],
    followed: Sequence[Followed],
    readable: Sequence[CaseFile],
    published: Sequence[CaseFile],
    *,
    selection: Selection,
) -> OfferedTable:
    """Supervision by city: what was complained of, who was called in, named, restricted, held to account.

    Args:
        catalog: the declarations.
        registers: the registers of supervision that the reader may see.
        followed: their entries.
        readable: the cases whose acts the reader may see.
        published: the cases that came to a restriction.
        selection: what the address says.
    """
    lang, say = selection.lang, words(selection.lang)
    counted = [_counts(catalog, each, followed, readable) for each in registers]
    restricted = [
        _by_city(catalog, (file.case.region for file in published if file.case.state in RESTRICTING)),
        _by_city(catalog, (file.case.region for file in published)),
    ]
    columns = [*counted, *restricted]
    held = {region for column in columns for region in column}
    if not held:
        return OfferedTable(lang, None, Sheet("", (), ()), say("register.oversight.none"))
    titles = (
        say("register.oversight.place"),
        *(each.name[lang] for each in registers),
        say("register.oversight.restricted"),
        say("register.oversight.ever"),
    )
    rows = tuple(
        (_place(catalog, code, lang), *(Cell(_count(column.get(code, 0))) for column in columns))
        for code in catalog.regions
        if code in held
    )
    totals = (Cell(say("register.rate.all")), *(Cell(_count(sum(column.values()))) for column in columns))
    shown = (*rows, totals)
    table = TableView(
        say("register.oversight.caption"),
        tuple(Column(title, is_numeric=at > 0) for at, title in enumerate(titles)),
        shown,
        lang,
        notes=(say("register.oversight.note"),),
        marked=frozenset({len(rows)}),
    )
    texts = tuple(tuple(cell.text for cell in row) for row in shown)
    return OfferedTable(lang, table, Sheet(table.caption, titles, texts))


def _counts(
    catalog: Catalog, register: Register, followed: Sequence[Followed], readable: Sequence[CaseFile]
) -> dict[str, int]:
    entries = [each.entry.region for each in followed if each.register.id == register.id]
    acts = case_acts(readable, register.case_act) if register.case_act else ()
    return _by_city(catalog, [*entries, *(each.file.case.region for each in acts)])


def _by_city(catalog: Catalog, regions: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for region in regions:
        city = city_of(catalog, region)
        found[city] = found.get(city, 0) + 1
    return found


def _place(catalog: Catalog, code: str, lang: Lang) -> Cell:
    if code == catalog.deployment.home:
        return Cell(words(lang)("register.rate.provincial"))
    return Cell(catalog.region(code).name[lang], to_url(Selection("region", lang, region=code)))


def _count(number: int) -> str:
    return format_number(number) if number else DASH
