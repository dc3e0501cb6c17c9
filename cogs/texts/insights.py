"""What the numbers, the gaps and the entries to look at again say."""

from __future__ import annotations

from typing import assert_never

from bot.faq.speaking import Rule
from bot.insights.deflection import Deflection, Tally
from bot.insights.lift import Lift
from bot.insights.numbers import Suggestions
from cogs.texts.faq import button_solved
from cogs.texts.forms import part_of, share
from cogs.texts.language import Language
from cogs.texts.stats import counted


def about_report(t: Language) -> str:
    return t("Staff: questions, answers and tickets of the last days")


def about_report_days(t: Language) -> str:
    return t("How many days back; 7 if left out")


def about_stats(t: Language) -> str:
    return t("Staff: what the FAQ's answers were worth in the last days")


def about_stats_days(t: Language) -> str:
    return t("How many days back; 30 if left out")


def report_title(t: Language, days: int) -> str:
    return t.n("Report of the last day", "Report of the last {count} days", days)


def label_questions(t: Language) -> str:
    return t("Questions")


def label_answered(t: Language) -> str:
    return t("Answered by the FAQ")


def label_deflected(t: Language) -> str:
    return t("Deflected")


def label_opened(t: Language) -> str:
    return t("Tickets opened")


def label_resolved(t: Language) -> str:
    return t("Tickets resolved")


def label_priorities_set(t: Language) -> str:
    return t("Priorities set by staff")


def label_waiting(t: Language) -> str:
    return t("In the queue now")


def label_first_response(t: Language) -> str:
    return t("First response (median)")


def label_resolution(t: Language) -> str:
    return t("Resolution (median)")


def label_helpers(t: Language) -> str:
    return t("Helpers credited")


def label_accepted(t: Language) -> str:
    return t("Answers accepted")


def report_footer(t: Language, *, in_working_hours: bool) -> str:
    deflected = t(
        "Deflected: {solved}, or 24 h of silence; not if the asker came back (of all answers).",
        solved=button_solved(t),
    )
    return f"{deflected} {counted(t, in_working_hours=in_working_hours)}"


def report_deflections(t: Language, answers: Tally, fraction: float | None) -> str:
    return t(
        "{deflected}: {confirmed} confirmed, {assumed} assumed",
        deflected=part_of(t, answers.deflected, fraction),
        confirmed=answers[Deflection.CONFIRMED],
        assumed=answers[Deflection.ASSUMED],
    )


def numbers_title(t: Language, days: int) -> str:
    return t.n("The FAQ in the last day", "The FAQ in the last {count} days", days)


def numbers_total(t: Language, questions: int, answers: Tally) -> str:
    """All states, those with nothing in them too: this is the legend of the lines below."""
    # Two things are counted, and a message has the plural forms of one.
    total = t(
        "{answers} to {questions}",
        answers=t.n("**{count}** answer", "**{count}** answers", answers.answers),
        questions=t.n("**{count}** question", "**{count}** questions", questions),
    )
    states = " · ".join(state_count(t, state, answers[state]) for state in Deflection)
    staff = t(
        "👍 {right} · 👎 {wrong} is what staff and helpers say of them",
        right=answers.staff_right,
        wrong=answers.staff_wrong,
    )
    return f"{total}\n{states}\n{staff}"


def numbers_line(name: str, answers: Tally) -> str:
    """One entry or channel, in the marks of `numbers_total`."""
    marks = [f"{state_mark(state)} {answers[state]}" for state in Deflection if answers[state]]
    marks += [
        f"{mark} {count}" for mark, count in (("👍", answers.staff_right), ("👎", answers.staff_wrong)) if count
    ]
    return f"{name} · **{answers.answers}** · {' · '.join(marks)}"


def state_count(t: Language, state: Deflection, count: int) -> str:
    """How many answers became this."""
    mark = state_mark(state)
    match state:
        case Deflection.CONFIRMED:
            return t.n("{mark} {count} confirmed", "{mark} {count} confirmed", count, mark=mark)
        case Deflection.ASSUMED:
            return t.n("{mark} {count} assumed", "{mark} {count} assumed", count, mark=mark)
        case Deflection.RETRACTED:
            return t.n("{mark} {count} retracted", "{mark} {count} retracted", count, mark=mark)
        case Deflection.UNHELPED:
            return t.n("{mark} {count} unhelped", "{mark} {count} unhelped", count, mark=mark)
        case Deflection.OVERTAKEN:
            return t.n("{mark} {count} overtaken", "{mark} {count} overtaken", count, mark=mark)
        case Deflection.OPEN:
            return t.n("{mark} {count} open", "{mark} {count} open", count, mark=mark)


