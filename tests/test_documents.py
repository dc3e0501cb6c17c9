"""Whatever stands in a YAML file, it is read as it looks, or refused with the line and a plain sentence."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl

from bot.config import Config
from bot.documents import Document, read_document
from bot.json_schema import schema_of, schema_text
from bot.knowledge.entry import FaqFile
from bot.problems import Problem, did_you_mean
from bot.validating import validate

Read = Callable[[str | bytes], tuple[Document | None, list[Problem]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads the given content as a file that problems call `f.yaml`."""

    def read(content: str | bytes) -> tuple[Document | None, list[Problem]]:
        path = tmp_path / "f.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_document(path, "f.yaml")

    return read


def test_a_problem_reads_as_file_line_and_sentence_and_sorts_in_the_order_of_the_file() -> None:
    problems = [Problem("b.yaml", 1, "x"), Problem("a.yaml", 10, "x"), Problem("a.yaml", 9, "x is missing")]
    assert [str(problem) for problem in sorted(problems)] == [
        "a.yaml:9: x is missing",
        "a.yaml:10: x",
        "b.yaml:1: x",
    ]


def test_what_looks_plain_is_read_as_it_looks(read: Read) -> None:
    document, problems = read(
        "﻿# Notepad's byte order mark, and Windows line ends\r\n"
        "text: hello, world   # a comment\r\n"
        "quoted: 'no'\r\n"
        "count: 3\r\n"
        "share: 0.72\r\n"
        "on_time: true\r\n"
        "day: 2027-01-31\r\n"
        "version: 1.2.3\r\n"
        "address: 192.168.0.1\r\n"
        "time: 08:05:59 sharp\r\n"
        "list: [a, -1, 'b']\r\n"
        "long: |\r\n"
        "  one #not a comment\r\n"
        "  two: three\r\n"
    )
    assert problems == []
    assert document is not None
    assert document.data == {
        "text": "hello, world",
        "quoted": "no",
        "count": 3,
        "share": 0.72,
        "on_time": True,
        "day": datetime.date(2027, 1, 31),
        "version": "1.2.3",
        "address": "192.168.0.1",
        "time": "08:05:59 sharp",
        "list": ["a", -1, "b"],
        "long": "one #not a comment\ntwo: three\n",
    }
    assert document.line(("long",)) == 12
    assert document.line(("list", 2)) == 11
    assert document.line(("list", 2, "not", "there")) == 11
    assert document.raw[("share",)] == "0.72"
    assert ("quoted",) not in document.raw


