"""Whatever can be pressed, sent or typed refuses what is another server's, another member's, or not there at all.

Every button, form, command and menu has a line in one of the tables: a new one without fails here.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor
from sqlalchemy import select

from bot.actor import Actor
from bot.answer_tables import answer_thanks
from bot.client import SupportBot
from bot.columns import metadata
from bot.database import Transaction
from bot.drafts.draft import Origin, Proposal
from bot.drafts.post import Post
from bot.errors import (
    FormForgotten,
    NotAdministrator,
    NotAnAuthor,
    NotMember,
    NotServed,
    NotStaff,
    NotTheAsker,
    NotTheQuestioner,
    NotTrusted,
    NotYourDraft,
    PostGone,
    Refused,
    UnknownDraft,
    UnknownQuestion,
)
from bot.prevention.refused import UnknownWork
from bot.reputation.answers.candidate import Candidate
from bot.reputation.answers.refused import AnswerGone, NoQuestion, NothingAccepted
from bot.reputation.holds.refused import UnknownAward, UnknownCase
from bot.reputation.holds.service import CARD_JOB
from bot.reputation.question import QuestionRef
from bot.reputation.refused import PromptGone
from bot.reputation.solutions import accepted
from bot.reputation.solutions import store as solutions
from bot.reputation.solutions.solution import NewSolution
from bot.routing.refused import NoHelper, RouteOver
from bot.simulated.community import Community, build
from bot.solved import store as solved
from bot.solved.pointer import Pointer
from bot.ticket_errors import NotTheAuthor, NotYourTicket, SearchForgotten, UnknownMessage, UnknownTicket
from bot.ticket_tables import ticket_resolutions
from bot.tickets.csat.refused import NotTheCustomer
from bot.tickets.finding.wanted import Wanted
from bot.tickets.promises.owed import LINE_JOB, SHOW_JOB
from bot.tickets.promises.refused import NotTheCaller, UnknownPromise
from bot.tickets.request import Request
from bot.tickets.ticket import Detail
from cogs.texts.language import ENGLISH
from cogs.texts.refusals import refusal
from cogs.ui.controls import ActionButton, view
from cogs.ui.forms import ActionForm
from tests.conftest import World, live, said
from tests.journeys.homes import CALENDAR, SPF, SPF_ANSWER, SPF_TITLE, configure, show_staffs_commands, small_home
from tests.services import member

pytestmark = pytest.mark.usefixtures("no_incidents")

Rows = Mapping[str, int]
Kind = type[Refused]

BUTTONS: Mapping[str, tuple[str, Kind | None, Kind | None]] = {
    "board:turn": ("season.10", None, None),
    "chance:add": ("{chance}.404", FormForgotten, FormForgotten),
    "chance:ask": ("{chance}.0f0f0f0f", FormForgotten, FormForgotten),
    "chance:private": ("{chance}", FormForgotten, FormForgotten),
    "asked:solved": ("{chance}", FormForgotten, FormForgotten),
    "asked:add": ("{chance}.{ticket}", FormForgotten, FormForgotten),
    "asked:staff": ("{chance}", FormForgotten, FormForgotten),
    "chance:solved": ("{chance}", FormForgotten, FormForgotten),
    "chance:still": ("{chance}", FormForgotten, FormForgotten),
    "csat:rate": ("{resolution}.2", UnknownTicket, NotTheCustomer),
    "csat:follow-up": ("{ticket}", UnknownTicket, NotStaff),
    "csat:done": ("{ticket}", UnknownTicket, NotStaff),
    "direct:add": ("{guild}.404.1", NotMember, UnknownTicket),
    "direct:again": ("{guild}.{form}", NotMember, FormForgotten),
    "direct:chance-add": ("{guild}.{chance}.404", NotMember, FormForgotten),
    "direct:chance-solved": ("{guild}.{chance}", NotMember, FormForgotten),
    "direct:chance-still": ("{guild}.{chance}", NotMember, FormForgotten),
    "direct:choose": ("{guild}.{question}.calendar-phone", NotMember, None),
    "direct:help": ("{guild}.{question}", NotMember, NotTheAsker),
    "direct:new": ("{guild}.billing", NotMember, None),
    "direct:none": ("{guild}.{question}", NotMember, NotTheAsker),
    "direct:read": ("{guild}.calendar-phone", NotMember, None),
    "direct:server": ("{guild}", NotMember, None),
    "direct:solved": ("{guild}.{question}", NotMember, NotTheAsker),
    "draft:anyway": ("{draft}.1", UnknownDraft, NotStaff),
    "draft:approve": ("{draft}.1", UnknownDraft, NotStaff),
    "draft:edit": ("{draft}", UnknownDraft, NotYourDraft),
    "draft:post": ("{post}", PostGone, NotAnAuthor),
    "draft:reject": ("{draft}.1", UnknownDraft, NotStaff),
    "faq:choose": ("{question}.calendar-phone", UnknownQuestion, None),
    "faq:clear": ("spf", None, NotTrusted),
    "faq:community": ("{question}", UnknownQuestion, NotTheAsker),
    "faq:help": ("{question}", UnknownQuestion, NotTheAsker),
    "faq:hint": ("{question}.calendar-phone", UnknownQuestion, None),
    "faq:none": ("{question}", UnknownQuestion, NotTheAsker),
    "faq:not-right": ("{question}", UnknownQuestion, NotStaff),
    "faq:read": ("spf", None, None),
    "faq:right": ("{question}", UnknownQuestion, NotStaff),
    "faq:share": ("spf", None, None),
    "faq:skip": ("{question}", None, NotStaff),
    "faq:solved": ("{question}", UnknownQuestion, NotTheAsker),
    "faq:wrong": ("{question}", UnknownQuestion, NotTrusted),
    "form:again": ("{form}", FormForgotten, FormForgotten),
    "my:page": ("1", None, NotStaff),
    "prevention:older": ("{work}", None, NotStaff),
    "rep:helped": ("{ticket}.{ticket}", PromptGone, PromptGone),
    "prevention:undo": ("{work}", UnknownWork, NotStaff),
    "privacy:show": ("me", None, None),
    "privacy:hide": ("off", None, None),
    "privacy:unkept": ("off", None, None),
    "privacy:export": ("me", None, None),
    "privacy:ask": ("me", None, None),
    "privacy:delete": ("me", None, None),
    "promise:accept": ("{promise}.1893456000", UnknownPromise, NotStaff),
    "promise:agree": ("{promise}.1893456000", UnknownPromise, NotTheCaller),
    "promise:call": ("{ticket}", UnknownTicket, NotTheCaller),
    "promise:keep": ("{promise}", UnknownPromise, NotStaff),
    "promise:move": ("{promise}", UnknownPromise, NotStaff),
    "promise:withdraw": ("{promise}", UnknownPromise, NotStaff),
    "solved:helped": ("{pointer}", UnknownQuestion, NotTheAsker),
    "solved:not-it": ("{pointer}", UnknownQuestion, NotTheAsker),
    "rep-case:confirm": ("{case}", UnknownCase, NotStaff),
    "rep-case:decline": ("{case}", UnknownCase, NotStaff),
    "rep-case:let-go": ("{case}", UnknownCase, NotStaff),
    "rep-case:reverse": ("{case}", UnknownCase, NotStaff),
    "reputation:assist": ("{channel}.{message}", AnswerGone, NoQuestion),
    "reputation:instead": ("{channel}.{message}", AnswerGone, NoQuestion),
    "reputation:unaccept": ("{thanks}", NothingAccepted, NotTheQuestioner),
    "routing:drop": ("{question}", RouteOver, NoHelper),
    "routing:page": ("1", None, NoHelper),
    "routing:take": ("{question}", RouteOver, RouteOver),
    "setup:create": ("{guild}", NotAdministrator, NotAdministrator),
    "setup:panel": ("{guild}", NotAdministrator, NotAdministrator),
    "ticket:add": ("{question}.404", UnknownQuestion, NotTheAuthor),
    "ticket:another": ("billing.{question}", UnknownQuestion, NotTheAuthor),
    "ticket:ask-close": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:assign": ("{ticket}.404", UnknownTicket, NotStaff),
    "ticket:claim": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:close": ("{ticket}", UnknownTicket, NotYourTicket),
    "ticket:escalate": ("feature.{message}", UnknownMessage, NotTheAuthor),
    "ticket:found": ("1.{search}", SearchForgotten, SearchForgotten),
    "ticket:give": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:invite": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:link": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:merge": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:more": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:move": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:move-to": ("{ticket}.billing", UnknownTicket, NotStaff),
    "ticket:new": ("billing.{question}", UnknownQuestion, NotTheAuthor),
    "ticket:peek": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:note": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:priority": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:queue": ("1", None, NotStaff),
    "ticket:release": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:transcript": ("{ticket}", UnknownTicket, NotYourTicket),
    "ticket:reopen": ("{ticket}", UnknownTicket, NotYourTicket),
    "ticket:reply": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:send": ("{ticket}.calendar-phone", UnknownTicket, NotStaff),
    "ticket:send-again": ("{ticket}.1.calendar-phone", UnknownTicket, NotStaff),
    "ticket:resolve": ("{ticket}", UnknownTicket, NotYourTicket),
    "ticket:solved": ("{ticket}.2", UnknownTicket, NotYourTicket),
    "ticket:still": ("{ticket}", UnknownTicket, NotYourTicket),
    "ticket:unsolved": ("{ticket}.2", UnknownTicket, NotYourTicket),
    "ticket:snooze": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:uninvite": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:unmerge": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:wait": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:wake": ("{ticket}", UnknownTicket, NotStaff),
    "tier:escalate": ("{ticket}", UnknownTicket, NotStaff),
    "tier:return": ("{ticket}", UnknownTicket, NotStaff),
}
"""Its subject; what staff of another server read; what a member reads who has nothing to do with it. None where it names
nothing of a server, or everybody may press it.
"""

FORMS: Mapping[str, tuple[str, Kind | None, Kind | None]] = {
    "csat:comment": ("{resolution}", UnknownTicket, NotTheCustomer),
    "direct:new": ("{guild}.feature.0", NotMember, None),
    "rep:simulate": ("all", None, NotStaff),
    "draft:edit": ("{draft}.1", UnknownDraft, NotYourDraft),
    "draft:post": ("{post}.0.0", None, NotAnAuthor),
    "draft:propose": ("{channel}", None, NotAnAuthor),
    "draft:reject": ("{draft}.1", UnknownDraft, NotStaff),
    "promise:call": ("{ticket}", UnknownTicket, NotTheCaller),
    "promise:move": ("{promise}", UnknownPromise, NotStaff),
    "promise:withdraw": ("{promise}", UnknownPromise, NotStaff),
    "rep:reason": ("hold.{line}", UnknownAward, NotStaff),
    "routing:topics": ("own", None, None),
    "ticket:cost": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:close": ("{ticket}", UnknownTicket, NotYourTicket),
    "ticket:give": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:invite": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:link": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:merge": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:move": ("{ticket}.billing", UnknownTicket, NotStaff),
    "ticket:new": ("feature.{question}", UnknownQuestion, NotTheAuthor),
    "ticket:note": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:of": ("feature.{message}.{customer}", None, NotTheAuthor),
    "ticket:priority": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:reply": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:resolve": ("{ticket}", UnknownTicket, NotYourTicket),
    "ticket:ask-close": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:snooze": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:uninvite": ("{ticket}", UnknownTicket, NotStaff),
    "ticket:wait": ("{ticket}", UnknownTicket, NotStaff),
    "tier:escalate": ("{ticket}.support", UnknownTicket, NotStaff),
    "tier:return": ("{ticket}.engineering", UnknownTicket, NotStaff),
}
"""The same of forms."""

COMMANDS: Mapping[str, tuple[dict[str, Any], Kind | None, Kind | None]] = {
    "callback": ({"number": 1}, UnknownTicket, NotTheCaller),
    "digest off": ({}, None, None),
    "digest on": ({}, None, NotStaff),
    "away off": ({}, None, NotStaff),
    "away on": ({}, None, NotStaff),
    "faq drafts": ({}, None, NotStaff),
    "faq gaps": ({}, None, NotStaff),
    "faq opt-in": ({}, None, None),
    "faq opt-out": ({}, None, None),
    "faq preview": ({"entry": "spf"}, None, NotStaff),
    "faq propose": ({}, None, NotAnAuthor),
    "faq reload": ({}, None, NotStaff),
    "faq search": ({"question": "spf"}, None, None),
    "faq shadow": ({}, None, NotStaff),
    "faq stale": ({}, None, NotStaff),
    "faq stats": ({}, None, NotStaff),
    "help": ({}, None, None),
    "helpdesk": ({}, None, NoHelper),
    "helper pause": ({}, None, NoHelper),
    "helper resume": ({}, None, NoHelper),
    "helper show": ({}, None, NoHelper),
    "helper stop": ({}, None, NoHelper),
    "helper topics": ({}, None, None),
    "leaderboard": ({}, None, None),
    "my": ({}, None, NotStaff),
    "privacy": ({}, None, None),
    "promise": ({"text": "A refund", "by": "in 2 h", "number": 1}, UnknownTicket, NotStaff),
    "promises": ({"number": 1}, UnknownTicket, NotStaff),
    "next": ({}, None, NotStaff),
    "prevention list": ({}, None, NotStaff),
    "prevention log": ({"minutes": 5, "what": "A guide"}, None, NotStaff),
    "ticket cost": ({"number": 1}, UnknownTicket, NotStaff),
    "macro": ({"id": "looked-at", "number": 1}, UnknownTicket, NotStaff),
    "queue": ({}, None, NotStaff),
    "rep accept": ({"message": "{message}"}, None, NoQuestion),
    "rep commend": ({"message": "{message}", "member": ...}, None, NotStaff),
    "rep show": ({}, None, None),
    "rep notes": ({"wanted": True}, None, None),
    "rep adjust": ({"member": ..., "points": 5}, None, NotStaff),
    "rep audit": ({}, None, NotStaff),
    "rep hold": ({"award": "{line}"}, UnknownAward, NotStaff),
    "rep release": ({"award": "{line}"}, UnknownAward, NotStaff),
    "rep reverse": ({"award": "{line}"}, UnknownAward, NotStaff),
    "rep simulate": ({}, None, NotStaff),
    "rep why": ({"message": "{message}"}, None, None),
    "report": ({}, None, NotStaff),
    "solved": ({"query": "mail"}, None, None),
    "stats": ({}, None, NotStaff),
    "setup": ({}, None, None),  # Discord offers it to administrators only
    "ticket add": ({"number": 1, "member": ...}, UnknownTicket, NotStaff),
    "ticket assign": ({"number": 1}, UnknownTicket, NotStaff),
    "ticket claim": ({"number": 1}, UnknownTicket, NotStaff),
    "ticket close": ({"number": 1}, UnknownTicket, NotYourTicket),
    "ticket link": ({"number": 1, "other": 1}, UnknownTicket, NotStaff),
    "ticket merge": ({"number": 1, "into": 1}, UnknownTicket, NotStaff),
    "ticket note": ({"number": 1}, UnknownTicket, NotStaff),
    "ticket move": ({"type": "billing", "number": 1}, UnknownTicket, NotStaff),
    "ticket open": ({}, None, None),
    "ticket priority": ({"number": 1}, UnknownTicket, NotStaff),
    "ticket release": ({"number": 1}, UnknownTicket, NotStaff),
    "ticket remove": ({"number": 1, "member": ...}, UnknownTicket, NotStaff),
    "ticket reopen": ({"number": 1}, UnknownTicket, NotYourTicket),
    "ticket resolve": ({"number": 1}, UnknownTicket, NotYourTicket),
    "ticket search": ({"words": "mail"}, None, None),
    "ticket transcript": ({"number": 1}, UnknownTicket, NotYourTicket),
    "ticket show": ({"number": 1}, UnknownTicket, NotStaff),
    "ticket unlink": ({"number": 1, "other": 1}, UnknownTicket, NotStaff),
    "ticket unmerge": ({"number": 1}, UnknownTicket, NotStaff),
    "ticket snooze": ({"until": "in 2 h", "number": 1}, UnknownTicket, NotStaff),
    "ticket close-request": ({"number": 1}, UnknownTicket, NotStaff),
    "ticket wait": ({"number": 1}, UnknownTicket, NotStaff),
    "ticket escalate": ({"number": 1}, UnknownTicket, NotStaff),
    "ticket return": ({"number": 1}, UnknownTicket, NotStaff),
    "why": ({"message": "{message}"}, None, NotTheAuthor),
}
MENUS: Mapping[str, Kind | None] = {
    "Accept answer": NoQuestion,
    "Escalate to ticket": NotTheAuthor,
    "Look up in FAQ": None,
    "Make FAQ draft": NotAnAuthor,
    "Why this answer?": NotTheAuthor,
}
"""What a member reads who uses it on somebody else's message."""

