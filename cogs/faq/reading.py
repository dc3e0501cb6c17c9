"""Discord's message → what decides whether the FAQ looks at it: where it stands, and the facts of it."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.faq.speaking import Message, Place
from bot.matching.pleas import asks_nothing
from cogs.places import is_listened_to, place_of
from cogs.ui import written
from cogs.ui.actors import member_actor


async def facts(
    bot: SupportBot, message: discord.Message, author: discord.Member | discord.User | None = None
) -> tuple[Place, Message] | tuple[None, None]:
    """What decides whether a message is looked at; nothing outside of a community.

    `author` is to be given for a message that Discord did not deliver but that was fetched: it then knows no
    roles.
    """
    guild, me, config = message.guild, bot.user, bot.config
    if guild is None or me is None:
        return None, None
    channel = message.channel
    thread = channel if isinstance(channel, discord.Thread) else None
    by = member_actor(author or message.author, bot.services.places)
    is_here = is_listened_to(channel, bot.services.places)
    # A help forum's posts are nobody's tickets: those hang below a text channel.
    is_in_ticket = (
        thread is not None and not is_here and await bot.services.tickets.in_thread(thread.id) is not None
    )
    return place_of(guild.id, channel, bot.services.places), Message(
        text=text_of(message),
        # `mentions` would also hold us where somebody only replies to us.
        is_addressed=me.id in message.raw_mentions,
        is_listened_to=is_here,
        is_bot=message.author.bot or message.webhook_id is not None,
        is_system=message.type not in written.BY_PEOPLE,
        is_forward=written.is_forwarded(message),
        is_in_ticket=is_in_ticket,
        is_staff=by.is_staff,
        is_helper=by.is_helper,
        is_reply=message.reference is not None,
        is_first=thread is None or message.id == thread.id,
        is_settled=thread is not None and _is_settled(thread, config.faq.solved_tag, config.faq.needs_human_tag),
    )


def facts_of_post(
    bot: SupportBot, thread: discord.Thread, owner: discord.Member, starter: discord.Message | None
) -> tuple[Place, Message]:
    """The facts of a forum post whose starter Discord did not deliver; it may have been fetched."""
    config, me = bot.config, bot.user
    by = member_actor(owner, bot.services.places)
    return place_of(thread.guild.id, thread, bot.services.places), Message(
        text=text_of(starter) if starter is not None else thread.name,
        is_addressed=starter is not None and me is not None and me.id in starter.raw_mentions,
        is_listened_to=is_listened_to(thread, bot.services.places),
        is_bot=owner.bot,
        is_staff=by.is_staff,
        is_helper=by.is_helper,
        is_settled=_is_settled(thread, config.faq.solved_tag, config.faq.needs_human_tag),
    )


def text_of(message: discord.Message) -> str:
    """What was asked: in a forum the title is part of it, and of a reply to what was forwarded, what that says; or to what
    somebody wrote, if there is nothing more in it than a mention.
    """
    text = written.text_of(message)
    about = message.reference.resolved if written.replied_to(message) is not None and message.reference else None
    is_bare = bool(message.raw_mentions) and asks_nothing(text)
    if isinstance(about, discord.Message) and (
        written.is_forwarded(about) or (is_bare and written.is_said(about))
    ):
        text = f"{text}\n{written.text_of(about)}"
    if isinstance(message.channel, discord.Thread) and message.id == message.channel.id:
        return f"{message.channel.name}\n{text}"
    return text


def _is_settled(thread: discord.Thread, *names: str) -> bool:
    return any(tag.name in names for tag in thread.applied_tags)
