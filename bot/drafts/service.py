"""What people do to make the FAQ: propose an entry, edit it, decide about it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from statistics import mode

from bot.actor import Actor
from bot.clock import Clock
from bot.config import Faq
from bot.database import Database, Reader, Transaction
from bot.drafts import store
from bot.drafts.change import changed_parts
from bot.drafts.draft import (
    NAMELESS,
    Draft,
    Origin,
    Proposal,
    Status,
    entry_of,
    require_author,
    require_editor,
    require_judge,
    slug,
)
from bot.drafts.filing import Doubts, Filing, standing_in
from bot.errors import AlreadyInFiles, ChangesNothing, DatabaseBusy, NotStaff, UnknownDraft
from bot.faq.in_use import InUse
from bot.faq.looking_up import LookingUp
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.knowledge.entry import Entry
from bot.knowledge.reloading import Broken, Reloaded, Reloader
from bot.reputation.service import ReputationService
from bot.use_cases import reads, writes

log = logging.getLogger(__name__)

SHOW_JOB = "draft.show"
"""Brings a draft's card up to date, and tells who proposed it what was decided. Subject: the draft."""

POST_JOB = "draft.post"
"""Keeps our line below a post of the knowledge channel. Subject: the post; data of one that is gone: the `channel` and our
`line` there.
"""

CHOICES = 25
"""Discord offers so many while somebody is typing."""


