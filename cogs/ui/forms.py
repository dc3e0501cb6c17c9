"""Forms that outlive restarts: answered by their custom_id and what was filled in, never by an object in memory.

What was typed into one that is refused is kept, so that *Try again* opens it as it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

import discord

from bot.client import SupportBot
from bot.errors import DatabaseBusy, NotServed, Refused, UnknownForm
from bot.forms.refused import RefusedForm
from bot.forms.service import FORGET_JOB
from bot.jobs.job import Job
from cogs import failures
from cogs.texts import failures as texts
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.direct import FromDirectMessage
from cogs.ui.filled import Filled
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form
from cogs.ui.subjects import id_in

Kept = TypeVar("Kept")

_FORM = re.compile(r"form:(?P<action>[a-z-]+:[a-z-]+):(?P<subject>.*)", re.DOTALL)
_forms: dict[str, type[ActionForm[Any]]] = {}
"""By their actions, as their classes are defined."""


class ActionForm(Generic[Kept], discord.ui.Modal):
    """A modal whose custom_id is `form:<feature>:<verb>:<subject>`, at most 100 characters.

    An object of it is only what is shown. What is sent is answered by the class: `keep` writes it by one use case,
    before which nothing is awaited of Discord, and `kept` says so. So what was typed is written, or given back. An
    action is retired rather than given a new meaning: a form may stay open for days.
    """

    action: ClassVar[str]
    subjects: ClassVar[re.Pattern[str]]
    """What a subject looks like; a custom_id with another one is a forged or forgotten one."""

    opens_again_unless: ClassVar[tuple[type[Refused], ...] | None] = None
    """After these refusals there is nothing to correct; None for a form that is not opened again after any."""

    in_direct_messages: ClassVar[bool] = False
    """Whether it is sent there; its subject begins with the server then."""

    def __init_subclass__(cls, *, action: str = "", subject: str = "") -> None:
        super().__init_subclass__()
        if action:
            if action in _forms:
                raise ValueError(f"two forms for {action}")
            cls.action, cls.subjects = action, re.compile(subject)
            _forms[action] = cls

    def __init__(self, subject: int | str, *, title: str) -> None:
        super().__init__(title=title, timeout=None, custom_id=f"form:{self.action}:{subject}")

    def is_finished(self) -> bool:
        """So says discord.py's contract for views that it shall not keep in memory: nobody may ever send this one."""
        return True

    @classmethod
    async def enter(cls, interaction: Interaction, subject: str) -> None:
        """Where it counts: in the server in which it was sent. Raises NotServed."""
        interaction.client.require_served(interaction.guild_id)

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Kept:
        """Write what was filled in. Whatever this raises, the words go back to who typed them."""
        raise NotImplementedError

    @classmethod
    async def kept(cls, interaction: Interaction, result: Kept) -> None:
        """Say that it is written, and bring Discord up to date."""
        raise NotImplementedError

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> ActionForm[Kept]:
        """The form as it was sent, to be corrected. Raises what keeps them from opening it."""
        raise NotImplementedError

    @classmethod
    async def instead(
        cls, interaction: Interaction, subject: str, filled: Filled, error: Exception
    ) -> Sequence[ActionButton]:
        """What they may do with what they typed, other than to correct it, where it was refused for this reason."""
        return ()

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        """What stands above each field, by its custom_id, as far as it is still known."""
        raise NotImplementedError


async def on_interaction(interaction: Interaction) -> None:
    """Answer a form that was sent, also one that this version does not know."""
    if interaction.type is discord.InteractionType.modal_submit:
        async with failures.answering(interaction, "a form"):
            await _answer(interaction, interaction.data or {})


async def _answer(interaction: Interaction, data: Mapping[str, Any]) -> None:
    named, filled = _FORM.fullmatch(data["custom_id"]), Filled.of(data)
    action, subject = (named["action"], named["subject"]) if named else ("", "")
    form = _forms.get(action)
    if form is None or not form.subjects.fullmatch(subject):
        async with failures.keeping(interaction, "an unknown form", filled.words({})):
            raise UnknownForm
        return
    what = f"form:{action}"
    offer = partial(_offer_again, interaction, form, subject, filled)
    async with failures.keeping(interaction, what, filled.words(form.labels(interaction, subject)), offer):
        await form.enter(interaction, subject)
        result = await form.keep(interaction, subject, filled)
        async with failures.answering(interaction, what):
            await form.kept(interaction, result)


class AgainButton(ActionButton, action="form:again"):
    """Who sent a form that was refused opens it again, as they sent it. Subject: the refused form."""

    async def press(self, interaction: Interaction) -> None:
        refused = await interaction.client.services.refused_forms.get(id_in(self.subject), by=actor(interaction))
        form = _forms.get(refused.action)
        if form is None:
            raise UnknownForm
        await open_form(interaction, await form.again(interaction, refused))


class DirectAgainButton(FromDirectMessage, AgainButton, action="direct:again"):
    """The same in a direct message. Subject: `<server>.<refused form>`."""


async def _offer_again(
    interaction: Interaction, form: type[ActionForm[Any]], subject: str, filled: Filled, error: Exception
) -> discord.ui.View | None:
    never = form.opens_again_unless
    if never is None or isinstance(error, (NotServed, *never)):
        return None
    by, label = actor(interaction), texts.button_try_again(reader(interaction))
    if isinstance(error, Refused) and not await _could_open(interaction, form, subject, filled):
        return None
    if form.in_direct_messages:  # also for who has left the server and may come back
        by = replace(by, guild_id=id_in(subject.partition(".")[0]))
    kept = await interaction.client.services.refused_forms.keep(form.action, subject, filled.values, by=by)
    again: ActionButton = AgainButton(kept, label=label, style=discord.ButtonStyle.primary)
    if form.in_direct_messages:
        again = DirectAgainButton(f"{by.guild_id}.{kept}", label=label, style=discord.ButtonStyle.primary)
    return view(again, *await form.instead(interaction, subject, filled, error))


async def _could_open(interaction: Interaction, form: type[ActionForm[Any]], subject: str, filled: Filled) -> bool:
    """Whether what keeps them from sending it would not keep them from opening it again, too: then there is nothing to
    press. What only Discord or the database could say does not count: that may be otherwise by then.
    """
    if form.in_direct_messages:
        return True  # where their server is asked by the press itself
    refused = RefusedForm(0, interaction.guild_id or 0, interaction.user.id, form.action, subject, filled.values)
    try:
        await form.again(interaction, refused)
    except (DatabaseBusy, discord.HTTPException):
        return True
    except Refused:
        return False
    return True


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""

    async def forget(job: Job) -> None:
        await bot.services.refused_forms.forget(job.subject_id)

    bot.services.jobs.handle(FORGET_JOB, forget)
    bot.add_dynamic_items(AgainButton, DirectAgainButton)
    bot.add_listener(on_interaction)
