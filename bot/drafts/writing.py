"""Puts an entry into the text of a FAQ file and leaves the rest as it is, comments, quotes and order included.

The entry alone is rendered and inserted as text, so that what stands there keeps every byte. Where the file is
written in a way that this does not fit, ruamel.yaml writes it anew and keeps what it can.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, SingleQuotedScalarString

from bot.documents import reads_as_itself
from bot.knowledge.entry import Entry
from bot.visible import ESC

_HARMLESS = re.compile(r"[^\W\d_][\w ,.;?!'’()/+=%-]*(?<! )")
"""Text in which no character means anything to YAML."""

_BETWEEN = re.compile(r"\s*(#.*)?")
"""A line that belongs to what follows it: empty, or a comment."""


def with_entry(text: str, entry: Entry) -> Iterator[str]:
    """The file's text with the entry as its last one, in several ways, the most faithful first.

    The first does for nearly every file. Whether one reads as it should is for the caller to see: a file can, for
    example, end in text that an empty line would become part of. Nothing where the text is no FAQ file.
    """
    unix = text.replace("\r\n", "\n")
    try:
        root = YAML().compose(unix)
    except YAMLError:
        return
    found = _entries(root)
    if found is None:
        return
    entries, next_line = found
    if not entries.flow_style:
        lines = text.splitlines(keepends=True)
        at = len(lines) if next_line is None else next_line
        while next_line is not None and _BETWEEN.fullmatch(lines[at - 1].strip()):
            at -= 1
        end = "\r\n" if "\r\n" in text else "\n"
        before = "".join(lines[:at])
        before += "" if before.endswith("\n") else end
        added = rendered(entry, entries.start_mark.column).replace("\n", end)
        for gap in ([] if before.endswith(end * 2) else [end]) + [""]:
            yield before + gap + added + "".join(lines[at:])
    yield _anew(unix, entry)


def file_of(category: str, entries: Iterable[tuple[str, Entry]]) -> str:
    """The text of a new file. With each entry stands its topic, which becomes a comment above the first that has it."""
    before, text = "", f"category: {_rendered_text(category)}\nentries:\n"
    for number, (topic, entry) in enumerate(entries):
        text += "\n" if number else ""
        if topic != before:
            text += f"  # {topic}\n" if topic else ""
            before = topic
        text += rendered(entry)
    return text


def _rendered_text(text: str) -> str:
    out = StringIO()
    _yaml(0).dump({"text": _text(text)}, out)
    return out.getvalue().removeprefix("text: ").rstrip("\n")


def _entries(root: Node | None) -> tuple[SequenceNode, int | None] | None:
    """The list of entries, and the line (from 0) of the key that follows it, if one does."""
    if not isinstance(root, MappingNode):
        return None
    for at, (key, value) in enumerate(root.value):
        if key.value == "entries" and isinstance(value, SequenceNode):
            after = root.value[at + 1 :]
            return value, after[0][0].start_mark.line if after else None
    return None


def rendered(entry: Entry, column: int = 2) -> str:
    """The entry as an item of a list whose dashes stand in this column (from 0)."""
    out = StringIO()
    _yaml(column).dump({"entries": [_data(entry)]}, out)
    return out.getvalue().partition("\n")[2]


def _anew(text: str, entry: Entry) -> str:
    yaml, out = _yaml(2), StringIO()
    data = yaml.load(text)
    if isinstance(data["entries"], CommentedSeq):
        data["entries"].fa.set_block_style()
    data["entries"].append(_data(entry))
    yaml.dump(data, out)
    return out.getvalue()


def _yaml(column: int) -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = sys.maxsize
    yaml.indent(mapping=2, sequence=column + 2, offset=column)
    return yaml


def _data(entry: Entry) -> CommentedMap:
    data: dict[str, Any] = {
        "id": entry.id,
        "title": _text(entry.title),
        **({"questions": [_text(phrasing) for phrasing in entry.questions]} if entry.questions else {}),
        "answer": _text(entry.answer),
    }
    if entry.keywords:
        data["keywords"] = [_text(keyword) for keyword in entry.keywords]
    return CommentedMap(data)


def _text(text: str) -> str:
    """The text in the plainest style that is read as this very text."""
    if _HARMLESS.fullmatch(text) and reads_as_itself(text):
        return text
    style = LiteralScalarString if "\n" in text else SingleQuotedScalarString
    styled: str = DoubleQuotedScalarString(text) if ESC in text else style(text)
    return styled
