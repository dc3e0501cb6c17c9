"""What is owed once a week to those who help: thanks in a channel, and notes to those who want one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.reputation.weekly import store, week
from bot.reputation.weekly.store import Note
from bot.reputation.weekly.week import Impact
from bot.reputation_settings import Weekly
from bot.use_cases import reads, writes

THANKS_POST_JOB = "weekly.thanks"
"""Thanks those who helped in the week that is over, and is due again when the next one is. Subject: the server."""

NOTE_JOB = "weekly.note"
"""Sends somebody a note of what their help was good for, and is due again the next week. Subject: the note."""


@dataclass(frozen=True)
class Thanks:
    """Who is to be thanked for a week, in the order in which they are named, and how many people were helped in it."""

    guild_id: int
    began_at: datetime
    ends_at: datetime
    member_ids: tuple[int, ...]
    people: int


@dataclass(frozen=True)
class Told:
    """What a note says: what happened from its `from_at` until then."""

    note: Note
    until: datetime
    impact: Impact


class WeeklyService:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, settings: Weekly, zone: tzinfo, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._zone = zone
        self._jobs = jobs

    def next_end(self) -> datetime:
        """When the week ends that is not over yet."""
        return week.next_end(self._settings, self._zone, self._clock())

    @reads
    def thanks(self, reader: Reader, guild_id: int) -> Thanks | None:
        """Whom to thank for the week that is over; None where that is done, or it was over for too long."""
        now = self._clock()
        ends_at = week.ended_at(self._settings, self._zone, now)
        if now - ends_at > week.LATE or store.is_done(reader, guild_id, ends_at):
            return None
        began_at = week.began_at(self._settings, self._zone, ends_at)
        found = store.helpers(reader, guild_id, began_at, ends_at)
        return Thanks(
            guild_id,
            began_at,
            ends_at,
            tuple(week.shuffled(found, guild_id, ends_at)),
            store.people_helped(reader, guild_id, began_at, ends_at),
        )

    @writes
    def thanked(self, tx: Transaction, thanks: Thanks, channel_id: int, message_id: int) -> None:
        """The thanks stand there."""
        store.save_done(tx, thanks.guild_id, thanks.ends_at, channel_id, message_id)

    @writes
    def nobody_to_thank(self, tx: Transaction, thanks: Thanks) -> None:
        """Nobody helped in that week, or all who did have left."""
        store.save_done(tx, thanks.guild_id, thanks.ends_at, None, None)

    @writes
    def want_notes(self, tx: Transaction, language: str, *, by: Actor) -> datetime:
        """A note each week from now on; when the next one may come. Who wants them already gets them in this language."""
        now = self._clock()
        known = store.note_of(tx, by.guild_id, by.id)
        if known is not None:
            self._forget(tx, known)
        wanted = store.add_note(tx, by.guild_id, by.id, language, known.from_at if known else now)
        due_at = week.next_end(self._settings, self._zone, now)
        self._jobs.put(tx, guild_id=by.guild_id, kind=NOTE_JOB, subject_id=wanted.id, due_at=due_at)
        return due_at

    @writes
    def want_no_notes(self, tx: Transaction, *, by: Actor) -> None:
        """No note, not even the one that is owed."""
        known = store.note_of(tx, by.guild_id, by.id)
        if known is not None:
            self._forget(tx, known)

    @reads
    def note(self, reader: Reader, note_id: int) -> Told | None:
        """What a note has to tell of the weeks that are over; None where nobody wants it any more."""
        note = store.note(reader, note_id)
        if note is None:
            return None
        until = max(week.ended_at(self._settings, self._zone, self._clock()), note.from_at)
        return Told(note, until, store.impact(reader, note.guild_id, note.member_id, note.from_at, until))

    @writes
    def told(self, tx: Transaction, told: Told) -> None:
        """They know, or there was nothing to tell."""
        store.save_told(tx, told.note.id, told.until)

    def _forget(self, tx: Transaction, note: Note) -> None:
        store.remove_note(tx, note.id)
        self._jobs.cancel(tx, NOTE_JOB, note.id)
