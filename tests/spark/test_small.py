"""``build --engine spark`` on a small cluster of this machine: two worker processes, one core each."""

import pytest

from etl.store.read import current_build_id, open_warehouse
from tests.conftest import TINY
from tests.same_build import differing
from tests.spark.cluster import build_on_spark, etl

pytestmark = pytest.mark.spark


def test_spark_makes_the_build_that_duckdb_makes(tiny_build, tmp_path):
    done = build_on_spark("--data", TINY, "--build-dir", tmp_path)

    assert f"build {tiny_build.build_id} published" in done.stdout
    assert differing(tiny_build.folder, tmp_path / tiny_build.build_id) == []
    assert open_warehouse(tmp_path, current_build_id(tmp_path)).assessments()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".building-")] == []


def test_a_cluster_that_is_none_is_told_in_one_paragraph_and_nothing_is_published(tmp_path):
    done = etl(
        "build", "--engine", "spark", "--data", TINY, "--build-dir", tmp_path, master="no-such://cluster"
    )

    assert done.returncode == 1
    assert "Spark did not start on no-such://cluster" in done.stderr
    assert not (tmp_path / "current").exists()
