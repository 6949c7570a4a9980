"""Readings of key energy users → county-months → a file for ``raw/``, whichever engine adds them up."""

import calendar
import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import yaml

from etl.catalog.catalog import Catalog
from etl.errors import ConservationError, SourceFileError, told
from etl.extract.raw_files import META_SUFFIX
from etl.model.reading import (
    IN_PLACE,
    LAKE_FILE,
    CountyMonth,
    EnergyFactor,
    Lake,
    Outcome,
    OutcomeCount,
    RejectedReading,
    RolledUp,
)
from etl.model.unit import Unit
from etl.plain_values.fault import DeclarationError, Fault
from etl.store.lake import roll_up_statements

COLUMNS: Final = (
    "region_code", "period", "value", "unit", "bound", "published", "readings", "users_due", "users_read",
    "hours_lacking", "rejected",
)  # fmt: skip
"""Headings of the file; its format is in docs/spark.md."""
NOT_READ: Final = "…"
"""Stands for the amount of a county-month of which nothing was read."""

_FACTOR_TYPES: Final = {"energy": "VARCHAR", "unit": "VARCHAR", "tce": "DECIMAL(18,10)"}
_DAY_TYPES: Final = {"month": "VARCHAR", "on_day": "DATE"}
_KILOGRAMS: Final = Decimal(1000)
_TWO_COUNTIES: Final = """
    SELECT enterprise FROM (SELECT u.enterprise, d.on_day FROM day_of d JOIN key_user u
        ON d.on_day >= u.valid_from AND (u.valid_to IS NULL OR d.on_day < u.valid_to))
    GROUP BY enterprise, on_day HAVING count(*) > 1 ORDER BY enterprise LIMIT 1
"""


