"""The OpenAPI document, made from the table of endpoints and the models of questions and answers."""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import TypeAdapter

from dashboard.api import payloads
from dashboard.api.endpoints import PREFIX, Endpoint

_VERSION: Final = "3.1.0"
_REFUSALS: Final = {
    "400": "The question does not fit; the message names the parameter.",
    "401": "A token is needed.",
    "403": "The token does not reach so far.",
    "404": "There is no such region or indicator.",
    "503": "No build can be read at this moment.",
}


def openapi_document(endpoints: Sequence[Endpoint], title: str) -> dict[str, Any]:
    """The document as plain JSON.

    Args:
        endpoints: the table.
        title: title of the product in the deployment's place.
    """
    schemas: dict[str, Any] = {}
    error = _schema(payloads.Error, schemas)
    paths = {
        f"{PREFIX}{each.path}": {each.method.lower(): _operation(each, schemas, error)} for each in endpoints
    }
    token = {"type": "http", "scheme": "bearer", "description": "Token of a service account."}
    return {
        "openapi": _VERSION,
        "info": {"title": title, "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"token": token}},
        "security": [{}, {"token": []}],
    }


def _operation(endpoint: Endpoint, schemas: dict[str, Any], error: dict[str, Any]) -> dict[str, Any]:
    question = _schema(endpoint.asks, schemas)
    answer = {"description": endpoint.summary, "content": _json(_schema(endpoint.tells, schemas))}
    refusals = {code: {"description": says, "content": _json(error)} for code, says in _REFUSALS.items()}
    asked: dict[str, Any] = (
        {"requestBody": {"required": True, "content": _json(question)}}
        if endpoint.method == "POST"
        else {"parameters": _parameters(endpoint)}
    )
    name = endpoint.path.strip("/").replace("-", "_")
    return {
        "operationId": name,
        "summary": endpoint.summary,
        **asked,
        "responses": {"200": answer} | refusals,
    }


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    schema = endpoint.asks.model_json_schema()
    shared = schema.get("$defs", {})
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "schema": _inlined(each, shared),
            "style": "form",
            "explode": False,
        }
        for name, each in schema.get("properties", {}).items()
    ]


def _inlined(schema: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """A parameter's schema without references; ``null`` is said by leaving the parameter out."""
    if "$ref" in schema:
        return dict(shared[schema["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in schema:
        (only,) = [each for each in schema["anyOf"] if each.get("type") != "null"]
        return _inlined(only, shared)
    return {key: value for key, value in schema.items() if key != "default" or value not in (None, ())}


def _schema(model: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    schema = TypeAdapter(model).json_schema(ref_template="#/components/schemas/{model}")
    schemas |= schema.pop("$defs", {})
    return schema


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
