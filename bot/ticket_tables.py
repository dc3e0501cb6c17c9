"""The tables of tickets. Like those of `bot/schema.py`: facts only, and a wrong state cannot be stored."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
)

from bot.columns import CleanJson, CleanText, RowId, UtcDateTime, metadata

tickets = Table(
    "tickets",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("type_id", String(40), nullable=False),
    Column("status", String(10), nullable=False),
    Column("priority", String(2), nullable=False),
    Column("requester_id", BigInteger, nullable=False),
    Column("assignee_id", BigInteger),
    Column("summary", CleanText, nullable=False),
    Column("details", CleanJson, nullable=False),
    Column("question_id", ForeignKey("questions.id", ondelete="SET NULL")),
    Column("interaction_id", BigInteger, nullable=False, unique=True),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("thread_id", BigInteger),
    Column("opening_message_id", BigInteger),
    Column("requester_added", Boolean, nullable=False),
    Column("card_channel_id", BigInteger),
    Column("card_message_id", BigInteger),
    Column("announced_event_id", BigInteger, nullable=False),
    Column("language", String(10)),
    Column("told_parts", Integer, nullable=False, server_default="0"),
    Column("remade", Boolean, nullable=False, server_default=false()),
    Column("slot", Integer, nullable=False, server_default="1"),
    Column("grounds", CleanJson),
    Column("waiting_on", String(20), nullable=False, server_default="staff"),
    Column("offer_ids", CleanJson, nullable=False, server_default="[]"),
    Column("waits_since", UtcDateTime),
    Column("held_since", UtcDateTime),
    Column("queue_key", BigInteger, nullable=False, server_default="0"),
    Column("merged_into", Integer),
    Column("snoozed", Boolean, nullable=False, server_default=false()),
    Column("wakes_at", UtcDateTime),
    Column("tier", String(40)),
    Column("due_at", UtcDateTime),
    UniqueConstraint("guild_id", "number"),
    UniqueConstraint("thread_id"),
    CheckConstraint("status IN ('open', 'claimed', 'resolved', 'withdrawn', 'silent', 'closed')", name="status"),
    CheckConstraint("waiting_on IN ('staff', 'requester', 'third_party', 'fix')", name="waiting_on"),
    CheckConstraint("wakes_at IS NULL OR snoozed", name="snoozed"),
    CheckConstraint("priority IN ('P1', 'P2', 'P3', 'P4')", name="priority"),
    CheckConstraint(
        "(status <> 'open' OR assignee_id IS NULL) AND (status <> 'claimed' OR assignee_id IS NOT NULL)",
        name="assignee_fits_status",
    ),
    Index(None, "guild_id", "opened_at"),
    Index(None, "guild_id", "requester_id", "opened_at"),
    Index(None, "question_id"),
    Index(None, "card_message_id"),
    ForeignKeyConstraint(
        ["guild_id", "merged_into"], ["tickets.guild_id", "tickets.number"], name="fk_tickets_merged_into"
    ),
    CheckConstraint("merged_into IS NULL OR status = 'closed'", name="merged_is_closed"),
)

Index(
    "ix_tickets_merged",
    tickets.c.guild_id,
    tickets.c.merged_into,
    sqlite_where=tickets.c.merged_into.is_not(None),
)

Index(
    "ix_tickets_queue",
    tickets.c.guild_id,
    tickets.c.queue_key,
    tickets.c.id,
    tickets.c.assignee_id,
    tickets.c.type_id,
    tickets.c.waiting_on,
    tickets.c.status,
    tickets.c.snoozed,
    tickets.c.tier,
    sqlite_where=tickets.c.status.not_in(["resolved", "withdrawn", "silent", "closed"]),
)

Index(
    "ix_tickets_held",
    tickets.c.guild_id,
    tickets.c.waiting_on,
    tickets.c.held_since,
    sqlite_where=tickets.c.status == "claimed",
)

Index("ix_tickets_unsettled", tickets.c.guild_id, tickets.c.id, sqlite_where=tickets.c.status != "closed")

Index(
    "uq_tickets_live",
    tickets.c.guild_id,
    tickets.c.requester_id,
    tickets.c.type_id,
    tickets.c.slot,
    unique=True,
    sqlite_where=tickets.c.status.in_(["open", "claimed"]),
)

Index(
    "ix_tickets_assigned",
    tickets.c.guild_id,
    tickets.c.assignee_id,
    tickets.c.opened_at,
    sqlite_where=tickets.c.status == "claimed",
)

ticket_events = Table(
    "ticket_events",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("actor_id", BigInteger),
    Column("at", UtcDateTime, nullable=False),
    Column("note", CleanText),
    Column("member_id", BigInteger),
    Column("data", CleanJson, nullable=False, server_default="{}"),
    Index(None, "ticket_id"),
    Index(None, "guild_id", "kind", "at"),
)

last_chances = Table(
    "last_chances",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("type_id", String(40), nullable=False),
    Column("interaction_id", BigInteger, nullable=False, unique=True),
    Column("filled", CleanJson(none_as_null=True)),
    Column("entry_ids", CleanJson, nullable=False),
    Column("offered_at", UtcDateTime, nullable=False),
    Column("opens_at", UtcDateTime),
    Column("solved_at", UtcDateTime),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="SET NULL")),
    Column("was_added", Boolean, nullable=False, server_default=false()),
    CheckConstraint("opens_at IS NULL OR (filled IS NOT NULL AND solved_at IS NULL)", name="opens"),
    Index(None, "guild_id", "offered_at"),
    Index(None, "ticket_id"),
    Index(None, "guild_id", "member_id"),
)
sent_entries = Table(
    "sent_entries",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("entry_id", String(40), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("sent_by", BigInteger, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Index(None, "guild_id", "sent_at"),
)

Index(
    "ix_last_chances_waiting",
    last_chances.c.guild_id,
    last_chances.c.id,
    sqlite_where=last_chances.c.opens_at.is_not(None),
)

community_posts = Table(
    "community_posts",
    metadata,
    Column("chance_id", ForeignKey("last_chances.id", ondelete="CASCADE"), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("type_id", String(40), nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("title", CleanText),
    Column("text", CleanText),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("promised_at", UtcDateTime, nullable=False),
    Column("thread_id", BigInteger, unique=True),
    Column("message_id", BigInteger),
    Column("told", Boolean, nullable=False, server_default=false()),
    Column("gone", Boolean, nullable=False, server_default=false()),
    CheckConstraint("(title IS NULL) = (text IS NULL)", name="words_are_whole"),
    CheckConstraint("thread_id IS NOT NULL OR message_id IS NULL", name="message_has_thread"),
    Index(None, "guild_id", "member_id", "asked_at"),
    Index(None, "message_id"),
)
absences = Table(
    "absences",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until_at", UtcDateTime),
)
expectations = Table(
    "expectations",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("type_id", String(40), nullable=False),
    Column("priority", String(2), nullable=False),
    Column("ahead", Integer),
    Column("low_seconds", Integer),
    Column("high_seconds", Integer),
    Column("due_at", UtcDateTime),
    CheckConstraint("(low_seconds IS NULL) = (high_seconds IS NULL)", name="span_is_whole"),
)

ticket_resolutions = Table(
    "ticket_resolutions",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("handler_id", BigInteger),
    Column("type_id", String(40), nullable=False),
    Column("tier", String(40)),
    Index(None, "ticket_id", "at"),
    Index(None, "guild_id", "at"),
)

ticket_ratings = Table(
    "ticket_ratings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("resolution_id", ForeignKey("ticket_resolutions.id", ondelete="CASCADE"), nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("comment", CleanText),
    UniqueConstraint("resolution_id", "member_id", "number"),
    CheckConstraint("score BETWEEN 1 AND 5", name="score"),
    Index(None, "ticket_id"),
    Index(None, "guild_id", "member_id"),
)

ticket_follow_ups = Table(
    "ticket_follow_ups",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("resolution_id", ForeignKey("ticket_resolutions.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("handler_id", BigInteger),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("claimed_by", BigInteger),
    Column("done_by", BigInteger),
    Column("done_at", UtcDateTime),
    Column("channel_id", BigInteger),
    Column("message_id", BigInteger),
    CheckConstraint(
        "(done_by IS NULL) = (done_at IS NULL) AND (done_by IS NULL OR claimed_by IS NOT NULL)",
        name="done_by_somebody",
    ),
    CheckConstraint("handler_id IS NULL OR claimed_by IS NULL OR claimed_by <> handler_id", name="by_another"),
    CheckConstraint("(channel_id IS NULL) = (message_id IS NULL)", name="line_has_place"),
)

Index(
    "ix_ticket_follow_ups_open",
    ticket_follow_ups.c.guild_id,
    ticket_follow_ups.c.opened_at,
    sqlite_where=ticket_follow_ups.c.done_at.is_(None),
)

panels = Table(
    "panels",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("panel_id", String(40), primary_key=True),
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
)

ticket_guests = Table(
    "ticket_guests",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("is_added", Boolean, nullable=False),
    Column("is_there", Boolean),
    Index(None, "member_id", "guild_id"),
)

ticket_links = Table(
    "ticket_links",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("one_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("other_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("is_linked", Boolean, nullable=False),
    Column("actor_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint("one_id < other_id", name="each_pair_one_way"),
    Index(None, "one_id"),
    Index(None, "other_id"),
)

ticket_notes = Table(
    "ticket_notes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", CleanText, nullable=False),
    Column("interaction_id", BigInteger, nullable=False, unique=True),
    Index(None, "ticket_id"),
)

ticket_note_threads = Table(
    "ticket_note_threads",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("note_id", BigInteger, nullable=False),
)
