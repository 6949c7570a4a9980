"""``/report/…``: making reports in the background, watching and cancelling that, and fetching what was made.

Whoever asks has a name: reports carry cases, and the archive says who made what. What is another region's is
not made and not handed out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import Flask, Response, request

from dashboard.auth.person import Person
from dashboard.auth.rights import Right
from dashboard.operational.errors import FORBIDDEN, ActError, StoreError
from dashboard.operational.event import Facts
from dashboard.queries import Queries
from dashboard.scoped_queries import queries_within
from dashboard.selection import BAD_REQUEST, NOT_FOUND
from dashboard.text import LANGS, words
from dashboard.web import access
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.refusals import refuse, request_lang
from etl.errors import LiaoningError, StorageError
from etl.settings import Settings

if TYPE_CHECKING:
    from dashboard.operational.store import Office
    from dashboard.report.jobs import Job

ACCEPTED: Final = 202
LARGEST_REPORT: Final = 2**25  # bytes
_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ReportRoutes:
    """The routes of one server; the modules of the report are loaded when somebody first needs them."""

    def __init__(self, queries: Queries, settings: Settings, office: Callable[[], Office]) -> None:
        """Prepare the routes.

        Args:
            queries: the current build.
            settings: where the archive is.
            office: the store; opened when somebody reviews or issues.
        """
        self._queries = queries
        self._settings = settings
        self._office = office

    def install(self, server: Flask) -> None:
        """Add the routes to a server."""
        server.add_url_rule("/report/jobs", "report_ask", _named(self.ask), methods=["POST"])
        server.add_url_rule("/report/jobs.json", "report_jobs", _named(self.open_jobs))
        server.add_url_rule("/report/jobs/<job>.json", "report_job", _named(self.job))
        server.add_url_rule(
            "/report/jobs/<job>/cancel", "report_cancel", _named(self.cancel), methods=["POST"]
        )
        server.add_url_rule("/report/files/<run>/<name>", "report_file", _named(self.file))
        for name, act in (("review", self.review), ("issue", self.issue), ("return", self.send_back)):
            server.add_url_rule(f"/report/{name}", f"report_{name}", _named(act), methods=["POST"])
        server.add_url_rule("/report/verify", "report_verify", _named(self.verify), methods=["POST"])

    # ── making ──
    def ask(self, person: Person) -> Response:
        """Ask for drafts; answers at once with the number of the job."""
        from dashboard.report.command import read_formats, read_kind, read_period  # noqa: PLC0415
        from dashboard.report.jobs import Asked, Jobs  # noqa: PLC0415
        from dashboard.report.shelf import regions_for, require_mine, scope_for  # noqa: PLC0415

        form = request.form
        queries = self._mine(person)
        kind = read_kind(form.get("kind", ""))
        region = (form.getlist("region") or [""])[-1]  # the box for all of them stands after the one chosen
        regions = regions_for(queries) if region == "all" else (region,)
        require_mine(queries, kind, regions)
        edition = form.get("edition", LANGS[0])
        asked = Asked(
            kind=str(kind),
            period=str(read_period(form.get("period", ""))),
            lang=edition if edition in LANGS else LANGS[0],
            regions=regions,
            formats=read_formats(",".join(form.getlist("format"))),
            by=person.name,
            scope=scope_for(queries),
        )
        job = Jobs(self._settings.office).ask(asked)
        self._begin(job.id)
        return self._told(job, ACCEPTED)

    def _begin(self, identifier: str) -> None:
        from dashboard.report.work import start  # noqa: PLC0415

        start(self._settings, identifier)

    def open_jobs(self, person: Person) -> Response:
        """The jobs of whoever asks that still go on."""
        from dashboard.report.jobs import Jobs  # noqa: PLC0415

        mine = [job.id for job in Jobs(self._settings.office).all() if job.is_open]
        return _json([one for one in mine if self._job_of(person, one) is not None])

    def job(self, person: Person, job: str) -> Response:
        """How far a job is."""
        found = self._job_of(person, job)
        return _not_found() if found is None else self._told(found)

    def cancel(self, person: Person, job: str) -> Response:
        """Stop a job after the report that it is making."""
        from dashboard.report.jobs import Jobs  # noqa: PLC0415

        found = self._job_of(person, job)
        if found is None:
            return _not_found()
        Jobs(self._settings.office).cancel(job)
        return self._told(found)

    def _job_of(self, person: Person, identifier: str) -> Job | None:
        """A job, if it is theirs; everybody's work is nobody else's business."""
        from dashboard.report.jobs import Jobs  # noqa: PLC0415

        job = Jobs(self._settings.office).find(identifier)
        return job if job is not None and job.asked.by == person.name else None

    def _told(self, job: Job, status: int = 200) -> Response:
        lang, say = request_lang(), words(request_lang())
        region = self._queries.catalog.regions.get(job.now)
        now = region.name[lang] if region else ""
        told = say(f"reports.job.{job.state}", done=job.done, of=job.of, now=now)
        problem = dict(job.problem).get(lang, "")
        body = {
            "id": job.id,
            "open": job.is_open,
            "done": job.done,
            "of": job.of,
            "told": f"{told} {problem}".strip(),
        }
        return _json(body, status)

    # ── reviewing and issuing ──
    def review(self, person: Person) -> Response:
        """Say that a draft was reviewed, and propose its number."""
        from dashboard.report import issuing  # noqa: PLC0415
        from dashboard.report.command import archive_of  # noqa: PLC0415
        from dashboard.report.shelf import may_see  # noqa: PLC0415

        self._require(person, Right.REVIEW_REPORT)
        run = archive_of(self._settings).run(request.form.get("run", ""))
        if not may_see(self._mine(person), run):
            return _not_found()
        with self._office().acting() as act:
            proposal, head = issuing.review(
                act, run, actor=person.name, number=request.form.get("number", "")
            )
        return self._edition(person, proposal.facts, "reviewed", head)

    def issue(self, person: Person) -> Response:
        """Issue what another person reviewed."""
        from dashboard.report import issuing  # noqa: PLC0415

        self._require(person, Right.ISSUE_REPORT)
        with self._office().acting() as act:
            proposal, head = issuing.issue(act, _whole(request.form.get("proposal", "")), actor=person.name)
        return self._edition(person, proposal.facts, "issued", head)

    def send_back(self, person: Person) -> Response:
        """Send a reviewed draft back."""
        from dashboard.report import issuing  # noqa: PLC0415

        self._require(person, Right.ISSUE_REPORT)
        number, reason = _whole(request.form.get("proposal", "")), request.form.get("reason", "")
        with self._office().acting() as act:
            issuing.send_back(act, number, actor=person.name, reason=reason)
        return _json({"told": words(request_lang())("reports.course.returned")})

    def _require(self, person: Person, right: Right) -> None:
        """Refuse who may not; reports are the province's, so the right must hold everywhere.

        Raises:
            ActError: 403.
        """
        if not person.may(
            right, lambda region, other: region == other, region=self._queries.catalog.home.code
        ):
            raise ActError("not_allowed", status=FORBIDDEN)

    def _edition(self, person: Person, facts: Facts, state: str, head: str) -> Response:
        """Have the edition with its number and state made from the archived draft and its pinned build."""
        from dashboard.report.command import archive_of  # noqa: PLC0415
        from dashboard.report.jobs import Asked, Jobs  # noqa: PLC0415

        run = archive_of(self._settings).run(facts["run"])
        one = run.request
        asked = Asked(
            kind=str(one.kind),
            period=str(one.period),
            lang=one.lang,
            regions=(one.region,),
            formats=tuple(sorted(name.rpartition(".")[2] for name in run.files)),
            by=person.name,
            scope=one.scope,
            build_id=run.build_id,
            run_id=run.run_id,
            number=facts["number"] if state == "issued" else "",  # a number is printed once it holds
            state=state,
            head=head,
        )
        job = Jobs(self._settings.office).ask(asked)
        self._begin(job.id)
        return self._told(job, ACCEPTED)

    # ── fetching ──
    def file(self, person: Person, run: str, name: str) -> Response:
        """An archived file, if it is still what was printed."""
        from dashboard.report.command import archive_of  # noqa: PLC0415
        from dashboard.report.shelf import may_see  # noqa: PLC0415

        archive = archive_of(self._settings)
        try:
            found = archive.run(run)
        except LiaoningError:
            return _not_found()
        content = archive.content(found, name) if may_see(self._mine(person), found) else None
        if content is None:
            return _not_found()
        response = Response(content, mimetype=_TYPES.get(name.rpartition(".")[2], "application/octet-stream"))
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = NEVER_KEPT
        return response

    def verify(self, person: Person) -> Response:
        """Whether a file that somebody holds is one of the archive."""
        from dashboard.report.command import archive_of  # noqa: PLC0415
        from dashboard.report.shelf import may_see  # noqa: PLC0415

        request.max_content_length = LARGEST_REPORT
        sent = request.files.get("file")
        found = archive_of(self._settings).find(sent.read()) if sent else None
        say = words(request_lang())
        if found is None or not may_see(self._mine(person), found[0]):
            return _json({"told": say("reports.verify.not_genuine"), "genuine": False})
        run, name = found
        state = run.request.issue.number or say(f"reports.state.{run.request.issue.state}")
        told = say("reports.verify.genuine", name=name, state=state, run=run.run_id, build=run.build_id)
        return _json({"told": told, "genuine": True})

    def _mine(self, person: Person) -> Queries:
        return queries_within(self._queries, person.scope)


def _named(answer: Callable[..., Response]) -> Callable[..., Response]:
    """A route for people with a name; refusals come as JSON with their words."""

    def answered(**parts: str) -> Any:
        person = access.present_person()
        if person is None:
            return access.ask_to_sign_in()
        try:
            return answer(person, **parts)
        except ActError as error:
            return refuse(error.status, error.reason, error.say(request_lang()))
        except (StoreError, StorageError):
            raise
        except LiaoningError:
            return refuse(BAD_REQUEST, "bad_request", words(request_lang())("errors.bad_request"))

    return answered


def _whole(text: str) -> int:
    """The number of a proposal.

    Raises:
        ActError: it is none.
    """
    if not text.isdecimal():
        raise ActError("unknown_proposal", found=text[:20])
    return int(text)


def _json(body: Any, status: int = 200) -> Response:
    headers = {"Cache-Control": NEVER_KEPT}
    return Response(orjson.dumps(body), status, mimetype="application/json", headers=headers)


def _not_found() -> Response:
    return refuse(NOT_FOUND, "unknown_report", words(request_lang())("errors.unknown_report"))
