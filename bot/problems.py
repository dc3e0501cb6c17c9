"""What is to be corrected in a file, and how a sentence about it shows what stands there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz, process


@dataclass(frozen=True, order=True)
class Problem:
    """Something to correct in a file. Problems sort by file, then line (from 1)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def did_you_mean(word: str, options: Collection[str]) -> str:
    """` (did you mean `x`?)` with the option most like `word`, or nothing where none is much like it."""
    found = process.extractOne(word, options, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=65)
    return f" (did you mean `{found[0]}`?)" if found else ""


def shown(text: str) -> str:
    """`text` as it may stand in a sentence: in backticks, at most 40 characters, nothing invisible."""
    visible = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[:41])
    return f"`{visible}`" if len(visible) <= 40 else f"`{visible[:39]}…`"
