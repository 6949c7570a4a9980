"""The numbers to reach, as one table: each with its yardstick, measured side by side in one run."""

import re
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path

from dashboard.address import panel_url
from dashboard.selection import Selection
from etl.catalog.load import load_catalog
from etl.model.vocabulary import RegionLevel
from etl.store.read import current_build_id
from tests.benchmarks import test_build as builds
from tests.benchmarks.deployment import SMALL, Size
from tests.benchmarks.measure import Cost, run, side_by_side
from tests.benchmarks.served import STATIC, connection_to, cost_of, get, serving, started
from tests.conftest import SHIPPED

SIZES = {
    "1×": SMALL,
    "10×": Size(provinces=10, cities=140, counties=1000),
    "28×": Size(provinces=31, cities=333, counties=2836),
}
"""Regions × 40 series × 120 months: 0.55, 5.5 and 15.4 million figures."""
PANEL, REQUESTS, ROUNDS, SELECTIONS = "region-indicators", 300, 3, 1000
READY_SECONDS, READY_MIB, PROVINCE_SECONDS = 1.8, 350.0, 4.0
BEGIN, END = "<!-- numbers -->", "<!-- end of numbers -->"
_HEAD = "| what | product | yardstick | ratio | to reach | measured |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Number:
    """One row.

    Attributes:
        what: what was measured, and of what size; rows of the same name replace each other.
        product: what it took.
        yardstick: what the plainest thing took, or the seconds or memory to reach.
        ratio: product by yardstick.
        aim: the ratio to reach.
        day: when it was measured.
    """

    what: str
    product: str
    yardstick: str
    ratio: str
    aim: str
    day: str = ""

    def line(self) -> str:
        """As a row of the table."""
        return f"| {self.what} | {self.product} | {self.yardstick} | {self.ratio} | {self.aim} | {self.day} |"


def build_of(name: str, folder: Path, *, is_repeated: bool) -> Number:
    """A build from one CSV file beside a bare table of the same file; it stays in the folder.

    Args:
        name: of the size.
        folder: to work in.
        is_repeated: whether each runs several times and the least counts.
    """
    size, bytecode = SIZES[name], folder / "bytecode"
    is_small = (
        size is SMALL
    )  # larger ones come as a file per month: no file may be larger than the intake takes
    data, files = builds.a_deployment(folder / "data", "long" if is_small else "long_months", size)
    tasks: tuple[Callable[[], Cost], ...] = (
        lambda: builds.a_build(data, folder / "builds", bytecode),
        lambda: builds.a_bare_table(folder / "bare.duckdb", files / "*.csv", bytecode),
    )
    product, yardstick = side_by_side(*tasks) if is_repeated else [task() for task in tasks]
    aim = "2.5, 400 MiB" if is_small else "2.3, 2 GiB" if name == "28×" else "—"
    files_told = "one CSV file" if is_small else f"{size.months} CSV files"
    what = f"build of {files_told}, {size.rows / 1e6:.2f} million figures ({name})"
    return Number(
        what, _told(product), f"bare DuckDB table {_told(yardstick)}", _ratio(product, yardstick), aim
    )


def intake(folder: Path) -> Number:
    """Monthly workbooks beside the reader alone."""
    _, files = builds.a_deployment(folder / "workbooks", "workbooks")
    bytecode = folder / "bytecode"
    product, yardstick = side_by_side(
        lambda: run(["-c", builds.INTAKE, str(files)], bytecode),
        lambda: run(["-c", builds.BARE_CELLS, str(files)], bytecode),
    )
    what = f"intake of {SMALL.months} monthly workbooks, {SMALL.rows / 1e6:.2f} million figures"
    return Number(
        what, _told(product), f"python-calamine {_told(yardstick)}", _ratio(product, yardstick), "1.5"
    )


def panels(name: str, data: Path, build_dir: Path) -> Iterator[Number]:
    """A table of a region beside a static file of its size: seen before, and new.

    All three run in turn and the least counts; each round asks for regions that nobody has asked for yet.
    """
    build_id, catalog = _open(build_dir)
    regions = [*catalog.at_home(RegionLevel.CITY), *catalog.at_home(RegionLevel.COUNTY)][:200]
    first, *fresh = [
        [panel_url(build_id, PANEL, Selection("region", lang, region=one.code)) for lang in ("zh", "en")]
        for one in regions
    ]
    static = build_dir / "yardstick.json"
    static.write_bytes(b"{}")
    with serving(data, build_dir, static) as served:
        with served.connection() as connection:
            static.write_bytes(get(connection, first[0])[1])
        cost_of(served, [STATIC, *first] * 20)  # the words of both languages are read once
        rounds = [
            (
                cost_of(served, [STATIC] * REQUESTS),
                cost_of(served, first[:1] * REQUESTS),
                cost_of(served, [*chain.from_iterable(zip(*fresh[turn::ROUNDS], strict=True))]),
            )
            for turn in range(ROUNDS)
        ]
    alone, seen, new = (min(costs) for costs in zip(*rounds, strict=True))
    size = static.stat().st_size / 1000
    for what, cost, aim in (("seen before", seen, "1.5"), ("new selection", new, "3")):
        yield Number(
            f"table of a region, {what} ({name})",
            f"{cost:.2f} ms",
            f"static file of {size:.0f} kB {alone:.2f} ms",
            f"{cost / alone:.2f}",
            aim,
        )


