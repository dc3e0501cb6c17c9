"""Questions that look like those of a knowledge base and are not: other words, other subjects, other actions."""

from __future__ import annotations

import pytest

from bot.config import Faq
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.verdict import judge

DESK = {
    "install-app": (
        "How do I install the app?",
        "install the app on my phone",
        "where can I download the app",
        "the installer does not start",
    ),
    "import-contacts": (
        "How do I import my contacts?",
        "import contacts from a file",
        "bring my address book with me",
        "upload my contacts",
    ),
    "encrypt-mail": (
        "How do I encrypt a mail?",
        "encrypt what I send",
        "send an encrypted mail",
        "turn encryption on",
    ),
    "block-sender": (
        "How do I block a sender?",
        "block an address for good",
        "I want to block somebody",
        "add an address to the block list",
    ),
    "subscribe": (
        "How do I subscribe to the newsletter?",
        "subscribe to news",
        "I want to get the newsletter",
        "sign up for the newsletter",
    ),
    "attach-file": (
        "How do I attach a file?",
        "attach a picture to a mail",
        "how do I add an attachment",
        "send a file with a mail",
    ),
    "contact": ("How do I contact support?", "contact a human", "where do I contact you", "your contact details"),
    "invoice": (
        "Where is my invoice?",
        "I need an invoice",
        "send me the invoice for last month",
        "where do I find my invoices",
    ),
    "forward": (
        "How do I forward my mail?",
        "set up forwarding",
        "forward mail to another address",
        "send a copy to another address",
    ),
    "out-of-office": (
        "How do I set an out-of-office reply?",
        "set up the out of office reply",
        "an automatic reply while I am away",
        "vacation reply",
    ),
    "password": (
        "I forgot my password",
        "How do I reset my password?",
        "my password is wrong",
        "the reset mail does not arrive",
    ),
    "refund": (
        "Can I get my money back?",
        "How do I get a refund?",
        "refund my last payment",
        "I want my money back",
    ),
    "hacked": (
        "My account was hacked",
        "somebody else is in my account",
        "I think I was hacked",
        "strange logins to my account",
    ),
    "install-de": (
        "Wie installiere ich die App?",
        "App installieren",
        "Ich möchte die App auf dem Handy installieren",
        "Wo lade ich die App herunter?",
    ),
    "login-de": (
        "Wie kann ich mich anmelden?",
        "Ich möchte mich anmelden",
        "Wo melde ich mich an?",
        "Die Anmeldung geht nicht",
    ),
}
MATCHER = Matcher(Phrasings(entry_id, texts) for entry_id, texts in DESK.items())


def answered(question: str) -> str | None:
    return judge(MATCHER.rank(question), threshold=Faq().threshold).entry_id


@pytest.mark.parametrize(
    "question",
    [
        "how do i uninstall the app",
        "where can i uninstall the app",
        "how do I export my contacts",
        "export contacts",
        "how do I decrypt a mail",
        "how do I unblock a sender",
        "I want to unblock somebody",
        "how do I unsubscribe from the newsletter",
        "unsubscribe me from the news",
        "how do I detach a file",
        "where is my contract",
        "how do I contract support",
        "where is my invite",
        "I need an invite",
        "wie deinstalliere ich die app",
        "app deinstallieren",
        "ich möchte die app auf dem handy deinstallieren",
        "wie kann ich mich abmelden",
        "ich möchte mich abmelden",
    ],
)
def test_a_real_word_that_looks_like_another_is_not_answered_as_that(question: str) -> None:
    assert MATCHER.explain(question).corrections == {}
    assert answered(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "i forgot my wifi password",
        "how do I reset my netflix password",
        "can i get my money back from amazon",
        "my account was hacked on instagram",
    ],
)
def test_somebody_elses_thing_is_not_answered(question: str) -> None:
    assert answered(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "how do I stop forwarding",
        "how do I stop forwarding my mail",
        "how do I get rid of the forwarding",
        "disable the out-of-office reply",
        "how do I disable the out-of-office reply",
        "turn off the out of office reply",
        "how do I turn encryption off",
        "how do I leave the newsletter",
        "I do not want to import my contacts",
        "how do I not forward my mail",
        "you can't help me",
        "not join",
    ],
)
def test_another_action_on_the_same_thing_is_not_answered(question: str) -> None:
    assert answered(question) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how do I reset my pasword", "password"),
        ("how can I reset my password on my iphone", "password"),
        ("my friend anna asks: how can I forward my mail", "forward"),
        ("hi all, greetings from lisbon! how can I block a sender", "block-sender"),
        ("please help me to get a refund 4711-B", "refund"),
        ("thanks in advance, where can I find my invoices", "invoice"),
    ],
)
def test_a_slip_a_device_a_name_or_a_number_takes_no_answer_away(question: str, expected: str) -> None:
    assert answered(question) == expected
