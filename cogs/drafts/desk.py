"""Keeps the Discord side of proposed entries: the cards of drafts, and the word to who proposed one.

A repeated run first adopts what an earlier one has sent: the process may have died between Discord's answer and
the receipt.
"""

from __future__ import annotations

import logging
from typing import Any

import discord

from bot.client import SupportBot
from bot.drafts.draft import Draft, Status
from bot.errors import UnknownDraft
from bot.jobs.job import Job
from cogs.drafts import embeds
from cogs.drafts.controls import card_view, own_custom_ids
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.texts import drafts as texts
from cogs.texts.language import language_of
from cogs.ui.controls import carries
from cogs.ui.readers import public
from cogs.ui.recognising import can_tell_of, own_messages, says_the_same

log = logging.getLogger(__name__)


class DraftDesk:
    """The handlers of the jobs `draft.show` and `faq.settled`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._drafts = bot.services.drafts

    async def show(self, job: Job) -> None:
        """Once it is decided, say so to who proposed it; send or edit the card."""
        try:
            draft = await self._drafts.get(job.subject_id)
        except UnknownDraft:
            return
        adopt = job.attempts > 1
        if not draft.is_open and draft.told_at is None:
            await self._tell(draft, adopt=adopt)
            await self._drafts.told(draft.id)
        await self._show_card(draft, adopt=adopt)

    async def settled(self, job: Job) -> None:
        """Nothing of it shows in Discord: what an answer of the FAQ earns whoever is credited for it."""
        await self._bot.services.deflections.settle(job.subject_id)

    async def _show_card(self, draft: Draft, *, adopt: bool) -> None:
        guild = self._bot.get_guild(draft.guild_id)
        t = public(guild, self._bot.config)
        content: dict[str, Any] = {"embeds": embeds.draft(t, draft), "view": card_view(t, draft)}
        if draft.card_channel_id is not None and draft.card_message_id is not None:
            place = self._bot.get_partial_messageable(draft.card_channel_id, guild_id=draft.guild_id)
            try:
                with at((guild and guild.get_channel(draft.card_channel_id)) or place):
                    await place.get_partial_message(draft.card_message_id).edit(**content)
                return
            except discord.NotFound:
                if not draft.is_open:
                    return  # somebody has deleted the card, and nobody needs it any more
        queue = queue_channel(self._bot.guild_of(draft.guild_id), self._bot.services.places)
        with at(queue):
            card = await self._own_card(queue, draft) if adopt else None
            if card is None:
                # In place of a deleted card: Discord refuses the nonce of a message that is gone.
                card = await queue.send(**content, nonce=f"draft-{draft.card_message_id or draft.id}")
            else:
                await card.edit(**content)
        await self._drafts.save_card(draft.id, queue.id, card.id)

    async def _tell(self, draft: Draft, *, adopt: bool) -> None:
        """What was approved is said where it was proposed, or else, like what was rejected, to who proposed it."""
        t = public(self._bot.get_guild(draft.guild_id), self._bot.config)
        theirs = language_of(draft.language) if draft.language else t
        if draft.status is Status.APPROVED:
            author_id = draft.origin.author_id
            is_hidden = author_id is not None and await self._bot.services.boards.is_hidden(
                draft.guild_id, author_id
            )
            points = (
                None
                if is_hidden
                else await self._bot.services.reputation.earned_by_entry(draft.guild_id, draft.id)
            )
            text, alone = texts.in_the_faq(t, draft, points), texts.in_the_faq(theirs, draft, points)
            place = self._bot.get_partial_messageable(draft.origin.channel_id, guild_id=draft.guild_id)
            people = {draft.proposed_by, *([author_id] if author_id else [])} - {draft.decided_by}
            if not await self._is_of_a_post(draft) and await self._say(place, draft, text, people, adopt=adopt):
                return
        else:
            alone = texts.not_in_the_faq(theirs, draft)
        if draft.proposed_by == draft.decided_by:
            return
        try:
            direct = await self._bot.create_dm(discord.Object(draft.proposed_by))
        except discord.HTTPException as error:
            if error.status >= 500:
                raise
            return
        await self._say(direct, draft, alone, {draft.proposed_by}, adopt=adopt)

    async def _is_of_a_post(self, draft: Draft) -> bool:
        """Of a post the line below it says what has become of it."""
        made_of = draft.origin.message_id
        return made_of is not None and await self._bot.services.posts.standing(made_of) is not None

    async def _say(
        self, place: discord.abc.Messageable, draft: Draft, text: str, people: set[int], *, adopt: bool
    ) -> bool:
        """False where Discord does not let us: the channel is gone or shut, or the member takes no messages."""
        try:
            if adopt and await self._has_said(place, draft, text):
                return True
            await place.send(
                text,
                nonce=f"told-{draft.id}",
                allowed_mentions=discord.AllowedMentions(users=[discord.Object(one) for one in people]),
            )
        except (discord.NotFound, discord.Forbidden) as error:
            log.info("draft %d: nobody can be told here: code %s", draft.id, error.code)
            return False
        return True

    async def _has_said(self, place: discord.abc.Messageable, draft: Draft, text: str) -> bool:
        """Whether an interrupted run has said this of this decision; another draft may have had the same title."""
        decided_at = draft.decided_at or draft.proposed_at
        return any(
            [
                can_tell_of(message, decided_at) and says_the_same(message.content, text)
                async for message in own_messages(place, self._bot.user)
            ]
        )

    async def _own_card(self, queue: discord.TextChannel, draft: Draft) -> discord.Message | None:
        """The card that an interrupted run has sent."""
        custom_ids = own_custom_ids(draft)
        found = [message async for message in own_messages(queue, self._bot.user) if carries(message, *custom_ids)]
        return found[0] if found else None
