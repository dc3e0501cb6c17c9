"""What of the guided tour is there by now: tickets, threads, answers and replies since it began."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from simcord import InteractionResult, MemberActor, ResponseMessage
from simcord.backend.models import Interaction, Message
from simcord.components import walk_components

from bot.demo.world import World
from bot.simulated.corrections import DiscordBackend
from bot.tickets.ticket import Ticket


class Found:
    """What the people of a world have done since `begin`; what is older does not count."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._begins_at = 0
        self._first_interaction = 0
        self._ticket_ids: dict[str, int] = {}

    def begin(self, at: int) -> None:
        """What happens from now on counts; its ids are above `at`."""
        self._begins_at = at
        self._first_interaction = len(self._backend.interactions)

    @property
    def _backend(self) -> DiscordBackend:
        return self._world.backend

    def _person(self, user: str) -> MemberActor:
        return self._world.people[user].actor

    def _interactions(self) -> Iterator[Interaction]:
        return islice(self._backend.interactions.values(), self._first_interaction, None)

    def _newest(self, channel_id: int, wanted: Callable[[Message], bool]) -> Message | None:
        """The newest such message since the tour began."""
        for message in reversed(self._backend.messages.get(channel_id, {}).values()):
            if message.id <= self._begins_at:
                return None
            if wanted(message):
                return message
        return None

    def _labels(self, modal: InteractionResult) -> list[str]:
        """What a modal asks for, in its order and in the language of who opened it."""
        return [field.label for field in self._world.simulation.open_modal_values(modal)]

    def _handle(self, message: Message | None) -> ResponseMessage:
        assert message is not None
        return ResponseMessage(self._world.simulation.env, message)

    async def _ticket(self, user: str = "ann", type_id: str | None = None) -> Ticket | None:
        """Somebody's ticket of this tour, of this type or of any: the same one for ever, once it is there."""
        key = user if type_id is None else f"{user}.{type_id}"
        if key not in self._ticket_ids:
            for one in await self._live_of(user):
                if one.interaction_id > self._begins_at and type_id in (None, one.type_id):
                    self._ticket_ids[key] = one.id
                    break
            else:
                return None
        return await self._world.services.tickets.get(self._ticket_ids[key])

    async def _live_of(self, user: str) -> list[Ticket]:
        return [
            ticket for ticket in await self._world.live_tickets() if ticket.requester_id == self._person(user).id
        ]

    def _used(self, command: str) -> Interaction | None:
        """The command's newest use that was not refused: it was answered with an embed, or for all to see."""
        for one in self._interactions():
            if one.command_name == command and one.message_id is not None:
                answer = self._backend.messages.get(one.channel_id, {}).get(one.message_id)
                if answer is not None and (answer.embeds or not answer.is_ephemeral):
                    return one
        return None

    @property
    def _help(self) -> int:
        return int(self._world.community.help.id)

    @property
    def _bot_id(self) -> int:
        return int(self._backend.bot_user.id)

    def _thread(self, ticket: Ticket) -> int:
        return ticket.receipts.thread_id or 0

    def _answer(self) -> Message | None:
        """The FAQ's newest answer in #help that still has its buttons."""
        return self._newest(self._help, lambda one: button_of(one, "faq:help:") is not None)

    def _unanswered(self) -> Message | None:
        """Noor's newest question in #help on which the FAQ stayed silent."""
        noor, answered = self._person("noor").id, self._replied_to()
        return self._newest(
            self._help, lambda one: one.author_id == noor and one.reference is None and one.id not in answered
        )

    def _replied_to(self) -> set[int]:
        """The messages in #help that the bot has replied to."""
        replies = [one for one in self._backend.messages[self._help].values() if one.author_id == self._bot_id]
        return {int(one.reference["message_id"]) for one in replies if one.reference is not None}

    def _reply_to_noor(self) -> Message | None:
        noor, hugo = self._person("noor").id, self._person("hugo").id
        return self._newest(self._help, lambda one: one.author_id == hugo and one.reply_author_id == noor)


def button_of(message: Message | None, prefix: str) -> str | None:
    """The custom_id of the message's button of this kind."""
    found = (part.get("custom_id") or "" for part in walk_components(message.components if message else []))
    return next((custom_id for custom_id in found if custom_id.startswith(prefix)), None)
