"""Shows staff the tickets that are like one that they look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import accumulate

from bot.database import Database, Reader
from bot.ticket_settings import Tickets
from bot.tickets import store as tickets
from bot.tickets.search import store
from bot.tickets.search.likeness import FLOOR, MOST_SHOWN, Like, likeness, weights
from bot.tickets.search.store import TICKET
from bot.tickets.search.terms import of_ticket, topical
from bot.tickets.ticket import Ticket
from bot.use_cases import reads

SPAN = timedelta(days=180)
"""Before it was opened: what is older has mostly other causes."""

MOST_COMPARED = 100
"""Tickets, the newest that share something rare with it."""

MOST_COUNTED = 6
"""The likest of these, of which all terms are counted."""

RARE = 1000
"""Texts in which the rare ones of its terms stand together, at the most."""

TOGETHER = 3
"""Of the other terms, so many are looked for together: of an outage, all say the same."""


class Similar:
    """For cards and whoever looks at a ticket."""

    def __init__(self, database: Database, settings: Tickets) -> None:
        self._database = database
        self._settings = settings

    @reads
    def to(self, reader: Reader, ticket: Ticket) -> list[Like]:
        """Up to three tickets of the last 180 days before it, live or closed, the likest first; none that not all who see
        its card read, and none that was merged into another.
        """
        wanted = topical(of_ticket(ticket.summary, ticket.details).split())
        counts = store.count(reader, wanted)
        found = {
            ticket_id: topical(terms)
            for looked_for, every in _looks(wanted, counts)
            for ticket_id, terms in store.matching(
                reader,
                ticket.guild_id,
                looked_for,
                every=every,
                kinds=[TICKET],
                since=ticket.opened_at - SPAN,
                barred=self._settings.hidden_beside(ticket.type_id),
                limit=MOST_COMPARED,
            )
            if ticket_id != ticket.id
        }
        texts = store.newest(reader)
        weight = weights(counts, texts)
        likest = sorted(found, key=lambda one: likeness(wanted, found[one], weight), reverse=True)[:MOST_COUNTED]
        # What else stands in these is counted, too, which would take too long for all.
        counts |= store.count(reader, {term for one in likest for term in found[one]} - counts.keys())
        weight = weights(counts, texts)
        scores = {one: likeness(wanted, found[one], weight) for one in likest}
        shown = [one for one in sorted(likest, key=lambda one: -scores[one]) if scores[one] >= FLOOR][:MOST_SHOWN]
        known = {one.id: one for one in tickets.of_ids(reader, shown)}
        solved = store.resolutions(reader, shown)
        return [Like(known[one], scores[one], *solved.get(one, (None, None))) for one in shown]


def _looks(wanted: Sequence[str], counts: Mapping[str, int]) -> list[tuple[list[str], bool]]:
    """What is looked for, and whether all of it has to be there: any of its rare terms, and the next ones together."""
    rarest = sorted(wanted, key=lambda term: counts[term])
    together = accumulate(counts[term] for term in rarest)
    rare = sum(1 for count in together if count <= RARE)
    return [(rarest[:rare], False), (rarest[rare : rare + TOGETHER], True)]
