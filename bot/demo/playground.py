"""The world that is played in: what its people can do, and what they have seen of it."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from simcord import InteractionResult, MemberActor, ResponseMessage, UserHandle
from simcord.backend.access import channel_accessible
from simcord.enums import ChannelType

from bot.demo import languages
from bot.demo.guide import Guide
from bot.demo.world import Declined, Person, World, takes_turns

OPEN_MODALS = 100
MOST_CHARACTERS = 2000
"""In a message, as on Discord."""

_CUSTOM_EMOJI = re.compile(r"\w{2,32}:\d{15,20}")


class Playground(World):
    """The world with everything that the page can do in it."""

    def __init__(self, home: Path, *, semantic: bool = False) -> None:
        super().__init__(home, semantic=semantic)
        self.read_up_to: dict[tuple[int, int], int] = {}
        """(person, channel) → the last message they have seen there."""
        self.dismissed: set[tuple[int, int]] = set()
        """Ephemeral messages that a person has put away: (person, message)."""
        self.begins_at = 0
        """The id from which on messages are new to everybody; what is older is history."""
        self._modals: OrderedDict[str, tuple[int, InteractionResult]] = OrderedDict()
        self._modals_made = 0
        self.guide = Guide(self)
        self.watchers.append(self.guide.look)

    @takes_turns
    async def start(self, prepare: Callable[[Playground], Coroutine[Any, Any, None]] | None = None) -> None:
        """Bring the bot up and its panel into place; `prepare` then plays what came before, without a guide."""
        await self.boot()
        ada = self.community.administrator
        found = await ada.slash(self.community.lounge, "setup")
        assert found.response is not None
        await self.simulation.click(ada, found.response, "Post or refresh the panel")
        if prepare is not None:
            await prepare(self)
        self.dismissed.update(
            (person.id, message.id)
            for person in self.people.values()
            for messages in self.backend.messages.values()
            for message in messages.values()
            if message.is_ephemeral
        )
        self.begins_at = self.backend.snowflake()
        self.guide.begin(self.begins_at)

    # -- what people do

    def file(self, attachment_id: int) -> bytes | None:
        """What an attachment holds; None where there is none of this id."""
        wanted = f"/{attachment_id}/"
        return next((blob for url, blob in self.backend.cdn._blobs.items() if wanted in url), None)

    def sees(self, person: Person, channel_id: int) -> bool:
        """Whether this person can read this channel."""
        return channel_accessible(self.backend, channel_id, person.id, history=True)

    def actor(self, person: Person, channel_id: int) -> MemberActor | UserHandle:
        """Who acts: a member in the server, a user in their direct messages."""
        return person.actor if self.backend.get_channel(channel_id).guild_id is not None else person.actor.user

    @takes_turns
    async def send(
        self,
        person: Person,
        channel_id: int,
        content: str,
        *,
        reply_to: int | None = None,
        files: Sequence[tuple[str, bytes]] = (),
    ) -> int:
        """Write a message; returns its id."""
        if not content.strip() and not files:
            raise Declined("A message needs some text or a file.")
        _check_length(content)
        actor, channel = self.actor(person, channel_id), self.channel(channel_id)
        replied = self.message(channel_id, reply_to) if reply_to is not None else None
        if isinstance(actor, UserHandle):
            reference = {"message_id": str(replied.id)} if replied is not None else None
            attachments = self.backend.store_attachments(channel_id, files)
            return int((await actor.send_dm(content, reference=reference, attachments=attachments)).id)
        if files:
            self.backend.require_permissions(self.simulation.guild.id, person.id, channel_id, "attach_files")
        return int((await actor.send(channel, content, reply_to=replied, attachments=files)).id)

    @takes_turns
    async def edit(self, person: Person, channel_id: int, message_id: int, content: str) -> None:
        """Write something else instead."""
        _check_length(content)
        await self.actor(person, channel_id).edit(self.message(channel_id, message_id), content)

    @takes_turns
    async def delete(self, person: Person, channel_id: int, message_id: int) -> None:
        """Take a message away; an ephemeral one only out of this person's sight."""
        message = self.message(channel_id, message_id)
        if message.ephemeral:
            self.dismissed.add((person.id, message_id))
        else:
            await self.actor(person, channel_id).delete(message)

    @takes_turns
    async def react(
        self, person: Person, channel_id: int, message_id: int, emoji: str, *, reacted: bool = True
    ) -> None:
        """Add a reaction, or take it back."""
        if not _CUSTOM_EMOJI.fullmatch(emoji) and not (
            len(emoji) <= 16 and any(char > "\u203b" for char in emoji)
        ):
            raise Declined("That is no emoji.")
        message = self.message(channel_id, message_id)
        await self.actor(person, channel_id).set_reaction(message, emoji, reacted=reacted)

    @takes_turns
    async def click(self, person: Person, channel_id: int, message_id: int, custom_id: str) -> InteractionResult:
        """Press a button."""
        message = self.message(channel_id, message_id)
        return _answered(await self.actor(person, channel_id).click(message, custom_id=custom_id))

    @takes_turns
    async def select(
        self, person: Person, channel_id: int, message_id: int, custom_id: str, values: Sequence[Any]
    ) -> InteractionResult:
        """Choose in a select menu; members, roles and channels as handles."""
        message = self.message(channel_id, message_id)
        return _answered(await self.actor(person, channel_id).select(message, values, custom_id=custom_id))

    @takes_turns
    async def slash(
        self, person: Person, channel_id: int, name: str, options: Mapping[str, Any]
    ) -> InteractionResult:
        """Use a slash command; `name` may hold subcommands."""
        actor = self.actor(person, channel_id)
        if isinstance(actor, UserHandle):
            return _answered(await actor.slash(name, **options))
        return _answered(await actor.slash(self.channel(channel_id), name, **options))

    @takes_turns
    async def complete(
        self, person: Person, channel_id: int, name: str, option: str, value: str, options: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """What the bot suggests while somebody types."""
        actor = self.actor(person, channel_id)
        if isinstance(actor, UserHandle):
            return list(await actor.autocomplete(name, option, value, **options))
        return list(await actor.autocomplete(self.channel(channel_id), name, option, value, **options))

    @takes_turns
    async def menu(
        self, person: Person, channel_id: int, name: str, target: ResponseMessage | MemberActor
    ) -> InteractionResult:
        """Use a command from the menu of a message or a member."""
        return _answered(await person.actor.context_menu(self.channel(channel_id), name, target))

    @takes_turns
    async def submit(
        self, person: Person, shown: InteractionResult, values: Mapping[str, Any]
    ) -> InteractionResult:
        """Send a filled-in modal, by custom_id."""
        actor = self.actor(person, shown._interaction.channel_id)
        return _answered(await actor.submit_modal(shown, dict(values)))

    @takes_turns
    async def post(self, person: Person, forum_id: int, title: str, content: str, tags: Sequence[str] = ()) -> int:
        """Open a forum post; returns its thread's id."""
        _check_length(content)
        post = await self.simulation.post(person.actor, self.channel(forum_id), title, content, tags)
        return int(post.id)

    @takes_turns
    async def thread(self, person: Person, channel_id: int, name: str, message_id: int | None = None) -> int:
        """Start a public thread in a channel, on a message or without one; returns its id."""
        if self.backend.get_channel(channel_id).type != ChannelType.TEXT:
            raise Declined("Threads can be started in text channels only.")
        if not 1 <= len(name.strip()) <= 100:
            raise Declined("A thread's name has 1 to 100 characters.")
        with self.simulation.env.operation("thread"):
            self.backend.require_permissions(
                self.simulation.guild.id, person.id, channel_id, "create_public_threads"
            )
            if message_id is not None and self.message(channel_id, message_id).ephemeral:
                raise Declined("Nobody else sees this message, so it can hold no thread.")
            thread = self.backend.create_thread(channel_id, name.strip(), person.id, message_id=message_id)
            await self.simulation.settle()
        return int(thread.id)

    @takes_turns
    async def direct(self, person: Person) -> int:
        """The channel of this person's direct messages with the bot."""
        return int(person.actor.user.dm_channel.id)

    @takes_turns
    async def choose_language(self, person: Person, locale: str) -> None:
        """Have Discord speak another language to this person from now on."""
        if locale not in languages.offered():
            raise Declined("Discord can speak only the languages that the page offers.")
        self.simulation.speaks(person.actor, locale)

    @takes_turns
    async def follow_guide(self, step_id: str) -> tuple[str, InteractionResult | None]:
        """Do a step of the tour for the visitor, once: the user name of who does it, and what came of it."""
        step = self.guide.steps.get(step_id)
        if step is None:
            raise Declined("The tour has no such step.")
        return step.person, None if step.done else await self.guide.do(step)

    # -- modals wait here for their answers

    def keep_modal(self, person: Person, result: InteractionResult) -> dict[str, Any] | None:
        """The modal that this interaction opened, if any, with the token under which it waits for its answer."""
        if result.modal is None:
            return None
        self._modals_made += 1
        token = f"modal-{self._modals_made}"
        self._modals[token] = person.id, result
        while len(self._modals) > OPEN_MODALS:
            self._modals.popitem(last=False)
        return {**result.modal, "token": token}

    def open_modal(self, person: Person, token: str) -> InteractionResult:
        """The interaction that opened this modal. Declined where it is not this person's, or gone."""
        owner_id, result = self._modals.get(token, (None, None))
        if owner_id != person.id or result is None:
            raise Declined("This form is no longer open. Please open it again.")
        return result


def _answered(result: InteractionResult) -> InteractionResult:
    """What the bot says to an interaction after Discord refused its first answer is an answer, too."""
    if not (result.acknowledged or result.followups):
        raise Declined("The bot did not answer: this interaction failed.")
    return result


def _check_length(content: str) -> None:
    if len(content) > MOST_CHARACTERS:
        raise Declined(f"A message has at most {MOST_CHARACTERS} characters; this one has {len(content)}.")
