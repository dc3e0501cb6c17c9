"""What editors complete and check our files by: the JSON Schema of a model, and what it says of one place. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from bot.plain import Place


def schema_of(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a model, from which editors complete and check a file."""
    schema = model.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


def schema_text(schema: Mapping[str, Any]) -> str:
    """A schema as the text of its file: the same for the same models, and readable in a diff."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def parts_at(model: type[BaseModel], place: Place) -> Iterator[dict[str, Any]]:
    """The parts of a model's schema that speak of one place."""
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})

    def parts(node: dict[str, Any], rest: Place) -> Iterator[dict[str, Any]]:
        node = definitions[node["$ref"].removeprefix("#/$defs/")] if "$ref" in node else node
        for option in node.get("anyOf", ()):
            yield from parts(option, rest)
        if not rest:
            yield node
        elif isinstance(rest[0], int):
            yield from parts(node.get("items", {}), rest[1:])
        else:
            child = node.get("properties", {}).get(rest[0], node.get("additionalProperties"))
            yield from parts(child if isinstance(child, dict) else {}, rest[1:])

    return parts(schema, place)
