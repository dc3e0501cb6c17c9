"""What every table holds of people: whose its rows are, where their words stand, and what stays. Pure.

A test walks over all tables and fails where a column that can hold words or name a member stands nowhere in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ERASED = "[…]"
"""Stands where words were and there must be some, in every language."""


class Room(StrEnum):
    """Under what `/privacy` counts, and the names of the files of an export."""

    TICKETS = "tickets"
    MESSAGES = "messages"
    EDITS = "edits"
    FILES = "files"
    PROMISES = "promises"
    RATINGS = "ratings"
    QUESTIONS = "questions"
    SOLUTIONS = "solutions"
    PRESSES = "presses"
    FORMS = "forms"
    POSTS = "posts"
    DRAFTS = "drafts"
    AWARDS = "awards"
    GIVEN = "given"
    RANKS = "ranks"
    CHOICES = "choices"
    DIRECT = "direct_messages"


class Part(StrEnum):
    """What of a closed ticket is erased at one time: `answers` is all that was written but the messages of its threads."""

    ANSWERS = "answers"
    MESSAGES = "messages"
    FILES = "files"


class By(StrEnum):
    """What a row names to say whose it is: the member; one of their tickets; them as the author, which counts in tickets
    that are theirs or that they joined; or a message of which they are the author there.
    """

    MEMBER = "member"
    TICKET = "ticket"
    AUTHOR = "author"
    MESSAGE = "message"


@dataclass(frozen=True)
class Rows:
    """Of one table. `whose` is the column that says whose its rows are, counted under `room`, and `by` what that names;
    `words` are the columns with what people wrote, each with what takes its place; with `part`, they go when that part of the
    `ticket` goes.

    With `goes`, the whole rows go when the member wishes. `members` are columns that name others, and who did something;
    `ours` words that are the community's own, such as what staff did, what stands in the FAQ or hinders us; `facts` what else could be
    words or a name and is neither. All three stay.
    """

    room: Room | None = None
    whose: str = ""
    by: By = By.MEMBER
    words: Mapping[str, object] = field(default_factory=dict)
    part: Part | None = None
    ticket: str = "ticket_id"
    goes: bool = False
    members: str = ""
    ours: str = ""
    facts: str = ""


REGISTER: Mapping[str, Rows] = {
    "obstacles": Rows(ours="what", facts="kind line_channel_id line_message_id"),
    "setups": Rows(members="member_id"),
    # What a job was given goes with it: the words of a message that may become a ticket within the hour.
    "jobs": Rows(facts="kind subject_id data leased_by"),
    "places": Rows(facts="kind name discord_id"),
    "direct_channels": Rows(Room.DIRECT, "member_id", goes=True, facts="channel_id seen_id"),
    "refused_forms": Rows(Room.FORMS, "member_id", goes=True, words={"typed": {}}, facts="action subject"),
    "questions": Rows(
        Room.QUESTIONS,
        "asker_id",
        words={"text": None},
        facts="channel_id place_id message_id verdict rule entry_id second_entry_id candidates language answer_message_id outcome",
    ),
    "pieces": Rows(facts="message_id"),
    "silences": Rows(facts="place_id rule"),
    "solutions": Rows(
        Room.SOLUTIONS,
        "asker_id",
        words={"terms": None},
        members="author_id",
        facts="question_id channel_id message_id question_channel_id question_message_id line_message_id",
    ),
    "pointers": Rows(facts="message_id outcome"),
    "feedback": Rows(Room.PRESSES, "member_id"),
    "follow_ups": Rows(facts="message_id"),
    "suspicions": Rows(members="marked_by cleared_by", facts="entry_id"),
    "opt_outs": Rows(Room.CHOICES, "member_id"),
    "privacy_choices": Rows(Room.CHOICES, "member_id", facts="choice"),
    "labels": Rows(members="labelled_by"),
    # Only of rejected ones: what was approved is the community's by now, and of what is open staff are to decide.
    "drafts": Rows(
        Room.DRAFTS,
        "proposed_by",
        words={
            "entry_id": "erased",  # made of the title
            "title": ERASED,
            "questions": [],
            "answer": ERASED,
            "keywords": [],
            "note": None,
            "base": None,
        },
        members="credited_id decided_by",
        ours="category",
        facts="status source_channel_id source_message_id interaction_id card_channel_id card_message_id language",
    ),
    "posts": Rows(members="author_id", facts="channel_id version drafted_version line_message_id"),
    "entry_lives": Rows(ours="title phrasings", facts="entry_id"),
    "reminders": Rows(facts="entry_id"),
    # Also once a giver is erased: others' balances are sums of these lines.
    # Why staff did something is the community's own record; who is concerned are facts of its ledger.
    "reputation_cases": Rows(
        members="member_id opened_by decided_by",
        ours="reason",
        facts="kind members line_ids action decision interaction_id card_channel_id card_message_id",
    ),
    "reputation_audit": Rows(members="by_id member_id", ours="reason", facts="action outcome line_id case_id"),
    "awards": Rows(
        Room.AWARDS,
        "member_id",
        members="awarded_by asker_id",
        ours="data",  # ids and facts, and why staff adjusted something, in staff's words
        facts="key turn giver reason subject_id topic rule",
    ),
    "award_policies": Rows(facts="data"),
    "rank_holders": Rows(Room.RANKS, "member_id", ours="rank"),
    "rank_grants": Rows(facts="role_id"),
    "thanks_posts": Rows(facts="channel_id message_id"),
    "impact_notes": Rows(Room.CHOICES, "member_id", goes=True, facts="language"),
    "answer_thanks": Rows(facts="key channel_id answer_id message_id"),
    "answer_wishes": Rows(Room.PRESSES, "member_id", goes=True, members="author_id", facts="key"),
    "added_questions": Rows(),
    "award_messages": Rows(facts="channel_id message_id"),
    # Gone a day after its thanks at the latest.
    "thanks_prompts": Rows(members="asker_id candidates", facts="key channel_id message_id"),
    "tickets": Rows(
        Room.TICKETS,
        "requester_id",
        words={"summary": ERASED, "details": []},
        part=Part.ANSWERS,
        ticket="id",
        members="assignee_id",
        # Of `grounds` the words go, too: `store.erase_answers`.
        facts="type_id status priority interaction_id thread_id opening_message_id card_channel_id card_message_id"
        " announced_event_id language grounds waiting_on offer_ids queue_key tier",
    ),
    # Of `data`, likewise.
    "ticket_events": Rows(
        words={"note": None}, part=Part.ANSWERS, members="actor_id member_id", facts="kind data"
    ),
    "ticket_clocks": Rows(facts="kind spent_microseconds"),
    "last_chances": Rows(
        Room.FORMS, "member_id", words={"filled": None}, facts="type_id interaction_id entry_ids"
    ),
    "sent_entries": Rows(members="sent_by", facts="entry_id"),
    "community_posts": Rows(
        Room.POSTS,
        "member_id",
        words={"title": None, "text": None},
        facts="type_id channel_id thread_id message_id",
    ),
    "absences": Rows(Room.CHOICES, "member_id", goes=True),
    "helpers": Rows(Room.CHOICES, "member_id", goes=True, facts="topics time_zone"),
    "routes": Rows(facts="topic line_channel_id line_message_id"),
    "route_helpers": Rows(Room.CHOICES, "member_id", goes=True),
    "helpdesks": Rows(facts="thread_id"),
    "expectations": Rows(facts="type_id priority"),
    "ticket_resolutions": Rows(members="handler_id", facts="type_id tier"),
    "ticket_ratings": Rows(Room.RATINGS, "member_id", words={"comment": None}, part=Part.ANSWERS),
    "ticket_follow_ups": Rows(members="member_id handler_id claimed_by done_by", facts="channel_id message_id"),
    "panels": Rows(facts="panel_id channel_id message_id"),
    "ticket_guests": Rows(members="member_id"),
    "ticket_links": Rows(members="actor_id"),
    "ticket_notes": Rows(words={"text": ERASED}, part=Part.ANSWERS, members="author_id", facts="interaction_id"),
    "ticket_note_threads": Rows(facts="thread_id note_id"),
    "promises": Rows(
        Room.PROMISES,
        "ticket_id",
        By.TICKET,
        words={"text": ERASED, "call": None, "note": None},
        part=Part.ANSWERS,
        members="made_by settled_by line_member_id",
        facts="state thread_id message_id line_channel_id line_message_id line_says",
    ),
    "digests": Rows(Room.CHOICES, "member_id", goes=True, facts="time_zone language"),
    "ticket_messages": Rows(
        Room.MESSAGES,
        "author_id",
        By.AUTHOR,
        words={"author_name": "", "text": None, "more": {}},
        part=Part.MESSAGES,
        facts="thread_id kind type reply_to reactions",
    ),
    "ticket_message_versions": Rows(
        Room.EDITS, "message_id", By.MESSAGE, words={"text": None, "more": {}}, part=Part.MESSAGES
    ),
    "ticket_files": Rows(
        Room.FILES,
        "message_id",
        By.MESSAGE,
        words={"name": ERASED, "url": "", "content_type": None},
        part=Part.FILES,
        facts="file_id size state hash",
    ),
    # These go with what they find, and words that stand nowhere any more: bot/tickets/search.
    "search_texts": Rows(words={"terms": ""}, facts="kind source_id"),
    "said_texts": Rows(words={"terms": ""}, facts="message_id kind"),
    "search_words": Rows(words={"word": ""}, facts="key term"),
    "ticket_searches": Rows(
        Room.FORMS, "member_id", words={"words": ""}, goes=True, members="requester_id", facts="type_id state"
    ),
    "ticket_costs": Rows(members="said_by", facts="cause finding entry_id"),
    "prevention_work": Rows(members="member_id", ours="what", facts="interaction_id"),
    "prevention_undone": Rows(),
    "erasures": Rows(members="member_id", facts="what"),
}
"""By the name of the table."""


@dataclass(frozen=True)
class Named:
    """Of a table whose rows are somebody else's, and name in these columns of `members` who had a part in them: what they did as
    members is counted under `room`, too. Of the rest of a row they take along these `facts` alone: what somebody else has of it
    is that member's own. All of it stays.
    """

    room: Room
    members: str
    facts: str


NAMED: Mapping[str, Named] = {
    "awards": Named(
        Room.GIVEN, "awarded_by asker_id", "id guild_id key giver reason subject_id topic member_id at earned_at"
    ),
    "solutions": Named(
        Room.SOLUTIONS, "author_id", "id guild_id question_id asker_id channel_id message_id accepted_at"
    ),
}
"""By the name of the table."""
