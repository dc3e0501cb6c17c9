"""What is said of staff's notes about a ticket."""

from __future__ import annotations

from bot.tickets.note import Note
from bot.tickets.ticket import Ticket
from cogs.texts.forms import member
from cogs.texts.language import Language


def about_note(t: Language) -> str:
    return t("Staff: note something about a ticket, where no customer reads it")


def button_note(t: Language) -> str:
    return t.c("button", "Note")


def title_note(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number}: a note", number=ticket.number)


def ask_note(t: Language) -> str:
    return t("The note")


def hint_note(t: Language) -> str:
    return t("For staff, in the thread below the card; no customer sees it.")


def noted(t: Language, ticket: Ticket) -> str:
    return t("Your note on ticket #{number} is kept, for staff only.", number=ticket.number)


def thread_name(t: Language, ticket: Ticket) -> str:
    return t("#{number} Notes of staff", number=ticket.number)


def said(t: Language, note: Note) -> str:
    return t("{author} notes:\n{note}", author=member(note.author_id), note=note.text)


def footer(t: Language, ticket: Ticket, note: Note) -> str:
    """Marks the message of a note, so that an interrupted one is not told twice."""
    return t("Ticket #{number} · note {note}", number=ticket.number, note=note.number)


def go_on_elsewhere(t: Language, ticket: Ticket) -> str:
    """For who comes to the thread of a card that the ticket has no more."""
    return t(
        "Ticket #{number} has a new card. Please note below that one what is to be noted.", number=ticket.number
    )


def counted(t: Language, amount: int) -> str:
    return t.n("{count} note, in the thread below", "{count} notes, in the thread below", amount)


def label_notes(t: Language) -> str:
    return t("Notes")
