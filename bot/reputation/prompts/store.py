"""The table `thanks_prompts`: what asks who helped, as long as it stands in Discord."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, select, update

from bot.award_tables import awards
from bot.database import Reader, Transaction
from bot.mark_tables import thanks_prompts
from bot.reputation.prompts.prompt import Answerer, Prompt
from bot.reputation.question import QuestionRef
from bot.reputation.store import stands


def add(tx: Transaction, prompt: Prompt) -> bool:
    """Whether it is new: of a question there is one at a time."""
    values = asdict(prompt) | {"candidates": [[one.message_id, one.author_id] for one in prompt.candidates]}
    del values["question"]
    values["key"] = prompt.question.primary_key
    return tx.insert_once(thanks_prompts, values) is not None


def get(reader: Reader, prompt_id: int) -> Prompt | None:
    """By the id of the thanks."""
    row = reader.execute(select(thanks_prompts).where(thanks_prompts.c.id == prompt_id)).one_or_none()
    return None if row is None else _prompt(row)


def save_message(tx: Transaction, prompt_id: int, message_id: int) -> None:
    """It stands in Discord as this message."""
    tx.execute(update(thanks_prompts).where(thanks_prompts.c.id == prompt_id).values(message_id=message_id))


def end_answered(tx: Transaction, guild_id: int, at: datetime) -> list[int]:
    """End the prompts of this server whose question has its accepted answer by now; which those are."""
    accepted = exists().where(
        awards.c.guild_id == thanks_prompts.c.guild_id, awards.c.key == thanks_prompts.c.key, stands()
    )
    here = (thanks_prompts.c.guild_id == guild_id, thanks_prompts.c.ended_at.is_(None), accepted)
    ended = update(thanks_prompts).where(*here).values(ended_at=at).returning(thanks_prompts.c.id)
    return sorted(tx.execute(ended).scalars())


def forget(tx: Transaction, prompt_id: int) -> None:
    """It does not stand in Discord any more."""
    tx.execute(delete(thanks_prompts).where(thanks_prompts.c.id == prompt_id))


def _prompt(row: Row[Any]) -> Prompt:
    values = dict(row._mapping)
    question = QuestionRef.of_key(values.pop("key"))
    candidates = tuple(Answerer(*one) for one in values["candidates"])
    return Prompt(**values | {"question": question, "candidates": candidates})
