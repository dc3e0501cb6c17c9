"""The fields of a ticket's form as the operator writes them in config.yaml: what each asks, and what answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from bot import patterns
from bot.locales import nearest
from bot.settings import Choice, Label, Locale, Settings, Slug, translations


class FieldKind(StrEnum):
    """What a modal shows for a field."""

    SHORT = "short"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    MULTI_CHOICE = "multi-choice"
    CHECKBOX = "checkbox"
    FILE = "file"
    USER = "user"


WRITTEN = frozenset({FieldKind.SHORT, FieldKind.PARAGRAPH})
CHOSEN = frozenset({FieldKind.CHOICE, FieldKind.MULTI_CHOICE})


class FieldTranslation(Settings):
    """A field in another language; what is left out stays as it is."""

    label: Label | None = Field(default=None, description="The question, above the box.")
    placeholder: str | None = Field(
        default=None, max_length=100, description="A grey example inside the empty box."
    )
    choices: list[Choice] = Field(default=[], max_length=10, description="All of `choices`, in the same order.")
    message: str | None = Field(
        default=None, min_length=1, max_length=200, description="The `message` of the field's `pattern`."
    )


class Pattern(Settings):
    """What has to be written into a field. An answer that is not so is refused with `message`, and can be corrected."""

    regex: str = Field(
        min_length=1,
        max_length=200,
        description="What all of an answer must match: a regular expression without look-around and references back (those"
        " of Rust), so that no answer takes long to check.",
    )
    example: str = Field(
        min_length=1,
        max_length=1000,
        description="An answer that matches: it is tried when the settings are read.",
    )
    message: str = Field(
        min_length=1,
        max_length=200,
        description="What to write instead, as a sentence for who wrote something else.",
    )

    @field_validator("regex")
    @classmethod
    def _can_be_checked(cls, regex: str) -> str:
        if wrong := patterns.flaw(regex):
            raise ValueError(f"must be a regular expression that can be checked in no time: {wrong}")
        return regex

    @field_validator("example")
    @classmethod
    def _matches(cls, example: str, info: ValidationInfo) -> str:
        if "regex" in info.data and not patterns.fits(info.data["regex"], example):
            raise ValueError("must match the `regex` above it, all of it")
        return example


@dataclass(frozen=True)
class FieldWording:
    """What a form asks, in one language. `choices` are keyed by what is stored of them; `message` is its pattern's."""

    label: str
    placeholder: str | None
    choices: Mapping[str, str]
    message: str | None


class TicketField(Settings):
    """One thing a ticket's modal asks. Discord's limits: label 45 characters, 10 choices."""

    id: Slug = Field(description="A short name of the field; no two of a type have the same.")
    label: Label = Field(description="The question, above the box.")
    kind: Annotated[FieldKind, Field(strict=False)] = Field(
        default=FieldKind.SHORT,
        description="One line, a paragraph, one or several of `choices`, a box to tick, up to three files, or a member.",
    )
    placeholder: str | None = Field(
        default=None, max_length=100, description="A grey example inside the empty box."
    )
    required: bool = Field(
        default=True, description="Whether the form cannot be sent without it; a box must then be ticked."
    )
    max_length: int = Field(default=1000, ge=1, le=1000, description="The most characters that fit in the box.")
    min_length: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="The fewest characters of an answer, without the blanks around it: only for one line or a paragraph.",
    )
    pattern: Pattern | None = Field(
        default=None, description="What has to be written: only for one line or a paragraph."
    )
    choices: list[Choice] = Field(
        default=[],
        max_length=10,
        description="What can be chosen: at least two, and only with `kind: choice` or `multi-choice`.",
    )
    public: bool = Field(
        default=False,
        description="Whether its answer is shown to all where the community is asked first: only what is written or chosen.",
    )
    translations: dict[Locale, FieldTranslation] = translations("The field")

    @model_validator(mode="after")
    def _public_is_what_is_said(self) -> Self:
        if self.public and self.kind not in WRITTEN | CHOSEN:
            raise ValueError("only what is written or chosen can be `public`: never files, members and ticks")
        return self

    @model_validator(mode="after")
    def _choices_fit_the_kind(self) -> Self:
        if (self.kind in CHOSEN) != (len(self.choices) >= 2):
            raise ValueError("`choices` (at least two) and `kind: choice` or `multi-choice` go together")
        if len(set(self.choices)) != len(self.choices):
            raise ValueError("two choices of this field are the same")
        for code, translation in self.translations.items():
            if translation.choices and len(translation.choices) != len(self.choices):
                raise ValueError(
                    f"the `choices` in `{code}` must be as many as the field's own, in the same order"
                )
            if len(set(translation.choices)) != len(translation.choices):
                raise ValueError(f"two `choices` in `{code}` are the same")
        return self

    @model_validator(mode="after")
    def _length_fits_the_kind(self) -> Self:
        if self.min_length and self.kind not in WRITTEN:
            raise ValueError("only what is written can have a `min_length`: `kind: short` or `paragraph`")
        if self.min_length > self.max_length:
            raise ValueError("`min_length` must not be more than `max_length`")
        return self

    @model_validator(mode="after")
    def _pattern_fits_the_kind(self) -> Self:
        if self.pattern is None:
            if any(translation.message for translation in self.translations.values()):
                raise ValueError("a `message` translates that of a `pattern`, and this field has none")
            return self
        if self.kind not in WRITTEN:
            raise ValueError("only what is written can have a `pattern`: `kind: short` or `paragraph`")
        if not self.min_length <= len(self.pattern.example) <= self.max_length:
            raise ValueError(
                "the `example` of the `pattern` is longer than `max_length`, or shorter than `min_length`"
            )
        return self

    def wording(self, locale: str | None) -> FieldWording:
        """The field in this language, or in one that differs only by country, or else as it stands."""
        code = nearest(locale, self.translations)
        translation = self.translations[code] if code else FieldTranslation()
        choices = translation.choices or self.choices
        return FieldWording(
            label=translation.label or self.label,
            placeholder=translation.placeholder or self.placeholder,
            choices=dict(zip(self.choices, choices, strict=True)),
            message=translation.message or (self.pattern.message if self.pattern else None),
        )

    def takes(self, answer: str) -> bool:
        """Whether this can be an answer, as it is stored; whether there has to be one says `required`."""
        if self.is_too_short(answer):
            return False
        return self.pattern is None or patterns.fits(self.pattern.regex, answer)

    def is_too_short(self, answer: str) -> bool:
        """Whether there is an answer of fewer than `min_length` characters."""
        return len(answer) < self.min_length
