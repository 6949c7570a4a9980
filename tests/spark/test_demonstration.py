"""The whole demonstration province on a small cluster, value by value against the build of one process."""

import pytest

from tests.conftest import TINY
from tests.same_build import differing
from tests.spark.cluster import build_on_spark, etl

pytestmark = pytest.mark.spark


def test_spark_makes_the_demonstration_that_duckdb_makes(demo_build, tmp_path):
    build_on_spark("--data", demo_build.data_dir, "--build-dir", tmp_path)

    assert differing(demo_build.folder, tmp_path / demo_build.build_id) == []


def test_a_cluster_that_is_none_is_told_in_one_paragraph_and_nothing_is_published(tmp_path):
    done = etl(
        "build", "--engine", "spark", "--data", TINY, "--build-dir", tmp_path, master="no-such://cluster"
    )

    assert done.returncode == 1
    assert "Spark did not start on no-such://cluster" in done.stderr
    assert not (tmp_path / "current").exists()
