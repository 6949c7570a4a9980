"""Disk, folder or database fail while people act: they read why, and nothing is half done or lost."""

import contextlib
import resource
import socket
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import event, text

from dashboard.address import panel_url
from dashboard.auth.rights import Role
from dashboard.deployment import make_app
from dashboard.load_desk import upload_store
from dashboard.load_desk.upload import State
from dashboard.operational import chain
from dashboard.operational.errors import StoreError
from dashboard.operational.export import verify_store
from dashboard.operational.store import Office
from dashboard.selection import Selection
from etl.settings import Settings
from tests.faults import Kept
from tests.load_desk import MARCH, NAME, OFFICER, DeskSite
from tests.unit.dashboard.web.conftest import OWN

BROWSER = {**OWN, "Accept": "text/html,application/xhtml+xml"}
FIGURES = "/?lang=en"


def uploads(site):
    with site.office.reading() as connection:
        return upload_store.latest(connection, site.clock(), 10)


def is_verified(site):
    return verify_store(site.office, "en", None)[1]


def events(site):
    with site.office.reading() as connection:
        return connection.execute(text("SELECT count(*) FROM events")).scalar_one()


def propose(client):
    return client.post("/act/desk/1/propose?lang=en", headers=BROWSER)


def says_so(answer, seen):
    """A page for people, in words, that is asked for again later."""
    assert answer.status_code == 503
    assert answer.mimetype == "text/html"
    assert "<h1>Not possible at present</h1>" in answer.text
    assert answer.headers["Retry-After"]
    seen.says(answer.text.replace("&#x27;", "'"))


@contextlib.contextmanager
def pragma(site, told):
    """Every new connection of the store is told something."""

    def tell(connection, _record):
        connection.execute(f"PRAGMA {told}")

    engine = site.office.engine
    engine.dispose()
    event.listen(engine, "connect", tell)
    try:
        yield
    finally:
        event.remove(engine, "connect", tell)
        engine.dispose()


@pytest.fixture
def brought(site):
    """A desk with one file that its officer may propose, and a browser of theirs that has read a page."""
    client = site.signed_in(OFFICER)
    site.bring(client, MARCH + "\n" * 50_000)  # more than the pages of the store have room for
    assert uploads(site)[0].state is State.READY
    assert client.get(FIGURES).status_code == 200
    return site, client


@pytest.mark.fault("act-disk-full")
def test_an_act_that_finds_the_disk_full_says_so_and_is_done_once_there_is_space(brought, seen):
    site, client = brought
    before = events(site)
    with site.office.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with pragma(site, f"max_page_count={pages}"):
        says_so(propose(client), seen)
        seen.keeps(Kept.FIGURES, when=client.get(FIGURES).status_code == 200)
        seen.keeps(Kept.NO_ACT, when=uploads(site)[0].state is State.READY and events(site) == before)
    seen.keeps(Kept.CHAIN, when=is_verified(site))
    seen.keeps(Kept.AFTERWARDS, when=propose(client).status_code == 303)
    assert uploads(site)[0].state is State.PROPOSED


