"""What people typed into forms that were refused: kept, opened again by who typed it, and forgotten after a day."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import DatabaseBusy, FormForgotten
from bot.forms import store
from bot.forms.refused import RefusedForm
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.use_cases import reads, writes

FORGET_JOB = "form.forget"
"""Drops what was typed into a refused form. Subject: the form."""

KEPT = timedelta(days=1)

HELD = 100
"""So many forms at most are held in memory while the database is busy; of more, the oldest is forgotten."""


class RefusedForms:
    """Each method is one use case and at most one transaction."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._ids = ids
        self._held: OrderedDict[int, tuple[RefusedForm, datetime]] = OrderedDict()
        """With the time until which."""

    async def keep(self, action: str, subject: str, values: Mapping[str, Sequence[str]], *, by: Actor) -> int:
        """The id under which this can be opened again for `KEPT`.

        While the database is busy it is held in memory as long, which is better than nothing: a restart forgets it.
        """
        form = RefusedForm(self._ids.draw(self._clock()), by.guild_id, by.id, action, subject, values)
        try:
            await self._write(form)
        except DatabaseBusy:
            self._held[form.id] = form, self._clock() + KEPT
            # Which nobody may ever ask for. The machine may sleep meanwhile: who asks is told by the clock.
            asyncio.get_running_loop().call_later(KEPT.total_seconds(), self._held.pop, form.id, None)
            if len(self._held) > HELD:
                self._held.popitem(last=False)
        return form.id

    async def get(self, form_id: int, *, by: Actor) -> RefusedForm:
        """What was typed, for who typed it and for nobody else. Raises FormForgotten."""
        held, until = self._held.get(form_id, (None, self._clock()))
        form = held if self._clock() < until else await self._read(form_id)
        if form is None or (form.guild_id, form.member_id) != (by.guild_id, by.id):
            raise FormForgotten
        return form

    @writes
    def forget(self, tx: Transaction, form_id: int) -> None:
        """Its day is over."""
        store.drop(tx, form_id)

    @writes
    def _write(self, tx: Transaction, form: RefusedForm) -> None:
        store.add(tx, form)
        # Of no server: what was typed is forgotten also where we are no longer.
        self._jobs.put(tx, guild_id=0, kind=FORGET_JOB, subject_id=form.id, due_at=self._clock() + KEPT)

    @reads
    def _read(self, reader: Reader, form_id: int) -> RefusedForm | None:
        return store.get(reader, form_id)
