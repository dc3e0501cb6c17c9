"""The JSON Schema of config.yaml → docs/configure.md: each setting with its type, default, limits and meaning. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]
"""A part of a JSON Schema."""

_INTRODUCTION = """\
# Configure

Every setting of `config.yaml`, with its limits. The file itself explains them too, line by line, and editors that know YAML
schemas complete it (`docs/schema/`). A change takes effect when `signpost run` is started again; `signpost check` names every
mistake with its line. There are no secrets in the file: the bot's token belongs in `.env`.

Channels and roles are given by name or by id. A setting with a default may be left out. `[]` stands for each element of a
list, `<key>` for each key of a table.

This page is written by `signpost schema --page docs/configure.md`, from the descriptions in `bot/config.py`.
"""
_HEAD = "| setting | type | default | limits | what |\n|---|---|---|---|---|"
_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
_MANY = {"table": "tables", "name or id": "names or ids", "whole number": "whole numbers", "number": "numbers"}


@dataclass(frozen=True)
class _Table:
    """The settings of one model and how they are written: `tickets.types[].label` is one of `tickets.types[]`."""

    path: str
    node: Node


def settings_page(schema: Node) -> str:
    """The page, in Markdown: a heading and a table a section, and one for each table or list of tables in it."""
    definitions = schema.get("$defs", {})
    parts = [_INTRODUCTION]
    waiting = [_Table(name, _resolved(node, definitions)) for name, node in schema["properties"].items()]
    first_at: dict[str, str] = {}
    while waiting:
        table = waiting.pop(0)
        rows: list[str] = []
        below: list[_Table] = []
        for name, raw in table.node["properties"].items():
            node = _resolved(raw, definitions)
            path = f"{table.path}.{name}"
            rows.append(
                _row(path, node, is_required=name in table.node.get("required", ()), definitions=definitions)
            )
            below += _tables_in(path, node, definitions)
        waiting = below + waiting
        heading = f"## {table.path}" if "." not in table.path else f"### `{table.path}`"
        meaning = " ".join(table.node.get("description", "").split())
        if (first := first_at.setdefault(meaning, table.path)) != table.path:
            meaning = f"As `{first}`."
        parts.append(f"{heading}\n\n{_cell(meaning)}\n\n{_HEAD}\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _resolved(node: Node, definitions: Node) -> Node:
    """The node with what it refers to, and without the null that only says it may be left out."""
    if "anyOf" in node:
        options = [option for option in node["anyOf"] if option.get("type") != "null"]
        if len(options) == 1:
            return _resolved({**options[0], **{key: node[key] for key in node if key != "anyOf"}}, definitions)
    if "$ref" in node:
        target = definitions[node["$ref"].rpartition("/")[2]]
        return {**target, **{key: node[key] for key in node if key != "$ref"}}
    return node


def _tables_in(path: str, node: Node, definitions: Node) -> Iterator[_Table]:
    """The tables that a setting is made of: itself, its elements, or what stands under its keys."""
    if "properties" in node:
        yield _Table(path, node)
    elif node.get("type") == "array":
        yield from _tables_in(f"{path}[]", _resolved(node["items"], definitions), definitions)
    elif isinstance(node.get("additionalProperties"), Mapping):
        yield from _tables_in(f"{path}.<key>", _resolved(node["additionalProperties"], definitions), definitions)


def _row(path: str, node: Node, *, is_required: bool, definitions: Node) -> str:
    default = "must be given" if is_required else _default(node)
    limits = "; ".join(_limits(node, definitions))
    return f"| `{path}` | {_type(node, definitions)} | {default} | {_cell(limits)} | {_cell(node.get('description', ''))} |"


def _type(node: Node, definitions: Node) -> str:
    node = _resolved(node, definitions)
    if "properties" in node:
        return "table"
    if node.get("type") == "array":
        element = _type(node["items"], definitions)
        return f"list of {_MANY.get(element, element)}"
    if isinstance(node.get("additionalProperties"), Mapping):
        element = _type(node["additionalProperties"], definitions)
        return f"table of {_MANY.get(element, element)}"
    if {option.get("type") for option in node.get("anyOf", ())} - {"null"} == {"string", "integer"}:
        return "name or id"
    if "anyOf" in node:
        return " or ".join(_type(option, definitions) for option in node["anyOf"])
    return _TYPES[node["type"]]


def _default(node: Node) -> str:
    default = node.get("default")
    if "properties" in node:
        return "as below"
    if default in (None, [], {}):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _limits(node: Node, definitions: Node) -> Iterator[str]:
    """What a value must keep to, each as a few words."""
    node = _resolved(node, definitions)
    if "enum" in node:
        yield ", ".join(f"`{one}`" for one in node["enum"])
    if found := _range(node, "minimum", "maximum"):
        yield found
    if found := _range(node, "minLength", "maxLength"):
        yield "not empty" if found == "at least 1" else f"{found} characters"
    if "patternErrorMessage" in node:
        yield node["patternErrorMessage"].removeprefix("must be ")
    if found := _range(node, "minItems", "maxItems") or _range(node, "minProperties", "maxProperties"):
        yield f"{found} of them"
    for within in ("items", "additionalProperties"):
        if isinstance(node.get(within), Mapping):
            yield from (f"each {limit}" for limit in _limits(node[within], definitions))
    for option in node.get("anyOf", ()):
        yield from _limits(option, definitions)


def _range(node: Node, least: str, most: str) -> str:
    if least in node and most in node:
        return f"{node[least]:g} to {node[most]:g}" if node[most] < 100_000 else f"{node[least]} to {node[most]}"
    if most in node:
        return f"up to {node[most]}"
    return f"at least {node[least]}" if least in node else ""


def _cell(text: str) -> str:
    """Text as it stands in a cell: `|` would end it, and `<` would begin HTML."""
    return text.replace("|", r"\|").replace("<", r"\<")
