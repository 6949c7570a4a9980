"""The ledger of restrictions: those in force with the days left, those that were, those of history."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from dashboard.address import to_url
from dashboard.cases.case import Act, latest
from dashboard.cases.case_events import CaseFile
from dashboard.cases.deadlines import deadlines_of
from dashboard.format import DASH, format_date
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.cases.case_file import CaseReader
from dashboard.views.cases.episodes import Episode, build_history, where_recorded
from dashboard.views.cases.wording import state_name
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.model.restriction import RESTRICTING

_COLUMNS = ("place", "document", "instrument", "scope", "from", "to", "left", "review", "state")


class LedgerView(Struct, frozen=True):
    """The ledger.

    Attributes:
        lead: how many are in force on the day.
        table: restrictions of cases handled here; None where there are none.
        empty: why there are none.
        history: restrictions of the past; None where no records are held.
    """

    lang: str
    lead: str
    table: TableView | None
    empty: str
    history: TableView | None
    sheet: Sheet


def build_ledger(
    catalog: Catalog,
    files: Sequence[CaseFile],
    episodes: Sequence[Episode],
    reader: CaseReader,
    *,
    is_kept: bool,
    readable: frozenset[str],
    selection: Selection,
) -> LedgerView:
    """Every restriction that was ever decided here, the latest first, and those of history.

    Args:
        catalog: the declarations.
        files: the cases that came to a restriction.
        episodes: records of the past.
        reader: who looks, and when.
        is_kept: whether anybody keeps cases here.
        readable: numbers of the case files that the reader may open.
        selection: what the address says.
    """
    lang, say = selection.lang, words(selection.lang)
    in_force = {file.case.region for file in files if file.case.state in RESTRICTING}
    key = "lead" if in_force else "lead_none"
    lead = say(f"case.ledger.{key}", day=format_date(reader.today, lang), count=len(in_force))
    newest = sorted(files, key=lambda file: file.number, reverse=True)
    caption = say("case.ledger.caption")
    columns = tuple(Column(say(f"case.ledger.{name}"), is_numeric=name == "left") for name in _COLUMNS)
    rows = tuple(_row(catalog, file, reader, readable, lang) for file in newest)
    return LedgerView(
        lang=lang,
        lead=lead,
        table=TableView(caption, columns, rows, lang) if rows else None,
        empty=say("case.ledger.none" if is_kept or not episodes else "case.ledger.not_kept"),
        history=build_history(episodes, lang),
        sheet=_sheet(caption, columns, rows, episodes, lang),
    )


def _row(
    catalog: Catalog,
    file: CaseFile,
    reader: CaseReader,
    readable: frozenset[str],
    lang: Lang,
) -> tuple[Cell, ...]:
    case = file.case
    decided, issued = latest(case.counted("decide")), case.counted("issue")[0]
    expiry = last_day(file)
    is_on = case.state in RESTRICTING
    check = next(
        (
            each
            for each in deadlines_of(case, file.instrument, reader.is_working_day)
            if each.id == "check_due"
        ),
        None,
    )
    address = to_url(Selection("cases", lang, case=file.number)) if file.number in readable else None
    left = str((expiry - reader.today).days).replace("-", "−") if is_on and expiry else DASH
    return (
        Cell(catalog.region(case.region).name[lang], address),
        Cell((decided.document or DASH) if decided else DASH),
        Cell(file.instrument.name[lang]),
        Cell(decided.contents.get("scope", DASH) if decided else DASH),
        Cell(format_date(issued.on, lang)),
        Cell(format_date(expiry, lang) if expiry else DASH),
        Cell(left),
        Cell(format_date(check.due, lang) if check and is_on else DASH),
        Cell(state_name(case.state, lang), note=_ended_on(file, lang)),
    )


def last_day(file: CaseFile) -> date | None:
    """The last day of the term that ran last, of ended restrictions too."""
    if file.case.expiry is not None:
        return file.case.expiry
    days = {event.act.on for event in file.case.events}
    ends = (file.on_day(day).case.expiry for day in sorted(days, reverse=True))
    return next((end for end in ends if end is not None), None)


def _ended_on(file: CaseFile, lang: str) -> str:
    last: Act | None = file.case.events[-1].act if file.case.is_ended else None
    return format_date(last.on, lang) if last else ""


def _sheet(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[tuple[Cell, ...]],
    episodes: Sequence[Episode],
    lang: Lang,
) -> Sheet:
    """Ledger and history in one table: what a record does not tell is empty."""
    told = [tuple(cell.text for cell in row) for row in rows]
    record = words(lang)("case.ledger.record")
    for each in episodes:
        where = where_recorded(each, lang)
        document = f"{each.source} ({where})" if each.source else where
        told.append((each.place, document, each.instrument, each.scope, each.start, each.end, "", "", record))
    return Sheet(title, tuple(column.title for column in columns), tuple(told))