@contextlib.contextmanager
def largest_file(size) -> Iterator[None]:
    """No file of this process grows beyond a size: the system refuses as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def post_bytes(client, content):
    """A form as bytes: the client of the tests would put a large one on the disk itself."""
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{NAME}"\r\n\r\n'
    body = f"{head}{content}\r\n--b--\r\n".encode()
    return client.post("/act/desk", data=body, content_type="multipart/form-data; boundary=b", headers=OWN)


@pytest.mark.fault("upload-disk-full")
def test_a_file_for_which_there_is_no_space_is_not_taken_in(site, seen):
    client = site.signed_in(OFFICER)
    with largest_file(460_000):
        answer = post_bytes(client, MARCH + "\n" * 470_000)
    assert answer.status_code == 503
    seen.says(answer.text, "zh")
    seen.keeps(Kept.NO_ACT, when=not uploads(site) and not list(site.folder.glob("desk/*/file/*")))
    seen.keeps(Kept.CHAIN, when=is_verified(site))
    seen.keeps(Kept.AFTERWARDS, when=site.bring(client).status_code == 303)


# the library that reads forms leaves the begun file, in memory, to the collector
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.fault("upload-cut-off")
def test_an_upload_that_breaks_off_is_not_taken_in_by_half(site, seen):
    client = site.signed_in(OFFICER)
    kind = "multipart/form-data; boundary=cut"
    begun = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{NAME}"\r\n\r\n{MARCH}'.encode()
    sent = {"content_type": kind, "headers": BROWSER}
    gone = client.post("/act/desk?lang=en", data=begun, content_length=10 * len(begun), **sent)
    assert 400 <= gone.status_code < 500  # nobody is there to read it
    answer = client.post("/act/desk?lang=en", data=begun, **sent)  # a proxy passed on what it had
    seen.says(answer.text)
    seen.keeps(Kept.NO_ACT, when=not uploads(site))
    seen.keeps(Kept.CHAIN, when=is_verified(site))
    seen.keeps(Kept.AFTERWARDS, when=site.bring(client).status_code == 303)


@pytest.mark.fault("act-read-only")
def test_an_act_where_nothing_can_be_written_says_so_while_pages_are_read(brought, seen):
    site, client = brought
    before = events(site)
    with pragma(site, "query_only=ON"):
        says_so(propose(client), seen)
        seen.keeps(Kept.FIGURES, when=client.get(FIGURES).status_code == 200)
    seen.keeps(Kept.NO_ACT, when=uploads(site)[0].state is State.READY and events(site) == before)
    seen.keeps(Kept.CHAIN, when=is_verified(site))


@pytest.mark.fault("store-page-damaged")
def test_a_damaged_page_of_the_store_is_named_and_nothing_more_is_written_to_it(brought, seen):
    site, client = brought
    with site.office.reading() as connection:
        page = connection.execute(text("SELECT rootpage FROM sqlite_master WHERE name = 'events'")).scalar()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar()
    site.office.engine.dispose()  # the last connection leaves everything in the one file
    with (site.folder / "office.sqlite").open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\xff" * size)
    says_so(propose(client), seen)
    seen.keeps(Kept.NO_ACT, when=uploads(site)[0].state is State.READY)
    with pytest.raises(StoreError, match=r"office\.sqlite is damaged .*restore the backup") as told:
        is_verified(site)
    seen.keeps(Kept.FOUND, when=told.value.reason == "damaged")


def test_a_store_that_was_never_reached_is_no_missing_page(tmp_path, tiny_build):
    settings = Settings(
        build_dir=tiny_build.build_dir,
        office_dir=tmp_path,
        database_url="postgresql+psycopg://a:secret@127.0.0.1:1/none",
    )
    answer = make_app(settings).server.test_client().get("/")
    assert answer.status_code == 503
    said = ("办理记录的数据库现在连接不上", "办理记录的数据库没有装好")  # with and without its driver
    assert any(words in answer.text for words in said)
    assert "127.0.0.1:1" not in answer.text


@pytest.mark.fault("clock-set-back")
def test_that_the_clock_went_back_stands_in_the_chain_before_what_was_done_then(brought, seen):
    site, client = brought
    site.add("sun.li", (Role.AUDITOR, ""))
    auditor = site.signed_in("sun.li")
    before = events(site)
    site.clock.move(days=-1)
    is_done = propose(client).status_code == 303
    client.post("/act/desk/1/withdraw?lang=en", headers=BROWSER)
    with site.office.reading() as connection:
        *done, noted = chain.events(connection, limit=events(site) - before)
    seen.keeps(Kept.RECORDED, when=is_done and noted.kind == "clock_set_back" and len(done) >= 2)
    assert noted.facts["last_event"] > noted.facts["clock"] == noted.at
    assert "clock_set_back" not in {each.kind for each in done}
    address = panel_url(site.queries.build_id, "system-chain", Selection("system", "en", part="chain"))
    seen.says(auditor.get(address).text)
    seen.keeps(Kept.SIGNED_IN, when=client.get("/data/desk").status_code == 200)
    seen.keeps(Kept.FIGURES, when=client.get(FIGURES).status_code == 200)
    seen.keeps(Kept.CHAIN, when=is_verified(site))


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


@pytest.mark.postgres
@pytest.mark.fault("store-gone")
def test_a_database_that_is_gone_for_a_while_loses_nobody_and_nothing(wired, seen):
    site, wire = wired
    client, reader = site.signed_in(OFFICER), site.browser()
    site.bring(client)
    assert reader.get(FIGURES).status_code == 200
    wire.cut()
    says_so(propose(client), seen)
    says_so(client.get("/data/desk?lang=en"), seen)
    seen.keeps(Kept.FIGURES, when=reader.get(FIGURES).status_code == 200)
    wire.mend()
    seen.keeps(Kept.NO_ACT, when=uploads(site)[0].state is State.READY)
    seen.keeps(Kept.SIGNED_IN, when=client.get("/data/desk?lang=en").status_code == 200)
    seen.keeps(Kept.AFTERWARDS, when=propose(client).status_code == 303)
    seen.keeps(Kept.CHAIN, when=is_verified(site))
