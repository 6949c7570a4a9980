"""Command line of the lake: invented readings, and readings added up to county-months. No logic."""

import gc
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from etl.catalog.load import load_catalog
from etl.command_line import DataOption, DemoOption, LangOption, new_app, readable_errors, settings_of
from etl.errors import say
from etl.settings import Settings

if TYPE_CHECKING:
    from etl.pipeline.roll_up import Delivery
    from etl.spark.lake import SparkLake
    from etl.store.lake import DuckDBLake

app = new_app("Readings of key energy users in a lake of Parquet files (docs/spark.md).")


@app.command()
def demo(
    lake: Annotated[Path, typer.Argument(help="Folder to write.")],
    *,
    users: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many key energy users.")] = 300,
    months: Annotated[int, typer.Option(min=1, max=60, help="How many months.")] = 12,
    hourly: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the users whose electricity is read by the hour.")
    ] = 0.1,
    data: DataOption = None,
    lang: LangOption = "en",
) -> None:
    """Write invented readings, watermarked, with the faults that real ones have."""
    from etl.demo.declared import load_declared  # noqa: PLC0415  other commands need not wait for it
    from etl.demo.readings import write_demo_lake  # noqa: PLC0415

    with readable_errors(lang):
        catalog = load_catalog(settings_of(data_dir=data).data_dir)
        written = write_demo_lake(lake, catalog, load_declared(), users=users, months=months, hourly=hourly)
    typer.echo(f"{lake}: {written} invented readings of {users} users in {months} months")


@app.command(name="roll-up")
def roll_up(
    lake: Annotated[str, typer.Argument(help="Folder of the lake; for Spark any address that it can reach.")],
    *,
    out: Annotated[Path, typer.Option(help="Folder for the file of county-months and for the rejects.")],
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="What had arrived by this day.")
    ] = None,
    engine: Annotated[Literal["duckdb", "spark"], typer.Option(help="What adds them up.")] = "duckdb",
    data: DataOption = None,
    demo: DemoOption = False,
    lang: LangOption = "en",
) -> None:
    """Add readings up to county-months: a file for raw/, and a list of every reading that was rejected."""
    from etl.pipeline.roll_up import deliver_roll_up  # noqa: PLC0415  other commands need not wait for it

    with readable_errors(lang):
        settings = settings_of(data_dir=data, demo=demo or None)
        catalog = load_catalog(settings.deployment_dir)
        day = as_of.date() if as_of else None
        with _reader(engine, lake, settings) as reader:
            delivery = deliver_roll_up(reader, catalog, out, lake, day)
    _print(delivery, lang)


def _reader(engine: str, lake: str, settings: Settings) -> "DuckDBLake | SparkLake":
    if engine == "duckdb":
        from etl.store.lake import DuckDBLake  # noqa: PLC0415  nor for it

        return DuckDBLake(lake)
    from etl.spark.lake import SparkLake  # noqa: PLC0415  Spark is an extra

    gc.enable()  # what Java holds for Python is let go of with it
    return SparkLake(lake, settings.spark_master)


def _print(delivery: "Delivery", lang: str) -> None:
    """Readings in = counted + another one in their place + rejected, by outcome; then what was written."""
    from etl.pipeline.roll_up import outcome_totals  # noqa: PLC0415

    totals = outcome_totals(delivery.found)
    typer.echo(f"{sum(totals.values())} readings = " + " + ".join(
        f"{count} {say(f'outcome_{outcome}', lang)}" for outcome, count in totals.items()))  # fmt: skip
    whole = sum(each.is_whole for each in delivery.found.county_months)
    typer.echo(
        say("roll_up_written", lang, rows=len(delivery.found.county_months), whole=whole, file=delivery.file)
    )
    typer.echo(say("roll_up_rejected", lang, rows=len(delivery.found.rejected), file=delivery.rejected))
