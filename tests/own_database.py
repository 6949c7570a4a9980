"""A PostgreSQL server of one test, on loopback, that is stopped and started again; gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Self

ACCOUNT = "postgres"
"""The account of the package; its server refuses to run as the administrator of the machine."""


class OwnDatabase:
    """The server, with one empty database."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self._programs = found[-1]
        self._folder = Path(tempfile.mkdtemp(prefix="own-database-"))
        self._as: list[str] = []
        if os.geteuid() == 0:
            os.chown(self._folder, pwd.getpwnam(ACCOUNT).pw_uid, -1)
            self._as = ["runuser", "-u", ACCOUNT, "--"]
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self._port = taken.getsockname()[1]
        self.url = f"postgresql+psycopg://office@127.0.0.1:{self._port}/postgres"

    def __enter__(self) -> Self:
        self._run("initdb", "-U", "office", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        """Start it; it answers on return."""
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """End all its processes at once, as a machine does that fails."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [*self._as, str(self._programs / program), "-D", str(self._folder / "cluster"), *words]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)
