"""What ships in another language is complete, fits where Discord shows it, and fills what the English fills."""

from __future__ import annotations

import ast
import fnmatch
import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from bot.locales import LOCALES
from cogs import texts
from cogs.texts import catalogue
from cogs.texts.language import SHIPPED, Language
from tests.texts import extraction
from tests.texts.extraction import TEMPLATE, forms, placeholders, said, translatable

LIMITS = {
    "about_*": 100,
    "button_*": 80,
    "option_*": 100,
    "title_*": 45,
    "ask_*": 45,
    "hint_*": 100,
    "label_*": 256,
    "*_title": 256,
}
"""Characters that Discord takes, by what the name of a sentence is like: see cogs/texts/__init__.py."""

NUMBERS = (*range(1000), 1_000_000, 2_000_000)
"""To see which of them a form stands for: French has one for whole millions."""

MARKS = re.compile(r"`[^`]*`|(?<![\w/`])/[a-z][a-z-]*|\*\*|\*|`|\n|\]\(|<[@#:]")
"""Code as it stands, slash commands, bold, italic, lines, links, mentions."""

TRANSLATIONS = sorted(extraction.LOCALES.glob("*.po"))


def problems(po: str, code: str, sentences: Catalog) -> list[str]:
    """Everything that is wrong with a translation. Raises ValueError for what is no .po file."""
    found = extraction.read(po, code)
    plural = catalogue.read(po).plural
    numbers = _numbers(plural)
    lines = []
    if code not in LOCALES:
        lines.append(f"Discord knows no language {code!r}")
    if "\nPlural-Forms: " not in f"\n{catalogue.read(po).gettext('')}":
        lines.append("the header has no Plural-Forms")
    if set(numbers) != set(range(found.num_plurals)):
        lines.append(f"Plural-Forms says {found.num_plurals} and tells {len(numbers)} apart")
    here = {(message.context, forms(message.id)[0]): message for message in translatable(found)}
    wanted = {(message.context, forms(message.id)[0]): message for message in translatable(sentences)}
    lines += [f"{key[1]!r}: is said nowhere" for key in here.keys() - wanted.keys()]
    for key, message in wanted.items():
        if key not in here or here[key].id != message.id:
            lines.append(f"{key[1]!r}: is missing")
        else:
            lines += [f"{key[1]!r}: {what}" for what in _wrong(message, here[key], found.num_plurals, numbers)]
    return lines


def _wrong(english: Message, translated: Message, amount: int, numbers: dict[int, set[int]]) -> Iterator[str]:
    is_counted = not isinstance(english.id, str)
    said_so = forms(translated.string)
    if translated.fuzzy:
        yield "is marked as fuzzy"
    if len(said_so) != (amount if is_counted else 1) or not all(said_so):
        yield "is not translated, or not in every plural form"
        return
    full = forms(english.id)[-1]
    for at, text in enumerate(said_so):
        try:
            names, wanted = placeholders(text), placeholders(full)
        except ValueError as error:
            yield str(error)
            continue
        # A form for one number may say it in words: "one ticket".
        needless = {"count"} if is_counted and len(numbers.get(at, ())) == 1 else set()
        if names | needless != wanted | needless:
            yield f"fills {sorted(names)}, and the English {sorted(wanted)}"
        if _marks(text) != _marks(full):
            yield f"has not the marks of the English: {_marks(text) - _marks(full)} {_marks(full) - _marks(text)}"


def _marks(text: str) -> Counter[str]:
    """What is not words: Markdown, code, commands, lines, and the emoji or bullet in front."""
    front = text.partition(" ")[0]
    is_sign = front not in ("", text) and not any(char.isalnum() or char in '{*`[(„“"«' for char in front)
    return Counter([*MARKS.findall(text), *([front] if is_sign else [])])


def _numbers(plural: Callable[[int], int]) -> dict[int, set[int]]:
    """By plural form, the numbers that it stands for."""
    found: dict[int, set[int]] = {}
    for number in NUMBERS:
        found.setdefault(plural(number), set()).add(number)
    return found


def too_long(language: Language) -> list[str]:
    """Sentences that Discord would refuse, or that would be cut."""
    return [
        f"{function.__module__}.{function.__name__}: {len(text)} characters, {limit} fit: {text}"
        for function, limit in limited()
        for text in shown(function, language)
        if len(text) > limit
    ]


