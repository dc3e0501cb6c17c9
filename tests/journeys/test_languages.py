"""Who reads what in which language: a German customer and English staff in one ticket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor

from cogs.texts import catalogue
from cogs.texts.language import SHIPPED, Language
from tests.conftest import World, live, said, shown
from tests.journeys.homes import configure, response

pytestmark = pytest.mark.usefixtures("german", "no_incidents")

PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "What is it about?"
msgstr "Worum geht es denn?"

msgid "{community}: get help from staff"
msgstr "{community}: Hilfe vom Team"

msgid "Who is affected?"
msgstr "Wen betrifft es?"

msgid "Only me"
msgstr "Nur mich"

msgid "Several people"
msgstr "Mehrere"

msgid "Nobody can work"
msgstr "Niemand kann arbeiten"

msgid "Ticket #{number} · {type}"
msgstr "Anliegen {number} · {type}"

msgid "Hello {requester}, your ticket is in the queue; its priority is **{priority}**."
msgstr "Hallo {requester}, dein Anliegen steht in der Schlange, Priorität **{priority}**."

msgctxt "priority of a ticket"
msgid "normal"
msgstr "gewöhnlich"

msgid "Hello {requester}, {staff} is looking after your ticket."
msgstr "Hallo {requester}, um dein Anliegen kümmert sich {staff}."

msgid "You are next in line."
msgstr "Du bist als Nächstes dran."

msgid "Ticket #{number} is open: {thread}"
msgstr "Anliegen {number} ist offen: {thread}"

msgid "Ticket #{number} is yours."
msgstr "Anliegen {number} gehört dir."

msgid "Ticket #{number} is resolved."
msgstr "Anliegen {number} ist gelöst."

msgid "Ticket #{number} is open again."
msgstr "Anliegen {number} ist wieder offen."

msgid "{actor} is looking after this ticket now."
msgstr "{actor} kümmert sich jetzt darum."

msgid "✅ {actor} marked this ticket as resolved. Not solved? Press *{reopen}*."
msgstr "✅ {actor} hat das als gelöst markiert. Doch nicht? Drücke *{reopen}*."

msgid "✅ {asker} accepted {helper}'s answer. **+{points}** reputation, {balance} in all. Thank you!"
msgstr "✅ {asker} hat die Antwort von {helper} genommen. **+{points}**, zusammen {balance}."

msgid "Asked in"
msgstr "Gefragt in"

msgid "Status"
msgstr "Stand"

msgid "**unclaimed**"
msgstr "**noch bei niemandem**"

msgid "Queue · {count} open"
msgid_plural "Queue · {count} open"
msgstr[0] "Schlange · {count} offen"
msgstr[1] "Schlange · {count} offen"

msgid "Resolve ticket #{number}"
msgstr "Anliegen {number} lösen"

msgid "What solved it?"
msgstr "Was war die Lösung?"

msgctxt "status of a ticket"
msgid "Unclaimed"
msgstr "Offen"

msgctxt "button"
msgid "Claim"
msgstr "Übernehmen"

msgctxt "button"
msgid "Release"
msgstr "Zurückgeben"

msgctxt "button"
msgid "Resolve"
msgstr "Gelöst"

msgctxt "button"
msgid "Close"
msgstr "Schließen"

msgctxt "button"
msgid "Reopen"
msgstr "Wieder öffnen"
"""
"""The sentences that these tests look at, in words that no other German of ours has: it may change without them."""

GERMAN_BUG = {
    "Wo ist es?": "Verwaltung",
    "Was hast du getan, Schritt für Schritt?": "1. Angemeldet 2. Domains gewählt",
    "Was ist passiert, was hätte passieren sollen?": "Die Liste bleibt leer",
    "Wen betrifft es?": "Nur mich",
}


