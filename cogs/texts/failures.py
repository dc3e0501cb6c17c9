"""What a person reads when something went wrong."""

from __future__ import annotations

from cogs.texts.language import Language


def bug(t: Language, code: str) -> str:
    return t(
        "Sorry, something went wrong on my side. Whoever runs me finds it in the log as **{code}**.", code=code
    )


def discord_forbids(t: Language, code: str) -> str:
    return t(
        "Discord did not let me do this: I lack a permission. An administrator can run `/setup` to see which."
        " (**{code}**)",
        code=code,
    )


def discord_is_down(t: Language) -> str:
    return t("Discord itself failed just now. It may be done all the same: please look before you try again.")


def not_allowed_here(t: Language) -> str:
    return t("You cannot use this command here.")


def odd_option(t: Language) -> str:
    return t("I could not make sense of one of the options. Please choose from what Discord offers.")


def takes_longer(t: Language) -> str:
    return t("This takes a moment. If nothing else stands here within a minute, please try again.")


def received(t: Language) -> str:
    return t("Received! Saving it takes longer than usual; as soon as it is done, it says so here.")


def press_again(t: Language) -> str:
    return t("That took too long for Discord to open the form. Please press again.")


def button_try_again(t: Language) -> str:
    return t("Try again")


def to_copy(t: Language) -> str:
    return t("Here is what you typed, to copy:")
