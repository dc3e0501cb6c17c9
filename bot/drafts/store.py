"""The `drafts`, `posts` and `reminders` tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, tuple_, update

from bot.database import Reader, Transaction
from bot.drafts.change import PARTS
from bot.drafts.draft import Draft, Origin, Status
from bot.drafts.post import Post
from bot.knowledge.entry import Entry
from bot.schema import drafts, feedback, follow_ups, posts, reminders
from bot.ticket_tables import tickets


def insert(
    tx: Transaction,
    *,
    draft_id: int,
    guild_id: int,
    category: str,
    entry: Entry,
    origin: Origin,
    proposed_by: int,
    proposed_at: datetime,
    interaction_id: int,
    language: str | None = None,
    base: Entry | None = None,
) -> bool:
    """Write an open draft; False where this interaction has made one already."""
    values = {
        "id": draft_id,
        "guild_id": guild_id,
        "status": Status.OPEN.value,
        "version": 1,
        "proposed_by": proposed_by,
        "proposed_at": proposed_at,
        "credited_id": origin.author_id,
        "source_channel_id": origin.channel_id,
        "source_message_id": origin.message_id,
        "interaction_id": interaction_id,
        "language": language,
        "base": None if base is None else _parts(base),
        **_written(category, entry),
    }
    return tx.insert_once(drafts, values) is not None


def credited(reader: Reader, guild_id: int, entry_ids: Collection[str]) -> dict[str, int]:
    """Who wrote the answer that each of these entries was made of, as far as it was of one; what only changed an entry credits
    nobody. Of several drafts that made an entry of this name, the latest counts.
    """
    made = select(drafts.c.entry_id, drafts.c.credited_id, drafts.c.decided_at).where(
        drafts.c.status == Status.APPROVED.value,
        drafts.c.guild_id == guild_id,
        drafts.c.entry_id.in_(entry_ids),
        drafts.c.credited_id.is_not(None),
        drafts.c.base.is_(None),
    )
    by_time = sorted(reader.execute(made), key=lambda row: row.decided_at)
    return {row.entry_id: row.credited_id for row in by_time}


def by_interaction(reader: Reader, interaction_id: int) -> Draft:
    """The draft that this interaction has made."""
    found = reader.execute(select(drafts).where(drafts.c.interaction_id == interaction_id))
    return _draft(found.one())


def get(reader: Reader, draft_id: int) -> Draft | None:
    """The draft, or None where there is none (any more)."""
    found = reader.execute(select(drafts).where(drafts.c.id == draft_id)).one_or_none()
    return None if found is None else _draft(found)


def open_drafts(reader: Reader, guild_id: int) -> list[Draft]:
    """Those that wait for a decision, the oldest first."""
    found = reader.execute(
        select(drafts)
        .where(drafts.c.guild_id == guild_id, drafts.c.status == Status.OPEN.value)
        .order_by(drafts.c.id)
    )
    return [_draft(row) for row in found]


def open_ids(reader: Reader) -> set[str]:
    """The entry ids of all open drafts: the communities of one bot share the files."""
    found = reader.execute(select(drafts.c.entry_id).where(drafts.c.status == Status.OPEN.value))
    return set(found.scalars())


def rewrite(tx: Transaction, draft: Draft, category: str, entry: Entry) -> None:
    """Another version of its text."""
    tx.execute(
        update(drafts)
        .where(drafts.c.id == draft.id)
        .values(version=draft.version + 1, **_written(category, entry))
    )


def decide(
    tx: Transaction, draft_id: int, status: Status, *, entry_id: str, by: int, at: datetime, note: str | None
) -> None:
    """The decision about an open draft, and the id under which its entry stands in the files."""
    tx.execute(
        update(drafts)
        .where(drafts.c.id == draft_id)
        .values(status=status.value, entry_id=entry_id, decided_by=by, decided_at=at, note=note)
    )


def save_card(tx: Transaction, draft_id: int, channel_id: int, message_id: int) -> None:
    """Where its card stands."""
    tx.execute(
        update(drafts)
        .where(drafts.c.id == draft_id)
        .values(card_channel_id=channel_id, card_message_id=message_id)
    )


def save_told(tx: Transaction, draft_id: int, at: datetime) -> None:
    """Who proposed it knows of the decision."""
    tx.execute(update(drafts).where(drafts.c.id == draft_id).values(told_at=at))


def reminded(reader: Reader, guild_id: int, entries: Iterable[Entry]) -> set[str]:
    """The ids of those entries of whose review date this community has been reminded."""
    wanted = [(entry.id, entry.review_by) for entry in entries]
    found = reader.execute(
        select(reminders.c.entry_id).where(
            reminders.c.guild_id == guild_id, tuple_(reminders.c.entry_id, reminders.c.review_by).in_(wanted)
        )
    )
    return set(found.scalars())


def add_reminder(tx: Transaction, guild_id: int, entry: Entry, at: datetime) -> None:
    """This community has been reminded; harmless if it was before."""
    values = {"guild_id": guild_id, "entry_id": entry.id, "review_by": entry.review_by, "at": at}
    tx.insert_once(reminders, values)


def add_post(tx: Transaction, post: Post) -> bool:
    """Write down a post; False where it is known already."""
    values = {
        "id": post.message_id,
        "guild_id": post.guild_id,
        "channel_id": post.channel_id,
        "author_id": post.author_id,
        "version": post.version,
        "drafted_version": post.drafted_version,
        "line_message_id": post.line_message_id,
    }
    return tx.insert_once(posts, values) is not None


def post(reader: Reader, message_id: int) -> Post | None:
    """The post, or None where this is none (any more)."""
    found = reader.execute(select(posts).where(posts.c.id == message_id)).one_or_none()
    return None if found is None else _post(found)


def drafts_of(reader: Reader, message_id: int) -> list[Draft]:
    """The drafts that were made of a message, the newest first."""
    found = reader.execute(
        select(drafts).where(drafts.c.source_message_id == message_id).order_by(drafts.c.id.desc())
    )
    return [_draft(row) for row in found]


def save_post(tx: Transaction, post: Post) -> None:
    """What is known of it by now."""
    tx.execute(
        update(posts)
        .where(posts.c.id == post.message_id)
        .values(version=post.version, drafted_version=post.drafted_version, line_message_id=post.line_message_id)
    )


def drop_post(tx: Transaction, message_id: int) -> None:
    """It is gone."""
    tx.execute(delete(posts).where(posts.c.id == message_id))


def latest_credited(reader: Reader, guild_id: int, entry_id: str) -> Draft | None:
    """The latest approved draft of this entry that was made of somebody's answer."""
    here = (drafts.c.status == Status.APPROVED.value, drafts.c.guild_id == guild_id, drafts.c.entry_id == entry_id)
    rows = reader.execute(select(drafts).where(*here, drafts.c.credited_id.is_not(None)))
    return max(map(_draft, rows), key=lambda draft: draft.id, default=None)


