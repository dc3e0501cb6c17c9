"""What is said of solved questions."""

from __future__ import annotations

from cogs.texts.forms import flat, member
from cogs.texts.language import Language

SHOWN = 200
"""Characters of a question or an answer that are shown of it."""


def about_solved(t: Language) -> str:
    return t("Find questions that were solved here before; only you see it")


def about_query(t: Language) -> str:
    return t("A few words of the question")


def answered(t: Language, link: str) -> str:
    """The line below a question; the link leads to the accepted answer."""
    return t("-# ✅ Answered: {link}", link=link)


def answered_before(t: Language, link: str) -> str:
    """Below a question that no entry answers; the link leads to the accepted answer to another one."""
    return t("This was answered before: {link} (I am a bot, and not sure.)", link=link)


def helped_before(t: Language, link: str) -> str:
    """What is left of that once it helped."""
    return t("-# ✅ Solved by what was answered before: {link}", link=link)


def button_helped(t: Language) -> str:
    return t("That helped")


def button_not_it(t: Language) -> str:
    return t("Not it")


def helped_said(t: Language) -> str:
    return t("Good! Your question is solved.")


def not_it_said(t: Language, asker_id: int, *, is_own: bool) -> str:
    if is_own:
        return t("Sorry. Somebody here may know; I have taken it away.")
    return t("I have taken it away. {asker} waits for an answer.", asker=member(asker_id))


def found_title(t: Language, count: int) -> str:
    return t.n("{count} solved question", "{count} solved questions", count)


def found_line(t: Language, question: str, answer: str, question_link: str, answer_link: str) -> str:
    """What was asked and what was answered, as both read now, in pieces; and where they stand."""
    links = t("[Question]({question}) · [Accepted answer]({answer})", question=question_link, answer=answer_link)
    return f"**{_piece(t, question)}**\n{_piece(t, answer)}\n{links}"


def nothing_found(t: Language) -> str:
    return t(
        "I know of no solved question like that which you can see. Try other words, or look in the FAQ with `/faq search`."
    )


def _piece(t: Language, text: str) -> str:
    shown = flat(text)
    if not shown:
        return t("a picture or a file")
    return f"{shown[:SHOWN]}…" if len(shown) > SHOWN else shown