NOT_THERE = ("404", "0", "9223372036854775808", "9999999999999999999", "x-y", "77.88", "-1")
"""Subjects of no row: among them what no database can hold, and what is no number."""


@asynccontextmanager
async def two(home: Path) -> AsyncIterator[tuple[World, Community, dict[str, int]]]:
    """Two servers that are served, and what there is in the first. Nothing is hidden from anybody: what is refused is so
    by us.
    """
    small_home(home, suggest_from=0.1)
    configure(home, show_staffs_commands)
    async with live(home) as world:
        there = build(world.sim, world.config)
        guild = world.sim.guild
        configure(home, lambda content: content["discord"].update(servers=[guild.id, there.lounge.guild.id]))
        await world.sim.restart()
        people, services = world.people, bot(world).services
        asked = await people.customer.send(people.help, CALENDAR)
        await world.sim.advance(5)
        await world.open_ticket(type_label="Feature request")
        ticket = await services.tickets.by_number(guild.id, 1)
        question = await services.looking_up.behind(people.help.id, [asked.id])
        assert question is not None
        proposal = Proposal("Mail", SPF_TITLE, f"{SPF}\nwhat is an spf record", SPF_ANSWER)
        draft = await services.drafts.propose(
            proposal,
            Origin(people.help.id),
            guild_id=guild.id,
            interaction_id=1,
            by=member(people.helper.id, is_helper=True, guild_id=guild.id),
        )
        await services.jobs.run("draft.show", draft.id)
        owner = member(people.customer.id, guild_id=guild.id)
        form = await services.refused_forms.keep("draft:propose", f"{people.help.id}", {"title": "?"}, by=owner)
        details = (
            Detail("What?", "An invoice", field_id="topic"),
            Detail("What?", "My invoice is wrong", field_id="details"),
        )
        chance = await services.last_chances.keep(
            Request(guild.id, "billing", people.customer.id, details, None, 2), by=owner
        )
        post = Post(asked.id, guild.id, people.help.id, people.staff.id)
        await services.posts.written(post, member(people.staff.id, is_staff=True, guild_id=guild.id))
        await services.jobs.run("draft.post", post.message_id)
        staff = member(people.staff.id, is_staff=True, guild_id=guild.id)
        promise = await services.promises.make(ticket.id, "A refund", "in 2 days", by=staff)
        for kind in (SHOW_JOB, LINE_JOB):
            await services.jobs.run(kind, promise.id)
        resolution = await _resolved(world, owner)
        work = await services.prevention.log(30, "A guide", 3, by=staff)
        case = (await services.orders.adjust(people.neighbour.id, 500, "A guide", 4, by=staff)).case
        assert case is not None
        await services.jobs.run(CARD_JOB, case.id)
        await services.orders.adjust(people.neighbour.id, 5, "A guide", 5, by=staff)
        line = (await services.orders.recent(people.neighbour.id, by=staff))[0]
        answer = Candidate(
            guild.id, QuestionRef.message(asked.id), owner.id, people.helper.id, False, people.help.id, asked.id
        )
        await services.accepting.accept(answer, by=owner)
        await world.sim.settle()
        thanks = await bot(world)._database.read(
            lambda reader: reader.execute(select(answer_thanks.c.id)).scalar_one()
        )
        search = await services.finding.keep(Wanted("mail"), by=owner)
        yield (
            world,
            there,
            {
                "guild": guild.id,
                "channel": people.help.id,
                "message": asked.id,
                "customer": people.customer.id,
                "ticket": ticket.id,
                "question": question.id,
                "draft": draft.id,
                "form": form,
                "chance": chance.id,
                "post": asked.id,
                "promise": promise.id,
                "resolution": resolution,
                "work": work.id,
                "search": search,
                "pointer": await _pointed(world, question.id),
                "case": case.id,
                "line": line.id,
                "thanks": thanks,
            },
        )


