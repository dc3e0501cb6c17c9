"""A file that begins with front matter, the fields of its one entry. Pure."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from bot.documents import Document, read_text
from bot.importing.fields import found_in
from bot.importing.fitting import ANSWER_LENGTH
from bot.importing.found import Source, spaced
from bot.importing.headings import headings
from bot.importing.markdown import from_markdown
from bot.plain import Data, Place
from bot.problems import Problem

_FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?)(?<=\n)\1[ \t]*(?:\n|\Z)", re.DOTALL)
SEVERAL = 2
"""So many headings that ask make a page of questions, and not one entry; so do any where the text is too long for one."""


def from_text(text: str, name: str, base: str | None = None) -> tuple[Source | None, list[Problem]]:
    """What a Markdown file holds, with front matter (YAML, or TOML between `+++`) or without.

    `name` is that of the file without its ending, `base` as for `for_discord`. None, with what is wrong, where the front
    matter cannot be read.
    """
    front = _FRONT.match(text)
    if front is None:
        return from_markdown(text, name, base), []
    fields, notes, problems = _fields(front[1], front[2], name)
    if problems:
        return None, problems
    body, first = text[front.end() :], 1 + text.count("\n", 0, front.end())
    below = headings(body.split("\n"))
    if sum(one.asks for one in below) >= SEVERAL or (len(body) > ANSWER_LENGTH and len(below) >= SEVERAL):
        source = from_markdown(body, str(fields.get("title") or name), base, first)
        left = [(1, f"the front matter was left out: {', '.join(fields)}")] if fields else []
        return Source(source.category, source.found, (*notes, *left, *source.notes)), []
    found, left_out = found_in(fields, 1, called=spaced(name), text=body, base=base)
    if left_out:
        notes.append((1, f"not taken: {', '.join(left_out)}"))
    return Source(spaced(name), (found,), tuple(notes), is_single=True), []


def _fields(mark: str, text: str, name: str) -> tuple[dict[str, Any], list[tuple[int, str]], list[Problem]]:
    """The fields; what YAML reads otherwise than it looks, which was taken as it looks; and what keeps it from being read."""
    if not text.strip():
        return {}, [], []
    if mark == "+++":
        try:
            return tomllib.loads(text, parse_float=str), [], []
        except tomllib.TOMLDecodeError as error:
            return {}, [], [Problem(name, 2, f"the front matter is no TOML: {error}")]
        except ValueError:
            return {}, [], [Problem(name, 2, "the front matter holds a number of thousands of digits")]
    document, problems = read_text(text, name)
    if document is None:
        return (
            {},
            [],
            [Problem(name, one.line + 1, f"the front matter cannot be read: {one.message}") for one in problems],
        )
    if not isinstance(document.data, dict):
        return {}, [], [Problem(name, 2, "the front matter has no fields (`title: …`)")]
    return _as_written(document), [(one.line + 1, one.message) for one in problems], []


def _as_written(document: Document) -> dict[str, Any]:
    """Its data, with texts for numbers, dates and truths: `1.10` is no 1.1 in a title."""

    def written(data: Data, place: Place) -> Any:
        match data:
            case dict():
                return {key: written(value, (*place, key)) for key, value in data.items()}
            case list():
                return [written(value, (*place, at)) for at, value in enumerate(data)]
            case _:
                return data if isinstance(data, str) else document.raw[place]

    return dict(written(document.data, ()))
