"""YAML files → plain data that remembers its lines; every trap and mistake as a sentence with file:line.

YAML 1.1 reads `no` as false, `1.10` as a number and `#help` as a comment. People who edit these files do not
program, so whatever YAML would read otherwise than it looks is refused here instead of guessed. The parser's
events are read, not its nodes: they show anchors and aliases before they act, and cannot recurse without end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import Any

import yaml

from bot.plain import OTHERWISE, Data, Place, plain, put_in_quotes, reading_of, subject_of
from bot.problems import Problem, shown
from bot.visible import ESC, INVISIBLE, visible

MAX_DEPTH = 30
"""Lists and groups may be nested this deep; no file of ours needs more than eight."""


@dataclass(frozen=True)
class Document:
    """What a file says. `traps` are the places that YAML reads otherwise than they look, already reported."""

    file: str
    data: Data
    lines: Mapping[Place, int]
    raw: Mapping[Place, str]
    """The text of each unquoted value as it is written."""
    traps: frozenset[Place] = frozenset()

    def line(self, place: Place) -> int:
        """The line (from 1) of the key or list item at `place`, or else of the nearest thing around it."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]

    def problem(self, place: Place, message: str) -> Problem:
        """A problem at the line of `place`."""
        return Problem(self.file, self.line(place), message)


_UNWANTED = (
    (re.compile(ESC), r"an ESC stands here: put the whole text in double quotes, with `\e` for it"),
    (re.compile(f"(?!{ESC}){INVISIBLE.pattern}"), "an invisible control character stands here: delete it"),
    (re.compile("\t"), "a tab stands here: use spaces"),
    (re.compile("^%"), "a line cannot start with `%`: put the text in quotes, or indent it"),
    # PyYAML hands these to chr(), which raises.
    (re.compile(r"\\U(?!000[0-9A-Fa-f]|0010)[0-9A-Fa-f]{8}"), "no character has this number"),
)
"""What no line may hold, so that the parser need not be trusted with it."""

_QUICK = getattr(yaml, "CSafeLoader", None)
"""The parser in C, where PyYAML was built with it."""

_READ_DIFFERENTLY = re.compile(r"\N{ZERO WIDTH NO-BREAK SPACE}|[|>][-+0-9]*#|^ +(?:---|\.\.\.)", re.MULTILINE)
"""What the parser in C takes, and the one in Python may refuse."""

_AT_START, _AT_END = True, False
_SYNTAX = (
    ("could not find expected ':'", _AT_START, "`key: value` is expected here: is the colon missing?"),
    (
        "mapping values are not allowed here",
        _AT_END,
        "a colon does not fit here: put text that holds `: ` in quotes, or correct the indentation",
    ),
    ("found unexpected", _AT_START, "a quotation mark opens here and is never closed"),
    (
        "cannot start any token",
        _AT_END,
        "text cannot start with this character (`@`, `%` or a backtick): put it in quotes",
    ),
    ("while scanning a block scalar", _AT_END, "after `|` or `>` the text must start on the next line"),
    (
        "while parsing a flow",
        _AT_START,
        "the `[ ]` or `{ }` that opens here is not complete: check its commas and its end",
    ),
    ("anchor", _AT_END, "text cannot start with `&`: put it in quotes"),
    ("alias", _AT_END, "text cannot start with `*`: put it in quotes"),
    ("tag", _AT_END, "text cannot start with `!`: put it in quotes"),
    (
        "escape",
        _AT_END,
        r"a backslash means something else in double quotes: use single quotes, or write `\\`",
    ),
    (
        "sequence entries are not allowed here",
        _AT_END,
        "a list item (`- `) does not fit here: give it a line of its own, or correct the indentation",
    ),
    ("mapping keys are not allowed here", _AT_END, "text cannot start with `? `: put it in quotes"),
    (
        "",
        _AT_END,
        "this does not fit here: correct the indentation, and put text with special characters in quotes",
    ),
)
"""A part of what PyYAML says; whether the mistake is where the construct starts; what we say. First match wins."""

