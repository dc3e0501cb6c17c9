"""The forms of promises: a new time, a reason, and what a requester says who wants to be called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.errors import NotStaff
from bot.forms.refused import RefusedForm
from bot.ticket_errors import NotReader, TicketClosed, UnknownTicket
from bot.tickets.promises.promise import CONTACT_LENGTH, NOTE_LENGTH, Promise
from bot.tickets.promises.refused import CallAgreed, NoCallbacks, NotTheCaller, PromiseSettled, UnknownPromise
from bot.tickets.promises.times import local
from bot.zones import zone
from cogs.texts import promises as texts
from cogs.texts.language import Language
from cogs.tickets.promises.answering import show
from cogs.ui.actors import actor
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.subjects import ID, id_in

WHEN, WHY, CONTACT, ZONE, SLOTS = "when", "why", "contact", "zone", "slots"
WHEN_LENGTH, ZONE_LENGTH, SLOTS_LENGTH = 60, 60, 300


class _SettlingForm(ActionForm[Promise]):
    """Changes a promise. Subject: the promise."""

    opens_again_unless = (PromiseSettled, UnknownPromise, NotStaff, NotReader)

    @classmethod
    async def kept(cls, interaction: Interaction, result: Promise) -> None:
        await show(interaction, result, texts.done(reader(interaction), result))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {WHEN: texts.ask_when(t), WHY: texts.ask_why(t)}


class MoveForm(_SettlingForm, action="promise:move", subject=ID):
    """Staff move it to a new time, or propose one for a call-back."""

    def __init__(self, t: Language, promise_id: int, zone_name: str, filled: Mapping[str, str]) -> None:
        super().__init__(promise_id, title=texts.title_move(t))
        when = _box(WHEN, filled.get(WHEN, ""), WHEN_LENGTH)
        self.add_item(
            discord.ui.Label(text=texts.ask_when(t), description=texts.hint_when(t, zone_name), component=when)
        )
        self.add_item(_why(t, filled))

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> MoveForm:
        promises, promise_id = interaction.client.services.promises, id_in(refused.subject)
        await promises.for_changing(promise_id, by=actor(interaction))
        return cls(reader(interaction), promise_id, promises.zone_name, _typed(refused))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Promise:
        return await interaction.client.services.promises.move(
            id_in(subject), filled.text(WHEN), filled.text(WHY).strip(), by=actor(interaction)
        )


class WithdrawForm(_SettlingForm, action="promise:withdraw", subject=ID):
    """Staff say why it will not be done."""

    def __init__(self, t: Language, promise_id: int, filled: Mapping[str, str]) -> None:
        super().__init__(promise_id, title=texts.title_withdraw(t))
        self.add_item(_why(t, filled))

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> WithdrawForm:
        promise_id = id_in(refused.subject)
        await interaction.client.services.promises.for_changing(promise_id, by=actor(interaction))
        return cls(reader(interaction), promise_id, _typed(refused))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Promise:
        return await interaction.client.services.promises.withdraw(
            id_in(subject), filled.text(WHY).strip(), by=actor(interaction)
        )


class CallForm(ActionForm[Promise], action="promise:call", subject=ID):
    """The requester wants to be called. Subject: the ticket."""

    opens_again_unless = (CallAgreed, NoCallbacks, NotTheCaller, TicketClosed, UnknownTicket)

    def __init__(self, t: Language, ticket_id: int, filled: Mapping[str, str]) -> None:
        super().__init__(ticket_id, title=texts.title_call(t))
        paragraph = discord.TextStyle.paragraph
        for text, hint, box in (
            (
                texts.ask_contact(t),
                texts.hint_contact(t),
                _box(CONTACT, filled.get(CONTACT, ""), CONTACT_LENGTH),
            ),
            (texts.ask_zone(t), texts.hint_zone(t), _box(ZONE, filled.get(ZONE, ""), ZONE_LENGTH)),
            (
                texts.ask_slots(t),
                texts.hint_slots(t),
                _box(SLOTS, filled.get(SLOTS, ""), SLOTS_LENGTH, paragraph),
            ),
        ):
            self.add_item(discord.ui.Label(text=text, description=hint, component=box))

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> CallForm:
        await interaction.client.services.promises.may_ask(id_in(refused.subject), by=actor(interaction))
        return cls(reader(interaction), id_in(refused.subject), _typed(refused))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Promise:
        return await interaction.client.services.promises.ask(
            id_in(subject),
            filled.text(CONTACT).strip(),
            filled.text(ZONE),
            filled.text(SLOTS),
            by=actor(interaction),
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Promise) -> None:
        await show(interaction, result, texts.asked(reader(interaction)))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {CONTACT: texts.ask_contact(t), ZONE: texts.ask_zone(t), SLOTS: texts.ask_slots(t)}


def filled_before(promise: Promise | None, zone_name: str) -> dict[str, str]:
    """What stands in a call-back's form when it is opened: what was asked for before, or the community's zone."""
    if promise is None or promise.call is None:
        return {ZONE: zone_name}
    call = promise.call
    slots = "\n".join(local(slot, zone(call.time_zone)) for slot in call.slots)
    return {CONTACT: call.contact, ZONE: call.time_zone, SLOTS: slots}


def _typed(refused: RefusedForm) -> dict[str, str]:
    """All of it was typed, so each field has one text."""
    return {name: "".join(values) for name, values in refused.values.items()}


def _why(t: Language, filled: Mapping[str, str]) -> discord.ui.Label[Any]:
    box = _box(WHY, filled.get(WHY, ""), NOTE_LENGTH, discord.TextStyle.paragraph)
    return discord.ui.Label(text=texts.ask_why(t), component=box)


def _box(
    name: str, text: str, most: int, style: discord.TextStyle = discord.TextStyle.short
) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(custom_id=name, default=text[:most] or None, max_length=most, style=style)
