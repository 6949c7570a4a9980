"""The product's own server in a process of its own, with one static file beside the pages.

As a program, ``python -m tests.benchmarks.served DATA BUILDS STATIC`` prints its port and serves.
"""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import waitress
from flask import send_file

from dashboard.app import create_app
from dashboard.build_queries import BuildQueries
from etl.settings import Settings

TICKS = os.sysconf("SC_CLK_TCK")
STATIC = "/assets/yardstick.json"


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """User and system seconds so far."""
        told = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(told[11]) + int(told[12])) / TICKS

    def memory_mib(self) -> float:
        """Memory of its own and its share of what is shared (PSS)."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        """A connection that is kept open until it is left."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            yield connection


def get(connection: http.client.HTTPConnection, address: str) -> tuple[int, bytes]:
    """Status and body, asked for as a browser does."""
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def cost_of(served: Served, addresses: list[str]) -> float:
    """CPU milliseconds of the server for each request, one connection kept open."""
    before = served.cpu_seconds()
    with served.connection() as connection:
        for address in addresses:
            status, _ = get(connection, address)
            assert status == 200, (status, address)
    return (served.cpu_seconds() - before) / len(addresses) * 1000


@contextmanager
def serving(data_dir: Path, build_dir: Path, static: Path) -> Iterator[Served]:
    """A server over a build, gone afterwards."""
    command = [sys.executable, "-m", "tests.benchmarks.served", str(data_dir), str(build_dir), str(static)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    served = Served(int(process.stdout.readline()), process.pid)
    try:
        wait_until_ready(served)
        yield served
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def wait_until_ready(served: Served) -> None:
    for _ in range(600):
        try:
            with served.connection() as connection:
                assert get(connection, "/build.json")[0] == 200
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server does not answer")


def main(data_dir: Path, build_dir: Path, static: Path) -> None:
    server = create_app(BuildQueries(build_dir), Settings(data_dir=data_dir, build_dir=build_dir)).server
    server.add_url_rule(
        STATIC, "yardstick", lambda: send_file(static, mimetype="application/json", max_age=3600)
    )
    listener = waitress.create_server(server, host="127.0.0.1", port=0, threads=8)
    sys.stdout.write(f"{listener.effective_port}\n")
    sys.stdout.flush()
    listener.run()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
