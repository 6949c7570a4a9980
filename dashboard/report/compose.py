"""Rows of a build → the document of the province report, in the order that official bulletins have."""

from dataclasses import replace

from dashboard.report.basis import Basis
from dashboard.report.document import Block, Chart, Document, Imprint, Paragraph, Parts, Table
from dashboard.report.sections.annex import compose_annex, compose_last_page
from dashboard.report.sections.carbon import compose_carbon
from dashboard.report.sections.data_notes import compose_data_notes
from dashboard.report.sections.dual_control import compose_dual_control
from dashboard.report.sections.gate_and_cases import compose_cases, compose_gate
from dashboard.report.sections.gradient import compose_gradient
from dashboard.report.sections.overall import compose_overall
from dashboard.report.sections.structure import compose_structure
from dashboard.report.sentences import Sentences
from etl.store.rows import FileRow

_SECTIONS = (
    compose_overall,
    compose_dual_control,
    compose_carbon,
    compose_structure,
    compose_gradient,
    compose_gate,
    compose_cases,
    compose_data_notes,
    compose_annex,
    compose_last_page,
)


def compose_report(basis: Basis) -> Document:
    """The province report of a period.

    Args:
        basis: rows, catalogue, period and language.

    Returns:
        the document; a section without data says so.
    """
    blocks: list[Block] = [Paragraph(_purpose(basis))]
    for section in _SECTIONS:
        blocks.extend(section(basis))
    deployment, period = basis.catalog.deployment, basis.when(basis.period)
    return Document(
        title=basis.say.text("cover.title", name=deployment.name[basis.lang]),
        subtitle=basis.say.text("cover.subtitle", period=period),
        number=basis.say.text("cover.number"),
        lang=basis.lang,
        blocks=tuple(number_blocks(blocks, basis.say)),
        imprint=Imprint(
            build_id=basis.rows.build.build_id,
            date=latest_publication(basis.rows.files),
            publisher=deployment.name[basis.lang],
            subject=basis.say.text("cover.subject", period=period, build=basis.rows.build.build_id),
        ),
        watermark=deployment.watermark[basis.lang] if deployment.watermark else "",
    )


def number_blocks(blocks: list[Block], say: Sentences) -> list[Block]:
    """Tables and charts with their running numbers: ``表1　…``, ``图1　…``."""
    numbered: list[Block] = []
    tables = charts = 0
    for block in blocks:
        match block:
            case Table():
                tables += 1
                caption = say.text("numbering.table", number=tables, caption=block.caption)
                numbered.append(replace(block, caption=caption))
            case Chart():
                charts += 1
                caption = say.text("numbering.chart", number=charts, caption=block.title)
                numbered.append(replace(block, title=caption))
            case _:
                numbered.append(block)
    return numbered


def latest_publication(files: tuple[FileRow, ...]) -> str:
    """Day of the latest publication in the build, the only date that the files of a report carry.

    A publication dated to its year or month alone counts from the first day, so that no date lies ahead.
    """
    days = [(file.published + "-01-01")[:10] for file in files if file.used]
    return max(days, default="1980-01-01")


def _purpose(basis: Basis) -> Parts:
    regulation = basis.catalog.regulation
    return basis.say(
        "cover.draft" if regulation.status == "draft" else "cover.in_force",
        home=basis.name(basis.home.code),
        count=len(basis.cities),
        period=basis.when(basis.period),
        regulation=regulation.title[basis.lang],
    )