def limited() -> Iterator[tuple[Callable[..., str], int]]:
    """Each sentence with a limit, and the limit."""
    for path in extraction.sources():
        module = import_module(path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            limits = [limit for pattern, limit in LIMITS.items() if fnmatch.fnmatchcase(name, pattern)]
            if limits and function.__module__ == module.__name__:
                yield function, min(limits)


def shown(function: Callable[..., str], language: Language) -> list[str]:
    """What the function says; where it says something of a value, its messages as they are written."""
    if len(inspect.signature(function).parameters) == 1:
        return [function(language)]
    texts: list[str] = []
    for one in said(ast.parse(inspect.getsource(function))):
        words = one.literals or []
        if one.kind == "n":
            texts += {language.translations.ngettext(words[0], words[1], number) for number in NUMBERS}
        elif one.kind == "c":
            texts.append(language.translations.pgettext(words[0], words[1]))
        else:
            texts.append(language.translations.gettext(words[0]))
    return texts


def test_the_template_is_what_is_said_now() -> None:
    """Where this fails: `make texts`."""
    assert TEMPLATE.read_text(encoding="utf-8") == extraction.written(extraction.template(extraction.sources()))


@pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda file: file.stem)
def test_a_language_that_ships_is_complete(file: Path) -> None:
    sentences = extraction.template(extraction.sources())
    assert problems(file.read_text(encoding="utf-8"), file.stem, sentences) == []


@pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda file: file.stem)
def test_a_translation_is_as_it_is_written(file: Path) -> None:
    """Where this fails: `make texts`."""
    po = file.read_text(encoding="utf-8")
    sentences = extraction.template(extraction.sources())
    assert extraction.written(extraction.updated(po, file.stem, sentences)) == po


@pytest.mark.parametrize("code", SHIPPED)
def test_every_sentence_fits_where_discord_shows_it(code: str) -> None:
    assert too_long(SHIPPED[code]) == []


def test_every_name_with_a_limit_is_in_use() -> None:
    names = [function.__name__ for function, _ in limited()]
    assert [pattern for pattern in LIMITS if not fnmatch.filter(names, pattern)] == []


SHOWN_AT = {
    ("Embed", "title"): "*_title",
    ("add_field", "name"): "label_*",
    ("RadioGroupOption", "label"): "option_*",
}
"""What the sentence is called that an argument takes, by the function and the argument."""


def misnamed(source: str) -> list[str]:
    """Sentences that stand where another name, and with it a limit, is expected."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr=called) | ast.Name(id=called)):
                for keyword in node.keywords:
                    match keyword.value:
                        case ast.Call(func=ast.Attribute(attr=sentence), args=[ast.Name(id="t"), *_]):
                            wanted = SHOWN_AT.get((called, keyword.arg or ""), "*")
                            found += [sentence] if not fnmatch.fnmatchcase(sentence, wanted) else []
    return found


def test_a_name_says_where_the_sentence_stands() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in (extraction.ROOT / "cogs").rglob("*.py")}
    assert {path.name: misnamed(source) for path, source in sources.items() if misnamed(source)} == {}


@pytest.mark.parametrize(
    "source",
    [
        "discord.Embed(title=texts.claimed(t, ticket))",
        "embed.add_field(name=texts.claimed(t), value=x)",
        "discord.RadioGroupOption(label=texts.impact(t, value))",
    ],
)
def test_a_sentence_whose_name_tells_no_limit_is_noticed(source: str) -> None:
    assert misnamed(source) != []


def test_every_name_with_a_limit_is_documented() -> None:
    documented = re.findall(r"^ {4}(\S*\*\S*) .*: (\d+)", texts.__doc__ or "", re.MULTILINE)
    assert {pattern: int(limit) for pattern, limit in documented} == LIMITS


SOURCE = """
def says(t: Language, x: int) -> None:
    t("Claim")
    t.c("a verb", "Open")
    t("✅ **{name}** is right: `/faq stale` shows the *others*.", name=x)
    t.n("One ticket", "{count} tickets", x)
    t.n("{count} {name}", "{count} {name}s", x, name=x)
"""
SENTENCES = extraction.template({"cogs/texts/invented.py": SOURCE})
POLISH = r"""
msgid ""
msgstr ""
"Language: pl\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
"Content-Type: text/plain; charset=utf-8\n"

msgid "Claim"
msgstr "Przejmij"

msgctxt "a verb"
msgid "Open"
msgstr "Otwórz"

#, python-brace-format
msgid "✅ **{name}** is right: `/faq stale` shows the *others*."
msgstr "✅ Zgadza się: **{name}**. *Inne* pokaże `/faq stale`."

msgid "One ticket"
msgid_plural "{count} tickets"
msgstr[0] "Jedno zgłoszenie"
msgstr[1] "{count} zgłoszenia"
msgstr[2] "{count} zgłoszeń"