async def _pointed(world: World, question_id: int) -> int:
    """The line by which the question was pointed to a solved one."""
    services, now = bot(world).services, bot(world).clock()
    new = NewSolution(world.sim.guild.id, 5, 6, 7, 8, 9, now)

    def write(tx: Transaction) -> int:
        accepted.solved(tx, services.jobs, new)
        found = solutions.standing(tx, new.guild_id, new.question_id)
        assert found is not None
        pointer = Pointer(404_000, new.guild_id, question_id, found.id, now, message_id=1)
        solved.add(tx, pointer)
        return pointer.id

    return await bot(world)._database.tx(write)


async def _resolved(world: World, owner: Actor) -> int:
    """How another ticket of theirs was resolved."""
    tickets = bot(world).services.tickets
    await world.sim.advance(61)
    await world.open_ticket(type_label="Billing")
    ticket = await tickets.by_number(world.sim.guild.id, 2)
    await tickets.resolve(ticket.id, by=owner)
    await world.sim.settle()
    [resolved] = await bot(world)._database.read(
        lambda reader: list(reader.execute(select(ticket_resolutions.c.id)))
    )
    return int(resolved.id)


def bot(world: World) -> SupportBot:
    client = world.sim.bot
    assert isinstance(client, SupportBot)
    return client


