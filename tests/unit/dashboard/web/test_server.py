"""What the server answers, and in which shape it refuses."""

import csv
import gzip
import io
import json
import logging
import os
import re
from functools import partial

import brotli
import openpyxl
import pytest

from tests import fake_site


@pytest.fixture
def queries():
    return fake_site.FakeQueries()


@pytest.fixture
def app(tmp_path, queries):
    return fake_site.make_app(tmp_path, queries)


def reader_of(app):
    """A client that reads every answer to its end and closes it, as a server does."""
    client = app.server.test_client()
    client.open = partial(client.open, buffered=True)
    return client


@pytest.fixture
def client(app):
    return reader_of(app)


def test_a_page_names_its_language_and_title(client):
    chinese, english = client.get("/").text, client.get("/?lang=en").text
    assert '<html lang="zh-CN">' in chinese
    assert "<title>总览 · 辽宁省制造业区域绩效</title>" in chinese
    assert '<html lang="en">' in english
    assert "<title>Overview · Regional performance of manufacturing in Liaoning</title>" in english


def test_a_page_names_no_other_host(client):
    document = client.get("/").text
    shown = document.replace(
        "https:\\u002f\\u002fdash-version.plotly.com", ""
    )  # a setting that is switched off
    assert "http://" not in shown
    assert "https:" not in shown


def test_every_script_of_a_page_is_there_and_kept_for_ever(client):
    addresses = re.findall(r'(?:src|href)="([^"]+)"', client.get("/").text)
    assert len(addresses) > 10
    for address in addresses:
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200, address
        if "/async-" not in address:  # a part that the library asks for without its version
            assert "immutable" in answer.headers["Cache-Control"], address


def test_a_script_is_sent_compressed_and_labelled(client):
    plain = client.get("/assets/shell.js")
    packed = client.get("/assets/shell.js", headers={"Accept-Encoding": "gzip, br"})
    assert brotli.decompress(packed.data) == plain.data
    assert packed.headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_a_compressed_script_is_found_by_the_next_start(client, tmp_path, queries):
    client.get("/assets/shell.js", headers={"Accept-Encoding": "br"})
    (stored,) = (tmp_path / ".cache/static").glob("*.br")
    otherwise_packed = brotli.compress(brotli.decompress(stored.read_bytes()), quality=0)
    stored.write_bytes(otherwise_packed)
    again = reader_of(fake_site.make_app(tmp_path, queries))
    assert again.get("/assets/shell.js", headers={"Accept-Encoding": "br"}).data == otherwise_packed


