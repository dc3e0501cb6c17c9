"""Shadow mode: the FAQ says nothing, staff judge what it would have said, and learn which threshold is right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from simcord import InteractionResult

from tests.conftest import World, live, said, shown

SPF, DKIM = "how do i set up spf", "how do i set up dkim"


@pytest.fixture
async def shadowed(home: Path) -> AsyncIterator[World]:
    """The shipped community with #help and the forum in shadow mode."""
    text = (home / "config.yaml").read_text(encoding="utf-8")
    assert "  shadow: []\n" in text
    (home / "config.yaml").write_text(
        text.replace("  shadow: []\n", "  shadow: [help, ask-the-community]\n"), encoding="utf-8"
    )
    async with live(home) as world:
        yield world


async def digest(world: World) -> discord.Message:
    """What Sam reads after `/faq shadow`."""
    await world.sim.advance(2)  # until what needed no answer is written down
    reply = await world.people.staff.slash(world.people.queue, "faq shadow")
    assert reply.ephemeral
    assert reply.response is not None
    return reply.response.message


async def press(world: World, message: discord.Message, label: str) -> InteractionResult:
    return await world.sim.click(world.people.staff, message, label)


def now(world: World, message: discord.Message) -> str:
    """What stands in the digest by now."""
    again = [one for one in world.sim.messages(world.people.queue, world.people.staff) if one.id == message.id]
    return shown(again[0])


async def test_in_a_shadowed_channel_it_says_nothing_and_elsewhere_it_answers(shadowed: World) -> None:
    people = shadowed.people
    await people.customer.send(people.help, SPF)
    post = await shadowed.sim.post(people.customer, people.forum, SPF, "thanks")
    await shadowed.sim.advance(10)
    assert len(shadowed.sim.messages(people.help)) == len(shadowed.sim.messages(post)) == 1
    elsewhere = shadowed.sim.guild.channels["dns-and-domains"]
    await people.neighbour.send(elsewhere, SPF)
    assert shadowed.last(elsewhere).author.bot


async def test_staff_judge_one_after_the_other_in_place(shadowed: World) -> None:
    people = shadowed.people
    first = await people.customer.send(people.help, SPF)
    second = await people.neighbour.send(people.help, DKIM)
    message = await digest(shadowed)
    read = shown(message)
    assert (
        f"{people.help.mention}, {people.forum.mention}: **2** questions, of which I would have answered **"
        in read
    )
    assert "Labelled: **0**, still to label: **2**." in read
    assert f"`{SPF}`\n{first.jump_url}\n→ **How do I set up SPF?** · score " in read
    assert "[Right]" in read
    await press(shadowed, message, "Right")
    assert f"`{DKIM}`\n{second.jump_url}\n→ **" in now(shadowed, message)
    await press(shadowed, message, "Wrong")
    read = now(shadowed, message)
    assert "Labelled: **2**, still to label: **0**." in read
    assert "There is nothing to label." in read
    assert "[Right]" not in read
    assert len(shadowed.sim.messages(people.queue)) == 0


async def test_what_is_skipped_comes_again_the_next_time(shadowed: World) -> None:
    people = shadowed.people
    await people.customer.send(people.help, SPF)
    await people.neighbour.send(people.help, DKIM)
    message = await digest(shadowed)
    await press(shadowed, message, "Skip")
    await press(shadowed, message, "Right")
    assert "That was the last one. 1 skipped: `/faq shadow` begins again with the oldest." in now(
        shadowed, message
    )
    assert f"`{SPF}`" in shown(await digest(shadowed))


async def test_suggestions_and_what_was_unsure_are_judged_too_and_chatter_is_not(shadowed: World) -> None:
    people = shadowed.people
    await people.customer.send(people.help, "my domain and spf or dkim or dmarc, all of it please")
    await people.neighbour.send(people.help, "🙂 🙂 🙂 zz 🙂")
    read = shown(await digest(shadowed))
    assert "my domain and spf or dkim" in read


async def test_only_staff_see_it(shadowed: World) -> None:
    people = shadowed.people
    for member in (people.customer, people.helper):
        reply = await member.slash(people.lounge, "faq shadow")
        assert said(reply) == "Only staff can do this."
        assert reply.ephemeral


async def test_two_of_staff_who_look_at_the_same_question_do_not_overwrite_each_other(shadowed: World) -> None:
    people = shadowed.people
    await people.customer.send(people.help, SPF)
    mine = await digest(shadowed)
    theirs = await people.colleague.slash(people.queue, "faq shadow")
    assert theirs.response is not None
    await shadowed.sim.click(people.colleague, theirs.response, "Wrong")
    refused = await press(shadowed, mine, "Right")
    assert said(refused) == f"{people.colleague.mention} has judged this one already. Press *Skip* to go on."


async def test_what_was_asked_is_shown_as_it_was_typed(shadowed: World) -> None:
    people = shadowed.people
    await people.customer.send(people.help, "@everyone **how** do i `set` up spf [x](http://a.b)")
    assert "`@everyone **how** do i ˋsetˋ up spf [x](http://a.b)`" in shown(await digest(shadowed))


async def test_a_deleted_question_is_nobodys_to_judge(shadowed: World) -> None:
    people = shadowed.people
    question = await people.customer.send(people.help, SPF)
    message = await digest(shadowed)
    await people.customer.delete(question)
    assert "I no longer know which question" in said(await press(shadowed, message, "Right"))
    assert "There is nothing to label." in shown(await digest(shadowed))


async def test_from_twenty_labels_on_it_shows_what_thresholds_would_have_done(shadowed: World) -> None:
    people = shadowed.people
    for _ in range(20):
        await people.customer.send(people.help, SPF)
        await shadowed.sim.advance(5)
    message = await digest(shadowed)
    assert "From 20 labels on I show here which threshold would have been right. There are 0." in now(
        shadowed, message
    )
    for _ in range(20):
        await press(shadowed, message, "Right")
    read = now(shadowed, message)
    threshold = shadowed.config.faq.threshold
    assert (
        f"`{threshold:.2f}` answers 100%, of which right: 100% (likely ≥ 84%; 20 of 20) ← now ← proposed" in read
    )
    assert "The threshold is right as it is." in read
    assert "`0.30` answers 100%" in read


async def test_labels_change_no_threshold_by_themselves(shadowed: World) -> None:
    people = shadowed.people
    for _ in range(20):
        await people.customer.send(people.help, SPF)
        await shadowed.sim.advance(5)
    message = await digest(shadowed)
    for _ in range(20):
        await press(shadowed, message, "Wrong")
    read = now(shadowed, message)
    assert "of which right: 0% (likely ≥ 0%; 0 of 20) ← now" in read
    assert "With no threshold 95% of the answers would have been right." in read
    await people.neighbour.send(people.help, SPF)
    assert "of which I would have answered **21**" in shown(await digest(shadowed))


async def test_where_no_channel_is_in_shadow_mode_it_says_how_to_begin(world: World) -> None:
    people = world.people
    reply = await people.staff.slash(people.queue, "faq shadow")
    assert "No channel is in shadow mode. Name some in config.yaml under `faq.shadow`" in said(reply)
