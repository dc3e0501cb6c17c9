"""The buttons of the helpdesk: a question is taken, or given up; and the list of what waits, page by page."""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot.client import SupportBot
from bot.faq.owed import UNANSWERED_JOB
from bot.faq.question import Question
from bot.routing.owed import LINE_JOB
from bot.routing.refused import RouteOver
from bot.routing.route import Route
from cogs.routing import embeds
from cogs.routing.contact import Contact, sees
from cogs.texts import routing as texts
from cogs.texts.language import Language
from cogs.texts.queue import button_page
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, rows
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, regardless, reply
from cogs.ui.subjects import id_in

PAGE = 5
"""Questions on a page: as many as there are buttons in a row."""


class TakeButton(ActionButton, action="routing:take"):
    """A helper answers it. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        services, by = interaction.client.services, actor(interaction)
        route = await services.routing.known(id_in(self.subject), by.guild_id)
        await require_sees(interaction, route.question)
        until = await services.routing.take(route.question.id, by=by)
        said = reply(interaction, texts.taken(reader(interaction), route.question, until))
        await regardless(said, lambda: services.jobs.run(LINE_JOB, route.question.id))


class GiveUpButton(ActionButton, action="routing:drop"):
    """Who has taken it does not answer it after all. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        services, question_id = interaction.client.services, id_in(self.subject)
        await services.routing.give_up(question_id, by=actor(interaction))
        said = reply(interaction, texts.given_up(reader(interaction)))
        await regardless(said, lambda: services.jobs.run(LINE_JOB, question_id))


class HelpdeskButton(ActionButton, action="routing:page"):
    """Turns to a page of what waits, as it is now. Subject: the page."""

    async def press(self, interaction: Interaction) -> None:
        await redraw(interaction, **await helpdesk_message(interaction, page=id_in(self.subject)))


def line_buttons(t: Language, question_id: int, *, is_held: bool) -> list[ActionButton]:
    """Below our line about a question; the first one is always there, so that the line is known again by it."""
    take = TakeButton(question_id, label=texts.button_take(t), style=discord.ButtonStyle.primary, emoji="🙋")
    return [take, GiveUpButton(question_id, label=texts.button_give_up(t))] if is_held else [take]


async def require_sees(interaction: Interaction, asked: Question) -> None:
    """What somebody may not read does not wait for them. Raises RouteOver."""
    place = await Contact(interaction.client).place(asked)
    if place is None or not isinstance(interaction.user, discord.Member) or not sees(interaction.user, place):
        raise RouteOver


async def helpdesk_message(interaction: Interaction, *, page: int) -> dict[str, Any]:
    """A page of what waits where who asks can read, or the nearest one that there is, as `reply` and `redraw` take it.

    What it would show is looked at before, so that nobody goes to what is answered or gone.
    """
    bot, t, by = interaction.client, reader(interaction), actor(interaction)
    shown, page, pages = await _page(interaction, page)
    if doubtful := bot.services.routing.to_look_at(shown):
        await asyncio.gather(*(bot.services.jobs.run(UNANSWERED_JOB, one) for one in doubtful))
        shown, page, pages = await _page(interaction, page)
    now = bot.clock()
    buttons: list[ActionButton] = []
    for number, route in enumerate(shown, (page - 1) * PAGE + 1):
        holder = route.held_by(now)
        if holder is not None and holder.member_id == by.id:
            buttons.append(GiveUpButton(route.question.id, label=texts.button_give_up_number(t, number)))
        elif holder is None and route.question.asker_id != by.id:
            buttons.append(TakeButton(route.question.id, label=texts.button_take_number(t, number), emoji="🙋"))
    others = [other for other in (page - 1, page + 1) if 1 <= other <= pages]
    return {
        "embed": embeds.waiting(t, shown, now, first=(page - 1) * PAGE + 1, page=page, pages=pages),
        "view": rows(buttons, [HelpdeskButton(other, label=button_page(t, other)) for other in others]),
    }


async def _page(interaction: Interaction, page: int) -> tuple[list[Route], int, int]:
    """What waits on it, its number and how many there are."""
    bot, by = interaction.client, actor(interaction)
    waiting = [one for one in await bot.services.routing.waiting(by=by) if _is_read_by(bot, interaction.user, one)]
    pages = max(1, -(-len(waiting) // PAGE))
    page = min(max(1, page), pages)
    return waiting[(page - 1) * PAGE : page * PAGE], page, pages


def _is_read_by(bot: SupportBot, member: discord.User | discord.Member, route: Route) -> bool:
    """By the channel, or that which its thread hangs below: an archived post is not asked for, one by one."""
    asked = route.question
    guild = bot.get_guild(asked.guild_id)
    place = guild.get_channel_or_thread(asked.channel_id) or guild.get_channel(asked.place_id) if guild else None
    return place is not None and isinstance(member, discord.Member) and sees(member, place)
