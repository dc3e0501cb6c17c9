"""Ticket types as the operator writes them in config.yaml: what a form asks, how urgent, where it goes."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from bot.emoji import is_one_emoji
from bot.locales import nearest
from bot.problems import shown
from bot.settings import Channel, Choice, Label, Locale, Named, Settings, Slug, translations
from bot.ticket_community import CommunityFirst
from bot.ticket_fields import WRITTEN, FieldKind, TicketField
from bot.ticket_keeping import Keeping
from bot.ticket_silence import Silence
from bot.ticket_sla import Sla
from bot.ticket_urgency import Priority, StaffPing


def _emoji(text: str) -> str:
    """Discord refuses a whole message for an emoji that is none, such as `:mail:`."""
    if not is_one_emoji(text):
        raise ValueError("must be one emoji itself, such as 📬, or a custom one as <:name:id>")
    return text


Expected = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""A sentence for requesters."""


class TypeTranslation(Settings):
    """A ticket type in another language; its fields have translations of their own."""

    label: Label = Field(description="Its name on the panel.")
    description: Choice = Field(description="One line that says when to choose it.")
    expectation: Expected | None = Field(
        default=None, description="What to expect, while staff have answered too few of its tickets."
    )


OF_NO_TICKET = frozenset({"id", "label", "emoji", "description", "translations", "goes_to"})
"""What counts of a type that goes to the community."""


