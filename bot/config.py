"""config.yaml → frozen settings: what the operator may decide, and within which limits."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails

from bot.documents import Problem, did_you_mean, read_document, schema_of, shown, validate

FILE = "config.yaml"

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

Named = Annotated[
    Annotated[str, Field(min_length=1, max_length=100)] | Annotated[int, Field(gt=0, lt=2**63)],
    Field(union_mode="left_to_right"),
]
"""A Discord channel or role: its name, or its id as a number."""


def _without_hash(channel: str | int) -> str | int:
    return channel.removeprefix("#") if isinstance(channel, str) else channel


Channel = Annotated[Named, AfterValidator(_without_hash)]
"""A channel as people write it: `#help` in quotes is the channel `help`."""


# fmt: off
LOCALES = (
    "ar", "bg", "cs", "da", "de", "el", "en", "en-GB", "en-US", "es", "es-419", "es-ES", "fi", "fr", "he",
    "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt", "pt-BR", "ro", "ru", "sv", "sv-SE",
    "th", "tr", "uk", "vi", "zh", "zh-CN", "zh-TW",
)
# fmt: on
"""The languages that Discord knows, and the bare form of those that it knows only with a country."""


def _known_locale(locale: str) -> str:
    if locale not in LOCALES:
        hint = did_you_mean(locale, LOCALES)
        raise ValueError(f"{shown(locale)} is not a language that Discord knows{hint}")
    return locale


Locale = Annotated[str, AfterValidator(_known_locale)]
"""A language as Discord names it: `de`, `es-419`. The Norwegian `no` needs quotes in YAML."""


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

    name: str = Field(min_length=1, max_length=60, description="The community's name, as the bot says it.")


class Discord(Settings):
    """What the bot asks of Discord. Privileged intents must also be switched on in the developer portal."""

    message_content: bool = Field(
        default=True,
        description="Whether the bot reads messages. Without it, the FAQ answers only commands and mentions.",
    )


class Channels(Settings):
    """Where the bot listens and works; each by name or id."""

    help: list[Channel] = Field(
        min_length=1, max_length=20, description="Text channels in which the FAQ listens: names or ids."
    )
    forums: list[Channel] = Field(
        default=[], max_length=10, description="Forum channels in which the FAQ answers new posts: names or ids."
    )
    tickets: Channel = Field(description="The channel that holds the ticket panel and the ticket threads.")
    queue: Channel = Field(description="The channel, seen by staff only, in which each open ticket has its card.")

    @field_validator("tickets", "queue")
    @classmethod
    def _has_one_purpose(cls, channel: str | int, info: ValidationInfo) -> str | int:
        above = info.data
        if channel in (*above.get("help", ()), *above.get("forums", ()), above.get("tickets")):
            raise ValueError(
                f"`{info.field_name}` must be a channel of its own, and `{channel}` has another use already"
            )
        return channel


class Roles(Settings):
    """Who is staff (takes tickets) and who is a helper (the FAQ does not answer them)."""

    staff: list[Named] = Field(min_length=1, max_length=10, description="Roles that take tickets: names or ids.")
    helpers: list[Named] = Field(
        default=[], max_length=10, description="Roles of members who answer, and whom the FAQ does not answer."
    )


class Between(StrEnum):
    """What the FAQ does when it is neither sure enough to answer nor lost."""

    SUGGEST = "suggest"
    HINT = "hint"
    SILENT = "silent"


class Faq(Settings):
    """When the FAQ answers, and what it keeps. Scores and margin are shares between 0 and 1."""

    folder: str = Field(
        default="faq", min_length=1, description="The folder of the FAQ files, seen from config.yaml."
    )
    language: Locale = Field(default="en", description="The language that the answers are written in.")
    threshold: float = Field(
        default=0.92, ge=0.3, le=1.0, description="The score from which the FAQ answers on its own."
    )
    margin: float = Field(
        default=0.1, ge=0.0, le=0.5, description="How far the best entry's score must be above the second's."
    )
    suggest_from: float = Field(
        default=0.45, ge=0.1, le=1.0, description="The score from which an entry is worth suggesting."
    )
    between: Annotated[Between, Field(strict=False)] = Field(
        default=Between.SUGGEST,
        description="Between suggesting and answering: suggest titles, show a hint, or stay silent.",
    )
    min_words: int = Field(
        default=3, ge=1, le=10, description="Messages with fewer words are left alone in channels."
    )
    keep_text_days: int = Field(
        default=30, ge=0, le=30, description="Days for which the text of a question is kept; 0 keeps none."
    )
    shadow: list[Channel] = Field(
        default=[], max_length=30, description="Channels in which the FAQ only notes what it would have answered."
    )
    hold_out_percent: int = Field(
        default=0,
        ge=0,
        le=20,
        description="Answers withheld by lot, in percent, to measure what answering changes.",
    )
    solved_tag: str = Field(
        default="Solved", min_length=1, max_length=20, description="The forum tag of posts that are settled."
    )
    needs_human_tag: str = Field(
        default="Needs human",
        min_length=1,
        max_length=20,
        description="The forum tag of posts that wait for people.",
    )
    model: str | None = Field(
        default=None,
        min_length=1,
        description="A folder with model.onnx and tokenizer.json, for the extra `semantic`, seen from config.yaml.",
    )

    @model_validator(mode="after")
    def _suggests_below_answering(self) -> Self:
        if self.suggest_from > self.threshold:
            raise ValueError("`suggest_from` must not be above `threshold`")
        return self


class FieldKind(StrEnum):
    """What a modal shows for a field."""

    SHORT = "short"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    FILE = "file"


_CUSTOM_EMOJI = re.compile(r"<a?:\w{2,32}:[0-9]{15,20}>")


def _emoji(text: str) -> str:
    """Discord refuses a whole message for an emoji that is none, such as `:mail:`."""
    is_one = text.isascii() is False and not any(char.isascii() and char.isalpha() for char in text)
    if not _CUSTOM_EMOJI.fullmatch(text) and not (is_one and len(text) <= 16):
        raise ValueError("must be one emoji itself, such as 📬, or a custom one as <:name:id>")
    return text


class TicketField(Settings):
    """One thing a ticket's modal asks. Discord's limits: label 45 characters, 10 choices."""

    id: Slug = Field(description="A short name of the field; no two of a type have the same.")
    label: str = Field(min_length=1, max_length=45, description="The question, above the box.")
    kind: Annotated[FieldKind, Field(strict=False)] = Field(
        default=FieldKind.SHORT, description="One line, a paragraph, one of `choices`, or up to three files."
    )
    placeholder: str | None = Field(
        default=None, max_length=100, description="A grey example inside the empty box."
    )
    required: bool = Field(default=True, description="Whether the form can be sent without it.")
    max_length: int = Field(default=1000, ge=1, le=1000, description="The most characters that fit in the box.")
    choices: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(
        default=[], max_length=10, description="What can be chosen; only with `kind: choice`."
    )

    @model_validator(mode="after")
    def _choices_fit_the_kind(self) -> Self:
        if (self.kind is FieldKind.CHOICE) != (len(self.choices) >= 2):
            raise ValueError("`choices` (at least two) and `kind: choice` go together")
        if len(set(self.choices)) != len(self.choices):
            raise ValueError("two choices of this field are the same")
        return self


class TicketType(Settings):
    """A kind of request: what it asks, how urgent it is at the least, and where it goes.

    A modal holds five components, so a type has at most five fields, or four beside `ask_impact`.
    """

    id: Slug = Field(description="A short name that never changes: the tickets that exist refer to it.")
    label: str = Field(min_length=1, max_length=45, description="Its name on the panel.")
    emoji: Annotated[str, AfterValidator(_emoji)] | None = Field(
        default=None, max_length=60, description="One emoji before the name, or a custom one as <:name:id>."
    )
    description: str = Field(min_length=1, max_length=100, description="One line that says when to choose it.")
    goes_to: Literal["staff", "community"] = Field(
        default="staff", description="`staff` opens a ticket; `community` points to the help channels."
    )
    priority: Annotated[Priority, Field(strict=False)] = Field(
        default=Priority.P3, description="How urgent it is at the least: P1 (first) to P4 (last)."
    )
    ask_impact: bool = Field(default=False, description="Whether the form asks how many people are affected.")
    fields: list[TicketField] = Field(default=[], max_length=5, description="What the form asks, in this order.")

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


class Tickets(Settings):
    """The ticket types, in the order in which the panel shows them, and what time does to a ticket."""

    auto_close_days: int = Field(
        default=3, ge=1, le=30, description="Days after which a resolved ticket closes by itself."
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


class Points(Settings):
    """What an award is worth."""

    accepted_answer: int = Field(
        default=10, ge=1, le=1000, description="Points for an answer that the asker accepts."
    )
    ticket_help: int = Field(
        default=15, ge=1, le=1000, description="Points for having helped to resolve a ticket."
    )
    faq_entry: int = Field(
        default=20, ge=1, le=1000, description="Points for an answer that became an entry of the FAQ."
    )


class Rank(Settings):
    """A title earned by a balance of at least `points`."""

    name: str = Field(min_length=1, max_length=40, description="The title.")
    points: int = Field(ge=0, le=1_000_000, description="The balance from which it is earned.")


class Reputation(Settings):
    """Points and the ranks they earn."""

    points: Points = Points()
    ranks: list[Rank] = Field(default=[], max_length=20, description="The titles, from the lowest to the highest.")

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

    @field_validator("faq")
    @classmethod
    def _shadows_where_it_listens(cls, faq: Faq, info: ValidationInfo) -> Faq:
        channels = info.data.get("channels")
        listened_to = [str(name) for name in (*channels.help, *channels.forums)] if channels else None
        problems = [
            InitErrorDetails(type="value_error", loc=("shadow", at), input=name, ctx={"error": message})
            for at, name in enumerate(faq.shadow)
            if listened_to is not None and str(name) not in listened_to
            for message in [
                f"{shown(str(name))} is not a help or forum channel{did_you_mean(str(name), listened_to)}"
            ]
        ]
        if problems:  # pydantic puts these places below `faq`, so that each has its line
            raise ValidationError.from_exception_data("shadow", problems)
        return faq


def load_config(home: Path) -> tuple[Config | None, list[Problem]]:
    """Read `home/config.yaml`. The settings, or None with every problem of the file; it never raises."""
    path = home / FILE
    if not path.exists():
        advice = "run signpost in the folder that holds one, or copy the example config.yaml of Signpost there"
        return None, [Problem(FILE, 1, f"there is no {FILE} in {home.absolute()}: {advice}")]
    document, problems = read_document(path, FILE)
    if document is None:
        return None, problems
    config, invalid = validate(document, Config)
    return config, sorted(problems + invalid)


def config_schema() -> dict[str, Any]:
    """The JSON Schema of config.yaml, checked in as docs/schema/config.schema.json for editors."""
    return schema_of(Config, "Signpost: config.yaml")
