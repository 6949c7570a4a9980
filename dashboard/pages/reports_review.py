"""From draft to issued as 月报 offers it: what waits for a review, what waits for the second person."""

from html import escape
from typing import Final

from dash import html
from dash.development.base_component import Component
from msgspec import Struct

from dashboard.auth.rights import Right
from dashboard.cases.service import CaseDesk
from dashboard.pages.reports_archive import title_of, written_time
from dashboard.pages.reports_pieces import markup_slot
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import LANGS, words
from etl.settings import Settings

_MOST: Final = 40


class Waiting(Struct, frozen=True):
    """A reviewed draft that waits for another person."""

    proposal: int
    title: str
    told: str


class CourseView(Struct, frozen=True):
    """What the reader may do.

    Attributes:
        drafts: run and title of drafts that nobody reviewed yet; none for who may not review.
        waiting: reviewed drafts.
        can_issue: whether the reader may issue them.
    """

    lang: str
    drafts: tuple[tuple[str, str], ...]
    waiting: tuple[Waiting, ...]
    can_issue: bool


def build_course(
    queries: Queries, selection: Selection, desk: CaseDesk, settings: Settings
) -> CourseView | None:
    """What waits, for those who review or issue; None for everybody else."""
    person, lang = desk.reader(), selection.lang
    if person is None or not (person.has(Right.REVIEW_REPORT) or person.has(Right.ISSUE_REPORT)):
        return None
    from dashboard.operational import proposals  # noqa: PLC0415  with the store behind it
    from dashboard.report.command import archive_of  # noqa: PLC0415
    from dashboard.report.issuing import KIND, courses  # noqa: PLC0415
    from dashboard.report.shelf import runs_for  # noqa: PLC0415

    runs = {run.run_id: run for run in runs_for(queries, archive_of(settings))}
    with desk.office().reading() as connection:
        standing = courses(proposals.standing(connection, KIND))
    drafts = tuple(
        (name, f"{title_of(queries, run, lang)} · {name[:8]}")
        for name, run in runs.items()
        if run.request.issue.state == "draft" and name not in standing
    )
    waiting = tuple(
        Waiting(
            one.id,
            title_of(queries, runs[name], lang),
            words(lang)(
                "reports.course.waiting",
                who=one.proposed_by,
                at=written_time(one.proposed_at),
                number=one.facts["number"],
            ),
        )
        for name, one in standing.items()
        if one.state == "open" and name in runs
    )
    shown = drafts[:_MOST] if person.has(Right.REVIEW_REPORT) else ()
    return CourseView(lang, shown, waiting, person.has(Right.ISSUE_REPORT))


def draw_course(view: CourseView | None) -> Component:
    """The forms; nothing for who neither reviews nor issues."""
    if view is None:
        return html.Div()
    say = words(view.lang)
    parts = [_review_form(view)] if view.drafts else []
    parts += [_waiting(view, one) for one in view.waiting]
    nothing = [] if parts else [html.P(say("reports.course.none"))]
    note = html.P(say("reports.course.note"), className="note")
    body = [markup_slot("".join(parts))] if parts else []
    return html.Div(
        [html.H2(say("reports.heading.course")), *nothing, *body, note], className="report-course"
    )


def _form(view: CourseView, name: str, fields: str, *, is_main: bool = True) -> str:
    query = "" if view.lang == LANGS[0] else f"?lang={view.lang}"
    label = escape(words(view.lang)(f"reports.course.{name}"))
    look = "button" if is_main else "button button-quiet"
    return (
        f'<form class="report-form" data-act="/report/{name}{query}">{fields}'
        f'<button type="submit" class="{look}">{label}</button><p role="status"></p></form>'
    )


def _review_form(view: CourseView) -> str:
    say = words(view.lang)
    options = "".join(f'<option value="{escape(run)}">{escape(title)}</option>' for run, title in view.drafts)
    fields = (
        f'<label>{escape(say("reports.course.draft"))} <select name="run">{options}</select></label>'
        f"<label>{escape(say('reports.course.number'))} "
        '<input type="text" name="number" maxlength="40" required></label>'
    )
    return _form(view, "review", fields)


def _waiting(view: CourseView, one: Waiting) -> str:
    told = f"<p><strong>{escape(one.title)}</strong>　{escape(one.told)}</p>"
    if not view.can_issue:
        return told
    held = f'<input type="hidden" name="proposal" value="{one.proposal}">'
    reason = escape(words(view.lang)("reports.course.reason"))
    why = f'{held}<label>{reason} <input type="text" name="reason" maxlength="200" required></label>'
    return told + _form(view, "issue", held) + _form(view, "return", why, is_main=False)
