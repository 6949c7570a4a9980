"""The demonstration, made once for all tests of the generator."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from etl.catalog.catalog import Catalog
from etl.catalog.load import load_catalog
from etl.demo.declared import Declared, load_declared
from etl.demo.generate import Demonstration, generate
from etl.demo.write import ensure_demo

SHIPPED = Path(__file__).parents[3] / "data"


@dataclass(frozen=True)
class OnDisk:
    """A demonstration that was written."""

    folder: Path
    catalog: Catalog

    def manifest(self, name: str = "planted.yaml") -> list[dict]:
        return yaml.safe_load((self.folder / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def real_data(tmp_path_factory) -> Path:
    """The shipped data, as a folder that nobody else changes meanwhile."""
    return shutil.copytree(SHIPPED, tmp_path_factory.mktemp("real") / "data", ignore=_builds)


def _builds(folder: str, names: list[str]) -> set[str]:
    return {"build", "office"} & set(names) if Path(folder) == SHIPPED else set()


@pytest.fixture(scope="session")
def real_catalog(real_data) -> Catalog:
    return load_catalog(real_data)


@pytest.fixture(scope="session")
def declared() -> Declared:
    return load_declared()


@pytest.fixture(scope="session")
def clean(real_catalog, declared) -> Demonstration:
    """Without planted faults."""
    return generate(real_catalog, declared, with_faults=False)


@pytest.fixture(scope="session")
def written(real_data, tmp_path_factory) -> OnDisk:
    folder = tmp_path_factory.mktemp("demo") / "builds" / "data"
    assert ensure_demo(real_data, folder)
    return OnDisk(folder, load_catalog(folder))
