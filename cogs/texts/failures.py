"""What a person reads when something went wrong."""

from __future__ import annotations


def bug(code: str) -> str:
    return f"Sorry, something went wrong on my side. Staff can find it in the log as **{code}**."


def discord_forbids(code: str) -> str:
    return (
        "Discord did not let me do this: I lack a permission. An administrator can run `/setup` to see which."
        f" (**{code}**)"
    )


def discord_is_down(code: str) -> str:
    return f"Discord itself failed just now. Please try again in a minute. (**{code}**)"


def not_allowed_here() -> str:
    return "You cannot use this command here."


def odd_option() -> str:
    return "I could not make sense of one of the options. Please choose from what Discord offers."
