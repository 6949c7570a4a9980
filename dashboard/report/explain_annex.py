"""The annex that explains a region's verdicts to it: formula with its numbers, cells, what would turn it."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from dashboard.format import DASH, MINUS, format_number, format_quantity, format_signed, points
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Figure, Heading, Note, Paragraph, Parts, Table, Trace
from dashboard.report.compose import of_one_region, purpose_of_sheet
from dashboard.report.document import Document
from dashboard.report.facts import facts_of
from dashboard.report.issue import Issue
from dashboard.report.sections.assessed import rate_figure, scope_words, target_figure
from dashboard.report.sections.barometer import barometer_period, judged_indicators
from dashboard.report.sections.cases import flag_table, standing_flags
from dashboard.report.sections.diagnosis_tables import diagnosis_blocks
from dashboard.report.sections.dual_control import INTENSITY_PLAN
from dashboard.report.sections.plan import plan_rows, plan_sentence
from dashboard.views.explain import challenge_sentence
from dashboard.views.targets import cited_document
from etl.errors import say
from etl.model.formula_text import number_text
from etl.model.sheet import cell_name
from etl.model.vocabulary import Result
from etl.store.rows import AssessmentRow
from etl.store.working import Working, WorkingInput

_ID: Final = re.compile(r"[a-z][a-z0-9_]+")


def explained(basis: Basis) -> list[tuple[str, str]]:
    """Indicator and period of every verdict that the annex explains."""
    period = barometer_period(basis)
    found = [(one.id, str(period)) for one in judged_indicators(basis)] if period else []
    plan = plan_rows(basis, INTENSITY_PLAN, (basis.region,)) if basis.has(INTENSITY_PLAN) else []
    return [*found, *((row.indicator, row.period) for row in plan[:1])]


def compose_explanation(basis: Basis, workings: Sequence[Working], issue: Issue | None = None) -> Document:
    """The annex of the region that the basis is about.

    Args:
        basis: rows, catalogue, period, language and region.
        workings: the working of every pair of ``explained``, in order.
        issue: number, mark and state of the issue.
    """
    say_, region = basis.say, basis.region
    blocks: list[Block] = [
        Paragraph(say_("explain.opening", region=basis.name(region.code))),
        Paragraph(say_("explain.reply")),
        Note(purpose_of_sheet(basis)),
    ]
    if not workings:
        blocks.append(Paragraph(say_("explain.nothing", period=basis.when(basis.period))))
    for place, working in enumerate(workings):
        blocks += _one(basis, working, place)
    flags = standing_flags(basis, region.code)
    if flags:
        blocks += [Heading(1, say_.text("explain.headings.flags")), flag_table(basis, flags)]
    diagnosis = diagnosis_blocks(basis, region.code)
    if diagnosis:
        blocks += [Heading(1, say_.text("explain.headings.diagnosis")), *diagnosis]
    return of_one_region(basis, "explain.title", blocks, issue)


def _one(basis: Basis, working: Working, place: int) -> list[Block]:
    period = basis.when(working.period)
    heading = basis.say.text("explain.heading", name=basis.title(working.indicator), period=period)
    blocks: list[Block] = [Heading(1, heading)]
    judged = [row for row in working.assessments if row.kind in {"barometer", "path", "target"}]
    blocks += [Paragraph(parts) for row in judged[:2] for parts in (_verdict(basis, row),) if parts]
    blocks.append(Paragraph(_formula(basis, working)))
    blocks.append(_inputs(basis, working, place))
    blocks += [
        Paragraph((challenge_sentence(basis.catalog, row, basis.lang),))
        for row in working.challenges
        if row.severity == "challenge"
    ]
    return blocks


def _formula(basis: Basis, working: Working) -> Parts:
    """The formula in the names of its figures and with their numbers; a published figure has none."""
    if not working.with_numbers:
        return basis.say("explain.published")
    return basis.say(
        "explain.formula",
        formula=_ID.sub(partial(_named, basis), working.formula),
        numbers=working.with_numbers,
    )


def _named(basis: Basis, found: re.Match[str]) -> str:
    known = basis.catalog.indicators.get(found[0]) or basis.catalog.series.get(found[0])
    return known.name[basis.lang] if known else found[0]


def _verdict(basis: Basis, row: AssessmentRow) -> Parts:
    if row.reason is not None:
        return basis.say("explain.unassessed", reason=say(f"unassessed_{row.reason}", basis.lang))
    if row.kind != "barometer":
        return basis.say.joined(
            plan_sentence(basis, row),
            _result(basis, row),
            _turn(basis, row),
        )
    rule = basis.catalog.barometer_rules.get(row.rule or "")
    told = basis.say(
        "explain.level",
        actual=rate_figure(basis, row),
        scope=scope_words(basis, row),
        target=target_figure(basis, row),
        result=say(f"result_{row.result}", basis.lang),
        rule=rule.name[basis.lang] if rule else DASH,
        document=basis.say.text("list.between").join(one.number for one in rule.documents) if rule else DASH,
        target_document=cited_document(basis.catalog, row.target_document, basis.lang) or DASH,
    )
    return basis.say.joined(told, _turn(basis, row))


def _result(basis: Basis, row: AssessmentRow) -> Parts:
    """The result; a stretch target that was missed is no miss."""
    if row.target_nature == "stretch" and row.result == Result.NOT_MET:
        return basis.say("explain.beyond")
    return basis.say("explain.result", result=say(f"result_{row.result}", basis.lang))


def _turn(basis: Basis, row: AssessmentRow) -> Parts:
    """At which value the verdict would turn, and how far away that is."""
    turn = facts_of(row.facts).get("turn") or {}
    written = format_signed if basis.indicator(row.indicator).display.signed else format_number

    def figure(name: str, text: str) -> Figure:
        trace = Trace("assessment.turn", row.indicator, row.region, row.period, turn[name])
        return Figure(text, turn[name], (trace,))

    told = [
        basis.say(
            f"explain.turn.{way}",
            at=figure(f"{way}_at", f"{written(turn[f'{way}_at'], 2)}%"),
            by=figure(
                f"{way}_by", format_quantity(abs(turn[f"{way}_by"]), points(basis.lang), basis.lang, 2)
            ),
            to=say(f"result_{turn[f'{way}_to']}", basis.lang),
        )
        for way in ("up", "down")
        if f"{way}_at" in turn
    ]
    return basis.say.joined(*told)


def _inputs(basis: Basis, working: Working, place: int) -> Table:
    lines = list(_lines(basis, working.inputs, 0))
    return Table(
        name=f"inputs_{place}",
        caption=basis.say.text("explain.inputs", name=basis.title(working.indicator)),
        columns=(
            basis.column("indicator", share=2.2),
            basis.column("period", share=1.2),
            basis.column("this", is_numeric=True, share=1.2),
            basis.column("source", share=2.0),
            basis.column("cell", share=2.2),
        ),
        rows=tuple(lines) or ((Cell(DASH),) * 5,),
        notes=(basis.note("explain.inputs_note"),) if place == 0 else (),
    )


def _lines(basis: Basis, inputs: Sequence[WorkingInput], depth: int) -> Iterator[tuple[Cell, ...]]:
    for one in inputs:
        known = basis.catalog.indicators.get(one.name) or basis.catalog.series[one.name]
        used = next((row for row in one.observations if row.vintage == 1), None)
        cell = used.cell if used else None
        place = f"{PurePosixPath(cell.file).name} {cell_name(cell.row, cell.column)}" if cell else DASH
        unit = basis.catalog.units[one.unit].sign[basis.lang]
        value = DASH if one.value is None else f"{number_text(one.value).replace('-', MINUS)} {unit}"
        yield (
            Cell("　" * depth + known.name[basis.lang]),
            Cell(basis.when(one.period)),
            Cell(value),
            Cell(basis.catalog.sources[used.source].title[basis.lang] if used else DASH),
            Cell(place),
        )
        if one.working is not None:
            yield from _lines(basis, one.working.inputs, depth + 1)
