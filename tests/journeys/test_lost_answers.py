"""The answer to a press is lost, late or never taken: what was decided is seen all the same, without time passing."""

from __future__ import annotations

import logging
from collections.abc import Callable

import aiohttp
import pytest

from bot.simulated.simulation import Simulation
from tests.conftest import World, said, shown

CALLBACK = ("POST", "/interactions/*/callback")
ORIGINAL = ("PATCH", "/webhooks/*/messages/@original")


def too_late(sim: Simulation) -> None:
    sim.fail_next(*CALLBACK, status=404, code=10062, times=None)


def down(sim: Simulation) -> None:
    sim.fail_next(*CALLBACK, status=503, times=None)
    sim.fail_next(*ORIGINAL, status=503, times=None)


def reset(sim: Simulation) -> None:
    sim.lose_answer_next(*CALLBACK, ConnectionResetError())
    sim.lose_answer_next(*ORIGINAL, aiohttp.ClientOSError(104, "Connection reset by peer"))


def timed_out(sim: Simulation) -> None:
    sim.lose_answer_next(*CALLBACK, TimeoutError())
    sim.lose_answer_next(*ORIGINAL, TimeoutError())


def hanging(sim: Simulation) -> None:
    sim.stall_next(*CALLBACK)


Fault = Callable[[Simulation], None]
every_fault = pytest.mark.parametrize("fault", [too_late, down, reset, timed_out, hanging])
slow_or_fast = pytest.mark.parametrize("fault", [reset, hanging])


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


def assert_nobodys_fault_of_ours(world: World, caplog: pytest.LogCaptureFixture) -> None:
    assert "incident" not in caplog.text
    assert "Traceback" not in caplog.text
    assert world.sim.errors == []


@every_fault
async def test_a_claim_is_seen_in_thread_and_card_although_its_answer_is_lost(
    world: World, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    _, thread = await world.open_ticket()
    before = world.sim.now()
    fault(world.sim)
    await world.sim.click(world.people.staff, world.last(world.people.queue), "Claim")
    assert "is looking after this ticket now" in world.texts(thread)
    assert "Claimed" in shown(world.last(world.people.queue))
    assert world.sim.now() == before
    assert_nobodys_fault_of_ours(world, caplog)


@slow_or_fast
async def test_a_ticket_is_whole_although_the_answer_to_its_form_is_lost(
    world: World, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    customer = world.people.customer
    modal = await customer.slash(world.people.lounge, "ticket open", type="billing")
    before = world.sim.now()
    fault(world.sim)
    answers = {"What is it about?": "An invoice", "What do you need? (no card numbers, please)": "Twice the same"}
    await world.sim.submit(customer, modal, answers)
    assert "Twice the same" in world.texts(world.sim.thread_named("#1 "), customer)
    assert "#1" in shown(world.last(world.people.queue))
    assert world.sim.now() == before
    assert_nobodys_fault_of_ours(world, caplog)


@slow_or_fast
async def test_an_entry_that_is_shared_stands_in_the_channel_although_the_answer_is_lost(
    world: World, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    customer, lounge = world.people.customer, world.people.lounge
    found = await customer.slash(lounge, "faq search", question="how do i set up spf")
    assert found.response is not None
    before = world.sim.now()
    fault(world.sim)
    await world.sim.click(customer, found.response, "Share")
    assert "SPF" in world.texts(lounge)
    assert world.sim.now() == before
    assert_nobodys_fault_of_ours(world, caplog)


async def test_who_presses_hears_that_discord_failed_and_that_it_may_be_done(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.open_ticket()
    reset(world.sim)
    reply = said(await world.sim.click(world.people.staff, world.last(world.people.queue), "Claim"))
    assert (
        reply == "Discord itself failed just now. It may be done all the same: please look before you try again."
    )
    assert "ticket:claim: Discord cannot be reached: ConnectionResetError" in caplog.text


async def test_a_connection_that_breaks_while_we_say_something_of_ourselves_is_one_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.sim.lose_answer_next("POST", "/channels/*/messages", aiohttp.ServerDisconnectedError())
    me = world.sim.bot.user
    assert me is not None
    await world.people.customer.send(world.people.lounge, f"<@{me.id}> xyzzy plugh frobnicate quux")
    (line,) = [record for record in caplog.records if "question" in record.getMessage()]
    assert line.levelno == logging.WARNING
    assert_nobodys_fault_of_ours(world, caplog)


async def test_a_job_whose_connection_breaks_is_one_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.open_ticket()
    world.sim.lose_answer_next("PATCH", "/channels/*/messages/*", aiohttp.ServerDisconnectedError())
    await world.sim.click(world.people.staff, world.last(world.people.queue), "Claim")
    assert "ServerDisconnectedError; trying again later" in caplog.text
    assert_nobodys_fault_of_ours(world, caplog)
