"""`/privacy`, as customers and staff see it: what is kept, what is taken along, what is erased."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from simcord import InteractionResult, MemberActor

from tests.conftest import World, said, shown
from tests.journeys.homes import configure, show_staffs_commands, small_home
from tests.journeys.test_ticket_views import ask

DAY = 24 * 3600
pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = small_home(tmp_path / "home")

    def change(content: dict[str, Any]) -> None:
        show_staffs_commands(content)
        content["tickets"]["keep"] = {"answers_days": 5}

    configure(folder, change)
    return folder


async def press(world: World, person: MemberActor, opened: InteractionResult, *labels: str) -> str:
    """What stands there after these buttons were pressed one after the other."""
    assert opened.response is not None
    for label in labels:
        await world.sim.click(person, opened.response, label)
    return shown(opened.response.message)


async def test_a_customer_sees_takes_along_and_erases_what_is_kept_and_staff_see_that(world: World) -> None:
    people, sim = world.people, world.sim
    opened = await people.customer.slash(people.lounge, "privacy")
    assert "Nothing." in said(opened)
    await ask(world)
    thread = sim.thread_named("#1 ")
    await people.customer.send(thread, "My invoice is from Zanzibar")
    opened = await people.customer.slash(people.lounge, "privacy")
    for line in ("Tickets: 1", "Messages that you wrote in tickets: 1", "You may be named for your help"):
        assert line in said(opened)

    assert opened.response is not None
    taken = await sim.click(people.customer, opened.response, "Take it along")
    assert taken.response is not None
    (attached,) = taken.response.message.attachments
    with zipfile.ZipFile(io.BytesIO(await attached.read())) as archive:
        (message,) = json.loads(archive.read("messages.json"))
    assert message["text"] == "My invoice is from Zanzibar"

    opened = await people.customer.slash(people.lounge, "privacy")
    text = await press(world, people.customer, opened, "Do not name me", "Keep no questions")
    assert "You are not named for your help" in text
    assert "The words of your questions are not kept." in text
    assert "[Name me]" in await press(world, people.customer, opened, "Erase it …", "Back")
    await press(world, people.customer, opened, "Erase it …")
    assert opened.response is not None
    refused = await sim.click(people.customer, opened.response, "Erase it for good")
    assert "Somebody waits in your ticket #1, so nothing was erased." in said(refused)
    assert "wrong amount" in said(await people.staff.slash(people.lounge, "ticket show", number=1))

    closing = await people.customer.slash(thread, "ticket close")
    await sim.submit(people.customer, closing, {})
    opened = await people.customer.slash(people.lounge, "privacy")
    text = await press(world, people.customer, opened, "Erase it …")
    assert "What goes:" in text
    assert "What stays:" in text
    text = await press(world, people.customer, opened, "Erase it for good")
    assert "Erased: the words of 1 ticket of yours" in text
    await sim.advance(60)
    text = said(await people.staff.slash(people.queue, "ticket show", number=1))
    assert "wrong amount" not in text
    assert f"as {people.customer.mention} wished" in text
    assert "wrong amount" not in world.texts(people.queue, people.staff)
    assert "Tickets: 1" in said(await people.customer.slash(people.lounge, "privacy")), "the fact stays"


async def test_an_export_may_be_as_large_as_discord_lets_it_be_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, sim = world.people, world.sim

    async def take(size: int) -> InteractionResult:
        monkeypatch.setattr("bot.privacy.service._zipped", lambda *_: bytes(size))
        opened = await people.customer.slash(people.lounge, "privacy")
        assert opened.response is not None
        return await sim.click(people.customer, opened.response, "Take it along")

    taken = (await take(12_000_000)).response
    assert taken is not None
    assert [one.size for one in taken.message.attachments] == [12_000_000]
    assert "That is 27 MB, and Discord takes 26 from me." in said(await take(27_000_000))


async def test_what_is_past_its_time_goes_in_the_night(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    await people.staff.slash(people.queue, "ticket close", number=1)
    await sim.advance(4 * DAY)
    assert "What was erased" not in said(await people.staff.slash(people.queue, "ticket show", number=1))
    await sim.advance(2 * DAY)
    text = said(await people.staff.slash(people.queue, "ticket show", number=1))
    assert "What it is about, notes and comments: erased <t:" in text
    assert "past their time" in text
