"""A case file: where it stands, what the reader can do now, what happened, what is due."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.cases.case import Move, Person
from dashboard.cases.case_events import CaseFile, Entry
from dashboard.cases.deadlines import Deadline, deadlines_of
from dashboard.cases.machine import possible_acts
from dashboard.cases.term_days import IsWorkingDay
from dashboard.format import CHINA, format_date, format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.cases.wording import act_name, content_text, due_day, refusal_text, state_name
from dashboard.views.explain import challenge_sentence
from etl.catalog.catalog import Catalog
from etl.errors import say as say_code
from etl.model.period import Period
from etl.model.restriction import EXPIRY, RESTRICTING, Instrument
from etl.store.rows import ChallengeRow

FORMS: Final = "/act/case"
_ELSEWHERE: Final = frozenset({"state", "role", "case_ended", "pending"})
"""Refusals that say no more than that the step belongs to another moment or another person."""


class Step(Struct, frozen=True):
    """Something that the reader can do now: name, the form's address, whether it takes two people."""

    name: str
    address: str
    note: str = ""


class TimelineItem(Struct, frozen=True):
    """One line of what happened.

    Attributes:
        when: day and hour in China.
        who: name of the account.
        what: the act.
        mark: done, drafted, confirmed, withdrawn or refused.
        lines: what it says, each with its name.
        files: name and address of what is attached.
        chain: where the chain holds it.
    """

    when: str
    who: str
    what: str
    mark: str
    mark_word: str
    lines: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    chain: str


