"""Says in public that an answer was accepted, in one line a question, whatever becomes of that.

A repeated run first looks for what an earlier one has said: the process may have died before the job was done.
"""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.ids import snowflake
from bot.jobs.job import Job
from bot.reputation.answers.thanks import Thanked, Thanks
from cogs.hindrances import at
from cogs.reputation.accepting import UnacceptButton
from cogs.texts import accepting as texts
from cogs.texts.forms import message_link
from cogs.texts.language import Language
from cogs.ui.controls import carries, view
from cogs.ui.readers import public, those_in
from cogs.ui.recognising import CLOCKS_DIFFER, own_messages


class ThanksDesk:
    """The handler of the job `reputation.thanks`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def thank(self, job: Job) -> None:
        """As a reply to the answer that was accepted first, so that everybody sees for what; nowhere once that is gone, or
        its channel, or our line.
        """
        thanked = await self._bot.services.accepting.thanked(job.subject_id)
        if thanked is None:
            return
        thanks, guild = thanked.thanks, self._bot.guild_of(job.guild_id)
        channel = self._bot.get_partial_messageable(thanks.channel_id, guild_id=guild.id)
        t = await self._language(guild, thanks.channel_id)
        shown = (
            view(UnacceptButton(thanks.id, label=texts.button_unaccept(t))) if thanked.line is not None else None
        )
        try:
            with at(guild.get_channel_or_thread(thanks.channel_id) or channel):
                stands_id = thanks.message_id
                if stands_id is None and job.attempts > 1:
                    stands_id = await self._adopted(channel, thanks)
                if stands_id is not None:
                    await channel.get_partial_message(stands_id).edit(
                        content=_text(t, thanked), view=shown, allowed_mentions=discord.AllowedMentions.none()
                    )
                elif thanked.line is not None and shown is not None:
                    stands_id = await self._say(t, channel, thanked, shown)
        except discord.NotFound:
            return
        if stands_id is not None and thanks.message_id is None:
            await self._bot.services.accepting.save_thanked(thanks.id, stands_id)

    async def _say(
        self, t: Language, channel: discord.PartialMessageable, thanked: Thanked, shown: discord.ui.View
    ) -> int:
        thanks = thanked.thanks
        helper_id = thanked.line.member_id if thanked.line is not None else 0
        said = await channel.send(
            _text(t, thanked),
            view=shown,
            reference=discord.MessageReference(
                message_id=thanks.answer_id, channel_id=thanks.channel_id, fail_if_not_exists=False
            ),
            nonce=f"thank-{thanks.id}",
            allowed_mentions=discord.AllowedMentions(users=[discord.Object(helper_id)], replied_user=False),
        )
        return said.id

    async def _language(self, guild: discord.Guild, channel_id: int) -> Language:
        ticket = await self._bot.services.tickets.in_thread(channel_id)
        return those_in(ticket, guild, self._bot.config) if ticket else public(guild, self._bot.config)

    async def _adopted(self, channel: discord.PartialMessageable, thanks: Thanks) -> int | None:
        """What we have said of it: its button names it."""
        since = snowflake(thanks.at - CLOCKS_DIFFER, 0)
        async for message in own_messages(channel, self._bot.user, after=since):
            if carries(message, f"{UnacceptButton.action}:{thanks.id}"):
                return message.id
        return None


def _text(t: Language, thanked: Thanked) -> str:
    """What there is to say now, and where the answer is if that is another one by now than we replied to."""
    thanks, line = thanked.thanks, thanked.line
    if line is None:
        return texts.open_again(t) if thanked.is_open else texts.accepted_elsewhere(t)
    said = texts.thanks(t, line, thanked.balance)
    if line.data.get("message", thanks.answer_id) == thanks.answer_id:
        return said
    link = message_link(thanks.guild_id, line.data["channel"], line.data["message"])
    return f"{said}\n{texts.where(t, link)}"
