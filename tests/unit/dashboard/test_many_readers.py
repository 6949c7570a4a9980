"""Two hosts, one of them with two processes, share a published build and a store; neither keeps a reader."""

import hashlib
import http.client
import json
import re
import shutil
import time
from contextlib import ExitStack, closing
from urllib.parse import urlencode

import pytest

from dashboard.auth.sign_in_gate import Gate
from dashboard.operational.store import office_of
from etl.pipeline.build import build
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.conftest import TINY
from tests.servers import served

SOON = 5.0  # seconds


@pytest.fixture(scope="module")
def shared(tmp_path_factory, tiny_build):
    """A deployment with a published build, the next one finished beside it, and people."""
    data = shutil.copytree(TINY, tmp_path_factory.mktemp("shared") / "data")
    builds = data / "build"
    shutil.copytree(tiny_build.folder, builds / tiny_build.build_id)
    (builds / "current").write_text(tiny_build.build_id, encoding="utf-8")
    words = data / "catalog/deployment.yaml"
    words.write_text(f"{words.read_text(encoding='utf-8')}\n# declared anew\n", encoding="utf-8")
    following = build(data, data.parent / "elsewhere").build_id
    shutil.copytree(data.parent / "elsewhere" / following, builds / following)
    settings = Settings(data_dir=data)
    office = office_of(settings)
    people(Gate(office, settings), tiny_build.catalog.home.code)
    office.close()
    return data, tiny_build.build_id, following


def ask(port, path, method="GET", body=None, **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), dict(answer.getheaders())


def build_of(port):
    return json.loads(ask(port, "/build.json")[1])["build"]


def files_of(folder):
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()
    }


def test_hosts_turn_to_a_published_build_within_seconds_and_a_session_is_good_at_each(shared, tmp_path):
    data, first, following = shared
    before = files_of(data / "build" / first) | files_of(data / "build" / following)
    with ExitStack() as hosts:
        ports = [
            hosts.enter_context(served(data, tmp_path / f"{workers}.log", workers=workers))
            for workers in (1, 2)
        ]
        assert [build_of(port) for port in ports] == [first, first]
        (data / "build/next").write_text(following, encoding="utf-8")
        (data / "build/next").replace(data / "build/current")
        published = time.monotonic()
        for port in (*ports, ports[1], ports[1]):  # either process of the second host
            while build_of(port) != following:
                assert time.monotonic() - published < SOON
                time.sleep(0.1)
        a_session_is_good_at_each(ports)
        counted_together(ports[1])
    assert files_of(data / "build" / first) | files_of(data / "build" / following) == before


def a_session_is_good_at_each(ports):
    """Who signed in at one host is known at the other, and signed out at both."""
    form = urlencode({"name": "an.ning", "password": PASSWORD})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{ports[0]}"}
    status, _, told = ask(ports[0], "/sign-in", "POST", form, **headers)
    assert status == 303
    cookie = {"Cookie": told["Set-Cookie"].split(";")[0]}
    for port in (*ports, *ports):
        _, page, _ = ask(port, "/", **cookie)
        assert '"name":"安宁"' in page.replace("\\u003c", "<")
    origin = {"Origin": f"http://127.0.0.1:{ports[1]}"}
    assert ask(ports[1], "/sign-out", "POST", "", **cookie, **origin)[0] == 303
    assert '"who":null' in ask(ports[0], "/", **cookie)[1]


def counted_together(port):
    """Whichever process answers, it tells what all of them counted."""
    before = _answered(port)
    for _ in range(6):
        ask(port, "/build.json")
    assert _answered(port) - before == 6


def _answered(port):
    told = ask(port, "/metrics")[1]
    return float(re.search(r'liaoning_requests_total\{route="/build.json",status="200"\} (\S+)', told)[1])
