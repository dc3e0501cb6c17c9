"""What a name in config.yaml means: what it has meant before, else the first thing of its name and kind."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places.meant import Meant, Thing, Wanted, find, namesakes, wanted
from bot.requirements import Kind
from tests.services import configuration

HELP, SUPPORT, BY_ID = Wanted(Kind.TEXT, "help"), Wanted(Kind.ROLE, "Support"), Wanted(Kind.ROLE, 42)
FIRST, SECOND = Thing(Kind.TEXT, 1, "help"), Thing(Kind.TEXT, 2, "help")


@pytest.mark.parametrize(
    ("one", "known", "there", "means"),
    [
        (HELP, None, [], None),
        (HELP, None, [FIRST, SECOND], 1),
        (HELP, None, [Thing(Kind.FORUM, 3, "help"), Thing(Kind.ROLE, 4, "help"), SECOND], 2),
        (HELP, 2, [FIRST, SECOND], 2),
        (HELP, 2, [FIRST, Thing(Kind.TEXT, 2, "renamed")], 2),
        (HELP, 2, [FIRST], 1),
        (HELP, 2, [Thing(Kind.FORUM, 2, "help")], None),
        (BY_ID, None, [Thing(Kind.ROLE, 42, "whatever")], 42),
        (BY_ID, None, [Thing(Kind.TEXT, 42, "whatever"), Thing(Kind.ROLE, 7, "42")], None),
    ],
)
def test_a_name_means_what_it_meant_before_or_the_first_that_is_called_so(
    one: Wanted, known: int | None, there: Sequence[Thing], means: int | None
) -> None:
    assert find([one], {} if known is None else {one: known}, there).get(one) == means


@pytest.mark.parametrize(
    ("there", "unclear"),
    [
        ([FIRST], []),
        ([FIRST, SECOND], []),
        ([Thing(Kind.TEXT, 1, "old")], []),
        ([Thing(Kind.TEXT, 1, "old"), SECOND], [(HELP, "old")]),
        ([Thing(Kind.TEXT, 1, "old"), Thing(Kind.ROLE, 2, "help"), Thing(Kind.FORUM, 3, "help")], []),
        ([Thing(Kind.ROLE, 1, "old"), SECOND], []),
    ],
)
def test_a_name_that_something_else_has_by_now_is_unclear(
    there: Sequence[Thing], unclear: list[tuple[Wanted, str]]
) -> None:
    assert namesakes({HELP: 1}, there) == unclear


def test_what_is_given_by_id_is_never_unclear() -> None:
    assert namesakes({BY_ID: 42}, [Thing(Kind.ROLE, 42, "old"), Thing(Kind.ROLE, 7, "42")]) == []


THINGS = st.lists(
    st.builds(Thing, st.sampled_from(Kind), st.integers(1, 6), st.sampled_from(["help", "Support", "x"])),
    max_size=6,
    unique_by=lambda thing: thing.id,
)


@given(THINGS, THINGS)
def test_what_was_found_stays_while_it_is_there_whatever_comes_and_is_renamed(
    before: list[Thing], after: list[Thing]
) -> None:
    names = [HELP, SUPPORT]
    known = find(names, {}, before)
    now = find(names, known, after)
    there = {(thing.kind, thing.id) for thing in after}
    for one, id_ in known.items():
        if (one.kind, id_) in there:
            assert now[one] == id_
    assert all((one.kind, id_) in there for one, id_ in now.items())


def test_a_server_is_known_by_what_listens_who_is_staff_and_what_is_missing() -> None:
    config = configuration()
    ids = {
        Wanted(Kind.TEXT, "help"): 1,
        Wanted(Kind.FORUM, "forum"): 2,
        Wanted(Kind.TEXT, "staff-queue"): 3,
        Wanted(Kind.ROLE, 42): 42,
    }
    meant = Meant(config.model_copy(update={"faq": config.faq.model_copy(update={"shadow": ["forum"]})}), ids)
    assert dict(meant.listened_to) == {1: {1, "help"}, 2: {2, "forum"}}
    assert (meant.staff, meant.helpers, meant.shadowed) == ({42}, set(), (2,))
    assert [str(one) for one in meant.missing] == ["#get-support", "@Support", "@Trusted Helper"]
    assert len(wanted(config)) == 7
