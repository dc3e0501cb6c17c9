"""Ticket types as the operator writes them in config.yaml: what a form asks, how urgent, where it goes."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails

from bot.emoji import is_one_emoji
from bot.locales import nearest
from bot.problems import did_you_mean, shown
from bot.settings import Channel, Choice, Label, Locale, Named, Settings, Slug, translations
from bot.ticket_community import CommunityFirst
from bot.ticket_fields import WRITTEN, FieldKind, TicketField
from bot.ticket_macros import Macro
from bot.ticket_panels import ONLY, TicketPanel
from bot.ticket_silence import Silence
from bot.ticket_sla import Sla
from bot.ticket_tiers import MOST, Tier, require_ladder, wrong_tier
from bot.ticket_transcripts import Transcripts
from bot.ticket_urgency import Priority, QuietHours, StaffPing
from bot.working_hours import WorkingHours


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


class Tickets(Settings):
    """The ticket types, in the order in which the panel shows them, and what time does to a ticket."""

    auto_close_days: int = Field(
        default=3, ge=1, le=30, description="Days after which a resolved ticket closes by itself."
    )
    cooldown_seconds: int = Field(
        default=60,
        ge=0,
        le=86_400,
        description="Seconds in which a member opens, resolves, closes and reopens a ticket at most once each; 0 for none. Staff as "
        "often as they like.",
    )
    remind_minutes: int = Field(
        default=60,
        ge=5,
        le=1440,
        description="Minutes before a promise is due at which whoever has its ticket is reminded.",
    )
    callbacks: bool = Field(
        default=False, description="Whether requesters can ask in their ticket to be called back."
    )
    last_chance: bool = Field(
        default=True,
        description="Whether who sends a form is shown likely entries and their own open tickets, where there are any, before"
        " the ticket is opened.",
    )
    last_chance_minutes: int = Field(
        default=10,
        ge=1,
        le=60,
        description="Minutes after which the ticket is opened all the same where they press nothing.",
    )
    lease_hours: int = Field(
        default=72,
        ge=0,
        le=720,
        description="Hours for which a claimed ticket may wait for staff before it goes back into the queue; 0 for no end.",
    )
    csat: bool = Field(
        default=False,
        description="Whether customers are asked how good the help was, when their ticket is resolved.",
    )
    csat_low_from: int = Field(
        default=2, ge=0, le=4, description="The highest score, of 5, on which a colleague follows up; 0 for none."
    )
    quiet_hours: QuietHours | None = Field(
        default=None,
        description="When staff sleep: no role is pinged, nobody told that an answer will be late, and staff not warned of it,"
        " before they end. Without it, never.",
    )
    working_hours: WorkingHours | None = Field(
        default=None,
        description="When staff work: only then the time runs that `sla` allows. Without it, around the clock.",
    )
    sla: Sla = Field(
        default={}, description="How long tickets may take, by their priority. Without it, there is no target."
    )
    warn_percent: int = Field(
        default=80,
        ge=1,
        le=99,
        description="At which share of such a time, in percent, staff are warned that it is running out.",
    )
    transcripts: Transcripts = Field(
        default=Transcripts(), description="What of tickets is kept, so that it outlives Discord's threads."
    )
    silence: Silence | None = Field(
        default=None,
        description="What happens while requesters do not answer staff: two reminders, then the ticket is closed. Without it,"
        " nothing.",
    )
    panels: list[TicketPanel] = Field(
        default=[],
        max_length=20,
        description="The panels, each with its place and types. Without it, one in `channels.tickets` with all types.",
    )
    tiers: list[Tier] = Field(
        default=[],
        max_length=MOST,
        description="The levels of support, from the first to the last: a ticket is passed on from each to the next. At least"
        " two; without it, all of staff are one.",
    )
    types: list[TicketType] = Field(
        min_length=1, max_length=20, description="The kinds of request, in the order of the panel."
    )
    macros: list[Macro] = Field(
        default=[],
        max_length=100,
        description="Replies that staff send with one press, in the order in which they see them.",
    )

    @field_validator("tiers")
    @classmethod
    def _can_be_climbed(cls, tiers: list[Tier]) -> list[Tier]:
        require_ladder(tiers)
        return tiers

    @field_validator("types")
    @classmethod
    def _begin_at_tiers_that_read_them(cls, types: list[TicketType], info: ValidationInfo) -> list[TicketType]:
        tiers = info.data.get("tiers")
        problems = [
            InitErrorDetails(type="value_error", loc=(at, wrong[0]), input=kind.tier, ctx={"error": wrong[1]})
            for at, kind in enumerate(types)
            if tiers is not None and kind.goes_to == "staff"
            for wrong in [wrong_tier(tiers, kind.tier, kind.staff)]
            if wrong is not None
        ]
        if problems:  # as of the macros
            raise ValidationError.from_exception_data("types", problems)
        return types

    @field_validator("macros")
    @classmethod
    def _are_for_types_that_exist(cls, macros: list[Macro], info: ValidationInfo) -> list[Macro]:
        known = [kind.id for kind in info.data.get("types", ())]
        problems = [
            InitErrorDetails(type="value_error", loc=(at, "types", place), input=type_id, ctx={"error": message})
            for at, macro in enumerate(macros)
            for place, type_id in enumerate(macro.types)
            if known and type_id not in known
            for message in [f"{shown(type_id)} is no ticket type{did_you_mean(type_id, known)}"]
        ]
        if problems:  # pydantic puts these places below `macros`, so that each has its line
            raise ValidationError.from_exception_data("macros", problems)
        ids = [macro.id for macro in macros]
        if len(set(ids)) != len(ids):
            raise ValueError("two macros have the same id")
        return macros

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [kind.id for kind in self.types]
        if len(set(ids)) != len(ids):
            raise ValueError("two ticket types have the same id")
        if all(kind.goes_to == "community" for kind in self.types):
            raise ValueError("at least one ticket type must go to staff")
        return self

    @model_validator(mode="after")
    def _panels_offer_what_there_is(self) -> Self:
        ids = [panel.id for panel in self.panels]
        if len(set(ids)) != len(ids):
            raise ValueError("two panels have the same id")
        there = [kind.id for kind in self.types]
        for panel in self.panels:
            for type_id in panel.types:
                if type_id not in there:
                    hint = did_you_mean(type_id, there)
                    raise ValueError(
                        f"the panel `{panel.id}` offers {shown(type_id)}, which is no ticket type{hint}"
                    )
        return self

    @property
    def standing_panels(self) -> list[TicketPanel]:
        """The panels that are to stand somewhere: one with all types where the operator names none."""
        return self.panels or [ONLY]

    def offered_by(self, panel: TicketPanel) -> list[TicketType]:
        """The types whose buttons a panel has, in its order."""
        if not panel.types:
            return self.types
        return [kind for type_id in panel.types if (kind := self.type(type_id)) is not None]

    def type(self, type_id: str) -> TicketType | None:
        """The type with this id, or None where the operator has removed it since."""
        return next((kind for kind in self.types if kind.id == type_id), None)

    def hidden_beside(self, type_id: str) -> frozenset[str]:
        """The types whose tickets the card of one of this type does not name: of those who see the card not all read them."""
        own = self.type(type_id)
        seen_by = set(own.staff) if own is not None and own.queue is not None else set[str | int]()
        return frozenset(
            kind.id
            for kind in self.types
            if kind.id != type_id and kind.staff and (not seen_by or not seen_by.issubset(kind.staff))
        )

    def max_open(self, type_id: str) -> int:
        """How many tickets of the type a member may have open at once; one where the operator has removed it since."""
        kind = self.type(type_id)
        return kind.max_open if kind else 1
