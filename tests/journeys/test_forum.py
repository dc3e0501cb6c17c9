"""Forum posts: title and starter, in whatever order and number Discord reports them; and their tags."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, MemberActor
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.conftest import World
from tests.journeys.homes import FORWARDING, PARKING, SPF, SPF_ANSWER, UNKNOWN, forbid, ours, small_home, tags

FIVE = ("DNS", "Mail apps", "Deliverability", "Billing", "Other")


pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


class Delivery:
    """What of a post Discord delivers, and what it holds back until it is asked for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._late: list[tuple[str, Any]] = []

    async def post(
        self, title: str, content: str, *held_back: str, by: MemberActor | None = None
    ) -> ChannelHandle:
        """Open a post; these of its events are held back."""
        sim, people = self._world.sim, self._world.people
        backend = sim.env.backend
        emit = backend.emit

        def deliver(event: str, payload: Any) -> None:
            if event in held_back:
                self._late.append((event, payload))
            else:
                emit(event, payload)

        backend.emit = deliver  # type: ignore[method-assign]  # Discord's own events, as they leave it
        try:
            return await sim.post(by or people.customer, people.forum, title, content)
        finally:
            backend.emit = emit  # type: ignore[method-assign]  # as before

    async def catch_up(self, **changed: Any) -> None:
        """Deliver what was held back, with these things changed."""
        late, self._late = self._late, []
        for event, payload in late:
            self._world.sim.env.backend.emit(event, {**payload, **changed})
        await self._world.sim.settle()


def applied(world: World, post: ChannelHandle) -> list[str]:
    """The tags of a post, by name."""
    backend = world.sim.env.backend
    names = {str(tag["id"]): tag["name"] for tag in backend.get_channel(world.people.forum.id).available_tags}
    return [names[str(tag)] for tag in backend.get_channel(post.id).applied_tags]


async def test_title_and_starter_are_one_question(world: World) -> None:
    people, sim = world.people, world.sim
    in_title = await sim.post(people.customer, people.forum, SPF, "thanks")
    in_starter = await sim.post(people.neighbour, people.forum, "Please help", SPF)
    across = await sim.post(people.newcomer, people.forum, "set up", "how do i do this spf thing")
    for post in (in_title, in_starter, across):
        assert SPF_ANSWER in ours(world, post)[0]


async def test_a_post_is_answered_once_however_often_it_is_reported(world: World) -> None:
    people, sim = world.people, world.sim
    post = await sim.post(people.customer, people.forum, "A question", SPF)
    backend = sim.env.backend
    for _ in range(2):
        backend.announce_message_create(backend.get_message(post.id, post.id))
        backend.announce_thread_create(backend.get_channel(post.id))
    await sim.settle()
    await sim.advance(60)
    assert len(ours(world, post)) == 1


async def test_a_starter_that_comes_a_little_late_is_read_with_its_title(world: World) -> None:
    delivery = Delivery(world)
    post = await delivery.post("A question", SPF, "MESSAGE_CREATE")
    await world.sim.advance(2)
    assert ours(world, post) == []
    await delivery.catch_up()
    assert SPF_ANSWER in ours(world, post)[0]
    await world.sim.advance(60)
    assert len(ours(world, post)) == 1


async def test_a_starter_that_is_never_reported_is_fetched(world: World) -> None:
    post = await Delivery(world).post("A question", SPF, "MESSAGE_CREATE")
    await world.sim.advance(5)
    assert SPF_ANSWER in ours(world, post)[0]


async def test_where_there_is_no_starter_the_title_is_the_question_and_the_starter_may_follow(
    world: World,
) -> None:
    sim, backend = world.sim, world.sim.env.backend
    delivery = Delivery(world)
    known = await delivery.post(SPF, "hm", "MESSAGE_CREATE")
    other = await delivery.post("Good day everybody here", SPF, "MESSAGE_CREATE", by=world.people.neighbour)
    hidden = {post.id: backend.messages[post.id].pop(post.id) for post in (known, other)}
    await sim.advance(5)
    assert SPF_ANSWER in ours(world, known)[0]
    assert ours(world, other) == []
    for post in (known, other):
        backend.messages[post.id][post.id] = hidden[post.id]
    await delivery.catch_up()
    assert len(ours(world, known)) == 1
    assert SPF_ANSWER in ours(world, other)[0]


