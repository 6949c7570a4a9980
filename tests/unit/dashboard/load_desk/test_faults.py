"""Disk, folder or database fail while people act: they read why, and nothing is half done or lost."""

import contextlib
import ctypes
import resource
from collections.abc import Iterator

import pytest
from sqlalchemy import event, text

from dashboard.address import panel_url
from dashboard.auth.rights import Role
from dashboard.deployment import make_app
from dashboard.load_desk.upload import State
from dashboard.operational import chain
from dashboard.operational.errors import StoreError
from dashboard.selection import Selection
from etl.settings import Settings
from tests.faults import Kept
from tests.load_desk import MARCH, NAME, OFFICER
from tests.unit.dashboard.load_desk.faulty import (
    BROWSER,
    FIGURES,
    events,
    is_verified,
    propose,
    says_so,
    tells_who_looks,
    uploads,
)
from tests.unit.dashboard.web.conftest import OWN


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


class _Head(ctypes.Structure):
    """Of capset(2): version 3, and which thread; 0 is this one."""

    _fields_ = (("version", ctypes.c_uint32), ("thread", ctypes.c_int))


class _Rights(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


@contextlib.contextmanager
def as_anybody() -> Iterator[None]:
    """Let permissions of files hold for the administrator of the machine too; for others they do anyway."""
    system, head, rights = ctypes.CDLL(None), _Head(0x20080522, 0), (_Rights * 2)()
    assert system.capget(ctypes.byref(head), rights) == 0
    had = rights[0].effective
    rights[0].effective &= ~0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH of capabilities(7)
    assert system.capset(ctypes.byref(head), rights) == 0
    try:
        yield
    finally:
        rights[0].effective = had
        assert system.capset(ctypes.byref(head), rights) == 0


@contextlib.contextmanager
def made_read_only(folder) -> Iterator[None]:
    """A folder and the files of the store in it, as after a restore by another account."""
    files = list(folder.glob("office.sqlite*"))
    for path in files:
        path.chmod(0o444)
    folder.chmod(0o555)
    try:
        with as_anybody():
            yield
    finally:
        folder.chmod(0o755)
        for path in files:
            path.chmod(0o644)


@pytest.mark.fault("store-read-only")
def test_a_store_in_a_folder_that_is_read_only_is_neither_read_by_half_nor_written(brought, seen):
    site, client = brought
    before, reader = events(site), site.browser()
    site.office.engine.dispose()  # the server is started again: its log of writes must be made anew
    with made_read_only(site.folder):
        says_so(propose(client), seen)
        tells_who_looks(client.get("/data/desk?lang=en"), "cannot be opened or written")
        seen.keeps(Kept.FIGURES_AT_THE_MACHINE, when=reader.get(FIGURES).status_code == 200)
        told = reader.get("/healthz")
        assert (told.status_code, told.json["build"], told.json["store"]) == (503, True, False)
    site.office.engine.dispose()
    seen.keeps(Kept.NO_ACT, when=uploads(site)[0].state is State.READY and events(site) == before)
    seen.keeps(Kept.SIGNED_IN, when=client.get("/data/desk").status_code == 200)
    seen.keeps(Kept.AFTERWARDS, when=propose(client).status_code == 303)
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


@pytest.mark.fault("clock-set-forward")
def test_that_the_clock_had_run_ahead_stands_in_the_chain_once_it_is_right_again(brought, seen):
    site, client = brought
    site.add("sun.li", (Role.AUDITOR, ""))
    site.clock.move(days=1)
    ahead = propose(client)
    assert ahead.status_code != 303
    assert uploads(site)[0].state is State.READY
    client = site.signed_in(OFFICER)
    is_done = propose(client).status_code == 303
    seen.keeps(Kept.SIGN_IN_AGAIN, when=is_done)
    last = events(site)
    site.clock.move(days=-1)
    assert client.get("/data/desk").status_code == 200
    client.post("/act/desk/1/withdraw?lang=en", headers=BROWSER)
    with site.office.reading() as connection:
        *_, noted = chain.events(connection, limit=events(site) - last)
    seen.keeps(Kept.RECORDED, when=noted.kind == "clock_set_back" and events(site) >= last + 2)
    assert noted.facts["last_event"] > noted.facts["clock"] == noted.at
    address = panel_url(site.queries.build_id, "system-chain", Selection("system", "en", part="chain"))
    seen.says(site.signed_in("sun.li").get(address).text)
    seen.keeps(Kept.FIGURES, when=client.get(FIGURES).status_code == 200)
    seen.keeps(Kept.CHAIN, when=is_verified(site))
