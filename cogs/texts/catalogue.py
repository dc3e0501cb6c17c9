"""Reads a .po file into what the standard library's gettext looks sentences up in."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from string import Formatter

_MAGIC = 0x950412DE
_HEADER_SIZE = 28


def read(po: str, *, strict: bool = False) -> GNUTranslations:
    """The translations of a .po file; those marked as fuzzy, obsolete or empty are left out.

    Raises ValueError, with the line where there is one, for what is no .po file; with `strict` also for a placeholder
    that the message does not have: to fill it would fail when somebody reads it.
    """
    try:
        return GNUTranslations(BytesIO(_compiled(dict(_entries(po, strict=strict)))))
    except LookupError as error:
        raise ValueError(f"the header names a character set that is none: {error}") from error


def _entries(po: str, *, strict: bool) -> Iterator[tuple[str, str]]:
    """(key, text) as a .mo file holds them: context, \\x04 and message; plural forms divided by NUL."""
    parts: dict[str, str] = {}
    current, is_fuzzy = "", False
    for number, line in enumerate([*po.splitlines(), ""], 1):
        text = line.strip()
        if text.startswith("#"):
            is_fuzzy |= text.startswith("#,") and "fuzzy" in text
        elif text.startswith('"') and current:
            parts[current] += _unquoted(text, number)
        elif text:
            current, _, rest = text.partition(" ")
            if current in parts or not (
                current in ("msgctxt", "msgid", "msgid_plural") or current[:6] == "msgstr"
            ):
                raise ValueError(f"line {number}: `{current}` is not expected here")
            parts[current] = _unquoted(rest.strip(), number)
        else:
            # The header, which has no message, says how the file is encoded even where it is marked as fuzzy.
            if "msgid" in parts and not (is_fuzzy and parts["msgid"]):
                yield from _entry(parts, strict=strict)
            parts, current, is_fuzzy = {}, "", False


def _entry(parts: dict[str, str], *, strict: bool) -> Iterator[tuple[str, str]]:
    key = parts["msgid"]
    if "msgid_plural" in parts:
        key += "\0" + parts["msgid_plural"]
    if "msgctxt" in parts:
        key = f"{parts['msgctxt']}\4{key}"
    said = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
    if said and all(said):
        if strict:
            _require_placeholders(parts, said)
        yield key, "\0".join(said)


def _require_placeholders(parts: dict[str, str], said: list[str]) -> None:
    if not parts["msgid"]:
        return  # the header
    there = {"count"} if "msgid_plural" in parts else set()
    there |= _placeholders(parts["msgid"]) | _placeholders(parts.get("msgid_plural", ""))
    for text in said:
        if odd := _placeholders(text) - there:
            raise ValueError(
                f"the translation of {parts['msgid']!r} has {{{min(odd)}}}, which the message has not"
            )


def _placeholders(text: str) -> set[str]:
    """ValueError for braces that do not match, or that hold more than a name."""
    found: set[str] = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is not None:
            if not name.isidentifier() or form or conversion:
                raise ValueError(f"{text!r}: braces hold the name of a placeholder and nothing else")
            found.add(name)
    return found


def _unquoted(text: str, number: int) -> str:
    """A string of a .po file is written as in C, and so, for what stands in ours, as in Python."""
    try:
        found = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        found = None
    if not isinstance(found, str) or not text.startswith('"'):
        raise ValueError(f"line {number}: a text in double quotes is expected")
    return found


def _compiled(entries: dict[str, str]) -> bytes:
    """A .mo file, as the manual of GNU gettext describes it under "The Format of GNU MO Files"."""
    keys = sorted(entries)
    pairs = [(key.encode(), entries[key].encode()) for key in keys]
    tables = _HEADER_SIZE + 16 * len(pairs)
    texts, offset = b"", tables
    places: list[list[int]] = [[], []]
    for which in (0, 1):
        for pair in pairs:
            places[which] += [len(pair[which]), offset]
            texts += pair[which] + b"\0"
            offset += len(pair[which]) + 1
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), _HEADER_SIZE, _HEADER_SIZE + 8 * len(pairs), 0, tables)
    return head + struct.pack(f"<{4 * len(pairs)}I", *places[0], *places[1]) + texts