BOOLEANS = [
    pytest.param(f"a: 1\nb: {word}\n", 2, f"`{word}` is read as {meant} by YAML: put it in quotes", id=word)
    for meant, words in {"true": "yes Yes YES on On ON True TRUE", "false": "no No NO off Off OFF False"}.items()
    for word in words.split(" ")
]
NUMBERS = [
    pytest.param(f"a: 1\nb: {word}\n", 2, f"`{word}` is read as a number by YAML: put it in quotes", id=word)
    for word in [
        *("0123", "089", "00", "1_000", "0x1F", "0b101", "0o17", "12345678901234567890"),
        *("12:30", "190:20:30", "2001:0:0:1", "1.", ".5", "1e3", "1.5e+3", "1_0.5", ".inf", "-.INF", ".nan"),
    ]
]
DATES = [
    pytest.param("a: 2026-02-30\n", 1, "`2026-02-30` is read as a date that is not in the calendar", id="no day"),
    pytest.param("a: 2026-01-31 10:00\n", 1, "is read as a date and time by YAML: put it in quotes", id="time"),
    pytest.param("a: 2026-1-31T10:00:00Z\n", 1, "is read as a date and time by YAML", id="time as in ISO 8601"),
]
NOTHING = [
    pytest.param("a:\nb: 1\n", 1, "`a` is empty: give it a value, or leave the line out", id="nothing"),
    pytest.param("a:\n  - x\n  -\n", 3, "item 2 of `a` is empty", id="an empty item"),
    pytest.param("a: {b, c: 1}\n", 1, "`b` is empty", id="no value in braces"),
    pytest.param("a: ~\n", 1, "`~` is read as nothing by YAML: put it in quotes, or leave the line out", id="~"),
    pytest.param("a: null\n", 1, "`null` is read as nothing by YAML", id="null"),
]
HASHES = [
    pytest.param("a: 1\ntickets: #help\n", 2, "`#help` is left out, because `#` starts a comment", id="channel"),
    pytest.param("a:\n  - #help\n  - b\n", 2, "`#help` is left out", id="channel in a list"),
    pytest.param("a: what is #help for\n", 1, "`#help for` is left out", id="in the midst of text"),
    pytest.param("a: one\n  two #three\n", 1, "`#three` is left out", id="at the end of two lines"),
]
KEYS = [
    pytest.param("a: 1\nb: 2\na: 3\n", 3, "`a` is written twice here (first on line 1)", id="twice"),
    pytest.param(
        "x:\n  - a: 1\n    'a': 3\n", 3, "`a` is written twice here (first on line 2)", id="twice, quoted"
    ),
    pytest.param("{a: 1, a: 2}\n", 1, "`a` is written twice here", id="twice in braces"),
    pytest.param("t:\n  no: x\n", 2, "the key `no` is read as false by YAML: put it in quotes", id="Norwegian"),
    pytest.param("1: x\n", 1, "the key `1` is read as a number by YAML: put it in quotes", id="number"),
    pytest.param("1.5: x\n", 1, "the key `1.5` is read as a number by YAML", id="decimal"),
    pytest.param("012: x\n", 1, "the key `012` is read as a number by YAML", id="octal"),
    pytest.param("true: x\n", 1, "the key `true` is read as true by YAML", id="true"),
    pytest.param("2026-01-31: x\n", 1, "the key `2026-01-31` is read as a date by YAML", id="date"),
    pytest.param("null: x\n", 1, "the key `null` is read as nothing by YAML", id="null"),
    pytest.param("a: 1\n?\n: x\n", 2, "a key is missing before this colon", id="no key"),
    pytest.param("a: 1\n? [b]\n: x\n", 2, "a key cannot be a list, a group or an alias", id="a list"),
    pytest.param("a: {{b}: c}\n", 1, "a key cannot be a list, a group or an alias", id="a group"),
    pytest.param("a:\n  <<: {b: 1}\n", 2, "merge keys (`<<`) are not read here", id="merge"),
    pytest.param('a: 1\n"b\\0": x\n', 2, "the key `b\\u0000` holds an invisible control character", id="NUL"),
]
MACHINERY = [
    pytest.param("a: 1\nb: &x text\n", 2, "starts with `&` is an anchor to YAML: put it in quotes", id="anchor"),
    pytest.param("b: &x\n  c: text\n", 1, "starts with `&` is an anchor to YAML", id="anchor of a group"),
    pytest.param("b:\n  - &x\n", 2, "starts with `&` is an anchor to YAML", id="anchor of nothing"),
    pytest.param("&x b: 1\n", 1, "starts with `&` is an anchor to YAML", id="anchor of a key"),
    pytest.param("b:\n  - *hello\n", 2, "starts with `*` is an alias to YAML: put it in quotes", id="alias"),
    pytest.param("*b : 1\n", 1, "a key cannot be a list, a group or an alias", id="alias as a key"),
    pytest.param("b: !important text\n", 1, "starts with `!` is a tag to YAML: put it in quotes", id="tag"),
    pytest.param("b: !!str 5\n", 1, "starts with `!` is a tag to YAML", id="standard tag"),
    pytest.param("b: !!python/object:os.system {}\n", 1, "starts with `!` is a tag to YAML", id="dangerous tag"),
    pytest.param("b: ! text\n", 1, "starts with `!` is a tag to YAML", id="empty tag"),
]
CHARACTERS = [
    pytest.param("a: 1\nb: x\0y\n", 2, "an invisible control character stands here: delete it", id="NUL"),
    pytest.param("a: 1\nb: x\x1by\n", 2, "put the whole text in double quotes, with `\\e` for it", id="escape"),
    pytest.param('a: 1\nb: "x\\ey"\n', 2, "`b` holds an invisible", id="escape outside of an ansi block"),
    pytest.param('b: "```ansi\\n\\e\\0```"\n', 1, "`b` holds an invisible", id="NUL in an ansi block"),
    pytest.param("a: 1\nb: x\x85y\n", 2, "an invisible control character", id="next line"),
    pytest.param("a: 1\nb: x\u2028y\n", 2, "an invisible control character", id="line separator"),
    pytest.param("a: 1\rb: 2\n", 1, "an invisible control character", id="carriage return alone"),
    pytest.param('a: 1\nb: "x\\0y"\n', 2, "`b` holds an invisible control character", id="NUL by its escape"),
    pytest.param('a: 1\nb: "x\\ud800y"\n', 2, "`b` holds an invisible control", id="half of a pair"),
    pytest.param("a:\n\tb: 1\n", 2, "a tab stands here: use spaces", id="tab as indentation"),
    pytest.param("a: 1\nb: x\ty\n", 2, "a tab stands here: use spaces", id="tab in text"),
    pytest.param('a: "\\UFFFFFFFF"\n', 1, "no character has this number", id="beyond Unicode"),
    pytest.param('a: "\\U00110000"\n', 1, "no character has this number", id="just beyond Unicode"),
]
FILES = [
    pytest.param("", 1, "this file is empty", id="empty"),
    pytest.param("# only\n# comments\n", 1, "this file is empty", id="only comments"),
    pytest.param("---\n", 1, "this file is empty", id="only a separator"),
    pytest.param("a: 1\n---\nb: 2\n", 2, "a second document starts here (`---`): one file holds one", id="two"),
    pytest.param("%YAML 1.2\n---\na: 1\n", 1, "a line cannot start with `%`", id="directive"),
    pytest.param("\ufeff%YAML 1.2\n---\na: 1\n", 1, "a line cannot start with `%`", id="directive after a mark"),
    pytest.param(b"a: 1\nb: caf\xe9\n", 2, "this file is not UTF-8 text: save it with the encoding", id="Latin 1"),
    pytest.param("a: 1\n".encode("utf-16"), 1, "this file is not UTF-8 text", id="UTF-16"),
    pytest.param("a:\n  " + "[" * 40 + "]" * 40, 2, "nested more than 30 deep", id="deep lists"),
    pytest.param("[" * 100_000, 1, "nested more than 30 deep", id="very deep lists"),
    pytest.param("- " * 5_000 + "x", 1, "nested more than 30 deep", id="very deep items"),
    pytest.param("a: 1\n" + "? " * 5_000 + "x", 2, "nested more than 30 deep", id="very deep keys"),
]
SYNTAX = [
    pytest.param("a: 1\nb\nc: 3\n", 2, "`key: value` is expected here: is the colon missing?", id="no colon"),
    pytest.param("a: 1\nb: to: me\n", 2, "put text that holds `: ` in quotes", id="two colons"),
    pytest.param("a: 1\n  b: 2\n", 2, "correct the indentation", id="indented too far"),
    pytest.param("a:\n  - b\n - c\n", 3, "correct the indentation", id="indented too little"),
    pytest.param("a: 1\nb: 'it\nc: 2\n", 2, "a quotation mark opens here and is never closed", id="open quote"),
    pytest.param("a: 'it's'\n", 1, "put text with special characters in quotes", id="quote within quotes"),
    pytest.param('a: "C:\\data"\n', 1, "use single quotes, or write `\\\\`", id="backslash"),
    pytest.param('a: "\\xZZ"\n', 1, "a backslash means something else in double quotes", id="wrong escape"),
    pytest.param("a: 1\nb: @home\n", 2, "text cannot start with this character", id="at sign"),
    pytest.param("b: `code`\n", 1, "text cannot start with this character", id="backtick"),
    pytest.param("a: | text\n", 1, "after `|` or `>` the text must start on the next line", id="block text"),
    pytest.param("a: [b, c\nd: 1\n", 1, "the `[ ]` or `{ }` that opens here is not complete", id="open bracket"),
    pytest.param("a: [b, , c]\n", 1, "the `[ ]` or `{ }` that opens here is not complete", id="two commas"),
    pytest.param("a:\n  - **bold**\n", 2, "text cannot start with `*`: put it in quotes", id="bold"),
    pytest.param("a:\n  - && then\n", 2, "text cannot start with `&`: put it in quotes", id="ampersands"),
    pytest.param("a: !b!c d\n", 1, "text cannot start with `!`: put it in quotes", id="exclamation marks"),
    pytest.param("a: - b\n", 1, "a list item (`- `) does not fit here", id="item on the line of its key"),
    pytest.param("a: ? b\n", 1, "text cannot start with `? `: put it in quotes", id="question mark"),
]