class CaseFileView(Struct, frozen=True):
    """Everything that a case file shows; ``none`` says why there is nothing, ``sign_in`` where to sign in."""

    lang: str
    none: str = ""
    sign_in: str = ""
    about: str = ""
    state: str = ""
    since: str = ""
    is_restricting: bool = False
    expiry: str = ""
    pending: str = ""
    steps: tuple[Step, ...] = ()
    no_steps: str = ""
    blocked: tuple[tuple[str, str], ...] = ()
    deadlines: tuple[tuple[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    restricts: str = ""
    exemptions: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    timeline: tuple[TimelineItem, ...] = ()
    notice: str = ""


class CaseReader(Struct, frozen=True):
    """Who looks, and on which day."""

    person: Person | None
    today: date
    is_working_day: IsWorkingDay


def build_case_file(
    catalog: Catalog,
    file: CaseFile | None,
    table: Instrument | None,
    reader: CaseReader,
    selection: Selection,
    *,
    challenges: Mapping[str, ChallengeRow] | None = None,
) -> CaseFileView:
    """The case file of the address.

    Args:
        catalog: the declarations.
        file: the case; None where there is none, or it is not the reader's.
        table: its acts, resting on the documents that are declared now.
        reader: who looks.
        selection: what the address says.
        challenges: those on the region's figures as they stand now, by id.
    """
    lang, say = selection.lang, words(selection.lang)
    if file is None or table is None:
        return CaseFileView(lang, none=say("case.file.none"))
    case = file.case
    steps = next_steps(file, table, reader, lang)
    return CaseFileView(
        lang=lang,
        about=say(
            "case.file.about", region=catalog.region(case.region).name[lang], instrument=table.name[lang]
        ),
        state=state_name(case.state, lang),
        since=say("case.file.since", day=format_date(case.last_day, lang)) if case.last_day else "",
        is_restricting=case.state in RESTRICTING,
        expiry=expiry_text(file, reader.today, lang),
        pending=_pending(file, table, lang),
        steps=steps,
        no_steps="" if steps else say("case.file.no_steps" if reader.person else "case.file.sign_in"),
        blocked=blocked_steps(file, table, reader, lang),
        deadlines=tuple(
            _deadline(table, each, reader.today, lang)
            for each in deadlines_of(case, table, reader.is_working_day)
        ),
        evidence=(*evidence_lines(catalog, file, lang), *doubt_lines(catalog, file, challenges or {}, lang)),
        restricts=table.restricts[lang],
        exemptions=tuple(each[lang] for each in table.exemptions),
        bases=tuple(f"{each.number} {each.title[lang]}" for each in table.bases),
        timeline=tuple(_item(catalog, file, entry, lang) for entry in reversed(file.entries)),
        notice=to_url(Selection("case_notice", lang, case=file.number)),
    )


def next_steps(file: CaseFile, table: Instrument, reader: CaseReader, lang: str) -> tuple[Step, ...]:
    """What the reader may do on the day: a draft that waits for them, then by the table."""
    if reader.person is None:
        return ()
    tongue = "" if lang == "zh" else f"?lang={lang}"
    may_do = possible_acts(file.case, reader.person, reader.today, table, reader.is_working_day)
    acts = tuple(
        Step(
            row.name[lang],
            f"{FORMS}/{file.number}/{row.id}{tongue}",
            words(lang)("case.form.four_eyes") if row.four_eyes else "",
        )
        for row in table.acts
        if may_do[row.id] is None
    )
    draft = file.case.pending
    row = table.act(draft.name) if draft else None
    if draft is None or row is None or not reader.person.roles & set(row.roles):
        return acts
    name = words(lang)("case.form.confirm", act=act_name(table, draft.name, lang))
    return (Step(name, f"{FORMS}/{file.number}/confirm{tongue}"), *acts)


def blocked_steps(
    file: CaseFile, table: Instrument, reader: CaseReader, lang: str
) -> tuple[tuple[str, str], ...]:
    """Steps of the reader's role that are not possible yet, or not for them; each with the reason."""
    if reader.person is None or file.case.pending is not None:
        return ()
    may_do = possible_acts(file.case, reader.person, reader.today, table, reader.is_working_day)
    return tuple(
        (table_row.name[lang], refusal_text(refused, table, lang))
        for table_row in table.acts
        if (refused := may_do[table_row.id]) is not None and refused.code not in _ELSEWHERE
    )


def expiry_text(file: CaseFile, today: date, lang: str) -> str:
    """The end of the term with the days left; empty where none runs."""
    expiry, say = file.case.expiry, words(lang)
    if expiry is None or file.case.is_ended:
        return ""
    days = (expiry - today).days
    if days > 0:
        left = say("case.file.left", days=days)
    elif days == 0:
        left = say("case.file.left_today")
    else:
        left = say("case.file.over_terms" if file.instrument.ends_by_terms else "case.file.over", days=-days)
    return say("case.file.expiry", day=format_date(expiry, lang), left=left)


def deadline_name(table: Instrument, deadline: Deadline, lang: str) -> str:
    """What is due."""
    rule = next((each for each in table.deadlines if each.id == deadline.id), None)
    return rule.name[lang] if rule else words(lang)(f"case.deadlines.{deadline.id}")


def evidence_lines(catalog: Catalog, file: CaseFile, lang: str) -> tuple[str, ...]:
    """The flags that the case was opened with, as they were frozen then."""
    say, evidence = words(lang), file.case.evidence
    if not evidence.flags:
        return (say("case.file.evidence_none"),)
    lines = [_flag_line(catalog, name, evidence.frozen.get(name, ""), lang) for name in evidence.flags]
    return (*lines, say("case.file.evidence_build", build=(evidence.build_id or "")[:12]))


def doubt_lines(
    catalog: Catalog, file: CaseFile, challenges: Mapping[str, ChallengeRow], lang: str
) -> tuple[str, ...]:
    """The challenges on the figures of the flags, with what was answered and decided about each by now."""
    named: dict[str, None] = {}
    for frozen in file.case.evidence.frozen.values():
        facts = json.loads(json.loads(frozen)["facts"])
        named |= dict.fromkeys((*facts.get("open_challenges", ()), *facts.get("settled_challenges", ())))
    gone = words(lang)("course.gone")
    return tuple(
        challenge_sentence(catalog, challenges[name], lang) if name in challenges else f"{name} {gone}"
        for name in named
    )


def _flag_line(catalog: Catalog, flag_id: str, frozen: str, lang: str) -> str:
    told = json.loads(frozen) if frozen else {}
    indicator = catalog.indicators.get(told.get("indicator", ""))
    return words(lang)(
        "case.file.evidence_flag",
        id=flag_id,
        indicator=indicator.name[lang] if indicator else told.get("indicator", "—"),
        period=format_period(Period.parse(told["period"]), lang) if "period" in told else "—",
        strength=say_code(f"strength_{told.get('strength', 'warning')}", lang),
    )


def _pending(file: CaseFile, table: Instrument, lang: str) -> str:
    draft = file.case.pending
    if draft is None:
        return ""
    return words(lang)(
        "case.file.pending",
        act=act_name(table, draft.name, lang),
        who=draft.by.id,
        day=format_date(draft.on, lang),
    )


def _deadline(table: Instrument, deadline: Deadline, today: date, lang: str) -> tuple[str, str]:
    say = words(lang)
    told = say(
        "case.file.due",
        name=deadline_name(table, deadline, lang),
        day=due_day(deadline.due, deadline.unknown_from, lang),
    )
    days = deadline.days_left(today)
    if deadline.met_on is not None:
        note = say("case.file.due_met", day=format_date(deadline.met_on, lang))
    elif days >= 0:
        note = say("case.file.due_left", days=days)
    elif deadline.id == EXPIRY:
        note = ""
    elif deadline.unknown_from is not None:
        note = say("case.file.provisional_over")
    else:
        note = say("case.file.due_over", days=-days)
    return told, note


def _item(catalog: Catalog, file: CaseFile, entry: Entry, lang: str) -> TimelineItem:
    mark = entry.move.value if entry.move else "refused"
    named = entry.act.name if entry.act else entry.name
    shows_contents = entry.move in {Move.DONE, Move.DRAFTED}
    return TimelineItem(
        when=moment_text(entry.at),
        who=entry.actor,
        what=act_name(file.instrument, named, lang),
        mark=mark,
        mark_word=words(lang)(f"case.move.{mark}"),
        lines=act_lines(file, entry, lang) if shows_contents else (),
        files=tuple(
            (name, f"/act/file/{file.number}/{sha256}")
            for sha256, name in (entry.files if entry.move else ())
        ),
        chain=words(lang)("case.file.sequence", sequence=entry.sequence, hash=entry.hash[:16]),
    )


def act_lines(file: CaseFile, entry: Entry, lang: str) -> tuple[tuple[str, str], ...]:
    """What an act says, in the order of its table, with document, basis and reason."""
    act, say = entry.act, words(lang)
    if act is None:
        return ()
    row = file.instrument.act(act.name)
    order = [each.id for each in row.contents] if row else []
    files: Mapping[str, str] = file.files
    said = [
        content_text(row, name, files.get(act.contents[name], act.contents[name]), lang)
        for name in sorted(act.contents, key=lambda name: order.index(name) if name in order else len(order))
    ]
    document = [(say("case.file.document"), act.document)] if act.document else []
    return (*said, *document, (say("case.file.basis"), act.basis), (say("case.file.reason"), act.reason))


def moment_text(at: str) -> str:
    """A time of the chain by the clock in China, to the minute."""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(UTC)
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
