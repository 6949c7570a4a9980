"""The barometer letter: 依据, lists of intensity and total, measures, requirements, the table as annex."""

from dashboard.format import format_date
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Heading, Paragraph, Parts
from dashboard.report.compose import deployment, framed
from dashboard.report.document import Document
from dashboard.report.issue import Issue
from dashboard.report.sections.annex import compose_last_page
from dashboard.report.sections.barometer import (
    barometer_period,
    changes_sentence,
    judged_indicators,
    levels_sentence,
    rule_sentence,
)
from dashboard.report.sections.level_table import level_table
from dashboard.report.sections.lights import compose_lights
from etl.model.period import Period
from etl.model.vocabulary import Result


def compose_letter(basis: Basis, issue: Issue | None = None) -> Document:
    """The letter on the barometer of a period to the cities; a draft for people to decide on.

    Args:
        basis: rows, catalogue, period and language.
        issue: number, mark and state of the issue.

    Returns:
        the document; where no level was computed it says why, and lists nothing.
    """
    say = basis.say
    period = barometer_period(basis)
    shown = period or basis.period
    blocks: list[Block] = [
        Paragraph(say("letter.to"), look="plain"),
        Paragraph(_grounds(basis, period)),
    ]
    for place, indicator in enumerate(judged_indicators(basis)):
        blocks.append(Heading(1, say.text(f"letter.headings.{place}", name=indicator.name[basis.lang])))
        changes = changes_sentence(basis, indicator, shown) if period else ()
        blocks.append(Paragraph(say.joined(levels_sentence(basis, indicator, str(shown)), changes)))
    blocks += _measures(basis, period)
    blocks.append(Heading(1, say.text("letter.headings.requirements")))
    blocks += [Paragraph(say(f"letter.requirements.{place}")) for place in range(3)]
    blocks += [
        Paragraph((basis.catalog.deployment.name[basis.lang],), look="closing"),
        Paragraph(say("letter.day"), look="closing"),
    ]
    if period is not None:
        blocks.append(Heading(1, say.text("letter.headings.annex"), begins_page=True))
        blocks.append(level_table(basis, period, (basis.home, *basis.cities)))
    else:
        blocks += compose_lights(basis)
    title = say.text("letter.title", period=basis.when(shown))
    name = say.text("letter.masthead", **deployment(basis))
    return framed(basis, title, name, [*blocks, *compose_last_page(basis)], issue)


def _grounds(basis: Basis, period: Period | None) -> Parts:
    """依据: the rule of the levels, until when figures are known, and what a level is not."""
    known = basis.rows.build.as_of
    told = basis.say("letter.grounds", period=basis.when(period or basis.period))
    as_of = basis.say("letter.as_of", day=format_date(known, basis.lang)) if known else ()
    return basis.say.joined(rule_sentence(basis, period or basis.period), as_of, told)


def _measures(basis: Basis, period: Period | None) -> list[Block]:
    """What instruments in force allow for cities on level 1; whether to take it is for people to decide."""
    say = basis.say
    blocks: list[Block] = [Heading(1, say.text("letter.headings.measures"))]
    judged = judged_indicators(basis)
    worst: list[str] = []
    if period is not None and judged:
        for city in basis.cities:
            row = basis.level(judged[0].id, city.code, str(period))
            if row is not None and row.result == Result.LEVEL_1:
                worst.append(basis.name(city.code))
    blocks.append(Paragraph(say.counted("letter.worst", worst, len(basis.cities))))
    blocks.append(Paragraph(say("letter.measures")))
    return blocks
