"""``--engine spark`` on a small cluster of this machine: two worker processes, one core each."""

import pytest

from etl.store.read import current_build_id, open_warehouse
from tests.conftest import SHIPPED, TINY
from tests.key_users import COAL, ELECTRICITY, FACTORY, KILN, MILL, hour, month, write_lake
from tests.same_build import differing
from tests.spark.cluster import build_on_spark, etl

pytestmark = pytest.mark.spark


def test_spark_makes_the_build_that_duckdb_makes(tiny_build, tmp_path):
    done = build_on_spark("--data", TINY, "--build-dir", tmp_path)

    assert f"build {tiny_build.build_id} published" in done.stdout
    assert differing(tiny_build.folder, tmp_path / tiny_build.build_id) == []
    assert open_warehouse(tmp_path, current_build_id(tmp_path)).assessments()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".building-")] == []


def test_spark_rolls_readings_up_to_the_bytes_that_duckdb_writes(tmp_path):
    hours = [hour(KILN, ELECTRICITY, f"0.{at}7", f"2026-01-03 {at:02d}:00") for at in range(24)]
    lake = write_lake(
        tmp_path / "lake",
        [
            *hours,
            month(FACTORY, ELECTRICITY, "100.5"),
            month(FACTORY, ELECTRICITY, "101.5", edition=2, received="2026-03-08"),
            month(MILL, COAL, "0.1"),
            month(MILL, COAL, "-3", "2026-02-01", received="2026-03-08"),
            month(KILN, COAL, "7", "2026-02-01", received="2026-03-08"),
            month("91210100UNKNOWN999", COAL, "1"),
        ],
    )
    for engine in ("duckdb", "spark"):
        done = etl("lake", "roll-up", lake, "--data", SHIPPED, "--engine", engine, "--out", tmp_path / engine)
        assert done.returncode == 0, done.stderr
    files = [path.relative_to(tmp_path / "duckdb") for path in (tmp_path / "duckdb").rglob("*.*")]

    assert len(files) == 3
    for file in files:
        assert (tmp_path / "spark" / file).read_bytes() == (tmp_path / "duckdb" / file).read_bytes()
