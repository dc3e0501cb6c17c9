"""All of `tickets` in config.yaml: the types, who works on them in which order, and what time does to a ticket."""

from __future__ import annotations

from typing import Self

from pydantic import (
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails

from bot.problems import did_you_mean, shown
from bot.settings import Settings
from bot.ticket_causes import Causes
from bot.ticket_keeping import Keeping
from bot.ticket_macros import Macro
from bot.ticket_panels import ONLY, TicketPanel
from bot.ticket_record import Record
from bot.ticket_silence import Silence
from bot.ticket_sla import Sla
from bot.ticket_tiers import MOST, Tier, require_ladder, wrong_tier
from bot.ticket_types import TicketType
from bot.ticket_urgency import QuietHours
from bot.working_hours import WorkingHours


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
    causes: Causes = Field(
        default=[],
        description="Why tickets come, for staff to choose from when they resolve one. Without it, nobody asks.",
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
    record: Record = Field(
        default=Record(), description="What of tickets is kept, so that it outlives Discord's threads."
    )
    keep: Keeping = Field(default=Keeping(), description="How long what was written in closed tickets is kept.")
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
