"""A heading's title has all of its words and none of its marks."""

from __future__ import annotations

import pytest

from bot.importing.titles import title


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("`*args` and `**kwargs`", "*args and **kwargs"),
        ("snake_case_names and 2*3*4", "snake_case_names and 2*3*4"),
        (r"What is a \_?", "What is a _?"),
        ("![logo](x.png) Us:", "logo Us"),
        ("2.1. Which?", "Which?"),
        ("Why is List<String> not allowed?", "Why is List<String> not allowed?"),
        ("How do I `git clone <url>`?", "How do I git clone <url>?"),
        ("Is x < 5 and y > 3?", "Is x < 5 and y > 3?"),
        ("Who may ping <@&123>?", "Who may ping <@&123>?"),
        ("What is __init__.py and `__main__.py`?", "What is __init__.py and __main__.py?"),
        (r"Why \*stars\*?", "Why *stars*?"),
        (r"Is `\*` \`x\`?", r"Is \* `x`?"),
        ("**Is *this* ours?**", "Is this ours?"),
        ("***Both* of them**, _**really**_?", "Both of them, really?"),
        ("Is 5*3* more than *x*y or a *b?", "Is 5*3* more than *x*y or a *b?"),
        ("Fill in ____ and **** now", "Fill in ____ and **** now"),
        ("<b>Bold</b> **<i>x</i>** <!-- no --> [![a](b)](c_d) _e_?", "Bold x a e?"),
        ("[a_b](c_d) e_", "a_b e_"),
        ("2 or 3?", "2 or 3?"),
        ("Is 1. before 2. there?", "Is 1. before 2. there?"),
        (":", ":"),
    ],
)
def test_a_title_is_the_words_of_its_heading(heading: str, words: str) -> None:
    assert title(heading) == words


@pytest.mark.parametrize("mark", ["*a ", "`a ", "a*", "_a* ", "<b", "<!--", "{#", " "])
def test_a_title_of_thousands_of_marks_is_read_as_fast_as_any(mark: str) -> None:
    line = f"Why {mark * 6000}b?"
    assert title(line).endswith("b?")
