"""Who may import whom; a broken arrow is a failing test, and a new package must be given its place."""

import re
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]

ONLY_IN = {
    "duckdb": ("etl.store",),
    "pydantic": ("dashboard.api", "dashboard.web.api_routes"),
    "python_calamine": ("etl.extract",),
    "pyspark": ("etl.spark.engine", "etl.spark.lake", "etl.spark.session"),
    "py4j": ("etl.spark.session",),
    "pyarrow": ("etl.spark.engine", "etl.spark.exchange"),
    "dash": (
        "dashboard.app",
        "dashboard.paper_app",
        "dashboard.routes",
        "dashboard.pages",
        "dashboard.components",
    ),
    "dash_mantine_components": (
        "dashboard.app",
        "dashboard.paper_app",
        "dashboard.pages",
        "dashboard.components",
    ),
    "dash_ag_grid": ("dashboard.app", "dashboard.paper_app", "dashboard.pages", "dashboard.components"),
    "sqlalchemy": (
        "dashboard.operational",
        "dashboard.auth",
        "dashboard.cases",
        "dashboard.registers",
        "dashboard.load_desk",
        "dashboard.upkeep",
        "dashboard.backup",
        "dashboard.doctor",
    ),
    "argon2": ("dashboard.auth",),
    "authlib": ("dashboard.auth",),
    "alembic": ("dashboard.operational",),
    "cryptography": ("dashboard.operational",),
    "prometheus_client": ("dashboard.web",),
    "pyrage": ("dashboard.backup",),
    "typer": (
        "etl.__main__",
        "etl.lake_commands",
        "etl.command_line",
        "dashboard.__main__",
        "dashboard.machine_commands",
    ),
}
DASHBOARD_MAY_USE = (
    "etl.store.difference",
    "etl.store.quality",
    "etl.store.quality_rows",
    "etl.store.read",
    "etl.store.rows",
    "etl.store.standings",
    "etl.store.working",
    "etl.catalog",
    "etl.model",
    "etl.plain_values",
    "etl.command_line",
    "etl.errors",
    "etl.settings",
    "etl.whole_file",
    "etl.assess",
    "etl.flag",
    # pure methods of single series, asked again for an earlier year; none of them reads a file or an array
    "etl.derive.finding.peaks",
    "etl.derive.finding.scenarios",
    "etl.derive.finding.years",
    "etl.derive.peak",
    "etl.derive.trend",
    # nothing is restored while a build is made
    "etl.pipeline.lock",
    # the workbook that people fill in, by the command line and by the page of a register
    "etl.publish.register_template",
    # who turns to a build, and the doctor, ask whether it is whole, as a build does before it is published
    "etl.pipeline.verify",
    # a restore waits for no build and lets none begin
    "etl.pipeline.lock",
    # sentences that the command line, the screen and the report share
    "etl.publish.flag_words",
    "etl.publish.scope_words",
    "etl.publish.score_lines",
    "etl.publish.score_targets",
    "etl.publish.verdict_lines",
    "etl.publish.formula_words",
    "etl.publish.challenge_words",
)


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("etl", "dashboard", include_external_packages=True, cache_dir=None)


def within(module, packages):
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_the_layers_hold():
    # in a process of its own: the checker configures logging and would silence every logger of this one
    checked = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_spoken_to_from_its_own_place_only(graph, library):
    users = graph.find_modules_that_directly_import(library) if library in graph.modules else set()

    assert {module for module in users if not within(module, ONLY_IN[library])} == set()


def test_the_guarded_libraries_are_really_used_where_they_may_be(graph):
    used = {library for library in ONLY_IN if library in graph.modules}

    assert {"duckdb", "dash", "typer", "sqlalchemy", "cryptography"} <= used


def test_the_model_knows_no_engine_and_no_file_reader(graph):
    found = {
        imported
        for module in graph.find_descendants("etl.model")
        for imported in graph.find_modules_directly_imported_by(module)
    }

    assert found & {"duckdb", "python_calamine", "yaml"} == set()


def test_the_dashboard_uses_of_the_loading_side_only_what_a_reader_needs(graph):
    dashboard = {"dashboard", *graph.find_descendants("dashboard")}
    used = {
        (module, imported)
        for module in dashboard
        for imported in graph.find_modules_directly_imported_by(module)
        if within(imported, ("etl",))
    }

    assert used
    assert {pair for pair in used if not within(pair[1], DASHBOARD_MAY_USE)} == set()


def test_figures_are_plain_dicts_because_graph_objects_cost_ten_times_the_time():
    heavy = re.compile(
        r"plotly\.(express|graph_objects|graph_objs)|import plotly\b|from plotly import (express|graph)"
    )
    sources = [*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "etl").rglob("*.py")]

    assert [path.name for path in sources if heavy.search(path.read_text(encoding="utf-8"))] == []


def test_pages_ask_only_the_queries_that_they_are_handed():
    # those of the panels know no reader: a page that keeps them shows one region's figures to another
    pages = (ROOT / "dashboard" / "pages").rglob("*.py")

    assert [
        path.name for path in pages if ".queries" in path.read_text("utf-8").replace("dashboard.queries", "")
    ] == []
