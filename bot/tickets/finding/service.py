"""Finds tickets by words that somebody remembers, for staff and for whose tickets they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.ids import Ids, snowflake
from bot.ticket_errors import NoWords, SearchForgotten
from bot.tickets import store as tickets
from bot.tickets.finding import store
from bot.tickets.finding.ranking import Sought, Text, excerpt, looked_for, ranked
from bot.tickets.finding.wanted import PAGE, Found, Page, Wanted
from bot.tickets.search import store as search
from bot.tickets.search.spelling import meant
from bot.tickets.search.terms import asked, of_word, words_of
from bot.use_cases import reads, writes

KEPT = timedelta(days=1)
"""For so long the pages of what was found can be turned."""

MOST_TERMS = 12
"""Different words for which is looked: the first ones."""

MOST_FOUND = 100
"""Texts of each index that are looked at, the newest that may be read."""

MOST_TICKETS = 500
"""Tickets of which all is looked at, those that were opened last: more may be found in them than by the indexes."""

FREQUENT = 500
"""Texts in which a word stands by itself, from which it is not taken for the beginning of others."""


class Finding:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    @reads
    def find(self, reader: Reader, wanted: Wanted, *, by: Actor) -> Page:
        """The first page. Raises NoWords."""
        return self._page(reader, wanted, 1, by)

    @reads
    def turn(self, reader: Reader, search_id: int, page: int, *, by: Actor) -> Page:
        """Another one, as it is now; the nearest that there is. Raises SearchForgotten."""
        wanted = store.kept(reader, search_id, by=by)
        if wanted is None:
            raise SearchForgotten
        return self._page(reader, wanted, page, by)

    @writes
    def keep(self, tx: Transaction, wanted: Wanted, *, by: Actor) -> int:
        """The id under which its pages can be turned for `KEPT`, by who has looked for it."""
        now = self._clock()
        search_id = self._ids.draw(now)
        store.keep(tx, search_id, wanted, snowflake(now - KEPT, 0), by=by)
        return search_id

    def _page(self, reader: Reader, wanted: Wanted, page: int, by: Actor) -> Page:
        terms = asked(wanted.words)[:MOST_TERMS]
        if not terms:
            raise NoWords
        counts = store.counts(reader, terms)
        sought: Sought = tuple((looked_for(term, is_frequent=counts[term] >= FREQUENT),) for term in terms)
        best, is_cut = self._best(reader, sought, wanted, by)
        is_nearest = False
        if not best and not is_cut:
            respelt = _respelt(reader, wanted.words, sought)
            if respelt != sought:
                sought = respelt
                best, is_cut = self._best(reader, sought, wanted, by)
                is_nearest = bool(best)
        pages = Page((), len(best), page, wanted).pages
        page = min(max(page, 1), pages)
        shown = best[(page - 1) * PAGE : page * PAGE]
        return Page(self._found(reader, shown, sought), len(best), page, wanted, is_cut, is_nearest)

    def _best(self, reader: Reader, sought: Sought, wanted: Wanted, by: Actor) -> tuple[list[Text], bool]:
        """The best text of each ticket that holds all of it, and whether there may be more."""
        since = None if wanted.days is None else self._clock() - timedelta(days=wanted.days)

        def inside(ticket_ids: Collection[int] | None) -> list[Text]:
            return store.in_tickets(reader, ticket_ids, sought, wanted, since, MOST_TICKETS, by=by)

        if not by.is_staff or wanted.requester_id is not None:
            best = ranked(inside(None), sought)
            return best, len(best) >= MOST_TICKETS
        is_narrowed = replace(wanted, words="") != Wanted("") or bool(by.barred)

        def by_index(terms: Sought) -> tuple[list[Text], bool]:
            texts = store.by_index(reader, terms, wanted, since, MOST_FOUND, by=by)
            return texts, len(texts) >= MOST_FOUND or (is_narrowed and store.is_beyond(reader, terms, by=by))

        texts, is_cut = by_index(sought)
        among = {text.ticket_id for text in texts}
        if len(sought) > 1:
            # Nobody says all in one message: where its rarest word stands, the others may stand elsewhere in the ticket.
            with_rarest, is_cut = by_index((self._rarest(reader, sought),))
            texts += inside({text.ticket_id for text in with_rarest} - among)
        if is_cut and is_narrowed and len(texts) < MOST_FOUND:
            # What is frequent elsewhere hides what is wanted: there, it is looked for in the tickets themselves.
            newest, are_all = store.newest(reader, wanted, since, MOST_TICKETS, by=by)
            is_cut = not are_all
            texts += inside({*newest} - among)
        return ranked(texts, sought), is_cut

    def _rarest(self, reader: Reader, sought: Sought) -> tuple[str, ...]:
        """What stands in the fewest tickets; of what only begins words, nobody knows that cheaply."""
        counts = store.counts(reader, {term.rstrip() for one in sought for term in one})
        return min(sought, key=lambda one: sum(counts[term.rstrip()] for term in one) or search.MOST_COUNTED)

    def _found(self, reader: Reader, texts: list[Text], sought: Sought) -> list[Found]:
        known = {ticket.id: ticket for ticket in tickets.of_ids(reader, {text.ticket_id for text in texts})}
        words = store.words(reader, texts)
        return [
            Found(known[text.ticket_id], text.source, said, excerpt(said.texts, sought))
            for text in texts
            if (said := words.get((text.source, text.source_id))) is not None and text.ticket_id in known
        ]


def _respelt(reader: Reader, typed: str, sought: Sought) -> Sought:
    """Beside each term of what was typed, what its word may have been meant to be; but for those that stand often enough."""
    words = {of_word(word): word for word in words_of(typed)}

    def near(term: str) -> list[str]:
        word = words.get(term, "")
        return [looked_for(of_word(one)) for one in meant(word, search.alike(reader, word))]

    return tuple(tuple(dict.fromkeys((term, *near(term)))) for (term,) in sought)
