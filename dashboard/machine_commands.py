"""The commands of whoever keeps the machine: backup, restore, doctor. No logic."""

from pathlib import Path
from typing import Annotated

import typer

from etl.command_line import (
    BuildsOption,
    DataOption,
    DemoOption,
    LangOption,
    readable_errors,
    settings_of,
)

PassphraseOption = Annotated[
    Path | None, typer.Option("--passphrase-file", help="File with the pass phrase of the key.")
]


def add_to(app: typer.Typer) -> None:
    """Let a command line know them."""
    app.command("backup")(backup)
    app.command("backup-key")(backup_key)
    app.command("restore")(restore)
    app.command("doctor")(doctor)


def backup_key(file: Path, passphrase_file: PassphraseOption = None, lang: LangOption = "zh") -> None:
    """Make the key that opens backups; its public part is printed, and is all that the server needs."""
    from dashboard.backup import console, sealing  # noqa: PLC0415  serving pages does not need it

    with readable_errors(lang):
        recipient = sealing.new_key(file, console.read_passphrase(passphrase_file))
        for line in console.key_told(file, recipient, lang):
            typer.echo(line)


def backup(  # noqa: PLR0917  every parameter is an option, given by name
    file: Path,
    recipient: Annotated[
        str | None, typer.Option("--recipient", help="Public keys, by commas; unset: those of the settings.")
    ] = None,
    with_keys: Annotated[
        bool, typer.Option("--with-keys/--without-keys", help="The private keys of chain and sealed texts.")
    ] = True,
    lang: LangOption = "zh",
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
) -> None:
    """Write what cannot be made again into one encrypted file; exit code 1 if the chain is broken."""
    from dashboard.backup import console  # noqa: PLC0415  as above
    from dashboard.backup.make import make_backup  # noqa: PLC0415

    with readable_errors(lang):
        settings = settings_of(
            data_dir=data, build_dir=build_dir, demo=demo or None, backup_recipients=recipient
        )
        made = make_backup(settings, file, lang, with_keys=with_keys)
        for line in console.backup_told(made, settings, lang, with_keys=with_keys):
            typer.echo(line)
    raise typer.Exit(1 if made.findings else 0)


def restore(  # noqa: PLR0917  as above
    file: Path,
    key: Annotated[Path, typer.Option("--key", help="File of the key that opens it.")],
    passphrase_file: PassphraseOption = None,
    only_check: Annotated[
        bool, typer.Option("--check", help="Verify everything; nothing is put in place.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put aside what is there; the server must not run.")
    ] = False,
    despite_findings: Annotated[
        bool, typer.Option("--despite-findings", help="Though the chain in it does not verify.")
    ] = False,
    lang: LangOption = "zh",
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
) -> None:
    """Bring a deployment back from a backup: verified first, then whole or not at all."""
    from dashboard.backup import console  # noqa: PLC0415  as above
    from dashboard.backup.restore import restore as bring_back  # noqa: PLC0415

    with readable_errors(lang):
        settings = settings_of(data_dir=data, build_dir=build_dir, demo=demo or None)
        found = bring_back(
            settings,
            file,
            key,
            console.read_passphrase(passphrase_file),
            lang=lang,
            only_check=only_check,
            replace=replace,
            despite_findings=despite_findings,
        )
        for line in console.restore_told(found, settings, lang, only_check=only_check):
            typer.echo(line)


def doctor(
    is_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
    lang: LangOption = "zh",
    data: DataOption = None,
    build_dir: BuildsOption = None,
    demo: DemoOption = False,
) -> None:
    """Look at the installation and say what to do, a line each; exit code 1 if something is wrong."""
    from dashboard.doctor import command  # noqa: PLC0415  as above
    from dashboard.doctor.machine import ThisMachine  # noqa: PLC0415

    with readable_errors(lang):
        settings = settings_of(data_dir=data, build_dir=build_dir, demo=demo or None)
        findings = command.examine(settings, ThisMachine(), lang)
        told = [command.as_json(findings, lang)] if is_json else command.lines(findings, lang)
        for line in told:
            typer.echo(line)
    raise typer.Exit(0 if command.is_well(findings) else 1)
