"""Other systems ask the shipped build: figures, verdicts, projects; one shape of refusals."""

from datetime import date

import pytest
from flask import Flask

from dashboard.build_queries import BuildQueries
from dashboard.scope import ReaderScope
from dashboard.web import api_routes as routes
from dashboard.web import refusals
from etl.assess.project import RestrictionInForce

V1 = "/api/v1"


@pytest.fixture(scope="module")
def queries(real_build):
    return BuildQueries(real_build.build_dir)


def client_of(queries, **more):
    server = Flask("api")
    refusals.install(server)
    routes.install(server, queries, today=lambda: date(2026, 3, 2), **more)
    return server.test_client()


@pytest.fixture
def client(queries):
    return client_of(queries)


def test_every_answer_names_the_build_that_it_is_of(client, queries):
    for path in ("build", "regions", "indicators", "values?limit=1", "assessments?limit=1", "flags"):
        assert client.get(f"{V1}/{path}").json["build"] == queries.build_id


def test_the_fourteen_cities_lie_below_the_province(client):
    answer = client.get(f"{V1}/regions?parent=210000&level=city").json
    assert answer["total"] == 14
    assert answer["rows"][0] == {
        "code": "210100",
        "name": {"zh": "沈阳市", "en": "Shenyang City"},
        "level": "city",
        "parent": "210000",
    }


def test_a_figure_carries_unit_status_and_nature(client):
    # 2020年分省（区、市）万元地区生产总值能耗降低率等指标公报: 辽宁 +3.96 %
    path = f"{V1}/values?indicator=energy_intensity_change&region=210000&period=2020"
    (row,) = client.get(path).json["rows"]
    assert (row["value"], row["unit"], row["nature"]) == (3.96, "percent", "official")


def test_cities_without_data_have_no_figure_rather_than_zero(client):
    # CEADs publishes ten of the fourteen cities for 2010
    rows = client.get(f"{V1}/values?indicator=co2_ceads_total&period=2010").json["rows"]
    cities = {row["code"] for row in client.get(f"{V1}/regions?parent=210000&level=city").json["rows"]}
    told = {row["region"]: row["value"] for row in rows if row["region"] in cities}
    assert sum(value is not None for value in told.values()) == 10
    assert 0 not in told.values()


def test_pages_of_an_answer_follow_each_other(client):
    path = f"{V1}/values?indicator=gdp&period=2023&limit=5"
    first, second = client.get(path).json, client.get(f"{path}&offset=5").json
    assert first["total"] == second["total"]
    assert len(first["rows"]) == 5
    assert first["rows"][-1] != second["rows"][0]


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("values?period=2023Q9", "period"),
        ("values?limit=0", "limit"),
        ("values?limit=5001", "limit"),
        ("values?offset=-1", "offset"),
        ("regions?level=village", "level"),
        ("regions?colour=red", "colour"),
        ("regions?level=city&level=county", "level"),
        ("flags?region=%3Cscript%3E", "region"),
    ],
)
def test_a_question_that_does_not_fit_is_refused_by_the_name_of_its_parameter(client, path, named):
    answer = client.get(f"{V1}/{path}")
    assert answer.status_code == 400
    assert named in answer.json["error"]["message"]


@pytest.mark.parametrize("path", ["regions?parent=999999", "values?indicator=nothing", "flags?region=999999"])
def test_what_the_catalogue_does_not_know_is_not_found(client, path):
    answer = client.get(f"{V1}/{path}")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "unknown_place")


def check(client, **project):
    given = {
        "region": "210100",
        "industry": "3110",
        "product": "炼钢",
        "energy_tce": 20000,
        "date": "2024-06-03",
    }
    return client.post(f"{V1}/project-check", json=given | project)


def test_new_steel_needs_replacement_and_the_review_of_the_province(client):
    # 国发〔2013〕41号: no new capacity; 国家发展改革委令2023年第2号: from 10,000 tce the province reviews
    answer = check(client).json
    assert answer["outcome"] == "needs_replacement"
    assert {"no_new_capacity", "two_high", "review_provincial"} <= {
        each["code"] for each in answer["findings"]
    }
    assert answer["review_level"] == "provincial"
    assert all(each["says"]["zh"] and each["says"]["en"] for each in answer["findings"])


def test_an_answer_says_whether_restrictions_could_be_looked_up(queries):
    assert check(client_of(queries)).json["restrictions_known"] is False
    held = RestrictionInForce("case", "eia_169", "辽环函〔2026〕1号", two_high_only=False)
    answer = check(client_of(queries, restrictions=lambda region, day: [held])).json
    assert answer["restrictions_known"] is True
    assert answer["outcome"] == "forbidden"
    assert answer["findings"][0]["document"] == "辽环函〔2026〕1号"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"\xff", b"{}" + b" " * 70_000])
def test_a_body_that_is_no_project_is_refused(client, body):
    answer = client.post(f"{V1}/project-check", data=body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"industry": "steel"},
        {"energy_tce": -1},
        {"energy_tce": "NaN"},
        {"date": "soon"},
        {"more": 1},
        {"date": "2026-W09-1"},
        {"date": "1772409600"},
    ],
)
def test_a_project_that_cannot_be_is_refused(client, wrong):
    assert check(client, **wrong).status_code == 400


def test_the_document_names_every_endpoint_with_its_answer(client):
    document = client.get(f"{V1}/openapi.json").json
    assert document["openapi"] == "3.1.0"
    assert len(document["paths"]) == 8
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert "200" in operation["responses"], (path, method)


@pytest.mark.parametrize("question", ["values?indicator=gdp_growth", "assessments?", "flags?ended=true"])
def test_a_region_outside_of_the_reader_s_scope_is_refused_and_not_answered_with_nothing(queries, question):
    scope = ReaderScope(frozenset({"210100"}), is_signed_in=True)
    client = client_of(queries, scope_of_reader=lambda: scope)

    own = client.get(f"{V1}/{question}&region=210100")
    other = client.get(f"{V1}/{question}&region=210200")

    assert own.status_code == 200
    assert (other.status_code, other.json["error"]["code"]) == (403, "not_yours")
