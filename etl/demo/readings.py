"""Invented readings of key energy users by month and hour, with the faults that real ones have."""

import calendar
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import yaml

from etl.catalog.catalog import Catalog
from etl.columns import Coded, Columns, together
from etl.demo.catalogue import LICENCE, WATERMARK
from etl.demo.chance import stream
from etl.demo.credit_code import demo_credit_code
from etl.demo.declared import Declared
from etl.demo.geography import geography_of
from etl.demo.timetable import data_date
from etl.model.reading import LAKE_FILE, READING_TYPES
from etl.store.lake import write_readings, write_users

SOURCE: Final = "demo_key_users"
_CARRIERS: Final = (
    ("electricity", "万千瓦时", 320.0),
    ("raw_coal", "吨", 900.0),
    ("natural_gas", "万立方米", 25.0),
)
"""Energy carrier, unit that firms report it in, and a middling amount of a month."""
_SHARE_CORRECTED, _SHARE_DOUBLED, _SHARE_LOST, _SHARE_WRONG = 0.02, 0.01, 0.005, 0.002
_RETURN_DAY = 8
_NATURE: Final = "demonstration"


def write_demo_lake(
    lake: Path, catalog: Catalog, declared: Declared, *, users: int, months: int, hourly: float
) -> int:
    """Write the lake of a demonstration.

    Args:
        lake: its folder; what was there of the same months is replaced.
        catalog: regions of the province.
        declared: the seed and the last month.
        users: how many key energy users.
        months: how many months, up to the last of the demonstration.
        hourly: share of the users whose electricity is read by the hour.

    Returns:
        how many readings were written.
    """
    counties = geography_of(catalog).counties
    chance = stream(declared.province.seed, "key users")
    firms = [demo_credit_code(number) for number in range(users)]
    places = chance.integers(len(counties), size=users)
    write_users(
        lake,
        Columns(
            {
                "enterprise": Coded.of(firms),
                "county": Coded(places.astype(np.int32), counties),
                "valid_from": np.full(users, np.datetime64("2020-01-01", "s")),
                "valid_to": np.full(users, np.datetime64("NaT", "s")),
            }
        ),
    )
    written = 0
    for year, month in _months(
        declared.province.last_month.end_year, declared.province.last_month.end_month, months
    ):
        own = stream(declared.province.seed, f"readings {year}-{month}")
        made = _month(tuple(firms), year, month, int(users * hourly), own)
        write_readings(lake, f"{year}-{month:02d}", made)
        written += made.size
    declaration = {
        "source": SOURCE,
        "publisher": "演示节能监测平台",
        "licence": LICENCE["zh"],
        "nature": _NATURE,
        "complete_to": data_date(declared.province),
        "watermark": WATERMARK["zh"],
    }
    text = yaml.safe_dump(declaration, allow_unicode=True, sort_keys=False)
    (lake / LAKE_FILE).write_text(text, encoding="utf-8")
    return written


def _months(year: int, month: int, count: int) -> Iterator[tuple[int, int]]:
    """So many months up to one, the first one first."""
    last = year * 12 + month - 1
    for number in range(last - count + 1, last + 1):
        yield number // 12, number % 12 + 1


def _month(
    firms: tuple[str, ...], year: int, month: int, hourly: int, chance: np.random.Generator
) -> Columns:
    """All readings of a month: returns of it, electricity of the first firms by the hour, and faults."""
    days = calendar.monthrange(year, month)[1]
    first = np.datetime64(date(year, month, 1), "s")
    everyone = np.arange(len(firms), dtype=np.int32)
    parts = [
        _readings(firms, everyone[hourly if each[0] == "electricity" else 0 :], first, chance, carrier=each)
        for each in _CARRIERS
    ]
    if hourly:
        hours = days * 24
        who = np.repeat(everyone[:hourly], hours)
        begins = np.tile(first + np.arange(hours) * np.timedelta64(3600, "s"), hourly)
        energy, unit, usual = _CARRIERS[0]
        carrier = (energy, unit, usual / hours)
        parts.append(_readings(firms, who, begins, chance, carrier=carrier, span="hour"))
    return _with_faults(together(parts), first + np.timedelta64(days, "D"), chance)


def _readings(
    firms: tuple[str, ...],
    who: np.ndarray,
    begins: np.ndarray | np.datetime64,
    chance: np.random.Generator,
    *,
    carrier: tuple[str, str, float],
    span: str = "month",
) -> Columns:
    size, (energy, unit, usual) = len(who), carrier
    amounts = np.round(usual * np.exp(chance.normal(0, 0.6, size)), 4)
    starts = np.broadcast_to(np.asarray(begins, dtype="datetime64[s]"), (size,)).copy()
    return Columns(
        {
            "enterprise": Coded(who, firms),
            "energy": Coded.all_alike(energy, size),
            "begins": starts,
            "span": Coded.all_alike(span, size),
            "quantity": amounts,
            "unit": Coded.all_alike(unit, size),
            "edition": np.ones(size, dtype=np.int32),
            "received": starts.astype("datetime64[D]").astype("datetime64[s]"),
            "nature": Coded.all_alike(_NATURE, size),
        }
    )


def _with_faults(rows: Columns, after: np.datetime64, chance: np.random.Generator) -> Columns:
    """Some readings are lost, some doubled or corrected a month later, some wrong in a way that is seen."""
    is_month = rows.coded("span").is_word("month")
    arrived = np.where(is_month, after + np.timedelta64(_RETURN_DAY - 1, "D"), rows.array("received"))
    rows = rows.with_columns(received=arrived)
    rows = rows.take(chance.random(rows.size) >= _SHARE_LOST)
    amounts = rows.array("quantity").copy()
    wrong = chance.random(rows.size) < _SHARE_WRONG
    amounts[wrong] = -amounts[wrong]
    rows = rows.with_columns(quantity=amounts)
    doubled = rows.take(chance.random(rows.size) < _SHARE_DOUBLED)
    corrected = rows.take(chance.random(rows.size) < _SHARE_CORRECTED)
    corrected = corrected.with_columns(
        quantity=np.round(np.abs(corrected.array("quantity")) * 1.05, 4),
        edition=np.full(corrected.size, 2, dtype=np.int32),
        received=np.full(corrected.size, after + np.timedelta64(12, "D")),
    )
    return together([each.with_columns(**{name: each[name] for name in READING_TYPES}) for each in
                     (rows, doubled, corrected)])  # fmt: skip
