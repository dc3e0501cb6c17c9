"""The guided tour: its steps, what ticks each off, and how to do each for the visitor."""

from __future__ import annotations

from typing import Any

from simcord import ChannelHandle, InteractionResult
from simcord.backend.models.interaction import ResponseKind
from simcord.components import walk_components

from bot.actor import Actor
from bot.demo.filling_in import insist, plausible_answers
from bot.demo.found import button_of
from bot.demo.looking_back import LookingBack
from bot.demo.step import (
    DELIVERY,
    DIRECT_QUESTION,
    HARD_FACTS,
    HARD_QUESTION,
    HELP_ANSWER,
    OTHER_QUESTIONS,
    QUESTION,
    STAFF_ANSWER,
    Step,
)
from bot.demo.world import World
from bot.faq.speaking import BURST, SPEAKING
from bot.tickets.costs.cost import MINUTES
from bot.tickets.views import missing


class Guide(LookingBack):
    """The steps, in order. A step stays ticked once it has happened."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._is_on = False
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
                "Fill in the form and send it: a private thread with staff opens. Your answers say how urgent it is",
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
                "promise",
                "sam",
                "Promise her when you look again: `/promise`, `in 2 h`. You are reminded before",
                self._promised,
                self._promise,
                "send",
            ),
            Step(
                "direct",
                "lena",
                f"Become Lena and write a direct message to the bot: “{DIRECT_QUESTION}” It leads to staff, too",
                self._came_directly,
                self._write_directly,
            ),
            Step(
                "merge",
                "sam",
                "As Sam, let Lena's ticket go on in Ann's: `/ticket merge`",
                self._merged,
                self._merge,
                "direct",
            ),
            Step(
                "escalate",
                "sam",
                "Sam is stuck: *More* on the ticket's card, and *Escalate* it to those who know more",
                self._escalated,
                self._escalate,
                "send",
            ),
            Step(
                "return",
                "kim",
                "Become Kim, who knows more: *Return* it with the answer, which becomes a draft of an FAQ entry",
                self._returned,
                self._return,
                "escalate",
            ),
            Step(
                "resolve",
                "sam",
                "As Sam again, *Resolve* the ticket, and credit Hugo for helping",
                self._credited,
                self._resolve,
                "send",
            ),
            Step(
                "rate",
                "ann",
                "Back as Ann: below the line that says so, press how good the help was",
                self._was_rated,
                self._rate,
                "resolve",
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
            Step(
                "community",
                "noor",
                "Wish for something: `/ticket open`, a feature request. *Ask the community*; staff have it if nothing solves it",
                self._was_asked_first,
                self._ask_first,
            ),
            Step(
                "callback",
                "nils",
                "Become Nils: `/ticket open`, a call-back, and *call me maybe* as the number. Nothing typed is lost",
                self._wants_a_call,
                self._want_a_call,
            ),
            Step(
                "kill",
                "noor",
                "Trouble: kill the bot while it opens a ticket. It starts again and goes on",
                self._survived,
                self._kill,
            ),
            Step("stats", "sam", "As Sam, see what the numbers say: `/stats`", self._saw_stats, self._see_stats),
        )
        self.steps = {step.id: step for step in steps}

    def begin(self, at: int) -> None:
        super().begin(at)
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
                if source is not None and button_of(source, "faq:help:") is not None:
                    return True
        return await self._ticket() is not None

    async def _press(self) -> InteractionResult:
        answer = self._answer()
        if answer is None or answer.reply_author_id != self._person("ann").id:
            await self._ask()
            answer = self._answer()
        button = button_of(answer, "faq:help:")
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
            **dict(zip(facts, HARD_FACTS, strict=True)),
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

    async def _promised(self) -> bool:
        ticket = await self._ticket()
        if ticket is None:
            return False
        by = Actor(self._person("sam").id, is_staff=True, guild_id=ticket.guild_id)
        given = await self._world.services.promises.in_ticket(ticket.id, by=by)
        return bool(given.promises)

    async def _promise(self) -> None:
        thread = await self._live_thread()
        await self._person("sam").slash(thread, "promise", text="I look whether your mail arrives", by="in 2 h")

    async def _came_directly(self) -> bool:
        ticket = await self._ticket("lena")
        return ticket is not None and ticket.interaction_id in {
            one.id for one in self._interactions() if one.channel_id == self._lenas_direct.id
        }

    async def _write_directly(self) -> InteractionResult:
        lena, world = self._person("lena").user, self._world
        await lena.send_dm(DIRECT_QUESTION)
        await world.simulation.advance(BURST.total_seconds())
        reply = self._newest(self._lenas_direct.id, lambda one: one.author_id == self._bot_id)
        button = button_of(reply, f"direct:new:{world.simulation.guild.id}.{DELIVERY}") or button_of(
            reply, "faq:help:"
        )
        modal = await lena.click(self._handle(reply), custom_id=button)
        address, symptom, _bounce, *facts = self._labels(modal)
        answers = {
            address: "lena@example.com",
            symptom: DIRECT_QUESTION,
            **dict(zip(facts, HARD_FACTS, strict=True)),
        }
        return await insist(world.simulation, lena, modal, answers)

    async def _merged(self) -> bool:
        anns, lenas = await self._ticket(), await self._ticket("lena")
        return anns is not None and lenas is not None and lenas.merged_into == anns.number

    async def _merge(self) -> None:
        if await self._ticket() is None:
            await self.do(self.steps["send"])
        thread, lenas = await self._live_thread(), await self._ticket("lena")
        assert lenas is not None
        anns = await self._ticket()
        assert anns is not None
        await self._person("sam").slash(thread, "ticket merge", number=lenas.number, into=anns.number)

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
        thread, sam = await self._live_thread(), self._person("sam")
        modal = await sam.slash(thread, "ticket resolve")
        note, helper, time, *_ = self._labels(modal)
        answers = {
            note: "The SPF record must start with v=spf1.",
            helper: [self._person("hugo")],
            time: str(MINUTES[1]),
        }
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

    async def _wants_a_call(self) -> bool:
        return await self._ticket("nils", "callback") is not None

    async def _want_a_call(self) -> InteractionResult:
        nils, world = self._person("nils"), self._world
        modal = await nils.slash(world.community.lounge, "ticket open", type="callback")
        phone, _slot, subject = self._labels(modal)
        right = plausible_answers(modal) | {subject: "Moving forty mailboxes to you this month"}
        refused = await world.simulation.submit(nils, modal, right | {phone: "call me maybe"})
        shown = refused.response
        assert shown is not None
        again = next(
            one for part in walk_components(shown.components) if (one := part.get("custom_id")) is not None
        )
        return await insist(world.simulation, nils, await nils.click(shown, custom_id=again), right)

    @property
    def _lenas_direct(self) -> ChannelHandle:
        return self._person("lena").user.dm_channel
