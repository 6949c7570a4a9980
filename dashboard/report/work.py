"""The process that makes reports in the background, and how it is started."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from msgspec.structs import replace

from dashboard.build_queries import BuildQueries
from dashboard.report.archive import Making
from dashboard.report.command import archive_of, kept_record, queries_after, read_period, rendered
from dashboard.report.issue import STATES, draft_of
from dashboard.report.jobs import Asked, Job, Jobs
from dashboard.report.printed import printed_figures
from dashboard.report.request import Kind, Request
from etl.errors import LiaoningError, UsageError
from etl.settings import Settings

Start = Callable[[Settings, str], None]


def start(settings: Settings, identifier: str) -> None:
    """Start the process that works on a job; the server goes on meanwhile."""
    folders = ["--data", str(settings.data_dir), "--build-dir", str(settings.builds)]
    command = [sys.executable, "-m", "dashboard", "report", "work", identifier, *folders]
    environment = {**os.environ, "LIAONING_OFFICE_DIR": str(settings.office)}
    if settings.report_fonts is not None:
        environment["LIAONING_REPORT_FONTS"] = str(settings.report_fonts)
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    threading.Thread(target=process.wait, daemon=True).start()  # so that an ended one is buried at once


def work(settings: Settings, identifier: str) -> Job:
    """Make the reports of a job one after the other, saying how far it is; stop where somebody wants it.

    Raises:
        UsageError: there is no such job, or somebody works on it already.
    """
    jobs = Jobs(settings.office)
    job = jobs.find(identifier)
    if job is None or job.state != "waiting":
        raise UsageError(
            problem=f"No job {identifier[:40]} waits to be worked on", action="Ask for the reports again"
        )
    try:
        return _make(settings, jobs, jobs.write(replace(job, state="running")))
    except LiaoningError as error:
        told = tuple((lang, error.say(lang)) for lang in ("zh", "en"))
        return jobs.write(replace(_last(jobs, job), state="failed", problem=told))
    except BaseException:
        jobs.write(replace(_last(jobs, job), state="failed"))
        raise


def _last(jobs: Jobs, job: Job) -> Job:
    return jobs.find(job.id) or job


def _make(settings: Settings, jobs: Jobs, job: Job) -> Job:
    asked = job.asked
    queries = BuildQueries(settings.builds, asked.build_id or None)
    archive = archive_of(settings)
    requests = requests_of(settings, asked, queries)
    queries = queries_after(settings, queries, requests[0].record)
    made = rendered(settings, queries, requests, asked.formats)
    for request in requests:
        if jobs.is_cancelled(job.id):
            return jobs.write(replace(job, state="cancelled", now=""))
        job = jobs.write(replace(job, now=request.region))
        _, document, files = next(made)
        making = Making(asked.by, datetime.now(UTC).isoformat(timespec="seconds"), asked.head)
        run = archive.keep(request, queries.build(), files, printed_figures(document), making)
        job = jobs.write(replace(job, done=job.done + 1, runs=(*job.runs, run.run_id)))
    return jobs.write(replace(job, state="done", now=""))


def requests_of(settings: Settings, asked: Asked, queries: BuildQueries) -> tuple[Request, ...]:
    """The reports of a job: drafts, or an archived draft once more with its number and state."""
    if asked.run_id:
        state = next(one for one in STATES if one == asked.state)
        draft = archive_of(settings).run(asked.run_id).request
        return (replace(draft, issue=replace(draft.issue, number=asked.number, state=state)),)
    period = read_period(asked.period)
    issue, record = draft_of(settings), kept_record(settings, queries, None, asked.scope)
    return tuple(
        Request(Kind(asked.kind), code, period, asked.lang, issue, record, asked.scope)
        for code in asked.regions
    )
