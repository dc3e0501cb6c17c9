"""The bot dies in the middle of what tickets owe after they are opened: all of it is done once, after the restart."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from simcord import ChannelHandle

from bot import backups
from bot.jobs.runner import JobRunner
from bot.tickets.delivery import Delivery
from bot.tickets.listening import Listening
from cogs.tickets.cards import Cards
from cogs.tickets.greetings import Greetings
from cogs.tickets.news import News
from tests.conftest import World, said, shown
from tests.journeys.homes import SPF, ours, small_home
from tests.journeys.test_crash_matrix import NONCE_FORGOTTEN, TIMERS, Stop, crash, never, rows, stop, stops
from tests.journeys.test_ticket_views import FORM, ask, cards

DAY = 86400.0
Death = Stop | tuple[Any, str]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def named(death: object) -> str:
    return death[1] if isinstance(death, tuple) else str(death)


def kill_at(world: World, monkeypatch: pytest.MonkeyPatch, death: Death) -> None:
    """Let the bot hang there: at a request, or in one of its own steps."""
    if isinstance(death, Stop):
        death.arm(world)
    else:
        monkeypatch.setattr(*death, never)


async def die(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is gone, and a fresh one comes when Discord has forgotten the nonces."""
    monkeypatch.undo()
    await crash(world, NONCE_FORGOTTEN)
    await world.sim.advance(10)


def thread_of(world: World) -> ChannelHandle:
    return world.sim.thread_named("#1 ")


def is_locked(world: World) -> tuple[bool, bool]:
    """Whether the thread is archived, and whether it is locked."""
    state = world.sim.env.backend.get_thread(thread_of(world).id).thread_metadata
    assert state is not None
    return state.archived, state.locked


def nothing_owed(world: World) -> bool:
    return rows(world.home, f"SELECT kind FROM jobs WHERE kind LIKE 'ticket.%' AND kind NOT IN {TIMERS}") == []


THREAD_EDITED = ("the thread is edited", "PATCH", "/channels/*")
ADDED = ("the requester is added", "PUT", "/channels/*/thread-members/*")
CLOSING: list[Death] = [
    *(Stop(what, method, path, after) for what, method, path in [THREAD_EDITED] for after in (False, True)),
    (News, "_announce"),
    (Delivery, "announced"),
    (Greetings, "_redraw"),
    (Cards, "_redraw"),
    (JobRunner, "run"),
]


@pytest.mark.parametrize("death", CLOSING, ids=named)
async def test_a_crash_anywhere_in_closing_leaves_a_closed_ticket_that_says_so_once(
    world: World, monkeypatch: pytest.MonkeyPatch, death: Death
) -> None:
    await ask(world)
    kill_at(world, monkeypatch, death)
    await world.people.staff.slash(world.people.lounge, "ticket close", number=1)
    await die(world, monkeypatch)
    assert world.texts(thread_of(world)).count("closed this ticket") == 1
    assert ["Status: Closed" in card for card in cards(world)] == [True]
    assert "[Close]" not in shown(world.sim.messages(thread_of(world))[0])
    assert is_locked(world) == (True, True)
    assert nothing_owed(world)


@pytest.mark.parametrize("death", CLOSING, ids=named)
async def test_a_crash_anywhere_in_reopening_leaves_an_open_ticket_that_says_so_once(
    world: World, monkeypatch: pytest.MonkeyPatch, death: Death
) -> None:
    await ask(world)
    await world.people.staff.slash(world.people.lounge, "ticket close", number=1)
    kill_at(world, monkeypatch, death)
    await world.people.staff.slash(world.people.lounge, "ticket reopen", number=1)
    await die(world, monkeypatch)
    assert world.texts(thread_of(world)).count("reopened this ticket") == 1
    assert ["Status: Unclaimed" in card for card in cards(world)] == [True]
    assert "[Close]" in shown(world.sim.messages(thread_of(world))[0])
    assert is_locked(world) == (False, False)
    assert nothing_owed(world)


@pytest.mark.parametrize(
    "death",
    [*stops(ADDED), (Delivery, "member_added")],
    ids=named,
)
async def test_a_crash_while_a_press_brings_the_requester_into_their_thread_leaves_them_in_it(
    world: World, monkeypatch: pytest.MonkeyPatch, death: Death
) -> None:
    world.sim.fail_next("PUT", "/channels/*/thread-members/*", status=403, code=50013, times=None)
    await ask(world)
    world.sim.env.backend.faults.clear()
    kill_at(world, monkeypatch, death)
    await world.people.staff.slash(world.people.lounge, "ticket claim", number=1)
    await die(world, monkeypatch)
    assert thread_of(world).id in [one.id for one in world.sim.visible_threads(world.people.customer)]
    assert world.texts(thread_of(world)).count("is looking after this ticket now") == 1
    assert nothing_owed(world)


