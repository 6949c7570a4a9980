"""The command ``report``: open a build, compose, render, write the files. The only effects of the report."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from dashboard.queries import BuildQueries
from dashboard.report.basis import Basis
from dashboard.report.compose import compose_report
from dashboard.report.document import Document
from dashboard.report.rows import read_rows
from dashboard.report.workings import read_places, with_workings
from dashboard.text import LANGS
from etl.errors import PeriodError, UsageError
from etl.model.period import Period, PeriodKind
from etl.settings import Settings

Renderer = Callable[[Document], bytes]
FORMATS: Final = ("docx", "pdf", "xlsx")


def run(
    settings: Settings, *, period: str, formats: str = "docx,pdf,xlsx", out: Path, lang: str = "zh"
) -> tuple[Path, ...]:
    """Write the province report of a period from the current build.

    Args:
        settings: where the builds are.
        period: a period of the grammar, such as ``2023`` or ``2023M01-05``; no span of years.
        formats: ``docx``, ``pdf``, ``xlsx``, separated by commas.
        out: folder of the files; made if it is not there.
        lang: ``zh`` or ``en``.

    Returns:
        the files written, in the order of the formats.

    Raises:
        UsageError: unknown period, format or language, or a character that no font can draw.
        BuildError: there is no build.
    """
    chosen, wanted = read_period(period), read_formats(formats)
    if lang not in LANGS:
        raise UsageError(problem=f"Unknown language {lang!r}", action="Use --lang zh or --lang en")
    queries = BuildQueries(settings.builds)
    basis = Basis(read_rows(queries, queries.catalog, chosen), queries.catalog, chosen, lang)
    document = compose_report(basis)
    document = with_workings(document, basis, read_places(queries, basis, document))
    rendered = [(name, renderer_of(name)(document)) for name in wanted]  # all or nothing is written
    out.mkdir(parents=True, exist_ok=True)
    stem = f"{basis.home.code}_{period_in_file_name(chosen)}_{lang}"
    return tuple(write_atomically(out / f"{stem}.{name}", content) for name, content in rendered)


def read_period(text: str) -> Period:
    """The period of a report.

    Raises:
        UsageError: the text is no period, or a span of years.
    """
    try:
        period = Period.parse(text)
    except PeriodError as error:
        raise UsageError(
            problem=f"Unknown period {text!r}",
            action="Use 2023, 2023H1, 2023Q1, 2023Q1-3, 2023M05 or 2023M01-05",
        ) from error
    if period.kind is PeriodKind.SPAN:
        raise UsageError(
            problem=f"A report covers a year or a part of one, not {text}", action="Use --period 2023"
        )
    return period


def read_formats(text: str) -> tuple[str, ...]:
    """The formats asked for, each once.

    Raises:
        UsageError: an unknown format, or none.
    """
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise UsageError(
            problem=f"Unknown format {', '.join(unknown) or text!r}",
            action="Use --format docx, pdf, xlsx or several separated by commas",
        )
    return names


def period_in_file_name(period: Period) -> str:
    """The period as part of a file name."""
    return str(period).replace("/", "-")


def renderer_of(name: str) -> Renderer:
    """The function that writes a format; its libraries are loaded only if it is asked for."""
    match name:
        case "docx":
            from dashboard.report.word import render_word  # noqa: PLC0415

            return render_word
        case "pdf":
            from dashboard.report.pdf import render_pdf  # noqa: PLC0415

            return render_pdf
        case _:
            from dashboard.report.excel import render_excel  # noqa: PLC0415

            return render_excel


def write_atomically(path: Path, content: bytes) -> Path:
    """Write a file so that nobody ever sees half of it."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
    return path
