"""What stands in an export: its names, what it says of itself, and a row as a line of JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from pydantic_core import PydanticSerializationError, to_json, to_jsonable_python

FORMAT = 1
"""The newest way to write an export. A change that an older Signpost would read wrongly makes it one more."""

MANIFEST = "signpost.json"
FILES = "attachments/"

LONGEST_LINE = 32 * 1024 * 1024
"""Bytes of a row. Nothing that people type in Discord comes near it."""

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


class Kind(StrEnum):
    """What a column holds."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    TIME = "time"
    DAY = "day"
    JSON = "json"


@dataclass(frozen=True)
class Column:
    """A column of a table; `longest` is how many characters its text may have, None for any number."""

    name: str
    kind: Kind
    longest: int | None = None


@dataclass(frozen=True)
class Table:
    """A table, with its columns in their order."""

    name: str
    columns: tuple[Column, ...]

    @property
    def path(self) -> str:
        """Where its rows stand in the export."""
        return f"tables/{self.name}.jsonl"


@dataclass(frozen=True)
class Written:
    """What an export says of a table: its columns, how many rows it has, and the SHA-256 of their lines."""

    table: str
    columns: Mapping[str, str]
    rows: int
    hash: str


@dataclass(frozen=True)
class Manifest:
    """What an export says of itself. `missing` are the hashes of files that were not there when it was made."""

    revision: str
    tables: tuple[Written, ...]
    missing: tuple[str, ...]


class Malformed(Exception):
    """This is not as an export is written; the text says what is wrong with it."""


class TooNew(Exception):
    """A newer Signpost has written the export."""


def said(table: Table) -> dict[str, str]:
    """What an export says of the columns of a table."""
    return {column.name: column.kind.value for column in table.columns}


def line(row: Mapping[str, Any]) -> bytes:
    """A row, by the names of its columns, without those that are empty. `None` stands for `null` in a JSON column."""
    try:
        return to_json(row) + b"\n"
    except PydanticSerializationError:
        # Half a surrogate pair, which JSON can hold, and UTF-8 cannot, becomes a question mark.
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=to_jsonable_python)
        return text.encode("utf-8", "replace") + b"\n"


def row_of(table: Table, line: bytes) -> dict[str, Any]:
    """The row of this line; every column is in it, an empty one as None, and `null` in a JSON column as `NULL`.

    Raises Malformed.
    """
    found = _json(line)
    if not isinstance(found, dict):
        raise Malformed("this is no object")
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.name not in found:
            row[column.name] = None
            continue
        try:
            row[column.name] = _READ[column.kind](found.pop(column.name))
        except (ValueError, OverflowError) as error:
            raise Malformed(f"`{column.name}` holds no {column.kind}") from error
        if column.longest is not None and len(row[column.name]) > column.longest:
            raise Malformed(f"`{column.name}` has more than {column.longest} characters")
    if found:
        raise Malformed(f"`{next(iter(found))[:40]}` is no column")
    return row


class Null:
    """What `null` in a JSON column is read as: a column may also be empty."""


NULL = Null()


def manifest_bytes(manifest: Manifest) -> bytes:
    """What `signpost.json` holds."""
    content = {
        "format": FORMAT,
        "revision": manifest.revision,
        "tables": [
            {"name": one.table, "columns": dict(one.columns), "rows": one.rows, "sha256": one.hash}
            for one in manifest.tables
        ],
        "missing": list(manifest.missing),
    }
    return json.dumps(content, indent=2).encode() + b"\n"


def manifest_of(content: bytes) -> Manifest:
    """What `signpost.json` says. Raises Malformed, and TooNew where another format is spoken."""
    found = _json(content)
    if not isinstance(found, dict) or type(found.get("format")) is not int:
        raise Malformed("it does not say in which format it is")
    if found["format"] > FORMAT:
        raise TooNew
    try:
        tables = tuple(
            Written(
                _text(one["name"]),
                {_text(name): _text(kind) for name, kind in one["columns"].items()},
                _integer(one["rows"]),
                _text(one["sha256"]),
            )
            for one in found["tables"]
        )
        missing = tuple(_text(one) for one in found["missing"])
        return Manifest(_text(found["revision"]), tables, missing)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Malformed("it does not say what is in it") from error


def _json(content: bytes) -> Any:
    try:
        return json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Malformed("this is no JSON") from error


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _integer(value: Any) -> int:
    if type(value) is not int or not _SMALLEST <= value <= _LARGEST:
        raise ValueError
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise ValueError
    return float(value)


def _text(value: Any) -> str:
    if type(value) is not str or "\0" in value:
        raise ValueError
    value.encode("utf-8")  # ValueError for half a surrogate pair
    return value


def _boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError
    return value


def _time(value: Any) -> datetime:
    at = datetime.fromisoformat(_text(value))
    if at.tzinfo is None:
        raise ValueError
    return at.astimezone(UTC)


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _any_json(value: Any) -> Any:
    return NULL if value is None else value


_READ: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.BOOLEAN: _boolean,
    Kind.TIME: _time,
    Kind.DAY: _day,
    Kind.JSON: _any_json,
}