async def facts(world: World) -> dict[str, list[Any]]:
    """All rows, but for what is owed, what was said of who may press what, and what was typed in vain."""
    return await bot(world)._database.read(
        lambda reader: {
            name: [tuple(row) for row in reader.execute(select(table))]
            for name, table in metadata.tables.items()
            if name not in ("jobs", "obstacles", "setups", "places", "refused_forms")
        }
    )


async def press(
    world: World, person: MemberActor, channel: ChannelHandle, action: str, subject: str
) -> InteractionResult:
    """A button with this custom_id, whoever has put it there."""
    place = world.sim.bot.get_channel(channel.id)
    assert isinstance(place, discord.TextChannel)
    kind = next(kind for kind in _all_buttons(ActionButton) if kind.action == action)
    sent = await place.send("Larkmail", view=view(kind(subject, label="Larkmail")))
    await world.sim.settle()
    message = next(one for one in world.sim.messages(channel) if one.id == sent.id)
    return await world.sim.click(person, message, "Larkmail")


async def send(
    world: World, person: MemberActor, channel: ChannelHandle, action: str, subject: str
) -> InteractionResult:
    """A form that was opened for something else, sent with this custom_id."""
    form = await person.slash(channel, "ticket open", type="feature")
    assert form._interaction.modal is not None
    form._interaction.modal["custom_id"] = f"form:{action}:{subject}"
    labels = [field.label for field in world.sim.open_modal_values(form) if field.kind == "text_input"]
    return await world.sim.submit(person, form, dict.fromkeys(labels, "Larkmail"))