class LakeReader(Protocol):
    """An engine that speaks SQL over the Parquet files of a lake."""

    def declaration(self) -> str:
        """The text of ``lake.yaml``."""

    def open(self, known_by: date) -> None:
        """Name the tables ``reading`` and ``key_user``; readings that arrived later are passed over."""

    def create(self, name: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """A small table beside the lake's own."""

    def run(self, statement: str) -> None:
        """Run a statement that answers nothing."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer to a query."""


class Delivery(NamedTuple):
    """What a roll-up wrote, and what it found."""

    file: Path
    rejected: Path
    found: RolledUp


def deliver_roll_up(
    reader: LakeReader, catalog: Catalog, out: Path, name: str, as_of: date | None
) -> Delivery:
    """Roll a lake up and write the file for ``raw/`` with its meta, and beside it the rejected readings.

    Args:
        reader: the engine.
        catalog: energy carriers, units, and whether this is a demonstration.
        out: folder for ``<source>/key_users_<day>.csv`` and ``rejected_<day>.csv``.
        name: how messages call the lake.
        as_of: pass over readings that arrived later; None for all.

    Raises:
        SourceFileError: the lake is declared wrongly, holds readings of another nature, or a firm is in the
            register of two counties at once.
        ConservationError: a reading was lost or counted twice.
    """
    lake = _declared(reader, name)
    known_by = min(as_of or lake.complete_to, lake.complete_to)
    reader.open(known_by)
    _refuse_other_nature(reader, lake, catalog, name)
    found = roll_up(reader, catalog, name)
    folder = out / lake.source
    folder.mkdir(parents=True, exist_ok=True)
    file, rejected = folder / f"key_users_{known_by}.csv", out / f"rejected_{known_by}.csv"
    _write(file, COLUMNS, (_row(each, known_by) for each in found.county_months))
    _write(rejected, RejectedReading._fields, found.rejected)
    _write_meta(file, lake, known_by)
    return Delivery(file, rejected, found)


def roll_up(reader: LakeReader, catalog: Catalog, name: str) -> RolledUp:
    """County-months of an opened lake, and what became of every reading.

    Raises:
        SourceFileError: a firm is in the register of two counties at once.
        ConservationError: a reading was lost or counted twice.
    """
    ((readings,),) = reader.rows("SELECT count(*) FROM reading")
    months = sorted(month for (month,) in reader.rows("SELECT DISTINCT month FROM reading"))
    reader.create("factor", _FACTOR_TYPES, energy_factors(catalog))
    reader.create("day_of", _DAY_TYPES, [day for month in months for day in _days(month)])
    if doubled := reader.rows(_TWO_COUNTIES):
        raise SourceFileError(file=name, **told("lake_two_counties", enterprise=doubled[0][0]))
    for statement in roll_up_statements():
        reader.run(statement)
    found = RolledUp(
        tuple(CountyMonth(*row) for row in reader.rows("SELECT * FROM county_month")),
        tuple(OutcomeCount(*row) for row in reader.rows("SELECT * FROM outcome_count")),
        tuple(RejectedReading(*row) for row in reader.rows("SELECT * FROM rejected_reading")),
    )
    _refuse_loss(found, readings, name)
    return found


def energy_factors(catalog: Catalog) -> list[EnergyFactor]:
    """Tonnes of coal equivalent per unit of every energy carrier, for every spelling of every unit of it."""
    units: dict[str, Unit] = {word: catalog.units[unit] for word, unit in catalog.unit_by_word.items()}
    return [
        EnergyFactor(energy.id, word, unit.factor_to(own) * energy.kgce / _KILOGRAMS)
        for energy in catalog.coal_equivalents.values()
        for own in (catalog.units[energy.unit],)
        for word, unit in units.items()
        if unit.converts_to(own)
    ]


def outcome_totals(found: RolledUp) -> dict[str, int]:
    """How many readings had each outcome, in the order of :class:`~etl.model.reading.Outcome`."""
    totals = dict.fromkeys(map(str, Outcome), 0)
    for each in found.outcomes:
        totals[each.outcome] += each.readings
    return {outcome: count for outcome, count in totals.items() if count}


def _declared(reader: LakeReader, name: str) -> Lake:
    try:
        return Lake.read(yaml.safe_load(reader.declaration()))
    except (yaml.YAMLError, DeclarationError) as error:
        first = error.faults[0] if isinstance(error, DeclarationError) else Fault((), None, str(error))
        fault = told("wrong_meta", place=first.dotted, fault=first.expected)
        raise SourceFileError(file=f"{name}/{LAKE_FILE}", **fault) from error


def _refuse_other_nature(reader: LakeReader, lake: Lake, catalog: Catalog, name: str) -> None:
    """Real and invented readings never meet, nor do those of the lake and the deployment."""
    found = {nature for (nature,) in reader.rows("SELECT DISTINCT nature FROM reading")}
    is_demo = catalog.deployment.nature == "demonstration"
    if found - {lake.nature.value} or (lake.nature.value == "demonstration") != is_demo:
        natures = ", ".join(sorted(map(str, found | {lake.nature.value})))
        kind = catalog.deployment.nature
        raise SourceFileError(file=name, **told("lake_nature", found=natures, expected=kind))


def _refuse_loss(found: RolledUp, readings: int, name: str) -> None:
    totals = outcome_totals(found)
    counted, in_place = totals.get(Outcome.COUNTED, 0), sum(totals.get(each, 0) for each in IN_PLACE)
    rejected = sum(totals.values()) - counted - in_place
    if counted + in_place + rejected != readings or rejected != len(found.rejected):
        raise ConservationError(
            stage="roll_up", source=name, rows_in=readings, kept=counted, rejected=len(found.rejected),
            left_out=in_place,
        )  # fmt: skip


def _days(month: str) -> list[tuple[str, date]]:
    year, number = map(int, month.split("-"))
    return [(month, date(year, number, day + 1)) for day in range(calendar.monthrange(year, number)[1])]


def _row(each: CountyMonth, known_by: date) -> tuple[object, ...]:
    """A county-month as one line: a sum of which anything is lacking is told as a lower bound."""
    amount = NOT_READ if each.tce is None else f"{each.tce.normalize():f}"
    bound = "" if each.is_whole or each.tce is None else "at_least"
    return (
        each.county, f"{each.month[:4]}M{each.month[5:]}", amount, "tce", bound, each.known_from or known_by,
        each.counted, each.users_due, each.users_read, each.hours_lacking, each.rejected,
    )  # fmt: skip


def _write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


def _write_meta(file: Path, lake: Lake, known_by: date) -> None:
    meta = {
        "source": lake.source,
        "publisher": lake.publisher,
        "published": known_by.isoformat(),
        "licence": lake.licence,
        "citation": lake.watermark or lake.publisher,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
    text = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False)
    file.with_name(file.name + META_SUFFIX).write_text(text, encoding="utf-8")
