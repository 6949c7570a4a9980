"""Command line of the pages and the report: serve, report. No logic."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from dashboard import builds, serving
from etl.errors import LiaoningError, UsageError
from etl.settings import Settings

app = typer.Typer(
    add_completion=False, help="Serve the pages of the current build; build first if there is none."
)

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder of the deployment: catalog/ and raw/.")
]
BuildsOption = Annotated[
    Path | None, typer.Option("--build-dir", help="Folder of the builds and the pointer.")
]
DemoOption = Annotated[bool, typer.Option("--demo", help="The synthetic demonstration province.")]
HostOption = Annotated[str | None, typer.Option("--host", help="Address to bind; loopback by default.")]
PortOption = Annotated[int | None, typer.Option("--port", help="Port to bind; 0 takes any free one.")]
PeriodOption = Annotated[str, typer.Option("--period", help="2023, 2023H1, 2023Q1-3, 2023M01-05 …")]
OutOption = Annotated[Path, typer.Option("--out", help="Folder of the files.")]
FormatsOption = Annotated[str, typer.Option("--format", help="docx, pdf, xlsx, separated by commas.")]
LangOption = Annotated[str, typer.Option("--lang", help="zh or en.")]
WorkersOption = Annotated[int | None, typer.Option("--workers", help="Server processes.")]


@contextmanager
def readable_errors() -> Iterator[None]:
    """Every error as one readable paragraph and its exit code, never a traceback."""
    try:
        yield
    except LiaoningError as error:
        typer.echo(error.say("en"), err=True)
        raise typer.Exit(error.exit_code) from error


@app.callback(invoke_without_command=True)
def default(  # noqa: PLR0917  every parameter is an option, given by name
    context: typer.Context,
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
    host: HostOption = None,
    port: PortOption = None,
    workers: WorkersOption = None,
) -> None:
    """Serve, unless another command is named."""
    if context.invoked_subcommand is None:
        serve(data, build_dir, demo, host, port, workers)


@app.command()
def serve(  # noqa: PLR0917  as above
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
    host: HostOption = None,
    port: PortOption = None,
    workers: WorkersOption = None,
) -> None:
    """Serve the pages; build first if there is no build yet."""
    with readable_errors():
        settings = read_settings(
            data_dir=data, build_dir=build_dir, demo=demo or None, host=host, port=port, workers=workers
        )
        if builds.is_build_needed(settings):
            typer.echo(f"No build in {settings.builds} yet; building from {settings.data_dir} now.")
            builds.run_build(settings)
        serving.serve(settings, application(settings), announce=lambda url: typer.echo(f"Serving {url}"))


@app.command()
def report(  # noqa: PLR0917  as above
    period: PeriodOption,
    out: OutOption,
    formats: FormatsOption = "docx,pdf,xlsx",
    lang: LangOption = "zh",
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
) -> None:
    """Write the report of the home region for a period from the current build."""
    from dashboard.report.command import run  # noqa: PLC0415  the pages do not need it

    with readable_errors():
        settings = read_settings(data_dir=data, build_dir=build_dir, demo=demo or None)
        for path in run(settings, period=period, formats=formats, out=out, lang=lang):
            typer.echo(str(path))


def read_settings(**options: Any) -> Settings:
    """The settings of this run.

    Raises:
        UsageError: a value does not fit; names the setting.
    """
    try:
        return Settings.read(os.environ, **options)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise UsageError(
            problem=f"Setting {name} is {first['input']!r}: {first['msg']}",
            action="See the settings in README.md",
        ) from error


def application(settings: Settings) -> Callable[[], serving.WsgiApp]:
    """Makes the application in the process that serves it; modules are loaded here, once for all."""
    # loading takes a second, which a usage error need not wait for
    from dashboard.app import create_app  # noqa: PLC0415
    from dashboard.queries import BuildQueries  # noqa: PLC0415

    def make() -> serving.WsgiApp:
        wsgi: serving.WsgiApp = create_app(BuildQueries(settings.builds), settings).server
        return wsgi

    return make


if __name__ == "__main__":
    app()
