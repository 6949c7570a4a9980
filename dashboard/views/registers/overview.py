"""All registers at a glance: what is overdue and by whom, then each register with its completion rate."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from dashboard.address import sign_in_url, to_url
from dashboard.format import DASH, format_article, format_date, format_number
from dashboard.registers.standing import Followed, Standing, rate_of, who_must_act
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.registers.wording import MARKS, rate_text, standing_cell
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.model.register import Register

_WHO: Final = ("who", "overdue", "longest", "soon")
_PRESSING: Final = ("who", "item", "register", "place", "standing")
_LIST: Final = ("article", "register", "entries", "open", "overdue", "rate")
MOST_PRESSING: Final = 20


class PressingView(Struct, frozen=True):
    """What is overdue or near, and who has to act.

    Attributes:
        lead: how much is overdue, and by whom most.
        who: a row for each who has to act; None where nothing is overdue or near.
        items: each entry that is overdue or near, the longest overdue first.
        sheet: the items, for download.
        sign_in: where a reader without a name signs in; empty for one who has done so.
    """

    lang: str
    lead: str
    who: TableView | None
    items: TableView | None
    sheet: Sheet
    sign_in: str = ""


def build_pressing(
    catalog: Catalog,
    followed: Sequence[Followed],
    today: date,
    *,
    is_signed_in: bool,
    selection: Selection,
    csv_address: str = "",
) -> PressingView:
    """What is overdue or falls due within days, of all registers that the reader may see."""
    lang, say = selection.lang, words(selection.lang)
    pressing = sorted((each for each in followed if _is_pressing(each)), key=_due_first)
    overdue = [each for each in pressing if each.standing is Standing.OVERDUE]
    caption = say("register.pressing.caption", count=len(pressing))
    columns = tuple(Column(say(f"register.pressing.{name}")) for name in _PRESSING)
    rows = tuple(_item(catalog, each, today, lang) for each in pressing)
    told = tuple((*(cell.text for cell in row), row[-1].note) for row in rows)
    notes = (say("register.pressing.more", shown=MOST_PRESSING),) if len(rows) > MOST_PRESSING else ()
    items = TableView(caption, columns, rows[:MOST_PRESSING], lang, csv_address or None, notes)
    header = (*(column.title for column in columns), say("register.pressing.deadline"))
    return PressingView(
        lang=lang,
        lead=_lead(catalog, followed, overdue, today, is_signed_in=is_signed_in, lang=lang),
        who=_who(catalog, pressing, today, lang) if pressing else None,
        items=items if rows else None,
        sheet=Sheet(caption, header, told),
        sign_in="" if is_signed_in else sign_in_url(selection),
    )


def _is_pressing(each: Followed) -> bool:
    """Overdue, near, or past a provisional day: nothing of this leaves the list while it is open."""
    return each.is_open and each.standing is not Standing.OPEN


def _due_first(each: Followed) -> tuple[date, str, str]:
    due = each.pressing.due if each.pressing else None
    return (due or date.max, each.entry.register, each.entry.number)


def _lead(
    catalog: Catalog,
    followed: Sequence[Followed],
    overdue: Sequence[Followed],
    today: date,
    *,
    is_signed_in: bool,
    lang: Lang,
) -> str:
    say, day = words(lang), format_date(today, lang)
    if not followed:
        return say("register.lead.empty" if is_signed_in else "register.lead.sign_in")
    if not overdue:
        return say("register.lead.none", day=day, count=len(followed))
    groups = _by_who(catalog, overdue, lang)
    most = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))[:3]
    told = say("list.comma").join(say("register.lead.who", who=who, count=len(found)) for who, found in most)
    return say("register.lead.overdue", day=day, count=len(overdue), bodies=len(groups), most=told)


def responsible_name(catalog: Catalog, each: Followed, lang: Lang) -> str:
    """Who has to act: as the entry names it, else the region."""
    return who_must_act(each) or catalog.region(each.entry.region).name[lang]


def _by_who(catalog: Catalog, found: Iterable[Followed], lang: Lang) -> Mapping[str, list[Followed]]:
    groups: dict[str, list[Followed]] = {}
    for each in found:
        groups.setdefault(responsible_name(catalog, each, lang), []).append(each)
    return groups


def _who(catalog: Catalog, pressing: Sequence[Followed], today: date, lang: Lang) -> TableView:
    """Who has to act: the most overdue first."""
    say = words(lang)
    rows = []
    for who, found in _by_who(catalog, pressing, lang).items():
        late = [-each.pressing.days_left(today) for each in found if each.pressing and _is_late(each)]
        soon = sum(each.standing is Standing.SOON for each in found)
        rows.append((len(late), max(late, default=0), soon, who))
    rows.sort(key=lambda row: (-row[0], -row[1], row[3]))
    cells = tuple(
        (
            Cell(who),
            Cell(str(late), mark=MARKS[Standing.OVERDUE]) if late else Cell(DASH),
            Cell(format_number(longest) if late else DASH),
            Cell(str(soon) if soon else DASH),
        )
        for late, longest, soon, who in rows
    )
    columns = tuple(Column(say(f"register.who.{name}"), is_numeric=name != "who") for name in _WHO)
    return TableView(say("register.who.caption"), columns, cells, lang)


def _is_late(each: Followed) -> bool:
    return each.standing is Standing.OVERDUE


def _item(catalog: Catalog, each: Followed, today: date, lang: Lang) -> tuple[Cell, ...]:
    entry = each.entry
    return (
        Cell(responsible_name(catalog, each, lang)),
        Cell(title_of(each), entry_address(each, lang), note=entry.number),
        Cell(each.register.name[lang], to_url(Selection("registers", lang, register=entry.register))),
        Cell(catalog.region(entry.region).name[lang]),
        standing_cell(each, today, lang),
    )


def title_of(each: Followed) -> str:
    """What an entry is called."""
    return each.entry.fields.get(each.register.titled_by, each.entry.number)


def entry_address(each: Followed, lang: str) -> str:
    """The page of an entry."""
    tongue = "" if lang == "zh" else "?lang=en"
    return f"/act/register/{each.entry.register}/{each.entry.number}{tongue}"


def build_register_list(
    catalog: Catalog,
    registers: Sequence[Register],
    followed: Sequence[Followed],
    today: date,
    selection: Selection,
) -> OfferedTable:
    """Every register that the reader may see, in the order of the articles.

    Args:
        catalog: the declarations.
        registers: the registers of the reader.
        followed: their entries.
        today: the day.
        selection: what the address says.
    """
    lang, say = selection.lang, words(selection.lang)
    if not registers:
        return OfferedTable(lang, None, Sheet("", (), ()), say("register.list.none"))
    order = [article.number for article in catalog.regulation.articles]
    ordered = sorted(registers, key=lambda each: (order.index(each.article), each.id))
    by_register = {each.id: [one for one in followed if one.register.id == each.id] for each in ordered}
    caption = say("register.list.caption", count=len(ordered))
    others = len(catalog.registers) - len(ordered)
    notes = [say("register.rate.note")]
    if others:
        notes.append(say("register.list.others", count=others))
    numeric = {"entries", "open", "overdue", "rate"}
    columns = tuple(Column(say(f"register.list.{name}"), name in numeric) for name in _LIST)
    rows = tuple(_register_row(each, by_register[each.id], today, lang) for each in ordered)
    table = TableView(caption, columns, rows, lang, notes=tuple(notes))
    texts = tuple(tuple(cell.text for cell in row) for row in rows)
    return OfferedTable(lang, table, Sheet(caption, tuple(c.title for c in columns), texts))


def _register_row(register: Register, found: Sequence[Followed], today: date, lang: Lang) -> tuple[Cell, ...]:
    late = sum(map(_is_late, found))
    rate = rate_of(found, today)
    return (
        Cell(format_article(register.article, lang)),
        Cell(
            register.name[lang],
            to_url(Selection("registers", lang, register=register.id)),
            note=register.about[lang],
        ),
        Cell(format_number(len(found))),
        Cell(format_number(sum(each.is_open for each in found)) if register.deadlines else DASH),
        Cell(str(late), mark=MARKS[Standing.OVERDUE]) if late else Cell("0" if register.deadlines else DASH),
        Cell(rate_text(rate) if register.completion else DASH),
    )
