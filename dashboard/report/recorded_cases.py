"""The record of cases that a report prints and archives, taken from the store at its cut-off."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from dashboard.cases.case import latest
from dashboard.cases.case_events import CaseFile
from dashboard.cases.case_store import all_cases
from dashboard.cases.term_days import IsWorkingDay
from dashboard.operational import chain
from dashboard.operational.store import Office, written
from dashboard.report.case_record import CaseLine, CaseRecord
from dashboard.text import LANGS
from dashboard.upkeep.challenges import KINDS, courses
from dashboard.upkeep.china_day import day_of
from dashboard.views.cases.lists import open_deadlines
from dashboard.views.cases.wording import state_name
from etl.errors import UsageError
from etl.model.restriction import RESTRICTING
from etl.store.rows import ChallengeRow
from etl.whole_file import written_whole


def take_record(office: Office, is_working_day: IsWorkingDay) -> CaseRecord:
    """All cases at this moment, with the head of the chain that proves them."""
    with office.reading() as connection:  # cases and head are of one state
        files, head = all_cases(connection), chain.head(connection)
    return CaseRecord(written(office.now()), str(head), tuple(_lines(files, is_working_day)))


def published_record(
    office: Office, is_working_day: IsWorkingDay, speaks_of: Callable[[str], bool]
) -> CaseRecord:
    """The decisions that were published, with the head of the chain: what a page may hand to any reader.

    A case that has not come to a restriction is for those who have a part in it; a report goes round.

    Args:
        office: the store.
        is_working_day: the calendar.
        speaks_of: whether the report may speak of a region.
    """
    with office.reading() as connection:
        files, head = all_cases(connection), chain.head(connection)
    shown = [file for file in files if file.case.counted("issue") and speaks_of(file.case.region)]
    return CaseRecord(
        written(office.now()), str(head), tuple(_lines(shown, is_working_day)), is_published_only=True
    )


def with_answers(record: CaseRecord, office: Office, challenges: Sequence[ChallengeRow]) -> CaseRecord:
    """The record with where the challenges of a build stand by what people did about them until now.

    Args:
        record: of the cases.
        office: the store.
        challenges: those of the build that the report is made from.
    """
    with office.reading() as connection:
        events = chain.events_of(connection, *KINDS)
    statuses = courses(events, challenges, day_of(office.now())).statuses
    return replace(record, answers=tuple(sorted((name, status.value) for name, status in statuses.items())))


def write_record(office: Office, is_working_day: IsWorkingDay, out: Path) -> CaseRecord:
    """Write the record for ``report --cases``.

    Raises:
        UsageError: the file exists.
    """
    if out.exists():
        raise UsageError(problem=f"{out} exists already", action="Name a file that does not exist yet")
    record = take_record(office, is_working_day)
    out.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(out) as draft:
        draft.write_text(record.to_json(), encoding="utf-8")
    return record


def _lines(files: Iterable[CaseFile], is_working_day: IsWorkingDay) -> Iterable[CaseLine]:
    for file in files:
        case = file.case
        due = next((one.deadline for one in open_deadlines([file], is_working_day)), None)
        last = latest([event.act for event in case.events if event.act.document])
        yield CaseLine(
            number=file.number,
            region=case.region,
            instrument={lang: file.instrument.name[lang] for lang in LANGS},
            state={lang: state_name(case.state, lang) for lang in LANGS},
            since=case.last_day.isoformat() if case.last_day else "",
            deadline=due.due.isoformat() if due else "",
            deadline_unknown_from=due.unknown_from.isoformat() if due and due.unknown_from else "",
            document=(last.document or "") if last else "",
            is_restriction=case.state in RESTRICTING,
        )