_COMMENT = re.compile(r" *(#\w[^\n]*)")


def read_document(path: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """Read one YAML file; `name` is how problems call it. Never raises for what the file holds or lacks.

    A document comes with the traps found in it, so that `validate` can report its other mistakes at the same
    time. None where nothing can be read: no such file, a folder or a pipe in its place, not UTF-8, empty, not YAML,
    or several documents.
    """
    try:
        if not S_ISREG(path.stat().st_mode):  # a pipe would be waited for without end
            return None, [
                Problem(name, 1, "this is no file, but a folder, a pipe or a device: rename or delete it")
            ]
        content = path.read_bytes()
    except OSError as error:
        return None, [Problem(name, 1, f"this file cannot be read: {error.strerror}")]
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        return None, [Problem(name, number, "this file is not UTF-8 text: save it with the encoding UTF-8")]
    return read_text(text, name)


def read_text(text: str, name: str) -> tuple[Document | None, list[Problem]]:
    """What `read_document` makes of a file with this text, whose lines end in line feeds."""
    unwanted = [
        Problem(name, number, message)
        for number, line in enumerate(text.split("\n"), start=1)
        for pattern, message in _UNWANTED
        if pattern.search(line)
    ]
    if unwanted:
        return None, unwanted
    document, problems = _read(text, name, _QUICK)
    return document, list(problems)


@lru_cache(maxsize=64)  # most reloads change one file of many
def _read(text: str, name: str, quick: Any) -> tuple[Document | None, tuple[Problem, ...]]:
    """What libyaml reads, eight times as fast, where it finds nothing to correct; else what PyYAML itself says."""
    if quick is not None and not _READ_DIFFERENTLY.search(text):
        document, problems = _Reading(text, name, quick).document()
        if document is not None and not problems:
            return document, ()
    document, problems = _Reading(text, name, yaml.SafeLoader).document()
    return document, tuple(problems)


class _NestedTooDeeply(Exception):
    """Reading stops here: what is deeper could exhaust the interpreter's stack."""

    def __init__(self, line: int) -> None:
        self.line = line


class _Reading:
    """One pass over the parser's events, which collects data, lines and traps."""

    def __init__(self, text: str, name: str, loader: Any) -> None:
        self.text = text
        self.name = name
        self.events = yaml.parse(text, Loader=loader)
        self.lines: dict[Place, int] = {}
        self.raw: dict[Place, str] = {}
        self.traps: set[Place] = set()
        self.problems: list[Problem] = []

    def document(self) -> tuple[Document | None, list[Problem]]:
        try:
            next(self.events)
            if isinstance(next(self.events), yaml.StreamEndEvent):
                return None, [Problem(self.name, 1, "this file is empty")]
            data = self._value(next(self.events), (), 1)
            next(self.events)
            after = next(self.events)
        except yaml.MarkedYAMLError as error:
            return None, sorted([*self.problems, _syntax_problem(self.name, error)])
        except _NestedTooDeeply as error:
            message = f"lists and groups are nested more than {MAX_DEPTH} deep here"
            return None, sorted([*self.problems, Problem(self.name, error.line, message)])
        if isinstance(after, yaml.DocumentStartEvent):
            message = "a second document starts here (`---`): one file holds one"
            return None, sorted([*self.problems, Problem(self.name, _line(after), message)])
        if self.raw.get(()) == "":
            return None, [Problem(self.name, 1, "this file is empty")]
        document = Document(self.name, data, self.lines, self.raw, frozenset(self.traps))
        return document, sorted(self.problems)

    def _trap(self, event: yaml.Event, place: Place, message: str) -> None:
        self.traps.add(place)
        self.problems.append(Problem(self.name, _line(event), message))

    def _value(self, event: yaml.Event, place: Place, depth: int) -> Data:
        """The value that starts with `event`; it reads on to the value's end."""
        if depth > MAX_DEPTH:
            raise _NestedTooDeeply(_line(event))
        self.lines[place] = _line(event)
        self._refuse_machinery(event, place)
        match event:
            case yaml.SequenceStartEvent():
                items: list[Data] = []
                while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                    items.append(self._value(event, (*place, len(items)), depth + 1))
                return items
            case yaml.MappingStartEvent():
                group: dict[str, Data] = {}
                while not isinstance(event := next(self.events), yaml.MappingEndEvent):
                    key = self._key(event, place, depth)
                    spot = (*place, key)
                    if key in group:
                        first = self.lines[spot]
                        self._trap(event, spot, f"{shown(key)} is written twice here (first on line {first})")
                    group[key] = self._value(next(self.events), spot, depth + 1)
                    self.lines[spot] = _line(event)
                return group
            case yaml.ScalarEvent():
                return self._scalar(event, place)
            case _:  # An alias, which has been refused.
                return ""

    def _refuse_machinery(self, event: yaml.Event, place: Place) -> None:
        """Anchors, aliases and tags are for programs; in text they are an accident of its first character."""
        if isinstance(event, yaml.AliasEvent):
            self._trap(event, place, "text that starts with `*` is an alias to YAML: put it in quotes")
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self._trap(event, place, "text that starts with `&` is an anchor to YAML: put it in quotes")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            self._trap(event, place, "text that starts with `!` is a tag to YAML: put it in quotes")

    def _key(self, event: yaml.Event, place: Place, depth: int) -> str:
        """The key of one line. A key that is refused still stands for the text that it looks like."""
        if not isinstance(event, yaml.ScalarEvent):
            spot, before = (*place, "?"), len(self.problems)
            self._value(event, spot, depth + 1)
            del self.problems[before:]  # What is wrong inside is moot.
            self._trap(event, spot, "a key cannot be a list, a group or an alias: put it in quotes")
            return "?"
        key = visible(event.value)
        spot = (*place, key)
        self._refuse_machinery(event, spot)
        if not _is_plain(event):
            if key != event.value:
                self._trap(event, spot, f"the key {shown(event.value)} holds an invisible control character")
            return key
        value, reading = plain(key)
        if key == "<<":
            self._trap(event, spot, "merge keys (`<<`) are not read here: write the settings out")
        elif key == "":
            self._trap(event, spot, "a key is missing before this colon")
        elif reading or not isinstance(value, str):
            reading = reading or reading_of(value)
            self._trap(event, spot, f"the key {shown(key)} is read as {reading} by YAML: put it in quotes")
        return key

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> Data:
        """A value that is neither list nor group. A trap stands for the text that it looks like."""
        if not _is_plain(event):
            text = visible(event.value)
            if text != event.value:
                self._trap(event, place, f"{subject_of(place)} holds an invisible control character: delete it")
            return text
        if place in self.traps:
            return event.value
        self.raw[place] = event.value
        end = event.end_mark.index if event.end_mark else 0
        if comment := _COMMENT.match(self.text, end):
            message = "is left out, because `#` starts a comment: put the whole text in quotes"
            advice = ", or write `# ` with a space if it is a comment"
            self._trap(event, place, f"{shown(comment[1])} {message}{advice}")
            return event.value
        value, reading = plain(event.value)
        if event.value == "":
            self._trap(event, place, f"{subject_of(place)} is empty: give it a value, or leave the line out")
        elif reading:
            self._trap(event, place, put_in_quotes(event.value, reading) + OTHERWISE.get(reading, ""))
        return value


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _is_plain(event: yaml.ScalarEvent) -> bool:
    return not event.style and event.tag is None


def _syntax_problem(name: str, error: yaml.MarkedYAMLError) -> Problem:
    said = f"{error.context} {error.problem}"
    at_start, message = next((start, text) for part, start, text in _SYNTAX if part in said)
    mark = error.context_mark if at_start and error.context_mark else error.problem_mark
    return Problem(name, mark.line + 1 if mark else 1, message)
