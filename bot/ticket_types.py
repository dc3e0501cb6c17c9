"""Ticket types as the operator writes them in config.yaml: what a form asks, how urgent, where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.emoji import is_one_emoji
from bot.locales import nearest
from bot.settings import Choice, Label, Locale, Settings, Slug, translations


class Priority(StrEnum):
    """How urgent a ticket is: P1 first, P4 last."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class FieldKind(StrEnum):
    """What a modal shows for a field."""

    SHORT = "short"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    FILE = "file"


def _emoji(text: str) -> str:
    """Discord refuses a whole message for an emoji that is none, such as `:mail:`."""
    if not is_one_emoji(text):
        raise ValueError("must be one emoji itself, such as 📬, or a custom one as <:name:id>")
    return text


class FieldTranslation(Settings):
    """A field in another language; what is left out stays as it is."""

    label: Label | None = Field(default=None, description="The question, above the box.")
    placeholder: str | None = Field(
        default=None, max_length=100, description="A grey example inside the empty box."
    )
    choices: list[Choice] = Field(default=[], max_length=10, description="All of `choices`, in the same order.")


@dataclass(frozen=True)
class FieldWording:
    """What a form asks, in one language. `choices` are keyed by what is stored of them."""

    label: str
    placeholder: str | None
    choices: Mapping[str, str]


class TicketField(Settings):
    """One thing a ticket's modal asks. Discord's limits: label 45 characters, 10 choices."""

    id: Slug = Field(description="A short name of the field; no two of a type have the same.")
    label: Label = Field(description="The question, above the box.")
    kind: Annotated[FieldKind, Field(strict=False)] = Field(
        default=FieldKind.SHORT, description="One line, a paragraph, one of `choices`, or up to three files."
    )
    placeholder: str | None = Field(
        default=None, max_length=100, description="A grey example inside the empty box."
    )
    required: bool = Field(default=True, description="Whether the form cannot be sent without it.")
    max_length: int = Field(default=1000, ge=1, le=1000, description="The most characters that fit in the box.")
    choices: list[Choice] = Field(
        default=[], max_length=10, description="What can be chosen: at least two, and only with `kind: choice`."
    )
    translations: dict[Locale, FieldTranslation] = translations("The field")

    @model_validator(mode="after")
    def _choices_fit_the_kind(self) -> Self:
        if (self.kind is FieldKind.CHOICE) != (len(self.choices) >= 2):
            raise ValueError("`choices` (at least two) and `kind: choice` go together")
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

    def wording(self, locale: str | None) -> FieldWording:
        """The field in this language, or in one that differs only by country, or else as it stands."""
        code = nearest(locale, self.translations)
        translation = self.translations[code] if code else FieldTranslation()
        choices = translation.choices or self.choices
        return FieldWording(
            label=translation.label or self.label,
            placeholder=translation.placeholder or self.placeholder,
            choices=dict(zip(self.choices, choices, strict=True)),
        )


class TypeTranslation(Settings):
    """A ticket type in another language; its fields have translations of their own."""

    label: Label = Field(description="Its name on the panel.")
    description: Choice = Field(description="One line that says when to choose it.")


class TicketType(Settings):
    """A kind of request: what it asks, how urgent it is at the least, and where it goes.

    A modal holds five components, so a type has at most five fields, or four beside `ask_impact`.
    """

    id: Slug = Field(description="A short name that never changes: the tickets that exist refer to it.")
    label: Label = Field(description="Its name on the panel.")
    emoji: Annotated[str, AfterValidator(_emoji)] | None = Field(
        default=None, max_length=60, description="One emoji before the name, or a custom one as <:name:id>."
    )
    description: Choice = Field(description="One line that says when to choose it.")
    goes_to: Literal["staff", "community"] = Field(
        default="staff", description="`staff` opens a ticket; `community` points to the help channels."
    )
    priority: Annotated[Priority, Field(strict=False)] = Field(
        default=Priority.P3, description="How urgent it is at the least: P1 (first) to P4 (last)."
    )
    ask_impact: bool = Field(default=False, description="Whether the form asks how many people are affected.")
    fields: list[TicketField] = Field(
        default=[],
        max_length=5,
        description="What the form asks, in this order; up to four where `ask_impact` is true.",
    )
    translations: dict[Locale, TypeTranslation] = translations("The type's name and description")

    @model_validator(mode="after")
    def _fits_a_modal(self) -> Self:
        if self.goes_to == "community":
            if self.fields or self.ask_impact:
                raise ValueError("a type that goes to the community opens no ticket, so it has no fields")
            return self
        written = (FieldKind.SHORT, FieldKind.PARAGRAPH)
        if not any(field.kind in written and field.required for field in self.fields):
            raise ValueError("a type that goes to staff needs at least one required field to write in")
        if len(self.fields) + self.ask_impact > 5:
            raise ValueError("at most five fields, or four beside `ask_impact`: Discord's modals hold no more")
        ids = [field.id for field in self.fields]
        if len(set(ids)) != len(ids):
            raise ValueError("two fields of this type have the same id")
        return self

    def wording(self, locale: str | None) -> TypeTranslation:
        """Name and description in this language, or in one that differs only by country, or else as they stand."""
        code = nearest(locale, self.translations)
        return self.translations[code] if code else TypeTranslation(label=self.label, description=self.description)

    def field(self, field_id: str | None) -> TicketField | None:
        """The field with this id, or None where the operator has removed it since."""
        return next((field for field in self.fields if field.id == field_id), None)


class Tickets(Settings):
    """The ticket types, in the order in which the panel shows them, and what time does to a ticket."""

    auto_close_days: int = Field(
        default=3, ge=1, le=30, description="Days after which a resolved ticket closes by itself."
    )
    cooldown_seconds: int = Field(
        default=60,
        ge=0,
        le=86_400,
        description="Seconds in which a member opens, resolves and reopens a ticket at most once each; 0 for none. Staff as "
        "often as they like.",
    )
    types: list[TicketType] = Field(
        min_length=1, max_length=20, description="The kinds of request, in the order of the panel."
    )

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [kind.id for kind in self.types]
        if len(set(ids)) != len(ids):
            raise ValueError("two ticket types have the same id")
        if all(kind.goes_to == "community" for kind in self.types):
            raise ValueError("at least one ticket type must go to staff")
        return self

    def type(self, type_id: str) -> TicketType | None:
        """The type with this id, or None where the operator has removed it since."""
        return next((kind for kind in self.types if kind.id == type_id), None)
