"""`signpost demo`: the whole story, played by the real bot in a simulated Discord and shown in the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import discord
from rich.console import Console
from simcord import ChannelHandle

from bot import process_lock
from bot.app import create_bot, load_home
from bot.database import database_at
from bot.demo import rendering
from bot.demo.filling_in import plausible_answers
from bot.demo.stage import Stage
from bot.demo.world import OPENS_AT
from bot.errors import Refused, StartupError
from bot.faq.speaking import BURST
from bot.simulated.community import Community, build, copy_home
from bot.simulated.simulation import Simulation

MINUTE = 60


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


class Tour(Stage):
    """The scenes, in order. Each does something as a person and shows what that person sees."""

    def __init__(self, console: Console, simulation: Simulation, people: Community) -> None:
        super().__init__(console, simulation)
        self._people = people

    async def play(self) -> None:
        """Every scene."""
        await self._sim.advance(OPENS_AT)
        await self._set_up()
        await self._faq_answers()
        await self._faq_is_not_sure()
        reply = await self._faq_stays_silent()
        await self._answer_becomes_an_entry(reply)
        thread = await self._ticket_is_opened()
        await self._staff_take_it(thread)
        await self._bot_is_killed()
        await self._form_is_answered()
        await self._community_comes_first()
        await self._two_write_of_one_thing(thread)
        await self._number_is_no_number()
        await self._ticket_is_resolved(thread)
        await self._one_like_it_goes_up_and_comes_back()
        await self._the_rest_waits()
        await self._report()

    async def _set_up(self) -> None:
        ada = self._people.administrator
        self.begin("The administrator sets the bot up", "/setup compares the server with config.yaml.")
        found = await self.slash(ada, self._people.lounge, "setup")
        await self.click(ada, found, "Post or refresh the panel", "#lounge")
        self.last(self._people.tickets)

    async def _faq_answers(self) -> None:
        noor, people = self._people.neighbour, self._people
        self.begin("The FAQ answers", "Customers ask in their own words; the answer says that it is automatic.")
        await self.say(noor, people.help, "what are the imap settings please")
        answer = self.last(people.help)
        await self.click(noor, answer, "Solved it", "#help", show=False)
        self.last(people.help)
        title = "Mailbox full"
        self.do(noor, people.forum, f"posts “{title}”")
        post = await self._sim.post(noor, people.forum, title, "my mailbox is full, what can i do")
        for message in self._sim.messages(post):
            self.show(message, post)

    async def _faq_is_not_sure(self) -> None:
        ann, people = self._people.customer, self._people
        self.begin("It is not sure, and asks", "Better three titles to choose from than one wrong answer.")
        await self.say(ann, people.help, "how to cancel my subscription")
        await self._sim.advance(BURST.total_seconds())
        asks = self.last(people.help)
        await self.click(ann, asks, "How do I cancel Larkmail?", "#help", show=False)
        self.last(people.help)

    async def _faq_stays_silent(self) -> discord.Message:
        noor, hugo, people = self._people.neighbour, self._people.helper, self._people
        await self._sim.advance(MINUTE)
        self.begin(
            "… or it stays silent, and the community helps",
            "A false answer is worse than none. Who asked accepts the answer that helped; its author earns reputation.",
        )
        question = await self.say(noor, people.help, "does the webmail have a dark theme somewhere?")
        await self._sim.advance(4 * MINUTE)
        self.do(hugo, people.help, "replies")
        reply = await hugo.send(people.help, "Yes: gear icon → Display → Theme.", reply_to=question)
        self.show(reply, people.help)
        self.do(noor, people.help, "right-clicks the reply → Apps → Accept answer")
        await noor.context_menu(people.help, "Accept answer", reply)
        for message in self._sim.messages(people.help):
            if message.id > reply.id:
                self.show(message, people.help)
        self.do(people.newcomer, people.help, "types /solved dark theme")
        self.reply(await people.newcomer.slash(people.help, "solved", query="dark theme"), people.help)
        self.do(people.staff, people.help, "right-clicks the question → Apps → Why this answer?")
        self.reply(await people.staff.context_menu(people.help, "Why this answer?", question), people.help)
        return reply

    async def _answer_becomes_an_entry(self, reply: discord.Message) -> None:
        ann, sam, people = self._people.customer, self._people.staff, self._people
        self.begin(
            "What helped becomes an entry",
            "Staff or helpers make a draft of it; when staff approve, it stands in the file and answers at once.",
        )
        self.do(sam, people.help, "right-clicks the reply → Apps → Make FAQ draft")
        modal = await sam.context_menu(people.help, "Make FAQ draft", reply)
        await self.submit(
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
        card = self.last(people.queue)
        await self.click(sam, card, "Approve", "#staff-queue")
        await self._sim.advance(MINUTE)
        await self.say(ann, people.help, "does webmail have a dark theme")
        self.last(people.help)
        await self._sim.advance(MINUTE)

    async def _ticket_is_opened(self) -> ChannelHandle:
        ann, people = self._people.customer, self._people
        self.begin(
            "An answer does not help",
            "One press leads to a person, the question filled in. Facts, not wishes, say how urgent it is.",
        )
        await self.say(ann, people.help, "how do i set up spf")
        modal = await self.click(ann, self.last(people.help), "Still need help", "#help")
        await self.submit(
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
            self.show(message, thread)
        return thread

    async def _staff_take_it(self, thread: ChannelHandle) -> None:
        sam, people = self._people.staff, self._people
        self.begin(
            "Staff take the ticket",
            "Each ticket has a card in the staff channel; /next deals the one that should be looked at first.",
        )
        self.last(people.queue)
        await self.slash(sam, people.queue, "queue")
        await self.slash(sam, people.queue, "next", show=False)
        self.last(thread)
        await self._sim.advance(7 * MINUTE)
        await self.say(sam, thread, "Your record starts with `spf1`. It must start with `v=spf1`.")
        await self.slash(sam, thread, "promise", text="I look whether your mail arrives", by="in 2 h", show=False)
        self.last(thread)

    async def _bot_is_killed(self) -> None:
        noor, people = self._people.neighbour, self._people
        self.begin(
            "The bot is killed in the middle of opening a ticket",
            "The thread is made, and the process dies before it can note that. A lost ticket is unforgivable.",
        )
        chosen = await self.slash(noor, people.lounge, "ticket open")
        modal = await self.click(noor, chosen, "Billing", "#lounge")
        self._sim.stall_next("POST", "/channels/*/threads", after=True)
        await self.submit(noor, modal, plausible_answers(modal), people.lounge, show=False)
        self.note("The process is killed, and started again.")
        await self._sim.kill()
        self.note("It finds its own thread and goes on where it stopped: one thread, one message, one card.")
        thread = self._sim.thread_named("#2 ")
        self.last(thread)
        self.last(people.queue)

    async def _form_is_answered(self) -> None:
        hugo, people = self._people.helper, self._people
        self.begin(
            "A form is answered before it becomes a ticket",
            "What may answer it is shown once more. Whoever presses nothing has a ticket ten minutes later.",
        )
        modal = await self.slash(hugo, people.lounge, "ticket open", type="feature", show=False)
        wanted, *_ = self._sim.open_modal_values(modal)
        shown = await self.submit(hugo, modal, {wanted.label: "does webmail have a dark theme"}, people.lounge)
        await self.click(hugo, shown, "Solved it", "#lounge")

    async def _community_comes_first(self) -> None:
        lena, hugo, people = self._people.member, self._people.helper, self._people
        await self._sim.advance(MINUTE)
        self.begin(
            "A wish goes to the community first",
            "What all would read is shown before it is posted. Staff take it only if nothing there solves it in a day.",
        )
        modal = await self.slash(lena, people.lounge, "ticket open", type="feature", show=False)
        wanted, *_ = self._sim.open_modal_values(modal)
        wish = "Write a mail on Friday that leaves on Monday morning"
        shown = await self.submit(lena, modal, {wanted.label: wish}, people.lounge)
        await self.click(lena, shown, "Ask the community", "#lounge")
        post = self._sim.visible_threads(hugo)[-1]
        self.show(self._sim.messages(post)[0], post)
        await self._sim.advance(9 * MINUTE)
        await self.say(hugo, post, "The arrow beside Send → Send later. I do that every Friday.")
        await self.click(lena, self._sim.messages(post)[0], "Solved it", "the post")

    async def _two_write_of_one_thing(self, thread: ChannelHandle) -> None:
        lena, sam, people = self._people.member, self._people.staff, self._people
        direct = lena.user.dm_channel
        self.begin(
            "Two customers, one trouble",
            "A direct message leads to staff, too; and what two of them write about goes on in one ticket.",
        )
        written = "ann and i share a domain, all our mail comes back since this morning"
        await self.say(lena, direct, written)
        await self._sim.advance(BURST.total_seconds())
        modal = await self.click(lena, self.last(direct), "Delivery problem", "direct message")
        labels = [field.label for field in self._sim.open_modal_values(modal)]
        answers = ("lena@example.com", written, "", "Several people", "No")
        await self.submit(lena, modal, dict(zip(labels, answers, strict=True)), direct)
        await self.slash(sam, people.queue, "ticket merge", number=3, into=1)
        self.last(self._sim.thread_named("#3 "))
        self.last(thread)

    async def _number_is_no_number(self) -> None:
        nils, people = self._people.newcomer, self._people
        self.begin(
            "Somebody new wants to be called",
            "/help says what each of them can do here. A form that is refused comes back as it was typed.",
        )
        await self.slash(nils, people.lounge, "help")
        modal = await self.slash(nils, people.lounge, "ticket open", type="callback", show=False)
        phone, slot, subject = self._sim.open_modal_values(modal)
        typed = {
            phone.label: "call me maybe",
            slot.label: ["In the morning, 9 to 12"],
            subject.label: "Moving forty mailboxes to you before the end of the month",
        }
        refused = await self.submit(nils, modal, typed, people.lounge)
        modal = await self.click(nils, refused, "Try again", "#lounge")
        await self.submit(nils, modal, {**typed, phone.label: "+31 20 555 0123"}, people.lounge)

    async def _ticket_is_resolved(self, thread: ChannelHandle) -> None:
        ann, sam, people = self._people.customer, self._people.staff, self._people
        self.begin(
            "The ticket is resolved", "Staff say what solved it and who helped; the helper earns reputation."
        )
        await self._sim.advance(12 * MINUTE)
        await self.say(ann, thread, "That was it, and Hugo showed me how to edit it. Thank you!")
        modal = await self.slash(sam, thread, "ticket resolve", show=False)
        await self.submit(
            sam,
            modal,
            {
                "What solved it?": "The SPF record must start with v=spf1.",
                "Who in the community helped?": [people.helper],
                "How long did it take staff?": "15",
            },
            thread,
        )
        asked = self.last(thread)
        form = await self.click(ann, asked, "5", "the ticket's thread", show=False)
        (comment,) = self._sim.open_modal_values(form)
        await self.submit(ann, form, {comment.label: "Quick and friendly."}, thread)
        await self.slash(ann, people.lounge, "rep show", member=people.helper)
        await self.slash(ann, people.lounge, "leaderboard")

    async def _one_like_it_goes_up_and_comes_back(self) -> None:
        nils, sam, kim, people = self._people.newcomer, self._people.staff, self._people.colleague, self._people
        self.begin(
            "One like it goes up a tier, and comes back with the answer",
            "The card names what solved the last one. Where that does not help, whoever knows more says what does.",
        )
        modal = await self.slash(nils, people.lounge, "ticket open", type="delivery", show=False)
        labels = [field.label for field in self._sim.open_modal_values(modal)]
        symptom = "i set up spf, and all my mail is still rejected"
        answers = ("nils@example.com", symptom, "", "Several people", "No")
        sent = await self.submit(nils, modal, dict(zip(labels, answers, strict=True)), people.lounge, show=False)
        await self.click(nils, sent, "Still need help", "#lounge", show=False)
        card = self.last(people.queue)
        await self.click(sam, card, "Claim", "#staff-queue", show=False)
        more = await self.click(sam, card, "More", "#staff-queue")
        modal = await self.click(sam, more, "Escalate", "#staff-queue")
        labels = [field.label for field in self._sim.open_modal_values(modal)]
        words = (
            "What solved #1: both their records begin with v=spf1.",
            "Mail is taken, as in #1.",
            "Which of the two counts?",
        )
        await self.submit(sam, modal, dict(zip(labels, words, strict=True)), people.queue)
        await self._sim.advance(6 * MINUTE)
        await self.slash(kim, people.queue, "next")
        modal = await self.slash(kim, people.queue, "ticket return", number=5, show=False)
        labels = [field.label for field in self._sim.open_modal_values(modal)]
        answer = "Neither: two records count as none. One has to go, and its senders into the other."
        next_one = "Two SPF records count as none. Keep one, and put the senders of the other into it."
        draft = (answer, next_one, "A draft of an entry of the FAQ", "What if I have two SPF records?")
        await self.submit(kim, modal, dict(zip(labels, draft, strict=True)), people.queue)
        self.last(people.queue)
        self.last(self._sim.thread_named("#5 "))

    async def _the_rest_waits(self) -> None:
        kim, people = self._people.colleague, self._people
        self.begin(
            "What waits for the others",
            "A note is for colleagues, a macro for the customer; /my says what waits for whoever asks.",
        )
        await self.slash(kim, people.queue, "next")
        modal = await self.slash(kim, people.queue, "ticket note", number=2, show=False)
        (note,) = self._sim.open_modal_values(modal)
        await self.submit(kim, modal, {note.label: "They have had two seats until May."}, people.queue)
        await self.slash(kim, people.queue, "macro", id="looked-at", number=2, show=False)
        for message in self._sim.messages(self._sim.thread_named("#2 Billing"))[-2:]:
            self.show(message, self._sim.thread_named("#2 Billing"))
        await self.slash(kim, people.queue, "next")
        await self.slash(kim, people.queue, "my")
        await self.slash(kim, people.queue, "digest on")

    async def _report(self) -> None:
        sam, queue = self._people.staff, self._people.queue
        self.begin("What was said, and what the numbers say", "Every figure is computed from recorded facts.")
        await self.slash(sam, queue, "ticket search", words="rejected")
        await self.slash(sam, queue, "report", days=7)
        await self.slash(sam, queue, "stats", days=7, charts="none")
