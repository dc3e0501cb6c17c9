"""Who is thanked below an entry of the FAQ: whoever wrote the answer that it was made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.database import Database, Reader
from bot.drafts import store
from bot.use_cases import reads


class Crediting:
    """Each method is one look."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def credited(self, reader: Reader, guild_id: int, entry_ids: Collection[str]) -> Mapping[str, int]:
        """The member to thank below each of these entries, as far as there is one who does not hide."""
        found = store.credited(reader, guild_id, entry_ids)
        hidden = choices.who_chose(reader, Choice.HIDDEN, [(guild_id, one) for one in found.values()])
        return {entry_id: one for entry_id, one in found.items() if (guild_id, one) not in hidden}