class DraftService:
    """Each method is one use case and at most one transaction. After a change, run `SHOW_JOB` of the draft.

    A draft of another server than the actor's is refused like one that is not there: UnknownDraft.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Faq,
        knowledge: InUse,
        looking_up: LookingUp,
        reloader: Reloader,
        reputation: ReputationService,
        jobs: JobRunner,
        ids: Ids,
    ) -> None:
        self._database = database
        self._clock = clock
        self._filing = Filing(settings, reloader.folder)
        self._knowledge = knowledge
        self._looking_up = looking_up
        self._reloader = reloader
        self._reputation = reputation
        self._jobs = jobs
        self._ids = ids
        self._changing = asyncio.Lock()
        """Between reading a draft and deciding about it lies the writing of a file, which no transaction covers."""

    # Proposing

    @property
    def categories(self) -> list[str]:
        """The categories that entries can be proposed for, in the order of the files."""
        return list(dict.fromkeys(self._knowledge.library.categories.values()))

    async def propose(
        self,
        proposal: Proposal,
        origin: Origin,
        *,
        guild_id: int,
        interaction_id: int,
        by: Actor,
        language: str | None = None,
    ) -> Draft:
        """Keep what staff or a helper propose; the same interaction again is the same draft.

        `language` is theirs, in which they are told what becomes of it. Raises NotAnAuthor, InvalidProposal.
        """
        self.require_valid(proposal, by)
        return await self._database.tx(
            lambda tx: self.propose_in(
                tx,
                proposal,
                origin,
                guild_id=guild_id,
                interaction_id=interaction_id,
                by=by,
                language=language,
            )
        )

    def require_valid(self, proposal: Proposal, by: Actor, *, changes: Entry | None = None) -> None:
        """What is wrong with a proposal is said at once, also while somebody else keeps the database.

        Raises NotAnAuthor, InvalidProposal.
        """
        require_author(by)
        self._entry(proposal, NAMELESS, changes)

    def propose_in(
        self,
        tx: Transaction,
        proposal: Proposal,
        origin: Origin,
        *,
        guild_id: int,
        interaction_id: int,
        by: Actor,
        language: str | None = None,
        changes: Entry | None = None,
    ) -> Draft:
        """`propose`, within somebody's transaction; or propose that this entry `changes`, which stays in its category.

        What somebody has proposed already, to the letter, is that draft while it waits.
        """
        require_author(by)
        category, entry = self._entry(proposal, slug(proposal.title, self._taken(tx)), changes)
        if changes is not None:
            _require_change(changes, entry)
        for waiting in store.open_drafts(tx, guild_id):
            is_theirs = waiting.proposed_by == by.id and waiting.origin == origin
            is_same = waiting.entry.id == changes.id if changes is not None else not waiting.is_change
            if is_theirs and is_same and waiting.category == category and not changed_parts(waiting.entry, entry):
                return waiting
        now = self._clock()
        draft_id = self._ids.draw(now)
        is_new = store.insert(
            tx,
            draft_id=draft_id,
            guild_id=guild_id,
            category=category,
            entry=entry,
            origin=origin,
            proposed_by=by.id,
            proposed_at=now,
            interaction_id=interaction_id,
            language=language,
            base=changes,
        )
        draft = store.by_interaction(tx, interaction_id)
        if is_new:
            self._owe(tx, draft)
        return draft

    def _entry(self, proposal: Proposal, entry_id: str, changes: Entry | None) -> tuple[str, Entry]:
        """With its category. Raises InvalidProposal."""
        if changes is None:
            return proposal.category, entry_of(proposal, entry_id, self.categories)
        category = self._knowledge.category(changes.id)
        return category, entry_of(replace(proposal, category=category), changes.id, [category], changes)

    async def category_for(self, words: str) -> str:
        """The category of the entry that is most like these words, for who has chosen none; else the one of most entries."""
        found = await self._looking_up.search(words, limit=1, visible=None) if words.strip() else []
        library = self._knowledge.library
        return library.category_of(found[0].id) if found else mode(library.categories.values())

    async def for_editing(self, draft_id: int, *, by: Actor) -> Draft:
        """The draft, for who may edit it. Raises UnknownDraft, NotYourDraft, DraftDecided."""
        draft = await self._get_here(draft_id, by)
        require_editor(draft, by)
        return draft

    async def edit(
        self, draft_id: int, version: int, proposal: Proposal, *, by: Actor, as_of: int | None = None
    ) -> Draft:
        """Another text in place of this version's; one that was made `as_of` this version of a post.

        Raises UnknownDraft, NotYourDraft, DraftDecided, DraftChanged, InvalidProposal.
        """
        async with self._changing:
            draft = await self._get_here(draft_id, by)
            require_editor(draft, by, version)
            self._edited(draft, proposal, NAMELESS)
            return await self._rewrite(draft_id, version, proposal, by, as_of)

    # Deciding

    async def approve(
        self, draft_id: int, version: int, *, by: Actor, despite_doubts: bool = False
    ) -> Draft | Doubts:
        """Staff put this version into the file of its category, and it is used at once; or read first why not.

        If the process dies after the file is written, the draft is still open, and approving it again finds the
        entry there. Raises UnknownDraft, NotStaff, DraftDecided, DraftChanged, UnknownCategory, BrokenKnowledge,
        DoesNotFit, NotWritable.
        """
        async with self._changing:
            draft = await self._get_here(draft_id, by)
            require_judge(draft, by, version)
            taken = await self._database.read(store.open_ids) - {draft.entry.id}
            entry = await asyncio.to_thread(self._filing.file, draft, taken, despite_doubts=despite_doubts)
            if isinstance(entry, Doubts):
                return entry
            approved = await self._approved(draft, version, entry, by)
        try:
            await self._reloader.reload()
        except DatabaseBusy:  # the decision stands, and who watches the files reads them again
            log.warning("draft %d is approved; its entry is used later: the database is busy", draft_id)
        return approved

    async def reject(self, draft_id: int, version: int, *, by: Actor, note: str | None = None) -> Draft:
        """Staff turn this version down; `note` says why, for who proposed it.

        Raises UnknownDraft, NotStaff, DraftDecided, DraftChanged, AlreadyInFiles.
        """
        async with self._changing:
            return await self._rejected(draft_id, version, by, note)

    async def for_deciding(self, draft_id: int, version: int, *, by: Actor) -> Draft:
        """The draft, for who may decide. Raises UnknownDraft, NotStaff, DraftDecided, DraftChanged."""
        draft = await self._get_here(draft_id, by)
        require_judge(draft, by, version)
        return draft

    # Looking

    @reads
    def get(self, reader: Reader, draft_id: int) -> Draft:
        """Raises UnknownDraft."""
        return _known(reader, draft_id)

    @reads
    def open_drafts(self, reader: Reader, guild_id: int, *, by: Actor) -> list[Draft]:
        """What waits for a decision, the oldest first. Raises NotStaff."""
        _require_staff(by)
        return store.open_drafts(reader, guild_id)

    async def show_again(self, guild_id: int, *, by: Actor) -> list[Draft]:
        """`open_drafts`, whose cards are owed anew: somebody may have deleted one. Raises NotStaff."""
        _require_staff(by)
        return await self._show_all(guild_id)

    async def preview(self, query: str, *, by: Actor) -> Entry:
        """An entry in use, by id, title or words, for whichever channels. Raises NotStaff, UnknownEntry."""
        _require_staff(by)
        return await self._looking_up.find(query, visible=None)

    async def previewed(self, typed: str, *, by: Actor) -> list[Entry]:
        """The entries that may be meant while somebody is still typing: as many as a list holds. Raises NotStaff."""
        _require_staff(by)
        return await self._looking_up.search(typed, limit=CHOICES, visible=None)

    async def reload(self, *, by: Actor) -> Reloaded | Broken:
        """Read the files anew, where nothing tells us that they have changed. Raises NotStaff."""
        _require_staff(by)
        return await self._reloader.reload()

    # Receipts

    @writes
    def save_card(self, tx: Transaction, draft_id: int, channel_id: int, message_id: int) -> None:
        """The draft's card stands in Discord as this message."""
        store.save_card(tx, draft_id, channel_id, message_id)

    @writes
    def told(self, tx: Transaction, draft_id: int) -> None:
        """Who proposed it has been told of the decision."""
        store.save_told(tx, draft_id, self._clock())

    # Within

    @writes
    def _rewrite(
        self, tx: Transaction, draft_id: int, version: int, proposal: Proposal, by: Actor, as_of: int | None
    ) -> Draft:
        draft = _known_here(tx, draft_id, by)
        require_editor(draft, by, version)
        category, entry = self._edited(draft, proposal, slug(proposal.title, self._taken(tx) - {draft.entry.id}))
        store.rewrite(tx, draft, category, entry)
        if as_of is not None and (post := store.post(tx, draft.origin.message_id or 0)) is not None:
            store.save_post(tx, post.drafted(as_of))
        self._owe(tx, draft)
        return _known(tx, draft_id)

    @writes
    def _approved(self, tx: Transaction, draft: Draft, version: int, entry: Entry, by: Actor) -> Draft:
        require_judge(_known_here(tx, draft.id, by), by, version)
        self._decide(tx, draft, Status.APPROVED, entry_id=entry.id, by=by)
        author_id = draft.origin.author_id
        if author_id is not None and author_id != by.id:
            self._reputation.credit_entry(
                tx,
                guild_id=draft.guild_id,
                draft_id=draft.id,
                message_id=draft.origin.message_id,
                author_id=author_id,
                by=by,
            )
        return _known(tx, draft.id)

    @writes
    def _rejected(self, tx: Transaction, draft_id: int, version: int, by: Actor, note: str | None) -> Draft:
        draft = _known_here(tx, draft_id, by)
        require_judge(draft, by, version)
        library = self._knowledge.library
        # A change may stand there because somebody has made the same one by hand, and nobody owes it an approval.
        if not draft.is_change and (there := standing_in(library, draft)) is not None:
            raise AlreadyInFiles(library.where(there))
        self._decide(tx, draft, Status.REJECTED, entry_id=draft.entry.id, by=by, note=note)
        if draft.is_change and (post := store.post(tx, draft.origin.message_id or 0)) is not None:
            store.save_post(tx, replace(post, drafted_version=None))
        return _known(tx, draft_id)

    @writes
    def _show_all(self, tx: Transaction, guild_id: int) -> list[Draft]:
        waiting = store.open_drafts(tx, guild_id)
        for draft in waiting:
            self._owe(tx, draft)
        return waiting

    def _edited(self, draft: Draft, proposal: Proposal, entry_id: str) -> tuple[str, Entry]:
        """With its category: its own for a change, as is its id. Raises ChangesNothing, InvalidProposal."""
        if draft.base is None:
            return proposal.category, entry_of(proposal, entry_id, self.categories, draft.entry)
        category = draft.category
        entry = entry_of(replace(proposal, category=category), draft.entry.id, [category], draft.entry)
        _require_change(draft.base, entry)
        return category, entry

    @reads
    def _get_here(self, reader: Reader, draft_id: int, by: Actor) -> Draft:
        return _known_here(reader, draft_id, by)

    def _taken(self, reader: Reader) -> set[str]:
        """The ids that entries and open drafts have."""
        return {entry.id for entry in self._knowledge.library.entries} | store.open_ids(reader)

    def _decide(
        self, tx: Transaction, draft: Draft, status: Status, *, entry_id: str, by: Actor, note: str | None = None
    ) -> None:
        store.decide(tx, draft.id, status, entry_id=entry_id, by=by.id, at=self._clock(), note=note)
        self._owe(tx, draft)

    def _owe(self, tx: Transaction, draft: Draft) -> None:
        """Its card, and the line below the post that it was made of."""
        now, guild_id, made_of = self._clock(), draft.guild_id, draft.origin.message_id
        self._jobs.put(tx, guild_id=guild_id, kind=SHOW_JOB, subject_id=draft.id, due_at=now, run_now=True)
        if made_of is not None and store.post(tx, made_of) is not None:
            self._jobs.put(tx, guild_id=guild_id, kind=POST_JOB, subject_id=made_of, due_at=now)


def _known(reader: Reader, draft_id: int) -> Draft:
    draft = store.get(reader, draft_id)
    if draft is None:
        raise UnknownDraft
    return draft


def _known_here(reader: Reader, draft_id: int, by: Actor) -> Draft:
    draft = _known(reader, draft_id)
    if draft.guild_id != by.guild_id:
        raise UnknownDraft
    return draft


def _require_change(base: Entry, entry: Entry) -> None:
    if not changed_parts(base, entry):
        raise ChangesNothing


def _require_staff(by: Actor) -> None:
    if not by.is_staff:
        raise NotStaff
