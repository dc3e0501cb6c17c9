"""Asks an asker who says thanks who of those who answered has helped; nothing is awarded before they press."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import NotTheQuestioner
from bot.jobs.runner import JobRunner
from bot.reputation.answers import store as answers
from bot.reputation.ledger import Ledger
from bot.reputation.owed import PROMPT_JOB
from bot.reputation.prompts import store
from bot.reputation.prompts.prompt import Answerer, Prompt
from bot.reputation.refused import PromptGone
from bot.reputation.roots import store as roots
from bot.use_cases import reads, writes


class ThanksPrompts:
    """Each method is one use case and one transaction; `PROMPT_JOB` shows what it says."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner, ledger: Ledger) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        ledger.followers.append(self._end_answered)

    @writes
    def offer(self, tx: Transaction, prompt: Prompt) -> bool:
        """Whether it is asked: not where nobody has answered, where an answer is accepted, or where it is asked already."""
        problem = roots.problem(tx, prompt.guild_id, prompt.question)
        is_answered = bool(answers.holders(tx, prompt.guild_id, problem.known_as))
        if is_answered or not prompt.candidates or not store.add(tx, replace(prompt, question=problem.root)):
            return False
        self._owe(tx, prompt.guild_id, prompt.id, self._clock(), run_now=True)
        return True

    @reads
    def get(self, reader: Reader, prompt_id: int) -> Prompt | None:
        """By the id of the thanks; None where it stands no more."""
        return store.get(reader, prompt_id)

    @reads
    def chosen(self, reader: Reader, prompt_id: int, message_id: int, *, by: Actor) -> tuple[Prompt, Answerer]:
        """What somebody says helped who presses. Raises PromptGone, NotTheQuestioner: the asker and staff are asked."""
        prompt = store.get(reader, prompt_id)
        who = prompt.answerer(message_id) if prompt is not None else None
        if prompt is None or who is None or prompt.ended_at is not None or prompt.guild_id != by.guild_id:
            raise PromptGone
        if by.id != prompt.asker_id and not by.is_staff:
            raise NotTheQuestioner(prompt.asker_id)
        return prompt, who

    @writes
    def shown(self, tx: Transaction, prompt_id: int, message_id: int) -> None:
        """It stands in Discord as this message."""
        store.save_message(tx, prompt_id, message_id)

    @writes
    def gone(self, tx: Transaction, prompt_id: int) -> None:
        """It does not stand in Discord any more."""
        store.forget(tx, prompt_id)

    def _end_answered(self, tx: Transaction, guild_id: int, _member_id: int, at: datetime) -> None:
        for prompt_id in store.end_answered(tx, guild_id, at):
            self._owe(tx, guild_id, prompt_id, at)

    def _owe(self, tx: Transaction, guild_id: int, prompt_id: int, at: datetime, *, run_now: bool = False) -> None:
        self._jobs.put(tx, guild_id=guild_id, kind=PROMPT_JOB, subject_id=prompt_id, due_at=at, run_now=run_now)
