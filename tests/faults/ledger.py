"""The one checker of all fault tests: what the desk promised against what is there."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from tests.faults.place import Place
from tests.faults.robot import Robot

EVENTS = """
    SELECT c.public_id::text AS chat, e.seq, e.pub_seq, e.kind, e.actor,
           e.client_id::text AS cid, e.payload
    FROM conversations_event e JOIN conversations_conversation c ON c.id = e.conversation_id
    ORDER BY e.conversation_id, e.seq
"""
COUNTERS = """
    SELECT public_id::text AS chat, last_seq, last_pub_seq FROM conversations_conversation
"""


async def broken_promises(place: Place, robots: Sequence[Robot]) -> list[str]:
    """Say, in words, every invariant that does not hold; nothing when all do.

    1. Every acknowledged cid exists exactly once, and no cid twice.
    2. The numbers of a conversation have no hole, and its counters agree with them.
    3. Every client has the same list as the database has for customers.
    4. No bot event follows a takeover before the chat was given back.
    5. Nobody has an event of somebody else.
    """
    await asyncio.to_thread(place.wait, lambda: _nothing_runs(place))
    events = await asyncio.to_thread(place.rows, EVENTS)
    counters = await asyncio.to_thread(place.rows, COUNTERS)
    chats: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        chats[event["chat"]].append(event)
    found = [violation for robot in robots for violation in robot.violations]
    found += _acknowledged(events, robots)
    found += [line for chat in chats.values() for line in _numbered(chat)]
    found += _counted(counters, chats)
    found += [line for chat in chats.values() for line in _silent_after_takeover(chat)]
    mine: dict[str | None, set[str]] = defaultdict(set)
    for robot in robots:
        mine[robot.visitor] |= set(robot.sent)
    for robot in robots:
        found += await _same_list(robot, chats, mine[robot.visitor])
    return found


def _nothing_runs(place: Place) -> bool:
    live = "SELECT 1 FROM conversations_turn WHERE status IN ('queued', 'streaming')"
    return not place.rows(live)


def _acknowledged(
    events: Sequence[dict[str, Any]], robots: Sequence[Robot]
) -> list[str]:
    stored = Counter(event["cid"] for event in events if event["cid"])
    numbers = {event["cid"]: event["pub_seq"] for event in events if event["cid"]}
    found = [f"{cid} is stored {n} times" for cid, n in stored.items() if n > 1]
    for robot in robots:
        for cid, ack in robot.acks.items():
            if cid in robot.sent and not stored[cid]:
                found.append(f"{cid} was acknowledged and is not there")
            elif cid in robot.sent and numbers[cid] != ack["seq"]:
                found.append(f"{cid} has seq {numbers[cid]}, told was {ack['seq']}")
    return found


def _numbered(chat: Sequence[dict[str, Any]]) -> list[str]:
    found = []
    if [event["seq"] for event in chat] != list(range(1, len(chat) + 1)):
        found.append(f"the seq of {chat[0]['chat']} has a hole")
    public = [event["pub_seq"] for event in chat if event["pub_seq"] is not None]
    if public != list(range(1, len(public) + 1)):
        found.append(f"the public seq of {chat[0]['chat']} has a hole")
    return found


def _counted(
    counters: Sequence[dict[str, Any]], chats: dict[str, list[dict[str, Any]]]
) -> list[str]:
    found = []
    for row in counters:
        chat = chats[row["chat"]]
        public = sum(event["pub_seq"] is not None for event in chat)
        if (row["last_seq"], row["last_pub_seq"]) != (len(chat), public):
            found.append(f"the counters of {row['chat']} do not fit its events")
    return found


def _silent_after_takeover(chat: Sequence[dict[str, Any]]) -> list[str]:
    found, held = [], False
    for event in chat:
        if event["kind"] == "takeover":
            held = True
        elif event["kind"] == "state" and event["payload"].get("state") == "bot":
            held = False
        elif held and event["actor"].startswith("turn:"):
            found.append(f"the bot spoke after a takeover: {event['chat']}")
    return found


def _chat_of(
    robot: Robot, chats: dict[str, list[dict[str, Any]]], sent: set[str]
) -> list[dict[str, Any]]:
    """The events of a client's chat: by its log, or, while it was told none, by what was sent."""
    if robot.log is not None:
        return chats.get(robot.log.rpartition(".")[0], [])
    mine = sent | set(robot.acks)
    found = [chat for chat in chats.values() if any(e["cid"] in mine for e in chat)]
    return found[-1] if found else []


async def _same_list(
    robot: Robot, chats: dict[str, list[dict[str, Any]]], sent: set[str]
) -> list[str]:
    chat = _chat_of(robot, chats, sent)
    public = [event for event in chat if event["pub_seq"] is not None]
    try:
        await robot.until(lambda: robot.last >= len(public), 40)
    except AssertionError as late:
        return [f"a client stayed behind: {robot.last} of {len(public)}: {late}"]
    mine = [(event["seq"], event["kind"], event.get("cid")) for event in robot.events]
    theirs = [(event["pub_seq"], event["kind"], event["cid"]) for event in public]
    if [m[:2] for m in mine] != [t[:2] for t in theirs]:
        return [f"a client has another list than the database: {mine} {theirs}"]
    strangers = {
        event["cid"]
        for event in robot.events
        if event.get("author") == "customer" and event["cid"] not in sent
    }
    return [f"a client has somebody else's message {cid}" for cid in strangers]
