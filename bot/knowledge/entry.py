"""One FAQ entry: a question, the ways people ask it, and its answer, within Discord's limits."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl
from pydantic_core import PydanticKnownError

from bot.locales import LOCALES, nearest
from bot.settings import Channel, Locale, Settings, Slug

SHORTEST, SHORTEST_EAST_ASIAN = 3, 2
"""Characters of a title or phrasing. In Chinese, Japanese and Korean two can be a whole question."""

_EAST_ASIAN = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Kana, Han, Hangul."""


def shortest(text: str) -> int:
    """So many characters a title or phrasing of this script needs."""
    return SHORTEST_EAST_ASIAN if _EAST_ASIAN.search(text) else SHORTEST


def _long_enough(text: str) -> str:
    if len(text) < shortest(text):
        raise PydanticKnownError("string_too_short", {"min_length": shortest(text)})
    return text


_LongEnough = AfterValidator(_long_enough)
_AT_LEAST = {"minLength": SHORTEST_EAST_ASIAN}

Phrasing = Annotated[str, Field(max_length=300, json_schema_extra=_AT_LEAST), _LongEnough]
Title = Annotated[str, Field(max_length=100, json_schema_extra=_AT_LEAST), _LongEnough]
"""Discord allows 256 characters in an embed title, but 100 in an autocomplete choice."""

Answer = Annotated[str, Field(min_length=1, max_length=3500)]
"""Discord allows 4096 characters in an embed description, and 6000 in the whole embed."""


class Link(Settings):
    """A page that says more; only http and https."""

    label: str = Field(min_length=1, max_length=80, description="The words to click on.")
    url: Annotated[HttpUrl, Field(strict=False, max_length=512)] = Field(description="Where they lead.")


class Translation(Settings):
    """The same entry in another language."""

    title: Title = Field(description="The question as it is shown.")
    questions: list[Phrasing] = Field(
        default=[], max_length=50, description="How people ask it in this language, beside the title."
    )
    answer: Answer = Field(description="The answer in this language.")


@dataclass(frozen=True)
class Wording:
    """Title and answer in one language; `language` is None for the knowledge base's own."""

    title: str
    answer: str
    language: str | None = None


class Entry(Settings):
    """One question with its answer. `not_for` are phrasings that this entry must never answer."""

    id: Slug = Field(description="A short name that never changes: statistics and buttons refer to it.")
    title: Title = Field(description="The question as it is shown, in lists and above the answer.")
    questions: list[Phrasing] = Field(
        default=[],
        max_length=50,
        description="The ways people ask it, in their words. The title is one too; three answer nearly twice as many questions as one.",
    )
    answer: Answer = Field(description="The answer, in Discord's Markdown.")
    not_for: list[Phrasing] = Field(
        default=[], max_length=50, description="Questions that sound alike and that this must never answer."
    )
    keywords: list[Annotated[str, Field(min_length=1, max_length=40)]] = Field(
        default=[], max_length=20, description="Words that only this entry is about."
    )
    links: list[Link] = Field(default=[], max_length=5, description="Pages that say more, shown below the answer.")
    channels: list[Channel] = Field(
        default=[], max_length=20, description="Answer only in these channels of config.yaml; without it, in all."
    )
    ticket_type: Slug | None = Field(
        default=None, description="The ticket type to offer when the answer did not help."
    )
    owner: str | None = Field(default=None, max_length=80, description="Who keeps the answer right.")
    review_by: datetime.date | None = Field(
        default=None, description="The day by which somebody should read it again, such as 2027-01-31."
    )
    translations: dict[Locale, Translation] = Field(
        default={},
        max_length=20,
        description="The entry in other languages, each under its code, such as `de` or `es-419`.",
        json_schema_extra={"propertyNames": {"enum": list(LOCALES)}},
    )

    def is_for(self, places: Collection[str | int]) -> bool:
        """Whether it is for somebody who sees these channels, given by name and id.

        An entry that names channels is for who sees at least one of them, any other for everybody.
        """
        return not self.channels or not set(self.channels).isdisjoint(places)

    def meets(self, other: Entry) -> bool:
        """Whether there may be a channel that both are for."""
        return not other.channels or self.is_for(other.channels)

    def wording(self, locale: str | None) -> Wording:
        """The entry in this language, or in one that differs only by country, or else in its own."""
        code = nearest(locale, self.translations)
        if code is None:
            return Wording(self.title, self.answer)
        translation = self.translations[code]
        return Wording(translation.title, translation.answer, code)

    def language_of(self, phrasing: str) -> str | None:
        """The language of one of its phrasings; None for the entry's own."""
        if phrasing in (self.title, *self.questions):
            return None
        return next(
            (code for code, it in self.translations.items() if phrasing in (it.title, *it.questions)), None
        )


class FaqFile(Settings):
    """One file of the knowledge base: a category and its entries."""

    category: str = Field(min_length=1, max_length=60, description="The heading of these entries in lists.")
    entries: list[Entry] = Field(min_length=1, max_length=200, description="The questions with their answers.")
