"""Puts an entry into the text of a FAQ file and leaves the rest as it is, comments, quotes and order included.

The entry alone is rendered and inserted as text, so that what stands there keeps every byte. Where the file is
written in a way that this does not fit, ruamel.yaml writes it anew and keeps what it can.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, SingleQuotedScalarString

from bot.knowledge.entry import Entry
from bot.plain import reads_as_itself
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
    if (found := _composed(unix)) is None:
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


def with_changes(text: str, entry: Entry, parts: Sequence[str]) -> Iterator[str]:
    """The file's text with these parts of the entry of this id as they are here, in several ways, the most faithful first.

    Lines of other parts, and comments between parts, keep every byte. Nothing where the text is no FAQ file or has no such entry.
    """
    unix = text.replace("\r\n", "\n")
    if (found := _composed(unix)) is None:
        return
    entries, next_line = found
    for at, item in enumerate(entries.value):
        if isinstance(item, MappingNode) and ("id", entry.id) in [
            (key.value, one.value) for key, one in item.value
        ]:
            if not (entries.flow_style or item.flow_style):
                after = [one.start_mark.line for one in entries.value[at + 1 :]]
                lines = text.splitlines(keepends=True)
                yield _with_parts(lines, item, (after or [next_line])[0], entry, parts)
            yield _changed_anew(unix, entry, at, parts)


def _with_parts(
    lines: list[str], item: MappingNode, next_line: int | None, entry: Entry, parts: Sequence[str]
) -> str:
    """The lines with other ones for these parts of the item, which ends before `next_line` (from 0), or with the file."""
    end = "\r\n" if any(line.endswith("\r\n") for line in lines) else "\n"
    column = item.start_mark.column
    starts = [key.start_mark.line for key, _ in item.value]
    stops = [*starts[1:], len(lines) if next_line is None else next_line]
    written = {}
    for (key, value), start, stop in zip(item.value, starts, stops, strict=True):
        written[key.value] = start, _end_of(value, lines, stop)
    last = max(stop for _, stop in written.values())
    changes = [(*written.get(name, (last, last)), _part(entry, name, column, end)) for name in parts]
    for start, stop, made in sorted(changes, reverse=True):
        if made and start < stop:
            made[0] = lines[start][:column] + made[0][column:]  # the first part stands behind the dash
        if start and not lines[start - 1].endswith("\n"):
            lines[start - 1] += end
        lines[start:stop] = made
    return "".join(lines)


def _end_of(value: Node, lines: Sequence[str], stop: int) -> int:
    """The line (from 0) after a value; what stands between it and `stop` belongs to what follows."""
    while isinstance(value, SequenceNode) and value.value and not value.flow_style:
        value = value.value[-1]
    least = value.end_mark.line + bool(value.end_mark.column)
    # In a text like `|` a line that begins with `#` is none of a comment, and an empty one at its end is none of it.
    while not lines[stop - 1].strip() or (stop > least and _BETWEEN.fullmatch(lines[stop - 1].strip())):
        stop -= 1
    return stop


def _part(entry: Entry, name: str, column: int, end: str) -> list[str]:
    """The lines of one part, from this column on; none where the entry does not have it."""
    data, out = _data(entry), StringIO()
    if name in data:
        _yaml(2).dump({name: data[name]}, out)
    return [f"{' ' * column if line else ''}{line}{end}" for line in out.getvalue().splitlines()]


def _composed(unix: str) -> tuple[SequenceNode, int | None] | None:
    """`_entries` of a text; None where it is no FAQ file."""
    try:
        return _entries(YAML().compose(unix))
    except YAMLError:
        return None


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


def _changed_anew(text: str, entry: Entry, at: int, parts: Sequence[str]) -> str:
    yaml, out, new = _yaml(2), StringIO(), _data(entry)
    data = yaml.load(text)
    for name in parts:
        data["entries"][at].pop(name, None)
        if name in new:
            data["entries"][at][name] = new[name]
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