def reads(result: InteractionResult, kind: Kind) -> bool:
    """Whether the answer is the refusal of this kind, whatever it names."""
    hints = typing.get_type_hints(kind)
    samples = [
        kind(*(1 if int in (hints[field.name], *typing.get_args(hints[field.name])) else "x" for field in fields))
        for fields in [dataclasses.fields(kind)]
    ]
    samples += [kind(*(None for _ in dataclasses.fields(kind)))]
    text = said(result)
    return any(_gist(refusal(ENGLISH, one)) in _gist(text) for one in samples)


def _gist(text: str) -> str:
    """Without what fills a sentence: numbers and mentions."""
    return "".join(char for char in text if not char.isdecimal())


def tried(rows: Rows, template: str) -> str:
    return template.format(**rows)


def options_of(who: MemberActor, rows: Rows, options: Mapping[str, Any]) -> dict[str, Any]:
    """What they fill in: `...` is themselves."""
    filled = {name: tried(rows, one) if isinstance(one, str) else one for name, one in options.items()}
    return {name: who if one is ... else one for name, one in filled.items()}


def names_a_row(template: str) -> bool:
    return "{" in template


async def test_nothing_that_can_be_pressed_sent_or_typed_is_left_out(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "home")) as world:
        tree = bot(world).tree
        commands = {
            one.qualified_name for one in tree.walk_commands() if not isinstance(one, discord.app_commands.Group)
        }
        menus = {one.name for one in tree.get_commands(type=discord.AppCommandType.message)}
        assert tree.get_commands(type=discord.AppCommandType.user) == []
        pressed = set(bot(world)._connection._view_store._dynamic_items.values())
    assert pressed == _all_buttons(ActionButton), "a button that is not registered is dead after a restart"
    assert {kind.action for kind in _all_buttons(ActionButton)} == set(BUTTONS)
    assert {kind.action for kind in _all_forms(ActionForm)} == set(FORMS)
    assert (commands, menus) == (set(COMMANDS), set(MENUS))