@pytest.mark.parametrize(
    ("content", "line", "gist"),
    [*BOOLEANS, *NUMBERS, *DATES, *NOTHING, *HASHES, *KEYS, *MACHINERY, *CHARACTERS, *FILES, *SYNTAX],
)
def test_a_trap_is_named_with_its_line(read: Read, content: str | bytes, line: int, gist: str) -> None:
    _document, problems = read(content)
    assert [problem.line for problem in problems] == [line], problems
    assert gist in problems[0].message


def test_all_traps_of_a_file_are_named_at_once(read: Read) -> None:
    document, problems = read("a: no\nb: 012\na: &x y\nc: [~, #d\n  e]\n")
    assert document is not None
    assert [problem.line for problem in problems] == [1, 2, 3, 3, 4]


def test_traps_before_a_syntax_error_are_named_with_it(read: Read) -> None:
    document, problems = read("a: no\nb: 'x\n")
    assert document is None
    assert [problem.line for problem in problems] == [1, 2]


def test_a_comment_with_a_space_is_a_comment(read: Read) -> None:
    document, problems = read("a: 1 # one\nb: #\n  - c  ## two\n#d: 4\n")
    assert problems == []
    assert document is not None
    assert document.data == {"a": 1, "b": ["c"]}


def test_a_file_that_is_not_there_is_a_problem_of_that_file(tmp_path: Path) -> None:
    document, problems = read_document(tmp_path / "gone.yaml", "faq/gone.yaml")
    assert document is None
    assert [str(problem) for problem in problems] == [
        "faq/gone.yaml:1: this file cannot be read: No such file or directory"
    ]


