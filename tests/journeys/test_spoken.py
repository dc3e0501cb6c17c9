"""What hears the bot in journeys notices a forgotten sentence, wherever it stands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.spoken import Spoken, pieces

BOT = 7


@pytest.fixture(autouse=True)
def spoken() -> None:
    """Here nobody listens but the test."""


def heard(path: str, body: dict[str, Any], *events: tuple[str, dict[str, Any]]) -> list[str]:
    """What is found untranslated when the bot sends this, after these events."""
    passed: list[Any] = []
    ear = Spoken(lambda *_, **sent: passed.append(sent), lambda: pieces(["How do I set up SPF?", "Billing"]))
    for name, payload in events:
        ear.overhear(BOT, name, payload)
    ear(None, "POST", path, json=body)
    assert "⟦" not in str(passed), "people in the journey read English"
    return ear.untranslated()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/channels/1/messages", {"content": "Ticket #1 is yours."}),
        ("/channels/1/messages", {"content": "⟦Done.··⟧ Ticket #1 is yours."}),
        (
            "/channels/1/messages",
            {"embeds": [{"title": "⟦Queue··⟧", "fields": [{"name": "Status", "value": "–"}]}]},
        ),
        ("/channels/1/messages", {"embeds": [{"author": {"name": "Our staff"}}]}),
        ("/channels/1/messages", {"embeds": [{"footer": {"text": "Written by us"}}]}),
        ("/channels/1/messages", {"components": [{"components": [{"label": "Reopen", "custom_id": "a"}]}]}),
        ("/interactions/1/2/callback", {"data": {"title": "Resolve", "components": [{"placeholder": "Why"}]}}),
        ("/interactions/1/2/callback", {"data": {"choices": [{"name": "Everything", "value": "all"}]}}),
        ("/channels/1/threads", {"name": "Private conversation"}),
        ("/channels/1", {"topic": "Where help is"}),
        ("/guilds/1/channels", {"name": "the-help"}),
    ],
)
def test_a_forgotten_sentence_is_found(path: str, body: dict[str, Any]) -> None:
    assert heard(path, body)


@pytest.mark.parametrize(
    "body",
    [
        {"content": "⟦Ticket #1 is open: <#5>······⟧"},
        {"content": "⟦Hello <@3>, it is ⟦Priority···⟧ **P1**···⟧\n> `some words`"},
        {"embeds": [{"title": "How do I set up SPF?", "description": "⟦cut in the middle of a sent"}]},
        {"content": "<@3> · <t:1:R> · https://example.com/some/words · 12 %"},
        {"components": [{"components": [{"label": "Billing", "custom_id": "ticket:new:billing"}]}]},
    ],
)
def test_sentences_in_brackets_and_words_of_the_operator_are_no_finding(body: dict[str, Any]) -> None:
    assert heard("/channels/1/messages", body) == []


def test_what_people_wrote_may_be_shown_and_what_the_bot_wrote_proves_nothing() -> None:
    theirs = ("MESSAGE_CREATE", {"author": {"id": "3"}, "content": "my mail is gone"})
    ours = ("THREAD_CREATE", {"owner_id": str(BOT), "name": "Private conversation"})
    menu = (
        "INTERACTION_CREATE",
        {"data": {"resolved": {"messages": {"9": {"author": {"id": str(BOT)}, "content": "Done"}}}}},
    )
    assert heard("/channels/1/messages", {"content": "my mail is gone"}, theirs) == []
    assert heard("/channels/1/threads", {"name": "Private conversation"}, ours)
    assert heard("/channels/1/messages", {"content": "Done"}, menu)


def test_the_bot_reads_its_own_words_as_it_sent_them() -> None:
    ear = Spoken(lambda *_, **sent: {"content": "Done."}, set)
    assert ear(None, "POST", "/channels/1/messages", json={"content": "⟦Done.··⟧"}) == {"content": "⟦Done.··⟧"}
    assert [request.body for request in ear.requests] == [{"content": "⟦Done.··⟧"}]
