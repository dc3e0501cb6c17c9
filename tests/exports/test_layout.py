"""A row as a line of JSON: nothing of it is lost, and what is no row is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exports import store
from bot.exports.layout import (
    FORMAT,
    NULL,
    Column,
    Kind,
    Malformed,
    Manifest,
    Table,
    TooNew,
    Written,
    line,
    manifest_bytes,
    manifest_of,
    row_of,
)

TABLE = Table("all", tuple(Column(kind.value, kind, 50 if kind is Kind.TEXT else None) for kind in Kind))

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50)
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
values: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Kind.NUMBER: st.floats(allow_nan=False, allow_infinity=False),
    Kind.TEXT: texts,
    Kind.BOOLEAN: st.booleans(),
    Kind.TIME: st.datetimes(timezones=st.just(UTC)),
    Kind.DAY: st.dates(),
    Kind.JSON: st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8),
}


@given(st.fixed_dictionaries({}, optional={kind.value: values[kind] for kind in Kind}))
def test_a_row_is_read_as_it_was_written_and_written_as_it_was_read(row: dict[str, Any]) -> None:
    written = line(row)
    assert written.count(b"\n") == 1
    found = row_of(TABLE, written)
    assert found == {kind.value: NULL if row.get(kind.value, 0) is None else row.get(kind.value) for kind in Kind}
    again = {name: None if found[name] is NULL else found[name] for name in row}
    assert line(again) == written


def test_a_line_is_what_the_page_of_the_format_shows() -> None:
    row = {"integer": 7, "text": "Straße\n", "time": datetime(2027, 3, 1, 12, tzinfo=UTC), "day": date(2027, 3, 1)}
    assert (
        line(row).decode() == '{"integer":7,"text":"Straße\\n","time":"2027-03-01T12:00:00Z","day":"2027-03-01"}\n'
    )


def test_half_a_pair_that_no_file_can_hold_spoils_no_export() -> None:
    assert row_of(TABLE, line({"json": ["a\ud800b"]}))["json"] == ["a?b"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "this is no JSON"),
        (b"[" * 100_000, "this is no JSON"),
        (b'{"integer": ' + b"9" * 5000 + b"}", "this is no JSON"),
        (b'{"json": NaN}', "this is no JSON"),
        (b"\xff{}", "this is no JSON"),
        (b"[]", "this is no object"),
        (b'{"integer": "7"}', "`integer` holds no integer"),
        (b'{"integer": 7.0}', "`integer` holds no integer"),
        (b'{"integer": true}', "`integer` holds no integer"),
        (b'{"integer": 9223372036854775808}', "`integer` holds no integer"),
        (b'{"integer": null}', "`integer` holds no integer"),
        (b'{"number": "0.5"}', "`number` holds no number"),
        (b'{"text": 7}', "`text` holds no text"),
        (b'{"text": "a\\u0000b"}', "`text` holds no text"),
        (b'{"text": "a\\ud800b"}', "`text` holds no text"),
        (b'{"text": "' + b"a" * 51 + b'"}', "`text` has more than 50 characters"),
        (b'{"boolean": 1}', "`boolean` holds no boolean"),
        (b'{"time": "2027-03-01T12:00:00"}', "`time` holds no time"),
        (b'{"time": "0001-01-01T00:00:00+23:59"}', "`time` holds no time"),
        (b'{"time": "noon"}', "`time` holds no time"),
        (b'{"day": "2027-02-30"}', "`day` holds no day"),
        (b'{"id; DROP TABLE tickets": 1}', "`id; DROP TABLE tickets` is no column"),
    ],
)
def test_what_is_no_row_is_refused_and_it_is_said_why(content: bytes, why: str) -> None:
    with pytest.raises(Malformed) as error:
        row_of(TABLE, content)
    assert str(error.value) == why


def test_an_export_says_what_is_in_it() -> None:
    manifest = Manifest("0028", (Written("tickets", {"id": "integer"}, 2, "ab"),), ("cd",))
    assert manifest_of(manifest_bytes(manifest)) == manifest


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": "1"}',
        b'{"format": true}',
        b'{"format": 1}',
        b'{"format": 1, "revision": 28, "tables": [], "missing": []}',
        b'{"format": 1, "revision": "0028", "tables": {"a": 1}, "missing": []}',
        b'{"format": 1, "revision": "0028", "tables": [{"name": "a", "columns": [], "rows": 1, "sha256": ""}], "missing": []}',
        b'{"format": 1, "revision": "0028", "tables": [7], "missing": []}',
    ],
)
def test_what_does_not_say_what_is_in_it_is_no_export(content: bytes) -> None:
    with pytest.raises(Malformed):
        manifest_of(content)


def test_a_newer_format_is_known_whatever_else_stands_there() -> None:
    with pytest.raises(TooNew):
        manifest_of(f'{{"format": {FORMAT + 1}, "tables": "elsewhere"}}'.encode())


def test_every_column_of_every_table_is_of_a_kind_that_an_export_knows() -> None:
    assert len(store.known_tables()) > 40
    assert all(column.kind in Kind for table in store.known_tables() for column in table.columns)
