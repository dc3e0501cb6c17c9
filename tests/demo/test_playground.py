"""The playground: what people can do in the browser demo, what each of them sees, trouble, and the guided tour."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from simcord import BackendError, SetupError

from bot.actor import Actor
from bot.demo import protocol
from bot.demo.playground import Playground
from bot.demo.views import MOST_SHOWN, PAGE_SIZE, Window
from bot.demo.world import Declined, Person
from bot.tickets.ticket import Status, Ticket
from tests.encoders import Letters

SPF = "how do i set up spf"
BETWEEN = "mails to gmail land in the junk folder of my customers"  # words alone decide nothing


@pytest.fixture
async def play(home: Path) -> AsyncIterator[Playground]:
    playground = Playground(home)
    await playground.start()
    yield playground
    await playground.stop()
    playground.simulation.env._raise_errors_since(playground.simulation.env._errors_acknowledged)


class Eyes:
    """A window, and what its page would have put together from the frames."""

    def __init__(self, play: Playground, user: str, channel: str | None = None) -> None:
        self.play = play
        self.me = play.people[user]
        self.window = Window(play, self.me)
        self.messages: dict[str, dict[str, Any]] = {}
        self.channels: dict[str, dict[str, Any]] = {}
        self.world: dict[str, Any] = {}
        self.log: list[dict[str, str]] = []
        self.has_older = False
        self.look()
        if channel is not None:
            self.window.open(self.id(channel))
            self.look()

    def look(self) -> list[dict[str, Any]]:
        """Take in what is new."""
        frames = self.window.frames()
        for frame in frames:
            json.dumps(frame)
            if frame["is"] == "channels":
                self.channels = {one["name"]: one for one in frame["channels"]}
                self.members = frame["members"]
            elif frame["is"] == "messages":
                self.messages = {} if frame["reset"] else self.messages
                self.messages.update({one["id"]: one for one in frame["upsert"]})
                for gone in frame["remove"]:
                    del self.messages[gone]
                self.has_older = frame["has_older"]
            elif frame["is"] == "world":
                self.world, self.log = frame, self.log + frame["log"]
        return frames

    def id(self, channel: str) -> int:
        return int(self.channels[channel]["id"])

    def texts(self) -> list[str]:
        self.look()
        return [self.messages[key]["content"] for key in sorted(self.messages, key=int)]

    def last(self) -> dict[str, Any]:
        self.look()
        return self.messages[max(self.messages, key=int)]

    def button(self, label: str) -> tuple[int, int, str]:
        """Channel, message and custom_id of the newest such button."""
        self.look()
        for key in sorted(self.messages, key=int, reverse=True):
            for row in self.messages[key]["components"]:
                for one in row["components"]:
                    if one.get("label") == label:
                        return int(self.messages[key]["channel_id"]), int(key), one["custom_id"]
        raise LookupError(label)


async def fill_in(play: Playground, person: Person, shown: Any, text: str = "All of it is broken.") -> Any:
    values = {}
    for row in shown.modal["components"]:
        control = row["component"]
        options = control.get("options")
        values[control["custom_id"]] = options[0]["value"] if options else text
    return await play.submit(person, shown, values)


async def open_ticket(play: Playground, user: str = "ann") -> Ticket:
    person = play.people[user]
    shown = await play.slash(person, play.community.lounge.id, "ticket open", {"type": "billing"})
    await fill_in(play, person, shown)
    return (await queue(play))[-1]


async def queue(play: Playground) -> list[Ticket]:
    found = await play.services.tickets.queue(play.simulation.guild.id, by=Actor(1, is_staff=True))
    assert found.pages == 1
    return [*found.tickets]


def test_there_is_somebody_for_every_part(home: Path) -> None:
    people = Playground(home).people.values()
    assert [(one.user, one.title) for one in people] == [
        ("ann", "Customer"),
        ("noor", "Another customer"),
        ("lena", "Helper"),
        ("hugo", "Trusted helper"),
        ("sam", "Staff"),
        ("kim", "Second-tier staff"),
        ("ada", "Administrator"),
        ("nils", "Newcomer"),
    ]


async def test_a_question_and_its_answer_appear_to_everybody_and_only_once(play: Playground) -> None:
    ann, noor = Eyes(play, "ann", "help"), Eyes(play, "noor")
    await play.send(ann.me, ann.id("help"), SPF)
    noor.look()
    ann.look()
    assert (ann.channels["help"]["unread"], noor.channels["help"]["unread"]) == (0, 2)
    noor.window.open(noor.id("help"))
    for eyes in (ann, noor):
        assert eyes.texts() == [SPF, ""]
        assert eyes.last()["embeds"][0]["title"] == "How do I set up SPF?"
        assert eyes.last()["referenced_message"]["content"] == SPF
    assert [frame["is"] for frame in ann.look()] == []
    asked = next(one for one in noor.messages.values() if one["content"] == SPF)
    assert not asked["mine"]
    assert noor.channels["help"]["unread"] == 0
    assert ann.messages[asked["id"]]["mine"]


async def test_changes_are_told_as_differences_and_an_ephemeral_answer_to_one_person_only(
    play: Playground,
) -> None:
    ann, noor = Eyes(play, "ann", "lounge"), Eyes(play, "noor", "lounge")
    first = await play.send(ann.me, ann.id("lounge"), "good morning")
    second = await play.send(ann.me, ann.id("lounge"), "hello?", reply_to=first)
    noor.look()
    await play.edit(ann.me, ann.id("lounge"), first, "good evening")
    frames = [frame for frame in noor.look() if frame["is"] == "messages"]
    assert [one["content"] for one in frames[0]["upsert"]] == ["good evening", "hello?"]  # the reply quotes it
    await play.react(noor.me, ann.id("lounge"), first, "👍")
    noor.look()
    assert noor.messages[str(first)]["reactions"][0]["me"]
    ann.look()
    assert not ann.messages[str(first)]["reactions"][0]["me"]
    await play.react(noor.me, ann.id("lounge"), first, "👍", reacted=False)
    await play.delete(ann.me, ann.id("lounge"), second)
    assert noor.texts() == ["good evening"]
    assert noor.messages[str(first)]["reactions"] == []

    await play.slash(ann.me, ann.id("lounge"), "rep show", {})
    assert ann.last()["ephemeral"]
    assert noor.texts() == ["good evening"]
    await play.delete(ann.me, ann.id("lounge"), int(ann.last()["id"]))
    assert ann.texts() == ["good evening"]


async def test_a_ticket_is_seen_by_its_requester_and_staff(play: Playground) -> None:
    ticket = await open_ticket(play)
    name = play.channel(ticket.receipts.thread_id or 0).name
    assert name
    for user, is_there in (("ann", True), ("sam", True), ("ada", True), ("noor", False), ("hugo", False)):
        assert (name in Eyes(play, user).channels) is is_there, user
    shown = Eyes(play, "ann").channels[name]
    assert (shown["kind"], shown["parent"]) == ("private", Eyes(play, "ann").channels["get-support"]["id"])
    with pytest.raises(Declined, match="cannot see"):
        Window(play, play.people["noor"]).open(ticket.receipts.thread_id or 0)


async def test_the_staff_channel_and_its_commands_are_not_for_customers(play: Playground) -> None:
    ann, sam, ada = Eyes(play, "ann", "lounge"), Eyes(play, "sam"), Eyes(play, "ada", "lounge")
    assert "staff-queue" not in ann.channels
    assert "staff-queue" in sam.channels
    assert not ann.channels["get-support"]["can_send"]

    def commands(eyes: Eyes) -> set[str]:
        return {one["name"] for one in eyes.window.view.commands(eyes.id("lounge"))["slash"]}

    of_tickets = {"queue", "next", "macro", "my", "digest", "promise", "promises", "away"}
    assert commands(ada) - commands(ann) == {*of_tickets, "prevention", "report", "stats", "setup"}
    with pytest.raises(SetupError, match="not visible"):
        await play.slash(ann.me, ann.id("lounge"), "setup", {})
    with pytest.raises(BackendError, match="Missing Permissions"):
        await play.send(ann.me, ann.id("get-support"), "may I?")
    with pytest.raises(BackendError, match="Missing Access"):
        await play.send(ann.me, sam.id("staff-queue"), "may I?")


async def test_forum_posts_threads_and_direct_messages_can_be_begun(play: Playground) -> None:
    ann = Eyes(play, "ann", "lounge")
    post = await play.post(ann.me, ann.id("ask-the-community"), "SPF", SPF, ["DNS"])
    ann.look()
    shown, forum = ann.channels["SPF"], ann.channels["ask-the-community"]
    assert (shown["parent"], shown["kind"], shown["id"]) == (forum["id"], "thread", str(post))
    assert [tag["name"] for tag in forum["tags"] if tag["id"] in shown["applied_tags"]] == ["DNS"]
    ann.window.open(post)
    assert ann.texts() == [SPF, ""]

    ann.window.open(ann.id("lounge"))
    start = await play.send(ann.me, ann.id("lounge"), "let us talk about this")
    thread = await play.thread(ann.me, ann.id("lounge"), "this", start)
    ann.look()
    assert ann.messages[str(start)]["thread"] == str(thread)
    await play.send(ann.me, thread, "here")

    direct = await play.direct(ann.me)
    said = await play.send(ann.me, direct, "hello, bot", files=[("a.txt", b"text")])
    await play.edit(ann.me, direct, said, "hello, Signpost")
    await play.react(ann.me, direct, said, "👋")
    ann.window.open(direct)
    assert ann.texts() == ["hello, Signpost"]
    assert ann.channels["Signpost"]["kind"] == "dm"
    assert "Signpost" not in Eyes(play, "noor").channels


async def test_autocomplete_menus_and_members_of_a_select(play: Playground) -> None:
    ann, sam = Eyes(play, "ann", "lounge"), Eyes(play, "sam", "lounge")
    lounge = ann.id("lounge")
    choices = await play.complete(ann.me, lounge, "ticket open", "type", "bill", {})
    assert choices == [{"name": "Billing", "value": "billing"}]
    said = await play.send(ann.me, lounge, SPF)
    await play.menu(sam.me, lounge, "Look up in FAQ", play.message(lounge, said))
    assert sam.last()["embeds"][0]["title"] == "How do I set up SPF?"
    ticket = await open_ticket(play)
    shown = await play.slash(sam.me, ticket.receipts.thread_id or 0, "ticket resolve", {})
    note, helper, *_ = (row["component"]["custom_id"] for row in shown.modal["components"])
    await play.submit(sam.me, shown, {note: "Done.", helper: [play.people["lena"].actor]})
    assert play.ranks[play.people["lena"].id] == "Postcard"
    lena = str(play.people["lena"].id)
    ann.look()
    assert ann.members[lena]["rank"] == "Postcard"
    assert ann.members[str(sam.me.id)]["colour"] == "#3ba55d"


async def test_what_cannot_be_done_is_said_in_a_plain_sentence(play: Playground) -> None:
    ann = Eyes(play, "ann", "lounge")
    lounge = ann.id("lounge")
    said = await play.send(ann.me, lounge, "hi")
    for deed in (
        play.send(ann.me, lounge, "  "),
        play.send(ann.me, lounge, "x" * 2001),
        play.send(ann.me, 12345, "x"),
        play.edit(play.people["noor"], lounge, said, "ho"),
        play.delete(play.people["noor"], lounge, said),
        play.react(ann.me, lounge, said, "<img>"),
        play.click(ann.me, lounge, said, "ticket:claim:1"),
        play.slash(ann.me, lounge, "nothing", {}),
        play.thread(ann.me, ann.id("ask-the-community"), "a thread"),
        play.thread(ann.me, lounge, ""),
        play.post(ann.me, lounge, "a title", "text"),
        play.advance(-1),
        play.cause("flood"),
        play.cause("delete_thread", lounge),
        play.follow_guide("nothing"),
    ):
        with pytest.raises((Declined, SetupError, BackendError)) as caught:
            await deed
        text = protocol.sentence(caught.value)
        assert text, caught.value
        assert text.endswith(".")
    assert protocol.sentence(RuntimeError("a bug")) is None


async def test_a_locked_thread_takes_no_more_from_its_requester(play: Playground) -> None:
    ticket = await open_ticket(play)
    thread = ticket.receipts.thread_id or 0
    await play.slash(play.people["sam"], thread, "ticket close", {})
    shown = next(one for one in Eyes(play, "ann").channels.values() if one["id"] == str(thread))
    assert (shown["archived"], shown["locked"], shown["can_send"]) == (True, True, False)
    with pytest.raises(BackendError) as caught:
        await play.send(play.people["ann"], thread, "one more thing")
    assert protocol.sentence(caught.value) == "This thread is archived."


async def test_a_form_is_its_openers_and_open_once(play: Playground) -> None:
    ann, noor = play.people["ann"], play.people["noor"]
    shown = await play.slash(ann, play.community.lounge.id, "ticket open", {"type": "billing"})
    kept = play.keep_modal(ann, shown)
    assert kept is not None
    assert kept["title"] == "Billing"
    with pytest.raises(Declined, match="no longer open"):
        play.open_modal(noor, kept["token"])
    await fill_in(play, ann, play.open_modal(ann, kept["token"]))
    with pytest.raises(SetupError, match="already"):
        await fill_in(play, ann, shown)
    still_open = await play.slash(noor, play.community.lounge.id, "ticket open", {"type": "billing"})
    await play.cause("restart")
    await fill_in(play, noor, still_open)
    assert play.simulation.visible_threads(noor.actor)


async def test_time_passes_by_itself_and_faster(play: Playground) -> None:
    ann = Eyes(play, "ann")
    before = play.simulation.now()
    await play.tick()
    assert (play.simulation.now() - before).total_seconds() == 1
    assert [frame["is"] for frame in ann.look()] == ["world"]
    ticket = await open_ticket(play)
    await play.slash(play.people["ann"], ticket.receipts.thread_id or 0, "ticket resolve", {})
    ann.look()
    assert "ticket.auto_close" in [job["kind"] for job in ann.world["jobs"]]
    await play.advance(3 * 86_400 + 60)
    assert (await play.services.tickets.get(ticket.id)).status is Status.CLOSED
    ann.look()
    assert "ticket.auto_close" not in [job["kind"] for job in ann.world["jobs"]]


# Trouble


async def test_a_restart_keeps_the_world_and_old_buttons_work(play: Playground) -> None:
    ann = Eyes(play, "ann", "help")
    await play.send(ann.me, ann.id("help"), SPF)
    ticket = await open_ticket(play)
    await play.cause("restart")
    assert [one.id for one in await queue(play)] == [ticket.id]
    await play.click(ann.me, *ann.button("Solved it"))
    assert "Marked as solved" in ann.last()["embeds"][0]["footer"]["text"]
    assert any("ready" in line["text"] for line in ann.log)


async def test_where_the_encoder_is_installed_questions_are_matched_by_meaning_also_after_a_restart(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.wanted_encoder", lambda *_: Letters())
    playground = Playground(home, semantic=True)
    await playground.start()
    try:
        await playground.cause("restart")
        (explanation,), _library = await playground.services.knowledge.explain([BETWEEN])
        assert explanation.is_by_meaning
        ann = Eyes(playground, "ann", "help")
        await playground.send(ann.me, ann.id("help"), SPF)
        assert ann.last()["embeds"][0]["title"] == "How do I set up SPF?"
    finally:
        await playground.stop()


async def test_a_bot_killed_while_it_opens_a_ticket_goes_on_by_itself(play: Playground) -> None:
    noor = Eyes(play, "noor")
    assert "dies" in await play.cause("kill_opening")
    await play.cause("kill_opening")
    noor.look()
    assert noor.world["trouble"] == ["kill_opening"]
    first = play.simulation.bot
    ticket = await open_ticket(play, "noor")
    assert play.simulation.bot is not first
    assert ticket.status is Status.OPEN
    assert play.died_opening == [ticket.id]
    threads = [one for one in play.backend.channels.values() if one.is_thread]
    assert [one.id for one in threads] == [ticket.receipts.thread_id]
    noor.look()
    assert noor.world["trouble"] == []
    assert any("kills the bot" in line["text"] for line in noor.log)
    second = await open_ticket(play, "ann")
    assert second.status is Status.OPEN


async def test_discord_failing_is_said_in_the_reply_and_is_no_incident(play: Playground) -> None:
    ann = Eyes(play, "ann", "lounge")
    await play.cause("unavailable")
    ann.look()
    assert ann.world["trouble"] == ["unavailable"]
    await play.slash(ann.me, ann.id("lounge"), "leaderboard", {})
    assert "Discord itself failed" in ann.last()["content"]
    assert [line for line in ann.log if "incident" in line] == []
    assert ann.world["trouble"] == []
    assert len(play.simulation.errors) == 1


async def test_what_the_bot_says_instead_of_a_form_is_an_answer(play: Playground) -> None:
    ann = Eyes(play, "ann", "lounge")
    await play.cause("unavailable")
    result = await play.slash(ann.me, ann.id("lounge"), "ticket open", {"type": "billing"})
    ann.look()
    assert result.modal is None
    assert "Discord itself failed" in ann.last()["content"]
    assert len(play.simulation.errors) == 1


async def test_a_missing_permission_is_told_to_staff_and_what_waits_for_it_is_shown(play: Playground) -> None:
    ann = Eyes(play, "ann", "help")
    await play.cause("forbidden")
    await play.send(ann.me, ann.id("help"), SPF)
    assert ann.texts() == [SPF]
    assert ("faq.answer", 1) in [(job["kind"], job["attempts"]) for job in ann.world["jobs"]]
    assert any("HTTP 403" in line["text"] for line in ann.log)
    [told] = Eyes(play, "sam", "staff-queue").texts()
    assert "Discord does not let me" in told


async def test_a_tickets_thread_can_vanish(play: Playground) -> None:
    ticket = await open_ticket(play)
    thread = ticket.receipts.thread_id or 0
    ann = Eyes(play, "ann")
    ann.window.open(thread)
    name = play.channel(thread).name or ""
    ann.look()
    assert name in await play.cause("delete_thread", thread)
    ann.look()
    assert str(thread) not in {channel["id"] for channel in ann.channels.values()}
    assert name in ann.channels, "the bot has made another one"
    await play.slash(play.people["sam"], play.community.queue.id, "ticket close", {"number": ticket.number})
    assert await queue(play) == []
    assert any("is gone" in line["text"] for line in Eyes(play, "ann").log)


# The guided tour


async def test_each_step_of_the_tour_is_done_for_the_visitor_and_ticked_off(play: Playground) -> None:
    ann = Eyes(play, "ann")
    steps = [step["id"] for step in ann.world["guide"]]
    assert 12 <= len(steps) <= 20, "a story is not a list"
    assert {"escalate", "return", "community"} <= {*steps}, "what is new is shown"
    for number, step in enumerate(steps):
        await play.follow_guide(step)
        ann.look()
        done = [one["id"] for one in ann.world["guide"] if one["done"]]
        assert done == steps[: number + 1]
    assert play.ranks[play.people["hugo"].id] == "Postcard"


async def test_a_step_done_for_the_visitor_does_first_what_it_needs(play: Playground) -> None:
    await play.follow_guide("claim")
    done = {step["id"] for step in play.guide.as_json() if step["done"]}
    assert done == {"ask", "need_help", "send", "claim"}
    await play.follow_guide("claim")


async def test_steps_are_ticked_by_what_happens_and_by_nothing_else(play: Playground) -> None:
    def done() -> list[str]:
        return [step["id"] for step in play.guide.as_json() if step["done"]]

    ann, sam = Eyes(play, "ann", "help"), Eyes(play, "sam")
    await play.send(ann.me, ann.id("help"), "is anybody here today")
    assert done() == []
    await play.send(ann.me, ann.id("help"), SPF)
    assert done() == ["ask"]
    shown = await play.click(ann.me, *ann.button("Still need help"))
    assert done() == ["ask", "need_help"]
    await fill_in(play, ann.me, shown)
    assert done() == ["ask", "need_help", "send"]
    with pytest.raises(SetupError, match="not visible"):
        await play.slash(ann.me, ann.id("lounge"), "stats", {})
    assert "stats" not in done()
    (ticket,) = await queue(play)
    await play.slash(sam.me, sam.id("staff-queue"), "ticket claim", {"number": ticket.number})
    assert done()[-1] == "claim"
    await play.slash(sam.me, ticket.receipts.thread_id or 0, "stats", {})
    assert done()[-1] == "stats"
    shown = await play.slash(sam.me, ticket.receipts.thread_id or 0, "ticket resolve", {})
    await play.submit(sam.me, shown, {})
    assert "resolve" not in done(), "nobody was credited"
    await play.follow_guide("resolve")
    assert "resolve" in done()
    lena = Eyes(play, "lena", "lounge")
    modal = await play.slash(lena.me, lena.id("lounge"), "ticket open", {"type": "feature"})
    await play.submit(lena.me, modal, {"field:goal": "Shared drafts"})
    assert "direct" not in done(), "it did not begin with a direct message"


async def test_what_happened_before_the_visitor_came_ticks_nothing(home: Path) -> None:
    async def before(playground: Playground) -> None:
        people = playground.community
        await people.customer.send(people.help, SPF)
        await people.staff.slash(people.queue, "report")

    playground = Playground(home)
    await playground.start(before)
    try:
        assert not any(step["done"] for step in playground.guide.as_json())
        eyes = Eyes(playground, "ann", "help")
        assert eyes.texts() == [SPF, ""]
        assert eyes.channels["help"]["unread"] == 0
    finally:
        await playground.stop()


# Many messages


async def test_of_a_channel_of_five_thousand_messages_a_window_gets_the_last_and_pages_back(
    play: Playground,
) -> None:
    lounge, noor = play.community.help.id, play.people["noor"].id
    for number in range(5000):
        play.backend.create_message(lounge, noor, f"number {number}", broadcast=False)
    ann = Eyes(play, "ann", "help")
    assert ann.texts() == [f"number {number}" for number in range(4900, 5000)]
    assert ann.has_older
    ann.window.older(lounge, int(min(ann.messages, key=int)))
    (frame,) = [frame for frame in ann.look() if frame["is"] == "messages"]
    assert [one["content"] for one in frame["upsert"]] == [f"number {number}" for number in range(4800, 4900)]

    await play.send(ann.me, lounge, SPF)
    assert ann.last()["embeds"]

    noor_seen = Eyes(play, "noor", "lounge")
    for number in range(MOST_SHOWN + 1):
        play.backend.create_message(play.community.lounge.id, noor, f"number {number}", broadcast=False)
    noor_seen.look()
    play.backend.create_message(play.community.lounge.id, noor, "one more", broadcast=False)
    assert len(noor_seen.texts()) == PAGE_SIZE
    assert noor_seen.has_older
