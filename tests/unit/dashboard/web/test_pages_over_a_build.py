"""The pages over a real build: what the catalogue does not know, and damage while it is served."""

import pytest

from dashboard.app import create_app
from dashboard.queries import BuildQueries
from etl.settings import Settings


@pytest.fixture(scope="module")
def client(tiny_build):
    settings = Settings(data_dir=tiny_build.data_dir, build_dir=tiny_build.build_dir)
    return create_app(BuildQueries(tiny_build.build_dir), settings).server.test_client()


@pytest.mark.parametrize("address", ["/indicator/zzz", "/region/999999", "/articles/99"])
def test_what_the_catalogue_does_not_know_is_not_found(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<h1>没有这个页面</h1>" in answer.text


def test_the_title_of_a_view_names_its_indicator(client, tiny_build):
    indicator = next(iter(tiny_build.catalog.indicators.values()))
    assert f"<title>{indicator.name.zh} · " in client.get(f"/indicator/{indicator.id}").text
    assert f"<title>{indicator.name.en} · " in client.get(f"/indicator/{indicator.id}?lang=en").text
    assert "<title>指标 · " in client.get("/indicator").text
