"""Readings of key energy users → county-months: amounts by GB/T 2589-2020, every reading with an outcome."""

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from etl.errors import SourceFileError
from etl.extract.limited import WorkbookReader
from etl.extract.read import read_sheets
from etl.model.format import Format
from etl.model.loaded import RawFile
from etl.model.series import Series
from etl.model.source import FileMeta
from etl.pipeline.roll_up import deliver_roll_up, outcome_totals
from etl.stage.stage import stage_sheet
from etl.store.lake import DuckDBLake
from tests.key_users import COAL, ELECTRICITY, FACTORY, KILN, MILL, SHENHE, TIEXI, hour, month, write_lake

DOCS = Path(__file__).parents[3] / "docs" / "spark.md"


@pytest.fixture
def rolled(tmp_path, shipped_catalog):
    """Roll the readings up and give what was found."""

    def run(readings, as_of=None, **lake):
        write_lake(tmp_path / "lake", readings, **lake)
        with DuckDBLake(str(tmp_path / "lake")) as reader:
            return deliver_roll_up(reader, shipped_catalog, tmp_path / "out", "lake", as_of)

    return run


def of(delivery, county, at="2026-01"):
    (found,) = [each for each in delivery.found.county_months if (each.county, each.month) == (county, at)]
    return found


def test_amounts_are_added_in_coal_equivalent_with_the_coefficients_of_the_standard(rolled):
    # GB/T 2589-2020: 0.1229 kgce per kWh, 0.7143 kgce per kg of raw coal
    found = of(rolled([month(FACTORY, ELECTRICITY, "100.5"), month(MILL, COAL, "900")]), SHENHE)

    assert found.tce == Decimal("100.5") * Decimal("1.229") + 900 * Decimal("0.7143")
    assert (found.users_due, found.users_read, found.is_whole) == (2, 2, True)


def test_a_correction_counts_from_its_arrival_and_the_month_before_it_can_be_made_again(rolled):
    readings = [
        month(KILN, COAL, "10"),
        month(KILN, COAL, "11", edition=2, received="2026-03-20"),
    ]
    before, after = (of(rolled(readings, as_of), TIEXI) for as_of in (date(2026, 3, 1), date(2026, 4, 1)))

    assert (before.tce, before.known_from) == (Decimal("7.143"), date(2026, 2, 8))
    assert (after.tce, after.known_from) == (Decimal("7.8573"), date(2026, 3, 20))


def test_a_month_returned_whole_stands_before_its_hours(rolled):
    hours = [hour(KILN, ELECTRICITY, "0.5", f"2026-01-01 {at:02d}:00") for at in range(24)]
    delivery = rolled([*hours, month(KILN, ELECTRICITY, "400")])

    assert of(delivery, TIEXI).tce == 400 * Decimal("1.229")
    assert outcome_totals(delivery.found) == {"counted": 1, "covered_by_month": 24}


def test_lacking_hours_are_counted_and_make_the_sum_a_lower_bound(rolled):
    hours = [
        hour(KILN, ELECTRICITY, "1", f"2026-01-{day:02d} {at:02d}:00")
        for day in range(1, 32)
        for at in range(24)
    ]
    whole, short = of(rolled(hours), TIEXI), of(rolled(hours[:-3]), TIEXI)

    assert (whole.tce, whole.hours_lacking, whole.is_whole) == (744 * Decimal("1.229"), 0, True)
    assert (short.hours_lacking, short.is_whole) == (3, False)


def test_every_reading_has_one_outcome_and_each_rejected_one_is_listed_with_its_reason(rolled):
    sound = month(FACTORY, ELECTRICITY, "1")
    delivery = rolled(
        [
            sound,
            sound,
            month(MILL, COAL, "5"),
            month(MILL, COAL, "6"),
            month("91210100UNKNOWN999", COAL, "1"),
            month(KILN, ("moonlight", "吨"), "1"),
            month(KILN, COAL, "1", unit="立方米"),
            month(KILN, COAL, "-1"),
            month(KILN, COAL, None, edition=2),
            month(KILN, ELECTRICITY, "1", "2026-01-02"),
            month(KILN, ELECTRICITY, "1", received="2026-01-20"),
        ]
    )
    rejected = Counter(each.outcome for each in delivery.found.rejected)

    assert outcome_totals(delivery.found) == {"counted": 1, "duplicate": 1, **rejected}
    assert rejected == {
        "edition_disagrees": 2,
        "unknown_user": 1,
        "unknown_energy": 1,
        "wrong_unit": 1,
        "negative": 1,
        "no_quantity": 1,
        "other_time": 1,
        "received_before": 1,
    }
    with delivery.rejected.open(encoding="utf-8") as stream:
        assert Counter(row["outcome"] for row in csv.DictReader(stream)) == rejected
    assert (of(delivery, TIEXI).tce, of(delivery, TIEXI).rejected) == (None, 6)


def test_a_firm_that_moves_counts_where_it_is_on_the_last_day_of_the_month(rolled):
    users = (
        (KILN, SHENHE, "2020-01-01", "2026-01-11"),
        (KILN, TIEXI, "2026-01-11", "NaT"),
    )
    delivery = rolled(
        [month(KILN, COAL, "10"), hour(KILN, ELECTRICITY, "1", "2026-01-10 23:00")], users=users
    )

    assert of(delivery, TIEXI).tce == Decimal("7.143")
    assert of(delivery, SHENHE).tce == Decimal("1.229")


def test_a_firm_in_two_counties_on_one_day_refuses_the_lake(rolled):
    with pytest.raises(SourceFileError, match=KILN):
        rolled([month(KILN, COAL, "1")], users=((KILN, SHENHE), (KILN, TIEXI)))


def test_invented_readings_never_enter_a_real_deployment(rolled):
    with pytest.raises(SourceFileError, match="demonstration"):
        rolled([month(KILN, COAL, "1", nature="demonstration")])
    with pytest.raises(SourceFileError, match="demonstration"):
        rolled([month(KILN, COAL, "1")], nature="demonstration")


def test_the_file_is_read_by_the_format_that_the_documentation_declares(rolled, shipped_catalog):
    delivery = rolled([month(FACTORY, COAL, "900"), month(KILN, COAL, "10")])
    blocks = re.findall(r"```yaml\n(# .*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    series, layout = map(yaml.safe_load, blocks)
    catalog = replace(
        shipped_catalog,
        series={**shipped_catalog.series, series[0]["id"]: Series.read(series[0])},
        sources={**shipped_catalog.sources, "key_users": shipped_catalog.sources["city_energy_return"]},
    )
    meta = FileMeta.read(yaml.safe_load(Path(f"{delivery.file}.meta.yaml").read_text(encoding="utf-8")))
    file = RawFile(1, meta.source, f"key_users/{delivery.file.name}", delivery.file, meta.sha256, meta)
    declared = Format.read(layout)
    with WorkbookReader() as workbooks:
        (sheet,) = read_sheets(file.location, file.path, declared, workbooks)
    rows = stage_sheet(sheet, declared, file, catalog).rows

    assert list(zip(rows["region"], rows["period"], rows["reported"], rows["bound"], strict=True)) == [
        (SHENHE, "2026M01", 642.87, "at_least"),
        (TIEXI, "2026M01", 7.143, "exact"),
    ]
