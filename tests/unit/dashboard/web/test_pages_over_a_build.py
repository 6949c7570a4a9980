"""The pages over a real build: what the catalogue does not know, and damage while it is served."""

import os
import shutil

import pytest

from dashboard.address import to_url
from dashboard.app import create_app
from dashboard.build_queries import BuildQueries
from dashboard.routes import PAGES
from dashboard.selection import Selection
from etl.settings import Settings


def client_over(build_dir):
    return create_app(BuildQueries(build_dir), Settings(build_dir=build_dir)).server.test_client()


@pytest.fixture(scope="module")
def client(tiny_build):
    return client_over(tiny_build.build_dir)


@pytest.fixture(scope="module")
def real_client(real_build):
    return client_over(real_build.build_dir)


@pytest.fixture
def builds(tmp_path, tiny_build):
    """A copy of the build, to be damaged while it is served."""
    shutil.copytree(tiny_build.folder, tmp_path / tiny_build.build_id)
    (tmp_path / "current").write_text(tiny_build.build_id, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("address", ["/indicator/zzz", "/region/999999", "/articles/99"])
def test_what_the_catalogue_does_not_know_is_not_found(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<h1>没有这个页面</h1>" in answer.text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/?parent=999999", "没有代码为“999999”的地区"),
        ("/compare?peers=999999", "没有代码为“999999”的地区"),
        ("/?indicator=zzz", "没有名为“zzz”的指标"),
        ("/?period=1901", "本数据版本既没有1901的数据"),
        ("/?period=2999&lang=en", "neither figures nor targets for 2999"),
        ("/?why=zzz,999999,2023", "没有代码为“999999”的地区"),
        ("/data/challenges?source=zzz", "没有名为“zzz”的数据来源"),
        ("/dual-control?rule=zzz", "没有名为“zzz”的晴雨表规则"),
    ],
)
def test_an_unknown_code_of_the_query_is_not_found_with_what_to_do(client, address, told):
    document = client.get(address)

    assert document.status_code == 404
    assert told in document.text
    assert "请从" in document.text or "Please choose" in document.text


def test_the_title_of_a_view_names_its_indicator(client, tiny_build):
    indicator = next(iter(tiny_build.catalog.indicators.values()))
    assert f"<title>{indicator.name.zh} · " in client.get(f"/indicator/{indicator.id}").text
    assert f"<title>{indicator.name.en} · " in client.get(f"/indicator/{indicator.id}?lang=en").text
    assert "<title>指标 · " in client.get("/indicator").text


def slots_of(node):
    """Names of the panels of a skeleton."""
    if isinstance(node, list):
        return [name for child in node for name in slots_of(child)]
    if not isinstance(node, dict):
        return []
    own = node["props"].get("id")
    here = [own["name"]] if isinstance(own, dict) and own.get("type") == "panel" else []
    return here + slots_of(node["props"].get("children"))


@pytest.mark.parametrize(
    "page",
    [page.name for page in PAGES if not page.has_charts and page.right is None and page.is_in_contents],
)
def test_a_page_without_a_chart_announces_no_drawing_library_and_needs_none(real_client, real_build, page):
    path = to_url(Selection(page))
    assert "plotly.min.js" in real_client.get("/carbon").text.partition("<body>")[0]
    assert "plotly.min.js" not in real_client.get(path).text.partition("<body>")[0]
    asked = f"/panel/{real_build.build_id}/{{}}.json?at={path}"
    slots = slots_of(real_client.get(asked.format("page")).json)
    assert slots
    for name in slots:
        answer = real_client.get(asked.format(name))
        assert (answer.status_code, '"type":"Graph"' in answer.text) == (200, False), name


def test_a_warehouse_that_is_damaged_while_it_is_served_is_unavailable(builds, tiny_build, caplog):
    client = client_over(builds)
    os.truncate(builds / tiny_build.build_id / "warehouse.duckdb", 20_000)
    answer = client.get(f"/panel/{tiny_build.build_id}/overview-standing.json?at=/")
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "unavailable")
    (told,) = caplog.records
    assert (told.exc_info, "\n" in told.getMessage()) == (None, False)
