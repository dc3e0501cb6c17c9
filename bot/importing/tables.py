"""JSON, TOML and CSV with a name, ways to ask and a text for each entry. Pure."""

from __future__ import annotations

import csv
import json
import tomllib
from collections import Counter
from dataclasses import replace
from typing import Any

from bot.importing.fields import ASKED, TEXTS, TITLES, found_in, is_record, lacks_text
from bot.importing.found import Found, Source, spaced
from bot.problems import Problem, shown

FORMATS = (".json", ".jsonl", ".toml", ".csv", ".tsv")
DELIMITERS = ",;\t|"


def from_table(text: str, ending: str, name: str, base: str | None = None) -> tuple[Source | None, list[Problem]]:
    """The entries of a table, in a list or keyed by their names, also in groups.

    `ending` is one of FORMATS, `name` that of the file without it, `base` as for `for_discord`. None, with what is
    wrong, where the file cannot be read.
    """
    reading = _Reading(text, base)
    try:
        if ending in (".csv", ".tsv"):
            reading.rows()
        elif ending == ".toml":
            reading.take(tomllib.loads(text, parse_float=_number))
        elif ending == ".jsonl":
            reading.is_placed = True
            for number, line in enumerate(reading.lines, start=1):
                if line.strip():
                    reading.line = number
                    reading.take(reading.json(line))
        else:
            reading.take(reading.json(text))
    except json.JSONDecodeError as error:
        before = reading.line - 1 if ending == ".jsonl" else 0
        return None, [Problem(name, before + error.lineno, f"this is no JSON: {error.msg}")]
    except tomllib.TOMLDecodeError as error:
        return None, [Problem(name, 1, f"this is no TOML: {error}")]
    except ValueError:
        return None, [Problem(name, 1, "it holds a number of thousands of digits")]
    except csv.Error as error:
        return None, [Problem(name, reading.line, f"this is no table: {error}")]
    except RecursionError:
        return None, [Problem(name, 1, "this is nested too deeply")]
    notes = list(reading.notes)
    if reading.left_out:
        fields = ", ".join(f"{shown(field)} ({count})" for field, count in reading.left_out.items())
        notes.append((1, f"fields that were not taken, and how often: {fields}"))
    return Source(spaced(name), tuple(reading.found), tuple(notes)), []


class _Reading:
    """One pass over what a table holds."""

    def __init__(self, text: str, base: str | None) -> None:
        self.lines = text.split("\n")
        self.base = base
        self.line = 1
        self.is_placed = False
        self.found: list[Found] = []
        self.notes: list[tuple[int, str]] = []
        self.left_out: Counter[str] = Counter()

    def json(self, text: str) -> Any:
        """What stands there, with numbers as they are written: none is too long, and `1.10` is no 1.1 in a title."""
        return json.loads(
            text, parse_int=_Number, parse_float=_Number, parse_constant=_number, object_pairs_hook=self._once
        )

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """An object of JSON, whose later keys would replace earlier ones of the same name."""
        for key, count in Counter(key for key, _ in pairs).items():
            if count > 1:
                self.notes.append(
                    (self.line, f"{shown(key)} stands in one group {count} times: the last was taken")
                )
        return dict(pairs)

    def take(self, data: Any, called: str = "", topic: str = "", is_listed: bool = False) -> None:
        """The entries in `data`, which is known as `called`; in groups, the name of the group is the topic."""
        if isinstance(data, dict) and (is_record(data) or lacks_text(data, is_listed=is_listed)):
            self._record(data, called, topic)
        elif isinstance(data, dict):
            is_keyed = all(_is_text(value) for value in data.values())
            for key, value in data.items():
                self._look_for(key)
                if is_keyed:
                    self._record({"text": value}, key, topic)
                else:
                    self.take(value, key, called or topic)
        elif isinstance(data, list) and any(isinstance(one, dict | list) for one in data):
            for one in data:
                self.take(one, "", called or topic, is_listed=True)
        elif data not in (None, "", [], {}):
            what = f"under {shown(called)}" if called else "here"
            self.notes.append((self.line, f"what stands {what} is no entry, and was left out: {shown(str(data))}"))

    def rows(self) -> None:
        self.is_placed = True
        delimiter = max(DELIMITERS, key=self.lines[0].count)
        rows = csv.reader([f"{line}\n" for line in self.lines], delimiter=delimiter, strict=True)
        names = [name.strip() for name in next(rows, [])]
        for name, count in Counter(names).items():
            if name and count > 1:
                self.notes.append(
                    (1, f"{count} columns are called {shown(name)}: what stands in them was put together")
                )
        known = {name.casefold() for name in names}
        if not (known & {*TEXTS} or any(name.endswith("s") and name[:-1] in TEXTS for name in known)):
            raise csv.Error(
                f"its first line names no column with the text ({', '.join(TEXTS)});"
                f" others may be {', '.join((*TITLES[:3], *ASKED[:2], 'keywords'))}"
            )
        self.line = rows.line_num + 1
        for row in rows:
            if len(row) > len(names) and any(map(str.strip, row[len(names) :])):
                self.notes.append((self.line, f"more columns than names: {shown(', '.join(row[len(names) :]))}"))
            if any(map(str.strip, row)):
                cells: dict[str, list[str]] = {}
                for name, cell in zip(names, row, strict=False):
                    cells.setdefault(name, []).append(cell)
                self._record({name: it[0] if len(it) == 1 else it for name, it in cells.items()}, "", "")
            self.line = rows.line_num + 1

    def _record(self, data: dict[str, Any], called: str, topic: str) -> None:
        name = called if " " in called else spaced(called)
        found, left_out = found_in(data, self.line, called=name, topic=topic, base=self.base)
        if not called:
            self._look_for(found.title)
        self.found.append(replace(found, line=self.line))
        self.left_out.update(left_out)

    def _look_for(self, name: str) -> None:
        """Go on to the line in which a name stands, where what was read does not say where it was."""
        if name and not self.is_placed:
            ways = {name, json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]}
            lines = range(self.line - 1, len(self.lines))
            self.line = next((at + 1 for at in lines if any(way in self.lines[at] for way in ways)), self.line)


class _Number(str):
    """A number as it is written, which may stand for a text but is none."""


def _number(written: str) -> _Number | None:
    """None for what is no number, with which programs write that there is nothing."""
    return None if written.lstrip("+-").casefold() == "nan" else _Number(written)


def _is_text(value: Any) -> bool:
    return (isinstance(value, str) and not isinstance(value, _Number)) or (
        isinstance(value, list) and bool(value) and all(map(_is_text, value))
    )
