"""The command ``report``: open a build, compose, render, write the files. The only effects of the report."""

import gc
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from dashboard.auth.opening import has_office
from dashboard.build_queries import BuildQueries
from dashboard.builds import build_as_of
from dashboard.flags_after_answers import RecordedAnswers
from dashboard.operational.operator import operator
from dashboard.report.archive import FOLDER, Archive, Making, Run
from dashboard.report.case_record import NO_RECORD, CaseRecord, read_case_record
from dashboard.report.deliver import message_of, read_addresses, require_server, send
from dashboard.report.document import Document
from dashboard.report.issue import draft_of
from dashboard.report.printed import printed_figures
from dashboard.report.request import Kind, Request, make_documents, regions_of
from dashboard.report.stopping import IsStopped, never_stopped
from dashboard.text import Lang
from etl.errors import PeriodError, Stopped, UsageError
from etl.model.day import read_day as parse_day
from etl.model.period import Period, PeriodKind
from etl.model.work_calendar import working_days
from etl.settings import Settings

Renderer = Callable[[Document], bytes]
FORMATS: Final = ("docx", "pdf", "xlsx")


def run(
    settings: Settings,
    *,
    period: str,
    formats: str = "docx,pdf,xlsx",
    out: Path,
    lang: Lang = "zh",
    kind: str = "bulletin",
    region: str = "",
    all_regions: bool = False,
    mark: str = "",
    cases: Path | None = None,
    as_of: str = "",
    mail: str = "",
    progress: Callable[[str], None] | None = None,
    is_stopped: IsStopped = never_stopped,
) -> tuple[Path, ...]:
    """Write reports of a period from the current build, and keep each run in the archive.

    Args:
        settings: where the builds are.
        period: a period of the grammar, such as ``2023`` or ``2023M01-05``; no span of years.
        formats: ``docx``, ``pdf``, ``xlsx``, separated by commas.
        out: folder of the files; made if it is not there.
        lang: ``zh`` or ``en``.
        kind: ``bulletin``, ``letter``, ``sheet`` or ``annex``.
        region: code of the region that a sheet or annex is about.
        all_regions: a sheet or annex for every city and county.
        mark: mark of classification; unset: the settings'.
        cases: record of cases at a cut-off; unset: the published decisions of the store, where there is one.
        as_of: a day, ``YYYY-MM-DD``: only what was known then; unset: the current build.
        mail: addresses, separated by commas, that each report is sent to.
        progress: told about each report that is done.
        is_stopped: asked after each report; the others are not made once it says so.

    Returns:
        the files written, in order of the regions and formats.

    Raises:
        UsageError: unknown period, format, kind or region, or a character that no font can draw.
        BuildError: there is no build.
        Stopped: somebody stopped it; what was made stays.
    """
    chosen, wanted = read_period(period), read_formats(formats)
    issue = draft_of(settings, mark)
    recipients = read_addresses(mail)
    if recipients:
        require_server(settings)
    queries = BuildQueries(settings.builds, build_as_of(settings, read_day(as_of)) if as_of else None)
    which = read_kind(kind)
    codes = regions_of(queries.catalog, which, region, all_regions=all_regions)
    record = kept_record(settings, queries, read_case_record(cases) if cases else None)
    queries = queries_after(settings, queries, record)
    requests = tuple(Request(which, code, chosen, lang, issue, record) for code in codes)
    paths: list[Path] = []
    for place, (request, document, files) in enumerate(
        rendered(settings, queries, requests, wanted), start=1
    ):
        out.mkdir(parents=True, exist_ok=True)
        making = Making(operator(), datetime.now(UTC).isoformat(timespec="seconds"))
        kept = archive_of(settings).keep(request, queries.build(), files, printed_figures(document), making)
        paths += [write_atomically(out / name, content) for name, content in files.items()]
        if recipients:
            send(
                settings,
                message_of(document, kept, files, sender=settings.smtp_sender, recipients=recipients),
            )
        if progress is not None:
            progress(f"{place}/{len(requests)} {request.stem}")
        if is_stopped() and place < len(requests):
            raise Stopped(done=place, of=len(requests), folder=out)
    return tuple(paths)


def kept_record(
    settings: Settings, queries: BuildQueries, given: CaseRecord | None, scope: tuple[str, ...] = ()
) -> CaseRecord:
    """What people decided until now: the cases, and where the challenges of the build stand.

    Args:
        settings: where the store is.
        queries: of the build that the report is made from.
        given: cases of a file, instead of those of the store.
        scope: codes of the regions that the report may speak of; empty for all.
    """
    if not has_office(settings):
        return given or NO_RECORD
    catalog = queries.catalog

    def speaks_of(region: str) -> bool:
        known = catalog.regions.get(region)
        return known is not None and (not scope or any(catalog.descends_from(known, code) for code in scope))

    from dashboard.operational.store import office_of  # noqa: PLC0415  where nobody acts nobody needs it
    from dashboard.report.recorded_cases import published_record, with_answers  # noqa: PLC0415

    office = office_of(settings)
    try:
        calendar = working_days(catalog.work_calendars.values())
        record = published_record(office, calendar, speaks_of) if given is None else given
        return with_answers(record, office, queries.challenges())
    finally:
        office.close()