def test_a_folder_with_the_name_of_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    document, problems = read_document(tmp_path / "x.yaml", "x.yaml")
    assert document is None
    assert "this is no file" in problems[0].message


def test_a_pipe_with_the_name_of_a_file_is_a_problem_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.yaml")
    document, problems = read_document(tmp_path / "x.yaml", "x.yaml")
    assert document is None
    assert "this is no file, but a folder, a pipe or a device" in problems[0].message


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


def _even(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number


def _known(name: str) -> str:
    if name != "a":
        raise ValueError(f"nobody is called {name}")
    return name


class Closed(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class Item(Closed):
    name: str = Field(min_length=3, max_length=5)
    note: str | None = None


Place = Annotated[
    str, Field(pattern="^[a-z]+$", json_schema_extra={"patternErrorMessage": "must be small letters"})
]


class Order(Closed):
    title: str
    amount: Annotated[int, AfterValidator(_even)] = 2
    above: int = Field(default=2, gt=1)
    below: int = Field(default=2, lt=3)
    share: float = Field(default=0.5, ge=0.25, le=1)
    is_paid: bool = False
    day: datetime.date | None = None
    size: Annotated[Size, Field(strict=False)] = Size.SMALL
    pace: Literal["slow", "fast"] = "slow"
    place: Place = "here"
    shape: Annotated[str, Field(pattern="^o$")] = "o"
    page: Annotated[HttpUrl | None, Field(strict=False)] = None
    who: str | int = ""
    items: list[Item] = Field(default=[], min_length=2, max_length=4)
    names: dict[Annotated[str, AfterValidator(_known)], Item] = {}


INVALID = [
    ("titel: x\n", [(1, "`titel` is not a setting here (did you mean `title`?)"), (1, "`title` is missing")]),
    ("title: x\nzzz: 1\n", [(2, "`zzz` is not a setting here")]),
    ("title: x\n\u200bshare: 1\n", [(2, "`\\u200bshare` is not a setting here (did you mean `share`?)")]),
    (
        "title: x\nitems:\n  - name: abc\n  # none\n  - nme: abc\n",
        [(5, "`name` is missing"), (5, "`nme` is not a setting here (did you mean `name`?)")],
    ),
    ("title: x\nnames:\n  a:\n    nam: abcd\n    name: abcd\n", [(4, "`nam` is not a setting here (did you m")]),
    ("title: 1.10\n", [(1, "`1.10` is read as a number by YAML: put it in quotes")]),
    ("title: 404\n", [(1, "`404` is read as a number by YAML: put it in quotes")]),
    ("title: true\n", [(1, "`true` is read as true by YAML: put it in quotes")]),
    ("title: 2026-01-31\n", [(1, "`2026-01-31` is read as a date by YAML: put it in quotes")]),
    ("title: [x]\n", [(1, "`title` must be text (it is a list)")]),
    ("title:\n  a: b\n", [(1, "`title` must be text, and a colon makes it a group of settings: put it in q")]),
    ("title: x\namount: 3\n", [(2, "3 is odd")]),
    ("title: x\namount: many\n", [(2, "`amount` must be a whole number (it is `many`)")]),
    ("title: x\namount: '4'\n", [(2, "`amount` must be a whole number, without quotes (it is `4`)")]),
    ("title: x\namount: 2.5\n", [(2, "`amount` must be a whole number (it is `2.5`)")]),
    ("title: x\nabove: 1\nbelow: 3\n", [(2, "more than 1 (it is `1`)"), (3, "less than 3 (it is `3`)")]),
    ("title: x\nshare: 0.1\n", [(2, "`share` must be at least 0.25 (it is `0.1`)")]),
    ("title: x\nshare: 2\n", [(2, "`share` must be at most 1 (it is `2`)")]),
    ("title: x\nshare: true\n", [(2, "`share` must be a number (it is `true`)")]),
    ("title: x\nis_paid: 1\n", [(2, "`is_paid` must be `true` or `false` (it is `1`)")]),
    ("title: x\nday: tomorrow\n", [(2, "`day` must be a date such as 2027-01-31 (it is `tomorrow`)")]),
    ("title: x\nsize: Small\n", [(2, "`size` must be one of: small, large (did you mean `small`?)")]),
    ("title: x\nsize: 3\n", [(2, "`size` must be one of: small, large (it is `3`)")]),
    ("title: x\npace: fats\n", [(2, "`pace` must be one of: slow, fast (did you mean `fast`?)")]),
    ("title: x\nplace: There\n", [(2, "`place` must be small letters")]),
    ("title: x\nshape: x\n", [(2, "`shape` is not written as it must be")]),
    ("title: x\npage: ftp://x.org\n", [(2, "`page` must be a web address that starts with http:// or https://")]),
    ("title: x\npage: x.org\n", [(2, "`page` must be a web address")]),
    ("title: x\nwho: 1.5\n", [(2, "`1.5` is read as a number by YAML: put it in quotes")]),
    ("title: x\nwho: [a]\n", [(2, "`who` must be text or a whole number (it is a list)")]),
    ("title: x\nitems: a\n", [(2, "`items` must be a list, with each item on a line of its own after `- `")]),
    ("title: x\nitems: []\n", [(2, "`items` must have at least 2 items (it has 0)")]),
    (
        "title: x\nitems:\n  - name: abc\n  - name: ''\n  - name: ab\n    note: 1\n  - name: abcdef\n",
        [
            (4, "`name` is empty"),
            (5, "`name` must be at least 3 characters (it has 2)"),
            (6, "`1` is read as a number by YAML"),
            (7, "`name` must be at most 5 characters (it has 6)"),
        ],
    ),
    ("title: x\nitems: [a, 1]\n", [(2, "item 1 of `items` must be a group of"), (2, "item 2 of `items` must be")]),
    (
        "title: x\nitems:\n" + "  - {name: abc}\n" * 5,
        [(2, "`items` must have at most 4 items (it has 5)")],
    ),
    ("title: x\nnames:\n  A:\n    name: abc\n", [(3, "nobody is called A")]),
    ("title: x\nnames: [a]\n", [(2, "`names` must be a group of `key: value` lines (it is a list)")]),
    ("- title\n", [(1, "this file must be a group of `key: value` lines (it is a list)")]),
    ("title\n", [(1, "this file must be a group of `key: value` lines (it is `title`)")]),
    ("title: " + "x" * 99 + "\nday: " + "x" * 99 + "\n", [(2, "(it is `" + "x" * 39 + "…`)")]),
]


@pytest.mark.parametrize(("content", "expected"), INVALID, ids=[content[:40] for content, _ in INVALID])
def test_a_wrong_value_is_named_with_its_line_and_what_it_must_be(
    read: Read, content: str, expected: list[tuple[int, str]]
) -> None:
    document, problems = read(content)
    assert problems == []
    assert document is not None
    found, invalid = validate(document, Order)
    assert found is None
    assert [problem.line for problem in invalid] == [line for line, _ in expected], invalid
    for problem, (_, gist) in zip(invalid, expected, strict=True):
        assert gist in problem.message


def test_a_right_file_becomes_its_model(read: Read) -> None:
    document, _ = read("title: '1.10'\nday: 2027-01-31\nsize: large\nitems: [{name: abc}, {name: def}]\n")
    assert document is not None
    assert validate(document, Order) == (
        Order(
            title="1.10",
            day=datetime.date(2027, 1, 31),
            size=Size.LARGE,
            items=[Item(name="abc"), Item(name="def")],
        ),
        [],
    )


def test_a_trap_is_not_reported_a_second_time_but_other_mistakes_beside_it_are(read: Read) -> None:
    document, problems = read("titel: no\ntitle: x\nshare: 1_0\nis_paid: *x\nitems:\namount: 3\n")
    assert document is not None
    found, invalid = validate(document, Order)
    assert found is None
    assert [problem.line for problem in problems] == [1, 3, 4, 5]
    assert [str(problem) for problem in invalid] == ["f.yaml:6: 3 is odd"]


def test_a_file_with_only_a_trap_makes_no_model(read: Read) -> None:
    document, problems = read("title: no\n")
    assert document is not None
    assert len(problems) == 1
    assert validate(document, Order) == (None, [])


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("treshold", " (did you mean `threshold`?)"),
        ("THRESHOLD", " (did you mean `threshold`?)"),
        ("banana", ""),
        ("", ""),
    ],
)
def test_only_a_near_miss_is_guessed(word: str, hint: str) -> None:
    assert did_you_mean(word, ["min_words", "threshold"]) == hint


