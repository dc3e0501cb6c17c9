"""What time does to tickets by what their threads were told: only what stands there counts, and what it says holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.ticket_errors import CloseRequestOver
from bot.ticket_macros import Macro
from bot.ticket_silence import Silence
from bot.tickets.hearing import Line
from bot.tickets.silences.owed import SILENCE_JOB
from bot.tickets.silences.silence import SHORTEST, name_of
from bot.tickets.ticket import Event, EventKind, Status, StoredEvent, WaitingOn
from bot.tickets.views import View
from tests.services import HERE, NOON, Engine, member
from tests.tickets.silences.test_silence import (
    CLOSE,
    DAY,
    FIRST,
    POLICY,
    SECOND,
    Thread,
    asked,
    policy,
    question,
)
from tests.tickets.test_moving import BUG
from tests.tickets.test_service import ANN, BOB, ann, due, kinds, opened, owed_views, sam


async def reminded(engine: Engine, requester: int = ANN) -> Thread:
    """A thread in which the last reminder stands."""
    policy(engine, POLICY)
    thread = await asked(engine, requester)
    for days in (FIRST, SECOND):
        engine.clock.turn(days=days)
        await thread.look()
        await thread.tell()
    return thread


async def asked_if_solved(engine: Engine, until: str = "in 2 d") -> Thread:
    """A thread in which staff ask whether it is solved."""
    thread = await asked(engine)
    engine.clock.turn(minutes=1)
    await engine.services.close_requests.ask(thread.id, until, by=sam)
    await thread.tell()
    return thread


async def last(thread: Thread, kind: EventKind) -> Event:
    return [one.event for one in await thread.history() if one.event.kind is kind][-1]


async def test_who_wants_to_be_called_has_had_the_last_word(engine: Engine) -> None:
    policy(engine, POLICY)
    thread = await asked_if_solved(engine)
    engine.config.tickets.__dict__["callbacks"] = True
    await engine.services.promises.ask(thread.id, "+49 30 1234567", "UTC", "in 30 d", by=ann)
    ticket = await thread.ticket()
    assert ticket.waiting_on is WaitingOn.STAFF
    assert await engine.services.close_requests.live(ticket) is None
    assert await due(engine, SILENCE_JOB) == []
    assert View.OFFERS in await owed_views(engine, ticket), "the question is taken away"


async def test_while_a_promise_stands_silence_is_nobodys_fault_and_then_it_begins_anew(engine: Engine) -> None:
    policy(engine, POLICY)
    thread, promises = await asked_if_solved(engine), engine.services.promises
    promise = await promises.make(thread.id, "The refund is on your account", "in 60 d", by=sam)
    assert await engine.services.close_requests.live(await thread.ticket()) is None, "there is more to come"
    for _ in range(60):
        engine.clock.turn(days=1)
        await thread.run()
        await thread.tell()
    assert "reminded" not in await kinds(engine, await thread.ticket())
    await promises.keep(promise.id, by=sam)
    assert await due(engine, SILENCE_JOB) == [(thread.id, engine.clock() + SHORTEST)]
    engine.clock.turn(days=FIRST, seconds=-3)
    await thread.look()
    assert "reminded" not in await kinds(engine, await thread.ticket())
    engine.clock.turn(seconds=3)
    await thread.look()
    assert (await kinds(engine, await thread.ticket()))[-1] == "reminded"


async def test_the_day_that_the_last_reminder_names_is_kept_whatever_is_set_since(engine: Engine) -> None:
    thread = await reminded(engine)
    policy(engine, Silence(first_reminder_days=1, second_reminder_days=1, close_days=1))
    engine.clock.turn(days=CLOSE, seconds=-1)
    await thread.look()
    assert (await thread.ticket()).status is Status.OPEN
    engine.clock.turn(seconds=1)
    await thread.look()
    assert (await thread.ticket()).status is Status.SILENT


async def test_what_was_told_for_a_time_long_past_is_told_anew(engine: Engine) -> None:
    thread = await reminded(engine)
    policy(engine, None)
    await engine.services.ticket_silences.arm(HERE, 0)
    now = engine.clock.turn(days=100)
    policy(engine, POLICY)
    await engine.services.ticket_silences.arm(HERE, 0)
    await thread.run()
    assert (await thread.ticket()).status is Status.OPEN
    assert (await last(thread, EventKind.REMINDED)).until == now + CLOSE * DAY

    other = await asked(engine, BOB)
    await engine.services.close_requests.ask(other.id, "in 2 d", by=sam)
    await other.tell()
    now = engine.clock.turn(days=9)
    await other.look()
    again = await last(other, EventKind.ASKED_TO_CLOSE)
    assert (again.actor_id, again.member_id, again.until) == (None, sam.id, now + 2 * DAY)
    await other.tell()
    engine.clock.turn(days=2)
    await other.look()
    assert (await other.ticket()).status is Status.RESOLVED


async def test_a_ticket_that_goes_on_by_itself_again_is_reminded_anew(engine: Engine) -> None:
    thread = await reminded(engine)
    into = await opened(engine, BOB)
    await engine.services.merging.merge(thread.id, into.id, by=sam)
    engine.clock.turn(days=30)
    await engine.services.merging.unmerge(thread.id, by=sam, lines=[])
    engine.clock.turn(days=1)
    await thread.run()
    assert (await thread.ticket()).status is Status.OPEN
    engine.clock.turn(days=FIRST - 1)
    await thread.look()
    assert (await last(thread, EventKind.REMINDED)).until is None, "the first one"


async def test_what_is_deleted_in_the_thread_counts_no_more_and_is_said_again(engine: Engine) -> None:
    thread, delivery = await asked_if_solved(engine), engine.services.delivery
    ticket = await thread.ticket()
    now = engine.clock.turn(days=1)
    await delivery.messages_deleted(HERE, ticket.receipts.thread_id or 0, [*ticket.receipts.offer_ids, 5])
    assert await due(engine, SILENCE_JOB) == [(thread.id, now)]
    await thread.look()
    assert (await last(thread, EventKind.ASKED_TO_CLOSE)).until == now + 2 * DAY
    await thread.look()
    assert (await kinds(engine, ticket)).count("asked_to_close") == 2, "once"
    await thread.tell()
    engine.clock.turn(days=2, seconds=-1)
    await thread.look()
    assert (await thread.ticket()).status is Status.OPEN

    other = await reminded(engine, BOB)
    now = engine.clock.turn(hours=1)
    await delivery.thread_made(other.id, 77)
    assert (other.id, now) in await due(engine, SILENCE_JOB)
    await other.look()
    assert (await last(other, EventKind.REMINDED)).until is None, "the new thread has had no reminder"
    await other.tell()
    engine.clock.turn(days=CLOSE)
    await other.look()
    assert (await other.ticket()).status is Status.OPEN


Act = Callable[[Engine, Thread], Awaitable[object]]


async def _writes(engine: Engine, thread: Thread) -> None:
    await thread.says(sam, "And could you send me the log?")


async def _wrote_unheard(engine: Engine, thread: Thread) -> None:
    thread.write(sam, "And could you send me the log?")
    await engine.services.listening.catch_up(thread.id, thread.lines)


async def _replies(engine: Engine, thread: Thread) -> None:
    engine.config.tickets.macros.append(Macro(id="ask", label="Ask", text="Which invoice is it?"))
    await engine.services.macros.reply(thread.id, "ask", None, by=sam)


async def _moves(engine: Engine, thread: Thread) -> None:
    engine.config.tickets.types.append(BUG)
    await engine.services.moving.move(thread.id, "bug", by=sam)


async def _merges(engine: Engine, thread: Thread) -> None:
    other = await opened(engine, BOB)
    await engine.services.listening.wrote(
        other.receipts.thread_id or 0, "And yours?", by=sam, written_at=engine.clock.turn(minutes=1)
    )
    await engine.services.merging.merge(other.id, thread.id, by=sam)


@pytest.mark.parametrize("act", [_writes, _wrote_unheard, _replies, _moves, _merges])
async def test_what_staff_say_later_ends_the_question_and_is_reminded_of_itself(engine: Engine, act: Act) -> None:
    policy(engine, POLICY)
    thread = await asked_if_solved(engine)
    old = await question(thread)
    engine.clock.turn(hours=1)
    await act(engine, thread)
    ticket = await thread.ticket()
    assert ticket.waiting_on is WaitingOn.REQUESTER
    assert await engine.services.close_requests.live(ticket) is None
    assert View.OFFERS in await owed_views(engine, ticket)
    with pytest.raises(CloseRequestOver):
        await engine.services.close_requests.accept(thread.id, old, by=ann)
    await thread.tell()
    engine.clock.turn(days=2)
    await thread.run()
    assert (await thread.ticket()).status is Status.OPEN
    engine.clock.turn(days=FIRST - 2)
    await thread.run()
    assert (await kinds(engine, await thread.ticket()))[-1] == "reminded"


async def test_a_merge_with_somebody_whom_staff_have_not_answered_is_for_staff(engine: Engine) -> None:
    thread = await asked(engine)
    other = await opened(engine, BOB)
    await engine.services.tickets.wait(other.id, WaitingOn.REQUESTER, by=sam)
    await engine.services.merging.merge(other.id, thread.id, by=sam)
    assert (await thread.ticket()).waiting_on is WaitingOn.STAFF


async def test_a_question_that_is_told_late_leaves_as_much_time(engine: Engine) -> None:
    thread, requests = await asked(engine), engine.services.close_requests
    await requests.ask(thread.id, "in 2 d", by=sam)
    now = engine.clock.turn(days=7)
    live = await requests.live(await thread.ticket())
    assert live is not None
    assert live.event.until == now + 2 * DAY, "as the thread is told now"
    await thread.tell()
    engine.clock.turn(days=1)
    live = await requests.live(await thread.ticket())
    assert live is not None
    assert live.event.until == now + 2 * DAY, "as it was told"


@pytest.mark.parametrize("is_asked", [True, False])
@pytest.mark.parametrize("is_heard", [True, False])
async def test_thanks_that_come_while_time_ends_the_ticket_keep_it_open(
    engine: Engine, is_asked: bool, is_heard: bool
) -> None:
    thread = await asked_if_solved(engine) if is_asked else await reminded(engine)
    at = engine.clock.turn(days=2)
    await thread.look()
    assert (await thread.ticket()).status in (Status.RESOLVED, Status.SILENT)
    line = Line(ANN, "Thank you!", at - timedelta(seconds=5))
    engine.clock.turn(seconds=3)
    if is_heard:
        thread.unheard.append((member(ANN), line))
        await thread.hear()
    else:
        await engine.services.listening.catch_up(thread.id, [line])
    assert (await thread.ticket()).status is Status.OPEN


def test_a_question_is_called_as_no_other_was_before_a_backup_was_restored() -> None:
    before, after = (
        name_of(StoredEvent(9, Event(EventKind.ASKED_TO_CLOSE, sam.id, NOON + late), 4))
        for late in (timedelta(), timedelta(seconds=1))
    )
    assert before != after
