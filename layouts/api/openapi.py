"""The OpenAPI 3.1 document, generated from the models that check parameters and fill rows."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from layouts.api.endpoints import RESOURCES, Resource
from layouts.api.problems import Problem
from layouts.exports.gate.export_reasons import HEADER, LONGEST_REASON, SHORTEST_REASON

ABOUT = (
    "Read-only access to the figures and verdicts of the dashboard. Every list is paged, as JSON "
    "or as CSV with the same fields. Exact decimals are strings. In CSV an empty cell means null, "
    "a list is JSON in its cell, and text that a spreadsheet would read as a formula starts with "
    "an apostrophe. Every answer has an ETag that changes with the data."
)
_TEXT = {"type": "string"}
_HEADERS = {
    "Link": {"description": 'The next page as rel="next"; absent on the last.', "schema": _TEXT},
    "X-Total-Count": {
        "description": "Number of rows on all pages.",
        "schema": {"type": "integer"},
    },
    "ETag": {"description": "Send it back as If-None-Match.", "schema": _TEXT},
}
_REASON = {
    "name": HEADER,
    "in": "header",
    "description": "What the rows are needed for; kept in the audit log. It is required where they "
    "hold exact small numbers.",
    "schema": {"type": "string", "minLength": SHORTEST_REASON, "maxLength": LONGEST_REASON},
}


class Untitled(GenerateJsonSchema):
    """Schemas without titles, which would repeat each field's name.

    `ApiTarget` is published as `Target`: only the code has to tell it from the catalogue's.
    """

    def normalize_name(self, name: str) -> str:
        return super().normalize_name(name).removeprefix("Api")

    def field_title_should_be_set(self, _schema: Any, /) -> bool:
        return False


def build_document() -> dict[str, Any]:
    """Return the whole document, which does not depend on data or the council's files."""
    params = {
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
            f"/api/v1/{_name_parts(resource)}": {
                "get": _describe_operation(resource, params[resource.name])
            }
            for resource in RESOURCES
        },
        "components": {
            "schemas": schemas["$defs"],
            "responses": {
                "BadParameters": {
                    "description": "Invalid parameters; `errors` names each, the reason and "
                    "what is allowed.",
                    "content": {"application/problem+json": {"schema": _refer_to("Problem")}},
                },
                "ReasonNeeded": {
                    "description": "The rows hold exact small numbers, and no reason was given.",
                    "content": {"application/problem+json": {"schema": _refer_to("Problem")}},
                },
                "NotModified": {"description": "Your copy is current."},
            },
        },
    }


def render_document() -> str:
    """Return the document as stored in docs/openapi.json."""
    return json.dumps(build_document(), indent=2, ensure_ascii=False) + "\n"


def _refer_to(model: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model}"}


def _name_parts(resource: Resource) -> str:
    """Return the address with its parts as OpenAPI writes them: records/{kind}."""
    return resource.name.replace("<", "{").replace(">", "}")


def _describe_operation(resource: Resource, params: dict[str, Any]) -> dict[str, Any]:
    page = {"application/json": {"schema": _refer_to(resource.page.__name__)}}
    return {
        "operationId": resource.operation,
        "summary": resource.summary,
        "parameters": [
            _describe_parameter(name, schema, params.get("$defs", {}), resource)
            for name, schema in params["properties"].items()
        ]
        + [_REASON],
        "responses": {
            "200": {
                "description": "A page of rows.",
                "headers": _HEADERS,
                "content": page | {"text/csv": {"schema": _TEXT}},
            },
            "304": {"$ref": "#/components/responses/NotModified"},
            "400": {"$ref": "#/components/responses/BadParameters"},
            "403": {"$ref": "#/components/responses/ReasonNeeded"},
        },
    }


def _describe_parameter(
    name: str, schema: dict[str, Any], shared: dict[str, Any], resource: Resource
) -> dict[str, Any]:
    """Return a parameter of the query or the path with its schema, shared parts written out."""
    schema = dict(schema)
    parameter: dict[str, Any] = {
        "name": name,
        "in": "query",
        "description": schema.pop("description"),
    }
    if f"<{name}>" in resource.name:
        parameter |= {"in": "path", "required": True}
    if not schema.get("default"):
        schema.pop("default", None)
    if schema.get("type") == "array":
        parameter |= {"style": "form", "explode": True}
        if "$ref" in schema["items"]:
            found = shared[schema["items"]["$ref"].rpartition("/")[2]]
            schema["items"] = {key: found[key] for key in ("type", "enum")}
    return parameter | {"schema": schema}
