"""Posts of the knowledge channel become drafts, and their edits drafts of changes, which change the files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.award_tables import awards
from bot.drafts.draft import Draft, Proposal
from bot.drafts.filing import Doubts
from bot.drafts.post import Post
from bot.drafts.posts import Posts
from bot.drafts.service import POST_JOB, SHOW_JOB
from bot.errors import AlreadyDrafted, ChangesNothing, EntryGone, NotAnAuthor, PostGone
from bot.schema import posts
from tests.services import ELSEWHERE, HERE, KNOWLEDGE, Engine, File, busy, member

ANN, HUGO = member(1), member(4, is_helper=True)
SAM, SUE = member(2, is_staff=True), member(3, is_staff=True)
POST = Post(90, HERE, 80, SUE.id)
DARK = Proposal("Account", "Is there a dark mode?", "is there a dark mode\nblack at night", "Under **Settings**.")
CHANGED = replace(DARK, category="Nowhere", answer="Nowhere yet.", keywords="dark")


@pytest.fixture
def service(engine: Engine) -> Posts:
    return engine.services.posts


@pytest.fixture
def file(engine: Engine, tmp_path: Path) -> File:
    return File(next(tmp_path.rglob("*.yaml")))


async def propose(
    service: Posts,
    proposal: Proposal = DARK,
    *,
    version: int = 0,
    seen: int = 0,
    number: int = 1,
    by: Actor = HUGO,
) -> Draft:
    return await service.propose(
        POST.message_id,
        version,
        proposal,
        seen=seen,
        channel_id=81,
        interaction_id=number,
        by=by,
        language="en",
    )


async def approved(engine: Engine, draft: Draft) -> Draft:
    found = await engine.services.drafts.approve(draft.id, draft.version, by=SAM, despite_doubts=True)
    assert not isinstance(found, Doubts)
    return found


async def owed(engine: Engine) -> list[tuple[str, int]]:
    return [(job.kind, job.subject_id) for job in await engine.owed()]


async def test_what_staff_write_is_a_post_once_and_what_others_write_is_none(
    engine: Engine, service: Posts
) -> None:
    assert not await service.written(POST, ANN)
    assert not await service.written(POST, HUGO)
    assert await service.written(POST, SUE)
    assert not await service.written(POST, SUE)
    assert await owed(engine) == [(POST_JOB, POST.message_id)]
    assert not await service.edited(91, 5)
    assert await service.edited(POST.message_id, 5)
    assert not await service.edited(POST.message_id, 5)
    with busy(engine.database, "tx"):  # nobody's lines and lines that are no posts take no turn
        assert not await service.written(replace(POST, message_id=91), ANN)
        assert not await service.edited(91, 5)
        assert await service.deleted([91, 92]) == []


async def test_a_draft_of_a_post_credits_its_author_and_both_views_are_owed(
    engine: Engine, service: Posts
) -> None:
    await service.written(POST, SUE)
    draft = await propose(service)
    assert (draft.origin.message_id, draft.origin.author_id, draft.is_change) == (90, SUE.id, False)
    assert set(await owed(engine)) == {(SHOW_JOB, draft.id), (POST_JOB, POST.message_id)}
    assert await propose(service) == draft
    assert await propose(service, number=2) == draft
    with pytest.raises(AlreadyDrafted):
        await propose(service, number=3, by=SAM)
    standing = await service.standing(POST.message_id)
    assert standing is not None
    assert (standing.draft_id, standing.is_behind) == (draft.id, False)


async def test_an_edit_of_the_post_is_a_draft_that_changes_the_entry_and_nothing_else(
    engine: Engine, service: Posts, file: File
) -> None:
    await service.written(POST, SUE)
    first = await approved(engine, await propose(service))
    added = file.text
    await service.edited(POST.message_id, 5)
    standing = await service.standing(POST.message_id)
    assert standing is not None
    assert standing.is_behind
    change = await propose(service, CHANGED, version=5, seen=first.id, number=2)
    assert (change.is_change, change.entry.id, change.category) == (True, first.entry.id, "Account")
    edited = await engine.services.drafts.edit(
        change.id, 1, replace(CHANGED, title="Can it be dark?", category="Nowhere"), by=HUGO, as_of=6
    )
    assert (edited.is_change, edited.entry.id, edited.category) == (True, first.entry.id, "Account")
    await approved(engine, edited)
    assert file.text == added.replace("title: Is there a dark mode?", "title: Can it be dark?").replace(
        "answer: 'Under **Settings**.'\n", "answer: Nowhere yet.\n    keywords:\n      - dark\n"
    )
    standing = await service.standing(POST.message_id)
    assert standing is not None
    assert standing.entry is not None
    assert (standing.entry.title, standing.post.version, standing.is_behind) == ("Can it be dark?", 6, False)
    assert len(await engine.rows(awards)) == 1


async def test_a_change_of_what_is_gone_or_changed_by_hand_is_said(
    engine: Engine, service: Posts, file: File
) -> None:
    await service.written(POST, SUE)
    first = await approved(engine, await propose(service))
    change = await propose(service, CHANGED, version=5, seen=first.id, number=2)
    drafts, added = engine.services.drafts, file.text
    file.write(KNOWLEDGE)
    with pytest.raises(EntryGone):
        await drafts.approve(change.id, 1, by=SAM)
    file.write(added.replace("'Under **Settings**.'\n", "Press *Night*.\n"))
    doubts = await drafts.approve(change.id, 1, by=SAM)
    assert isinstance(doubts, Doubts)
    assert doubts.overwritten == ("answer",)
    file.write(added.replace("'Under **Settings**.'\n", "Nowhere yet.\n    keywords: [dark]\n"))
    await engine.services.reloader.reload()
    assert not (await drafts.reject(change.id, 1, by=SAM)).is_open
    standing = await service.standing(POST.message_id)
    assert standing is not None
    assert standing.is_behind


async def test_approving_a_change_leaves_what_came_into_the_file_since_it_was_proposed(
    engine: Engine, service: Posts, file: File
) -> None:
    await service.written(POST, SUE)
    first = await approved(engine, await propose(service))
    change = await propose(service, CHANGED, version=5, seen=first.id, number=2)
    file.write(
        file.text.replace(
            "- black at night\n", "- black at night\n      - night mode\n    keywords: [night]\n"
        ).replace("title: Is there a dark mode?", "title: A dark mode?")
    )
    await approved(engine, change)
    there = engine.services.knowledge.entry(first.entry.id)
    assert there is not None
    assert (there.title, there.answer) == ("A dark mode?", "Nowhere yet.")
    assert there.questions == ["is there a dark mode", "black at night", "night mode"]
    assert there.keywords == ["night", "dark"]


async def test_a_change_that_changes_nothing_is_refused_also_as_an_edit_of_one(
    engine: Engine, service: Posts
) -> None:
    await service.written(POST, SUE)
    first = await approved(engine, await propose(service))
    await service.edited(POST.message_id, 5)
    with pytest.raises(ChangesNothing):
        await propose(service, version=5, seen=first.id, number=2)
    standing = await service.standing(POST.message_id)
    assert standing is not None
    assert not standing.is_behind
    change = await propose(service, CHANGED, version=5, seen=first.id, number=3)
    with pytest.raises(ChangesNothing):
        await engine.services.drafts.edit(change.id, 1, replace(DARK, phrasings=None), by=HUGO)


async def test_what_was_typed_of_a_post_that_is_deleted_meanwhile_is_a_draft_all_the_same(
    engine: Engine, service: Posts
) -> None:
    await service.written(POST, SUE)
    await service.save_line(POST.message_id, 95)
    assert await service.deleted([POST.message_id, 91]) == [POST.message_id]
    [job] = await engine.owed()
    assert (job.kind, job.data) == (POST_JOB, {"channel": 80, "line": 95})
    assert await engine.rows(posts) == []
    assert not await service.save_line(POST.message_id, 96)
    draft = await propose(service)
    assert (draft.origin.channel_id, draft.origin.message_id) == (81, None)


async def test_who_may_not_propose_and_who_is_elsewhere_get_no_form(service: Posts) -> None:
    await service.written(POST, SUE)
    with pytest.raises(NotAnAuthor):
        await service.for_drafting(POST.message_id, by=ANN)
    for message_id, by in ((91, HUGO), (POST.message_id, member(4, is_helper=True, guild_id=ELSEWHERE))):
        with pytest.raises(PostGone):
            await service.for_drafting(message_id, by=by)
