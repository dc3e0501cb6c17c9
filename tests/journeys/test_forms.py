"""What somebody types into a form is written, or comes back to them: whatever Discord, the database and the bot do."""

from __future__ import annotations

import asyncio
import gc
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot import database
from bot.drafts.service import DraftService
from bot.simulated.simulation import Person
from bot.ticket_errors import WrongAnswers
from bot.ticket_fields import FieldTranslation, Pattern, TicketField
from bot.tickets.csat.service import Ratings
from bot.tickets.last_chances.service import LastChances
from bot.tickets.moving import Moving
from bot.tickets.notes.service import Notes
from bot.tickets.promises.service import Promises
from bot.tickets.service import TicketService
from bot.tickets.silences.requests import CloseRequests
from bot.tickets.snoozing import Snoozing
from bot.tickets.tiers.service import Tiers
from cogs.drafts.forms import EditForm, PostForm, ProposeForm
from cogs.texts.language import language_of
from cogs.texts.refusals import refusal
from cogs.tickets.costs.forms import CostForm
from cogs.tickets.decisions import CloseForm, ResolveForm, WaitForm
from cogs.tickets.forms import EscalatedForm, TicketForm
from cogs.tickets.moving import TypeForm
from cogs.tickets.promises.forms import CallForm, MoveForm, WithdrawForm
from cogs.tickets.tiers.forms import EscalateForm, ReturnForm
from cogs.ui import replies
from cogs.ui.forms import ActionForm
from tests.conftest import World, live, said, shown
from tests.journeys.card import press
from tests.journeys.homes import SPF, configure, forget_types, response, small_home

WORDS = "My invoice 4711 shows the wrong amount"
TICKET = {"What is it about?": "An invoice", "What do you need? (no card numbers, please)": WORDS}
PROPOSAL = {
    "Category": "Mail",
    "Title": "Is there a dark mode?",
    "Phrasings": "is there a dark mode\nmake the screen black at night",
    "Answer": WORDS,
}
CALLBACK = ("POST", "/interactions/*/callback")
ORIGINAL = "/webhooks/*/messages/@original"
NONCE_FORGOTTEN = 600.0


