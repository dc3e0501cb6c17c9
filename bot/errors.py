"""What the product says no to. A refusal carries data; `cogs/texts/refusals.py` turns it into a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self


class Refused(Exception):
    """Understood, and not allowed. Raised by rules and services; never logged as a bug."""


class StartupError(Exception):
    """The bot cannot start or a command cannot run. Its message is one plain sentence for the operator."""

    @classmethod
    def without_driver(cls, missing: ModuleNotFoundError) -> Self:
        """What is needed to reach this database is not installed."""
        return cls(f"For this database install {missing.name}: pip install 'signpost-bot[postgres]'.")


# Everywhere


@dataclass
class DatabaseBusy(Refused):
    """Somebody else has kept the database for longer than we wait, so nothing was read or written."""


@dataclass
class UnknownForm(Refused):
    """The form that was sent is of another version, and nobody answers it."""


@dataclass
class FormForgotten(Refused):
    """What was typed into a refused form is not kept any more, or was typed by somebody else."""


@dataclass
class FormChanged(Refused):
    """The form that was sent asks what is not asked any more."""


@dataclass
class NotStaff(Refused):
    """Only staff may do this."""


# FAQ


@dataclass
class UnknownQuestion(Refused):
    """The message a button belongs to is no longer in the database."""


@dataclass
class UnknownEntry(Refused):
    """No FAQ entry answers to this id or these words."""

    query: str


@dataclass
class NotTheAsker(Refused):
    """Only the asker (or staff) may say whether an answer helped."""

    asker_id: int


@dataclass
class NotTrusted(Refused):
    """Only staff and helpers may do this."""


@dataclass
class NotAnAuthor(Refused):
    """Only staff and helpers may propose what the FAQ says."""


@dataclass
class EntryElsewhere(Refused):
    """The entry is for other channels than this one."""


@dataclass
class SuspectEntry(Refused):
    """Somebody trusted says that the entry is wrong, so only staff may share it."""


@dataclass
class JustShared(Refused):
    """The member has shared something here, or somebody this, less than a minute ago."""


@dataclass
class MemberCannotWrite(Refused):
    """The member may not write where they want something said."""


@dataclass
class BotCannotWrite(Refused):
    """The bot may not write here."""


@dataclass
class BotCannotRead(Refused):
    """The bot may not read what was written here."""


@dataclass
class WrittenByDiscord(Refused):
    """A line such as a pin or a new title: nobody has written it."""


@dataclass
class OthersWords(Refused):
    """What was forwarded was written by somebody else, and Discord does not say by whom."""


@dataclass
class MessageNotFound(Refused):
    """No message is meant by this link or id, or none that the member can see."""

    reference: str


@dataclass
class AlreadyLabelled(Refused):
    """Another member of staff has judged this question already."""

    labelled_by: int


class FlawKind(StrEnum):
    """What can be wrong with a text, or with a list of texts."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a part of a proposed entry (`category`, `title`, `questions`, `answer`, `keywords`), or with one
    `text` of its list: more or fewer than `limit` characters or texts, namely `found`; or `text` is none that there is.
    """

    part: str
    kind: FlawKind
    limit: int
    found: int
    text: str | None = None


@dataclass
class InvalidProposal(Refused):
    """What was typed cannot be an FAQ entry, for all of these reasons."""

    flaws: tuple[Flaw, ...]


@dataclass
class UnknownDraft(Refused):
    """The draft a button belongs to is no longer in the database."""


@dataclass
class NotYourDraft(Refused):
    """Only staff or who proposed a draft may edit it."""

    proposed_by: int


@dataclass
class DraftDecided(Refused):
    """Somebody has approved or rejected the draft already."""

    decided_by: int
    decided_at: datetime


@dataclass
class AlreadyInFiles(Refused):
    """The draft's entry stands in the FAQ files, at `place`: an approval was interrupted."""

    place: str


@dataclass
class DraftChanged(Refused):
    """The draft was edited since it was read."""


@dataclass
class ChangesNothing(Refused):
    """What was typed is what the entry says, so there is nothing to propose."""


@dataclass
class EntryGone(Refused):
    """The entry that a draft changes is not in the FAQ files any more."""

    entry_id: str


@dataclass
class PostGone(Refused):
    """The post that a draft should be made of is not in the knowledge channel any more."""


@dataclass
class AlreadyDrafted(Refused):
    """Somebody has made a draft of the post since the form was opened."""


@dataclass
class UnknownCategory(Refused):
    """No FAQ file has this category (any more)."""

    category: str


@dataclass
class BrokenKnowledge(Refused):
    """The FAQ files have mistakes, so nothing can be added to them; `problems` are `file:line: …`, a line each."""

    problems: str


@dataclass
class DoesNotFit(Refused):
    """With the draft's entry the FAQ files would have mistakes; `problems` are `file:line: …`, a line each."""

    problems: str


@dataclass
class NotWritable(Refused):
    """The FAQ file cannot be written, for the operating system's `reason`."""

    file: str
    reason: str


# Reputation


@dataclass
class SelfAward(Refused):
    """Nobody can award themselves."""


@dataclass
class BotAward(Refused):
    """Bots earn nothing."""


@dataclass
class NotTheQuestioner(Refused):
    """Only who asked, or staff, may accept an answer; `asker_id` is None where no question is known."""

    asker_id: int | None


@dataclass
class AlreadyAccepted(Refused):
    """The question has its accepted answer."""

    member_id: int
    at: datetime


# Operations


@dataclass
class NotServed(Refused):
    """The bot does not serve this server: config.yaml names others, or none of several. None for a direct message."""

    guild_id: int | None


@dataclass
class NotMember(Refused):
    """They are no member of this server (any more)."""

    guild_id: int


@dataclass
class NotAdministrator(Refused):
    """Only administrators may set the bot up."""


@dataclass
class SetupIncomplete(Refused):
    """A channel that the step needs is not there; `/setup` creates it."""

    channel: str
