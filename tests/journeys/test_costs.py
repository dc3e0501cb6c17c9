"""Staff say in the press that resolves a ticket what it cost, correct it, note what they prevent, and read what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.errors import DatabaseBusy
from bot.tickets.costs.service import Costs
from tests.conftest import World, said
from tests.journeys.card import labels, press
from tests.journeys.homes import SPF_TITLE, configure, show_staffs_commands, small_home
from tests.journeys.test_ticket_views import ask

pytestmark = pytest.mark.usefixtures("no_incidents")
MINUTES, CAUSE, FAQ = "How long did it take staff?", "Why did it come?", "What about the FAQ?"
DAY = 24 * 3600


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = small_home(tmp_path / "home")

    def change(content: dict[str, Any]) -> None:
        show_staffs_commands(content)
        content["roles"]["leads"] = ["Engineering"]
        content["tickets"]["last_chance"] = False
        content["tickets"]["causes"] = [
            {"id": "bills", "label": "Bills are *unclear*"},
            {"id": "bug", "label": "A bug"},
        ]

    configure(folder, change)
    return folder


def asked(modal: dict[str, Any], label: str) -> list[tuple[str, bool]]:
    """What can be chosen below this question, and whether it is."""
    control = next(row["component"] for row in modal["components"] if row["label"] == label)
    assert not control["required"]
    return [(one["label"], bool(one.get("default"))) for one in control["options"]]


def hint(modal: dict[str, Any] | None) -> str:
    """What stands below the question for the minutes."""
    assert modal is not None
    return str(next(row["description"] for row in modal["components"] if row["label"] == MINUTES))


async def test_what_a_ticket_cost_is_said_as_it_is_resolved_and_reaches_who_works_on_it(world: World) -> None:
    people, sim = world.people, world.sim
    staff, room = people.staff, people.queue
    await ask(world)
    await sim.advance(61)
    await world.open_ticket(
        type_label="Feature request", **{"What would you like to be able to do?": "set up an spf record"}
    )
    never = said(await staff.slash(room, "ticket cost", number=1))
    assert never == ("Ticket #1 was never resolved by anybody. What a ticket cost is said of how it was resolved.")

    modal = await staff.slash(room, "ticket resolve", number=1)
    assert modal.modal is not None
    assert len(modal.modal["components"]) == 5
    assert asked(modal.modal, MINUTES) == [
        ("5 minutes", False),
        ("15 minutes", False),
        ("30 minutes", False),
        ("60 minutes or more", False),
    ]
    assert asked(modal.modal, CAUSE) == [("Bills are *unclear*", False), ("A bug", False)]
    assert [label for label, _ in asked(modal.modal, FAQ)] == [
        "Missing: no entry has the answer",
        "Fine: there is nothing to do",
        "Wrong: another entry",
        "Not found: another entry has the answer",
    ]
    chosen = {MINUTES: "60 minutes or more", CAUSE: "A bug", FAQ: "Missing: no entry has the answer"}
    assert said(await sim.submit(staff, modal, chosen)) == "Ticket #1 is resolved."

    modal = await staff.slash(room, "ticket resolve", number=2)
    of_an_entry = [f"Wrong: {SPF_TITLE}", f"Not found: {SPF_TITLE}"]
    assert [label for label, _ in asked(modal.modal or {}, FAQ)][2:4] == of_an_entry, "it is near"
    await press(world, staff, "Send this entry")
    modal = await staff.slash(room, "ticket resolve", number=2)
    assert [label for label, _ in asked(modal.modal or {}, FAQ)][2:4] == of_an_entry, "it was sent"
    near = {MINUTES: "15 minutes", FAQ: f"Not found: {SPF_TITLE}"}
    assert said(await sim.submit(staff, modal, near)) == "Ticket #2 is resolved."
    told = said(await staff.slash(room, "ticket show", number=2))
    assert f" · **15 min** · FAQ: not found (“{SPF_TITLE}”) · {staff.mention}" in told
    for place in ("#1 ", "#2 "):
        assert "FAQ" not in world.texts(sim.thread_named(place)), "its requester reads there"

    lead = people.colleague
    corrected = await lead.slash(room, "ticket cost", number=1)
    assert corrected.modal is not None
    assert asked(corrected.modal, MINUTES)[-2:] == [("60 minutes or more", True), ("Not known", False)]
    assert asked(corrected.modal, CAUSE)[1] == ("A bug", True)
    assert asked(corrected.modal, FAQ)[0] == ("Missing: no entry has the answer", True)
    await sim.restart()
    again = await sim.submit(lead, corrected, {**chosen, MINUTES: "30 minutes", CAUSE: "Bills are *unclear*"})
    assert said(again) == "It is noted what ticket #1 cost. `/report` counts it."

    logged = await staff.slash(room, "prevention log", minutes=15, what="Wrote **the** guide @everyone")
    assert said(logged).startswith("Noted: 15 min of preventing. `/report` counts it.\n")
    assert "· **15 min** · Wrote \\*\\*the\\*\\* guide @everyone" in said(logged)
    again = await staff.slash(room, "prevention log", minutes=60, what="By mistake")
    assert logged.response is not None
    assert again.response is not None
    undone = await sim.click(staff, again.response, "Undo 1")
    assert said(undone).startswith("It is taken back: 1 h of preventing.\n")
    listed = said(await staff.slash(room, "prevention list"))
    assert "By mistake" not in listed
    assert labels(listed) == ["Undo 1"]

    await lead.slash(room, "prevention log", minutes=15, what="Read what is missing")
    report = said(await staff.slash(room, "report"))
    halves = "Answering **45 min**, preventing **30 min**: 40% goes to preventing."
    rests = "Of 2 tickets that were resolved, opened again since or not, 2 have an estimate."
    assert f"where staff's time goes: {halves}\n{rests}" in report
    assert (
        "by cause: Bills are *unclear* · **30 min** in 1 ticket\nno cause named · **15 min** in 1 ticket" in report
    )
    assert halves in said(await staff.slash(room, "stats", charts="none"))
    own = f"{staff.mention} · answering 45 min, preventing 15 min"
    assert f"Your own half and half: {own}" in report
    assert lead.mention not in report
    leads = said(await lead.slash(room, "report"))
    assert f"Half and half by person: {own}\n{lead.mention} · answering 0 min, preventing 15 min" in leads

    gaps = said(await staff.slash(room, "faq gaps"))
    thread = sim.thread_named("#1 ").mention
    assert f"Missing, staff say at 1 ticket: 30 min: {thread} · **30 min** · Bills are *unclear* · " in gaps
    stats = said(await staff.slash(room, "faq stats"))
    assert "What staff found at tickets: missing: 1 · not found: 1\n" in stats
    assert f"**{SPF_TITLE}** · not found: 1 · 15 min" in stats


async def test_what_is_taken_back_or_refused_counts_nothing_and_a_busy_database_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, sim = world.people, world.sim
    staff, room = people.staff, people.queue
    await ask(world)
    await people.customer.slash(people.lounge, "ticket resolve", number=1)
    assert "half and half" not in said(await staff.slash(room, "report"))
    first = await staff.slash(room, "ticket cost", number=1)
    with monkeypatch.context() as patch:
        patch.setattr(Costs, "say", _busy)
        refused = said(await sim.submit(staff, first, {MINUTES: "5 minutes", CAUSE: "A bug"}))
    assert refused.startswith("My database is busy, so nothing was done.")
    assert MINUTES in refused
    await sim.submit(
        staff, await staff.slash(room, "ticket cost", number=1), {MINUTES: "5 minutes", CAUSE: "A bug"}
    )
    assert " · **5 min** · A bug · " in said(await staff.slash(room, "ticket show", number=1))

    assert hint(first.modal) == "In all, roughly. Leave out what you do not know."
    await staff.slash(room, "ticket reopen", number=1)
    report = said(await staff.slash(room, "report"))
    assert "Of 1 ticket that was resolved, opened again since or not, 1 has an estimate." in report
    solved = await staff.slash(room, "ticket resolve", number=1)
    assert hint(solved.modal) == "Only since it was opened again: before that, 5 min are noted."

    configure(world.home, lambda content: content["tickets"].pop("causes"))
    await sim.restart()
    assert " · **5 min** · bug · " in said(await staff.slash(room, "ticket show", number=1))
    back = await staff.slash(room, "ticket cost", number=1)
    assert back.modal is not None
    assert asked(back.modal, CAUSE) == [("bug", True)]
    taken = await sim.submit(staff, back, {MINUTES: "Not known"})
    assert said(taken) == "Nothing is said of what ticket #1 cost."
    assert "what it cost" not in said(await staff.slash(room, "ticket show", number=1))
    for name, options in (("ticket cost", {"number": 1}), ("prevention list", {})):
        assert said(await people.customer.slash(people.lounge, name, **options)) == "Only staff can do this."


async def test_all_that_was_noted_of_prevention_is_listed_and_can_be_taken_back_page_by_page(world: World) -> None:
    staff, room, sim = world.people.staff, world.people.queue, world.sim
    for number in range(1, 13):
        await staff.slash(room, "prevention log", minutes=5, what=f"Guide {number}!")
    listed = await staff.slash(room, "prevention list")
    assert "Guide 3!" in said(listed)
    assert "Guide 2!" not in said(listed)
    assert "… and 2 more" in said(listed)
    assert labels(said(listed)) == [*(f"Undo {place}" for place in range(1, 11)), "Older"]
    assert listed.response is not None
    older = await sim.click(staff, listed.response, "Older")
    assert "more" not in said(older)
    assert labels(said(older)) == ["Undo 11", "Undo 12"]
    undone = await sim.click(staff, listed.response, "Undo 12")
    assert said(undone).startswith("It is taken back: 5 min of preventing.\n")
    assert "… and 1 more" in said(undone)


async def _busy(*_: object, **__: object) -> None:
    raise DatabaseBusy
