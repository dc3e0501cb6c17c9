"""What the numbers, the gaps and the entries to look at again say."""

from __future__ import annotations

from datetime import date

from bot.faq.speaking import Rule
from bot.insights.deflection import Deflection, Tally
from bot.insights.gaps import PEOPLE_AT_LEAST, Gaps, Group
from bot.insights.lift import Lift
from bot.insights.numbers import Suggestions
from bot.insights.staleness import Suspicion
from cogs.texts import english


def report_title(days: int) -> str:
    return "Report of the last day" if days == 1 else f"Report of the last {days} days"


def report_questions() -> str:
    return "Questions"


def report_answered() -> str:
    return "Answered by the FAQ"


def report_deflected() -> str:
    return "Deflected"


def report_opened() -> str:
    return "Tickets opened"


def report_resolved() -> str:
    return "Tickets resolved"


def report_waiting() -> str:
    return "Open now"


def report_first_response() -> str:
    return "First response (median)"


def report_resolution() -> str:
    return "Resolution (median)"


def report_helpers() -> str:
    return "Helpers credited"


def report_accepted() -> str:
    return "Answers accepted"


def report_footer() -> str:
    return "Deflected: Solved it, or 24 h of silence; not if the asker came back (of all answers)."


def report_deflections(answers: Tally, fraction: float | None) -> str:
    confirmed, assumed = answers[Deflection.CONFIRMED], answers[Deflection.ASSUMED]
    return f"{english.part_of(answers.deflected, fraction)}: {confirmed} confirmed, {assumed} assumed"


def numbers_title(days: int) -> str:
    return "The FAQ in the last day" if days == 1 else f"The FAQ in the last {days} days"


def numbers_total(questions: int, answers: Tally) -> str:
    """All states, those with nothing in them too: this is the legend of the lines below."""
    states = " · ".join(f"{state_mark(state)} {answers[state]} {state.value}" for state in Deflection)
    staff = f"👍 {answers.staff_right} · 👎 {answers.staff_wrong} is what staff and helpers say of them"
    answered = f"**{answers.answers}** answer{'' if answers.answers == 1 else 's'}"
    asked = f"**{questions}** question{'' if questions == 1 else 's'}"
    return f"{answered} to {asked}\n{states}\n{staff}"


def numbers_line(name: str, answers: Tally) -> str:
    """One entry or channel, in the marks of `numbers_total`."""
    marks = [f"{state_mark(state)} {answers[state]}" for state in Deflection if answers[state]]
    marks += [
        f"{mark} {count}" for mark, count in (("👍", answers.staff_right), ("👎", answers.staff_wrong)) if count
    ]
    return f"{name} · **{answers.answers}** · {' · '.join(marks)}"


def state_mark(state: Deflection) -> str:
    return {
        Deflection.CONFIRMED: "✅",
        Deflection.ASSUMED: "☑️",
        Deflection.RETRACTED: "↩️",
        Deflection.UNHELPED: "❌",
        Deflection.OVERTAKEN: "👤",
        Deflection.OPEN: "⏳",
    }[state]


def numbers_by_entry() -> str:
    return "By entry"


def numbers_by_place() -> str:
    return "By channel"


def numbers_suggestions_title() -> str:
    return "Suggestions"


def numbers_suggestions(counted: Suggestions) -> str:
    return f"{counted.shown} shown · {counted.chosen} chosen · {counted.dismissed} dismissed"


def numbers_silence_title() -> str:
    return "Silent"


def numbers_silence(decided: Rule, count: int) -> str:
    """The rules under which a question is noted; what is left alone altogether leaves no trace."""
    why = {
        Rule.UNSURE: "nothing near enough",
        Rule.UNKNOWN: "no word of it in any entry",
        Rule.TOO_CLOSE: "two entries too close to each other",
        Rule.SUSPECT: "the entry is marked as wrong",
        Rule.MEMBER_CAP: "the member had that answer within 24 h",
        Rule.ENTRY_CAP: "the channel had that answer within 60 s",
        Rule.CHANNEL_CAP: "ten answers in the channel within an hour",
        Rule.SHADOW: "a channel in shadow mode",
        Rule.HELD_OUT: "held out by lot",
        Rule.TOO_SHORT: "edited to less than a question",
    }
    return f"{count} × {why.get(decided, decided.value.replace('_', ' '))}"


def numbers_lift_title() -> str:
    return "Does answering save tickets?"


def numbers_lift(measured: Lift) -> str:
    """Percentage points: a share less a share."""
    lines = [
        f"{group}: {of.ticketed} of {of.askers} askers opened a ticket within 72 h ({english.share(of.part)})"
        for group, of in (("Answered", measured.answered), ("Held out", measured.held_out))
    ]
    if measured.difference is None:
        lines.append("Too few to tell.")
    else:
        points, low, high = (round(100 * part) for part in measured.difference)
        lines.append(f"Tickets saved: **{points}** in 100 askers (95 % interval {low} to {high}).")
        if low <= 0 <= high:
            lines.append("That may be chance.")
    return "\n".join(lines)


def numbers_footer() -> str:
    return (
        "confirmed: the asker pressed Solved it · assumed: 24 h without a word · retracted: the asker came back"
        " within 72 h · unhelped: the asker said so · overtaken: a person was quicker, or it was withdrawn · open:"
        " too early to tell"
    )


def gaps_title() -> str:
    return "What the FAQ could not answer in the last 30 days"


def gaps_line(group: Group, nearest: str | None) -> str:
    """One group; what people wrote stands in code, where it does nothing."""
    words = ", ".join(word[:30] for word in group.words)
    lines = [f"**{group.people} people**, {group.questions} questions: {words}"]
    lines += [f"> {english.quoted(example)}" for example in group.examples]
    if nearest:
        lines.append(f"Nearest entry: *{nearest}* ({group.nearest_to} of {group.questions})")
    return "\n".join(lines)


def gaps_none() -> str:
    return f"Nothing that {PEOPLE_AT_LEAST} different people asked went unanswered."


def gaps_footer(found: Gaps) -> str:
    lines = []
    if found.ungrouped:
        lines.append(
            f"Not shown: {found.ungrouped} more questions, in groups of fewer than {PEOPLE_AT_LEAST} people."
        )
    if found.forgotten:
        lines.append(f"{found.forgotten} more whose words are forgotten.")
    return " ".join(lines)


def stale_title() -> str:
    return "Entries to look at again"


def stale_none() -> str:
    return "No entry is marked as wrong, fails, or is past its review date."


def stale_suspect_title() -> str:
    return "🚩 Marked as wrong; they answer nobody"


def stale_suspect(one: Suspicion, title: str | None, link: str | None) -> str:
    """`title` is None where the entry is gone, `link` where the question is."""
    name = title or f"{english.quoted(one.entry_id)}, which is no longer there"
    where = f" · [the question]({link})" if link else ""
    return f"**{name}** · by {english.member(one.marked_by)} {english.moment(one.marked_at)}{where}"


def stale_failing_title() -> str:
    return "📉 Help less than half of the askers (90 days)"


def stale_failing(title: str, counted: Tally) -> str:
    return f"**{title}** · {counted.deflected} of {counted.judged} deflected"


def stale_overdue_title() -> str:
    return "📅 Past their review date"


def stale_overdue(title: str, due: date | None, owner: str | None) -> str:
    return f"**{title}** · {due}" + (f" · {owner}" if owner else "")


def stale_unused_title() -> str:
    return "💤 Not served for 90 days"


def stale_unused(title: str) -> str:
    return title


def it_is_right(title: str) -> str:
    """A button's label."""
    return f"It is right: {title}"
