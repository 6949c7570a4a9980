"""One register: its entries, chosen by place, standing, month and words; completion by region and month."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from dashboard.address import sign_in_url, to_url
from dashboard.format import DASH, format_article, format_number
from dashboard.registers.standing import (
    Followed,
    Rate,
    Standing,
    month_due,
    rate_of,
    rates_by,
)
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.quality.browse import BrowseView, Chooser, chooser, page_of, place_chooser, places_asked
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.registers.overview import entry_address, title_of
from dashboard.views.registers.wording import (
    field_title,
    rate_text,
    standing_cell,
    value_text,
)
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.model.register import Audience, FieldKind, Origin, Register, RegisterField
from etl.model.vocabulary import RegionLevel

_RATES: Final = ("due", "in_time", "late", "overdue", "rate")
_ORDER: Final = tuple(Standing)


class RegisterHead(Struct, frozen=True):
    """What a register is, and what the reader can do in it.

    Attributes:
        lead: what it is for, its article, its note.
        actions: words and address of each thing to do.
        back: words and address of all registers.
    """

    lang: str
    lead: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]
    back: tuple[str, str]


def build_head(
    register: Register, *, may_keep: bool, is_signed_in: bool, selection: Selection
) -> RegisterHead:
    """The head of a register."""
    lang, say = selection.lang, words(selection.lang)
    tongue = "" if lang == "zh" else "?lang=en"
    root = f"/act/register/{register.id}"
    notes = _notes(register, is_signed_in=is_signed_in)
    actions = [(say("who.sign_in"), sign_in_url(selection))] if "sign_in" in notes else []
    if may_keep and register.origin is Origin.ENTERED:
        actions.append((say("register.head.new"), f"{root}/new{tongue}"))
    if may_keep:
        actions.append((say("register.head.import"), f"{root}/import{tongue}"))
    actions.append((say("register.head.template"), f"{root}/template.xlsx"))
    if may_keep:
        actions.append((say("register.head.present"), f"{root}/entries.xlsx"))
    article = format_article(register.article, lang)
    lead = [say("register.head.about", about=register.about[lang], article=article)]
    lead += [say(f"register.head.{key}") for key in notes]
    if register.note is not None:
        lead.append(register.note[lang])
    back = (say("register.head.back"), to_url(Selection("registers", lang)))
    return RegisterHead(lang, tuple(lead), tuple(actions), back)


def _notes(register: Register, *, is_signed_in: bool) -> list[str]:
    found = []
    if register.origin is Origin.PUBLISHED:
        found.append("published")
    if register.has_protected:
        found.append("sealed")
    if not is_signed_in and register.audience is not Audience.PUBLIC:
        found.append("sign_in")
    return found


class RegisterSearch(Struct, frozen=True):
    """The search of a register.

    Attributes:
        find: what was searched for.
        present: address of the same view without it; empty where there is nothing to search.
    """

    lang: str
    find: str
    present: str


def build_search(followed: Sequence[Followed], selection: Selection) -> RegisterSearch:
    """The search of a register."""
    present = to_url(selection.to(find=None, start=None)) if followed else ""
    return RegisterSearch(selection.lang, selection.find or "", present)


def build_entries(
    catalog: Catalog,
    register: Register,
    followed: Sequence[Followed],
    today: date,
    *,
    selection: Selection,
    csv_address: str,
) -> BrowseView:
    """The entries of a register: overdue ones first, then what is due next, then the latest."""
    lang, say = selection.lang, words(selection.lang)
    asked = sorted(_asked(catalog, followed, selection, lang), key=_pressing_first)
    shown, pager = page_of(asked, selection)
    listed = [field for field in register.fields if field.in_list and field.id != register.titled_by]
    caption = say("register.entries.caption", name=register.name[lang], count=format_number(len(asked)))
    ends = ("standing",) if register.deadlines else ()
    columns = (
        Column(title_column(register, lang)),
        *(Column(say(f"register.entries.{name}")) for name in ends),
        Column(say("register.entries.place")),
        *(Column(field_title(field, lang), field.kind is FieldKind.NUMBER) for field in listed),
    )
    rows = tuple(_row(catalog, each, listed, today, lang) for each in shown)
    table = TableView(caption, columns, rows, lang, csv_address)
    return BrowseView(
        lang=lang,
        title=register.name[lang],
        lead=(),
        present=to_url(selection),
        choosers=_choosers(catalog, register, followed, selection) if followed else (),
        table=table if asked else None,
        empty=say("register.entries.none_asked" if followed else "register.entries.none"),
        pager=pager,
        make_sheet=lambda: build_sheet(catalog, register, asked, today, lang),
    )


def _asked(
    catalog: Catalog, followed: Sequence[Followed], selection: Selection, lang: Lang
) -> list[Followed]:
    places = places_asked(catalog, selection.to(region=None))
    wanted = (selection.find or "").casefold()
    return [
        each
        for each in followed
        if (places is None or each.entry.region in places)
        and (selection.standing is None or each.standing.value == selection.standing)
        and (selection.month is None or month_due(each) == selection.month)
        and (not wanted or wanted in _searched(catalog, each, lang))
    ]


def _searched(catalog: Catalog, each: Followed, lang: Lang) -> str:
    texts = [each.entry.number, catalog.region(each.entry.region).name[lang], *each.entry.fields.values()]
    return "\n".join(texts).casefold()


def _pressing_first(each: Followed) -> tuple[int, date, str]:
    due = each.pressing.due if each.pressing else None
    rank = _ORDER.index(each.standing) if each.is_open else len(_ORDER)
    newest = "".join(chr(0x10FFFF - ord(sign)) for sign in each.entry.number)
    return (rank, (due or date.max) if each.is_open else date.max, newest)


def title_column(register: Register, lang: Lang) -> str:
    """The heading of what names an entry."""
    field = register.field(register.titled_by)
    return field.name[lang] if field else ""


def _row(
    catalog: Catalog, each: Followed, listed: Sequence[RegisterField], today: date, lang: Lang
) -> tuple[Cell, ...]:
    entry = each.entry
    ends = (standing_cell(each, today, lang),) if each.register.deadlines else ()
    return (
        Cell(_short(title_of(each)), entry_address(each, lang), note=entry.number),
        *ends,
        Cell(catalog.region(entry.region).name[lang]),
        *(Cell(_short(value_text(field, entry.fields.get(field.id, ""), lang))) for field in listed),
    )


_LONGEST: Final = 60


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def build_sheet(
    catalog: Catalog, register: Register, followed: Sequence[Followed], today: date, lang: Lang
) -> Sheet:
    """Every field of the entries but those that are sealed, for download."""
    say = words(lang)
    told = [field for field in register.fields if not field.is_protected]
    header = (
        say("register.entries.number"),
        say("register.entries.code"),
        say("register.entries.place"),
        *(field_title(field, lang) for field in told),
        say("register.entries.standing"),
        say("register.entries.source"),
    )
    rows = tuple(_sheet_row(catalog, each, told, lang) for each in followed)
    return Sheet(say("register.entries.caption", name=register.name[lang], count=len(rows)), header, rows)


def _sheet_row(
    catalog: Catalog, each: Followed, told: Sequence[RegisterField], lang: Lang
) -> tuple[Value, ...]:
    entry = each.entry
    return (
        entry.number,
        entry.region,
        catalog.region(entry.region).name[lang],
        *(_exact(field, entry.fields.get(field.id, ""), lang) for field in told),
        words(lang)(f"register.standing.{each.standing.value}"),
        source_text(each, lang),
    )


def _exact(field: RegisterField, text: str, lang: Lang) -> Value:
    if field.kind is FieldKind.CHOICE and text:
        return value_text(field, text, lang)
    return text or None


def source_text(each: Followed, lang: Lang) -> str:
    """Where an entry came from: the published list, the row of a workbook, or a form."""
    origin, say = each.entry.origin, words(lang)
    row = say("register.source.row", file=origin.file, row=origin.row) if origin.file else ""
    if origin.citation is not None:
        cited = origin.citation
        facts = {"publisher": cited.publisher, "title": cited.title, "published": cited.published}
        told = say("register.source.list", **facts)
        return say("list.semicolon").join(filter(None, (told, cited.address, row)))
    return row or say("register.source.form", who=each.entry.last.actor)


def _choosers(
    catalog: Catalog, register: Register, followed: Sequence[Followed], selection: Selection
) -> tuple[Chooser, ...]:
    say = words(selection.lang)
    found = [place_chooser(catalog, selection)]
    if register.deadlines:
        held = {each.standing for each in followed}
        entries = [
            (each.value, say(f"register.standing.{each.value}"), "") for each in _ORDER if each in held
        ]
        everything = say("register.entries.all_standings")
        found.append(chooser(selection, "standing", say("register.entries.standing"), entries, everything))
    months = sorted({month for each in followed if (month := month_due(each))}, reverse=True)
    if months:
        entries = [(month, month_text(month, selection.lang), "") for month in months]
        everything = say("register.entries.all_months")
        found.append(chooser(selection, "month", say("register.entries.month"), entries, everything))
    return tuple(found)


def month_text(month: str, lang: str) -> str:
    """A month in words."""
    year, number = month.split("-")
    return words(lang)("register.month", year=year, month=int(number), padded=number)


def build_rates(
    catalog: Catalog,
    register: Register,
    followed: Sequence[Followed],
    today: date,
    *,
    selection: Selection,
    by: str,
) -> OfferedTable:
    """The completion rate by city, or by the month in which entries had to be closed.

    Args:
        catalog: the declarations.
        register: the register.
        followed: its entries.
        today: the day.
        selection: what the address says.
        by: ``region`` or ``month``.
    """
    lang, say = selection.lang, words(selection.lang)
    whole = rate_of(followed, today)
    if register.completion is None or not followed:
        return OfferedTable(lang, None, Sheet("", (), ()))
    if by == "region":
        home = catalog.deployment.home
        groups = rates_by(followed, lambda each: city_of(catalog, each.entry.region), today)
        named = [
            (say("register.rate.provincial") if code == home else catalog.region(code).name[lang], rate)
            for code, rate in groups.items()
        ]
    else:
        groups = rates_by(followed, month_due, today)
        named = [(month_text(month, lang), rate) for month, rate in reversed(groups.items()) if rate.due]
    rows = tuple(_rate_row(name, rate) for name, rate in [*named, (say("register.rate.all"), whole)])
    caption = say(f"register.rate.by_{by}", name=register.name[lang])
    columns = (
        Column(say(f"register.rate.{by}")),
        *(Column(say(f"register.rate.{name}"), is_numeric=True) for name in _RATES),
    )
    table = TableView(caption, columns, rows, lang, marked=frozenset({len(rows) - 1}))
    texts = tuple(tuple(cell.text for cell in row) for row in rows)
    return OfferedTable(lang, table, Sheet(caption, tuple(column.title for column in columns), texts))


def city_of(catalog: Catalog, region: str) -> str:
    """The city that a region is or lies in; the region itself where it lies in none."""
    path = (region, *(above.code for above in catalog.ancestors(region)))
    return next((code for code in path if catalog.regions[code].level is RegionLevel.CITY), region)


def _rate_row(name: str, rate: Rate) -> tuple[Cell, ...]:
    counts = (rate.due, rate.in_time, rate.late, rate.overdue)
    shown = tuple(Cell(format_number(count) if rate.due else DASH) for count in counts)
    return (Cell(name), *shown, Cell(rate_text(rate)))
