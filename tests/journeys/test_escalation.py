"""A ticket that is made of a message keeps all that the message said, and what came with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult
from simcord.backend.cdn import CdnStore

from bot.tickets.delivery import Delivery
from cogs.tickets.greetings import Greetings
from tests.conftest import World, said, shown
from tests.journeys.homes import small_home
from tests.journeys.test_crash_matrix import NONCE_FORGOTTEN, crash, never, rows

LONG = " ".join(f"line-{number}" for number in range(230))
"""More than a field of the form holds, and than an embed shows of one."""

FIELDS = "What would you like to be able to do?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


HOUR = 3600.0


async def nothing() -> None:
    """Nothing happens while the form is filled in."""


async def escalated(
    world: World,
    message: discord.Message,
    change: Callable[[str], str] = str,
    meanwhile: Callable[[], Awaitable[object]] = nothing,
) -> tuple[InteractionResult, str]:
    """Staff make a ticket of a message; the reply, and what the form had filled in."""
    people, sim = world.people, world.sim
    chosen = await people.staff.context_menu(people.lounge, "Escalate to ticket", message)
    assert chosen.response is not None
    modal = await sim.click(people.staff, chosen.response, "Feature request")
    assert modal.modal is not None
    filled = modal.modal["components"][0]["component"]["value"]
    label = modal.modal["components"][0]["label"]
    await meanwhile()
    return await sim.submit(people.staff, modal, {label: change(filled)}), filled


def thread_of(world: World) -> ChannelHandle:
    return world.sim.thread_named("#1 ")


def quoted(world: World) -> str:
    """What the messages below the first one say, put together again."""
    return "".join(
        embed.description or ""
        for message in world.sim.messages(thread_of(world), world.people.customer)[1:]
        for embed in message.embeds
    )


def files(world: World) -> list[str]:
    return [file.filename for message in world.sim.messages(thread_of(world)) for file in message.attachments]


async def test_all_of_a_long_message_is_in_the_ticket_although_the_form_is_shorter(world: World) -> None:
    message = await world.people.customer.send(world.people.lounge, LONG)
    reply, _ = await escalated(world, message, lambda text: text[:900])
    assert thread_of(world).mention in said(reply)
    assert len(LONG) > 1024
    assert quoted(world).replace(" ", "") == LONG.replace(" ", "")


async def test_what_staff_have_taken_out_of_the_form_is_in_the_ticket_all_the_same(world: World) -> None:
    message = await world.people.customer.send(world.people.lounge, "Nothing arrives since Monday")
    await escalated(world, message, lambda _: "Mail does not arrive")
    assert quoted(world) == "Nothing arrives since Monday"


async def test_what_the_form_holds_is_not_said_twice(world: World) -> None:
    message = await world.people.customer.send(world.people.lounge, "Nothing arrives since Monday")
    await escalated(world, message)
    assert len(world.sim.messages(thread_of(world))) == 1


async def test_files_come_with_a_message_that_is_gone_since(world: World) -> None:
    people = world.people
    attachments = [(f"page-{number}.png", b"picture") for number in range(3)]
    message = await people.customer.send(people.lounge, "See here", attachments=attachments)
    await escalated(world, message)
    await people.customer.delete(message)
    assert files(world) == ["page-0.png", "page-1.png", "page-2.png"]


async def test_a_message_without_a_word_says_in_the_form_what_it_is(world: World) -> None:
    people = world.people
    message = await people.customer.send(people.lounge, attachments=[("broken.png", b"picture")])
    _, filled = await escalated(world, message)
    assert "A message without text; files: broken.png" in filled
    assert files(world) == ["broken.png"]


async def test_a_forwarded_message_is_kept_with_its_text_and_its_files(world: World) -> None:
    people, backend = world.people, world.sim.env.backend
    source = await people.neighbour.send(people.help, "The invoice is wrong", attachments=[("bill.pdf", b"pdf")])
    reference = {"type": 1, "channel_id": str(people.help.id), "message_id": str(source.id)}
    forwarded = backend.create_message(people.lounge.id, people.customer.id, "", reference=reference)
    await world.sim.settle()
    message = next(one for one in world.sim.messages(people.lounge) if one.id == forwarded.id)
    _, filled = await escalated(world, message, lambda _: "See what was forwarded")
    assert filled == "The invoice is wrong"
    assert quoted(world) == "The invoice is wrong"
    assert files(world) == ["bill.pdf"]


async def test_a_file_that_cannot_be_sent_on_is_named(world: World) -> None:
    people = world.people
    message = await people.customer.send(people.lounge, "See here", attachments=[("huge.zip", b"x" * 11_000_000)])
    await escalated(world, message)
    assert files(world) == []
    assert "`huge.zip`" in world.texts(thread_of(world))


@pytest.mark.parametrize(
    "died_in",
    [
        (Delivery, "origin_kept"),
        (Delivery, "thread_made"),
        (Delivery, "greeted"),
        (Delivery, "part_told"),
        (Delivery, "member_added"),
        (Delivery, "card_posted"),
        (Greetings, "_greet"),
        (Greetings, "_tell"),
    ],
    ids=lambda place: place[1],
)
async def test_a_crash_anywhere_in_an_escalation_says_each_part_once(
    world: World, monkeypatch: pytest.MonkeyPatch, died_in: tuple[Any, str]
) -> None:
    people = world.people
    message = await people.customer.send(people.lounge, LONG, attachments=[("page.png", b"picture")])
    with monkeypatch.context() as dying:
        dying.setattr(*died_in, never)
        takes_long = partial(world.sim.advance, HOUR) if died_in[1] == "origin_kept" else nothing
        await escalated(world, message, lambda text: text[:500], takes_long)
    await crash(world, NONCE_FORGOTTEN)
    await world.sim.advance(HOUR)
    assert quoted(world).replace(" ", "") == LONG.replace(" ", "")
    assert files(world) == ["page.png"]
    assert len(world.sim.messages(thread_of(world))) == 3 + (len(LONG) > 2000)
    assert sum("Ticket #1 ·" in shown(one) for one in world.sim.messages(people.queue)) == 1
    assert rows(world.home, "SELECT kind FROM jobs WHERE kind LIKE 'ticket.%'") == []


async def test_a_message_that_is_deleted_while_the_form_is_open_is_in_the_ticket_all_the_same(
    world: World,
) -> None:
    people = world.people
    message = await people.customer.send(people.lounge, LONG, attachments=[("log.txt", b"log")])
    await escalated(world, message, lambda text: text[:900], partial(people.customer.delete, message))
    assert quoted(world).replace(" ", "") == LONG.replace(" ", "")
    assert files(world) == ["log.txt"]


async def test_a_file_that_is_gone_with_its_message_is_named(world: World) -> None:
    people = world.people
    message = await people.customer.send(people.lounge, "See here", attachments=[("log.txt", b"log")])

    async def delete() -> None:
        await people.customer.delete(message)
        world.sim.env.backend.cdn = CdnStore()

    await escalated(world, message, meanwhile=delete)
    assert files(world) == []
    assert "`log.txt`" in world.texts(thread_of(world), people.customer)


async def test_a_form_that_stays_open_for_longer_than_words_are_kept_has_the_message_as_it_is_then(
    world: World,
) -> None:
    people = world.people
    message = await people.customer.send(people.lounge, LONG, attachments=[("log.txt", b"log")])
    await escalated(world, message, lambda text: text[:900], partial(world.sim.advance, HOUR))
    assert quoted(world).replace(" ", "") == LONG.replace(" ", "")
    assert files(world) == ["log.txt"]
