"""config.yaml → frozen settings: what the operator may decide, and within which limits."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A short name made of small letters, digits and hyphens; it appears in custom_ids and in the database."""

Named = Annotated[str | int, Field(union_mode="left_to_right")]
"""A Discord channel or role: its name, or its id as a number."""


class Priority(StrEnum):
    """How urgent a ticket is: P1 first, P4 last."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Settings(BaseModel):
    """Frozen, strict, and closed: an unknown key is an error, never silently ignored."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Community(Settings):
    """Who the bot speaks for."""

    name: str = Field(min_length=1, max_length=60)


class Discord(Settings):
    """What the bot asks of Discord. Privileged intents must also be switched on in the developer portal."""

    message_content: bool = True


class Channels(Settings):
    """Where the bot listens and works; each by name or id."""

    help: list[Named] = Field(min_length=1, max_length=20)
    forums: list[Named] = Field(default=[], max_length=10)
    tickets: Named
    queue: Named


class Roles(Settings):
    """Who is staff (takes tickets) and who is a helper (the FAQ does not answer them)."""

    staff: list[Named] = Field(min_length=1, max_length=10)
    helpers: list[Named] = Field(default=[], max_length=10)


class Faq(Settings):
    """When the FAQ answers. Score and margin are shares between 0 and 1."""

    folder: str = "faq"
    threshold: float = Field(default=0.72, ge=0.3, le=1.0)
    margin: float = Field(default=0.08, ge=0.0, le=0.5)
    min_words: int = Field(default=3, ge=1, le=10)
    keep_text_days: int = Field(default=30, ge=0, le=30)


class FieldKind(StrEnum):
    """What a modal shows for a field."""

    SHORT = "short"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"


class TicketField(Settings):
    """One thing a ticket's modal asks. Discord's limits: label 45 characters, 10 choices."""

    id: Slug
    label: str = Field(min_length=1, max_length=45)
    kind: Annotated[FieldKind, Field(strict=False)] = FieldKind.SHORT
    placeholder: str | None = Field(default=None, max_length=100)
    required: bool = True
    max_length: int = Field(default=1000, ge=1, le=1000)
    choices: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default=[], max_length=10)

    @model_validator(mode="after")
    def _choices_fit_the_kind(self) -> Self:
        if (self.kind is FieldKind.CHOICE) != (len(self.choices) >= 2):
            raise ValueError("`choices` (at least two) and `kind: choice` go together")
        return self


class TicketType(Settings):
    """A kind of request: what it asks, how urgent it is at the least, and where it goes.

    A modal holds five components, so a type has at most five fields, or four beside `ask_impact`.
    """

    id: Slug
    label: str = Field(min_length=1, max_length=45)
    emoji: str | None = Field(default=None, max_length=8)
    description: str = Field(min_length=1, max_length=100)
    goes_to: Literal["staff", "community"] = "staff"
    priority: Annotated[Priority, Field(strict=False)] = Priority.P3
    ask_impact: bool = False
    fields: list[TicketField] = Field(default=[], max_length=5)

    @model_validator(mode="after")
    def _fits_a_modal(self) -> Self:
        if self.goes_to == "community":
            if self.fields or self.ask_impact:
                raise ValueError("a type that goes to the community opens no ticket, so it has no fields")
            return self
        if not any(field.kind is not FieldKind.CHOICE and field.required for field in self.fields):
            raise ValueError("a type that goes to staff needs at least one required field to write in")
        if len(self.fields) + self.ask_impact > 5:
            raise ValueError("at most five fields, or four beside `ask_impact`: Discord's modals hold no more")
        ids = [field.id for field in self.fields]
        if len(set(ids)) != len(ids):
            raise ValueError("two fields of this type have the same id")
        return self


class Tickets(Settings):
    """The ticket types, in the order in which the panel shows them, and what time does to a ticket."""

    auto_close_days: int = Field(default=3, ge=1, le=30)
    types: list[TicketType] = Field(min_length=1, max_length=20)

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


class Points(Settings):
    """What an award is worth."""

    accepted_answer: int = Field(default=10, ge=1, le=1000)
    ticket_help: int = Field(default=15, ge=1, le=1000)


class Rank(Settings):
    """A title earned by a balance of at least `points`."""

    name: str = Field(min_length=1, max_length=40)
    points: int = Field(ge=0)


class Reputation(Settings):
    """Points and the ranks they earn."""

    points: Points = Points()
    ranks: list[Rank] = Field(default=[], max_length=20)

    @model_validator(mode="after")
    def _ranks_rise(self) -> Self:
        steps = [rank.points for rank in self.ranks]
        if steps != sorted(set(steps)):
            raise ValueError("ranks must rise: each needs more points than the one before")
        return self


class Config(Settings):
    """The whole of config.yaml. It holds no secrets: those come from the environment or `.env`."""

    community: Community
    discord: Discord = Discord()
    channels: Channels
    roles: Roles
    faq: Faq = Faq()
    tickets: Tickets
    reputation: Reputation = Reputation()
