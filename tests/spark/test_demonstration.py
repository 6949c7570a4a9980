"""The whole demonstration province on a small cluster, value by value against the build of one process."""

import pytest

from tests.same_build import differing
from tests.spark.cluster import build_on_spark

pytestmark = pytest.mark.spark


def test_spark_makes_the_demonstration_that_duckdb_makes(demo_build, tmp_path):
    build_on_spark("--data", demo_build.data_dir, "--build-dir", tmp_path)

    assert differing(demo_build.folder, tmp_path / demo_build.build_id) == []
