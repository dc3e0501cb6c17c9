"""Who writes to the bot alone is answered, and led into a server with all that they wrote."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import InteractionResult, MemberActor
from simcord.backend.models import MessageSticker, Poll, PollAnswer

from bot.simulated.community import build
from tests.conftest import World, live, said, shown
from tests.journeys.homes import (
    CALENDAR,
    PARKING,
    PARKING_ANSWER,
    SPF,
    SPF_ANSWER,
    UNKNOWN,
    configure,
    response,
    small_home,
)
from tests.journeys.test_crash_matrix import crash

pytestmark = pytest.mark.usefixtures("no_incidents")

PAUSE = 5
"""Seconds after which the bot replies."""


async def writes(world: World, who: MemberActor, *lines: str) -> None:
    """They write this without a pause, and wait for a reply."""
    for line in lines:
        await who.send_dm(line)
    await world.sim.advance(PAUSE)


async def sends(world: World, who: MemberActor, picture: str) -> None:
    """Only a picture, and they wait for a reply."""
    stored = world.sim.env.backend.store_attachments(who.user.dm_channel.id, [(picture, b"picture")])
    await who.send_dm("", attachments=stored)
    await world.sim.advance(PAUSE)


def replies(world: World, who: MemberActor) -> list[discord.Message]:
    """What the bot has said to them, and no other reads."""
    own = world.sim.env.backend.bot_user.id
    return [message for message in world.sim.messages(who.user.dm_channel) if message.author.id == own]


async def press(world: World, who: MemberActor, message: discord.Message, label: str) -> InteractionResult:
    return await world.sim.click(who.user, message, label)


def in_public(world: World) -> str:
    people = world.people
    return "\n".join(
        world.texts(channel) for channel in (people.help, people.lounge, people.tickets, people.queue)
    )


async def test_a_sure_answer_is_given_and_its_buttons_work_as_in_the_server(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "home")) as world:
        ann, sim = world.people.customer, world.sim
        await writes(world, ann, "hello", SPF, "thanks in advance")
        (answer,) = replies(world, ann)
        assert SPF_ANSWER in shown(answer)
        assert "[Solved it]" in shown(answer)
        assert "FAQ wrong" not in shown(answer)
        await press(world, ann, answer, "Solved it")
        (answer,) = replies(world, ann)
        assert "Marked as solved" in shown(answer)
        assert "[" not in shown(answer).replace("[Solved", "")
        await writes(world, ann, "thank you!")
        assert shown(replies(world, ann)[-1]) == "You are welcome."

        noor = world.people.neighbour
        await writes(world, noor, SPF)
        form = await press(world, noor, replies(world, noor)[-1], "Still need help")
        labels = [field.label for field in sim.open_modal_values(form) if field.kind == "text_input"]
        offered = await sim.submit(noor.user, form, dict.fromkeys(labels, SPF))
        assert SPF_ANSWER not in said(offered), "this answer has just failed"
        assert "#1" in said(offered)
        assert SPF in world.texts(sim.thread_named("#1 "), noor)
        stats = said(await world.people.staff.slash(world.people.lounge, "faq stats"))
        assert "Direct messages" in stats


async def test_a_form_that_is_refused_in_a_direct_message_is_opened_again_as_it_was_typed(tmp_path: Path) -> None:
    home = small_home(tmp_path / "home")

    def ask_for_a_number(content: dict[str, Any]) -> None:
        kind = next(one for one in content["tickets"]["types"] if one["id"] == "billing")
        number = {"id": "number", "label": "Which invoice?", "kind": "short"}
        pattern = {"regex": "[0-9]+", "example": "4711", "message": "A number, please."}
        kind["fields"] = [
            number | {"pattern": pattern},
            {"id": "wish", "label": "What else?", "kind": "paragraph"},
        ]
        kind.pop("title", None)

    configure(home, ask_for_a_number)
    async with live(home) as world:
        ann, sim = world.people.customer, world.sim
        await writes(world, ann, UNKNOWN)
        form = await press(world, ann, replies(world, ann)[-1], "Billing")
        refused = await sim.submit(
            ann.user, form, {"Which invoice?": "call me maybe", "What else?": "The wrong amount"}
        )
        assert "A number, please." in said(refused)
        assert refused.response is not None
        await sim.restart()
        again = await sim.click(ann.user, refused.response, "Try again")
        assert "The wrong amount" in str(again.modal)
        right = {"Which invoice?": "4711", "What else?": "The wrong amount"}
        assert "#1" in said(await sim.submit(ann.user, again, right))


async def test_what_the_faq_does_not_know_goes_into_the_form_as_it_was_written_pictures_too(
    tmp_path: Path,
) -> None:
    async with live(small_home(tmp_path / "home")) as world:
        ann, sim = world.people.customer, world.sim
        await writes(world, ann, "hi", UNKNOWN, "it should be moist")
        (led,) = replies(world, ann)
        assert "not sure of an answer" in shown(led)
        await writes(world, ann, "and for ten people")
        assert len(replies(world, ann)) == 1, "a flood brings one reply a minute"
        await sends(world, ann, "cake.png")

        form = await press(world, ann, led, "Feature request")
        assert form.modal is not None
        values = {row["component"]["custom_id"]: row["component"].get("value") for row in form.modal["components"]}
        wrote = f"hi\n{UNKNOWN}\nit should be moist\nand for ten people"
        assert wrote in values.values()
        assert wrote not in in_public(world)
        assert UNKNOWN not in in_public(world)
        labels = [field.label for field in sim.open_modal_values(form) if field.kind == "text_input"]
        opened = await sim.submit(ann.user, form, dict.fromkeys(labels, "A recipe, please"))
        assert "#1" in said(opened)
        thread = sim.thread_named("#1 ")
        assert "A recipe, please" in world.texts(thread, ann)
        assert UNKNOWN not in world.texts(thread, ann), "only what was sent by the form"
        assert any(file.filename == "cake.png" for one in sim.messages(thread, ann) for file in one.attachments)

        again = await press(world, ann, led, "Feature request")
        assert "#1" in said(again)

        nils = world.people.newcomer
        await sends(world, nils, "error.png")
        assert "cannot look at files" in shown(replies(world, nils)[-1])


async def test_last_chances_and_an_open_ticket_are_offered_in_a_direct_message_too(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "home", suggest_from=0.45)) as world:
        ann, sim = world.people.customer, world.sim
        await writes(world, ann, UNKNOWN)
        forms = [await press(world, ann, replies(world, ann)[-1], "Billing") for _ in range(3)]
        answers = {"What is it about?": "An invoice"}
        need = "What do you need? (no card numbers, please)"
        offered = await sim.submit(ann.user, forms[0], answers | {need: CALENDAR})
        assert "does one of these 2 answer it?" in said(offered)
        read = said(await sim.click(ann.user, response(offered), "How do I share a calendar on a tablet?"))
        assert "Drag the calendar to" in read
        assert "[Share" not in read, "there is nobody to share it with"
        assert "No ticket is opened." in said(await sim.click(ann.user, response(offered), "Solved it"))
        await sim.restart()
        opened = await sim.click(ann.user, response(offered), "Still need help")
        thread = sim.thread_named("#1 Billing")
        assert said(opened) == f"Ticket #1 is open: {thread.mention}\n[Go to ticket #1]"

        refused = await sim.submit(ann.user, forms[1], answers | {need: "It was paid twice"})
        assert "[Try again]" in said(refused)
        added = await sim.click(ann.user, response(refused), "Add it to #1")
        assert "It is in your ticket now" in said(added)
        assert "[Go to ticket #1]" in said(added)
        assert "It was paid twice" in world.texts(thread, ann)

        await writes(world, ann, "it was on the third of May", "and there is a stain")
        led = replies(world, ann)[-1]
        assert shown(led).startswith("You have an open ticket. Does it belong there?")
        assert thread.mention in shown(led)
        assert next(line for line in shown(led).splitlines() if line.startswith("[")) == "[Add it to #1]"
        await sends(world, ann, "receipt.png")
        full = await press(world, ann, led, "Billing")
        assert "There is an open ticket of this kind already" in said(full)
        assert "[Add it to #1]" in said(full)
        assert "It is in your ticket now" in said(await press(world, ann, led, "Add it to #1"))
        texts = world.texts(thread, ann)
        assert "it was on the third of May\nand there is a stain" in texts
        assert UNKNOWN not in texts, "what was answered before is no part of it"
        assert any(file.filename == "receipt.png" for one in sim.messages(thread, ann) for file in one.attachments)
        assert "[Billing]" not in shown(replies(world, ann)[-1]), "it is settled"

        await writes(world, ann, "the stain is blue")
        earlier = replies(world, ann)[-1]
        await sim.advance(60)
        await writes(world, ann, "and round")
        later = replies(world, ann)[-1]
        for prompt in (later, earlier):
            await press(world, ann, prompt, "Add it to #1")
        texts = world.texts(thread, ann)
        assert (texts.count("the stain is blue"), texts.count("and round")) == (1, 1)

        await writes(world, ann, "and one thing more")
        assert "[Add it to #1]" in shown(replies(world, ann)[-1]), "who has pressed something is answered at once"
        await sim.advance(60)
        form = await press(world, ann, replies(world, ann)[-1], "Feature request")
        wish = await sim.submit(ann.user, form, {"What would you like to be able to do?": "Stains removed"})
        assert "You have an open ticket. Does it belong there?" in said(wish)
        assert "#2" in said(await sim.click(ann.user, response(wish), "Still need help"))


async def test_of_several_servers_they_are_asked_which_and_a_guest_of_none_is_told_so(tmp_path: Path) -> None:
    home = small_home(tmp_path / "home")
    async with live(home) as world:
        sim, ann = world.sim, world.people.customer
        there = build(sim, world.config)
        elsewhere = there.lounge.guild
        sim.env.backend.edit_guild(elsewhere.id, {"name": "Letters"})
        elsewhere.add_member(ann.user)
        configure(home, lambda content: content["discord"].update(servers=[sim.guild.id, elsewhere.id]))
        await sim.restart()
        await writes(world, ann, SPF)
        (asked,) = replies(world, ann)
        assert "In which one" in shown(asked)
        await writes(world, there.customer, PARKING)
        assert "as long as you like" in shown(replies(world, there.customer)[-1])

        await press(world, ann, asked, "Letters")
        assert SPF_ANSWER in shown(replies(world, ann)[-1])
        await writes(world, ann, PARKING)
        assert "as long as you like" in shown(replies(world, ann)[-1]), "they are asked once"
        answer = replies(world, ann)[-1]
        await sim.advance(3600)
        await writes(world, ann, UNKNOWN)
        await press(world, ann, replies(world, ann)[-1], "Letters")
        assert "not sure of an answer" in shown(replies(world, ann)[-1]), "who has just said where is led on"
        sim.env.backend.remove_member(elsewhere.id, ann.id)
        await sim.settle()
        assert "no member of that server any more" in said(await press(world, ann, answer, "Still need help"))

        guest = sim.env.create_user("guest")
        await guest.send_dm(UNKNOWN)
        await world.sim.advance(PAUSE)
        own = sim.env.backend.bot_user.id
        told = [shown(one) for one in sim.messages(guest.dm_channel) if one.author.id == own]
        assert len(told) == 1
        assert "none of the servers" in told[0]


async def test_nothing_vanishes_whatever_happens_meanwhile(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "home", keep_text_days=0)) as world:
        sim, people = world.sim, world.people
        ann, noor, nils = people.customer, people.neighbour, people.newcomer
        await ann.slash(people.lounge, "faq opt-out")
        await ann.send_dm(SPF)
        await crash(world, 60)
        await sim.advance(PAUSE)
        assert [SPF_ANSWER in shown(reply) for reply in replies(world, ann)] == [True]
        await writes(world, ann, SPF)
        assert "I have just answered you" in shown(replies(world, ann)[-1])

        taken_back = await noor.send_dm(UNKNOWN)
        await noor.user.delete(taken_back)
        await sim.advance(PAUSE)
        assert replies(world, noor) == []
        sim.fail_next("POST", "/channels/*/messages", status=403, code=50007)
        await writes(world, noor, UNKNOWN)
        assert replies(world, noor) == []
        assert "Everything is in place" in said(await people.administrator.slash(people.lounge, "setup"))

        await writes(world, nils, *(f"{UNKNOWN}, number {number} {'7' * 200}" for number in range(8)))
        led = replies(world, nils)[-1]
        form = await press(world, nils, led, "Feature request")
        labels = [field.label for field in sim.open_modal_values(form) if field.kind == "text_input"]
        sim.env.backend.remove_member(sim.guild.id, nils.id)
        await sim.settle()
        refused = said(await sim.submit(nils.user, form, dict.fromkeys(labels, "All eight recipes")))
        assert "no member of that server any more" in refused
        assert "All eight recipes" in refused

        sim.guild.add_member(nils.user)
        await sim.settle()
        form = await press(world, nils, led, "Feature request")
        assert "#1" in said(await sim.submit(nils.user, form, dict.fromkeys(labels, "All eight recipes")))
        assert "number 7" in world.texts(sim.thread_named("#1 "), people.staff), "the form cannot hold it all"


async def test_what_was_written_while_the_bot_was_off_is_answered_late_and_says_so(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "home")) as world:
        sim, ann, noor = world.sim, world.people.customer, world.people.neighbour
        backend = sim.env.backend
        await writes(world, ann, "thanks!")
        await writes(world, noor, UNKNOWN)

        def writes_meanwhile() -> None:
            for text in (SPF, "anybody there?"):
                backend.create_message(ann.user.dm_channel.id, ann.id, text, broadcast=False)
            backend.create_message(noor.user.dm_channel.id, noor.id, PARKING, broadcast=False)

        await crash(world, 60, writes_meanwhile)
        await sim.advance(PAUSE + 10)
        assert SPF_ANSWER in shown(replies(world, ann)[-1])
        assert PARKING_ANSWER in shown(replies(world, noor)[-1])
        assert not any("I was off" in shown(reply) for reply in replies(world, ann)), "a minute is no delay"

        def writes_long_before() -> None:
            backend.create_message(ann.user.dm_channel.id, ann.id, PARKING, broadcast=False)
            backend.advance_clock(3600)

        await crash(world, 60, writes_long_before)
        await sim.advance(PAUSE + 10)
        *_, sorry, answer = [shown(one) for one in replies(world, ann)]
        assert sorry.startswith("I was off, or had lost my connection, when you wrote <t:")
        assert PARKING_ANSWER in answer
        told = len(replies(world, ann))
        await sim.restart()
        await sim.advance(2 * 24 * 3600)
        assert len(replies(world, ann)) == told, "it is answered once"


async def test_what_has_no_words_is_answered_by_something_true_and_goes_along(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "home")) as world:
        sim, people, backend = world.sim, world.people, world.sim.env.backend
        ann = people.customer

        async def sends_directly(who: MemberActor, text: str = "", **more: Any) -> str:
            backend.create_message(who.user.dm_channel.id, who.id, text, **more)
            await sim.settle()
            await sim.advance(61)
            return shown(replies(world, who)[-1])

        assert await sends_directly(ann, "👍") == "You are welcome."
        assert "not sure of an answer" in await sends_directly(ann, "🤔")
        wave = MessageSticker(backend.snowflake(), "Wave", 1, sim.guild.id)
        assert "read nothing but words" in await sends_directly(ann, stickers=[wave])
        answers = [PollAnswer(1, "The blue one"), PollAnswer(2, "The red one")]
        poll = Poll("Which invoice is wrong?", answers, (sim.now() + timedelta(days=1)).isoformat())
        assert "read nothing but words" in await sends_directly(ann, poll=poll)
        source = await people.neighbour.send(people.help, SPF, attachments=[("zone.txt", b"txt")])
        forward = {"type": 1, "channel_id": str(people.help.id), "message_id": str(source.id)}
        assert SPF_ANSWER in await sends_directly(ann, reference=forward), "forwarded words are words"
        await sends_directly(ann, "4711 " * 399)  # simulated Discord takes no 4,000 characters
        assert "not sure" in await sends_directly(ann, "4711 " * 400)

        form = await press(world, ann, replies(world, ann)[1], "Feature request")
        labels = [field.label for field in sim.open_modal_values(form) if field.kind == "text_input"]
        opened = await sim.submit(ann.user, form, dict.fromkeys(labels, "All of this"))
        assert "#1" in said(opened)
        thread = sim.thread_named("#1 ")
        texts = world.texts(thread, ann)
        for part in (
            "👍",
            "🤔",
            "[Wave](",
            "Which invoice is wrong?\n• The blue one\n• The red one",
            SPF,
            "4711 4711",
        ):
            assert part in texts
        assert texts.count("4711") == 799
        assert any(file.filename == "zone.txt" for one in sim.messages(thread, ann) for file in one.attachments)