def state_mark(state: Deflection) -> str:
    return {
        Deflection.CONFIRMED: "✅",
        Deflection.ASSUMED: "☑️",
        Deflection.RETRACTED: "↩️",
        Deflection.UNHELPED: "❌",
        Deflection.OVERTAKEN: "👤",
        Deflection.OPEN: "⏳",
    }[state]


def label_by_entry(t: Language) -> str:
    return t("By entry")


def label_by_place(t: Language) -> str:
    return t("By channel")


def label_suggestions(t: Language) -> str:
    return t("Suggestions")


def numbers_suggestions(t: Language, counted: Suggestions) -> str:
    facts = [
        t.n("{count} shown", "{count} shown", counted.shown),
        t.n("{count} chosen", "{count} chosen", counted.chosen),
        t.n("{count} dismissed", "{count} dismissed", counted.dismissed),
    ]
    return " · ".join(facts)


def label_silence(t: Language) -> str:
    return t("Silent")


def numbers_silence(t: Language, decided: Rule, count: int) -> str:
    return f"{count} × {silence(t, decided)}"


def silence(t: Language, decided: Rule) -> str:
    """What a rule makes of a question, in a few words; most of what is left alone altogether leaves no trace."""
    match decided:
        case Rule.SURE:
            return t("answered")
        case Rule.BETWEEN:
            return t("only suggested")
        case Rule.ABOVE:
            return t("pointed to the answer above")
        case Rule.NOT_HERE:
            return t("not a channel of the FAQ")
        case Rule.BOT:
            return t("written by a bot")
        case Rule.SYSTEM:
            return t("written by Discord")
        case Rule.FORWARD:
            return t("forwarded")
        case Rule.TICKET:
            return t("in a ticket")
        case Rule.STAFF:
            return t("written by staff")
        case Rule.HELPER:
            return t("written by a helper")
        case Rule.REPLY:
            return t("a reply to somebody")
        case Rule.NOT_FIRST:
            return t("not the first message of its post")
        case Rule.SETTLED:
            return t("in a post that is solved or waits for people")
        case Rule.OPTED_OUT:
            return t("the member wants no automatic answers")
        case Rule.TOO_SHORT:
            return t("edited to less than a question")
        case Rule.UNSURE:
            return t("nothing near enough")
        case Rule.UNKNOWN:
            return t("no word of it in any entry")
        case Rule.SUSPECT:
            return t("the entry is marked as wrong")
        case Rule.MEMBER_CAP:
            return t("the member had that answer within 24 h")
        case Rule.ENTRY_CAP:
            return t("the channel had that answer within 60 s")
        case Rule.CHANNEL_CAP:
            return t("ten answers in the channel within an hour")
        case Rule.MENTIONS_CAP:
            return t("mentioned again within 60 s")
        case Rule.SHADOW:
            return t("a channel in shadow mode")
        case Rule.HELD_OUT:
            return t("held out by lot")
        case _:
            assert_never(decided)


def label_lift(t: Language) -> str:
    return t("Does answering save tickets?")


def numbers_lift(t: Language, measured: Lift) -> str:
    """Percentage points: a share less a share."""
    answered, held_out = measured.answered, measured.held_out
    lines = [
        t.n(
            "Answered: {ticketed} of {count} asker opened a ticket within 72 h ({share})",
            "Answered: {ticketed} of {count} askers opened a ticket within 72 h ({share})",
            answered.askers,
            ticketed=answered.ticketed,
            share=share(t, answered.part),
        ),
        t.n(
            "Held out: {ticketed} of {count} asker opened a ticket within 72 h ({share})",
            "Held out: {ticketed} of {count} askers opened a ticket within 72 h ({share})",
            held_out.askers,
            ticketed=held_out.ticketed,
            share=share(t, held_out.part),
        ),
    ]
    if measured.difference is None:
        lines.append(t("Too few to tell."))
    else:
        points, low, high = (round(100 * part) for part in measured.difference)
        lines.append(
            t(
                "Tickets saved: **{points}** in 100 askers (95 % interval {low} to {high}).",
                points=points,
                low=low,
                high=high,
            )
        )
        if low <= 0 <= high:
            lines.append(t("That may be chance."))
    return "\n".join(lines)


def numbers_footer(t: Language) -> str:
    return t(
        "confirmed: the asker pressed {solved} · assumed: 24 h without a word · retracted: the asker came back"
        " within 72 h · unhelped: the asker said so · overtaken: a person was quicker, or it was withdrawn · open:"
        " too early to tell",
        solved=button_solved(t),
    )