def has_settled(reader: Reader, question_id: int) -> bool:
    """Whether the asker's last word is that the answer helped, and they neither came back to it nor opened a ticket of it."""
    said = select(feedback.c.helped).where(feedback.c.question_id == question_id, feedback.c.by_asker)
    latest = reader.execute(said.order_by(feedback.c.id.desc()).limit(1)).scalar()
    came_back = (
        select(follow_ups.c.id).where(follow_ups.c.question_id == question_id),
        select(tickets.c.id).where(tickets.c.question_id == question_id),
    )
    return bool(latest) and not any(reader.execute(query.limit(1)).first() for query in came_back)


def _written(category: str, entry: Entry) -> dict[str, Any]:
    return {
        "category": category,
        "entry_id": entry.id,
        **_parts(entry),
    }


def _parts(entry: Entry) -> dict[str, Any]:
    return {part: getattr(entry, part) for part in PARTS}


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        guild_id=row.guild_id,
        status=Status(row.status),
        category=row.category,
        entry=Entry(
            id=row.entry_id, title=row.title, questions=row.questions, answer=row.answer, keywords=row.keywords
        ),
        version=row.version,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        origin=Origin(row.source_channel_id, row.source_message_id, row.credited_id),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        note=row.note,
        told_at=row.told_at,
        card_channel_id=row.card_channel_id,
        card_message_id=row.card_message_id,
        language=row.language,
        base=None if row.base is None else Entry(id=row.entry_id, **row.base),
    )


def _post(row: Row[Any]) -> Post:
    return Post(
        message_id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        author_id=row.author_id,
        version=row.version,
        drafted_version=row.drafted_version,
        line_message_id=row.line_message_id,
    )
