"""Command line of the loading side: build, export, check, template, diff, explain. No logic."""

import gc
import os

if __name__ == "__main__":
    gc.disable()  # one command makes little that only a search for circles would let go of
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a second thread of numpy's only waits, and not idly

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from etl.catalog.catalog import Catalog
from etl.catalog.declared_by_day import catalog_of_build
from etl.catalog.load import load_catalog
from etl.command_line import (
    BuildsOption,
    DataOption,
    DemoOption,
    LangOption,
    end_process,
    new_app,
    progress_bar,
    readable_errors,
    run_app,
    settings_of,
)
from etl.engine_choice import engine_of
from etl.errors import LiaoningError, PeriodError, UsageError, say, told
from etl.lake_commands import app as lake_app
from etl.model.period import Period
from etl.pipeline.build import BuildSummary
from etl.pipeline.build import build as run_build
from etl.pipeline.switch_build import accepted_files, turn_to
from etl.settings import Settings
from etl.store.read import Warehouse, open_warehouse

STEP, FAULT = "step", "fault"
app = new_app("Load statistics, measure regions, publish a build.")
app.add_typer(lake_app, name="lake")


def read_settings(**options: Any) -> Settings:
    """The settings of this run.

    Raises:
        UsageError: a value does not fit, or there is no such folder of data.
    """
    settings = settings_of(**options)
    if not settings.data_dir.is_dir():
        raise UsageError(**told("no_data_folder", folder=settings.data_dir))
    return settings


def period_of(text: str) -> Period:
    """The period that an argument names.

    Raises:
        BadParameter: the text is no period.
    """
    try:
        return Period.parse(text)
    except PeriodError as error:
        raise typer.BadParameter(str(error)) from error


@app.command()
def build(
    *,
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="What was known on this day.")
    ] = None,
    accepted: Annotated[
        Path | None, typer.Option(help="Files of the load desk; unset: those accepted by now.")
    ] = None,
    engine: Annotated[
        Literal["duckdb", "spark"],
        typer.Option(help="Where figures are counted: in this process, or on Spark (extra [spark])."),
    ] = "duckdb",
    steps: Annotated[bool, typer.Option("--steps", help="Print each step as a line, for programs.")] = False,
    lang: LangOption = "en",
) -> None:
    """Load everything, measure it, and publish a new build; the current one stays if anything is wrong."""
    with readable_errors(lang), told_to_programs(is_wanted=steps), progress_bar() as shown:

        def report(step: str, done: int, of: int) -> None:
            shown(step, done, of)
            if steps:
                print(STEP, step, done, of, flush=True)

        settings = read_settings(data_dir=data, build_dir=build_dir, demo=demo or None)
        if settings.demo:
            from etl.demo.write import ensure_demo  # noqa: PLC0415  other builds need not wait for it

            report("demo", 0, 1)
            ensure_demo(settings.data_dir, settings.deployment_dir)
        known: date | None = as_of.date() if as_of else None
        files = accepted or accepted_files(settings.accepted)
        with engine_of(engine, settings) as chosen:
            summary = run_build(
                settings.deployment_dir,
                settings.builds,
                known,
                report,
                files,
                declared=settings.declared,
                engine=chosen,
            )
    print_summary(summary, lang)


@contextmanager
def told_to_programs(*, is_wanted: bool) -> Iterator[None]:
    """An error as a line of its own in both languages, before it ends the command."""
    try:
        yield
    except LiaoningError as error:
        if is_wanted:
            sentences = {each: error.say(each) for each in ("zh", "en")}
            print(FAULT, json.dumps(sentences, ensure_ascii=False), flush=True)
        raise


def print_summary(summary: BuildSummary, lang: str) -> None:
    """Warnings; rows in = kept + rejected + left out as declared, per source; then what came of them."""
    for warning in summary.warnings:
        typer.echo(warning.say(lang))
    for declared in summary.undated:
        typer.echo(say("counted_as_known", lang, declared=declared))
    for count in summary.counts:
        left_out = f" + {count.rows_left_out} left out" if count.rows_left_out else ""
        typer.echo(
            f"{count.source:32} {count.rows_in:>8} in = "
            f"{count.rows_kept} kept + {count.rows_rejected} rejected{left_out}"
        )
    typer.echo(
        f"{summary.values} values of {summary.indicators} indicators, {summary.regions} regions, "
        f"{summary.periods} periods; {summary.assessments} assessments, {summary.flags} flags, "
        f"{summary.challenges} challenges, {summary.notes} notes"
    )
    typer.echo(f"build {summary.build_id} {'published' if summary.is_new else 'unchanged, current'}")


