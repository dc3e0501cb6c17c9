"""A Markdown file whose headings are questions → its entries. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.importing.found import Found, Source, spaced
from bot.importing.headings import (
    BOLD,
    Heading,
    below,
    headings,
    question_level,
    says,
    text_below,
    without_headings_of_answers,
)
from bot.importing.rewriting import definitions, for_discord
from bot.knowledge.markup import without_code

CATEGORY_LENGTH = 60
MOST_SHOWN = 60  # characters of text that is no part of an entry

_BESIDE_DETAILS = re.compile(
    r"</summary>(?=[ \t]*\S)|(?<=\S)[ \t]*(?=</details|<summary)|</details>(?=[ \t]*\S)", re.IGNORECASE
)
_ANSWERS = re.compile(r"\s*([*_]{0,3})A(?:nswer)?(?:\1[:.)]|[:.)]\1)[ \t]*", re.IGNORECASE)
"""How an answer begins that stands under `Q:`."""


def from_markdown(text: str, name: str, base: str | None = None, first: int = 1) -> Source:
    """Each heading of the level that holds the questions is an entry, with all that stands below it.

    Headings above are topics. One above that has text and no question below is an entry too, and so is one that skips
    the level. A text without any heading is one entry, called as the file. `name` is that of the file without its
    ending, `first` the number of the text's first line, and `base` as for `for_discord`.
    """
    text, origins = _details_apart(text)
    lines, known = definitions(text)
    found = headings(lines)
    level = question_level(lines, found)
    if level is None:
        answer, notes = for_discord("\n".join(lines), known, base)
        return Source(spaced(name), (Found(first, spaced(name), answer, notes=notes),), is_single=True)
    if level == BOLD:
        found = list(without_headings_of_answers(found))
    reading = _Reading(lines, found, level)
    reading.read()
    entries = []
    for heading, end, topic in reading.entries:
        body = "\n".join(lines[heading.body : end])
        if heading.indent:
            body = re.sub(rf"^ {{1,{heading.indent}}}", "", body, flags=re.MULTILINE)
        if heading.level >= BOLD:
            body = _ANSWERS.sub("", body, count=1) if _ANSWERS.match(body) else body
        answer, notes = for_discord(body, known, base)
        entries.append(Found(first + origins[heading.line], heading.text, answer, topic=topic, notes=notes))
    top = next((one.text for one in found[:1] if one.level < level and len(one.text) <= CATEGORY_LENGTH), None)
    notes_of_file = tuple((first + origins[line], said) for line, said in reading.notes)
    return Source(top or spaced(name), tuple(entries), notes_of_file)


def _details_apart(text: str) -> tuple[str, list[int]]:
    """The text with what opens and closes in one line on lines of its own; and the line (from 0) where each of them was."""
    parts: list[str] = []
    origins: list[int] = []
    at = line = 0
    for one in _BESIDE_DETAILS.finditer(without_code(text)):
        parts.append(text[at : one.end()])
        at = one.end()
    parts.append(text[at:])
    for part in parts:
        origins += range(line, line + part.count("\n") + 1)
        line += part.count("\n")
    return "\n".join(parts), origins


class _Reading:
    """Which headings are entries and to which line (from 0) each goes; and what stands between them."""

    def __init__(self, lines: Sequence[str], found: Sequence[Heading], level: int) -> None:
        self.lines = lines
        self.found = found
        self.level = level
        self.entries: list[tuple[Heading, int, str]] = []
        self.notes: list[tuple[int, str]] = []

    def read(self) -> None:
        topics: dict[int, str] = {}
        at = 0  # up to here all is said
        for number, one in enumerate(self.found):
            if one.line < at:
                continue
            self._leave_out(at, one.line)
            topics = {level: text for level, text in topics.items() if level < one.level}
            start, stop = text_below(self.lines, self.found, number)
            asked_below = any(it.level == self.level for it in below(self.found, number))
            told = says(self.lines[start:stop])
            if one.is_contents and not told:
                at = stop
            elif one.level < self.level and (
                (number == 0 and one.level == 1 and asked_below) or not told or (asked_below and not one.asks)
            ):
                topics[one.level] = one.text
                at = start
            else:
                at = stop if one.level < self.level and asked_below else self._end(number)
                topic = topics[max(topics)] if topics and max(topics) > 1 else ""
                self.entries.append((one, at, topic))
        self._leave_out(at, len(self.lines))

    def _end(self, number: int) -> int:
        one = self.found[number]
        level = max(one.level, self.level) if one.level > self.level else one.level
        ends = (it.line for it in self.found[number + 1 :] if it.level <= level)
        return min(next(ends, len(self.lines)), one.end)

    def _leave_out(self, start: int, stop: int) -> None:
        """What stands before a heading and belongs to none that is a question."""
        said = [at for at in range(start, stop) if says(self.lines[at : at + 1])]
        if said:
            words = " ".join(" ".join(self.lines[said[0] : stop]).split())
            shown = words if len(words) <= MOST_SHOWN else f"{words[:MOST_SHOWN]}…"
            self.notes.append((said[0], f"stands under no question, and was left out: “{shown}”"))
