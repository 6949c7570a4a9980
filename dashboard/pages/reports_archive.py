"""The archive of reports as 月报 shows it: what was made, whether a file is genuine, two issues compared."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Final

from dash.development.base_component import Component
from msgspec import Struct

from dashboard.address import export_url, to_url
from dashboard.format import CHINA, DASH, format_period, format_signed
from dashboard.pages.reports_pieces import FORMATS, markup_slot
from dashboard.queries import Queries
from dashboard.scope import ReaderScope
from dashboard.selection import Selection
from dashboard.text import LANGS, words
from dashboard.views.links import Link
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.settings import Settings

if TYPE_CHECKING:
    from dashboard.report.archive import Archive, Run
    from dashboard.report.printed import Compared

_MOST_RUNS: Final = 60
_MOST_ROWS: Final = 300
_LONGEST: Final = 60


class ArchiveView(Struct, frozen=True):
    """What was made before."""

    lang: str
    table: TableView | None
    reason: str
    is_open: bool


class ComparedView(Struct, frozen=True):
    """Two issues, number by number."""

    lang: str
    present: str
    choices: tuple[tuple[str, str, tuple[Link, ...]], ...]
    told: str
    table: TableView | None
    sheet: Sheet


# ── what was made ──────────────────────────────────────────────────────────────────────────────────────
def build_archive(
    queries: Queries, selection: Selection, scope: ReaderScope, settings: Settings
) -> ArchiveView:
    """The runs of a reader: who made them, when, from which data, and whether they are what was printed."""
    lang, say = selection.lang, words(selection.lang)
    if not scope.is_signed_in:
        return ArchiveView(lang, None, say("reports.archive.who"), is_open=False)
    archive, runs = _shelf(queries, settings)
    if not runs:
        return ArchiveView(lang, None, say("reports.archive.none"), is_open=True)
    columns = tuple(
        Column(say(f"reports.archive.columns.{name}"))
        for name in ("report", "state", "made", "build", *FORMATS)
    )
    shown = runs[:_MOST_RUNS]
    rows = tuple(_archive_row(queries, archive, run, lang) for run in shown)
    caption = say("reports.archive.caption", count=len(runs), shown=len(shown))
    note = say("reports.archive.note")
    return ArchiveView(lang, TableView(caption, columns, rows, lang, notes=(note,)), "", is_open=True)


def _shelf(queries: Queries, settings: Settings) -> "tuple[Archive, tuple[Run, ...]]":
    from dashboard.report.command import archive_of  # noqa: PLC0415
    from dashboard.report.shelf import runs_for  # noqa: PLC0415

    archive = archive_of(settings)
    return archive, runs_for(queries, archive)


def _archive_row(queries: Queries, archive: "Archive", run: "Run", lang: str) -> tuple[Cell, ...]:
    say, request = words(lang), run.request
    makings = archive.makings(run.run_id)
    last = makings[-1] if makings else None
    state = say(f"reports.state.{request.issue.state}")
    made = (
        Cell(last.by, note=written_time(last.at))
        if last
        else Cell(DASH, note=say("reports.archive.not_noted"))
    )
    record = written_time(request.record.cut_off) or say("reports.archive.no_record")
    return (
        Cell(title_of(queries, run, lang), note=run.run_id),
        Cell(request.issue.number or state, note=state if request.issue.number else request.issue.mark),
        made,
        Cell(run.build_id[:12], note=record),
        *(_file_cell(archive, run, one, lang) for one in FORMATS),
    )


def written_time(at: str) -> str:
    """``2026-11-28 14:27``, by the clock of China; nothing where there is none."""
    return f"{datetime.fromisoformat(at).astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""


def title_of(queries: Queries, run: "Run", lang: str) -> str:
    """``市县单页 沈阳市 2023年（中文）``."""
    say, request = words(lang), run.request
    region = queries.catalog.regions.get(request.region)
    return say(
        "reports.archive.title",
        kind=say(f"reports.kind.{request.kind}"),
        region=region.name[lang] if region else request.region,
        period=format_period(request.period, lang),
        edition=say(f"reports.edition.{request.lang}"),
    )


def _file_cell(archive: "Archive", run: "Run", form: str, lang: str) -> Cell:
    say = words(lang)
    name = next((one for one in sorted(run.files) if one.endswith(f".{form}")), None)
    if name is None:
        return Cell(DASH)
    if archive.content(run, name) is None:
        return Cell(f"■ {say('reports.archive.altered')}", note=run.files[name][:12])
    address = f"/report/files/{run.run_id}/{name}"
    genuine = say("reports.archive.genuine", sha256=run.files[name][:12])
    return Cell(say(f"reports.format.{form}"), address=address, note=genuine)


def draw_verify(lang: str) -> list[Component]:
    """The form that tells a genuine file from another."""
    say = words(lang)
    query = "" if lang == LANGS[0] else f"?lang={lang}"
    markup = (
        f'<form class="report-form" data-verify="/report/verify{query}">'
        f"<label>{escape(say('reports.verify.label'))} "
        f'<input type="file" name="file" accept=".docx,.pdf,.xlsx" required></label>'
        f'<button type="submit" class="button">{escape(say("reports.verify.submit"))}</button>'
        f'<p role="status"></p></form>'
    )
    return [markup_slot(markup)]


# ── two issues ─────────────────────────────────────────────────────────────────────────────────────────
def build_compared(
    queries: Queries, selection: Selection, scope: ReaderScope, settings: Settings
) -> ComparedView:
    """What differs between two issues, number by number."""
    lang, say = selection.lang, words(selection.lang)
    nothing = Sheet("", (), ())
    if not scope.is_signed_in:
        return ComparedView(lang, "", (), say("reports.archive.who"), None, nothing)
    archive, runs = _shelf(queries, settings)
    kept = tuple(run for run in runs if archive.figures(run.run_id))
    known = {run.run_id: run for run in kept}
    pair = selection.issues if set(selection.issues) <= set(known) and selection.issues else _two_of(kept)
    if len(pair) != len({"before", "after"}):
        return ComparedView(lang, "", (), say("reports.compared.too_few"), None, nothing)
    before, after = pair
    chosen = selection.to(issues=(before, after))
    choices = (
        ("issue-before", say("reports.compared.before"), _issue_links(queries, kept, chosen, 0)),
        ("issue-after", say("reports.compared.after"), _issue_links(queries, kept, chosen, 1)),
    )
    from dashboard.report.printed import compare_printed  # noqa: PLC0415

    compared = compare_printed(archive.figures(before), archive.figures(after))
    told = _told(compared, lang)
    csv = export_url(queries.build_id, "reports-compared", chosen)
    table = _compared_table(queries, compared, lang, csv)
    return ComparedView(lang, to_url(chosen), choices, told, table, _compared_sheet(compared, told, lang))


def _two_of(runs: "Sequence[Run]") -> tuple[str, ...]:
    """The latest run and the one before it of the same kind, region and language."""
    for place, later in enumerate(runs):
        asked = later.request
        for earlier in runs[place + 1 :]:
            one = earlier.request
            if (one.kind, one.region, one.lang) == (asked.kind, asked.region, asked.lang):
                return (earlier.run_id, later.run_id)
    return ()


def _issue_links(queries: Queries, runs: "Sequence[Run]", chosen: Selection, place: int) -> tuple[Link, ...]:
    links = []
    for run in runs:
        pair = list(chosen.issues)
        pair[place] = run.run_id
        label = f"{title_of(queries, run, chosen.lang)} · {run.request.issue.number or run.run_id[:8]}"
        links.append(Link(label, to_url(chosen.to(issues=tuple(pair)))))
    return tuple(links)


def _told(compared: "Sequence[Compared]", lang: str) -> str:
    counted = Counter(one.standing for one in compared)
    facts = {name: counted.get(name, 0) for name in ("same", "changed", "new", "gone")}
    key = "same" if facts["same"] == len(compared) else "differ"
    return words(lang)(f"reports.compared.told.{key}", of=len(compared), **facts)


def _compared_table(
    queries: Queries, compared: "Sequence[Compared]", lang: str, csv: str
) -> TableView | None:
    say = words(lang)
    differing = [one for one in compared if one.standing != "same"]
    if not differing:
        return None
    names = ("row", "column", "before", "after", "change", "standing")
    columns = tuple(
        Column(say(f"reports.compared.columns.{name}"), name in {"before", "after", "change"})
        for name in names
    )
    rows = tuple(_compared_row(queries, one, lang) for one in differing[:_MOST_ROWS])
    caption = say("reports.compared.caption", shown=len(rows), of=len(differing))
    return TableView(caption, columns, rows, lang, csv_address=csv)


def _compared_row(queries: Queries, one: "Compared", lang: str) -> tuple[Cell, ...]:
    shown, catalog = one.shown, queries.catalog
    row = catalog.regions[shown.row].name[lang] if shown.row in catalog.regions else shown.row
    column = (
        catalog.indicators[shown.column].name[lang] if shown.column in catalog.indicators else shown.column
    )
    return (
        Cell(row, note=shown.place if len(shown.place) <= _LONGEST else f"{shown.place[:_LONGEST]}…"),
        Cell(column),
        Cell(one.before.text if one.before else DASH),
        Cell(one.after.text if one.after else DASH),
        Cell(_change(one)),
        Cell(words(lang)(f"reports.compared.standing.{one.standing}")),
    )


def _change(one: "Compared") -> str:
    if one.before is None or one.after is None or one.before.value is None or one.after.value is None:
        return DASH
    decimals = max(_decimals(one.before.text), _decimals(one.after.text))
    return format_signed(one.after.value - one.before.value, decimals)


def _decimals(text: str) -> int:
    after = text.partition(".")[2]
    return len(after) - len(after.lstrip("0123456789"))


def _compared_sheet(compared: "Sequence[Compared]", told: str, lang: str) -> Sheet:
    say = words(lang)
    names = ("place", "row", "column", "before", "after", "standing")
    rows = tuple(
        (
            *(one.shown.place, one.shown.row, one.shown.column),
            *(one.before.text if one.before else None, one.after.text if one.after else None),
            say(f"reports.compared.standing.{one.standing}"),
        )
        for one in compared
    )
    return Sheet(told, tuple(say(f"reports.compared.columns.{name}") for name in names), rows)
