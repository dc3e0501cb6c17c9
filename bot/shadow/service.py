"""What staff do with shadow mode: see what the FAQ would have answered, and say whether that is right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.actor import Actor
from bot.clock import Clock
from bot.config import Faq
from bot.database import Database, Reader, Transaction
from bot.errors import AlreadyLabelled, NotStaff, UnknownQuestion
from bot.faq import store as faq_store
from bot.faq.question import NOTED_FOR, Question
from bot.shadow import store
from bot.shadow.thresholds import Proposal, propose
from bot.use_cases import reads, writes


@dataclass(frozen=True)
class Digest:
    """What the shadowed channels have seen, and the question to label next, None after the last."""

    asked: int
    would_have_answered: int
    labelled: int
    unlabelled: int
    question: Question | None
    proposal: Proposal | None


class ShadowService:
    """Each method is one use case. `places` are the ids of the channels in shadow mode; others do not count.

    No label changes a setting: what follows from them is only shown.
    """

    def __init__(self, database: Database, clock: Clock, settings: Faq) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings

    @reads
    def digest(
        self, reader: Reader, guild_id: int, places: Collection[int], *, by: Actor, after: int = 0
    ) -> Digest:
        """The digest with the oldest unlabelled question after the one of this id. Raises NotStaff."""
        if not by.is_staff:
            raise NotStaff
        asked, would_have_answered = store.counts(reader, guild_id, places)
        since = self._clock() - NOTED_FOR
        unlabelled, following = store.unlabelled(reader, guild_id, places, since, after=after)
        labelled = store.labelled(reader, guild_id, places, since)
        question = faq_store.get(reader, following) if following is not None else None
        proposal = propose(labelled, current=self._settings.threshold)
        return Digest(asked, would_have_answered, len(labelled), unlabelled, question, proposal)

    @writes
    def label(
        self,
        tx: Transaction,
        guild_id: int,
        places: Collection[int],
        question_id: int,
        *,
        is_right: bool,
        by: Actor,
    ) -> None:
        """Say whether the entry that was found answers the question.

        One can change one's own mind; two members of staff who disagree have to talk. Raises NotStaff,
        UnknownQuestion, AlreadyLabelled.
        """
        if not by.is_staff:
            raise NotStaff
        now = self._clock()
        if not store.is_to_label(tx, guild_id, places, now - NOTED_FOR, question_id):
            raise UnknownQuestion
        before = store.labelled_by(tx, question_id)
        if before is not None and before != by.id:
            raise AlreadyLabelled(before)
        store.save_label(tx, guild_id=guild_id, question_id=question_id, is_right=is_right, by=by.id, at=now)