class TicketType(Settings):
    """A kind of request: what it asks, how urgent it is at the least, and where it goes.

    A modal holds five components, so a type has at most five fields, and one less for each of `ask_impact` and
    `ask_workaround`.
    """

    model_config = ConfigDict(json_schema_extra={"retired": ["response_hours"]})

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
    highest_priority: Annotated[Priority, Field(strict=False)] = Field(
        default=Priority.P1, description="How urgent the form can make it at the most; only staff go beyond."
    )
    ask_impact: bool = Field(default=False, description="Whether the form asks how many people are affected.")
    ask_workaround: bool = Field(
        default=False,
        description="Whether it also asks if they can help themselves meanwhile; only with `ask_impact`.",
    )
    tier: Slug | None = Field(
        default=None,
        description="The id of the tier at which its tickets begin. Without it, the first one of `tickets.tiers` whose role reads"
        " them.",
    )
    fields: list[TicketField] = Field(
        default=[],
        max_length=5,
        description="What the form asks, in this order; one less for each of `ask_impact` and `ask_workaround`.",
    )
    title: Slug | None = Field(
        default=None,
        description="The field whose text names the ticket in lists and above its thread: one to write in. Without it, the"
        " first required one of these.",
    )
    max_open: int = Field(
        default=1, ge=1, le=20, description="Tickets of the type that a member may have open at once."
    )
    cooldown_seconds: int = Field(
        default=0,
        ge=0,
        le=2_592_000,
        description="Seconds in which a member opens at most one ticket of the type, beside `tickets.cooldown_seconds`. Staff"
        " as often as they like.",
    )
    last_chance: bool = Field(
        default=True,
        description="Whether who sends the form is shown what may answer it before the ticket is opened; only with"
        " `tickets.last_chance`.",
    )
    csat: bool = Field(default=True, description="Whether its customers are asked, too; only with `tickets.csat`.")
    expectation: Expected | None = Field(
        default=None,
        description="What requesters may expect, as a sentence. It is said while staff have answered fewer than 10 tickets of"
        " the type and priority in the last 30 days; else it is said what was usual.",
    )
    sla: Sla = Field(
        default={},
        description="How long its tickets may take, where that is something else than in `tickets.sla`: what is left out is as there.",
    )
    silence: Silence | None = Field(
        default=None, description="What happens while its requesters do not answer, instead of `tickets.silence`."
    )
    keep: Keeping | None = Field(
        default=None, description="How long what was written in them is kept, instead of `tickets.keep`."
    )
    staff_ping: StaffPing | None = Field(
        default=None, description="Which role hears of new tickets in the queue channel. Without it, none."
    )
    community_first: CommunityFirst | None = Field(
        default=None,
        description="Whether its sender can ask the community first, with the answers to `public` fields. Without it, staff have"
        " it at once.",
    )
    staff: list[Named] = Field(
        default=[],
        max_length=10,
        description="Which of `roles.staff` take and read its tickets; to others of staff they are not there. Without it, all.",
    )
    channel: Channel | None = Field(
        default=None,
        description="The channel that holds its threads, which all customers see and in which only its `staff` manage threads."
        " Without it, `channels.tickets`.",
    )
    queue: Channel | None = Field(
        default=None,
        description="The channel in which its cards stand, seen by its `staff` only. Without it, `channels.queue`.",
    )
    translations: dict[Locale, TypeTranslation] = translations("The type's name, description and expectation")

    @model_validator(mode="after")
    def _says_nothing_in_vain(self) -> Self:
        vain = [name for name in type(self).model_fields if name in self.model_fields_set - OF_NO_TICKET]
        if self.goes_to == "community" and vain:
            raise ValueError(f"a type that goes to the community opens no ticket, so `{vain[0]}` would do nothing")
        return self

    @model_validator(mode="after")
    def _has_something_to_ask_in_public(self) -> Self:
        is_asked = any(field.public and field.required and field.kind in WRITTEN for field in self.fields)
        if self.community_first is not None and self.goes_to == "staff" and not is_asked:
            raise ValueError(
                "`community_first` needs at least one required field to write in that is `public: true`: nothing else is"
                " asked in public"
            )
        return self

    @model_validator(mode="after")
    def _fits_a_modal(self) -> Self:
        if self.goes_to == "community":
            return self
        if not any(field.kind in WRITTEN and field.required for field in self.fields):
            raise ValueError("a type that goes to staff needs at least one required field to write in")
        if len(self.fields) + self.ask_impact + self.ask_workaround > 5:
            raise ValueError(
                "at most five fields, or four beside `ask_impact` and three beside `ask_workaround` too: Discord's modals"
                " hold no more"
            )
        ids = [field.id for field in self.fields]
        if len(set(ids)) != len(ids):
            raise ValueError("two fields of this type have the same id")
        return self

    @model_validator(mode="after")
    def _is_named_by_what_is_written(self) -> Self:
        named = self.field(self.title)
        if self.title is not None and (named is None or named.kind not in WRITTEN):
            raise ValueError(f"`title` must be the id of a field to write in, and {shown(self.title)} is none")
        return self

    @model_validator(mode="after")
    def _facts_raise_the_priority(self) -> Self:
        if self.ask_workaround and not self.ask_impact:
            raise ValueError("`ask_workaround` only counts beside `ask_impact`")
        if self.highest_priority > self.priority:
            raise ValueError("`highest_priority` must not be less urgent than `priority`")
        return self

    def wording(self, locale: str | None) -> TypeTranslation:
        """Name, description and expectation in this language, or in one that differs only by country, or else as they stand."""
        code = nearest(locale, self.translations)
        if code is None:
            return TypeTranslation(label=self.label, description=self.description, expectation=self.expectation)
        words = self.translations[code]
        return words if words.expectation else words.model_copy(update={"expectation": self.expectation})

    def field(self, field_id: str | None) -> TicketField | None:
        """The field with this id, or None where the operator has removed it since."""
        return next((field for field in self.fields if field.id == field_id), None)

    @property
    def main(self) -> TicketField | None:
        """The first paragraph: there goes what somebody has written elsewhere."""
        return next((field for field in self.fields if field.kind is FieldKind.PARAGRAPH), None)

    def requires(self, field: TicketField, *, on_behalf: bool) -> bool:
        """Whether the form cannot be sent without this field. Staff who fill it in for somebody cannot know it all: of them
        only the main one is required.
        """
        return field.required and (not on_behalf or field == self.main)

    @property
    def titles(self) -> list[TicketField]:
        """The fields that can name a ticket, first the one that should: of the others, the required ones come first."""
        written = [field for field in self.fields if field.kind in WRITTEN]
        return sorted(written, key=lambda field: (field.id != self.title, not field.required))
