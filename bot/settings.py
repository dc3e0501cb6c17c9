"""What settings are made of: names, channels, languages, and the strictness that all share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from bot.locales import LOCALES
from bot.problems import did_you_mean, shown

Slug = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=40,
        json_schema_extra={
            "patternErrorMessage": "must be small letters, digits and hyphens, such as `dns-setup`"
        },
    ),
]
"""A short name made of small letters, digits and hyphens; it appears in custom_ids and in the database."""

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=45)]
"""What stands on a button or above the box of a form."""

Choice = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]

Named = Annotated[
    Annotated[str, Field(min_length=1, max_length=100)] | Annotated[int, Field(gt=0, lt=2**63)],
    Field(union_mode="left_to_right"),
]
"""A Discord channel or role: its name, or its id as a number."""


def _without_hash(channel: str | int) -> str | int:
    return channel.removeprefix("#") if isinstance(channel, str) else channel


Server = Annotated[int, Field(gt=0, lt=2**63)]
"""A Discord server: its id as a number."""

Channel = Annotated[Named, AfterValidator(_without_hash)]
"""A channel as people write it: `#help` in quotes is the channel `help`."""


def _known_locale(locale: str) -> str:
    if locale not in LOCALES:
        hint = did_you_mean(locale, LOCALES)
        raise ValueError(f"{shown(locale)} is not a language that Discord knows{hint}")
    return locale


Locale = Annotated[str, AfterValidator(_known_locale)]
"""A language as Discord names it: `de`, `es-419`. The Norwegian `no` needs quotes in YAML."""


class Settings(BaseModel):
    """Frozen, strict, and closed: an unknown key is an error, never silently ignored.

    Keys of earlier versions stand as `retired` in a model's schema: who still has one is told to delete it.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def translations(what: str) -> Any:
    """A setting that says the same in other languages; `what` begins its description."""
    return Field(
        default={},
        max_length=20,
        description=f"{what} in other languages, each under its code, such as `de` or `es-419`.",
        json_schema_extra={"propertyNames": {"enum": list(LOCALES)}},
    )
