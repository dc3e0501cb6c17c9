"""Replies that staff send with one press: what they say, what they do, and what somebody has typed into a ticket cannot do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotStaff
from bot.ticket_errors import TicketResolved, UnknownMacro
from bot.ticket_macros import MOST, Macro, MacroTranslation, escaped, filled
from bot.tickets.macros import Macros
from bot.tickets.owed import AUTO_CLOSE_JOB, WAKE_JOB
from bot.tickets.request import Request
from bot.tickets.ticket import Detail, Event, EventKind, Snooze, Status, WaitingOn
from bot.tickets.views import View
from tests.services import HERE, NOON, Engine, delivered
from tests.tickets.test_service import ANN, SAM, ann, due, events, kinds, opened, owed_views, sam

TEXT = "Hello {requester}, {number} ({type}): {summary}. {assignee}"


def macro(id: str, **more: Any) -> Macro:
    return Macro(**{"id": id, "label": id.title(), "text": "Hello {requester}", **more})


@pytest.fixture
def macros(engine: Engine) -> Macros:
    engine.config.tickets.macros.extend(
        [
            macro("ask", text=TEXT, translations={"de": MacroTranslation(label="Fragen", text="Hallo {number}")}),
            macro("done", resolve=True, types=["billing"]),
            macro("later", snooze_hours=20),
            macro("fix", waiting_on="fix"),
            macro("still", waiting_on="staff"),
            macro("mail", types=["delivery"]),
        ]
    )
    return engine.services.macros


async def test_a_macro_is_said_in_the_language_of_the_thread_and_counts_as_a_response(
    engine: Engine, macros: Macros
) -> None:
    ticket = await opened(engine)
    replied = await macros.reply(ticket.id, "ask", "en", by=sam)
    assert replied == replace(ticket, waiting_on=WaitingOn.REQUESTER)
    text = f"Hello <@{ANN}>, #1 (Billing): My invoice is wrong. <@{SAM}>"
    assert (await events(engine, ticket))[1:] == [
        Event(EventKind.REPLIED, SAM, NOON, note=text),
        Event(EventKind.RESPONDED, SAM, NOON),
        Event(EventKind.TURNED, SAM, NOON, wrote=True, waiting_on=WaitingOn.REQUESTER),
    ]
    assert await owed_views(engine, ticket) == {View.GREETING, View.NEWS, View.CARD}
    assert await macros.reply(ticket.id, "ask", "de", by=sam) == replied
    assert (await events(engine, ticket))[4:] == [Event(EventKind.REPLIED, SAM, NOON, note="Hallo #1")]


async def test_a_macro_may_set_the_turn_snooze_or_resolve(engine: Engine, macros: Macros) -> None:
    ticket = await opened(engine)
    for _ in range(2):
        assert (await macros.reply(ticket.id, "fix", None, by=sam)).waiting_on is WaitingOn.FIX
    assert (await kinds(engine, ticket))[1:] == ["replied", "responded", "turned", "replied"]
    until = NOON + timedelta(hours=20)
    assert (await macros.reply(ticket.id, "later", None, by=sam)).snooze == Snooze(until)
    assert await due(engine, WAKE_JOB) == [(ticket.id, until)]
    assert (await macros.reply(ticket.id, "done", None, by=sam)).status is Status.RESOLVED
    assert await due(engine, AUTO_CLOSE_JOB) == [(ticket.id, NOON + timedelta(days=3))]
    with pytest.raises(TicketResolved):
        await macros.reply(ticket.id, "ask", None, by=sam)


async def test_who_replies_that_they_are_still_at_it_keeps_the_ticket(engine: Engine, macros: Macros) -> None:
    ticket = await opened(engine)
    await engine.services.tickets.claim(ticket.id, by=sam)
    engine.clock.turn(hours=2)
    assert (await macros.reply(ticket.id, "still", None, by=sam)).held_since == NOON + timedelta(hours=2)


async def test_only_staff_reply_and_only_with_what_is_for_the_type(engine: Engine, macros: Macros) -> None:
    ticket = await opened(engine)
    assert [one.id for one in macros.of_type("billing")] == ["ask", "done", "later", "fix", "still"]
    with pytest.raises(NotStaff):
        await macros.reply(ticket.id, "ask", None, by=ann)
    for unknown in ("mail", "gone"):
        with pytest.raises(UnknownMacro):
            await macros.reply(ticket.id, unknown, None, by=sam)
    assert await kinds(engine, ticket) == ["opened"]


async def test_what_was_typed_into_a_ticket_stands_in_a_reply_as_it_is(engine: Engine, macros: Macros) -> None:
    hostile = "@everyone <@&5> {number} **big** [x](https://x.io) `code` ||s|| \u202eabc"
    details = (Detail("What happens?", hostile, field_id="what"),)
    ticket = await delivered(
        engine,
        await engine.services.tickets.open(Request(HERE, "billing", ANN, details, None, 77), by=ann),
    )
    await macros.reply(ticket.id, "ask", None, by=sam)
    said = (await events(engine, ticket))[1].note or ""
    assert "\\@\u200beveryone \\<\\@\u200b&5\\> {number} \\*\\*big\\*\\* \\[x\\]\\(https\\://x\\.io\\)" in said


@given(st.text(max_size=200))
def test_of_what_somebody_typed_no_sign_is_left_that_discord_reads(typed: str) -> None:
    shown = escaped(typed)
    assert "@e" not in shown
    assert shown.replace("\u200b", "").replace("\\", "") == " ".join(typed.split()).replace("\u200b", "").replace(
        "\\", ""
    )
    plain = shown.replace("\\\\", "")
    assert all(plain[at - 1 : at] == "\\" for at, sign in enumerate(plain) if sign in "`*_~|<>[]()#+:")


@given(st.text(max_size=300))
def test_a_reply_fits_into_a_message_whatever_is_filled_in(typed: str) -> None:
    values = {"requester": typed, "number": "#1", "type": typed, "assignee": typed, "summary": escaped(typed)}
    assert len(filled("{summary}{requester}{type}" * 38, values)) <= MOST
