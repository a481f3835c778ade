"""The OpenAPI 3.1 document, made from the same models that check parameters and fill rows."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from layouts.api.endpoints import RESOURCES, Resource
from layouts.api.problems import Problem

ABOUT = (
    "The figures and verdicts of the dashboard, to read. Every list comes in pages, as JSON or as "
    "CSV with the same fields. Exact decimals are strings. In CSV an empty cell stands for null, "
    "lists are JSON in their cell, and words that a spreadsheet would take for a formula have an "
    "apostrophe before them. Answers carry an ETag that changes with the data."
)
_TEXT = {"type": "string"}
_HEADERS = {
    "Link": {"description": 'The next page as rel="next"; absent on the last.', "schema": _TEXT},
    "X-Total-Count": {
        "description": "How many rows there are on all pages.",
        "schema": {"type": "integer"},
    },
    "ETag": {"description": "Send it back as If-None-Match.", "schema": _TEXT},
}


class Untitled(GenerateJsonSchema):
    """Schemas that do not say each field's name twice."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def build_document() -> dict[str, Any]:
    """The whole document; it says nothing that depends on the data or the council's files."""
    asked = {
        resource.name: resource.params.model_json_schema(schema_generator=Untitled)
        for resource in RESOURCES
    }
    shapes: list[type[BaseModel]] = [*(resource.page for resource in RESOURCES), Problem]
    _, schemas = models_json_schema(
        [(shape, "serialization") for shape in shapes],
        ref_template="#/components/schemas/{model}",
        schema_generator=Untitled,
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Read API", "version": "1", "description": ABOUT},
        "servers": [{"url": "/"}],
        "paths": {
            f"/api/v1/{resource.name}": {"get": _operation(resource, asked[resource.name])}
            for resource in RESOURCES
        },
        "components": {
            "schemas": schemas["$defs"],
            "responses": {
                "BadParameters": {
                    "description": "Parameters will not do; `errors` says which, why, and what "
                    "may be given.",
                    "content": {"application/problem+json": {"schema": _reference("Problem")}},
                },
                "NotModified": {"description": "What you have is what stands."},
            },
        },
    }


def render_document() -> str:
    """The document as it is kept in docs/openapi.json."""
    return json.dumps(build_document(), indent=2, ensure_ascii=False) + "\n"


def _reference(model: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model}"}


def _operation(resource: Resource, asked: dict[str, Any]) -> dict[str, Any]:
    page = {"application/json": {"schema": _reference(resource.page.__name__)}}
    return {
        "operationId": resource.name,
        "summary": resource.summary,
        "parameters": [
            _parameter(name, schema, asked.get("$defs", {}))
            for name, schema in asked["properties"].items()
        ],
        "responses": {
            "200": {
                "description": "A page of rows.",
                "headers": _HEADERS,
                "content": page | {"text/csv": {"schema": _TEXT}},
            },
            "304": {"$ref": "#/components/responses/NotModified"},
            "400": {"$ref": "#/components/responses/BadParameters"},
        },
    }


def _parameter(name: str, schema: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """A query parameter: its schema as pydantic says it, with shared parts written out."""
    schema = dict(schema)
    parameter = {"name": name, "in": "query", "description": schema.pop("description")}
    if not schema.get("default"):
        schema.pop("default", None)
    if schema.get("type") == "array":
        parameter |= {"style": "form", "explode": True}
        if "$ref" in schema["items"]:
            found = shared[schema["items"]["$ref"].rpartition("/")[2]]
            schema["items"] = {key: found[key] for key in ("type", "enum")}
    return parameter | {"schema": schema}
