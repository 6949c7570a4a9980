"""六、项目源头管控: what the register of projects says of the period, decisions that need a second look."""

from collections.abc import Iterable, Sequence
from typing import Final

from dashboard.format import DASH, format_number
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Figure, Heading, Paragraph, Parts, Table, Trace
from dashboard.report.rows import PROJECT_REGISTER
from dashboard.report.sentences import Fact
from dashboard.views.latest import lies_within
from dashboard.views.project_register import APPROVED, ProjectLine, read_project

_CLASSES: Final = ("鼓励", "允许", "限制", "淘汰")
_DECISIONS: Final = ("同意", "不予办理", "退回补正", "办理中")
_MOST_ROWS: Final = 14
_LENGTH_OF_MONTH: Final = len("2025-01")


def compose_gate(basis: Basis) -> tuple[Block, ...]:
    """Section 六: counts of the period; the register is filled by people, an empty one says nothing."""
    heading = Heading(1, basis.say.text("headings.gate"))
    projects = projects_of(basis)
    if not projects:
        return (heading, Paragraph(basis.say("gate.nothing", period=basis.when(basis.period))))
    blocks: list[Block] = [heading, Paragraph(_counts(basis, projects)), _table(basis, projects)]
    suspicious = [project for project in projects if project.needs_a_look]
    blocks.append(Paragraph(basis.say.counted("gate.look", [one.name for one in suspicious], len(projects))))
    if suspicious:
        blocks.append(_look_table(basis, suspicious[:_MOST_ROWS]))
    return tuple(blocks)


def projects_of(basis: Basis, code: str = "") -> tuple[ProjectLine, ...]:
    """Projects filed within the report's period, of a region and those below it if given."""
    found = (read_project(row) for row in basis.rows.projects)
    return tuple(
        project
        for project in found
        if project is not None and _is_within(basis, project) and (not code or _lies_in(basis, project, code))
    )


def _is_within(basis: Basis, project: ProjectLine) -> bool:
    year, month = project.filed[:_LENGTH_OF_MONTH].split("-")
    return lies_within(f"{year}M{month}", basis.period)


def _lies_in(basis: Basis, project: ProjectLine, code: str) -> bool:
    region = basis.catalog.regions.get(project.region)
    return region is not None and basis.catalog.descends_from(region, code)


def _counts(basis: Basis, projects: Sequence[ProjectLine]) -> Parts:
    two_high = [project for project in projects if project.is_two_high]
    facts: dict[str, Fact] = {
        "period": basis.when(basis.period),
        "count": _count(basis, projects, "all"),
        "two_high": _count(basis, two_high, "two_high"),
        "energy": _energy(basis, two_high),
        "approved": _count(basis, [one for one in projects if one.decision == APPROVED], "approved"),
    }
    return basis.say("gate.counts", **facts)


def _count(basis: Basis, projects: Sequence[ProjectLine], name: str) -> Figure:
    return basis.computed(len(projects), basis.say.text("gate.unit"), 0, _traces(basis, projects, name))


def _energy(basis: Basis, projects: Sequence[ProjectLine]) -> Figure:
    total = sum(project.energy_tce for project in projects) / 10_000
    return basis.computed(
        total, basis.say.text("gate.energy_unit"), 2, _traces(basis, projects, "energy_tce")
    )


def _traces(basis: Basis, projects: Iterable[ProjectLine], name: str) -> tuple[Trace, ...]:
    """The count or sum over the register: one trace for the whole of it."""
    chosen = tuple(projects)
    value = sum(one.energy_tce for one in chosen) if name == "energy_tce" else float(len(chosen))
    return (Trace(f"record.{PROJECT_REGISTER}", name, basis.region.code, str(basis.period), value),)


def _table(basis: Basis, projects: Sequence[ProjectLine]) -> Table:
    columns = (
        basis.column("catalogue_class", share=1.2),
        basis.column("projects", is_numeric=True),
        basis.column("two_high", is_numeric=True),
        *(basis.column(f"decision_{place}", is_numeric=True) for place in range(len(_DECISIONS))),
    )
    rows = [
        _class_row(basis, name, [one for one in projects if one.catalogue_class == name]) for name in _CLASSES
    ]
    rows.append(_class_row(basis, "", projects))
    return Table(
        name="projects",
        caption=basis.say.text("gate.table", period=basis.when(basis.period)),
        columns=columns,
        rows=tuple(rows),
        notes=(basis.note("gate.table_note"),),
    )


def _class_row(basis: Basis, name: str, projects: Sequence[ProjectLine]) -> tuple[Cell, ...]:
    counts = (
        len(projects),
        sum(project.is_two_high for project in projects),
        *(sum(project.decision == decision for project in projects) for decision in _DECISIONS),
    )
    title = basis.say.text(f"gate.class.{_CLASSES.index(name)}" if name else "gate.all")
    return (Cell(title), *(Cell(format_number(count), float(count)) for count in counts))


def _look_table(basis: Basis, projects: Sequence[ProjectLine]) -> Table:
    return Table(
        name="projects_to_check",
        caption=basis.say.text("gate.look_table", period=basis.when(basis.period)),
        columns=(
            basis.column("region", share=1.0),
            basis.column("project", share=2.6),
            basis.column("catalogue_class", share=0.9),
            basis.column("kind", share=0.8),
            basis.column("energy", unit=basis.say.text("gate.tce"), is_numeric=True, share=0.9),
            basis.column("filed", share=1.1),
        ),
        rows=tuple(
            (
                Cell(basis.short(project.region) if project.region in basis.catalog.regions else DASH),
                Cell(project.name),
                Cell(project.catalogue_class),
                Cell(project.kind),
                Cell(format_number(project.energy_tce, 1), project.energy_tce, 1),
                Cell(project.filed),
            )
            for project in projects
        ),
        notes=(basis.note("gate.look_note"),),
    )
