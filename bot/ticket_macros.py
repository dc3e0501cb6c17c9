"""Macros as the operator writes them in config.yaml: replies that staff send with one press, and what else they do then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.locales import nearest
from bot.problems import did_you_mean, shown
from bot.settings import Label, Locale, Settings, Slug, translations

VARIABLES = ("requester", "number", "type", "assignee", "summary")
"""What may stand in braces in the text of a macro."""

MOST = 3800
"""Characters of a reply once its variables are filled in; what goes beyond is cut off."""

_VARIABLE = re.compile(r"\{([^{}\s]*)\}")
_MARKUP = re.compile(r"([\\`*_~|<>\[\]()#+:@.-])")


def _known(text: str) -> str:
    for name in _VARIABLE.findall(text):
        if name not in VARIABLES:
            known = ", ".join(f"{{{one}}}" for one in VARIABLES)
            hint = did_you_mean(name, VARIABLES)
            raise ValueError(f"{shown('{' + name + '}')} is not something a macro knows{hint}; it knows {known}")
    return text


ReplyText = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(_known)]


class MacroTranslation(Settings):
    """A macro in another language."""

    label: Label = Field(description="Its name, for staff.")
    text: ReplyText = Field(description="What the requester reads.")


class Macro(Settings):
    """A reply that staff send into a ticket's thread with one press."""

    id: Slug = Field(description="A short name; no two macros have the same.")
    label: Label = Field(description="Its name, for staff.")
    text: ReplyText = Field(
        description="What the requester reads. {requester}, {number}, {type}, {assignee} and {summary} are filled in; what"
        " somebody typed is never formatted and pings nobody."
    )
    types: list[Slug] = Field(
        default=[], max_length=20, description="The ids of the ticket types that it is for. Without it, all."
    )
    resolve: bool = Field(default=False, description="Whether the ticket is then resolved.")
    waiting_on: Literal["staff", "requester", "third_party", "fix"] | None = Field(
        default=None, description="Whose turn it is then. Without it, the requester's if it was staff's."
    )
    snooze_hours: int | None = Field(
        default=None, ge=1, le=8760, description="For how many hours the ticket is then out of the queue."
    )
    translations: dict[Locale, MacroTranslation] = translations("The macro")

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if sum((self.resolve, self.waiting_on is not None, self.snooze_hours is not None)) > 1:
            raise ValueError("a macro has one of `resolve`, `waiting_on` and `snooze_hours`, not several")
        return self

    def wording(self, locale: str | None) -> MacroTranslation:
        """Name and text in this language, or in one that differs only by country, or else as they stand."""
        code = nearest(locale, self.translations)
        return self.translations[code] if code else MacroTranslation(label=self.label, text=self.text)

    def is_for(self, type_id: str) -> bool:
        """Whether it may be sent to a ticket of this type."""
        return not self.types or type_id in self.types


def escaped(text: str) -> str:
    """What somebody typed, as it stands there and no more: no Markdown, no link, no mention."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split())).replace("@", "@\u200b")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in, each once: what stands in a value is not looked at again."""
    whole = _VARIABLE.sub(lambda found: values[found[1]], text)
    return whole if len(whole) <= MOST else whole[: MOST - 1] + "…"
