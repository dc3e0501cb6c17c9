"""What customers and staff see of tickets."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import InteractionResult
from simcord.backend.cdn import CdnStore
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.conftest import World, said, shown
from tests.journeys.card import press
from tests.journeys.homes import configure, staff_have_it_at_once

DAY = 86400


@pytest.fixture
def home(home: Path) -> Path:
    configure(home, staff_have_it_at_once)
    return home


async def test_the_panel_opens_a_private_thread(world: World) -> None:
    people, sim = world.people, world.sim
    found = await people.administrator.slash(people.lounge, "setup")
    assert found.response is not None
    await sim.click(people.administrator, found.response, "Post or refresh the panel")
    panel = world.last(people.tickets)
    assert "Larkmail: get help from staff" in shown(panel)

    modal = await sim.click(people.customer, panel, "Feature request")
    answers = {
        field.label: "Please sort folders" for field in sim.open_modal_values(modal) if field.kind == "text_input"
    }
    reply = await sim.submit(people.customer, modal, answers)
    thread = sim.thread_named("#1 Feature request")
    assert thread.mention in said(reply)
    assert reply.ephemeral
    assert thread.id in [one.id for one in sim.visible_threads(people.customer)]
    assert thread.id in [one.id for one in sim.visible_threads(people.staff)]
    assert thread.id not in [one.id for one in sim.visible_threads(people.neighbour)]
    assert "You are next in line" in world.texts(thread, people.customer)
    assert len(sim.messages(people.tickets)) == 1, "a private thread does not announce itself"


async def test_a_type_for_the_community_opens_no_ticket(world: World) -> None:
    people = world.people
    chosen = await people.customer.slash(people.lounge, "ticket open")
    assert chosen.response is not None
    reply = await world.sim.click(people.customer, chosen.response, "Anything else")
    assert people.help.mention in said(reply)
    assert "Nobody is waiting" in said(await people.staff.slash(people.queue, "queue"))


async def test_ticket_open_with_a_type_goes_straight_to_its_modal(world: World) -> None:
    people = world.people
    choices = await people.customer.autocomplete(people.lounge, "ticket open", "type", "bill")
    assert [choice["name"] for choice in choices] == ["Billing"]
    modal = await people.customer.slash(people.lounge, "ticket open", type=choices[0]["value"])
    assert modal.modal is not None
    assert modal.modal["title"] == "Billing"
    unknown = await people.customer.slash(people.lounge, "ticket open", type="biling")
    assert "no ticket type `biling`" in said(unknown)


async def test_a_second_ticket_of_the_same_type_leads_to_the_first_before_anything_is_written(
    world: World,
) -> None:
    people = world.people
    _, thread = await world.open_ticket()
    again = await people.customer.slash(people.lounge, "ticket open", type="billing")
    assert again.modal is None
    assert thread.mention in said(again)
    await world.sim.advance(61)
    other = await people.customer.slash(people.lounge, "ticket open", type="feature")
    assert other.modal is not None


async def test_of_two_forms_that_were_open_at_once_the_second_leads_to_the_first_ticket(world: World) -> None:
    people, sim = world.people, world.sim
    forms = [await people.customer.slash(people.lounge, "ticket open", type="feature") for _ in range(2)]
    wish = {"What would you like to be able to do?": "Sort folders by hand"}
    await sim.submit(people.customer, forms[0], wish)
    late = await sim.submit(people.customer, forms[1], wish)
    assert sim.thread_named("#1 ").mention in said(late)
    assert len(sim.visible_threads(people.customer)) == 1


async def test_a_requester_who_says_thanks_only_keeps_a_resolved_ticket_from_closing_for_now(world: World) -> None:
    people = world.people
    _, thread = await world.open_ticket()
    await people.customer.slash(thread, "ticket resolve")
    await world.sim.advance(2 * DAY)
    await people.customer.send(thread, "Vielen Dank euch 👍")
    assert "Nobody is waiting" in said(await people.staff.slash(people.queue, "queue"))
    await world.sim.advance(2 * DAY)
    assert "it is closed now" not in world.texts(thread)
    await world.sim.advance(1.5 * DAY)
    assert "it is closed now" in world.texts(thread)


async def test_a_ticket_opens_without_its_screenshot_where_the_bot_may_not_attach_files(world: World) -> None:
    people, sim = world.people, world.sim
    forbidden = discord.Permissions(attach_files=True).value
    for target, kind in ((sim.guild.id, OverwriteType.ROLE), (sim.env.backend.bot_user.id, OverwriteType.MEMBER)):
        old = next(
            one for one in sim.env.backend.get_channel(people.tickets.id).overwrites if one.target_id == target
        )
        sim.env.backend.set_overwrite(
            people.tickets.id, Overwrite(target, kind, allow=old.allow & ~forbidden, deny=old.deny | forbidden)
        )
    await sim.settle()
    reply, thread = await world.open_ticket(
        type_label="Platform bug", **{"A screenshot, if it shows the problem": ("login.png", b"picture")}
    )
    assert thread.mention in said(reply)
    assert "login.png" in shown(sim.messages(thread)[0])
    assert "In **#get-support** I lack: Attach Files." in said(
        await people.administrator.slash(people.lounge, "setup")
    )


async def test_staff_make_a_ticket_of_a_message(world: World) -> None:
    people, sim = world.people, world.sim
    message = await people.customer.send(people.lounge, "since monday nothing arrives any more")
    refused = await people.neighbour.context_menu(people.lounge, "Escalate to ticket", message)
    assert said(refused) == f"Only {people.customer.mention}, who wrote this, or staff can do this."
    chosen = await people.staff.context_menu(people.lounge, "Escalate to ticket", message)
    assert chosen.response is not None
    modal = await sim.click(people.staff, chosen.response, "Delivery problem")
    reply = await sim.submit(people.staff, modal, _prefilled(modal))
    thread = sim.thread_named("#1 Delivery problem")
    assert thread.mention in said(reply)
    assert thread.id in [one.id for one in sim.visible_threads(people.customer)]
    assert "since monday nothing arrives any more" in world.texts(thread, people.customer)
    assert message.jump_url in world.texts(thread, people.customer)


async def test_two_staff_press_claim_and_one_gets_it(world: World) -> None:
    people = world.people
    _, thread = await world.open_ticket()
    card = world.last(people.queue)
    assert said(await world.sim.click(people.staff, card, "Claim")) == "Ticket #1 is yours."
    late = await people.colleague.slash(people.queue, "ticket claim", number=1)
    assert said(late) == f"{people.staff.mention} has ticket #1 already."
    assert world.texts(thread).count("is looking after this ticket") == 1


async def test_a_released_ticket_can_be_claimed_by_a_colleague(world: World) -> None:
    people = world.people
    _, thread = await world.open_ticket()
    await people.staff.slash(thread, "ticket claim")
    await press(world, people.staff, "Release")
    assert "back into the queue" in world.texts(thread)
    await world.sim.click(people.colleague, world.last(people.queue), "Claim")
    assert f"Assignee: {people.colleague.mention}" in shown(world.last(people.queue))


async def test_the_priority_follows_from_facts_that_both_sides_read_until_staff_set_another(world: World) -> None:
    people, sim = world.people, world.sim
    facts = {"Who is affected?": "Several people", "Is there another way for now?": "Yes, with more effort"}
    _, thread = await world.open_ticket(type_label="Delivery problem", **facts)
    why = "Several people are affected, but there is another way meanwhile."
    assert f"Priority: **high**\n{why}" in shown(sim.messages(thread)[0])
    card = world.last(people.queue)
    assert f"Priority: 🟠 P2\n{why}" in shown(card)
    assert said(await people.customer.slash(thread, "ticket priority")) == "Only staff can do this."
    form = await press(world, people.staff, "Priority", card)
    same = await sim.submit(
        people.staff, form, {"How urgent is it?": "🟠 P2 · high", "Why?": "They wait for a visa"}
    )
    assert said(same).startswith("Ticket #1 has this priority already.")
    assert "They wait for a visa" in said(same)
    form = await people.staff.slash(thread, "ticket priority")
    set_ = await sim.submit(
        people.staff, form, {"How urgent is it?": "🔴 P1 · urgent", "Why?": "They wait for a *visa*"}
    )
    assert said(set_) == "Ticket #1 is now 🔴 P1."
    set_by = f"Set by {people.staff.mention}: `They wait for a *visa*`\n{why}"
    assert f"Priority: **urgent**\n{set_by}" in shown(sim.messages(thread)[0])
    assert f"Priority: 🔴 P1\n{set_by}" in shown(world.last(people.queue))
    assert f"{people.staff.mention} set the priority to **urgent**.\n> They wait for a \\*visa\\*" in world.texts(
        thread
    )
    assert "Priorities set by staff: 1" in said(await people.staff.slash(people.queue, "report"))


async def test_customers_cannot_do_what_is_for_staff(world: World) -> None:
    people = world.people
    await world.open_ticket()
    assert {"queue", "report"}.isdisjoint(people.customer.available_commands(people.lounge))
    claim = await people.customer.slash(people.lounge, "ticket claim", number=1)
    assert said(claim) == "Only staff can do this."
    close = await people.neighbour.slash(people.lounge, "ticket close", number=1)
    assert said(close) == "Only the requester of ticket #1 or staff can do this."
    assert (
        said(await people.customer.slash(people.lounge, "ticket close", number=9)) == "There is no ticket #9 here."
    )
    nowhere = said(await people.customer.slash(people.lounge, "ticket close"))
    assert nowhere.endswith("Outside of a ticket's thread, a command needs its `number`.")


async def test_the_requester_says_that_it_is_solved_and_takes_it_back(world: World) -> None:
    people = world.people
    _, thread = await world.open_ticket()
    opening = world.sim.messages(thread)[0]
    assert said(await world.sim.click(people.customer, opening, "Resolve")) == "Ticket #1 is resolved."
    assert "Status: Resolved" in shown(world.last(people.queue))
    resolved = world.last(thread)
    assert said(await world.sim.click(people.customer, resolved, "Reopen")) == "Ticket #1 is open again."
    assert "Status: Unclaimed" in shown(world.last(people.queue))
    assert "1 open" in said(await people.staff.slash(people.queue, "queue"))


async def test_a_resolved_ticket_closes_by_itself_after_three_days_and_its_thread_is_locked(world: World) -> None:
    people = world.people
    _, thread = await world.open_ticket()
    await people.customer.slash(thread, "ticket resolve")
    await world.sim.advance(3 * DAY - 60)
    assert "closed now" not in world.texts(thread)
    await world.sim.advance(120)
    assert "it is closed now" in world.texts(thread)
    state = world.sim.env.backend.get_thread(thread.id).thread_metadata
    assert state is not None
    assert (state.archived, state.locked) == (True, True)
    again = await people.customer.slash(people.lounge, "ticket reopen", number=1)
    assert said(again) == "Ticket #1 is closed. Staff can reopen it with `/ticket reopen`."
    assert said(await people.staff.slash(people.queue, "ticket reopen", number=1)) == "Ticket #1 is open again."
    await people.customer.send(thread, "thank you, it is back")


async def test_a_reopened_ticket_does_not_close_by_itself(world: World) -> None:
    people = world.people
    _, thread = await world.open_ticket()
    await people.customer.slash(thread, "ticket resolve")
    await people.customer.slash(thread, "ticket reopen")
    await world.sim.advance(5 * DAY)
    assert "it is closed now" not in world.texts(thread)
    assert "Status: Unclaimed" in shown(world.last(people.queue))


async def test_closing_tells_the_reason(world: World) -> None:
    people = world.people
    _, thread = await world.open_ticket()
    await people.staff.slash(people.queue, "ticket close", number=1, reason="Moved to the phone")
    assert "closed this ticket" in world.texts(thread)
    assert "Moved to the phone" in world.texts(thread)
    assert "Status: Closed" in shown(world.last(people.queue))


async def test_the_most_urgent_ticket_is_first_in_the_queue(world: World) -> None:
    people = world.people
    await world.open_ticket(people.customer, "Feature request")
    await world.open_ticket(people.neighbour, "Delivery problem", **{"Who is affected?": "Nobody can work"})
    await world.sim.advance(61)
    await world.open_ticket(people.neighbour, "Billing")
    text = said(await people.staff.slash(people.queue, "queue"))
    places = [
        text.index(world.sim.thread_named(prefix).mention)
        for prefix in ("#2 Delivery", "#3 Billing", "#1 Feature")
    ]
    assert places == sorted(places)


async def test_a_ticket_whose_thread_is_deleted_gets_another_one_at_once(world: World) -> None:
    people, sim = world.people, world.sim
    _, old = await world.open_ticket()
    await people.staff.slash(old, "ticket claim")
    sim.env.backend.delete_channel(old.id)
    await sim.settle()
    thread = sim.thread_named("#1 ")
    assert thread.id != old.id
    assert thread.id in [one.id for one in sim.visible_threads(people.customer)]
    assert "the thread of your ticket was deleted" in world.texts(thread, people.customer)
    assert "My invoice 4711" in world.texts(thread, people.customer)
    card = shown(world.last(people.queue))
    assert thread.mention in card
    assert f"Assignee: {people.staff.mention}" in card
    assert thread.mention in said(await people.staff.slash(people.queue, "queue"))


async def test_a_crash_while_a_deleted_thread_is_made_again_leaves_one_thread(world: World) -> None:
    people, sim = world.people, world.sim
    _, old = await world.open_ticket()
    sim.stall_next("POST", "/channels/*/threads", after=True)
    sim.env.backend.delete_channel(old.id)
    await sim.settle()
    await sim.kill()
    await sim.advance(600)
    thread = sim.thread_named("#1 ")
    assert thread.id in [one.id for one in sim.visible_threads(people.customer)]
    assert len(sim.messages(thread)) == 1
    assert thread.mention in shown(world.last(people.queue))


async def test_the_thread_of_a_resolved_ticket_stays_deleted(world: World) -> None:
    _, old = await world.open_ticket()
    await world.people.customer.slash(old, "ticket resolve")
    world.sim.env.backend.delete_channel(old.id)
    await world.sim.advance(600)
    assert world.sim.visible_threads(world.people.customer) == []


async def test_what_the_requester_writes_is_shown_as_it_is_and_pings_nobody(world: World) -> None:
    await world.open_ticket(
        type_label="Feature request",
        **dict.fromkeys(await _labels(world, "Feature request"), "@everyone [x](javascript:alert(1)) **bold**"),
    )
    sent = [
        request
        for request in world.sim.requests
        if request.method == "POST" and request.path.endswith("/messages")
    ]
    assert sent
    assert all(request.body["allowed_mentions"]["parse"] == [] for request in sent)


def _prefilled(modal: InteractionResult) -> dict[str, str]:
    """What the modal has filled in already, by label."""
    assert modal.modal is not None
    return {
        row["label"]: row["component"]["value"]
        for row in modal.modal["components"]
        if row["component"].get("value")
    }


async def _labels(world: World, type_label: str) -> list[str]:
    people = world.people
    chosen = await people.neighbour.slash(people.lounge, "ticket open")
    assert chosen.response is not None
    modal = await world.sim.click(people.neighbour, chosen.response, type_label)
    return [field.label for field in world.sim.open_modal_values(modal) if field.kind == "text_input"]


async def test_a_screenshot_from_the_form_is_shown_in_the_ticket(world: World) -> None:
    people, sim = world.people, world.sim
    _, thread = await world.open_ticket(
        type_label="Platform bug",
        **{"A screenshot, if it shows the problem": ("login.png", b"\x89PNG\r\n\x1a\n picture")},
    )
    opening = sim.messages(thread, people.staff)[0]
    assert [file.filename for file in opening.attachments] == ["login.png"]
    assert "login.png" in shown(opening)


async def test_a_screenshot_that_discord_has_lost_since_does_not_keep_the_ticket_from_opening(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    chosen = await people.customer.slash(people.lounge, "ticket open")
    assert chosen.response is not None
    modal = await sim.click(people.customer, chosen.response, "Platform bug")
    fields = sim.open_modal_values(modal)
    answers = {field.label: "It shows an error" for field in fields if field.kind == "text_input"}
    sim.fail_next("POST", "/channels/*/threads")
    reply = await sim.submit(
        people.customer,
        modal,
        {
            **answers,
            "Where is it?": "Webmail",
            "Who is affected?": "Only me",
            "A screenshot, if it shows the problem": ("login.png", b"picture"),
        },
    )
    assert "cannot get lost" in said(reply)
    sim.env.backend.cdn = CdnStore()
    await sim.advance(60)
    gone = "`login.png`: Discord does not have this file any more, or does not take it here. Please send it once more."
    opening = sim.messages(sim.thread_named("#1 "))[0]
    assert gone in shown(opening)
    assert opening.attachments == []
    await people.staff.slash(people.lounge, "ticket claim", number=1)
    assert gone in shown(sim.messages(sim.thread_named("#1 "))[0])