def _current(data: Path | None, build_dir: Path | None, *, is_demo: bool) -> tuple[Path, Warehouse, Catalog]:
    """The current build: its folder, its warehouse, and the declarations that it was made by."""
    builds = read_settings(data_dir=data, build_dir=build_dir, demo=is_demo or None).builds
    warehouse = open_warehouse(builds)
    folder = builds / warehouse.build_id
    return folder, warehouse, catalog_of_build(folder, warehouse.build().as_of)


@app.command()
def publish(
    build_id: Annotated[str, typer.Argument(metavar="BUILD")],
    *,
    made_in: Annotated[Path | None, typer.Option("--from", help="The folder that it was made in.")] = None,
    accepted: Annotated[Path | None, typer.Option(help="Files of the load desk that it holds.")] = None,
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
    lang: LangOption = "en",
) -> None:
    """Make a finished build the current one, such as an earlier one; nothing is loaded."""
    with readable_errors(lang):
        settings = read_settings(data_dir=data, build_dir=build_dir, demo=demo or None)
        turn_to(settings.builds, build_id, made_in=made_in, accepted=accepted)
    typer.echo(f"build {build_id} current")


@app.command()
def export(
    build_id: Annotated[
        str | None, typer.Argument(metavar="[BUILD]", help="The build; unset: the current one.")
    ] = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder to write; must not exist yet.")],
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
    lang: LangOption = "en",
) -> None:
    """Write every table of a build as CSV, each figure with its cell and each value with its working."""
    from etl.pipeline.export import export_build  # noqa: PLC0415  other commands need not wait for it

    with readable_errors(lang):
        settings = read_settings(data_dir=data, build_dir=build_dir, demo=demo or None)
        exported, tables = export_build(settings.builds, build_id, out)
    typer.echo(f"{out}: {tables} tables of build {exported}")


@app.command()
def check(
    *,
    data: DataOption = None,
    demo: DemoOption = False,
    file: Annotated[Path | None, typer.Option(help="One file alone, wherever it lies.")] = None,
    source: Annotated[str | None, typer.Option(help="Source whose formats the file is read with.")] = None,
    published: Annotated[
        str | None,
        typer.Option(help="Day from which its figures count, for --report; unset: today."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write what was found in the file here as JSON, cell by cell.")
    ] = None,
    lang: LangOption = "en",
) -> None:
    """Check catalogue and files, or one file alone; writes nothing but the report that is asked for."""
    from etl.pipeline.check import check_delivery, check_one_file  # noqa: PLC0415  other commands need not wait for it
    from etl.pipeline.intake import write_intake  # noqa: PLC0415

    with readable_errors(lang):
        settings = read_settings(data_dir=data, demo=demo or None)
        data_dir = settings.deployment_dir
        if file is not None and report is not None:
            raise typer.Exit(0 if write_intake(data_dir, file, source, published, report) else 1)
        lines = (
            check_delivery(data_dir, accepted_files(settings.accepted))
            if file is None
            else check_one_file(data_dir, file, source)
        )
        for line in lines:
            typer.echo(line)


@app.command()
def template(
    name: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help="A source, SOURCE/FIRST_PERIOD, targets, registers/ID or catalogues/ID."
        ),
    ],
    *,
    out: Annotated[Path, typer.Option(help="The workbook to write (.xlsx).")],
    period: Annotated[
        Period | None, typer.Option(parser=period_of, help="The period that is to be filled in.")
    ] = None,
    region: Annotated[str | None, typer.Option(help="Code of the region whose parts have a row.")] = None,
    data: DataOption = None,
    demo: DemoOption = False,
    lang: LangOption = "en",
) -> None:
    """Write the workbook that a region fills in and the intake reads back."""
    from etl.pipeline.template import write_named_template  # noqa: PLC0415  it waits for a writer of workbooks

    with readable_errors(lang):
        data_dir = read_settings(data_dir=data, demo=demo or None).deployment_dir
        typer.echo(write_named_template(data_dir, name, out, period, region))


