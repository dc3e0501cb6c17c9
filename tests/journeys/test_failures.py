"""What people and the log read when something breaks: a sentence with a code, and the traceback under it."""

from __future__ import annotations

import dataclasses
import logging
import re
import sqlite3
import types
import typing
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

import discord
import pytest

from bot.errors import Flaw, FlawKind, Refused, SetupIncomplete, UnknownEntry
from bot.ticket_errors import EntrySent, HolderActive, UnknownTicketType
from bot.ticket_fields import FieldKind, Pattern, TicketField
from bot.ticket_tiers import Tier
from bot.ticket_types import TicketType
from bot.tickets.promises.times import Unclear
from cogs.texts import refusals as refusals_texts
from cogs.texts.language import ENGLISH
from tests.conftest import World, said, shown
from tests.journeys.card import press

CODE = re.compile(r"\*\*(SP-[0-9A-F]{6})\*\*")
SECRET = "My invoice 4711 shows the wrong amount"
FORM = {"What is it about?": "An invoice", "What do you need? (no card numbers, please)": SECRET}
NAMES = ("ann", "noor", "hugo", "sam", "kim", "ada", "Larkmail")


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """As `signpost run` logs: what is below warnings comes from us alone."""
    caplog.set_level(logging.WARNING, "discord")  # first: it sets the level of the capture, too
    caplog.set_level(logging.INFO)


def code_in(reply: str) -> str:
    found = CODE.search(reply)
    assert found is not None, reply
    return found.group(1)


def assert_logged(caplog: pytest.LogCaptureFixture, code: str) -> None:
    """The code is in the log once, with the traceback of what went wrong."""
    (record,) = [record for record in caplog.records if code in record.getMessage()]
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert "Traceback (most recent call last)" in caplog.text


def assert_discreet(caplog: pytest.LogCaptureFixture, *typed: str) -> None:
    """Nothing that people typed, and nobody's name, is in the log."""
    for text in (SECRET, *typed):
        assert text not in caplog.text
    for name in NAMES:
        assert not re.search(rf"\b{name}\b", caplog.text, re.IGNORECASE), name


async def fill_in(world: World) -> str:
    modal = await world.people.customer.slash(world.people.lounge, "ticket open", type="billing")
    return said(await world.sim.submit(world.people.customer, modal, FORM))


def sabotage(world: World, statement: str) -> None:
    """Do this to the live database, as a full disk or a wrong migration might."""
    with closing(sqlite3.connect(world.home / "data" / "signpost.db")) as database:
        database.execute(statement)
        database.commit()


async def test_a_bug_in_a_command_is_an_apology_with_a_code_that_is_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.sim.fail_next("POST", "/interactions/*/callback", status=400, code=50035)
    reply = await world.people.staff.slash(world.people.queue, "queue")
    assert said(reply).startswith(
        "Sorry, something went wrong on my side. Whoever runs me finds it in the log as **SP-"
    )
    assert reply.ephemeral
    assert_logged(caplog, code_in(said(reply)))
    assert "in /queue" in caplog.text
    assert_discreet(caplog)
    assert len(world.sim.errors) == 1


