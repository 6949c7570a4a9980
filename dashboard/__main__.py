"""Command line of the pages and the report: serve, report. No logic."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a second thread of numpy's only waits, and not idly

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from dashboard import builds, machine_commands, serving
from etl.command_line import (
    BuildsOption,
    DataOption,
    DemoOption,
    LangOption,
    new_app,
    readable_errors,
    run_app,
    settings_of,
)
from etl.errors import UsageError
from etl.settings import Settings

app = new_app("Serve the pages of the current build; build first if there is none.")

HostOption = Annotated[str | None, typer.Option("--host", help="Address to bind; loopback by default.")]
PortOption = Annotated[int | None, typer.Option("--port", help="Port to bind; 0 takes any free one.")]
PeriodOption = Annotated[str, typer.Option("--period", help="2023, 2023H1, 2023Q1-3, 2023M01-05 …")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Folder of the files.")]
FormatsOption = Annotated[str, typer.Option("--format", help="docx, pdf, xlsx, separated by commas.")]
WorkersOption = Annotated[int | None, typer.Option("--workers", help="Server processes.")]


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
        settings = settings_of(
            data_dir=data, build_dir=build_dir, demo=demo or None, host=host, port=port, workers=workers
        )
        if builds.is_build_needed(settings):
            typer.echo(f"No build in {settings.builds} yet; building from {settings.data_dir} now.")
            builds.run_build(settings)
        serving.serve(
            settings,
            application(settings),
            announce=lambda url: typer.echo(f"Serving {url}"),
            read_modules=read_modules,
        )


reports = new_app("Write reports of a period, check whether a file is one, make an archived one again.")
app.add_typer(reports, name="report")


@reports.callback(invoke_without_command=True)
def report(  # noqa: PLR0917  as above
    context: typer.Context,
    period: PeriodOption = "",
    out: OutOption = None,
    formats: FormatsOption = "docx,pdf,xlsx",
    lang: LangOption = "zh",
    kind: Annotated[str, typer.Option("--kind", help="bulletin, letter, sheet or annex.")] = "bulletin",
    region: Annotated[str, typer.Option("--region", help="City or county of a sheet or annex.")] = "",
    all_regions: Annotated[
        bool, typer.Option("--all-regions", help="A sheet or annex for every city and county.")
    ] = False,
    mark: Annotated[str, typer.Option("--mark", help="Mark of classification; unset: the settings'.")] = "",
    cases: Annotated[Path | None, typer.Option("--cases", help="Record of cases at a cut-off.")] = None,
    as_of: Annotated[str, typer.Option("--as-of", help="Only what was known on that day.")] = "",
    mail: Annotated[str, typer.Option("--mail", help="Addresses to send each report to, by commas.")] = "",
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
) -> None:
    """Write reports of a period from the current build, unless another command is named."""
    if context.invoked_subcommand is not None:
        return
    from dashboard.report.command import run  # noqa: PLC0415  the pages do not need it
    from dashboard.report.stopping import stopped_by_signal  # noqa: PLC0415

    def tell() -> None:
        typer.echo("Stopping after the report that is being made.", err=True)

    with readable_errors(), stopped_by_signal(tell) as is_stopped:
        if not period or out is None:
            raise UsageError(problem="A report needs a period and a folder", action="Use --period and --out")
        settings = settings_of(data_dir=data, build_dir=build_dir, demo=demo or None)
        paths = run(
            settings,
            is_stopped=is_stopped,
            period=period,
            formats=formats,
            out=out,
            lang=lang,
            kind=kind,
            region=region,
            all_regions=all_regions,
            mark=mark,
            cases=cases,
            as_of=as_of,
            mail=mail,
            progress=(lambda line: typer.echo(line, err=True)) if all_regions else None,
        )
        for path in paths:
            typer.echo(str(path))


@reports.command("verify")
def verify_report(
    file: Path, data: DataOption = None, build_dir: BuildsOption = None, demo: DemoOption = False
) -> None:
    """Say whether a file is a report of the archive; exit code 2 where no run printed it."""
    from dashboard.report.command import verify  # noqa: PLC0415

    with readable_errors():
        typer.echo(verify(settings_of(data_dir=data, build_dir=build_dir, demo=demo or None), file))


@reports.command("again")
def report_again(
    run_id: str, data: DataOption = None, build_dir: BuildsOption = None, demo: DemoOption = False
) -> None:
    """Make an archived run again from its pinned build and compare the bytes; exit code 1 if any differ."""
    from dashboard.report.command import make_again  # noqa: PLC0415

    with readable_errors():
        found, same = make_again(settings_of(data_dir=data, build_dir=build_dir, demo=demo or None), run_id)
        for name, is_same in same.items():
            typer.echo(f"{name}: {'identical' if is_same else 'DIFFERS'}")
    if not all(same.values()):
        typer.echo(f"The program or its fonts have changed since run {found.run_id}.", err=True)
        raise typer.Exit(1)


@reports.command("work", hidden=True)
def work_on_reports(
    job: str, data: DataOption = None, build_dir: BuildsOption = None, demo: DemoOption = False
) -> None:
    """Make the reports of a job that somebody asked for on the page."""
    from dashboard.report.work import work  # noqa: PLC0415

    with readable_errors():
        work(settings_of(data_dir=data, build_dir=build_dir, demo=demo or None), job)


@reports.command("list")
def list_reports(data: DataOption = None, build_dir: BuildsOption = None, demo: DemoOption = False) -> None:
    """List the archived runs."""
    from dashboard.report.command import archived  # noqa: PLC0415

    with readable_errors():
        for line in archived(settings_of(data_dir=data, build_dir=build_dir, demo=demo or None)):
            typer.echo(line)


desk = new_app("The load desk works in the background.")
app.add_typer(desk, name="desk", hidden=True)


@desk.callback()
def load_desk() -> None:
    """What the load desk does beside the server."""


@desk.command("work")
def work_on_upload(
    upload: int, data: DataOption = None, build_dir: BuildsOption = None, demo: DemoOption = False
) -> None:
    """Read, publish or take out a file that somebody brought to the load desk."""
    from dashboard.load_desk.background_process import work  # noqa: PLC0415  the pages do not need it
    from dashboard.operational.store import office_of  # noqa: PLC0415

    with readable_errors():
        settings = settings_of(data_dir=data, build_dir=build_dir, demo=demo or None)
        work(settings, office_of(settings), upload)


users = new_app("Who may sign in: add, disable, list.")
app.add_typer(users, name="user")


@users.command("add")
def add_user(  # noqa: PLR0917  as above
    name: str,
    display_name: Annotated[str, typer.Option("--display-name", help="How screens name them.")] = "",
    department: Annotated[str, typer.Option("--department")] = "",
    is_founder: Annotated[bool, typer.Option("--admin", help="One of the first two administrators.")] = False,
    role: Annotated[str | None, typer.Option("--role", help="Proposed; a person accepts it.")] = None,
    region: Annotated[str, typer.Option("--region", help="Where the role holds; unset: everywhere.")] = "",
    sources: Annotated[str, typer.Option("--sources", help="A department's sources, by commas.")] = "",
    identity: Annotated[str, typer.Option("--identity", help="Subject at the identity service.")] = "",
    data: DataOption = None,
    demo: DemoOption = False,
) -> None:
    """Add a user; a first password is printed once and must be changed."""
    from dashboard.auth import console  # noqa: PLC0415  serving pages does not need it
    from dashboard.operational.store import office_of  # noqa: PLC0415

    with readable_errors():
        settings = settings_of(data_dir=data, demo=demo or None)
        grant = console.grant_of(role, region, sources)
        known_as = (settings.identity_issuer, identity) if identity else None
        about = {"display_name": display_name, "department": department}
        for line in console.add(
            office_of(settings), name, **about, is_founder=is_founder, grant=grant, identity=known_as
        ):
            typer.echo(line)


@users.command("disable")
def disable_user(
    name: str,
    reason: Annotated[str, typer.Option("--reason", help="Stands in the chain.")],
    data: DataOption = None,
    demo: DemoOption = False,
) -> None:
    """Let a user in no more; their sessions end at once."""
    from dashboard.auth import console  # noqa: PLC0415  serving pages does not need it
    from dashboard.operational.store import office_of  # noqa: PLC0415

    with readable_errors():
        typer.echo(console.disable(office_of(settings_of(data_dir=data, demo=demo or None)), name, reason))


@users.command("list")
def list_users(data: DataOption = None, demo: DemoOption = False) -> None:
    """Every user with their roles, and what waits for a second person."""
    from dashboard.auth import console  # noqa: PLC0415  serving pages does not need it
    from dashboard.operational.store import office_of  # noqa: PLC0415

    with readable_errors():
        for line in console.listed(office_of(settings_of(data_dir=data, demo=demo or None))):
            typer.echo(line)


cases = new_app("The chain of what people did: export it, verify it.")
app.add_typer(cases, name="cases")


@cases.command("export")
def export_cases(
    out: Annotated[Path, typer.Option("--out", help="Folder to write; must not exist yet.")],
    data: DataOption = None,
    demo: DemoOption = False,
) -> None:
    """Write every event and attachment with a verifier that needs nothing but Python."""
    from dashboard.operational.export import export_chain  # noqa: PLC0415  serving pages does not need it
    from dashboard.operational.store import office_of  # noqa: PLC0415

    with readable_errors():
        head = export_chain(office_of(settings_of(data_dir=data, demo=demo or None)), out)
        typer.echo(f"{out}: {head.sequence} events. Head {head}, key {head.signer}.")


@cases.command("pack")
def pack_cases(  # noqa: PLR0917  as above
    out: Annotated[Path, typer.Option("--out", help="Zip to write; must not exist yet.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")],
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
) -> None:
    """Pack log, decisions, rights, rules and versions of a period for an auditor, with a manifest."""
    from dashboard.cases.pack import write_pack  # noqa: PLC0415  serving pages does not need it
    from dashboard.operational.store import office_of  # noqa: PLC0415

    with readable_errors():
        settings = settings_of(data_dir=data, build_dir=build_dir, demo=demo or None)
        head = write_pack(office_of(settings), settings.builds, first.date(), last.date(), out)
        typer.echo(f"{out}: {head.sequence} events. Head {head}, key {head.signer}.")


@cases.command("record")
def record_cases(
    out: Annotated[Path, typer.Option("--out", help="File to write; must not exist yet.")],
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
) -> None:
    """Write all cases as they stand now, for `report --cases`."""
    from dashboard.build_queries import open_build  # noqa: PLC0415
    from dashboard.operational.store import office_of  # noqa: PLC0415  serving pages does not need it
    from dashboard.report.recorded_cases import write_record  # noqa: PLC0415
    from etl.model.work_calendar import working_days  # noqa: PLC0415

    with readable_errors():
        settings = settings_of(data_dir=data, build_dir=build_dir, demo=demo or None)
        build = open_build(settings.builds)
        build.warehouse.close()
        is_working_day = working_days(build.catalog.work_calendars.values())
        record = write_record(office_of(settings), is_working_day, out)
        typer.echo(f"{out}: {len(record.cases)} cases. Head {record.head}.")


@cases.command("verify")
def verify_cases(
    folder: Annotated[Path | None, typer.Argument(help="An exported folder; unset: the live store.")] = None,
    head: Annotated[str | None, typer.Option("--head", help="Head as printed in a report.")] = None,
    lang: LangOption = "zh",
    data: DataOption = None,
    demo: DemoOption = False,
) -> None:
    """Check every hash, link, signature and attachment; exit code 1 if anything is wrong."""
    from dashboard.operational import export  # noqa: PLC0415  serving pages does not need it
    from dashboard.operational.store import office_of  # noqa: PLC0415

    with readable_errors(lang):
        export.check_printed_head(head)
        if folder is not None:
            told, is_good = export.verify_folder(folder, lang, head)
        else:
            office = office_of(settings_of(data_dir=data, demo=demo or None))
            told, is_good = export.verify_store(office, lang, head)
            office.close()
    for sentence in told:
        typer.echo(sentence)
    raise typer.Exit(0 if is_good else 1)


machine_commands.add_to(app)


def application(settings: Settings) -> Callable[[], serving.WsgiApp]:
    """Makes the application in the process that serves it: an open database must not be shared."""

    def make() -> serving.WsgiApp:
        from dashboard.deployment import make_app  # noqa: PLC0415  reports and the other commands do not need it

        wsgi: serving.WsgiApp = make_app(settings).server
        return wsgi

    return make


def read_modules() -> None:
    """Read the application's modules. None of them starts a thread.

    A process copied from one with threads may wait for ever for a lock that one of those held.
    """
    import dashboard.deployment  # noqa: F401, PLC0415  as above


if __name__ == "__main__":
    sys.exit(run_app(app, "dashboard"))
