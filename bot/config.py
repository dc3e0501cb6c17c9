"""config.yaml → frozen settings: what the operator may decide, and within which limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import InitErrorDetails

from bot.documents import read_document
from bot.json_schema import schema_of
from bot.problems import Problem, did_you_mean, shown
from bot.reputation_settings import Reputation
from bot.routing_settings import Routing
from bot.settings import Channel, Locale, Named, Server, Settings
from bot.ticket_settings import Tickets
from bot.validating import validate
from bot.zones import TimeZone

FILE = "config.yaml"


class Community(Settings):
    """Who the bot speaks for."""

    name: str = Field(min_length=1, max_length=60, description="The community's name, as the bot says it.")
    language: Locale | None = Field(
        default=None,
        description="The language of what many read: public lines, queue cards, what staff are told. Without it, that"
        " of the server where it is a Community server, else English.",
    )
    time_zone: TimeZone = Field(
        default="UTC",
        description="The time zone in which staff say when, such as Europe/Berlin; what is read, Discord shows in the"
        " reader's own.",
    )


class StaffPermission(StrEnum):
    """What staff may do in a server and customers may not, so that Discord can tell them apart."""

    MANAGE_THREADS = "manage_threads"
    MANAGE_MESSAGES = "manage_messages"
    MODERATE_MEMBERS = "moderate_members"
    KICK_MEMBERS = "kick_members"
    BAN_MEMBERS = "ban_members"
    MANAGE_CHANNELS = "manage_channels"
    MANAGE_ROLES = "manage_roles"
    MANAGE_GUILD = "manage_guild"
    NONE = "none"


class Discord(Settings):
    """What the bot asks of Discord. Privileged intents must also be switched on in the developer portal."""

    message_content: bool = Field(
        default=True,
        description="Whether the bot reads messages. Without it, the FAQ answers only commands and mentions.",
    )
    servers: list[Server] = Field(
        default=[],
        min_length=1,
        max_length=100,
        description="The ids of the servers that the bot serves; elsewhere it is silent. Without it, the only server"
        " that it is in, and none while it is in several.",
    )
    staff_permission: Annotated[StaffPermission, Field(strict=False)] = Field(
        default=StaffPermission.MANAGE_THREADS,
        description="Discord shows the commands that only staff can use to members with this permission, which the"
        " roles of staff need; with none, to all. In any case only staff can use them.",
    )

    @property
    def staff_needs(self) -> str | None:
        """The permission by its name in Discord; None where all see staff's commands."""
        return None if self.staff_permission is StaffPermission.NONE else self.staff_permission.value


class Channels(Settings):
    """Where the bot listens and works; each by name or id."""

    help: list[Channel] = Field(
        min_length=1, max_length=20, description="Text channels in which the FAQ listens: names or ids."
    )
    forums: list[Channel] = Field(
        default=[], max_length=10, description="Forum channels in which the FAQ answers new posts: names or ids."
    )
    tickets: Channel = Field(description="The channel that holds the ticket panel and the ticket threads.")
    queue: Channel = Field(
        description="The channel, seen by staff only, in which each open ticket has its card; none of the above."
    )
    knowledge: Channel | None = Field(
        default=None,
        description="The text channel in which what staff write becomes an FAQ draft with one press; none of the above.",
    )

    @field_validator("tickets", "queue", "knowledge")
    @classmethod
    def _has_one_purpose(cls, channel: str | int | None, info: ValidationInfo) -> str | int | None:
        above = info.data
        others = (*above.get("help", ()), *above.get("forums", ()), above.get("tickets"), above.get("queue"))
        if channel is not None and channel in others:
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
    leads: list[Named] = Field(
        default=[],
        max_length=10,
        description="Roles of staff who see how each of them is rated, what their time goes to, and who follows up on what. Without it, staff with Manage Server.",
    )


class Between(StrEnum):
    """What the FAQ does when it is neither sure enough to answer nor lost."""

    SUGGEST = "suggest"
    HINT = "hint"
    SILENT = "silent"


class Show(StrEnum):
    """How much of an answer stands in a channel."""

    WHOLE = "whole"
    FIRST_PARAGRAPH = "first_paragraph"


