"""What is said of questions that no entry answers."""

from __future__ import annotations

from bot.insights.gaps import PEOPLE_AT_LEAST, Gaps, Group
from cogs.texts.forms import quoted
from cogs.texts.language import Language


def about_gaps(t: Language) -> str:
    return t("Staff: what people keep asking and no entry answers")


def gaps_title(t: Language) -> str:
    return t("What the FAQ could not answer in the last 30 days")


def line(t: Language, group: Group, nearest: str | None) -> str:
    """One group; what people wrote stands in code, where it does nothing."""
    people = t.n("**{count} person**", "**{count} people**", group.people)
    questions = t.n("{count} question", "{count} questions", group.questions)
    words = ", ".join(word[:30] for word in group.words)
    lines = [t("{people}, {questions}: {words}", people=people, questions=questions, words=words)]
    lines += [f"> {quoted(example)}" for example in group.examples]
    if nearest:
        lines.append(
            t(
                "Nearest entry: *{entry}* ({part} of {questions})",
                entry=nearest,
                part=group.nearest_to,
                questions=group.questions,
            )
        )
    return "\n".join(lines)


def none(t: Language) -> str:
    return t("Nothing that {people} different people asked went unanswered.", people=PEOPLE_AT_LEAST)


def footer(t: Language, found: Gaps) -> str:
    lines = []
    if found.ungrouped:
        lines.append(
            t.n(
                "Not shown: {count} more question, in groups of fewer than {people} people.",
                "Not shown: {count} more questions, in groups of fewer than {people} people.",
                found.ungrouped,
                people=PEOPLE_AT_LEAST,
            )
        )
    if found.forgotten:
        lines.append(
            t.n(
                "{count} more whose words are forgotten.",
                "{count} more whose words are forgotten.",
                found.forgotten,
            )
        )
    return " ".join(lines)
