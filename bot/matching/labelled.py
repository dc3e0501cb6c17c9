"""Knowledge bases and labelled questions as JSON lines → values, or every bad line with its file and line.

Such files come from other programs, so what can only mean one thing is taken as meant: a byte order mark, blank
lines, Windows line ends, whole numbers as ids, phrasings twice, one entry on several lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.knowledge.library import Library, load_library
from bot.matching.phrasings import Phrasings
from bot.problems import Problem, shown


@dataclass(frozen=True)
class KnowledgeBase:
    """What the matcher takes, and where it stands: `file:line` by entry id and text. A file has no `synonyms`."""

    entries: tuple[Phrasings, ...]
    positions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    synonyms: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, library: Library) -> KnowledgeBase:
        """That of a faq folder."""
        return cls(tuple(map(Phrasings.of, library.entries)), library.positions, library.synonyms)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and the entry that answers it, None where none does; `is_told` is false where nothing was said."""

    line: int
    text: str
    expected_id: str | None
    is_told: bool = True


def read_knowledge(path: Path) -> tuple[KnowledgeBase | None, list[Problem]]:
    """Read a faq folder, or a file whose lines are `{"id": …, "phrasings": […]}`.

    A line may have `title` and `not_for` too. Ticket types and channels of a folder are not checked. The
    knowledge base, or None with every problem; never raises. An entry without phrasings is kept.
    """
    if path.is_dir():
        library, problems = load_library(path, ticket_types=None)
        return (KnowledgeBase.of(library) if library else None), problems
    if path.suffix in (".yaml", ".yml"):
        return None, [Problem(str(path), 1, "this is one file of a knowledge base: name the folder that holds it")]
    problems = []
    questions: dict[str, dict[str, int]] = {}
    not_for: dict[str, dict[str, int]] = {}
    for number, line in _objects(path, problems):
        try:
            entry_id = _id(line, "id")
            if entry_id is None:
                raise ValueError("`id` must be text, not null")
            asked = [*_texts(line, "phrasings"), *([_text(line, "title")] if "title" in line else [])]
            refused = _texts(line, "not_for") if "not_for" in line else []
        except ValueError as wrong:
            problems.append(Problem(str(path), number, str(wrong)))
            continue
        for texts, held in ((asked, questions), (refused, not_for)):
            for text in texts:
                held.setdefault(entry_id, {}).setdefault(text, number)
        questions.setdefault(entry_id, {})
    if not problems and not questions:
        problems.append(Problem(str(path), 1, 'this file holds no entry: a line is {"id": …, "phrasings": […]}'))
    if problems:
        return None, problems
    entries = [
        Phrasings(entry_id, tuple(texts), tuple(not_for.get(entry_id, ())))
        for entry_id, texts in questions.items()
    ]
    positions = {
        (entry_id, text): f"{path}:{number}"
        for held in (not_for, questions)
        for entry_id, texts in held.items()
        for text, number in texts.items()
    }
    return KnowledgeBase(tuple(entries), positions), []


def read_questions(path: Path) -> tuple[list[Labelled], list[Problem]]:
    """Read lines such as `{"text": …, "expected_id": id or null}`; further keys are left out.

    The questions, or none and every problem; never raises. A question may be empty.
    """
    problems: list[Problem] = []
    questions = []
    for number, line in _objects(path, problems):
        try:
            expected_id = _id(line, "expected_id") if "expected_id" in line else None
            questions.append(Labelled(number, _text(line, "text"), expected_id, "expected_id" in line))
        except ValueError as wrong:
            problems.append(Problem(str(path), number, str(wrong)))
    if not problems and not questions:
        problems.append(
            Problem(str(path), 1, 'this file holds no question: a line is {"text": …, "expected_id": …}')
        )
    return ([] if problems else questions), problems


def _objects(path: Path, problems: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line's number and object; lines that are none go to `problems`."""
    try:
        with path.open("rb") as file:
            # Split at line feeds only: other separators may stand inside of JSON text.
            for number, line in enumerate(file, start=1):
                try:
                    text = line.decode().lstrip("\ufeff").strip(" \t\r\n")
                except UnicodeDecodeError:
                    problems.append(Problem(str(path), number, "this is not UTF-8: save the file as UTF-8"))
                    return
                if not text:
                    continue
                try:
                    found = json.loads(text)
                except (ValueError, RecursionError):
                    problems.append(Problem(str(path), number, f"this line is not JSON: {shown(text)}"))
                    continue
                if isinstance(found, dict):
                    yield number, found
                else:
                    problems.append(Problem(str(path), number, "each line must be one JSON object, `{…}`"))
    except OSError as error:
        problems.append(Problem(str(path), 1, f"the file cannot be read: {error.strerror}"))


def _text(line: dict[str, Any], key: str) -> str:
    if key not in line:
        raise ValueError(f"`{key}` is missing")
    if not isinstance(line[key], str):
        raise ValueError(f"`{key}` must be text")
    return _cleaned(line[key])


def _texts(line: dict[str, Any], key: str) -> list[str]:
    if key not in line:
        raise ValueError(f"`{key}` is missing")
    if not isinstance(line[key], list) or not all(isinstance(item, str) for item in line[key]):
        raise ValueError(f"`{key}` must be a list of texts")
    return [_cleaned(item) for item in line[key]]


def _id(line: dict[str, Any], key: str) -> str | None:
    found = line.get(key)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if found is None and key in line:
        return None
    return _text(line, key)


def _cleaned(text: str) -> str:
    """Without lone surrogates, which JSON can hold and no output can show."""
    return text.encode("utf-8", "replace").decode()
