"""What Discord refuses of a ticket stops neither staff nor any other part of it."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.conftest import World, said, shown
from tests.journeys.homes import small_home

TOO_MANY_THREADS = 160006
FORM = {
    "What is it about?": "An invoice",
    "What do you need? (no card numbers, please)": "My invoice 4711 shows the wrong amount",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def ask(world: World) -> str:
    """Ann opens a ticket; what she is told."""
    modal = await world.people.customer.slash(world.people.lounge, "ticket open", type="billing")
    return said(await world.sim.submit(world.people.customer, modal, FORM))


async def work(world: World) -> list[str]:
    """Staff take the ticket, give it back, take it again and close it; what they are told."""
    staff, place = world.people.staff, world.people.lounge
    return [
        said(await staff.slash(place, f"ticket {verb}", number=1)).split(".")[0]
        for verb in ("claim", "release", "claim", "close")
    ]


WORKED = ["Ticket #1 is yours", "Ticket #1 is back in the queue", "Ticket #1 is yours", "Ticket #1 is closed"]


def forbid(world: World, channel: ChannelHandle, **flags: bool) -> Overwrite:
    """Take these permissions from the bot in a channel; what was set there before."""
    backend = world.sim.env.backend
    denied = discord.Permissions(**flags).value
    own = next(one for one in backend.get_channel(channel.id).overwrites if one.target_id == backend.bot_user.id)
    backend.set_overwrite(
        channel.id, Overwrite(own.target_id, OverwriteType.MEMBER, own.allow & ~denied, own.deny | denied)
    )
    return own


def cards(world: World, queue: ChannelHandle | None = None) -> list[str]:
    """The cards of ticket 1."""
    found = [shown(message) for message in world.sim.messages(queue or world.people.queue)]
    return [text for text in found if text.startswith("Ticket #1 · ")]


async def test_with_the_queue_channel_gone_a_ticket_opens_and_its_card_follows_when_there_is_one(
    world: World,
) -> None:
    people, backend = world.people, world.sim.env.backend
    backend.delete_channel(people.queue.id)
    await world.sim.settle()
    told = await ask(world)
    thread = world.sim.thread_named("#1 ")
    assert told == f"Ticket #1 is open: {thread.mention} You are next in line."
    claimed = said(await people.staff.slash(people.lounge, "ticket claim", number=1))
    assert claimed.startswith("Ticket #1 is yours.")
    await people.staff.send(thread, "Which invoice is it?")
    assert "is looking after this ticket now" in world.texts(thread, people.customer)
    queue = world.sim.guild.create_text_channel("staff-queue")
    await world.sim.settle()
    (card,) = cards(world, queue)
    assert "Status: Claimed" in card


@pytest.mark.parametrize(
    ("times", "name"),
    [(1, "#1 Billing"), (2, "#1 Ticket")],
    ids=["the summary", "the name of the type, too"],
)
async def test_a_thread_whose_name_discord_refuses_gets_a_plainer_one(world: World, times: int, name: str) -> None:
    world.sim.fail_next("POST", "/channels/*/threads", status=400, code=50035, times=times)
    told = await ask(world)
    thread = world.sim.thread_named("#1 ")
    assert thread.name is not None
    assert told == f"Ticket #1 is open: {thread.mention} You are next in line."
    assert thread.name == name or thread.name.startswith(f"{name}⟧")
    assert thread.id in [one.id for one in world.sim.visible_threads(world.people.customer)]


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, TOO_MANY_THREADS), (403, 50013), (503, 0)],
    ids=["too many threads", "forbidden", "down"],
)
async def test_a_ticket_without_a_thread_is_worked_on_and_the_requester_hears_of_it_when_it_comes(
    world: World, status: int, code: int
) -> None:
    world.sim.fail_next("POST", "/channels/*/threads", status=status, code=code, times=None)
    told = await ask(world)
    assert told == (
        "Ticket #1 is saved and cannot get lost, and staff can work on it. Its thread cannot be opened for you yet: it"
        " follows as soon as it can, and you will be notified there. You are next in line."
    )
    assert await work(world) == WORKED
    assert "Status: Closed" in cards(world)[0]
    world.sim.env.backend.faults.clear()
    await world.people.administrator.slash(world.people.lounge, "setup")
    await world.sim.advance(3600)
    thread = world.sim.thread_named("#1 ")
    heard = world.texts(thread, world.people.customer)
    assert "this ticket is closed; what has happened stands below" in heard
    for line in ("is looking after this ticket now", "put this ticket back into the queue", "closed this ticket"):
        assert line in heard
    assert len(cards(world)) == 1


async def test_whatever_discord_refuses_staff_can_work_and_all_of_it_is_shown_in_the_end(world: World) -> None:
    for method in ("POST", "PUT", "PATCH"):
        world.sim.fail_next(method, "/channels/*", status=403, code=50013, times=None)
    assert "Ticket #1 is saved" in await ask(world)
    assert "Queue · 1 open" in said(await world.people.staff.slash(world.people.lounge, "queue"))
    assert await work(world) == WORKED
    assert "Nobody is waiting" in said(await world.people.staff.slash(world.people.lounge, "queue"))
    await world.sim.advance(86400)
    world.sim.env.backend.faults.clear()
    await world.people.administrator.slash(world.people.lounge, "setup")
    await world.sim.advance(60)
    heard = world.texts(world.sim.thread_named("#1 "), world.people.customer)
    assert heard.count("closed this ticket") == 1
    assert heard.count("is looking after this ticket now") == 2


async def test_with_manage_threads_gone_a_closed_ticket_says_so_on_its_card_and_in_its_thread(
    world: World,
) -> None:
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    before = forbid(world, world.people.tickets, manage_threads=True)
    await world.sim.settle()
    said_then = said(await world.people.staff.slash(world.people.lounge, "ticket close", number=1))
    assert said_then.startswith("Ticket #1 is closed. The thread or the card of ticket #1 does not show it yet")
    assert "Status: Closed" in cards(world)[0]
    assert "closed this ticket" in world.texts(thread)
    state = world.sim.env.backend.get_thread(thread.id).thread_metadata
    assert state is not None
    assert not state.locked
    world.sim.env.backend.set_overwrite(world.people.tickets.id, before)
    await world.sim.settle()
    assert state.locked
    assert state.archived


async def test_without_the_queue_channels_permissions_the_thread_is_told_all_the_same(world: World) -> None:
    await ask(world)
    forbid(world, world.people.queue, send_messages=True, view_channel=True)
    await world.sim.settle()
    await world.people.staff.slash(world.people.lounge, "ticket claim", number=1)
    assert "is looking after this ticket now" in world.texts(world.sim.thread_named("#1 "))


async def test_a_member_who_has_just_opened_a_ticket_has_to_wait_for_the_next(world: World) -> None:
    people, sim = world.people, world.sim
    forms = [
        await people.customer.slash(people.lounge, "ticket open", type=type_) for type_ in ("billing", "feature")
    ]
    await sim.submit(people.customer, forms[0], FORM)
    late = said(await sim.submit(people.customer, forms[1], {"What would you like to be able to do?": "Sort"}))
    assert late.startswith("You have opened a ticket already, and can open another one <t:")
    await people.customer.slash(people.lounge, "ticket close", number=1)
    refused = await people.customer.slash(people.lounge, "ticket open", type="feature")
    assert refused.modal is None
    assert said(refused) == late.partition("\n")[0]
    await sim.advance(61)
    assert (await people.customer.slash(people.lounge, "ticket open", type="feature")).modal is not None


async def test_staff_may_open_one_ticket_after_another(world: World) -> None:
    people = world.people
    for type_ in ("billing", "feature"):
        modal = await people.staff.slash(people.lounge, "ticket open", type=type_)
        form = FORM if type_ == "billing" else {"What would you like to be able to do?": "Sort"}
        sent = await world.sim.submit(people.staff, modal, form)
        assert said(await world.insist(people.staff, sent)).startswith("Ticket #")


async def test_the_first_message_of_a_thread_says_how_the_ticket_stands_now(world: World) -> None:
    people = world.people
    await ask(world)
    thread = world.sim.thread_named("#1 ")

    def first() -> str:
        return shown(world.sim.messages(thread, people.customer)[0])

    assert "your ticket is in the queue; its priority is **normal**. You are next in line." in first()
    assert "P3" not in first()
    for verb, said_of_it in (
        ("claim", f"{people.staff.mention} is looking after your ticket. It is staff's turn. Staff answer here"),
        ("release", "your ticket is in the queue"),
        ("resolve", "this ticket is resolved; what has happened stands below"),
        ("reopen", "You are next in line"),
        ("close", "this ticket is closed; what has happened stands below"),
    ):
        done = await people.staff.slash(people.lounge, f"ticket {verb}", number=1)
        if done.modal is not None:
            await world.sim.submit(people.staff, done, {})
        assert said_of_it in first()
        assert "My invoice 4711 shows the wrong amount" in first()


async def test_a_thread_that_is_made_after_the_claim_does_not_say_that_the_ticket_waits(world: World) -> None:
    people = world.people
    world.sim.fail_next("POST", "/channels/*/threads", status=403, code=50013)
    await ask(world)
    await people.staff.slash(people.lounge, "ticket claim", number=1)
    await people.administrator.slash(people.lounge, "setup")
    first = shown(world.sim.messages(world.sim.thread_named("#1 "), people.customer)[0])
    assert f"{people.staff.mention} is looking after your ticket" in first
    assert "next in line" not in first
