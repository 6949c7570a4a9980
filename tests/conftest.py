"""What several parts of the suite share: the shipped catalogue, one build of tiny and one of shipped data."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from etl.catalog.catalog import Catalog
from etl.catalog.load import load_catalog
from etl.demo.write import ensure_demo
from etl.pipeline.build import build
from etl.pipeline.export import export_build
from etl.store.read import Warehouse, open_warehouse
from tests.faults import BY_NAME, MARK, Seen

settings.register_profile("suite", deadline=None)  # a busy machine is no failure of what is tested
settings.load_profile("suite")

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

    @cached_property
    def exports(self) -> Path:
        """Its exports, written when the first test asks for them."""
        out = self.build_dir.with_name(f"{self.build_dir.name}-exports")
        export_build(self.build_dir, self.build_id, out)
        return out


READING, SIGNED_IN = "journeys of readers", "journeys of people who sign in"
SIGNED_IN_FILES = {"cases", "load_desk", "registers", "reports", "sign_in", "system", "tools"}


def piece_of(nodeid: str) -> str:
    """Every file is a piece of work for one process; journeys are two, as a browser takes long to start."""
    file = nodeid.split("::", 1)[0]
    if not file.startswith("tests/e2e/"):
        return file
    return SIGNED_IN if Path(file).stem.removeprefix("test_") in SIGNED_IN_FILES else READING


class PiecesOfWork(LoadScopeScheduling):
    """Journeys begin first: nothing else takes as long, and a run ends when the last of them does."""

    def __init__(self, config, log) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # in the order of the collection, which sorts them so

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)


def pytest_collection_modifyitems(items) -> None:
    items.sort(key=lambda item: piece_of(item.nodeid) not in (READING, SIGNED_IN))


def pytest_xdist_make_scheduler(config, log):
    return PiecesOfWork(config, log)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory, worker_id) -> Callable[[str, Callable[[Path], object]], Path]:
    """Make a folder once for all processes of a run; each gets a copy of its own, which it may change."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if worker_id != "master" else own

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        first = shared / f"once-{name}"
        with FileLock(f"{first}.lock"):
            if not first.exists():
                half = Path(f"{first}-half")
                shutil.rmtree(half, ignore_errors=True)
                make(half)
                half.rename(first)
        copies = tempfile.mkdtemp(prefix=f"{name}-", dir=own)  # a process may need several
        return Path(shutil.copytree(first, Path(copies) / name, symlinks=True))

    return folder


def opened(data_dir: Path, build_dir: Path) -> Iterator[Built]:
    """The current build of a folder."""
    warehouse = open_warehouse(build_dir)
    yield Built(data_dir, build_dir, warehouse.build_id, load_catalog(data_dir), warehouse)
    warehouse.close()


def build_demo(builds: Path) -> None:
    ensure_demo(SHIPPED, builds / "data")
    build(builds / "data", builds)


@pytest.fixture(scope="session")
def shipped_catalog() -> Catalog:
    """The declarations that ship."""
    return load_catalog(SHIPPED)


@pytest.fixture(scope="session")
def tiny_build(made_once) -> Iterator[Built]:
    """A build of an invented province: another home region, no line of code changed."""
    yield from opened(TINY, made_once("tiny", lambda builds: build(TINY, builds)))


@pytest.fixture(scope="session")
def real_build(made_once) -> Iterator[Built]:
    """A build of the shipped figures."""
    yield from opened(SHIPPED, made_once("real", lambda builds: build(SHIPPED, builds)))


@pytest.fixture(scope="session")
def demo_build(made_once) -> Iterator[Built]:
    """A build of the demonstration province."""
    builds = made_once("demo", build_demo)
    yield from opened(builds / "data", builds)


@pytest.fixture
def seen(request) -> Iterator[Seen]:
    """What a test sees of the fault that it is marked with; all that the fault's row says must be tried."""
    marked = request.node.get_closest_marker(MARK)
    found = Seen(BY_NAME[marked.args[0]])
    yield found
    found.is_complete()


@pytest.fixture
def tiny_copy(tmp_path) -> Path:
    """A copy of the invented province's data, to be broken."""
    return Path(shutil.copytree(TINY, tmp_path / "data"))
