"""What one person sees of the playground, as plain JSON: channels, messages, commands, and what changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote

import discord
from simcord.backend import serializers
from simcord.backend.access import channel_accessible
from simcord.backend.models import Channel, Message
from simcord.enums import AppCommandType, ChannelType

from bot.demo import languages
from bot.demo.playground import Playground
from bot.demo.world import Declined, Person

PAGE_SIZE = 100
MOST_SHOWN = 300
"""Messages a window keeps before it lets go of the oldest; those it paged back to stay."""
MOST_UNREAD = 99
LOADING = 1 << 7

_KINDS = {
    ChannelType.TEXT: "text",
    ChannelType.FORUM: "forum",
    ChannelType.PUBLIC_THREAD: "thread",
    ChannelType.PRIVATE_THREAD: "private",
    ChannelType.DM: "dm",
}
_WRITTEN_BY_PEOPLE = (0, 19)
"""Message types: default, reply."""


class View:
    """The playground through one person's eyes."""

    def __init__(self, playground: Playground, person: Person) -> None:
        self._playground = playground
        self._backend = playground.backend
        self._guild = self._backend.get_guild(playground.simulation.guild.id)
        self.person = person

    # -- channels

    def channels(self) -> dict[str, Any]:
        """The whole channel list, with who and what is mentioned in it."""
        backend, me = self._backend, self.person.id
        own_id = backend.dm_channels.get(me)
        ids = [*self._guild.channel_ids, *self._guild.thread_ids, *([own_id] if own_id is not None else [])]
        channels = [backend.channels[one] for one in ids if channel_accessible(backend, one, me)]
        return {
            "is": "channels",
            "channels": [self._channel(one) for one in channels if one.type in _KINDS],
            "members": {str(user_id): self._member(user_id) for user_id in self._guild.members},
            "roles": {str(role.id): role.name for role in self._guild.roles.values() if role.id != self._guild.id},
        }

    def _channel(self, channel: Channel) -> dict[str, Any]:
        metadata = channel.thread_metadata
        may = discord.Permissions.all()
        if channel.guild_id is not None:
            may = discord.Permissions(
                self._backend.compute_permissions(channel.guild_id, self.person.id, channel.id)
            )
        is_locked = metadata is not None and metadata.locked
        can_send = may.send_messages_in_threads if channel.is_thread else may.send_messages
        return {
            "id": str(channel.id),
            "name": channel.name or self._backend.bot_user.name,
            "kind": _KINDS[ChannelType(channel.type)],
            "parent": str(channel.parent_id) if channel.parent_id else None,
            "archived": metadata is not None and metadata.archived,
            "locked": is_locked,
            "unread": self._unread(channel),
            "can_send": can_send and (not is_locked or may.manage_threads),
            "tags": [{"id": tag["id"], "name": tag["name"]} for tag in channel.available_tags],
            "applied_tags": [str(tag) for tag in channel.applied_tags],
            "posted_at": metadata.create_timestamp if metadata is not None else None,
            "author": str(channel.owner_id) if channel.owner_id else None,
        }

    def _unread(self, channel: Channel) -> int:
        up_to = self._playground.read_up_to.get((self.person.id, channel.id), self._playground.begins_at)
        count = 0
        for message in self.newest_first(channel.id):
            if message.id <= up_to or count == MOST_UNREAD:
                break
            count += message.author_id != self.person.id
        return count

    def _member(self, user_id: int) -> dict[str, Any]:
        user, member = self._backend.users[user_id], self._guild.members[user_id]
        roles = [self._guild.roles[role] for role in member.role_ids if role in self._guild.roles]
        return {
            "name": member.nick or user.global_name or user.name,
            "user": user.name,
            "colour": colour(self._playground, user_id),
            "bot": user.bot,
            "rank": self._playground.ranks.get(user_id),
            "roles": [str(role.id) for role in roles],
            "locale": None if user.bot else self._locale(user_id),
        }

    def _locale(self, user_id: int) -> str:
        return self._backend.locales.get(user_id, languages.FIRST)

    # -- messages

    def newest_first(self, channel_id: int) -> Iterator[Message]:
        """The messages that this person sees in the channel."""
        me, dismissed = self.person.id, self._playground.dismissed
        for message in reversed(self._backend.messages.get(channel_id, {}).values()):
            if message.visible_to(me) and (me, message.id) not in dismissed:
                yield message

    def message(self, message: Message) -> dict[str, Any]:
        """One message as Discord would send it, and what this person may do with it."""
        payload: dict[str, Any] = dict(
            serializers.message_payload(self._backend, message, for_user=self.person.id)
        )
        payload["attachments"] = [_attachment(one) for one in message.attachments]
        if (replied := payload.get("referenced_message")) is not None:
            payload["referenced_message"] = {
                **replied,
                "attachments": [_attachment(one) for one in replied["attachments"]],
            }
        is_mine = message.author_id == self.person.id
        is_written = message.type in _WRITTEN_BY_PEOPLE and message.system_metadata is None
        return {
            **payload,
            "mine": is_mine and is_written,
            "deletable": is_mine or message.is_ephemeral or self._manages_messages(message.channel_id),
            "ephemeral": message.is_ephemeral,
            "loading": bool(message.flags & LOADING),
            "thread": self._thread_of(message),
        }

    def _manages_messages(self, channel_id: int) -> bool:
        channel = self._backend.get_channel(channel_id)
        if channel.guild_id is None:
            return False
        held = self._backend.compute_permissions(channel.guild_id, self.person.id, channel_id)
        return discord.Permissions(held).manage_messages

    def _thread_of(self, message: Message) -> str | None:
        metadata = message.system_metadata
        thread_id = metadata.channel_id if metadata is not None else message.id
        thread = self._backend.channels.get(thread_id or 0)
        return (
            str(thread.id) if thread is not None and thread.is_thread and thread.id != message.channel_id else None
        )

    # -- commands

    def commands(self, channel_id: int) -> dict[str, Any]:
        """What the pickers offer here, described in this person's language."""
        locale = self._locale(self.person.id)

        def visible(kind: AppCommandType) -> list[dict[str, Any]]:
            return self._backend.visible_commands(user_id=self.person.id, channel_id=channel_id, type=kind)

        return {
            "is": "commands",
            "channel": str(channel_id),
            "slash": [languages.as_shown(command, locale) for command in visible(AppCommandType.CHAT_INPUT)],
            "message_menus": [command["name"] for command in visible(AppCommandType.MESSAGE)],
            "member_menus": [command["name"] for command in visible(AppCommandType.USER)],
        }


