"""Thousands of made-up requests by the published OpenAPI document: never a fault of the server."""

from datetime import date

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from dashboard.build_queries import BuildQueries
from dashboard.web import api_routes as routes
from dashboard.web import refusals

CHECKS = (not_a_server_error, content_type_conformance, response_schema_conformance)


PATHS = ("build", "regions", "indicators", "values", "assessments", "flags", "restrictions", "project-check")


@pytest.fixture(scope="module")
def document(tiny_build):
    server = Flask("api")
    refusals.install(server)
    routes.install(server, BuildQueries(tiny_build.build_dir), today=lambda: date(2026, 3, 2))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", server)


def test_the_document_has_the_paths_that_are_tried(document):
    assert {result.ok().path for result in document.get_all_operations()} == {f"/api/v1/{p}" for p in PATHS}


@pytest.mark.parametrize("path", PATHS)
def test_no_request_by_the_document_makes_the_server_fail(document, path):
    operations = (result.ok() for result in document.get_all_operations())
    operation = next(each for each in operations if each.path == f"/api/v1/{path}")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case):
        case.call_and_validate(checks=list(CHECKS))

    ask()