@pytest.fixture(autouse=True)
def no_other_incidents(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A bug after an answer is not seen by who reads the first one."""
    yield
    broken = [one.exc_info[0] for one in caplog.get_records("call") if one.exc_info]
    assert set(broken) <= {discord.DiscordServerError, aiohttp.ServerDisconnectedError, ZeroDivisionError}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def rows(world: World, query: str) -> list[Any]:
    with closing(sqlite3.connect(world.home / "data" / "signpost.db")) as connection:
        return connection.execute(query).fetchall()


def owed(world: World) -> list[Any]:
    """What Discord has still to be shown of tickets and drafts; what time brings about is none of it."""
    found = rows(
        world, "SELECT kind FROM jobs WHERE kind LIKE 'ticket.%' OR kind LIKE 'draft.%' OR kind = 'promise.show'"
    )
    timers = (
        "ticket.auto_close",
        "ticket.look",
        "ticket.kept",
        "ticket.places",
        "ticket.wake",
        "ticket.silence",
    )
    return [kind for (kind,) in found if kind not in timers]


@contextmanager
def locked(world: World) -> Iterator[None]:
    """Another program writes into the database, and does not come to an end."""
    with closing(sqlite3.connect(world.home / "data" / "signpost.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@dataclass(frozen=True)
class Case:
    """A form: how it is opened, what is typed into it, and where that stands once it is written."""

    name: str
    open: Callable[[World], Awaitable[tuple[Person, InteractionResult]]]
    typed: dict[str, Any]
    written: str
    service: tuple[type, str]

    def __str__(self) -> str:
        return self.name

    async def send(self, world: World) -> InteractionResult:
        person, modal = await self.open(world)
        return await world.sim.submit(person, modal, self.typed)

    def is_written(self, world: World) -> bool:
        return WORDS in str(rows(world, self.written))


async def a_ticket(world: World) -> None:
    modal = await world.people.neighbour.slash(world.people.lounge, "ticket open", type="billing")
    await world.sim.submit(world.people.neighbour, modal, {**TICKET, list(TICKET)[1]: "Something else"})


async def a_draft(world: World) -> discord.Message:
    modal = await world.people.helper.slash(world.people.help, "faq propose")
    await world.sim.submit(world.people.helper, modal, {**PROPOSAL, "Answer": "Not yet."})
    return world.last(world.people.queue)


async def open_new(world: World) -> tuple[MemberActor, InteractionResult]:
    customer = world.people.customer
    return customer, await customer.slash(world.people.lounge, "ticket open", type="billing")


async def open_from_question(world: World) -> tuple[MemberActor, InteractionResult]:
    people = world.people
    await people.customer.send(people.help, SPF)
    chosen = await world.sim.click(people.customer, world.last(people.help), "Still need help")
    return people.customer, chosen


async def open_escalated(world: World) -> tuple[MemberActor, InteractionResult]:
    """By staff for a customer, who deletes their message meanwhile."""
    people = world.people
    message = await people.customer.send(people.lounge, "please help me")
    chosen = await people.staff.context_menu(people.lounge, "Escalate to ticket", message)
    modal = await world.sim.click(people.staff, response(chosen), "Billing")
    await people.customer.delete(message)
    return people.staff, modal


async def open_directly(world: World) -> tuple[Person, InteractionResult]:
    """In a direct message."""
    customer = world.people.customer
    await customer.send_dm("please help me")
    await world.sim.advance(5)
    (led,) = [one for one in world.sim.messages(customer.user.dm_channel) if one.components]
    return customer.user, await world.sim.click(customer.user, led, "Billing")


async def open_resolve(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    return world.people.staff, await press(world, world.people.staff, "Resolve")


async def open_priority(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    return world.people.staff, await world.people.staff.slash(world.people.queue, "ticket priority", number=1)


async def open_other_type(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    staff = world.people.staff
    return staff, await staff.slash(world.people.queue, "ticket move", type="feature", number=1)


async def open_close(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    neighbour = world.people.neighbour
    return neighbour, await neighbour.slash(world.people.lounge, "ticket close", number=1)


async def open_note(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    return world.people.staff, await world.people.staff.slash(world.people.queue, "ticket note", number=1)


async def open_snooze(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    return world.people.staff, await press(world, world.people.staff, "Snooze")


async def open_close_request(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    return world.people.staff, await press(world, world.people.staff, "Ask if solved")


async def open_wait(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    return world.people.staff, await press(world, world.people.staff, "Whose turn")


async def open_propose(world: World) -> tuple[MemberActor, InteractionResult]:
    return world.people.helper, await world.people.helper.slash(world.people.help, "faq propose")


async def open_make(world: World) -> tuple[MemberActor, InteractionResult]:
    people = world.people
    answer = await people.neighbour.send(people.lounge, "Under **Settings**.")
    return people.helper, await people.helper.context_menu(people.lounge, "Make FAQ draft", answer)


async def open_edit(world: World) -> tuple[MemberActor, InteractionResult]:
    return world.people.staff, await world.sim.click(world.people.staff, await a_draft(world), "Edit")


async def open_reject(world: World) -> tuple[MemberActor, InteractionResult]:
    return world.people.staff, await world.sim.click(world.people.staff, await a_draft(world), "Reject")


async def open_move(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    staff = world.people.staff
    await staff.slash(world.people.lounge, "promise", text="A refund", by="in 2 h", number=1)
    listed = await staff.slash(world.people.lounge, "promises", number=1)
    return staff, await world.sim.click(staff, response(listed), "New time")


async def open_call(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    neighbour = world.people.neighbour
    return neighbour, await neighbour.slash(world.people.lounge, "callback", number=1)


async def open_comment(world: World) -> tuple[MemberActor, InteractionResult]:
    configure(world.home, lambda content: content["tickets"].update(csat=True))
    await world.sim.restart()
    await a_ticket(world)
    neighbour = world.people.neighbour
    await neighbour.slash(world.people.lounge, "ticket resolve", number=1)
    told = world.sim.messages(world.sim.thread_named("#1 "))[-1]
    return neighbour, await world.sim.click(neighbour, told, "4")


async def open_escalate(world: World) -> tuple[MemberActor, InteractionResult]:
    await a_ticket(world)
    return world.people.staff, await world.people.staff.slash(world.people.lounge, "ticket escalate", number=1)


OPEN, PROPOSE = (TicketService, "open"), (DraftService, "propose")
SEND, OPEN, PROPOSE = (LastChances, "send"), (TicketService, "open"), (DraftService, "propose")
NOTES = "SELECT note FROM ticket_events"
FIX = "Waits for a fix"
WAITS = {"Whose turn is it?": FIX, "Why?": WORDS}
DETAILS, ENTRIES = "SELECT details FROM tickets", "SELECT * FROM drafts"
FEATURE = {"What would you like to be able to do?": WORDS}
PRIORITY = {"How urgent is it?": "P2", "Why?": WORDS}
MOVED = {"By when?": "in 3 h", "Why? The customer reads it": WORDS}
CALL = {
    "How do we reach you?": WORDS,
    "Your time zone": "UTC",
    "When does it suit you?": "tomorrow 10:00",
}
RESOLVED = {"What solved it?": WORDS}
PASSED_ON = {"What have you tried?": WORDS, "What should have happened?": "No", "What do you need?": "Help"}
CASES = [
    Case("a ticket", open_new, TICKET, DETAILS, SEND),
    Case("a ticket of a question", open_from_question, FEATURE, DETAILS, SEND),
    Case("a ticket of somebody's message", open_escalated, TICKET, DETAILS, OPEN),
    Case("a ticket of a direct message", open_directly, TICKET, DETAILS, SEND),
    Case("a solution", open_resolve, RESOLVED, NOTES, (TicketService, "resolve")),
    Case("a priority", open_priority, PRIORITY, "SELECT grounds FROM tickets", (TicketService, "prioritise")),
    Case("an end", open_close, {"Why?": WORDS}, NOTES, (TicketService, "close")),
    Case("a wait", open_wait, WAITS, NOTES, (TicketService, "wait")),
    Case(
        "a snooze",
        open_snooze,
        {"Until when?": "in 2 h", "Why?": WORDS},
        NOTES,
        (Snoozing, "snooze"),
    ),
    Case(
        "a close request",
        open_close_request,
        {"Why do you think so?": WORDS, "When is silence a yes?": "in 2 d"},
        NOTES,
        (CloseRequests, "ask"),
    ),
    Case("a note", open_note, {"The note": WORDS}, "SELECT text FROM ticket_notes", (Notes, "write")),
    Case("a proposal", open_propose, PROPOSAL, ENTRIES, PROPOSE),
    Case("a proposal of a message", open_make, PROPOSAL, ENTRIES, PROPOSE),
    Case("another text", open_edit, PROPOSAL, ENTRIES, (DraftService, "edit")),
    Case("a new time", open_move, MOVED, "SELECT note FROM promises", (Promises, "move")),
    Case("a call-back", open_call, CALL, "SELECT call FROM promises", (Promises, "ask")),
    Case("a rejection", open_reject, {"Why?": WORDS}, "SELECT note FROM drafts", (DraftService, "reject")),
    Case("another type", open_other_type, FEATURE, DETAILS, (Moving, "move")),
    Case(
        "a comment",
        open_comment,
        {"Would you like to say why?": WORDS},
        "SELECT comment FROM ticket_ratings",
        (Ratings, "comment"),
    ),
    Case("an escalation", open_escalate, PASSED_ON, "SELECT data FROM ticket_events", (Tiers, "escalate")),
]
every_form = pytest.mark.parametrize("case", CASES, ids=str)


def test_the_cases_are_all_the_forms_that_there_are() -> None:
    def forms(kind: type[ActionForm[Any]]) -> Iterator[type[ActionForm[Any]]]:
        for one in kind.__subclasses__():
            yield one
            yield from forms(one)

    actions = {one.action for one in forms(ActionForm) if hasattr(one, "action")}
    assert actions == {
        "direct:new",
        "rep:simulate",  # which writes nothing
        "ticket:new",
        "ticket:of",
        "ticket:resolve",
        "csat:comment",
        "ticket:cost",
        "routing:topics",
        "ticket:priority",
        "ticket:reply",
        "ticket:close",
        "ticket:move",
        "ticket:wait",
        "ticket:note",
        "ticket:snooze",
        "ticket:ask-close",
        "ticket:merge",
        "ticket:link",
        "ticket:invite",
        "ticket:uninvite",
        "promise:move",
        "promise:withdraw",
        "promise:call",
        "ticket:give",
        "tier:escalate",
        "tier:return",
        "draft:propose",
        "draft:edit",
        "draft:post",
        "draft:reject",
        "rep:reason",
    }


# -- restarts


@every_form
async def test_a_form_that_was_open_during_a_restart_can_be_sent(world: World, case: Case) -> None:
    person, modal = await case.open(world)
    await world.sim.restart()
    reply = await world.sim.submit(person, modal, case.typed)
    assert reply.ephemeral
    assert "sorry" not in said(reply).casefold()
    assert WORDS not in said(reply)
    assert case.is_written(world)


async def test_who_is_credited_and_where_it_was_said_outlive_a_restart_too(world: World) -> None:
    people = world.people
    helper, modal = await open_make(world)
    await world.sim.restart()
    await world.sim.submit(helper, modal, PROPOSAL)
    [origin] = rows(world, "SELECT source_channel_id, credited_id FROM drafts")
    assert origin == (people.lounge.id, people.neighbour.id)


async def test_a_ticket_of_a_message_that_was_deleted_meanwhile_is_its_authors(world: World) -> None:
    person, modal = await open_escalated(world)
    await world.sim.restart()
    await world.sim.submit(person, modal, TICKET)
    thread = world.sim.thread_named("#1 ")
    assert thread.id in [one.id for one in world.sim.visible_threads(world.people.customer)]
    assert f"/{world.people.lounge.id}/" in world.texts(thread)


async def test_a_helper_chosen_before_a_restart_is_credited_after_it(world: World) -> None:
    people = world.people
    staff, modal = await open_resolve(world)
    await world.sim.restart()
    await world.sim.submit(staff, modal, {"Who in the community helped?": [people.helper]})
    assert "**15** points" in said(await people.customer.slash(people.lounge, "rep show", member=people.helper))


async def test_forms_that_were_opened_and_dismissed_cost_no_memory(world: World) -> None:
    customer = world.people.customer

    def alive() -> int:
        gc.collect()
        return sum(isinstance(one, discord.ui.Modal) for one in gc.get_objects())

    for _ in range(300):
        await customer.slash(world.people.lounge, "ticket open", type="billing")
    assert alive() == 0


def test_the_longest_names_fit_into_what_discord_gives_them() -> None:
    newest, longest = 2**63 - 1, "x" * 40
    for form, subject in (
        (TicketForm, f"{longest}.{newest}"),
        (EscalatedForm, f"{longest}.{newest}.{newest}"),
        (ResolveForm, f"{newest}"),
        (CloseForm, f"{newest}"),
        (CostForm, f"{newest}"),
        (WaitForm, f"{newest}"),
        (CallForm, f"{newest}"),
        (MoveForm, f"{newest}"),
        (WithdrawForm, f"{newest}"),
        (TypeForm, f"{longest}.{newest}"),
        (EscalateForm, f"{newest}.{longest}"),
        (ReturnForm, f"{newest}.{longest}"),
        (ProposeForm, f"{newest}.{newest}.{newest}"),
        (PostForm, f"{newest}.{newest}.{newest}"),
        (EditForm, f"{newest}.{newest}.{newest}"),
    ):
        assert len(f"form:{form.action}:{subject}") <= 100, form


# -- Discord fails


@pytest.mark.parametrize(
    ("case", "status", "code"),
    [*((case, 404, 10062) for case in CASES), *((case, 503, 0) for case in (CASES[0], CASES[6]))],
    ids=str,
)
async def test_a_form_whose_acknowledgement_fails_is_written_and_shown(
    world: World, case: Case, status: int, code: int
) -> None:
    person, modal = await case.open(world)
    world.sim.fail_next(*CALLBACK, status=status, code=code, times=None)
    await world.sim.submit(person, modal, case.typed)
    assert case.is_written(world)
    assert owed(world) == []


def heard(status: int, code: int) -> discord.HTTPException:
    """What discord.py raises for this answer of Discord."""
    response: Any = SimpleNamespace(status=status, reason="")
    kind = discord.DiscordServerError if status >= 500 else discord.HTTPException
    return kind(response, {"code": code, "message": ""})


@pytest.mark.parametrize(
    ("case", "answer"),
    [*((case, None) for case in CASES), (CASES[0], heard(503, 0)), (CASES[0], heard(400, 40060))],
    ids=str,
)
async def test_a_form_whose_acknowledgement_is_not_confirmed_is_written_and_answered(
    world: World, case: Case, answer: Exception | None
) -> None:
    person, modal = await case.open(world)
    world.sim.lose_answer_next(*CALLBACK, answer)
    reply = await world.sim.submit(person, modal, case.typed)
    assert case.is_written(world)
    assert said(reply).startswith(
        (
            "Ticket #1 is ",
            "Ticket #1 waits ",
            "The requester of ticket #1 is asked ",
            "It is due ",
            "Staff read your wish",
            "Your note on ticket #1 is ",
            "Thank you: your **4 of 5** counts",
            "`Is there a dark mode?` is ",
        )
    )
    assert len(reply.followups) == 0


@every_form
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_form_is_written_before_discord_hears_of_it(world: World, case: Case, after: bool) -> None:
    person, modal = await case.open(world)
    world.sim.stall_next(*CALLBACK, after=after)
    await world.sim.submit(person, modal, case.typed)
    world.sim.env.backend.advance_clock(NONCE_FORGOTTEN)
    await world.sim.kill()
    await world.sim.advance(60)
    assert case.is_written(world)
    assert owed(world) == []


async def test_a_bot_that_dies_after_its_acknowledgement_has_said_what_is_true(world: World) -> None:
    world.sim.stall_next("PATCH", ORIGINAL)
    reply = await CASES[0].send(world)
    await world.sim.kill()
    assert said(reply) == "Ticket #1 is saved."


# -- the database fails


@pytest.fixture
async def impatient(home: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A community whose bot waits for no lock."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    async with live(home) as world:
        yield world


@every_form
async def test_what_was_typed_while_the_database_is_locked_comes_back(impatient: World, case: Case) -> None:
    world = impatient
    person, modal = await case.open(world)
    with locked(world):
        reply = await world.sim.submit(person, modal, case.typed)
    assert reply.ephemeral
    assert "My database is busy, so nothing was done." in said(reply)
    assert all(word in said(reply) for word in case.typed.values() if word != FIX)  # chosen, not typed
    assert not case.is_written(world)
    if case.typed is PROPOSAL:
        modal = await world.sim.click(person, response(reply), "Try again")
        await world.sim.submit(person, modal, PROPOSAL)
        assert case.is_written(world)


async def test_a_press_while_the_database_is_locked_is_told_so(
    impatient: World, caplog: pytest.LogCaptureFixture
) -> None:
    world = impatient
    await a_ticket(world)
    with locked(world):
        reply = await world.sim.click(world.people.staff, world.last(world.people.queue), "Claim")
    assert said(reply) == "My database is busy, so nothing was done. Please try again in a minute."
    assert "ticket:claim: the database is busy" in caplog.text
    assert "incident" not in caplog.text


async def test_a_question_while_the_database_is_locked_is_a_line_in_the_log(
    impatient: World, caplog: pytest.LogCaptureFixture
) -> None:
    with locked(impatient):
        await impatient.people.customer.send(impatient.people.help, SPF)
        await impatient.sim.advance(600)
    assert caplog.text.count("what a member wrote: the database is busy; trying again") == 6
    assert "question: the database is busy; given up" in caplog.text


async def test_what_breaks_the_writing_gives_the_words_back_with_a_code(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(LastChances, "send", broken)
    reply = await CASES[0].send(world)
    assert "Sorry, something went wrong on my side." in said(reply)
    assert f"What do you need? (no card numbers, please):\n{WORDS}" in said(reply)
    assert WORDS not in caplog.text


def slow(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, seconds: float = 20.0) -> None:
    """Let a method of a service take its time."""
    at_once = getattr(owner, name)

    async def slowly(*args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(seconds)
        return await at_once(*args, **kwargs)

    monkeypatch.setattr(owner, name, slowly)


@every_form
async def test_what_takes_long_is_received_with_its_words_and_answered_when_it_is_done(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, modal = await case.open(world)
    slow(monkeypatch, *case.service)
    reply = await world.sim.submit(person, modal, case.typed)
    assert reply.response is None
    await world.sim.advance(2.5)
    assert reply.ephemeral
    assert said(reply).startswith("Received! Saving it takes longer than usual")
    assert WORDS in said(reply)
    assert not case.is_written(world)
    await world.sim.advance(20)
    assert case.is_written(world)
    assert "Received" not in said(reply)
    assert WORDS not in said(reply)
    assert len(reply.followups) == 0


async def test_a_bot_that_dies_while_it_writes_leaves_the_words_to_copy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        slow(dying, *SEND)
        reply = await CASES[0].send(world)
        await world.sim.advance(2.5)
        await world.sim.kill()
    assert WORDS in said(reply)
    assert rows(world, DETAILS) == []


async def test_long_words_that_wait_are_a_file_which_goes_when_they_are_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper, modal = await open_propose(world)
    slow(monkeypatch, *PROPOSE)
    reply = await world.sim.submit(helper, modal, {**PROPOSAL, "Answer": "x" * 3400})
    await world.sim.advance(2.5)
    assert [file.filename for file in response(reply).attachments] == ["form.txt"]
    await world.sim.advance(20)
    assert response(reply).attachments == []
    assert "is proposed" in said(reply)


async def test_long_words_come_back_also_where_the_first_answer_is_not_confirmed(world: World) -> None:
    helper, modal = await open_propose(world)
    world.sim.lose_answer_next(*CALLBACK)
    reply = await world.sim.submit(helper, modal, {**PROPOSAL, "Title": "?", "Answer": "x" * 3400})
    assert [file.filename for file in response(reply).attachments] == ["form.txt"]
    assert response(reply).attachments[0].size > 3400


# -- nobody can be told


async def refused_too_late(world: World) -> None:
    """A form that is refused, and whose interaction Discord no longer knows."""
    customer, modal = await open_new(world)
    await world.sim.submit(customer, (await open_new(world))[1], TICKET)
    world.sim.fail_next(*CALLBACK, status=404, code=10062, times=None)
    await world.sim.submit(customer, modal, TICKET)


async def test_words_that_cannot_come_back_as_an_answer_come_as_a_direct_message(world: World) -> None:
    await refused_too_late(world)
    customer = world.people.customer.user
    told = shown(world.sim.messages(customer.dm_channel, customer)[-1])
    assert "There is an open ticket of this kind already" in told
    assert WORDS in told


async def test_words_that_cannot_come_back_at_all_are_a_line_in_the_log_that_does_not_quote_them(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    world.sim.fail_next("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await refused_too_late(world)
    assert "what was typed into form:ticket:new could not be given back: HTTP 403, code 50007" in caplog.text
    assert WORDS not in caplog.text


# -- what the form belongs to is gone


async def test_a_form_whose_type_is_gone_gives_the_words_back(world: World) -> None:
    customer, modal = await open_new(world)
    configure(world.home, lambda config: forget_types(config, lambda type_id: type_id == "billing"))
    await world.sim.restart()
    reply = said(await world.sim.submit(customer, modal, TICKET))
    assert reply.startswith("There is no ticket type `billing` (any more).")
    assert all(word in reply for word in TICKET.values())
    assert rows(world, DETAILS) == []


async def test_a_form_with_a_field_that_is_gone_gives_the_words_back(world: World) -> None:
    customer, modal = await open_new(world)
    configure(world.home, lambda config: config["tickets"]["types"][0]["fields"].pop(0))
    await world.sim.restart()
    reply = said(await world.sim.submit(customer, modal, TICKET))
    assert reply.startswith("This form has changed since you opened it.")
    assert all(word in reply for word in TICKET.values())
    assert rows(world, DETAILS) == []


async def test_a_paragraph_that_was_typed_where_a_file_is_asked_for_by_now_comes_back(world: World) -> None:
    customer, modal = await open_new(world)

    def ask_for_a_file(config: dict[str, Any]) -> None:
        fields = config["tickets"]["types"][0]["fields"]
        asked = next(field for field in fields if field.get("kind") == "paragraph")
        now = {"id": asked["id"], "label": "Your files", "kind": "file", "required": False}
        fields[fields.index(asked)] = now
        fields.append({"id": "extra", "label": "Anything else", "kind": "paragraph"})

    configure(world.home, ask_for_a_file)
    await world.sim.restart()
    reply = said(await world.sim.submit(customer, modal, TICKET))
    assert reply.startswith("This form has changed since you opened it.")
    assert all(word in reply for word in TICKET.values())
    assert rows(world, DETAILS) == []


async def test_a_file_that_was_sent_where_words_are_asked_for_by_now_comes_back(world: World) -> None:
    proof = {"id": "proof", "label": "Proof", "required": False}
    configure(world.home, lambda config: config["tickets"]["types"][0]["fields"].append(proof | {"kind": "file"}))
    await world.sim.restart()
    customer, modal = await open_new(world)
    configure(
        world.home,
        lambda config: config["tickets"]["types"][0]["fields"].__setitem__(-1, proof | {"kind": "paragraph"}),
    )
    await world.sim.restart()
    reply = said(await world.sim.submit(customer, modal, {**TICKET, "Proof": [("invoice.pdf", b"x")]}))
    assert reply.startswith("This form has changed since you opened it.")
    assert "invoice.pdf: https://" in reply
    assert all(word in reply for word in TICKET.values())
    assert rows(world, DETAILS) == []


def _opens_no_ticket(kind: dict[str, Any]) -> None:
    counts = {"id", "label", "emoji", "description", "translations"}
    for name in kind.keys() - counts:
        del kind[name]
    kind["goes_to"] = "community"


async def test_a_form_is_held_against_what_its_type_asks_by_now(world: World) -> None:
    sim = world.sim

    async def change(edit: Callable[[dict[str, Any]], object]) -> None:
        configure(world.home, lambda config: edit(config["tickets"]["types"][0]))
        await sim.restart()

    shot = {"id": "shot", "label": "Screenshot", "kind": "file", "required": False}
    await change(lambda kind: (kind.update(ask_impact=True), kind["fields"].append(shot)))
    customer, modal = await open_new(world)
    _, other = await open_new(world)
    await change(lambda kind: kind.update(ask_impact=False))
    old = {**TICKET, "Who is affected?": "Nobody can work", "Screenshot": [("shot.png", b"x")]}
    refused = await sim.submit(customer, modal, old)
    assert said(refused).startswith("This form has changed since you opened it.")
    assert all(word in said(refused) for word in (WORDS, "shot.png: https://"))
    again = await sim.click(customer, response(refused), "Try again")
    assert again.modal is not None
    asked = {row["label"]: row.get("description") for row in again.modal["components"]}
    assert "Who is affected?" not in asked
    assert asked["Screenshot"] == "Your files did not stay here: please add them again."
    order = {"id": "order", "label": "Order"}
    await change(lambda kind: kind["fields"].append(order))
    missing = await sim.submit(customer, again, TICKET)
    assert said(missing).startswith("This cannot be sent yet.\n**Order** has to be filled in.")
    again = await sim.click(customer, response(missing), "Try again")
    await change(lambda kind: (kind.update(ask_impact=True), kind["fields"].pop(1)))
    refused = await sim.submit(customer, again, {**TICKET, "Order": "17"})
    assert said(refused).startswith("This form has changed since you opened it.")
    await change(_opens_no_ticket)
    for told in (
        await sim.click(customer, response(refused), "Try again"),
        await sim.submit(customer, other, old),
    ):
        assert said(told).startswith("**Billing** is best asked in public: the help channels.")
    assert rows(world, DETAILS) == []
    configure(world.home, lambda config: config.update(earlier=[shot, order]))  # whose words were said


async def test_an_answer_that_does_not_match_is_refused_in_the_operators_words_and_corrected_in_the_filled_form(
    world: World,
) -> None:
    sim = world.sim
    number, pattern = "Invoice number, if you have it", {"regex": "LM-[0-9]{4}", "example": "LM-2027"}

    def ask(config: dict[str, Any]) -> None:
        fields = config["tickets"]["types"][0]["fields"]
        invoice = next(field for field in fields if field["id"] == "invoice")
        invoice["pattern"] = {**pattern, "message": "It begins with LM."}
        invoice["translations"]["de"]["message"] = "Sie beginnt mit LM."
        fields += [
            {"id": "days", "label": "Which days?", "kind": "multi-choice", "choices": ["Monday", "Friday"]},
            {"id": "terms", "label": "I have read the terms", "kind": "checkbox"},
        ]

    configure(world.home, ask)
    await sim.restart()
    customer, modal = await open_new(world)
    answers = {**TICKET, number: "call me maybe", "Which days?": ["Monday", "Friday"]}
    refused = await sim.submit(customer, modal, answers)
    assert said(refused).startswith(
        f"This cannot be sent yet.\n**{number}**: It begins with LM.\n**I have read the terms** has to be ticked."
    )
    assert WORDS in said(refused)
    assert rows(world, DETAILS) == []
    await sim.restart()
    again = await sim.click(customer, response(refused), "Try again")
    assert again.modal is not None
    controls = {row["label"]: row["component"] for row in again.modal["components"]}
    assert controls[number]["value"] == "call me maybe"
    assert controls[list(TICKET)[1]]["value"] == WORDS
    chosen = {
        label: [one["label"] for one in control.get("options", ()) if one.get("default")]
        for label, control in controls.items()
    }
    assert (chosen["What is it about?"], chosen["Which days?"]) == (["An invoice"], ["Monday", "Friday"])
    right = {**answers, number: "LM-2027", "I have read the terms": True}
    assert said(await sim.submit(customer, again, right)).startswith("Ticket #1 is open")
    told = world.texts(sim.thread_named(f"#1 Billing: {WORDS}"), customer)
    for line in (
        "Invoice number, if you have it: LM-2027",
        "Which days?: Monday\nFriday",
        "I have read the terms: ✅",
    ):
        assert line in told, line


def test_the_operators_sentence_is_in_the_readers_language_where_they_have_translated_it() -> None:
    invoice = TicketField(
        id="invoice",
        label="Invoice",
        pattern=Pattern(regex="LM-[0-9]+", example="LM-1", message="It begins with LM."),
        translations={"de": FieldTranslation(label="Rechnung", message="Sie beginnt mit LM.")},
    )
    for locale, told in (("de", "**Rechnung**: Sie beginnt mit LM."), ("fr", "**Invoice**: It begins with LM.")):
        assert refusal(language_of(locale), WrongAnswers((invoice,))).endswith(f"\n{told}")


async def test_words_with_half_a_sign_that_only_fit_into_a_file_come_back(world: World) -> None:
    neighbour, gone = world.people.neighbour, "half a \ud83d sign ``` in code"
    modal = await neighbour.slash(world.people.lounge, "ticket open", type="billing")
    await a_ticket(world)
    reply = await world.sim.submit(neighbour, modal, {**TICKET, list(TICKET)[1]: gone})
    assert "There is an open ticket of this kind already" in said(reply)
    assert [file.filename for file in response(reply).attachments] == ["form.txt"]


async def test_a_form_whose_draft_is_decided_gives_the_words_back(world: World) -> None:
    people = world.people
    staff, modal = await open_edit(world)
    reject = await world.sim.click(people.colleague, world.last(people.queue), "Reject")
    await world.sim.submit(people.colleague, reject, {"Why?": ""})
    reply = said(await world.sim.submit(staff, modal, PROPOSAL))
    assert "has decided about this draft already" in reply
    assert f"Answer:\n{WORDS}" in reply


async def test_a_form_of_another_version_gives_the_words_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(TicketForm, "action", "ticket:ask")
        customer, modal = await open_new(world)
    reply = await world.sim.submit(customer, modal, TICKET)
    assert reply.ephemeral
    assert said(reply).startswith("I have been updated, and no longer know this form.")
    assert all(word in said(reply) for word in TICKET.values())


@pytest.mark.parametrize("subject", ["", "7", "billing.x", "billing.1.2.3", "billing.1\n", "billing." + "9" * 20])
async def test_a_form_with_an_impossible_subject_is_an_unknown_one(
    world: World, subject: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as forged:
        forged.setattr(TicketForm, "__init__", forging(TicketForm.__init__, f"form:ticket:of:{subject}"))
        customer, modal = await open_new(world)
    reply = said(await world.sim.submit(customer, modal, TICKET))
    assert "no longer know this form" in reply
    assert rows(world, DETAILS) == []


def forging(make: Callable[..., None], custom_id: str) -> Callable[..., None]:
    def __init__(form: discord.ui.Modal, *args: Any, **kwargs: Any) -> None:
        make(form, *args, **kwargs)
        form.custom_id = custom_id

    return __init__


async def test_a_form_that_was_left_empty_is_refused_without_empty_words(world: World) -> None:
    staff, modal = await open_reject(world)
    again = await world.sim.click(world.people.colleague, world.last(world.people.queue), "Reject")
    await world.sim.submit(staff, modal, {"Why?": ""})
    reply = said(await world.sim.submit(world.people.colleague, again, {"Why?": ""}))
    assert "has decided about this draft already" in reply
    assert "to copy" not in reply


# -- presses and commands that take long


async def test_a_press_that_takes_long_is_never_silence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await a_ticket(world)
    slow(monkeypatch, TicketService, "claim")
    reply = await world.sim.click(world.people.staff, world.last(world.people.queue), "Claim")
    await world.sim.advance(2.5)
    assert said(reply).startswith("This takes a moment.")
    await world.sim.advance(20)
    assert said(reply) == "Ticket #1 is yours."


async def test_a_command_that_takes_long_is_never_silence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(monkeypatch, TicketService, "queue")
    reply = await world.people.staff.slash(world.people.queue, "queue")
    await world.sim.advance(2.5)
    assert said(reply).startswith("This takes a moment.")
    await world.sim.advance(20)
    assert "Nobody is waiting" in said(reply)
    assert "This takes a moment." not in said(reply)


async def test_a_form_that_comes_too_late_asks_to_press_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, TicketService, "may_open")
    _, reply = await open_new(world)
    await world.sim.advance(20)
    assert reply.modal is None
    assert said(reply) == "That took too long for Discord to open the form. Please press again."


async def test_what_everybody_should_read_is_public_also_when_it_is_late(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, type(world.sim.bot.services.boards), "some")  # type: ignore[attr-defined]
    await world.people.customer.slash(world.people.lounge, "leaderboard")
    await world.sim.advance(20)
    assert "Larkmail" in world.texts(world.people.lounge, world.people.neighbour)
    assert "This takes a moment." not in world.texts(world.people.lounge, world.people.customer)


async def test_a_press_on_an_answer_that_takes_long_leaves_nothing_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = world.people
    await people.customer.send(people.help, SPF)
    slow(monkeypatch, type(world.sim.bot.services.pressing), "feedback")  # type: ignore[attr-defined]
    reply = await world.sim.click(people.customer, world.last(people.help), "Solved it")
    await world.sim.advance(2.5)
    assert said(reply).startswith("This takes a moment.")
    await world.sim.advance(20)
    assert said(reply) == ""
    assert "Marked as solved" in shown(world.last(people.help))


async def test_a_press_that_is_not_confirmed_does_not_write_over_what_everybody_reads(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, SPF)
    world.sim.lose_answer_next(*CALLBACK)
    reply = await world.sim.click(people.customer, world.last(people.help), "Solved it")
    assert "Marked as solved" in shown(world.last(people.help))
    assert "Discord itself failed" not in world.texts(people.help)
    assert [one.ephemeral for one in reply.followups] == [True]


async def test_a_form_whose_showing_is_not_confirmed_can_be_sent(world: World) -> None:
    world.sim.lose_answer_next(*CALLBACK)
    customer, modal = await open_new(world)
    assert "Ticket #1 is open" in said(await world.sim.submit(customer, modal, TICKET))
    assert len(world.sim.errors) == 1


async def test_a_form_that_could_not_be_shown_is_said_to_be_so(world: World) -> None:
    world.sim.fail_next(*CALLBACK, status=503)
    _, reply = await open_new(world)
    assert said(reply).startswith("Discord itself failed just now.")
    assert "Discord itself failed" not in world.texts(world.people.lounge, world.people.neighbour)
    assert len(world.sim.errors) == 1


async def test_what_is_quick_is_one_answer(world: World) -> None:
    before = len(world.sim.requests)
    await world.people.staff.slash(world.people.queue, "queue")
    await world.sim.advance(2 * replies.PATIENCE_SECONDS)
    assert [one.method for one in world.sim.requests[before:]] == ["POST"]


# -- a private ticket is no source of the FAQ


async def test_in_a_ticket_nothing_that_the_customer_wrote_is_filled_into_a_draft(world: World) -> None:
    people = world.people
    await a_ticket(world)
    thread = world.sim.thread_named("#1 ")
    question = await people.neighbour.send(thread, "my password is 1234")
    answer = await people.staff.send(thread, "Press **Reset**.", reply_to=question)
    for message, expected in ((question, None), (answer, "Press **Reset**.")):
        modal = await people.staff.context_menu(thread, "Make FAQ draft", message)
        assert modal.modal is not None
        values = {row["label"]: row["component"].get("value") for row in modal.modal["components"]}
        assert values == {
            "Category": None,
            "Title": None,
            "Phrasings": None,
            "Answer": expected,
            "Keywords": None,
        }


async def test_a_message_is_escalated_with_a_member_named_and_a_short_answer_is_made_longer_in_the_filled_form(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    what = list(TICKET)[1]

    def ask(config: dict[str, Any]) -> None:
        fields = config["tickets"]["types"][0]["fields"]
        next(field for field in fields if field["id"] == "details")["min_length"] = 20
        fields.append({"id": "who", "label": "Who told you so?", "kind": "user", "required": False})

    configure(world.home, ask)
    await sim.restart()
    staff, modal = await open_escalated(world)
    short = {**TICKET, what: f"Help!{' ' * 20}", "Who told you so?": [people.neighbour]}
    refused = await sim.submit(staff, modal, short)
    assert said(refused).startswith(f"This cannot be sent yet.\n**{what}**: This takes at least 20 characters.")
    assert rows(world, DETAILS) == []
    await sim.restart()
    again = await sim.click(staff, response(refused), "Try again")
    assert again.modal is not None
    controls = {row["label"]: row["component"] for row in again.modal["components"]}
    assert controls[what]["value"].strip() == "Help!"
    assert [one["id"] for one in controls["Who told you so?"]["default_values"]] == [people.neighbour.id]
    done = await sim.submit(staff, again, {**short, what: WORDS})
    assert said(done).startswith("Ticket #1 is open")
    thread = sim.thread_named("#1 ")
    assert thread.id in [one.id for one in sim.visible_threads(people.customer)], (
        "who wrote the message has the ticket"
    )
    assert f"Who told you so?: {people.neighbour.mention}" in world.texts(thread)
    assert "You are next in line" not in said(done), "that is the requester's to hear"
