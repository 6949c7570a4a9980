"""The product's own server in a process of its own, with one static file beside the pages.

As a program, ``python -m tests.benchmarks.served DATA BUILDS STATIC`` prints its port and serves.
"""

import gc
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

import waitress
from flask import send_file

from dashboard.app import create_app
from dashboard.build_queries import BuildQueries
from etl.settings import Settings

TICKS = os.sysconf("SC_CLK_TCK")
STATIC = "/assets/yardstick.json"


@contextmanager
def connection_to(port: int) -> Iterator[http.client.HTTPConnection]:
    """A connection to this machine that is kept open until it is left."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        yield connection


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
        with connection_to(self.port) as connection:
            yield connection


@dataclass(frozen=True)
class Processes:
    """A server of several processes, by the number of the one that started the others."""

    pid: int

    def all(self) -> list[int]:
        """Numbers of all of them."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]

    def memory_mib(self) -> float:
        """Memory of all, what they share counted once (PSS)."""
        return sum(Served(0, each).memory_mib() for each in self.all())

    def cpu_seconds(self) -> float:
        """User and system seconds of all so far."""
        return sum(Served(0, each).cpu_seconds() for each in self.all())

    def open_files(self) -> int:
        """Files and connections that are open in all of them."""
        return sum(sum(1 for _ in Path(f"/proc/{each}/fd").iterdir()) for each in self.all())


def get(connection: http.client.HTTPConnection, address: str, cookie: str = "") -> tuple[int, bytes]:
    """Status and body, asked for as a browser does; a body that came compressed is what it was."""
    headers = {"Accept-Encoding": "gzip", **({"Cookie": cookie} if cookie else {})}
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def post(
    connection: http.client.HTTPConnection, address: str, cookie: str = "", **form: str
) -> tuple[int, str]:
    """Status, and the cookie that was set, of a form."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://{connection.host}:{connection.port}",
        **({"Cookie": cookie} if cookie else {}),
    }
    connection.request("POST", address, body=urlencode(form), headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status, (answer.headers["Set-Cookie"] or "").partition(";")[0]


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
        wait_until_ready(served.port)
        yield served
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def environment_of(**more: str) -> dict[str, str]:
    """The environment of a program whose bytecode is kept, as an installation has it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more


@contextmanager
def started(
    data_dir: Path, build_dir: Path, *, workers: int, log: IO[str] | None = None, **environment: str
) -> Iterator[tuple[Processes, int]]:
    """The program as it is installed: its processes and its port, as soon as it answers."""
    command = [sys.executable, "-m", "dashboard", "--data", str(data_dir), "--build-dir", str(build_dir)]
    process = subprocess.Popen(
        [*command, "--port", "0", "--workers", str(workers)],
        env=environment_of(**environment),
        stdout=subprocess.PIPE,
        stderr=log or subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline().strip().rstrip("/").rpartition(":")[2])
        wait_until_ready(port)
        yield Processes(process.pid), port
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def wait_until_ready(port: int) -> None:
    for _ in range(1200):
        try:
            with connection_to(port) as connection:
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
    gc.collect()
    gc.freeze()  # as ``dashboard.serving`` does
    listener = waitress.create_server(server, host="127.0.0.1", port=0, threads=8)
    sys.stdout.write(f"{listener.effective_port}\n")
    sys.stdout.flush()
    listener.run()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
