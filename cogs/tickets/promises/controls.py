"""The buttons of promises and call-backs. They know an id and perhaps a time; the database knows the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType

import discord

from bot.tickets.promises.promise import MOST_OPEN, UNSETTLED, Promise, State
from bot.tickets.promises.times import local
from cogs.texts import promises as texts
from cogs.texts.language import Language
from cogs.tickets.promises.answering import show
from cogs.tickets.promises.forms import CallForm, MoveForm, WithdrawForm, filled_before
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form
from cogs.ui.subjects import id_in

LATEST = 2**33
"""Seconds since 1970 that a button may name."""


class KeepButton(ActionButton, action="promise:keep"):
    """Staff have done what was promised."""

    async def press(self, interaction: Interaction) -> None:
        promise = await interaction.client.services.promises.keep(id_in(self.subject), by=actor(interaction))
        await show(interaction, promise, texts.done(reader(interaction), promise))


class MoveButton(ActionButton, action="promise:move"):
    """Staff are asked for a new time, and why."""

    async def press(self, interaction: Interaction) -> None:
        promises, promise_id = interaction.client.services.promises, id_in(self.subject)
        await promises.for_changing(promise_id, by=actor(interaction))
        await open_form(interaction, MoveForm(reader(interaction), promise_id, promises.zone_name, {}))


class WithdrawButton(ActionButton, action="promise:withdraw"):
    """Staff are asked why it will not be done."""

    async def press(self, interaction: Interaction) -> None:
        promise_id = id_in(self.subject)
        await interaction.client.services.promises.for_changing(promise_id, by=actor(interaction))
        await open_form(interaction, WithdrawForm(reader(interaction), promise_id, {}))


class AcceptButton(ActionButton, action="promise:accept"):
    """Staff take one of the requester's times. Subject: `<promise>.<seconds since 1970>`."""

    async def press(self, interaction: Interaction) -> None:
        promise_id, due_at = _id_and_time(self.subject)
        promise = await interaction.client.services.promises.accept(promise_id, due_at, by=actor(interaction))
        await show(interaction, promise, texts.done(reader(interaction), promise))


class AgreeButton(ActionButton, action="promise:agree"):
    """The requester agrees to the time that staff propose. Subject: `<promise>.<seconds since 1970>`."""

    async def press(self, interaction: Interaction) -> None:
        promise_id, due_at = _id_and_time(self.subject)
        promise = await interaction.client.services.promises.agree(promise_id, due_at, by=actor(interaction))
        await show(interaction, promise, texts.done(reader(interaction), promise))


class CallButton(ActionButton, action="promise:call"):
    """The requester is asked how and when they want to be called. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        await begin_call(interaction, id_in(self.subject))


BUTTONS = (KeepButton, MoveButton, WithdrawButton, AcceptButton, AgreeButton, CallButton)


async def begin_call(interaction: Interaction, ticket_id: int) -> None:
    """Show the form of a call-back, as it was filled in before if it is not agreed yet."""
    promises = interaction.client.services.promises
    before = await promises.may_ask(ticket_id, by=actor(interaction))
    filled = filled_before(before, promises.zone_name)
    await open_form(interaction, CallForm(reader(interaction), ticket_id, filled))


def requester_view(t: Language, promise: Promise) -> discord.ui.View:
    """Below it in the ticket's thread: while a time is proposed, what the requester may say to that."""
    if promise.state is not State.PROPOSED:
        return view()
    agree = AgreeButton(
        _with_time(promise, promise.due_at), label=texts.button_agree(t), style=discord.ButtonStyle.success
    )
    return view(agree, CallButton(promise.ticket_id, label=texts.button_other_times(t)))


def staff_view(
    t: Language,
    promises: Sequence[Promise],
    zone: tzinfo,
    now: datetime,
    merged: Mapping[int, int] = MappingProxyType({}),
) -> discord.ui.View:
    """What staff may do about those that are not settled, a row each; of several, each row begins with the number, and of a
    ticket that is `merged` with the number of that. Of more than a message has rows, those that are due first.
    """
    made = view()
    unsettled = [promise for promise in promises if promise.state in UNSETTLED]
    if len(unsettled) > MOST_OPEN:
        unsettled = sorted(unsettled, key=lambda promise: promise.due_at)[:MOST_OPEN]
    for row, promise in enumerate(unsettled):
        buttons = _staff_buttons(t, promise, zone, now)
        if len(promises) > 1:
            first = buttons[0].item
            label = texts.button_numbered(promise.number, first.label or "", merged.get(promise.ticket_id))
            first.label = label
        for button in buttons:
            button.row = row
            made.add_item(button)
    return made


def own_custom_id(promise: Promise) -> str:
    """What every line for staff about it carries."""
    return f"{WithdrawButton.action}:{promise.id}"


def _staff_buttons(t: Language, promise: Promise, zone: tzinfo, now: datetime) -> list[ActionButton]:
    id_, slots = promise.id, promise.call.slots if promise.call is not None else ()
    withdraw = WithdrawButton(id_, label=texts.button_withdraw(t))
    if promise.state is State.OPEN:
        keep = KeepButton(id_, label=texts.button_keep(t), style=discord.ButtonStyle.success)
        return [keep, MoveButton(id_, label=texts.button_move(t)), withdraw]
    wished = [slot for slot in slots if slot > now] if promise.state is State.ASKED else []
    accept = [
        AcceptButton(_with_time(promise, slot), label=local(slot, zone), style=discord.ButtonStyle.primary)
        for slot in wished
    ]
    return [*accept, MoveButton(id_, label=texts.button_propose(t)), withdraw]


def _with_time(promise: Promise, at: datetime) -> str:
    return f"{promise.id}.{int(at.timestamp())}"


def _id_and_time(subject: str) -> tuple[int, datetime]:
    """1970 where it names no time: nobody has agreed on that."""
    promise_id, _, seconds = subject.partition(".")
    named = id_in(seconds)
    return id_in(promise_id), datetime.fromtimestamp(named if named < LATEST else 0, UTC)
