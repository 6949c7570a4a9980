"""The calendar of returns: who owes what by when, how it stands, who was reminded, what was refused."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from dashboard.address import sign_in_url, to_url
from dashboard.format import DASH, format_date, format_period
from dashboard.load_desk.upload import State, Upload
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.upkeep.reminders import Key, Reminder, is_chased, key_of
from dashboard.views.challenge_words import place_name
from dashboard.views.quality.browse import (
    BrowseView,
    chooser,
    known,
    page_of,
    place_chooser,
    places_asked,
)
from dashboard.views.quality.returns import STATES, ReturnBook, state_word
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.model.due_return import Owed, ReturnState
from etl.model.period import Period

ACTS = "/act/return"
_COLUMNS = ("region", "return", "due", "state", "reminders", "refused")
_SHEET = (
    "code",
    "region",
    "period",
    "return",
    "collector",
    "due",
    "days_late",
    "state",
    "reminders",
    "refused",
)
_ALL, _OPEN = "all", "open"


class People(Struct, frozen=True):
    """What people did about returns, as far as the reader may know it.

    Attributes:
        reminders: by return, region and period.
        uploads: files brought to the load desk.
        may_remind: whether the reader may remind a region of a return of a source.
        is_signed_in: whether there is anything that they may know at all.
    """

    reminders: Mapping[Key, tuple[Reminder, ...]]
    uploads: Sequence[Upload]
    may_remind: Callable[[str, str], bool]
    is_signed_in: bool


def build_return_calendar(
    catalog: Catalog, books: Sequence[ReturnBook], people: People, selection: Selection, csv_address: str
) -> BrowseView:
    """The returns that the address leaves; without a choice those of the latest year that are not in order.

    Args:
        catalog: the declarations.
        books: every return with what is owed of it.
        people: what was done about them.
        selection: what the address says: ``due``, ``parent`` or ``region``, ``period`` (a year), ``kind``
            (a state, or ``all``).
        csv_address: where they can be downloaded.
    """
    lang, say = selection.lang, words(selection.lang)
    years = sorted({year for book in books for year in book.years}, reverse=True)
    year = selection.period.end_year if selection.period else next(iter(years), 0)
    rows = _chosen(catalog, books, year, selection)
    shown, pager = page_of(rows, selection)
    writer = _Writer(catalog, people, lang)
    caption = say("returns_due.caption", year=year, count=f"{len(rows):,}")
    columns = (*_COLUMNS, *(("act",) if people.is_signed_in else ()))
    table = TableView(
        caption,
        tuple(Column(say(f"returns_due.{name}")) for name in columns),
        tuple(writer.row(one) for one in shown),
        lang,
        csv_address,
        notes=(say("returns_due.note"),),
    )
    return BrowseView(
        lang=lang,
        title=say("data.sections.calendar"),
        lead=_lead(books, year, people, lang),
        present=to_url(selection),
        choosers=(
            chooser(
                selection,
                "due",
                say("returns_due.return"),
                [(book.declared.id, book.declared.name[lang], "") for book in books],
                say("returns_due.all_returns"),
            ),
            place_chooser(catalog, selection),
            chooser(
                selection,
                "period",
                say("returns_due.year"),
                [(Period.of_year(each), str(each), "") for each in years],
                say("returns_due.latest"),
            ),
            chooser(
                selection,
                "kind",
                say("returns_due.state"),
                [(_ALL, say("returns_due.all_states"), ""), *_state_entries(lang)],
                say("returns_due.open_ones"),
            ),
        ),
        table=table if rows else None,
        empty=say("returns_due.none" if books else "data.owed.no_calendar"),
        pager=pager,
        make_sheet=lambda: writer.sheet(rows, caption),
        sign_in=sign_in_url(selection) if books and not people.is_signed_in else "",
    )


def _state_entries(lang: Lang) -> list[tuple[str, str, str]]:
    return [(state.value, words(lang)(f"data.state_word.{state}"), "") for state in STATES]


def _lead(books: Sequence[ReturnBook], year: int, people: People, lang: Lang) -> tuple[str, ...]:
    say = words(lang)
    if not books:
        return ()
    owed = [one for book in books for one in book.of_year(year).owed]
    open_ones = [one for one in owed if is_chased(one)]
    told = say("returns_due.lead", year=year, owed=f"{len(owed):,}", open=f"{len(open_ones):,}")
    if not people.is_signed_in:
        return (told, say("returns_due.sign_in"))
    silent = sum(key_of(one) not in people.reminders for one in open_ones)
    return (told, say("returns_due.not_reminded", count=f"{silent:,}"))


def _chosen(catalog: Catalog, books: Sequence[ReturnBook], year: int, selection: Selection) -> list[Owed]:
    if selection.due is not None:
        known([book.declared.id for book in books], selection.due)
    places, kind = places_asked(catalog, selection), selection.kind or _OPEN
    if kind not in {_ALL, _OPEN}:
        known([state.value for state in ReturnState], kind)
    found = [
        one
        for book in books
        if selection.due in {None, book.declared.id}
        for one in book.of_year(year).among(places).owed
        if (is_chased(one) if kind == _OPEN else kind in {_ALL, one.state.value})
    ]
    return sorted(found, key=lambda one: (-one.due.toordinal(), one.declared.id, one.region))


class _Writer:
    """Returns as rows."""

    def __init__(self, catalog: Catalog, people: People, lang: Lang) -> None:
        self._catalog = catalog
        self._people = people
        self._lang: Lang = lang

    def row(self, one: Owed) -> tuple[Cell, ...]:
        """One return."""
        lang, catalog = self._lang, self._catalog
        page = Selection("region", lang, region=one.region)
        collector = catalog.sources[one.declared.source].publisher[lang]
        late = words(lang)("returns_due.days", days=one.days_late) if one.days_late > 0 else ""
        return (
            Cell(place_name(catalog, one.region, lang), to_url(page), note=format_period(one.period, lang)),
            Cell(one.declared.name[lang], note=collector),
            Cell(format_date(one.due, lang), note=late),
            Cell(state_word(one, lang)),
            Cell(self.reminded(one) or DASH),
            Cell(self.refused(one) or DASH),
            *((self._act(one),) if self._people.is_signed_in else ()),
        )

    def reminded(self, one: Owed) -> str:
        """How often and when last a region was reminded, by whom, with which letter."""
        found, say = self._people.reminders.get(key_of(one), ()), words(self._lang)
        if not found:
            return ""
        last = found[-1]
        number = say("returns_due.number", number=last.number) if last.number else ""
        day = format_date(date.fromisoformat(last.on), self._lang)
        return say("returns_due.reminded", count=len(found), day=day, who=last.by, number=number)

    def refused(self, one: Owed) -> str:
        """The files of the region that were refused for this source: by whom, and why."""
        say, source = words(self._lang), one.declared.source
        found = [
            each
            for each in self._people.uploads
            if each.state is State.REFUSED and each.source == source and one.region in each.regions
        ]
        return say("list.semicolon").join(
            say("returns_due.refused_by", file=each.name, who=each.decided_by, reason=each.reason)
            for each in found
        )

    def _act(self, one: Owed) -> Cell:
        if not is_chased(one) or not self._people.may_remind(one.region, one.declared.source):
            return Cell(DASH)
        tongue = "" if self._lang == "zh" else f"?lang={self._lang}"
        address = f"{ACTS}/{one.declared.id}/{one.period}/{one.region}{tongue}"
        return Cell(words(self._lang)("returns_due.remind"), address)

    def sheet(self, rows: Sequence[Owed], title: str) -> Sheet:
        """All of them for download."""
        lang, catalog = self._lang, self._catalog
        return Sheet(
            title,
            tuple(words(lang)(f"returns_due.{name}") for name in _SHEET),
            tuple(
                (
                    one.region,
                    place_name(catalog, one.region, lang),
                    str(one.period),
                    one.declared.name[lang],
                    catalog.sources[one.declared.source].publisher[lang],
                    one.due.isoformat(),
                    max(one.days_late, 0),
                    state_word(one, lang),
                    self.reminded(one) or None,
                    self.refused(one) or None,
                )
                for one in rows
            ),
            tuple(dict.fromkeys(one.declared.source for one in rows)),
        )


def letter_text(catalog: Catalog, owed: Sequence[Owed], day: date, number: str, lang: Lang) -> str:
    """The letter that reminds one region or several of a return, ready to be printed or mailed."""
    say, first = words(lang), owed[0]
    declared = first.declared
    places = say("list.comma").join(place_name(catalog, one.region, lang) for one in owed)
    basis = say("returns_due.letter.basis", document=declared.document) if declared.document else ""
    lines = (
        say("returns_due.letter.number", number=number) if number else "",
        say("returns_due.letter.to", places=places),
        say(
            "returns_due.letter.body",
            basis=basis,
            period=format_period(first.period, lang),
            name=declared.name[lang],
            due=format_date(first.due, lang),
            collector=catalog.sources[declared.source].publisher[lang],
            day=format_date(first.day, lang),
        ),
        *(
            say(
                "returns_due.letter.line",
                place=place_name(catalog, one.region, lang),
                state=say(f"data.state_word.{one.state}"),
            )
            for one in owed
        ),
        say("returns_due.letter.ask"),
        format_date(day, lang),
    )
    return "\n".join(line for line in lines if line)