@app.command()
def diff(
    before: str,
    after: str,
    *,
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
    lang: LangOption = "en",
) -> None:
    """New, gone and changed figures between two builds, by source."""
    from etl.publish.difference import difference_lines  # noqa: PLC0415  other commands need not wait for it
    from etl.store.difference import compare_builds  # noqa: PLC0415

    with readable_errors(lang):
        builds = read_settings(data_dir=data, build_dir=build_dir, demo=demo or None).builds
        difference = compare_builds(open_warehouse(builds, before), open_warehouse(builds, after))
        for line in difference_lines(difference, load_catalog(builds / after), lang):
            typer.echo(line)


@app.command()
def explain(
    region: str,
    indicator: str,
    period: Annotated[Period, typer.Argument(parser=period_of)],
    *,
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
    lang: LangOption = "en",
) -> None:
    """The working of one number, down to cells."""
    from etl.publish.compared_lines import compared_lines  # noqa: PLC0415  other commands need not wait for it
    from etl.publish.explain import explain_lines  # noqa: PLC0415
    from etl.store.comparisons import read_compared  # noqa: PLC0415
    from etl.store.working import read_working  # noqa: PLC0415

    with readable_errors(lang):
        _, warehouse, catalog = _current(data, build_dir, is_demo=demo)
        working = read_working(warehouse, catalog, indicator, region, period)
        compared = read_compared(warehouse, indicator, region, period)
        for line in (
            *explain_lines(working, catalog, lang),
            *compared_lines(compared, catalog, indicator, lang),
        ):
            typer.echo(line)


@app.command(name="reassess")
def reassess_region(
    region: str,
    *,
    changes: Annotated[
        list[str], typer.Option("--set", help="A changed figure: SERIES@PERIOD=VALUE, in the series' unit.")
    ],
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
    lang: LangOption = "en",
) -> None:
    """What changed figures would make of a region's verdicts and flags, without loading anything again."""
    from etl.pipeline.changed import changed_figure, reassess_changed  # noqa: PLC0415  other commands need not wait for it
    from etl.publish.reassess_lines import Judgement, reassess_lines  # noqa: PLC0415

    with readable_errors(lang):
        folder, warehouse, catalog = _current(data, build_dir, is_demo=demo)
        found = reassess_changed(folder, catalog, region, [changed_figure(text) for text in changes])
        before = Judgement(warehouse.assessments(regions=[region]), warehouse.flags([region]))
        for line in reassess_lines(before, Judgement(*found.rows()), catalog, lang):
            typer.echo(line)


@app.command()
def match(
    *,
    out: Annotated[Path, typer.Option(help="Review file to write, CSV.")],
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
    lang: LangOption = "en",
) -> None:
    """Propose firms for the names of lists; a person confirms them in catalog/matches."""
    from etl.pipeline.matching import match_review  # noqa: PLC0415  it waits for a comparer of texts
    from etl.whole_file import written_whole  # noqa: PLC0415

    with readable_errors(lang):
        _, warehouse, catalog = _current(data, build_dir, is_demo=demo)
        review = match_review(warehouse, catalog)
        with written_whole(out) as draft:
            draft.write_text(review, encoding="utf-8-sig")
    typer.echo(f"{out}: {len(review.splitlines()) - 1} proposals to review")


@app.command()
def catalogue(
    workbook: Annotated[Path, typer.Argument(help="As template catalogues/ID wrote it, filled in.")],
    *,
    like: Annotated[str, typer.Option(help="Id of the declared catalogue whose document it is.")],
    out: Annotated[Path, typer.Option(help="The declaration to write (.yaml).")],
    complete: Annotated[
        bool, typer.Option("--complete", help="It holds every entry of the document.")
    ] = False,
    data: DataOption = None,
    demo: DemoOption = False,
    lang: LangOption = "en",
) -> None:
    """Make the declaration of a project catalogue from its workbook; it replaces the starter set."""
    from etl.pipeline.project_catalogue import write_catalogue  # noqa: PLC0415  other commands need not wait for it

    with readable_errors(lang):
        data_dir = read_settings(data_dir=data, demo=demo or None).deployment_dir
        typer.echo(write_catalogue(data_dir, like, workbook, out, is_complete=complete))


def main() -> int:
    """Run one command."""
    return run_app(app, "etl")


if __name__ == "__main__":
    end_process(main())
