"""What helpers and staff see when they make the FAQ: previews, proposals, cards, reloads, reminders."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot.client import SupportBot
from bot.drafts.service import SHOW_JOB
from bot.drafts.upkeep import REVIEW_JOB, SETTLES
from bot.simulated.community import copy_home
from tests.conftest import World, said, shown
from tests.journeys.homes import configure, forbid
from tests.journeys.test_crash_matrix import crash
from tests.services import File, busy

DNS = """\
category: DNS
entries:
  - id: spf
    title: How do I set up SPF?
    questions: [how do i set up spf, what is an spf record]
    answer: Add a TXT record that starts with v=spf1.
    not_for: [spf check fails for somebody else]
    owner: Ida
    review_by: 2020-01-31
    translations:
      de:
        title: Wie richte ich SPF ein?
        questions: [wie richte ich spf ein, was ist ein spf eintrag]
        answer: Lege einen TXT-Eintrag an, der mit v=spf1 beginnt.
"""
SHOP = """\
category: Billing
entries:
  - id: pay-invoice
    title: How do I pay an invoice?
    questions: [how do i pay an invoice, pay my bill by card]
    answer: Under **Billing**.
"""
FORM: dict[str, Any] = {
    "Category": "DNS",
    "Title": "Is there a dark mode?",
    "Phrasings": "is there a dark mode\nmake the screen black at night",
    "Answer": "Under **Settings**.",
}
ADDED = """
  - id: is-there-a-dark-mode
    title: Is there a dark mode?
    questions:
      - is there a dark mode
      - make the screen black at night
    answer: 'Under **Settings**.'