def test_a_schema_is_text_that_names_its_draft_and_ends_with_a_line_end() -> None:
    text = schema_text(schema_of(Item, "Une pièce"))
    assert text == schema_text(schema_of(Item, "Une pièce"))
    assert text.endswith("}\n")
    assert "Une pièce" in text
    assert json.loads(text)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


YAML_PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *"\n-:#,[]{}&*!|>'\"%@`?~=<\\\0\t\r\x85\ufeff",
                "\n  ",
                "\n- ",
                ": ",
                " #",
                "<<: ",
                "---\n",
                "...\n",
                "!!",
            ]
        ),
        st.sampled_from(
            ["no", "1.10", "0x1", "2026-02-30", "\\ud800", "\\UFFFFFFFF", "category: ", "entries:\n- "]
        ),
        st.text(max_size=5),
    ),
    max_size=60,
).map("".join)


@given(content=st.one_of(st.binary(), st.text().map(str.encode), YAML_PIECES.map(str.encode)))
def test_no_file_whatever_makes_reading_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    document, problems = read_document(path, "any.yaml")
    assert problems or document is not None
    if document is not None:
        for model in (Config, FaqFile):
            found, invalid = validate(document, model)
            assert (found is None) == bool(problems or invalid)
            problems += invalid
    for problem in problems:
        assert 1 <= problem.line <= content.count(b"\n") + 1
        assert str(problem).encode()


