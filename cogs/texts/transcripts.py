"""What transcripts say, beside what people said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.privacy.register import ERASED
from bot.tickets.record.message import Kept
from bot.tickets.ticket import Ticket
from bot.tickets.transcripts.page import Labels
from bot.tickets.transcripts.transcript import Transcript
from cogs.texts import priorities
from cogs.texts import tickets as texts
from cogs.texts.forms import both, member, moment, one_line, tenths
from cogs.texts.language import Language


def about_transcript(t: Language) -> str:
    return t("Read all that was said in a ticket: yours, or as staff")


def button_transcript(t: Language) -> str:
    return t.c("button", "Transcript")


def here_it_is(t: Language, transcript: Transcript, warnings: Sequence[str] = ()) -> str:
    """What is sent with the files."""
    return "\n".join((_here_it_is(t, transcript), *warnings))


def _here_it_is(t: Language, transcript: Transcript) -> str:
    number = transcript.ticket.number
    if transcript.for_staff:
        return t(
            "The transcript of ticket #{number}, for staff: with notes, and with what was edited or deleted. Do not pass it on."
            " Save the page and open it in a browser.",
            number=number,
        )
    return t(
        "The transcript of ticket #{number}, as it stands in the thread. Save the page and open it in a browser.",
        number=number,
    )


def too_large(t: Language, ticket: Ticket) -> str:
    return t(
        "The transcript of ticket #{number} is larger than what may be sent here. Ask whoever runs the bot for it: they can write it"
        " with `signpost transcript`.",
        number=ticket.number,
    )


def not_kept(t: Language) -> str:
    return t("Here nothing is kept (any more) of what is said in tickets, so that messages may be missing.")


def labels(
    t: Language, transcript: Transcript, type_label: str, zone: str, warnings: Sequence[str] = ()
) -> Labels:
    """The page's own words, and what it says of the ticket."""
    ticket = transcript.ticket
    priority = priorities.for_staff if transcript.for_staff else priorities.for_requester
    facts = [
        (texts.label_status(t), texts.status(t, ticket.status)),
        (priorities.label_priority(t), priority(t, ticket)),
        (texts.label_requester(t), member(ticket.requester_id)),
        (texts.label_assignee(t), member(ticket.assignee_id) if ticket.assignee_id else "–"),
        (texts.label_opened_at(t), moment(ticket.opened_at)),
    ]
    return Labels(
        language=t.code,
        title=texts.opening_title(t, ticket, type_label),
        facts=facts,
        warnings=[
            *([_for_staff(t)] if transcript.for_staff else []),
            *([_form_erased(t)] if ticket.summary == ERASED else []),
            *warnings,
        ],
        made=t("Times are those of {zone}. Ids and further facts stand in the file beside this one.", zone=zone),
        form=t("What was filled in"),
        conversation=t("What was said"),
        nothing=t("No messages are kept of this ticket."),
        bot=t.c("tag of a message", "bot"),
        note=t.c("tag of a message", "note of staff"),
        edited=t.c("before a time", "edited"),
        deleted=t.c("before a time", "deleted"),
        earlier=t("What it said before"),
        answer=t("In reply to"),
        unknown=t("a message that is not here"),
        erased=t.c("before a time", "erased"),
        untold=t("Discord did not tell the bot what was said here."),
        forwarded=t("Forwarded, written elsewhere"),
        picture=t("Picture"),
        sticker=t("Sticker"),
        poll=t("Poll"),
        owed=t("not saved yet"),
        lost=t("saved, but not there any more"),
        too_large=t("not saved: too large"),
        gone=t("not saved: Discord had it no more"),
        erased_file=t.c("of a file", "erased"),
        left_out=t("saved, but not in this page"),
        happened=partial(happened, t),
        size=partial(size, t),
    )


def happened(t: Language, kept: Kept, author: str) -> str:
    """What Discord wrote of what this author did; what of it is erased, or never came, is left open."""
    words, who = kept.words, _isolated(author)
    others = both(t, [_isolated(name) for _, name in words.names])
    text = _isolated(words.text or "")
    match kept.said.type:
        case "recipient_add" if others:
            return t("{member} has added {others} to the thread.", member=who, others=others)
        case "recipient_add":
            return t("{member} has added somebody to the thread.", member=who)
        case "recipient_remove" if others:
            return t("{member} has removed {others} from the thread.", member=who, others=others)
        case "recipient_remove":
            return t("{member} has removed somebody from the thread.", member=who)
        case "pins_add":
            return t("{member} has pinned a message.", member=who)
        case "channel_name_change" if text:
            return t("{member} has renamed the thread: {name}", member=who, name=text)
        case "channel_name_change":
            return t("{member} has renamed the thread.", member=who)
        case other if text:
            what = _isolated(other)
            return t("Discord wrote for {member} ({what}): {text}", member=who, what=what, text=text)
        case other:
            return t("Discord wrote for {member}: {what}", member=who, what=_isolated(other))


def size(t: Language, size: int) -> str:
    """Of a file, in bytes."""
    if size >= 1 << 20:
        return t("{amount} MB", amount=tenths(t, size / (1 << 20)))
    if size >= 1 << 10:
        return t("{amount} KB", amount=tenths(t, size / (1 << 10)))
    return t("{amount} B", amount=size)


def _isolated(name: str) -> str:
    """What people called themselves or a thread, in a sentence on a page: in whatever direction it is written, the rest of
    the sentence stays where it is.
    """
    shown = one_line(name)
    return f"\N{FIRST STRONG ISOLATE}{shown}\N{POP DIRECTIONAL ISOLATE}" if shown else ""


def _form_erased(t: Language) -> str:
    return t("What was filled in is erased.")


def _for_staff(t: Language) -> str:
    return t("For staff alone: notes, and what was edited or deleted, stand here, too.")
