"""Asks Discord whether a question still waits, and who may be told of it: what was true a while ago need not be."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord

from bot.client import SupportBot
from bot.faq.question import Question
from bot.ids import snowflake
from bot.routing.answered import Said, Seen, seen
from bot.routing.refused import NotOpenToYou
from bot.routing.route import Route
from bot.routing.service import Pieces
from cogs.hindrances import at
from cogs.places import Readable, find_tickets_channel, is_listened_to, names_of, readable
from cogs.ui.actors import member_actor
from cogs.ui.interactions import Interaction
from cogs.ui.written import is_said, is_sticker, replied_to, words_alone

LOOKED_AT = 100
"""Messages after a question in which an answer is looked for: as many as one request brings."""

ASKED_FOR = 25
"""Members of whom Discord is asked, each time that helpers are told."""

_OVER = Seen(is_answered=True)


class Contact:
    """What only Discord knows of a question and of members."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def seen(self, pieces: Pieces) -> Seen:
        """Whether nobody waits any more: it or its asker is gone, somebody has answered, or we do not look after
        questions there any more; and else what only looks like an answer.
        """
        asked = pieces.route.question
        place = await self.place(asked)
        if place is None or not self._is_looked_after(place):
            return _OVER
        with at(place):
            try:
                await place.guild.fetch_member(asked.asker_id)
                if asked.message_id != place.id:  # the starter of a post may be missing from the beginning
                    await place.fetch_message(asked.message_id)
                said = [one async for one in self._said(place, pieces.route)]
            except discord.NotFound:
                return _OVER
        is_post = isinstance(place, discord.Thread)
        found = seen(asked.asker_id, pieces.message_ids, said, is_own_place=is_post)
        below = None if is_post or found.is_answered else place.guild.get_thread(asked.message_id)
        if below is None:
            return found
        said = [one async for one in self._said(below, pieces.route)]
        there = seen(asked.asker_id, pieces.message_ids, said, is_own_place=True)
        return Seen(there.is_answered, found.maybe_at + there.maybe_at)

    async def place(self, asked: Question) -> Readable | None:
        """Where it stands; None where that is gone, or hidden from us: then we do not listen there either."""
        return await readable(self._bot.guild_of(asked.guild_id), asked.channel_id)

    async def who_may_be_told(self, route: Route, member_ids: list[int], desk: discord.TextChannel) -> list[int]:
        """The first of these, as many as are told at once, who are here, are heard, and see both the question and the
        channel of the helpdesk. Who has left helps no more; the others who cannot be reached are asked after everybody else
        from now on, or as many of them as are asked at all would keep it from the rest.
        """
        services, place = self._bot.services, await self.place(route.question)
        found: list[int] = []
        left: list[int] = []
        unreached: list[int] = []
        if place is None:
            return found
        for member_id in member_ids[:ASKED_FOR]:
            if len(found) == services.routing.settings.at_once:
                break
            try:
                member = await place.guild.fetch_member(member_id)
            except discord.NotFound:
                left.append(member_id)
                continue
            is_reached = self._may_help(member) and sees(member, place) and sees(member, desk)
            (found if is_reached else unreached).append(member_id)
        services.routing.unreached(route, unreached)
        if left:
            await services.opting_in.left(place.guild.id, left)
        return found

    def _is_looked_after(self, place: Readable) -> bool:
        services, settings = self._bot.services, self._bot.config.faq
        if not is_listened_to(place, services.places):
            return False
        names = names_of(place, services.places)
        if services.routing.settings.is_off_in(names) or not names.isdisjoint(settings.shadow):
            return False
        if not isinstance(place, discord.Thread):
            return True
        tags = {tag.name for tag in place.applied_tags}
        return not place.locked and tags.isdisjoint((settings.solved_tag, settings.needs_human_tag))

    def _may_help(self, member: discord.Member) -> bool:
        try:
            self._bot.services.opting_in.require_may(member_actor(member, self._bot.services.places))
        except NotOpenToYou:
            return False
        return not member.is_timed_out()

    async def _said(self, place: Readable, route: Route) -> AsyncIterator[Said]:
        after = discord.Object(waits_after(route))
        async for message in place.history(limit=LOOKED_AT, after=after, oldest_first=True):
            if is_said(message) and not is_sticker(message):
                mentions = frozenset(message.raw_mentions)
                text = words_alone(message)
                yield Said(message.id, message.author.id, text, message.created_at, replied_to(message), mentions)


def waits_after(route: Route) -> int:
    """The id after which messages may answer it: of its own, or of the moment at which it was open again."""
    return snowflake(route.since, 0) if route.is_anew else route.question.message_id


def is_reached(interaction: Interaction) -> bool:
    """Whether who asks sees the channel below which helpers are told."""
    member, services = interaction.user, interaction.client.services
    if not isinstance(member, discord.Member):
        return False
    desk = find_tickets_channel(member.guild, services.places)
    return desk is not None and sees(member, desk)


def sees(member: discord.Member, place: discord.abc.GuildChannel | discord.Thread) -> bool:
    """Whether they read what stands there; in a private thread only who manages threads is sure to."""
    may = place.permissions_for(member)
    is_private = isinstance(place, discord.Thread) and place.is_private()
    return may.view_channel and may.read_message_history and (may.manage_threads or not is_private)
