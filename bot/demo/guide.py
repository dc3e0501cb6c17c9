"""The guided tour: its steps, what ticks each off, and how to do each for the visitor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from simcord import InteractionResult, MemberActor, ResponseMessage
from simcord.backend.models import Interaction, Message
from simcord.backend.models.interaction import ResponseKind
from simcord.components import walk_components

from bot.demo.filling_in import insist, plausible_answers
from bot.demo.world import World
from bot.faq.speaking import BURST, SPEAKING
from bot.simulated.corrections import DiscordBackend
from bot.tickets.priority import Impact
from bot.tickets.ticket import LIVE, Ticket
from bot.tickets.views import missing

QUESTION = "how do i set up spf"
OTHER_QUESTIONS = ("how to set up dkim for my domain", "how to set up dmarc", "which mx records do i need")
"""For a visitor who has asked the first already: the FAQ gives a member an answer once a day."""

HARD_QUESTION = "does the webmail have a dark theme somewhere?"
HELP_ANSWER = "Yes: the gear at the top right → Display → Theme."
STAFF_ANSWER = "Your record starts with `spf1`. It must start with `v=spf1`."


@dataclass
class Step:
    """One thing to try. `person` is the user name of who does it; `happened` decides from what is there.

    `needs` is the step without which `do` has nothing to work on.
    """

    id: str
    person: str
    text: str
    happened: Callable[[], Awaitable[bool]]
    do: Callable[[], Awaitable[InteractionResult | None]]
    needs: str | None = None
    done: bool = False


class Guide:
    """The steps, in order. A step stays ticked once it has happened; what is older than `begin` does not count."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._begins_at = 0
        self._first_interaction = 0
        self._is_on = False
        self._ticket_id: int | None = None
        steps = (
            Step("ask", "ann", f"As Ann, ask in #help: “{QUESTION}”", self._answered, self._ask),
            Step(
                "need_help",
                "ann",
                "The answer does not help? Press *Still need help* under it",
                self._pressed,
                self._press,
                "ask",
            ),
            Step(
                "send",
                "ann",
                "Fill in the form and send it: a private thread with staff opens",
                self._opened,
                self._fill_in,
                "need_help",
            ),
            Step(
                "claim",
                "sam",
                "Become Sam: look at the card in #staff-queue, and *Claim* it",
                self._claimed,
                self._claim,
                "send",
            ),
            Step("respond", "sam", "Answer Ann in the ticket's thread", self._responded, self._respond, "send"),
            Step(
                "resolve",
                "sam",
                "*Resolve* the ticket, and credit Hugo for helping",
                self._credited,
                self._resolve,
                "send",
            ),
            Step(
                "hard",
                "noor",
                f"Become Noor and ask in #help: “{HARD_QUESTION}” The FAQ stays silent",
                self._asked_hard,
                self._ask_hard,
            ),
            Step("reply", "hugo", "Become Hugo and reply to Noor's question", self._replied, self._reply, "hard"),
            Step(
                "accept",
                "noor",
                "As Noor again, open the menu of Hugo's reply and choose *Accept answer*",
                self._accepted,
                self._accept,
                "reply",
            ),
            Step("leaderboard", "noor", "See who helps most: `/leaderboard`", self._saw_board, self._see_board),
            Step(
                "kill",
                "noor",
                "Trouble: kill the bot while it opens a ticket. It starts again and goes on",
                self._survived,
                self._kill,
            ),
            Step(
                "report", "sam", "As Sam, see what the numbers say: `/report`", self._saw_report, self._see_report
            ),
        )
        self.steps = {step.id: step for step in steps}

    def begin(self, at: int) -> None:
        """What happens from now on counts; its ids are above `at`."""
        self._begins_at = at
        self._first_interaction = len(self._backend.interactions)
        self._is_on = True

    async def look(self) -> None:
        """Tick off what has happened."""
        if not self._is_on:
            return
        for step in self.steps.values():
            if not step.done:
                step.done = await step.happened()

    async def do(self, step: Step) -> InteractionResult | None:
        """Do a step for the visitor, after what it needs; what it opened. Not by itself a turn."""
        if step.needs is not None and not self.steps[step.needs].done:
            await self.do(self.steps[step.needs])
        result = await step.do()
        await self._world.kill_where_it_stalled()
        await self.look()
        return result

    def as_json(self) -> list[dict[str, Any]]:
        """For the side panel."""
        return [
            {"id": one.id, "text": one.text, "as": one.person, "done": one.done} for one in self.steps.values()
        ]

    # -- what is there

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

    async def _ticket(self) -> Ticket | None:
        """Ann's ticket of this tour."""
        tickets = self._world.services.tickets
        if self._ticket_id is None:
            mine = [one for one in await self._live_of("ann") if one.interaction_id > self._begins_at]
            self._ticket_id = mine[0].id if mine else None
        return None if self._ticket_id is None else await tickets.get(self._ticket_id)

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

    # -- the steps: has it happened? do it

    async def _answered(self) -> bool:
        answer = self._answer()
        return answer is not None and answer.reply_author_id == self._person("ann").id

    async def _ask(self) -> None:
        before = self._answer()
        for question in (QUESTION, *OTHER_QUESTIONS):
            await self._person("ann").send(self._world.community.help, question)
            if self._answer() is not before:
                return
            await self._world.simulation.advance(BURST.total_seconds() + 1)

    async def _pressed(self) -> bool:
        for one in self._interactions():
            if one.response_kind is ResponseKind.MODAL and one.source_message_id is not None:
                source = self._backend.messages.get(one.channel_id, {}).get(one.source_message_id)
                if source is not None and _button(source, "faq:help:") is not None:
                    return True
        return await self._ticket() is not None

    async def _press(self) -> InteractionResult:
        answer = self._answer()
        if answer is None or answer.reply_author_id != self._person("ann").id:
            await self._ask()
            answer = self._answer()
        button = _button(answer, "faq:help:")
        return await self._person("ann").click(self._handle(answer), custom_id=button)

    async def _opened(self) -> bool:
        ticket = await self._ticket()
        return ticket is not None and not missing(ticket.receipts, ticket.status)

    async def _fill_in(self) -> InteractionResult:
        modal = await self._press()
        address, symptom, _bounce, *facts = self._labels(modal)
        answers = {
            address: "ann@example.com",
            symptom: "I set up SPF as you say, and all my mail is still rejected.",
            **dict(zip(facts, (Impact.SEVERAL.value, "no"), strict=True)),
        }
        return await insist(self._world.simulation, self._person("ann"), modal, answers)

    async def _claimed(self) -> bool:
        ticket = await self._ticket()
        return ticket is not None and ticket.assignee_id is not None

    async def _claim(self) -> None:
        ticket = await self._ticket()
        assert ticket is not None
        receipts = ticket.receipts
        card = self._world.message(receipts.card_channel_id or 0, receipts.card_message_id or 0)
        await self._person("sam").click(card, custom_id=f"ticket:claim:{ticket.id}")

    async def _responded(self) -> bool:
        ticket = await self._ticket()
        staff = {self._person(user).id for user in ("sam", "kim")}
        return (
            ticket is not None
            and self._newest(self._thread(ticket), lambda one: one.author_id in staff) is not None
        )

    async def _respond(self) -> None:
        ticket = await self._ticket()
        assert ticket is not None
        await self._person("sam").send(self._world.channel(self._thread(ticket)), STAFF_ANSWER)

    async def _credited(self) -> bool:
        """The bot thanks Hugo in the ticket's thread."""
        ticket = await self._ticket()
        hugo = self._person("hugo").mention
        return (
            ticket is not None
            and self._newest(
                self._thread(ticket),
                lambda one: (
                    one.author_id == self._bot_id
                    and any(hugo in embed.get("description", "") for embed in one.embeds)
                ),
            )
            is not None
        )

    async def _resolve(self) -> InteractionResult:
        ticket, sam = await self._ticket(), self._person("sam")
        assert ticket is not None
        thread = self._world.channel(self._thread(ticket))
        if ticket.status not in LIVE:
            await sam.slash(thread, "ticket reopen")
        modal = await sam.slash(thread, "ticket resolve")
        note, helper = self._labels(modal)
        answers = {note: "The SPF record must start with v=spf1.", helper: [self._person("hugo")]}
        return await self._world.simulation.submit(sam, modal, answers)

    async def _asked_hard(self) -> bool:
        question = self._unanswered()
        if question is None:
            return False
        logged = await self._world.services.looking_up.behind(self._help, [question.id])
        return logged is not None and logged.rule not in SPEAKING  # or suggestions are still to come

    async def _ask_hard(self) -> None:
        await self._person("noor").send(self._world.community.help, HARD_QUESTION)

    async def _replied(self) -> bool:
        return self._reply_to_noor() is not None

    async def _reply(self) -> None:
        question = self._handle(self._unanswered())
        await self._person("hugo").send(self._world.community.help, HELP_ANSWER, reply_to=question)

    async def _accepted(self) -> bool:
        answer = self._reply_to_noor()
        return answer is not None and answer.id in self._replied_to()

    async def _accept(self) -> InteractionResult:
        answer = self._handle(self._reply_to_noor())
        return await self._person("noor").context_menu(self._world.community.help, "Accept answer", answer)

    async def _saw_board(self) -> bool:
        return self._used("leaderboard") is not None

    async def _see_board(self) -> InteractionResult:
        return await self._person("noor").slash(self._world.community.lounge, "leaderboard")

    async def _survived(self) -> bool:
        died = [await self._world.services.tickets.get(one) for one in self._world.died_opening]
        return any(not missing(ticket.receipts, ticket.status) for ticket in died)

    async def _kill(self) -> InteractionResult:
        noor, lounge = self._person("noor"), self._world.community.lounge
        taken = {ticket.type_id for ticket in await self._live_of("noor")}
        kinds = self._world.services.tickets.types
        free = [kind for kind in kinds if kind.goes_to == "staff" and kind.id not in taken]
        kind = next((kind for kind in free if kind.id == "billing"), free[0])
        await self._world.cause("kill_opening")
        modal = await noor.slash(lounge, "ticket open", type=kind.id)
        return await insist(self._world.simulation, noor, modal, plausible_answers(modal))

    async def _saw_report(self) -> bool:
        return self._used("report") is not None

    async def _see_report(self) -> InteractionResult:
        return await self._person("sam").slash(self._world.community.queue, "report")

    # -- where it stands

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
        return self._newest(self._help, lambda one: _button(one, "faq:help:") is not None)

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


def _button(message: Message | None, prefix: str) -> str | None:
    """The custom_id of the message's button of this kind."""
    found = (part.get("custom_id") or "" for part in walk_components(message.components if message else []))
    return next((custom_id for custom_id in found if custom_id.startswith(prefix)), None)