def test_a_panel_is_kept_for_ever_and_asked_for_once(client, queries):
    first = client.get("/panel/build1/city-map.json?at=/", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert json.loads(gzip.decompress(first.data))["type"] == "Figure"
    again = client.get("/panel/build1/city-map.json?at=/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert queries.asked == 1


def test_two_spellings_of_a_view_are_one_answer(client, queries):
    client.get("/panel/build1/city-map.json?at=/&period=2016/2020&lang=en")
    client.get("/panel/build1/city-map.json?lang=en&at=%2F&period=2016%2F2020&v=abc")
    assert queries.asked == 1


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/panel/build1/nothing.json?at=/", 404, "unknown_panel"),
        ("/panel/other/city-map.json?at=/", 404, "unknown_build"),
        ("/panel/build1/city-map.json?at=/nowhere", 404, "unknown_page"),
        ("/panel/build1/city-map.json?at=/&period=soon", 400, "bad_value"),
        ("/panel/build1/city-map.json?at=/&extra=1", 400, "unknown_key"),
        ("/panel/build1/city-map.json?at=/&parent=219900", 404, "unknown_place"),
        ("/panel/build1/region-facts.json?at=/region/210100", 500, "internal"),
        ("/panel/build1/region-facts.json?at=/region/210200", 503, "unavailable"),
        ("/panel/build1/page.json?at=/carbon", 404, "unknown_panel"),
        ("/export/build1/city-map.csv?at=/", 404, "unknown_panel"),
        ("/boundaries/build1/counties-219900.geojson", 404, "unknown_place"),
        ("/boundaries/other/cities.geojson", 404, "unknown_build"),
        ("/boundaries/%2e%2e/cities.geojson", 404, "unknown_build"),
        ("/panel/build1/%2e%2e%2fpage.json", 404, "unknown_page"),
        ("/panel/build1/city-map.json?at=/&at=/region", 400, "repeated_key"),
        ("/_dash-component-suites/os/x.js", 404, "unknown_page"),
        ("/_dash-component-suites/dash/x.js", 404, "unknown_page"),
    ],
)
def test_every_refusal_has_one_shape_and_no_traceback(client, caplog, address, status, code):
    caplog.set_level(logging.CRITICAL)
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.json["error"]["code"] == code
    assert answer.json["error"]["message"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Traceback" not in answer.text
    assert "/path/of/the/machine" not in answer.text


def test_an_open_map_gets_the_outlines_of_its_build_when_another_has_come(client, queries):
    queries.build_id = "build2"
    for build_id in ("build1", "build2"):
        answer = client.get(f"/boundaries/{build_id}/cities.geojson")
        assert (answer.status_code, len(answer.json["features"])) == (200, 14)


def test_data_that_cannot_be_read_is_one_line_in_the_log(client, caplog):
    client.get("/panel/build1/region-facts.json?at=/region/210200")
    (told,) = caplog.records
    assert told.exc_info is None
    assert told.getMessage().startswith("/panel/<build_id>/<name>.json: gone with its folder")


def test_a_refusal_speaks_the_language_of_the_address(client):
    chinese = client.get("/panel/build1/nothing.json?at=/").json["error"]["message"]
    english = client.get("/panel/build1/nothing.json?at=/&lang=en").json["error"]["message"]
    assert chinese.startswith("没有这个图表")
    assert english.startswith("There is no such chart")


@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/carbon", 404), ("/?period=soon", 400)])
def test_a_wrong_address_gets_a_readable_page(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert '<html lang="zh-CN">' in answer.text
    assert "返回总览" in answer.text


def test_what_an_address_holds_is_never_read_as_markup(client):
    answer = client.get("/?period=<script>alert(1)</script>")
    assert "<script>" not in answer.text


def test_another_spelling_leads_to_the_one_address(client):
    answer = client.get("/?period=2021%2F2025&lang=zh")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/?period=2021/2025")
    assert client.get("/region/").headers["Location"] == "/region"


def test_every_answer_carries_the_protecting_headers(client):
    for address in ("/", "/nowhere", "/panel/build1/page.json?at=/", "/assets/shell.js", "/_dash-layout"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy.split("style-src")[0]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_a_request_of_another_site_that_would_change_something_is_refused(client, headers):
    answer = client.post("/_dash-update-component", json={}, headers=headers)
    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "foreign_request"


def test_requests_that_are_only_wrong_leave_nothing_in_the_log(client, caplog):
    client.post("/_dash-update-component", json={}, headers={"Origin": "http://["})
    client.get("/_dash-component-suites/os/x.js")
    client.get("/", headers={"Host": "["})
    assert caplog.records == []


@pytest.mark.parametrize(
    "host", ["rebound.example", "rebound.example:8050", "localhost.example", "10.0.0.5", "[", ""]
)
@pytest.mark.parametrize("address", ["/", "/build.json", "/assets/shell.js"])
def test_a_name_that_was_made_to_lead_here_is_refused(client, host, address):
    answer = client.get(address, headers={"Host": host})
    assert answer.status_code == 403
    assert "LIAONING_ALLOWED_HOSTS" in (answer.json["error"]["message"] if answer.is_json else answer.text)


@pytest.mark.parametrize(
    "host", ["localhost:8050", "LOCALHOST", "127.0.0.1:8050", "127.8.9.10", "[::1]:8050"]
)
def test_the_names_of_this_machine_always_work(client, host):
    assert client.get("/build.json", headers={"Host": host}).status_code == 200


def test_the_bound_address_and_the_names_of_the_settings_work(tmp_path, queries):
    app = fake_site.make_app(
        tmp_path, queries, host="10.0.0.5", allowed_hosts="Figures.example.gov.cn, figures"
    )
    for host in ("10.0.0.5:8050", "figures.example.gov.cn", "figures:80"):
        assert reader_of(app).get("/build.json", headers={"Host": host}).status_code == 200
    assert reader_of(app).get("/build.json", headers={"Host": "other.example"}).status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (None, 400),
        ([], 400),
        ({}, 400),
        ({"output": "x.children", "outputs": {}, "inputs": []}, 404),
        ({"output": "address.data", "outputs": {}, "inputs": []}, 404),
    ],
)
def test_a_callback_that_does_not_exist_is_a_fault_of_the_request(client, body, status):
    answer = client.post("/_dash-update-component", json=body, headers={"Origin": "http://localhost"})
    assert answer.status_code == status
    assert answer.json["error"]["code"]


def test_a_file_is_called_by_its_panel_and_build(client):
    answer = client.get("/export/build1/levels.csv?at=/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="levels-build1.csv"'
    assert answer.data.startswith("\ufeff地区,等级".encode())


def test_the_workbook_holds_what_the_csv_holds_and_only_the_sources_of_its_figures(client):
    answer = client.get("/export/build1/levels.xlsx?at=/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="levels-build1.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    lines = list(
        csv.reader(io.StringIO(client.get("/export/build1/levels.csv?at=/").data.decode("utf-8-sig")))
    )
    assert [[cell.value for cell in row] for row in book["数据"].iter_rows(min_row=2)] == lines
    told = [cell.value for row in book["来源"].iter_rows() for cell in row if cell.value]
    assert {"build1", "invented/levels.csv", "3" * 64, "'=HYPERLINK(1)"} <= set(told)
    assert "other/unused.csv" not in told


def test_a_workbook_is_sent_as_it_is_because_it_is_compressed_already(client):
    answer = client.get("/export/build1/levels.xlsx?at=/", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers


def test_the_boundaries_hold_every_city_and_the_counties_of_one(client):
    assert len(client.get("/boundaries/build1/cities.geojson").json["features"]) == 14
    counties = client.get("/boundaries/build1/counties-210100.geojson").json["features"]
    assert {feature["properties"]["parent"] for feature in counties} == {"210100"}


@pytest.mark.parametrize("layer", ["cities", "counties", "counties-210100"])
@pytest.mark.parametrize("is_lost", [True, False])
def test_boundaries_that_are_lost_or_damaged_are_unavailable(client, tmp_path, caplog, layer, is_lost):
    for path in (tmp_path / "build1/catalog/boundaries").glob("*.geojson"):
        os.truncate(path, 100)
        if is_lost:
            path.unlink()
    answer = client.get(f"/boundaries/build1/{layer}.geojson")
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "unavailable")
    (told,) = caplog.records
    assert (told.exc_info, "\n" in told.getMessage()) == (None, False)


def test_a_new_build_is_served_without_a_restart(client, queries):
    client.get("/panel/build1/city-map.json?at=/")
    queries.build_id = "build2"
    assert client.get("/build.json").json == {"build": "build2"}
    assert "/boundaries/build2/" in client.get("/panel/build2/city-map.json?at=/").text
    assert client.get("/panel/build1/city-map.json?at=/").status_code == 200  # still kept for open windows
    assert client.get("/panel/build1/levels.json?at=/").status_code == 404


def test_a_document_asks_for_its_own_styles_and_scripts_in_few_requests(client):
    document = client.get("/").get_data(as_text=True)
    own = re.findall(r'(?:href|src)="(/assets/[^"]+\.(?:css|js)\?h=[^"]+)"', document)

    assert [each.split("?")[0] for each in own] == ["/assets/all.css", "/assets/fonts.css", "/assets/all.js"]
    assert "/dash_table/" not in document
    for address in own:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    scripts = client.get(own[-1]).get_data(as_text=True)
    assert scripts.index("window.paper = ") < scripts.index("window.paper.drawAll")