async def test_a_post_without_a_starter_is_left_to_the_human_who_is_there_already(world: World) -> None:
    people = world.people
    post = await Delivery(world).post("A question", SPF, "MESSAGE_CREATE")
    await people.member.send(post, "which host do you use?")
    await world.sim.advance(60)
    assert ours(world, post) == []


async def test_posts_of_staff_and_helpers_are_left_alone_without_a_starter_too(world: World) -> None:
    delivery = Delivery(world)
    posts = [
        await delivery.post("A question", SPF, "MESSAGE_CREATE", by=author)
        for author in (world.people.staff, world.people.helper)
    ]
    await world.sim.advance(60)
    assert [ours(world, post) for post in posts] == [[], []]


async def test_an_attachment_alone_is_answered_by_the_title(world: World) -> None:
    delivery = Delivery(world)
    post = await delivery.post(SPF, "a picture", "MESSAGE_CREATE")
    picture = {"id": "1", "filename": "spf.png", "size": 1, "url": "https://cdn.example/spf.png", "proxy_url": ""}
    await delivery.catch_up(content="", attachments=[picture])
    assert SPF_ANSWER in ours(world, post)[0]


async def test_later_messages_are_left_to_people_also_in_a_burst(world: World) -> None:
    people, sim = world.people, world.sim
    post = await sim.post(people.customer, people.forum, "Where is the moon", UNKNOWN)
    await sim.advance(10)
    for text in ("just saying", SPF, PARKING):
        await people.neighbour.send(post, text)
        await people.customer.send(post, text)
    await sim.advance(60)
    assert ours(world, post) == []


async def test_what_the_asker_adds_at_once_belongs_to_the_starter(world: World) -> None:
    people, sim = world.people, world.sim
    post = await sim.post(people.customer, people.forum, "Please help", "i need it today")
    assert ours(world, post) == []
    await sim.advance(2)
    await people.customer.send(post, SPF)
    assert SPF_ANSWER in ours(world, post)[0]
    await people.customer.send(post, "it is about example.com by the way")
    assert SPF_ANSWER in ours(world, post)[0]


async def test_solved_it_tags_the_post(world: World) -> None:
    people, sim = world.people, world.sim
    await tags(world, "Solved", "DNS")
    post = await sim.post(people.customer, people.forum, "A question", SPF, ["DNS"])
    await sim.click(people.customer, world.last(post), "Solved it")
    assert applied(world, post) == ["DNS", "Solved"]
    assert "Marked as solved" in ours(world, post)[0]


@pytest.mark.parametrize("case", ["no tags", "five tags", "no permission", "refused"])
async def test_what_cannot_be_tagged_is_solved_all_the_same_and_tagged_once_that_is_changed(
    world: World, case: str
) -> None:
    people, sim, backend = world.people, world.sim, world.sim.env.backend
    mine = FIVE if case == "five tags" else ()
    await tags(world, *(() if case == "no tags" else ("Solved", *FIVE)))
    allow = forbid(world, people.forum, manage_threads=True) if case == "no permission" else None
    await sim.settle()
    post = await sim.post(people.customer, people.forum, "A question", SPF, mine)
    if case == "refused":
        sim.fail_next("PATCH", f"/channels/{post.id}", status=403, code=50013, times=None)
    await sim.click(people.customer, world.last(post), "Solved it")
    assert "Marked as solved" in ours(world, post)[0]
    assert applied(world, post) == list(mine)
    told = {
        "no tags": f"The forum **#{people.forum.name}** lacks a tag",
        "five tags": f"The post <#{post.id}> has five tags",
        "no permission": f"Discord does not let me work in **#{people.forum.name}**",
        "refused": f"Discord does not let me work in **#{people.forum.name}**",
    }[case]
    assert told in world.texts(people.queue)
    asked = len(sim.requests)
    await sim.advance(7200)
    assert len(sim.requests) == asked
    if case == "no tags":
        await tags(world, "Solved", *FIVE)
    elif case == "five tags":
        room = list(backend.get_channel(post.id).applied_tags)[1:]
        backend.edit_channel(post.id, {"applied_tags": room})
    elif allow is not None:
        allow()
    else:
        return
    await sim.settle()
    assert applied(world, post) == [*mine[1:], "Solved"]
    assert told not in world.texts(people.queue)


