"""The database server is cut off, or stops, while people act: they are told, nobody and nothing is lost."""

import contextlib
import socket
import threading

import pytest

from dashboard.load_desk.upload import State
from dashboard.operational.store import Office
from tests.faults import Kept
from tests.load_desk import OFFICER, DeskSite
from tests.own_database import OwnDatabase
from tests.unit.dashboard.load_desk.faulty import (
    FIGURES,
    is_verified,
    propose,
    says_so,
    tells_who_looks,
    uploads,
)

pytestmark = pytest.mark.postgres


class Wire:
    """A wire to the database server that can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._begin()

    def _begin(self) -> None:
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._there)
                self._open += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=pair, daemon=True).start()

    def cut(self) -> None:
        """Nobody is there any more: connections end, new ones are refused."""
        for one in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def mend(self) -> None:
        """The server is back under its address."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._begin()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    for one in (source, target):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wired(folder, databases, clock, builder):
    """A desk whose PostgreSQL is reached over a wire."""
    url = databases.office("postgres", folder, clock).engine.url
    wire = Wire(url.host, url.port)
    there = url.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
    office = Office(there, folder / "keys" / "chain.pem", clock)
    yield DeskSite(folder, office, clock, builder).cast(), wire
    office.close()
    wire.cut()


def is_lost_and_found(site, seen, stop, start):
    """The database goes and comes back under a person who acts and one who reads at the machine."""
    client, reader = site.signed_in(OFFICER), site.browser()
    site.bring(client)
    assert reader.get(FIGURES).status_code == 200
    stop()
    says_so(propose(client), seen)
    tells_who_looks(client.get("/data/desk?lang=en"), "cannot be reached")
    assert reader.get("/healthz").json == {"status": "unavailable", "build": True, "store": False}
    seen.keeps(Kept.FIGURES_AT_THE_MACHINE, when=reader.get(FIGURES).status_code == 200)
    start()
    seen.keeps(Kept.NO_ACT, when=uploads(site)[0].state is State.READY)
    seen.keeps(Kept.SIGNED_IN, when=client.get("/data/desk?lang=en").status_code == 200)
    seen.keeps(Kept.AFTERWARDS, when=propose(client).status_code == 303)
    seen.keeps(Kept.CHAIN, when=is_verified(site))


@pytest.mark.fault("store-gone")
def test_a_database_that_is_cut_off_for_a_while_loses_nobody_and_nothing(wired, seen):
    site, wire = wired
    is_lost_and_found(site, seen, wire.cut, wire.mend)


@pytest.mark.fault("store-gone")
def test_a_database_server_that_is_killed_and_started_again_loses_nobody_and_nothing(
    folder, clock, builder, seen
):
    """The server itself, not only the way to it: its processes end at once, as when its machine fails."""
    with OwnDatabase() as database:
        office = Office(database.url, folder / "keys" / "chain.pem", clock)
        is_lost_and_found(
            DeskSite(folder, office, clock, builder).cast(), seen, database.stop, database.start
        )
        office.close()
