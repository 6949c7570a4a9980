"""What several parts of the suite share: the shipped catalogue, one build of tiny and one of shipped data."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.catalog.catalog import Catalog
from etl.catalog.load import load_catalog
from etl.demo.write import ensure_demo
from etl.pipeline.build import build
from etl.store.read import Warehouse, open_warehouse

SHIPPED = Path(__file__).parents[1] / "data"
TINY = Path(__file__).parent / "data" / "tiny"


@dataclass(frozen=True)
class Built:
    """A finished build with what it was made from."""

    data_dir: Path
    build_dir: Path
    build_id: str
    catalog: Catalog
    warehouse: Warehouse

    @property
    def folder(self) -> Path:
        return self.build_dir / self.build_id


def built(data_dir: Path, build_dir: Path) -> Iterator[Built]:
    summary = build(data_dir, build_dir)
    warehouse = open_warehouse(build_dir)
    yield Built(data_dir, build_dir, summary.build_id, load_catalog(data_dir), warehouse)
    warehouse.close()


@pytest.fixture(scope="session")
def shipped_catalog() -> Catalog:
    """The declarations that ship."""
    return load_catalog(SHIPPED)


@pytest.fixture(scope="session")
def tiny_build(tmp_path_factory) -> Iterator[Built]:
    """A build of an invented province: another home region, no line of code changed."""
    yield from built(TINY, tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def real_build(tmp_path_factory) -> Iterator[Built]:
    """A build of the shipped figures."""
    yield from built(SHIPPED, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def demo_build(tmp_path_factory) -> Iterator[Built]:
    """A build of the demonstration province."""
    builds = tmp_path_factory.mktemp("demo")
    ensure_demo(SHIPPED, builds / "data")
    yield from built(builds / "data", builds)


@pytest.fixture
def tiny_copy(tmp_path) -> Path:
    """A copy of the invented province's data, to be broken."""
    return Path(shutil.copytree(TINY, tmp_path / "data"))
