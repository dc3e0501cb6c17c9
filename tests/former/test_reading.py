"""Files of other bots: closed tickets are read, and whatever else stands there is named and stops nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.former import discord_tickets, tickets_v2
from bot.former.ticket import LARGEST_NUMBER, LATEST, FormerTicket, Found, NotSuchAFile, Unreadable
from bot.ids import LARGEST, snowflake

OPENED, ANSWERED, CLOSED = (datetime(2024, 5, 1, hour, tzinfo=UTC) for hour in (9, 10, 12))

ENCRYPTED = "ab" * 100
ROW = {
    "id": "900000000000000001",
    "guildId": "7",
    "number": 12,
    "open": False,
    "categoryId": 3,
    "createdById": "100",
    "createdAt": "2024-05-01T09:00:00.000Z",
    "claimedById": "200",
    "firstResponseAt": "2024-05-01T10:00:00.000Z",
    "closedAt": "2024-05-01T12:00:00.000Z",
    "closedById": "201",
    "closedReason": ENCRYPTED,
    "topic": ENCRYPTED,
}
TICKET = FormerTicket(7, 12, "Billing", 100, 200, OPENED, ANSWERED, 200, CLOSED, 201, "", None)


def dump(*rows: object) -> list[list[object]]:
    return [["user", [{"id": "100"}]], ["category", [{"id": 3, "name": "Billing"}, None, 7]], ["ticket", [*rows]]]


def of_dump(*rows: object) -> Found:
    return discord_tickets.read(json.dumps(dump(*rows)))


def test_a_dump_of_discord_tickets_is_read_as_one_list_and_as_lines() -> None:
    assert of_dump(ROW) == Found((TICKET,), encrypted=2)
    lines = "\n".join(json.dumps(pair) for pair in dump(ROW))
    assert discord_tickets.read(f"{lines}\n\n") == of_dump(ROW)
    assert discord_tickets.read(json.dumps(["ticket", []])) == Found(())
    said = dump(ROW | {"topic": "One\u2028two\x85three"})
    lines = "\r\n".join(json.dumps(pair, ensure_ascii=False) for pair in said)
    assert [one.text for one in discord_tickets.read(lines).tickets] == ["One\u2028two\x85three"]


def test_what_is_not_encrypted_is_kept_and_what_is_open_is_counted() -> None:
    plain = of_dump(ROW | {"topic": "Where is my invoice?", "closedReason": "Paid"}, ROW | {"open": True})
    assert (plain.tickets[0].text, plain.tickets[0].reason) == ("Where is my invoice?", "Paid")
    assert (plain.still_open, plain.encrypted) == (1, 0)
    bare = of_dump(
        {key: ROW[key] for key in ("guildId", "number", "open", "createdById", "createdAt", "closedAt")}
    )
    assert bare.tickets == (FormerTicket(7, 12, "", 100, None, OPENED, None, None, CLOSED, None, "", None),)


DATA: dict[str, Any] = {
    "guild_id": "7",
    "tickets": [
        {
            "id": 12,
            "guild_id": 7,
            "user_id": 100,
            "open": False,
            "open_time": "2024-05-01T09:00:00Z",
            "close_time": "2024-05-01T12:00:00.0000001Z",
            "panel_id": 3,
        },
        {"id": 13, "open": True},
    ],
    "panels": [{"panel_id": 3, "title": "Billing"}, "?"],
    "close_reasons": [{"ticket_id": 12, "data": {"reason": "Paid", "closed_by": "201"}}],
    "ticket_claims": [{"ticket_id": 12, "data": 200}],
    "first_response_times": [{"ticket_id": 12, "user_id": "202", "response_time": 3_600_000_000_000}],
}


def test_an_export_of_tickets_v2_is_read_with_what_its_other_lists_say() -> None:
    expected = FormerTicket(7, 12, "Billing", 100, 200, OPENED, ANSWERED, 202, CLOSED, 201, "", "Paid")
    assert tickets_v2.read(json.dumps(DATA)) == Found((expected,), still_open=1)
    alone = tickets_v2.read(json.dumps({key: DATA[key] for key in ("guild_id", "tickets")}))
    assert alone.tickets == (FormerTicket(7, 12, "", 100, None, OPENED, None, None, CLOSED, None, "", None),)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"number": 0}, "`number` is no number of a ticket"),
        ({"number": LARGEST_NUMBER + 1}, "`number` is no number of a ticket"),
        ({"number": "12"}, "`number` is no number of a ticket"),
        ({"number": True}, "`number` is no number of a ticket"),
        ({"guildId": None}, "`guildId` is missing"),
        ({"guildId": "../7"}, "`guildId` is no id"),
        ({"createdById": "9" * 30}, "`createdById` is no id"),
        ({"createdById": -5}, "`createdById` is no id"),
        ({"createdById": "١٢"}, "`createdById` is no id"),
        ({"closedAt": None}, "`closedAt` is missing"),
        ({"closedAt": "yesterday"}, "`closedAt` is no time"),
        ({"closedAt": 17}, "`closedAt` is no time"),
        ({"createdAt": "1970-01-01T00:00:00Z"}, "`createdAt` is not from 2015 to 2084"),
        ({"createdAt": "0001-01-01T00:00:00Z"}, "`createdAt` is not from 2015 to 2084"),
        ({"createdAt": "2090-01-01T00:00:00Z"}, "`createdAt` is not from 2015 to 2084"),
        ({"closedAt": "9999-12-31T23:59:59Z"}, "`closedAt` is not from 2015 to 2084"),
        ({"closedAt": "2024-04-01T00:00:00Z"}, "it was closed before it was opened"),
        ({"firstResponseAt": "2024-06-01T00:00:00Z"}, "its first response was not while it was open"),
        ({"topic": ["x"]}, "`topic` is no text"),
    ],
)
def test_a_ticket_that_cannot_be_is_named_with_its_place_and_the_others_are_read(
    wrong: dict[str, Any], why: str
) -> None:
    found = of_dump(7, ROW | wrong, ROW)
    assert found.tickets == (TICKET,)
    first, second = found.unreadable
    assert first == Unreadable("`ticket`, row 1", "it is no object")
    assert second.where.startswith("`ticket`, row 2")
    assert second.why == why


def test_what_is_wrong_in_an_export_of_tickets_v2_is_named_too() -> None:
    times = [{"ticket_id": 12, "response_time": 2**63}]
    found = tickets_v2.read(
        json.dumps(DATA | {"first_response_times": times, "tickets": [*DATA["tickets"], None]})
    )
    assert found.unreadable == (
        Unreadable("`tickets`, row 1, #12", "`response_time` is no time"),
        Unreadable("`tickets`, row 3", "it is no object"),
    )


@pytest.mark.parametrize("read", [discord_tickets.read, tickets_v2.read])
@pytest.mark.parametrize(
    "content", ["", "no", "[", "[" * 100_000, "{}", "[]", "7", '[["user", []]]', '[["ticket"]]', '{"tickets": {}}']
)
def test_what_is_no_file_of_theirs_is_said_to_be_none(read: Callable[[str], Found], content: str) -> None:
    with pytest.raises(NotSuchAFile):
        read(content)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ROW, *DATA["tickets"][0]]), inner)
    ),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(sorted(ROW)), anything),
    st.dictionaries(st.sampled_from(sorted(DATA)), anything),
)
def test_nothing_that_a_file_can_hold_breaks_the_reading(row: dict[str, Any], data: dict[str, Any]) -> None:
    of_dump(ROW | row)
    ticket = DATA["tickets"][0] | row
    for changed in (DATA | data, DATA | {"tickets": [ticket]}):
        try:
            tickets_v2.read(json.dumps(changed))
        except NotSuchAFile:
            assert changed.get("guild_id") != "7" or not isinstance(changed["tickets"], list)


def test_whatever_time_is_taken_has_an_id_that_grows_with_it() -> None:
    last = (LATEST - timedelta(milliseconds=2)).isoformat()
    times = ["2015-01-01T00:00:00Z", "2024-05-01T09:00:00Z", last]
    rows = (ROW | {"number": n, "createdAt": at, "closedAt": last} for n, at in enumerate(times, 1))
    found = of_dump(*(row | {"firstResponseAt": None} for row in rows)).tickets
    ids = [snowflake(one.opened_at, salt) for one in found for salt in (0, -1)]
    assert len(found) == 3
    assert sorted({*ids}) == ids
    assert 0 <= ids[0] <= ids[-1] <= LARGEST
