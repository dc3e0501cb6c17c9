"""The tables. Facts only: balances, durations and rates are queries, and a wrong state cannot be stored."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

import bot.answer_tables
import bot.award_tables
import bot.clock_tables
import bot.cost_tables
import bot.hold_tables
import bot.mark_tables
import bot.privacy_tables
import bot.promise_tables
import bot.recognition_tables
import bot.record_tables
import bot.routing_tables
import bot.search_tables
import bot.solution_tables
import bot.ticket_tables  # noqa: F401  # they are of the same metadata
from bot.columns import CleanJson, CleanText, RowId, UtcDateTime, metadata

obstacles = Table(
    "obstacles",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("what", CleanText, nullable=False),
    Column("since_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
    Column("line_channel_id", BigInteger),
    Column("line_message_id", BigInteger),
    Column("is_standing", Boolean, nullable=False),
    UniqueConstraint("guild_id", "kind", "what"),
)

setups = Table(
    "setups",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("data", CleanJson, nullable=False, server_default="{}"),
    Column("put_at", UtcDateTime),
    Column("due_at", UtcDateTime, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("obstacle_id", ForeignKey("obstacles.id", ondelete="SET NULL")),
    Column("leased_by", String(40)),
    Column("leased_until", UtcDateTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    UniqueConstraint("kind", "subject_id"),
    CheckConstraint("(leased_by IS NULL) = (leased_until IS NULL)", name="lease_has_holder"),
    Index(None, "next_try_at"),
    Index(None, "kind", "next_try_at"),
    Index(None, "leased_until"),
    Index(None, "obstacle_id"),
)

places = Table(
    "places",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(10), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("discord_id", BigInteger, nullable=False),
    CheckConstraint("kind IN ('text', 'forum', 'role')", name="kind"),
)

direct_channels = Table(
    "direct_channels",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, nullable=False),
    Column("seen_id", BigInteger, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Index(None, "seen_at"),
    Index(None, "member_id"),
)
refused_forms = Table(
    "refused_forms",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("typed", CleanJson, nullable=False),
    Index(None, "guild_id", "member_id"),
)

questions = Table(
    "questions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("place_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False, unique=True),
    Column("asker_id", BigInteger, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("text", CleanText),
    Column("verdict", String(10), nullable=False),
    Column("rule", String(20), nullable=False),
    Column("entry_id", String(40)),
    Column("second_entry_id", String(40)),
    Column("candidates", CleanJson, nullable=False),
    Column("language", String(10)),
    Column("score", Float, nullable=False),
    Column("answer_message_id", BigInteger),
    Column("answered_at", UtcDateTime),
    Column("reread_at", UtcDateTime),
    Column("outcome", String(12)),
    Column("outcome_at", UtcDateTime),
    CheckConstraint("verdict IN ('answer', 'suggest', 'silent')", name="verdict"),
    CheckConstraint("verdict <> 'answer' OR entry_id IS NOT NULL", name="answer_has_entry"),
    CheckConstraint(
        "outcome IN ('solved', 'handed_over', 'human', 'wrong', 'dismissed', 'removed')", name="outcome"
    ),
    CheckConstraint("(outcome IS NULL) = (outcome_at IS NULL)", name="outcome_has_time"),
    CheckConstraint("(answer_message_id IS NULL) = (answered_at IS NULL)", name="answer_has_time"),
    Index(None, "guild_id", "asked_at", "rule"),
    Index(None, "channel_id", "asked_at"),
    Index(None, "guild_id", "asker_id", "asked_at"),
    Index(None, "place_id"),
    Index(None, "answer_message_id"),
)

# Of an index over some of the rows only SQLite's condition stands here: to hear PostgreSQL's, SQLAlchemy would load its
# dialect at each start. The revisions, which make the tables, name both.
Index(
    "ix_questions_spoken",
    questions.c.channel_id,
    questions.c.asked_at,
    sqlite_where=questions.c.rule.in_(["sure", "between"]),
)

Index("ix_questions_kept", questions.c.asked_at, sqlite_where=questions.c.text.is_not(None))

pieces = Table(
    "pieces",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Index(None, "question_id"),
)

silences = Table(
    "silences",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("rule", String(20), primary_key=True),
    Column("amount", Integer, nullable=False),
    CheckConstraint("amount > 0", name="counts_something"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("by_asker", Boolean, nullable=False),
    Column("helped", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "question_id"),
    Index(None, "guild_id", "member_id"),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Column("message_id", BigInteger, nullable=False, unique=True),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "question_id"),
)

suspicions = Table(
    "suspicions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("entry_id", String(40), nullable=False),
    Column("question_id", ForeignKey("questions.id", ondelete="SET NULL")),
    Column("marked_by", BigInteger, nullable=False),
    Column("marked_at", UtcDateTime, nullable=False),
    Column("cleared_by", BigInteger),
    Column("cleared_at", UtcDateTime),
    CheckConstraint("(cleared_by IS NULL) = (cleared_at IS NULL)", name="cleared_by_somebody"),
    Index(None, "question_id"),
)

Index(
    "uq_suspicions_live",
    suspicions.c.guild_id,
    suspicions.c.entry_id,
    unique=True,
    sqlite_where=suspicions.c.cleared_at.is_(None),
)

opt_outs = Table(
    "opt_outs",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
)

labels = Table(
    "labels",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("is_right", Boolean, nullable=False),
    Column("labelled_by", BigInteger, nullable=False),
    Column("labelled_at", UtcDateTime, nullable=False),
    Index(None, "guild_id"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("status", String(10), nullable=False),
    Column("entry_id", String(40), nullable=False),
    Column("category", CleanText, nullable=False),
    Column("title", CleanText, nullable=False),
    Column("questions", CleanJson, nullable=False),
    Column("answer", CleanText, nullable=False),
    Column("keywords", CleanJson, nullable=False),
    Column("version", Integer, nullable=False),
    Column("proposed_by", BigInteger, nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("credited_id", BigInteger),
    Column("source_channel_id", BigInteger, nullable=False),
    Column("source_message_id", BigInteger),
    Column("interaction_id", BigInteger, nullable=False, unique=True),
    Column("decided_by", BigInteger),
    Column("decided_at", UtcDateTime),
    Column("note", CleanText),
    Column("told_at", UtcDateTime),
    Column("card_channel_id", BigInteger),
    Column("card_message_id", BigInteger),
    Column("language", String(10)),
    Column("base", CleanJson(none_as_null=True)),
    CheckConstraint("status IN ('open', 'approved', 'rejected')", name="status"),
    CheckConstraint(
        "(status = 'open') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)",
        name="decided_by_somebody",
    ),
    CheckConstraint("told_at IS NULL OR decided_at IS NOT NULL", name="told_once_decided"),
    CheckConstraint("(card_channel_id IS NULL) = (card_message_id IS NULL)", name="card_has_place"),
    Index(None, "status", "guild_id"),
    Index(None, "source_message_id"),
    Index(None, "guild_id", "proposed_by"),
)

posts = Table(
    "posts",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("drafted_version", BigInteger),
    Column("line_message_id", BigInteger),
)

entry_lives = Table(
    "entry_lives",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", String(40), primary_key=True),
    Column("title", CleanText, nullable=False),
    Column("phrasings", CleanJson, nullable=False),
    Column("since_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("entry_id", String(40), nullable=False),
    Column("review_by", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("guild_id", "entry_id", "review_by"),
)