@pytest.fixture(autouse=True)
def spoken() -> None:
    """Here people read languages that are spoken."""


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever we ship, these few sentences are what there is in German."""
    monkeypatch.setitem(SHIPPED, "de", Language("de", catalogue.read(PO)))


@pytest.fixture
async def german_world(home: Path) -> AsyncIterator[World]:
    """The shipped community, if its operator had said that it speaks German."""
    configure(home, lambda content: content["community"].update(language="de"))
    async with live(home) as world:
        yield world


async def test_each_fills_in_a_form_in_their_own_language(world: World) -> None:
    people, sim = world.people, world.sim
    sim.speaks(people.customer, "de")
    german = await _modal(world, people.customer, "Fehler bei Larkmail")
    assert _asked(german) == [
        "Wo ist es?",
        "Was hast du getan, Schritt für Schritt?",
        "Was ist passiert, was hätte passieren sollen?",
        "Ein Bildschirmfoto, wenn man es darauf sieht",
        "Wen betrifft es?",
    ]
    assert _title(german) == "Fehler bei Larkmail"
    assert _options(german, "Wo ist es?")[:2] == ["Webmail", "Verwaltung"]
    assert _options(german, "Wen betrifft es?") == ["Nur mich", "Mehrere", "Niemand kann arbeiten"]
    assert "Ich habe … geöffnet" in str(german.modal)
    english = await _modal(world, people.neighbour, "Platform bug")
    assert _title(english) == "Platform bug"
    assert _options(english, "Where is it?")[:2] == ["Webmail", "Control panel"]
    assert _options(english, "Who is affected?") == ["Only me", "Several people", "Nobody can work"]


async def test_a_ticket_type_is_found_by_what_one_calls_it_and_by_what_the_operator_does(world: World) -> None:
    people = world.people
    world.sim.speaks(people.customer, "de")
    for typed in ("rechn", "bill"):
        found = await people.customer.autocomplete(people.lounge, "ticket open", "type", typed)
        assert [choice["name"] for choice in found] == ["Rechnung und Bezahlung"]
    assert await people.neighbour.autocomplete(people.lounge, "ticket open", "type", "rechn") == []


async def test_a_helper_is_thanked_in_the_language_of_the_ticket_and_elsewhere_in_that_of_the_channel(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    sim.speaks(people.customer, "de")
    _, thread = await world.open_ticket(type_label="Rechnung und Bezahlung")
    question = await people.customer.send(people.help, "where do i find the dark theme")
    in_ticket = await people.staff.send(thread, "Settings, Display, then Dark")
    in_channel = await people.helper.send(people.help, "Settings, Display, then Dark", reply_to=question)
    await people.customer.context_menu(thread, "Accept answer", in_ticket)
    await people.customer.context_menu(people.help, "Accept answer", in_channel)
    assert f"hat die Antwort von {people.staff.mention} genommen" in shown(world.last(thread))
    assert f"accepted {people.helper.mention}'s answer" in world.texts(people.help)


async def test_a_german_customer_and_an_english_staff_member_in_one_ticket(world: World) -> None:
    people, sim = world.people, world.sim
    sim.speaks(people.customer, "de")
    reply, thread = await _german_ticket(world)
    assert said(reply) == f"Anliegen 1 ist offen: {thread.mention} Du bist als Nächstes dran."
    assert thread.name == "#1 Fehler bei Larkmail: Die Liste bleibt leer"
    opening = shown(sim.messages(thread)[0])
    for part in (
        "Anliegen 1 · Fehler bei Larkmail",
        f"Hallo {people.customer.mention}, dein Anliegen steht in der Schlange, Priorität **gewöhnlich**.",
        "Du bist als Nächstes dran.",
        "Wo ist es?: Verwaltung",
        "[Gelöst]\n[Schließen]",
    ):
        assert part in opening
    card = shown(world.last(people.queue))
    for part in (
        "Ticket #1 · Platform bug",
        "Status: Unclaimed",
        "Where is it?: Control panel",
        "[Claim]\n[Peek]",
    ):
        assert part in card
    queue = said(await people.staff.slash(people.queue, "queue"))
    assert queue.startswith("Queue · 1 open")
    assert "**unclaimed**" in queue

    assert said(await sim.click(people.staff, world.last(people.queue), "Claim")) == "Ticket #1 is yours."
    assert f"{people.staff.mention} kümmert sich jetzt darum." in world.texts(thread)
    assert f"um dein Anliegen kümmert sich {people.staff.mention}." in shown(sim.messages(thread)[0])
    assert "[Resolve]\n[Peek]" in shown(world.last(people.queue))

    form = await sim.click(people.staff, sim.messages(thread)[0], "Gelöst")
    assert _title(form) == "Resolve ticket #1"
    assert said(await sim.submit(people.staff, form, {"What solved it?": "A reload"})) == "Ticket #1 is resolved."
    assert "hat das als gelöst markiert. Doch nicht? Drücke *Wieder öffnen*." in shown(world.last(thread))
    reopened = await sim.click(people.customer, world.last(thread), "Wieder öffnen")
    assert said(reopened) == "Anliegen 1 ist wieder offen."
    assert f"Assignee: {people.staff.mention}" in shown(world.last(people.queue)), "whoever had it has it again"


async def test_after_a_restart_each_still_reads_their_own_language(world: World) -> None:
    people, sim = world.people, world.sim
    sim.speaks(people.customer, "de")
    _, thread = await _german_ticket(world)
    await sim.restart()
    assert said(await sim.click(people.staff, world.last(people.queue), "Claim")) == "Ticket #1 is yours."
    assert f"{people.staff.mention} kümmert sich jetzt darum." in world.texts(thread)
    assert f"um dein Anliegen kümmert sich {people.staff.mention}." in shown(sim.messages(thread)[0])
    assert "Where is it?: Control panel\n" in shown(world.last(people.queue))
    resolved = await sim.click(people.customer, sim.messages(thread)[0], "Gelöst")
    assert said(resolved) == "Anliegen 1 ist gelöst."
    assert "[Wieder öffnen]" in shown(sim.messages(thread)[0])
    assert "[Reopen]" in shown(world.last(people.queue))


async def test_a_thread_that_is_made_anew_speaks_the_same_language(world: World) -> None:
    people, sim = world.people, world.sim
    sim.speaks(people.customer, "de")
    _, old = await _german_ticket(world)
    sim.env.backend.delete_channel(old.id)
    await sim.settle()
    thread = sim.thread_named("#1 Fehler bei Larkmail")
    assert "Wo ist es?: Verwaltung" in world.texts(thread)
    assert "[Gelöst]" in world.texts(thread)


async def test_german_staff_read_german_in_an_english_customers_ticket_where_only_they_read(world: World) -> None:
    people, sim = world.people, world.sim
    sim.speaks(people.staff, "de")
    _, thread = await world.open_ticket()
    assert "Schlange · 1 offen" in said(await people.staff.slash(people.queue, "queue"))
    assert "**noch bei niemandem**" in said(await people.staff.slash(people.queue, "queue"))
    assert said(await people.staff.slash(thread, "ticket claim")) == "Anliegen 1 gehört dir."
    assert f"{people.staff.mention} is looking after this ticket now." in world.texts(thread)
    form = await people.staff.slash(thread, "ticket resolve")
    assert _title(form) == "Anliegen 1 lösen"
    assert _asked(form)[0] == "Was war die Lösung?"


async def test_a_ticket_that_staff_open_for_somebody_speaks_as_the_community_does(world: World) -> None:
    people, sim = world.people, world.sim
    sim.speaks(people.staff, "de")
    message = await people.customer.send(people.lounge, "since monday nothing arrives any more")
    chosen = await people.staff.context_menu(people.lounge, "Escalate to ticket", message)
    assert "Worum geht es denn?" in said(chosen)
    modal = await sim.click(people.staff, response(chosen), "Zustellproblem")
    await sim.submit(people.staff, modal, {"Was passiert, und seit wann?": "since monday nothing arrives"})
    opening = world.texts(sim.thread_named("#1 Delivery problem"))
    assert "What happens, and since when?: since monday" in opening
    assert f"Asked in: {message.jump_url}" in opening


async def test_a_ticket_that_staff_open_for_a_question_speaks_the_language_it_was_asked_in(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, "wie richte ich spf ein")
    modal = await sim.click(people.staff, world.last(people.help), "Still need help")
    assert _title(modal) == "Delivery problem"
    await sim.submit(people.staff, modal, {"What happens, and since when?": "spf fehlt"})
    thread = world.texts(sim.thread_named("#1 Zustellproblem"))
    assert "Was passiert, und seit wann?: spf fehlt" in thread
    assert "Gefragt in: https://" in thread
    assert "Asked in: https://" in shown(world.last(people.queue))


async def test_in_a_german_community_panel_and_card_are_german_and_an_english_customers_thread_is_not(
    german_world: World,
) -> None:
    people, sim = german_world.people, german_world.sim
    found = await people.administrator.slash(people.lounge, "setup")
    await sim.click(people.administrator, response(found), "Post or refresh the panel")
    panel = german_world.last(people.tickets)
    assert "Larkmail: Hilfe vom Team" in shown(panel)
    assert "**Zustellproblem** – E-Mail kommt nicht an" in shown(panel)
    modal = await sim.click(people.customer, panel, "Rechnung und Bezahlung")
    assert _title(modal) == "Billing"
    _, thread = await german_world.open_ticket()
    assert "[Resolve]\n[Close]" in shown(sim.messages(thread)[0])
    card = shown(german_world.last(people.queue))
    assert "Anliegen 1 · Rechnung und Bezahlung" in card
    assert "Stand: Offen" in card
    assert "Worum geht es?: Eine Rechnung" in card


async def test_what_a_removed_field_asked_is_shown_as_it_was_stored(world: World) -> None:
    people, sim = world.people, world.sim
    sim.speaks(people.customer, "de")
    _, old = await _german_ticket(world)
    configure(world.home, _remove_the_first_field_of_bugs)
    await sim.restart()
    sim.env.backend.delete_channel(old.id)
    await sim.settle()
    thread = world.texts(sim.thread_named("#1 Fehler bei Larkmail"))
    assert "Where is it?: Control panel" in thread
    assert "Was hast du getan, Schritt für Schritt?: 1. Angemeldet" in thread


async def _german_ticket(world: World) -> tuple[InteractionResult, ChannelHandle]:
    modal = await _modal(world, world.people.customer, "Fehler bei Larkmail")
    reply = await world.sim.submit(world.people.customer, modal, GERMAN_BUG)
    return reply, world.sim.thread_named("#1 ")


async def _modal(world: World, member: MemberActor, type_label: str) -> InteractionResult:
    chosen = await member.slash(world.people.lounge, "ticket open")
    return await world.sim.click(member, response(chosen), type_label)


def _title(result: InteractionResult) -> str:
    assert result.modal is not None
    return str(result.modal["title"])


def _asked(result: InteractionResult) -> list[str]:
    assert result.modal is not None
    return [row["label"] for row in result.modal["components"]]


def _options(result: InteractionResult, label: str) -> list[str]:
    assert result.modal is not None
    control = next(row["component"] for row in result.modal["components"] if row["label"] == label)
    return [option["label"] for option in control["options"]]


def _remove_the_first_field_of_bugs(content: dict[str, Any]) -> None:
    bug = next(kind for kind in content["tickets"]["types"] if kind["id"] == "bug")
    del bug["fields"][0]