async def test_a_bug_after_the_form_was_sent_is_an_apology_and_the_ticket_is_there(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.sim.fail_next("PATCH", "/webhooks/*/messages/@original", status=400, code=50035)
    reply = await fill_in(world)
    assert "Sorry, something went wrong on my side." in reply
    assert_logged(caplog, code_in(reply))
    assert "in form:ticket:new" in caplog.text
    assert_discreet(caplog)
    assert SECRET in world.texts(world.sim.thread_named("#1 "), world.people.customer)


async def test_a_bug_behind_a_button_is_an_apology_with_a_code(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await fill_in(world)
    world.sim.fail_next("POST", "/interactions/*/callback", status=400, code=50035)
    reply = said(await world.sim.click(world.people.staff, world.last(world.people.queue), "Claim"))
    assert_logged(caplog, code_in(reply))
    assert "in ticket:claim" in caplog.text
    assert_discreet(caplog)


async def test_what_a_failed_reply_belonged_to_is_done_all_the_same(world: World) -> None:
    await fill_in(world)
    world.sim.fail_next("POST", "/interactions/*/callback", status=404, code=10062, times=None)
    await world.sim.click(world.people.staff, world.last(world.people.queue), "Claim")
    assert "is looking after this ticket now" in world.texts(world.sim.thread_named("#1 "))
    assert "Claimed" in shown(world.last(world.people.queue))


async def test_a_failure_of_discord_is_called_one(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.sim.fail_next("POST", "/interactions/*/callback", status=500)
    reply = said(await world.people.staff.slash(world.people.queue, "queue"))
    assert (
        reply == "Discord itself failed just now. It may be done all the same: please look before you try again."
    )
    assert "/queue: Discord cannot be reached: HTTP 500, code 0" in caplog.text
    assert "incident" not in caplog.text
    assert "Traceback" not in caplog.text
    assert len(world.sim.errors) == 1


async def test_a_missing_permission_is_called_one(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.sim.fail_next("POST", "/interactions/*/callback", status=403, code=50013)
    reply = said(await world.people.staff.slash(world.people.queue, "queue"))
    assert reply.startswith("Discord did not let me do this: I lack a permission.")
    assert_logged(caplog, code_in(reply))
    assert len(world.sim.errors) == 1


async def test_nobody_can_be_told_and_the_bot_goes_on(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.sim.fail_next("POST", "/interactions/*/callback", status=500, times=2)
    await world.people.staff.slash(world.people.queue, "queue")
    assert "could not answer an interaction: HTTP 500" in caplog.text
    assert "Queue" in said(await world.people.staff.slash(world.people.queue, "queue"))
    assert len(world.sim.errors) == 1


async def test_a_database_that_refuses_is_an_apology_and_the_log_does_not_quote_the_form(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sabotage(world, "CREATE TRIGGER full BEFORE INSERT ON tickets BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    reply = await fill_in(world)
    assert_logged(caplog, code_in(reply))
    assert "disk is full" in caplog.text
    assert_discreet(caplog)
    sabotage(world, "DROP TRIGGER full")
    assert "Ticket #1 is open" in await fill_in(world)


async def test_a_question_that_cannot_be_stored_is_left_alone_and_the_log_does_not_quote_it(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    question = "how do i set up spf for my shop"
    sabotage(world, "ALTER TABLE questions RENAME TO gone")
    await world.people.customer.send(world.people.help, question)
    assert len(world.sim.messages(world.people.help)) == 1
    assert re.search(r"incident SP-[0-9A-F]{6} in question", caplog.text)
    assert_discreet(caplog, question)


async def test_a_job_that_fails_for_a_bug_is_an_incident_and_is_tried_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sabotage(
        world,
        "CREATE TRIGGER full BEFORE UPDATE OF thread_id ON tickets BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    )
    assert "cannot get lost" in await fill_in(world)
    assert re.search(r"incident SP-[0-9A-F]{6} in job ticket.thread of \d+, attempt 1", caplog.text)
    assert_discreet(caplog)
    sabotage(world, "DROP TRIGGER full")
    await world.sim.advance(10)
    assert SECRET in world.texts(world.sim.thread_named("#1 "), world.people.customer)


async def test_an_everyday_refusal_is_no_incident(world: World, caplog: pytest.LogCaptureFixture) -> None:
    reply = said(await world.people.customer.slash(world.people.lounge, "faq drafts"))
    assert reply == "Only staff can do this."
    assert "SP-" not in reply
    assert "incident" not in caplog.text


async def test_a_whole_story_leaves_nothing_of_what_was_said_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sim, people = world.sim, world.people
    question, note, chat = "how do i set up spf", "It was printed twice", "Please look at page two"
    await people.customer.send(people.help, question)
    await fill_in(world)
    await sim.click(people.staff, world.last(people.queue), "Claim")
    await people.staff.send(sim.thread_named("#1 "), chat)
    modal = await press(world, people.staff, "Resolve")
    sim.fail_next("POST", "/channels/*/messages", status=500)
    await sim.submit(people.staff, modal, {"What solved it?": note})
    await people.customer.slash(people.lounge, "faq search", question="@everyone nothing like it")
    await sim.restart()
    await sim.advance(4 * 24 * 3600)
    assert re.search(r"job ticket.news of \d+, attempt 1: HTTP 500", caplog.text)
    assert "ready; communities: 1" in caplog.text
    assert_discreet(caplog, question, note, chat, "nothing like it")


# -- refusals


def refusals(kind: type[Refused] = Refused) -> Iterator[type[Refused]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from refusals(subclass)


EXAMPLES: dict[Any, Any] = {
    Flaw: (Flaw("questions", FlawKind.TOO_MANY, 50, 51),),
    TicketField: (TicketField(id="terms", label="I agree", kind=FieldKind.CHECKBOX),),
    (TicketField, ...): (
        TicketField(id="phone", label="Phone", pattern=Pattern(regex="[0-9]+", example="1", message="A number.")),
    ),
    Tier: Tier(id="first", label="First", role=1),
    (Tier, ...): (Tier(id="first", label="First", role=1), Tier(id="last", label="Last", role=2)),
    (Flaw, ...): (Flaw("title", FlawKind.EMPTY, 1, 0), Flaw("keywords", FlawKind.TOO_LONG, 40, 41, "spf" * 14)),
    int: 7,
    bool: True,
    TicketType: TicketType(id="talk", label="Talk", description="A question.", goes_to="community"),
    Unclear: Unclear.UNREAD,
    date: date(2026, 1, 2),
    str: "@everyone `x` **y**",
    list[str]: ["@everyone `x` **y**"],
    tuple[int, ...]: (71, 72),
    datetime: datetime(2026, 1, 1, tzinfo=UTC),
    types.NoneType: None,
}


def examples(kind: type[Refused]) -> Iterator[Refused]:
    """One with every field filled in, and one without what may be missing."""
    hints = typing.get_type_hints(kind)
    fields = [field.name for field in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else []
    for choice in (0, -1):
        hinted = [
            (hints[name],) if hints[name] in EXAMPLES else typing.get_args(hints[name]) or (hints[name],)
            for name in fields
        ]
        yield kind(*(EXAMPLES[one if one[-1] is ... and choice else one[choice]] for one in hinted))


WHOLE = re.compile(r"(?:<[@#]\d+>|\*{0,2}[A-Z]).*[.!](?: <#\d+>| 🎉)?")
"""A sentence, from its first word or a name to its end; behind that only where to go, or joy."""

ASK = {EntrySent, HolderActive}
"""Those that leave it to who reads them, and have a button for it."""


@pytest.mark.parametrize("kind", [*refusals()], ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_sentence(kind: type[Refused]) -> None:
    for refused in examples(kind):
        sentence = refusals_texts.refusal(ENGLISH, refused)
        if kind in ASK:
            assert sentence.endswith("?"), sentence
            sentence = sentence[:-1] + "."
        for line in re.sub(r"\n```.*?```", " ", sentence, flags=re.DOTALL).split("\n"):
            assert WHOLE.fullmatch(line), sentence
        assert "None" not in sentence
        assert len(sentence) <= 2000


@pytest.mark.parametrize("kind", [UnknownEntry, UnknownTicketType])
def test_what_people_typed_does_nothing_in_a_refusal(kind: type[Refused]) -> None:
    typed = "@everyone `x` **y** [z](http://a.b)\n# big"
    sentence = refusals_texts.refusal(ENGLISH, kind(typed))
    quoted, after = re.fullmatch(r"[^`]*(`[^`]*`)(.*)", sentence).groups()  # type: ignore[union-attr]
    assert quoted == "`@everyone ˋxˋ **y** [z](http://a.b) # big`"
    assert "everyone" not in after
    assert len(refusals_texts.refusal(ENGLISH, kind("x" * 5000))) < 250
    assert "``" not in refusals_texts.refusal(ENGLISH, kind("")), "an empty code span is shown as two backticks"


def test_a_channel_name_from_the_settings_is_named_in_a_refusal() -> None:
    assert "#get-support" in refusals_texts.refusal(ENGLISH, SetupIncomplete("get-support"))


async def test_what_people_typed_pings_nobody_in_a_refusal(world: World) -> None:
    reply = await world.people.customer.slash(world.people.lounge, "faq search", question="@everyone `x` **y**")
    assert "`@everyone ˋxˋ **y**`" in said(reply)
    assert reply.ephemeral
    sent = next(request for request in reversed(world.sim.requests) if request.path.endswith("/callback"))
    assert sent.body["data"]["allowed_mentions"] == {"parse": []}
    assert isinstance(world.sim.bot.allowed_mentions, discord.AllowedMentions)
