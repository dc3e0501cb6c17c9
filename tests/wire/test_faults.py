"""The real bot meets what goes wrong with Discord: in the end each question is answered once, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from simcord.backend.models import Message

from tests.wire.faults import Fault, Faults
from tests.wire.live import Live, living

pytestmark = pytest.mark.usefixtures("calm_log")

MESSAGES = ("POST", "/channels/*/messages")
CALLBACK = ("POST", "/interactions/*/callback")


async def test_a_limit_is_waited_for_whatever_it_is_of(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with living(home, monkeypatch) as live:
        faults = live.world.wire.faults
        faults.limit(*MESSAGES, retry_after=7.5, times=2)
        faults.limit(*MESSAGES, retry_after=2.5, is_global=True)
        faults.limit(*CALLBACK, retry_after=1.5)
        for _ in range(3):
            live.ask()
        sent = live.submit(await live.open_form())
        await live.all_is_answered()
        await live.world.wire.record.acknowledgement_of(sent.id)
    assert sorted(live.slept) == [1.5, 2.5, 7.5, 7.5]
    live.assert_each_is_answered_once()
    live.assert_one_ticket_is_whole()


async def test_an_outage_ends_and_each_question_has_its_answer(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with living(home, monkeypatch) as live:
        outage = [live.world.wire.faults.fail(*MESSAGES, status=status, times=6) for status in (502, 500, 503)]
        for _ in range(3):
            live.ask()
        await live.all_is_answered()
    assert all(part.is_over for part in outage)
    live.assert_each_is_answered_once()


async def test_an_answer_that_arrived_is_not_sent_again_although_nobody_said_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with living(home, monkeypatch) as live:
        faults = live.world.wire.faults
        lost = [faults.reset(*MESSAGES), *(faults.fail(*MESSAGES, status=one, after=True) for one in (503, 502))]
        for _ in range(3):
            live.ask()
        await live.all_is_answered()
    assert all(one.is_over for one in lost)
    live.assert_each_is_answered_once()


@pytest.mark.parametrize(
    "lost",
    [CALLBACK, ("POST", "/channels/*/threads"), ("PUT", "/channels/*/thread-members/*"), MESSAGES],
    ids=["answer", "thread", "member", "messages"],
)
async def test_a_ticket_is_made_once_although_a_connection_breaks_in_the_middle(
    home: Path, monkeypatch: pytest.MonkeyPatch, lost: tuple[str, str]
) -> None:
    async with living(home, monkeypatch) as live:
        opened = await live.open_form()
        fault = live.world.wire.faults.reset(*lost, times=2 if lost is MESSAGES else 1)
        live.submit(opened)
        await live.ticket_is_whole()
    assert fault.is_over
    live.assert_one_ticket_is_whole()


def reset(faults: Faults) -> Fault:
    return faults.reset(*CALLBACK)


def bad_gateway(faults: Faults) -> Fault:
    """After which the library tries again, and hears that it has been answered."""
    return faults.fail(*CALLBACK, status=502, after=True)


@pytest.mark.parametrize("lose", [reset, bad_gateway])
async def test_what_is_pressed_is_done_once_although_the_answer_to_it_is_lost(
    home: Path, monkeypatch: pytest.MonkeyPatch, lose: Callable[[Faults], Fault]
) -> None:
    async with living(home, monkeypatch) as live:
        question = live.ask()
        await live.all_is_answered()
        lost = [lose(live.world.wire.faults)]
        opened = await live.open_form()
        live.submit(opened)
        await live.ticket_is_whole()
        lost += [lose(live.world.wire.faults), lose(live.world.wire.faults)]
        await press_both(live, question)
    assert all(one.is_over for one in lost)
    assert_both_are_done_once(live)


async def press_both(live: Live, question: Message) -> None:
    """The asker says that the answer helped, and staff claim the ticket."""
    record = live.world.wire.record
    (answer,), (card,) = live.answers_to(question), live.said(live.world.community.queue.id)
    pressed = (
        live.press(live.asker_of(question), answer, "faq:solved"),
        live.press(live.world.person("staff"), card, "ticket:claim"),
    )
    await record.until(lambda: "solved" in str(answer.embeds) and "Claimed" in str(card.embeds))
    for one in pressed:
        await record.acknowledgement_of(one.id)
    await live.nothing_is_owed()


def assert_both_are_done_once(live: Live) -> None:
    live.assert_each_is_answered_once()
    live.assert_one_ticket_is_whole()
    assert live.stored("SELECT DISTINCT helped FROM feedback") == [(1,)]  # of several, the latest counts
    assert live.stored("SELECT count(*) FROM ticket_events WHERE kind = 'claimed'") == [(1,)]


# The gateway


async def test_what_is_asked_between_two_sockets_of_a_session_is_answered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with living(home, monkeypatch) as live:
        gateway = live.world.wire.gateway
        for interrupt in (gateway.drop, gateway.ask_to_reconnect, partial(gateway.invalidate, can_resume=True)):
            live.ask()
            interrupt()
            live.ask()
            await live.all_is_answered()
    assert live.connections == (1, 3)
    live.assert_each_is_answered_once()


async def test_what_was_asked_before_a_session_ended_and_after_the_next_began_is_answered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with living(home, monkeypatch) as live:
        live.ask()
        live.world.wire.gateway.invalidate()  # until the next one, Discord tells nobody of what is asked
        await live.bot.wait_for("ready")
        live.ask()
        await live.all_is_answered()
    assert live.connections == (2, 0)
    live.assert_each_is_answered_once()


async def test_a_gateway_that_acknowledges_nothing_is_left_and_what_was_asked_meanwhile_is_answered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with living(home, monkeypatch, patience=0.3, heartbeat=0.05) as live:
        live.ask()
        live.world.wire.gateway.fall_silent()
        live.ask()
        await live.all_is_answered()
    identifies, resumes = live.connections
    assert identifies == 1
    assert resumes >= 1
    live.assert_each_is_answered_once()


async def test_what_comes_twice_is_done_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with living(home, monkeypatch) as live:
        live.world.wire.gateway.times = 2
        question, *_ = [live.ask() for _ in range(3)]
        await live.all_is_answered()
        live.submit(await live.open_form())
        await live.ticket_is_whole()
        await press_both(live, question)
    assert_both_are_done_once(live)
