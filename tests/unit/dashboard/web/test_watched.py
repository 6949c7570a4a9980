"""For whoever watches over the machine: is it well, what is counted and logged, and nothing about people."""

import io
import json
import logging
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from dashboard.backup.last import note
from dashboard.watching import REQUESTS, JsonLines, log_as_json
from dashboard.web.health_routes import Lately
from etl.settings import Settings
from tests import fake_site

AWAY = {"REMOTE_ADDR": "10.1.2.3"}
PROXY = {"X-Forwarded-For": "10.1.2.3"}
TOKEN = "a token of the monitor 0123456789"


@pytest.fixture
def log():
    """What the process would log."""
    written = io.StringIO()
    root, requests = logging.getLogger(), logging.getLogger(REQUESTS)
    before = root.handlers[:], requests.level
    log_as_json(written, requests=True)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:] = before[0]
    requests.setLevel(before[1])


def samples(answer):
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_it_says_that_it_is_well_to_anybody_and_tells_nothing_else(site):
    for address in ("/healthz", "/healthz/ready"):
        answer = site.browser().get(address, environ_overrides=AWAY, headers=PROXY)
        assert (answer.status_code, answer.json) == (200, {"status": "ok", "build": True, "store": True})
    live = site.browser().get("/healthz/live")
    assert (live.status_code, live.json, live.headers["Cache-Control"]) == (200, {"status": "ok"}, "no-store")


def test_it_lives_but_is_not_ready_while_the_store_is_away(site, monkeypatch):
    app = fake_site.make_app(site.builds, gate=lambda: site.gate, office_dir=site.builds)
    monkeypatch.setattr(type(site.office), "is_up", lambda office: False)
    client = app.server.test_client()
    told = client.get("/healthz")
    assert (told.status_code, told.json) == (503, {"status": "unavailable", "build": True, "store": False})
    assert client.get("/healthz/live").status_code == 200


def test_the_store_is_asked_every_two_seconds_at_most():
    answers, moment = iter((False, True)), [0.0]
    lately = Lately(lambda: next(answers), lambda: moment[0])
    said = []
    for moment[0] in (0.0, 1.9, 2.1, 3.0):
        said.append(lately())
    assert said == [False, False, True, True]


def test_a_database_that_is_away_is_not_up(small_office, monkeypatch):
    assert small_office.is_up()

    def away():
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(small_office, "reading", away)
    assert not small_office.is_up()


def test_the_figures_are_for_this_machine_or_for_who_has_the_token(tmp_path):
    app = fake_site.make_app(tmp_path, metrics_token=TOKEN, require_sign_in=True)
    client = app.server.test_client()
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics").status_code == 200
    for headers, status in ((bearer, 200), ({}, 403), ({"Authorization": "Bearer guess"}, 403)):
        answer = client.get("/metrics", environ_overrides=AWAY, headers=headers)
        assert answer.status_code == status
    assert client.get("/metrics", headers=PROXY).status_code == 403
    assert client.get("/metrics", headers=PROXY | bearer).status_code == 200


def test_requests_are_counted_by_route_and_status_and_nobody_is_named(site):
    site.add("zhang.san", ("viewer", ""))
    client = site.signed_in("zhang.san")
    before = samples(site.browser().get("/metrics"))
    for address in (
        "/panel/build1/levels.json?at=/",
        "/panel/build1/levels.json?at=/",
        "/region/210100",
        "/x",
    ):
        client.get(address)
    after = samples(site.browser().get("/metrics"))

    def grew(*key):
        return after[key] - before.get(key, 0)

    panel = ("route", "/panel/<build_id>/<name>.json")
    assert grew("liaoning_requests_total", panel, ("status", "200")) == 2
    assert grew("liaoning_requests_total", ("route", "page"), ("status", "200")) == 1
    assert grew("liaoning_requests_total", ("route", "page"), ("status", "404")) == 1
    assert grew("liaoning_request_seconds_count", panel) == 2
    assert grew("liaoning_panel_answers_total", ("kept", "yes")) == 1
    assert grew("liaoning_panel_answers_total", ("kept", "no")) == 1
    assert after["liaoning_build_info", ("build", "build1")] == 1
    assert after["liaoning_store_up",] == 1
    assert after["liaoning_open_challenges",] == 0
    assert not [key for key in after if key[0].endswith("_created")]  # nobody watches when a counter began
    told = str(after)
    assert "zhang" not in told
    assert "210100" not in told


def test_the_age_of_the_last_backup_is_among_the_figures_once_one_was_made(site):
    assert ("liaoning_backup_age_seconds",) not in samples(site.browser().get("/metrics"))
    note(Settings(office_dir=site.builds / "office"), site.builds / "evening.age", is_whole=True)
    assert 0 <= samples(site.browser().get("/metrics"))["liaoning_backup_age_seconds",] < 60


def test_a_request_has_one_line_without_names_or_words(site, log):
    site.add("zhang.san", ("viewer", ""))
    client = site.signed_in("zhang.san")
    answer = client.get("/region/210100?why=secretword", headers={"X-Request-ID": "from-the-proxy-1"})
    line = log()[-1]
    assert {key: line[key] for key in ("message", "route", "method", "status", "request", "level")} == {
        "message": "request",
        "route": "page",
        "method": "GET",
        "status": answer.status_code,
        "request": "from-the-proxy-1",
        "level": "info",
    }
    assert line["ms"] >= 0
    assert answer.headers["X-Request-ID"] == "from-the-proxy-1"
    for word in ("zhang", "secretword", "210100", "mulberry"):
        assert word not in json.dumps(log()), word


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_number_that_a_reader_is_shown_stands_in_the_log(tmp_path, log, lang):
    client = fake_site.make_app(tmp_path).server.test_client()
    answer = client.get(f"/panel/build1/region-facts.json?at=/region/210100&lang={lang}")
    number = re.search(r"[0-9a-f]{16}", answer.json["error"]["message"])[0]
    told = [line for line in log() if line["request"] == number]
    assert [line["level"] for line in told] == ["error", "info"]
    assert "RuntimeError" in told[0]["trace"]
    assert told[0]["message"] == "/panel/<build_id>/<name>.json failed"


@pytest.mark.parametrize("given", ["short", "a b c d e f g h", "x" * 65, '{"a":1}..'])
def test_a_number_from_outside_that_is_none_is_not_taken_over(tmp_path, given):
    client = fake_site.make_app(tmp_path).server.test_client()
    assert client.get("/", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given


def test_a_line_outside_of_a_request_has_no_number():
    record = logging.LogRecord("a", logging.WARNING, "", 1, "text %s", ("中文",), None)
    told = json.loads(JsonLines().format(record))
    assert (told["message"], "request" in told) == ("text 中文", False)
