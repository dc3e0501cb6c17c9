"""Who may award what to whom, and which rank a balance earns. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.actor import Actor
from bot.errors import BotAward, NotTheQuestioner, SelfAward
from bot.reputation_settings import Points, Rank


class Reason(StrEnum):
    """What an award is for."""

    ACCEPTED_ANSWER = "accepted_answer"
    TICKET_HELP = "ticket_help"
    FAQ_ENTRY = "faq_entry"


@dataclass(frozen=True)
class Award:
    """One line of the ledger. `subject_id` is what can be awarded once: a question, ticket or draft."""

    guild_id: int
    member_id: int
    awarded_by: int
    reason: Reason
    subject_id: int
    points: int
    at: datetime


@dataclass(frozen=True)
class Candidate:
    """A message that may become the accepted answer.

    `asker_id` is who asked, as far as that can be told, else None. `question_id` is what they asked: a message or a
    thread, or the answer's own message. `channel_id` and `message_id` say where the answer stands.
    """

    guild_id: int
    question_id: int
    asker_id: int | None
    author_id: int
    author_is_bot: bool
    channel_id: int
    message_id: int


def accept(candidate: Candidate, by: Actor, points: Points, at: datetime) -> Award:
    """The award for an accepted answer.

    Raises NotTheQuestioner, BotAward, or SelfAward: neither who accepts nor who asked can be the one awarded.
    """
    if by.id != candidate.asker_id and not by.is_staff:
        raise NotTheQuestioner(candidate.asker_id)
    if candidate.author_is_bot:
        raise BotAward
    if candidate.author_id in (by.id, candidate.asker_id):
        raise SelfAward
    return Award(
        guild_id=candidate.guild_id,
        member_id=candidate.author_id,
        awarded_by=by.id,
        reason=Reason.ACCEPTED_ANSWER,
        subject_id=candidate.question_id,
        points=points.accepted_answer,
        at=at,
    )


def credit(
    *,
    guild_id: int,
    ticket_id: int,
    requester_id: int,
    helper_id: int,
    helper_is_bot: bool,
    by: Actor,
    points: Points,
    at: datetime,
) -> Award:
    """The award for helping to resolve a ticket. Raises SelfAward, BotAward."""
    if helper_is_bot:
        raise BotAward
    if helper_id in (by.id, requester_id):
        raise SelfAward
    return Award(
        guild_id=guild_id,
        member_id=helper_id,
        awarded_by=by.id,
        reason=Reason.TICKET_HELP,
        subject_id=ticket_id,
        points=points.ticket_help,
        at=at,
    )


def credit_entry(
    *, guild_id: int, draft_id: int, author_id: int, by: Actor, points: Points, at: datetime
) -> Award:
    """The award for an answer that became an entry of the FAQ. Raises SelfAward where its author approved it."""
    if author_id == by.id:
        raise SelfAward
    return Award(
        guild_id=guild_id,
        member_id=author_id,
        awarded_by=by.id,
        reason=Reason.FAQ_ENTRY,
        subject_id=draft_id,
        points=points.faq_entry,
        at=at,
    )


def rank(balance: int, ranks: Sequence[Rank]) -> Rank | None:
    """The highest rank that the balance reaches; `ranks` rise."""
    reached = [candidate for candidate in ranks if balance >= candidate.points]
    return reached[-1] if reached else None


def next_rank(balance: int, ranks: Sequence[Rank]) -> Rank | None:
    """The lowest rank that the balance does not reach yet."""
    return next((candidate for candidate in ranks if balance < candidate.points), None)
