"""Every sentence can be translated: the rules of cogs/texts, over the source; each shown to notice a violation."""

from __future__ import annotations

import pytest

from tests.texts.extraction import ROOT
from tests.texts.rules import violations


def sources() -> dict[str, str]:
    """Every module that speaks to people."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "cogs").rglob("*.py"))
    }


def test_every_sentence_can_be_translated() -> None:
    assert violations(sources()) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(t: Language, x: str) -> str:\n    return t(f'Ticket {x}')",
        "def f(t: Language, x: str) -> str:\n    return t('Ticket ' + x)",
        "def f(t: Language, x: str) -> str:\n    return t(x)",
        "def f(t: Language) -> str:\n    return t('')",
        "def f(t: Language) -> str:\n    return t('Ticket', 'tickets')",
        "def f(t: Language, x: int) -> str:\n    return t.n('One ticket', many, x)",
        "def f(t: Language) -> str:\n    return t.n('One ticket', '{count} tickets')",
        "def f(t: Language, x: str) -> str:\n    return t.c(x, 'Open')",
        "def f(t: Language) -> str:\n    return t('Ticket {number}')",
        "def f(t: Language, x: int) -> str:\n    return t('Ticket', number=x)",
        "def f(t: Language, x: int) -> str:\n    return t('Ticket {number}', numbr=x)",
        "def f(t: Language, x: object) -> str:\n    return t('Ticket {number}', **x)",
        "def f(t: Language, x: int) -> str:\n    return t.n('One of {name}', '{count} tickets', x, name=x)",
        "def f(t: Language, x: int) -> str:\n    return t.n('One ticket', '{count} tickets', x, count=x)",
        "def f(t: Language, x: int) -> str:\n    return t.c('a verb', 'Open {count}')",
        "def f(t: Language, x: float) -> str:\n    return t('Score {score:.2f}', score=x)",
        "def f(t: Language, x: float) -> str:\n    return t('Score {score!r}', score=x)",
        "def f(t: Language, x: Ticket) -> str:\n    return t('Ticket {x.number}', x=x)",
        "def f(t: Language, x: int) -> str:\n    return t('Ticket {0}', x)",
        "def f(t: Language, x: int) -> str:\n    return t('Ticket {}', x)",
        "def f(t: Language, x: int) -> str:\n    return t('Ticket {Number}', Number=x)",
        "def f(t: Language) -> str:\n    return t('Write { here')",
        "def f(t: Language) -> str:\n    return t('It is a {kind}', kind='forum')",
        "def f(t: Language, x: bool) -> str:\n    return t('It is a {kind}', kind='forum' if x else 'channel')",
        "def f(x: int, t: Language) -> str:\n    return t('Ticket {number}', number=x)",
        "def f(x: int, *, t: Language) -> str:\n    return t('Ticket {number}', number=x)",
        "def f(t, x: int) -> str:\n    return t('Ticket {number}', number=x)",
        "def f(language: Language) -> str:\n    return language('Ticket')",
        "from cogs.texts.language import ENGLISH, Language\ndef f(t: Language) -> str:\n    return ask(ENGLISH)",
        "def f() -> str:\n    return 'Is it right?'",
        "def f() -> str:\n    return 'Approve'",
        "def f() -> str:\n    return 'forum'",
        "def f(x: bool) -> str:\n    return 'forum' if x else 'channel'",
        "def f(x: str) -> str:\n    return x or 'nothing'",
        "def f(x: str) -> str:\n    return f'{x} is open'",
        "def f(x: str) -> str:\n    return f'{x} by'",
        "def f(x: str) -> str:\n    return f'**by:** {x}'",
        "def f(x: str) -> str:\n    return x + ' by somebody'",
        "def f(t: Language, x: str) -> str:\n    return t('Open') + f' ({x} left)'",
        "def f(x: bool) -> str:\n    what = 'Approved' if x else 'Rejected'\n    return what",
        "NAMES = {'view_channel': 'View Channel'}",
        "def f(t: Language, x: X) -> str:\n    return ' '.join([t('Ticket #{number}', number=x), t('is yours.')])",
        "def f(t: Language, x: X) -> str:\n    return ' '.join([t('Ticket'), t('Number {number}.', number=x)])",
        "def f(t: Language, x: X) -> str:\n    return ''.join([t('Ticket '), t('is yours.')])",
        "def f(t: Language, x: X) -> str:\n    space = ' '\n    return space.join([t('Ticket'), t('is yours.')])",
        'def f(t: Language, x: X) -> str:\n    return f\'{t("Ticket")} {t("is yours.")}\'',
        "def f(t: Language, x: X) -> str:\n    return f'{t(\"Ticket\")} {x}'",
        "def f(t: Language, x: X) -> str:\n    return t('Ticket') + ' ' + t('is yours.')",
        "def f(t: Language, x: X) -> str:\n    one, two = t('Ticket'), t('is yours.')\n    return f'{one} {two}'",
        "def f(t: Language, x: X) -> str:\n    said = [t('It is.')]\n    said.append(t('or not'))\n    return ' '.join(said)",
        "def f(t: Language, x: X) -> str:\n    return ' '.join([t('It is.'), *([t('or not')] if x else [])])",
        "def f(t: Language, x: X) -> str:\n    return ' '.join(t('or not') for _ in x)",
        "def f(t: Language, x: X) -> str:\n    return ' '.join([t('It is.'), t.n('one ticket.', '{count} tickets.', x)])",
        "def f(t: Language, x: X) -> str:\n    return ' '.join([t('It is.'), t.c('a verb', 'open it')])",
        "def f(t: Language, x: X) -> str:\n    return f'{t(\"It is.\")} {g(t)}'\ndef g(t: Language) -> str:\n    return t('or not')",
        "def f(t: Language, x: X) -> str:\n    return t('… and {number} more{ending}', number=x, ending='.' if x == 1 else 's.')",
        "def f(t: Language, x: X) -> str:\n    return t('{amount} ticket{s}', amount=x, s='' if x == 1 else 's')",
        "def f(t: Language, x: X) -> str:\n    return t('{count} tickets', count=x)",
        "def f(t: Language, x: X) -> str:\n    return t.c('a verb', '{count} tickets', count=x)",
        "def f(t: Language, x: X) -> str:\n    w = 'open' if x else 'closed'\n    return t('It is {state}', state=w)",
        "def f(t: Language, x: X) -> str:\n    w: str = 'open'\n    return t('It is {state}', state=w)",
        "def f(t: Language, x: X) -> str:\n    w = {A: 'open', B: 'closed'}\n    return t('It is {state}', state=w[x])",
        "def f(t: Language, x: X) -> str:\n    w = {A: 'open', B: 'closed'}\n    return t('It is {state}', state=w.get(x, '–'))",
        "def f(t: Language, x: X) -> str:\n    return t('It is {state}', state={A: 'open'}[x])",
        "def f(t: Language, x: X) -> str:\n    return t('It is {state}', state=('open', 'closed')[x])",
        "def f(t: Language, x: X) -> str:\n    return t('It is {state}', state=', '.join(['open', 'new']))",
        "def f(t: Language, x: X) -> str:\n    return t('It is {state}', state=f'{x}s')",
        "def f(t: Language, x: X) -> str:\n    return t('It is {state}', state=(w := 'open'))",
        "def f(t: Language, x: X) -> str:\n    for w in ('open', 'closed'):\n        return t('It is {state}', state=w)",
        "def f(t: Language, x: X) -> str:\n    return g(t, 'open')",
        "def f(t: Language, x: X) -> str:\n    return g(t, state='open' if x else 'closed')",
        "def f(t: Language, x: X) -> str:\n    return x.title()",
        "def f(t: Language, x: X) -> str:\n    return x.name.title()",
        "def f(t: Language, x: X) -> str:\n    return x or 'question'.title()",
        "def f(t: Language, x: X) -> str:\n    return x.value",
        "def f(t: Language, x: X) -> str:\n    w = x.value\n    return t('It is {state}', state=w)",
        "def f(t: Language, x: X) -> str:\n    return t('It is {state}', state=x.name)",
        "def f(t: Language, x: X) -> str:\n    return f'{x.value} × {t(\"Silent\")}'",
        'def f(t: Language, x: X) -> str:\n    return f\'{x}: {w.get(x, x.value.replace("_", " "))}\'',
        "def f(t: Language, x: X) -> str:\n    return x.value.replace('_', ' ')",
        "def f(t: Language, x: X) -> str:\n    return ' '.join(x.value.split('_'))",
        "def f(t: Language, x: X) -> str:\n    return '%s:open' % x",
        "def f(t: Language, x: X) -> str:\n    return '%s %s' % (t('Ticket'), t('is yours.'))",
        "def f(t: Language, x: X) -> str:\n    return '{} {}'.format(t('Ticket'), t('is yours.'))",
        'def f(t: Language, x: X) -> str:\n    return f\'{"open" if x else "closed"}\'',
        "def f(t: Language, x: X) -> str:\n    w = 'open'\n    return w",
        "def f(t: Language, x: X) -> str:\n    return {A: 'open', B: 'closed'}[x]",
        "def f(t: Language, x: X) -> str:\n    return g(language.ENGLISH)",
        "def f(t: Language, x: X) -> str:\n    return g(language.language_of(x))",
        "def f(t: Language, x: X) -> str:\n    units = [(x, t('{amount} d', amount=x)), (x, t('{amount} h', amount=x))]\n"
        "    return ' '.join([unit for amount, unit in units[:1] if amount])",
        'def f(t: Language, x: X) -> str:\n    w = [f\'{"open" if x else "closed"}\']\n    return g(w)',
        "def f(t: Language, x: X) -> str:\n    for key, w in {A: 'open'}.items():\n        return t('It is {state}', state=w)",
        "def f(t: Language, x: X) -> str:\n    return x.replace('not_for', 'never')",
        "def f(t: Language, x: X) -> str:\n    w = [f'{x.value}']\n    return g(w)",
        "def f(t: Language, x: X) -> str:\n    w = ['–']\n    w.extend(['open'])\n    return t('It is {state}', state=', '.join(w))",
        "def f(t: Language, x: X) -> str:\n    for w in {A: 'open'}.values():\n        return t('It is {state}', state=w)",
        "def f(t: Language, x: X) -> str:\n    if w := 'open':\n        return t('It is {state}', state=w)",
        "def f(t: Language, x: X) -> str:\n    w = 'opened'\n    return t('It is {state}', state=w[:4])",
        "def f(t: Language, x: X) -> str:\n    return t('It is {state}', state='s' * x)",
        "STATES = {A: 'open'}\ndef f(t: Language, x: X) -> str:\n    return t('It is {state}', state=STATES[x])",
        "from bot.tickets.lifecycle import Status\ndef f(t: Language, x: Status) -> str:\n    return x.name",
    ],
)
def test_what_could_not_be_translated_is_noticed_in_the_texts(source: str) -> None:
    assert violations({"cogs/texts/tickets.py": source}) != []


@pytest.mark.parametrize(
    "source",
    [
        "await channel.send('It is done.')",
        "await channel.send('Done')",
        "await channel.send(f'{number} closed')",
        "await channel.send(text or 'Done')",
        "await interaction.response.send_message('Done' if done else text)",
        "await reply(interaction, 'Done' if done else text)",
        "await failures.tell(interaction, 'Done')",
        "await message.edit(content='Done')",
        "Button(label='Claim')",
        "Embed(title=f'{name}: Claimed')",
        "@command(name='rep', description='Reputation')\nasync def rep() -> None: ...",
        "Group(name='faq', description='Answers to common questions')",
        "describe(days='How many days back')",
        "raise NotStaff('Only staff can do this.')",
        "NAMES = ('Open', 'Waits for staff')",
        "await channel.send(t('Done'))",
        "def embed(ticket: Ticket, t: Language) -> Embed: ...",
        "class Desk:\n    def embed(self, ticket: Ticket, t: Language) -> Embed: ...",
        "embed.add_field(name='Status', value=x)",
        "embed.add_field(name=x, value='Open' if y else 'Closed')",
        "embed.set_author(name='Signpost')",
        "channel.create_thread(name='Question')",
        "Choice(name='Open', value='open')",
        "embed.description = 'Done'",
        "await channel.send('done'.title())",
        "await channel.send('%d:open' % number)",
        "text = 'Done'\nawait channel.send(text)",
        "async def f() -> None:\n    text = 'Done'\n    await channel.send(text)",
        "text = x\ntext += 'Done'\nawait channel.send(text)",
        "await channel.send('\\n'.join(['Done']))",
        "what = 'It is done'\nawait channel.send(what)",
        "what = 'It is done'\nembed = Embed(title=what)",
        "def f() -> str:\n    return 'Done'",
        "def f() -> str:\n    text = 'done' if x else ''\n    return text",
        "texts.state(t, 'open')",
        "texts.state(reader(interaction), state='open' if x else 'closed')",
        "text = f'{texts.resolved(t, ticket)} {texts.closed(t, ticket)}'",
        "text = ' '.join([texts.resolved(t, ticket), texts.closed(t, ticket)])",
    ],
)
def test_words_for_people_outside_the_texts_are_noticed(source: str) -> None:
    assert violations({"cogs/tickets/cog.py": source}) != []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "cogs/texts/a.py",
            "def f(t: Language, x: int) -> str:\n    return t('Ticket {number} ' 'is open', number=x)",
        ),
        (
            "cogs/texts/a.py",
            "def f(t: Language, x: int) -> str:\n    return t.n('One ticket', '{count} tickets', x)",
        ),
        ("cogs/texts/a.py", "def f(t: Language) -> str:\n    return t.c('a verb', 'Write {{this}}')"),
        (
            "cogs/texts/a.py",
            'def f(t: Language) -> str:\n    return f\'{t("One.")} {t("Two.")}\\n- {t("Three")}\'',
        ),
        ("cogs/texts/a.py", "def f(t: Language) -> str:\n    return t('Press {button}.', button=button_claim(t))"),
        ("cogs/texts/a.py", "def f(x: int) -> str:\n    return f'<t:{x}:R> https://discord.com/channels/{x}'"),
        ("cogs/texts/a.py", "def f(x: str) -> str:\n    return x.replace('not_for', '–')"),
        (
            "cogs/texts/a.py",
            "def f(t: Language, x: int) -> str:\n    return ' '.join([t('(It is.)'), t('**{x}** is…', x=x), t('{x}', x=x)])",
        ),
        (
            "cogs/texts/a.py",
            "def f(t: Language) -> str:\n    return ' '.join([t('It is.'), t.c('a verb', 'Open it.')])",
        ),
        ("cogs/texts/a.py", "def f(t: Language) -> str:\n    return ' · '.join([t('open'), t('closed')])"),
        ("cogs/texts/a.py", 'def f(t: Language) -> str:\n    return f\'{t("open")} · {t("closed")}\''),
        (
            "cogs/texts/a.py",
            "def f(t: Language, x: str) -> str:\n    w = x or '–'\n    return t('For {who}', who=w)",
        ),
        (
            "cogs/texts/a.py",
            "from bot.requirements import Gap\ndef f(t: Language, x: Gap) -> str:\n    return t('{x}', x=x.name)",
        ),
        ("cogs/texts/a.py", "def f(x: str) -> str:\n    raise ValueError(f'line {x}: this is no text')"),
        ("cogs/tickets/cog.py", "log.info('ticket %d is open', number)"),
        ("cogs/tickets/cog.py", "async with failures.listening('edited question'): ..."),
        ("cogs/tickets/cog.py", "what = f'job {kind} of {ticket}'\nincident(what, error)"),
        ("cogs/tickets/cog.py", "def f() -> str:\n    return f'#{ticket.number}: {ticket.summary}'"),
        ("cogs/tickets/cog.py", "text = 'done'\nasync def f(text: str) -> None:\n    await channel.send(text)"),
        ("cogs/tickets/cog.py", "Choice(name=entry.title, value='open')"),
        ("cogs/tickets/cog.py", "text = '\\n'.join([texts.resolved(t, ticket), texts.closed(t, ticket)])"),
        ("cogs/tickets/cog.py", "raise LookupError(f'not in guild {guild_id} (any more)')"),
        ("cogs/tickets/cog.py", "ContextMenu(name='Accept answer', callback=accept)"),
        (
            "cogs/tickets/cog.py",
            "@command(name='rep', description=described(texts.about_rep))\nasync def f() -> None: ...",
        ),
        ("cogs/tickets/cog.py", "def f() -> None:\n    'What is done.'\n    view = f'ticket-{number}'"),
        ("cogs/tickets/cog.py", "class Desk:\n    def f(self, t: Language, ticket: Ticket) -> str: ..."),
    ],
)
def test_what_can_be_translated_is_not_reported(path: str, source: str) -> None:
    assert violations({path: source}) == []
