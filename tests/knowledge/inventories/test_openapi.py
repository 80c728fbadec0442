"""OpenAPI 3: inputs and errors of every operation, from JSON and from YAML."""

import json
from typing import Any

import pytest

from knowledge.inventories.reading import read
from knowledge.inventories.values import Reading, Refused

YAML = """
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /orders:
    parameters:
      - {name: tenant, in: header, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: string}}
    get:
      summary: List orders
      parameters:
        - $ref: "#/components/parameters/Limit"
      responses:
        200: {description: Fine}
        400: {$ref: "#/components/responses/Bad"}
        5XX: {description: "Broken\\nTry later."}
    post:
      operationId: createOrder
      requestBody:
        required: true
        content:
          text/plain: {schema: {type: string}}
          application/json:
            schema: {$ref: "#/components/schemas/Order"}
      responses:
        default: {description: Anything}
        "409": {description: Exists already}
  /ping: {get: {responses: {"200": {description: ok}}}}
components:
  parameters:
    Limit: {name: limit, in: query, description: How many, schema: {type: integer, maximum: 100, description: A number}}
  responses:
    Bad: {description: Bad request}
  schemas:
    Order:
      required: [lines]
      properties:
        id: {type: string, readOnly: true}
        lines:
          type: array
          items:
            required: [sku]
            properties: {sku: {type: string}, parent: {$ref: "#/components/schemas/Order"}}
"""


def api(text: str, kind: str) -> Reading:
    return read(text.encode(), name="api.yaml", kind=kind)


def operation(**body: Any) -> str:
    return json.dumps({"openapi": "3.1.0", "paths": {"/a": {"get": body}}})


def test_parameters_and_bodies_of_every_operation_are_inputs() -> None:
    reading = api(YAML, "inputs")

    items = {each.key: each for each in reading.items}
    assert reading.format == "openapi"
    assert list(items) == [
        "GET /orders tenant (header)",
        "GET /orders limit (query)",
        "POST /orders tenant (header)",
        "POST /orders limit (query)",
        "POST /orders lines[].sku (body)",
        "POST /orders lines[].parent (body)",
    ]
    limit = items["GET /orders limit (query)"]
    assert limit.description == "How many"
    assert limit.details == {
        "name": "limit", "in": "query", "type": "integer", "range": "at most 100",
        "required": False, "method": "GET", "path": "/orders", "operation": "List orders",
    }  # fmt: skip
    assert items["POST /orders limit (query)"].details["type"] == "string"
    assert items["POST /orders lines[].sku (body)"].details["required"] is True


def test_answers_of_4xx_and_5xx_are_errors() -> None:
    items = {each.key: each for each in api(YAML, "errors").items}

    assert list(items) == ["GET /orders 400", "GET /orders 5XX", "POST /orders 409"]
    assert items["GET /orders 400"].label == "Bad request"
    assert items["GET /orders 5XX"].label == "Broken"
    assert items["GET /orders 5XX"].description == "Broken\nTry later."
    assert items["POST /orders 409"].details["operation"] == "createOrder"


@pytest.mark.parametrize(
    ("text", "kind", "fault"),
    [
        (
            '{"swagger": "2.0", "paths": {}}',
            "inputs",
            "is Swagger 2; OpenAPI 3 is taken",
        ),
        ('{"openapi": "4.0.0"}', "inputs", "is OpenAPI 4.0.0"),
        ('{"openapi": "3.0.0"}', "inputs", "names no input"),
        ('{"openapi": "3.0.0", "paths": [1]}', "errors", "names no error"),
        (operation(responses={"200": {}}), "errors", "names no error"),
    ],
)
def test_what_lists_nothing_is_refused(text: str, kind: str, fault: str) -> None:
    with pytest.raises(Refused, match=fault):
        api(text, kind)


@pytest.mark.parametrize(
    "body",
    [
        {"parameters": "x"},
        {"parameters": [None, 1, {"name": 3, "in": "query"}, {"name": "", "in": "q"}]},
        {"requestBody": {"content": {}}},
        {"requestBody": {"content": {"application/json": {"schema": 3}}}},
        {"responses": []},
    ],
)
def test_parts_of_a_wrong_form_are_passed_over(body: dict[str, Any]) -> None:
    body.setdefault("responses", {"404": None})
    kind = "inputs" if "parameters" in body or "requestBody" in body else "errors"
    good = [{"name": "ok", "in": "query"}]
    document = json.loads(operation(**body))
    document["paths"]["/b"] = {"get": {"parameters": good, "responses": {"404": {}}}}

    keys = [each.key for each in api(json.dumps(document), kind).items]

    assert "GET /b ok (query)" in keys or "GET /b 404" in keys


def test_a_parameter_that_is_an_object_is_one_input() -> None:
    shape = {"properties": {"from": {"type": "string", "maxLength": 3}}}
    one = {
        "name": "filter",
        "in": "query",
        "content": {"application/json": {"schema": shape}},
    }

    (item,) = api(operation(parameters=[one]), "inputs").items

    assert item.key == "GET /a filter (query)"
    assert item.details["type"] == "object"
    assert "range" not in item.details
