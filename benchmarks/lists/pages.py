"""Each page asked for again and again by a reviewer: median, p95, time in the database, queries."""

import sys
import time
from collections.abc import Mapping
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from knowledge.models import Atom

LIST = "/admin/knowledge/atom/"
DEEP = 3000
HEAD = (
    "| page | median ms | p95 ms | processor ms of Python | ms in the database, once | queries |",
    "|---|---|---|---|---|---|",
)


def addresses() -> Mapping[str, str]:
    """Return the pages by what people would call them."""
    atom = (
        Atom.objects.exclude(live_version=None)
        .exclude(collection__restricted=True)
        .latest("pk")
        .pk
    )
    filters = {
        f"list: {state}": f"?state={state}"
        for state in ("draft", "published", "changed", "review", "approved", "archived")
    }
    orders = {
        f"list by {name}{', backwards' if sign else ''}": f"?o={sign}{number}"
        for number, name in enumerate(
            ("title", "state", "type", "tags", "words", "index", "changed"), start=1
        )
        if name not in {"tags", "index"}
        for sign in ("", "-")
    }
    lists = {
        "list: first page": "",
        f"list: page {DEEP}": f"?p={DEEP}",
        **filters,
        "list: searchable": "?index=searchable",
        "list: waiting": "?index=waiting",
        "list: type": "?type__exact=error",
        "list: audience": "?audience__exact=internal",
        "list: collection": "?collection=shelf-3",
        **orders,
        "search: a rare word": "?q=edition+77777",
        "search: two words": "?q=webhook+refund",
        "search: a common word": "?q=account",
        "search: a phrase": "?q=%22account+address%22",
        "search: a rare phrase of common words": "?q=%22zone+wizard%22",
        "search: the beginning of a word": "?q=invoice+expo",
        "search: an id": "?q=atom-4242",
        "search: a common word in one state": "?q=account&state=draft",
        "search: nothing": "?q=zebra",
    }
    return {name: LIST + query for name, query in lists.items()} | {
        "versions of an atom": f"{LIST}{atom}/versions/",
        "review of an atom": f"{LIST}{atom}/review/",
        "due again": f"{LIST}freshness/",
        "tags": f"{LIST}tags/",
        "front page": "/admin/",
    }


def measured(*, rounds: int, only: str) -> str:
    """Return the table of the docs.

    The pages are asked for in turns: what else a machine does in a minute falls on all of them.
    """
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="rita"))
    asked = {name: url for name, url in addresses().items() if only in name}
    once = {name: _once(client, name, url) for name, url in asked.items()}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for number in range(rounds):
        sys.stderr.write(f"round {number + 1} of {rounds}\n")
        for name, url in asked.items():
            taken[name].append(_timed(client, url))
    return "\n".join([*HEAD, *(_line(name, taken[name], once[name]) for name in asked)])


def _once(client: Client, name: str, address: str) -> tuple[float, int]:
    """Ask for the first time; return milliseconds in the database and the number of queries."""
    with CaptureQueriesContext(connection) as queries:
        found = client.get(address)
    assert found.status_code == 200, (name, found.status_code)
    waited = sum(float(query["time"]) for query in queries.captured_queries)
    return waited * 1000, len(queries)


def _line(name: str, taken: list[tuple[float, float]], once: tuple[float, int]) -> str:
    walls = sorted(wall for wall, _ in taken)
    waited, queries = once
    return (
        f"| {name} | {median(walls):.0f} | {walls[int(len(walls) * 0.95)]:.0f}"
        f" | {median(spent for _, spent in taken):.0f} | {waited:.0f} | {queries} |"
    )


def _timed(client: Client, address: str) -> tuple[float, float]:
    """Ask once; return the milliseconds that passed, and those on a processor of Python's."""
    began, spent = time.perf_counter(), time.process_time()
    client.get(address)
    return (
        (time.perf_counter() - began) * 1000,
        (time.process_time() - spent) * 1000,
    )
