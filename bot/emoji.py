"""Whether a text is one emoji as Discord takes it: nothing else, and not two. Pure."""

from __future__ import annotations

import re

_CUSTOM = r"<a?:[A-Za-z0-9_]{2,32}:[0-9]{15,20}>"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_KEY = "[0-9#*]\ufe0f?\u20e3"
_OLD = (
    "©®‼⁉™ℹ↔-↙↩↪⌚⌛⌨⏏⏩-⏳⏸-⏺Ⓜ▪▫▶◀◻-◾☀-☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸-☺♀♂♈-♓♟♠♣♥♦♨♻♾♿⚒-⚗⚙⚛⚜⚠⚡⚧⚪⚫⚰⚱⚽⚾⛄⛅⛈⛎⛏⛑⛓⛔⛩⛪⛰-⛵⛷-⛺⛽✂✅✈-✍✏✒✔✖✝✡✨✳✴❄❇❌❎❓-❕❗❣❤"
    "➕-➗➡➰➿⤴⤵⬅-⬇⬛⬜⭐⭕〰〽㊗㊙"
)
_NEW = (
    "\U0001f004\U0001f0cf\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f202"
    "\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f7e0-\U0001f7f0\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff"
)
"""Wide enough for what later years of Unicode put there."""

_PICTURE = f"[{_OLD}{_NEW}](?:\ufe0f|[\U0001f3fb-\U0001f3ff])?(?:[\U000e0020-\U000e007e]+\U000e007f)?"
_EMOJI = re.compile(rf"{_CUSTOM}|{_FLAG}|{_KEY}|{_PICTURE}(?:\u200d{_PICTURE})*")
"""Unicode Technical Standard 51, "Emoji Sequences", with the emoji of its `emoji-data.txt`."""


def is_one_emoji(text: str) -> bool:
    """Whether Discord would show this as one emoji; a custom one stands as `<:name:id>`."""
    return _EMOJI.fullmatch(text) is not None
