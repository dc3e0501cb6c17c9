"""One FAQ entry: a question, the ways people ask it, and its answer, within Discord's limits."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field, HttpUrl

from bot.config import Settings, Slug

Phrasing = Annotated[str, Field(min_length=3, max_length=300)]
Title = Annotated[str, Field(min_length=3, max_length=100)]
"""Discord allows 256 characters in an embed title, but 100 in an autocomplete choice."""

Answer = Annotated[str, Field(min_length=1, max_length=3500)]
"""Discord allows 4096 characters in an embed description; the rest is kept for links."""

Locale = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]


class Link(Settings):
    """A page that says more; only http and https."""

    label: str = Field(min_length=1, max_length=80)
    url: Annotated[HttpUrl, Field(strict=False, max_length=512)]


class Translation(Settings):
    """The same entry in another language."""

    title: Title
    questions: list[Phrasing] = Field(min_length=2, max_length=50)
    answer: Answer


class Entry(Settings):
    """One question with its answer. `not_for` are phrasings that this entry must never answer."""

    id: Slug
    title: Title
    questions: list[Phrasing] = Field(min_length=2, max_length=50)
    answer: Answer
    not_for: list[Phrasing] = Field(default=[], max_length=50)
    keywords: list[Annotated[str, Field(min_length=1, max_length=40)]] = Field(default=[], max_length=20)
    links: list[Link] = Field(default=[], max_length=5)
    channels: list[str | int] = Field(default=[], max_length=20)
    ticket_type: Slug | None = None
    owner: str | None = Field(default=None, max_length=80)
    review_by: datetime.date | None = None
    translations: dict[Locale, Translation] = Field(default={}, max_length=20)


class FaqFile(Settings):
    """One file of the knowledge base: a category and its entries."""

    category: str = Field(min_length=1, max_length=60)
    entries: list[Entry] = Field(min_length=1, max_length=200)
