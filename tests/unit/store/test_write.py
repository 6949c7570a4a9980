"""A warehouse is written table by table; few rows and many arrive alike."""

import numpy as np
import pytest

from etl.columns import Coded, Columns
from etl.store import write
from etl.store.write import WarehouseWriter

KEYS = {
    "series_t": ["gdp"],
    "region_t": ["210000", "210100"],
    "period_t": ["2023"],
    "unit_t": ["yuan"],
    "source_t": ["yearbook"],
    "indicator_t": ["gdp"],
}


@pytest.fixture(params=[0, 2_000], ids=["as many rows", "as few rows"])
def writer(request, tmp_path, monkeypatch):
    monkeypatch.setattr(write, "_FEW", request.param)
    opened = WarehouseWriter(tmp_path / "warehouse.duckdb")
    opened.create(KEYS)
    yield opened
    opened.close()


def test_a_figure_that_is_not_there_is_null_and_a_word_that_is_not_there_too(writer):
    rows = Columns(
        {
            "series": Coded.of(["gdp", "gdp"], KEYS["series_t"]),
            "region": Coded.of(["210000", "210100"], KEYS["region_t"]),
            "period": Coded.of(["2023", "2023"], KEYS["period_t"]),
            "value": np.asarray([1.5, np.nan]),
            "reported": np.asarray([1.5, np.nan]),
            "status": Coded.of(["final", None]),
            "vintage": np.asarray([1, 1], dtype=np.int16),
            "known_from": np.asarray(["2024-01-01", "2024-01-02"], dtype="datetime64[D]"),
            "row_no": np.asarray([2, 3], dtype=np.int32),
        }
    )

    writer.append("observation", rows)

    found = writer.rows(
        "SELECT region::VARCHAR, value, status::VARCHAR, known_from::VARCHAR FROM observation"
    )
    assert sorted(found) == [("210000", 1.5, "final", "2024-01-01"), ("210100", None, None, "2024-01-02")]


@pytest.mark.parametrize(("reported", "columns"), [([1.5, np.nan], 4), ([15_000.0, np.nan], 5)])
def test_what_a_cell_says_is_kept_where_it_is_another_number_than_the_value(writer, reported, columns):
    rows = Columns(
        {
            "series": Coded.of(["gdp", "gdp"], KEYS["series_t"]),
            "region": Coded.of(["210000", "210100"], KEYS["region_t"]),
            "period": Coded.of(["2023", "2023"], KEYS["period_t"]),
            "value": np.asarray([1.5, np.nan]),
            "reported": np.asarray(reported),
            "row_no": np.asarray([2, 3], dtype=np.int32),
        }
    )

    writer.append("observation", rows)

    assert writer.rows("SELECT value, reported FROM observation ORDER BY region") == [
        (1.5, reported[0]),
        (None, None),
    ]
    assert len(writer.rows("DESCRIBE observation_row")) == columns


def test_a_fault_among_tables_that_are_committed_together_is_told_and_leaves_none_of_them(writer):
    def interrupted():
        with writer.at_once():
            writer.insert_rows("sheet", [{"file_id": 1, "sheet_no": 1, "name": "gdp"}])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert writer.rows("SELECT count(*) FROM sheet") == [(0,)]