def _all_buttons(kind: type[ActionButton]) -> set[type[ActionButton]]:
    below = kind.__subclasses__()
    return {*below}.union(*map(_all_buttons, below))


def _all_forms(kind: type[ActionForm[Any]]) -> set[type[ActionForm[Any]]]:
    below = kind.__subclasses__()
    return {one for one in below if "action" in vars(one)}.union(*map(_all_forms, below))


async def test_staff_of_another_server_can_touch_nothing_of_this_one(tmp_path: Path) -> None:
    async with two(tmp_path / "home") as (world, there, rows):
        before = await facts(world)
        for action, (template, refused, _) in BUTTONS.items():
            if refused is not None:
                who = there.administrator if action.startswith("setup:") else there.colleague
                result = await press(world, who, there.lounge, action, tried(rows, template))
                assert reads(result, refused), (action, said(result))
                assert await facts(world) == before, action
        for action, (template, refused, _) in FORMS.items():
            if refused is not None:
                result = await send(world, there.colleague, there.lounge, action, tried(rows, template))
                assert reads(result, refused), (action, said(result))
                assert await facts(world) == before, action
        for command, (options, refused, _) in COMMANDS.items():
            if refused is not None:
                filled = options_of(there.colleague, rows, options)
                result = await there.colleague.slash(there.lounge, command, **filled)
                assert reads(result, refused), (command, said(result))
                assert await facts(world) == before, command


