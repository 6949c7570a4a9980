"""七、预警、限批与整改: flags that stand, that are new, that have ended; cases as recorded at the cut-off."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from dashboard.format import DASH
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Heading, Note, Paragraph, Parts, Table
from dashboard.report.case_record import CaseLine
from dashboard.report.facts import facts_of
from dashboard.report.periods import issue_before, parse
from dashboard.report.sentences import Fact
from dashboard.views.cases.wording import due_day
from dashboard.views.latest import ends_by
from etl.errors import say
from etl.model.vocabulary import ChallengeStatus, FlagStrength, Result, Severity
from etl.publish.flag_words import tell_checks
from etl.store.rows import FlagRow

_SHARES: Final = {"zh": (0.85, 2.1, 1.3, 1.3, 1.25, 0.8, 3.6), "en": (1.0, 2.3, 1.0, 1.0, 1.15, 1.15, 3.2)}
_MOST_ROWS: Final = 12
_UNDECIDED: Final = frozenset({ChallengeStatus.OPEN, ChallengeStatus.UNANSWERED})


def compose_cases(basis: Basis) -> tuple[Block, ...]:
    """Section 七; a flag decides nothing, and a long list stands in an annex."""
    flags = standing_flags(basis)
    blocks: list[Block] = [Heading(1, basis.say.text("headings.cases"))]
    blocks.append(Paragraph(basis.say.joined(_flags_sentence(basis, flags), _turnover(basis, flags))))
    blocks.append(Paragraph(_founding_sentence(basis, flags)))
    if 0 < len(flags) <= _MOST_ROWS:
        blocks.append(flag_table(basis, flags))
    blocks.append(Paragraph(_challenges_sentence(basis)))
    blocks.append(Paragraph(_cases_sentence(basis)))
    if basis.record.cases:
        blocks.append(case_table(basis))
    return tuple(blocks)


def compose_flag_annex(basis: Basis) -> tuple[Block, ...]:
    """The list of flags where it is too long for the section."""
    flags = standing_flags(basis)
    if len(flags) <= _MOST_ROWS:
        return ()
    heading = Heading(1, basis.say.text("headings.flag_annex"), begins_page=True)
    return (heading, flag_table(basis, flags, is_short=True))


def standing_flags(basis: Basis, code: str = "") -> tuple[FlagRow, ...]:
    """Flags as they stood at the end of the period, founding ones first; of one region if given."""
    found = [flag for flag in basis.standing_flags if not code or flag.region == code]
    found.sort(
        key=lambda flag: (flag.strength != FlagStrength.FOUNDING, flag.region, flag.family, flag.indicator)
    )
    return tuple(found)


def _flags_sentence(basis: Basis, flags: Sequence[FlagRow]) -> Parts:
    founding = sum(flag.strength == FlagStrength.FOUNDING for flag in flags)
    count = "none" if not flags else "one" if len(flags) == 1 else "some"
    return basis.say(
        f"cases.flags.{count}",
        period=basis.when(basis.period),
        count=len(flags),
        founding=founding,
        warning=len(flags) - founding,
    )


def _turnover(basis: Basis, flags: Sequence[FlagRow]) -> Parts:
    """New since the last issue of the same kind, and ended since."""
    before = parse(issue_before(basis.period))
    new = sum(not ends_by(flag.first_period or flag.period, before) for flag in flags)
    ended = [
        row
        for row in basis.rows.flags
        if row.ended_in is not None
        and ends_by(row.ended_in, basis.period)
        and not ends_by(row.ended_in, before)
    ]
    if not flags and not ended:
        return ()
    return basis.say("cases.turnover", before=basis.when(before), new=new, ended=len(ended))


def _founding_sentence(basis: Basis, flags: Sequence[FlagRow]) -> Parts:
    founding = [flag for flag in flags if flag.strength == FlagStrength.FOUNDING]
    items = [
        basis.say(
            "cases.founding_item",
            name=basis.name(flag.region),
            indicator=basis.title(flag.indicator),
            since=basis.when(flag.first_period or flag.period),
        )
        for flag in founding
    ]
    return basis.say.counted("cases.founding", items, len(basis.cities) + 1)


def _challenges_sentence(basis: Basis) -> Parts:
    """How many challenges to the data are open, and for which regions."""
    rows = [
        row
        for row in basis.rows.challenges
        if row.severity == Severity.CHALLENGE and (row.period is None or ends_by(row.period, basis.period))
    ]
    open_rows = [row for row in rows if row.status in _UNDECIDED]
    names = dict.fromkeys(basis.name(row.region) for row in open_rows if row.region in basis.codes)
    facts: dict[str, Fact] = {"challenges": len(open_rows)}
    told = basis.say.counted("cases.challenges", list(names), len(basis.cities), **facts)
    decided = {status: sum(row.status == status for row in rows) for status in ("explained", "upheld")}
    return basis.say.joined(told, basis.say("cases.decided", **decided) if any(decided.values()) else ())


def _cases_sentence(basis: Basis) -> Parts:
    history = basis.rows.restrictions
    record = basis.record
    if not record.is_kept:
        sentences = [basis.say("cases.no_record", home=basis.name(basis.home.code))]
    else:
        in_force = [basis.name(case.region) for case in record.cases if case.is_restriction]
        sentences = [
            basis.say(
                "cases.published" if record.is_published_only else "cases.record",
                cut_off=basis.moment(record.cut_off),
                count=len(record.cases),
            ),
            basis.say.counted("cases.in_force", in_force, len(basis.cities)),
        ]
    if history:
        sentences.append(basis.say("cases.history", count=len(history)))
    return basis.say.joined(*sentences)


def case_table(basis: Basis, code: str = "") -> Table:
    """Cases at the cut-off, of one region if given."""
    cases = basis.record.of_region(code) if code else basis.record.cases
    columns = (
        basis.column("number", share=1.2),
        basis.column("region"),
        basis.column("instrument", share=1.8),
        basis.column("state", share=1.2),
        basis.column("since", share=1.1),
        basis.column("deadline", share=1.1),
        basis.column("document", share=1.6),
    )
    return Table(
        name="cases",
        caption=basis.say.text("cases.case_table", cut_off=basis.moment(basis.record.cut_off)),
        columns=columns,
        rows=tuple(
            (
                Cell(case.number),
                Cell(basis.short(case.region)),
                Cell(case.instrument[basis.lang]),
                Cell(case.state[basis.lang]),
                Cell(case.since),
                Cell(_deadline(case, basis.lang)),
                Cell(case.document or DASH),
            )
            for case in cases
        ),
    )


def _deadline(case: CaseLine, lang: str) -> str:
    """The day by which the next step is due; marked where it rests on days off that are not declared."""
    if not case.deadline:
        return DASH
    unknown_from = case.deadline_unknown_from
    return due_day(
        date.fromisoformat(case.deadline), date.fromisoformat(unknown_from) if unknown_from else None, lang
    )


def flag_table(
    basis: Basis, flags: Sequence[FlagRow], name: str = "flags", *, is_short: bool = False
) -> Table:
    """What is flagged, since when, how it last stood, and what it lacks to found a proposal.

    Args:
        basis: what the report is made from.
        flags: what is listed.
        name: of the table.
        is_short: a word or two for each check that does not hold, so that a long list stays one; else a
            whole sentence.
    """
    titles = ("region", "indicator", "since", "period", "result", "strength", "lacking")
    return Table(
        name=name,
        caption=basis.say.text("cases.table", period=basis.when(basis.period)),
        columns=tuple(
            basis.column(title, share=share) for title, share in zip(titles, _SHARES[basis.lang], strict=True)
        ),
        rows=tuple(_row(basis, flag, is_short=is_short) for flag in flags),
        notes=(Note(_rules(basis, flags)), *((basis.note("cases.short_note"),) if is_short else ())),
    )


def _row(basis: Basis, flag: FlagRow, *, is_short: bool) -> tuple[Cell, ...]:
    facts = facts_of(flag.facts)
    result = Result(str(facts["result"]))
    return (
        Cell(basis.short(flag.region)),
        Cell(basis.title(flag.indicator)),
        Cell(basis.when(flag.first_period or flag.period)),
        Cell(basis.when(flag.period)),
        Cell(say(f"result_{result}", basis.lang), result=result),
        Cell(basis.say.text(f"strength.{FlagStrength(flag.strength)}")),
        Cell(lacking(basis, flag.facts, is_short=is_short)),
    )


def lacking(basis: Basis, facts: str, *, is_short: bool = False) -> str:
    """The checks that do not hold, which keep a flag from founding a proposal."""
    checks = [check for check in tell_checks(facts, basis.lang) if not check.outcome]
    failed = [
        basis.say.text(f"checks.{check.name}.{check.state}") if is_short else check.sentence
        for check in checks
    ]
    return basis.say.text("list.clauses").join(failed) if failed else basis.say.text("checks.nothing")


def _rules(basis: Basis, flags: Sequence[FlagRow]) -> Parts:
    used = dict.fromkeys(flag.rule for flag in flags)
    names = [basis.catalog.flag_rules[rule].name[basis.lang] for rule in used]
    return basis.say.joined(
        basis.say("cases.rules", names=basis.say.listed(names)), basis.say("cases.strengths")
    )