class Faq(Settings):
    """When the FAQ answers, and what it keeps. Scores are shares between 0 and 1."""

    model_config = ConfigDict(json_schema_extra={"retired": ["margin"]})

    folder: str = Field(
        default="faq",
        min_length=1,
        description="The folder of the FAQ files, seen from the folder of config.yaml.",
    )
    language: Locale = Field(
        default="en",
        description="The language that the answers are written in, as Discord names it: en, de, es-419.",
    )
    threshold: float = Field(
        default=0.8, ge=0.3, le=1.0, description="The score from which the FAQ answers on its own."
    )
    suggest_from: float = Field(
        default=0.45,
        ge=0.1,
        le=1.0,
        description="The score from which an entry is worth suggesting; not above `threshold`.",
    )
    between: Annotated[Between, Field(strict=False)] = Field(
        default=Between.SUGGEST,
        description="Between suggesting and answering: suggest up to three titles, show a quiet hint, or stay silent.",
    )
    show: Annotated[Show | None, Field(strict=False)] = Field(
        default=None,
        description="How much of an answer a channel shows: whole, or first_paragraph with a button to *Read on*. Without it,"
        " the first paragraph of answers longer than 700 characters, and others whole.",
    )
    min_words: int = Field(
        default=3,
        ge=1,
        le=10,
        description="Messages with fewer words are not answered in channels; from two on they may bring suggestions.",
    )
    keep_text_days: int = Field(
        default=30, ge=0, le=30, description="Days for which the text of a question is kept; 0 keeps none."
    )
    shadow: list[Channel] = Field(
        default=[],
        max_length=30,
        description="Help and forum channels in which the FAQ only notes what it would have answered.",
    )
    hold_out_percent: int = Field(
        default=0,
        ge=0,
        le=20,
        description="Answers withheld by lot, in percent, to measure what answering changes.",
    )
    solved_tag: str = Field(
        default="Solved",
        min_length=1,
        max_length=20,
        description="The forum tag of posts that are settled; the bot sets it, and leaves such posts alone.",
    )
    needs_human_tag: str = Field(
        default="Needs human",
        min_length=1,
        max_length=20,
        description="The forum tag of posts that wait for people; the bot sets it, and leaves such posts alone.",
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


class Config(Settings):
    """The whole of config.yaml. It holds no secrets: those come from the environment or `.env`."""

    community: Community
    discord: Discord = Discord()
    channels: Channels
    roles: Roles
    faq: Faq = Faq()
    tickets: Tickets
    reputation: Reputation = Reputation()
    routing: Routing = Routing()

    def tickets_channel(self, type_id: str | None) -> str | int:
        """Where the threads of this type hang; None for where the panel stands."""
        kind = self.tickets.type(type_id) if type_id is not None else None
        return self.channels.tickets if kind is None or kind.channel is None else kind.channel

    def queue_channel(self, type_id: str | None) -> str | int:
        """Where the cards of this type stand; None for where staff read everything else."""
        kind = self.tickets.type(type_id) if type_id is not None else None
        return self.channels.queue if kind is None or kind.queue is None else kind.queue

    @field_validator("tickets")
    @classmethod
    def _tiers_are_staff(cls, tickets: Tickets, info: ValidationInfo) -> Tickets:
        roles = info.data.get("roles")
        named = ((("tiers", at, "role"), tier.role) for at, tier in enumerate(tickets.tiers))
        problems = _not_among(named, roles and roles.staff, "is none of `roles.staff`")
        if problems:  # as of the channels in shadow mode
            raise ValidationError.from_exception_data("tickets", problems)
        return tickets

    @field_validator("faq")
    @classmethod
    def _shadows_where_it_listens(cls, faq: Faq, info: ValidationInfo) -> Faq:
        channels = info.data.get("channels")
        listened_to = [*channels.help, *channels.forums] if channels else None
        named = ((("shadow", at), name) for at, name in enumerate(faq.shadow))
        problems = _not_among(named, listened_to, "is not a help or forum channel")
        if problems:  # pydantic puts these places below `faq`, so that each has its line
            raise ValidationError.from_exception_data("shadow", problems)
        return faq

    @field_validator("routing")
    @classmethod
    def _is_off_where_it_listens(cls, routing: Routing, info: ValidationInfo) -> Routing:
        channels = info.data.get("channels")
        listened_to = [*channels.help, *channels.forums] if channels else None
        named = ((("off_in", at), name) for at, name in enumerate(routing.off_in))
        problems = _not_among(named, listened_to, "is not a help or forum channel")
        if problems:  # as of the channels in shadow mode
            raise ValidationError.from_exception_data("off_in", problems)
        return routing

    @field_validator("tickets")
    @classmethod
    def _ask_where_the_community_is(cls, tickets: Tickets, info: ValidationInfo) -> Tickets:
        channels = info.data.get("channels")
        there = [*channels.forums, *channels.help] if channels else None
        problems = [
            InitErrorDetails(
                type="value_error",
                loc=("types", at, "community_first", "channel"),
                input=name,
                ctx={"error": message},
            )
            for at, kind in enumerate(tickets.types)
            if there is not None and kind.community_first is not None
            for name in [kind.community_first.channel]
            if name not in there
            for message in [
                f"{shown(str(name))} is not a help or forum channel{did_you_mean(str(name), [str(one) for one in there])}"
            ]
        ]
        if problems:  # as above
            raise ValidationError.from_exception_data("tickets", problems)
        return tickets

    @field_validator("tickets")
    @classmethod
    def _are_read_by_staff(cls, tickets: Tickets, info: ValidationInfo) -> Tickets:
        roles = info.data.get("roles")
        named = (
            (("types", at, "staff", place), name)
            for at, kind in enumerate(tickets.types)
            for place, name in enumerate(kind.staff)
        )
        problems = _not_among(named, roles and roles.staff, "is none of `roles.staff`")
        problems += _doubled(tickets, info.data.get("channels"))
        if problems:  # as above
            raise ValidationError.from_exception_data("types", problems)
        return tickets

    @field_validator("reputation")
    @classmethod
    def _ranks_make_nobody_staff(cls, reputation: Reputation, info: ValidationInfo) -> Reputation:
        roles = info.data.get("roles")
        of_staff = [str(one) for one in (*roles.staff, *roles.leads)] if roles else []
        problems = [
            InitErrorDetails(
                type="value_error", loc=("ranks", at, "role"), input=rank.role, ctx={"error": message}
            )
            for at, rank in enumerate(reputation.ranks)
            if rank.role is not None and str(rank.role) in of_staff
            for message in [f"{shown(str(rank.role))} makes members staff, and nobody is by points"]
        ]
        if problems:  # as of the channels in shadow mode
            raise ValidationError.from_exception_data("reputation", problems)
        return reputation


def _not_among(
    named: Iterable[tuple[tuple[str | int, ...], str | int]], there: Sequence[str | int] | None, what: str
) -> list[InitErrorDetails]:
    """Each name, with its place, that is none of those which are `there`; nothing where these could not be read."""
    if there is None:
        return []
    known = [str(one) for one in there]
    return [
        InitErrorDetails(type="value_error", loc=place, input=name, ctx={"error": message})
        for place, name in named
        if str(name) not in known
        for message in [f"{shown(str(name))} {what}{did_you_mean(str(name), known)}"]
    ]


def _doubled(tickets: Tickets, channels: Channels | None) -> list[InitErrorDetails]:
    """What a type names as its channel or its queue, and has another use already."""
    if channels is None:
        return []
    heard = {*channels.help, *channels.forums, channels.knowledge}
    panels = {panel.channel for panel in tickets.panels}
    threads = {channels.tickets, *(kind.channel for kind in tickets.types)}
    cards = {channels.queue, *(kind.queue for kind in tickets.types)}
    return [
        InitErrorDetails(type="value_error", loc=("types", at, field), input=name, ctx={"error": message})
        for at, kind in enumerate(tickets.types)
        for field, name, taken in (
            ("channel", kind.channel, heard | cards),
            ("queue", kind.queue, heard | threads | panels),
        )
        if name is not None and name in taken
        for message in [f"`{field}` must be a channel for this, and `{name}` has another use already"]
    ]


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