def server(data: Path, build_dir: Path, bytecode: Path) -> Iterator[Number]:
    """CPU until the program answers, and memory of two processes after a thousand selections."""
    costs = []
    for _ in range(ROUNDS):  # the first compiles, the least counts
        with started(data, build_dir, workers=1, PYTHONPYCACHEPREFIX=str(bytecode)) as (processes, _port):
            costs.append(processes.cpu_seconds())
    ready = min(costs)
    yield Number(
        "server ready, shipped figures",
        f"{ready:.2f} s",
        f"{READY_SECONDS} s",
        f"{ready / READY_SECONDS:.2f}",
        "1",
    )
    memory = _memory_of_two(data, build_dir)
    yield Number(
        f"two server processes after {SELECTIONS:,} selections (PSS), shipped figures",
        f"{memory:.0f} MiB",
        f"{READY_MIB:.0f} MiB",
        f"{memory / READY_MIB:.2f}",
        "1",
    )


def _memory_of_two(data: Path, build_dir: Path) -> float:
    build_id, catalog = _open(build_dir)
    regions = [*catalog.at_home(RegionLevel.CITY), *catalog.at_home(RegionLevel.COUNTY)]
    names = ("region-identity", "region-verdicts", "region-path", PANEL, "region-concerns")
    addresses = [
        panel_url(build_id, name, Selection("region", lang, region=one.code))
        for lang in ("zh", "en")
        for one in regions
        for name in names
    ]
    with started(data, build_dir, workers=2) as (processes, port):
        for address in addresses[:SELECTIONS]:  # a connection each, so that both processes answer
            with connection_to(port) as connection:
                status, _ = get(connection, address)
            assert status == 200, address
        return processes.memory_mib()


def report(build_dir: Path, folder: Path) -> Number:
    """The report of the province in three formats."""
    options = ["--period", "2023", "--out", str(folder / "out"), "--build-dir", str(build_dir)]
    (cost,) = side_by_side(lambda: run(["-m", "dashboard", "report", *options], folder / "bytecode"))
    return Number(
        "province report, docx + pdf + xlsx, shipped figures of 2023",
        _told(cost),
        f"{PROVINCE_SECONDS:.0f} s",
        f"{cost.seconds / PROVINCE_SECONDS:.2f}",
        "1",
    )


def of_small(folder: Path) -> Iterator[Number]:
    """Everything at the size of one province."""
    yield build_of("1×", folder, is_repeated=True)
    yield from panels("1×", folder / "data", folder / "builds")
    yield intake(folder)
    shipped = folder / "shipped"
    run(["-m", "etl", "build", "--data", str(SHIPPED), "--build-dir", str(shipped)], folder / "bytecode")
    yield from server(SHIPPED, shipped, folder / "bytecode")
    yield report(shipped, folder)


def of_many(names: Sequence[str], folder: Path) -> Iterator[Number]:
    """How builds and pages grow with the rows; each build runs once."""
    for name in names:
        place = folder / name
        place.mkdir()
        yield build_of(name, place, is_repeated=False)
        yield from panels(name, place / "data", place / "builds")


def written_into(page: str, numbers: Sequence[Number]) -> str:
    """A page whose table holds some numbers anew; rows that were not measured stay with their day."""
    before, table, after = re.split(f"{re.escape(BEGIN)}|{re.escape(END)}", page)
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in table.strip().splitlines()[2:]}
    today = datetime.now(UTC).date().isoformat()
    rows |= {one.what: replace(one, day=today).line() for one in numbers}
    return f"{before}{BEGIN}\n" + "\n".join([_HEAD, *rows.values()]) + f"\n{END}{after}"


def _open(build_dir: Path):
    build_id = current_build_id(build_dir)
    return build_id, load_catalog(build_dir / build_id)


def _told(cost: Cost) -> str:
    """Seconds, and memory where it is more than this process had when it began the other."""
    own_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return str(cost) if cost.peak_mib > own_mib else f"{cost.seconds:.2f} s"


def _ratio(product: Cost, yardstick: Cost) -> str:
    return f"{product.seconds / yardstick.seconds:.2f}"


def tell(number: Number) -> Number:
    """Say a number as soon as it is known."""
    sys.stdout.write(
        f"{number.what}: {number.product}; {number.yardstick}; ratio {number.ratio}, to reach {number.aim}\n"
    )
    sys.stdout.flush()
    return number


ALL = {"S": of_small, "M": partial(of_many, ("10×", "28×")), "10": partial(of_many, ("10×",))}
