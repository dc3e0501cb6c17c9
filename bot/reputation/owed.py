"""Kinds of jobs of what is given by reactions and words, and of what becomes of answers."""

from __future__ import annotations

MARK_JOB = "reputation.mark"
"""Compares who says with ✅ that a message helps with the ledger. Subject: the message; data: its channel, and who has
changed theirs.
"""

EMPTIED_JOB = "reputation.emptied"
"""Tells staff that a message says nothing any more for which an award stands. Subject: the message; data: `AwardedMessage`."""

PROMPT_JOB = "reputation.prompt"
"""Asks who of those who answered has helped, and takes the question back. Subject: the prompt."""

LOOK_JOB = "reputation.look"
"""Looks for what became of answers while we were away. Subject: the server."""
