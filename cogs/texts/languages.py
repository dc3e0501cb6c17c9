"""What the languages that Discord knows are called."""

from __future__ import annotations

from cogs.texts.language import Language


def language_name(t: Language, code: str) -> str:
    """As it stands in a sentence after *in*. KeyError for a code that is not in `bot.locales.LOCALES`."""
    names = {
        "ar": t.c("a language, after: in", "Arabic"),
        "bg": t.c("a language, after: in", "Bulgarian"),
        "cs": t.c("a language, after: in", "Czech"),
        "da": t.c("a language, after: in", "Danish"),
        "de": t.c("a language, after: in", "German"),
        "el": t.c("a language, after: in", "Greek"),
        "en": t.c("a language, after: in", "English"),
        "en-GB": t.c("a language, after: in", "British English"),
        "en-US": t.c("a language, after: in", "American English"),
        "es": t.c("a language, after: in", "Spanish"),
        "es-419": t.c("a language, after: in", "Latin American Spanish"),
        "es-ES": t.c("a language, after: in", "Spanish (Spain)"),
        "fi": t.c("a language, after: in", "Finnish"),
        "fr": t.c("a language, after: in", "French"),
        "he": t.c("a language, after: in", "Hebrew"),
        "hi": t.c("a language, after: in", "Hindi"),
        "hr": t.c("a language, after: in", "Croatian"),
        "hu": t.c("a language, after: in", "Hungarian"),
        "id": t.c("a language, after: in", "Indonesian"),
        "it": t.c("a language, after: in", "Italian"),
        "ja": t.c("a language, after: in", "Japanese"),
        "ko": t.c("a language, after: in", "Korean"),
        "lt": t.c("a language, after: in", "Lithuanian"),
        "nl": t.c("a language, after: in", "Dutch"),
        "no": t.c("a language, after: in", "Norwegian"),
        "pl": t.c("a language, after: in", "Polish"),
        "pt": t.c("a language, after: in", "Portuguese"),
        "pt-BR": t.c("a language, after: in", "Brazilian Portuguese"),
        "ro": t.c("a language, after: in", "Romanian"),
        "ru": t.c("a language, after: in", "Russian"),
        "sv": t.c("a language, after: in", "Swedish"),
        "sv-SE": t.c("a language, after: in", "Swedish (Sweden)"),
        "th": t.c("a language, after: in", "Thai"),
        "tr": t.c("a language, after: in", "Turkish"),
        "uk": t.c("a language, after: in", "Ukrainian"),
        "vi": t.c("a language, after: in", "Vietnamese"),
        "zh": t.c("a language, after: in", "Chinese"),
        "zh-CN": t.c("a language, after: in", "Chinese (simplified)"),
        "zh-TW": t.c("a language, after: in", "Chinese (traditional)"),
    }
    return names[code]
