"""What people of the week of history bring to staff: in their words, with what staff answer and what solves it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trouble:
    """One matter, from its first line to its end. `about` is the choice of the form that fits it, if it has one."""

    text: str
    answer: str
    """Of staff, who look at it."""

    reply: str
    """Of the requester to that."""

    solution: str
    about: str = ""


TROUBLES: dict[str, tuple[Trouble, ...]] = {
    "delivery": (
        Trouble(
            "Mail to one big customer has bounced since this morning with 550 5.7.26, to all others it goes through.",
            "I see it: their server wants SPF and DKIM to pass, and one of yours does not. I am looking at which.",
            "It is still the same with them. Others get our mail.",
            "A second SPF record was in the way; with one record their server takes the mail.",
        ),
        Trouble(
            "Newsletters of ours arrive an hour late, since the move to the new server.",
            "Thank you for the details. I am looking at the queue of the new server at that hour.",
            "The one of this morning was late again, by fifty minutes.",
            "The new server sent them one by one; they have a queue of their own now.",
        ),
        Trouble(
            "Nothing has arrived from our scanner since Tuesday; its test page says “sent”.",
            "The scanner logs in with a password of before Tuesday. Can you make an app password for it?",
            "I have made one. Where do I type it in?",
            "The scanner had kept an old password; with an app password its mail arrives.",
        ),
    ),
    "bug": (
        Trouble(
            "The webmail shows an empty list after the search, until I load the page again.",
            "That should not happen. Which browser is it, and is the search still open when you come back?",
            "Firefox, and yes. It happens on my colleague's machine, too.",
            "The search forgot its folder when the tab slept; mended with today's webmail.",
            "Webmail",
        ),
        Trouble(
            "Moving an event by hand changes its length to one hour.",
            "I can see that here, with events that end on the next day. Are yours such, too?",
            "Yes, all of them end after midnight.",
            "Events over midnight kept only their first day; mended, and the ten events are put right.",
            "Calendar and contacts",
        ),
        Trouble(
            "The control panel forgets the second alias when I save the first.",
            "May I look at your aliases while you save once more?",
            "Please do. I have just saved, and it is gone again.",
            "Both aliases had the same letters in another case; the panel says so now instead of dropping one.",
            "Control panel",
        ),
    ),
    "billing": (
        Trouble(
            "The invoice lists two seats; we have one.",
            "I see the second seat: it was added in May. I am asking accounting to take it off.",
            "Thank you. It was for a trainee who has left.",
            "The invoice was corrected to one seat and sent again.",
            "An invoice",
        ),
        Trouble(
            "The card was charged twice for March.",
            "One of the two is only reserved, as far as I see. I am asking the payment provider.",
            "The bank says that both were booked.",
            "The second payment for March was refunded.",
            "A refund",
        ),
        Trouble(
            "Please move us to yearly payment from the next invoice on.",
            "Gladly. Shall the price of your present plan stay, or do you want a larger one?",
            "The same plan, please.",
            "Yearly payment begins with the next invoice.",
            "Changing my plan",
        ),
    ),
    "feature": (
        Trouble(
            "Shared drafts, so that two of us can finish one mail.",
            "I have written it down for the webmail team. How do you manage today?",
            "We send each other the text and copy it.",
            "Shared drafts are planned for spring; the requester is on the list of those who try them first.",
        ),
        Trouble(
            "A quiet mode for the weekend on the phone.",
            "The phone can do that by itself, by app and by day. Would that be enough?",
            "For me yes, but not for the team.",
            "The phone's own quiet hours do it for one person; for teams it is written down.",
        ),
    ),
    "callback": (
        Trouble(
            "Moving forty mailboxes before the end of the month.",
            "We ring you at that time. Please have a list of the mailboxes at hand.",
            "I have the list, with sizes.",
            "We went through it on the phone: ten mailboxes a night, the largest first.",
        ),
        Trouble(
            "What to do about mail of people who have left.",
            "We ring you at that time. How many people is it about?",
            "Three, two of them since last year.",
            "We set up a shared mailbox on the phone; mail of those who left goes there for a year.",
        ),
    ),
}
