"""The whole demonstration in memory: catalogue, files, faults. Pure; ``write`` puts it on disk."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.demo import catalogue
from etl.demo.declared import Declared, Return
from etl.demo.economy import simulate
from etl.demo.enterprises import Register, build_register
from etl.demo.figures import Figures
from etl.demo.geography import Geography, geography_of
from etl.demo.ground import Planted
from etl.demo.layouts import format_of_register, format_of_return
from etl.demo.makes import SeriesRow
from etl.demo.planting import plant_faults
from etl.demo.projects import build_projects
from etl.demo.quantities import build_quantities
from etl.demo.refused import Refusal, refused_files
from etl.demo.registers import (
    EVENT_COLUMNS,
    PROJECT_COLUMNS,
    TITLE_COLUMNS,
    event_files,
    project_files,
    title_files,
)
from etl.demo.tables import DemoFile, Words, long_file, table_file
from etl.demo.timetable import issues_of

_REGISTER_COLUMNS = {
    "demo_enterprise_titles": ("enterprise_title", TITLE_COLUMNS),
    "demo_enterprise_events": ("enterprise_event", EVENT_COLUMNS),
    "demo_projects": ("investment_project", PROJECT_COLUMNS),
}


class Demonstration(Struct, frozen=True):
    """Everything that the generator makes.

    Attributes:
        declarations: content of catalogue files by their path below ``catalog/``.
        files: files of ``raw/``, in order of source and name.
        planted: faults in them.
        refused: files of ``inbox/``.
    """

    geography: Geography
    figures: Figures
    register: Register
    declarations: dict[str, Any]
    files: tuple[DemoFile, ...]
    planted: tuple[Planted, ...]
    refused: tuple[Refusal, ...]


def generate(catalog: Catalog, declared: Declared, *, with_faults: bool = True) -> Demonstration:
    """Make the demonstration.

    Args:
        catalog: the real catalogue: its regions, series and units are the demonstration's too.
        declared: what the demonstration is made of.
        with_faults: leave the planted faults out to see what they hide.
    """
    geography = geography_of(catalog)
    words = catalogue.words_of(catalog)
    register = build_register(declared, geography)
    model = simulate(declared.province, geography)
    quantities = build_quantities(declared.province, geography, declared.series, model)
    figures = Figures(declared, geography, quantities, register.count)
    files = [*_returns(declared, figures, words), *title_files(register), *event_files(register)]
    files += project_files(build_projects(declared, geography, register.firms), geography)
    refused = refused_files(
        *(_newest(files, source) for source in ("demo_quarterly", "demo_energy", "demo_enterprise_titles"))
    )
    planted = plant_faults(declared, geography, files) if with_faults else []
    return Demonstration(
        geography,
        figures,
        register,
        dict(_declarations(catalog, declared, words)),
        tuple(sorted(files, key=lambda file: (file.source, file.name))),
        tuple(planted),
        tuple(refused),
    )


def rows_of(declared: Declared, one: Return) -> tuple[SeriesRow, ...]:
    """The series of a return, in the order of the table."""
    return tuple(row for row in declared.series.values() if one.id in row.returns)


def _returns(declared: Declared, figures: Figures, words: Words) -> Iterator[DemoFile]:
    for one in declared.returns.values():
        rows = rows_of(declared, one)
        for issue in issues_of(one, declared.province):
            make = long_file if one.layout == "long" else table_file
            yield make(one, issue, rows, figures, words)


def _newest(files: list[DemoFile], source: str) -> DemoFile:
    return max((file for file in files if file.source == source), key=lambda file: file.published)


def _declarations(catalog: Catalog, declared: Declared, words: Words) -> Iterator[tuple[str, Any]]:
    home = catalog.home.code
    first = str(declared.province.history_from)
    yield "deployment.yaml", catalogue.deployment(catalog)
    yield "sources.yaml", catalogue.sources(catalog, declared)
    yield "targets/demonstration.yaml", list(catalogue.targets(declared, home))
    reported = {one.id: rows_of(declared, one) for one in declared.returns.values()}
    yield "returns.yaml", list(catalogue.returns_due(declared, reported))
    yield "peak_plans.yaml", catalogue.peak_plans(declared, home)
    yield "rules/adoptions.yaml", catalogue.adoption(declared, home)
    yield "rules/scoring/energy_demonstration.yaml", catalogue.scoring(catalog, declared, home)
    for one in declared.returns.values():
        layout = format_of_return(one, rows_of(declared, one), catalog, words)
        yield f"formats/{one.id}/{first}.yaml", layout
    for source, (register_id, columns) in _REGISTER_COLUMNS.items():
        yield f"formats/{source}/{first}.yaml", format_of_register(source, register_id, columns)