SHIPPED = [
    path.read_text(encoding="utf-8")
    for home in [Path(__file__).parents[1]]
    for path in (home / "config.yaml", home / "faq" / "dns.yaml")
]


@given(
    content=st.one_of(
        YAML_PIECES,
        st.builds(
            lambda text, at, piece: text[:at] + piece + text[at + 1 :],
            st.sampled_from(SHIPPED),
            st.integers(0, min(map(len, SHIPPED))),
            st.one_of(st.sampled_from([*"\n :-#|>'\"[]{},?&*!%\ufeff", "|#", "\n  ---"]), st.text(max_size=3)),
        ),
    )
)
def test_the_parser_in_c_changes_nothing_of_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, content: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "twice.yaml"
    path.write_bytes(content.encode())
    read = read_document(path, "twice.yaml")
    with pytest.MonkeyPatch.context() as without:
        without.setattr("bot.documents._QUICK", None)
        assert read_document(path, "twice.yaml") == read


@pytest.mark.parametrize("text", ["a: |#x\n  b\n", "a: \ufeff\n", "[a\n  --- b]\n", "a: >-#x\n  b\n"])
def test_what_the_parser_in_c_takes_and_the_other_may_not_is_read_by_the_other(read: Read, text: str) -> None:
    found = read(text)
    with pytest.MonkeyPatch.context() as without:
        without.setattr("bot.documents._QUICK", None)
        assert read(text) == found


