"""The explanation to the region in plain words: why, by what, how far, what one can do, what turns it."""

import json
from collections.abc import Mapping, Sequence

from msgspec import Struct

from dashboard.cases.case import latest
from dashboard.cases.case_events import CaseFile
from dashboard.cases.deadlines import deadlines_of
from dashboard.cases.machine import REPLY_DUE
from dashboard.format import format_date, format_period, format_quantity
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.cases.case_file import CaseReader
from dashboard.views.cases.wording import due_day, roles_name, state_name
from dashboard.views.verdict_details import turning_lines
from etl.catalog.catalog import Catalog
from etl.errors import say as say_code
from etl.model.period import Period
from etl.model.restriction import CaseState, Instrument
from etl.store.rows import AssessmentRow

_RATE_DECIMALS = 2
_BEFORE_THE_NOTICE = frozenset({CaseState.LEAD, CaseState.VERIFIED})


class NoticeView(Struct, frozen=True):
    """The explanation: headings with their sentences; ``none`` says why there is nothing to show.

    Attributes:
        sign_in: where a reader without a name signs in; empty for one who has done so.
    """

    lang: str
    none: str = ""
    sign_in: str = ""
    title: str = ""
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()


def build_notice(
    catalog: Catalog,
    file: CaseFile | None,
    verdicts: Mapping[str, AssessmentRow | None],
    reader: CaseReader,
    selection: Selection,
) -> NoticeView:
    """The explanation of a case.

    Args:
        catalog: the declarations.
        file: the case; None where there is none, or it is not the reader's.
        verdicts: flag → the verdict of the frozen figure, where the present build still has it.
        reader: who looks, and when.
        selection: what the address says.
    """
    lang, say = selection.lang, words(selection.lang)
    if file is None:
        return NoticeView(lang, none=say("case.file.none"))
    region = catalog.region(file.case.region).name[lang]
    table = file.instrument
    bases = ("、" if lang == "zh" else ", ").join(
        f"{each.title[lang]}（{each.number}）" if lang == "zh" else f"{each.title[lang]} ({each.number})"
        for each in table.bases
        if each.is_in_force(reader.today)
    )
    told = [line for row in verdicts.values() if row for line in turning_lines(catalog, row, lang)]
    day = format_date(reader.today, lang)
    sections = (
        ("what", _what(catalog, file, region, lang)),
        ("rule", (say("case.notice.rule_text", instrument=table.name[lang], bases=bases or "—"),)),
        (
            "stage",
            (say("case.notice.stage_text", day=day, state=state_name(file.case.state, lang)),),
        ),
        ("rights", _rights(file, reader, lang)),
        ("turn", tuple(told) or (say("case.notice.turn_none"),)),
        ("next", (*_next(file, table, lang), say("case.notice.never"))),
    )
    return NoticeView(
        lang,
        title=say("case.notice.title", region=region),
        sections=tuple((say(f"case.notice.{name}"), lines) for name, lines in sections),
    )


def _what(catalog: Catalog, file: CaseFile, region: str, lang: Lang) -> tuple[str, ...]:
    lines = [_figure(catalog, text, region, lang) for text in file.case.evidence.frozen.values()]
    opened = file.case.counted("open_lead")
    if opened:
        said = opened[0].contents
        source = words(lang)(f"case.choices.{said['source']}")
        lines.append(
            words(lang)("case.notice.what_lead", source=source, circumstances=said.get("circumstances", ""))
        )
    return tuple(lines)


def _figure(catalog: Catalog, frozen: str, region: str, lang: Lang) -> str:
    """The figure that a flag stands on, as it was frozen."""
    told = json.loads(frozen)
    facts = json.loads(told["facts"])
    indicator = catalog.indicators.get(told["indicator"])
    unit = catalog.units[indicator.unit].sign[lang] if indicator else ""
    value = facts.get("value")
    return words(lang)(
        "case.notice.what_flag",
        region=region,
        indicator=indicator.name[lang] if indicator else told["indicator"],
        period=format_period(Period.parse(told["period"]), lang),
        value=format_quantity(value, unit, lang, _RATE_DECIMALS) if value is not None else "—",
        result=say_code(f"result_{facts['result']}", lang),
    )


def _rights(file: CaseFile, reader: CaseReader, lang: Lang) -> tuple[str, ...]:
    say = words(lang)
    replied = latest(file.case.counted("reply"))
    due = next(
        (
            each
            for each in deadlines_of(file.case, file.instrument, reader.is_working_day)
            if each.id == REPLY_DUE
        ),
        None,
    )
    lines = []
    if replied:
        lines.append(say("case.notice.rights_replied", day=format_date(replied.on, lang)))
    elif due is not None:
        lines.append(say("case.notice.rights_reply", day=due_day(due.due, due.unknown_from, lang)))
    elif file.case.state in _BEFORE_THE_NOTICE:
        lines.append(say("case.notice.rights_reply_open"))
    ends = file.instrument.act("confirm_end") is not None
    end = say("case.notice.rights_terms" if ends else "case.notice.rights_rectify")
    return (*lines, say("case.notice.rights_data"), end)


def _next(file: CaseFile, table: Instrument, lang: Lang) -> Sequence[str]:
    """Every act that leads on from where the case stands, with who does it."""
    say = words(lang)
    if file.case.is_ended:
        return (say("case.notice.next_none"),)
    onward = [
        row for row in table.acts if file.case.state in row.from_states and (row.to_state or row.outcomes)
    ]
    return tuple(
        say(
            "case.notice.next_line",
            act=row.name[lang],
            roles=roles_name(row.roles, lang),
            eyes=say("case.notice.eyes") if row.four_eyes else "",
        )
        for row in onward
    )