async def test_a_member_can_touch_nothing_of_another(tmp_path: Path) -> None:
    async with two(tmp_path / "home") as (world, _, rows):
        people, before = world.people, await facts(world)
        stranger = people.newcomer
        for action, (template, _, refused) in BUTTONS.items():
            if refused is not None:
                where = people.help if action == "ticket:escalate" else people.lounge
                result = await press(world, stranger, where, action, tried(rows, template))
                assert reads(result, refused), (action, said(result))
                assert await facts(world) == before, action
        for action, (template, _, refused) in FORMS.items():
            if refused is not None:
                result = await send(world, stranger, people.lounge, action, tried(rows, template))
                assert reads(result, refused), (action, said(result))
                assert await facts(world) == before, action
        for command, (options, _, refused) in COMMANDS.items():
            if refused is not None:
                filled = options_of(stranger, rows, options)
                result = await stranger.slash(people.help, command, **filled)
                assert reads(result, refused), (command, said(result))
                assert await facts(world) == before, command
        message = next(one for one in world.sim.messages(people.help) if one.id == rows["message"])
        for menu, refused in MENUS.items():
            if refused is not None:
                result = await stranger.context_menu(people.help, menu, message)
                assert reads(result, refused), (menu, said(result))
                assert await facts(world) == before, menu