async def test_an_accepted_answer_solves_the_post_that_waited_for_people(world: World) -> None:
    people, sim = world.people, world.sim
    await tags(world, "Needs human", "Solved", "DNS")
    post = await sim.post(people.customer, people.forum, "A question", FORWARDING, ["DNS"])
    await sim.click(people.customer, world.last(post), "Still need help")
    assert applied(world, post) == ["DNS", "Needs human"]
    answer = await people.helper.send(post, "under settings, then forwarding")
    await people.customer.context_menu(post, "Accept answer", answer)
    assert applied(world, post) == ["DNS", "Solved"]
    silent = await sim.post(people.neighbour, people.forum, "Where is the moon", UNKNOWN)
    other = await people.customer.send(silent, f"{sim.bot.user.mention} {SPF}")  # type: ignore[union-attr]
    await sim.click(people.customer, world.last(silent), "Solved it")
    assert applied(world, silent) == [], "another question than that of the post"
    await people.neighbour.context_menu(
        silent, "Accept answer", await people.helper.send(silent, "up there, above the roof tonight")
    )
    assert applied(world, silent) == ["Solved"]
    assert other.id != silent.id


async def test_a_post_is_solved_with_the_ticket_that_came_from_it_and_waits_again_when_that_does(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await tags(world, "Needs human", "Solved")
    post = await sim.post(people.customer, people.forum, "A question", SPF)
    modal = await sim.click(people.customer, world.last(post), "Still need help")
    wanted, *_ = sim.open_modal_values(modal)
    await sim.submit(people.customer, modal, {wanted.label: "an SPF record"})
    assert applied(world, post) == ["Needs human"]
    await sim.archive(post)
    await people.staff.slash(people.queue, "ticket close", number=1)
    assert applied(world, post) == ["Solved"]
    assert sim.env.backend.get_channel(post.id).thread_metadata.archived  # type: ignore[union-attr]
    await people.staff.slash(people.queue, "ticket reopen", number=1)
    assert applied(world, post) == ["Needs human"]


async def test_tags_of_other_forums_are_none_of_ours(world: World) -> None:
    people, sim = world.people, world.sim
    forum = sim.create_forum(sim.guild, "showcase", ["Solved"])
    await sim.settle()
    post = await sim.post(people.customer, forum, "Look", "what do you say to this")
    await people.customer.context_menu(post, "Accept answer", await people.helper.send(post, "nice"))
    assert sim.env.backend.get_channel(post.id).applied_tags == []


async def test_a_button_in_a_post_that_fell_asleep_still_works(world: World) -> None:
    people, sim = world.people, world.sim
    await tags(world, "Solved")
    post = await sim.post(people.customer, people.forum, "A question", SPF)
    await sim.archive(post)
    await sim.click(people.customer, world.last(post), "Solved it")
    assert "Marked as solved" in ours(world, post)[0]
    assert applied(world, post) == ["Solved"]


async def test_a_locked_post_stays_as_it_is_and_is_not_tried_for_ever(world: World) -> None:
    people, sim = world.people, world.sim
    post = await sim.post(people.customer, people.forum, "A question", SPF)
    forbidden = discord.Permissions(manage_threads=True).value
    backend = sim.env.backend
    backend.set_overwrite(people.forum.id, Overwrite(backend.bot_user.id, OverwriteType.MEMBER, 0, forbidden))
    await sim.archive(post, lock=True)
    await sim.click(people.customer, world.last(post), "Solved it")
    assert applied(world, post) == []
    assert world.texts(people.queue) == ""
    asked = len(sim.requests)
    await sim.advance(7200)
    assert len(sim.requests) == asked
