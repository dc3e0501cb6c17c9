"""What staff see of the FAQ's worth: `/faq stats`, `/faq gaps`, `/faq stale`; and that nobody else does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from simcord import MemberActor

from tests.conftest import World, live, said, shown

HOUR, DAY = 3600.0, 86_400.0
SPF, DKIM = "how do i set up spf", "how to set up dkim for my domain"
CAKES = (
    "who knows a good cake recipe",
    "does anybody have a **cake** recipe?",
    "a @everyone recipe for cake please",
)


async def stats(world: World, **options: int) -> str:
    return said(await world.people.staff.slash(world.people.queue, "faq stats", **options))


async def test_a_press_confirms_silence_is_assumed_and_both_are_told_apart(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, SPF)
    await world.sim.click(people.customer, world.last(people.help), "Solved it")
    await people.neighbour.send(people.help, DKIM)
    assert "✅ 1 confirmed · ☑️ 0 assumed" in await stats(world)
    assert "⏳ 1 open" in await stats(world)
    await world.sim.advance(DAY)
    text = await stats(world)
    assert "**2** answers to **2** questions" in text
    assert "✅ 1 confirmed · ☑️ 1 assumed · ↩️ 0 retracted · ❌ 0 unhelped · 👤 0 overtaken · ⏳ 0 open" in text
    assert f"{people.help.mention} · **2** · ✅ 1 · ☑️ 1" in text
    report = said(await people.staff.slash(people.queue, "report"))
    assert "Deflected: 2 (100%): 1 confirmed, 1 assumed" in report


@pytest.mark.parametrize("presses_first", [True, False])
async def test_who_comes_back_with_a_follow_up_was_not_helped(world: World, presses_first: bool) -> None:
    people = world.people
    await people.customer.send(people.help, SPF)
    answer = world.last(people.help)
    if presses_first:
        await world.sim.click(people.customer, answer, "Solved it")
    await world.sim.advance(30 * HOUR)
    assert "↩️ 0 retracted" in await stats(world)
    await people.customer.send(people.help, "sorry, it fails again since today", reply_to=answer)
    assert "↩️ 1 retracted" in await stats(world)
    assert "Deflected: 0 (0%)" in said(await people.staff.slash(people.queue, "report"))


async def test_thanks_above_a_picture_are_a_follow_up(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, SPF)
    answer = world.last(people.help)
    await world.sim.advance(30 * HOUR)
    await people.customer.send(people.help, "Thanks", reply_to=answer)
    assert "↩️ 0 retracted" in await stats(world)
    await people.customer.send(people.help, "Thanks", reply_to=answer, attachments=[("wrong.png", b"picture")])
    assert "↩️ 1 retracted" in await stats(world)


async def test_a_ticket_of_the_kind_that_the_entry_leads_to_takes_a_deflection_back(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, SPF)
    await world.sim.advance(DAY)
    assert "☑️ 1 assumed" in await stats(world)
    await world.open_ticket(type_label="Delivery problem")
    assert "☑️ 0 assumed · ↩️ 1 retracted" in await stats(world)


async def test_a_person_who_answers_first_overtakes_the_faq(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, SPF)
    await people.helper.send(people.help, "one TXT record, v=spf1 and so on", reply_to=question)
    await world.sim.advance(DAY)
    assert "☑️ 0 assumed · ↩️ 0 retracted · ❌ 0 unhelped · 👤 1 overtaken" in await stats(world)


async def test_what_staff_press_is_shown_apart(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, SPF)
    await world.sim.click(people.staff, world.last(people.help), "Solved it")
    text = await stats(world)
    assert "✅ 0 confirmed" in text
    assert "👍 1 · 👎 0 is what staff and helpers say of them" in text


async def test_stats_look_back_as_far_as_they_are_told_and_say_why_the_faq_was_silent(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, SPF)
    await world.sim.advance(5)
    await people.customer.send(people.help, SPF)
    text = await stats(world, days=1)
    assert "Silent: 1 × the member had that answer within 24 h" in text
    await world.sim.advance(2 * DAY)
    assert "**0** answers to **0** questions" in await stats(world, days=1)
    assert "**1** answer to **2** questions" in await stats(world, days=3)


async def test_a_hold_out_is_too_small_to_tell_at_first(home: Path) -> None:
    config = home / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("hold_out_percent: 0", "hold_out_percent: 20"), encoding="utf-8")
    async with live(home) as world:
        assert world.config.faq.hold_out_percent == 20
        for number in range(24):
            asker = world.sim.guild.add_member(world.sim.env.create_user(f"asker{number}"))
            await asker.send(world.people.help, SPF)
            await world.sim.advance(HOUR / 4)
        assert "held out by lot" in await stats(world)
        assert "Does answering save tickets?" not in await stats(world)
        await world.sim.advance(3 * DAY)
        text = await stats(world)
        assert "Does answering save tickets?" in text
        assert "Too few to tell." in text


# Gaps


async def gaps(world: World) -> str:
    await world.sim.advance(2)  # until what needed no answer is written down
    return said(await world.people.staff.slash(world.people.queue, "faq gaps"))


async def test_a_gap_is_shown_from_three_people_up_and_what_they_wrote_does_nothing(world: World) -> None:
    people = world.people
    askers = (people.customer, people.neighbour, people.newcomer)
    for asker, text in zip(askers[:2], CAKES[:2], strict=True):
        await asker.send(people.help, text)
    await world.sim.advance(60)
    await people.customer.send(people.help, "a cake recipe, does really nobody know one")
    text = await gaps(world)
    assert "cake" not in text
    assert "Nothing that 3 different people asked went unanswered." in text
    assert "Not shown: 3 more questions, in groups of fewer than 3 people." in text
    await askers[2].send(people.help, CAKES[2])
    text = await gaps(world)
    assert "**3 people**, 4 questions: cake, recipe" in text
    assert "> `a @everyone recipe for cake please`" in text
    assert "Nearest entry" not in text


async def test_forgotten_words_are_counted_and_not_shown(home: Path) -> None:
    config = home / "config.yaml"
    text = config.read_text(encoding="utf-8")
    assert "keep_text_days: 30" in text
    config.write_text(text.replace("keep_text_days: 30", "keep_text_days: 1"), encoding="utf-8")
    async with live(home) as world:
        people = world.people
        for asker in (people.customer, people.neighbour, people.newcomer):
            await asker.send(people.help, CAKES[0])
        assert "**3 people**" in await gaps(world)
        await world.sim.advance(2 * DAY)
        text = await gaps(world)
        assert "cake" not in text
        assert "3 more whose words are forgotten." in text


# Entries to look at again


async def suspect(world: World, asker: MemberActor, question: str) -> None:
    """An answer that a helper marks as wrong."""
    people = world.people
    await asker.send(people.help, question)
    await world.sim.click(people.helper, world.last(people.help), "FAQ wrong")


async def test_a_suspect_entry_is_cleared_by_its_button_and_answers_again(world: World) -> None:
    people = world.people
    await suspect(world, people.customer, SPF)
    await suspect(world, people.newcomer, DKIM)
    await world.sim.advance(DAY)
    await people.neighbour.send(people.help, SPF)
    assert not world.last(people.help).author.bot

    found = await people.staff.slash(people.queue, "faq stale")
    assert found.ephemeral
    assert f"by {people.helper.mention}" in said(found)
    assert f"[the question](https://discord.com/channels/{world.sim.guild.id}/{people.help.id}/" in said(found)
    assert said(found).count("[It is right: ") == 2
    assert found.response is not None
    await world.sim.click(people.staff, found.response, "It is right: How do I set up SPF?")
    again = said(await people.staff.slash(people.queue, "faq stale"))
    assert "SPF" not in again
    assert "[It is right: How do I turn on DKIM for my domain?]" in again

    await people.member.send(people.help, SPF)
    assert "SPF" in shown(world.last(people.help))


async def test_the_message_with_the_button_is_brought_up_to_date(world: World) -> None:
    people = world.people
    await suspect(world, people.customer, SPF)
    found = await people.staff.slash(people.queue, "faq stale")
    assert found.response is not None
    pressed = await world.sim.click(people.staff, found.response, "It is right: How do I set up SPF?")
    assert "No entry is marked as wrong" in said(pressed)
    assert "[It is right" not in said(pressed)


async def test_an_entry_past_its_review_date_is_named_with_its_owner(home: Path) -> None:
    file = home / "faq" / "dns.yaml"
    before, spf, after = file.read_text(encoding="utf-8").partition("  - id: spf-setup\n")
    assert "review_by: 2027-03-01" in after
    file.write_text(before + spf + after.replace("2027-03-01", "2025-12-31", 1), encoding="utf-8")
    async with live(home) as world:
        people = world.people
        text = said(await people.staff.slash(people.queue, "faq stale"))
        assert "Past their review date: **How do I set up SPF?** · 2025-12-31 · Engineering" in text


async def test_an_entry_that_helps_few_is_failing(world: World) -> None:
    people = world.people
    others = [world.sim.guild.add_member(world.sim.env.create_user(f"other{number}")) for number in range(2)]
    for asker in (people.customer, people.neighbour, people.newcomer, *others):
        await asker.send(people.help, SPF)
        await world.sim.click(asker, world.last(people.help), "Still need help")
        await world.sim.advance(timedelta(minutes=30).total_seconds())
    text = said(await people.staff.slash(people.queue, "faq stale"))
    assert "Help less than half of the askers (90 days): **How do I set up SPF?** · 0 of 5 deflected" in text


@pytest.mark.parametrize("command", ["faq stats", "faq gaps", "faq stale"])
async def test_customers_and_helpers_are_told_nothing(world: World, command: str) -> None:
    people = world.people
    for person in (people.customer, people.helper):
        refused = await person.slash(people.lounge, command)
        assert said(refused) == "Only staff can do this."
