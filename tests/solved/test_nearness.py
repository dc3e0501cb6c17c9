"""Which solved question is near to what somebody asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.solved.nearness import MORE, MOST_TERMS, TOPICS, Nearness, terms_of

KNOWN = {
    1: "my calendar does not sync with the phone after the update",
    2: "how do i move my old mailbox with its folders to the business plan",
    3: "invoices arrive twice since monday",
    5: "backups restored slowly",
    4: "calendar invitations show the wrong time zone",
}


def nearness(known: dict[int, str] = KNOWN) -> Nearness:
    return Nearness((id_, terms_of(text)) for id_, text in known.items())


def is_pointed_to(text: str) -> int | None:
    return nearness().same(terms_of(text))


def found(query: str) -> list[int]:
    return [near.solution_id for near in nearness().holding(terms_of(query), 10)]


def test_terms_are_the_stems_that_may_tell_texts_apart_and_say_whether_there_was_more() -> None:
    assert terms_of("How do I sync the Calendars, <@1>? calendar") == ("sync", "calendar")
    assert terms_of("turn it off without me") == ("turn", "off", "without")
    assert terms_of("how do i do that, please?") == ()
    long = terms_of(" ".join(f"word{number}x" for number in range(200)))
    assert (len(long), long[-1]) == (MOST_TERMS + 1, MORE)


@pytest.mark.parametrize(
    "more",
    [
        "`rm -rf`",
        "https://example.invalid",
        "<#7>",
        "> quoted",
        "C++",
        "5 %",
        "at -5 degrees",
        "version 1.1.2",
        "xy" * 21,
    ],
)
def test_where_more_is_said_than_terms_can_hold_nothing_is_the_same(more: str) -> None:
    text = f"how do i synchronise the calendar with the phone\n{more}"
    assert terms_of(text)[-1] == MORE
    assert nearness({1: text}).same(terms_of(text)) is None


@pytest.mark.parametrize(
    ("solved", "asked"),
    [
        (KNOWN[1], "Calendars not syncing with my phone after updates"),
        (KNOWN[2], "hi, how can we move old mailboxes with folders to the business plans?"),
        (
            "wie kann ich den kalender im browser mit meinem team teilen",
            "Hallo, wie kann man einen Kalender im Browser mit unserem Team teilen?",
        ),
        (
            "can I upgrade the server from version 4 to 5",
            "how do I upgrade my servers from version 4 to 5, please",
        ),
    ],
)
def test_the_same_in_other_inflections_is_the_same(solved: str, asked: str) -> None:
    assert nearness({7: solved}).same(terms_of(asked)) == 7


APART = [
    (
        "how do I enable two factor login for the android app",
        "how do I disable two factor login for the android app",
    ),
    ("how can I import contacts from an outlook csv file", "how can I export contacts to an outlook csv file"),
    (
        "stripe payment on checkout page fails with error 502",
        "stripe payment on checkout page fails with error 404",
    ),
    (
        "how do I downgrade my server from version 5 to version 4",
        "how do I upgrade my server from version 4 to version 5",
    ),
    (
        "can I add a second owner to my team workspace account",
        "can I remove the second owner of my team workspace account",
    ),
    (
        "does the backup plugin work with postgres databases on windows?",
        "does the backup plugin work with postgres databases on linux?",
    ),
    (
        "wie kann ich den kalender im browser mit meinem team teilen",
        "wie kann ich den kalender im browser nicht mehr mit meinem team teilen",
    ),
    (
        "webhook works after updating the discord server bot token",
        "webhook does not work after updating the discord server bot token",
    ),
    ("how do I turn on mail notifications on my phone", "how do I turn off mail notifications on my phone"),
    ("recipe for lemon cake with eggs", "recipe for lemon cake without eggs"),
    ("how do I move contacts from gmail to outlook", "how do I move contacts from outlook to gmail"),
    ("can I migrate the database from 4 to 5", "can I migrate the database to 4 from 5"),
    ("how do I convert png pictures to jpg", "how do I convert jpg to png pictures"),
    ("how do I log in on the customer portal page", "how do I log out on the customer portal page"),
    ("how do I change my wifi password on the phone", "how do I change my password on the phone"),
    ("does the invoice come before the payment reminder", "does the invoice come after the payment reminder"),
    ("why was my premium account frozen", "how do I get my premium account frozen"),
    ("wie schalte ich die benachrichtigung am handy ein", "wie schalte ich die benachrichtigung am handy aus"),
    ("kann ich die rechnung mit paypal bezahlen", "kann ich die rechnung ohne paypal bezahlen"),
    ("wie ziehe ich den server von berlin nach bonn um", "wie ziehe ich den server von bonn nach berlin um"),
    ("warum kommt die rechnung per mail", "warum kommt keine rechnung per mail"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_turns_a_question_round_or_elsewhere_makes_it_another(one: str, other: str) -> None:
    assert nearness({1: one}).same(terms_of(other)) is None
    assert nearness({1: other}).same(terms_of(one)) is None
    for text in (one, other):
        assert nearness({1: text}).same(terms_of(text)) == 1, "so silence is not for want of words"


def test_what_has_few_topics_is_too_little_to_go_by() -> None:
    assert is_pointed_to(KNOWN[5]) == 5
    for text in ("the backups are slow", "warum geht das nicht mehr ohne konto", "lemon cake"):
        assert nearness({1: text}).same(terms_of(text)) is None


def test_a_few_words_find_what_holds_most_of_them_the_nearest_first() -> None:
    assert found("calendar") == [4, 1]
    assert found("calendar phone") == [1]
    assert found("mailbox plan zzyzx") == [2]
    assert found("printer on fire") == []
    assert found("") == []


def test_of_two_that_say_the_same_the_latest_is_meant() -> None:
    assert nearness({1: KNOWN[1], 2: KNOWN[1]}).same(terms_of(KNOWN[1])) == 2


def test_where_nothing_was_solved_nothing_is_near() -> None:
    empty = nearness({})
    assert len(empty) == 0
    assert empty.same(terms_of("calendar sync phone")) is None
    assert empty.holding(terms_of("calendar sync phone"), 10) == []


WORDS = st.lists(
    st.sampled_from(["mail", "phone", "sync", "plan", "late", "twice", "zone", "move"]), max_size=6
).map(" ".join)


@given(st.dictionaries(st.integers(1, 50), WORDS, max_size=8), WORDS)
def test_what_is_held_is_a_share_and_each_question_of_enough_words_is_the_same_as_itself(
    known: dict[int, str], asked: str
) -> None:
    built = nearness(known)
    for near in built.holding(terms_of(asked), 10):
        assert 0 < near.holds <= 1.000001
    for text in known.values():
        terms = terms_of(text)
        same = built.same(terms)
        assert same is None if len(terms) < TOPICS else same is not None and terms_of(known[same]) == terms
