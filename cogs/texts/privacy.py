"""What people read of what is kept about them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.choices.choice import Choice
from bot.privacy.erasure import OF_A_MEMBER, Deleted, Erasure, Shown
from bot.privacy.register import Part, Room
from cogs.texts.forms import both, member, moment
from cogs.texts.language import Language

MEGABYTE = 1_000_000


def about_privacy(t: Language) -> str:
    return t("What I keep about you: see it, take it along, hide, or have it erased")


def kept_title(t: Language) -> str:
    return t("What I keep about you here")


def kept(t: Language, shown: Shown) -> list[str]:
    """One line for each sort of which there is any."""
    counts = shown.counts
    lines = [
        (Room.TICKETS, t("Tickets: {amount}", amount=counts.get(Room.TICKETS, 0))),
        (Room.MESSAGES, t("Messages that you wrote in tickets: {amount}", amount=counts.get(Room.MESSAGES, 0))),
        (Room.EDITS, t("What you made of them when you edited them: {amount}", amount=counts.get(Room.EDITS, 0))),
        (Room.FILES, t("Files that you sent there: {amount}", amount=counts.get(Room.FILES, 0))),
        (
            Room.PROMISES,
            t(
                "Promises to you, and call-backs with how to reach you: {amount}",
                amount=counts.get(Room.PROMISES, 0),
            ),
        ),
        (Room.RATINGS, t("What you said of how you were helped: {amount}", amount=counts.get(Room.RATINGS, 0))),
        (
            Room.QUESTIONS,
            t(
                "Questions that the FAQ looked at: {amount}, of which {words} with their words",
                amount=counts.get(Room.QUESTIONS, 0),
                words=shown.questions_with_words,
            ),
        ),
        (
            Room.SOLUTIONS,
            t("Accepted answers, yours or to your questions: {amount}", amount=counts.get(Room.SOLUTIONS, 0)),
        ),
        (
            Room.PRESSES,
            t("Whether an answer helped you, as you pressed: {amount}", amount=counts.get(Room.PRESSES, 0)),
        ),
        (
            Room.FORMS,
            t("Forms that you sent and that became no ticket: {amount}", amount=counts.get(Room.FORMS, 0)),
        ),
        (
            Room.POSTS,
            t("Questions that I asked the community for you: {amount}", amount=counts.get(Room.POSTS, 0)),
        ),
        (Room.DRAFTS, t("Entries of the FAQ that you proposed: {amount}", amount=counts.get(Room.DRAFTS, 0))),
        (Room.AWARDS, t("Awards for your help: {amount}", amount=counts.get(Room.AWARDS, 0))),
        (
            Room.GIVEN,
            t("Awards that you gave, or that were for answers to you: {amount}", amount=counts.get(Room.GIVEN, 0)),
        ),
        (Room.RANKS, t("What is noted of your rank: {amount}", amount=counts.get(Room.RANKS, 0))),
        (
            Room.CHOICES,
            t(
                "What you have chosen, such as a digest or no answers: {amount}",
                amount=counts.get(Room.CHOICES, 0),
            ),
        ),
        (
            Room.DIRECT,
            t(
                "That you write to me in direct messages, and up to where: {amount}",
                amount=counts.get(Room.DIRECT, 0),
            ),
        ),
    ]
    return [line for room, line in lines if counts.get(room)]


def nothing_kept(t: Language) -> str:
    return t("Nothing.")


def text(t: Language, shown: Shown, keep_days: int) -> str:
    said = "\n".join(kept(t, shown)) or nothing_kept(t)
    chosen = [
        t(
            "You are not named for your help: neither on the leaderboard nor in weekly thanks nor below entries of the FAQ."
            " Only you and staff see what you have earned: where I thank you for an answer, I say no points. What stands in"
            " Discord already stays there, and a role for your rank is for all to see."
        )
        if Choice.HIDDEN in shown.choices
        else t(
            "You may be named for your help: on the leaderboard, in weekly thanks and below entries of the FAQ."
        ),
        t("The words of your questions are not kept.")
        if Choice.UNKEPT in shown.choices or not keep_days
        else t.n(
            "The words of your questions are kept for a day.",
            "The words of your questions are kept for {count} days.",
            keep_days,
        ),
    ]
    return "\n\n".join([said, "\n".join(chosen), _not_counted(t)])


def _not_counted(t: Language) -> str:
    return t(
        "Not counted is what you did or wrote as staff, and the notes that staff wrote in your tickets. What stands in"
        " Discord's channels and threads is Discord's and yours: I neither count it nor delete it."
    )


def button_export(t: Language) -> str:
    return t("Take it along")


def button_hide(t: Language) -> str:
    return t("Do not name me")


def button_name(t: Language) -> str:
    return t("Name me")


def button_do_not_keep(t: Language) -> str:
    return t("Keep no questions")


def button_keep(t: Language) -> str:
    return t("Keep my questions")


def button_erase(t: Language) -> str:
    return t("Erase it …")


def button_do_erase(t: Language) -> str:
    return t("Erase it for good")


def button_back(t: Language) -> str:
    return t("Back")


def exported(t: Language) -> str:
    return t("Here it is: a zip with a file for each sort, to be read by people and programs. Only you see it.")


def ask(t: Language) -> str:
    """Before it is done; a list of what goes and of what stays."""
    return "\n".join(
        [
            t("Shall I erase what you wrote? It cannot be undone."),
            t(
                "**What goes:** all words of your tickets, with the files, the names, and what staff wrote there and"
                " noted; your contact data; what you wrote in closed tickets of others; the words of your questions;"
                " forms; what I asked the community for you; drafts that were turned down; your digest and"
                " weekly notes; when you are away; what you help with, your pauses, and what you have taken of the helpdesk."
            ),
            t(
                "**What stays:** that there were these tickets and questions, when, and how they ended; your awards, and"
                " those that you gave; proposals that are open, or in the FAQ; what other customers wrote; whether you are"
                " named, whether your questions are kept and whether the FAQ answers you, as you chose. Staff can see in a ticket"
                " what was erased and when."
            ),
            t(
                "What stands in Discord's threads you delete there. Backups hold it until whoever runs me throws them"
                " away."
            ),
        ]
    )


def deleted(t: Language, done: Deleted) -> str:
    said = [
        t.n(
            "Erased: the words of {count} ticket of yours, and all else.",
            "Erased: the words of {count} tickets of yours, and all else.",
            done.tickets,
        )
        if done.tickets
        else t("Erased.")
    ]
    if done.left:
        said.append(
            t(
                "What you wrote in {tickets} waits: others are helped there. Press once more when that is over.",
                tickets=_numbers(t, done.left),
            )
        )
    return "\n".join(said)


def tickets_open(t: Language, numbers: Sequence[int]) -> str:
    return t.n(
        "Somebody waits in your ticket {tickets}, so nothing was erased. Close it first with `/ticket close`.",
        "Somebody waits in your tickets {tickets}, so nothing was erased. Close them first with `/ticket close`.",
        len(numbers),
        tickets=_numbers(t, numbers),
    )


def too_much(t: Language, size: int, most: int) -> str:
    return t(
        "That is {size} MB, and Discord takes {most} from me. Please ask whoever runs me for it.",
        size=-(-size // MEGABYTE),
        most=most // MEGABYTE,
    )


def erased(t: Language, one: Erasure) -> str:
    """For staff: what was erased of a ticket, when, and why."""
    when = moment(one.at, "f")
    if one.member_id is None:
        match one.what:
            case Part.ANSWERS:
                return t("What it is about, notes and comments: erased {when}, past their time", when=when)
            case Part.MESSAGES:
                return t("What was said: erased {when}, past its time", when=when)
            case _:
                return t("Files: erased {when}, past their time", when=when)
    who = member(one.member_id)
    match one.what:
        case Part.ANSWERS:
            return t(
                "What it is about, notes and comments: erased {when}, as {member} wished", when=when, member=who
            )
        case Part.MESSAGES:
            return t("What was said: erased {when}, as {member} wished", when=when, member=who)
        case Part.FILES:
            return t("Files: erased {when}, as {member} wished", when=when, member=who)
        case _:
            assert one.what == OF_A_MEMBER
            return t("What {member} wrote: erased {when}, as they wished", when=when, member=who)


def erased_title(t: Language, number: int) -> str:
    return t("What was erased of ticket #{number}", number=number)


def _numbers(t: Language, numbers: Sequence[int]) -> str:
    return both(t, [f"#{number}" for number in numbers])