class Window:
    """One open page: a view, the channel that is open in it, and what it has been told already."""

    def __init__(self, playground: Playground, person: Person) -> None:
        self._playground = playground
        self.person = person
        self.view = View(playground, person)
        self._channel: int | None = None
        self._oldest = 0
        self._is_paged_back = False
        self._shown: dict[int, tuple[Any, ...]] | None = None
        self._told: dict[str, str] = {}
        self._log_count = 0

    def hello(self) -> dict[str, Any]:
        """Who is who; the first frame."""
        playground, bot = self._playground, self._playground.backend.bot_user
        return {
            "is": "hello",
            "me": str(self.person.id),
            "people": [
                {
                    "id": str(person.id),
                    "user": person.user,
                    "name": person.name,
                    "title": person.title,
                    "colour": colour(playground, person.id),
                }
                for person in playground.people.values()
            ],
            "bot": {"id": str(bot.id), "name": bot.name},
            "server": playground.simulation.guild.name,
            "server_id": str(playground.simulation.guild.id),
            "languages": [{"locale": locale, "spoken": spoken} for locale, spoken in languages.offered().items()],
        }

    def open(self, channel_id: int) -> None:
        """Look at this channel from now on. Declined where this person cannot."""
        if not self._playground.sees(self.person, channel_id):
            raise Declined("You cannot see this channel.")
        self._channel, self._shown, self._is_paged_back = channel_id, None, False
        self._told.pop("commands", None)

    def older(self, channel_id: int, before: int) -> None:
        """Show a page more of what was written before this message."""
        if channel_id != self._channel:
            raise Declined("Open the channel first.")
        self._oldest = min(self._oldest, self._oldest_of_page(before))
        self._is_paged_back = True

    def frames(self) -> list[dict[str, Any]]:
        """What is new since the last call."""
        messages = self._messages()
        found = [self._if_new(self.view.channels())]
        if self._channel is not None:
            found.append(self._if_new(self.view.commands(self._channel)))
        return [frame for frame in (*found, messages, self._world()) if frame is not None]

    def _if_new(self, frame: dict[str, Any]) -> dict[str, Any] | None:
        text = json.dumps(frame)
        if self._told.get(frame["is"]) == text:
            return None
        self._told[frame["is"]] = text
        return frame

    def _messages(self) -> dict[str, Any] | None:
        channel_id = self._channel
        if channel_id is None:
            return None
        if not self._playground.sees(self.person, channel_id):
            self._channel = None
            return None
        is_first = self._shown is None
        if is_first or (len(self._shown or ()) > MOST_SHOWN and not self._is_paged_back):
            self._oldest = self._oldest_of_page(None)
        before = self._shown or {}
        now: dict[int, Message] = {}
        has_older = False
        for message in self.view.newest_first(channel_id):
            if message.id < self._oldest:
                has_older = True
                break
            now[message.id] = message
        self._shown = {message_id: self._fingerprint(message) for message_id, message in now.items()}
        if now:
            self._playground.read_up_to[self.person.id, channel_id] = max(now)
        upsert = [now[one] for one in sorted(now) if before.get(one) != self._shown[one]]
        remove = sorted(before.keys() - now.keys())
        if not (is_first or upsert or remove):
            return None
        return {
            "is": "messages",
            "channel": str(channel_id),
            "reset": is_first,
            "upsert": [self.view.message(message) for message in upsert],
            "remove": [str(one) for one in remove],
            "has_older": has_older,
        }

    def _oldest_of_page(self, before: int | None) -> int:
        """The id of the oldest of the last hundred messages, or of the hundred before one."""
        assert self._channel is not None
        newest_first = self.view.newest_first(self._channel)
        page = islice((one.id for one in newest_first if before is None or one.id < before), PAGE_SIZE)
        return min(page, default=0)

    def _fingerprint(self, message: Message) -> tuple[Any, ...]:
        """Cheap to make and to compare: the simulated Discord replaces lists, it does not change them."""
        replied = None
        if message.reference is not None:
            replied = self._playground.backend.messages.get(message.channel_id, {}).get(
                int(message.reference["message_id"])
            )
        return (
            message.content,
            message.edited_timestamp,
            message.flags,
            message.embeds,
            message.components,
            message.attachments,
            tuple((reaction.emoji, tuple(reaction.user_ids)) for reaction in message.reactions),
            None if replied is None else replied.content,
        )

    def _world(self) -> dict[str, Any] | None:
        playground = self._playground
        lines, self._log_count = playground.log.since(self._log_count), playground.log.count
        frame = {
            "is": "world",
            "now": playground.simulation.now().isoformat(),
            "jobs": [
                {
                    "kind": job.kind,
                    "subject": str(job.subject_id),
                    "due_at": (job.next_try_at or job.due_at).isoformat(),
                    "attempts": job.attempts,
                }
                for job in playground.jobs
            ],
            "trouble": playground.trouble,
            "guide": playground.guide.as_json(),
        }
        if self._if_new(frame) is None and not lines:
            return None
        return {**frame, "log": lines}


def colour(playground: Playground, user_id: int) -> str | None:
    """The colour of the member's highest role that has one."""
    guild = playground.backend.get_guild(playground.simulation.guild.id)
    roles = [guild.roles[role] for role in guild.members[user_id].role_ids if role in guild.roles]
    coloured = [role for role in roles if role.color]
    return f"#{max(coloured, key=lambda role: role.position).color:06x}" if coloured else None


def _attachment(attachment: dict[str, Any]) -> dict[str, Any]:
    url = f"/file/{attachment['id']}/{quote(attachment['filename'], safe='')}"
    return {**attachment, "url": url, "proxy_url": url}
