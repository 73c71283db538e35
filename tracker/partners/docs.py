"""The schema as a page for people. Everything on it is read from the schema, so the two cannot differ."""

import json
import re
from http import HTTPStatus

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.lib.canonical import canonical, digest
from tracker.partners.api import CACHE_CONTROL, PROBLEMS, conditional
from tracker.partners.problems import TYPES
from tracker.partners.schema import document

GROUPS = {
    "start": "Start here",
    "stories": "Stories",
    "claims": "Claims",
    "sources": "Sources",
}
MORE_PROBLEMS = {
    403: "What was asked for is not open to you. Nothing in this version answers so.",
    412: "It has changed since the version that If-Match or If-Unmodified-Since names.",
    500: "Something went wrong on our side and has been noted. Ask again later.",
}


@require_safe
def docs(request):
    """Show the schema as a page."""
    page = readable(document())
    response = render(request, "partners/docs.html", page | {"here": "api"})
    response["Cache-Control"] = CACHE_CONTROL
    return conditional(request, response, etag=digest(response.content))


def readable(schema):
    """Return what the page shows of an OpenAPI document: groups of operations, shapes, and problems."""
    operations = [
        _operation(path, operation)
        for path, methods in schema["paths"].items()
        for operation in methods.values()
    ]
    operations.sort(key=lambda operation: (operation["path"].count("/"), operation["path"]))
    return {
        "title": schema["info"]["title"],
        "description": schema["info"]["description"],
        "server": schema["servers"][0]["url"],
        "groups": [
            {"id": tag, "title": title, "operations": [one for one in operations if one["tag"] == tag]}
            for tag, title in GROUPS.items()
        ],
        "shapes": [_shape(name, shape) for name, shape in sorted(schema["components"]["schemas"].items())],
        "problems": [
            {
                "id": name,
                "status": status,
                "title": HTTPStatus(status).phrase,
                "text": segments((PROBLEMS | MORE_PROBLEMS)[status]),
            }
            for status, name in TYPES.items()
        ],
    }


def segments(text):
    """Return a text as (words, whether they are code) pairs: code stands between backticks."""
    return [(words, index % 2 == 1) for index, words in enumerate(text.split("`")) if words]


def paragraphs(text):
    """Return the paragraphs of a text, each as segments on one line."""
    return [segments(" ".join(block.split())) for block in re.split(r"\n\s*\n", text.strip()) if block]


def _operation(path, operation):
    answer = operation["responses"]["200"]["content"]["application/json"]
    example = next(iter(answer["examples"].values()))["value"]
    parameters = [_parameter(parameter) for parameter in operation.get("parameters", [])]
    return {
        "id": operation["operationId"].replace("_", "-"),
        "tag": operation["tags"][0],
        "path": path,
        "address": settings.SITE_URL + _filled(path, operation.get("parameters", [])),
        "summary": operation["summary"],
        "paragraphs": paragraphs(operation["description"]),
        "parameters": parameters,
        "answer": _kind(answer["schema"]),
        "example": json.dumps(example, ensure_ascii=False, indent=2),
        "responses": [
            {
                "status": status,
                "title": HTTPStatus(int(status)).phrase,
                "text": segments(response["description"]),
            }
            for status, response in operation["responses"].items()
        ],
    }


def _filled(path, parameters):
    """The path with the example of each of its parameters put in."""
    for parameter in parameters:
        if parameter["in"] == "path":
            value = next(iter(parameter["examples"].values()))["value"]
            path = path.replace(f"{{{parameter['name']}}}", value)
    return path


def _parameter(parameter):
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "required": parameter.get("required", False),
        "kind": _kind(parameter["schema"]),
        "text": segments(" ".join(parameter.get("description", "").split())),
    }


def _shape(name, shape):
    required = set(shape.get("required", ()))
    return {
        "name": name,
        "paragraphs": paragraphs(shape.get("description", "")),
        "choices": [_name(choice) for choice in shape.get("oneOf", ())],
        "fields": [
            {
                "name": field,
                "required": field in required,
                "kind": _kind(schema),
                "text": segments(" ".join(schema.get("description", "").split())),
            }
            for field, schema in shape.get("properties", {}).items()
        ],
    }


def _kind(schema):
    """What a reader wants to know of a schema: {"words", "shape", "many", "nullable", "choices", "notes"}."""
    many = schema.get("type") == "array"
    if many:
        return _kind(schema["items"]) | {"many": True}
    options = schema.get("oneOf") or schema.get("allOf") or [schema]
    shape = next((_name(option) for option in options if "$ref" in option), "")
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    choices = [choice for option in options for choice in option.get("enum", ()) if choice is not None]
    return {
        "words": " or ".join(one for one in types if one != "null"),
        "shape": shape,
        "many": False,
        "nullable": "null" in types or {"type": "null"} in options,
        "choices": [choice if choice != "" else "(empty)" for choice in choices],
        "notes": _notes(schema),
    }


def _notes(schema):
    notes = [schema["format"]] if "format" in schema else []
    if "minimum" in schema and "maximum" in schema:
        notes.append(f"{schema['minimum']} to {schema['maximum']}")
    if "default" in schema:
        notes.append(f"{canonical(schema['default'])} unless given")
    return notes


def _name(reference):
    return reference["$ref"].rsplit("/", 1)[1]
