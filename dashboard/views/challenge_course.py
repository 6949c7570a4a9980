"""What people did about a challenge, in words: put to whom and until when, the answers, how it ended."""

from datetime import date

from dashboard.flags_after_answers import Course, Reply
from dashboard.format import format_date
from dashboard.text import words
from dashboard.upkeep.challenge_addressees import Addressee, addressee_of
from dashboard.views.cases.wording import due_day
from dashboard.views.challenge_words import place_name
from etl.catalog.catalog import Catalog
from etl.model.vocabulary import ChallengeStatus, Severity
from etl.model.work_calendar import working_days
from etl.store.rows import ChallengeRow


def weighs(row: ChallengeRow) -> bool:
    """Whether a challenge still weighs on its figures: no note, and not explained by two people."""
    return row.severity == Severity.CHALLENGE and row.status != ChallengeStatus.EXPLAINED


def addressee_name(catalog: Catalog, to: Addressee, lang: str) -> str:
    """Whom a challenge is put to: the statisticians of a region, or publishers by name."""
    say = words(lang)
    if to.kind == "region":
        return say("course.region", region=place_name(catalog, to.region, lang))
    names = dict.fromkeys(
        catalog.sources[source].publisher[lang] for source in to.sources if source in catalog.sources
    )
    return say("list.semicolon").join(names) or say("course.unknown")


def addressee_text(catalog: Catalog, row: ChallengeRow, lang: str) -> str:
    """Whom a challenge is put to, by its figures."""
    return addressee_name(catalog, addressee_of(catalog, row), lang)


def status_text(catalog: Catalog, row: ChallengeRow, lang: str) -> str:
    """Where a challenge stands: 待发出, 待答复（至11月30日）, 逾期未答复, 已说明…; empty for a note."""
    if row.severity != Severity.CHALLENGE:
        return ""
    course, say = Course.of(row.course), words(lang)
    if course.status in {ChallengeStatus.EXPLAINED, ChallengeStatus.UPHELD}:
        return say(f"course.status.{course.status.value}")
    if course.waiting is not None:
        return say("course.status.closing")
    if course.status is ChallengeStatus.UNANSWERED:
        late = "late" if course.replies else "unanswered"
        return say(f"course.status.{late}", day=_due(catalog, course, lang))
    if course.replies:
        return say("course.status.answered")
    return say("course.status.put" if course.put_on else "course.status.new", day=_due(catalog, course, lang))


def course_lines(catalog: Catalog, row: ChallengeRow, lang: str) -> tuple[tuple[str, str], ...]:
    """Everything that was done about a challenge, the first first, each with its name."""
    course, say = Course.of(row.course), words(lang)
    lines = []
    if course.put_on:
        to = addressee_text(catalog, row, lang)
        told = say(
            "course.put",
            day=_day(course.put_on, lang),
            who=course.put_by,
            to=to,
            due=_due(catalog, course, lang),
        )
        lines.append((say("course.put_name"), told))
    lines += [(say(f"course.reply.{reply.kind}"), reply_text(reply, lang)) for reply in course.replies]
    if course.outcome:
        both = say("list.comma").join(course.closed_by)
        told = say(
            "course.closed",
            day=_day(course.closed_on, lang),
            who=both,
            outcome=say(f"course.status.{course.outcome}"),
            reason=course.reason,
        )
        lines.append((say("course.closed_name"), told))
    return tuple(lines)


def reply_text(reply: Reply, lang: str) -> str:
    """An answer: who, when, what; and that a figure announced is not yet one."""
    say = words(lang)
    late = say("course.late") if reply.is_late else ""
    figure = say("course.figure", figure=reply.figure) if reply.figure else ""
    return say(
        "course.replied", day=_day(reply.on, lang), who=reply.by, late=late, text=reply.text, figure=figure
    )


def course_sentence(catalog: Catalog, row: ChallengeRow, lang: str) -> str:
    """The course in one sentence, for a list of challenges; empty where nothing was done."""
    say = words(lang)
    told = [say("course.line", name=name, text=text) for name, text in course_lines(catalog, row, lang)]
    status = status_text(catalog, row, lang) if row.course else ""
    return " ".join([*([say("course.stands", status=status)] if status else []), *told])


def _day(written: str, lang: str) -> str:
    return format_date(date.fromisoformat(written), lang) if written else ""


def _due(catalog: Catalog, course: Course, lang: str) -> str:
    """The day until which an answer is in time; one in a year whose days off are not declared says so."""
    if not course.due or not course.put_on:
        return _day(course.due, lang)
    first, due = date.fromisoformat(course.put_on), date.fromisoformat(course.due)
    unknown_from = working_days(catalog.work_calendars.values()).unknown_from(first, due)
    return due_day(due, unknown_from, lang)
