"""The community's language changes while something is owed, and people of two languages work on one thing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import yaml
from simcord import InteractionResult

from tests.conftest import World, live, said, shown
from tests.journeys.homes import configure, ours, response

pytestmark = pytest.mark.usefixtures("no_incidents")

FORGETS_NONCES_SECONDS = 600.0
UNSURE = "who here reads his dmarc reports"
PROPOSAL = {
    "Category": "DNS and domains",
    "Title": "Is there a dark mode?",
    "Phrasings": "is there a dark mode\nmake the screen black at night",
    "Answer": "Under **Settings**.",
}


@pytest.fixture(autouse=True)
def spoken() -> None:
    """Here people read languages that are spoken."""


def speak_german(content: dict[str, Any]) -> None:
    content["community"]["language"] = "de"


@pytest.fixture
async def german_world(home: Path) -> AsyncIterator[World]:
    """The shipped community, if its operator had said that it speaks German."""
    configure(home, speak_german)
    async with live(home) as world:
        yield world


async def crash_and_speak_german(world: World) -> None:
    """The bot dies, Discord forgets nonces, the operator changes the language, and the bot starts again."""
    configure(world.home, speak_german)
    world.sim.env.backend.advance_clock(FORGETS_NONCES_SECONDS)
    await world.sim.kill()
    await world.sim.advance(1200)


async def dismissed(world: World) -> InteractionResult:
    """A customer got suggestions, and none was it."""
    await world.people.customer.send(world.people.help, UNSURE)
    await world.sim.advance(60)
    return await world.sim.click(world.people.customer, world.last(world.people.help), "No")


async def test_the_community_is_not_asked_again_because_it_speaks_another_language_now(world: World) -> None:
    people, sim = world.people, world.sim
    offered = response(await dismissed(world))
    await sim.click(people.customer, offered, "Ask the community")
    [thread] = sim.visible_threads(people.customer)
    assert len(ours(world, thread)) == 1
    configure(world.home, speak_german)
    await sim.restart()
    await sim.click(people.customer, offered, "Ask the community")
    assert len(ours(world, thread)) == 1


async def test_what_was_asked_before_a_crash_is_not_asked_again_in_another_language(world: World) -> None:
    people, sim = world.people, world.sim
    offered = response(await dismissed(world))
    sim.stall_next("POST", "/channels/*/messages", after=True)
    await sim.click(people.customer, offered, "Ask the community")
    await crash_and_speak_german(world)
    [thread] = sim.visible_threads(people.customer)
    assert len(ours(world, thread)) == 1


async def test_an_event_is_told_once_though_the_language_changes_between_crash_and_start(world: World) -> None:
    people, sim = world.people, world.sim
    message = await people.customer.send(people.lounge, "since monday nothing arrives any more")
    chosen = await people.staff.context_menu(people.lounge, "Escalate to ticket", message)
    modal = await sim.click(people.staff, response(chosen), "Delivery problem")
    await sim.submit(people.staff, modal, {"What happens, and since when?": "since monday nothing arrives"})
    thread = sim.thread_named("#1 ")
    before = len(ours(world, thread))
    sim.stall_next("POST", f"/channels/{thread.id}/messages", after=True)
    await people.staff.slash(people.queue, "ticket claim", number=1)
    await crash_and_speak_german(world)
    assert len(ours(world, thread)) == before + 1


async def test_an_approved_entry_is_announced_once_though_the_language_changes(world: World) -> None:
    people, sim = world.people, world.sim
    await propose(world)
    sim.stall_next("POST", f"/channels/{people.help.id}/messages", after=True)
    await sim.click(people.staff, world.last(people.queue), "Approve")
    await crash_and_speak_german(world)
    assert len(ours(world, people.help)) == 1


async def test_who_proposed_in_german_is_told_in_german_that_it_is_rejected(world: World) -> None:
    people, sim = world.people, world.sim
    sim.speaks(people.helper, "de")
    await propose(world)
    modal = await sim.click(people.staff, world.last(people.queue), "Reject")
    await sim.submit(people.staff, modal, {"Why?": "We have that"})
    told = [request.body["content"] for request in sim.requests if "We have that" in str(request.body)]
    assert told[-1].startswith("Das Team hat entschieden")


async def test_every_entry_that_is_due_is_named_also_where_german_needs_more_words(home: Path) -> None:
    names = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"]
    entries = [
        {
            "id": name,
            "title": f"{name} {'how do I set up a very long thing with a great many words in it ' * 2}"[:100],
            "questions": [f"how do i set up thing {name} please", f"what is {name} for anyway"],
            "answer": "So.",
            "owner": "O" * 80,
            "review_by": yaml.safe_load("2020-01-31"),
        }
        for name in names
    ]
    (home / "faq" / "dns.yaml").write_text(yaml.safe_dump({"category": "DNS", "entries": entries}), "utf-8")
    configure(home, speak_german)
    async with live(home) as world:
        await world.sim.advance(2 * 86400)
        told = "\n".join(ours(world, world.people.queue))
        assert [name for name in names if f"`{name} how" not in told] == []


async def test_a_ticket_that_german_staff_open_for_an_english_question_speaks_english(german_world: World) -> None:
    people, sim = german_world.people, german_world.sim
    sim.speaks(people.staff, "de")
    await people.customer.send(people.help, "how do i set up spf")
    modal = await sim.click(people.staff, german_world.last(people.help), "Ich brauche noch Hilfe")
    assert modal.modal is not None
    box = next(row["label"] for row in modal.modal["components"] if row["component"].get("style") == 2)
    await sim.submit(people.staff, modal, {box: "spf is missing"})
    [thread] = sim.visible_threads(people.customer)
    assert "your ticket is in the queue" in german_world.texts(thread)


async def test_an_entry_is_named_in_the_language_of_the_question_and_of_who_looks(home: Path) -> None:
    configure(home, speak_german)
    file = home / "faq" / "dns.yaml"
    file.write_text(re.sub(r" *ticket_type: .*\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    async with live(home) as world:
        people, sim = world.people, world.sim
        sim.speaks(people.customer, "de")
        await people.customer.send(people.help, "wie richte ich spf ein")
        assert "Wie richte ich SPF ein?" in shown(world.last(people.help))
        pressed = await sim.click(people.customer, world.last(people.help), "Ich brauche noch Hilfe")
        await sim.click(people.customer, response(pressed), "Community fragen")
        [thread] = sim.visible_threads(people.customer)
        assert "*Wie richte ich SPF ein?* hat nicht geholfen." in world.texts(thread)
        assert "How do I set up SPF?" in said(await people.staff.slash(people.queue, "faq stats"))
        sim.speaks(people.staff, "de")
        assert "Wie richte ich SPF ein?" in said(await people.staff.slash(people.queue, "faq stats"))


async def test_a_reminder_is_given_once_though_its_entry_is_named_in_another_language_now(world: World) -> None:
    entry = {
        "id": "alpha",
        "title": "How do I do alpha?",
        "questions": ["how do i do alpha", "what is alpha for"],
        "answer": "So.",
        "review_by": world.sim.now().date(),
        "translations": {
            "de": {"title": "Wie geht Alpha?", "questions": ["wie geht alpha", "wozu ist alpha"], "answer": "So."}
        },
    }
    file = world.home / "faq" / "dns.yaml"
    file.write_text(yaml.safe_dump({"category": "DNS", "entries": [entry]}), encoding="utf-8")
    await world.sim.restart()
    world.sim.stall_next("POST", f"/channels/{world.people.queue.id}/messages", after=True)
    await world.sim.advance(86400)
    await crash_and_speak_german(world)
    assert len([text for text in ours(world, world.people.queue) if "alpha" in text.casefold()]) == 1


async def test_of_two_drafts_with_one_title_each_decision_is_told(world: World) -> None:
    people, sim = world.people, world.sim
    for is_down in (False, True):
        await propose(world)
        modal = await sim.click(people.staff, world.last(people.queue), "Reject")
        if is_down:
            sim.fail_next("POST", "/channels/*/messages", status=503)
        await sim.submit(people.staff, modal, {"Why?": ""})
        await sim.advance(900)
    direct = await sim.bot.create_dm(discord.Object(people.helper.id))
    assert len([message async for message in direct.history()]) == 2


async def propose(world: World) -> None:
    """A helper proposes an entry, whatever their form's language."""
    people, sim = world.people, world.sim
    modal = await people.helper.slash(people.help, "faq propose")
    fields = sim.open_modal_values(modal)
    await sim.submit(
        people.helper,
        modal,
        {field.label: value for field, value in zip(fields, PROPOSAL.values(), strict=False)},
    )
