"""`signpost demo`: the whole story, played by the real bot in a simulated Discord and shown in the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
from rich.console import Console, RenderableType
from simcord import ChannelHandle, InteractionResult, MemberActor

from bot import process_lock
from bot.app import create_bot, load_home
from bot.database import database_at
from bot.demo import rendering
from bot.errors import Refused, StartupError
from bot.faq.speaking import BURST
from bot.simulated.community import Community, build, copy_home
from bot.simulated.simulation import Simulation

MINUTE, HOUR = 60, 3600


def play(console: Console, home: Path | None) -> int:
    """Play the tour; returns 0. The data goes to `home`, which must be new or empty, or is thrown away.

    Raises StartupError where `home` holds anything: the story starts from an empty database.
    """
    if home is not None and home.exists() and any(home.iterdir()):
        raise StartupError(f"{home} is not empty. The demo starts from nothing: name a new folder.")
    console = Console(
        file=console.file, width=rendering.WIDTH, force_terminal=console.is_terminal, highlight=False
    )
    logging.getLogger("discord").setLevel(logging.ERROR)
    with contextlib.ExitStack() as stack:
        folder = home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="signpost-demo-")))
        if home is not None:
            file = database_at(home, None).file
            assert file is not None
            stack.enter_context(process_lock.held(file, "demo", datetime.now(UTC)))
        asyncio.run(_play(console, copy_home(folder)))
        if home is not None:
            console.print(f"The data of this story is in {home}.", markup=False)
    return 0


async def _play(console: Console, home: Path) -> None:
    config, _library = load_home(home)
    simulation = Simulation(lambda: create_bot(home, clock=discord.utils.utcnow), expected=(Refused,))
    people = build(simulation, config)
    async with simulation:
        await Tour(console, simulation, people).play()


class Tour:
    """The scenes, in order. Each does something as a person and shows what that person sees."""

    def __init__(self, console: Console, simulation: Simulation, people: Community) -> None:
        self._console = console
        self._sim = simulation
        self._people = people
        self._scene = 0

    async def play(self) -> None:
        """Every scene."""
        await self._sim.advance(9 * HOUR)
        await self._set_up()
        await self._faq_answers()
        await self._faq_is_not_sure()
        reply = await self._faq_stays_silent()
        await self._answer_becomes_an_entry(reply)
        thread = await self._ticket_is_opened()
        await self._staff_take_it(thread)
        await self._bot_is_killed()
        await self._form_is_answered()
        await self._ticket_is_resolved(thread)
        await self._report()

    async def _set_up(self) -> None:
        ada = self._people.administrator
        self._begin("The administrator sets the bot up", "/setup compares the server with config.yaml.")
        found = await self._slash(ada, self._people.lounge, "setup")
        await self._click(ada, found, "Post or refresh the panel", "#lounge")
        self._last(self._people.tickets)

    async def _faq_answers(self) -> None:
        noor, people = self._people.neighbour, self._people
        self._begin("The FAQ answers", "Customers ask in their own words; the answer says that it is automatic.")
        await self._say(noor, people.help, "what are the imap settings please")
        answer = self._last(people.help)
        await self._click(noor, answer, "Solved it", "#help", show=False)
        self._last(people.help)
        title = "Mailbox full"
        self._do(noor, people.forum, f"posts “{title}”")
        post = await self._sim.post(noor, people.forum, title, "my mailbox is full, what can i do")
        for message in self._sim.messages(post):
            self._show(message, post)

    async def _faq_is_not_sure(self) -> None:
        ann, people = self._people.customer, self._people
        self._begin("It is not sure, and asks", "Better three titles to choose from than one wrong answer.")
        await self._say(ann, people.help, "how to cancel my subscription")
        await self._sim.advance(BURST.total_seconds())
        asks = self._last(people.help)
        await self._click(ann, asks, "How do I cancel Larkmail?", "#help", show=False)
        self._last(people.help)

    async def _faq_stays_silent(self) -> discord.Message:
        noor, hugo, people = self._people.neighbour, self._people.helper, self._people
        await self._sim.advance(MINUTE)
        self._begin(
            "… or it stays silent, and the community helps",
            "A false answer is worse than none. Who asked accepts the answer that helped; its author earns reputation.",
        )
        question = await self._say(noor, people.help, "does the webmail have a dark theme somewhere?")
        await self._sim.advance(4 * MINUTE)
        self._do(hugo, people.help, "replies")
        reply = await hugo.send(people.help, "Yes: gear icon → Display → Theme.", reply_to=question)
        self._show(reply, people.help)
        self._do(noor, people.help, "right-clicks the reply → Apps → Accept answer")
        await noor.context_menu(people.help, "Accept answer", reply)
        self._last(people.help)
        self._do(people.staff, people.help, "right-clicks the question → Apps → Why this answer?")
        self._reply(await people.staff.context_menu(people.help, "Why this answer?", question), people.help)
        return reply

    async def _answer_becomes_an_entry(self, reply: discord.Message) -> None:
        ann, sam, people = self._people.customer, self._people.staff, self._people
        self._begin(
            "What helped becomes an entry",
            "Staff or helpers make a draft of it; when staff approve, it stands in the file and answers at once.",
        )
        self._do(sam, people.help, "right-clicks the reply → Apps → Make FAQ draft")
        modal = await sam.context_menu(people.help, "Make FAQ draft", reply)
        await self._submit(
            sam,
            modal,
            {
                "Category": "Getting started",
                "Title": "Does webmail have a dark theme?",
                "Phrasings": "does the webmail have a dark theme somewhere\nhow do i switch webmail to dark",
                "Answer": "Yes: gear icon → Display → Theme.",
            },
            people.help,
        )
        card = self._last(people.queue)
        await self._click(sam, card, "Approve", "#staff-queue")
        await self._sim.advance(MINUTE)
        await self._say(ann, people.help, "does webmail have a dark theme")
        self._last(people.help)
        await self._sim.advance(MINUTE)

    async def _ticket_is_opened(self) -> ChannelHandle:
        ann, people = self._people.customer, self._people
        self._begin("An answer does not help", "One press leads to a person, with the question filled in.")
        await self._say(ann, people.help, "how do i set up spf")
        modal = await self._click(ann, self._last(people.help), "Still need help", "#help")
        await self._submit(
            ann,
            modal,
            {
                "Which address or domain is affected?": "ann@example.com",
                "What happens, and since when?": "how do i set up spf – I did, and all my mail is still rejected",
                "Who is affected?": "Several people",
                "Is there another way for now?": "No",
            },
            people.help,
        )
        thread = self._sim.thread_named("#1 ")
        for message in self._sim.messages(thread, ann):
            self._show(message, thread)
        return thread

    async def _staff_take_it(self, thread: ChannelHandle) -> None:
        sam, people = self._people.staff, self._people
        self._begin("Staff take the ticket", "Each ticket has a card in the staff channel; /queue sorts them.")
        card = self._last(people.queue)
        await self._slash(sam, people.queue, "queue")
        await self._click(sam, card, "Claim", "#staff-queue")
        self._last(thread)
        await self._sim.advance(7 * MINUTE)
        await self._say(sam, thread, "Your record starts with `spf1`. It must start with `v=spf1`.")

    async def _bot_is_killed(self) -> None:
        noor, people = self._people.neighbour, self._people
        self._begin(
            "The bot is killed in the middle of opening a ticket",
            "The thread is made, and the process dies before it can note that. A lost ticket is unforgivable.",
        )
        chosen = await self._slash(noor, people.lounge, "ticket open")
        modal = await self._click(noor, chosen, "Billing", "#lounge")
        self._sim.stall_next("POST", "/channels/*/threads", after=True)
        fields = self._sim.open_modal_values(modal)
        answers = {field.label: _plausible(field.kind, modal, field.custom_id) for field in fields}
        await self._submit(noor, modal, answers, people.lounge, show=False)
        self._note("The process is killed, and started again.")
        await self._sim.kill()
        self._note("It finds its own thread and goes on where it stopped: one thread, one message, one card.")
        thread = self._sim.thread_named("#2 ")
        self._last(thread)
        self._last(people.queue)

    async def _form_is_answered(self) -> None:
        hugo, people = self._people.helper, self._people
        self._begin(
            "A form is answered before it becomes a ticket",
            "What may answer it is shown once more. Whoever presses nothing has a ticket ten minutes later.",
        )
        modal = await self._slash(hugo, people.lounge, "ticket open", type="feature", show=False)
        wanted, *_ = self._sim.open_modal_values(modal)
        shown = await self._submit(hugo, modal, {wanted.label: "does webmail have a dark theme"}, people.lounge)
        await self._click(hugo, shown, "Solved it", "#lounge")

    async def _ticket_is_resolved(self, thread: ChannelHandle) -> None:
        ann, sam, people = self._people.customer, self._people.staff, self._people
        self._begin(
            "The ticket is resolved", "Staff say what solved it and who helped; the helper earns reputation."
        )
        await self._sim.advance(12 * MINUTE)
        await self._say(ann, thread, "That was it, and Hugo showed me how to edit it. Thank you!")
        modal = await self._slash(sam, thread, "ticket resolve", show=False)
        await self._submit(
            sam,
            modal,
            {
                "What solved it?": "The SPF record must start with v=spf1.",
                "Who in the community helped?": [people.helper],
            },
            thread,
        )
        self._last(thread)
        await self._slash(ann, people.lounge, "rep", member=people.helper)
        await self._slash(ann, people.lounge, "leaderboard")

    async def _report(self) -> None:
        self._begin(
            "What the numbers say", "/report shows a period; every figure is computed from recorded facts."
        )
        await self._slash(self._people.staff, self._people.queue, "report", days=7)

    # What people do, and see

    async def _say(self, person: MemberActor, channel: ChannelHandle, text: str) -> discord.Message:
        message = await person.send(channel, text)
        self._show(message, channel)
        return message

    async def _slash(
        self, person: MemberActor, channel: ChannelHandle, command: str, *, show: bool = True, **options: Any
    ) -> InteractionResult:
        typed = " ".join([f"/{command}", *(f"{name}:{_typed(value)}" for name, value in options.items())])
        self._do(person, channel, typed)
        result: InteractionResult = await person.slash(channel, command, **options)
        if show:
            self._reply(result, channel)
        return result

    async def _click(
        self,
        person: MemberActor,
        on: discord.Message | InteractionResult,
        label: str,
        place: str,
        *,
        show: bool = True,
    ) -> InteractionResult:
        self._print(rendering.action(person, place, f"presses [ {label} ]"))
        result = await self._sim.click(person, _message(on), label)
        if show and result.modal is None and result.response is not None:
            self._print(rendering.message(self._sim, result.response.message, place))
        return result

    async def _submit(
        self,
        person: MemberActor,
        modal: InteractionResult,
        answers: Mapping[str, Any],
        channel: ChannelHandle,
        *,
        show: bool = True,
    ) -> InteractionResult:
        assert modal.modal is not None
        fields = self._sim.open_modal_values(modal)
        self._print(rendering.modal(str(modal.modal["title"]), fields, answers))
        result = await self._sim.submit(person, modal, answers)
        if show:
            self._reply(result, channel)
        return result

    def _begin(self, title: str, sentence: str) -> None:
        self._scene += 1
        self._print(rendering.scene(self._scene, title, sentence))

    def _do(self, person: MemberActor, channel: ChannelHandle, what: str) -> None:
        self._print(rendering.action(person, _place(channel), what))

    def _note(self, text: str) -> None:
        self._console.print(f"  ⚡ {text}\n", style="bold yellow", markup=False)

    def _reply(self, result: InteractionResult, channel: ChannelHandle) -> None:
        if result.response is not None:
            self._print(rendering.message(self._sim, result.response.message, _place(channel)))

    def _last(self, channel: ChannelHandle) -> discord.Message:
        message = self._sim.messages(channel)[-1]
        self._show(message, channel)
        return message

    def _show(self, message: discord.Message, channel: ChannelHandle) -> None:
        self._print(rendering.message(self._sim, message, _place(channel)))

    def _print(self, shown: RenderableType) -> None:
        self._console.print(shown)


def _message(on: discord.Message | InteractionResult) -> discord.Message:
    if isinstance(on, discord.Message):
        return on
    assert on.response is not None
    return on.response.message


def _place(channel: ChannelHandle) -> str:
    return f"#{channel.name}" if not channel.is_thread else f"thread “{channel.name}”"


def _typed(value: Any) -> str:
    return f"@{value.user.global_name}" if isinstance(value, MemberActor) else str(value)


def _plausible(kind: str, modal: InteractionResult, custom_id: str) -> str:
    """The first choice, or a sentence."""
    assert modal.modal is not None
    control = next(
        row["component"] for row in modal.modal["components"] if row["component"]["custom_id"] == custom_id
    )
    if control.get("options"):
        return str(control["options"][0]["label"])
    return (
        "2026-0412"
        if kind == "text_input" and control["style"] == 1
        else "The invoice lists two seats; we have one."
    )
