"""Real and demonstration data never share a folder, a pointer or a build."""

from pathlib import Path

import pytest

from etl.errors import UsageError
from etl.pipeline.build import build
from etl.settings import Settings
from etl.store.read import current_build_id


def test_the_demonstration_has_data_and_builds_of_its_own():
    real, demo = Settings(), Settings(demo=True)

    assert real.deployment_dir == real.data_dir
    assert demo.deployment_dir == demo.builds / "data"
    assert demo.builds != real.builds
    assert demo.builds == Path("data/build/demo")


def test_a_build_folder_holds_either_real_or_demonstration_data(tiny_copy, tmp_path):
    builds = tmp_path / "builds"
    first = build(tiny_copy, builds)
    declaration = tiny_copy / "catalog" / "deployment.yaml"
    watermark = "watermark: {zh: 演示, en: demonstration}\n"
    declaration.write_text(declaration.read_text(encoding="utf-8") + watermark, encoding="utf-8")

    with pytest.raises(UsageError, match="holds builds of real data, these are demonstration data"):
        build(tiny_copy, builds)

    assert current_build_id(builds) == first.build_id
    assert {path.name for path in builds.iterdir()} == {"current", first.build_id}


def test_nor_does_real_data_go_where_the_demonstration_is(tiny_copy, tmp_path):
    builds = tmp_path / "builds"
    declaration = tiny_copy / "catalog" / "deployment.yaml"
    real = declaration.read_text(encoding="utf-8")
    declaration.write_text(f"{real}watermark: {{zh: 演示, en: demonstration}}\n", encoding="utf-8")
    demo = build(tiny_copy, builds)
    declaration.write_text(real, encoding="utf-8")

    with pytest.raises(UsageError, match="holds builds of demonstration data, these are real data"):
        build(tiny_copy, builds)
    assert current_build_id(builds) == demo.build_id
