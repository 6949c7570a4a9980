"""六、项目源头管控 and 七、预警、限批与整改: what was computed, and that nobody has entered a decision."""

from typing import Any, Final

from dashboard.report.basis import Basis
from dashboard.report.document import Block, Cell, Column, Heading, Note, Paragraph, Parts, Table
from dashboard.report.facts import facts_of
from etl.errors import say
from etl.model.vocabulary import FlagStrength, Result
from etl.store.rows import FlagRow

_SHARES: Final = (0.9, 1.6, 1.1, 0.9, 0.8, 2.0)


def compose_gate(basis: Basis) -> tuple[Block, ...]:
    """Section 六: the register of projects is filled by people; it holds nothing yet."""
    return (
        Heading(1, basis.say.text("headings.gate")),
        Paragraph(basis.say("gate.nothing", period=basis.when(basis.period))),
    )


def compose_cases(basis: Basis) -> tuple[Block, ...]:
    """Section 七: the flags that stood at the end of the period; a flag decides nothing."""
    flags = tuple(flag for row in basis.rows.flags if (flag := row.until(basis.period)) is not None)
    blocks: list[Block] = [Heading(1, basis.say.text("headings.cases"))]
    blocks.append(Paragraph(_flags_sentence(basis, flags)))
    if flags:
        blocks.append(_table(basis, flags))
    blocks.append(Paragraph(_cases_sentence(basis)))
    return tuple(blocks)


def _flags_sentence(basis: Basis, flags: tuple[FlagRow, ...]) -> Parts:
    founding = sum(flag.strength == FlagStrength.FOUNDING for flag in flags)
    count = "none" if not flags else "one" if len(flags) == 1 else "some"
    return basis.say(
        f"cases.flags.{count}",
        period=basis.when(basis.period),
        count=len(flags),
        founding=founding,
        warning=len(flags) - founding,
    )


def _cases_sentence(basis: Basis) -> Parts:
    history = basis.rows.restrictions
    sentences = [basis.say("cases.nothing", home=basis.name(basis.home.code))]
    if history:
        sentences.append(basis.say("cases.history", count=len(history)))
    return basis.say.joined(*sentences)


def _table(basis: Basis, flags: tuple[FlagRow, ...]) -> Table:
    titles = ("region", "indicator", "period", "result", "strength", "lacking")
    return Table(
        name="flags",
        caption=basis.say.text("cases.table", period=basis.when(basis.period)),
        columns=tuple(
            Column(basis.say.text(f"columns.{title}"), share=share)
            for title, share in zip(titles, _SHARES, strict=True)
        ),
        rows=tuple(_row(basis, flag) for flag in flags),
        notes=(Note(_rules(basis, flags)),),
    )


def _row(basis: Basis, flag: FlagRow) -> tuple[Cell, ...]:
    facts = facts_of(flag.facts)
    result = Result(str(facts["result"]))
    return (
        Cell(basis.label(flag.region)),
        Cell(basis.title(flag.indicator)),
        Cell(basis.when(flag.period)),
        Cell(say(f"result_{result}", basis.lang), result=result),
        Cell(say(f"strength_{FlagStrength(flag.strength)}", basis.lang)),
        Cell(_lacking(basis, facts)),
    )


def _lacking(basis: Basis, facts: dict[str, Any]) -> str:
    """The checks that do not hold, which keep a flag from founding a proposal."""
    failed = [basis.say.text(f"checks.{name}") for name, held in facts["checks"].items() if not held]
    return basis.say.text("list.clauses").join(failed) if failed else basis.say.text("checks.nothing")


def _rules(basis: Basis, flags: tuple[FlagRow, ...]) -> Parts:
    used = dict.fromkeys(flag.rule for flag in flags)
    names = [basis.catalog.flag_rules[rule].name[basis.lang] for rule in used]
    return basis.say("cases.rules", names=basis.say.listed(names))