"""
ASKED = "make the screen black at night"
DAY = 24 * 3600.0
SETTLED = SETTLES.total_seconds()
NONCE_FORGOTTEN = 600.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The shipped settings with a small knowledge base."""
    folder = copy_home(tmp_path / "home")
    for file in (folder / "faq").iterdir():
        file.unlink()
    (folder / "faq" / "dns.yaml").write_text(DNS, encoding="utf-8")
    (folder / "faq" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return folder


@pytest.fixture
def dns(home: Path) -> File:
    return File(home / "faq" / "dns.yaml")


def bot(world: World) -> SupportBot:
    assert isinstance(world.sim.bot, SupportBot)
    return world.sim.bot


async def propose(world: World, by: MemberActor | None = None, **form: Any) -> InteractionResult:
    """Fill in the form of `/faq propose`."""
    by = by or world.people.helper
    modal = await by.slash(world.people.help, "faq propose")
    return await world.sim.submit(by, modal, {**FORM, **form})


def card(world: World) -> discord.Message:
    """The newest draft's card."""
    return [one for one in world.sim.messages(world.people.queue) if "FAQ draft: " in shown(one)][-1]


def filled(result: InteractionResult) -> dict[str, Any]:
    """What the open modal is filled in with, by label."""
    assert result.modal is not None
    found = {}
    for row in result.modal["components"]:
        if "component" not in row:
            continue  # a text
        control = row["component"]
        chosen = [option["label"] for option in control.get("options", ()) if option.get("default")]
        found[row["label"]] = control.get("value") or (chosen[0] if chosen else None)
    return found


def pinged(world: World, text: str) -> set[int]:
    """Whom the last message with this text was allowed to ping."""
    sent = [
        request.body
        for request in world.sim.requests
        if request.method == "POST" and text in str((request.body or {}).get("content"))
    ][-1]
    assert sent["allowed_mentions"]["parse"] == []
    return set(map(int, sent["allowed_mentions"].get("users", ())))


# Proposing and approving


async def test_a_helper_proposes_staff_approve_and_the_next_customer_gets_the_answer(
    world: World, dns: File
) -> None:
    people = world.people
    reply = await propose(world)
    assert reply.ephemeral
    assert (
        said(reply)
        == "`Is there a dark mode?` is proposed. Staff read it in their queue, and you hear what they decide."
    )
    waiting = shown(card(world))
    assert "Waits for staff" in waiting
    assert people.helper.mention in waiting
    assert "`make the screen black at night`" in waiting
    assert "Under **Settings**." in waiting

    approved = await world.sim.click(people.staff, card(world), "Approve")
    assert said(approved) == "`Is there a dark mode?` stands in its file, and I answer with it from now on."
    assert dns.text == DNS + ADDED
    decided = shown(card(world))
    assert f"Approved by {people.staff.mention}" in decided
    assert "[Approve]" not in decided
    told = shown(world.last(people.help))
    assert told == f"📗 `Is there a dark mode?` is in the FAQ now, proposed by {people.helper.mention}."
    assert pinged(world, told) == {people.helper.id}

    await people.customer.send(people.help, ASKED)
    assert "Under **Settings**." in shown(world.last(people.help))
    await world.sim.restart()
    await world.sim.advance(NONCE_FORGOTTEN)
    await people.neighbour.send(people.help, "is there a dark mode")
    assert "Is there a dark mode?" in shown(world.last(people.help))


async def test_customers_cannot_propose(world: World) -> None:
    people = world.people
    refused = "Only staff and helpers can propose an entry of the FAQ. Tell one of them what is missing there."
    assert said(await people.customer.slash(people.help, "faq propose")) == refused
    answer = await people.helper.send(people.help, "Under Settings")
    menu = await people.customer.context_menu(people.help, "Make FAQ draft", answer)
    assert said(menu) == refused


async def test_what_is_refused_is_said_in_the_words_of_the_form_and_given_back(world: World) -> None:
    reply = await propose(world, Title="?", Phrasings="is there a *dark* mode\nis", Answer="Under **Settings**.")
    text = said(reply)
    assert reply.ephemeral
    assert "“Title” needs at least 3 characters (now 1)." in text
    assert "“Phrasings”, “is” needs at least 3 characters (now 2)." in text
    assert "Title:\n?\n\nPhrasings:\nis there a *dark* mode\nis\n\nAnswer:\nUnder **Settings**." in text
    assert "FAQ draft" not in world.texts(world.people.queue)


async def again(world: World, by: MemberActor, refused: InteractionResult) -> InteractionResult:
    """Press *Try again* below what was refused."""
    assert refused.response is not None
    return await world.sim.click(by, refused.response, "Try again")


async def test_a_refused_form_is_opened_again_as_it_was_typed_also_after_a_restart(world: World) -> None:
    helper = world.people.helper
    typed = {**FORM, "Title": "?", "Answer": "x" * 3400, "Keywords": "k" * 41}
    reply = await propose(world, helper, **typed)
    assert "“Title” needs" in said(reply)
    assert "“Keywords”, “" in said(reply)
    await world.sim.restart()
    modal = await again(world, helper, reply)
    assert filled(modal) == typed
    refused = await world.sim.submit(helper, modal, {**typed, "Keywords": ""})
    modal = await again(world, helper, refused)
    assert filled(modal) == {**typed, "Keywords": None}
    await world.sim.submit(helper, modal, {**filled(modal), "Title": "Is there a dark mode?", "Keywords": ""})
    assert shown(card(world)).count("x" * 3400) == 1
    await world.sim.advance(DAY + 60)
    assert said(await again(world, helper, reply)).startswith("I keep what was typed into a form for a day")


async def test_a_draft_of_an_answer_that_was_refused_is_still_one_of_that_answer(world: World) -> None:
    people = world.people
    answer = await people.neighbour.send(people.lounge, "Under **Settings**.")
    modal = await people.helper.context_menu(people.lounge, "Make FAQ draft", answer)
    backend, guild = world.sim.env.backend, people.helper.guild
    [role] = [one for one in guild.roles.values() if one.name in world.config.roles.helpers]
    backend.remove_member_role(guild.id, people.helper.id, role.id)
    refused = await world.sim.submit(people.helper, modal, FORM)
    assert "Only staff and helpers can propose" in said(refused)
    assert FORM["Answer"] in said(refused), "what was typed comes back, and nothing to press that would be refused"
    assert "[Try again]" not in said(refused)
    backend.add_member_role(guild.id, people.helper.id, role.id)
    modal = await people.helper.context_menu(people.lounge, "Make FAQ draft", answer)
    refused = await world.sim.submit(people.helper, modal, {**FORM, "Title": "?"})
    modal = await again(world, people.helper, refused)
    assert filled(modal) == {**FORM, "Title": "?", "Keywords": None}
    await world.sim.submit(people.helper, modal, FORM)
    assert f"/{answer.id} by {people.neighbour.mention}" in shown(card(world))


async def test_what_is_too_long_for_a_message_is_given_back_as_a_file(world: World) -> None:
    reply = await propose(world, Title="?", Answer="x" * 3400)
    assert reply.response is not None
    [file] = reply.response.message.attachments
    assert file.filename == "form.txt"
    assert file.size > 3400


async def test_what_people_type_is_shown_as_they_typed_it_and_pings_nobody(world: World, dns: File) -> None:
    people = world.people
    evil = "@everyone `x` **y** [z](http://a.b)"
    await propose(world, Title=evil, Phrasings=f"{evil} one\n{evil} two", Keywords=f"{evil}")
    quoted = "@everyone ˋxˋ **y** [z](http://a.b)"
    assert f"`{quoted} one`" in shown(card(world))
    await world.sim.click(people.staff, card(world), "Approve")
    assert f"`{quoted}`" in shown(world.last(people.help))
    assert pinged(world, quoted) == {people.helper.id}
    assert f"title: '{evil}'" in dns.text
    for request in world.sim.requests:
        body = (request.body or {}).get("data", request.body) if request.method == "POST" else None
        if isinstance(body, dict) and "everyone" in json.dumps(body) and "allowed_mentions" in body:
            assert body["allowed_mentions"]["parse"] == []


async def test_the_longest_proposal_has_a_card(world: World) -> None:
    people = world.people
    phrasings = "\n".join(f"{number} " + "so " * 98 + "on" for number in range(13))
    keywords = ", ".join(f"{number:02}" + "k" * 38 for number in range(20))
    longest: dict[str, Any] = {
        "Title": "T" * 100,
        "Phrasings": phrasings,
        "Answer": "a" * 3500,
        "Keywords": keywords,
    }
    assert "is proposed" in said(await propose(world, **longest))
    assert "… and 10 more" in shown(card(world))
    assert sum(map(len, card(world).embeds)) <= 6000
    assert filled(await world.sim.click(people.staff, card(world), "Edit")) == {**FORM, **longest}


async def test_the_longest_entry_has_a_preview(world: World, dns: File) -> None:
    more = "".join(
        f"    {key}:\n" + "".join(f"      - {item}\n" for item in items)
        for key, items in {
            "not_for": [f"{number} {'n' * 290}" for number in range(50)],
            "keywords": [f"k{number} {'k' * 30}" for number in range(20)],
        }.items()
    )
    links = (
        "    links:\n" + f"      - label: {'l' * 80}\n        url: https://{'u' * 60}.example/{'u' * 350}\n" * 2
    )
    dns.write(
        DNS.replace("v=spf1.", "v" * 3400).replace(
            "    not_for: [spf check fails for somebody else]\n", more + links
        )
    )
    people = world.people
    assert "are right" in said(await people.staff.slash(people.queue, "faq reload"))
    text = said(await people.staff.slash(people.queue, "faq preview", entry="spf"))
    assert "v" * 3400 in text
    assert "… and 45 more" in text


async def test_the_form_offers_the_categories_and_the_entry_goes_into_that_file(world: World, home: Path) -> None:
    people = world.people
    await propose(world, Category="Billing", Phrasings="")
    assert "Phrasings:**\n–" in shown(card(world))
    await world.sim.click(people.staff, card(world), "Approve")
    title_alone = ADDED.partition("    questions")[0] + "    answer" + ADDED.partition("    answer")[2]
    assert File(home / "faq" / "shop.yaml").text == SHOP + title_alone
    assert File(home / "faq" / "dns.yaml").text == DNS


async def test_of_two_staff_who_decide_the_second_is_told(world: World, dns: File) -> None:
    people = world.people
    await propose(world)
    late = await world.sim.click(people.colleague, card(world), "Reject")
    await world.sim.click(people.staff, card(world), "Approve")
    refused = said(await world.sim.submit(people.colleague, late, {"Why?": "No."}))
    assert refused.startswith(f"{people.staff.mention} has decided about this draft already")
    assert "Approved by" in shown(card(world))
    assert dns.text == DNS + ADDED


async def test_staff_are_warned_of_what_stands_in_the_way_and_may_approve_anyway(world: World, dns: File) -> None:
    people = world.people
    await propose(world, Title="What is a SPF record", Phrasings="what is a spf record\nspf record what is it")
    warned = await world.sim.click(people.staff, card(world), "Approve")
    assert warned.ephemeral
    assert "is nearly the same as `what is an spf record` of `spf`" in said(warned)
    assert dns.text == DNS
    assert warned.response is not None
    anyway = await world.sim.click(people.staff, warned.response, "Approve anyway")
    assert "stands in its file" in said(anyway)
    assert "spf record what is it" in dns.text


async def test_what_the_files_would_not_allow_is_named_with_its_line(world: World, dns: File) -> None:
    people = world.people
    await propose(world, Phrasings="is there a dark mode\npay my bill by card")
    refused = said(await world.sim.click(people.staff, card(world), "Approve"))
    assert "faq/shop.yaml:5: `pay my bill by card` stands here a second time (faq/dns.yaml:" in refused
    assert dns.text == DNS
    assert "Waits for staff" in shown(card(world))


async def test_staff_edit_a_draft_and_approve_what_it_says_then(world: World, dns: File) -> None:
    people = world.people
    await propose(world, Keywords="night, dark")
    modal = await world.sim.click(people.staff, card(world), "Edit")
    assert filled(modal) == {**FORM, "Keywords": "night, dark"}
    reply = await world.sim.submit(people.staff, modal, {**filled(modal), "Answer": "Not yet.", "Keywords": ""})
    assert said(reply) == "`Is there a dark mode?` is changed."
    assert "Not yet." in shown(card(world))
    await world.sim.click(people.staff, card(world), "Approve")
    assert dns.text == DNS + ADDED.replace("'Under **Settings**.'", "Not yet.")


async def test_of_two_staff_who_edit_at_once_the_second_gets_their_words_back(world: World) -> None:
    people = world.people
    await propose(world)
    first = await world.sim.click(people.staff, card(world), "Edit")
    second = await world.sim.click(people.colleague, card(world), "Edit")
    await world.sim.submit(people.staff, first, {**FORM, "Answer": "One."})
    refused = await world.sim.submit(people.colleague, second, {**FORM, "Answer": "Two."})
    assert "Somebody has edited this draft meanwhile." in said(refused)
    assert "Answer:\nTwo." in said(refused)
    assert "One." in shown(card(world))
    modal = await again(world, people.colleague, refused)
    assert filled(modal) == {**FORM, "Answer": "Two.", "Keywords": None}
    await world.sim.submit(people.colleague, modal, {**FORM, "Answer": "One and two."})
    assert "One and two." in shown(card(world))


async def test_a_rejected_draft_is_told_to_who_proposed_it_with_the_reason(world: World, dns: File) -> None:
    people = world.people
    await propose(world)
    modal = await world.sim.click(people.staff, card(world), "Reject")
    reply = await world.sim.submit(people.staff, modal, {"Why?": "We have *that* already."})
    assert said(reply) == "`Is there a dark mode?` is rejected."
    assert f"Rejected by {people.staff.mention}" in shown(card(world))
    direct = people.helper.user.dm_channel
    assert shown(world.sim.messages(direct, people.helper.user)[-1]) == (
        "Staff decided not to take `Is there a dark mode?` into the FAQ.\n> `We have *that* already.`"
    )
    assert dns.text == DNS


async def test_who_takes_no_messages_is_not_told_and_it_is_not_tried_for_ever(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    people = world.people
    await propose(world)
    world.sim.fail_next("POST", "/channels/*/messages", status=403, code=50007, times=None)
    modal = await world.sim.click(people.staff, card(world), "Reject")
    assert "is rejected" in said(await world.sim.submit(people.staff, modal, {"Why?": ""}))
    assert "job draft.show" not in caplog.text


# From a message


async def test_an_answer_becomes_a_draft_and_its_author_is_thanked_and_credited(world: World, dns: File) -> None:
    people = world.people
    question = await people.customer.send(people.lounge, "is there a dark mode\nin webmail")
    answer = await people.neighbour.send(people.lounge, "Under **Settings**.", reply_to=question)
    modal = await people.helper.context_menu(people.lounge, "Make FAQ draft", answer)
    assert filled(modal) == {
        "Category": "DNS",
        "Title": "is there a dark mode in webmail",
        "Phrasings": "is there a dark mode in webmail",
        "Answer": "Under **Settings**.",
        "Keywords": None,
    }
    await world.sim.submit(people.helper, modal, FORM)
    assert f"/{answer.id} by {people.neighbour.mention}" in shown(card(world))
    await world.sim.click(people.staff, card(world), "Approve")
    told = shown(world.last(people.lounge))
    assert f"Thanks to {people.neighbour.mention}, whose answer it is (+10 points)!" in told
    assert pinged(world, told) == {people.helper.id, people.neighbour.id}
    standing = said(await people.customer.slash(people.lounge, "rep show", member=people.neighbour))
    assert "**10** points ·" in standing
    assert dns.text == DNS + ADDED


async def test_in_a_forum_post_the_question_is_the_post(world: World) -> None:
    people = world.people
    post = await world.sim.post(people.customer, people.forum, "Dark mode at night", "my eyes hurt, what can i do")
    answer = await people.neighbour.send(post, "Settings")
    modal = filled(await people.staff.context_menu(post, "Make FAQ draft", answer))
    assert (modal["Title"], modal["Phrasings"], modal["Answer"]) == (
        "Dark mode at night",
        "my eyes hurt, what can i do",
        "Settings",
    )


async def test_a_draft_of_an_answer_can_be_sent_as_it_is_filled_in(world: World) -> None:
    people = world.people
    for asked in (f"{'is there a dark mode at night ' * 12}", "<@1234> dark?"):
        question = await people.customer.send(people.lounge, asked)
        answer = await people.neighbour.send(people.lounge, "\tUnder **Settings**.\t", reply_to=question)
        modal = await people.helper.context_menu(people.lounge, "Make FAQ draft", answer)
        typed = {label: text for label, text in filled(modal).items() if text}
        assert "is proposed" in said(await world.sim.submit(people.helper, modal, typed))


async def test_staff_who_approve_their_own_answer_earn_nothing(world: World) -> None:
    people = world.people
    answer = await people.staff.send(people.lounge, "Under **Settings**.")
    modal = await people.staff.context_menu(people.lounge, "Make FAQ draft", answer)
    await world.sim.submit(people.staff, modal, FORM)
    await world.sim.click(people.staff, card(world), "Approve")
    told = shown(world.last(people.lounge))
    assert f"Thanks to {people.staff.mention}, whose answer it is!" in told
    assert pinged(world, told) == set()
    assert "no reputation yet" in said(await people.staff.slash(people.lounge, "rep show"))


# Crashes and refusals of Discord


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_crash_while_the_card_is_sent_leaves_one_card(world: World, after: bool) -> None:
    people = world.people
    world.sim.stall_next("POST", f"/channels/{people.queue.id}/messages", after=after)
    await propose(world)
    world.sim.env.backend.advance_clock(NONCE_FORGOTTEN)
    await world.sim.kill()
    await world.sim.advance(60)
    assert world.texts(people.queue).count("FAQ draft: Is there a dark mode?") == 1
    await world.sim.click(people.staff, card(world), "Approve")
    assert "Approved by" in shown(card(world))


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("what", ["the card", "the word"])
async def test_a_crash_while_the_approval_is_shown_shows_it_once(world: World, what: str, after: bool) -> None:
    people = world.people
    await propose(world)
    if what == "the card":
        world.sim.stall_next("PATCH", f"/channels/{people.queue.id}/messages/*", after=after)
    else:
        world.sim.stall_next("POST", f"/channels/{people.help.id}/messages", after=after)
    await world.sim.click(people.staff, card(world), "Approve")
    world.sim.env.backend.advance_clock(NONCE_FORGOTTEN)
    await world.sim.kill()
    await world.sim.advance(60)
    assert "Approved by" in shown(card(world))
    assert world.texts(people.help).count("is in the FAQ now") == 1


async def test_a_card_that_is_drawn_again_tells_nobody_again(world: World) -> None:
    people, services = world.people, bot(world).services
    await propose(world)
    await world.sim.click(people.staff, card(world), "Approve")
    await world.sim.advance(NONCE_FORGOTTEN)
    await bot(world)._database.tx(
        lambda tx: services.jobs.put(
            tx, guild_id=0, kind=SHOW_JOB, subject_id=1, due_at=world.sim.now(), run_now=True
        )
    )
    assert await services.jobs.run(SHOW_JOB, 1) is None
    assert world.texts(people.help).count("is in the FAQ now") == 1


async def test_a_card_that_was_deleted_comes_back_with_the_list_of_drafts(world: World) -> None:
    people = world.people
    await propose(world)
    world.sim.env.backend.delete_message(people.queue.id, card(world).id)
    assert "FAQ draft: Is there a dark mode?" not in world.texts(people.queue)
    listed = said(await people.staff.slash(people.queue, "faq drafts"))
    assert f"/{card(world).id}" in listed
    assert world.texts(people.queue).count("FAQ draft: Is there a dark mode?") == 1


async def test_while_discord_is_down_a_proposal_is_saved_and_its_card_comes_later(world: World) -> None:
    people = world.people
    world.sim.fail_next("POST", f"/channels/{people.queue.id}/messages", status=503, times=None)
    reply = await propose(world)
    assert "is saved and cannot get lost" in said(reply)
    world.sim.env.backend.faults.clear()
    await world.sim.advance(60)
    assert "FAQ draft: Is there a dark mode?" in world.texts(people.queue)


# Listing, previewing


async def test_staff_list_the_drafts_with_links_to_their_cards(world: World) -> None:
    people = world.people
    assert "Nothing has been proposed" in said(await people.staff.slash(people.queue, "faq drafts"))
    await propose(world)
    listed = await people.staff.slash(people.queue, "faq drafts")
    assert listed.ephemeral
    assert "One FAQ draft waits" in said(listed)
    assert f"`Is there a dark mode?` by {people.helper.mention}" in said(listed)
    assert f"/{people.queue.id}/{card(world).id}" in said(listed)
    await world.sim.click(people.staff, card(world), "Approve")
    assert "Nothing has been proposed" in said(await people.staff.slash(people.queue, "faq drafts"))
    assert said(await people.helper.slash(people.help, "faq drafts")) == "Only staff can do this."


async def test_staff_preview_an_entry_as_customers_see_it_with_what_they_do_not_see(world: World) -> None:
    people = world.people
    choices = await people.staff.autocomplete(people.queue, "faq preview", "entry", "spf")
    assert [choice["value"] for choice in choices][:1] == ["spf"]
    reply = await people.staff.slash(people.queue, "faq preview", entry="spf")
    assert reply.ephemeral
    text = said(reply)
    for part in (
        "How do I set up SPF?\nAdd a TXT record that starts with v=spf1.\nAutomatic answer from our FAQ · DNS",
        "**File:** `faq/dns.yaml:4`",
        "**Phrasings:** 4",
        "**Translations:** `de`",
        "**Channels:** all",
        "**Never answers:** `spf check fails for somebody else`",
        "**Owner:** `Ida`",
        "**Review by:** 2020-01-31",
    ):
        assert part in text
    assert said(await people.helper.slash(people.help, "faq preview", entry="spf")) == "Only staff can do this."


async def test_staff_preview_an_entry_that_is_for_one_channel_only(world: World, dns: File) -> None:
    people = world.people
    dns.write(DNS.replace("    owner: Ida\n", "    owner: Ida\n    channels: [dns-and-domains]\n"))
    await people.staff.slash(people.queue, "faq reload")
    choices = await people.staff.autocomplete(people.queue, "faq preview", "entry", "spf")
    assert "spf" in [choice["value"] for choice in choices]
    reply = said(await people.staff.slash(people.queue, "faq preview", entry="spf"))
    assert "Add a TXT record" in reply
    assert "**Channels:** `#dns-and-domains`" in reply
    assert await people.helper.autocomplete(people.help, "faq preview", "entry", "spf") == []


async def test_staff_preview_a_translation(world: World) -> None:
    people = world.people
    choices = await people.staff.autocomplete(people.queue, "faq preview", "locale", "", entry="spf")
    assert [choice["value"] for choice in choices] == ["de"]
    german = said(await people.staff.slash(people.queue, "faq preview", entry="spf", locale="de"))
    assert "Wie richte ich SPF ein?\nLege einen TXT-Eintrag an" in german
    french = said(await people.staff.slash(people.queue, "faq preview", entry="spf", locale="fr"))
    assert "How do I set up SPF?\nAdd a TXT record" in french
    assert "not translated into your language yet" in french


# Reloading


async def test_staff_reload_the_files_by_hand(world: World, dns: File) -> None:
    people = world.people
    dns.write(DNS.replace("v=spf1.", "v=spf1 and ends in ~all."))
    reply = await people.staff.slash(people.queue, "faq reload")
    assert reply.ephemeral
    assert said(reply) == "The FAQ files are right, and in use: 2 entries."
    await people.customer.send(people.help, "how do i set up spf")
    assert "ends in ~all" in shown(world.last(people.help))
    assert said(await people.helper.slash(people.help, "faq reload")) == "Only staff can do this."


async def test_staff_are_told_of_mistakes_once_and_when_they_are_mended(world: World, dns: File) -> None:
    people = world.people
    reloader = bot(world).services.reloader
    dns.write(DNS.replace("title:", "titel:", 1).replace("owner: Ida", "owner: no"))
    for _ in range(2):
        await reloader.reload()
        await world.sim.advance(SETTLED)
    [told] = [shown(one) for one in world.sim.messages(people.queue) if "mistakes" in shown(one)]
    assert "faq/dns.yaml:4: `titel` is not a setting here" in told
    assert "faq/dns.yaml:8: `no` is read as false by YAML" in told
    await people.customer.send(people.help, "how do i set up spf")
    assert "v=spf1" in shown(world.last(people.help))
    dns.write(DNS)
    for _ in range(2):
        await reloader.reload()
        await world.sim.advance(SETTLED)
    assert world.texts(people.queue).count("✅ The FAQ is right again: 2 entries.") == 1


async def test_mistakes_that_could_not_be_told_of_are_told_when_the_files_are_read_again(
    world: World, dns: File
) -> None:
    people, services = world.people, bot(world).services
    dns.write(DNS.replace("title:", "titel:", 1))
    with busy(services.upkeep, "owe_news"):
        reply = await people.staff.slash(people.queue, "faq reload")
    assert said(reply).startswith("My database is busy")
    assert "mistakes" not in world.texts(people.queue)
    await people.staff.slash(people.queue, "faq reload")
    await world.sim.advance(SETTLED)
    assert world.texts(people.queue).count("mistakes") == 1


@pytest.mark.parametrize(("after", "told"), [(False, 0), (True, 1)], ids=["before", "after"])
async def test_of_mistakes_that_were_mended_while_the_bot_was_off_only_who_read_of_them_hears(
    world: World, dns: File, after: bool, told: int
) -> None:
    people = world.people
    dns.write(DNS.replace("title:", "titel:", 1))
    world.sim.stall_next("POST", f"/channels/{people.queue.id}/messages", after=after)
    await bot(world).services.reloader.reload()
    await world.sim.advance(SETTLED)
    await crash(world, NONCE_FORGOTTEN, lambda: dns.write(DNS))
    await world.sim.advance(SETTLED)
    said_here = world.texts(people.queue)
    assert (said_here.count("mistakes"), said_here.count("right again")) == (told, told)


async def test_many_broken_versions_in_a_row_are_told_once_and_of_a_short_one_nobody_hears(
    world: World, dns: File
) -> None:
    people = world.people
    for number in range(5):
        dns.write(DNS.replace("title:", f"titel{number}:", 1))
        await bot(world).services.reloader.reload()
        await world.sim.advance(1)
    await world.sim.advance(SETTLED)
    [told] = [shown(one) for one in world.sim.messages(people.queue) if "mistakes" in shown(one)]
    assert "`titel4` is not a setting here" in told
    dns.write(DNS)
    await bot(world).services.reloader.reload()
    await world.sim.advance(SETTLED)
    for text in (DNS.replace("title:", "titel:", 1), DNS):
        dns.write(text)
        await bot(world).services.reloader.reload()
    await world.sim.advance(SETTLED)
    said_here = world.texts(people.queue)
    assert (said_here.count("mistakes"), said_here.count("right again")) == (1, 1)


async def test_of_many_mistakes_the_first_ten_are_shown(world: World, dns: File) -> None:
    dns.write("category: DNS\nentries:\n" + "  - id: NO\n" * 8)
    reply = await world.people.staff.slash(world.people.queue, "faq reload")
    assert said(reply).count("faq/dns.yaml:") == 10
    assert "… and 14 more" in said(reply)


async def test_mistakes_that_discord_does_not_take_do_not_stop_anything(world: World, dns: File) -> None:
    people = world.people
    reloader = bot(world).services.reloader
    world.sim.fail_next("POST", f"/channels/{people.queue.id}/messages", status=503)
    dns.write("entries: []")
    await reloader.reload()
    await world.sim.advance(SETTLED)
    assert "mistakes" not in world.texts(people.queue)
    await world.sim.advance(10)
    assert world.texts(people.queue).count("mistakes") == 1
    dns.write(DNS)
    await reloader.reload()
    await world.sim.advance(SETTLED)
    assert "The FAQ is right again" in world.texts(people.queue)


async def test_an_entry_that_has_gone_from_the_files_leaves_buttons_that_tell_the_truth(
    world: World, dns: File
) -> None:
    people = world.people
    await people.customer.send(people.help, "how do i set up spf")
    dns.write(DNS.replace("id: spf", "id: spf-record"))
    await people.staff.slash(people.queue, "faq reload")
    reply = await world.sim.click(people.customer, world.last(people.help), "Solved it")
    assert "something went wrong" not in said(reply)


# Reminders


async def test_staff_are_reminded_once_of_an_entry_whose_review_date_has_passed(world: World) -> None:
    people = world.people
    line = "- `How do I set up SPF?` (`faq/dns.yaml:4`, owner `Ida`): 2020-01-31"
    assert world.texts(people.queue).count(line) == 1
    await world.sim.advance(2 * DAY)
    await world.sim.restart()
    await world.sim.advance(DAY)
    assert world.texts(people.queue).count(line) == 1


async def test_another_review_date_is_another_reminder_within_a_day(world: World, dns: File) -> None:
    people = world.people
    dns.write(DNS.replace("2020-01-31", "2020-02-29"))
    await people.staff.slash(people.queue, "faq reload")
    await world.sim.advance(DAY)
    assert "2020-02-29" in world.texts(people.queue)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_crash_while_staff_are_reminded_reminds_them_once(world: World, dns: File, after: bool) -> None:
    people = world.people
    dns.write(DNS.replace("2020-01-31", "2020-02-29"))
    await people.staff.slash(people.queue, "faq reload")
    world.sim.stall_next("POST", f"/channels/{people.queue.id}/messages", after=after)
    await world.sim.advance(DAY)
    await world.sim.kill()
    await world.sim.advance(DAY)
    assert world.texts(people.queue).count("2020-02-29") == 1


async def test_one_server_that_forbids_it_does_not_keep_others_from_being_reminded(
    world: World, dns: File
) -> None:
    people, env = world.people, world.sim.env
    town = env.create_guild("Town")
    there = town.create_text_channel(str(world.config.channels.queue))
    both = [people.staff.guild.id, town.id]
    configure(world.home, lambda content: content["discord"].update(servers=both))
    await world.sim.restart()
    allow = forbid(world, people.queue, send_messages=True)
    await world.sim.settle()
    dns.write(DNS.replace("2020-01-31", "2020-02-29"))
    await people.staff.slash(people.queue, "faq reload")
    await world.sim.advance(DAY)
    assert "2020-02-29" in world.texts(there)
    assert "2020-02-29" not in world.texts(people.queue)
    allow()
    await world.sim.settle()
    assert [world.texts(place).count("2020-02-29") for place in (people.queue, there)] == [1, 1]


async def test_the_one_reminder_for_all_servers_of_an_older_version_is_retired(world: World) -> None:
    with closing(sqlite3.connect(world.home / "data" / "signpost.db")) as database, database:
        database.execute(
            "INSERT INTO jobs (guild_id, kind, subject_id, due_at, next_try_at, data, attempts)"
            " SELECT 0, kind, 0, due_at, next_try_at, data, 3 FROM jobs WHERE kind = 'faq.review'"
        )
    await world.sim.restart()
    await world.sim.advance(DAY)
    assert [job.guild_id for job in await bot(world).services.jobs.waiting() if job.kind == REVIEW_JOB] == [
        world.people.staff.guild.id
    ]