msgid "{count} {name}"
msgid_plural "{count} {name}s"
msgstr[0] "{name}: {count}"
msgstr[1] "{name}: {count}"
msgstr[2] "{name}: {count}"
"""
FRENCH = POLISH.replace("Language: pl", "Language: fr").replace(
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "nplurals=2; plural=(n > 1);",
)
FRENCH = re.sub(r"^msgstr\[2\].*\n", "", FRENCH, flags=re.MULTILINE)


def test_a_right_translation_has_no_problems() -> None:
    assert problems(POLISH, "pl", SENTENCES) == []


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("Przejmij", "", "'Claim': is not translated"),
        ('msgid "Claim"\nmsgstr "Przejmij"\n', "", "'Claim': is missing"),
        ('msgid "Claim"', '#, fuzzy\nmsgid "Claim"', "'Claim': is marked as fuzzy"),
        ('msgid "Claim"', 'msgid "Claims"', "'Claims': is said nowhere"),
        ('msgctxt "a verb"\n', "", "'Open': is missing"),
        ('msgid_plural "{count} tickets"', 'msgid_plural "{count} issues"', "'One ticket': is missing"),
        ("{count} zgłoszeń", "", "'One ticket': is not translated"),
        ('msgstr[2] "{count} zgłoszeń"\n', "", "'One ticket': is not translated"),
        ("{count} zgłoszeń", "zgłoszeń", "fills [], and the English ['count']"),
        ("{count} zgłoszeń", "{liczba} zgłoszeń", "fills ['liczba'], and the English ['count']"),
        (
            'msgstr[1] "{name}: {count}"',
            'msgstr[1] "{count}"',
            "fills ['count'], and the English ['count', 'name']",
        ),
        ("się: **{name}**", "się: **{name.__class__}**", "a placeholder is a name"),
        ("się: **{name}**", "się: **{name**", "expected '}'"),
        ("się: **{name}**", "się: **{name}*", "has not the marks"),
        ("*Inne*", "Inne", "has not the marks"),
        ("`/faq stale`.", "`/faq wrong`.", "has not the marks"),
        ("`/faq stale`.", "/faq stale.", "has not the marks"),
        ('msgstr "✅ Zgadza', 'msgstr "Zgadza', "has not the marks"),
        ("Zgadza się", r"Zgadza\nsię", "has not the marks"),
        ("Plural-Forms: ", "X-Plural-Forms: ", "the header has no Plural-Forms"),
        (
            "nplurals=3; plural=(n==1 ? 0 : ",
            "nplurals=3; plural=(n==1 ? 1 : ",
            "Plural-Forms says 3 and tells 2 apart",
        ),
    ],
)
def test_a_wrong_translation_is_noticed(before: str, after: str, problem: str) -> None:
    assert before in POLISH
    assert any(problem in line for line in problems(POLISH.replace(before, after), "pl", SENTENCES))


def test_a_form_for_several_numbers_says_the_number() -> None:
    assert problems(FRENCH, "fr", SENTENCES) == ["'One ticket': fills [], and the English ['count']"]


def test_a_language_that_discord_does_not_know_is_noticed() -> None:
    po = POLISH.replace("Language: pl", "Language: sk")
    assert problems(po, "sk", SENTENCES) == ["Discord knows no language 'sk'"]


@pytest.mark.parametrize(
    ("message", "limit"),
    [
        ("How many days back; 7 if left out", 100),
        ("Approve", 80),
        ("It is right: {title}", 80),
        ("Reject this draft", 45),
        ("Phrasings", 45),
        ("Who proposed it reads this. Not needed.", 100),
        ("Answers accepted", 256),
        ("Only me", 100),
        ("What the FAQ could not answer in the last 30 days", 256),
        ("Reputation of {name}", 256),
    ],
)
def test_a_translation_that_does_not_fit_is_noticed(message: str, limit: int) -> None:
    def with_length(characters: int) -> list[str]:
        header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
        po = f'{header}\nmsgid "{message}"\nmsgstr "{"x" * characters}"\n'
        return too_long(Language("pl", catalogue.read(po)))

    assert with_length(limit) == []
    assert any(f"{limit + 1} characters, {limit} fit" in line for line in with_length(limit + 1))


@pytest.mark.parametrize("broken", ['msgid "Claim"\nmsgstr[3] "Przejmij"', 'msgid "Close"', "Claim: Przejmij"])
def test_what_is_no_translation_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        problems(POLISH + broken, "pl", SENTENCES)