async def test_what_is_not_there_is_refused_and_never_a_bug(tmp_path: Path) -> None:
    async with two(tmp_path / "home") as (world, _, _rows):
        people, before = world.people, await facts(world)
        for action, (template, refused, _) in BUTTONS.items():
            if refused is not None and names_a_row(template):
                for subject in NOT_THERE[:5]:
                    named = re.sub(r"{\w+}", subject, template)
                    who = people.administrator if action.startswith("setup:") else people.colleague
                    result = await press(world, who, people.lounge, action, named)
                    kind = NotServed if action.startswith("direct:") else refused  # there a server is named first
                    assert reads(result, kind), (action, subject, said(result))
        for action, (_, refused, _) in FORMS.items():
            if refused is not None:
                for subject in NOT_THERE:
                    result = await send(world, people.colleague, people.lounge, action, subject)
                    assert said(result), (action, subject)
        assert await facts(world) == before


async def test_staff_who_do_not_read_a_type_can_touch_nothing_of_its_tickets_nor_read_what_they_are_about(
    tmp_path: Path,
) -> None:
    async with two(tmp_path / "home") as (world, _, rows):
        configure(world.home, lambda content: _kind(content, "feature").update(staff=["Engineering"]))
        await world.sim.restart()
        people, before, barred = world.people, await facts(world), world.people.staff
        ticket = await bot(world).services.tickets.get(rows["ticket"])
        engineering = next(role for role in world.sim.bot.guilds[0].roles if role.name == "Engineering")
        told = f"Tickets of this type are for {engineering.mention} only."

        async def is_refused(what: str, result: InteractionResult, kind: Kind | None) -> None:
            assert ticket.summary not in said(result), what
            assert f"<#{ticket.receipts.thread_id}>" not in said(result), what
            if kind in (NotStaff, NotYourTicket):
                own = what in ("promise:agree", "promise:call", "callback")  # these are its requester's alone
                assert told in said(result) or (own and reads(result, NotYourTicket)), (what, said(result))
                assert await facts(world) == before, what

        for action, (template, _, refused) in BUTTONS.items():
            if "{ticket}" in template or "{promise}" in template:
                result = await press(world, barred, people.lounge, action, tried(rows, template))
                await is_refused(action, result, refused)
        for action, (template, _, refused) in FORMS.items():
            if "{ticket}" in template or "{promise}" in template:
                result = await send(world, barred, people.lounge, action, tried(rows, template))
                await is_refused(action, result, refused)
        for command, (options, _, refused) in COMMANDS.items():
            about_it = "number" in options
            if about_it or command in ("queue", "next", "my", "report", "stats"):
                result = await barred.slash(people.lounge, command, **options_of(barred, rows, options))
                await is_refused(command, result, refused if about_it else None)
        assert told in said(await barred.slash(people.lounge, "queue", type="feature"))
        assert told in said(await barred.slash(people.lounge, "next", type="feature"))
        for command, option in (("queue", "type"), ("next", "type"), ("ticket move", "type")):
            offered = [one["value"] for one in await barred.autocomplete(people.lounge, command, option, "")]
            assert ("feature" in offered, "billing" in offered) == (False, True), command
        assert await facts(world) == before
        reader = people.colleague
        assert ticket.summary in said(await reader.slash(people.lounge, "ticket show", number=1))
        assert f"<#{ticket.receipts.thread_id}>" in said(await reader.slash(people.lounge, "queue"))


def _kind(content: dict[str, Any], type_id: str) -> dict[str, Any]:
    """The ticket type of this id, as config.yaml has it."""
    found: dict[str, Any] = next(kind for kind in content["tickets"]["types"] if kind["id"] == type_id)
    return found
