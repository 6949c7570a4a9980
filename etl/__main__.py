"""Command line of the loading side: build, check, diff, explain. No logic."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from etl.catalog.load import load_catalog
from etl.errors import LiaoningError, UsageError
from etl.model.period import Period
from etl.pipeline.build import BuildSummary
from etl.pipeline.build import build as run_build
from etl.pipeline.check import check_delivery, check_one_file
from etl.publish.difference import compare_builds, difference_lines
from etl.publish.explain import explain_lines
from etl.settings import Settings
from etl.store.read import open_warehouse
from etl.store.working import read_working

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Load statistics, measure regions, publish a build."
)
DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder of the deployment: catalog/ and raw/.")
]
BuildsOption = Annotated[
    Path | None, typer.Option("--build-dir", help="Folder of the builds and the pointer.")
]
LangOption = Annotated[str, typer.Option("--lang", help="zh or en.")]


@contextmanager
def readable_errors(lang: str = "en") -> Iterator[None]:
    """Every error as one readable paragraph and its exit code, never a traceback."""
    try:
        yield
    except LiaoningError as error:
        typer.echo(error.say(lang), err=True)
        raise typer.Exit(error.exit_code) from error


def _settings(data: Path | None, build_dir: Path | None) -> Settings:
    return Settings.read(os.environ, data_dir=data, build_dir=build_dir)


@app.command()
def build(
    data: DataOption = None,
    build_dir: BuildsOption = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="What was known on this day.")
    ] = None,
    lang: LangOption = "en",
) -> None:
    """Load everything, measure it, and publish a new build; the current one stays if anything is wrong."""
    settings = _settings(data, build_dir)
    columns = (TextColumn("{task.description:>8}"), BarColumn(), TimeElapsedColumn())
    with readable_errors(lang), Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("start", total=1)

        def report(step: str, done: int, of: int) -> None:
            bar.update(task, description=step, completed=done, total=of)

        known: date | None = as_of.date() if as_of else None
        summary = run_build(settings.data_dir, settings.builds, known, report)
    print_summary(summary)


def print_summary(summary: BuildSummary) -> None:
    """Rows in = kept + rejected per source, then what came of them."""
    for count in summary.counts:
        typer.echo(
            f"{count.source:32} {count.rows_in:>8} in = "
            f"{count.rows_kept} kept + {count.rows_rejected} rejected"
        )
    typer.echo(
        f"{summary.values} values of {summary.indicators} indicators, {summary.regions} regions, "
        f"{summary.periods} periods; {summary.assessments} assessments, {summary.flags} flags, "
        f"{summary.challenges} challenges, {summary.notes} notes"
    )
    typer.echo(f"build {summary.build_id} {'published' if summary.is_new else 'unchanged, current'}")


@app.command()
def check(
    data: DataOption = None,
    file: Annotated[Path | None, typer.Option(help="One file alone, wherever it lies.")] = None,
    source: Annotated[str | None, typer.Option(help="Source whose formats the file is read with.")] = None,
    lang: LangOption = "en",
) -> None:
    """Check catalogue and files, or one file alone; writes nothing."""
    with readable_errors(lang):
        data_dir = _settings(data, None).data_dir
        lines = check_delivery(data_dir) if file is None else check_one_file(data_dir, file, source)
        for line in lines:
            typer.echo(line)


@app.command()
def diff(
    before: str, after: str, data: DataOption = None, build_dir: BuildsOption = None, lang: LangOption = "en"
) -> None:
    """New, gone and changed figures between two builds, by source."""
    with readable_errors(lang):
        builds = _settings(data, build_dir).builds
        for line in difference_lines(
            compare_builds(open_warehouse(builds, before), open_warehouse(builds, after))
        ):
            typer.echo(line)


@app.command()
def explain(
    region: str,
    indicator: str,
    period: str,
    *,
    data: DataOption = None,
    build_dir: BuildsOption = None,
    lang: LangOption = "en",
) -> None:
    """The working of one number, down to cells."""
    with readable_errors(lang):
        if lang not in {"zh", "en"}:
            raise UsageError(problem=f"Unknown language {lang!r}", action="Use zh or en")
        settings = _settings(data, build_dir)
        catalog = load_catalog(settings.data_dir)
        warehouse = open_warehouse(settings.builds)
        working = read_working(warehouse, catalog, indicator, region, Period.parse(period))
        for line in explain_lines(working, catalog, lang):
            typer.echo(line)


if __name__ == "__main__":
    app()
