"""Names of files that people sent stand in no way, on any disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.record.names import LONGEST, file_name


@pytest.mark.parametrize(
    ("sent", "called"),
    [
        ("invoice 4711.pdf", "invoice 4711.pdf"),
        ("Bücher.txt", "Bücher.txt"),
        ("日本語.png", "日本語.png"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\..\\boot.ini", "_.._boot.ini"),
        ("", "file"),
        ("...", "file"),
        (".bashrc", "bashrc"),
        ("a\0b\nc.txt", "a_b_c.txt"),
        ("photo\u202egpj.exe", "photo_gpj.exe"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("console.txt", "console.txt"),
        ('<img src="x">.html', "_img src=_x__.html"),
        ("a" * 300 + ".tar.gz", "a" * 97 + ".gz"),
        ("b" * 300, "b" * 100),
        ("a." + "b" * 300, "a." + "b" * 98),
        ("x.txt ", "x.txt"),
    ],
)
def test_a_name_is_plain_and_shows_what_the_file_is(sent: str, called: str) -> None:
    assert file_name(sent) == called


@given(st.text())
def test_whatever_somebody_calls_a_file_its_name_is_one_in_one_folder(sent: str) -> None:
    called = file_name(sent)
    assert 0 < len(called) <= LONGEST
    assert not set(called) & set('/\\\0:*?"<>|\r\n')
    assert called == called.strip(". ")
    assert file_name(called) == called