def queries_after(settings: Settings, queries: BuildQueries, record: CaseRecord) -> BuildQueries:
    """The same build, read with the answers to challenges that a record holds."""
    if not record.answers:
        return queries
    return BuildQueries(settings.builds, queries.build_id, RecordedAnswers(record.answers))


def rendered(
    settings: Settings, queries: BuildQueries, requests: tuple[Request, ...], formats: tuple[str, ...]
) -> Iterator[tuple[Request, Document, dict[str, bytes]]]:
    """Every request with its document and its files by name: all formats of a report, or none."""
    made = zip(requests, make_documents(queries, requests), strict=True)
    while True:
        with _without_collector():
            request, document = next(made, (None, None))
            if request is None or document is None:
                return
            files = {
                f"{request.stem}.{name}": renderer_of(name, settings.report_fonts)(document)
                for name in formats
            }
        yield request, document, files


@contextmanager
def _without_collector() -> Iterator[None]:
    """No search for cycles meanwhile: a report holds many rows and no cycles, and it costs a sixth more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def make_again(settings: Settings, run_id: str) -> tuple[Run, dict[str, bool]]:
    """Make an archived run again from its pinned build.

    Returns:
        the run, and for each of its files whether the bytes are the same as then.

    Raises:
        UsageError: there is no such run.
        BuildError: its build is gone.
    """
    found = archive_of(settings).run(run_id)
    queries = BuildQueries(settings.builds, found.build_id, RecordedAnswers(found.request.record.answers))
    names = tuple(name.rpartition(".")[2] for name in found.files)
    _, _, files = next(rendered(settings, queries, (found.request,), names))
    same = {name: hashlib.sha256(content).hexdigest() == found.files[name] for name, content in files.items()}
    return found, same


def verify(settings: Settings, path: Path) -> str:
    """Whether a file is a report of the archive, in one sentence.

    Raises:
        UsageError: it is none, or cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(problem=f"{path} cannot be read: {error}", action="Name a file") from error
    found = archive_of(settings).find(content)
    if found is None:
        raise UsageError(
            problem=f"{path}: no run of the archive in {settings.office / FOLDER} printed these bytes",
            action="It was altered, or made elsewhere; compare it with the archived file",
        )
    printed, name = found
    request = printed.request
    number = f", number {request.issue.number}" if request.issue.number else ", a draft without a number"
    return (
        f"Genuine: {name}, {request.kind} of {request.region} for {request.period}{number}; "
        f"run {printed.run_id}, build {printed.build_id}, "
        f"cases: {request.record.cut_off or 'none recorded'}"
    )


def archived(settings: Settings) -> tuple[str, ...]:
    """The runs of the archive, a line each."""
    return tuple(
        f"{one.run_id}  {one.request.kind}  {one.request.period}  {one.request.region}  {one.request.lang}  "
        f"{one.request.issue.number or one.request.issue.state}  build {one.build_id}"
        for one in archive_of(settings).runs()
    )


def archive_of(settings: Settings) -> Archive:
    """The archive of a deployment."""
    return Archive(settings.office / FOLDER, settings.builds, settings.report_fonts)


def read_day(text: str) -> date:
    """A day.

    Raises:
        UsageError: the text is none.
    """
    try:
        return parse_day(text)
    except ValueError as error:
        raise UsageError(problem=f"{text[:20]!r} is no day", action="Use --as-of 2025-03-31") from error


def read_kind(text: str) -> Kind:
    """The kind of a report.

    Raises:
        UsageError: the text is no kind.
    """
    try:
        return Kind(text)
    except ValueError as error:
        raise UsageError(problem=f"Unknown kind {text!r}", action=f"Use --kind {', '.join(Kind)}") from error


def read_period(text: str) -> Period:
    """The period of a report.

    Raises:
        UsageError: the text is no period, or a span of years.
    """
    try:
        period = Period.parse(text)
    except PeriodError as error:
        raise UsageError(
            problem=f"Unknown period {text!r}",
            action="Use 2023, 2023H1, 2023Q1, 2023Q1-3, 2023M05 or 2023M01-05",
        ) from error
    if period.kind is PeriodKind.SPAN:
        raise UsageError(
            problem=f"A report covers a year or a part of one, not {text}", action="Use --period 2023"
        )
    return period


def read_formats(text: str) -> tuple[str, ...]:
    """The formats asked for, each once.

    Raises:
        UsageError: an unknown format, or none.
    """
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise UsageError(
            problem=f"Unknown format {', '.join(unknown) or text!r}",
            action="Use --format docx, pdf, xlsx or several separated by commas",
        )
    return names


def renderer_of(name: str, office_fonts: Path | None = None) -> Renderer:
    """The function that writes a format; its libraries are loaded only if it is asked for."""
    match name:
        case "docx":
            from dashboard.report.word import render_word  # noqa: PLC0415

            return render_word
        case "pdf":
            from dashboard.report.pdf import render_pdf  # noqa: PLC0415

            return partial(render_pdf, office_fonts=office_fonts)
        case _:
            from dashboard.report.excel import render_excel  # noqa: PLC0415

            return render_excel


def write_atomically(path: Path, content: bytes) -> Path:
    """Write a file so that nobody ever sees half of it."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
    return path
