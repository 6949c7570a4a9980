"""The list of cases and the deadlines of all of them."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from dashboard.address import sign_in_url, to_url
from dashboard.cases.case_events import CaseFile
from dashboard.cases.deadlines import Deadline, deadlines_of
from dashboard.cases.term_days import IsWorkingDay
from dashboard.format import DASH, format_date
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.cases.case_file import deadline_name
from dashboard.views.cases.wording import act_name, due_day, state_name
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog

_LIST = ("number", "place", "instrument", "state", "since", "next", "who")
_CALENDAR = ("case", "place", "what", "due", "left")


class DueLine(Struct, frozen=True):
    """An open deadline of a case."""

    file: CaseFile
    deadline: Deadline


def open_deadlines(files: Sequence[CaseFile], is_working_day: IsWorkingDay) -> tuple[DueLine, ...]:
    """The deadlines that nothing has met, of cases that go on; the nearest first."""
    found = [
        DueLine(file, deadline)
        for file in files
        if not file.case.is_ended
        for deadline in deadlines_of(file.case, file.instrument, is_working_day)
        if deadline.met_on is None
    ]
    return tuple(sorted(found, key=lambda line: (line.deadline.due, line.file.number)))


def sign_in_link(selection: Selection) -> tuple[str, str]:
    """Words and address by which a reader signs in and comes back."""
    return words(selection.lang)("who.sign_in"), sign_in_url(selection)


def build_case_list(
    catalog: Catalog,
    files: Sequence[CaseFile],
    is_working_day: IsWorkingDay,
    *,
    is_signed_in: bool,
    selection: Selection,
) -> OfferedTable:
    """The cases that the reader may open, the latest first."""
    lang, say = selection.lang, words(selection.lang)
    if not files:
        empty = say("case.list.none" if is_signed_in else "case.list.sign_in")
        link = None if is_signed_in else sign_in_link(selection)
        return OfferedTable(lang, None, Sheet("", (), ()), empty, link)
    newest = sorted(files, key=lambda file: file.number, reverse=True)
    caption = say("case.list.caption", count=len(files))
    rows = tuple(_case_row(catalog, file, is_working_day, lang) for file in newest)
    table = TableView(caption, tuple(Column(say(f"case.list.{name}")) for name in _LIST), rows, lang)
    sheet = Sheet(caption, tuple(column.title for column in table.columns), _texts(rows))
    return OfferedTable(lang, table, sheet)


def _case_row(catalog: Catalog, file: CaseFile, is_working_day: IsWorkingDay, lang: Lang) -> tuple[Cell, ...]:
    case = file.case
    due = open_deadlines([file], is_working_day)
    waiting = (
        words(lang)("case.list.waiting", act=act_name(file.instrument, case.pending.name, lang))
        if case.pending
        else DASH
    )
    return (
        Cell(file.number, to_url(Selection("cases", lang, case=file.number))),
        Cell(catalog.region(case.region).name[lang]),
        Cell(file.instrument.name[lang]),
        Cell(state_name(case.state, lang)),
        Cell(format_date(case.last_day, lang) if case.last_day else DASH),
        Cell(
            due_day(due[0].deadline.due, due[0].deadline.unknown_from, lang) if due else DASH,
            note=deadline_name(file.instrument, due[0].deadline, lang) if due else "",
        ),
        Cell(waiting),
    )


def build_calendar(
    catalog: Catalog,
    lines: Sequence[DueLine],
    today: date,
    *,
    is_signed_in: bool,
    selection: Selection,
) -> OfferedTable:
    """The open deadlines, the nearest first."""
    lang, say = selection.lang, words(selection.lang)
    if not lines:
        empty = say("case.calendar.none" if is_signed_in else "case.calendar.sign_in")
        link = None if is_signed_in else sign_in_link(selection)
        return OfferedTable(lang, None, Sheet("", (), ()), empty, link)
    caption = say("case.calendar.caption", count=len(lines))
    columns = tuple(Column(say(f"case.calendar.{name}"), is_numeric=name == "left") for name in _CALENDAR)
    rows = tuple(_due_row(catalog, line, today, lang) for line in lines)
    late = frozenset(number for number, line in enumerate(lines) if line.deadline.is_overdue(today))
    table = TableView(caption, columns, rows, lang, marked=late)
    sheet = Sheet(caption, tuple(column.title for column in columns), _texts(rows))
    link = (say("case.calendar.subscribe"), f"/act/calendar/address{'' if lang == 'zh' else '?lang=en'}")
    return OfferedTable(lang, table, sheet, link=link)


def _due_row(catalog: Catalog, line: DueLine, today: date, lang: Lang) -> tuple[Cell, ...]:
    file, deadline = line.file, line.deadline
    return (
        Cell(file.number, to_url(Selection("cases", lang, case=file.number))),
        Cell(catalog.region(file.case.region).name[lang]),
        Cell(deadline_name(file.instrument, deadline, lang)),
        Cell(due_day(deadline.due, deadline.unknown_from, lang)),
        Cell(str(deadline.days_left(today)).replace("-", "−")),
    )


def _texts(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.text for cell in row) for row in rows)
