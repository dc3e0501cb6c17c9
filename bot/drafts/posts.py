"""The posts of the knowledge channel: staff write one, edit it, delete it, and make a draft of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.drafts import store
from bot.drafts.draft import Draft, Origin, Proposal, require_author
from bot.drafts.post import Post, Standing, standing_of
from bot.drafts.service import POST_JOB, DraftService
from bot.errors import AlreadyDrafted, ChangesNothing, PostGone
from bot.faq.in_use import InUse
from bot.jobs.runner import JobRunner
from bot.use_cases import reads, writes


class Posts:
    """Each method is one use case and at most one transaction. After a change, run `POST_JOB` of the post."""

    def __init__(
        self, database: Database, clock: Clock, knowledge: InUse, drafts: DraftService, jobs: JobRunner
    ) -> None:
        self._database = database
        self._clock = clock
        self._knowledge = knowledge
        self._drafts = drafts
        self._jobs = jobs

    async def written(self, post: Post, by: Actor) -> bool:
        """Staff have written it: our line below it is owed. False where that is nobody of staff, or it is known."""
        return by.is_staff and await self._written(post)

    async def edited(self, message_id: int, version: int) -> bool:
        """A post says something else by now; False where this is none, or that is known."""
        return await self._any_post([message_id]) and await self._edited(message_id, version)

    async def deleted(self, message_ids: Collection[int]) -> list[int]:
        """Those of them that were posts: our lines below them go too. What was made of them stays."""
        return await self._deleted(message_ids) if await self._any_post(message_ids) else []

    # Most of what happens in the channel is none of a post, and takes no turn of who writes.

    @reads
    def _any_post(self, reader: Reader, message_ids: Collection[int]) -> bool:
        return any(store.post(reader, message_id) is not None for message_id in message_ids)

    @writes
    def _written(self, tx: Transaction, post: Post) -> bool:
        is_new = store.add_post(tx, post)
        if is_new:
            self._owe(tx, post)
        return is_new

    @writes
    def _edited(self, tx: Transaction, message_id: int, version: int) -> bool:
        post = store.post(tx, message_id)
        if post is None or version <= post.version:
            return False
        store.save_post(tx, replace(post, version=version))
        self._owe(tx, post)
        return True

    @writes
    def _deleted(self, tx: Transaction, message_ids: Collection[int]) -> list[int]:
        found = [post for post in (store.post(tx, message_id) for message_id in message_ids) if post is not None]
        for post in found:
            store.drop_post(tx, post.message_id)
            self._owe(tx, post)
        return [post.message_id for post in found]

    @reads
    def standing(self, reader: Reader, message_id: int) -> Standing | None:
        """The post and what has become of it; None where this is none (any more)."""
        return self._standing(reader, message_id)

    @reads
    def for_drafting(self, reader: Reader, message_id: int, *, by: Actor) -> Standing:
        """The same, for who may make a draft of it. Raises NotAnAuthor, PostGone."""
        require_author(by)
        found = self._standing(reader, message_id)
        if found is None or found.post.guild_id != by.guild_id:
            raise PostGone
        return found

    async def propose(
        self,
        message_id: int,
        version: int,
        proposal: Proposal,
        *,
        seen: int,
        channel_id: int,
        interaction_id: int,
        by: Actor,
        language: str,
    ) -> Draft:
        """Keep what was made of this version of the post: a new entry, or a change of the one that it has become.

        `seen` is its newest draft when the form was opened. Of a post that is gone since, or of another server, nothing is known: what
        was typed is proposed in `channel_id`, where the form was opened. Raises AlreadyDrafted, ChangesNothing, and what
        `DraftService.propose` raises. What changes nothing says that the entry does for this version of the post.
        """
        found = await self.standing(message_id)
        self._drafts.require_valid(proposal, by, changes=found.entry if found is not None else None)
        try:
            return await self._propose(
                message_id, version, proposal, seen, channel_id, interaction_id, by, language
            )
        except ChangesNothing:
            await self._settle(message_id, version)
            raise

    @writes
    def _settle(self, tx: Transaction, message_id: int, version: int) -> None:
        post = store.post(tx, message_id)
        if post is not None:
            store.save_post(tx, post.drafted(version))
            self._owe(tx, post, run_now=False)

    @writes
    def _propose(
        self,
        tx: Transaction,
        message_id: int,
        version: int,
        proposal: Proposal,
        seen: int,
        channel_id: int,
        interaction_id: int,
        by: Actor,
        language: str,
    ) -> Draft:
        found = self._standing(tx, message_id)
        if found is not None and found.post.guild_id != by.guild_id:
            found = None
        draft = self._drafts.propose_in(
            tx,
            proposal,
            found.origin if found is not None else Origin(channel_id),
            guild_id=by.guild_id,
            interaction_id=interaction_id,
            by=by,
            language=language,
            changes=found.entry if found is not None else None,
        )
        if found is not None:
            if found.draft_id not in (seen, draft.id):  # the latter where this form is sent a second time
                raise AlreadyDrafted
            store.save_post(tx, found.post.drafted(version))
        return draft

    @writes
    def save_line(self, tx: Transaction, message_id: int, line_message_id: int | None) -> bool:
        """Our line stands below the post; False where the post is gone."""
        post = store.post(tx, message_id)
        if post is not None:
            store.save_post(tx, replace(post, line_message_id=line_message_id))
        return post is not None

    @writes
    def forget(self, tx: Transaction, message_id: int) -> None:
        """The post is gone, and no line of ours stands below it."""
        store.drop_post(tx, message_id)

    def _standing(self, reader: Reader, message_id: int) -> Standing | None:
        post = store.post(reader, message_id)
        if post is None:
            return None
        return standing_of(post, store.drafts_of(reader, message_id), self._knowledge.entry)

    def _owe(self, tx: Transaction, post: Post, *, run_now: bool = True) -> None:
        self._jobs.put(
            tx,
            guild_id=post.guild_id,
            kind=POST_JOB,
            subject_id=post.message_id,
            due_at=self._clock(),
            data={"channel": post.channel_id, "line": post.line_message_id},
            run_now=run_now,
        )
