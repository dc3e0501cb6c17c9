"""A seeded week of history: questions, tickets and awards, played through the real bot at simulated times."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from simcord import ChannelHandle, InteractionResult, MemberActor, ResponseMessage
from simcord.backend.models import Message
from simcord.components import walk_components
from simcord.enums import ComponentType

from bot.app import load_home
from bot.demo.filling_in import insist
from bot.demo.plan import DAY, HOUR, MINUTE, Plan
from bot.demo.questions import CHAT, QUESTIONS, Topic
from bot.demo.troubles import TROUBLES, Trouble
from bot.demo.work import Work

if TYPE_CHECKING:
    from bot.demo.playground import Playground

DAYS = 7
QUESTIONS_A_DAY = 30
READS_FROM, READS_TO = 8.0, 60.0
"""Seconds until somebody reads what the FAQ suggests, which comes after four."""
DAY_BEGINS, DAY_ENDS = 7 * HOUR, 20 * HOUR

CUSTOMERS = ("mira", "otto", "ines", "paul", "yara", "finn", "dora", "levi", "rosa", "emil", "juna", "kofi")
OPENERS = ("", "", "hi, ", "hello! ", "quick question: ", "sorry if this was asked before, ")
CLOSERS = ("", "", "?", " please", " – thanks", ", anybody?")
CHAT_SHARE = 0.1
"""Of what is said, so much is no question."""


class Week:
    """What people ask and do, and what comes of it."""

    def __init__(self, playground: Playground, *, days: int, questions_a_day: int) -> None:
        self._play = playground
        self._sim = playground.simulation
        self._plan = Plan(playground.simulation)
        self._random = self._plan.random
        self._days, self._a_day = days, questions_a_day
        people = playground.community
        guild = self._sim.guild
        self._customers = [
            guild.add_member(self._sim.env.create_user(name, global_name=name.capitalize())) for name in CUSTOMERS
        ]
        self._helpers = (*[people.helper] * 3, people.member, self._customers[0])
        config = playground.bot.config
        self._places = [guild.channels[str(name)] for name in config.channels.help]
        _config, library = load_home(playground.home)
        self._titles = {
            entry.id: {entry.title, *(one.title for one in entry.translations.values())}
            for entry in library.entries
        }
        self._kinds = {kind.label: kind.id for kind in config.tickets.types if kind.goes_to == "staff"}
        self._work = Work(playground, self._plan, self._helpers)

    async def play(self) -> None:
        """All of it, in the order of time; ends as many days later, at the same time of day."""
        start = self._plan.start
        midnight = start - start % DAY
        ends_at = start + self._days * DAY
        await self._work.begin(ends_at)
        self._plan.at(ends_at - 42 * MINUTE, partial(self._opens_ticket, self._customers[0]))
        for day in range(self._days + 1):
            for _ in range(self._a_day):
                at = midnight + day * DAY + self._random.uniform(DAY_BEGINS, DAY_ENDS)
                self._plan.at(at, self._somebody_asks)
        await self._plan.play(ends_at)

    # -- questions

    async def _somebody_asks(self) -> None:
        asker, pick = self._random.choice(self._customers), self._random
        topic: Topic | None = None
        if self._plan.chance(CHAT_SHARE):
            question = pick.choice(CHAT)
        else:
            topic, question = pick.choice(QUESTIONS)
        opener, closer = pick.choice(OPENERS), pick.choice(CLOSERS)
        text = f"{opener}{question}{closer if question[-1].isalnum() else ''}"
        if self._plan.chance(0.08):
            title = f"{question[0].upper()}{question[1:]}"
            place = await self._sim.post(asker, self._play.community.forum, title[:100], text)
            asked = self._last(place, lambda message: message.author_id == asker.id)
        else:
            place = pick.choice(self._places)
            asked = self._play.backend.get_message(place.id, (await asker.send(place, text)).id)
        assert asked is not None
        if topic is None:
            return
        answer = self._reply(place, asked, "faq:solved:")
        if answer is not None:
            self._follow_answer(asker, answer, topic)
        else:
            self._plan.after(READS_FROM, READS_TO, partial(self._choose, asker, place, asked, topic))

    async def _choose(self, asker: MemberActor, place: ChannelHandle, asked: Message, topic: Topic) -> None:
        """The asker sees by now what the FAQ suggests, if it does."""
        offered = self._reply(place, asked, "faq:choose:")
        fitting = next(
            (one for one in _buttons(offered, "faq:choose:") if one.endswith(f".{topic.entry_id}")), None
        )
        if offered is not None and fitting is not None and self._plan.chance(0.7):
            await self._press(asker, offered, fitting)
            self._follow_answer(asker, offered, topic, is_right=True)
            return
        if offered is not None and fitting is None and self._plan.chance(0.4):
            await self._press(asker, offered, "faq:none:")
        self._follow_silence(asker, place, asked, topic.reply)

    def _follow_answer(
        self, asker: MemberActor, answer: Message, topic: Topic, *, is_right: bool | None = None
    ) -> None:
        """What helps is mostly said to have helped; what is another entry's answer never is."""
        if is_right is None:
            is_right = answer.embeds[0]["title"] in self._titles.get(topic.entry_id or "", ())
        roll = self._random.random()
        if is_right and roll < 0.42:

            async def solved() -> None:
                await self._press(asker, answer, "faq:solved:")

            self._plan.after(MINUTE, 15 * MINUTE, solved)
        elif roll < (0.54 if is_right else 0.6):

            async def needs_help() -> None:
                if pressed := await self._press(asker, answer, "faq:help:"):
                    await self._send_in(asker, pressed)

            self._plan.after(2 * MINUTE, 20 * MINUTE, needs_help)

    def _follow_silence(self, asker: MemberActor, place: ChannelHandle, asked: Message, help_answer: str) -> None:
        roll = self._random.random()
        if roll < 0.6:

            async def helps() -> None:
                helper = self._random.choice([one for one in self._helpers if one.id != asker.id])
                reply = await helper.send(place, help_answer, reply_to=self._handle(asked))
                if self._plan.chance(0.6):

                    async def accepts() -> None:
                        await asker.context_menu(place, "Accept answer", reply)

                    self._plan.after(3 * MINUTE, 2 * HOUR, accepts)

            self._plan.after(3 * MINUTE, 50 * MINUTE, helps)
        elif roll < 0.85:
            self._plan.after(20 * MINUTE, 2 * HOUR, partial(self._opens_ticket, asker))

    # -- tickets

    async def _opens_ticket(self, requester: MemberActor) -> None:
        kind = self._random.choice(list(self._kinds.values()))
        await self._send_in(
            requester, await requester.slash(self._play.community.lounge, "ticket open", type=kind)
        )

    async def _send_in(self, requester: MemberActor, modal: InteractionResult) -> None:
        """Fill in a ticket's form. Somebody who has one of the kind already is told so, and that is that."""
        if modal.modal is None:  # the entry's kind goes to the community
            return
        kind = self._kinds[modal.modal["title"]]
        trouble = self._random.choice(TROUBLES[kind])
        answers: dict[str, Any] = {}
        for row in modal.modal["components"]:
            control = row["component"]
            if options := control.get("options"):
                labels = [one["label"] for one in options]
                answers[row["label"]] = trouble.about if trouble.about in labels else self._random.choice(labels)
            elif control.get("required") and control["type"] == ComponentType.TEXT_INPUT:
                is_long = control["style"] != 1 or (kind == "callback" and "talk" in row["label"])
                short = "+31 20 555 0123" if "phone" in row["label"] else f"{requester.name}@example.com"
                answers[row["label"]] = trouble.text if is_long else short
        before = self._threads()
        await insist(self._sim, requester, modal, answers)
        await self._find_new_ticket(requester, trouble, before)

    def _threads(self) -> int:
        return len(self._play.backend.get_guild(self._sim.guild.id).thread_ids)

    async def _find_new_ticket(self, requester: MemberActor, trouble: Trouble, before: int) -> None:
        new = self._play.backend.get_guild(self._sim.guild.id).thread_ids[before:]
        ticket = await self._play.services.tickets.in_thread(new[0]) if new else None
        if ticket is not None:
            self._work.plan(ticket, requester, trouble)

    # -- what is there

    def _handle(self, message: Message) -> ResponseMessage:
        return ResponseMessage(self._sim.env, message)

    async def _press(self, person: MemberActor, message: Message, prefix: str) -> InteractionResult | None:
        """The button whose custom_id begins so, if it is still there."""
        buttons = _buttons(message, prefix)
        return await person.click(self._handle(message), custom_id=buttons[0]) if buttons else None

    def _reply(self, place: ChannelHandle, asked: Message, prefix: str) -> Message | None:
        """The FAQ's message under a question, if it has a button of this kind."""
        found = self._last(place, lambda message: bool(_buttons(message, prefix)))
        is_ours = found is not None and found.reply_author_id == asked.author_id and found.id > asked.id
        return found if is_ours else None

    def _last(self, place: ChannelHandle, wanted: Callable[[Message], bool]) -> Message | None:
        """The newest such message of the last few."""
        recent = list(self._play.backend.messages[place.id].values())[-5:]
        return next((message for message in reversed(recent) if wanted(message)), None)


async def play_week(playground: Playground, *, days: int = DAYS, questions_a_day: int = QUESTIONS_A_DAY) -> None:
    """Play the week. Call it as part of the playground's start."""
    await Week(playground, days=days, questions_a_day=questions_a_day).play()


def _buttons(message: Message | None, prefix: str) -> list[str]:
    found = (part.get("custom_id") or "" for part in walk_components(message.components if message else []))
    return [custom_id for custom_id in found if custom_id.startswith(prefix)]
