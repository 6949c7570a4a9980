"""What the command lines share: their options, and errors as one readable paragraph with an exit code."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NoReturn

import typer

from etl.errors import LiaoningError, UsageError, storage_error
from etl.plain_values.fault import DeclarationError
from etl.settings import Settings

INTERRUPTED: Final = 130
"""Exit code of a command that a person ended, as shells give it."""

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder of the deployment: catalog/ and raw/.")
]
BuildsOption = Annotated[
    Path | None, typer.Option("--build-dir", help="Folder of the builds and the pointer.")
]
DemoOption = Annotated[bool, typer.Option("--demo", help="The synthetic demonstration province.")]
LangOption = Annotated[Literal["zh", "en"], typer.Option("--lang", help="zh or en.")]


def new_app(summary: str) -> typer.Typer:
    """A command line that prints plain text: no boxes, no completion, no decorated tracebacks."""
    return typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help=summary
    )


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Shows a person the step of a long command, how many of its parts are done, and how many there are."""
    if not sys.stderr.isatty():
        yield lambda step, done, of: None
        return
    from rich.console import Console  # noqa: PLC0415  nobody else need wait for it
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description:>8}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("start", total=1)
        yield lambda step, done, of: bar.update(task, description=step, completed=done, total=of)


@contextmanager
def readable_errors(lang: str = "en") -> Iterator[None]:
    """Every error as one readable paragraph and its exit code.

    Args:
        lang: ``en`` or ``zh``.
    """
    try:
        yield
    except LiaoningError as error:
        typer.echo(error.say(lang), err=True)
        raise typer.Exit(error.exit_code) from error
    except BrokenPipeError:  # whoever reads along has enough (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes nowhere
        raise typer.Exit from None
    except OSError as error:
        known = storage_error(error)
        told = (
            known.say(lang)
            if known
            else f"{error.filename}: {error.strerror}. Check the path and its permissions."
        )
        typer.echo(told, err=True)
        raise typer.Exit(1) from error


def settings_of(**options: Any) -> Settings:
    """The settings of this run.

    Raises:
        UsageError: a value does not fit; names the setting.
    """
    try:
        return Settings.read(os.environ, **options)
    except DeclarationError as error:
        first = error.faults[0]
        raise UsageError(
            problem=f"Setting {first.dotted} is {first.found!r}: expected {first.expected}",
            action="See the settings in README.md",
        ) from error


def run_app(app: typer.Typer, module: str) -> int:
    """Run one command; wrong usage is one readable paragraph too.

    Args:
        app: the command line.
        module: what a person types after ``python -m``.

    Returns:
        the exit code.
    """
    try:
        return app(standalone_mode=False) or 0
    except typer.Abort:
        return INTERRUPTED
    except typer.TyperException as error:
        typer.echo(f"{error.format_message().rstrip('.')}. See: python -m {module} --help", err=True)
        return error.exit_code


def end_process(code: int) -> NoReturn:
    """End the process without taking it apart: the system takes back what it leaves, in no time.

    Where Spark was in use (it searches for garbage) or output cannot be written, Python ends it and says so.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)
    if gc.isenabled():
        sys.exit(code)
    os._exit(code)