@pytest.mark.parametrize(
    "death",
    [*stops(("the card is looked for", "GET", "/channels/{queue}/messages/*")), (Delivery, "lost")],
    ids=named,
)
async def test_a_crash_while_tickets_are_looked_at_leaves_one_card(
    world: World, monkeypatch: pytest.MonkeyPatch, death: Death
) -> None:
    await ask(world)
    card, backend = world.last(world.people.queue), world.sim.env.backend

    def cut() -> None:
        backend.delete_message(card.channel.id, card.id)
        if not isinstance(death, Stop):
            monkeypatch.setattr(*death, never)

    await crash(world, meanwhile=cut)
    if isinstance(death, Stop):
        death.arm(world)
    await die(world, monkeypatch)
    assert len(cards(world)) == 1
    assert nothing_owed(world)


@pytest.mark.parametrize("death", [(Listening, "missed_since"), (Listening, "expire")], ids=named)
async def test_a_crash_when_time_is_up_closes_the_ticket_once_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch, death: Death
) -> None:
    await ask(world)
    await world.people.customer.slash(thread_of(world), "ticket resolve")
    kill_at(world, monkeypatch, death)
    await world.sim.advance(3 * DAY)
    await die(world, monkeypatch)
    assert world.texts(thread_of(world)).count("it is closed now") == 1
    assert is_locked(world) == (True, True)


@pytest.mark.parametrize(
    "death",
    [
        (JobRunner, "run"),
        (Delivery, "card_posted"),
        Stop("the reply", "PATCH", "/webhooks/*/messages/@original", False),
    ],
    ids=named,
)
async def test_a_question_that_became_a_ticket_is_handed_over_although_the_bot_died(
    world: World, monkeypatch: pytest.MonkeyPatch, death: Death
) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, SPF)
    modal = await sim.click(people.customer, world.last(people.help), "Still need help")
    answers = {
        field.label: "It does not work" for field in sim.open_modal_values(modal) if field.kind == "text_input"
    }
    kill_at(world, monkeypatch, death)
    await sim.submit(people.customer, modal, answers)
    await die(world, monkeypatch)
    assert rows(world.home, "SELECT outcome FROM questions") == [("handed_over",)]
    assert not any("[Still need help]" in text for text in ours(world, people.help))
    assert thread_of(world).id in [one.id for one in sim.visible_threads(people.customer)]
    assert nothing_owed(world)


async def test_a_ticket_that_was_never_written_hands_nothing_over(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, SPF)
    modal = await sim.click(people.customer, world.last(people.help), "Still need help")
    first = await people.customer.slash(people.lounge, "ticket open", type="billing")
    await sim.submit(people.customer, first, FORM)
    answers = {
        field.label: "It does not work" for field in sim.open_modal_values(modal) if field.kind == "text_input"
    }
    assert "opened a ticket already" in said(await sim.submit(people.customer, modal, answers))
    assert rows(world.home, "SELECT outcome FROM questions") == [(None,)]


@pytest.mark.parametrize(
    "is_slow", [True, False], ids=["an hour later, Discord down", "while nonces are remembered"]
)
async def test_after_a_restore_news_are_not_taken_for_what_the_lost_database_has_said(
    world: World, is_slow: bool
) -> None:
    """The copy was made before the claim; the closing gets the row that the claim had."""
    people, sim = world.people, world.sim
    await ask(world)
    database, copy = world.home / "data" / "signpost.db", world.home / "yesterday.db"
    with closing(sqlite3.connect(database)) as now, closing(sqlite3.connect(copy)) as then:
        now.backup(then)
    await people.staff.slash(people.lounge, "ticket claim", number=1)
    assert "is looking after this ticket now" in world.texts(thread_of(world))
    await stop(world, 3600 if is_slow else 90, lambda: backups.restore(copy, database, sim.now()))
    if is_slow:
        sim.fail_next("POST", f"/channels/{thread_of(world).id}/messages", status=500, code=0, times=5)
    await people.staff.slash(people.lounge, "ticket close", number=1, reason="We have paid it back: 40 EUR")
    await sim.advance(3600)
    assert world.texts(thread_of(world)).count("paid it back") == 1
    assert nothing_owed(world)
