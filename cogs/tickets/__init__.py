"""Tickets in Discord: the panel, the form, the thread, the queue card, and the commands."""

from __future__ import annotations

from bot.client import SupportBot
from bot.jobs.job import Lane, Owed
from bot.tickets.clocks.service import CLOCK_LINE_JOB
from bot.tickets.happening import CLOCKS_JOB
from bot.tickets.owed import (
    ASKED_JOB,
    AUTO_CLOSE_JOB,
    BACK_JOB,
    DELAY_JOB,
    HELPED_JOB,
    HOLDER_JOB,
    HOLDERS_JOB,
    KEPT_JOB,
    LAPSED_JOB,
    LAST_CHANCE_JOB,
    LEASES_JOB,
    LOOK_ASKED_JOB,
    LOOK_JOB,
    ORIGIN_JOB,
    PANELS_JOB,
    PING_JOB,
    PING_LINE_JOB,
    PLACES_JOB,
    SETTLE_QUESTION_JOB,
    SETTLED_JOB,
    WAKE_JOB,
)
from bot.tickets.silences.owed import SILENCE_JOB, SILENCES_JOB
from bot.tickets.tiers.service import DRAFT_JOB, TELL_JOB
from bot.tickets.views import View
from cogs.tickets.adding import AddQuestionButton
from cogs.tickets.asked import AskedCog, AskedDesk
from cogs.tickets.asking import BUTTONS as ASKING_BUTTONS
from cogs.tickets.cards import Cards
from cogs.tickets.clocks import ClockDesk
from cogs.tickets.cog import TicketsCog
from cogs.tickets.controls import BUTTONS
from cogs.tickets.expecting import Expecting
from cogs.tickets.finding import FoundButton
from cogs.tickets.greetings import Greetings
from cogs.tickets.handing import AssignButton, GiveButton
from cogs.tickets.holders import Holders
from cogs.tickets.inviting import InviteButton, UninviteButton
from cogs.tickets.last_chances import BUTTONS as LAST_CHANCE_BUTTONS
from cogs.tickets.last_chances import LastChanceDesk
from cogs.tickets.leases import AwayCog, Leases
from cogs.tickets.looking import Looking
from cogs.tickets.macros import ReplyButton
from cogs.tickets.merging import LinkButton, MergeButton, UnmergeButton
from cogs.tickets.moving import MoveButton, MoveToButton
from cogs.tickets.news import News
from cogs.tickets.notes import NoteButton, NoteThreads
from cogs.tickets.offers import MoreButton
from cogs.tickets.origins import Origins
from cogs.tickets.panel import Panels
from cogs.tickets.peeking import PeekButton
from cogs.tickets.pinging import Pinging
from cogs.tickets.queue import QueueButton, QueueCog
from cogs.tickets.sending import SendAgainButton, SendEntryButton
from cogs.tickets.silences.answering import BUTTONS as SILENCE_BUTTONS
from cogs.tickets.silences.asking import AskToCloseButton
from cogs.tickets.silences.desk import SilenceDesk
from cogs.tickets.snoozing import SnoozeButton, WakeButton, Waking
from cogs.tickets.threads import Threads
from cogs.tickets.tiers.controls import EscalateButton, ReturnButton
from cogs.tickets.tiers.desk import TierDesk
from cogs.tickets.transcripts import TranscriptButton


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(
        *BUTTONS,
        MoreButton,
        *LAST_CHANCE_BUTTONS,
        *ASKING_BUTTONS,
        *SILENCE_BUTTONS,
        AddQuestionButton,
        AskToCloseButton,
        AssignButton,
        EscalateButton,
        FoundButton,
        GiveButton,
        InviteButton,
        LinkButton,
        MergeButton,
        MoveButton,
        MoveToButton,
        NoteButton,
        PeekButton,
        QueueButton,
        ReplyButton,
        ReturnButton,
        SendAgainButton,
        SendEntryButton,
        SnoozeButton,
        TranscriptButton,
        UninviteButton,
        UnmergeButton,
        WakeButton,
    )
    jobs, news, origins = bot.services.jobs, News(bot), Origins(bot)
    threads, greetings = Threads(bot), Greetings(bot)
    for kind, handler in (
        (View.THREAD, threads.thread),
        (View.MEMBER, threads.member),
        (View.LOCK, threads.lock),
        (View.GREETING, greetings.greeting),
        (View.PARTS, greetings.parts),
        (View.NEWS, news.news),
        (View.OFFERS, news.offers),
        (View.CARD, Cards(bot).card),
        (View.NOTES, NoteThreads(bot).notes),
        (ORIGIN_JOB, origins.origin),
        (SETTLE_QUESTION_JOB, origins.settle_question),
    ):
        jobs.handle(kind, handler, lane=Lane.PEOPLE)
    jobs.handle(KEPT_JOB, origins.kept)
    jobs.handle(AUTO_CLOSE_JOB, news.auto_close)
    jobs.handle(LAST_CHANCE_JOB, LastChanceDesk(bot).due)
    expecting = Expecting(bot)
    jobs.handle(PLACES_JOB, expecting.places)
    jobs.handle(DELAY_JOB, expecting.delay)
    clocks = ClockDesk(bot)
    jobs.handle(CLOCKS_JOB, clocks.sweep, owed=Owed.EACH_SERVER)
    jobs.handle(CLOCK_LINE_JOB, clocks.line)
    pinging = Pinging(bot)
    jobs.handle(PING_JOB, pinging.ping)
    jobs.handle(PING_LINE_JOB, pinging.line)
    jobs.handle(PANELS_JOB, Panels(bot).refresh, owed=Owed.EACH_SERVER)
    jobs.handle(WAKE_JOB, Waking(bot).wake)
    jobs.handle(LOOK_JOB, Looking(bot).look, owed=Owed.EACH_SERVER)
    tiers = TierDesk(bot)
    jobs.handle(TELL_JOB, tiers.tell)
    jobs.handle(DRAFT_JOB, tiers.draft)
    asked = AskedDesk(bot)
    jobs.handle(ASKED_JOB, asked.asked, lane=Lane.PEOPLE)
    jobs.handle(HELPED_JOB, asked.helped, lane=Lane.PEOPLE)
    jobs.handle(SETTLED_JOB, asked.settled, lane=Lane.PEOPLE)
    jobs.handle(LOOK_ASKED_JOB, asked.look, owed=Owed.EACH_SERVER)
    silences = SilenceDesk(bot)
    jobs.handle(SILENCE_JOB, silences.due)
    jobs.handle(SILENCES_JOB, silences.arm, owed=Owed.EACH_SERVER)
    leases = Leases(bot)
    jobs.handle(LEASES_JOB, leases.sweep, owed=Owed.EACH_SERVER)
    jobs.handle(LAPSED_JOB, leases.lapsed)
    holders = Holders(bot)
    jobs.handle(HOLDERS_JOB, holders.look, owed=Owed.EACH_SERVER)
    jobs.handle(HOLDER_JOB, holders.look_at)
    jobs.handle(BACK_JOB, leases.back)
    await bot.add_cog(TicketsCog(bot))
    await bot.add_cog(QueueCog(bot))
    await bot.add_cog(AwayCog(bot))
    await bot.add_cog(AskedCog(bot))
