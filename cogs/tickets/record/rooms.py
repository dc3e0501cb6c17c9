"""Which channels may be threads of tickets: to be asked of all that Discord tells of."""

from __future__ import annotations

from bot.client import SupportBot


def may_be_kept(bot: SupportBot, guild_id: int | None, channel_id: int) -> bool:
    """Whether what is said and done there may be kept, as far as can be said without the database, in microseconds. A thread
    that is archived Discord has not told us of.
    """
    guild, recording = bot.get_guild(guild_id or 0), bot.services.recording
    if guild is None or not recording.is_on or not bot.serves(guild_id):
        return False
    if recording.knows(channel_id):
        return True
    thread = guild.get_thread(channel_id)
    if thread is None:
        return guild.get_channel(channel_id) is None
    return thread.owner_id == guild.me.id
