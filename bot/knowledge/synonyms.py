"""The knowledge base's own synonyms: terms that mean the same to its readers. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.documents import Document
from bot.problems import Problem, shown
from bot.settings import Settings

SYNONYMS = "synonyms"
"""The name of their file in the folder of the FAQ, before its ending."""

WORDS_LIMIT = 4
"""So many words a term may have."""


def _short(term: str) -> str:
    if not any(map(str.isalnum, term)):
        raise ValueError("must have a letter or a digit")
    if len(term.split()) > WORDS_LIMIT:
        raise ValueError(f"must have at most {WORDS_LIMIT} words (it has {len(term.split())})")
    return term


Term = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_short)]


class SynonymsFile(Settings):
    """The knowledge base's own synonyms, beside the files of its entries."""

    synonyms: list[Annotated[list[Term], Field(min_length=2, max_length=20)]] = Field(
        min_length=1,
        max_length=300,
        description="Groups of terms that mean the same here: what one of them is asked with, an answer for another serves.",
    )

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The groups as values, in their order."""
        return tuple(map(tuple, self.synonyms))


def terms_twice(file: SynonymsFile, document: Document) -> Iterator[Problem]:
    """Each term that stands in its group already, but for case and spaces."""
    for number, group in enumerate(file.synonyms):
        first: dict[str, int] = {}
        for at, term in enumerate(group):
            if first.setdefault(" ".join(term.casefold().split()), at) != at:
                yield document.problem(
                    ("synonyms", number, at), f"{shown(term)} stands in this group a second time"
                )
