"""Rows of a build → the document of a report: the bulletin in the order that official bulletins have."""

from collections.abc import Callable, Sequence
from datetime import date

from dashboard.format import format_date
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Contents, Paragraph, Parts
from dashboard.report.document import Document, Imprint, Masthead
from dashboard.report.issue import Issue
from dashboard.report.numbering import finished
from dashboard.report.periods import kind_of_issue
from dashboard.report.sections.annex import compose_annex, compose_last_page, latest_publication
from dashboard.report.sections.carbon import compose_carbon
from dashboard.report.sections.cases import compose_cases, compose_flag_annex
from dashboard.report.sections.data_notes import compose_data_notes
from dashboard.report.sections.diagnosis_tables import compose_diagnosis_annex, compose_diagnosis_summary
from dashboard.report.sections.dual_control import compose_dual_control
from dashboard.report.sections.gate import compose_gate
from dashboard.report.sections.gradient import compose_gradient
from dashboard.report.sections.overall import compose_overall
from dashboard.report.sections.points import compose_points
from dashboard.report.sections.structure import compose_structure
from dashboard.report.widths import TITLE_WIDTH, broken

_SECTIONS: tuple[Callable[[Basis], tuple[Block, ...]], ...] = (
    compose_overall,
    compose_diagnosis_summary,
    compose_dual_control,
    compose_carbon,
    compose_structure,
    compose_gradient,
    compose_gate,
    compose_cases,
    compose_data_notes,
    compose_diagnosis_annex,
    compose_annex,
    compose_flag_annex,
    compose_last_page,
)


def compose_report(basis: Basis, issue: Issue | None = None) -> Document:
    """The province bulletin of a period.

    Args:
        basis: rows, catalogue, period and language.
        issue: number, mark and state of the issue; a draft without a number unless given.

    Returns:
        the document; a section without data says so.
    """
    say = basis.say
    blocks: list[Block] = [*compose_points(basis), Paragraph(purpose(basis))]
    blocks.append(Contents(say.text("headings.contents")))
    for section in _SECTIONS:
        blocks.extend(section(basis))
    kind = kind_of_issue(basis.period)
    title = say.text("cover.title", home=basis.name(basis.home.code), period=basis.when(basis.period))
    name = say.text(f"cover.masthead.{kind}", **deployment(basis))
    return framed(basis, title, name, blocks, issue)


def of_one_region(basis: Basis, title: str, blocks: Sequence[Block], issue: Issue | None = None) -> Document:
    """A sheet about the region that the basis is about, set small.

    Args:
        basis: rows, catalogue, period, language and region.
        title: key of the title.
        blocks: what it says.
        issue: number, mark and state of the issue.
    """
    told = basis.say.text(title, region=basis.name(basis.region.code), period=basis.when(basis.period))
    name = basis.say.text("sheet.masthead", home=basis.name(basis.home.code))
    return framed(basis, told, name, blocks, issue, is_compact=True)


def framed(
    basis: Basis,
    title: str,
    name: str,
    blocks: Sequence[Block],
    issue: Issue | None,
    *,
    is_compact: bool = False,
) -> Document:
    """What every document has around its blocks; ``|`` is where a title may break, ``name`` heads page 1."""
    return Document(
        title=title.replace("|", ""),
        title_lines=broken(title, TITLE_WIDTH[is_compact]),
        subtitle="",
        masthead=masthead(basis, issue or Issue(), name),
        lang=basis.lang,
        blocks=finished(blocks, basis.say),
        imprint=imprint(basis),
        watermark=watermark(basis),
        is_compact=is_compact,
    )


def deployment(basis: Basis) -> dict[str, str]:
    """Name of the deployment, for titles."""
    return {"name": basis.catalog.deployment.name[basis.lang]}


def masthead(basis: Basis, issue: Issue, name: str) -> Masthead:
    """The head of the first page."""
    known = latest_publication(basis.rows.files)
    day = basis.rows.build.as_of
    shown = format_date(day, basis.lang) if day else _day(known, basis.lang)
    return Masthead(
        name=name,
        number=issue.number if issue.state == "issued" else basis.say.text(f"cover.state.{issue.state}"),
        day=basis.say.text("cover.day", day=shown),
        mark=issue.mark,
    )


def _day(text: str, lang: str) -> str:
    return format_date(date.fromisoformat(text), lang)


def imprint(basis: Basis) -> Imprint:
    """What identifies the edition."""
    build = basis.rows.build
    return Imprint(
        build_id=build.build_id,
        date=latest_publication(basis.rows.files),
        publisher=basis.catalog.deployment.name[basis.lang],
        subject=basis.say.text("cover.subject", period=basis.when(basis.period), build=build.build_id),
    )


def watermark(basis: Basis) -> str:
    """Words across every page of a demonstration."""
    words = basis.catalog.deployment.watermark
    return words[basis.lang] if words else ""


def purpose(basis: Basis) -> Parts:
    """What the report brings together, and that the regulation is a draft."""
    regulation = basis.catalog.regulation
    return basis.say(
        "cover.draft" if regulation.status == "draft" else "cover.in_force",
        home=basis.name(basis.home.code),
        count=len(basis.cities),
        period=basis.when(basis.period),
        regulation=regulation.title[basis.lang],
    )


def purpose_of_sheet(basis: Basis) -> Parts:
    """That a sheet decides nothing, that the regulation is a draft, and which build it was made from."""
    return basis.say(
        "sheet.purpose",
        regulation=basis.catalog.regulation.title[basis.lang],
        build=basis.rows.build.build_id,
    )