@given(
    text=st.one_of(
        st.text(alphabet="0123456789.:_-+eExXobTZ ", min_size=1, max_size=12),
        st.sampled_from(
            ["yes", "no", "on", "off", "true", "false", "null", "Yes", "NO", "tRue", "~", ".Inf", "="]
        ),
    )
)
def test_text_that_yaml_reads_as_something_else_is_never_taken_for_text(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    try:
        meant = yaml.safe_load(f"a: {text}\n")["a"]
    except (yaml.YAMLError, ValueError):
        return
    path = tmp_path_factory.getbasetemp() / "scalar.yaml"
    path.write_text(f"a: {text}\n", encoding="utf-8")
    document, problems = read_document(path, "scalar.yaml")
    assert problems or (document is not None and document.data == {"a": meant})


TEXT = st.text(
    alphabet=st.characters(blacklist_categories=("Cc", "Cs", "Cn"), blacklist_characters="\u2028\u2029")
)


@given(
    data=st.dictionaries(TEXT, st.one_of(TEXT, st.lists(TEXT), st.booleans(), st.integers(-999, 999)), min_size=1)
)
def test_quoted_text_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "quoted.yaml"
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
    document, problems = read_document(path, "quoted.yaml")
    assert problems == []
    assert document is not None
    assert document.data == data
